"""Makes bot/search/data/forms/ anew: the inflected forms whose dictionary form a stemmer cannot find.

    pip install simplemma==2.0.0 wordfreq==3.1.1 && python -m bench.search_forms

The dictionaries are simplemma's, what is frequent enough to be listed is wordfreq's; neither is needed by the bot.
"""

import math
from collections import defaultdict
from pathlib import Path

from bot.search.forms import FOLDER
from bot.search.function_words import FUNCTION_WORDS
from bot.search.stems import ending_stems
from bot.text.search_fold import fold

ZIPF = 2.5  # of a word that is listed: once in three million words
_LANGUAGES = (
    *("ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hu", "id", "it", "lt", "nl"),
    *("no", "pl", "pt", "ro", "sr", "sv", "tr"),
)
_RARE_FORMS = ("bg", "el", "fa", "ro")
"""Of these, all forms of frequent words are listed: wordfreq's lists are short, and words have few forms."""
_RARE_FORMS_ZIPF = 3.3
_DICTIONARIES = {"no": "nb", "sr": "hbs"}
_WORDS = {"no": "nb", "sr": "sh"}


def main() -> int:
    """Write a file for each language; returns 0."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in _LANGUAGES:
        lines = _lines(language)
        Path(FOLDER / f"{language}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(language, len(lines))
    return 0


def _lines(language: str) -> list[str]:
    """Return a line for each folded form whose own stems lack some of its dictionary form: the form, then those."""
    from simplemma.strategies.dictionaries.stream_dictionary_factory import (  # noqa: PLC0415 - only this needs it
        StreamDictionaryFactory,
    )
    from wordfreq import get_frequency_dict  # noqa: PLC0415 - only this needs it

    known = StreamDictionaryFactory().get_dictionary(_DICTIONARIES.get(language, language))
    counted = get_frequency_dict(_WORDS.get(language, language), "best")
    frequency = {word: math.log10(share * 1e9) for word, share in counted.items()}
    pairs = [
        (word, lemma.lower())
        for word, zipf in frequency.items()
        for written in (word, word.capitalize())
        if zipf >= ZIPF and (lemma := known.get(written))
    ]
    if language in _RARE_FORMS:
        pairs += [
            (form.lower(), lemma.lower())
            for form, lemma in known.items()
            if frequency.get(lemma.lower(), 0) >= _RARE_FORMS_ZIPF
        ]
    small = FUNCTION_WORDS.get(language, frozenset())
    found: defaultdict[str, set[str]] = defaultdict(set)
    for form, lemma in pairs:
        if form.isalpha() and len(form) > 2 and not {form, lemma} & small:
            stems = {stem for stem in ending_stems(lemma, language) if len(stem) > 1 and stem.isalpha()}
            for stem in stems - set(ending_stems(form, language)):
                found[fold(form)].add(stem)
    return sorted((" ".join((form, *sorted(stems))) for form, stems in found.items()), key=str.encode)


if __name__ == "__main__":
    raise SystemExit(main())
