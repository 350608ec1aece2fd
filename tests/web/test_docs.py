"""What docs/watching.md says there is, there is, and nothing else."""

import re
from pathlib import Path

from bot.watch.kinds import KINDS
from tests.web.conftest import Site
from tests.web.test_server import Page

WATCHING = (Path(__file__).parents[2] / "docs" / "watching.md").read_text(encoding="utf-8")


async def test_every_metric_is_documented_and_every_documented_one_exists(site: Site) -> None:
    page = Page(site.desk.database)
    page.vitals.count("polls", "read")
    page.vitals.count("jobs", "tick done")
    for name in ("job", "poll", "answer"):
        page.vitals.took(name, "search", 1.0)
    async with page.open():
        _, text = await page.get("/metrics")

    exposed = {name for name in re.findall(r"^# TYPE (\S+) ", text, re.MULTILINE) if name.startswith("newswatch_")}
    documented = re.findall(r"^\| `(newswatch_\w+)` \|", WATCHING, re.MULTILINE)
    assert set(documented) == exposed
    assert len(documented) == len(exposed)


def test_every_kind_of_notice_is_documented_and_every_documented_one_exists() -> None:
    table = WATCHING.split("| kind | urgency |")[1].split("\n\n")[0]

    assert set(re.findall(r"`([a-z]+-[a-z]+)`", table)) == set(KINDS)
