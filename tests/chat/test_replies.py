"""Every answer fits into one message, however much there is to say."""

from dataclasses import replace
from datetime import UTC
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from bot.chat import replies
from bot.chat.replies import Extent, Hit, Reader, Results
from bot.digest.render import visible
from bot.model import Entity, EntityId
from bot.search.query import Remark
from bot.text.say import LANGUAGES, phrases
from tests.builders import NOW, make_coverage, make_feed
from tests.telegram_parser import parsed

LIMIT = 4096
ENGLISH = Reader(phrases("en"), NOW, UTC)
NOTHING = Extent(items=0, feeds=0, failing=0, since=None)
MANY = [Entity(EntityId(f"entity-{n}-{'i' * 50}"), f"Somebody {n} {'of Somewhere ' * 9}") for n in range(80)]


def length(html: str) -> int:
    return len(parsed(html)["text"])


def test_many_entities_are_listed_as_far_as_they_fit_the_most_reported_first() -> None:
    told = replies.entities(MANY, {MANY[70].id: 9}, ENGLISH)

    assert length(told) <= LIMIT
    assert MANY[70].id in told.splitlines()[1]
    assert told.splitlines()[-1].startswith("… and ")


def test_few_entities_are_all_listed() -> None:
    assert all(one.id in replies.entities(MANY[:12], {}, ENGLISH) for one in MANY[:12])


def test_sentences_that_list_everyone_name_the_first_of_many() -> None:
    names = [one.name for one in MANY]
    assert "and 72 others" in replies.welcome(names, ENGLISH.say)
    assert length(replies.welcome(names, ENGLISH.say)) <= LIMIT
    assert length(replies.no_entity("x" * 5000, MANY, ENGLISH.say)) <= LIMIT


def long_hit(number: int, filler: str) -> Hit:
    report = make_coverage(
        number=number,
        title=filler * 400,
        link=f"http://{'sub.' * 40}example.org/{'a' * 900}",
        feed=make_feed(title=filler * 99),
        language="en",
    )
    also = tuple(replace(report, language=language) for language in ("ru", "ar", "zh"))
    return Hit(report, outlets=9, languages=9, also=also, extract=((filler * 80, False), (filler * 79, True)))


@given(
    filler=st.sampled_from(["a ", "@x", "1.a", "&", "я", "\U0001f600", "a.b "]),
    hits=st.integers(0, 5),
    language=st.sampled_from(LANGUAGES),
)
def test_an_answer_to_a_search_fits_whatever_was_found(filler: str, hits: int, language: str) -> None:
    results = Results(
        query=filler * 999,
        hits=tuple(long_hit(number, filler) for number in range(1, hits + 1)),
        total=99999,
        corrected=filler * 999,
        tracked=tuple(one.name for one in MANY),
        notes=tuple(Remark("remark-not-tracked", {"value": filler * 300}) for _ in range(40)),
    )

    assert length(replies.search(results, NOTHING, Reader(phrases(language), NOW, UTC))) <= LIMIT


def test_reports_in_other_languages_are_shown_where_there_is_room() -> None:
    lead = make_coverage(number=1, title="Rain in the harbour")
    also = make_coverage(number=2, title="Дождь в порту", language="ru")

    told = replies.search(Results("rain", (Hit(lead, also=(also,)),), total=2), NOTHING, ENGLISH)

    assert "Дождь в порту" in told


@given(
    st.lists(st.text("ab &<\n", max_size=90), min_size=1, max_size=40),
    st.integers(200, 900),
    st.sampled_from(LANGUAGES),
)
def test_of_a_long_list_as_much_is_kept_as_fits_and_the_others_are_counted(
    lines: list[str], limit: int, language: str
) -> None:
    blocks, say = [f"<b>{escape(line)}</b>" for line in lines], phrases(language)

    told = replies.fitting(blocks, say, limit=limit)

    assert len(visible(told)) <= limit
    kept = next(number for number in range(len(blocks), -1, -1) if told.startswith("\n".join(blocks[:number])))
    if kept < len(blocks):
        assert told == "\n".join([*blocks[:kept], say("and-more", number=len(blocks) - kept)])
        assert len(visible("\n".join([*blocks[: kept + 2], told.rpartition("\n")[2]]))) > limit
