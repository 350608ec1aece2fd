"""What is known about names and the words around them, whoever is tracked: read once from the files in data/."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick

from bot.text.entity_fold import fold_text
from bot.text.scripts import Script, script_of

_DATA = files("bot.entities") / "data"


@dataclass(frozen=True, slots=True)
class Stem:
    """The beginning of a word that speaks for one or more topics; `whole`: the word must end here."""

    text: str
    topics: tuple[str, ...]
    whole: bool
    script: Script


@dataclass(frozen=True, slots=True)
class Homograph:
    """A word of some language that is spelled like a tracked name, and what gives it away (all sets folded).

    It applies in `languages` (empty: any) to the words `forms`, when one of `before` or `after` stands beside it, one
    of the stems `around` (and none of `unless`) occurs in the field, or the hit is a part of one of the words `inside`;
    a lone `forms` applies always. `lower`: when written without a capital; `number`: when a figure stands before it;
    `unaccented`: only in a text without any accent, because with accents the two words are spelled differently.
    """

    forms: frozenset[str]
    reason: str
    languages: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    around: tuple[str, ...]
    unless: tuple[str, ...]
    inside: tuple[str, ...]
    lower: bool
    number: bool
    unaccented: bool

    @property
    def always(self) -> bool:
        """Whether the word alone is enough."""
        return not (self.before or self.after or self.around or self.inside or self.lower or self.number)


@dataclass(frozen=True, slots=True)
class Topics:
    """All topical stems in one automaton; `stems` is aligned with its patterns."""

    automaton: AhoCorasick
    stems: tuple[Stem, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Paradigm:
    """A kind of declension: a name that ends in `ends` loses its last `drop` letters and takes `endings`."""

    script: Script
    ends: tuple[str, ...]
    drop: int
    endings: frozenset[str]


def words(text: str) -> frozenset[str]:
    """Return the folded words of a list as data files write it: separated by space, "_" standing for a space."""
    return frozenset(fold_text(word.replace("_", " ")) for word in text.split())


def _read(name: str) -> dict[str, object]:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


@cache
def word_lists(name: str) -> Mapping[str, frozenset[str]]:
    """Return the word lists of one data file (`words`, `given_names`, `languages`), folded, by their key."""
    return {key: words(value) for key, value in _read(f"{name}.toml").items() if isinstance(value, str)}


@cache
def function_words() -> Mapping[str, tuple[str, ...]]:
    """Return the languages each function word speaks for."""
    found: dict[str, tuple[str, ...]] = {}
    for language, listed in word_lists("languages").items():
        for word in listed:
            found[word] = (*found.get(word, ()), language)
    return found


@cache
def given_names() -> frozenset[str]:
    """Return the common given names of all language areas, folded."""
    return frozenset().union(*word_lists("given_names").values())


@cache
def endings() -> Mapping[str, frozenset[str]]:
    """Return what may follow a name without a break, by script, the empty ending included."""
    return {key: value | {""} for key, value in word_lists("endings").items()}


@cache
def cases() -> Mapping[tuple[str, Script], frozenset[str]]:
    """Return, by language and script, every ending a foreign name takes there, for languages that have few."""
    table = _read("endings.toml")["cases"]
    assert isinstance(table, list)  # noqa: S101 - a data file of ours, checked by a test
    return {
        (language, row["script"]): words(row["endings"]) | {""}
        for row in table
        for language in row["languages"].split()
    }


@cache
def given_names_in(script: Script) -> tuple[str, ...]:
    """Return the given names written in one script."""
    return tuple(name for name in sorted(given_names()) if script_of(name[0]) == script)


@cache
def paradigms() -> tuple[Paradigm, ...]:
    """Return the declensions that change the end of a name."""
    table = _read("endings.toml")["paradigm"]
    assert isinstance(table, list)  # noqa: S101 - a data file of ours, checked by a test
    return tuple(
        Paradigm(row["script"], tuple(map(fold_text, row["ends"].split())), row["drop"], words(row["endings"]) | {""})
        for row in table
    )


@cache
def topics() -> Topics:
    """Return the topics, ready to scan a folded text with."""
    table = _read("topics.toml")
    found: dict[tuple[str, bool], list[str]] = {}
    for topic, row in table.items():
        assert isinstance(row, dict)  # noqa: S101 - a data file of ours, checked by a test
        for word in row["stems"].split():
            stem = fold_text(word.rstrip("=").replace("_", " "))
            if topic not in found.setdefault((stem, word.endswith("=")), []):
                found[stem, word.endswith("=")].append(topic)
    stems = tuple(Stem(text, tuple(of), whole, script_of(text[0])) for (text, whole), of in found.items())
    labels = {topic: row["label"] for topic, row in table.items() if isinstance(row, dict)}
    return Topics(AhoCorasick([stem.text for stem in stems], store_patterns=False), stems, labels)


@cache
def homographs() -> Mapping[str, tuple[Homograph, ...]]:
    """Return the homographs by folded form."""
    table = _read("homographs.toml")["homograph"]
    assert isinstance(table, list)  # noqa: S101 - a data file of ours, checked by a test
    found: dict[str, tuple[Homograph, ...]] = {}
    for row in table:
        homograph = Homograph(
            forms=words(row["forms"]),
            reason=row["reason"],
            languages=words(row.get("languages", "")),
            before=words(row.get("before", "")),
            after=words(row.get("after", "")),
            around=tuple(words(row.get("around", ""))),
            unless=tuple(words(row.get("unless", ""))),
            inside=tuple(words(row.get("inside", ""))),
            lower=row.get("lower", False),
            number=row.get("number", False),
            unaccented=row.get("unaccented", False),
        )
        for form in homograph.forms:
            found[form] = (*found.get(form, ()), homograph)
    return found


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Return the weight of each clue, in log-odds, by entity id or kind of entity ("any": all of them)."""
    table: dict[str, dict[str, float]] = json.loads((_DATA / "weights.json").read_text(encoding="utf-8"))["weights"]
    return table


@cache
def vectors() -> Mapping[str, npt.NDArray[np.float32]]:
    """Return, by entity id, the trained classifier on sentence vectors: 512 weights and a bias."""
    table = json.loads((_DATA / "vectors.json").read_text(encoding="utf-8"))["vectors"]
    return {entity: np.asarray(row, dtype=np.float32) for entity, row in table.items()}


@cache
def weights_for(entity_id: str, kind: str, *, with_vector: bool = False) -> Mapping[str, float]:
    """Return the weights of one entity: what was set for its kind, overlaid by what was fitted for itself.

    Where a sentence vector is at hand the other clues weigh less: that is a fit of its own.
    """
    table = {**weights()["any"], **weights().get(kind, {}), **weights().get(entity_id, {})}
    return {**table, **weights().get(f"{entity_id} with vector", {})} if with_vector else table
