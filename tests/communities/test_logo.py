"""A logo is written anew from whatever was sent: small, plain, and never more than a picture."""

import io
import struct
import zlib

import make
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from eventapp.communities.logo import HEIGHT, MOST_BYTES, WIDTH, read
from eventapp.communities.sent_picture import NoPicture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_three_kinds_of_pictures_become_a_png(kind: str) -> None:
    found = read(make.png(800, 400, kind=kind))

    shown = opened(found.content)
    assert shown.format == "PNG"
    assert shown.width <= WIDTH
    assert shown.height <= HEIGHT
    assert (found.width, found.height) == (shown.width // 2, shown.height // 2)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PDF"])
def test_any_other_kind_is_refused(kind: str) -> None:
    with pytest.raises(NoPicture, match="kind"):
        read(make.png(kind=kind))


def test_what_draws_itself_or_is_no_picture_is_refused() -> None:
    for sent in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"", b"\x89PNG\r\n\x1a\n"):
        with pytest.raises(NoPicture):
            read(sent)


@pytest.mark.parametrize("side", [4_000, 60_000])
def test_a_picture_of_too_many_pixels_is_refused_before_any_is_drawn(side: int) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9_000_000))
    )

    with pytest.raises(NoPicture, match="size"):
        read(bomb + chunk(b"IEND", b""))


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(NoPicture, match="size"):
        read(make.png() + b"\0" * MOST_BYTES)


def test_nothing_of_the_file_itself_travels_on() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "55.97 N, 3.17 W")
    out = io.BytesIO()
    Image.new("RGB", (40, 20)).save(out, "PNG", pnginfo=told, dpi=(300, 300))

    content = read(out.getvalue() + b"<script>").content

    assert b"55.97" not in content
    assert b"script" not in content
    assert [kind for kind in (b"tEXt", b"pHYs", b"eXIf", b"iCCP") if kind in content] == []


def test_a_photograph_stays_small() -> None:
    noise = Image.effect_noise((1600, 560), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG")

    assert len(read(out.getvalue()).content) < 45_000


def test_an_empty_rim_is_cut_off() -> None:
    shown = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    shown.paste("#0B6B4B", (100, 150, 300, 250))
    out = io.BytesIO()
    shown.save(out, "PNG")

    assert opened(read(out.getvalue()).content).size == (200, 100)


@given(st.binary(max_size=400), st.integers(0, 120))
def test_whatever_is_sent_is_a_logo_or_none(noise: bytes, at: int) -> None:
    whole = make.png()

    try:
        found = read(whole[:at] + noise)
    except NoPicture:
        return
    assert opened(found.content).format == "PNG"
