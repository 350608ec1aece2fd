"""Which language a tag names, which script a word is in, and which languages are written in that script."""

# First and last code point of each script's blocks, with the languages whose endings we know. The first language is
# what a word of this script is read as when its text is in a language of another script.
_SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, "latin"),
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "armenian"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0B80, 0x0BFF, "tamil"),
    (0x10D0, 0x10FF, "georgian"),
    (0x1100, 0x11FF, "hangul"),
    (0x1E00, 0x1EFF, "latin"),
    (0x1F00, 0x1FFF, "greek"),
    (0xAC00, 0xD7A3, "hangul"),
    (0xFB50, 0xFEFC, "arabic"),
    (0xFF21, 0xFF5A, "latin"),
)
LANGUAGES: dict[str, tuple[str, ...]] = {
    "latin": (
        *("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "tr", "ro", "sv", "no", "da", "fi", "hu", "sr"),
        *("ca", "et", "id", "lt"),
    ),
    "cyrillic": ("ru", "uk", "bg", "sr"),
    "arabic": ("ar", "fa"),
    "greek": ("el",),
    "hebrew": ("he",),
    "devanagari": ("hi",),
    "armenian": ("hy",),
    "tamil": ("ta",),
    "georgian": ("ka",),
    "hangul": ("ko",),
}
_NEAR = {
    "hr": "sr",
    "bs": "sr",
    "sl": "sr",
    "mk": "bg",
    "sk": "cs",
    "ur": "fa",
    "az": "tr",
}  # read with the endings of a close relative


def script(word: str) -> str:
    """Return the script of a word's first letter; "" for digits and for scripts without endings of their own."""
    code = next((ord(char) for char in word if char.isalpha()), 0)
    return next((name for first, last, name in _SCRIPTS if first <= code <= last), "")


def readings(word: str, language: str) -> tuple[str, ...]:
    """Return the languages whose endings a word in a text of this language may carry.

    A word in another script than its text's (a Latin name in a Russian headline) is read as the main language of
    that script; so is every word of a text whose language nobody knows, Cyrillic as both Russian and Ukrainian.
    """
    written = LANGUAGES.get(script(word), ())
    language = _NEAR.get(language, language)
    if language in written:
        return (language,)
    return ("ru", "uk") if written[:1] == ("ru",) and not language else written[:1]
