"""ninjs of others: 1.x, 2.x and 3.x, after the standard's own schemas and user guides.

https://iptc.org/std/ninjs/ · https://iptc.github.io/newsinjson/ – people and places are invented.
"""

import json
from typing import Any

import pytest

from app import importers
from app.importers.base import Draft, PackedFile, Skipped, Unreadable
from app.text.spans import Picture

BODY = (
    "<h2>At the pier</h2><p>The ferry struck the <b>pier</b> on Monday.</p><p>Nobody was hurt.</p>"
)
TEXT = "At the pier\n\nThe ferry struck the pier on Monday.\n\nNobody was hurt."
FIRST: dict[str, Any] = {
    "uri": "https://ostra.example/ferry",
    "type": "text",
    "versioncreated": "2031-05-03T10:00:00+02:00",
    "contentcreated": "2031-05-02T23:30:00+02:00",
    "language": "en-GB",
    "headline": "Ferry strikes pier",
    "byline": "By Ann Roe and Bo Thorne",
    "body_html": BODY,
    "body_text": "Other words.",
    "usageterms": "Not after May",
    "associations": {
        "main": {
            "uri": "urn:x:1",
            "type": "picture",
            "description_caption": "The ferry",
            "byline": "Una Marsh",
            "renditions": {"web": {"href": "https://ostra.example/f.jpg"}},
        }
    },
}
SECOND: dict[str, Any] = {
    "uri": "https://ostra.example/ferry",
    "type": "text",
    "versioncreated": "2031-05-03T10:00:00Z",
    "contentcreated": "2031-05-02T23:30:00Z",
    "language": "en-GB",
    "headlines": [
        {"role": "kicker", "value": "Harbour"},
        {"role": "main", "contenttype": "text/plain", "value": "Ferry strikes pier"},
    ],
    "by": "By Ann Roe and Bo Thorne",
    "bodies": [
        {"contenttype": "text/plain", "value": "Other words."},
        {"contenttype": "text/html; charset=utf-8", "value": BODY},
    ],
    "usageterms": "Not after May",
    "associations": [
        {
            "name": "main",
            "uri": "urn:x:1",
            "type": "picture",
            "by": "Una Marsh",
            "descriptions": [{"role": "caption", "value": "The ferry"}],
            "renditions": [{"name": "web", "href": "https://ostra.example/f.jpg"}],
        }
    ],
}
THIRD = {
    "standard": {"name": "ninjs", "version": "3.0"},
    **{key: value for key, value in SECOND.items() if not key.endswith(("created", "terms"))},
    "versionCreated": "2031-05-03T10:00:00Z",
    "contentCreated": "2031-05-02T23:30:00Z",
    "usageTerms": "Not after May",
    "bodies": [{"contentType": "text/html", "value": BODY}],
    "infoSources": [{"name": "Ostra Post", "role": "publisher"}],
}


def _parts(*values: Any) -> list[Any]:
    data = "\n".join(json.dumps(value) for value in values).encode()
    return list(importers.read_parts(PackedFile(data, "item.txt"), longest=100_000))


@pytest.mark.parametrize("item", [FIRST, SECOND, THIRD], ids=["1.x", "2.x", "3.x"])
def test_an_item_of_each_version_is_read(item: dict[str, Any]) -> None:
    (draft,) = _parts(item)
    assert draft.text == TEXT + "\n\nThe ferry"
    assert draft.blocks[0].kind == "heading"
    assert (draft.title, draft.byline) == ("Ferry strikes pier", ("Ann Roe", "Bo Thorne"))
    assert draft.source_url == "https://ostra.example/ferry"
    assert (draft.declared_date.value, draft.modified_date.value) == ("2031-05-02", "2031-05-03")
    assert draft.language == "en-GB"
    assert draft.blocks[-1].picture == Picture("https://ostra.example/f.jpg", None, "Una Marsh")
    assert [claim.value for claim in draft.claims] == ["Not after May"]
    assert draft.publisher == ("Ostra Post" if "infoSources" in item else None)


def test_a_text_without_html_and_a_standfirst() -> None:
    item = {
        "uri": "urn:newsml:ostra.example:1",
        "versioncreated": "2031-05-03T10:00:00Z",
        "body_text": "One.\n\nTwo.",
        "descriptions": [{"role": "standfirst", "value": "What happened"}],
    }
    (draft,) = _parts(item)
    assert (draft.text, draft.source_url) == ("What happened\n\nOne.\n\nTwo.", None)


def test_a_package_and_lines_lose_only_their_bad_items() -> None:
    package = {
        "uri": "urn:x:2",
        "type": "composite",
        "versionCreated": "2031-05-03T10:00:00Z",
        "associations": [
            THIRD | {"name": "a"},
            {"name": "b", "uri": "urn:x:3", "type": "text"},
            {"name": "c", "uri": "urn:x:4", "pubStatus": "canceled", "bodies": []},
            7,
        ],
    }
    for parts in (_parts(package), _parts(*package["associations"][:3])):
        assert [type(part) for part in parts] == [Draft, Unreadable, Skipped]
        assert (parts[1].item, parts[1].message) == ("urn:x:3", "This news item has no text.")
