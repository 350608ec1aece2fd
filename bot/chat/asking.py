"""What goes between the people in a chat and whoever knows the answer: a question, an answer, what a press leads to."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Protocol

from bot.chat.replies import Reader
from bot.digest.lines import opening
from bot.text.say import DEFAULT, Phrases, phrases

Rows = tuple[tuple[tuple[str, str], ...], ...]
"""Rows of buttons, each as its text and the data it sends."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wrote behind a command, or the data of the button they pressed, and in what words to answer.

    `links` are those of the message it replies to, in their order. `chat` is where it was asked: the id of the user, or
    of a group, whose settings `may_change` tells whether they may change; `bot` is the name under which we are asked;
    `client` is the language of their Telegram, or the default where we do not speak that.
    """

    text: str
    user: int
    links: tuple[str, ...] = ()
    language: str = DEFAULT
    zone: tzinfo = UTC
    chat: int = 0
    may_change: bool = False
    bot: str = ""
    client: str = DEFAULT

    @property
    def say(self) -> Phrases:
        """Return the words of whoever asked."""
        return phrases(self.language)

    @property
    def opening(self) -> str:
        """Return the mark that opens a line in the direction of whoever asked."""
        return opening(self.language)

    def reader(self, now: datetime) -> Reader:
        """Return whoever asked as the reader of an answer."""
        return Reader(self.say, now, self.zone, self.bot)


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say, and the buttons under it; with a `photo` (a picture's file) it is the caption."""

    html: str
    buttons: Rows = ()
    photo: bytes = b""


@dataclass(frozen=True, slots=True)
class Turned:
    """What a press of a button leads to: another text in place of the old one, or a word about why not."""

    toast: str = ""
    answer: Answer | None = None


Command = Callable[[Asked], Awaitable[Answer]]
Press = Callable[[Asked], Awaitable[Turned]]


class Part(Protocol):
    """Something people can change about their chat, by commands and buttons; `may_change` of what is asked says whether
    they may.
    """

    @property
    def commands(self) -> Mapping[str, Command]:
        """Return what answers each command."""
        ...

    @property
    def presses(self) -> Mapping[str, Press]:
        """Return what answers a press, by the letter before the first colon."""
        ...
