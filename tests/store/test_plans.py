"""What is asked again and again must not cost more the longer the archive is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot import app, serving
from bot.settings import load
from bot.watch.vitals import Health
from bot.web.metrics import figures
from tests.builders import NOW, make_item

SETTINGS = """
[archive]
database = "sqlite:///{folder}/n.db"
[understanding]
vectors = false
[[channel]]
id = "main"
chat = "@news"
digest_every = "1h"
"""
WHOLE = re.compile(r"SCAN (item|item_key|item_version|mention|story|shown)$")
"""The tables that grow with the archive."""
SELDOM = {"tick", "upkeep", "reindex"}
"""Jobs that ask the network, and those whose matter is the whole archive."""


@contextmanager
def asked(engine: sa.Engine) -> Iterator[list[tuple[str, Any]]]:
    """Yield the statements that are sent to a database, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def note(*event: Any) -> None:
        _, _, statement, parameters, _, is_many = event
        if not is_many:
            statements.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", note)
    yield statements
    sa.event.remove(engine, "before_cursor_execute", note)


async def test_no_query_of_every_second_or_minute_reads_a_whole_table(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(SETTINGS.format(folder=tmp_path))
    (tmp_path / "entities.toml").write_text('[[entity]]\nid = "putin"\nname = "Vladimir Putin"\nweak."*" = ["Putin"]\n')
    now = app.clock()
    async with app.house(load(tmp_path, {})) as house:
        house.caught_up = True
        watching = app.watching(house, "live")
        hour = timedelta(hours=1)
        await house.archive.load([make_item(number=1, title="Putin in Kazan", published=now - hour, seen=now)])
        with asked(house.database._reading) as read, asked(house.database._writing) as written:
            for name, (job, _) in serving._jobs(house, watching, []).items():
                if name not in SELDOM:
                    await job()
            await figures(house.database, house.vitals, Health("live", {}, {}), house.feeds, version="1", now=NOW)
        assert len(read) > 20

        def plans(conn: sa.Connection) -> list[str]:
            return [
                f"{row[3]}: {statement}"
                for statement, parameters in {*read, *written}
                if statement.startswith(("SELECT", "UPDATE", "DELETE"))
                for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                if WHOLE.match(row[3])
            ]

        assert await house.database.read(plans) == []
