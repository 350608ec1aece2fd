"""Texts and queries for property tests: words that meet, and everything a keyboard can do wrong."""

import random
from collections.abc import Sequence

from hypothesis import strategies as st

from bot.model import EntityId, FeedId, ItemId
from bot.search.document import IndexDocument, first_id
from tests.search.builders import NOW

WORDS = (
    *("talks", "talk", "Putin's", "putin", "cease-fire", "ceasefire", "U.S.", "1,000", "covid-19", "l'accord"),
    *("Путина", "Путин", "путіна", "переговоры", "переговорах", "п'ять", "Київ", "Киеве"),
    *("بوتين", "وبوتين", "والحكومة", "الحكومة", "محادثات", "۲۰۲۴", "کتاب‌ها"),
    *("普京", "普京访问北京", "京", "プーチン大統領", "G7峰会", "푸틴은", "푸틴", "ข่าวรัสเซีย"),
    *("Verhandlungen", "über", "négociations", "savaşın", "Ankara'da", "המלחמה", "מלחמה", 'צה"ל', "हिन्दी", "Ελλάδας"),
)
_OPERATORS = (
    *(" ", " ", " ", " OR ", " | ", " ИЛИ ", " AND ", " NOT ", " -", "(", ")", '"', "“", "«", "*", "* ", " - ", "\\"),
    *("title:", "-title:", "entity:", "lang:", "source:", "country:", "since:", "before:", "sort:", "near:", "NEAR("),
    *("7d", "today", "2024-03-01", "2024-99-99", "ar", "new", "best", "bbc", "putin", ":", "^", "+", "~", "_", ";--"),
    *("\x00", "\u202e", "\ud800", "😀", "'", "%", "{title body}", "https://t.me/x?y=1", "a" * 90, "\n", "٪", "é" * 3),
)

typed = st.lists(st.sampled_from((*WORDS, *_OPERATORS)) | st.text(max_size=6), max_size=14).map("".join)
languages = st.sampled_from(("en", "ru", "uk", "ar", "fa", "zh", "de", "fr", "tr", "he", "ko", "th", "hi", ""))
documents = st.builds(
    lambda age, title, summary, language, entities, source: IndexDocument(
        ItemId(first_id(NOW) - (age << 36)), FeedId(source), title, summary, language, language, entities
    ),
    st.integers(0, 40),
    st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join) | st.text(max_size=12),
    st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join),
    languages,
    st.sampled_from(((), (EntityId("putin"),), (EntityId("zelensky"),))),
    st.sampled_from(("bbc", "bbc-zh", "Ünïcode outlet", '"; DROP')),
)


def fuzzed(count: int, seed: int) -> Sequence[str]:
    """Return queries put together at random: faster than hypothesis, for large numbers."""
    dice = random.Random(seed)
    pieces = (*WORDS, *_OPERATORS)
    return [
        "".join(
            dice.choice(pieces)
            if dice.random() < 0.9
            else chr(dice.choice((dice.randrange(128), dice.randrange(0x11000))))
            for _ in range(dice.randint(0, 24))
        )
        for _ in range(count)
    ]
