"""A body is unpacked and counted while it arrives, so that nothing can grow larger in memory than its cap."""

import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final, Protocol

import brotli

from bot.errors import FetchError


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


class _Unpacker(Protocol):
    def unpack(self, data: bytes, limit: int) -> bytes: ...


class _Plain:
    def unpack(self, data: bytes, limit: int) -> bytes:
        return data[: limit + 1]


class _Deflate:
    """gzip, or deflate in both of its readings (with and without the zlib header)."""

    def __init__(self, *, gzip: bool) -> None:
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16) if gzip else None

    def unpack(self, data: bytes, limit: int) -> bytes:
        if self._engine is None:
            has_header = data[:1] and data[0] & 0x0F == 8
            self._engine = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        return self._engine.decompress(data, limit + 1)


class _Brotli:
    def __init__(self) -> None:
        self._engine = brotli.Decompressor()

    def unpack(self, data: bytes, limit: int) -> bytes:
        return bytes(self._engine.process(data, output_buffer_limit=limit + 1))


def _unpacker(encoding: str) -> _Unpacker:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Deflate(gzip=True)
        case "deflate":
            return _Deflate(gzip=False)
        case "br":
            return _Brotli()
    raise FetchError(f"the body is packed in a way we did not ask for ({encoding[:20]})")


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
    return bytes(body)
