"""An Entry, where everything may be missing or wrong, becomes an Item, where nothing is: doubt ends here."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from bot.feeds.keys import item_id, keys
from bot.model import Entry, Feed, Item, Unusable
from bot.text.clean import clean, plain
from bot.text.languages import primary

MAX_TITLE: Final = 300
MAX_SUMMARY: Final = 4_000
MAX_TEXT: Final = 20_000
MAX_LINK: Final = 2_000
"""Code points, each."""

_OLDEST: Final = datetime(1995, 1, 1, tzinfo=UTC)
_SENTENCE: Final = re.compile(r".{15,}?[.!?…。！？؟۔।](?=\s|$|[\"»”’])", re.DOTALL)
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}\u00a0\u2000-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")


def normalise(entry: Entry, feed: Feed, *, now: datetime, language: str = "") -> Item | Unusable:
    """Return the item an entry stands for, or why no reader could be shown it. `language` is the document's own word.

    `published` is never later than `now`; a date that is missing, before 1995 or in the future says nothing and becomes
    `now`. `stated` stays what the feed said.
    """
    summary = _short(plain(_piece(entry.summary, MAX_SUMMARY)), MAX_SUMMARY)
    text = _short(plain(_piece(entry.content, MAX_TEXT)), MAX_TEXT)
    summary = summary or _short(text, MAX_SUMMARY)
    title = _short(plain(_piece(entry.title, MAX_TITLE)), MAX_TITLE) or _first_sentence(summary)
    if not title:
        return Unusable("neither title nor text")
    link, refused = _link(entry)
    if not link:
        return Unusable(refused or "no link")
    published = _believed(entry.published, now)
    guid = clean(entry.guid or "").strip()[:MAX_LINK]
    named = keys(guid, link, title, summary)
    return Item(
        id=item_id(published, feed.id, named[0]),
        feed=feed.id,
        guid=guid,
        link=link,
        title=title,
        summary=summary,
        published=published,
        seen=now,
        stated=entry.published,
        text=text if text != summary else "",
        language=primary(entry.language or "") or primary(language) or primary(feed.language),
        author=_short(plain(entry.author or ""), 200),
        image=safe_link(entry.image or "")[0],
        categories=tuple(name for written in entry.categories[:20] if (name := _short(plain(written), 100))),
        keys=named,
    )


def _piece(markup: str | None, limit: int) -> str:
    """Return as much of the markup as could matter: tags and entities may take many times the room of their text."""
    return (markup or "")[: limit * 20]


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _first_sentence(summary: str) -> str:
    match = _SENTENCE.match(summary[: MAX_TITLE * 2])
    return _short(match[0] if match else summary, MAX_TITLE)


def _believed(stated: datetime | None, now: datetime) -> datetime:
    return now if stated is None or stated < _OLDEST else min(stated, now)


def _link(entry: Entry) -> tuple[str, str]:
    """Return the address to send a reader to, or "" and why the best candidate was refused."""
    candidates = [entry.link, entry.guid if entry.guid_is_permalink else None, entry.enclosure]
    reason = ""
    for candidate in candidates:
        if candidate:
            link, refused = safe_link(candidate)
            if link:
                return link, ""
            reason = reason or refused
    return "", reason


_HALF_PAIR: Final = re.compile("[\ud800-\udfff]")
# An ordinary address: most are, and need no closer look.
_ORDINARY: Final = re.compile(
    r"https?://(?!xn--)[a-z0-9-]+(?:\.(?!xn--)[a-z0-9-]+)+(?:[/?#][!#-;=?-\[\]_a-z~]*)?", re.ASCII
)


def safe_link(written: str) -> tuple[str, str]:
    """Return an absolute http(s) address that is what it seems, or "" and the reason in plain words.

    Names and passwords before the host, and hosts that mix scripts to look like another, are refused. What an address
    may not contain is escaped.
    """
    written = _HALF_PAIR.sub("", written.strip())
    if len(written) <= MAX_LINK and _ORDINARY.fullmatch(written):
        return written, ""
    try:
        parts = urlsplit(written)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "", "the link is malformed"
    faults = (
        (len(written) > MAX_LINK, "the link is too long"),
        (parts.scheme not in {"http", "https"}, "the link is not an http address"),
        ("@" in parts.netloc or "\\" in written, "the link hides its host behind a user name"),
        (not host or _UNSAFE.search(parts.netloc) is not None, "the link has no proper host"),
        (_mixes_scripts(host), "the link's host mixes scripts"),
    )
    if fault := next((words for is_fault, words in faults if is_fault), ""):
        return "", fault
    return _UNSAFE.sub(lambda sign: quote(sign[0]), urlunsplit(parts)), ""


def _mixes_scripts(host: str) -> bool:
    """Return whether one label of the host is written in letters of several scripts, as look-alikes are."""
    try:
        shown = host.encode("ascii").decode("idna") if "xn--" in host else host
    except UnicodeError:
        return True
    return not shown.isascii() and any(len(_scripts(label)) > 1 for label in shown.split("."))


def _scripts(label: str) -> set[str]:
    """Return the scripts of a label; Chinese, Japanese and Korean are written together and count as one."""
    first_words = {unicodedata.name(letter, "?").split()[0] for letter in label if letter.isalpha()}
    east_asian = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "KATAKANA-HIRAGANA"}
    return {"EAST ASIAN" if word in east_asian else word for word in first_words}
