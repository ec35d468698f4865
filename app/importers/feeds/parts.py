"""What an import makes of a feed's items: articles where the feed has their text, else addresses.

Owns the rule that tells a whole text from an excerpt, made from how feeds are written and tested
by kinds in `tests/importers/feeds/test_excerpts.py`:

- a summary (Atom, JSON Feed) is an excerpt, and so are words that end as one does: “…”, “[...]”,
  “Read more”, “Weiterlesen”. A sentence of WordPress after that (“The post … appeared first on …”)
  does not count;
- what is given as content (`content:encoded`, Atom's and JSON Feed's content) is whole otherwise;
- a description of RSS can be either: it is whole from `WHOLE_WORDS` words on;
- an item without an address is as whole as it will ever be.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.errors import GlossError
from app.importers.base import (
    SURE,
    AddressOnly,
    Claim,
    DeclaredDate,
    Draft,
    ImportedFields,
    Part,
    Skipped,
    Unreadable,
)
from app.importers.blocks import join
from app.importers.declared_fields import line
from app.importers.feeds.feed import Feed, FeedItem, FeedWords
from app.importers.html_page import article_content
from app.importers.saved_items.times import calendar_day
from app.importers.text import pieces
from app.importers.urls import canonical_url
from app.text.canonical import canonical
from app.translations import N_

WHOLE_WORDS = 150
"""A description with so many words is no excerpt: WordPress's has 55, a lead rarely over 100."""
TAGS_MAX = 50
FURTHER_ITEMS = N_("items")
FEED = "feed"
FEED_UPDATED = "feed-updated"
_TAG_MAX_CHARACTERS = 100
_PLUGGED = re.compile(
    r"(?:The post|Der Beitrag|L’article|L'article)\s.{1,500}?"
    r"(?:appeared first on|erschien zuerst auf|est apparu en premier sur)\s.{1,200}\Z",
    re.DOTALL,
)
_TAIL_CHARACTERS = 900
_EXCERPT_END = re.compile(
    r"(?:…|\.\.\.|\[\s?(?:…|\.{3})\s?\]|\((?:…|\.{3}|more|mehr)\)|"
    r"\b(?:read (?:more|on|the rest|the full (?:story|article|post)|full (?:story|article|post))|"
    r"continue reading|keep reading|learn more|view (?:the )?full (?:story|article)|"
    r"weiterlesen|mehr lesen|zum artikel|lire la suite|lire plus|en savoir plus|leer más|"
    r"seguir leyendo|continua a leggere|leggi tutto|lees verder|leia mais|läs mer|les mer|læs mere)"
    r"(?: on [^\n]{1,80}| at [^\n]{1,80}| here)?)[\s.:»›→>&…-]{0,12}(?:“[^”\n]{1,200}”)?\s*\Z",
    re.IGNORECASE,
)


def parts(feed: Feed) -> Iterator[Part]:
    """What is in a feed, item by item; one that is wrong stops no other."""
    for number, item in enumerate(feed.items, 1):
        yield part(feed, item, number)
    if feed.left_out:
        yield Skipped(FURTHER_ITEMS, feed.left_out)


def part(feed: Feed, item: FeedItem, number: int) -> Part:
    """What an item is; `number` names one that has no other name."""
    name = item.title or item.url or f"item {number}"
    try:
        draft = _draft(feed, item)
    except GlossError as error:
        return Unreadable(name, error.message)
    if draft is not None:
        return draft
    if item.url is None:
        return Unreadable(name, "It has neither a text nor an address.")
    return AddressOnly(item.url, item.title, fields=_fields(item))


def tags(given: Sequence[str]) -> tuple[str, ...]:
    """Categories as tags: short, each once."""
    shown = (line(one, _TAG_MAX_CHARACTERS) for one in given)
    return tuple(dict.fromkeys(one for one in shown if one))[:TAGS_MAX]


def summary_text(item: FeedItem) -> str:
    """The words of an item that its feed has, whole or not, to be searched."""
    given = item.content or item.description or item.summary
    if given is None:
        return ""
    try:
        return _body(given, None).text
    except GlossError:
        return ""


def _draft(feed: Feed, item: FeedItem) -> Draft | None:
    """The item as an article; None for an excerpt of one. Raises Unprocessable."""
    for words, is_content in ((item.content, True), (item.description, False)):
        if words is None:
            continue
        body = _with_words(words, item.base)
        if body is None:
            continue
        if is_whole(body.text, is_content=is_content) or item.url is None:
            return _declared(feed, item, body)
    if item.url is None and item.summary is not None:
        return _declared(feed, item, _body(item.summary, item.base))
    return None


def is_whole(text: str, *, is_content: bool) -> bool:
    """Whether words of a feed are the article and not an excerpt of it."""
    tail = _PLUGGED.sub("", text[-_TAIL_CHARACTERS:]).rstrip()
    if _EXCERPT_END.search(tail):
        return False
    return is_content or len(text.split(None, WHOLE_WORDS)) >= WHOLE_WORDS


def _with_words(words: FeedWords, base: str | None) -> Draft | None:
    """The words as a body; None where there is nothing but pictures and white space."""
    try:
        return _body(words, base)
    except GlossError:
        return None


def _body(words: FeedWords, base: str | None) -> Draft:
    """Raises Unprocessable for what has no words."""
    if words.is_html:
        body = article_content.read(words.text, base)
    else:
        body = join(pieces(canonical(words.text)))
    return Draft(body.text, body.blocks, inlines=body.inlines)


def _declared(feed: Feed, item: FeedItem, body: Draft) -> Draft:
    language = item.language or feed.language
    date = _date(item, language)
    known = {
        "title": item.title,
        "byline": item.byline,
        "publisher": feed.title,
        "source_url": item.url,
        "language": language,
    }
    provenance = {name: FEED for name, value in known.items() if value}
    if date is not None:
        provenance["declared_date"] = date.provenance
    return replace(
        body,
        title=item.title,
        byline=item.byline,
        publisher=feed.title,
        source_url=canonical_url(item.url) if item.url else None,
        language=language,
        declared_date=date,
        provenance=provenance,
        confidence={name: SURE[where] for name, where in provenance.items()},
        claims=tuple(_claims(item, language)),
        spellings=(item.url,) if item.url else (),
        fields=_fields(item),
    )


def _date(item: FeedItem, language: str | None) -> DeclaredDate | None:
    """The day of publication; where there is none that can be, the day of the last change."""
    for written, where in ((item.published, FEED), (item.updated, FEED_UPDATED)):
        if found := calendar_day(written, language):
            return DeclaredDate(found, where)
    return None


def _claims(item: FeedItem, language: str | None) -> Iterator[Claim]:
    if item.title:
        yield Claim("title", FEED, item.title)
    if item.byline:
        yield Claim("byline", FEED, item.byline)
    for field, written, where in (
        ("published", item.published, FEED),
        ("modified", item.updated, FEED_UPDATED),
    ):
        if written:
            yield Claim(field, where, calendar_day(written, language), line(written, 100))


def _fields(item: FeedItem) -> ImportedFields:
    return ImportedFields(tags=item.tags)
