"""A made-up archive to measure search on: nobody's text, but shaped like news.

Words are drawn by Zipf's law (exponent 1.1, 15,000 a language): those of Russian and Ukrainian are real ones, from the
dictionaries the analyser uses, the others syllables of six scripts with real endings. Each text ends in a name from a
long tail, and a fifth of the items mention the common name. Not real: syntax, and what words occur together.
"""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pymorphy3

from bot.model import EntityId, FeedId, ItemId
from bot.search.document import IndexDocument, first_id

START = datetime(2024, 1, 1, tzinfo=UTC)
EVERY = timedelta(minutes=1)
_WORDS = 15_000


@dataclass(frozen=True)
class Script:
    """How one language is written here; `share` of the items are in it."""

    language: str
    share: int
    syllables: str
    endings: str
    name: str
    spaced: bool = True


SCRIPTS = (
    Script(
        "en",
        34,
        "bri co cle dra fro gle ho ju ke lo mo ni pe qui ri so sta tu ver win wo str ent ex un",
        " s ed",
        "Putin",
    ),
    Script("ru", 20, "бре во гра до же зна кри ло ми не по ри со ста ту фе хо цен чи шко", "", "Путин"),
    Script("uk", 13, "брі ві гра до же зна крі ло мі не по рі со ста ту фе хо цін чи шко", "", "Путін"),
    Script("ar", 10, "با تا جي حو خا دا را زي سا شو صا طي عا فو قا كي لا مو نا هي", " ة ات ين ها", "بوتين"),
    Script("de", 8, "ba che die fe ge hau jung ka lei mo ne pa rich schu tra ung ver wei zu", " e en er es", "Putin"),
    Script("fr", 7, "ba ce di fe gui he jou ka li mon neu pa ri sou tu ville bleu ré", " s e es ait", "Poutine"),
    Script("zh", 5, "大中国人民政府经济发展总统会议和平战争协议边境安全能源", "", "普京", spaced=False),
    Script("el", 3, "βα γε δι ζο θα κι λο μα νε πο ρι σα του φω χει ψα", " ς υ ων", "Πούτιν"),
)


class Archive:
    """Yields the same documents for the same seed, oldest first, a minute apart."""

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        dice = random.Random(seed)
        self._words = {script.language: _vocabulary(script, dice) for script in SCRIPTS}
        self._weights = list(itertools.accumulate(1 / rank**1.1 for rank in range(1, _WORDS + 1)))

    def documents(self, count: int, *, first: int = 0) -> Iterator[IndexDocument]:
        """Yield `count` documents from the one with number `first` on."""
        for number in range(first, first + count):
            yield self._document(number, random.Random(self._seed * 1_000_003 + number))

    def word(self, language: str, rank: int) -> str:
        """Return the word of a language that is the rank-th most frequent, without an ending."""
        return self._words[language][rank]

    def _document(self, number: int, dice: random.Random) -> IndexDocument:
        script = dice.choices(SCRIPTS, [script.share for script in SCRIPTS])[0]
        mentioned = dice.random() < 0.2
        title = self._text(script, dice, dice.randint(6, 10), name=mentioned)
        return IndexDocument(
            id=ItemId(first_id(START + number * EVERY) + number % 1000),
            source=FeedId(f"outlet-{dice.randint(1, 300)}"),
            title=title,
            summary=self._text(script, dice, dice.randint(20, 48), name=mentioned and dice.random() < 0.5),
            language=script.language,
            country=script.language,
            entities=(EntityId("putin"),) if mentioned else (),
        )

    def _text(self, script: Script, dice: random.Random, length: int, *, name: bool) -> str:
        endings = script.endings.split(" ")
        words = dice.choices(self._words[script.language], cum_weights=self._weights, k=length)
        written = [word + dice.choice(endings) for word in words]
        if script.spaced:
            written.append(_tail(script, dice).title())
        if name:
            written[dice.randrange(len(written))] = script.name
        return (" " if script.spaced else "").join(written)


def _vocabulary(script: Script, dice: random.Random) -> list[str]:
    """Return distinct words, the most frequent first."""
    if script.language in {"ru", "uk"}:
        known = pymorphy3.MorphAnalyzer(lang=script.language).dictionary.iter_known_words
        syllables = script.syllables.split(" ")
        sampled = {word for start in syllables for word, *_ in itertools.islice(known(start), 0, 16_000, 11)}
        return dice.sample(sorted(sampled), _WORDS)
    syllables = script.syllables.split(" ") if script.spaced else list(script.syllables)
    words: dict[str, None] = {}
    while len(words) < _WORDS:
        words["".join(dice.choices(syllables, k=dice.randint(1, 4)))] = None
    return list(words)


def _tail(script: Script, dice: random.Random) -> str:
    syllables = script.syllables.split(" ")
    return "".join(syllables[min(int(dice.paretovariate(0.7)), len(syllables)) - 1] for _ in range(4))
