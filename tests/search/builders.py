"""A small archive and what a test says about it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.model import Entity, EntityId, Feed, FeedId, ItemId
from bot.search.document import IndexDocument, first_id
from bot.search.language import read_query
from bot.search.names import SearchNames
from bot.search.query import Query
from bot.search.sources import SourceNames

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

PUTIN = Entity(
    EntityId("putin"),
    "Vladimir Putin",
    strong={"ru": ("Владимир Путин",), "ar": ("فلاديمير بوتين",), "zh": ("弗拉基米尔·普京",)},
    weak={
        "*": ("Putin",),
        "fr": ("Poutine",),
        "ka": ("პუტინი",),
        "ru": ("Путин",),
        "uk": ("Путін",),
        "ar": ("بوتين",),
        "zh": ("普京",),
    },
)
ZELENSKY = Entity(
    EntityId("zelensky"),
    "Volodymyr Zelensky",
    strong={"uk": ("Володимир Зеленський",), "ru": ("Владимир Зеленский",), "zh": ("泽连斯基",)},
    weak={"*": ("Zelensky", "Zelenskyy", "Selenskyj"), "uk": ("Зеленський",), "ru": ("Зеленский",)},
)
NAMES = SearchNames((PUTIN, ZELENSKY))
SOURCES = SourceNames(
    [Feed(FeedId("harbour"), "The Harbour News", "", owner="Rowan Holding"), Feed(FeedId("tide"), "Tide", "", owner="")]
)


def make_document(title: str = "Rain in the harbour", summary: str = "", **changes: Any) -> IndexDocument:
    """Return a document; `number` counts hours back from NOW."""
    number = changes.pop("number", 1)
    defaults: dict[str, Any] = {
        "id": ItemId(first_id(NOW - timedelta(hours=number)) + number),
        "source": FeedId("harbour"),
        "title": title,
        "summary": summary,
        "language": "en",
        "country": "",
        "entities": (),
    }
    return IndexDocument(**defaults | changes)


def read(text: str, **changes: Any) -> Query:
    defaults: dict[str, Any] = {"now": NOW, "zone": UTC, "names": NAMES, "sources": SOURCES}
    return read_query(text, **defaults | changes)
