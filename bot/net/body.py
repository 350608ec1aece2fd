"""A body is unpacked and counted while it arrives, so that nothing can grow larger in memory than its cap."""

import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final, Protocol

import brotli

from bot.errors import FetchError
from bot.net.headers import printable


@dataclass(frozen=True, slots=True)
class Caps:
    """Bytes on the wire and unpacked, how many times larger unpacking may make it, bytes of headers, redirects,
    seconds.
    """

    wire: int = 5_000_000
    decoded: int = 10_000_000
    ratio: int = 100
    headers: int = 32_000
    redirects: int = 5
    connect: float = 5.0
    total: float = 30.0


CAPS: Final = Caps()

_RATIO_FROM: Final = 1_000_000
"""Below this size a high ratio is only a repetitive feed."""

_GZIP: Final = zlib.MAX_WBITS | 16
_MAGIC: Final = b"\x1f\x8b"


class _Unpacker(Protocol):
    def unpack(self, data: bytes, limit: int) -> bytes:
        """Return what these bytes unpack to, at most one byte more than the limit."""

    def is_whole(self) -> bool:
        """Return whether the packing ended where it should."""


class _Plain:
    def unpack(self, data: bytes, limit: int) -> bytes:
        return data[: limit + 1]

    def is_whole(self) -> bool:
        return True


class _Deflate:
    """Deflate in both of its readings (with and without the zlib header)."""

    def __init__(self) -> None:
        self._engine: zlib._Decompress | None = None

    def unpack(self, data: bytes, limit: int) -> bytes:
        if self._engine is None:
            has_header = data[:1] and data[0] & 0x0F == 8
            self._engine = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        return self._engine.decompress(data, limit + 1)

    def is_whole(self) -> bool:
        return self._engine is None or self._engine.eof


class _Gzip:
    """gzip, of one member or several; what follows the last one is padding."""

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(_GZIP)
        self._between = b""

    def unpack(self, data: bytes, limit: int) -> bytes:
        found = b""
        while data and len(found) <= limit:
            if self._engine.eof:
                self._between += data
                if not self._between.startswith(_MAGIC):
                    self._between = self._between[:2]  # a header may come in two packets; padding never becomes one
                    break
                data, self._between, self._engine = self._between, b"", zlib.decompressobj(_GZIP)
            found += self._engine.decompress(data, limit + 1 - len(found))
            data = self._engine.unused_data
        return found

    def is_whole(self) -> bool:
        return self._engine.eof


class _Brotli:
    def __init__(self) -> None:
        self._engine = brotli.Decompressor()

    def unpack(self, data: bytes, limit: int) -> bytes:
        return bytes(self._engine.process(data, output_buffer_limit=limit + 1))

    def is_whole(self) -> bool:
        return bool(self._engine.is_finished())


def _unpacker(encoding: str) -> _Unpacker:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Gzip()
        case "deflate":
            return _Deflate()
        case "br":
            return _Brotli()
    raise FetchError(f"the body is packed in a way we did not ask for ({printable(encoding)})")


async def read_body(chunks: AsyncIterator[bytes], encoding: str, caps: Caps) -> bytes:
    """Return the unpacked body. Raises FetchError as soon as a cap is passed or the packing proves damaged."""
    unpacker = _unpacker(encoding)
    wire = 0
    body = bytearray()
    async for chunk in chunks:
        wire += len(chunk)
        if wire > caps.wire:
            raise FetchError(f"larger than {caps.wire // 1_000_000} MB")
        try:
            body += unpacker.unpack(chunk, caps.decoded - len(body))
        except (zlib.error, brotli.error) as error:
            raise FetchError("the packed body is damaged") from error
        if len(body) > caps.decoded:
            raise FetchError(f"unpacks to more than {caps.decoded // 1_000_000} MB")
        if len(body) > _RATIO_FROM and len(body) > caps.ratio * wire:
            raise FetchError(f"unpacks to more than {caps.ratio} times its size")
    if wire and not unpacker.is_whole():
        raise FetchError("the packed body is damaged")
    return bytes(body)
