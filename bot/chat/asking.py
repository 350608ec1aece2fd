"""What goes between the people in a chat and whoever knows the answer: a question, an answer, what a press leads to."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot.chat.replies import Reader
from bot.text.say import DEFAULT, Phrases, phrases

Rows = tuple[tuple[tuple[str, str], ...], ...]
"""Rows of buttons, each as its text and the data it sends."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wrote behind a command, or the data of the button they pressed, and in what words to answer.

    `links` are those of the message it replies to, in their order. `chat` is where it was asked: the id of the user, or
    of a group, whose settings `may_change` tells whether they may change.
    """

    text: str
    user: int
    links: tuple[str, ...] = ()
    language: str = DEFAULT
    zone: tzinfo = UTC
    chat: int = 0
    may_change: bool = False

    @property
    def say(self) -> Phrases:
        """Return the words of whoever asked."""
        return phrases(self.language)

    def reader(self, now: datetime) -> Reader:
        """Return whoever asked as the reader of an answer."""
        return Reader(self.say, now, self.zone)


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say, and the buttons under it."""

    html: str
    buttons: Rows = ()


@dataclass(frozen=True, slots=True)
class Turned:
    """What a press of a button leads to: another text in place of the old one, or a word about why not."""

    toast: str = ""
    answer: Answer | None = None
