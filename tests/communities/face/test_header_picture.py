"""What is sent becomes two pictures of one shape that hold nothing but what they show."""

import io

import make
import pytest
from PIL import Image, ImageOps

from eventapp.communities import sent_picture
from eventapp.communities.face import header_picture
from eventapp.communities.face.header_picture import read
from eventapp.communities.sent_picture import NoPicture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", header_picture.KINDS)
def test_any_kind_of_picture_becomes_webp_in_two_widths(kind: str) -> None:
    found = read(make.png(2000, 1000, kind=kind))

    assert [opened(one).size for one in (found.wide, found.narrow)] == [(1600, 533), (800, 267)]
    assert opened(found.wide).format == "WEBP"


def test_a_smaller_one_isn_t_made_larger() -> None:
    assert opened(read(make.png(900, 900)).wide).size == (900, 300)


def test_where_and_with_what_it_was_taken_is_dropped_and_it_stands_upright() -> None:
    taken = Image.new("RGB", (700, 1400), "red")
    exif = taken.getexif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Aiko"
    sent = io.BytesIO()
    taken.save(sent, "JPEG", exif=exif, comment=b"at home")

    found = read(sent.getvalue())

    assert opened(found.wide).size == (1400, 466)
    assert not opened(found.wide).getexif()
    assert not any(word in found.wide for word in (b"Aiko", b"home", b"EXIF"))


def test_the_middle_is_kept() -> None:
    tall = Image.new("RGB", (900, 900), "blue")
    tall.paste("red", (0, 300, 900, 600))
    sent = io.BytesIO()
    tall.save(sent, "PNG")

    red, _green, blue = opened(read(sent.getvalue()).wide).convert("RGB").getpixel((450, 150))

    assert red > 200 > 50 > blue


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"<svg/>", "kind"),
        (b"%PDF-1.7", "kind"),
        (make.png(900, 300, kind="JPEG")[:300], "kind broken"),
        (make.png(900, 300)[:60], "broken"),
        (make.png(599, 300), "small"),
        (make.png(7000, 6000), "size"),
        (make.png(5001, 4000), "size"),
        (make.png(2501, 2000, kind="WEBP"), "size"),
        (b"\0" * (header_picture.MOST_BYTES + 1), "size"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(sent: bytes, reason: str) -> None:
    with pytest.raises(NoPicture) as no:
        read(sent)

    assert no.value.reason in reason


@pytest.mark.parametrize(
    ("mode", "kind"), [("1", "TIFF"), ("P", "PNG"), ("RGBA", "PNG"), ("RGB", "JPEG")]
)
def test_a_small_file_of_very_many_pixels_is_made_smaller_before_anything_else(
    mode: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    turn = ImageOps.exif_transpose

    def look(shown: Image.Image, **given: object) -> object:
        seen.append(shown.width * shown.height)
        return turn(shown, **given)  # type: ignore[call-overload]

    monkeypatch.setattr(ImageOps, "exif_transpose", look)
    exif = Image.Exif()
    exif[0x0112] = 6
    sent = io.BytesIO()
    Image.new(mode, (5400, 3600)).save(sent, kind, exif=exif)

    found = read(sent.getvalue())

    assert opened(found.wide).size == (1600, 533)
    assert seen[-1] <= 4 * header_picture.WIDE[0] ** 2
    upright = sent_picture.read(
        sent.getvalue(), kinds=(kind,), most_bytes=10**8, most_pixels=10**8, draft=1600
    )
    assert upright.height > upright.width
