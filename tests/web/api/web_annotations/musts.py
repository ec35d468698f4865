"""The MUSTs of the Web Annotation Data Model, a check each: what is wrong with a document.

Written from https://www.w3.org/TR/annotation-model/, whose section a check names. A check yields a
sentence for everything that is not as it must be.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

Document = dict[str, Any]
Check = Callable[[Document], Iterator[str]]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
WITH_ZONE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
MOTIVATIONS = set(
    "assessing bookmarking classifying commenting describing editing highlighting identifying "
    "linking moderating questioning replying tagging".split()
)
AGENTS = {"Person", "Organization", "Software"}
SELECTORS = {"TextPositionSelector", "TextQuoteSelector"}
TERMS = set(
    "@context id type body target motivation creator created modified generator generated audience "
    "rights canonical via stylesheet bodyValue".split()
)


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def is_iri(value: Any) -> bool:
    return isinstance(value, str) and IRI.fullmatch(value) is not None


def is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


# Annotations


def has_an_id(annotation: Document) -> Iterator[str]:
    """3.1: exactly one IRI."""
    if not is_iri(annotation.get("id")):
        yield f"its id is {annotation.get('id')!r}"


def is_an_annotation(annotation: Document) -> Iterator[str]:
    """3.1: one or more types, Annotation among them."""
    if "Annotation" not in many(annotation.get("type")):
        yield f"its type is {annotation.get('type')!r}"


def has_a_target(annotation: Document) -> Iterator[str]:
    """3.1: one or more targets."""
    if not annotation.get("target") or None in many(annotation.get("target")):
        yield "it has no target"


def has_no_empty_body(annotation: Document) -> Iterator[str]:
    """3.1, 3.2: bodies are resources; where there is none the term is left out."""
    if "body" in annotation and (not annotation["body"] or None in many(annotation["body"])):
        yield f"its body is {annotation['body']!r}"


def has_one_kind_of_body(annotation: Document) -> Iterator[str]:
    """3.2.5: never `bodyValue` beside `body`."""
    if "body" in annotation and "bodyValue" in annotation:
        yield "it has body and bodyValue"


def bodies_are_resources(annotation: Document) -> Iterator[str]:
    """3.2.4, 4: a TextualBody has one value, a SpecificResource one source."""
    for body in many(annotation.get("body", [])):
        if body["type"] == "TextualBody":
            if not isinstance(body.get("value"), str):
                yield f"a textual body has the value {body.get('value')!r}"
            if not isinstance(body.get("format", ""), str):
                yield "a textual body has several formats"
        elif not is_iri(body.get("source")):
            yield f"a body has the source {body.get('source')!r}"


def times_have_a_zone(annotation: Document) -> Iterator[str]:
    """3.3.1: xsd:dateTime with its zone; at most one."""
    times = [
        annotation[name] for name in ("created", "modified", "generated") if name in annotation
    ]
    times += [s["sourceDate"] for t in many(annotation["target"]) for s in many(t.get("state", []))]
    for time in times:
        if not isinstance(time, str) or not WITH_ZONE.fullmatch(time):
            yield f"a time is {time!r}"


def creators_are_agents(annotation: Document) -> Iterator[str]:
    """3.3.1, 3.3.2: an agent has at most one id, an IRI; a type of agents; one name."""
    for agent in many(annotation.get("creator", [])):
        if not is_iri(agent.get("id")):
            yield f"a creator has the id {agent.get('id')!r}"
        if not set(many(agent.get("type"))) <= AGENTS:
            yield f"a creator is a {agent.get('type')!r}"
        if not isinstance(agent.get("name"), str):
            yield f"a creator is called {agent.get('name')!r}"


def motivations_are_terms(annotation: Document) -> Iterator[str]:
    """3.3.5: motivations, and purposes of bodies, are terms of the model."""
    given = many(annotation.get("motivation", []))
    given += [b["purpose"] for b in many(annotation.get("body", [])) if "purpose" in b]
    if not set(given) <= MOTIVATIONS:
        yield f"its motivations are {given}"


def other_addresses_are_iris(annotation: Document) -> Iterator[str]:
    """3.3.7: at most one `canonical`, any number of `via`, IRIs."""
    given = [annotation["canonical"]] if "canonical" in annotation else []
    given += many(annotation.get("via", []))
    yield from (f"it is said to be at {one!r}" for one in given if not is_iri(one))


def targets_have_one_source(annotation: Document) -> Iterator[str]:
    """4: a SpecificResource has exactly one source, an IRI."""
    for target in many(annotation["target"]):
        if not is_iri(target if isinstance(target, str) else target.get("source")):
            yield f"a target is {target!r}"


def selectors_select(annotation: Document) -> Iterator[str]:
    """4.2.4, 4.2.5: exactly one `exact`, at most one `prefix` and `suffix`; `start` and `end`."""
    for target in many(annotation["target"]):
        for selector in many(target.get("selector", [])):
            if selector.get("type") not in SELECTORS:
                yield f"a selector is a {selector.get('type')!r}"
            elif selector["type"] == "TextQuoteSelector":
                if not isinstance(selector.get("exact"), str):
                    yield f"a quote is {selector.get('exact')!r}"
                if not all(isinstance(selector.get(n, ""), str) for n in ("prefix", "suffix")):
                    yield "a quote has a prefix or suffix that is no text"
            elif not (is_count(selector.get("start")) and is_count(selector.get("end"))):
                yield f"a position is {selector!r}"
            elif selector["start"] >= selector["end"]:
                yield f"a position is empty: {selector!r}"


def states_are_states(annotation: Document) -> Iterator[str]:
    """4.3: a TimeState has one `sourceDate`, or a start and an end."""
    for target in many(annotation["target"]):
        for state in many(target.get("state", [])):
            if state.get("type") != "TimeState" or "sourceDate" not in state:
                yield f"a state is {state!r}"


def terms_are_of_the_model(annotation: Document) -> Iterator[str]:
    """Appendix A and JSON-LD: other terms are prefixed by one that the context defines."""
    unknown = {n for n in annotation if n not in TERMS and not n.startswith("gloss:")}
    if unknown:
        yield f"it has the terms {sorted(unknown)}"


def has_no_null(document: Document) -> Iterator[str]:
    """JSON-LD: a term without a value is left out; our own terms may be null."""
    for name, value in document.items():
        if name.startswith(("gloss:", "@")):
            continue
        if value is None:
            yield f"{name} is null"
        for one in many(value):
            if isinstance(one, dict):
                yield from has_no_null(one)


ANNOTATION: tuple[Check, ...] = (
    has_an_id,
    is_an_annotation,
    has_a_target,
    has_no_empty_body,
    has_one_kind_of_body,
    bodies_are_resources,
    times_have_a_zone,
    creators_are_agents,
    motivations_are_terms,
    other_addresses_are_iris,
    targets_have_one_source,
    selectors_select,
    states_are_states,
    terms_are_of_the_model,
    has_no_null,
)

# Documents, collections, pages


def context_comes_first(document: Document) -> Iterator[str]:
    """3.1, 5.1, 5.2: one or more contexts, that of the model among them; here the first term."""
    if next(iter(document)) != "@context" or CONTEXT not in many(document["@context"]):
        yield "the context is not the first term, or not the model's"


def collection_has_an_id(collection: Document) -> Iterator[str]:
    """5.1: exactly one IRI."""
    yield from has_an_id(collection)


def is_a_collection(collection: Document) -> Iterator[str]:
    """5.1: AnnotationCollection is one of its types."""
    if "AnnotationCollection" not in many(collection.get("type")):
        yield f"its type is {collection.get('type')!r}"


def collection_has_a_first_page(collection: Document) -> Iterator[str]:
    """5.1: exactly one first page, by its IRI or as itself, unless it is empty."""
    first = collection.get("first")
    if collection.get("total") and not is_iri(first) and not isinstance(first, dict):
        yield f"its first page is {first!r}"


def collection_has_a_total(collection: Document) -> Iterator[str]:
    """5.1: at most one total, a number that is not negative."""
    if not is_count(collection.get("total")):
        yield f"its total is {collection.get('total')!r}"


def collection_has_one_last_page(collection: Document) -> Iterator[str]:
    """5.1: at most one last page, never null."""
    if "last" in collection and not is_iri(collection["last"]):
        yield f"its last page is {collection['last']!r}"


COLLECTION: tuple[Check, ...] = (
    collection_has_an_id,
    is_a_collection,
    collection_has_a_first_page,
    collection_has_a_total,
    collection_has_one_last_page,
)


def page_has_an_id(page: Document) -> Iterator[str]:
    """5.2: exactly one IRI."""
    yield from has_an_id(page)


def is_a_page(page: Document) -> Iterator[str]:
    """5.2: AnnotationPage is one of its types."""
    if "AnnotationPage" not in many(page.get("type")):
        yield f"its type is {page.get('type')!r}"


def page_has_items(page: Document) -> Iterator[str]:
    """5.2: a list of one or more annotations, or their IRIs."""
    items = page.get("items")
    if not isinstance(items, list) or not items:
        yield f"its items are {items!r}"
    elif not all(isinstance(item, dict) or is_iri(item) for item in items):
        yield "an item is no annotation"


def page_has_a_start(page: Document) -> Iterator[str]:
    """5.2: at most one startIndex, a number that is not negative."""
    if not is_count(page.get("startIndex")):
        yield f"it starts at {page.get('startIndex')!r}"


def page_leads_on(page: Document) -> Iterator[str]:
    """5.2: `next` and `prev` are IRIs where there are such pages, and nothing otherwise."""
    for name in ("next", "prev"):
        if name in page and not is_iri(page[name]):
            yield f"{name} is {page[name]!r}"


def page_is_part_of_a_collection(page: Document) -> Iterator[str]:
    """5.2, and the protocol's 4.3: at most one collection, by its IRI or as itself."""
    whole = page.get("partOf")
    if not is_iri(whole.get("id") if isinstance(whole, dict) else whole):
        yield f"it is part of {whole!r}"


PAGE: tuple[Check, ...] = (
    page_has_an_id,
    is_a_page,
    page_has_items,
    page_has_a_start,
    page_leads_on,
)
