"""The captured feeds of the shared folder. Their text belongs to its publishers: only counts and hashes are kept here.

`python -m tests.feeds.captures` writes tests/data/feeds/golden.json anew, after a change that was meant.
"""

import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.errors import FormatError
from bot.feeds.document import Document
from bot.feeds.normalise import normalise
from bot.feeds.parse import parse
from bot.model import Item, Unusable
from tests.builders import NOW, make_feed

URL = "http://feeds.example/rss"
GOLDEN = Path(__file__).parent.parent / "data" / "feeds" / "golden.json"


def names(shared: Path) -> list[str]:
    return [capture["file"] for capture in json.loads((shared / "feeds" / "manifest.json").read_text())]


def body(shared: Path, name: str) -> bytes:
    return (shared / "feeds" / name).read_bytes()


def results(document: Document) -> list[Item | Unusable]:
    feed = make_feed(language="")
    return [normalise(entry, feed, now=NOW, language=document.language) for entry in document.entries]


def measured(shared: Path, name: str) -> dict[str, Any]:
    """What golden.json holds of one capture."""
    try:
        document = parse(body(shared, name), url=URL)
    except FormatError as error:
        return {"refused": error.reason}
    found = results(document)
    items = [asdict(result) for result in found if isinstance(result, Item)]
    for item in items:
        del item["country"]  # no feed says it
    content = json.dumps([document.title, document.link, items], default=str, ensure_ascii=False)
    return {
        "reader": document.reader,
        "items": len(items),
        "unusable": len(found) - len(items),
        "dated": sum(item["stated"] is not None for item in items),
        "language": document.language,
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }


if __name__ == "__main__":
    folder = Path(os.environ.get("NEWSWATCH_SHARED", "../shared"))
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    lines = {name: measured(folder, name) for name in names(folder)}
    GOLDEN.write_text(json.dumps(lines, indent=1, ensure_ascii=False) + "\n")
