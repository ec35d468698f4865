"""The words that readers see can be taken out for translators, in whole sentences."""

import ast
import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from gettext import NullTranslations
from pathlib import Path
from typing import Any, NamedTuple

import lxml.html
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from starlette.testclient import TestClient

from app.changes import report
from app.citations import verification
from app.engines.claims import reasons
from app.exporters import EXPORTERS
from app.importers import IMPORTERS
from app.importers.archives import member_names, tar_file
from app.importers.feeds import parts
from app.importers.mail.message import ATTACHMENTS
from app.importers.news_items import articles as news_articles
from app.importers.own_formats import gloss_json, portable
from app.importers.saved_items import items
from app.importers.services import bookmarks
from app.importers.web_archives import wacz, warc_file
from app.layers import LAYERS, density, entities, statements
from app.linking.across import knowledge_entries
from app.linking.within import sports_teams
from app.main import create_app
from app.reading import article_page, below_default, mark_context, sourcing
from app.reading.mark_names import MARK_NAMES
from app.settings import Settings
from app.store.ingest.own_exports import library_contents
from app.store.schema.articles import VISIBILITIES
from app.web.api.description.operations import FAMILIES, OPERATIONS
from app.web.editor import article_fields, edits
from app.web.editor import articles as import_form
from app.web.http import templating
from app.web.languages import CATALOGUES
from app.web.pages.help import commands
from tests.building import ingest, stub_layers  # noqa: F401 - a fixture

ROOT = Path(__file__).parent.parent
# A piece of a sentence that is glued in a template begins or ends with one of these.
CONNECTORS = ["and", "but", "by", "for", "from", "is", "not", "of", "or", "that", "to", "was"]
PREPOSITIONS = ["about", "as", "at", "by", "for", "from", "in", "of", "on", "to", "with"]
COMPLETE = {
    "by month",
    "by year",
    "not annotated yet",
    "not mentioned in other articles",
    "Sign in",
    "How to sign in",
}
"""What begins or ends like a piece and is a label in full."""


class Message(NamedTuple):
    """A message with the file it is from; the singular of one that has a plural."""

    path: str
    singular: str
    plural: str | None


def messages() -> Iterator[Message]:
    """Every message that `pybabel extract` finds with the project's own mapping."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        method_map, options_map = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # babel has no types for it
    found = extract_from_dir(ROOT, method_map, options_map)
    for path, _line, message, _comments, _context in found:
        if isinstance(message, tuple):
            yield Message(path, message[0], message[1])
        else:
            yield Message(path, message, None)


@pytest.fixture(scope="module")
def extracted() -> list[Message]:
    """All messages."""
    return list(messages())


def test_extraction_finds_the_words_of_every_template(extracted: list[Message]) -> None:
    known = {message.singular for message in extracted}
    assert "Read the latest revision" in known  # `_()` in a page
    assert "%(first)s is the same as %(second)s." in known  # with links for names
    assert "The passage is unchanged." in known  # in a fragment
    assert any(words.startswith("A board collects passages from several") for words in known)
    called = re.compile(r"\b_\(\s*[\"']|\bngettext\(|{% trans")
    for path in (ROOT / "templates").rglob("*.html"):
        name = path.relative_to(ROOT).as_posix()
        has_words = called.search(path.read_text(encoding="utf-8")) is not None
        assert has_words == any(message.path == name for message in extracted), name


def test_every_count_has_a_plural_form(extracted: list[Message]) -> None:
    plurals = {message.singular: message.plural for message in extracted}
    assert plurals["%(num)s mention"] == "%(num)s mentions"
    for message in extracted:
        if "%(num)s" in message.singular:
            assert "%(num)s" in (message.plural or ""), message


def test_no_message_is_a_piece_of_a_sentence(extracted: list[Message]) -> None:
    begins = re.compile(rf"(?:{'|'.join(CONNECTORS)})\s|[,;.)]")
    ends = re.compile(rf".*\b(?:{'|'.join(PREPOSITIONS)})[:…]?", re.DOTALL)
    pieces = [
        message
        for message in extracted
        if message.singular not in COMPLETE
        and (begins.match(message.singular) or ends.fullmatch(message.singular))
    ]
    assert pieces == []


def test_every_sentence_ends_as_one_and_no_message_has_white_space_around_it(
    extracted: list[Message],
) -> None:
    for path, singular, plural in extracted:
        for words in filter(None, (singular, plural)):
            assert words == words.strip(), path
            assert "\n" not in words, (path, "a trans block without `trimmed`")
            if ". " in words:  # more than one sentence: the last is one too
                assert words.endswith((".", ":", "?", ": “%(words)s”")), (path, words)


def test_each_message_has_the_same_placeholders_in_both_forms(extracted: list[Message]) -> None:
    for message in extracted:
        if message.plural:
            named = [set(re.findall(r"%\((\w+)\)s", words)) for words in message[1:] if words]
            assert named[0] == named[1], message


def sentences_in(module: str | None) -> set[str]:
    """The words for people in a module: strings with a space between words, without docstrings."""
    assert module is not None
    tree = ast.parse(Path(module).read_text(encoding="utf-8"))
    docstrings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    found = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and n not in docstrings)
    values = (constant.value for constant in found)
    return {v for v in values if isinstance(v, str) and re.search(r"\w,? \w", v)}


KINDS = {*entities.KINDS, *knowledge_entries.KINDS}
LABELS = {mark_context.LABELS[name] for name in (*(layer.name for layer in LAYERS), "note")}
PASSED_OVER = {
    *(member_names.SYSTEM_FILES, member_names.RESOURCES, member_names.FRAMES, tar_file.LINKS),
    *warc_file.RECORD_KINDS.values(),
    *(warc_file.UNKNOWN, warc_file.NO_PAGES, warc_file.REDIRECTS, warc_file.ERRORS),
    *(warc_file.EMPTY, warc_file.DATA, wacz.INDEX),
    *(bookmarks.NO_PAGES, items.FURTHER_PAGES, ATTACHMENTS, parts.FURTHER_ITEMS),
    *(news_articles.NOT_PUBLISHED, portable.NOT_VALID, gloss_json.LEFT_OUT),
}
"""Kinds of parts that importers pass over."""
ALSO_IMPORTED = {
    *(library_contents.BOARDS, library_contents.SHARED_PASSAGES),
    *(library_contents.CORRECTIONS, library_contents.SUBSCRIPTIONS),
}
DEFERRED: dict[str, Iterable[str | None]] = {
    "one.skipped.what": PASSED_OVER,
    "one.also_imported.what": ALSO_IMPORTED,
    "current.message": verification.STATE_MESSAGES.values(),
    "point.message": sentences_in(verification.__file__),
    "one.answers[0]": sentences_in(verification.__file__),
    "one.answers[1]": verification.STILL_CONTAINED.values(),
    "problem": {*import_form.FORM_PROBLEMS, edits.CHANGED_MEANWHILE},
    "problems[name]": {*sentences_in(article_fields.__file__), import_form.NO_TEXT},
    "action": VISIBILITIES,
    "importer.label": [importer.label for importer in IMPORTERS],
    "exporter.label": [exporter.label for exporter in EXPORTERS],
    "article.visibility": VISIBILITIES,
    "feed.visibility": VISIBILITIES,
    "label": {
        *LABELS,
        *(label for _, label in sourcing.LISTED_KINDS),
        *(label for _, _, label in templating.NAVIGATION),
    },
    "one.label": LABELS,
    "other.label": LABELS,
    "word": {
        *(layer.label for layer in LAYERS),
        *(word for _, word, _ in article_page.PARTS),
        *(word for _, word in MARK_NAMES),
        *(word for _, word, _ in density.STEPS),
    },
    "meaning": {
        *(meaning for _, _, meaning in article_page.PARTS),
        *(meaning for _, _, meaning in density.STEPS),
    },
    "command.label": {
        command.label for command in (*commands.EVERYWHERE, *commands.IN_ARTICLES, *commands.PAGES)
    },
    "heading": [heading for heading, _ in FAMILIES],
    "operation.summary": [operation.summary for operation in OPERATIONS],
    "lack": sentences_in(below_default.__file__),
    "denied": {statements.denial({"polarity": polarity}) for polarity in ("denied", "refused")},
    "name": report.WORDS.values(),
    "entity.sport": sports_teams.SPORTS,
    "kind": KINDS,
    "entity.kind": KINDS,
    "taken_for.kind": KINDS,
    "change.entity.kind": KINDS,
    "change.other.kind": KINDS,
    "change.new_kind": KINDS,
}
"""What a template passes through `_()` without naming it, with the values that it may have."""


def test_every_word_that_a_template_translates_by_a_variable_is_extracted(
    extracted: list[Message],
) -> None:
    variable = re.compile(r"\b_\(\s*([a-z][\w.\[\]]*)\s*[,)]")
    texts = [p.read_text(encoding="utf-8") for p in (ROOT / "templates").rglob("*.html")]
    assert {name for text in texts for name in variable.findall(text)} == set(DEFERRED)
    known = {message.singular for message in extracted}
    for name, values in DEFERRED.items():
        assert set(values) <= known, name
    assert set(reasons.WHY.values()) <= known  # joined by a template


class Pseudo(NullTranslations):
    """A translation of the extracted messages only: each letter is another one, in Cyrillic."""

    def __init__(self, extracted: list[Message]) -> None:
        super().__init__()
        self._known = {words for message in extracted for words in message[1:] if words}

    def gettext(self, message: str) -> str:
        """The message in Cyrillic; one that was not extracted as it is."""
        if message not in self._known:
            return message
        return re.sub(r"%\(\w+\)s|[a-zA-Z]", lambda m: m[0] if m[0][1:] else "ж", message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The form for n, in Cyrillic."""
        return self.gettext(singular if n == 1 else plural)


TEXT = "“Ostra chose Ingrid Vale,” Tomas Brandt said.\n\nOstra paid Brandt 42 crowns."
URL = "https://ostra.example/vale"
OWN = {"Gloss", "Deutsch", "Aa", "SHA", "UTC", "stub", "May"}
"""Names on pages that are the same in every language, and the month of the article's date."""
LISTED = {"Dates"}
"""Names of layers in a list that is joined as it is."""


@pytest.fixture
def translated(
    stub_layers: None,  # noqa: F811 - the fixture
    extracted: list[Message],
    tmp_path: Path,
    migrated_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[TestClient]:
    """A client of a library with one article in two revisions, in another language."""
    environment = templating.new_environment(Pseudo(extracted))
    monkeypatch.setattr(templating, "environment", environment)
    shutil.copy(migrated_file, tmp_path / "gloss.db")
    app = create_app(Settings(data=tmp_path, base_url="http://testserver", model="small"))
    for text in (TEXT, TEXT.replace("42", "43")):
        ingest(app.state.library, text, url=URL, title="Ingrid Vale", date="2031-05-02")
    yield TestClient(app)
    app.state.library.close()


def latin_words(page: str) -> set[str]:
    """The words in Latin letters that a page shows or reads out."""
    shown = "//text()[not(parent::script or parent::code)]|//@title|//@aria-label|//@placeholder"
    texts: Any = lxml.html.fromstring(page).xpath(shown)
    return {word for text in texts for word in re.findall(r"\b[A-Za-z]{2,}\b", text)}


def test_the_main_pages_show_no_english_in_another_language(translated: TestClient) -> None:
    passage = translated.post("/api/passages", json={"article": 1, "exact": "Ostra paid"}).json()
    marks = translated.get("/api/articles/1/annotations").json()["items"]
    mark = str(marks[0]["id"]).rsplit("/", 1)[1]
    pages = ["/", "/articles/1", "/articles/1/revisions", "/articles/1/revisions/1-2", "/entities"]
    pages += ["/entities/1", "/quotes", "/claims", "/search?q=Ostra", "/verify"]
    pages += [f"/p/{passage['code']}", f"/cards/{mark}", f"/panels/annotation/{mark}"]
    own = OWN | LISTED | set(re.findall(r"[A-Za-z]+", f"{TEXT} {URL} {datetime.now(UTC):%B}"))
    own |= {"http", "testserver", "articles"}  # the address that is printed
    for address in pages:
        answer = translated.get(address)
        assert answer.status_code == 200, address
        assert latin_words(answer.text) <= own, address


_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


def test_every_message_has_a_german_translation_with_the_same_placeholders(
    extracted: list[Message],
) -> None:
    with (CATALOGUES / "de.po").open("rb") as source:
        catalogue = read_po(source, locale="de")
    wrong = []
    for message in extracted:
        translated = catalogue.get(message.singular)
        forms = translated.string if translated else ""
        words = [str(one) for one in (forms if isinstance(forms, tuple | list) else (forms,))]
        wanted = set(_PLACEHOLDER.findall(message.plural or message.singular))
        if not all(words) or len(words) != (2 if message.plural else 1):
            wrong.append(("not translated", message.singular))
        elif any(set(_PLACEHOLDER.findall(one)) - wanted for one in words):
            wrong.append(("another placeholder", message.singular))
        elif set(_PLACEHOLDER.findall(words[-1])) != wanted:
            wrong.append(("a placeholder is missing", message.singular))
    known = {message.singular for message in extracted}
    ids = [one.id if isinstance(one.id, str) else one.id[0] for one in catalogue if one.id]
    wrong += [("not used", id_) for id_ in ids if id_ not in known]
    assert wrong == []
