"""The folded form of a name, under which two spellings are the same name. Pure."""

import re

_SPACED_LETTERS = re.compile(r"(?:[^\W\d_]\. ){1,4}[^\W\d_]\.\Z|(?:u\. [snk]|e\. u)\.(?= )")
"""`U. S.` alone, or before more words: the letters of one acronym.

Initials before a last name (`J. K. Marlow`) are not joined.
"""


def fold(name: str) -> str:
    """The form under which two spellings are one name.

    Case, a leading article, full stops, apostrophes, hyphens and the spaces inside an acronym are
    folded.
    """
    plain = name.casefold().replace("’", "'").replace("\u2011", "-").replace("\u00a0", " ")
    plain = re.sub(r"\s+", " ", plain).removeprefix("the ").strip()
    spaced = _SPACED_LETTERS.match(plain)
    if spaced:
        plain = spaced.group().replace(" ", "") + plain[spaced.end() :]
    return plain.replace(".", "").strip()
