"""Forms of words in 25 languages: each is to find all others of its word, and no other word."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.search.analyse import analyse, query_terms
from bot.search.presence import holds, padded
from bot.search.stems import stems

PARADIGMS = Path(__file__).parent.parent / "data" / "search" / "paradigms.txt"


def paradigms() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the language and the forms of each word."""
    language = ""
    for line in PARADIGMS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif not line.startswith("#"):
            yield language, tuple(dict.fromkeys(line.split(" ")))


WORDS = tuple(paradigms())


def finds(typed: str, text: str, language: str) -> bool:
    terms = query_terms(typed)
    return terms is not None and holds(terms)(padded(" ".join(analyse(text, language))))


@pytest.mark.parametrize("language", sorted({language for language, _ in WORDS}))
def test_a_form_finds_nearly_all_other_forms_of_its_word(language: str) -> None:
    pairs = [(one, other) for of, forms in WORDS if of == language for one in forms for other in forms if one != other]
    missed = [f"{one} > {other}" for one, other in pairs if not finds(one, other, language)]

    assert len(missed) <= 0.2 * len(pairs), missed


def test_all_languages_together_find_19_of_20_forms() -> None:
    pairs = [(one, other, language) for language, forms in WORDS for one in forms for other in forms if one != other]

    assert sum(finds(*pair) for pair in pairs) >= 0.95 * len(pairs)


def test_forms_of_one_word_do_not_find_other_words_of_the_language() -> None:
    pairs = [
        (forms[0], other[0], language)
        for language, forms in WORDS
        for of, other in WORDS
        if of == language and not set(forms) & set(other)
    ]

    assert sum(finds(*pair) for pair in pairs) <= 0.002 * len(pairs)


@pytest.mark.parametrize(
    ("typed", "text", "language"),
    [
        pytest.param("mouse", "mice", "en", id="an English irregular plural"),
        pytest.param("break", "broke", "en", id="a past tense that is an English word of its own"),
        pytest.param("thief", "thieves", "en", id="an English plural of a word in f"),
        pytest.param("theatre", "theaters", "en", id="British finds American: re"),
        pytest.param("neighborhood", "neighbourhoods", "en", id="American finds British: or"),
        pytest.param("organizations", "organised", "en", id="an English word in ize or ise"),
        pytest.param("defence", "defense", "en", id="an English word in ence or ense"),
        pytest.param("dialog", "dialogues", "en", id="an English word in log or logue"),
        pytest.param("actif", "actives", "fr", id="a French feminine in ive"),
        pytest.param("घरों", "घर", "hi", id="a Hindi word of two letters"),
        pytest.param("o'brien", "O’Brien's", "en", id="a name with an apostrophe after one letter"),
        pytest.param("Präsidentin", "Präsidentinnen", "de", id="a German plural of women"),
        pytest.param("directeur", "directrices", "fr", id="a French woman's title"),
        pytest.param("Ростов-на-Дону", "в Ростове-на-Дону", "ru", id="a Russian name with an ending inside"),
        pytest.param("قتلت", "سيقتل", "ar", id="an Arabic verb in past and future"),
        pytest.param("أعلن", "ويعلن", "ar", id="an Arabic verb whose past begins with an alif"),
        pytest.param("قال", "وقالت", "ar", id="she said in Arabic, with an and before it"),
        pytest.param("משטרה", "כשהמשטרה", "he", id="Hebrew when and the"),
        pytest.param("თბილისი", "თბილისში", "ka", id="a Georgian case"),
        pytest.param("მთავრობა", "მთავრობების", "ka", id="a Georgian plural"),
        pytest.param("Bakı", "Bakıda", "az", id="Azerbaijani by Turkish endings"),
        pytest.param("일본인", "일본인들이", "ko", id="a Korean plural"),
        pytest.param("일본인들이", "일본인", "ko", id="a Korean word without its plural"),
        pytest.param("サーバー", "サーバ", "ja", id="a Japanese long vowel at the end"),
        pytest.param("Stadt", "Städten", "de", id="a German umlaut"),
        pytest.param("szkola", "szkołach", "pl", id="Polish typed without its letters"),
        pytest.param("طبيب", "والأطباء", "ar", id="an Arabic broken plural with clitics"),
        pytest.param("راتب", "رواتبهم", "ar", id="an Arabic broken plural with its owner"),
        pytest.param("حكومة", "وحكومتهم", "ar", id="an Arabic feminine word with its owner"),
        pytest.param("کتاب‌ها", "کتاب", "fa", id="a Persian plural parted by a joiner"),
        pytest.param("נשיא", "ולנשיאים", "he", id="a Hebrew word with two prefixes in the plural"),
        pytest.param("град", "градовима", "sr", id="Serbian in Cyrillic"),
        pytest.param("grad", "градовима", "sr", id="Serbian in Latin letters finds Cyrillic"),
        pytest.param("プーチンの会見", "プーチン大統領がモスクワで会見", "ja", id="Japanese words around a particle"),
        pytest.param("경찰은", "경찰", "ko", id="a Korean particle"),
        pytest.param("nguoi", "người", "vi", id="Vietnamese without its marks"),
        pytest.param("٢٠٢٦", "2026", "en", id="digits of another script"),
        pytest.param("U.N.", "UN", "en", id="an abbreviation with dots"),
    ],
)
def test_a_word_finds(typed: str, text: str, language: str) -> None:
    assert finds(typed, text, language)


@pytest.mark.parametrize(
    ("typed", "text", "language"),
    [
        pytest.param("Angriff", "Raketenangriff", "de", id="a part of a German compound"),
        pytest.param("минута", "Мина", "ru", id="a Russian word that begins alike"),
        pytest.param("بحر", "حر", "ar", id="an Arabic root letter that could be a particle"),
        pytest.param("O'Brien", "o mnie", "pl", id="the first letter of a name with an apostrophe"),
        pytest.param("hour", "hors", "en", id="a short English word in our"),
        pytest.param("prize", "prise", "en", id="a short English word in ize"),
        pytest.param("की", "का", "hi", id="a Hindi postposition"),
        pytest.param("mother-in-law", "the law of her mother", "en", id="a compound's words apart"),
        pytest.param("кто-то", "кто", "ru", id="half of a Russian pronoun"),
        pytest.param("общество", "общий", "ru", id="a Russian relative"),
    ],
)
def test_a_word_does_not_find(typed: str, text: str, language: str) -> None:
    assert not finds(typed, text, language)


def test_a_word_without_listed_forms_has_the_stem_of_its_ending() -> None:
    assert stems("talks", "en") == ("talk",)
    assert stems("mice", "en") == ("mice", "mous")
    assert stems("talks", "xx") == ()
