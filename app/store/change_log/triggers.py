"""The triggers that fill the change log, on SQLite and PostgreSQL.

Whatever writes is logged: the ORM, statements by hand, cascades, another program. Migrations
rebuild tables and lose triggers with them, so `install` is run after every migration
(`migrations/env.py`).
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from app.store.change_log.dependencies import ARTICLE, ENTITY, LIBRARY
from app.store.change_log.touches import DELETE, EVENTS, TOUCHES, UPDATE, Touch

PREFIX = "logged_"
_NUMBERED_SQLITE = "UPDATE change_log_clock SET number = number + 1 WHERE NOT is_open;"
"""A number for a row that is changed outside of `Library.writing`."""
_NUMBERED_POSTGRESQL = """DECLARE
write_number integer := nullif(current_setting('gloss.write_number', true), '')::integer;
BEGIN
IF write_number IS NULL THEN
UPDATE change_log_clock SET number = number + 1 RETURNING number INTO write_number;
PERFORM set_config('gloss.write_number', write_number::text, true);
END IF;"""
"""The transaction's number, taken with its first change; until its end the clock is locked."""
_SPREAD = f"""INSERT INTO change_log (number, kind, id)
SELECT NEW.number, '{ENTITY}', mentioned.entity_id FROM (
SELECT entity_id FROM entity_in_article WHERE article_id = NEW.id
UNION SELECT entity_id FROM annotation WHERE revision_id IN
(SELECT id FROM revision WHERE article_id = NEW.id)
UNION SELECT entity_id FROM alias WHERE article_id = NEW.id
) AS mentioned WHERE mentioned.entity_id IS NOT NULL ON CONFLICT DO NOTHING;"""
"""With an article changes what is said of everyone in it: logged once in a transaction, at the
first change of the article. Whoever it mentions only later is logged by that later change."""


def install(connection: Connection) -> None:
    """Makes all triggers anew, and logs that everything may have changed."""
    remove(connection)
    for statement in _statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
    log_everything(connection)


def log_everything(connection: Connection, after: int = 0) -> None:
    """Makes every kept answer out of date, also for who has seen the number `after`."""
    connection.exec_driver_sql("UPDATE change_log_clock SET number = number + 1")
    connection.exec_driver_sql(
        f"UPDATE change_log_clock SET number = {after + 1:d} WHERE number <= {after:d}"
    )
    connection.exec_driver_sql(
        "INSERT INTO change_log (number, kind, id) "
        f"SELECT number, '{LIBRARY}', 0 FROM change_log_clock"
    )


def remove(connection: Connection) -> None:
    """Drops all triggers that are there, whichever version of the program made them."""
    if connection.dialect.name == "sqlite":
        for name in _stored(connection):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        return
    functions = connection.exec_driver_sql(
        f"SELECT proname FROM pg_proc WHERE proname LIKE '{PREFIX}%%'"
        " AND pronamespace = current_schema()::regnamespace"
    )
    for (name,) in functions.all():
        connection.exec_driver_sql(f"DROP FUNCTION {name}() CASCADE")


def differences(connection: Connection) -> list[str]:
    """The names of triggers that are missing, out of date or not ours any more."""
    stored = _stored(connection)
    wanted = dict(_wanted(connection.dialect.name))
    every = stored.keys() | wanted.keys()
    return sorted(name for name in every if stored.get(name) != wanted.get(name))


def _stored(connection: Connection) -> dict[str, str]:
    """The triggers that are there, with what they do."""
    if connection.dialect.name == "sqlite":
        statement = (
            f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%'"
        )
    else:
        statement = (
            "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "JOIN pg_class ON pg_class.oid = tgrelid WHERE relnamespace = "
            f"current_schema()::regnamespace AND NOT tgisinternal AND tgname LIKE '{PREFIX}%%'"
        )
    return {row[0]: row[1] for row in connection.exec_driver_sql(statement)}


def _wanted(dialect: str) -> Iterator[tuple[str, str]]:
    if dialect == "sqlite":
        for name, sql in _sqlite():
            yield name, sql
    else:
        for name, body, _ in _postgresql():
            yield name, body


def _statements(dialect: str) -> Iterator[str]:
    if dialect == "sqlite":
        for _, sql in _sqlite():
            yield sql
        return
    for name, body, fires in _postgresql():
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$trigger${body.replace('%', '%%')}$trigger$"
        )
        yield f"CREATE TRIGGER {name} {fires} EXECUTE FUNCTION {name}()"


def _sqlite() -> Iterator[tuple[str, str]]:
    """Name and statement of a trigger for every table and event."""
    for table, event, selects in _touched("IS NOT"):
        name = f"{PREFIX}{table}_{event.lower()}"
        inserts = [
            "INSERT INTO change_log (number, kind, id) "
            f"SELECT (SELECT number FROM change_log_clock), {select} ON CONFLICT DO NOTHING;"
            for select in selects
        ]
        body = "\n".join([_NUMBERED_SQLITE, *inserts])
        yield name, f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN\n{body}\nEND"
    name = f"{PREFIX}spread"
    fires = f"AFTER INSERT ON change_log WHEN NEW.kind = '{ARTICLE}'"
    yield name, f"CREATE TRIGGER {name} {fires} BEGIN\n{_SPREAD}\nEND"


def _postgresql() -> Iterator[tuple[str, str, str]]:
    """Name, body and occasion of a trigger for every table and event.

    One statement for a row: with one for each touch, storing an article took a quarter longer.
    """
    for table, event, selects in _touched("IS DISTINCT FROM"):
        insert = (
            "INSERT INTO change_log (number, kind, id) SELECT write_number, touched.* FROM ("
            + " UNION ALL ".join(f"SELECT {select}" for select in selects)
            + ") AS touched ON CONFLICT DO NOTHING;"
        )
        body = f"{_NUMBERED_POSTGRESQL}\n{insert}\nRETURN NULL;\nEND"
        yield f"{PREFIX}{table}_{event.lower()}", body, f"AFTER {event} ON {table} FOR EACH ROW"
    fires = f"AFTER INSERT ON change_log FOR EACH ROW WHEN (NEW.kind = '{ARTICLE}')"
    yield f"{PREFIX}spread", f"BEGIN\n{_SPREAD}\nRETURN NULL;\nEND", fires


def _touched(differs: str) -> Iterator[tuple[str, str, list[str]]]:
    """Each table and event with what it logs, as the rest of SELECTs of a kind and an id."""
    for table, touches in TOUCHES.items():
        for event in EVENTS:
            selects = [
                _select(touch, row, differs) for touch in touches for row in _rows(touch, event)
            ]
            if selects:
                yield table, event, selects


def _rows(touch: Touch, event: str) -> tuple[str, ...]:
    """Of which rows of an event a touch is made."""
    if event not in touch.events:
        return ()
    if event == UPDATE and touch.moves:
        return "NEW", "OLD"
    return ("OLD",) if event == DELETE else ("NEW",)


def _select(touch: Touch, row: str, differs: str) -> str:
    id_ = touch.id.format(row=row)
    conditions = [f"{id_} IS NOT NULL"]
    if touch.where:
        conditions.append(touch.where.format(row=row, differs=differs))
    source = f" FROM {touch.source}" if touch.source else ""
    return f"'{touch.kind}', {id_}{source} WHERE {' AND '.join(conditions)}"
