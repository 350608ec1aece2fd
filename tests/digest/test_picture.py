"""A post as a picture: whatever it says can be read, and nothing of it is an empty box."""

import io

import pytest
from PIL import Image

from bot.digest.picture import WIDTH, picture


@pytest.mark.parametrize(
    ("posted", "drawn"),
    [
        pytest.param("<b>Rain</b> \N{NEWSPAPER}!", "<b>Rain</b> !", id="a pictograph"),
        pytest.param("\N{REGIONAL INDICATOR SYMBOL LETTER U}Rain", "Rain", id="a flag"),
        pytest.param("<i>普京</i> said", "<i>PuJing</i> said", id="Chinese"),
        pytest.param("<b>दिल्ली</b>", "<b>dilli</b>", id="Hindi"),
    ],
)
def test_what_no_font_has_is_left_out_or_spelt_in_latin_letters(posted: str, drawn: str) -> None:
    assert picture(posted) == picture(drawn)


def test_slanting_words_are_drawn_upright_where_only_upright_letters_are_there() -> None:
    assert picture("<i>بوتين يزور قازان</i>") == picture("بوتين يزور قازان")
    assert picture("<i>Путин в Казани</i>") != picture("Путин в Казани")


def test_a_long_post_grows_downwards_and_stays_as_wide_as_it_is() -> None:
    with Image.open(io.BytesIO(picture("rain in the harbour " * 60))) as drawn:
        assert drawn.width == WIDTH
        assert drawn.height > 400
