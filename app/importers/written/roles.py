"""Roles and agencies in bylines: what a person does, and who is no person."""

import re

from app.importers.written.spelling import plain

_ACCOUNTS = frozenset(
    [
        *"admin administrator administrateur author autor auteur editor user guest gast".split(),
        *"root webmaster unknown wordpress none null anonymous anonym default editorial".split(),
        *"human owner moderator super system test contributor contributors reporter".split(),
        *"writer correspondent journalist journaliste redakteur redakteurin columnist".split(),
        *"analyst photographer freelancer opinion comment undefined n/a ceo cto founder".split(),
        *"follow share email comments more updated published posted last news photo".split(),
        *"image video biography bio contact twitter facebook instagram linkedin by".split(),
        *"bookmark save print listen subscribe login search menu like reply permalink".split(),
        *"drucken merken teilen vorlesen speichern pdf top home 人氣 人气 留言 阅读 閱讀".split(),
        *("unserer redaktion", "eigener bericht", "social links", "letters to the editor"),
        *("guest author", "guest contributor", "guest post", "guest writer", "super admin"),
        *("see more", "read more", "author at", "about the author", "site admin", "web admin"),
    ]
)
"""Accounts, roles and labels that name nobody."""
_ROLE_WORDS = (
    r"(?:reporter|correspondent|editor|writer|journalist|columnist|contributor|producer|"
    r"photographer|analyst|critic|commentator|fellow|author|blogger|freelancer?|intern|professor|lecturer|"
    r"director|manager|president|founder|co-founder|ceo|cto|chief|head|expert|researcher|economist|"
    r"redakteur(?:in)?|chefredakteur(?:in)?|korrespondent(?:in)?|autor(?:in)?|journalist(?:in)?|"
    r"journaliste|rédact(?:eur|rice)(?: en chef)?|correspondant(?:e)?|envoyée? spéciale?|"
    r"periodista|redactor(?:a)?|corresponsal|giornalista|inviato|redattore|verslaggever|journalista)"
)
_MODIFIERS = (
    r"(?:senior|junior|chief|deputy|assistant|associate|managing|executive|contributing|staff|"
    r"special|foreign|political|politics|business|economics?|science|health|technology|tech|sports?|news|"
    r"national|international|white house|diplomatic|education|environment|culture|arts?|"
    r"investigative|"
    r"breaking|general|former|lead|principal|freier?|freie|leitende[rn]?|stellvertretende[rn]?|"
    r"opinion|features?|city|crime|legal|travel|food|fashion|data|digital|multimedia|video|photo|web|"
    r"online|global|regional|local|guest|co|and|&|-)"
)
_ROLE = re.compile(
    rf"(?:{_MODIFIERS}[ -]){{0,8}}{_ROLE_WORDS}s?(?:-in-chief)?"
    r"(?:\s(?:at|for|of|in|für|bei|à|de)\s.*)?",
    re.IGNORECASE,
)
_ROLE_BEHIND = re.compile(
    rf"(?<![\s,])[\s,]+(?:(?:{_MODIFIERS}[ -]){{0,8}}{_ROLE_WORDS}s?(?:-in-chief)?"
    r"|ph\.?\s?d\.?|m\.?d\.?|phd|msc|mba|esq\.?|rdn?|cpt)$",
    re.IGNORECASE,
)
COLLECTIVE = re.compile(
    r"\b(?:staff|newsroom|editors?|editorial (?:board|team|staff)|redaktion|redaktions?team|"
    r"redaktionell|"
    r"redacción|redaccion|redazione|rédaction|redactie|redação|team|desk|news service|newsdesk|"
    r"web ?desk|wire services?|web ?team|redakcja|редакция|correspondents|reporters|"
    r"contributors?|contributing writer)\b|編集部|编辑部",
    re.IGNORECASE,
)
"""Who is nobody in particular: “staff”, “the editorial board”, “Redaktion”."""
ORGANIZATION = re.compile(
    r"\b(?:post|times|news|press|journal|tribune|media|tv|magazine|magazin|zeitung|herald|gazette|"
    r"daily|weekly|radio|network|agency|agentur|university|institute?|institut|foundation|"
    r"inc|ltd|llc|gmbh|verlag|guardian|telegraph|chronicle|observer|wire|courier|standard|bureau|company|society|association)\b\.?$",
    re.IGNORECASE,
)
"""What names of newspapers, broadcasters and institutions end with; people's seldom do."""
_AGENCIES = frozenset(
    "ap associatedpress theassociatedpress reuters thomsonreuters afp agencefrancepresse dpa "
    "ddp epd kna "
    "apa sda atsids sid upi ani pti ians tass itartass interfax rianovosti xinhua kyodo "
    "kyodonews yonhap "
    "efe ansa adnkronos lusa belga anp ritzau ntb tt tttnyhetsbyrån stt pap ctk čtk mti bloomberg "
    "bloombergnews gettyimages tnn paulpress presseportal prnewswire businesswire globenewswire "
    "apnews cnn bbc bbcnews".split()
)


DEPARTMENTS = frozenset(
    "business news sports sport politics health money tech technology travel world opinion "
    "wire online tv entertainment science magazine".split()
)
"""What follows the name of a newspaper in that of one of its departments."""
_SOFTWARE = re.compile(
    r"wordpress|blogger\b|drupal|joomla|\btheme\b|\btemplate\b|powered|designer\b", re.IGNORECASE
)
_CONTACT = re.compile(
    r"(?:instagram|twitter|facebook|website|web|e-?mail|tel(?:efon|ephone)?|phone|fax|kontakt|"
    r"contact|youtube|linkedin|xing)\s?:",
    re.IGNORECASE,
)


_REPORTER_IN_KOREAN = re.compile(r"^[^=]{1,20}=(?=[\uac00-\ud7a3])|\s?기자$")
"""The newspaper before a reporter's name and “reporter” behind it: 느릅일보=홍길동 기자."""


_UNFINISHED = re.compile(r"\s(?:the|to|of|from|for|and)$", re.IGNORECASE)


def is_desk(name: str) -> bool:
    """Whether a name is that of an agency's desk (“AP National Security”) or of a program.

    An agency is told from a first name by its capitals.
    """
    if _SOFTWARE.search(name) or _CONTACT.match(name):
        return True
    first, *rest = name.split() or [""]
    is_short = len(first) == 2 or (first.isupper() and 2 < len(first) <= 4)
    return is_short and is_agency(first) and bool(rest) and not name.isupper()


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency or of its wire, with or without “The”."""
    return plain(name) in _AGENCIES


def is_role(name: str) -> bool:
    """Whether words are a role, an account or a label and name nobody."""
    words = " ".join(name.casefold().split())
    if words in _ACCOUNTS:
        return True
    return _ROLE.fullmatch(words) is not None and COLLECTIVE.search(words) is None


def without_role(name: str) -> str:
    """A name without the role or degree behind it: “Jane Roe Senior Reporter”, “John Doe, PhD”."""
    bare = _REPORTER_IN_KOREAN.sub("", name)
    shorter = _ROLE_BEHIND.sub("", bare)
    if _UNFINISHED.search(shorter):
        return ""  # “Letters to the Editor”
    return shorter if len(shorter.split()) > 1 else bare
