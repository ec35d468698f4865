"""Who wrote annotations: where several people did, each note says whose it is."""

from collections.abc import Iterable

from app.importers.saved_items import values

_ACCOUNT = "acct:"


def shown(name: object, account: object) -> str | None:
    """The name of a person to show: the one they chose, else that of their account."""
    chosen = values.one_line(name)
    if chosen:
        return chosen
    written = values.one_line(account)
    return written.removeprefix(_ACCOUNT).partition("@")[0] if written else None


def are_several(accounts: Iterable[object]) -> bool:
    """Whether annotations are of more than one person."""
    return len({one for one in accounts if isinstance(one, str)}) > 1


def signed(note: str, author: str | None, *, is_signed: bool) -> str:
    """A note, behind its author's name where it needs one."""
    return f"{author}: {note}" if note and author and is_signed else note
