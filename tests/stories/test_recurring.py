import json
from pathlib import Path

import pytest

from bot.stories.recurring import heading, other_edition, same_of_others
from tests.stories.builders import make_report

ONE_EVENT = Path(__file__).parents[2] / "bench" / "data" / "headlines_one_event.jsonl"


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [
        ("Ukraine war: what we know on day 652", "Ukraine war: what we know on day 653", 24),
        ("Morning briefing", "Morning briefing", 24),
        ("Главное к утру 7 марта", "Главное к утру 8 марта", 24),
    ],
)
def test_an_outlets_headline_that_only_counts_the_days_is_another_edition(one: str, other: str, hours: float) -> None:
    assert other_edition(heading(make_report(one, source="a")), heading(make_report(other, hours, source="a")))


@pytest.mark.parametrize(
    ("other", "hours", "source"),
    [
        ("Death toll rises to 52", 20, "a"),  # an update: the number counts no days
        ("Death toll rises to 45", 1, "a"),  # the same edition again
        ("Death toll rises to 45", 24, "b"),  # another outlet
        ("Death toll falls", 24, "a"),
    ],
)
def test_an_update_or_another_outlet_is_no_other_edition(other: str, hours: float, source: str) -> None:
    first = heading(make_report("Death toll rises to 45", source="a"))

    assert not other_edition(first, heading(make_report(other, hours, source=source)))


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Fire in Karford leaves 3 dead", "Fire in Belham leaves 5 dead", "en"),
        ("Путин и Макрон провели телефонный разговор", "Путин и Орбан провели телефонный разговор", "ru"),
        ("Зеленський прибув до Берліна", "Зеленський прибув до Саудівської Аравії", "uk"),
        ("Warnung vor Sturm im Kreis Husum", "Warnung vor Sturm im Kreis Lindau", "de"),
        ("Brentford 2-1 Millwall: match report", "Fulham 0-0 Derby: match report", "en"),
        ("黎巴嫩发生5.4级地震", "马拉维发生6.1级地震", "zh"),
        ("وفاة 5 في حادث سير في تونس", "وفاة 9 في حادث سير في كوبا", "ar"),
    ],
)
def test_a_headline_that_says_the_same_of_others_is_of_another_event(one: str, other: str, language: str) -> None:
    first, second = (heading(make_report(title, language=language, source="a")) for title in (one, other))

    assert same_of_others(first, second)
    assert other_edition(first, second)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Fire in Karford leaves 3 dead", "Fire in Karford leaves 5 dead", "en"),  # an update
        ("Fire in Karford leaves 3 dead", "Fire in Karford: three killed", "en"),  # other words
        ("Putin meets Xi", "Putin meets Xi in Beijing", "en"),  # only one has a name more
        ("Gunmen attack hotel in Kabul", "Insurgents attack hotel in Kabul", "en"),  # no name, though it comes first
        ("Fire Kills 3 in Karford, Officials Say", "Fire Kills 3 in Karford, Witnesses Say", "en"),  # all have capitals
        ("Взрыв в Москве", "Взрыв в центре Москвы", "ru"),  # one name in two cases
        ("Kyiv", "Warsaw", "en"),  # nothing is said
        ("Fire in Lyon kills five", "Fire in France kills five", "en"),  # a town and its country
        ("Fire in Galston kills five", "Fire in Scotland kills five", "en"),  # perhaps as much
        ("Manavgat'ta orman yangını", "Antalya'da orman yangını", "tr"),  # a town and its province
        ("Kreml: Kein Treffen mit Merz geplant", "Peskow: Kein Treffen mit Merz geplant", "de"),  # who speaks for it
        ("Президент Украины отменил поездку", "Зеленский отменил поездку", "ru"),  # an office and its holder
        ("UN envoy Haqyar in Kabul", "UN envoy Haqiar in Kabul", "en"),  # two spellings
    ],
)
def test_an_update_or_other_words_say_nothing_of_others(one: str, other: str, language: str) -> None:
    first, second = (heading(make_report(title, language=language)) for title in (one, other))

    assert not same_of_others(first, second)


def test_headlines_of_one_event_made_to_break_it_seldom_do_and_no_update_does() -> None:
    rows = [json.loads(line) for line in ONE_EVENT.read_text("utf-8").splitlines()]
    headings = [[heading(make_report(row[side], language=row["lang"])) for side in "ab"] for row in rows]

    broken = [row["kind"] for row, pair in zip(rows, headings, strict=True) if same_of_others(*pair)]

    assert len(rows) == 300
    assert len(broken) <= 13
    assert not {"update", "two-sides", "extra-name"} & set(broken)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fire in Leeds kills five", "Fire in Cardiff kills five"),
        ("Fire in Leeds kills five", "Fire in Belham kills five"),
    ],
)
def test_only_an_outlet_alone_must_mean_two_towns_by_two_names(one: str, other: str) -> None:
    here, there, elsewhere = (
        heading(make_report(title, source=source)) for title, source in ((one, "a"), (other, "a"), (other, "b"))
    )

    assert same_of_others(here, there)
    assert not same_of_others(here, elsewhere)
