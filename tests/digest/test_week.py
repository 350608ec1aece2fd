from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.digest.rhythm import weekly_slot
from bot.digest.week import Week, caption, edges
from bot.model import EntityId
from tests.telegram_parser import parsed

PUTIN, ASSAD = EntityId("putin"), EntityId("assad")
KYIV = ZoneInfo("Europe/Kyiv")
COUNTS = {ASSAD: (0,) * 7 + (1,) * 7, PUTIN: (5,) * 7 + (4, 4, 4, 4, 4, 4, 10)}


def week(language: str = "en", counts: Mapping[EntityId, Sequence[int]] | None = None) -> Week:
    return Week(date(2026, 3, 2), counts or COUNTS, {PUTIN: "Vladimir Putin", ASSAD: "Bashar al-Assad"}, language)


def test_the_summary_names_each_with_the_change_against_the_week_before_the_most_named_first() -> None:
    text = parsed(caption(week()).html)["text"].replace("\u200e", "")

    assert text.startswith("📈 Week of 2 March to 8 March\nReports that name them, a day\n")
    assert "Vladimir Putin: 34 (-1)\nBashar al-Assad: 7 (new)\n" in text


def test_the_numbers_of_every_day_stand_there_as_text() -> None:
    assert "Sun 8: 10, 1" in parsed(caption(week()).html)["text"].replace("\u200e", "")


def test_many_entities_still_fit_under_a_photo() -> None:
    many = {EntityId(f"entity-{n}-{'x' * 60}"): (0,) * 7 + (n,) * 7 for n in range(40)}

    for language in ("en", "ru", "uk", "ar"):
        assert len(parsed(caption(week(language, many)).html)["text"]) <= 1024


def test_days_are_those_of_the_channels_zone_through_a_change_of_the_clocks() -> None:
    days = edges(date(2026, 3, 30), KYIV)

    assert len(days) == 15
    assert days[-1] - days[-2] == timedelta(days=1)  # by the wall clock
    assert days[-1].timestamp() - days[-2].timestamp() == 23 * 3600
    assert days[0] == datetime(2026, 3, 16, tzinfo=KYIV)


def test_the_weekly_slot_is_the_last_that_came_due() -> None:
    at = time(9)
    monday = datetime(2026, 3, 2, 9, 0, tzinfo=KYIV)

    assert weekly_slot(0, at, KYIV, now=monday).at == monday
    assert weekly_slot(0, at, KYIV, now=monday - timedelta(seconds=1)).key == "week 2026-02-23"
    assert weekly_slot(0, at, KYIV, now=monday + timedelta(days=6, hours=23)).key == "week 2026-03-02"
