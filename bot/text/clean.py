"""Text from outside made fit to store and show: once, when an entry becomes an item.

`plain` turns HTML into one line of plain text; `clean` takes away what cannot be seen but does harm: control
characters, overrides of the writing direction, invisible characters, towers of combining marks.
"""

import html
import re
import unicodedata
from typing import Final

MAX_MARKS: Final = 4
"""Combining marks kept on one letter: pointed Hebrew and Vietnamese need three, no language's news more than four."""

_ZWNJ, _ZWJ = "\u200c", "\u200d"
# Control characters but tab and line feed; marks and overrides of direction; default-ignorable characters (variation
# selectors, fillers, tags, soft hyphen ...); halves of surrogate pairs; non-characters. ZWNJ and ZWJ are judged apart.
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Whatever may be one of these, seen from afar: most texts hold nothing of it, and one look is enough.
_DOUBTFUL: Final = re.compile(
    "[^ -~\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u05be-\u060b\u0620-\u064a\u0660-\u06d5\u0900-\u0dff"
    "\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u2bff\u3001-\u3029\u3041-\u3163\u3165-\ud7ff\uff01-\uff9f]"
)
_JOINERS: Final = re.compile(f"[{_ZWNJ}{_ZWJ}]+")
_MARKS: Final = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0f71-\u0f84]{5,}"
)
# Scripts whose words are written with joiners: Arabic to Thaana, the Indic blocks, Tibetan, Myanmar, Khmer, Mongolian.
_JOINED: Final = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc]")

_BLOCKS: Final = """
    address article aside blockquote br button caption dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr iframe img input label legend li main nav ol option p pre section
    select summary table tbody td textarea tfoot th thead tr ul video audio
"""
_BLOCK: Final = frozenset(_BLOCKS.split())
_TAG: Final = re.compile(
    r"""</?([a-zA-Z][\w:.-]{0,30})(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+>|</?([a-zA-Z][\w:.-]{0,30})[^<>]*>|<[!?][^<>]*>"""
)
_HIDDEN: Final = re.compile(r"<(?:(!--)|(script|style|template|noscript|svg|math)\b)", re.IGNORECASE)
_ENTITY: Final = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|laquo|raquo);"
)
_ESCAPED_TAG: Final = re.compile(
    r"</?(?:p|br|a|b|i|em|strong|div|span|img|ul|li|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE
)


def clean(text: str) -> str:
    """Return the text without characters that are invisible or harmful. Spaces and line breaks are left alone.

    ZWNJ and ZWJ stay where a script or a joined emoji needs them: Persian and the Indic languages are misspelt without.
    """
    if not _DOUBTFUL.search(text):
        return text
    text = _UNWANTED.sub("", text)
    if _ZWNJ in text or _ZWJ in text:
        text = _JOINERS.sub(_kept_joiner, text)
    return _MARKS.sub(lambda run: run[0][:MAX_MARKS], text)


def _kept_joiner(match: re.Match[str]) -> str:
    """Return the joiner if it stands where it means something, else nothing."""
    start, end = match.span()
    before, after = match.string[max(0, start - 1) : start], match.string[end : end + 1]
    joiner = match[0][0]
    if _JOINED.match(before) and (_JOINED.match(after) or (joiner == _ZWJ and unicodedata.combining(before) == 9)):
        return joiner
    symbols = {"So", "Sk"}  # pictures, and the skin tones that stand between them
    if joiner == _ZWJ and before and after and {unicodedata.category(before), unicodedata.category(after)} <= symbols:
        return joiner
    return ""


def plain(markup: str) -> str:
    """Return HTML as one line of plain text: tags and what is never shown go, entities are decoded, spaces collapse.

    Text that was escaped twice, which is evident from entities or tags left over after decoding, is decoded twice.
    A `<` that opens no tag is kept.
    """
    text = markup
    if "<" in text:
        text = _TAG.sub(_gap, _without_hidden(text))
    if "&" in text:
        decoded = html.unescape(text)
        if text == markup and _ESCAPED_TAG.search(decoded):
            decoded = html.unescape(_TAG.sub(_gap, _without_hidden(decoded)))
        text = html.unescape(decoded) if _ENTITY.search(decoded) else decoded
    text = " ".join(text.split())
    cleaned = clean(text)
    return text if cleaned == text else " ".join(cleaned.split())


def _gap(tag: re.Match[str]) -> str:
    """Return what a tag leaves behind: blocks part words, inline tags do not."""
    return " " if (tag[1] or tag[2] or "").lower() in _BLOCK else ""


def _without_hidden(text: str) -> str:
    """Return HTML without comments, scripts, styles and drawings; one that is never closed hides the rest."""
    kept, start = [], 0
    while opening := _HIDDEN.search(text, start):
        kept.append(text[start : opening.start()])
        end = "-->" if opening[1] else f"</{opening[2].lower()}"
        closing = text.find(end, opening.end())
        if closing < 0 and not opening[1]:
            closing = text.find(end.upper(), opening.end())
        if closing < 0:
            return " ".join(kept)
        start = closing + len(end)
        if not opening[1]:
            start = max(start, text.find(">", start) + 1)
    kept.append(text[start:])
    return " ".join(kept)
