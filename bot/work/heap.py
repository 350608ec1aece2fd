"""Memory as the C library hands it out: glibc keeps what was freed, and keeps it for each thread apart.

Elsewhere (musl, macOS) there is nothing to do.
"""

import ctypes

_M_ARENA_MAX = -8  # malloc.h
_LIBC = ctypes.CDLL(None)


def share_one() -> None:
    """Let all threads take memory from one place: Python's seldom ask at once, and each having its own costs 10 MB."""
    if hasattr(_LIBC, "mallopt"):
        _LIBC.mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Return to the system what is free; takes some milliseconds, without Python's lock."""
    if hasattr(_LIBC, "malloc_trim"):
        _LIBC.malloc_trim(0)
