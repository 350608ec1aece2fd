"""Standard error that keeps the bot's token to itself, whoever writes there: logs, warnings, tracebacks, problems."""

import io
from typing import TextIO

from bot.configuration.wording import discreet


class Discreet(io.TextIOBase):
    """A text stream in front of another, on which what looks like a token reads <token>."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text without tokens; each call is looked at alone."""
        self._stream.write(discreet(text))
        return len(text)

    def flush(self) -> None:
        """Flush the stream behind; one that is closed already, as at the end of the program, has nothing left to."""
        if not self._stream.closed:
            self._stream.flush()

    def fileno(self) -> int:
        """Return the descriptor of the stream behind."""
        return self._stream.fileno()

    def isatty(self) -> bool:
        """Tell whether the stream behind is a terminal."""
        return self._stream.isatty()
