"""A field of an item as the matcher reads it: folded text, its words, its capitals, what it is about."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from functools import cached_property

from bot.entities.affixes import Word
from bot.entities.knowledge import function_words, topics
from bot.entities.names import Form
from bot.model import Field
from bot.text.entity_fold import Folded
from bot.text.scripts import CASED, UNSPACED, is_word_char, script_of

_WORD = re.compile(
    r"(?:[^\W_\u3040-\u30ff\u3400-\u9fff]|[\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff])+(?:'[^\W_]+)?"
    r"|[\u3040-\u30ff\u3400-\u9fff]+"
)
r"""Indic and Thai signs are no \w for `re`; Chinese and Japanese write no space before a Latin name."""
_GUESSED_BY = 400
"""Characters of a field by which its language is guessed."""
_REACH = 60
"""Characters on either side of a name in which its neighbours are looked for."""
_ARABIC_CLITICS = re.compile("(?:^|.*[^\\w])[وف]?[بلك]?(?:ال|ل)?$", re.DOTALL)
_HEBREW_CLITICS = re.compile("(?:^|.*[^\\w])[ושמהלבכ]{0,3}$", re.DOTALL)
_LONGEST_CLITICS = 6
_HEADLINE = 0.4
"""Share of a field that long words in a cased script must make up for it to be in that script."""
_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the folded text and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TopicHit:
    """A stem that speaks for a topic, where it stands."""

    topic: str
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """One field of an item. `named` is where tracked names begin (folded offsets): filled as they are found."""

    field: Field
    folded: Folded
    named: set[int] = attribute(default_factory=set, compare=False)

    @property
    def text(self) -> str:
        """The folded text."""
        return self.folded.text

    def capital(self, at: int) -> bool:
        """Return whether the original has a capital at a folded offset."""
        return self.folded.original[self.folded.span(at, at + 1)[0]].isupper()

    def original(self, start: int, end: int) -> str:
        """Return the original text of a folded span."""
        first, last = self.folded.span(start, end)
        return self.folded.original[first:last]

    def before(self, at: int) -> list[Token]:
        """Return the words that end before a folded offset, the nearest first."""
        found = [Token(m.group(), m.start(), m.end()) for m in _WORD.finditer(self.text, max(0, at - _REACH), at)]
        return found[::-1]

    def after(self, at: int) -> list[Token]:
        """Return the words that begin after a folded offset, the nearest first."""
        return [Token(m.group(), m.start(), m.end()) for m in _WORD.finditer(self.text, at, at + _REACH)]

    @cached_property
    def _long_words(self) -> list[str]:
        found = re.findall(r"[^\W\d_]{4,}", self.folded.original)
        return [word for word in found if script_of(word[0]) in CASED]

    @cached_property
    def has_capitals(self) -> bool:
        """Whether capitals say anything here: a text without any, in a script that has them, says nothing."""
        return any(char.isupper() for char in self.folded.original) or not self._long_words

    @cached_property
    def accented(self) -> bool:
        """Whether any letter has an accent: then a word without one is written without one on purpose."""
        return _ACCENTED.search(self.folded.original) is not None

    @cached_property
    def title_case(self) -> bool:
        """Whether most words are capitalised, as in English headlines: then a capital proves nothing.

        The names in a text of another script are no headline.
        """
        capitals = sum(word[0].isupper() for word in self._long_words)
        letters = sum(map(len, self._long_words))
        in_script = letters > _HEADLINE * len(self.text)
        return len(self._long_words) >= 4 and capitals > 0.75 * len(self._long_words) and in_script

    @cached_property
    def hits(self) -> list[TopicHit]:
        """Every topical stem, with its place."""
        known = topics()
        found: list[TopicHit] = []
        for pattern, start, end in known.automaton.find_matches_as_indexes(self.text, overlapping=True):
            stem = known.stems[pattern]
            if self._begins_word(start, stem.script) and not (stem.whole and self._goes_on(end)):
                found.extend(TopicHit(topic, start, end) for topic in stem.topics)
        return found

    def _goes_on(self, end: int) -> bool:
        return end < len(self.text) and is_word_char(self.text[end])

    def _begins_word(self, start: int, script: str) -> bool:
        if start == 0 or script in UNSPACED or script == "hangul" or not is_word_char(self.text[start - 1]):
            return True
        if script in {"arabic", "hebrew"}:
            clitics = _ARABIC_CLITICS if script == "arabic" else _HEBREW_CLITICS
            return clitics.match(self.text[max(0, start - _LONGEST_CLITICS) : start]) is not None
        return False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a form of a name stands as a word of its own. Offsets are those of the folded text."""

    form: Form
    passage: Passage
    word: Word

    @property
    def entity(self) -> int:
        """The place of the entity in the configuration."""
        return self.form.entity

    def overlaps(self, other: "Candidate") -> bool:
        """Return whether both stand for one entity and share a character."""
        same = self.entity == other.entity and self.passage is other.passage
        return same and self.word.start < other.word.end and other.word.start < self.word.end

    @property
    def surface(self) -> str:
        """The name as the original writes it."""
        return self.passage.original(self.word.start, self.word.end)


def guess_language(passages: Mapping[Field, Passage]) -> str:
    """Return the language that most function words of a Latin-script item speak for, "" without a clear majority."""
    known = function_words()
    counts = Counter(
        language
        for passage in passages.values()
        for match in _WORD.finditer(passage.text, 0, _GUESSED_BY)
        for language in known.get(match.group(), ())
    )
    ranked = [*counts.most_common(2), ("", 0), ("", 0)]
    return ranked[0][0] if ranked[0][1] > ranked[1][1] else ""
