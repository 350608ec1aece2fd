"""What a listed word beside a name says of its bearer: a given name, an occupation, a form of address, a celebrity."""

from functools import cache, lru_cache

from bot.entities.knowledge import endings, word_lists
from bot.entities.names import Bearer
from bot.entities.passage import Candidate, Token
from bot.text.scripts import script_of


@lru_cache(maxsize=50_000)
def is_name(token: str, names: frozenset[str]) -> bool:
    """Return whether a word is one of the names, in any case that takes a short ending or drops the Greek -s."""
    return (
        token in names
        or f"{token}σ" in names
        or any(
            token[: len(token) - len(ending)] in names
            for ending in endings()["given_names"]
            if token.endswith(ending) and len(token) > len(ending)
        )
    )


def kind_of_bearer(token: str, bearer: Bearer) -> str:
    """Return what a listed word before a name says of its bearer, "" for an unlisted word."""
    lists = word_lists("words")
    if title := form_of_address(token, bearer):
        return title
    if is_name(token, bearer.rivals) or token.lstrip("و") in bearer.rivals:
        return "relative"
    if token in lists["offices"]:
        return "office"
    return "occupation" if occupation(token) else ""


def form_of_address(token: str, bearer: Bearer) -> str:
    """Return what a form of address says: one that the bearer cannot have is somebody else's. "" for another word."""
    lists = word_lists("words")
    if token in lists["female_honorifics"]:
        return "honorific" if bearer.may_be_woman else "female honorific"
    initial = len(token) == 1 and token in bearer.initials  # M Sandu: monsieur, or Maia
    if token in lists["male_honorifics"] and not (bearer.may_be_man or initial):
        return "male honorific"
    return "honorific" if token in lists["honorifics"] else ""


@cache
def occupation(token: str) -> bool:
    """Return whether a folded word is an occupation or kinship, listed or by its ending."""
    lists = word_lists("words")
    if token in lists["occupations"] or token.removeprefix("ال") in lists["occupations"]:
        return True
    return len(token) > 6 and token.endswith(tuple(lists["occupation_endings"]))


def known(candidate: Candidate, token: Token) -> bool:
    """Return whether the word is no given name: it speaks for a topic (Mali Wagner), or names somebody of note."""
    return (
        token.start in candidate.passage.named
        or is_name(token.text, word_lists("words")["public_names"])
        or any(hit.start == token.start for hit in candidate.passage.hits)
    )


def ends_with_name(text: str, name: str) -> bool:
    """Return whether a text ends with a name, and in Hangul, which parts words, with no more of the word before it."""
    if not text.endswith(name):
        return False
    return script_of(name[0]) != "hangul" or script_of(text[-len(name) - 1 : -len(name)] or " ") != "hangul"
