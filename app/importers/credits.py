"""Credit lines: one-line blocks that name a reporter, a photographer or an agency.

The rules look at form alone, in a text of bounded length.
"""

import re
from functools import cache, lru_cache

CREDIT_LINE_MAX_CHARACTERS = 400
"""Of 129 figcaptions on 181 pages of the public extraction benchmark all but two are shorter."""
TAIL_CHARACTERS = 160
ALT_MAX_CHARACTERS = 1_000
EMPHASISED_MAX_CHARACTERS = 250
"""Of a paragraph in italics below a picture that is its caption; longer ones introduce the article.
Not tuned."""

_NAME = r"[^\W\d_a-z][\w’'.-]{0,40}"
_LINK = r"(?:de|da|van|von|der|den|al|bin|la|le)"
_NAMES = rf"{_NAME}(?: (?:{_NAME}|{_LINK})){{0,5}}"
_FULL_NAME = rf"{_NAME}(?: {_LINK}){{0,2}}(?: {_NAME}){{1,4}}"
_SURE = (  # names that hardly mean anything but the agency
    r"(?:Associated Press|AP|AFP|Agence France-Presse|Reuters|REUTERS|Getty(?: "
    r"Images)?|GETTY(?: IMAGES)?|Shutterstock|Alamy|dpa|DPA"
    r"|[Pp]icture[- ][Aa]lliance|Xinhua|NurPhoto|iStock|Unsplash|Wikimedia(?: "
    r"Commons)?|Magnum Photos|Zuma Press|EPA-EFE|Anadolu)"
)
_AGENCY = (
    rf"(?:{_SURE}|EPA|EFE|PA|PA Wire|PA "
    r"Media|TASS|ANSA|Bloomberg|UPI|ANI|PTI|Kyodo|Yonhap|Keystone|Belga|Ritzau|NTB|TT|Lusa|Interfax"
    r"|Ukrinform|Flickr)"
)
_KINDS = (
    r"(?:photo(?:graph)?|picture|image|illustration|graphic|video|footage|drawing|chart|map"
    r"|cartoon|reporting|foto|bild|imagen)s?"
)
_REPORTS = r"(?:reports|reporting|has (?:the|this) (?:story|report)|has more)"

# what a credit line begins with
_HEADS = (
    (
        rf"(?i:(?:file |stock )?{_KINDS}(?: ?(?:/|and|&) ?{_KINDS})?(?: credit| courtesy| "
        r"source)?s? ?: |image copyright )\S"
    ),
    (
        rf"(?i:(?:file |stock )?{_KINDS} (?:by|courtesy of|courtesy|provided by|supplied by)) "
        rf"(?:the )?{_NAME}"
    ),
    r"(?i:(?:credit|courtesy|photo source|source)s? ?: )\S",
    r"©|(?i:\(c\)) ?\d{4}",
    rf"{_FULL_NAME} {_REPORTS}(?: (?:live )?(?:from|for) [^.!?]{{1,80}})?$",
    rf"(?:{_FULL_NAME}, )?(?:the )?{_AGENCY}$",
)
# what a credit line, or a caption with a credit, ends with
_TAILS = (
    rf": (?:the )?{_NAMES} {_REPORTS}(?: (?:live )?(?:from|for|on) [^.!?]{{1,80}})?$",
    (
        rf"[(\[](?:[^()\[\]]{{0,80}}(?:[/|,]| via |: ?) ?)?{_SURE}(?: "
        rf"(?i:photo|file|archive|pool))?(?:[/,|][^()\[\]]{{0,60}})?[)\]]\.?$"
    ),
    rf"[(\[][^()\[\]]{{0,80}}[/|] ?{_AGENCY}(?:[/,|][^()\[\]]{{0,60}})?[)\]]\.?$",
    (
        r"[(\[](?i:(?:file "
        r")?(?:photo|image|picture|handout|courtesy|credit)\b)[^()\[\]]{0,80}[)\]]\.?$"
    ),
    r"[(\[][^()\[\]]{0,60}[ /](?i:photo|handout)(?:[/,:][^()\[\]]{0,60})?[)\]]\.?$",
    rf"{_NAME}/{_AGENCY}(?:/{_AGENCY})?(?: via {_AGENCY})?$",
    rf"{_AGENCY}(?: (?:Photo|Images))?/{_NAMES}$",
    rf" (?:via|[|–—]) {_SURE}$",
    rf"[.!?”\"»] {_SURE}$",
    r"(?i:(?:photo|picture|image|video)s?(?: credit)?(?: by|:)) [^.!?]{2,60}$",
    rf"© ?(?:\d{{4}} )?{_NAMES}$",
)
_ANY_HEAD, _ANY_TAIL = ("|".join(f"(?:{one})" for one in several) for several in (_HEADS, _TAILS))
_BYLINE = (
    rf"(?:By|Words by|Text by|Story by) ({_FULL_NAME}(?:(?:,| and| &) {_NAMES}){{0,5}})(?: in "
    rf"{_NAMES})?$"
)


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """A pattern, compiled on first use: all of them take 30 ms, and most files have no credit."""
    return re.compile(words)


def names_in_byline(block: str) -> tuple[str, ...]:
    """The names in a line such as “By Jane Roe and John Doe”; none in any other."""
    if len(block) > TAIL_CHARACTERS or "\n" in block:
        return ()
    from app.importers.written import bylines

    if _pattern(_BYLINE).match(block):
        return bylines.people(block)
    named = bylines.people(block) if bylines.is_labelled(block) else ()
    return named if all(map(bylines.looks_like_person, named)) else ()


def is_credit(block: str) -> bool:
    """Whether a block is one line that credits a reporter, a photographer or an agency."""
    if "\n" in block or len(block) > CREDIT_LINE_MAX_CHARACTERS:
        return False
    return _credits(block)


@lru_cache(maxsize=1_024)
def _credits(block: str) -> bool:
    """Whether a line is a credit. Kept for lines that follow each other again and again."""
    # Each list as one pattern: a text may have half a million blocks.
    if _pattern(_ANY_HEAD).match(block) or _pattern(_ANY_TAIL).search(block[-TAIL_CHARACTERS:]):
        return True
    return bool(names_in_byline(block))


_LABEL = (
    rf"(?:{_KINDS}(?:[- ](?:credit|courtesy|source))?|credit|crédit(?: photo)?|courtesy|copyright"
    r"|quelle|fuente|source|fotografía|kuva)s?"
)
_BY = r" (?:by|courtesy of|courtesy|provided by|supplied by|via)"
_LABELLED = rf"(?i:{_LABEL}) ?(?::|(?i:{_BY})) ?(?:[^\n.!?]|(?<=\b[A-Z])\.){{2,80}}"
_SIGNED = (  # Jane Roe/AP, AP Photo/Jane Roe, Jane Roe via Getty Images, Reuters
    rf"(?:(?:{_FULL_NAME} ?[/|] ?)?{_AGENCY}(?:/{_AGENCY})?(?: via {_AGENCY})?"
    rf"|{_AGENCY}(?: (?:Photo|Images))? ?[/|] ?{_NAMES}|{_FULL_NAME} via {_SURE}"
    rf"|{_FULL_NAME} ?/ ?{_NAMES})"
)
_RIGHTS = r"(?:©|\([cC]\))\s?(?:[^\n.!?]|(?<=\b[A-Z])\.){2,80}"
_ONLY = rf"[(\[]?(?:(?:File: )?(?:{_LABELLED}|{_SIGNED})|{_RIGHTS})[)\]]?\.?"
# the credit behind a caption's words, as group 1; what is before it belongs to neither
_BEHIND = (
    rf"\s*[(\[]((?:(?i:file )?{_LABELLED}|(?:File: )?{_SIGNED}|{_RIGHTS}))[)\]]\.?$",
    rf"(?:\n|(?<=[.!?…”\"»)])\s)\s*((?:{_LABELLED}|{_SIGNED}|{_RIGHTS}))\.?$",
    rf"\s(?:[|–—/-]\s)?(?=\w*[A-Z©])((?:{_LABELLED}|{_RIGHTS}))\.?$",
    rf"\s[|–—/]\s((?:{_FULL_NAME} ?/ ?)?{_SURE})\.?$",
)


def is_only_credit(words: str) -> bool:
    """Whether words are nothing but the credit of a picture (“Photo: Jane Roe”, “Jane Roe/AP”)."""
    return len(words) <= TAIL_CHARACTERS and _pattern(_ONLY).fullmatch(words) is not None


def parted(caption: str) -> tuple[str, str | None]:
    """The words of a caption without the credit that ends them, and that credit.

    None where no credit is found, or where nothing but a credit is there: those words stay.
    """
    start = max(0, len(caption) - TAIL_CHARACTERS)
    for pattern in _BEHIND:
        tail = _pattern(pattern).search(caption, start)
        words = caption[: tail.start()].rstrip() if tail else ""
        if tail and words:
            return words, tail[1].strip()
    return caption, None
