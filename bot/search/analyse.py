"""The one analyser: text -> index tokens, and a word of a query -> the tokens that answer it.

A text gives two kinds of tokens. First its words in order, folded: they answer phrases, prefixes and words typed as
they stand. Then, each once and in no order, the stems of those words marked with their language (`en~talk`): they
answer inflections, and a French stem never meets an English one. A `~` alone keeps the two apart. Engines see tokens
between spaces and need to know nothing else.

Scripts without spaces between words become overlapping pairs of characters (普京访 -> 普京 京访 访), so that any
substring is a phrase of pairs; the last character stands alone as well, so that one character is a prefix.
"""

import operator
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.search.clitics import with_clitics, without_parted
from bot.search.expression import Expression, Run, all_of, any_of
from bot.search.function_words import FUNCTION_WORDS
from bot.search.languages import LANGUAGES, readings, script
from bot.search.stems import stems
from bot.text.languages import primary
from bot.text.search_fold import INVISIBLE, fold

ANALYSER_VERSION = 3
"""Stored with an index; another version of the analyser has to index everything again."""

_LONGEST = 60  # characters of a token: machine-made texts have "words" of thousands

_HAN_KANA = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_HANGUL = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
_UNSPACED = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0eda\u0edc-\u0eff\u1000-\u104f\u1780-\u17d3"  # Thai Lao Myanmar Khmer
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed" + "".join(
    chr(code) for code in range(0x900, 0xE00) if unicodedata.category(chr(code)).startswith("M")
)
_APOSTROPHES = "'\u2018\u2019\u02bc\u02b9`\u00b4\u2032\u05f3\u05f4"
_HYPHENS = "\\-\u2010\u2011"
_LETTER = f"[^\\W_{_HAN_KANA}{_HANGUL}{_UNSPACED}]"
_LETTERS = f"{_LETTER}++(?:[{_MARKS}{INVISIBLE}]{_LETTER}*+)*+"  # possessive: no text makes the search go back
_WORD = f'{_LETTERS}(?:(?:[{_APOSTROPHES}]|(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])){_LETTERS})*'
_TOKEN = re.compile(
    rf"(?P<number>(?<!\w)\d{{1,3}}(?:[.,]\d{{3}})+(?!\w|[.,]\d))"
    rf"|(?P<dotted>(?<!\w)(?:[^\W\d_]\.){{2,}})"
    rf"|(?P<run>[{_HAN_KANA}]+(?:[ \u3000]+[{_HAN_KANA}]+)*|[{_HANGUL}]+|[{_UNSPACED}]+)"
    rf"|(?P<word>{_WORD})"
)
_COMPOUND = re.compile(f"(?<![\\w{_HYPHENS}]){_LETTERS}(?:[{_HYPHENS}]{_LETTERS})+")
_HYPHEN = re.compile(f"[{_HYPHENS}]")
_APOSTROPHE = re.compile(f'[{_APOSTROPHES}"]')
_FOLDED = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")

# What an apostrophe cuts off without making another word: French and Italian articles before, English endings after.
_ELIDED = frozenset(
    ("l", "d", "j", "m", "n", "s", "t", "c", "qu", "un", "lorsqu", "puisqu", "jusqu", "dell", "nell", "all", "sull")
)
_CONTRACTED = frozenset(("s", "re", "ve", "ll", "d", "m", "t"))

_HIRAGANA = re.compile("[\u3041-\u3096]")  # endings and particles of Japanese stand between its words
_CONTENT_WORDS = re.compile("[\u4e00-\u9fff\u3005]{2,}|[\u30a1-\u30fa\u30fc]{2,}")
_LONG_VOWEL = re.compile("(?<=[\u30a1-\u30fa\u30fc]{2})\u30fc$")  # サーバー is also written サーバ
_KOREAN_PARTICLE = re.compile(
    "(?<=..)들?(?:에서는|에게서|께서|보다|처럼|에서|에게|으로|까지|부터|이다|은|는|이|가|을|를|의|에|와|과|도|로|만)$"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text where it stands: its folded tokens in order, and its marked stems."""

    start: int
    end: int
    tokens: tuple[str, ...]
    stems: tuple[str, ...] = ()


def words(text: str, language: str = "") -> Iterator[Word]:
    """Yield the words of a text with their offsets: parts of compounds one by one, of Chinese the pairs."""
    language = primary(language)
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "run":
            yield from _pairs(match[0], match.start())
        else:
            tokens, stems = _word(match[0], language)
            yield Word(match.start(), match.end(), tokens, stems)


def compounds(text: str, language: str = "") -> Iterator[Word]:
    """Yield the words of a text that are written with hyphens as one without: cease-fire is also ceasefire."""
    for match in _COMPOUND.finditer(text):
        tokens, stems = _word(_HYPHEN.sub("", match[0]), primary(language))
        yield Word(match.start(), match.end(), tokens, stems)


def analyse(text: str, language: str = "") -> list[str]:
    """Return the index tokens of a text: its words in order, then what answers their other forms."""
    language = primary(language)
    tokens: list[str] = []
    others: list[str] = []
    joined: list[str] = []
    for match in _TOKEN.finditer(text):  # words() without the offsets, which would take as long as the rest
        if match.lastgroup == "run":
            run = fold(match[0]).replace(" ", "")
            tokens += map(operator.add, run, run[1:])
            tokens.append(run[-1])
        else:
            forms, stems = _word(match[0], language)
            tokens += forms
            others += stems
    for word in compounds(text, language):
        others += word.stems
        joined += ("~", *word.tokens)
    return [*tokens, "~", *dict.fromkeys(others), *joined] if others else tokens + joined


def load() -> None:
    """Load the dictionaries now (a second, 60 MB), not with the first text or query that needs them."""
    for text, language in (("слово", "ru"), ("слово", "uk"), ("字", "zh")):
        analyse(text, language)
    query_terms("word")


def is_unspaced(text: str) -> bool:
    """Return whether a text is one run of a script that has no spaces between words."""
    match = _TOKEN.fullmatch(text)
    return match is not None and match.lastgroup == "run"


def is_form(token: str) -> bool:
    """Return whether a token may be there only as another form of what was typed: a stem, or a word with clitics."""
    return "~" in token[1:] or "\u0590" <= token[0] <= "\u06ff"


def phrase_terms(text: str, languages: tuple[str, ...] = (), *, prefix: bool = False) -> Expression | None:
    """Return what answers these very words side by side, or None if nothing in them can be searched.

    With `prefix` the last word may go on.
    """
    runs = [_phrase(text, language, prefix=prefix) for language in languages or ("", "tr")]
    found = [run for run in runs if run.tokens]
    return any_of(*found) if found else None


def _phrase(text: str, language: str, *, prefix: bool) -> Run:
    found = list(words(text, language))
    tokens = tuple(token for word in found for token in word.tokens)
    if not found or not _is_run(text[found[-1].start]):
        return Run(tokens, prefix)
    # The run that ends a phrase may go on in the text: there its last character does not stand alone.
    alone = len(found) == 1 or found[-2].end < found[-1].end
    return Run(tokens, prefix=True) if alone else Run(tokens[:-1], prefix)


@lru_cache(maxsize=1 << 12)
def query_terms(word: str, languages: tuple[str, ...] = ()) -> Expression | None:
    """Return what answers a word typed into a query, or None if nothing in it can be searched.

    `languages` are those of the texts asked for; () means: whatever is written in the word's script. A word of several
    parts (Israel-Hamas) asks for all of them, or for one without the hyphen; if some are short or have digits
    (covid-19, G7峰会), they must stand side by side.
    """
    word = without_parted(word)
    parts = [match[0] for match in _TOKEN.finditer(word)]
    alternatives = [_part_terms(part, languages) for part in parts]
    known = [alternative for alternative in alternatives if alternative]
    if len(known) < 2:
        return known[0] if known else None
    together = phrase_terms(word, languages)
    joined = _part_terms(_HYPHEN.sub("", word), languages) if _COMPOUND.fullmatch(word) else None
    long = [terms for part, terms in zip(parts, alternatives, strict=True) if terms and len(part) > 2]
    # Slavic names have their ending inside (в Ростове-на-Дону); mother-in-law has not.
    is_apart = len(long) == len(parts) or (len(long) > 1 and script(word) == "cyrillic")
    apart = all_of(*long) if is_apart and all(part.isalpha() for part in parts) else None
    return any_of(*(terms for terms in (together, joined, apart) if terms))


def _part_terms(word: str, languages: tuple[str, ...]) -> Expression | None:
    if _is_run(word[0]):
        return _run_terms(word)
    languages = tuple(primary(language) for language in languages) or LANGUAGES.get(script(fold(word)), ("",))
    guessed = len(languages)
    alternatives = {
        tokens: None
        for language in languages
        for forms, stems in [_word(word, language)]
        for tokens in (forms, *((stem,) for stem in stems if guessed == 1 or _is_plausible(stem)))
        if tokens
    }
    for form in [tokens[0] for tokens in alternatives if len(tokens) == 1]:
        language, mark, bare = form.rpartition("~")
        alternatives.update(dict.fromkeys((language + mark + other,) for other in with_clitics(bare)))
    return any_of(*(Run(tokens) for tokens in alternatives)) if alternatives else None


def _is_plausible(marked: str) -> bool:
    """Return whether a stem in a language that is only a guess says enough."""
    return len(marked.partition("~")[2]) > 2


def _run_terms(run: str) -> Expression | None:
    """Return what answers a run: itself, a Korean word without its particle, or the content words of a Japanese run."""
    plain = _LONG_VOWEL.sub("", _KOREAN_PARTICLE.sub("", run))
    found = [terms for text in (run, plain) if (terms := phrase_terms(text, ("",)))]
    parts = _CONTENT_WORDS.findall(run) if _HIRAGANA.search(run) else []
    apart = [terms for part in parts if (terms := phrase_terms(part, ("",)))]
    if len(apart) > 1 or (apart and len(parts[0]) > 1 and len(parts[0]) < len(run)):
        found.append(all_of(*apart))
    return any_of(*found) if found else None


def _is_run(char: str) -> bool:
    match = _TOKEN.match(char)
    return match is not None and match.lastgroup == "run"


def _pairs(run: str, start: int) -> Iterator[Word]:
    """Yield the overlapping pairs of a run, then its last character, each with its place in the text."""
    letters = [place for place, char in enumerate(run, start) if not char.isspace()]
    folded = fold(run).replace(" ", "")
    if len(folded) != len(letters):  # half-width kana with a voice mark are two: the whole run stands for each
        letters = [start] * len(folded)
        ends = [start + len(run)] * len(folded)
    else:
        ends = [place + 1 for place in letters]
    for place in range(len(folded)):
        last = min(place + 1, len(folded) - 1)
        yield Word(letters[place], ends[last], (folded[place : place + 2],))


def _without_apostrophes(word: str, language: str) -> str:
    first, *rest = _APOSTROPHE.split(word)
    is_name = script(first) in {"latin", ""} and (len(first) > 1 or not first.isalpha())
    if not rest or (language == "tr" and is_name):  # a name or number and its case ending: Putin'in, 5'e, not O'Brien
        return first
    if len(rest) == 1 and first.lower() in _ELIDED:
        return rest[0]
    if rest[-1].lower() in _CONTRACTED:
        rest.pop()
    return "".join((first, *rest))


@lru_cache(maxsize=1 << 13)
def _word(word: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the folded tokens (nearly always one) and the marked stems of a word as it stands in a text."""
    if "." in word or "," in word:  # 1,000 and U.S.
        return (fold(re.sub("[.,]", "", word))[:_LONGEST],), ()
    word = _without_apostrophes(word, language)
    tokens = tuple(token[:_LONGEST] for token in _FOLDED.findall(fold(word)))
    least = 2 if script(word) == "devanagari" else 3  # which writes few vowels: घर is a house
    if not least <= len(word) <= _LONGEST or any(char.isdigit() for char in word):
        return tokens, ()
    plain = word.lower()
    marked = (
        f"{reading}~{found}"
        for reading in readings(word, language)
        if plain not in FUNCTION_WORDS.get(reading, ())
        for found in stems(plain, reading)
        if _FOLDED.fullmatch(found)
    )
    return tokens, tuple(marked)
