import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.search_fold import fold


@given(st.text())
def test_folding_twice_is_the_same_as_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_folded_text_has_no_lone_surrogates_and_no_controls(text: str) -> None:
    fold(text).encode()
    assert not any(char < "\t" for char in fold(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Zełenski", "zelenski", id="Polish barred l"),
        pytest.param("SÃO PAULO", "sao paulo", id="Latin diacritics"),
        pytest.param("Straße", "STRASSE", id="German sharp s"),
        pytest.param("İstanbul", "istanbul", id="Turkish dotted I"),
        pytest.param("ılık", "ilik", id="Turkish dotless i"),
        pytest.param("Алёна", "алена", id="Russian yo"),
        pytest.param("ґрунт", "грунт", id="Ukrainian ghe with upturn"),
        pytest.param("Путі́н", "путін", id="a stress mark"),
        pytest.param("и\u0306од", "йод", id="a decomposed short i"),
        pytest.param("п'ять", "пʼять", id="Ukrainian apostrophes"),
        pytest.param("п\u2019ять", "пять", id="a dropped Ukrainian apostrophe"),
        pytest.param("أَحْمَد", "احمد", id="Arabic hamza and harakat"),
        pytest.param("بـوتـيـن", "بوتين", id="tatweel"),
        pytest.param("القاهرة", "القاهره", id="ta marbuta"),
        pytest.param("مصطفى", "مصطفي", id="alef maqsura"),
        pytest.param("کی", "كي", id="Persian kaf and yeh"),
        pytest.param("שָׁלוֹם", "שלומ", id="Hebrew points and a final letter"),
        pytest.param("٢٠٢٤", "2024", id="Arabic digits"),
        pytest.param("۲۰۲۴", "2024", id="Persian digits"),
        pytest.param("２０２４", "2024", id="full-width digits"),
        pytest.param("२०२४", "2024", id="Devanagari digits"),
        pytest.param("हिन्दी", "हिंदी", id="a Hindi nasal before its consonant"),
        pytest.param("भूकम्प", "भूकंप", id="a Hindi nasal before a labial"),
        pytest.param("चाँद", "चांद", id="a Hindi nasal vowel"),
        pytest.param("ज़मीन", "जमीन", id="a Hindi dot below"),
        pytest.param("गयी", "गई", id="a Hindi ya between vowels"),
        pytest.param("रुपये", "रुपए", id="a Hindi plural with ya"),
        pytest.param("ヴェネツィア", "ベネツィア", id="Japanese v as b"),
        pytest.param("ﾌﾟｰﾁﾝ", "プーチン", id="half-width kana"),
        pytest.param("澤連斯基", "泽连斯基", id="traditional Chinese"),
        pytest.param("総理", "总理", id="Japanese forms of characters"),
        pytest.param("Regie\u00adrung", "regierung", id="a soft hyphen"),
        pytest.param("Σίσυφος", "σισυφοσ", id="Greek accents and final sigma"),
    ],
)
def test_spellings_of_one_word_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("мій", "міи"),
        ("їжак", "іжак"),
        ("хлеб", "хліб"),
        ("が", "か"),
        ("की", "का"),
        ("जन्म", "जंम"),
        ("ये", "ए"),
        ("โลก", "ลก"),
        ("10", "1"),
    ],
)
def test_different_letters_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)
