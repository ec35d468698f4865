"""Tables of the change log: what each of the last transactions changed."""

from sqlalchemy import Boolean, CheckConstraint, Column, false
from sqlmodel import Field, SQLModel


class ChangeLogClock(SQLModel, table=True):
    """One row: the number of the newest write; `is_open` only inside a transaction."""

    __tablename__ = "change_log_clock"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: int | None = Field(default=None, primary_key=True)
    number: int
    is_open: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )


class LoggedChange(SQLModel, table=True):
    """Something that a write changed; triggers fill it (`app.store.change_log.triggers`)."""

    __tablename__ = "change_log"
    __table_args__ = ({"sqlite_with_rowid": False},)
    number: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    id: int = Field(primary_key=True)
