"""What the bot says about following and muting: HTML from plain data. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, tzinfo

from babel.numbers import format_decimal

from bot.chat.asking import Answer, Asked, Rows
from bot.chat.replies import TYPED, Reader, listed, remark
from bot.digest.lines import foreign, isolated
from bot.search.query import Query
from bot.store.follows import Follow
from bot.store.mutes import Mute
from bot.text.say import Phrases

MANY = 20
"""Stories a day above which a digest is proposed."""
A_PAGE = 8
"""Follows listed in one message."""


def question(query: Query, tracked: Sequence[str], a_day: float, reader: Reader, at: str) -> str:
    """Say what would be followed, how it was understood and how much that would have been; ask how to tell it."""
    say, mark = reader.say, reader.opening
    lines = [f"🔔 {mark}<b>{typed(query.text)}</b>"]
    if tracked:
        lines.append(f"<i>{mark}{say('in-every-script', names=listed(tracked, say))}</i>")
    lines += [f"<i>{mark}{remark(note, say)}</i>" for note in query.notes]
    lines.append(mark + rate(a_day, say))
    lines.append(mark + (say("follow-many", at=at) if a_day > MANY else say("follow-how", at=at)))
    return "\n".join(lines)


def typed(text: str) -> str:
    """Return what somebody typed, or a title, ready to stand in a sentence of ours."""
    return foreign(text, TYPED)


def rate(a_day: float, say: Phrases) -> str:
    """Say how many stories a query would have brought, in a unit that gives a whole number."""
    if a_day >= 1:
        number = round(a_day)
        return say("rate-day", number=number, shown=format_decimal(number, locale=say.locale))
    if a_day > 0:
        return say("rate-fortnight", number=max(1, round(a_day * 14)))
    return say("rate-none")


def choices(number: int, a_day: float, say: Phrases, *, back: bool) -> Rows:
    """Return the buttons of the question: what is proposed comes first."""
    modes = [(say("at-once"), f"f:q:{number}:o"), (say("as-digest"), f"f:q:{number}:d")]
    last = (say("back"), f"s:{number}:0") if back else (say("not-at-all"), f"f:q:{number}:n")
    return (tuple(reversed(modes) if a_day > MANY else modes), (last,))


def clocks(at: Sequence[time], say: Phrases) -> str:
    """Return local times as a sentence lists them."""
    names = [f"{one:%H:%M}" for one in at]
    return names[0] if len(names) == 1 else say("names-and-last", names=", ".join(names[:-1]), last=names[-1])


def following(follows: Sequence[Follow], place: int, asked: Asked, at: str) -> Answer:
    """List a page of what a chat follows, with buttons that change it for those who may."""
    say, mark = asked.say, asked.opening
    if not follows:
        return Answer(f"🔔 {mark}<b>{say('following')}</b>\n{mark}{say('following-nothing')}")
    last = (len(follows) - 1) // A_PAGE
    place = max(0, min(place, last))
    here = list(enumerate(follows, 1))[place * A_PAGE : (place + 1) * A_PAGE]
    lines = [f"🔔 {mark}<b>{say('following')}</b> · {len(follows)}"]
    lines += [f"{mark}{n}. {typed(one.query)} — <i>{say(_mode(one))}</i>" for n, one in here]
    if any(one.mode == "digest" for one in follows):
        lines += ["", mark + say("digests-at", at=at, zone=isolated(str(asked.zone)))]
    if not asked.may_change:
        return Answer("\n".join(lines), _pages(place, last, say))
    rows = [
        ((f"{n} · {say(_offer(one))}", f"f:m:{one.id}:{_other(one)}"), (f"✕ {n}", f"f:x:{one.id}")) for n, one in here
    ]
    return Answer("\n".join(lines), (*rows, *_pages(place, last, say)))


def _mode(one: Follow) -> str:
    return "told-at-once" if one.mode == "at once" else "told-as-digest"


def _offer(one: Follow) -> str:
    return "as-digest" if one.mode == "at once" else "at-once"


def _other(one: Follow) -> str:
    return "d" if one.mode == "at once" else "o"


def _pages(place: int, last: int, say: Phrases) -> Rows:
    back = [(say("back"), f"f:l:{place - 1}")] if place else []
    onward = [(say("next"), f"f:l:{place + 1}")] if place < last else []
    return ((*back, *onward),) if last else ()


def muted(mutes: Sequence[Mute], names: Mapping[str, str], asked: Asked, now: datetime) -> Answer:
    """List what a chat has muted, with buttons that lift it, and say how to mute more."""
    say, mark = asked.say, asked.opening
    lines = [f"🔕 {mark}<b>{say('muted')}</b>"]
    lines += [
        f"{mark}{n}. {names[one.what]} — <i>{say('until', when=when(one.until, now, asked.zone, say))}</i>"
        for n, one in enumerate(mutes, 1)
    ]
    lines += ["", mark + say("mute-usage")] if mutes else [mark + say("muted-nothing"), mark + say("mute-usage")]
    rows = tuple(((say("lift", place=n), f"m:x:{one.id}"),) for n, one in enumerate(mutes, 1))
    return Answer("\n".join(lines), rows if asked.may_change else ())


def when(moment: datetime, now: datetime, zone: tzinfo, say: Phrases) -> str:
    """Say until when something is: a time of today, else with its day."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    return say.date(local, "HH:mm" if local.date() == today.date() else "d MMMM HH:mm")
