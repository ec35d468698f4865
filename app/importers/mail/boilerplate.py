"""What newsletters have before and after their text: how to read them elsewhere, and to leave.

Only short blocks at the very beginning and at the end are left out, by their words. The limits are
not tuned.
"""

import re
from collections.abc import Sequence

from app.importers.blocks import TextPiece

FOOTER_MAX_CHARACTERS = 700
LINE_MAX_CHARACTERS = 200
AROUND_MAX_CHARACTERS = 120
LINK_MAX_CHARACTERS = 40
GAP_MAX_BLOCKS = 5
"""Other lines in a footer, one after the other: names of networks, the sender's address."""
_TOP = re.compile(
    r"""[\W_]{0,5}(?:
    (?:trouble\ |problems?\ )?(?:view|read|open|see)(?:ing)?\ (?:this|it|in|online|on)\b
    |(?:view|read|open|see)\ (?:the\ )?(?:e-?mail|message|newsletter)\b
    |(?:email|e-mail|message)\ not\ display
    |(?:is\ )?this\ e-?mail\ not\ displaying
    |(?:can.t|cannot)\ (?:see|read|view)\ th
    |if\ you(?:.re|\ are)?\ (?:can.t|cannot|having\ trouble)\ (?:see|read|view)
    |web\ ?version|online\ ?version|forwarded\ this\ e-?mail
    |(?:im|in\ ihrem)\ browser\ (?:ansehen|anzeigen|lesen|öffnen)|online\ (?:ansehen|lesen)
    |(?:e-?mail|newsletter)\ (?:im\ browser|online)
    |wird\ dies(?:e|er)\ .{0,40}nicht\ richtig\ (?:angezeigt|dargestellt)
    |(?:voir|lire|afficher|consulter)\ .{0,30}(?:navigateur|en\ ligne)
    |ver\ .{0,30}(?:navegador|en\ línea)|visualizza\ .{0,30}browser
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_LEAVE = re.compile(
    r"""(?:
    \bunsubscribe|\bopt[- ]out\ of\b
    |(?:manage|update|change)\ (?:your|my)\ (?:e-?mail\ |subscription\ )?
    (?:preferences|settings|subscription)
    |you(?:.re|\ are)?\ (?:receiving|getting)\ this|you\ received\ this\ e-?mail
    |th(?:is|e)\ e-?mail\ was\ sent\ |was\ sent\ to\ you\ because
    |\b(?:newsletter|e-?mails?)\b.{0,40}\babmelden|\babbestellen\b|hier\ abmelden|\babmeldelink
    |sie\ erhalten\ dies|diese\ e-?mail\ wurde\ .{0,60}gesendet
    |\bse\ désabonner|désabonnez|\bse\ désinscrire|désinscription|vous\ recevez\ ce
    |darse\ de\ baja|darte\ de\ baja|cancelar\ (?:la\ |mi\ |tu\ )?suscripci|recibes\ este
    |disiscriv|annulla\ l.iscrizione|cancelar\ a\ inscrição|\bafmelden|\buitschrijven|wypisz\ się
    |отписаться
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""What only the footer of a newsletter says."""
_AROUND = re.compile(
    r"""(?:
    our\ mailing\ address|all\ rights\ reserved|forward\ (?:this|to\ a\ friend)|privacy\ policy|[©]
    |add\ us\ to\ your\ address\ book|(?:manage|update)\ preferences
    |newsletter-?einstellungen|alle\ rechte\ vorbehalten|datenschutz|\bimpressum\b
    |tous\ droits\ réservés|todos\ los\ derechos
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""What stands in footers, and elsewhere; counted in lines alone."""


def removed(pieces: Sequence[TextPiece]) -> list[TextPiece]:
    """The pieces without the lines before the text and the footer; all where nothing is left."""
    start = 0
    while start < len(pieces) and _is_top(pieces[start].words):
        start += 1
    end = start + _footer(pieces[start:])
    return list(pieces[start:end]) if start < end else list(pieces)


def _is_top(words: str) -> bool:
    return len(words) <= LINE_MAX_CHARACTERS and _TOP.match(words) is not None


def _footer(pieces: Sequence[TextPiece]) -> int:
    """Where the footer begins; the number of pieces where there is none.

    Among the last blocks, the first of those that speak of leaving or that stand around such a
    block, with no more than a few other lines between them; and lines before it that are links.
    """
    end = place = len(pieces)
    has_leave = False
    while place > 0 and end - place < GAP_MAX_BLOCKS:
        place -= 1
        words = pieces[place].words
        says_leave = _says_leave(words)
        has_leave |= says_leave
        if says_leave or _stands_around(words):
            end = place
        elif len(words) > LINE_MAX_CHARACTERS:
            break
    if not has_leave:
        return len(pieces)
    while end > 0 and _is_link(pieces[end - 1]):
        end -= 1
    return end


def _says_leave(words: str) -> bool:
    return len(words) <= FOOTER_MAX_CHARACTERS and _LEAVE.search(words) is not None


def _stands_around(words: str) -> bool:
    is_line = len(words) <= AROUND_MAX_CHARACTERS
    return is_line and (_AROUND.search(words) is not None or _TOP.match(words) is not None)


def _is_link(piece: TextPiece) -> bool:
    """Whether a line is a link and nothing else: the name of a network, a button."""
    is_whole = any(
        mark.kind == "link" and mark.end - mark.start == len(piece.words) for mark in piece.inlines
    )
    return is_whole and len(piece.words) <= LINK_MAX_CHARACTERS
