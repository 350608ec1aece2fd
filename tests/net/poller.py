"""One feed polled again and again as the pipeline does it, with the time of day in the test's hands."""

from datetime import timedelta

from bot.errors import FeedError
from bot.feeds.identity import Known, identified, newcomers
from bot.feeds.normalise import normalise
from bot.feeds.parse import parse
from bot.feeds.state import FeedState
from bot.feeds.timetable import RULES, Rules, after_failure, after_success, after_unchanged
from bot.model import Feed, Item, Unchanged
from bot.net.fetch import Fetcher
from tests.net.conftest import Time


class Poller:
    def __init__(self, fetch: Fetcher, feed: Feed, clock: Time, rules: Rules = RULES) -> None:
        self.fetch, self.feed, self.clock, self.rules = fetch, feed, clock, rules
        self.state = FeedState()
        self.parsed = 0

    async def poll(self) -> str:
        """Ask once, now; return what was wrong."""
        try:
            page = await self.fetch(self.feed, self.state)
            if isinstance(page, Unchanged):
                self.state = after_unchanged(self.feed, self.state, page, now=self.clock(), rules=self.rules)
                return ""
            document = parse(page.body, url=page.url)
        except FeedError as error:
            self.state = after_failure(self.feed, self.state, error, now=self.clock(), rules=self.rules)
            return error.reason
        now = self.clock()
        self.parsed += 1
        found = [normalise(entry, self.feed, now=now) for entry in document.entries]
        items = identified([one for one in found if isinstance(one, Item)])
        sorting = newcomers(items, Known(first=self.state.first), now=now)
        self.state = after_success(self.feed, self.state, page, document, sorting, now=now, rules=self.rules)
        return ""

    @property
    def wait(self) -> timedelta:
        assert self.state.due is not None
        return self.state.due - self.clock()

    async def poll_for(self, span: timedelta) -> int:
        """Poll whenever due during a time; return how often."""
        end, polls = self.clock() + span, 0
        while self.state.due is None or self.state.due <= end:
            if self.state.disabled:
                break
            self.clock.now = max(self.clock(), self.state.due or self.clock())
            await self.poll()
            polls += 1
        self.clock.now = end
        return polls
