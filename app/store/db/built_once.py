"""Statements that are built once and asked often: building one takes longer than running it.

SQLAlchemy builds a statement of a few joins in a millisecond or two, and asks SQLite for its rows
in a tenth of that.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from inspect import signature
from typing import Any, NamedTuple, ParamSpec

from sqlalchemy import CursorResult, Integer, Select, bindparam
from sqlmodel import Session

P = ParamSpec("P")
SHAPES = 64
"""Statements kept of one builder: one for each kind of reader and combination of filters."""


class Built(NamedTuple):
    """A statement that is shared, and the values of its parameters."""

    statement: Select[*tuple[Any, ...]]
    values: Mapping[str, Any]


def built_once(build: Callable[P, Select[*tuple[Any, ...]]]) -> Callable[P, Built]:
    """Keeps what `build` returns, with a parameter in place of every argument that is a value.

    Numbers, words and lists of numbers are values: `build` sees parameters in their place, which it
    may compare and limit by and never look at (their truth raises TypeError). Readers, None, bools
    and classes decide which statement is built.
    """
    names = tuple(signature(build).parameters)

    @lru_cache(maxsize=SHAPES)
    def built(*shape: Any) -> Select[*tuple[Any, ...]]:
        given = (_parameter(name, one) for name, one in zip(names, shape, strict=True))
        return build(*given)  # type: ignore[call-arg]  # by place, as it was called

    @wraps(build)
    def of_values(*arguments: P.args, **by_name: P.kwargs) -> Built:
        every = (*arguments, *(by_name[name] for name in names[len(arguments) :]))
        shape = [_Value(type(one)) if _is_value(one) else one for one in every]
        values = {n: one for n, one in zip(names, every, strict=True) if _is_value(one)}
        return Built(built(*shape), values)

    return of_values


class _Value(NamedTuple):
    """A value's place in the shape of a statement."""

    kind: type


def _is_value(one: object) -> bool:
    return type(one) in (int, str, list)


def _parameter(name: str, one: Any) -> Any:
    if not isinstance(one, _Value):
        return one
    if one.kind is list:
        return bindparam(name, type_=Integer, expanding=True)
    # Words take the type of the column they are compared with, which may store them short.
    return bindparam(name, type_=Integer) if one.kind is int else bindparam(name)


def read_rows(s: Session, built: Built, **more: Any) -> CursorResult[*tuple[Any, ...]]:
    """The rows of a statement of columns; `more` are values of parameters that it has besides.

    Asked of the session's connection: for columns the session has nothing to do but to flush.
    """
    if s.autoflush and (s.new or s.dirty or s.deleted):
        s.flush()
    return s.connection().execute(built.statement, {**built.values, **more})
