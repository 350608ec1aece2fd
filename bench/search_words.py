"""How many forms of a word find each other, by language, next to what FTS5 does alone.

    python -m bench.search_words

The words are those of tests/data/search/paradigms.txt; every form is asked for every other form of its word.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.search.analyse import analyse, query_terms
from bot.search.presence import holds, padded

_PARADIGMS = Path(__file__).parent.parent / "tests" / "data" / "search" / "paradigms.txt"
_PLAIN = {
    "unicode61": "unicode61 remove_diacritics 2",
    "porter": "porter unicode61 remove_diacritics 2",
    "trigram": "trigram",
}

Pair = tuple[str, str, str]
"""What is typed, a form in a text, and the language of both."""


def main(_: object = None) -> int:
    """Print the table; returns 0."""
    pairs = [
        (typed, form, language) for language, forms in _words() for typed in forms for form in forms if typed != form
    ]
    asked = Counter(language for *_, language in pairs)
    engines = {"ours": _ours} | {name: _plain(tokenizer) for name, tokenizer in _PLAIN.items()}
    found = {name: Counter(pair[2] for pair in pairs if finds(pair)) for name, finds in engines.items()}
    print(f"{'form finds form':16}{'pairs':>7}" + "".join(f"{name:>11}" for name in engines))
    for language in sorted(asked):
        shares = (found[name][language] / asked[language] for name in engines)
        print(f"{language:16}{asked[language]:7}" + "".join(f"{share:11.2f}" for share in shares))
    shares = (found[name].total() / len(pairs) for name in engines)
    print(f"{'all':16}{len(pairs):7}" + "".join(f"{share:11.3f}" for share in shares))
    return 0


def _words() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the language and the forms of each word."""
    language = ""
    for line in _PARADIGMS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif not line.startswith("#"):
            yield language, tuple(dict.fromkeys(line.split(" ")))


def _ours(pair: Pair) -> bool:
    typed, form, language = pair
    terms = query_terms(typed)
    return terms is not None and holds(terms)(padded(" ".join(analyse(form, language))))


def _plain(tokenizer: str) -> Callable[[Pair], bool]:
    conn = sqlite3.connect(":memory:")
    conn.execute(f"CREATE VIRTUAL TABLE f USING fts5(form, language UNINDEXED, tokenize='{tokenizer}')")
    conn.executemany(
        "INSERT INTO f VALUES (?, ?)", ((form, language) for language, forms in _words() for form in forms)
    )

    def finds(pair: Pair) -> bool:
        rows = conn.execute("SELECT form, language FROM f WHERE f MATCH ?", (f'"{pair[0]}"',))
        return pair[1:] in set(rows)

    return finds


if __name__ == "__main__":
    raise SystemExit(main())
