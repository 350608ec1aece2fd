"""A made-up archive to measure search on: nobody's text, but shaped like news.

Words are syllables of six scripts with real endings, drawn by Zipf's law (exponent 1.1, 15,000 stems a language);
three names an item come from a long tail, and a fifth of the items mention the common name. An item has 63 words in
the mean, one in five of them in the title. Not real: syntax, what words occur together, morphology beyond endings.
"""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.model import EntityId, FeedId, ItemId
from bot.search.document import IndexDocument, first_id

START = datetime(2024, 1, 1, tzinfo=UTC)
_EVERY = timedelta(minutes=1)
_STEMS = 15_000


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
        "ba bri co cle di dra fe fro ga gle ho ha ju ka ke li lo mo ma ne ni pa pe qui ri ra so sta tu tra ver vi win wo str sh sk ent ex un",
        " s ed ing ion",
        "Putin",
    ),
    Script(
        "ru",
        20,
        "ба бре во вы ге гра до дра же за зна кри ли ло ми ма на не по при ри ра со ста ту тре фе хо цен чи шко ще эк юн пере нов",
        " а у ом ы ов ами",
        "Путин",
    ),
    Script(
        "uk",
        13,
        "ба брі ві ви ге гра до дра же за зна крі ли ло мі ма на не по при рі ра со ста ту тре фе хо цін чи шко ще ек юн пере нов",
        " а у ом и ів ами",
        "Путін",
    ),
    Script("ar", 10, "با تا جي حو خا دا را زي سا شو صا طي عا فو قا كي لا مو نا هي", " ة ات ين ها", "بوتين"),
    Script("de", 8, "ba che die fe ge hau jung ka lei mo ne pa rich schu tra ung ver wei zu", " e en er es", "Putin"),
    Script("fr", 7, "ba ce di fe gui he jou ka li mon neu pa ri sou tu ville bleu ré", " s e es ait", "Poutine"),
    Script("zh", 5, "大中国人民政府经济发展总统会议和平战争协议边境安全能源", " ", "普京", spaced=False),
    Script("el", 3, "βα γε δι ζο θα κι λο μα νε πο ρι σα του φω χει ψα", " ς υ ων", "Πούτιν"),
)


class Archive:
    """Yields the same documents for the same seed, oldest first, a minute apart."""

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        dice = random.Random(seed)
        self.stems = {script.language: list(_stems(script, dice)) for script in SCRIPTS}
        self._weights = list(itertools.accumulate(1 / rank**1.1 for rank in range(1, _STEMS + 1)))

    def documents(self, count: int, *, first: int = 0) -> Iterator[IndexDocument]:
        """Yield `count` documents from the one with number `first` on."""
        for number in range(first, first + count):
            yield self._document(number, random.Random(self._seed * 1_000_003 + number))

    def word(self, language: str, rank: int) -> str:
        """Return the stem of a language that is the rank-th most frequent."""
        return self.stems[language][rank]

    def _document(self, number: int, dice: random.Random) -> IndexDocument:
        script = dice.choices(SCRIPTS, [script.share for script in SCRIPTS])[0]
        mentioned = dice.random() < 0.2
        title = self._text(script, dice, dice.randint(8, 16), name=mentioned)
        return IndexDocument(
            id=ItemId(first_id(START + number * _EVERY) + number % 1000),
            source=FeedId(f"outlet-{dice.randint(1, 300)}"),
            title=title,
            summary=self._text(script, dice, dice.randint(30, 72), name=mentioned and dice.random() < 0.5),
            language=script.language,
            country=script.language,
            entities=(EntityId("putin"),) if mentioned else (),
        )

    def _text(self, script: Script, dice: random.Random, length: int, *, name: bool) -> str:
        endings = script.endings.split(" ")
        stems = dice.choices(self.stems[script.language], cum_weights=self._weights, k=length)
        written = [stem + dice.choice(endings) for stem in stems]
        if script.spaced:  # the long tail of names
            written.append(_tail(script, dice).title())
        if name:
            written[dice.randrange(len(written))] = script.name
        return (" " if script.spaced else "").join(written)


def _stems(script: Script, dice: random.Random) -> Iterator[str]:
    syllables = script.syllables.split(" ") if script.spaced else list(script.syllables)
    seen: set[str] = set()
    while len(seen) < _STEMS:
        stem = "".join(dice.choices(syllables, k=dice.randint(1, 4)))
        if stem not in seen:
            seen.add(stem)
            yield stem


def _tail(script: Script, dice: random.Random) -> str:
    syllables = script.syllables.split(" ")
    return "".join(syllables[min(int(dice.paretovariate(0.7)), len(syllables)) - 1] for _ in range(4))
