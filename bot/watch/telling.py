"""Which of the waiting notices are told now, and in which messages: few, the urgent first, one for a common cause."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.model import Notice
from bot.text.inert import escape, shorten
from bot.watch.kinds import KINDS, OVER, Urgency

NEXT: Final = "Next: "
_TYPED: Final = re.compile(r"(?<=^Next: )((?:python|curl|df|free) [^,;]+)")
"""A command for a shell."""
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


def by_kind(notices: Iterable[Notice]) -> list[list[Notice]]:
    """Return notices by their kind, the most urgent first."""
    order: list[Urgency] = ["now", "today", "note"]
    kinds: dict[str, list[Notice]] = {}
    for one in notices:
        kinds.setdefault(one.kind, []).append(one)
    return sorted(kinds.values(), key=lambda group: order.index(urgency(group[0])))


def _by_kind(waiting: Sequence[Waiting]) -> Iterator[list[Waiting]]:
    for group in by_kind(one.notice for one in waiting):
        yield [one for one in waiting if one.notice.kind == group[0].kind]


def _is_due(group: Sequence[Waiting], now: datetime, rules: Rules) -> bool:
    wait = rules.gather[urgency(group[0].notice)]
    return any(not timedelta() <= now - one.created < wait for one in group)


def _message(groups: Sequence[Sequence[Waiting]], rules: Rules) -> Message:
    ids = tuple(one.id for group in groups for one in group)
    text = "\n\n".join(told([one.notice for one in group], rules=rules) for group in groups)
    return Message(ids, shorten(text, rules.longest))


def told(notices: Sequence[Notice], *, rules: Rules = RULES) -> str:
    """Return what is told of notices of one kind, and what to do next."""
    kind = KINDS.get(notices[0].kind)
    opening = WORDS[kind.urgency] if kind else "Over"
    found = [f"{opening}: {line}" for line in lines(notices, rules=rules)]
    return "\n".join([*found, *([f"{NEXT}{kind.command}"] if kind else [])])


def as_html(text: str) -> str:
    """Return a message in Telegram's HTML. Publishers' words are inert, the next step can be copied or tapped."""
    return "\n".join(
        _TYPED.sub(r"<code>\1</code>", html.escape(line, quote=False)) if line.startswith(NEXT) else escape(line)
        for line in text.split("\n")
    )


def lines(notices: Sequence[Notice], *, rules: Rules = RULES) -> list[str]:
    """Return a line for each notice of one kind, or, of many, one that says how many there are and names the first."""
    if len(notices) <= rules.listed:
        return [shorten(one.text, rules.line) for one in notices]
    names = ", ".join(one.about for one in notices[: rules.named])
    rest = f" and {len(notices) - rules.named} more" if len(notices) > rules.named else ""
    return [f"{len(notices)} {_many(notices[0])}: {names}{rest}"]


def _many(first: Notice) -> str:
    kind = KINDS.get(first.kind)
    return kind.many if kind else f"{first.kind.removesuffix(f'-{OVER}')}s are well again"
