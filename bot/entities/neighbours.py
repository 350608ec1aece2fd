"""What the words directly beside a name say about its bearer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.entities.knowledge import endings, given_names, homographs, word_lists
from bot.entities.names import Bearer
from bot.entities.passage import Candidate, Token
from bot.text.scripts import CASED, UNSPACED, script_of

_ARTICLES = frozenset({"al", "el", "as", "ash", "ul", "аль", "эль", "ель", "ал"})
_ADJACENT = re.compile(r"[\s\-·・=]*(?:(?:al|el|as|ash|аль|эль|ель|ал)[\s\-()]+)?")
_ADJACENT_AFTER_DOT = re.compile(r"\.[\s\-]*")
_SENTENCE_END = re.compile(r'[.!?:»"\'\-|(…]\s*$')
_AGE = re.compile(r"\s*[,(]\s*(\d{1,2})\s*[,)]")
_LIFESPAN = re.compile(r"\s*\(\s*1[789]\d\d")
_SPEECH = re.compile(r'\s*"?:\s')
_AND_COMPANY = re.compile(r"\s*&\s")
_ANYWHERE = UNSPACED | {"hangul", "arabic"}
_FEMININE = re.compile("(?:sk(?:a|ou|oj|ej|aja|aya|aia|ajai)|ская|скую|скои|ська|ську|ською|ськои|ськоі)$")
_DOTS = frozenset("·・‧•-")
_ON = "على"
"""Arabic "on": folded, it is the name Ali."""
_GERMANIC = frozenset({"de", "lb"})


@dataclass(frozen=True, slots=True)
class Clue:
    """One observation about a candidate. `name` finds its weight; `reason` is for readers; `amount` is usually 1."""

    name: str
    reason: str
    amount: float = 1.0


def neighbour_clues(candidate: Candidate, bearer: Bearer, gender: str, language: str) -> Iterator[Clue]:
    """Yield what the words on both sides of a candidate say. Nothing is yielded twice."""
    passage, word = candidate.passage, candidate.word
    before, gap_start = _without_article(passage.before(word.start), word.start)
    yield from _homograph(candidate, before, language)
    yield from _feminine(candidate, gender, language)
    own = _own_given(candidate, before, gap_start, bearer)
    if own:
        yield Clue("own given name", f"own given name «{own}» before")
        return
    if candidate.form.script in UNSPACED | {"hangul"}:
        yield from _dotted(candidate)
    elif before:
        yield from _word_before(candidate, before, gap_start, bearer, language)
    yield from _words_after(candidate, bearer, language)
    yield from _marks(candidate)


def _without_article(before: list[Token], at: int) -> tuple[list[Token], int]:
    """Return the words before a name without an Arabic article ("Bashar al-Assad"), and where the gap to them ends."""
    if len(before) > 1 and before[0].text in _ARTICLES:
        return before[1:], before[0].start
    return before, at


def _adjacent(candidate: Candidate, token: Token, gap_end: int) -> bool:
    gap = candidate.passage.text[token.end : gap_end]
    return _ADJACENT.fullmatch(gap) is not None


def _is_name(token: str, names: frozenset[str]) -> bool:
    """Return whether a word is one of the names, in any case that takes a short ending."""
    return token in names or any(
        token[: len(token) - len(ending)] in names
        for ending in endings()["given_names"]
        if token.endswith(ending) and len(token) > len(ending)
    )


def _own_given(candidate: Candidate, before: list[Token], gap_end: int, bearer: Bearer) -> str:
    """Return the entity's own given name before the surname, also with a patronymic between; "" if there is none."""
    passage, start = candidate.passage, candidate.word.start
    if candidate.form.script in UNSPACED | {"hangul", "indic", "ethiopic"}:
        near = passage.text[max(0, start - 14) : start]
        return next((name for name in bearer.given if name in near), "")
    if not before or not _adjacent(candidate, before[0], gap_end):
        return ""
    for place, token in enumerate(before[:2]):
        if place and not _adjacent(candidate, token, before[0].start):
            return ""
        stripped = token.text.lstrip("وב") if candidate.form.script in {"arabic", "hebrew"} else token.text
        if _is_name(token.text, bearer.given) or stripped in bearer.given:
            return passage.original(token.start, token.end)
    return ""


def _homograph(candidate: Candidate, before: list[Token], language: str) -> Iterator[Clue]:
    passage, word = candidate.passage, candidate.word
    form = passage.text[word.start : word.end]
    after = passage.after(word.end)
    for homograph in homographs().get(form, ()):
        if homograph.language and homograph.language != language:
            continue
        small = not passage.capital(word.start)
        beside = (before and before[0].text in homograph.before) or (after and after[0].text in homograph.after)
        around = any(
            re.search(stem if script_of(stem[0]) in _ANYWHERE else rf"\b{stem}", passage.text)
            for stem in homograph.around
        )
        if beside or around or (homograph.lower and small):
            yield Clue("homograph", f"veto: {homograph.reason}")
            return


def _feminine(candidate: Candidate, gender: str, language: str) -> Iterator[Clue]:
    """A Slavic adjective in its feminine form is another person; in Latvian it may be a man's genitive."""
    form = candidate.passage.text[candidate.word.start : candidate.word.end]
    if gender == "m" and language != "lv" and _FEMININE.search(form):
        yield Clue("feminine form", "veto: the feminine form, another person")


def _word_before(
    candidate: Candidate, before: list[Token], gap_end: int, bearer: Bearer, language: str
) -> Iterator[Clue]:
    token, passage = before[0], candidate.passage
    shown = passage.original(token.start, token.end)
    gap = passage.text[token.end : gap_end]
    abbreviated = _ADJACENT_AFTER_DOT.fullmatch(gap) is not None
    if abbreviated and len(token.text) == 1:
        own = token.text in bearer.initials
        yield Clue("own initial" if own else "other initial", f"initial «{shown}.» before")
        return
    if shown == _ON or not (_adjacent(candidate, token, gap_end) or (abbreviated and _occupation(token.text))):
        return
    kind = _kind_of_bearer(token.text, bearer)
    if kind:
        yield Clue(kind, _BEARERS[kind].format(shown))
    elif "-" in gap.replace("al-", "").replace("el-", "").replace("аль-", ""):
        yield from _hyphenated_before(candidate, token, shown)
    elif candidate.form.script in CASED:
        yield from _capital_before(candidate, token, shown, language)
    else:
        yield from _uncased_before(before, shown)


_BEARERS = {
    "honorific": "form of address «{}» before",
    "female honorific": "veto: a woman, «{}»",
    "relative": "veto: another given name «{}»",
    "occupation": "occupation «{}» before",
}


def _kind_of_bearer(token: str, bearer: Bearer) -> str:
    """Return what a listed word before a name says of its bearer, "" for an unlisted word."""
    lists = word_lists("words")
    if token in lists["honorifics"]:
        return "honorific"
    if token in lists["female_honorifics"]:
        return "female honorific"
    if _is_name(token, bearer.rivals) or token.lstrip("و") in bearer.rivals:
        return "relative"
    return "occupation" if _occupation(token) else ""


def _uncased_before(before: list[Token], shown: str) -> Iterator[Clue]:
    token = before[0].text.lstrip("و") if len(before[0].text) > 3 else before[0].text
    if token in given_names():
        yield Clue("other given name", f"veto: another given name «{shown}»")
    elif len(before) > 1 and _occupation(before[1].text):
        yield Clue("occupation two before", f"occupation «{before[1].text}» shortly before")


def _hyphenated_before(candidate: Candidate, token: Token, shown: str) -> Iterator[Clue]:
    """A prefix (anti-, ex-, pro-) goes with a group; a capitalised word and hyphen make a double surname."""
    if token.text in word_lists("words")["prefixes"]:
        yield Clue("prefix", f"«{shown}-» before")
    elif candidate.passage.capital(token.start) and not _known(candidate, token):
        yield Clue("double surname", f"double surname with «{shown}»")


def _capital_before(candidate: Candidate, token: Token, shown: str, language: str) -> Iterator[Clue]:
    """A capitalised word before a name is a given name, unless every word or noun has a capital here."""
    passage, lists = candidate.passage, word_lists("words")
    if token.text in lists["function_words"]:
        yield Clue(f"after {token.text}", f"after «{shown}»")
        return
    if not passage.capital(token.start) or _acronym(candidate, shown):
        return
    if token.text in lists["roles"]:
        return
    if _is_name(token.text, given_names()):
        yield Clue("other given name", f"veto: another given name «{shown}»")
        return
    if token.text in lists["group_heads"] or _known(candidate, token) or passage.title_case:
        return
    first = token.start == 0 or _SENTENCE_END.search(passage.text[max(0, token.start - 3) : token.start]) is not None
    if first:
        kind = "first word before, inflected" if candidate.word.ending else "first word before"
        yield Clue(kind, f"«{shown}» before, perhaps a given name")
    else:
        kind = "unknown noun before" if language in _GERMANIC else "unknown capital before"
        yield Clue(kind, f"unknown capitalised word «{shown}» before")


def _acronym(candidate: Candidate, shown: str) -> bool:
    """Return whether the word before is an acronym (PMC Wagner), which is no given name, and the name is not."""
    return len(shown) > 1 and shown.isupper() and not candidate.surface.isupper()


def _known(candidate: Candidate, token: Token) -> bool:
    """Return whether the word speaks for a topic (Syrian Assad, Mali Wagner) and is therefore no given name."""
    return any(hit.start == token.start for hit in candidate.passage.hits)


@cache
def _occupation(token: str) -> bool:
    lists = word_lists("words")
    if token in lists["occupations"] or token.removeprefix("ال") in lists["occupations"]:
        return True
    return len(token) > 6 and token.endswith(tuple(lists["occupation_endings"]))


def _words_after(candidate: Candidate, bearer: Bearer, language: str) -> Iterator[Clue]:
    passage, end = candidate.passage, candidate.word.end
    after = passage.after(end)
    if not after:
        return
    token = after[0]
    gap = passage.text[end : token.start]
    shown = passage.original(token.start, token.end)
    if gap == "-":
        yield from _hyphenated_after(candidate, token, shown)
    elif gap == ", " and passage.capital(token.start) and _is_name(token.text, given_names()):
        yield Clue("other given name", f"veto: another given name «{shown}» after a comma")
    elif not gap.strip(" \"'"):
        yield from _word_after(candidate, token, gap, bearer, language)


def _word_after(candidate: Candidate, token: Token, gap: str, bearer: Bearer, language: str) -> Iterator[Clue]:
    lists = word_lists("words")
    shown = candidate.passage.original(token.start, token.end)
    if _is_name(token.text, bearer.given):
        yield Clue("own given name", f"own given name «{shown}» after")
    elif token.text in lists["company_words"]:
        yield Clue("company word", f"«{shown}» after: a company, school or place")
    elif token.text in lists["group_heads"]:
        yield Clue("group head", f"«{shown}» after")
    elif candidate.form.script in CASED and gap == " " and _stands_out(candidate, token, language):
        yield Clue("capital after", f"capitalised word «{shown}» after")


def _dotted(candidate: Candidate) -> Iterator[Clue]:
    """Chinese and Japanese part given name and surname of a foreigner by a dot; titles follow the name."""
    text, word = candidate.passage.text, candidate.word
    if text[word.start - 1 : word.start] in _DOTS:
        yield Clue("other given name", "veto: another given name before the dot")
    elif text[word.end : word.end + 1] in _DOTS:
        yield Clue("other given name", "veto: a given name, a surname follows the dot")
    following = text[word.end : word.end + 4].strip()
    if following.startswith(tuple(word_lists("words")["titles_after"])):
        yield Clue("occupation", f"«{following}» after: a private person")


def _hyphenated_after(candidate: Candidate, token: Token, shown: str) -> Iterator[Clue]:
    if token.text.startswith(tuple(word_lists("words")["compound_heads"])):
        yield Clue("compound", f"compound with «{shown}»")
    elif (
        candidate.form.script in CASED
        and candidate.passage.capital(token.start)
        and token.text not in word_lists("words")["group_heads"]
    ):
        yield Clue("hyphen after", f"hyphen and «{shown}» after")


def _stands_out(candidate: Candidate, token: Token, language: str) -> bool:
    passage = candidate.passage
    return (
        passage.capital(token.start)
        and not passage.title_case
        and not candidate.word.ending
        and language not in _GERMANIC
        and token.text not in word_lists("words")["function_words"]
        and token.text not in word_lists("words")["roles"]
        and not _known(candidate, token)
    )


def _marks(candidate: Candidate) -> Iterator[Clue]:
    """Yield what punctuation, digits and capitals around the name say."""
    passage, word = candidate.passage, candidate.word
    text = passage.text
    if text[word.start - 1 : word.start] == '"' and text[word.end : word.end + 1] == '"':
        yield Clue("quoted", "in quotes")
    if _AND_COMPANY.match(text[word.end : word.end + 4]):
        yield Clue("ampersand", "«&» after: a company")
    age = _AGE.match(text, word.end)
    if age and 5 <= int(age.group(1)) <= 69:
        yield Clue("age", f"an age, {age.group(1)}, after")
    if _LIFESPAN.match(text, word.end):
        yield Clue("lifespan", "years of birth and death after")
    if _SPEECH.match(text, word.end) and word.start <= 1:
        yield Clue("speaks", "speaks, like a person")
    yield from _place(candidate)
    yield from _case(candidate)


def _place(candidate: Candidate) -> Iterator[Clue]:
    text, word = candidate.passage.text, candidate.word
    if not text[: word.start].strip(" \"'"):
        yield Clue("opens", "opens the field")
    if not text[word.end :].strip(" \"'.?!…"):
        yield Clue("closes", "closes the field")


def _case(candidate: Candidate) -> Iterator[Clue]:
    passage, word, form = candidate.passage, candidate.word, candidate.form
    hashtag = passage.text[word.start - 1 : word.start] in {"#", "_"}
    if form.script in CASED and not form.strong and not hashtag and candidate.surface.islower():
        if passage.has_capitals:
            yield Clue("lower case", "written without a capital")
        else:
            yield Clue("no capitals", "a text without capitals")
