import traceback
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import StoreError
from bot.model import EntityId, FeedId, ItemId
from bot.search.analyse import ANALYSER_VERSION
from bot.search.document import IndexDocument
from bot.store import search_reading, search_sqlite, search_upkeep, search_words
from bot.store.search_sqlite import Hits, Limits
from bot.store.search_tables import DROP
from tests.search.builders import NAMES, NOW, make_document, read

PUTIN = EntityId("putin")
ARCHIVE = (
    make_document(
        "Putin's talks in Ankara", "The cease-fire would hold, he said.", number=1, entities=(PUTIN,), country="tr"
    ),
    make_document(
        "Путина встретили в Пекине", "Переговоры о мире", number=2, language="ru", entities=(PUTIN,), country="ru"
    ),
    make_document("普京访问北京", number=3, language="zh", entities=(PUTIN,), source=FeedId("bbc-zh"), country="cn"),
    make_document("الرئيس وبوتين", "محادثات مع القاهرة", number=4, language="ar", entities=(PUTIN,)),
    make_document("Das Wetter", "Regen über den Verhandlungen", number=5, language="de", source=FeedId("bbc-zh")),
)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[sa.Connection]:
    engine = sa.create_engine(f"sqlite:///{tmp_path}/archive.sqlite")
    with engine.begin() as connection:
        search_sqlite.create(connection)
        yield connection
    engine.dispose()


@pytest.fixture
def archive(conn: sa.Connection) -> sa.Connection:
    search_sqlite.index(conn, ARCHIVE)
    search_words.learn(conn)
    return conn


def find(conn: sa.Connection, text: str, **changes: object) -> Hits:
    return search_sqlite.search(conn, read(text), now=NOW, **changes)  # type: ignore[arg-type]


def numbers(hits: Hits) -> list[int]:
    return [item & 0xFF for item in hits.ids]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("putin", {1, 2, 3, 4}, id="a tracked name in all scripts"),
        pytest.param("Путиным", {1, 2, 3, 4}, id="an inflected tracked name"),
        pytest.param("vladimir putin", {1, 2, 3, 4}, id="a tracked name of two words"),
        pytest.param("talk", {1}, id="an English inflection"),
        pytest.param("переговоров", {2}, id="a Russian inflection"),
        pytest.param("Verhandlung", {5}, id="a German inflection"),
        pytest.param("uber verhandlungen", {5}, id="words without their diacritics"),
        pytest.param("محادثات القاهره", {4}, id="Arabic with letter variants"),
        pytest.param("普京总统北京", set(), id="a Chinese run with words no item has"),
        pytest.param("普京北京", {3}, id="a tracked name inside a Chinese run, and what is beside it"),
        pytest.param("京访", {3}, id="a Chinese substring"),
        pytest.param("访问北京", {3}, id="a longer Chinese substring"),
        pytest.param("京", {3}, id="one Chinese character"),
        pytest.param('"would hold"', {1}, id="a phrase"),
        pytest.param('"hold would"', set(), id="a phrase in another order"),
        pytest.param("hold would", {1}, id="words in another order"),
        pytest.param("ceasefire", {1}, id="a compound without its hyphen"),
        pytest.param("talks OR wetter", {1, 5}, id="alternatives"),
        pytest.param("talks ИЛИ wetter", {1, 5}, id="alternatives in Russian"),
        pytest.param("putin -talks", {2, 3, 4}, id="an excluded word"),
        pytest.param("-путин", {5}, id="an excluded tracked name"),
        pytest.param('-"would hold"', {2, 3, 4, 5}, id="an excluded phrase"),
        pytest.param("-(talks OR wetter)", {2, 3, 4}, id="an excluded group"),
        pytest.param("-anka*", {2, 3, 4, 5}, id="an excluded prefix"),
        pytest.param("anka*", {1}, id="a prefix"),
        pytest.param("verhandlunge*", {5}, id="a prefix longer than the stem"),
        pytest.param("title:talks", {1}, id="a word in the title"),
        pytest.param("title:ceasefire", set(), id="a word that is not in the title"),
        pytest.param("-title:talks", {2, 3, 4, 5}, id="an excluded title word"),
        pytest.param("title:(talks OR wetter)", {1, 5}, id="a group in the title"),
        pytest.param("entity:путин", {1, 2, 3, 4}, id="an entity"),
        pytest.param("-entity:putin", {5}, id="an excluded entity"),
        pytest.param("lang:ar", {4}, id="a language"),
        pytest.param("lang:ara", {4}, id="a language by its longer code"),
        pytest.param("lang:ar lang:zh", {3, 4}, id="two languages are alternatives"),
        pytest.param("-lang:ar", {1, 2, 3, 5}, id="an excluded language"),
        pytest.param("source:bbc-zh", {3, 5}, id="a source"),
        pytest.param("-source:bbc-zh", {1, 2, 4}, id="an excluded source"),
        pytest.param("source:bbc", {3, 5}, id="a source by the beginning of its name"),
        pytest.param("source:BBC-ZH", {3, 5}, id="a source in capitals"),
        pytest.param("source:bb", set(), id="but not by a part of its first word"),
        pytest.param("source:bb*", {3, 5}, id="unless that is asked for"),
        pytest.param('source:"harbour news"', {1, 2, 4}, id="a source by its title"),
        pytest.param("source:rowan", {1, 2, 4}, id="a source by its owner"),
        pytest.param("source:bbc source:rowan -country:cn", {1, 2, 4, 5}, id="two sources are alternatives"),
        pytest.param("-source:rowan", {3, 5}, id="an excluded owner"),
        pytest.param("country:cn", {3}, id="a country"),
        pytest.param("since:2h", {1, 2}, id="since so many hours ago"),
        pytest.param("-since:2h", {3, 4, 5}, id="not since is before"),
        pytest.param("before:2h putin", {3, 4}, id="before so many hours ago"),
        pytest.param("since:2026-03-01", {1, 2, 3, 4, 5}, id="since a date includes it"),
        pytest.param("before:2026-03-01", set(), id="before a date excludes it"),
        pytest.param("", {1, 2, 3, 4, 5}, id="nothing asks for everything"),
        pytest.param("😀", set(), id="nothing searchable finds nothing"),
    ],
)
def test_a_query_finds(archive: sa.Connection, text: str, expected: set[int]) -> None:
    assert set(numbers(find(archive, text))) == expected


def test_the_same_id_again_replaces_the_document(archive: sa.Connection) -> None:
    search_sqlite.index(archive, [make_document("Snow in the hills", number=1)])

    assert numbers(find(archive, "snow")) == [1]
    assert numbers(find(archive, "ankara")) == []


def test_a_deleted_document_is_not_found_and_the_index_is_whole(archive: sa.Connection) -> None:
    search_sqlite.delete(archive, [ARCHIVE[0].id, ItemId(7)])

    assert numbers(find(archive, "ankara")) == []
    archive.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('integrity-check')")


def test_a_hit_in_the_title_comes_before_a_hit_in_the_summary(conn: sa.Connection) -> None:
    search_sqlite.index(
        conn, [make_document("Rain", "with snow", number=1), make_document("Snow", "with rain", number=2)]
    )

    assert numbers(find(conn, "snow")) == [2, 1]
    assert numbers(find(conn, "snow sort:new")) == [1, 2]


def test_of_equal_hits_the_fresh_one_comes_first(conn: sa.Connection) -> None:
    search_sqlite.index(conn, [make_document("Snow", number=200), make_document("Snow", number=2)])

    assert numbers(find(conn, "snow")) == [2, 200]


def many(count: int) -> Sequence[IndexDocument]:
    return [
        make_document("Rain again" if number % 10 else "Again", "rain", id=ItemId(ARCHIVE[0].id - (number << 21)))
        for number in range(count)
    ]


def test_many_hits_are_counted_to_the_cap_and_only_the_newest_are_ranked(conn: sa.Connection) -> None:
    search_sqlite.index(conn, many(60))
    limits = Limits(counted=50, ranked=50, window=20)

    hits = find(conn, "rain", limits=limits)

    assert (hits.total, hits.more, hits.plan) == (50, True, "recent")
    newest_first = sorted((document.id for document in many(60)), reverse=True)
    assert set(hits.ids[:20]) == set(newest_first[:20])
    assert hits.ids[:20] != tuple(newest_first[:20])
    assert hits.ids[20:] == tuple(newest_first[20:])


def test_without_a_window_many_hits_come_newest_first(conn: sa.Connection) -> None:
    search_sqlite.index(conn, many(60))

    hits = find(conn, "rain", limits=Limits(counted=50, ranked=50, window=0), limit=60)

    assert hits.ids == tuple(sorted((document.id for document in many(60)), reverse=True))
    assert hits.plan == "newest"


def test_pages_neither_repeat_nor_skip_while_items_arrive(conn: sa.Connection) -> None:
    search_sqlite.index(conn, many(50))
    seen: list[ItemId] = []
    older_than = None
    for page in range(5):
        hits = find(conn, "rain sort:new", limit=10, older_than=older_than)
        seen.extend(hits.ids)
        older_than = seen[-1]
        search_sqlite.index(conn, [make_document("Rain", id=ItemId(ARCHIVE[0].id + page + 1))])

    assert seen == sorted((document.id for document in many(50)), reverse=True)


def test_a_search_past_its_deadline_answers_with_what_it_has(
    conn: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_reading, "_STEPS", 100)  # so that a small archive takes long enough to be interrupted
    search_sqlite.index(conn, many(300))

    hits = find(conn, "rain OR again", limits=Limits(seconds=0))

    assert not hits.complete
    assert len(hits.ids) < 300
    assert find(conn, "rain").complete


def test_once_there_are_enough_hits_little_time_is_left_for_counting_more(
    conn: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_reading, "_STEPS", 100)
    monkeypatch.setattr(search_reading, "FIRST_READ", 30)
    search_sqlite.index(conn, many(300))

    hits = find(conn, "rain", limits=Limits(enough=10, spare=0))

    assert set(hits.ids) == {document.id for document in many(30)}
    assert (hits.total, hits.more, hits.complete) == (30, True, True)


def test_what_is_searched_for_is_in_no_log(archive: sa.Connection, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        find(archive, "unmistakable")
        find(archive, "unmistakable*")
        search_words.correct(archive, read("unmistakable"), NAMES.spellings())

    assert "unmistakable" not in caplog.text


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        pytest.param("Zelenksy", "zelensky", id="a tracked name, though nothing in the archive has it"),
        pytest.param("talks Ankraa", "talks ankara", id="a word of the archive"),
        pytest.param("Bnkara", "ankara", id="with a wrong first letter"),
        pytest.param("Verhnadlung", "verhandlungen", id="a word the archive has with an ending only"),
        pytest.param('"would hold" Ankraa lang:en', '"would hold" ankara lang:en', id="and only that word"),
        pytest.param("talks wetter", None, id="words that have hits stay though they never meet"),
        pytest.param("xyzzyx", None, id="a word nothing is like"),
        pytest.param("ankraa*", None, id="a prefix stays"),
        pytest.param("-ankraa", None, id="an exclusion stays"),
    ],
)
def test_a_word_without_hits_is_corrected(archive: sa.Connection, text: str, corrected: str | None) -> None:
    assert search_words.correct(archive, read(text), NAMES.spellings()) == corrected


def test_words_are_learned_a_slice_at_a_time(archive: sa.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_words, "SLICE", 7)
    search_sqlite.index(archive, [make_document("Thunderstorm", number=9)])

    after, slices = search_words.learn(archive), 1
    while after is not None:
        after, slices = search_words.learn(archive, after), slices + 1

    assert slices > 3
    assert search_words.suggest(archive, "thunderstrom") == "thunderstorm"
    assert search_words.suggest(archive, "ankraa") == "ankara"


def test_a_rebuild_resumes_where_it_was_interrupted(conn: sa.Connection) -> None:
    documents = sorted(many(25), key=lambda document: -document.id)
    asked: list[ItemId | None] = []

    def newest(_: sa.Connection, before: ItemId | None, count: int) -> Sequence[IndexDocument]:
        asked.append(before)
        return [document for document in documents if before is None or document.id < before][:count]

    search_upkeep.rebuild(conn, newest, batch=10)
    assert not search_upkeep.is_current(conn)
    while search_upkeep.rebuild(conn, newest, batch=10):
        pass

    assert asked == [None, documents[9].id, documents[19].id, documents[24].id]
    assert find(conn, "rain").total == 25
    assert search_upkeep.is_current(conn)


def test_while_an_index_is_made_anew_the_newest_reports_are_found(conn: sa.Connection) -> None:
    documents = sorted(many(25), key=lambda document: -document.id)

    search_upkeep.rebuild(conn, lambda *_: documents[:10], batch=10)

    assert not search_upkeep.is_current(conn)
    assert set(find(conn, "rain").ids) == {document.id for document in documents[:10]}


def test_a_rebuild_begun_by_another_version_of_the_analyser_starts_anew(
    archive: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ItemId | None] = []

    def newest(_: sa.Connection, before: ItemId | None, count: int) -> Sequence[IndexDocument]:
        asked.append(before)
        return ARCHIVE[:count]

    search_upkeep.rebuild(archive, newest, batch=2)
    monkeypatch.setattr(search_upkeep, "ANALYSER_VERSION", ANALYSER_VERSION + 1)
    search_upkeep.rebuild(archive, newest, batch=2)

    assert asked == [None, None]


def test_an_index_merged_step_by_step_answers_the_same(conn: sa.Connection) -> None:
    for document in many(60):
        search_sqlite.index(conn, [document])
    before = find(conn, "rain")

    steps = 0
    while search_upkeep.merge(conn, pages=1):
        steps += 1
        assert find(conn, "rain") == before

    assert steps
    assert find(conn, "rain") == before
    conn.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('integrity-check')")


@pytest.fixture
def mostly_old(archive: sa.Connection) -> sa.Connection:
    """Return an index in which two of the five items count as recent."""
    while search_upkeep.trim_recent(archive, keep=2, batch=1):
        pass
    return archive


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("putin sort:new", [1, 2, 3, 4]),
        ("anka* sort:new", [1]),
        ("-talks sort:new", [2, 3, 4, 5]),
        ("talks OR wetter sort:new", [1, 5]),
        ("putin since:4h sort:new", [1, 2, 3, 4]),
        ("putin before:2h sort:new", [3, 4]),
        ("putin since:2h sort:new", [1, 2]),
    ],
)
def test_old_and_recent_items_are_found_together(mostly_old: sa.Connection, text: str, expected: list[int]) -> None:
    assert numbers(find(mostly_old, text)) == expected


def test_only_so_many_items_count_as_recent_and_both_indexes_are_whole(mostly_old: sa.Connection) -> None:
    count = mostly_old.exec_driver_sql("SELECT count(*) FROM search_recent_docsize").scalar_one()
    search_sqlite.delete(mostly_old, [ARCHIVE[0].id, ARCHIVE[4].id])
    search_sqlite.index(mostly_old, [make_document("Snow", number=2), make_document("Snow", number=5)])

    assert count == 2
    assert set(numbers(find(mostly_old, "snow"))) == {2, 5}
    for table in ("search_recent", "search_index"):
        mostly_old.exec_driver_sql(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # noqa: S608 - our own


def test_another_version_of_the_analyser_makes_the_index_stale(
    archive: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_upkeep, "ANALYSER_VERSION", ANALYSER_VERSION + 1)

    assert not search_upkeep.is_current(archive)


def test_what_is_dropped_can_be_created_again(archive: sa.Connection) -> None:
    for statement in DROP:
        archive.exec_driver_sql(statement)
    search_sqlite.create(archive)

    assert find(archive, "putin").total == 0


def test_dates_outside_what_an_id_can_hold_are_clamped(archive: sa.Connection) -> None:
    assert find(archive, "since:99999d").total == 5
    assert find(archive, "before:99999d").total == 0
    assert find(archive, f"since:{(NOW + timedelta(days=400)).year}-01-01").total == 0


def test_what_was_searched_is_not_in_an_error(archive: sa.Connection) -> None:
    archive.exec_driver_sql("DROP TABLE search_recent")

    with pytest.raises(StoreError) as refused:
        find(archive, "drowterces"[::-1])  # backwards: a traceback quotes the lines of this test

    assert "secretword" not in "".join(traceback.format_exception(refused.value))
