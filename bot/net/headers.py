"""What an HTTP answer says about asking again."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long the server asks us to wait, in either form; None for what is past or makes no sense."""
    written = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,10}", written, re.ASCII):
        seconds = int(written)
        return timedelta(seconds=min(seconds, 10**9)) if seconds else None
    until = http_date(written)
    wait = until - (http_date(headers.get("Date", "")) or now) if until else timedelta(0)
    return wait if wait > timedelta(0) else None


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how much longer the answer stays true: max-age less Age, else Expires less Date; None if it says
    nothing.
    """
    control = headers.get("Cache-Control", "").lower()
    if re.search(r"\bno-(?:cache|store)\b", control):
        return None
    if match := re.search(r"\bmax-age\s*=\s*\"?(\d{1,10})", control):
        age = re.fullmatch(r"\s*(\d{1,10})\s*", headers.get("Age", ""), re.ASCII)
        left = int(match[1]) - (int(age[1]) if age else 0)
        return timedelta(seconds=min(left, 10**9)) if left > 0 else None
    expires = http_date(headers.get("Expires", ""))
    if not expires:
        return None
    left_until = expires - (http_date(headers.get("Date", "")) or now)
    return left_until if left_until > timedelta(0) else None


def http_date(written: str) -> datetime | None:
    """Return the moment of an HTTP date in any of its three forms."""
    try:
        moment = parsedate_to_datetime(written)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def validator(written: str) -> str:
    """Return a validator as it came; "" if it holds bytes that are no text, which could not be given back as they
    were.
    """
    return "" if re.search("[\ud800-\udfff]", written) else written


def printable(written: str) -> str:
    """Return the start of a server's words, without what would disturb the line they are printed in."""
    return "".join(sign for sign in written[:60] if sign.isprintable())
