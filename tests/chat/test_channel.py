import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chat.channel import translated
from bot.errors import (
    AmbiguousError,
    ChannelLostError,
    DeliveryError,
    NotSentError,
    RateLimitError,
    RefusedError,
    TopicLostError,
    UnauthorisedError,
)


def caused(error: NetworkError, cause: Exception) -> NetworkError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (RetryAfter(7), RateLimitError),
        (BadRequest("Can't parse entities: unsupported start tag"), RefusedError),
        (BadRequest("Chat not found"), ChannelLostError),
        (BadRequest("Need administrator rights in the channel chat"), ChannelLostError),
        (Forbidden("Forbidden: bot was kicked from the channel chat"), ChannelLostError),
        (ChatMigrated(-100), ChannelLostError),
        (BadRequest("Not enough rights to send text messages to the chat"), ChannelLostError),
        (BadRequest("Not enough rights to send photos to the chat"), RefusedError),
        (BadRequest("Message thread not found"), TopicLostError),
        (BadRequest("TOPIC_CLOSED"), TopicLostError),
        (InvalidToken("Unauthorized"), UnauthorisedError),
        (InvalidToken("Not Found"), NotSentError),
        (Conflict("Conflict: terminated by other getUpdates request"), NotSentError),
        (caused(NetworkError("x"), httpx.ConnectError("no such host")), NotSentError),
        (caused(TimedOut("x"), httpx.ConnectTimeout("slow")), NotSentError),
        (caused(TimedOut("x"), httpx.PoolTimeout("busy")), NotSentError),
        (caused(TimedOut("x"), httpx.WriteTimeout("slow")), AmbiguousError),
        (caused(NetworkError("x"), httpx.ReadError("reset")), AmbiguousError),
        (TelegramError("Invalid server response"), AmbiguousError),
        (caused(TimedOut("x"), httpx.ReadTimeout("slow")), AmbiguousError),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("reset")), AmbiguousError),
        (NetworkError("Bad Gateway (502)"), AmbiguousError),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else f"{type(value).__name__} {value}",
)
def test_each_of_telegrams_answers_means_one_thing_to_the_sender(
    error: TelegramError, ours: type[DeliveryError]
) -> None:
    assert type(translated(error)) is ours


def test_the_wait_telegram_asks_for_is_kept() -> None:
    limit = translated(RetryAfter(7))

    assert isinstance(limit, RateLimitError)
    assert limit.after.total_seconds() == 7
