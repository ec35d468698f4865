"""All settings of one run, read once from the environment.

Every field has a default, a line of help and, where it is a quantity, its unit in the name.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_origin
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
)

from app.errors import BadRequest

PREFIX = "GLOSS_"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
"""The names of this machine itself."""
DATABASE_SCHEMES = ("sqlite:", "postgres:", "postgresql:", "postgresql+psycopg:")
CONTACT_MAX_CHARACTERS = 200

ModelName = Literal["small", "standard"]
DEFAULT_MODEL: ModelName = "standard"
LogLevel = Literal["debug", "info", "warning", "error"]


def _web_address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not an http or https address")
    return address.rstrip("/")


def _known_database(address: str | None) -> str | None:
    if address is not None and not address.startswith(DATABASE_SCHEMES):
        raise ValueError("not a SQLite or PostgreSQL address")
    return address


def _contact(contact: str) -> str:
    # It goes into the User-Agent header, so it must not be able to end a line there.
    is_header_text = contact.isascii() and contact.isprintable()
    if not is_header_text or len(contact) > CONTACT_MAX_CHARACTERS:
        raise ValueError(f"must be at most {CONTACT_MAX_CHARACTERS} printable ASCII characters")
    return contact.strip()


def _encyclopedia_contact(contact: str, others: ValidationInfo) -> str:
    if others.data.get("encyclopedia_enabled") and not contact.strip():
        raise ValueError(
            "Wikipedia requires a contact address: give one here, or leave "
            f"{PREFIX}ENCYCLOPEDIA_ENABLED off"
        )
    return _contact(contact)


class Settings(BaseModel):
    """Everything that can be set.

    The environment variable is `GLOSS_` and the field's name in capitals; with `_FILE` appended it
    names a file that holds the value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Field(
        default=Path("data"),
        description="Folder of the library; the SQLite file is gloss.db inside",
    )
    database_url: Annotated[str | None, AfterValidator(_known_database)] = Field(
        default=None,
        description="SQLite or PostgreSQL address; default: gloss.db in the data folder",
    )
    base_url: Annotated[str, AfterValidator(_web_address)] = Field(
        default="http://127.0.0.1:8000",
        description="Public address of this library; every absolute link is made from it",
    )
    allowed_hosts: tuple[str, ...] = Field(
        default=(),
        description=(
            "Host names that requests may be addressed to, comma-separated; "
            "default: the base address's host plus loopback"
        ),
    )
    admin_token: str | None = Field(default=None, description="A bearer token with all rights")
    public_reading: bool = Field(
        default=True, description="Whether anyone may read public articles without signing in"
    )
    metrics_public: bool = Field(
        default=False, description="Whether /metrics is answered without a token"
    )
    style_page: bool = Field(
        default=False, description="Whether /style shows every component of the pages"
    )
    fetch_allow: tuple[str, ...] = Field(
        default=(),
        description=(
            "host:port pairs that may be fetched although they are not public, comma-separated"
        ),
    )
    trusted_proxies: tuple[str, ...] = Field(
        default=(),
        description="Addresses of proxies whose X-Forwarded-For is trusted, comma-separated",
    )
    demo: bool = Field(default=False, description="Load the demo library at the first start")
    fetch_timeout_seconds: float = Field(
        default=20.0, gt=0, description="Deadline for fetching one address, redirects included"
    )
    fetch_max_bytes: int = Field(
        default=10_000_000, gt=0, description="Largest fetched page, after decompression"
    )
    fetch_robots: bool = Field(
        default=True,
        description="Whether a page is fetched only where its site's robots.txt allows it",
    )
    fetch_delay_seconds: float = Field(
        default=1.0, ge=0, le=3_600, description="Pause between two pages of one host"
    )
    fetch_wait_max_seconds: float = Field(
        default=60.0,
        ge=0,
        le=3_600,
        description="Longest pause that a site may ask for by Crawl-delay or Retry-After",
    )
    fetch_tries: int = Field(
        default=3,
        gt=0,
        le=10,
        description="How often an address is asked whose server is busy or cannot be reached",
    )
    fetch_contact: Annotated[str, AfterValidator(_contact)] = Field(
        default="",
        description="An e-mail or web address at which owners of fetched sites can reach you",
    )
    image_max_bytes: int = Field(
        default=2_000_000, gt=0, description="Largest image of an imported entry"
    )
    image_max_side_pixels: int = Field(
        default=4_096, gt=0, description="Longest side of such an image"
    )
    import_max_bytes: int = Field(
        default=20_000_000, gt=0, description="Largest file or request body that is imported"
    )
    archive_max_bytes: int = Field(
        default=1_000_000_000,
        gt=0,
        description=(
            "Largest archive that `gloss import` reads; exports in JSON, CSV or XML: at most 200 MB"
        ),
    )
    text_max_characters: int = Field(
        default=2_000_000, gt=0, description="Longest article text, in code points"
    )
    request_timeout_seconds: float = Field(
        default=30.0, gt=0, description="How long a client may take to send one request body"
    )
    head_timeout_seconds: float = Field(
        default=10.0,
        gt=0,
        description="How long a client may take to send a request line with its headers",
    )
    head_max_bytes: int = Field(
        default=32_768, ge=1_024, description="Largest request line with its headers"
    )
    keep_alive_seconds: int = Field(
        default=5, gt=0, description="How long a connection may be idle between two requests"
    )
    answer_timeout_seconds: float = Field(
        default=30.0,
        gt=0,
        description="How long a client may read nothing of an answer before it is cut off",
    )
    connections_max: int = Field(
        default=1_000,
        gt=0,
        description=(
            "Connections that one web process keeps; for one more, an idle one is closed: first "
            "those that never sent a request, then the one idle longest"
        ),
    )
    requests_max: int = Field(
        default=256,
        gt=0,
        description=(
            "Requests that one web process works on and queues; more are answered 503 at once"
        ),
    )
    renderings_max: int = Field(
        default=2,
        gt=0,
        description=(
            "Answers to reads that one web process prepares at the same time, "
            "of several one fewer of pages; others wait"
        ),
    )
    busy_timeout_seconds: float = Field(
        default=10.0, gt=0, description="How long a write waits for another one to end"
    )
    passage_max_characters: int = Field(
        default=2_000, gt=0, description="Longest passage that can be shared, in code points"
    )
    passages_per_minute: int = Field(
        default=30,
        gt=0,
        le=60_000,
        description="Passages that one IP address may share in a minute",
    )
    searches_per_minute: int = Field(
        default=3_000,
        gt=0,
        le=60_000,
        description="Searches that one IP address may make in a minute",
    )
    writes_per_minute: int = Field(
        default=120,
        gt=0,
        le=60_000,
        description="Forms and other writes that one IP address may send in a minute",
    )
    previews_per_minute: int = Field(
        default=120,
        gt=0,
        le=60_000,
        description="Preview images that are drawn for one IP address in a minute",
    )
    signin_valid_minutes: int = Field(
        default=15, gt=0, description="How long a sign-in link is valid"
    )
    session_valid_days: int = Field(default=30, gt=0, description="How long a sign-in lasts")
    page_size: int = Field(default=30, gt=0, le=200, description="Items on one page of a list")
    page_cache_bytes: int = Field(
        default=64_000_000,
        ge=0,
        description=(
            "Memory of one process for rendered public pages, cards and panels; 0 keeps none"
        ),
    )
    model: ModelName = Field(
        default=DEFAULT_MODEL,
        description=(
            "The embedded model that annotates English: standard, or small for a small machine "
            "(nearly three times as fast, two thirds of the memory, more errors)"
        ),
    )
    model_threads: int = Field(
        default=0,
        ge=0,
        le=64,
        description=(
            "Threads of the embedded model for one text; 0 means two where one worker has three "
            "or more cores, otherwise one"
        ),
    )
    annotate: bool = Field(
        default=True,
        description="Whether `gloss serve` starts a process that annotates what is pending",
    )
    annotate_max_words: int = Field(
        default=150_000,
        gt=0,
        description=(
            "How many words and punctuation marks of a text are annotated, eight letters of a "
            "longer word counting as one; of a longer text only the beginning is, and the page "
            "says so"
        ),
    )
    annotator_max_bytes: int = Field(
        default=800_000_000,
        gt=0,
        description="Memory of the annotating process above which it is replaced after a text",
    )
    feeds_every_minutes: int = Field(
        default=60,
        ge=0,
        le=10_080,
        description=(
            "How often `gloss serve` checks each feed that is subscribed to; 0 leaves that to "
            "`gloss feeds run`"
        ),
    )
    search_max_characters: int = Field(
        default=400, gt=0, description="Longest search query; the rest is cut, and the page says so"
    )
    encyclopedia_enabled: bool = Field(
        default=False,
        description="Whether the editor may ask Wikipedia for an entity's summary",
    )
    encyclopedia_language: str = Field(
        default="en",
        pattern=r"^[a-z]{2,12}(-[a-z]{2,12}){0,2}$",
        description="The Wikipedia to ask where no imported entry names one",
    )
    encyclopedia_contact: Annotated[str, AfterValidator(_encyclopedia_contact)] = Field(
        default="",
        validate_default=True,
        description="An e-mail or web address at which Wikipedia can reach you; required to ask it",
    )

    log_level: Annotated[LogLevel, BeforeValidator(str.lower)] = Field(
        default="warning", description="Least severe messages logged: debug, info, warning, error"
    )
    sql_echo: bool = Field(
        default=False, description="Log every SQL statement with its parameters, for debugging"
    )

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the store."""
        if self.database_url is None:
            return f"sqlite:///{self.data / 'gloss.db'}"
        scheme, _, rest = self.database_url.partition("://")
        if scheme in ("postgres", "postgresql"):
            return f"postgresql+psycopg://{rest}"
        return self.database_url

    def threads_of_model(self, *, is_alone: bool) -> int:
        """The threads of the model in one worker, which others may run beside.

        Where nothing is set, one of several has one, and one alone leaves a core to those who read.
        """
        if self.model_threads:
            return self.model_threads
        return 2 if is_alone and _cores() > 2 else 1

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that requests may be addressed to."""
        own = urlsplit(self.base_url).hostname or "localhost"
        return self.allowed_hosts or (own, *LOOPBACK)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], **overrides: Any) -> "Settings":
        """Settings from `environ`, with `overrides` on top.

        Raises BadRequest naming the setting that cannot be read.
        """
        values: dict[str, Any] = {}
        for name, field in cls.model_fields.items():
            raw = _raw(environ, PREFIX + name.upper())
            if raw is None:
                continue
            is_list = get_origin(field.annotation) is tuple
            values[name] = _split(raw) if is_list else raw
        try:
            return cls(**(values | overrides))
        except ValidationError as error:
            first = error.errors()[0]
            name = PREFIX + str(first["loc"][0]).upper()
            reason = first["msg"].removeprefix("Value error, ")
            raise BadRequest(f"Invalid setting {name}: {reason}.") from error


def _cores() -> int:
    """The cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _split(raw: str) -> tuple[str, ...]:
    """The parts of a comma-separated setting."""
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def _raw(environ: Mapping[str, str], name: str) -> str | None:
    """The text of one setting, from the variable itself or from the file that `NAME_FILE` names.

    An empty variable counts as unset.
    """
    path = environ.get(name + "_FILE")
    if path and not environ.get(name):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadRequest(
                f"Cannot read the file named by {name}_FILE: {error.strerror}."
            ) from error
    return environ.get(name) or None
