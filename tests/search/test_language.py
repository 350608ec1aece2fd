from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.model import EntityId
from bot.search.query import And, Filter, Name, Not, Or, Phrase, Title, Word
from tests.search.builders import NOW, read

PUTIN = EntityId("putin")


@pytest.mark.parametrize(
    ("text", "root"),
    [
        pytest.param("rain", Word("rain", 0), id="a word"),
        pytest.param("rain snow", And((Word("rain", 0), Word("snow", 5))), id="words must all occur"),
        pytest.param('"heavy rain"', Phrase("heavy rain"), id="a phrase"),
        pytest.param("«heavy rain»", Phrase("heavy rain"), id="a phrase in French quotes"),
        pytest.param("„heavy rain“", Phrase("heavy rain"), id="a phrase in German quotes"),
        pytest.param("-rain", Not(Word("rain", 1)), id="an exclusion"),
        pytest.param("NOT rain", Not(Word("rain", 4)), id="an exclusion in words"),
        pytest.param("--rain", Not(Word("rain", 2)), id="a dash too many"),
        pytest.param("-title:rain", Not(Title(Word("rain", 7))), id="an exclusion from titles"),
        pytest.param('-"heavy rain"', Not(Phrase("heavy rain")), id="an excluded phrase"),
        pytest.param("-(rain snow)", Not(And((Word("rain", 2), Word("snow", 7)))), id="an excluded group"),
        pytest.param("-(-rain)", Word("rain", 3), id="an exclusion of an exclusion"),
        pytest.param("rain OR snow", Or((Word("rain", 0), Word("snow", 8))), id="alternatives"),
        pytest.param("rain ИЛИ snow", Or((Word("rain", 0), Word("snow", 9))), id="alternatives in Russian"),
        pytest.param("rain АБО snow", Or((Word("rain", 0), Word("snow", 9))), id="alternatives in Ukrainian"),
        pytest.param("rain|snow", Or((Word("rain", 0), Word("snow", 5))), id="alternatives with a bar"),
        pytest.param("rain or", And((Word("rain", 0), Word("or", 5))), id="a small or is a word"),
        pytest.param("rain AND snow", And((Word("rain", 0), Word("snow", 9))), id="a superfluous AND"),
        pytest.param("kyiv*", Word("kyiv", 0, prefix=True), id="a prefix"),
        pytest.param("putin", Name((Word("putin", 0),), PUTIN), id="a tracked name"),
        pytest.param("putin*", Word("putin", 0, prefix=True), id="a prefix is no name"),
        pytest.param('"putin"', Phrase("putin"), id="a phrase is no name"),
        pytest.param("-putin", Not(Name((Word("putin", 1),), PUTIN)), id="an excluded name"),
        pytest.param(
            "vladimir putin rain",
            And((Name((Word("vladimir", 0), Word("putin", 9)), PUTIN), Word("rain", 15))),
            id="a name of two words",
        ),
        pytest.param(
            "普京访华",
            Or((Word("普京访华", 0), And((Name((Word("普京", 0),), PUTIN), Word("访华", 2))))),
            id="a name inside a run of Chinese",
        ),
        pytest.param("-普京访华", Not(Word("普京访华", 1)), id="an excluded run stays as it is"),
        pytest.param("entity:putin", Filter("entity", "putin"), id="an entity"),
        pytest.param('entity:"Владимир Путин"', Filter("entity", "putin"), id="an entity by its name"),
        pytest.param("Lang:AR", Filter("language", "ar"), id="fields in any case"),
        pytest.param("lang: ar", Filter("language", "ar"), id="a space after the colon"),
        pytest.param("lang:pt-BR", Filter("language", "pt"), id="a language with a region"),
        pytest.param('source:"BBC News"', Filter("source", "BBC News"), id="a source with a space"),
        pytest.param(
            "lang:ar lang:fa rain",
            And((Word("rain", 16), Or((Filter("language", "ar"), Filter("language", "fa"))))),
            id="two languages are alternatives",
        ),
        pytest.param(
            "entity:putin entity:zelensky",
            And((Filter("entity", "putin"), Filter("entity", "zelensky"))),
            id="two entities must both occur",
        ),
        pytest.param("title:(rain OR snow)", Title(Or((Word("rain", 7), Word("snow", 15)))), id="a title group"),
        pytest.param("12:30", Word("12:30", 0), id="a colon in a time"),
        pytest.param("https://t.me/x", Word("https://t.me/x", 0), id="an address"),
        pytest.param("Israel-Hamas", Word("Israel-Hamas", 0), id="a hyphen inside a word"),
        pytest.param('צה"ל', Word('צה"ל', 0), id="a Hebrew abbreviation"),
    ],
)
def test_what_is_typed_is_read_as(text: str, root: object) -> None:
    query = read(text)

    assert query.root == root
    assert query.notes == ()


@pytest.mark.parametrize(
    ("text", "root", "note"),
    [
        ('rain "heavy', And((Word("rain", 0), Phrase("heavy"))), "remark-open-quotation"),
        ("(rain", Word("rain", 1), "remark-open-bracket"),
        ("rain)", Word("rain", 0), "remark-stray-bracket"),
        ("rain OR", Word("rain", 0), "remark-one-sided OR"),
        ("rain -", Word("rain", 0), "remark-nothing-in -"),
        ("-(", None, "remark-open-bracket"),
        ("rain 😀", Word("rain", 0), "remark-nothing-in 😀"),
        ("rain lang:arabic", Word("rain", 0), "remark-language-code arabic"),
        ("rain lang:klingon", Word("rain", 0), "remark-language-code klingon"),
        ("lang:xx", Filter("language", "xx"), "remark-no-language xx"),
        ("rain country:France", Word("rain", 0), "remark-country-code france"),
        ("rain since:soon", Word("rain", 0), "remark-date since soon"),
        ("rain before:2024-02-31", Word("rain", 0), "remark-date before 2024-02-31"),
        ("rain sort:random", Word("rain", 0), "remark-sort random"),
        ("entity:merkel", Word("merkel", 7), "remark-not-tracked merkel"),
        ("k*", Word("k", 0), "remark-short-beginning 3 k*"),
        ("rain " * 40, And(tuple(Word("rain", 5 * n) for n in range(32))), "remark-too-many-words 32"),
        ("rain" + " " * 600 + "snow", Word("rain", 0), "remark-cut 512"),
        ("(" * 12 + "rain" + ")" * 12, Word("rain", 12), "remark-too-deep 8"),
    ],
)
def test_what_is_not_understood_is_said_and_the_rest_is_read(text: str, root: object, note: str) -> None:
    query = read(text)

    assert query.root == root
    assert note in [" ".join([remark.phrase, *map(str, remark.values.values())]) for remark in query.notes]


def day(*date: int, zone: timezone | ZoneInfo = UTC) -> datetime:
    return datetime(*date, tzinfo=zone)  # type: ignore[arg-type,misc]


KYIV = ZoneInfo("Europe/Kyiv")


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("7d", NOW - timedelta(days=7)),
        ("24h", NOW - timedelta(hours=24)),
        ("2w", NOW - timedelta(weeks=2)),
        ("3д", NOW - timedelta(days=3)),
        ("2024-03-01", day(2024, 3, 1, zone=KYIV)),
        ("2024-03", day(2024, 3, 1, zone=KYIV)),
        ("2024", day(2024, 1, 1, zone=KYIV)),
        ("1.3.2024", day(2024, 3, 1, zone=KYIV)),
        ("today", day(2026, 3, 1, zone=KYIV)),
        ("Вчора", day(2026, 2, 28, zone=KYIV)),
        ("99999d", day(1970, 1, 2)),
        ("3000y", day(1970, 1, 2)),
        ("99999mo", day(1970, 1, 2)),
    ],
)
def test_a_date_is_the_start_of_a_day_where_the_searcher_is(value: str, moment: datetime) -> None:
    assert read(f"since:{value}", zone=KYIV).since == moment
    assert read(f"-before:{value}", zone=KYIV).since == moment
    assert read(f"before:{value}", zone=KYIV).before == moment
    assert read(f"-since:{value}", zone=KYIV).before == moment


def test_of_several_dates_the_narrowest_span_counts() -> None:
    query = read("since:7d since:3d before:1d before:2d")

    assert (query.since, query.before) == (NOW - timedelta(days=3), NOW - timedelta(days=2))


def test_the_order_is_what_was_asked_for_last() -> None:
    assert read("rain").sort == "best"
    assert read("rain sort:new").sort == "new"
    assert read("sort:new rain sort:BEST").sort == "best"


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("rain", ()),
        ("rain lang:de", ("de",)),
        ("rain lang:de lang:fr", ("de", "fr")),
        ("rain OR lang:de", ()),
        ("rain -lang:de", ()),
    ],
)
def test_words_are_read_in_the_languages_that_were_asked_for(text: str, languages: tuple[str, ...]) -> None:
    assert read(text).languages == languages
