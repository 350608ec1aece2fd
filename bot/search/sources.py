"""The outlets as a searcher may call them: by the words of a title or of an owner."""

from collections.abc import Iterable

from bot.model import Feed, FeedId
from bot.search.analyse import words


class SourceNames:
    """Finds the feeds whose title or owner has certain words side by side."""

    def __init__(self, feeds: Iterable[Feed] = ()) -> None:
        self._names = [(feed.id, _joined(name)) for feed in feeds for name in (feed.title, feed.owner) if name]

    def called(self, name: str) -> tuple[FeedId, ...]:
        """Return the feeds that are called so; several, if they have one owner or begin alike."""
        wanted = _joined(name)
        return tuple(dict.fromkeys(feed for feed, known in self._names if wanted.strip() and wanted in known))


def _joined(name: str) -> str:
    return f" {' '.join(token for word in words(name) for token in word.tokens)} "
