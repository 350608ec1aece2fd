"""What the matcher finds, refuses and says about it, with the shipped catalogue."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.entities.examples import failed_examples
from bot.entities.knowledge import vectors
from bot.model import Field, Matching, Mention, Rejection
from tests.entities.rows import rows, shipped, shipped_matcher

TITLES = [row["title"] for row in rows("golden.jsonl")]
NOBODY = st.text(alphabet=st.sampled_from("abc déж中א ب.,:;!?\n'\"«»-—&#1;👍\u200b\u0301"), max_size=60)


def found(title: str, summary: str = "") -> tuple[str, ...]:
    return shipped_matcher().match({"title": title, "summary": summary}).entities


def test_the_shipped_examples_come_out_as_their_entity_says() -> None:
    assert failed_examples(shipped_matcher()) == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ПУТИН В СОЧИ", ("putin",)),
        ("putin's dog", ("putin",)),
        ("#StopPutin rally", ("putin",)),
        ("Putin&#8217;s plan", ("putin",)),
        ("Pu\u200btin speaks", ("putin",)),
        ("Путин\u0301а ждут", ("putin",)),
        ("بـوتـيـن يصل", ("putin",)),
        ("وبوتين أيضا", ("putin",)),
        ("לפוטין אין זמן", ("putin",)),
        ("Putin'in köpeği", ("putin",)),
        ("Anti-Putin-Gruppe", ("putin",)),
        ("Wagnergruppe zieht ab", ("wagner",)),
        ("プーチン氏、訪印", ("putin",)),
        ("ラスプーチンの謎", ()),
        ("라스푸틴 뮤지컬", ()),
        ("انفجار عبوتين", ()),
        ("Rasputin, Putintseva and supercomputing", ()),
        ("Olena Zelenska opens a school", ()),
    ],
)
def test_names_are_found_in_the_clothes_they_wear(title: str, expected: tuple[str, ...]) -> None:
    assert found(title) == expected


def test_a_full_name_elsewhere_in_the_item_carries_the_bare_surname() -> None:
    assert found("Zelensky, 15 minutes late", summary="Volodymyr Zelensky missed his train.") == ("zelensky",)


def test_another_bearer_in_the_item_is_not_taken_for_ours() -> None:
    assert found("Wagner siegt in Davos", summary="Anna Wagner fuhr Bestzeit.") == ()


def test_the_end_of_a_long_text_does_not_speak_for_its_beginning() -> None:
    opera = "Der Dirigent probt die Oper. " * 60

    matching = shipped_matcher().match(
        {"title": "Festspiele", "text": "Wagner wird gespielt. " + opera + "Söldner. Mali."}
    )

    assert matching.entities == ()


def test_every_mention_and_every_rejection_says_why() -> None:
    matching = shipped_matcher().match(
        {"title": "Mercenaries of Wagner leave Mali", "summary": "Richard Wagner, composer"}
    )

    (mention,) = matching.mentions
    assert any("mercenaries" in reason for reason in mention.evidence)
    (rejection,) = matching.rejected
    assert "another given name «Richard»" in rejection.reason


def test_an_entity_without_evidence_is_possible_and_not_mentioned() -> None:
    matching = shipped_matcher().match({"title": "Wagner, deux ans après"}, language="fr")

    assert (matching.entities, matching.possible) == ((), ("wagner",))
    assert matching.mentions == ()


def test_a_sentence_vector_settles_an_undecided_item() -> None:
    matcher = shipped_matcher()
    weights = vectors()["wagner"][:-1]
    towards = (weights / np.linalg.norm(weights)).astype(np.float32)
    title: dict[Field, str] = {"title": "Wagner, deux ans après"}

    assert matcher.undecided(title, language="fr")
    assert matcher.match(title, language="fr", vector=towards).entities == ("wagner",)
    assert matcher.match(title, language="fr", vector=-towards).entities == ()


def test_a_vector_is_not_asked_for_where_it_cannot_change_anything() -> None:
    assert not shipped_matcher().undecided({"title": "Rain in the harbour"})
    assert not shipped_matcher().undecided({"title": "Volodymyr Zelensky and Vladimir Putin"})


def test_a_text_without_any_name_gives_nothing() -> None:
    assert shipped_matcher().match({"title": "Rain in the harbour", "summary": ""}) == Matching()


@settings(max_examples=150)
@given(title=st.sampled_from(TITLES), before=NOBODY, after=NOBODY)
def test_offsets_point_at_the_surface(title: str, before: str, after: str) -> None:
    fields = {"title": before + title + after}

    matching = shipped_matcher().match({"title": fields["title"]})

    places: list[Mention | Rejection] = [*matching.mentions, *matching.rejected]
    for place in places:
        assert fields["title"][place.start : place.end] == place.surface
        assert place.surface


FULL = [
    "Vladimir Putin",
    "Володимира Зеленського",
    "Wagner Group",
    "بشار الأسد",
    "泽连斯基会见弗拉基米尔·普京",
    "ЧВК «Вагнер»",
]


@settings(max_examples=100)
@given(
    name=st.sampled_from(FULL),
    extra=st.lists(NOBODY | st.sampled_from(["opera", "лосось", "goal!", "حديقة"]), max_size=6),
)
def test_text_that_names_nobody_never_removes_a_mention_by_full_name(name: str, extra: list[str]) -> None:
    before = set(found(name))

    after = set(found(name + ". " + " ".join(extra), summary=" ".join(extra)))

    assert before
    assert before <= after


@settings(max_examples=60)
@given(titles=st.lists(st.sampled_from(TITLES), min_size=1, max_size=4))
def test_entities_keep_the_order_of_the_catalogue_and_matching_repeats_itself(titles: list[str]) -> None:
    text = " ".join(titles)

    first, second = (shipped_matcher().match({"title": text}) for _ in range(2))

    order = [entity.id for entity in shipped()]
    assert first == second
    assert list(first.entities) == sorted(first.entities, key=order.index)
    assert [m.start for m in first.mentions] == sorted(m.start for m in first.mentions)


@pytest.mark.shared
def test_the_five_articles_name_exactly_whom_they_should(shared: Path) -> None:
    expected = json.loads((shared / "corpus" / "expected.json").read_text(encoding="utf-8"))
    for name, article in expected.items():
        text = (shared / "corpus" / name).read_text(encoding="utf-8")
        for language in (article["language"], ""):
            matching = shipped_matcher().match({"title": article["title"], "text": text}, language=language)
            assert sorted(matching.entities) == sorted(article["entities"]), name


@pytest.mark.shared
def test_title_and_opening_alone_name_whom_they_name(shared: Path) -> None:
    """The entities whose name (by a plain search) stands in the title or the first 600 characters of the article."""
    expected = json.loads((shared / "corpus" / "expected.json").read_text(encoding="utf-8"))
    stems = {"putin": ("Putin", "بوتين"), "wagner": ("Wagner", "فاغنر"), "zelensky": ("Zelensky",), "assad": ("Assad",)}
    for name, article in expected.items():
        opening = (shared / "corpus" / name).read_text(encoding="utf-8")[:600]
        there = {e for e in article["entities"] if any(s in article["title"] + opening for s in stems[e])}
        assert set(found(article["title"], summary=opening)) == there, name
