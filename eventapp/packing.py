"""Pages packed in pieces: what is the same for everybody is packed once, and joined to the rest.

A gzip member (RFC 1952) holds deflate blocks (RFC 1951) one after the other. A piece ends on a whole
byte and looks back at nothing before it, so pieces can be joined in any order.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

# RFC 1952, 2.3: the magic number, deflate, no flags, no time, no hint, no system.
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
# RFC 1951, 3.2: an empty block with fixed codes that is the last one.
_END = b"\x03\x00"
_LONGEST_PLAIN = 0xFFFF


@dataclass(frozen=True)
class Piece:
    """Bytes as they are, and as deflate blocks of which none is the last."""

    plain: bytes
    packed: bytes


def packed(text: str) -> Piece:
    """A piece that is joined often: packing it takes a while, and is worth it."""
    plain = text.encode()
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return Piece(plain, packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH))


def unpacked(text: str) -> Piece:
    """A piece that is joined once: a stored block, of at most 65,535 bytes."""
    plain = text.encode()
    if len(plain) > _LONGEST_PLAIN:
        return packed(text)
    size = len(plain).to_bytes(2, "little")
    return Piece(plain, b"\x00" + size + bytes(255 - byte for byte in size) + plain)


def gzip(pieces: Iterable[Piece]) -> bytes:
    """The pieces as one gzip file."""
    kept = list(pieces)
    plain = b"".join(piece.plain for piece in kept)
    blocks = b"".join(piece.packed for piece in kept)
    tail = zlib.crc32(plain).to_bytes(4, "little") + (len(plain) & 0xFFFFFFFF).to_bytes(4, "little")
    return _HEAD + blocks + _END + tail
