import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.analyse import analyse, compounds, query_terms, words
from bot.search.expression import AnyOf, Run, runs
from tests.search.strategies import WORDS, languages


@pytest.mark.parametrize(
    ("text", "language", "tokens"),
    [
        pytest.param("Talks again", "en", ["talks", "again", "~", "en~talk", "en~again"], id="words, then their stems"),
        pytest.param("Talks", "en-GB", ["talks", "~", "en~talk"], id="a language with a region"),
        pytest.param("the war", "en", ["the", "war", "~", "en~war"], id="function words have no stems"),
        pytest.param("es war", "de", ["es", "war"], id="nor have those of other languages"),
        pytest.param("Putin's", "en", ["putin", "~", "en~putin"], id="an English possessive"),
        pytest.param("l'accord", "fr", ["accord", "~", "fr~accord"], id="a French article"),
        pytest.param("Putin'in", "tr", ["putin", "~", "tr~putin"], id="a Turkish case ending"),
        pytest.param("Sana'a", "", ["sanaa", "~", "en~sanaa"], id="an apostrophe that is a letter"),
        pytest.param("п'ять", "uk", ["пять", "~", "uk~пят"], id="a Ukrainian apostrophe"),
        pytest.param("U.S. 1,000", "en", ["us", "1000"], id="dotted letters and grouped digits"),
        pytest.param("7.5 12:30", "en", ["7", "5", "12", "30"], id="other numbers are parted"),
        pytest.param("普京访问", "zh", ["普京", "京访", "访问", "问"], id="Chinese pairs"),
        pytest.param("普 京", "zh", ["普京", "京"], id="spaces between Chinese characters say nothing"),
        pytest.param("G7峰会", "zh", ["g7", "峰会", "会"], id="Chinese after Latin"),
        pytest.param("푸틴은", "ko", ["푸틴", "틴은", "은"], id="Korean pairs"),
        pytest.param(
            "ウラジーミル・プーチン",
            "ja",
            ["ウラ", "ラジ", "ジー", "ーミ", "ミル", "ル", *("プー", "ーチ", "チン", "ン")],
            id="kana",
        ),
        pytest.param("पुलिस", "hi", ["पुलिस", "~", "hi~पुलिस"], id="vowel signs belong to the word"),
        pytest.param("x" * 100, "", ["x" * 60], id="a token has at most 60 characters"),
        pytest.param("snake_case", "", ["snake", "case", "~", "en~snake", "en~case"], id="no word has an underscore"),
        pytest.param("", "en", [], id="nothing"),
    ],
)
def test_a_text_becomes(text: str, language: str, tokens: list[str]) -> None:
    assert analyse(text, language) == tokens


def test_a_compound_is_also_indexed_as_one_word_that_no_phrase_meets() -> None:
    tokens = analyse("cease-fire holds", "en")

    assert tokens[:3] == ["cease", "fire", "holds"]
    assert tokens[tokens.index("ceasefire") - 1] == "~"


@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join), languages)
def test_tokens_have_nothing_that_an_engine_could_take_for_syntax(text: str, language: str) -> None:
    for token in analyse(text, language):
        assert token
        assert not set(token) & set(" \t\n\"'()*:^+-_\x00")
        token.encode()


@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join), languages)
def test_words_and_tokens_are_the_same_thing(text: str, language: str) -> None:
    found = list(words(text, language))
    tokens = [token for word in found for token in word.tokens]
    others = {stem for word in (*found, *compounds(text, language)) for stem in word.stems}

    analysed = analyse(text, language)
    assert analysed[: len(tokens)] == tokens
    assert others == {token for token in analysed if "~" in token[1:]}


@given(
    st.sampled_from(WORDS), st.sampled_from(("en", "ru", "uk", "ar", "fa", "zh", "de", "fr", "tr", "he", "ko", "hi"))
)
def test_every_word_of_a_text_is_found_when_it_is_typed(word: str, language: str) -> None:
    tokens = set(analyse(word, language))
    terms = query_terms(word)

    assert terms is not None
    assert any(
        set(run.tokens[:-1]) <= tokens
        and (run.tokens[-1] in tokens or (run.prefix and any(token.startswith(run.tokens[-1]) for token in tokens)))
        for run in runs(terms)
    )


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("talks", {"talks", "en~talk"}, id="a Latin word in all languages"),
        pytest.param(
            "بوتين", {"بوتين", "وبوتين", "لبوتين", "فبوتين", "وبالبوتين"} - {"وبالبوتين"}, id="Arabic clitics"
        ),
        pytest.param(
            "الحكومة", {"حكومه", "والحكومه", "للحكومه", "ar~حكوم"}, id="an Arabic word typed with its article"
        ),
        pytest.param("מלחמה", {"המלחמה", "ובמלחמה", "שהמלחמה"}, id="Hebrew prefixes"),
        pytest.param("Путина", {"путина", "ru~путин", "uk~путин"}, id="Cyrillic as Russian and Ukrainian"),
        pytest.param("푸틴은", {"푸틴"}, id="a Korean particle"),
    ],
)
def test_a_typed_word_asks_for(word: str, expected: set[str]) -> None:
    terms = query_terms(word)

    assert terms is not None
    assert expected <= {run.tokens[0] for run in runs(terms)}


def test_a_stem_too_short_to_mean_anything_is_not_guessed() -> None:
    terms = query_terms("paris")

    assert terms is not None
    assert all(len(run.tokens[0].rpartition("~")[2]) > 2 for run in runs(terms))


def test_words_with_digits_stay_side_by_side_or_are_one() -> None:
    assert query_terms("covid-19") == AnyOf((Run(("covid", "19")), Run(("covid19",))))
    assert query_terms("12:30") == Run(("12", "30"))


def test_no_character_breaks_the_analyser() -> None:
    every = [chr(code) for code in range(0x10000)]
    for text in (" ".join(f"{char}a{char}" for char in every), "".join(every), "、".join(every)):
        for token in analyse(text):
            assert token
            assert not set(token) & set(" \t\n\"'()*:^+-_\x00")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" + "\u0301" * 20_000, id="marks"),
        pytest.param("يه" * 29 + "ك", id="a word of Arabic endings"),
        pytest.param(("يه" * 29 + "ك ") * 300, id="many words of Arabic endings"),
        pytest.param("a-" * 10_000, id="hyphens"),
        pytest.param("a'" * 10_000, id="apostrophes"),
        pytest.param("1,000," * 4_000, id="grouped digits"),
        pytest.param("a." * 10_000, id="dotted letters"),
        pytest.param("京 " * 10_000, id="spaced Chinese"),
        pytest.param("é-é\u0301" * 7_000, id="marks and hyphens"),
        pytest.param("x" * 20_000, id="one word"),
    ],
)
def test_hostile_texts_take_no_longer_than_others(text: str) -> None:
    began = time.process_time()
    for language in ("en", "ar", "zh", "tr"):
        analyse(text, language)

    assert time.process_time() - began < 2


def test_the_dictionaries_are_not_loaded_by_importing() -> None:
    program = "import sys, bot.search.language; print({'pymorphy3', 'Stemmer'} & set(sys.modules))"

    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "set()"  # noqa: S603 - our own program
