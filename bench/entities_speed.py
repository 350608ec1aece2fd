"""Speed of the matcher beside flashtext and a plain per-name search, on one text, in one run; processor seconds."""

import random
import re
import resource
from collections.abc import Callable, Sequence
from functools import partial
from time import process_time

from bot.entities.match import Matcher
from bot.model import Entity, EntityId, Matching

SYLLABLES = ("ba", "ka", "ro", "men", "tor", "vel", "ski", "lan", "dor", "mi", "ne", "sar", "ul", "go", "fen", "ta")
SIZES = (10_000, 100_000)
SAMPLE_SECONDS = 4.0


def invented(count: int) -> list[Entity]:
    """Return people who do not exist: two-line entities, surnames of three or four syllables, some shared."""
    draw = random.Random(7)

    def word(*lengths: int) -> str:
        return "".join(draw.choices(SYLLABLES, k=draw.choice(lengths))).capitalize()

    return [Entity(EntityId(f"x{number}"), f"{word(2, 3)} {word(3, 4)}") for number in range(count)]


def rate(texts: Sequence[str], handle: Callable[[str], object]) -> str:
    """Return how many texts and megabytes a second are handled, on one core; stops after a few seconds."""
    done = octets = 0
    begun = process_time()
    while process_time() - begun < SAMPLE_SECONDS:
        for text in texts:
            handle(text)
            done += 1
            octets += len(text.encode())
            if done % 16 == 0 and process_time() - begun > SAMPLE_SECONDS:
                break
    taken = process_time() - begun
    return f"{done / taken:10,.0f} items/s {octets / taken / 1e6:6.2f} MB/s"


def memory() -> float:
    """Return the peak resident memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(shipped: Sequence[Entity], rows: Sequence[str]) -> None:
    """Print the table: rows full of names, and the same with nine of ten items naming nobody, as in real feeds."""
    quiet = [re.sub(r"\w*[Pp]utin\w*|\w*[Zz]elensk\w*|\w*[Ww]agner\w*|\w*[Aa]s+ad\w*", "Xylo", row) for row in rows]
    quiet = [text for text in quiet if text.isascii()] or quiet
    mixed = [text for i, row in enumerate(rows) for text in (row, *(quiet[(9 * i + k) % len(quiet)] for k in range(9)))]
    print(f"\nspeed on one core: {len(rows)} labelled rows (dense), and one of them in ten items (as in feeds)")
    for count in (0, *SIZES):
        entities = [*shipped, *invented(count)]
        before, begun = memory(), process_time()
        matcher = Matcher(entities)
        built = process_time() - begun
        label = f"{len(entities):7,} names"
        print(f"{label}  newswatch  built in {built:6.2f} s, {memory() - before:5.0f} MB more")
        for kind, texts in (("dense", rows), ("feeds", mixed)):
            print(f"{label}  newswatch  {kind} {rate(texts, partial(_match, matcher))}")
        _rivals(label, entities, mixed)


def _match(matcher: Matcher, text: str) -> Matching:
    return matcher.match({"title": text})


def _rivals(label: str, entities: Sequence[Entity], texts: Sequence[str]) -> None:
    """Print the same for flashtext and for one regular expression a name (which 100,000 names make hopeless)."""
    words = [entity.name.split()[-1] for entity in entities]
    try:
        from flashtext import KeywordProcessor  # noqa: PLC0415 - a rival, wanted here only
    except ImportError:
        print(f"{label}  flashtext is not installed")
    else:
        processor = KeywordProcessor()
        begun = process_time()
        processor.add_keywords_from_list(words)
        built = process_time() - begun
        print(f"{label}  flashtext  feeds {rate(texts, processor.extract_keywords)}, built in {built:.2f} s")
    patterns = [re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE) for word in words[:2000]]
    note = "" if len(words) <= len(patterns) else f" (first {len(patterns):,} names only)"
    found = rate(texts, lambda text: [pattern for pattern in patterns if pattern.search(text)])
    found = rate(texts, lambda text: [pattern for pattern in patterns if pattern.search(text)])
    print(f"{label}  naive regex feeds {found}{note}")
