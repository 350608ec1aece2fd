"""What the words directly beside a name say about its bearer."""

import re
from collections.abc import Iterator

from bot.entities.bearers import ends_with_name, form_of_address, is_name, kind_of_bearer, known, occupation
from bot.entities.given import heard_as
from bot.entities.knowledge import given_names, given_names_in, word_lists
from bot.entities.marks import Clue, feminine_clues, homograph_clues, marks
from bot.entities.names import Bearer
from bot.entities.passage import Candidate, Passage, Token
from bot.text.scripts import CASED, UNSPACED

_ADJACENT = re.compile(r"\s*[·・=]?\s*|-")
"""Between a given name and a surname; a dash with spaces is none: "never calm - Zelensky"."""
_ADJACENT_AFTER_DOT = re.compile(r"\.[\s\-]*")
_SENTENCE_END = re.compile(r'[.!?:»"\'\-|(…]\s*$')
_DOTS = frozenset("·・‧•-=")
_EAST_ARTICLE = re.compile(r"(?<![\u30a1-\u30fa])(?:アル|エル)[=・]?$|(?:อัล|알|阿尔|艾尔|阿爾)[-·・\s]?$")
"""The Arabic article as Chinese, Japanese, Korean and Thai write it."""
_LONGEST_NAME = 12
_SHORTEST_NOUN = 4
_GROUP_NEAR = 8
_ON = "على"
"""Arabic "on": folded, it is the name Ali."""
_GERMANIC = frozenset({"de", "lb"})
_SLAVIC = frozenset(["ru", "uk", "be", "bg", "mk", "sr", "hr", "bs", "sl", "cs", "sk", "pl"])
_SURNAME_FIRST = frozenset({"hu"})
"""Languages where a given name after a capital ends somebody else's name: Orbán Viktor Putyinnal tárgyalt."""


def neighbour_clues(candidate: Candidate, bearer: Bearer, gender: str, language: str) -> Iterator[Clue]:
    """Yield what the words on both sides of a candidate say. Nothing is yielded twice."""
    passage, word = candidate.passage, candidate.word
    before, gap_start = _without_article(passage.before(word.start), word.start)
    yield from homograph_clues(candidate, before, language)
    yield from feminine_clues(candidate, gender, language)
    own = _own_given(candidate, before, gap_start, bearer)
    if own:
        yield Clue("own given name", f"own given name «{own}» before")
        return
    if candidate.form.script in UNSPACED | {"hangul"}:
        yield from _dotted(candidate, bearer)
    elif before:
        yield from _word_before(candidate, before, gap_start, bearer, language)
        yield from _noun_before(before)
    yield from _words_after(candidate, bearer, language)
    yield from marks(candidate)


def _without_article(before: list[Token], at: int) -> tuple[list[Token], int]:
    """Return the words before a name without an Arabic article ("Bashar al-Assad"), and where the gap to them ends."""
    if len(before) > 1 and before[0].text in word_lists("words")["articles"]:
        return before[1:], before[0].start
    return before, at


def _adjacent(candidate: Candidate, token: Token, gap_end: int) -> bool:
    gap = candidate.passage.text[token.end : gap_end]
    return _ADJACENT.fullmatch(gap) is not None


def _own_given(candidate: Candidate, before: list[Token], gap_end: int, bearer: Bearer) -> str:
    """Return the entity's own given name before the surname, also with a patronymic between; "" if there is none."""
    passage, start = candidate.passage, candidate.word.start
    if candidate.form.script in UNSPACED | {"hangul", "indic", "ethiopic"}:
        near = passage.text[max(0, start - 14) : start]
        return min((name for name in bearer.given if name in near), default="")
    if not before or not _adjacent(candidate, before[0], gap_end):
        return ""
    for place, token in enumerate(before[:2]):
        if place and not _adjacent(candidate, token, before[0].start):
            return ""
        stripped = token.text.lstrip("وב") if candidate.form.script in {"arabic", "hebrew"} else token.text
        whole = passage.text[_hyphenated(passage, before, place) : token.end]
        if is_name(whole, bearer.given) or is_name(token.text, bearer.given) or stripped in bearer.given:
            return passage.original(token.start, token.end)
    return ""


def _hyphenated(passage: Passage, before: list[Token], place: int) -> int:
    """Return where the given name begins that ends with a word: one word, or two with a hyphen between (Jean-Luc)."""
    token = before[place]
    double = len(before) > place + 1 and passage.text[before[place + 1].end : token.start] == "-"
    return before[place + 1].start if double else token.start


def _word_before(
    candidate: Candidate, before: list[Token], gap_end: int, bearer: Bearer, language: str
) -> Iterator[Clue]:
    token, passage = before[0], candidate.passage
    shown = passage.original(token.start, token.end)
    gap = passage.text[token.end : gap_end]
    if not gap:  # a clitic, or the first half of a hashtag
        return
    abbreviated = _ADJACENT_AFTER_DOT.fullmatch(gap) is not None
    if abbreviated and len(token.text) == 1:
        own = token.text in bearer.initials
        yield Clue("own initial" if own else "other initial", f"initial «{shown}.» before")
        return
    if gap == ", " and candidate.form.script in CASED and _inverted(candidate, token):
        yield Clue("inverted name", f"given name after the surname «{shown}» and a comma")
        return
    if shown == _ON or not (
        _adjacent(candidate, token, gap_end) or (abbreviated and kind_of_bearer(token.text, bearer))
    ):
        return
    hyphenated = passage.text[_hyphenated(passage, before, 0) : token.end]
    kind = kind_of_bearer(token.text, bearer) or form_of_address(hyphenated, bearer)  # г-н
    if kind:
        yield Clue(kind, _BEARERS[kind].format(shown))
    elif "-" in gap.replace("al-", "").replace("el-", "").replace("аль-", ""):
        yield from _hyphenated_before(candidate, token, shown)
    elif candidate.form.script in CASED:
        yield from _capital_before(candidate, before, shown, language, bearer)
    else:
        yield from _uncased_before(candidate, before, shown, bearer)


def _inverted(candidate: Candidate, token: Token) -> bool:
    """Return whether the field ends as an index writes a name: "... Pereira Costa, Wagner"."""
    passage, end = candidate.passage, candidate.word.end
    alone = passage.text.count(",") == 1 and not passage.text[end:].strip(" \"'.")
    return alone and passage.capital(token.start) and not known(candidate, token)


_BEARERS = {
    "honorific": "form of address «{}» before",
    "female honorific": "veto: a woman, «{}»",
    "male honorific": "veto: a man, «{}»",
    "relative": "veto: another given name «{}»",
    "occupation": "occupation «{}» before",
    "office": "office of state «{}» before",
}


def _uncased_before(candidate: Candidate, before: list[Token], shown: str, bearer: Bearer) -> Iterator[Clue]:
    token = before[0].text.lstrip("و") if len(before[0].text) > 3 else before[0].text
    if token in given_names():
        yield Clue("other given name", f"veto: another given name «{shown}»")
    elif _heard(candidate, before[0], bearer):
        yield Clue("other given name", f"veto: sounds like another given name, «{shown}»")
    elif len(before) > 1 and occupation(before[1].text):
        yield Clue("occupation two before", f"occupation «{before[1].text}» shortly before")


def _heard(candidate: Candidate, token: Token, bearer: Bearer) -> bool:
    """Return whether a word sounds like a given name that is not the entity's own."""
    name = heard_as(token.text)
    return bool(name) and name not in bearer.given and not known(candidate, token)


def _hyphenated_before(candidate: Candidate, token: Token, shown: str) -> Iterator[Clue]:
    """A prefix (anti-, ex-, pro-) goes with a group; a capitalised word and hyphen make a double surname."""
    if token.text in word_lists("words")["prefixes"]:
        yield Clue("prefix", f"«{shown}-» before")
    elif candidate.passage.capital(token.start) and not known(candidate, token):
        yield Clue("double surname", f"double surname with «{shown}»")


def _capital_before(
    candidate: Candidate, before: list[Token], shown: str, language: str, bearer: Bearer
) -> Iterator[Clue]:
    """A capitalised word before a name is a given name, unless every word or noun has a capital here."""
    token, passage, lists = before[0], candidate.passage, word_lists("words")
    if token.text in lists["function_words"]:
        yield Clue(f"after {token.text}", f"after «{shown}»")
        return
    if not passage.capital(token.start) or _acronym(candidate, shown):
        return
    if token.text in lists["roles"]:
        return
    if is_name(token.text, given_names()) or _heard(candidate, token, bearer):
        if not (language in _SURNAME_FIRST and _capital_at(passage, before, 1)):
            yield Clue("other given name", f"veto: another given name «{shown}»")
        return
    if token.text in lists["group_heads"] or known(candidate, token) or passage.title_case:
        return
    first = token.start == 0 or _SENTENCE_END.search(passage.text[max(0, token.start - 3) : token.start]) is not None
    if first:
        kind = "first word before, inflected" if candidate.word.ending else "first word before"
        yield Clue(kind, f"«{shown}» before, perhaps a given name")
    else:
        kind = "unknown noun before" if language in _GERMANIC else "unknown capital before"
        yield Clue(kind, f"unknown capitalised word «{shown}» before")


def _capital_at(passage: Passage, before: list[Token], place: int) -> bool:
    return len(before) > place and passage.capital(before[place].start)


def _acronym(candidate: Candidate, shown: str) -> bool:
    """Return whether the word before is an acronym (PMC Wagner), which is no given name, and the name is not."""
    return len(shown) > 1 and shown.isupper() and not candidate.surface.isupper()


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
    elif gap == ", " and is_name(token.text, bearer.given):
        yield Clue("own given name", f"own given name «{shown}» after a comma")
    elif gap == ", " and _stands_last(passage, after) and is_name(token.text, given_names()):
        yield Clue("other given name", f"veto: another given name «{shown}» after a comma")
    elif gap == ", " and any(occupation(word.text) for word in after[:2]):
        yield Clue("occupation after", f"«{shown}» after a comma: a private person")
    elif not gap.strip(" \"'"):
        yield from _word_after(candidate, token, gap, bearer, language)


def _stands_last(passage: Passage, after: list[Token]) -> bool:
    """Return whether a capitalised word follows that no other does: "Wagner, Richard", not "Wagner, Yevgeny P."."""
    return passage.capital(after[0].start) and not (len(after) > 1 and passage.capital(after[1].start))


def _word_after(candidate: Candidate, token: Token, gap: str, bearer: Bearer, language: str) -> Iterator[Clue]:
    lists = word_lists("words")
    shown = candidate.passage.original(token.start, token.end)
    if is_name(token.text, bearer.given):
        yield Clue("own given name", f"own given name «{shown}» after")
    elif token.text in lists["company_words"]:
        yield Clue("company word", f"«{shown}» after: a company, school or place")
    elif token.text in lists["titles_after_spaced"]:
        yield Clue("occupation", f"«{shown}» after: a private person")
    elif token.text in lists["group_heads"]:
        yield Clue("group head", f"«{shown}» after")
    elif candidate.form.script in CASED and candidate.word.ending and not gap.strip() and occupation(token.text):
        yield Clue("own staff", f"«{shown}» after a genitive: somebody of his")
    elif candidate.form.script in CASED and gap == " " and _stands_out(candidate, token, language):
        yield Clue("capital after", f"capitalised word «{shown}» after")
    elif _said_of_a_woman(candidate, token, language) and not bearer.may_be_woman:
        yield Clue("feminine verb after", f"«{shown}», said of a woman")


def _said_of_a_woman(candidate: Candidate, verb: Token, language: str) -> bool:
    """Return whether a Slavic verb after a nominative has a woman for its subject.

    A man's verb proves nothing of a woman: beside her surname, which has no cases, it may tell what he did to her.
    """
    endings = tuple(word_lists("words")["feminine_verbs"])
    return language in _SLAVIC and not candidate.word.ending and verb.text.endswith(endings)


def _dotted(candidate: Candidate, bearer: Bearer) -> Iterator[Clue]:
    """Scripts without spaces part given name and surname of a foreigner by a dot, if at all; titles follow the name."""
    text, word = candidate.passage.text, candidate.word
    head = _EAST_ARTICLE.sub("", text[max(0, word.start - _LONGEST_NAME) : word.start].rstrip())
    near = head.rstrip("".join(_DOTS) + " ")
    rival = min((name for name in bearer.rivals if ends_with_name(near, name)), default="")
    given = next((name for name in given_names_in(candidate.form.script) if ends_with_name(near, name)), "")
    if rival:
        yield Clue("relative", f"veto: another given name «{rival}»")
    elif near.endswith(tuple(word_lists("words")["public_names"])):
        return
    elif head[-1:] in _DOTS or given:
        yield Clue("other given name", f"veto: another given name «{given or head}» before")
    elif text[word.end : word.end + 1] in _DOTS:
        yield Clue("other given name", "veto: a given name, a surname follows the dot")
    beside = text[max(0, word.start - _GROUP_NEAR) : word.end + _GROUP_NEAR]
    nouns = (noun for noun in word_lists("words")["group_heads_unspaced"] if noun in beside)
    group = max(nouns, key=lambda noun: (len(noun), noun), default="")
    if group:
        yield Clue("group head before", f"«{group}» beside it: a group or its leader")
    following = text[word.end : word.end + 4].strip()
    if following.startswith(tuple(word_lists("words")["titles_after"])):
        yield Clue("occupation", f"«{following}» after: a private person")


def _noun_before(before: list[Token]) -> Iterator[Clue]:
    """Yield what the noun before says: a street named after somebody, a family, a group (jefe de Wagner).

    It is the word before, or the one before a preposition.
    """
    lists = word_lists("words")
    function_word = before[0].text in lists["function_words"] or len(before[0].text) < _SHORTEST_NOUN
    token = before[1] if function_word and len(before) > 1 else before[0]
    if token.text in lists["places_before"]:
        yield Clue("place before", f"«{token.text}» before: a place named after somebody")
    elif token.text in lists["families"]:
        yield Clue("family before", f"«{token.text}» before: a family")
    elif token.text in lists["group_heads_before"]:
        kind = "group head before" if token is before[0] else "group head of"
        yield Clue(kind, f"«{token.text}» before: a group or its leader")


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
        and (is_name(token.text, given_names()) or not known(candidate, token))
    )
