"""A name as it is read."""

import pytest

from eventapp.people.names import full_name


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [("Aiko", "Tanaka", "Aiko Tanaka"), ("Aiko", "", "Aiko"), ("", "Tanaka", "Tanaka")],
)
def test_a_name_has_no_blank_where_a_part_is_left_out(first: str, last: str, whole: str) -> None:
    assert full_name(first, last) == whole
