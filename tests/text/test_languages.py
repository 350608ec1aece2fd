import pytest

from bot.text.languages import detect, primary


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "en"),
        ("ukr", "uk"),
        ("zh_Hant", "zh"),
        ("nb", "no"),
        ("iw", "he"),
        ("und", ""),
        ("", ""),
        ("RU", "ru"),
        ("mya", "my"),
        ("hbs", "sr"),
        ("yue-Hant", "zh"),
    ],
)
def test_every_spelling_of_a_code_becomes_one(tag: str, code: str) -> None:
    assert primary(tag) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Путин встретился с министром обороны", "ru"),
        ("Зеленський зустрівся з послами", "uk"),
        ("رئيس الوزراء يلتقي القادة", "ar"),
        ("رئیس جمهور ایران گفت", "fa"),
        ("Le président a dit", "fr"),
        ("普京会见", "zh"),
    ],
)
def test_a_text_without_a_code_tells_its_language(text: str, code: str) -> None:
    assert detect(text) == code


def test_no_letters_no_language() -> None:
    assert detect("123 — 456") == ""
