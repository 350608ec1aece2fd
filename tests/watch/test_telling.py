from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Notice
from bot.watch.kinds import KINDS
from bot.watch.telling import RULES, Waiting, as_html, messages, told
from tests.builders import NOW

HOUR = timedelta(hours=1)


def waiting(*notices: Notice, ago: timedelta = HOUR) -> list[Waiting]:
    return [Waiting(number, notice, NOW - ago) for number, notice in enumerate(notices)]


def dead(name: str) -> Notice:
    return Notice("feed-dead", name, f"{name}: dead, 3 items")


def test_a_message_says_how_urgent_it_is_and_what_to_do_next() -> None:
    (message,) = messages(waiting(Notice("post-aside", "7", "post 7 was set aside: too long")), 0, now=NOW)

    assert message.text == "Act now: post 7 was set aside: too long\nNext: /quarantine"


def test_what_is_over_is_said_without_anything_to_do() -> None:
    (message,) = messages(waiting(Notice("feed-over", "harbour", "Harbour Post: back")), 0, now=NOW)

    assert message.text == "Over: Harbour Post: back"


def test_the_next_step_can_be_copied_or_tapped_and_nothing_a_publisher_wrote_can() -> None:
    (message,) = messages(waiting(dead("harbour.com/a")), 0, now=NOW)
    line, step = as_html(message.text).split("\n")

    assert step == "Next: <code>python run_bot.py feeds test ID</code>"
    assert "harbour.com/a" not in line, "no link"
    assert as_html("Next: python run_bot.py receipt; please report it").endswith("</code>; please report it")
    assert as_html("Next: /quarantine") == "Next: /quarantine"


def test_forty_feeds_that_died_are_one_message_that_names_the_first() -> None:
    (message,) = messages(waiting(*(dead(f"f{n}") for n in range(40))), 0, now=NOW)

    assert message.text.startswith("Today: 40 feeds are dead: f0, f1, f2")
    assert "f9 and 30 more\nNext: " in message.text
    assert len(message.ids) == 40


def test_a_notice_waits_a_moment_for_others_of_its_kind_an_urgent_one_less() -> None:
    early = waiting(dead("a"), Notice("chat-lost", "@x", "lost"), ago=timedelta(minutes=1))

    assert [message.text.split(":")[0] for message in messages(early, 0, now=NOW)] == ["Act now"]


def test_no_more_than_five_messages_go_out_in_an_hour_and_what_is_left_is_told_in_the_last() -> None:
    urgent = [kind for kind, what in KINDS.items() if what.urgency == "now"]
    assert len(urgent) > RULES.an_hour
    notices = [Notice(kind, "x", f"this is {kind}") for kind in KINDS]

    found = messages(waiting(*notices), 0, now=NOW)

    assert len(found) == 5
    assert sorted(number for message in found for number in message.ids) == sorted(
        number for number, notice in enumerate(notices) if notice.kind in urgent
    )
    assert messages(waiting(*notices), 5, now=NOW) == []


def test_what_is_not_urgent_leaves_room_for_what_is() -> None:
    calm = [Notice(kind, "x", f"this is {kind}") for kind, what in KINDS.items() if what.urgency != "now"]

    assert len(messages(waiting(*calm), 0, now=NOW)) == 3
    assert messages(waiting(*calm), 3, now=NOW) == []
    assert len(messages(waiting(*calm, Notice("disk-low", "", "full")), 3, now=NOW)) == 1


def test_a_notice_from_a_future_that_a_wrong_clock_had_is_told() -> None:
    assert messages(waiting(dead("a"), ago=-timedelta(days=300)), 0, now=NOW)


@pytest.mark.parametrize("kind", KINDS)
def test_many_of_every_kind_are_one_line_that_reads(kind: str) -> None:
    text = told([Notice(kind, f"x{n}", "y") for n in range(12)])

    assert f"12 {KINDS[kind].many}: x0" in text
    assert text.endswith(f"Next: {KINDS[kind].command}")


@given(
    st.lists(st.tuples(st.sampled_from([*KINDS, "feed-over"]), st.text(max_size=900), st.integers(-9, 9000))),
    st.integers(0, 9),
)
def test_no_notice_is_told_twice_and_no_message_is_too_long(rows: list[tuple[str, str, int]], sent: int) -> None:
    stored = [
        Waiting(number, Notice(kind, str(number), text), NOW - timedelta(seconds=age))
        for number, (kind, text, age) in enumerate(rows)
    ]

    found = messages(stored, sent, now=NOW)

    ids = [number for message in found for number in message.ids]
    assert len(ids) == len(set(ids))
    assert len(found) <= max(0, RULES.an_hour - sent)
    assert all(0 < len(message.text) <= 4096 for message in found)
