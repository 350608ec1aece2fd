from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.story_data import OWN, read_rows
from bot.stories.cluster import Beginning, Clusterer, Decision, Placed, Rules
from bot.stories.report import Key, Report
from bot.stories.window import Rules as WindowRules
from tests.stories.builders import make_report

KHARKIV = make_report(
    "Russian missile hits apartment block in Kharkiv, five killed", 0, summary="Rescuers search rubble."
)
KHARKIV_RU = make_report(
    "Ракета попала в жилой дом в Харькове: пятеро погибших", 1, language="ru", summary="Спасатели разбирают завалы."
)
ODESA = make_report("Russian missile hits port warehouse in Odesa, three killed", 1, summary="A fire broke out.")


def stories(reports: Sequence[Report], clusterer: Clusterer | None = None) -> dict[Key, Key]:
    """The story of each report after the last one."""
    return final((clusterer or Clusterer()).add_many(reports))


def final(decisions: Sequence[Decision]) -> dict[Key, Key]:
    found: dict[Key, Key] = {}
    for decision in decisions:
        found[decision.key] = decision.story
        found |= dict(decision.moved)
    return found


def together(one: Report, other: Report, *more: Report) -> bool:
    found = stories(sorted((one, other, *more), key=lambda r: r.published))
    return found[one.key] == found[other.key]


def test_one_event_in_two_languages_is_one_story() -> None:
    assert together(KHARKIV, KHARKIV_RU)


def test_strikes_on_two_cities_in_one_night_are_two_stories() -> None:
    assert not together(KHARKIV, ODESA)


def test_a_story_is_named_by_the_report_that_founded_it() -> None:
    assert stories([KHARKIV, KHARKIV_RU])[KHARKIV_RU.key] == KHARKIV.key


def test_what_lies_further_back_than_the_window_is_not_joined() -> None:
    late = make_report(KHARKIV.title, 73, summary=KHARKIV.summary)

    assert not together(KHARKIV, late)


@pytest.mark.parametrize(
    "same",
    [
        {"link": "https://www.example.org/ferry?utm_source=mail"},
        {"source": "harbour", "guid": "ferry-7"},
        {"source": "harbour", "title": "Ferry line to open again"},
    ],
    ids=["the same page", "the same guid", "the same outlet and title"],
)
def test_a_report_with_another_ones_identity_joins_it_whatever_it_says(same: dict[str, Any]) -> None:
    first = make_report(**{"title": "Ferry line to open again", **same})
    other = make_report(hours=2, **{"title": "Islanders wait for spring", **same})

    assert [d.duplicate_of for d in Clusterer().add_many([first, other])] == [None, first.key]
    assert together(first, other)


def test_a_wire_copy_joins_its_original_and_names_it() -> None:
    text = "The ministry said that the ferry line between the two islands will open again in the spring of next year."
    original = make_report("Ferry line to open again", summary=text)
    copy = make_report("Islands get their ferry back, says ministry", 2, summary=f"(Agency) {text}")
    third = make_report("Ferry line", 3, summary=text)

    decisions = Clusterer().add_many([original, copy, third])

    assert [d.duplicate_of for d in decisions] == [None, original.key, original.key]
    assert {d.story for d in decisions} == {original.key}


def test_a_copy_of_a_copy_names_the_first_text_even_when_that_has_left_the_window() -> None:
    text = "The ministry said that the ferry line between the two islands will open again in the spring of next year."
    copies = [make_report(f"Ferry {n}", 40 * n, summary=text) for n in range(4)]

    decisions = Clusterer().add_many(copies)

    assert {d.story for d in decisions} == {copies[0].key}
    assert [d.duplicate_of for d in decisions[1:]] == [copies[0].key] * 3


def test_a_recurring_headline_of_another_day_is_another_story() -> None:
    days = [
        make_report(
            f"Russia-Ukraine war: what we know on day {652 + n}", 24 * n, source="guardian", summary="The main events."
        )
        for n in range(3)
    ]

    assert len(set(stories(days).values())) == 3


TOWNS = ("Husum", "Lindau", "Wesel", "Pirna", "Celle", "Brilon", "Zwettl", "Uelzen")
ADVICE = "Autofahrer sollten langsam fahren, empfindliche Pflanzen sind vor dem Frost zu schützen."
SERIES = [
    make_report(f"Amtliche Warnung vor Frost für Kreis {town}", n, language="de", source="wetter", summary=ADVICE)
    for n, town in enumerate(TOWNS)
]


def test_a_series_of_one_headline_about_many_places_is_as_many_stories() -> None:
    decisions = Clusterer().add_many(SERIES)

    assert [d.duplicate_of for d in decisions] == [None] * len(SERIES)
    assert len(set(final(decisions).values())) == len(SERIES)


def test_two_outlets_that_say_the_same_of_two_places_report_two_events() -> None:
    assert not together(SERIES[0], replace(SERIES[1], source="bote"))


def test_an_event_of_one_kind_elsewhere_is_another_one_however_close_the_vectors_are() -> None:
    vector = np.full(512, 512**-0.5, dtype=np.float32)
    peru, japan, peru_too = (
        replace(make_report(title, hours, language=language), title_vector=vector, vector=vector)
        for hours, (title, language) in enumerate(
            [
                ("Strong quake shakes Peru, people flee their homes", "en"),
                ("Сильное землетрясение в Японии, люди покинули дома", "ru"),
                ("Сильное землетрясение в Перу, люди покинули дома", "ru"),
            ]
        )
    )

    assert not together(peru, japan)
    assert together(peru, peru_too)


def test_two_stories_of_one_outlets_series_are_not_merged() -> None:
    clusterer = Clusterer()
    clusterer.add_many(SERIES[:2])

    assert not clusterer._may_merge(*(clusterer._groups[report.key] for report in SERIES[:2]))


def own_reports(number: int) -> list[Report]:
    return [row.report for row in read_rows(OWN / "own_rows.jsonl")[:number]]


def test_what_the_decisions_say_is_what_the_clusterer_holds() -> None:
    clusterer = Clusterer()
    reports = own_reports(200)

    found = final(clusterer.add_many(reports))

    last = reports[-1].published
    recent = [r.key for r in reports if last - r.published <= timedelta(hours=72)]
    assert {key: clusterer._groups[key].key for key in recent} == {key: found[key] for key in recent}


@pytest.mark.parametrize("most", [30_000, 30], ids=["of hours", "of a number"])
def test_a_replay_interrupted_by_a_restart_gives_the_same_stories(most: int) -> None:
    rules = Rules(window=WindowRules(reports=most))
    reports = own_reports(160)
    whole = final(Clusterer(rules).add_many(reports))

    for cut in (40, 111):
        before = Clusterer(rules)
        decisions = before.add_many(reports[:cut])
        placed, copies = final(decisions), {d.key: d.duplicate_of for d in decisions}
        since = reports[cut - 1].published - timedelta(hours=before.history.hours)
        kept = [r for r in reports[:cut] if r.published >= since][-before.history.reports :]
        gone = reports[: cut - len(kept)]
        founded = {r.key: r.published for r in gone}
        earlier = Counter(placed[r.key] for r in gone)
        beginnings = {story: Beginning(founded[story], number) for story, number in earlier.items()}
        told = [Placed(r, placed[r.key], copies[r.key], beginnings.get(placed[r.key])) for r in kept]
        after = Clusterer(rules)
        after.restore(told[:25])
        after.restore(told[25:])

        assert placed | final(after.add_many(reports[cut:])) == whole


def test_the_window_holds_no_more_than_its_number_of_reports() -> None:
    clusterer = Clusterer(Rules(window=WindowRules(reports=20)))
    reports = own_reports(60)

    clusterer.add_many(reports)

    assert [report.key in clusterer._groups for report in reports] == [False] * 40 + [True] * 20


def test_a_visit_and_what_was_said_about_it_later_are_two_stories() -> None:
    visit = make_report("Zelensky arrives in Berlin for talks with Scholz", 0, summary="They signed an agreement.")
    reaction = make_report("Kremlin dismisses security agreements of Kyiv with Berlin and Paris", 5)

    assert not together(visit, reaction)


def test_one_delegation_in_two_capitals_is_two_stories() -> None:
    kyiv = make_report("African leaders meet Zelensky in Kyiv to offer mediation", 0)
    petersburg = make_report("African leaders meet Putin in St Petersburg to offer mediation", 24)

    assert not together(kyiv, petersburg)


def test_loan_words_alone_make_no_story_of_unrelated_news() -> None:
    unrelated = [
        make_report("A red kitten looks for a home", 0, language="en"),
        make_report("Institut sucht rote Zwerge", 1, language="de"),
        make_report("Storage prices: flash memory falls", 2, language="en"),
        make_report("Flash-Speicher: Hersteller drosselt Produktion", 3, language="de"),
        make_report("Le marathon change de parcours", 4, language="fr"),
        make_report("Festival internazionale: programma e biglietti", 5, language="it"),
    ]

    assert len(set(stories(unrelated).values())) == len(unrelated)


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Chatty defector becomes a media star", "Grüne: Netzbetreiber sollen Dienst finanzieren"),
        ("Ten candidates in local race", "Zehn Tipps gegen Motten"),
        ("Kitchen fire near the mill", "Ausstellung zum Thema Brand"),
    ],
)
def test_one_thing_shared_across_languages_is_no_bridge_where_words_alone_speak(english: str, german: str) -> None:
    assert not together(make_report(english), make_report(german, language="de"))


def test_two_speeches_of_one_person_on_one_day_are_two_stories() -> None:
    economy = make_report(
        "Putin says Russian economy has withstood sanctions", 0, summary="He spoke at a forum in Kazan."
    )
    spies = make_report(
        "Putin tells FSB to hunt spies and saboteurs", 4, summary="He spoke to the board of the service."
    )

    assert not together(economy, spies)


def test_a_story_takes_no_reports_after_seven_days_however_it_is_kept_alive() -> None:
    updates = [
        make_report(
            "Miners trapped in gold mine in Erzincan, rescue goes on", 20 * n, summary=f"Shift {'abcdefghijk'[n]} digs."
        )
        for n in range(11)
    ]

    found = stories(updates)

    assert found[updates[8].key] == found[updates[0].key]
    assert found[updates[9].key] != found[updates[0].key]


def test_thirty_look_alikes_of_one_outlet_do_not_take_over_the_name_of_a_story() -> None:
    flood = [
        make_report(KHARKIV.title, 1 + n / 60, source="mill", owner="Mill", link=f"http://mill.example/{n}")
        for n in range(30)
    ]

    found = stories([KHARKIV, *flood])

    assert {found[report.key] for report in flood} == {KHARKIV.key}


@settings(max_examples=5)
@given(st.randoms(use_true_random=False))
def test_reports_of_equal_times_give_equal_stories_in_any_order(random: Random) -> None:
    reports = list(own_reports(60))
    same_time = [
        Report(r.key, r.title, reports[0].published, r.summary, r.source, language=r.language) for r in reports
    ]
    expected = stories(same_time)
    random.shuffle(same_time)

    assert stories(same_time) == expected


@pytest.mark.parametrize("language", ["", "xx", "th"])
def test_a_language_without_tables_is_read_all_the_same(language: str) -> None:
    one = make_report("Vondrak Zelim opens Harbour Museum in Torvala", language=language)
    other = make_report("Torvala: Harbour Museum opened by Vondrak Zelim", 1, language=language)

    assert stories([one, other])
