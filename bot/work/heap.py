"""Memory as the C library hands it out: glibc keeps what was freed, and keeps it for each thread apart.

Elsewhere (musl, macOS) there is nothing to do.
"""

import ctypes

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # malloc.h
_LARGE = 1 << 17  # bytes
_LIBC = ctypes.CDLL(None)


def share_one() -> None:
    """Let all threads take memory from one place: Python's seldom ask at once, and each having its own costs 10 MB.

    What is large stays out of it for good, and goes back to the system: the library's own border rises with what is
    freed, and large buffers then leave gaps that small things settle in.
    """
    if hasattr(_LIBC, "mallopt"):
        _LIBC.mallopt(_M_ARENA_MAX, 1)
        _LIBC.mallopt(_M_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Return to the system what is free; takes some milliseconds, without Python's lock."""
    if hasattr(_LIBC, "malloc_trim"):
        _LIBC.malloc_trim(0)
