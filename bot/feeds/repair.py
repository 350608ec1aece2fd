"""What a careful reader mends in XML that is not well-formed, and what must be kept from any parser.

Everything here is linear in the length of the text.
"""

import re
from collections.abc import Mapping
from functools import partial
from html.entities import html5
from typing import Final

_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^\[>]*(?:\[(?P<inside>.*?)\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ENTITY: Final = re.compile(r"""<!ENTITY\s+(\w{1,40})\s+(?:"([^"&<%]{0,64})"|'([^'&<%]{0,64})')\s*>""")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION: Final = re.compile(r"<\?xml[^>]*\?>", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|\w{1,40};)")
_HALF_PAIR: Final = re.compile(r"&(#(?:0{0,2}5[5-7]\d{3}|[xX]0{0,2}[dD][89a-fA-F][0-9a-fA-F]{2});)")
_BARE: Final = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|\w{1,40};)")
_CDATA_TEXT: Final = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_ROOT: Final = re.compile(r"<(?:\w{1,20}:)?(?:rss|rdf|feed|channel)\b[^<>]*>", re.IGNORECASE)
_UNQUOTED: Final = re.compile(r"=([^\s\"'<>]+)")
_TAG: Final = re.compile(rb"<(/?)([A-Za-z_][^\s<>/]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+)>")
_ENTRY_TAG: Final = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>/]", re.IGNORECASE)
_CDATA: Final = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)

MAX_TAGS: Final = 50_000
MAX_REFERENCES: Final = 200_000
MAX_ATTRIBUTES: Final = 200
MAX_DEPTH: Final = 100


def without_doctype(text: str) -> tuple[str, dict[str, str]]:
    """Return the text without its DOCTYPE, and the short, plain entities that this declared.

    Entities that name others or files are forgotten: they are how XML bombs and file thieves are built.
    """
    match = _DOCTYPE.search(text, 0, 20_000)
    if not match:
        return text, {}
    found = _ENTITY.findall(match["inside"] or "")[:200]
    return text[: match.start()] + text[match.end() :], {f"{name};": one or two for name, one, two in found}


def repaired(text: str) -> str:
    """Return the text with its usual faults mended: what stands before the feed, illegal characters, bare `&`, HTML
    entities, attributes of the root without quotes.
    """
    text, entities = without_doctype(text)
    text = _ILLEGAL.sub("", _DECLARATION.sub("", text))
    # libxml2 keeps half a surrogate pair, which Python cannot read, wherever it takes the text for markup
    text = _HALF_PAIR.sub(lambda match: match[0] if _is_legal(match[1]) else "", text)
    if (root := _ROOT.search(text)) and root.start() < 5_000:
        opening = root[0] if re.search("[\"']", root[0]) else _UNQUOTED.sub(r'="\1"', root[0])
        text = opening + text[root.end() :]
    parts = _CDATA_TEXT.split(text)
    parts[::2] = [_REFERENCE.sub(partial(_resolved, entities), _BARE.sub("&amp;", part)) for part in parts[::2]]
    return "".join(parts)


def _resolved(entities: Mapping[str, str], match: re.Match[str]) -> str:
    """Return what XML can read in the place of a reference: itself, the character, or its letters."""
    name = match[1]
    if name.startswith("#"):
        return match[0] if _is_legal(name) else ""
    return entities.get(name) or html5.get(name) or "&amp;" + name


def _is_legal(reference: str) -> bool:
    """Return whether XML allows the character that `#38;` or `#x26;` names."""
    digits = reference[1:-1]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000


def entry_tags(body: bytes) -> int:
    """Return how many entries are opened in the text, outside comments and CDATA."""
    return len(_ENTRY_TAG.findall(_CDATA.sub(b"", body)))


def hazard(body: bytes) -> str:
    """Return why a slow parser must not see this text, in plain words, or "" if it may."""
    if body.count(b"<") > MAX_TAGS:
        return f"more than {MAX_TAGS} tags"
    if body.count(b"&") > MAX_REFERENCES:
        return f"more than {MAX_REFERENCES} character references"
    depth = 0
    for tag in _TAG.finditer(body):
        attributes = tag[3]
        if attributes.count(b"=") > MAX_ATTRIBUTES:
            return f"more than {MAX_ATTRIBUTES} attributes on one tag"
        if tag[1]:
            depth = max(0, depth - 1)
        elif not attributes.endswith(b"/"):
            depth += 1
        if depth > MAX_DEPTH:
            return f"tags nested more than {MAX_DEPTH} deep"
    return ""
