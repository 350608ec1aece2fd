"""A pace for tests: as Delivery keeps it, in milliseconds."""

from datetime import UTC, datetime, timedelta

from bot.chat.pace import Pace

QUICK = Pace(
    between=timedelta(),
    private=timedelta(),
    overall=timedelta(),
    grace=timedelta(milliseconds=50),
    retry=timedelta(milliseconds=5),
    look=timedelta(milliseconds=10),
)


def now() -> datetime:
    return datetime.now(UTC)
