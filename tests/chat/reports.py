"""Reports of one event by outlets of several sides, as tests of stories, citations and inline mode want them."""

from datetime import datetime, timedelta
from typing import Any

from bot.model import FeedId, Item, ItemId
from tests.builders import NOW, make_feed, make_item

HARBOUR = make_feed(country="GB", ownership="private", side="western")
VESTNIK = make_feed(
    id=FeedId("vestnik"),
    title="Вестник",
    url="http://vestnik.example/rss",
    language="ru",
    owner="Северный причал",
    ownership="state-run",
    ownership_source="its own imprint",
    country="RU",
    side="state-run",
)
LYST = make_feed(
    id=FeedId("lyst"), title="Лист", url="http://lyst.example/rss", language="uk", owner="Редакція", side="ukrainian"
)
BARID = make_feed(
    id=FeedId("barid"), title="بريد", url="http://barid.example/rss", language="ar", owner="نوافذ", side="arab"
)
DAILY = make_feed(id=FeedId("daily"), title="Daily", url="http://daily.example/rss", owner="Harbour Trust")
OUTLETS = (HARBOUR, VESTNIK, LYST, BARID, DAILY)

_numbers = iter(range(1, 10**6))


def report(title: str, feed: Any = HARBOUR, *, minutes: float = 0, at: datetime = NOW, **changes: Any) -> Item:
    """Return a report that came out so many minutes before a time."""
    number, published = next(_numbers), at - timedelta(minutes=minutes)
    defaults = {
        "number": number,
        "id": ItemId((int(published.timestamp() * 1000) << 20) + number),
        "feed": feed.id,
        "link": f"{feed.url.removesuffix('rss')}a/{number}",
        "title": title,
        "summary": f"{title}, said a passer-by.",
        "language": feed.language,
        "published": published,
        "seen": published,
    }
    return make_item(**defaults | changes)
