import httpx
import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.chat.channel import translated
from bot.errors import AmbiguousError, ChannelLostError, DeliveryError, NotSentError, RateLimitError, RefusedError


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
        (caused(NetworkError("x"), httpx.ConnectError("refused")), NotSentError),
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
