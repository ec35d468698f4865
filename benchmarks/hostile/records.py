"""Hostile feeds, messages, web archives and pages of our own: texts made of records."""

from benchmarks.hostile.kinds import Hostile, repeated

_MAIL = (
    "From: Ana Orr <ana@elm.example>\r\nTo: desk@elm.example\r\nSubject: The pier\r\n"
    "Date: Fri, 3 May 2024 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
)
_PARTS = _MAIL + 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
_SAVED = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://ok.example/pier\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
)
_WARC = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
_OWN = '<!doctype html><meta name="generator" content="Gloss">'
_TEMPLATE = '<template class="gloss" data-type="application/vnd.gloss.article+json">'

HOSTILE_RECORDS: tuple[Hostile, ...] = (
    Hostile(
        "items",
        "xml",
        repeated("<item><title>a</title><link>https://ok.example/a</link></item>", before="<rss>"),
    ),
    Hostile("nested outlines", "xml", repeated("<outline text='a'>", before="<opml><body>")),
    Hostile("references", "xml", repeated("&amp;", before="<rss><channel><title>")),
    Hostile("folded header", "mail", repeated(" a\r\n", before=_MAIL + "X-Long: a\r\n")),
    Hostile("parts", "mail", repeated("--b\r\n\r\na\r\n", before=_PARTS)),
    Hostile("soft line ends", "mail", repeated("=\r\n", before=_MAIL + "\r\n")),
    Hostile("encoded words", "mail", repeated("=?utf-8?q?a?= ", before="Subject: ", after=_MAIL)),
    Hostile(
        "messages", "mbox", repeated(f"From a@b.example Fri May  3 10:00:00 2024\n{_MAIL}\na\n")
    ),
    Hostile(
        "lines like separators",
        "mbox",
        repeated("From a\n", before=f"From a@b.example Fri May  3 10:00:00 2024\n{_MAIL}\n"),
    ),
    Hostile(
        "parts", "mhtml", repeated("--b\r\nContent-Type: text/html\r\n\r\n<p>a\r\n", before=_SAVED)
    ),
    Hostile("boundaries that are none", "mhtml", repeated("--bb\r\n", before=_SAVED)),
    Hostile("records", "warc", repeated(_WARC)),
    Hostile("wrong lengths", "warc", repeated(_WARC.replace("Length: 0", "Length: 9"))),
    Hostile("a folded header", "warc", repeated(" a\r\n", before="WARC/1.0\r\nWARC-Type: a\r\n")),
    Hostile("templates", "gloss-html", repeated(f"{_TEMPLATE}[]</template>", before=_OWN)),
    Hostile("open templates", "gloss-html", repeated(_TEMPLATE, before=_OWN)),
    Hostile("references", "gloss-html", repeated("&amp;", before=_OWN + _TEMPLATE)),
)
