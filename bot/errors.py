"""What can go wrong, grouped by what the catcher does.

BotError
├── ConfigError      a file or variable must be changed by the operator (all problems at once)
├── FeedError        one feed failed this time; the others go on
│   ├── FetchError     it could not be retrieved
│   │   └── MovedError   it moved for good to a domain nobody said is the outlet's
│   └── FormatError    it was retrieved but is not a feed
│       └── WebPageError a web page, which may name its feeds
├── StoreError       the database refused
└── DeliveryError    Telegram refused a post
    ├── RateLimitError    ask again after `after`
    ├── NotSentError      it certainly did not arrive: try again later
    ├── AmbiguousError    it may or may not have arrived: reconcile
    ├── RefusedError      this content will never be taken; others will
    ├── TopicLostError    the topic is closed or gone; the chat is not
    ├── ChannelLostError  no retry will help; the operator must act
    └── UnauthorisedError the token is no good any more: nothing goes anywhere until there is another
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta


class BotError(Exception):
    """Anything the bot itself raises."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the configuration: where, what was found and what was expected."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.message}" if self.key else f"{self.file}: {self.message}"


class ConfigError(BotError):
    """The operator must change a file or a variable; carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class FeedError(BotError):
    """One feed failed this time; `reason` is in plain words, for the operator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FetchError(FeedError):
    """The feed could not be retrieved. `status` is the HTTP status, 0 if there was no answer.

    `retry_after` is what the server asked for, if it did.
    """

    def __init__(self, reason: str, *, status: int = 0, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after


class MovedError(FetchError):
    """The feed's address says that it is now at `target`, under a domain that may be another owner's."""

    def __init__(self, target: str, domain: str) -> None:
        reason = f"it moved to {domain}, which may be another owner's; if it is not, "
        super().__init__(f'{reason}add to its [[feed]]: domains = ["{domain}"]', status=301)
        self.target = target


class FormatError(FeedError):
    """The address answered, but not with a feed that can be read."""


class WebPageError(FormatError):
    """The address answered with a web page; `feeds` are the addresses it names, best first."""

    def __init__(self, feeds: Sequence[str] = ()) -> None:
        named = f"; its feeds are {', '.join(feeds[:5])}" if feeds else ""
        super().__init__(f"a web page, not a feed{named}")
        self.feeds = tuple(feeds)

    def __reduce__(self) -> tuple[type["WebPageError"], tuple[tuple[str, ...]]]:
        """Return what makes it anew in another process: the feeds, where an exception would send its words."""
        return WebPageError, (self.feeds,)


class StoreError(BotError):
    """The database refused: full or read-only disk, corruption, a newer schema."""


class DeliveryError(BotError):
    """Telegram did not take a post."""


class RateLimitError(DeliveryError):
    """Telegram asked us to wait `after`; the post was certainly not sent."""

    def __init__(self, after: timedelta) -> None:
        super().__init__(f"asked to wait {after.total_seconds():.0f} s")
        self.after = after


class NotSentError(DeliveryError):
    """The request certainly never reached Telegram (no connection): try again later."""


class AmbiguousError(DeliveryError):
    """The request may have been carried out although no answer arrived: reconcile before sending again."""


class RefusedError(DeliveryError):
    """Telegram will never take this content; the posts behind it may be fine."""


class TopicLostError(DeliveryError):
    """The topic of a group was closed or deleted; the group still takes posts."""


class ChannelLostError(DeliveryError):
    """The bot was kicked, has no rights, or the chat is gone. `moved_to` is the new chat id of an upgraded group."""

    def __init__(self, reason: str, *, moved_to: int | None = None) -> None:
        super().__init__(reason)
        self.moved_to = moved_to


class UnauthorisedError(DeliveryError):
    """Telegram does not accept the bot's token: the post was certainly not sent, and no other will be."""
