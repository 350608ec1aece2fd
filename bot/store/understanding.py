"""The transactions of understanding: what items mean, and the mind as it was when the last of them was understood."""

from collections.abc import Sequence

import numpy as np
import sqlalchemy as sa

from bot.boundaries import Understanding, Vector
from bot.model import Feed
from bot.pipeline.understand import Mind, report_of
from bot.search.document import IndexDocument, Tokens
from bot.store import items, matches, search_sqlite, stories
from bot.store.schema import moment
from bot.stories.cluster import Beginning, Placed


def finish(conn: sa.Connection, understood: Sequence[Understanding], tokens: Sequence[Tokens]) -> None:
    """Store what items mean, and mark them understood."""
    for one in understood:
        items.understood(conn, one, frozen(one.vectors))
        items.mentions(conn, one.item.id, one.matching.mentions)
    stories.assign(conn, {one.item.id: (one.story, one.copy_of) for one in understood if not one.is_edit})
    for one in understood:
        stories.move(conn, one.moved or {})
    matches.add_due(conn, [one.item.id for one in understood if not one.is_edit])
    standing = items.standing(conn, [one.item.id for one in understood])
    search_sqlite.index(conn, [one for one in tokens if one.id in standing])


def document(one: Understanding, feed: Feed | None) -> IndexDocument:
    """Return an item as the index has it, once it is understood."""
    item = one.item
    return IndexDocument(
        id=item.id,
        title=item.title,
        summary=item.summary,
        language=item.language,
        entities=one.matching.entities,
        source=item.feed,
        country=item.country or (feed.country if feed else ""),
    )


def restore(mind: Mind, remembered: Sequence[stories.Remembered]) -> None:
    """Put what was decided back into the clusterer, in the order it was decided."""
    placed = []
    for one in remembered:
        mind.turn = max(mind.turn, one.turn)
        mind.latest = max(mind.latest, one.item.published)
        report = report_of(one.item, mind, one.entities, thawed(one.vectors))
        beginning = Beginning(moment(one.story >> 20), one.earlier) if one.earlier else None
        placed.append(Placed(report, one.story, one.copy_of, beginning))
    mind.clusterer.restore(placed)


def frozen(vectors: tuple[Vector, Vector] | None) -> bytes | None:
    """Return vectors as they are stored: two times 512 half-precision numbers."""
    return None if vectors is None else np.stack(vectors).astype(np.float16).tobytes()


def thawed(stored: bytes | None) -> tuple[Vector, Vector] | None:
    """Return stored vectors."""
    if stored is None:
        return None
    both = np.frombuffer(stored, dtype=np.float16).astype(np.float32).reshape(2, -1)
    return both[0], both[1]
