"""Writes a passage as a citation: text, Markdown, BibTeX, CSL-JSON and RIS.

Owns the formats and their escaping; `citations.parsing` reads them back. The cited words are on one
line in every format, so that they can never pass for another line of the citation.
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
_IN_MARKS = re.compile("“[^“”]+”")


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage to cite: its words, what its source declared, and what proves which revision it is.

    `declared_date` is the date that is cited; `date_note` says who gave it, where that was not the
    source.
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
        """The date as a reader writes it, marked when doubtful; `undated` without one."""
        if not self.declared_date:
            return _UNDATED
        return iso_written(self.declared_date) + (" (date doubtful)" if self.date_doubted else "")

    @property
    def date(self) -> ArticleDate:
        """The date as pages show it."""
        return ArticleDate(self.declared_date, self.date_doubted, self.captured[:10])

    @property
    def note(self) -> str:
        """What reference managers have no field for."""
        sentences = [
            f"Captured {self.captured}; SHA-256 {self.sha256}.",
            "The date is doubtful." if self.date_doubted else self.date_note,
            f"Source: {self.source_url}" if self.source_url else "",
        ]
        return " ".join(filter(None, sentences))


def citation(state: PassageState, source: Source, base_url: str) -> Citation:
    """The passage as its reader may cite it.

    A reader who may see a shared passage only gets no more of its article than the passage's page
    shows.
    """
    article = state.article
    declared_date = source.declared_date if state.whole else article.published_on
    on = of_revision(article, declared_date, source.captured_at)
    return Citation(
        words=state.passage.exact,
        code=state.passage.code,
        url=f"{base_url}/p/{state.passage.code}",
        captured_at=source.captured_at,
        sha256=source.sha256,
        title=source.title if state.whole else None,
        byline=tuple(source.byline) if state.whole else (),
        publisher=source.publisher if state.whole else article.publisher,
        declared_date=on.published_on,
        source_url=article.source_url,
        date_doubted=on.date_doubted,
        date_note=_dated_by(on) if article.date_settled and state.whole else "",
    )


def _dated_by(on: ArticleDate) -> str:
    """Says that an editor gave the date, and what date the source gives."""
    if on.declared == on.published_on:
        return "Date confirmed by an editor."
    if not on.declared:
        return "Dated by an editor; the source gives no date."
    return f"Dated by an editor; the source says {iso_written(on.declared)}."


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
    source = _source(c, one_line, "“{}”")
    if c.source_url:
        source.append(_address(c.source_url))
    proof = f"{c.url}; captured {c.captured}; SHA-256 {c.sha256}"
    return f"{in_quotation_marks(one_line(c.words))}\n— {', '.join(source)}\n{proof}\n"


def markdown(c: Citation) -> str:
    """The same three lines as a quotation."""
    source = _source(c, _markdown_line, "*{}*")
    if c.source_url:
        source.append(f"<{_address(c.source_url)}>")
    proof = f"<{c.url}>; captured {c.captured}; SHA-256 `{c.sha256}`"
    lines = [in_quotation_marks(_markdown_line(c.words)), f"— {', '.join(source)}", proof]
    return "\n>\n".join(f"> {line}" for line in lines) + "\n"


def in_quotation_marks(words: str) -> str:
    """The words in quotation marks; no second pair around words that are in marks already."""
    return words if _IN_MARKS.fullmatch(words) else f"“{words}”"


def _markdown_line(words: str) -> str:
    return escape_markdown(one_line(words))


def _source(c: Citation, escaped: Callable[[str], str], titled: str) -> list[str]:
    """Who, what, where, when, as far as it is declared; `titled` is how a title is written."""
    title = escaped(c.title or "")
    parts = [
        escaped(" and ".join(c.byline)),
        titled.format(title) if title else "",
        escaped(c.publisher or ""),
        escaped(c.day),
    ]
    return [part for part in parts if part]


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
    # The month is the name of a BibTeX string and has no braces.
    rows = [
        f"  {name} = {value}" if name == "month" else f"  {name} = {{{value}}}"
        for name, value in fields.items()
        if value
    ]
    return f"@misc{{gloss-{c.code},\n" + ",\n".join(rows) + "\n}\n"


def _when(c: Citation) -> dict[str, str]:
    """Year, month and day as far as the date has them; other words than a date are the year."""
    date = _DAY.fullmatch(c.declared_date or "")
    if not date:
        return {"year": _latex(c.declared_date or _UNDATED)}
    year, month, day = date.groups()
    known = month and 1 <= int(month) <= 12
    return {
        "year": year,
        "month": _MONTHS[int(month) - 1] if known else "",
        "day": str(int(day)) if known and day else "",
    }


def csl_json(c: Citation) -> str:
    """An array of one item, as citation processors and reference managers take it."""
    date = _DAY.fullmatch(c.declared_date or "")
    issued: dict[str, Any] = {"literal": c.declared_date or _UNDATED}
    if date:
        issued = {"date-parts": [[int(part) for part in date.groups() if part]]}
    item: dict[str, Any] = {
        "id": f"gloss-{c.code}",
        "type": "webpage",
        "title": _title(c),
        "author": [{"literal": one_line(name)} for name in c.byline],
        "container-title": c.publisher,
        "issued": issued,
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
    """A RIS record; the format wants lines to end in CR and LF."""
    date = _DAY.fullmatch(c.declared_date or "")
    # RIS has YYYY/MM/DD/other: a declared date in any other form goes into `other`.
    if date:
        published = [*(part or "" for part in date.groups()), ""]
    else:
        published = ["", "", "", one_line(c.declared_date or _UNDATED)]
    fields = [
        ("TY", "ELEC"),
        *(("AU", name) for name in c.byline),
        ("TI", _title(c)),
        ("PB", c.publisher),
        ("PY", "/".join(published)),
        ("Y2", c.captured[:10].replace("-", "/") + "/"),
        ("UR", c.url),
        ("AB", c.words),
        ("N1", c.note),
    ]
    lines = [f"{tag}  - {one_line(value)}\r\n" for tag, value in fields if value]
    return "".join(lines) + "ER  - \r\n"


FORMS: tuple[Form, ...] = (
    Form("text", "Text", "text/plain; charset=utf-8", ".txt", text),
    Form("markdown", "Markdown", "text/markdown; charset=utf-8", ".md", markdown),
    Form("bibtex", "BibTeX", "application/x-bibtex; charset=utf-8", ".bib", bibtex),
    Form("csl-json", "CSL-JSON", "application/vnd.citationstyles.csl+json", ".json", csl_json),
    Form("ris", "RIS", "application/x-research-info-systems; charset=utf-8", ".ris", ris),
)


def form(name: str) -> Form:
    """The form with this name. Raises Unsupported, with the names there are."""
    for known in FORMS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in FORMS)
    raise Unsupported(f"Unknown citation format “{name[:40]}”.", f"Formats: {names}.")


def one_line(words: str) -> str:
    """`words` with every run of breaking white space replaced by one space."""
    return _FOLDED.sub(" ", words).strip(" ")


def _title(c: Citation) -> str:
    return one_line(c.title or "") or f"“{shorten(one_line(c.words), _TITLE_CHARACTERS)}”"


def _latex(words: str) -> str:
    return one_line(words).translate(_LATEX)


def _address(url: str | None) -> str:
    """An address with everything escaped that could end it early."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%-._~") if url else ""
