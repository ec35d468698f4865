"""Our own exports in JSON: one object, lines of annotations, a collection of Web Annotations."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.importers.base import Part, Skipped, Unreadable
from app.importers.own_formats import boards, portable, values
from app.translations import N_

LEFT_OUT = N_("articles that were left out of the export")
_LINE_KEYS = frozenset(("layer", "start", "end", "exact", "creator", "body"))
_DRAFT, _BODY = "gloss:draft", "gloss:body"


class GlossJsonFormat:
    """`gloss export --format json`: an object with articles and boards."""

    label = N_("Gloss export (JSON)")

    def recognises(self, value: Any) -> bool:
        """Whether it says so itself."""
        is_ours = isinstance(value, dict) and type(value.get("gloss")) is int
        return is_ours and bool(value.keys() & {"articles", "boards", "passages"})

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002 - it has its own
        """The articles in order, then passages and boards."""
        for number, article in enumerate(values.items(value.get("articles"), "articles"), 1):
            yield from portable.parts(article, f"article {number}")
        yield from boards.passages(value.get("passages"))
        yield from boards.boards(value.get("boards"))
        yield from left_out(len(values.items(value.get("left_out"), "left_out")))


class GlossLinesFormat:
    """`gloss export --format jsonl`: lines of annotations, those of an article after its own."""

    label = N_("Gloss export (JSON Lines)")

    def recognises(self, value: Any) -> bool:
        """Whether the first object is a line of ours."""
        lines = value if isinstance(value, list) else [value]
        first = next((one for one in lines if isinstance(one, dict)), {})
        has_words = first.keys() >= _LINE_KEYS
        return "left_out" in first or (has_words and "confidence" in first)

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002 - it has its own
        """The articles in the order of their lines, then the boards."""
        lines = value if isinstance(value, list) else [value]
        found = [one for one in lines if isinstance(one, dict)]
        annotations = _by_article(found)
        for number, line in enumerate(found, 1):
            if line.get("layer") == "article":
                own = annotations.pop(_key(line), [])
                yield from _article(line, f"line {number}", own)
            elif line.get("layer") == "board":
                yield from boards.board(line.get("body"), f"line {number}")
        yield from _without_text(annotations)
        yield from left_out(sum("left_out" in line for line in found))


def _by_article(lines: Iterable[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """The lines of annotations by their article."""
    annotations: dict[str, list[Any]] = defaultdict(list)
    for line in lines:
        if "left_out" not in line and line.get("layer") not in ("article", "board"):
            annotations[_key(line)].append(line)
    return annotations


def _key(line: Mapping[str, Any]) -> str:
    return f"{line.get('article')!r:.40}"


def _article(line: Mapping[str, Any], item: str, annotations: list[Any]) -> Iterator[Part]:
    body = line.get("body")
    if isinstance(body, dict):
        body = body | {"text": line.get("exact")}
    yield from portable.parts(body, item, annotations)


def _without_text(annotations: Mapping[str, list[Any]]) -> Iterator[Part]:
    for key, lines in annotations.items():
        message = f"The text of these annotations is missing ({len(lines):,})."
        yield Unreadable(f"article {key}", message)


class GlossWebAnnotations:
    """`gloss export --format w3c`: a collection whose annotations have the articles."""

    label = N_("Gloss export (Web Annotations)")

    def recognises(self, value: Any) -> bool:
        """Whether an item, or the collection, has a member that only we write."""
        is_collection = isinstance(value, dict) and value.get("type") == "AnnotationCollection"
        return is_collection and (
            any(_DRAFT in one for one in _items(value)) or "gloss:boards" in value
        )

    def read(self, value: Any, url: str | None) -> Iterable[Part]:  # noqa: ARG002 - it has its own
        """The articles in order, each with the annotations up to the next one; then the boards."""
        draft: Any = None
        own: list[Any] = []
        number = 0
        for one in _items(value):
            if _DRAFT in one:
                if draft is not None:
                    yield from portable.parts(draft, f"article {number}", own)
                draft, own, number = one[_DRAFT], [], number + 1
            if one.get("gloss:layer") is not None:
                own.append(_wire(one))
        if draft is not None:
            yield from portable.parts(draft, f"article {number}", own)
        yield from boards.boards(value.get("gloss:boards"))
        yield from left_out(len(values.items(value.get("gloss:leftOut"), "gloss:leftOut")))


def _items(collection: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    first = collection.get("first")
    found = first.get("items") if isinstance(first, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _wire(one: Mapping[str, Any]) -> dict[str, Any]:
    """A Web Annotation as the wire has it, as far as it is there."""
    places = {**_selector(one, "TextPositionSelector"), **_selector(one, "TextQuoteSelector")}
    creator = one.get("creator")
    body = one.get("body")
    return {
        "layer": one.get("gloss:layer"),
        "kind": one.get("gloss:kind"),
        "start": places.get("start"),
        "end": places.get("end"),
        "exact": places.get("exact"),
        "prefix": places.get("prefix"),
        "suffix": places.get("suffix"),
        "confidence": one.get("gloss:confidence"),
        "creator": creator.get("name") if isinstance(creator, dict) else None,
        "body": one.get(_BODY),
        "entity": _entity(body if isinstance(body, list) else []),
        "visibility": one.get("gloss:visibility"),
        "written_at": one.get("created"),
    }


def _selector(one: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    target = one.get("target")
    selectors = target.get("selector") if isinstance(target, dict) else None
    for selector in selectors if isinstance(selectors, list) else []:
        if isinstance(selector, dict) and selector.get("type") == kind:
            return selector
    return {}


def _entity(bodies: Iterable[Any]) -> int | None:
    """The number at the end of the address of the entity that is meant."""
    for body in bodies:
        source = body.get("source") if isinstance(body, dict) else None
        number = source.rpartition("/")[2] if isinstance(source, str) else ""
        if number.isascii() and number.isdigit() and len(number) < 19:
            return int(number)
    return None


def left_out(count: int) -> Iterator[Part]:
    """What an export says that it lacks."""
    if count:
        yield Skipped(LEFT_OUT, count)
