"""A page's pictures with what belongs to them: address, alternative text, caption and credit.

Finds the elements around a picture that are its caption or its credit, by their names, classes and
places. Nothing is fetched. Which captions are the article's is for `main_content`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from lxml.html import HtmlElement

from app.importers.blocks import TextPiece
from app.importers.credits import (
    ALT_MAX_CHARACTERS,
    EMPHASISED_MAX_CHARACTERS,
    is_only_credit,
    parted,
)
from app.importers.html_page.block_flow import INLINE, UNSEEN, Leaf, Resolve, key
from app.importers.html_page.picture_address import address, is_icon
from app.text.canonical import canonical
from app.text.spans import Picture

PICTURES_MAX = 1_000
CAPTION_MAX_CHARACTERS = 600
"""Longer words beside a picture are the article. Not tuned."""
CREDIT_MAX_CHARACTERS = 300
FIGURE_MAX_LEVELS = 6
SIBLINGS = 6
"""Elements looked at behind a picture, those without words among them."""
_EMPHASISED = ("em", "i", "small")
_WORDS_IN_CLASS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_CLASSES_MAX_CHARACTERS = 400
_CREDIT_WORDS = frozenset(
    "credit credits copyright photographer photog photocredit fotocredit imagecredit mediacredit"
    " fotograf fotografo photographe attribution".split()
)
_CREDIT_WORDS_IN_CAPTION = frozenset({"source", "author", "byline", "owner", "agency"})
_CREDIT_PROPERTIES = frozenset({"copyrightHolder", "copyrightNotice", "creditText", "author"})
# what some sites write before a caption for those who hear it
_SPOKEN_LABEL = re.compile(r"(?i:(?:image|photo|picture) caption[,:] )")


@dataclass(frozen=True, slots=True)
class CaptionPart:
    """An element that is the caption of a picture, or its credit.

    `number` is the same for all parts of one picture.
    """

    number: int
    picture: Picture
    is_credit: bool


Parts = Mapping[HtmlElement, CaptionPart]


def caption_parts(root: HtmlElement, resolve: Resolve) -> Parts:
    """The captions and credits of the page's pictures, by element.

    Those inside a line become blocks of their own: their elements are renamed in the tree.
    """
    page = _Page(root)
    parts: dict[HtmlElement, CaptionPart] = {}
    for number, (home, images) in enumerate(page.pictures().items()):
        picture = _picture(images, resolve)
        for node, of_credit in page.parts(home):
            parts.setdefault(node, CaptionPart(number, picture, of_credit))
            if node.tag in INLINE or "-" in node.tag:
                node.tag = "div"
    return parts


def with_pictures(leaves: Sequence[Leaf], parts: Parts) -> list[Leaf]:
    """The leaves, where each picture stands with the first leaf of its caption.

    A credit is no leaf but a field of the picture; only where there is no caption its words stay.
    """
    part_of = {n: part for n, leaf in enumerate(leaves) if (part := _part(leaf, parts))}
    credits_: dict[int, list[str]] = {}
    captioned: set[int] = set()
    for n, part in part_of.items():
        if part.is_credit:
            credits_.setdefault(part.number, []).append(" ".join(leaves[n].piece.words.split()))
        else:
            captioned.add(part.number)
    kept: list[Leaf] = []
    shown: set[int] = set()
    for n, leaf in enumerate(leaves):
        of = part_of.get(n)
        if of is None:
            kept.append(leaf)
        elif not of.is_credit or of.number not in captioned:
            picture = None if of.number in shown else of.picture
            shown.add(of.number)
            piece = _caption(leaf.piece, picture, credits_.get(of.number, []))
            kept.append(Leaf(piece, leaf.node))
    return kept


def without_credits(pieces: Sequence[TextPiece]) -> list[TextPiece]:
    """The pieces without lines that a picture among them has as its credit."""
    credits_ = {key(p.picture.credit) for p in pieces if p.picture and p.picture.credit}
    return [p for p in pieces if p.picture or not credits_ or key(p.words) not in credits_]


def with_declared(
    pieces: Sequence[TextPiece], declared: Sequence[Mapping[str, str]], resolve: Resolve
) -> list[TextPiece]:
    """The pieces, where a picture without address or credit has those that the page declares.

    `declared` has `url`, `caption` and `credit`; one is about a picture if it has its address or
    the words of its caption. No words of a caption come from there.
    """
    by_key = {key(one["caption"]): one for one in reversed(declared) if one.get("caption")}
    by_key |= {_name(one["url"], resolve): one for one in reversed(declared) if one.get("url")}
    return [_declared(piece, by_key, resolve) for piece in pieces]


def _declared(
    piece: TextPiece, by_key: Mapping[str, Mapping[str, str]], resolve: Resolve
) -> TextPiece:
    picture = piece.picture
    if picture is None or not by_key:
        return piece
    own = by_key.get(_name(picture.url or "", resolve)) or by_key.get(key(piece.words)) or {}
    url = picture.url or resolve(own.get("url", ""))
    credit = picture.credit or _bare(canonical(own.get("credit", "")))[:CREDIT_MAX_CHARACTERS]
    return replace(piece, picture=replace(picture, url=url, credit=credit or None))


def _name(url: str, resolve: Resolve) -> str:
    """An address without its query, in which sites write the size of a picture."""
    return (resolve(url) or "").partition("?")[0] or "no address"


def _part(leaf: Leaf, parts: Parts) -> CaptionPart | None:
    """The part of a caption that a leaf is; None for headings, tables and the like."""
    if not parts or leaf.piece.kind not in ("paragraph", "caption"):
        return None
    around = (leaf.node, *leaf.node.iterancestors())
    return next((parts[node] for node in around if node in parts), None)


def _caption(piece: TextPiece, picture: Picture | None, credits_: Sequence[str]) -> TextPiece:
    """A piece as a caption; the first of a picture with the picture and its credit."""
    piece = replace(piece, kind="caption", level=None)
    label = _SPOKEN_LABEL.match(piece.words)
    if label:
        piece = piece.cut(label.end(), len(piece.words))
    if picture is None:
        return piece
    credit: str | None = "; ".join(dict.fromkeys(credits_))
    if not credit:
        words, credit = parted(piece.words)
        piece = piece.cut(0, len(words))
        if is_only_credit(words):
            credit = words
    known = replace(picture, credit=_bare(credit or "")[:CREDIT_MAX_CHARACTERS] or None)
    return replace(piece, picture=known if known.as_json() else None)


def _bare(credit: str) -> str:
    """A credit in one line, without brackets around it."""
    line = " ".join(credit.split())
    is_bracketed = line[:1] + line[-1:] in ("()", "[]")
    return line[1:-1].strip() if is_bracketed else line


def _picture(images: Sequence[HtmlElement], resolve: Resolve) -> Picture:
    """The first of the images that has an address, with the first alternative text."""
    addresses = (address(image, resolve) for image in images)
    texts = (" ".join(canonical(image.get("alt") or "").split()) for image in images)
    url = next(filter(None, addresses), None)
    alt = next(filter(None, texts), "")
    return Picture(url, alt[:ALT_MAX_CHARACTERS] or None)


@dataclass(slots=True)
class _Page:
    """The tree with what was counted in it once: visible characters, and what holds an image."""

    root: HtmlElement
    characters: dict[HtmlElement, int] = field(default_factory=dict)
    holds_image: set[HtmlElement] = field(default_factory=set)
    read: set[HtmlElement] = field(default_factory=set)
    """Figures and the like that were looked through: several pictures may stand in one."""

    def pictures(self) -> dict[HtmlElement, list[HtmlElement]]:
        """The images by their home: their figure, else the outermost element without words."""
        self._count()
        homes: dict[HtmlElement, list[HtmlElement]] = {}
        images = [image for image in self.root.iter("img", "amp-img") if not is_icon(image)]
        for image in images[:PICTURES_MAX]:
            self.holds_image.update((image, *image.iterancestors()))
            home = self._figure(image)
            homes.setdefault(self._home(image) if home is None else home, []).append(image)
        return homes

    def _count(self) -> None:
        """Counts the characters a reader sees in each element, from the innermost outwards."""
        counted = self.characters
        for node in reversed(list(self.root.iter())):
            seen = node.tag not in UNSEEN
            counted[node] = counted.get(node, 0) + len((node.text or "").strip()) if seen else 0
            parent = node.getparent()
            if parent is not None:
                behind = len((node.tail or "").strip())
                counted[parent] = counted.get(parent, 0) + counted[node] + behind

    def _home(self, image: HtmlElement) -> HtmlElement:
        home = image
        while (parent := home.getparent()) is not None and parent.tag != "body":
            if self.characters[parent] and parent.tag not in UNSEEN:
                break
            home = parent
        return home

    def parts(self, home: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
        """The elements that are the caption of a picture, and (true) its credits."""
        scope = home if self.characters[home] else home.getparent()
        if scope is None or not self._is_caption_around(scope):
            yield from self._behind(home, captioned=False)
            return
        if scope in self.read:
            return
        self.read.add(scope)
        inside = list(self._named(scope, in_caption=False))
        if all(of_credit for _, of_credit in inside):
            inside.insert(0, (scope, False))
        yield from inside
        yield from self._behind(scope, captioned=True)

    def _is_caption_around(self, node: HtmlElement) -> bool:
        """Whether all words of an element that holds a picture are about it."""
        if not 0 < self.characters[node] <= 2 * CAPTION_MAX_CHARACTERS:
            return False
        return node.tag == "figure" or "caption" in _class_words(node)

    def _figure(self, home: HtmlElement) -> HtmlElement | None:
        """The figure around a picture that has words."""
        for node in islice(home.iterancestors(), FIGURE_MAX_LEVELS):
            if node.tag == "figure":
                return node if self.characters[node] else None
        return None

    def _named(self, scope: HtmlElement, *, in_caption: bool) -> Iterator[tuple[HtmlElement, bool]]:
        """The outermost elements inside `scope` that call themselves caption, and all credits."""
        for node in scope:
            if not self.characters.get(node):
                continue
            of_credit = self._is_credit(node, in_caption=in_caption)
            is_caption = not of_credit and self._is_caption(node) and not in_caption
            if of_credit or is_caption:
                yield node, of_credit
            if not of_credit:
                yield from self._named(node, in_caption=in_caption or is_caption)

    def _is_credit(self, node: HtmlElement, *, in_caption: bool) -> bool:
        """Whether an element is a credit, and not caption and credit together."""
        if node in self.holds_image or not _is_credit(node, in_caption=in_caption):
            return False
        return not any("caption" in _class_words(inner) for inner in node.iterdescendants())

    def _is_caption(self, node: HtmlElement) -> bool:
        return node not in self.holds_image and (
            node.tag == "figcaption" or any("caption" in word for word in _class_words(node))
        )

    def _behind(
        self, picture: HtmlElement, *, captioned: bool
    ) -> Iterator[tuple[HtmlElement, bool]]:
        """The caption and the credit in the elements that follow a picture."""
        node, looked_at = picture, 0
        while not _tail(node) and (following := node.getnext()) is not None:
            node, looked_at = following, looked_at + 1
            if looked_at > SIBLINGS or not 0 <= self._length(node) <= CAPTION_MAX_CHARACTERS:
                return
            if not self._length(node):
                continue
            found = self._roles(node, captioned=captioned)
            if not found:
                return
            captioned = captioned or any(not of_credit for _, of_credit in found)
            yield from found

    def _length(self, node: HtmlElement) -> int:
        """The characters of an element; -1 where it holds the next picture."""
        return -1 if node in self.holds_image else self.characters.get(node, 0)

    def _roles(self, node: HtmlElement, *, captioned: bool) -> list[tuple[HtmlElement, bool]]:
        """What an element behind a picture is; empty where it belongs to the article's text."""
        if _is_credit(node, in_caption=False) or is_only_credit(_words(node)):
            return [(node, True)]
        if captioned:
            return []
        if self._is_caption(node):
            return [(node, False), *self._named(node, in_caption=True)]
        named = list(self._named(node, in_caption=False))
        outermost = sum(self.characters[part] for part in _outermost(named))
        if 10 * outermost >= 9 * self.characters[node]:
            return named
        is_short = self.characters[node] <= EMPHASISED_MAX_CHARACTERS
        return [(node, False)] if is_short and self._is_emphasised(node) else []

    def _is_emphasised(self, node: HtmlElement) -> bool:
        """Whether all words of an element are in one emphasised element, or it is that itself."""
        whole = self.characters[node]
        around = (node, *node.iterdescendants(*_EMPHASISED))
        return any(n.tag in _EMPHASISED and self.characters[n] == whole for n in around)


def _outermost(parts: Iterable[tuple[HtmlElement, bool]]) -> Iterator[HtmlElement]:
    """The parts that are in no other; the innermost come later."""
    seen: set[HtmlElement] = set()
    for node, _ in parts:
        if not any(outer in seen for outer in node.iterancestors()):
            yield node
        seen.add(node)


def _is_credit(node: HtmlElement, *, in_caption: bool) -> bool:
    """Whether an element calls itself a credit; inside a caption also by weaker names."""
    words = _class_words(node)
    if not _CREDIT_WORDS.isdisjoint(words):
        return True
    if not in_caption:
        return False
    if not _CREDIT_WORDS_IN_CAPTION.isdisjoint(words):
        return True
    return node.tag == "small" or not _CREDIT_PROPERTIES.isdisjoint(
        (node.get("itemprop") or "").split()
    )


def _class_words(node: HtmlElement) -> frozenset[str]:
    """The words of an element's classes: `photoCredit`, `photo-credit` are photo and credit."""
    classes = (node.get("class") or "")[:_CLASSES_MAX_CHARACTERS]
    return frozenset(word.lower() for word in _WORDS_IN_CLASS.findall(classes))


def _words(node: HtmlElement) -> str:
    return " ".join("".join(node.itertext()).split())


def _tail(node: HtmlElement) -> str:
    return (node.tail or "").strip()
