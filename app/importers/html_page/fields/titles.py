"""The title of a page: what it declares, what it shows, and neither with the site's name."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from app.importers.base import Claim
from app.importers.html_page import uninformative_fields
from app.importers.html_page.fields.visible_lines import key, names_of, text_of
from app.importers.written.spelling import plain

FIELD = "title"
HEADINGS_MAX = 200
HEADING_MAX_CHARACTERS = 300
LEVELS = 3
"""Elements around a heading whose names say whether it is the article's."""
LETTERS_MIN = 12
SENTENCE_WORDS = 3
SAME = 0.8
"""Share from which on two lines are one title, spelled in two ways."""
PLACE = 0.05
"""What a place that has the same title adds to a heading's likeness."""
_BARS = tuple("|｜–—-»·•:：")
ALIKE = 0.25
"""Share of words that a heading and a declared title have in common if they are of one article."""

_HEADLINE = re.compile(
    r"headline|(?:entry|post|article|page|story|news)[-_ ]?(?:title|heading|header)|(?:^| "
    r")hed(?:$| )"
)
_NOT_THE_TITLE = re.compile(
    r"site-?title|logo|related|teaser|(?:^|[-_ ])cards?(?:$|[-_ ])|comment(?!ary)|sidebar|"
    r"footer|newsletter|modal|popup"
)
_LOGOS = (
    "//a[@href][contains(@class, 'logo') or contains(@class, 'brand') or contains(@class, "
    "'site-title')"
    " or ancestor::*[contains(@class, 'logo') or contains(@class, 'brand') or contains(@class, "
    "'site-title')]]"
)
NAME_MAX_CHARACTERS = 40
_FEED = re.compile(
    r"(?<!\s)\s+(?:[»›|–—-]\s+|(?:rss|atom|feed|comments|articles)\b.*)", re.IGNORECASE
)
_KICKER = re.compile(
    r"kicker|dachzeile|topline|over-?line|eyebrow|super-?title|supra|strap-?line|roofline|over-?title|"
    r"pre-?title|(?:^|[-_ ])(?:label|ressort|section|prefix|category)(?:$|[-_ ])"
)
_ARCHIVE = re.compile(r"(?:blog\s+)?archive?s?\s+[»›|:]\s+(?=\S)", re.IGNORECASE)
"""What blogs write before the title of a single article."""
_BETWEEN_BARS = re.compile(r"((?<!\s)\s{1,20}[|｜»›–—-]\s{1,20})")
_BAR = re.compile(r"(.{12,}\S)\s+[|｜]\s+([^|｜]{2,40})")


def headings(root: HtmlElement) -> list[str]:
    """What the page may show as its title: first-level headings, then what is called a headline."""
    nodes = islice(root.iter("h1", "h2", "h3"), HEADINGS_MAX)
    shown: list[tuple[bool, str]] = []
    for node in nodes:
        names = names_of(node)
        is_headline = _HEADLINE.search(names) is not None
        if (node.tag == "h1" or is_headline) and not _is_of_another(node):
            words = _without_kicker(node)
            if words and len(words) <= HEADING_MAX_CHARACTERS:
                shown.append((node.tag != "h1", words))
    return [words for _, words in sorted(shown, key=lambda pair: pair[0])]


def _without_kicker(node: HtmlElement) -> str:
    """A heading's words without the line above the headline that some put inside it."""
    kept = [] if node.text is None else [node.text]
    for child in node:
        if not _KICKER.search(names_of(child)):
            kept.append(text_of(child))
        kept.append(child.tail or "")
    words = " ".join(" ".join(kept).split()).strip(" |:")
    return words or text_of(node).strip(" |")


def _is_of_another(node: HtmlElement) -> bool:
    """Whether a heading is that of the site, of a teaser or of something beside the article."""
    around = [node, *islice(node.iterancestors(), LEVELS)]
    is_apart = next(node.iterancestors("nav", "footer", "form"), None) is not None
    return (
        is_apart or _links_home(node) or any(_NOT_THE_TITLE.search(names_of(one)) for one in around)
    )


def choose(declared: Sequence[Claim], shown: Sequence[str], sites: Sequence[str]) -> Claim | None:
    """The title that counts.

    The heading that is most like what is declared, because readers see it; without one, what most
    places declare; without that, the only heading. Of one that stands in another behind or before
    a bar or a dash, the shorter.
    """
    named = [c for c in declared if c.where != "title" or not _is_section(c.value, declared)]
    named = named or list(declared)
    titles = _of_article(shown, declared, sites)
    heading = _most_alike(titles, named)
    if heading:
        return _core(_spelled_as_declared(heading, named), named, titles)
    if named:
        return _core(_most_declared(named), named, titles)
    return Claim(FIELD, "heading", titles[0]) if len(titles) == 1 else None


def _of_article(shown: Sequence[str], declared: Sequence[Claim], sites: Sequence[str]) -> list[str]:
    """The headings that are neither the site's name nor a section's."""
    site_keys = {plain(site) for site in sites}
    titles = [words for words in shown if plain(words) not in site_keys]
    return [words for words in titles if not _is_section(words, declared)]


def _is_section(words: str, declared: Sequence[Claim]) -> bool:
    """Whether a title of one word is a section's: a sentence is declared in which it is not."""
    if len(words.split()) > 1 or _is_east_asian(words):
        return False
    others = [c.value for c in declared if len(c.value.split()) >= SENTENCE_WORDS]
    return bool(others) and not any(key(words) in key(other) for other in others)


def _most_declared(declared: Sequence[Claim]) -> Claim:
    """The declared title that most places have, of equals the first."""

    def places(claim: Claim) -> int:
        return len({c.where for c in declared if _alike(c.value, claim.value) >= SAME})

    return max(declared, key=places)


def _core(chosen: Claim, declared: Sequence[Claim], shown: Sequence[str]) -> Claim:
    """The title; where a bar or a dash sets another candidate apart in it, that one."""
    headings_ = [Claim(FIELD, "heading", words) for words in shown]
    for other in (*declared, *headings_):
        if len(other.value.split()) >= SENTENCE_WORDS and _sets_apart(chosen.value, other.value):
            return other
    return chosen


def _sets_apart(whole: str, part: str) -> bool:
    """Whether one title is another with something before or behind it, and a bar between them."""
    whole, part = whole.casefold(), part.casefold()
    if 2 * len(part) < len(whole):
        return False
    behind = whole[len(part) :].strip() if whole.startswith(part) else ""
    before = whole[: -len(part)].strip() if whole.endswith(part) else ""
    return behind[:1] in _BARS or before[-1:] in _BARS if behind or before else False


def _spelled_as_declared(heading: str, declared: Sequence[Claim]) -> Claim:
    """The heading; where a declaration has the same letters, that, because it is surer.

    So too where the heading ends with it: what stands before is a kicker or a label.
    """
    letters = key(heading)
    for claim in declared:
        if letters == key(claim.value):
            return claim
    for claim in declared:
        if len(key(claim.value)) >= LETTERS_MIN and letters.endswith(key(claim.value)):
            return claim
    return Claim(FIELD, "heading", heading)


def _most_alike(shown: Sequence[str], declared: Sequence[Claim]) -> str | None:
    """The heading that is most like a declared title; of equals that which more places have."""
    best: tuple[float, str | None] = (0.0, None)
    for words in shown:
        shares = {c.where: _alike(words, c.value) for c in declared}
        alike = max(shares.values(), default=0.0)
        places = sum(share >= SAME for share in shares.values())
        if alike >= ALIKE and alike + PLACE * places > best[0] + 0.001:
            best = (alike + PLACE * places, words)
    return best[1]


def _alike(heading: str, title: str) -> float:
    """How much of the words of the longer stands in the other."""
    one, other = _words(heading), _words(title)
    if not one or not other:
        return 0.0
    if key(heading) == key(title):
        return 1.0
    shared = len(one & other)
    return shared / max(len(one), len(other)) if shared else 0.0


def _words(line: str) -> set[str]:
    """The words of a line; its pairs of signs in writing without blanks, or where it is short."""
    letters = key(line)
    if _is_east_asian(line):
        return {letters[i : i + 2] for i in range(len(letters) - 1)}
    words = set(re.findall(r"\w+", line.casefold()))
    return words if len(words) > 2 else set(letters)


def _is_east_asian(line: str) -> bool:
    letters = key(line)
    return 3 * sum(c >= "\u2e80" for c in letters) > len(letters)


def without_site(title: str, sites: Sequence[str], url: str | None, *others: str) -> str:
    """A title without the site, the section or the author before or behind a bar or a dash.

    Where the host stands between two bars, what is behind it is the site's slogan.
    """
    hosts = {plain(name) for name in names_of_host(url)}
    parts = _BETWEEN_BARS.split(_ARCHIVE.sub("", title))
    kept = list(takewhile(lambda part: plain(part) not in hosts, parts[1:]))
    until_host = "".join([parts[0], *kept]).rstrip(" |｜»›–—-") if parts[0] else title
    return uninformative_fields.title(until_host, *sites, *names_of_host(url), *others)


def without_bar(title: str) -> str:
    """A `<title>` without what stands behind its last bar, where sites write their name.

    A declared title is not cut like that, because a bar may be its own.
    """
    parts = _BAR.fullmatch(title)
    return parts[1] if parts and len(parts[2]) < len(parts[1]) else title


def names_of_host(url: str | None) -> Iterator[str]:
    """What the host of an address may be called: elm-press.example, elm-press."""
    labels = (urlsplit(url).hostname or "").removeprefix("www.").split(".") if url else []
    if len(labels) >= 2:
        yield ".".join(labels)
        yield max(labels[:-1], key=len)


def site_names(root: HtmlElement) -> Iterator[str]:
    """What the page calls its site beside its metadata: in feeds it offers and on its logo."""
    for node in islice(root.iter("link"), 200):
        is_feed = (node.get("type") or "").endswith(("rss+xml", "atom+xml"))
        if is_feed and node.get("title"):
            yield _FEED.split(node.get("title").strip())[0]
    for node in islice(root.xpath(_LOGOS), 50):
        words = text_of(node)
        if 2 < len(words) <= NAME_MAX_CHARACTERS and _is_home(node.get("href") or ""):
            yield words


def _links_home(node: HtmlElement) -> bool:
    """Whether all words of a heading are a link to the site's front page."""
    links = [*node.iter("a"), *islice(node.iterancestors("a"), 1)]
    return len(links) == 1 and _is_home(links[0].get("href") or "")


def _is_home(href: str) -> bool:
    is_front = href.count("/") == 3 and href.endswith("/")
    return href == "/" or is_front or (href.count("/") == 2 and "://" in href)
