import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.inert import JOINER, escape, inert, shorten
from tests.telegram_parser import found, parsed

HARMLESS = {"textEntityTypeMediaTimestamp"}  # becomes a link only under a video or a sound


def active(text: str) -> list[str]:
    return [kind for kind in found(text) if kind not in HARMLESS]


@pytest.mark.parametrize(
    "text",
    [
        "t.me/x", "see bbc.com now", "@BBCNews_support", "/forgetme", "#tag", "$USD", "https://a.example/c?d=1",
        "a@b.com",
        "4111 1111 1111 1111",
        "4111111111111111", "1.2.3.4", "tg://resolve?domain=x", "пример.рф", "例子.中国", "#тег",
        "/cmd@bot", "💥/stop", "t.me\u200b/x", "①.com", "ton://x", "x.museum/a-b", "AT&T.com", "_@name_", "(bbc.com)",
    ],
)  # fmt: skip
def test_nothing_that_telegram_would_activate_survives(text: str) -> None:
    assert active(inert(text)) == []
    assert inert(text).replace(JOINER, "") == text


@given(
    st.lists(st.sampled_from([*"@#$/.:-_ a1ы例۱", "bbc", "com", "t.me", "http", "рф", "www", "\u200b", "\n"])).map(
        "".join
    )
)
def test_no_mixture_of_signs_and_words_is_active(text: str) -> None:
    assert active(inert(text)) == []


@given(st.text())
def test_escaping_keeps_what_a_reader_sees(text: str) -> None:
    assert parsed(escape(text))["text"].replace(JOINER, "") == text.replace(JOINER, "")


@given(st.text(max_size=60), st.integers(2, 30))
def test_shortened_text_is_never_too_long_and_says_that_it_was_cut(text: str, limit: int) -> None:
    short = shorten(text, limit)

    assert len(short) <= limit
    assert short == text or short.endswith("…")
