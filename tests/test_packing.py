"""Pieces that were packed apart make one gzip file, whatever is in them."""

import gzip

from hypothesis import given
from hypothesis import strategies as st

from eventapp import packing

pieces = st.lists(st.tuples(st.booleans(), st.text(max_size=300)), max_size=8)


@given(pieces)
def test_joined_pieces_are_read_as_they_were(given_pieces) -> None:
    made = [packing.packed(text) if pack else packing.unpacked(text) for pack, text in given_pieces]

    read = gzip.decompress(packing.gzip(made))

    assert read.decode() == "".join(text for _pack, text in given_pieces)


def test_a_piece_too_long_for_a_stored_block_is_packed() -> None:
    made = packing.unpacked("ü" * 40_000)

    assert len(made.packed) < 1000
    assert gzip.decompress(packing.gzip([made])).decode() == "ü" * 40_000
