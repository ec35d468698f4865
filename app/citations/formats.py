"""A passage as a citation: text, Markdown, BibTeX, CSL-JSON, RIS. Owns the forms and their escaping; `text.citing` reads them back.

Words stand on one line in every form, breaks folded into spaces: so what is cited can never pass for the line of a citation.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from app.errors import Unsupported
from app.store.articles.article_date import of_revision
from app.store.articles.citation_data import Source
from app.store.passages.passages import PassageState
from app.text.display import ArticleDate, iso_written, shorten, utc_time
from app.text.markdown_escaping import escape_markdown

_FOLDED = re.compile(r"[^\S\u00a0\u2007\u202f]+")  # no-break spaces stay: they break no line
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # \{ would still count as an open brace
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
    | {mark: f"\\{mark}" for mark in "&%$#_"}
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_TITLE_CHARACTERS = 90
_UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Citation:
    """What is told of a passage when it is cited: its words, what its source declared, and what proves which revision was meant.

    `declared_date` is the date that is cited; `date_note` says who gave it, where that was not the source.
    """

    words: str
    code: str
    url: str
    captured_at: datetime
    sha256: str
    title: str | None = None
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    declared_date: str | None = None
    source_url: str | None = None
    date_doubted: bool = False
    date_note: str = ""

    @property
    def captured(self) -> str:
        """When the revision was captured, to the second, in UTC."""
        return utc_time(self.captured_at.replace(microsecond=0))

    @property
    def day(self) -> str:
        """The date as a reader writes it, with the doubt on it, or that there is none."""
        if not self.declared_date:
            return _UNDATED
        return iso_written(self.declared_date) + (" (date doubtful)" if self.date_doubted else "")

    @property
    def date(self) -> ArticleDate:
        """The same as pages tell it."""
        return ArticleDate(self.declared_date, self.date_doubted, self.captured[:10])

    @property
    def note(self) -> str:
        """What reference managers have no field for."""
        about_date = "The date is doubtful." if self.date_doubted else self.date_note
        source = f"Source: {self.source_url}" if self.source_url else ""
        return " ".join(
            part
            for part in (f"Captured {self.captured}; SHA-256 {self.sha256}.", about_date, source)
            if part
        )


def citation(fate: PassageState, source: Source, base_url: str) -> Citation:
    """The passage as its reader may cite it.

    Whoever sees an opened passage only is told of its article what the passage's page tells.
    """
    article = fate.article
    on = of_revision(
        article, source.declared_date if fate.whole else article.published_on, source.captured_at
    )
    return Citation(
        words=fate.passage.exact,
        code=fate.passage.code,
        url=f"{base_url}/p/{fate.passage.code}",
        captured_at=source.captured_at,
        sha256=source.sha256,
        title=source.title if fate.whole else None,
        byline=tuple(source.byline) if fate.whole else (),
        publisher=source.publisher if fate.whole else article.publisher,
        declared_date=on.published_on,
        source_url=article.source_url,
        date_doubted=on.date_doubted,
        date_note=_dated_by(on) if article.date_settled and fate.whole else "",
    )


def _dated_by(on: ArticleDate) -> str:
    """That an editor gave the date, and what the source says."""
    if on.declared == on.published_on:
        return "Date confirmed by an editor."
    said = f"says {iso_written(on.declared)}" if on.declared else "gives no date"
    return f"Dated by an editor; the source {said}."


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a citation."""

    name: str
    label: str
    media_type: str
    suffix: str
    made: Callable[[Citation], str]


def text(c: Citation) -> str:
    """Three lines: “words”, what they are from, the link with time and hash."""
    source = ", ".join([*_source(c, one_line, "“{}”"), *filter(None, [_address(c.source_url)])])
    return (
        f"“{one_line(c.words)}”\n— {source}\n{c.url}; captured {c.captured}; SHA-256 {c.sha256}\n"
    )


def markdown(c: Citation) -> str:
    """The same three lines as a quotation."""
    words = escape_markdown(one_line(c.words))
    source = ", ".join(
        [
            *_source(c, lambda part: escape_markdown(one_line(part)), "*{}*"),
            *(f"<{_address(u)}>" for u in [c.source_url] if u),
        ]
    )
    return (
        f"> “{words}”\n>\n> — {source}\n>\n> <{c.url}>; captured {c.captured}; SHA-256 "
        f"`{c.sha256}`\n"
    )


def _source(c: Citation, say: Callable[[str], str], titled: str) -> list[str]:
    """Who, what, where, when, as far as it is declared."""
    title = say(c.title or "")
    return [
        part
        for part in (
            say(" and ".join(c.byline)),
            title and titled.format(title),
            say(c.publisher or ""),
            say(c.day),
        )
        if part
    ]


def bibtex(c: Citation) -> str:
    """An entry for BibTeX and biblatex."""
    fields = {
        "author": " and ".join(f"{{{_latex(name)}}}" for name in c.byline),
        "title": f"{{{_latex(_title(c))}}}",
        "organization": _latex(c.publisher or ""),
        **_when(c),
        "url": c.url,
        "urldate": c.captured[:10],
        "abstract": _latex(c.words),
        "note": _latex(c.note),
    }
    rows = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'}"
        for name, value in fields.items()
        if value
    ]
    return f"@misc{{gloss-{c.code},\n" + ",\n".join(rows) + "\n}\n"


def _when(c: Citation) -> dict[str, str]:
    found = _DAY.fullmatch(c.declared_date or "")
    if not found:
        return {"year": _latex(c.declared_date or _UNDATED)}
    year, month, day = found.groups()
    known = month and 1 <= int(month) <= 12
    return {
        "year": year,
        "month": _MONTHS[int(month) - 1] if known else "",
        "day": str(int(day)) if known and day else "",
    }


def csl_json(c: Citation) -> str:
    """An array of one item, as citation processors and reference managers take it."""
    found = _DAY.fullmatch(c.declared_date or "")
    issued: dict[str, Any] = {"literal": c.declared_date or _UNDATED}
    item: dict[str, Any] = {
        "id": f"gloss-{c.code}",
        "type": "webpage",
        "title": _title(c),
        "author": [{"literal": one_line(name)} for name in c.byline],
        "container-title": c.publisher,
        "issued": {"date-parts": [[int(part) for part in found.groups() if part]]}
        if found
        else issued,
        "accessed": {"date-parts": [[int(part) for part in c.captured[:10].split("-")]]},
        "URL": c.url,
        "abstract": one_line(c.words),
        "note": c.note,
    }
    rows = [
        f'  "{name}": {json.dumps(value, ensure_ascii=False)}'
        for name, value in item.items()
        if value
    ]
    return "[{\n" + ",\n".join(rows) + "\n}]\n"  # a field a line, for people


def ris(c: Citation) -> str:
    """A RIS record, its lines ended as that format wants them."""
    found = _DAY.fullmatch(c.declared_date or "")
    parts = [part or "" for part in found.groups()] if found else ["", "", ""]
    told = "" if found else one_line(c.declared_date or _UNDATED)
    fields = [
        ("TY", "ELEC"),
        *(("AU", name) for name in c.byline),
        ("TI", _title(c)),
        ("PB", c.publisher),
    ]
    fields += [
        ("PY", "/".join([*parts, told])),
        ("Y2", c.captured[:10].replace("-", "/") + "/"),
        ("UR", c.url),
        ("AB", c.words),
        ("N1", c.note),
    ]
    return (
        "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in fields if value) + "ER  - \r\n"
    )


FORMS: tuple[Form, ...] = (
    Form("text", "Text", "text/plain; charset=utf-8", ".txt", text),
    Form("markdown", "Markdown", "text/markdown; charset=utf-8", ".md", markdown),
    Form("bibtex", "BibTeX", "application/x-bibtex; charset=utf-8", ".bib", bibtex),
    Form("csl-json", "CSL-JSON", "application/vnd.citationstyles.csl+json", ".json", csl_json),
    Form("ris", "RIS", "application/x-research-info-systems; charset=utf-8", ".ris", ris),
)


def form(name: str) -> Form:
    """The form of that name. Raises Unsupported naming those there are."""
    for one in FORMS:
        if one.name == name:
            return one
    raise Unsupported(
        f"There is no citation format {name[:40]!r}.",
        "Formats: " + ", ".join(one.name for one in FORMS) + ".",
    )


def one_line(words: str) -> str:
    """`words` with every run of white space that could break a line as one space."""
    return _FOLDED.sub(" ", words).strip(" ")


def _title(c: Citation) -> str:
    return one_line(c.title or "") or f"“{shorten(one_line(c.words), _TITLE_CHARACTERS)}”"


def _latex(words: str) -> str:
    return one_line(words).translate(_LATEX)


def _address(url: str | None) -> str:
    """An address in which nothing ends it early."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%-._~") if url else ""
