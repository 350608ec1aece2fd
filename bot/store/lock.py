"""Who may serve and deliver: one process at a time for each database, however many are started."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from bot.errors import StoreError


def file_of(url: str) -> Path:
    """Return the file a database is in."""
    return Path(sa.make_url(url).database or "")


def beside(url: str, name: str) -> Path:
    """Return the file beside a database that stands for something about it; the folder is made. Raises StoreError."""
    file = file_of(url)
    path = file.with_name(f"{file.name}.{name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent}: cannot be made ({error.strerror})") from None
    return path


class Lock:
    """A file only one process can lock. The system lets go of it when the process ends, however it ends.

    A time-out is not needed, so a process that was stopped for an hour still holds it: nobody posts in its place what
    it may have on the wire.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> bool:
        """Try to lock; return whether it is ours now. Raises StoreError where no file can be made."""
        if self._file is None:
            try:
                file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError as error:
                raise StoreError(f"{self._path}: cannot be made ({error.strerror})") from error
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
                return False
            self._file = file
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
