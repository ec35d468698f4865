"""File formats: what a file is called, its suffixes and media types.

Where no importer reads a format, also what to do instead.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OtherFormat:
    """A format: what a file of it is called, its suffixes and media types.

    `hint` says what to do instead where no importer reads it.
    """

    name: str
    suffixes: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    hint: str | None = None

    @property
    def message(self) -> str:
        """The sentence that refuses a file."""
        return f"This is {self.name}, which cannot be imported as an article."


_ADDRESSES = "Import the addresses of its articles instead."
_PAPER = "Import the address of the article’s web page instead, or its text as a text file."
_BOOK = "Books are too long for an article: save the chapter you want as HTML or as plain text."
_OF_OFFICE = "Save it as a web page (HTML) or as plain text, and import that file."
_SLIDES = "Copy its text into a text file, and import that file."
_TABLE = "Save the table as CSV, and import that file."
_MESSAGES = "Save its messages as .eml or .mbox files, and import those."
_TRANSCRIPT = "Import a transcript of it, as a text file."
_PICTURE = "Import the address of its page, or the text as a text file."
_WORDS = "Save its text as HTML, Markdown or plain text."
_UNPACK = "Unpack it and import the files inside, or pack them as a ZIP file."

RSS = OtherFormat("an RSS feed", (".rss",), ("application/rss+xml",))
ATOM = OtherFormat("an Atom feed", (".atom",), ("application/atom+xml",))
GLOSS_HTML = OtherFormat("an HTML export of Gloss")
JSON_FEED = OtherFormat("a JSON feed", (), ("application/feed+json",))
SITEMAP = OtherFormat("a sitemap", (), (), _ADDRESSES)
OPML = OtherFormat("an OPML list of feeds", (".opml",), ("text/x-opml",))
XML = OtherFormat("an XML file", (".xsl",), ("application/rdf+xml",))
PLIST = OtherFormat("a property list", (".plist", ".webloc"), ("application/x-plist",))
SVG = OtherFormat("an SVG image", (".svg", ".svgz"), ("image/svg+xml",))
BOOKMARKS = OtherFormat("a bookmarks file")
READING_LIST = OtherFormat("a reading list")
WARC = OtherFormat("a web archive (WARC)", (".warc",), ("application/warc",))
MHTML = OtherFormat(
    "a web page saved as MHTML",
    (".mhtml", ".mht"),
    ("multipart/related", "application/x-mimearchive"),
)
WEBARCHIVE = OtherFormat(
    "a web page saved by Safari (webarchive)",
    (".webarchive",),
    ("application/x-webarchive",),
)
MAIL = OtherFormat("an e-mail message", (".eml",), ("message/rfc822",))
MAILBOX = OtherFormat("a mailbox (mbox)", (".mbox",), ("application/mbox",))
OUTLOOK = OtherFormat(
    "an Outlook file", (".msg", ".pst"), ("application/vnd.ms-outlook",), hint=_MESSAGES
)
RTF = OtherFormat(
    "a rich text document (RTF)",
    (".rtf",),
    ("application/rtf", "text/rtf", "text/richtext"),
    hint=_OF_OFFICE,
)
JSON = OtherFormat(
    "a JSON file",
    (".json", ".geojson", ".har"),
    ("application/json", "application/ld+json", "text/json"),
)
JSON_LINES = OtherFormat(
    "a JSON Lines file",
    (".jsonl", ".ndjson"),
    (
        "application/jsonl",
        "application/x-ndjson",
        "application/x-jsonlines",
        "application/json-seq",
    ),
)
SUBTITLES = OtherFormat(
    "a subtitle file", (".vtt", ".srt"), ("text/vtt", "application/x-subrip"), _WORDS
)
CALENDAR = OtherFormat("a calendar file", (".ics",), ("text/calendar",))
CONTACTS = OtherFormat("a contacts file", (".vcf",), ("text/vcard", "text/x-vcard"))
CSV = OtherFormat(
    "a table (CSV)", (".csv", ".tsv", ".tab"), ("text/csv", "text/tab-separated-values")
)
STYLESHEET = OtherFormat("a stylesheet", (".css",), ("text/css",))
SCRIPT = OtherFormat(
    "a script",
    (".js", ".mjs"),
    ("text/javascript", "application/javascript", "application/x-javascript"),
)
PDF = OtherFormat("a PDF file", (".pdf",), ("application/pdf", "application/x-pdf"), hint=_PAPER)
POSTSCRIPT = OtherFormat(
    "a PostScript file", (".ps", ".eps"), ("application/postscript",), hint=_PAPER
)
WORD = OtherFormat(
    "a Word document",
    (".docx", ".doc", ".docm", ".dotx"),
    (
        "application/msword",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    hint=_OF_OFFICE,
)
EXCEL = OtherFormat(
    "an Excel workbook",
    (".xlsx", ".xls", ".xlsm"),
    (
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    hint=_TABLE,
)
POWERPOINT = OtherFormat(
    "a PowerPoint presentation",
    (".pptx", ".ppt"),
    (
        "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    hint=_SLIDES,
)
OFFICE = OtherFormat("a Microsoft Office document", hint=_OF_OFFICE)
OPEN_DOCUMENT = OtherFormat(
    "an OpenDocument file",
    (".odt", ".ods", ".odp"),
    (
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
    ),
    hint=_OF_OFFICE,
)
PAGES = OtherFormat("a Pages document", (".pages",), (), hint=_SLIDES)
EPUB = OtherFormat("an EPUB book", (".epub",), ("application/epub+zip",), hint=_BOOK)
KINDLE = OtherFormat(
    "a Kindle book", (".mobi", ".azw", ".azw3"), ("application/x-mobipocket-ebook",), hint=_BOOK
)
IMAGE = OtherFormat(
    "an image",
    (
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".heic"),
        *(".tif", ".tiff", ".bmp", ".ico"),
    ),
    hint=_PICTURE,
)
MEDIA = OtherFormat(
    "an audio or video file",
    (
        *(".mp3", ".m4a", ".ogg", ".opus", ".wav", ".flac", ".aac"),
        *(".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi"),
    ),
    hint=_TRANSCRIPT,
)
FONT = OtherFormat("a font", (".woff", ".woff2", ".ttf", ".otf", ".eot"))
ZIP = OtherFormat("a ZIP archive", (".zip", ".wacz"), ("application/zip", "application/x-wacz"))
GZIP = OtherFormat("a gzip file", (".gz", ".tgz"), ("application/gzip", "application/x-gzip"))
TAR = OtherFormat("a tar archive", (".tar",), ("application/x-tar",))
ARCHIVE = OtherFormat(
    "an archive or a compressed file",
    (".bz2", ".xz", ".7z", ".rar", ".zst", ".tbz2", ".txz"),
    (
        *("application/x-bzip2", "application/x-xz", "application/x-7z-compressed"),
        *("application/vnd.rar", "application/zstd"),
    ),
    _UNPACK,
)
SQLITE = OtherFormat(
    "an SQLite database",
    (".sqlite", ".sqlite3", ".db"),
    ("application/vnd.sqlite3", "application/x-sqlite3"),
)
PROGRAM = OtherFormat("a program", (".exe", ".dll", ".so", ".wasm"), ("application/wasm",))
BINARY = OtherFormat("a binary file of an unknown format")

OTHER_FORMATS: tuple[OtherFormat, ...] = (
    *(GLOSS_HTML, RSS, ATOM, JSON_FEED, SITEMAP, OPML, XML, PLIST, SVG, BOOKMARKS),
    READING_LIST,
    *(WARC, MHTML, WEBARCHIVE, MAIL, MAILBOX, OUTLOOK),
    *(RTF, JSON, JSON_LINES, SUBTITLES, CALENDAR, CONTACTS, CSV, STYLESHEET, SCRIPT),
    *(PDF, POSTSCRIPT, WORD, EXCEL, POWERPOINT, OFFICE, OPEN_DOCUMENT, PAGES, EPUB, KINDLE),
    *(IMAGE, MEDIA, FONT, ZIP, GZIP, TAR, ARCHIVE, SQLITE, PROGRAM, BINARY),
)
_FAMILIES = {"image": IMAGE, "audio": MEDIA, "video": MEDIA, "font": FONT}


def by_suffix(suffix: str) -> OtherFormat | None:
    """The format of files with a suffix (`.rss`)."""
    return next((known for known in OTHER_FORMATS if suffix in known.suffixes), None)


def by_media_type(media_type: str) -> OtherFormat | None:
    """The format of a media type without parameters, in lower case."""
    for known in OTHER_FORMATS:
        if media_type in known.media_types:
            return known
    return _FAMILIES.get(media_type.partition("/")[0])
