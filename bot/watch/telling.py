"""Which of the waiting notices are told now, and in which messages: few, the urgent first, one for a common cause."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model import Notice
from bot.text.inert import shorten
from bot.watch.kinds import KINDS, OVER, Kind, Urgency

WORDS: Mapping[Urgency, str] = {"now": "Act now", "today": "Today", "note": "For information"}


@dataclass(frozen=True, slots=True)
class Rules:
    """`an_hour` messages at most; the last `reserved` of them are for what is urgent.

    A notice is kept back for a moment, since what has a common cause comes together. Of more than `listed` of one kind
    the first `named` are named. A line has at most `line` code points, a message `longest`.
    """

    an_hour: int = 5
    reserved: int = 2
    gather: Mapping[Urgency, timedelta] = field(
        default_factory=lambda: {
            "now": timedelta(seconds=10),
            "today": timedelta(minutes=10),
            "note": timedelta(hours=1),
        }
    )
    listed: int = 3
    named: int = 10
    line: int = 600
    longest: int = 3500


RULES = Rules()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice the operator has not been told."""

    id: int
    notice: Notice
    created: datetime
    logged: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What one message tells."""

    ids: tuple[int, ...]
    text: str


def messages(waiting: Sequence[Waiting], sent: int, *, now: datetime, rules: Rules = RULES) -> list[Message]:
    """Return what is told now, given how many messages went out in the last hour.

    Where more kinds wait than messages are left, the last message tells the rest. A notice from the future, left by a
    clock that was set back, is due.
    """
    groups = [group for group in _by_kind(waiting) if _is_due(group, now, rules)]
    found: list[list[list[Waiting]]] = []
    for urgent in (True, False):
        mine = [group for group in groups if (urgency(group[0].notice) == "now") is urgent]
        left = rules.an_hour - sent - len(found) - (0 if urgent else rules.reserved)
        if left > 0:
            alone, together = mine[: left - 1], mine[left - 1 :]
            found += [[group] for group in alone] + ([together] if together else [])
    return [_message(part, rules) for part in found]


def urgency(notice: Notice) -> Urgency:
    """Return how urgent a notice is; that something is over can wait as long as it would have."""
    kind = KINDS.get(notice.kind)
    return kind.urgency if kind else "today"


def _by_kind(waiting: Sequence[Waiting]) -> Iterator[list[Waiting]]:
    order: list[Urgency] = ["now", "today", "note"]
    kinds = sorted({one.notice.kind for one in waiting}, key=lambda kind: order.index(urgency(Notice(kind, "", ""))))
    for kind in kinds:
        yield [one for one in waiting if one.notice.kind == kind]


def _is_due(group: Sequence[Waiting], now: datetime, rules: Rules) -> bool:
    wait = rules.gather[urgency(group[0].notice)]
    return any(not timedelta() <= now - one.created < wait for one in group)


def _message(groups: Sequence[Sequence[Waiting]], rules: Rules) -> Message:
    ids = tuple(one.id for group in groups for one in group)
    text = "\n\n".join(told([one.notice for one in group], rules=rules) for group in groups)
    return Message(ids, shorten(text, rules.longest))


def told(notices: Sequence[Notice], *, rules: Rules = RULES) -> str:
    """Return what is told of notices of one kind: each, or of many how many there are, and what to do next."""
    first = notices[0]
    kind = KINDS.get(first.kind)
    opening = WORDS[kind.urgency] if kind else "Over"
    if len(notices) <= rules.listed:
        lines = [f"{opening}: {shorten(one.text, rules.line)}" for one in notices]
    else:
        names = ", ".join(one.about for one in notices[: rules.named])
        rest = f" and {len(notices) - rules.named} more" if len(notices) > rules.named else ""
        lines = [f"{opening}: {len(notices)} {_many(first, kind)}: {names}{rest}"]
    return "\n".join([*lines, *([f"Next: {kind.command}"] if kind else [])])


def _many(first: Notice, kind: Kind | None) -> str:
    return kind.many if kind else f"{first.kind.removesuffix(f'-{OVER}')}s are well again"
