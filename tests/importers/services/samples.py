"""A good file of each format, written from its documentation; people and places are invented.

The modules that read them name the sources. Every item of a sample is a page of its own.
"""

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

HTML = (
    "<div class='page'><p>The harbour of Port Elm was closed on <em>Monday</em>.</p>"
    "<h2>What follows</h2><p>An inquiry will begin within the week.</p></div>"
)
TEXT = (
    "The harbour of Port Elm was closed on Monday.\n\nWhat follows\n\n"
    "An inquiry will begin within the week."
)


@dataclass(frozen=True, slots=True)
class JsonSample:
    """A file as a value, and the names under which its list of items lies."""

    name: str
    value: Any
    path: tuple[str, ...] = ()

    @property
    def items(self) -> list[Any]:
        """The items, to be changed in place."""
        found = self.value
        for key in self.path:
            found = found[key]
        assert isinstance(found, list)
        return found

    @property
    def data(self) -> bytes:
        """The file."""
        return json.dumps(self.value, indent=1).encode()


def omnivore_item(n: int, **other: Any) -> dict[str, Any]:
    """A page in a list of Omnivore."""
    return {
        "id": f"0b3c-{n}",
        "slug": f"pier-{n}",
        "title": f"The pier {n}",
        "description": "A ferry struck it.",
        "author": "By Ana Orr",
        "url": f"https://elm.example/pier/{n}?utm_source=omnivore",
        "state": "Archived",
        "readingProgress": 100,
        "thumbnail": "https://elm.example/pier.jpg",
        "labels": ["Harbours", "to cite"],
        "savedAt": "2024-05-03T10:00:00.000Z",
        "updatedAt": "2024-05-04T10:00:00.000Z",
        "publishedAt": "2024-05-02T08:00:00.000Z",
        **other,
    }


def wallabag_entry(n: int, **other: Any) -> dict[str, Any]:
    """An entry of version 2."""
    return {
        "is_archived": 1,
        "is_starred": 0,
        "tags": ["harbours", "elm"],
        "is_public": False,
        "id": n,
        "uid": None,
        "title": f"The pier {n}",
        "url": f"https://elm.example/pier/{n}",
        "hashed_url": "a08aed2ed1924cef",
        "origin_url": None,
        "given_url": f"https://elm.example/pier/{n}?ref=a",
        "archived_at": "2024-05-05T10:00:00+00:00",
        "content": HTML,
        "created_at": "2024-05-03T12:00:00+0200",
        "updated_at": "2024-05-04T10:00:00+00:00",
        "published_at": "2024-05-02T08:00:00+00:00",
        "published_by": ["Ana Orr", "Ben Ash"],
        "starred_at": None,
        "annotations": [
            {
                "user": None,
                "annotator_schema_version": "v1.0",
                "id": 7,
                "text": "Who says so?",
                "created_at": "2024-05-04T10:00:00+00:00",
                "quote": "closed on Monday",
                "ranges": [
                    {"start": "/p[1]", "startOffset": "9", "end": "/p[1]", "endOffset": "25"}
                ],
            }
        ],
        "mimetype": "text/html",
        "language": "en_GB",
        "reading_time": 1,
        "domain_name": "elm.example",
        "preview_picture": None,
        "http_status": "200",
        **other,
    }


def reader_document(n: int, **other: Any) -> dict[str, Any]:
    """A document of Reader's API."""
    return {
        "id": f"01h{n}",
        "url": f"https://read.readwise.io/read/01h{n}",
        "source_url": f"https://elm.example/pier/{n}",
        "title": f"The pier {n}",
        "author": "Ana Orr",
        "source": "Reader Web",
        "category": "article",
        "location": "archive",
        "tags": {"harbours": {"name": "harbours", "type": "manual", "created": 1}},
        "site_name": "Elm Press",
        "word_count": 40,
        "created_at": "2024-05-03T10:00:00+00:00",
        "updated_at": "2024-05-03T10:00:00+00:00",
        "published_date": 1714608000000,
        "notes": "To be read again.",
        "parent_id": None,
        "reading_progress": 1,
        "saved_at": "2024-05-03T10:00:00+00:00",
        "last_opened_at": "2024-05-06T10:00:00+00:00",
        "html_content": HTML,
        **other,
    }


def hypothesis_annotation(n: int, **other: Any) -> dict[str, Any]:
    """An annotation as the API gives it."""
    uri = f"https://elm.example/pier/{n}"
    return {
        "id": f"aWd{n}_Ee-",
        "created": "2024-05-03T10:00:00.123456+00:00",
        "updated": "2024-05-03T10:00:00.123456+00:00",
        "user": "acct:ana_orr@hypothes.is",
        "uri": uri,
        "text": "Who says so?",
        "tags": ["harbours"],
        "group": "__world__",
        "permissions": {
            "read": ["group:__world__"],
            "admin": ["acct:ana_orr@hypothes.is"],
            "update": ["acct:ana_orr@hypothes.is"],
            "delete": ["acct:ana_orr@hypothes.is"],
        },
        "target": [
            {
                "source": uri,
                "selector": [
                    {
                        "type": "RangeSelector",
                        "startContainer": "/p[1]",
                        "startOffset": 28,
                        "endContainer": "/p[1]",
                        "endOffset": 44,
                    },
                    {"type": "TextPositionSelector", "start": 928, "end": 944},
                    {
                        "type": "TextQuoteSelector",
                        "exact": "closed on Monday",
                        "prefix": "The harbour of Port Elm was ",
                        "suffix": ".\n\nWhat follows",
                    },
                ],
            }
        ],
        "document": {"title": [f"The pier {n}"]},
        "links": {"html": f"https://hypothes.is/a/aWd{n}"},
        "hidden": False,
        "flagged": False,
        "user_info": {"display_name": "Ana Orr"},
        **other,
    }


def web_annotation(n: int, **other: Any) -> dict[str, Any]:
    """An annotation of the W3C model."""
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"https://notes.example/anno/{n}",
        "type": "Annotation",
        "motivation": "commenting",
        "creator": {"id": "https://notes.example/ana", "type": "Person", "name": "Ana Orr"},
        "created": "2024-05-03T10:00:00Z",
        "body": [
            {"type": "TextualBody", "value": "Who says so?", "purpose": "commenting"},
            {"type": "TextualBody", "value": "harbours", "purpose": "tagging"},
        ],
        "target": {
            "source": f"https://elm.example/pier/{n}",
            "selector": {
                "type": "CssSelector",
                "value": "p:first-child",
                "refinedBy": {
                    "type": "TextQuoteSelector",
                    "exact": "closed on Monday",
                    "prefix": "was ",
                    "suffix": ".",
                },
            },
        },
        **other,
    }


def readwise_source(n: int, **other: Any) -> dict[str, Any]:
    """A source of Readwise's export."""
    return {
        "user_book_id": n,
        "title": f"The pier {n}",
        "author": "Ana Orr",
        "readable_title": f"The Pier {n}",
        "source": "web_clipper",
        "unique_url": f"https://read.readwise.io/read/{n}",
        "book_tags": [{"id": 1, "name": "harbours"}],
        "category": "articles",
        "document_note": "To be read again.",
        "source_url": f"https://elm.example/pier/{n}",
        "asin": None,
        "highlights": [
            {
                "id": 100 + n,
                "text": "closed on Monday",
                "location": 1,
                "location_type": "offset",
                "note": "Who says so?",
                "color": "yellow",
                "highlighted_at": "2024-05-03T10:00:00.000Z",
                "tags": [{"id": 2, "name": "to cite"}],
                "is_favorite": False,
                "is_discard": False,
            }
        ],
        **other,
    }


def readeck_info(n: int, **other: Any) -> dict[str, Any]:
    """A bookmark as Readeck's export has it."""
    return {
        "UID": f"Wd{n}",
        "Created": "2024-05-03T10:00:00Z",
        "URL": f"https://elm.example/pier/{n}",
        "InitialURL": f"https://elm.example/pier/{n}?ref=a",
        "Title": f"The pier {n}",
        "SiteName": "Elm Press",
        "Published": "2024-05-02T08:00:00Z",
        "Authors": ["Ana Orr"],
        "Lang": "en",
        "Labels": ["harbours"],
        "IsArchived": True,
        "IsMarked": False,
        "Text": "The harbour of Port Elm was closed on Monday.",
        "Annotations": [
            {
                "id": f"An{n}",
                "start_selector": "p[1]",
                "start_offset": 28,
                "end_selector": "p[1]",
                "end_offset": 44,
                "color": "yellow",
                "created": "2024-05-04T10:00:00Z",
                "text": "closed on Monday",
                "note": "Who says so?",
            }
        ],
        **other,
    }


def karakeep_bookmark(n: int, **other: Any) -> dict[str, Any]:
    """A link in Karakeep's export."""
    return {
        "createdAt": 1714730400,
        "title": f"The pier {n}",
        "tags": ["harbours"],
        "lists": ["l1"],
        "content": {"type": "link", "url": f"https://elm.example/pier/{n}"},
        "note": "To be read again.",
        "archived": True,
        **other,
    }


def pinboard_bookmark(n: int, **other: Any) -> dict[str, Any]:
    """A bookmark of Pinboard."""
    return {
        "href": f"https://elm.example/pier/{n}",
        "description": f"The pier {n}",
        "extended": "To be read again.",
        "meta": "aa",
        "hash": "bb",
        "time": "2024-05-03T10:00:00Z",
        "shared": "no",
        "toread": "yes",
        "tags": "harbours elm",
        **other,
    }


def pocket_page(n: int, **other: Any) -> dict[str, Any]:
    """The highlights of a page in Pocket's export."""
    return {
        "url": f"https://elm.example/pier/{n}",
        "title": f"The pier {n}",
        "highlights": [{"quote": "closed on Monday", "created_at": 1714730400}],
        **other,
    }


def json_samples() -> list[JsonSample]:
    """Every JSON format with three items, made anew."""
    three = range(1, 4)
    readeck = [
        {
            "id": f"Wd{n}",
            "href": "https://readeck.example/api/bookmarks/Wd",
            "url": f"https://elm.example/pier/{n}",
            "title": f"The pier {n}",
            "created": "2024-05-03T10:00:00Z",
            "authors": ["Ana Orr"],
            "is_marked": True,
            "is_archived": False,
            "labels": ["harbours"],
            "read_progress": 40,
        }
        for n in three
    ]
    readeck_annotations = [
        {
            "id": f"An{n}",
            "text": "closed on Monday",
            "created": "2024-05-04T10:00:00Z",
            "note": "Who says so?",
            "bookmark_id": f"Wd{n}",
            "bookmark_url": f"https://elm.example/pier/{n}",
            "bookmark_title": f"The pier {n}",
        }
        for n in three
    ]
    version_1 = [
        {
            "id": str(n),
            "title": f"The pier {n}",
            "url": f"https://elm.example/pier/{n}",
            "is_read": "1",
            "is_fav": "0",
            "content": HTML,
            "tags": "harbours,elm",
        }
        for n in three
    ]
    lists = [{"id": "l1", "name": "Ports", "type": "manual", "parentId": None}]
    rows = [hypothesis_annotation(n) for n in three]
    page = {
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": [web_annotation(n) for n in three],
    }
    return [
        JsonSample("omnivore", [omnivore_item(n) for n in three]),
        JsonSample("wallabag", [wallabag_entry(n) for n in three]),
        JsonSample("wallabag-1", version_1),
        JsonSample(
            "wallabag-api",
            {"page": 1, "_embedded": {"items": [wallabag_entry(n) for n in three]}},
            ("_embedded", "items"),
        ),
        JsonSample("pocket-annotations", [pocket_page(n) for n in three]),
        JsonSample(
            "readwise",
            {"count": 3, "results": [readwise_source(n) for n in three]},
            ("results",),
        ),
        JsonSample(
            "reader", {"count": 3, "results": [reader_document(n) for n in three]}, ("results",)
        ),
        JsonSample("readeck", readeck),
        JsonSample("readeck-annotations", readeck_annotations),
        JsonSample(
            "karakeep",
            {"bookmarks": [karakeep_bookmark(n) for n in three], "lists": lists},
            ("bookmarks",),
        ),
        JsonSample("pinboard", [pinboard_bookmark(n) for n in three]),
        JsonSample("hypothesis", {"rows": rows, "total": 3}, ("rows",)),
        JsonSample("hypothesis-list", [hypothesis_annotation(n) for n in three]),
        JsonSample(
            "hypothesis-client",
            {
                "export_date": "2024-05-07T10:00:00Z",
                "export_userid": "acct:ana_orr@hypothes.is",
                "client_version": "1.1",
                "annotations": [hypothesis_annotation(n) for n in three],
            },
            ("annotations",),
        ),
        JsonSample("w3c-list", [web_annotation(n) for n in three]),
        JsonSample(
            "w3c",
            {"type": ["BasicContainer", "AnnotationCollection"], "total": 3, "first": page},
            ("first", "items"),
        ),
    ]


def table(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    """A table; the first row is that of the names."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return file.getvalue()


TABLES = {
    "pocket": table(
        ("title", "url", "time_added", "tags", "status"),
        ("The pier, closed", "https://elm.example/pier/1", "1714730400", "harbours|elm", "archive"),
        ("https://elm.example/pier/2", "https://elm.example/pier/2", "1714730400", "", "unread"),
    ),
    "pocket-cursor": table(
        ("url", "title", "time_added", "cursor", "tags", "status"),
        ("https://elm.example/pier/1", "The pier", "1714730400", "x", "harbours", "archive"),
        ("https://elm.example/pier/2", "The wall", "1714730400", "y", "", "unread"),
    ),
    "instapaper": table(
        ("URL", "Title", "Selection", "Folder", "Timestamp", "Tags"),
        (
            "https://elm.example/pier/1",
            "The pier",
            "closed, on Monday",
            "Archive",
            "1714730400",
            '["a", "b"]',
        ),
        ("https://elm.example/pier/1", "The pier", "An inquiry", "Archive", "1714730400", "[]"),
        ("https://elm.example/pier/2", "The wall", "", "Starred", "1714730400", "[]"),
        ("https://elm.example/pier/3", "The quay", "", "Ports", "1714730400", "[]"),
    ),
    "instapaper-old": table(
        ("URL", "Title", "Selection", "Folder"),
        ("https://elm.example/pier/1", "The pier", "", "Unread"),
    ),
    "readwise-import": table(
        ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date"),
        (
            *("closed on Monday", "The pier", "Ana Orr", "https://elm.example/pier/1"),
            *("'=Who says so?", "28", "2024-05-03 10:00:00"),
        ),
    ),
    "reader": table(
        (
            "Title",
            "URL",
            "ID",
            "Document tags",
            "Saved date",
            "Reading progress",
            "Location",
            "Seen",
        ),
        (
            *("The pier", "https://elm.example/pier/1", "01h1"),
            *("['harbours', \"Ana's\"]", "2024-05-03 10:00:00+00:00", "1", "archive", "True"),
        ),
        ("The wall", "https://elm.example/pier/2", "01h2", "[]", "", "0", "shortlist", "False"),
    ),
    "readeck": table(
        ("url", "title", "created", "labels", "is_archived", "is_marked", "type"),
        (
            *("https://elm.example/pier/1", "The pier", "2024-05-03T10:00:00Z"),
            *('["harbours"]', "false", "true", "article"),
        ),
    ),
    "raindrop": table(
        (
            *("id", "title", "note", "excerpt", "url", "folder", "tags"),
            *("created", "cover", "highlights", "favorite"),
        ),
        (
            *("1", "The pier", "To be read again.", "", "https://elm.example/pier/1", "Ports/Elm"),
            *("harbours, to cite", "2024-05-03T10:00:00.000Z", ""),
            *("Highlight:closed on Monday\nNote:Who says so?\n\nHighlight:An inquiry", "true"),
        ),
        (
            *("2", "The wall", "", "", "https://elm.example/pier/2", "Unsorted"),
            *("", "2024-05-03T10:00:00.000Z", "", "", "false"),
        ),
    ),
    "wallabag": table(
        ("Title", "URL", "Content", "Tags", "MIME Type", "Language", "Creation date"),
        (
            *("The pier", "https://elm.example/pier/1", HTML, "harbours, elm"),
            *("text/html", "en", "03/05/2024 02:10:59"),
        ),
        delimiter=";",
    ),
}
READWISE_BOOKS = table(
    (
        *("Highlight", "Book Title", "Book Author", "Amazon Book ID", "Note", "Color", "Tags"),
        *("Location Type", "Location", "Highlighted at", "Document tags"),
    ),
    (
        "One.",
        "The Slow Tide",
        "Ana Orr",
        "B00X",
        "",
        "",
        "",
        "page",
        "12",
        "2024-05-03 10:00:00+00:00",
        "",
    ),
    (
        "Two.",
        "The Slow Tide",
        "Ana Orr",
        "B00X",
        "",
        "",
        "",
        "page",
        "13",
        "2024-05-03 10:00:00+00:00",
        "",
    ),
)
BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1714730400" PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
        <DT><A HREF="https://elm.example/pier/1" ADD_DATE="1714730400" LAST_VISIT="1714816800"
            TAGS="harbours,to cite" PRIVATE="1" TOREAD="1">The pier &amp; the wall</A>
        <DD>To be read again.
        <DT><H3>Ports</H3>
        <DD>About ports.
        <DL><p>
            <DT><H3>Elm</H3>
            <DL><p>
                <DT><A HREF="https://elm.example/pier/2" ADD_DATE="1714730400000000">The wall</A>
            </DL><p>
            <DT><A HREF="https://elm.example/pier/3" PRIVATE="0"
                TAGS="linkding:bookmarks.archived">The quay</A>
            <DD>Open to all.
        </DL><p>
        <DT><A HREF="javascript:alert(1)">A script</A>
        <DT><A HREF="place:sort=8">Often seen</A>
        <DT><A HREF="chrome://settings/">Settings</A>
    </DL><p>
    <DT><A HREF="?Xy12" PRIVATE="1">Note: tides</A>
    <DD>The tide comes at six.
</DL><p>
"""
POCKET_HTML = """<!DOCTYPE html>
<html>
<!--So long and thanks for all the fish-->
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>Pocket Export</title></head>
<body>
<h1>Unread</h1>
<ul>
<li><a href="https://elm.example/pier/1" time_added="1714730400" tags="a,b">The pier</a></li>
</ul>
<h1>Read Archive</h1>
<ul><li><a href="https://elm.example/pier/2" time_added="1714730400" tags="">The wall</a></li></ul>
</body></html>
"""
INSTAPAPER_HTML = """<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
<title>Instapaper: Export</title>
</head>
<body>
<h1>Unread</h1>
<ol>
<li><a href="https://elm.example/pier/1">The pier</a>: closed on Monday
</ol>
<h1>Ports</h1>
<ol>
<li><a href="https://elm.example/pier/2">The wall</a>
</ol>
</body></html>
"""
LINK_LISTS = {"bookmarks": BOOKMARKS, "pocket": POCKET_HTML, "instapaper": INSTAPAPER_HTML}
OMNIVORE_HIGHLIGHTS = (
    "> closed on Monday \n\n#to cite #harbours\n\nWho says so?\n\nAnd when?"
    "\n\n> An inquiry\n> will begin \n\n> the week "
    "\n\nWhat a day.\n\n"
)


def packed(members: dict[str, str | bytes]) -> bytes:
    """A ZIP file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def archives() -> dict[str, dict[str, str | bytes]]:
    """The members of each format that is a ZIP file."""
    readeck: dict[str, str | bytes] = {"data.json": '{"Info": {}, "Users": [{"Email": "a"}]}'}
    for n in (1, 2):
        readeck[f"bookmarks/Wd{n}/info.json"] = json.dumps(readeck_info(n))
        readeck[f"bookmarks/Wd{n}/container/index.html"] = HTML
        readeck[f"bookmarks/Wd{n}/container/img/a.png"] = b"\x89PNG"
    return {
        "omnivore": {
            "metadata_0_to_2.json": json.dumps([omnivore_item(1), omnivore_item(2)]),
            "metadata_2_to_3.json": json.dumps([omnivore_item(3, state="Succeeded")]),
            "content/pier-1.html": HTML,
            "content/pier-3.html": HTML,
            "highlights/pier-1.md": OMNIVORE_HIGHLIGHTS,
        },
        "pocket": {
            "part_000000.csv": TABLES["pocket"],
            "annotations/part_000000.json": json.dumps([pocket_page(1), pocket_page(9)]),
        },
        "readeck": readeck,
    }
