"""What stands between Playwright and Firefox takes their words apart and leaves them as they are."""

import io

from firefox_relay import framed, frames
from hypothesis import given
from hypothesis import strategies as st


@given(
    said=st.binary(max_size=300) | st.integers(65_530, 65_540).map(bytes),
    mask=st.just(b"") | st.binary(min_size=4, max_size=4),
)
def test_a_frame_of_any_length_passes_unchanged_and_is_understood(said: bytes, mask: bytes) -> None:
    short = len(said) if len(said) < 126 else 126 if len(said) < 65_536 else 127
    size = b"" if short < 126 else len(said).to_bytes(2 if short == 126 else 8)
    masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(said)) if mask else said
    sent = bytes([0x81, short | (128 if mask else 0)]) + size + mask + masked

    (whole, kind, understood), after = frames(io.BytesIO(sent + framed(b"{}")))

    assert (whole, kind, understood) == (sent, 1, said)
    assert after[2] == b"{}"
