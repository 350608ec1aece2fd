import pytest

from bot.text.scripts import is_word_char, script_of


@pytest.mark.parametrize(
    ("char", "script"),
    [
        ("a", "latin"), ("ł", "latin"), ("ж", "cyrillic"), ("λ", "greek"), ("ب", "arabic"), ("ש", "hebrew"),
        ("ა", "georgian"), ("ա", "armenian"), ("ह", "indic"), ("ก", "thai"), ("ቲ", "ethiopic"), ("プ", "kana"),
        ("普", "han"), ("푸", "hangul"), ("→", "other"),
    ],
)  # fmt: skip
def test_a_character_knows_its_script(char: str, script: str) -> None:
    assert script_of(char) == script


def test_marks_belong_to_the_word_they_stand_in() -> None:
    assert is_word_char("\u0301")
    assert is_word_char("ि")
    assert not is_word_char("-")
