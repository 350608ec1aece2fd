"""/trend: how often somebody was named, as a picture and as numbers."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.replies import Reader
from bot.chat.trend import COLUMNS, LONGEST, MOST, Course, caption, period
from bot.digest.chart import Line, chart
from bot.digest.week import CAPTION
from bot.model import EntityId
from bot.text.say import LANGUAGES, phrases
from tests.builders import NOW
from tests.chat.reports import OUTLETS, report
from tests.chat.talk import Talk, talking
from tests.telegram_parser import bare, parsed

ZONES = st.sampled_from(["UTC", "Europe/Kyiv", "America/New_York", "Pacific/Fiji"]).map(ZoneInfo)


@dataclass
class Easel:
    """Draws charts and remembers what they show."""

    drawn: list[tuple[str, list[str], list[tuple[str, tuple[int, ...]]]]] = field(default_factory=list)
    is_broken: bool = False

    async def __call__(self, title: str, days: Sequence[str], lines: Sequence[tuple[str, tuple[int, ...]]]) -> bytes:
        self.drawn.append((title, list(days), list(lines)))
        return b"" if self.is_broken else chart(title, days, [Line(*line) for line in lines])


@pytest.fixture
def easel() -> Easel:
    return Easel()


@pytest.fixture
async def talk(tmp_path: Path, easel: Easel) -> AsyncIterator[Talk]:
    async with talking(tmp_path, outlets=OUTLETS, draw=easel) as talk:
        yield talk


async def test_a_picture_comes_with_the_numbers_as_text(talk: Talk, easel: Easel) -> None:
    await talk.tell(report("Putin today"))
    await talk.tell(report("Putin yesterday", minutes=24 * 60))
    await talk.tell(report("Putin yesterday too", minutes=25 * 60))
    await talk.tell(report("Putin last month", minutes=20 * 24 * 60))

    message = await talk.ask("/trend putin")

    assert message.photo is not None
    told = bare(message.text)
    assert "Vladimir Putin · 16 Feb – 1 Mar" in told
    assert "Vladimir Putin: 3 (+2) · Most on 28 Feb: 2" in told
    assert told.splitlines()[3:5] == ["1 Mar: 1", "28 Feb: 2"]
    ((_, days, lines),) = easel.drawn
    assert (days[0], days[-1], len(days)) == ("16 Feb", "1 Mar", 14)
    assert lines == [("Vladimir Putin", (*[0] * 12, 2, 1))]


@pytest.mark.parametrize("asked", ["путин", "Путина", "PUTIN 7d", "putn", "7d vladimir putin"])
async def test_a_name_in_any_script_inflection_or_misspelling_is_understood(talk: Talk, asked: str) -> None:
    await talk.tell(report("Putin today"))

    assert "Vladimir Putin: 1" in await talk.said(f"/trend {asked}")


async def test_an_unknown_name_gets_a_helpful_answer(talk: Talk) -> None:
    told = await talk.said("/trend caesar 30d")

    assert "caesar is not tracked here. Tracked: putin, assad." in told
    assert "/search" in told
    assert "/trend putin 30d" in await talk.said("/trend")


async def test_days_begin_where_the_chat_is(talk: Talk, easel: Easel) -> None:
    await talk.tell(report("Putin at noon", minutes=60))  # midnight of 2 March in Auckland: 11:00 UTC
    await talk.tell(report("Putin before noon", minutes=61))
    await talk.said("/settings Pacific/Auckland")

    await talk.said("/trend putin 2d")

    assert easel.drawn[0][2] == [("Vladimir Putin", (1, 1))]


async def test_several_names_are_compared_in_one_picture(talk: Talk, easel: Easel) -> None:
    await talk.tell(report("Putin today"))

    told = await talk.said("/trend putin, assad")

    assert "Bashar al-Assad: 0 (0)" in told
    assert "1 Mar: 1, 0" in told
    assert [name for name, _ in easel.drawn[0][2]] == ["Vladimir Putin", "Bashar al-Assad"]


async def test_where_nothing_was_said_there_is_no_picture_but_an_answer(talk: Talk, easel: Easel) -> None:
    assert "Vladimir Putin: 0 (0)" in await talk.said("/trend putin")
    assert easel.drawn == []


async def test_numbers_come_without_a_picture_that_could_not_be_drawn(talk: Talk, easel: Easel) -> None:
    easel.is_broken = True
    await talk.tell(report("Putin today"))

    message = await talk.ask("/trend putin")

    assert message.photo is None
    assert "Vladimir Putin: 1" in bare(message.text)


async def test_what_was_taken_back_is_not_counted(talk: Talk) -> None:
    hoax = report("Putin resigns")
    await talk.tell(hoax)
    await talk.archive.withdraw([hoax.id], "hoax")

    assert "Vladimir Putin: 0" in await talk.said("/trend putin")


@given(days=st.integers(0, 999), zone=ZONES, now=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001
def test_a_period_is_of_full_days_that_end_with_today_and_fits_a_chart(
    days: int, zone: ZoneInfo, now: datetime
) -> None:
    length = period(days)

    edges = length.edges(now.replace(tzinfo=UTC), zone)

    assert length.columns <= COLUMNS
    assert min(max(days, 2), LONGEST) <= length.columns * length.step < LONGEST + 28
    assert len(edges) == 2 * length.columns + 1
    assert edges[-1] - timedelta(days=length.step) <= now.replace(tzinfo=UTC) < edges[-1]
    assert all(edge.hour == edge.minute == 0 for edge in edges)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("days", [2, 31, 200, 366])
def test_a_caption_never_grows_too_long_for_a_picture(language: str, days: int) -> None:
    length = period(days)
    wanted = [EntityId(f"entity-{number}") for number in range(MOST)]
    counts = {one: [123_456] * (2 * length.columns) for one in wanted}
    names = dict.fromkeys(wanted, "Somebody of somewhere very far away & beyond" * 9)

    html = caption(Course(length, length.edges(NOW, UTC), counts, names), Reader(phrases(language), NOW, UTC))

    assert len(parsed(html)["text"]) <= CAPTION
