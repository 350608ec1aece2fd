"""Candidates -> mentions and rejections: clues are weighed, every decision says why.

The score of a candidate is a sum of log-odds: the prior of the name plus one weight for each clue. A name in full
(a strong form, an own given name beside it) is certain by itself: what else the text speaks of is not asked, so no
added text can undo it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from bot.entities.knowledge import cases, vectors, weights_for, word_lists
from bot.entities.marks import Clue, acronym_clues, homograph_clues
from bot.entities.names import Bearer, Names
from bot.entities.neighbours import neighbour_clues
from bot.entities.passage import Candidate, Passage, guess_language
from bot.entities.surroundings import own_words, topic_clues
from bot.model import Entity, Field, Matching, Mention, Rejection
from bot.text.languages import ENCODED
from bot.text.scripts import Script, is_word_char

Vector = npt.NDArray[np.float32]
Verdict = Literal["mention", "possible", "rejected"]

_VETOES = frozenset({"relative", "homograph", "female honorific", "male honorific", "feminine form"})
_CERTAIN = frozenset({"strong name", "own given name"})
_NAMESAKES = frozenset({"relative", "other given name", "female honorific", "male honorific", "feminine form"})
_ENCODED_SCRIPTS: frozenset[Script] = frozenset({"latin", "cyrillic", "arabic", "han", "kana", "hangul", "thai"})


@dataclass(frozen=True, slots=True)
class Tuning:
    """Where the line is drawn, in log-odds relative to an entity's threshold."""

    possible: float = -1.5
    undecided: float = 6.0
    vector_clip: float = 3.0


TUNING = Tuning()


@dataclass(slots=True)
class Weighed:
    """A candidate with its clues and what they come to. `readable`: a sentence vector of its item means something."""

    candidate: Candidate
    clues: list[Clue]
    readable: bool = False
    score: float = 0.0
    item_clues: list[Clue] = field(default_factory=list)

    @property
    def certain(self) -> bool:
        """Whether the name stands in full, and of nobody else."""
        names = {clue.name for clue in self.clues}
        return bool(names & _CERTAIN) and not names & _VETOES

    @property
    def vetoed(self) -> bool:
        """Whether the name is certainly somebody else's, or no name."""
        return any(clue.name in _VETOES for clue in self.clues)


def weigh(
    candidates: Sequence[Candidate],
    passages: Mapping[Field, Passage],
    names: Names,
    language: str,
    vector: Vector | None = None,
) -> list[Weighed]:
    """Return the candidates of one item with their clues and scores."""
    language = language or guess_language(passages)
    weighed = _once(
        [
            Weighed(candidate, _clues(candidate, passages, names, language), _readable(candidate, language))
            for candidate in candidates
        ]
    )
    for entity in {one.candidate.entity for one in weighed}:
        same = [one for one in weighed if one.candidate.entity == entity]
        _item_clues(same, passages, names.bearers[entity])
        _add_vector(same, names.entities[entity], vector)
        for one in same:
            one.score = sum(part for part, _ in _parts(one, names.entities[entity]))
    return weighed


def _once(weighed: list[Weighed]) -> list[Weighed]:
    """Return the candidates without those that say less of a place than another.

    Where a full name sounds and the surname in it is listed too, the sound counts, unless what is listed is certain.
    """
    heard = [one for one in weighed if one.candidate.form.heard]
    lesser: set[int] = set()
    for one in heard:
        listed = [other for other in weighed if other not in heard and other.candidate.overlaps(one.candidate)]
        certain = any(other.certain or other.vetoed for other in listed)
        lesser.update(map(id, [one] if certain else listed))
    return [one for one in weighed if id(one) not in lesser] if lesser else weighed


def decide(weighed: Sequence[Weighed], names: Names) -> Matching:
    """Return what is mentioned, what is possible and what is neither, with the reasons of each."""
    mentions, rejected = [], []
    fired: set[int] = set()
    possible: set[int] = set()
    for one in weighed:
        entity = names.entities[one.candidate.entity]
        word = verdict(one, entity)
        if word == "mention":
            fired.add(one.candidate.entity)
            mentions.append(_mention(one, entity))
            continue
        if word == "possible":
            possible.add(one.candidate.entity)
        rejected.append(_rejection(one, entity))
    return Matching(
        entities=tuple(names.entities[number].id for number in sorted(fired)),
        possible=tuple(names.entities[number].id for number in sorted(possible - fired)),
        mentions=tuple(mentions),
        rejected=tuple(rejected),
    )


def verdict(one: Weighed, entity: Entity) -> Verdict:
    """Return what a candidate is, taken alone: an item's entity is possible only if no place of it is a mention."""
    if one.score > entity.threshold:
        return "mention"
    near = one.score > entity.threshold + TUNING.possible and not one.vetoed
    return "possible" if near else "rejected"


def undecided(weighed: Sequence[Weighed], names: Names) -> bool:
    """Return whether a sentence vector of the item could change what is found."""
    for entity in {one.candidate.entity for one in weighed}:
        same = [one for one in weighed if one.candidate.entity == entity]
        known = names.entities[entity].id in vectors()
        best = max(one.score for one in same) - names.entities[entity].threshold
        if (
            known
            and any(one.readable for one in same)
            and not any(one.certain for one in same)
            and abs(best) < TUNING.undecided
        ):
            return True
    return False


def _clues(candidate: Candidate, passages: Mapping[Field, Passage], names: Names, language: str) -> list[Clue]:
    bearer = names.bearers[candidate.entity]
    form = candidate.form
    clues = [Clue("prior", f"the name «{candidate.surface}»"), Clue(f"form {form.text}", f"the form «{form.alias}»")]
    if form.strong:
        strong = Clue("strong name", f"full name «{form.alias}»")
        return [*clues, strong, *acronym_clues(candidate), *homograph_clues(candidate, [], language)]
    if form.heard:
        return [*clues, Clue("sounds like", f"sounds like «{form.alias}»")]
    lists = word_lists("words")
    if language in lists["everyday_languages"] and form.text in lists["everyday_names"]:
        clues.append(Clue("everyday name", f"«{form.alias}» is an everyday given name in this language ({language})"))
    if _foreign_ending(candidate, language):
        clues.append(Clue("foreign ending", f"no ending «-{candidate.word.ending}» in this language"))
    if candidate.word.compound:
        clues.append(Clue("compound", "compound with a noun for a group or its leader"))
    clues.extend(neighbour_clues(candidate, bearer, names.entities[candidate.entity].gender, language))
    if any(clue.name in _CERTAIN | _VETOES for clue in clues):
        return clues
    clues.append(Clue(f"script {form.script}", f"written in {form.script} script"))
    if form.languages and language:
        spelled = "spelling of the language" if language in form.languages else "spelling of another language"
        clues.append(Clue(spelled, f"{spelled} ({language})"))
    clues.extend(topic_clues(candidate, passages))
    clues.extend(own_words(candidate, passages, bearer))
    return clues


def _readable(candidate: Candidate, language: str) -> bool:
    return language in ENCODED if language else candidate.form.script in _ENCODED_SCRIPTS


def _foreign_ending(candidate: Candidate, language: str) -> bool:
    """Return whether the language, as far as it is known to have few endings, has not this one."""
    own = cases().get((language, candidate.form.script))
    return own is not None and not candidate.word.compound and candidate.word.ending not in own


def _item_clues(same: Sequence[Weighed], passages: Mapping[Field, Passage], bearer: Bearer) -> None:
    """Add what the rest of the item says: the full name elsewhere, or another bearer of the surname."""
    named = any(one.certain for one in same)
    open_ones = [one for one in same if not one.certain and not one.vetoed]
    if not open_ones:
        return
    rival = next((p for p in bearer.rival_phrases if any(_contains(passage, p) for passage in passages.values())), "")
    namesakes = [one for one in same if any(clue.name in _NAMESAKES for clue in one.clues)]
    for one in open_ones:
        if named:
            one.item_clues.append(Clue("full name elsewhere", "named in full elsewhere in the item"))
        elif rival or any(other is not one for other in namesakes):
            who = rival or next(other.candidate.surface for other in namesakes if other is not one)
            one.item_clues.append(Clue("other bearer elsewhere", f"another bearer of the name in the item: «{who}»"))


def _contains(passage: Passage, phrase: str) -> bool:
    at = passage.text.find(phrase)
    return at == 0 or (at > 0 and not is_word_char(passage.text[at - 1]))


def _add_vector(same: Sequence[Weighed], entity: Entity, vector: Vector | None) -> None:
    """Add what the sentence vector says to the candidates it may decide: none that is certain or vetoed."""
    trained = vectors().get(entity.id)
    if vector is None or trained is None:
        return
    lean = float(vector @ trained[:-1] + trained[-1])
    lean = max(-TUNING.vector_clip, min(TUNING.vector_clip, lean))
    for one in same:
        if one.readable and not one.certain and not one.vetoed:
            one.item_clues.append(Clue("vector", "the sense of the whole item (sentence vector)", lean))


def _parts(one: Weighed, entity: Entity) -> list[tuple[float, str]]:
    """Return what each clue adds to the score, with its reason."""
    clues = (*one.clues, *one.item_clues)
    table = weights_for(entity.id, entity.kind, with_vector=any(clue.name == "vector" for clue in clues))
    return [(table.get(clue.name, 0.0) * clue.amount, clue.reason) for clue in clues]


def reasons(one: Weighed, entity: Entity) -> list[tuple[float, str]]:
    """Return the clues that count, the heaviest first."""
    parts = [(part, reason) for part, reason in _parts(one, entity) if abs(part) >= 0.05]
    return sorted(parts, key=lambda pair: -abs(pair[0]))


def _mention(one: Weighed, entity: Entity) -> Mention:
    start, end = one.candidate.passage.folded.span(one.candidate.word.start, one.candidate.word.end)
    return Mention(
        entity=entity.id,
        field=one.candidate.passage.field,
        start=start,
        end=end,
        surface=one.candidate.passage.folded.original[start:end],
        alias=one.candidate.form.alias,
        score=round(one.score, 2),
        evidence=tuple(f"{reason} ({part:+.1f})" for part, reason in reasons(one, entity)),
    )


def _rejection(one: Weighed, entity: Entity) -> Rejection:
    start, end = one.candidate.passage.folded.span(one.candidate.word.start, one.candidate.word.end)
    against = [reason for part, reason in reasons(one, entity) if part < 0]
    return Rejection(
        entity=entity.id,
        field=one.candidate.passage.field,
        start=start,
        end=end,
        surface=one.candidate.passage.folded.original[start:end],
        reason=f"{'; '.join(against[:3]) or 'nothing speaks for it'} (score {one.score:.1f})",
    )
