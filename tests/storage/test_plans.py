"""Every look-up of an append goes by an index, however long the journal has become."""

from typing import Any

from sqlalchemy import Connection, event, text

from tests.storage.conftest import Boards
from tests.storage.drafting import net_up, send

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
LOOKS_AT_ROWS_IN_VAIN = {"sqlite": "SCAN entry", "postgresql": "Filter:"}
"""What a plan says that reads rows only to pass them over."""


def test_an_append_scans_no_table(boards: Boards) -> None:
    board = boards.open(boards.fresh_name())
    for _ in range(5):
        send(board, *(net_up(f"opening/{n}") for n in range(1000)))
    plans: list[str] = []

    with board.medium.writing() as connection:
        dialect = connection.dialect.name
        connection.execute(text("ANALYZE"))  # as the server does by itself a minute after so many rows

    def explain(on: Connection, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith("SELECT") and "FROM entry" in statement:
            lines = on.connection.cursor().execute(f"{EXPLAIN[dialect]} {statement}", parameters)
            plans.append("\n".join(str(line) for line in lines))

    event.listen(connection.engine, "before_cursor_execute", explain)
    send(board, *(net_up(f"opening/new-{n}") for n in range(300)))
    event.remove(connection.engine, "before_cursor_execute", explain)
    assert len(plans) >= 302
    assert [plan for plan in plans if LOOKS_AT_ROWS_IN_VAIN[dialect] in plan] == []
