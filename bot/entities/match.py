"""Text -> mentions: the matcher, built once from the configuration and then asked for every item."""

from collections.abc import Iterator, Mapping, Sequence

from bot.entities.affixes import Word, word_of
from bot.entities.evidence import Vector, Weighed, decide, undecided, weigh
from bot.entities.names import Form, compile_names
from bot.entities.passage import Candidate, Passage
from bot.entities.sounds import Heard
from bot.model import Entity, EntityId, Field, Matching
from bot.text.entity_fold import Folded, fold, fold_text
from bot.text.scripts import CASED, is_word_char, script_of

_FIELDS: tuple[Field, ...] = ("title", "summary", "text")
_NOTHING = Matching()


class Matcher:
    """Finds every mention of the entities. Pure: it may be shared by threads, and a new one swapped in at any time."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self.entities = tuple(entities)
        self._names = compile_names(entities)

    def match(self, fields: Mapping[Field, str], *, language: str = "", vector: Vector | None = None) -> Matching:
        """Return the mentions in one item, with reasons, and what was rejected.

        `language` is BCP 47 or empty (then guessed where it matters); `vector` the sentence vector of title and
        summary, 512 numbers. Offsets count code points of the fields as given. A field with nothing in it costs little.
        """
        weighed = self.weigh(fields, language, vector)
        return decide(weighed, self._names) if weighed else _NOTHING

    def undecided(self, fields: Mapping[Field, str], *, language: str = "") -> bool:
        """Return whether a sentence vector of title and summary could change what `match` finds."""
        weighed = self.weigh(fields, language, None)
        return bool(weighed) and undecided(weighed, self._names)

    def weigh(self, fields: Mapping[Field, str], language: str = "", vector: Vector | None = None) -> list[Weighed]:
        """Return every candidate of an item with its clues and score, before any line is drawn."""
        found = self._candidates(fields)
        if not found:
            return []
        passages = {candidate.passage.field: candidate.passage for candidate in found}
        for name in _FIELDS:
            if fields.get(name) and name not in passages:
                passages[name] = Passage(name, fold(fields[name]))
        ordered = {name: passages[name] for name in _FIELDS if name in passages}
        return weigh(found, ordered, self._names, language.partition("-")[0].lower(), vector)

    def inside_words(self, fields: Mapping[Field, str]) -> Iterator[tuple[EntityId, str]]:
        """Yield the words of which a name is only a part (Rasputin): no mentions, and not even weighed."""
        for text in filter(None, map(fields.get, _FIELDS)):
            passage = Passage("text", fold(text))
            for pattern, start, end in self._names.automaton.find_matches_as_indexes(passage.text, overlapping=True):
                for form in self._names.forms[pattern]:
                    if word_of(form, passage.text, start, end, capital=passage.capital) is None:
                        yield self.entities[form.entity].id, passage.original(*_word_around(passage.text, start, end))

    def _candidates(self, fields: Mapping[Field, str]) -> list[Candidate]:
        """Return the places where a form of a name stands as a word, by field and offset."""
        found: list[Candidate] = []
        for name in _FIELDS:
            text = fields.get(name)
            if not text:
                continue
            folded = fold_text(text)
            hits = self._names.automaton.find_matches_as_indexes(folded, overlapping=True)
            heard = list(self._names.sounds.hear(folded)) if self._names.sounds and not folded.isascii() else []
            if hits or heard:
                passage = Passage(name, Folded(text, folded))
                found.extend(self._words(passage, hits) if hits else ())
                found.extend(self._heard(passage, heard))
        return found

    def _heard(self, passage: Passage, heard: Sequence[Heard]) -> Iterator[Candidate]:
        """Yield the full names that sound like one in Latin letters."""
        for one in heard:
            script = script_of(passage.text[one.start])
            if script not in CASED or passage.capital(one.start):
                name = self.entities[one.entity].name
                form = Form(
                    one.entity,
                    fold_text(name),
                    name,
                    strong=False,
                    languages=frozenset(),
                    endings=frozenset(),
                    script=script,
                    heard=True,
                )
                yield Candidate(form, passage, Word(one.start, one.end, ""))

    def _words(self, passage: Passage, hits: Sequence[tuple[int, int, int]]) -> list[Candidate]:
        """Return the hits that are words; of two of one entity that overlap, the longer one."""
        found: list[Candidate] = []
        for pattern, start, end in hits:
            for form in self._bearers_of(pattern, passage, start):
                word = word_of(form, passage.text, start, end, capital=passage.capital)
                if word:
                    found.append(Candidate(form, passage, word))
        found.sort(key=lambda one: (not one.form.strong, one.word.start, -len(one.form.text)))
        kept: list[Candidate] = []
        for one in found:
            if not any(one.overlaps(other) for other in kept):
                kept.append(one)
                passage.named.add(one.word.start)
        return sorted(kept, key=lambda one: (one.word.start, one.entity))

    def _bearers_of(self, pattern: int, passage: Passage, start: int) -> Sequence[Form]:
        """Return the forms a hit may stand for: none inside a word, of a crowd those whose given name is beside it."""
        forms = self._names.forms[pattern]
        if start and forms[0].script in CASED and passage.text[start - 1].isalpha() and not passage.capital(start):
            return ()
        crowd = self._names.crowds.get(pattern)
        if crowd is None:
            return forms
        return [form for token in passage.before(start)[:2] for form in crowd.get(token.text, ())]


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and is_word_char(text[start - 1]):
        start -= 1
    while end < len(text) and is_word_char(text[end]):
        end += 1
    return start, end
