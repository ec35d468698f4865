"""Hostile exports of other services: JSON, tables and lists of links."""

from benchmarks.hostile.kinds import Hostile, nested, numbered, repeated

_URL = "https://elm.example/{n}"
_ENTRY = f'{{"url":"{_URL}","title":"{{n}}","is_archived":0,"is_starred":0,"content":"<p>x"}}'
_ANNOTATION = f'{{"id":"{{n}}","uri":"{_URL}","user":"a","target":[],"text":"x"}}'
_LAST_ENTRY = _ENTRY.replace("{n}", "0")
_LAST_ANNOTATION = _ANNOTATION.replace("{n}", "0")
JSON = {
    "entries": numbered(_ENTRY + ",", before="[", after=_LAST_ENTRY + "]"),
    "annotations": numbered(_ANNOTATION + ",", before="[", after=_LAST_ANNOTATION + "]"),
    "replies": numbered(
        _ANNOTATION[:-1] + ',"references":["0"]},', before="[", after=_LAST_ANNOTATION + "]"
    ),
    "tags": numbered('"{n}",', before=f'[{_LAST_ENTRY[:-1]},"tags":[', after='""]}]'),
    "lists": nested("[", "]"),
    "lines that are cut off": repeated('{"a\n', before=_LAST_ANNOTATION + "\n"),
}
_POCKET = "title,url,time_added,tags,status\n"
TABLES = {
    "rows": numbered(f"x,{_URL},1,a|b,unread\n", before=_POCKET),
    "rows of one page": repeated("x,https://elm.example/,1,,unread\n", before=_POCKET),
    "commas": repeated(",", before=_POCKET),
    "quotation marks": repeated('"\n', before=_POCKET),
    "tags of one row": numbered("{n}|", before=_POCKET + "x,https://elm.example/,1,"),
    "a cell that is never closed": repeated("x,", before=_POCKET + '"'),
}
_BOOKMARKS = "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>"
BOOKMARKS = {
    "bookmarks": numbered(f'<DT><A HREF="{_URL}">x</A><DD>words\n', before=_BOOKMARKS),
    "folders": numbered("<DT><H3>{n}</H3><DL><p>", before=_BOOKMARKS),
    "links in links": numbered(f'<A HREF="{_URL}">', before=_BOOKMARKS),
    "attributes of one link": numbered(' a{n}="b"', before=_BOOKMARKS + "<A HREF='?a'"),
    "words of one description": repeated("words ", before=_BOOKMARKS + "<A HREF='?a'>x</A><DD>"),
}
HOSTILE_EXPORTS: tuple[Hostile, ...] = (
    *(Hostile(name, "json", make) for name, make in JSON.items()),
    *(Hostile(name, "csv", make) for name, make in TABLES.items()),
    *(Hostile(name, "bookmarks", make) for name, make in BOOKMARKS.items()),
)
