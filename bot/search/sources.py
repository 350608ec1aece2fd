"""The outlets as people may call them: by id, by the words of a title or of an owner, by domain or address."""

import re
from collections.abc import Iterable

from bot.model import Feed, FeedId
from bot.search.analyse import words
from bot.search.spelling import closest
from bot.text.domains import domain_of, registered_domain
from bot.text.search_fold import fold

_SCHEME = re.compile("^https?://", re.IGNORECASE)


class SourceNames:
    """Finds feeds by what they are called."""

    def __init__(self, feeds: Iterable[Feed] = ()) -> None:
        self._feeds = tuple(feeds)
        self._names = [(feed.id, _joined(name)) for feed in self._feeds for name in (feed.title, feed.owner) if name]

    def meant(self, name: str) -> tuple[FeedId, ...]:
        """Return the feeds that a name stands for where it stands alone: those of that id or title, else all that are
        called so.
        """
        exact = tuple(feed.id for feed in self._feeds if name.casefold() in {feed.id, feed.title.casefold()})
        return exact or self.called(name)

    def called(self, name: str) -> tuple[FeedId, ...]:
        """Return the feeds whose title or owner has certain words side by side, else those of a domain or address.

        They are several, if they have one owner or begin alike.
        """
        wanted = _joined(name)
        called = dict.fromkeys(feed for feed, known in self._names if wanted.strip() and wanted in known)
        return tuple(called) or self._under(name)

    def nearest(self, name: str) -> tuple[FeedId, ...]:
        """Return the feeds that a misspelt id or word of a title or owner was meant for."""
        known = {token: 1 for _, joined in self._names for token in joined.split()}
        meant = closest(fold(name), {feed.id: 2 for feed in self._feeds} | known)
        return self.meant(meant) if meant else ()

    def _under(self, address: str) -> tuple[FeedId, ...]:
        domain = registered_domain(_SCHEME.sub("", address).partition("/")[0])
        if "." not in domain:
            return ()
        return tuple(feed.id for feed in self._feeds if domain in {domain_of(feed.url), *feed.domains})


def _joined(name: str) -> str:
    return f" {' '.join(token for word in words(name) for token in word.tokens)} "
