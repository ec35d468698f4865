"""One frozen Settings, read once from the environment.

Every field has a default, a unit in its name and a line of help.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, get_origin
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo

from app.errors import BadRequest

PREFIX = "GLOSS_"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
"""Names by which a machine calls itself."""


def _public_address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("it is no http or https address")
    return address.rstrip("/")


def _known_database(address: str | None) -> str | None:
    if address is not None and not address.startswith(
        ("sqlite:", "postgres:", "postgresql:", "postgresql+psycopg:")
    ):
        raise ValueError("it is neither a SQLite nor a PostgreSQL address")
    return address


def _contact(contact: str, others: ValidationInfo) -> str:
    if not contact.isascii() or not contact.isprintable() or len(contact) > 200:
        raise ValueError("it is no text of at most 200 printable ASCII characters")
    if others.data.get("encyclopedia_enabled") and not contact.strip():
        raise ValueError(
            "Wikipedia wants to know whom to write to: give an address here, or leave "
            f"{PREFIX}ENCYCLOPEDIA_ENABLED off"
        )
    return contact.strip()


class Settings(BaseModel):
    """All that can be set.

    Environment: `GLOSS_` and the field's name in capitals; `…_FILE` names a file that holds the
    value.
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
    base_url: Annotated[str, AfterValidator(_public_address)] = Field(
        default="http://127.0.0.1:8000",
        description="Public address of this library; every absolute link is made from it",
    )
    allowed_hosts: tuple[str, ...] = Field(
        default=(),
        description=(
            "Host names answered, comma-separated; default: the base address's host plus loopback"
        ),
    )
    admin_token: str | None = Field(default=None, description="A bearer token with all rights")
    public_reading: bool = Field(
        default=True, description="Whether anyone may read public articles without signing in"
    )
    fetch_allow: tuple[str, ...] = Field(
        default=(),
        description=(
            "host:port pairs that may be fetched although not a public address, comma-separated"
        ),
    )
    trusted_proxies: tuple[str, ...] = Field(
        default=(),
        description="Addresses of proxies whose X-Forwarded-For is believed, comma-separated",
    )
    demo: bool = Field(default=False, description="Load the demo library at the first start")
    fetch_timeout_seconds: float = Field(
        default=20.0, gt=0, description="Deadline for fetching one address, redirects included"
    )
    fetch_max_bytes: int = Field(
        default=10_000_000, gt=0, description="Largest fetched page, after decompression"
    )
    image_max_bytes: int = Field(
        default=2_000_000, gt=0, description="Largest picture of an imported entry"
    )
    image_max_side_pixels: int = Field(
        default=4_096, gt=0, description="Longest side of such a picture"
    )
    import_max_bytes: int = Field(
        default=20_000_000, gt=0, description="Largest file or request body that is imported"
    )
    text_max_characters: int = Field(
        default=2_000_000, gt=0, description="Longest article text, in code points"
    )
    request_timeout_seconds: float = Field(
        default=30.0, gt=0, description="Deadline for receiving one request body"
    )
    busy_timeout_seconds: float = Field(
        default=10.0, gt=0, description="How long a write waits for another to end"
    )
    passage_max_characters: int = Field(
        default=2_000, gt=0, description="Longest passage that can be shared, in code points"
    )
    passages_per_minute: int = Field(
        default=30, gt=0, description="Passages that one address may share in a minute"
    )
    signin_valid_minutes: int = Field(
        default=15, gt=0, description="How long a sign-in link is valid"
    )
    session_valid_days: int = Field(default=30, gt=0, description="How long a sign-in lasts")
    page_size: int = Field(default=30, gt=0, le=200, description="Items on one page of a list")
    model_threads: int = Field(
        default=1, gt=0, le=64, description="Threads of the embedded model for one text"
    )
    search_max_characters: int = Field(
        default=400, gt=0, description="Longest search query; the rest is cut, and the page says so"
    )
    encyclopedia_enabled: bool = Field(
        default=False,
        description="Whether the editor may ask Wikipedia for the summary of an entity",
    )
    encyclopedia_language: str = Field(
        default="en",
        pattern=r"^[a-z]{2,12}(-[a-z]{2,12}){0,2}$",
        description="The Wikipedia that is asked where no imported entry names one",
    )
    encyclopedia_contact: Annotated[str, AfterValidator(_contact)] = Field(
        default="",
        validate_default=True,
        description="Whom Wikipedia may write to, an e-mail or web address; needed to ask it",
    )

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the store."""
        if self.database_url is None:
            return f"sqlite:///{self.data / 'gloss.db'}"
        scheme, _, rest = self.database_url.partition("://")
        return (
            f"postgresql+psycopg://{rest}"
            if scheme in ("postgres", "postgresql")
            else self.database_url
        )

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that requests may be addressed to."""
        own = urlsplit(self.base_url).hostname or "localhost"
        return self.allowed_hosts or (own, *LOOPBACK)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], **given: Any) -> "Settings":
        """Settings from `environ`, with `given` fields on top.

        Raises BadRequest naming the setting that cannot be read.
        """
        values: dict[str, Any] = {}
        for name, field in cls.model_fields.items():
            raw = _raw(environ, PREFIX + name.upper())
            if raw is not None:
                listed = get_origin(field.annotation) is tuple
                values[name] = (
                    tuple(p.strip() for p in raw.split(",") if p.strip()) if listed else raw
                )
        try:
            return cls(**(values | given))
        except ValidationError as error:
            first = error.errors()[0]
            name = PREFIX + str(first["loc"][0]).upper()
            raise BadRequest(f"The setting {name} cannot be used: {first['msg']}.") from error


def _raw(environ: Mapping[str, str], name: str) -> str | None:
    """The text of one setting, from itself or from the file that `NAME_FILE` names."""
    path = environ.get(name + "_FILE")
    if path and not environ.get(name):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadRequest(
                f"The file that {name}_FILE names cannot be read: {error.strerror}."
            ) from error
    value = environ.get(name)
    return value if value != "" else None
