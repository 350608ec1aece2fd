"""Addresses that administrators propose, faked."""

from bot.chat.adding import Proposal
from bot.errors import FetchError


async def nothing_there(url: str, name: str) -> Proposal:  # noqa: ARG001 - a Proposing
    """Find nothing anywhere."""
    raise FetchError(f"{url} does not answer")
