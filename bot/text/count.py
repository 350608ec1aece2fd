"""Numbers of things, as the operator reads them: in English."""


def counted(number: int, one: str, several: str = "") -> str:
    """Return a number with its noun; `several` where that does not end in an s alone."""
    return f"{number} {one if number == 1 else several or f'{one}s'}"
