"""A list in pages: each thing is on one of them, and whatever an address says, there is a page."""

from hypothesis import given
from hypothesis import strategies as st

from eventapp.paging import Page, search_text


@given(total=st.integers(0, 200), size=st.integers(1, 60))
def test_the_pages_of_a_list_hold_everything_once_and_in_order(total: int, size: int) -> None:
    last = Page.asked({"page": "999999"}, total=total, size=size).number

    parts = [Page(number, total, size) for number in range(1, last + 1)]

    assert [n for part in parts for n in range(part.start, part.end)] == list(range(total))
    assert all(part.end > part.start for part in parts) or total == 0
    assert parts[0].only == (len(parts) == 1)


@given(st.text())
def test_whatever_an_address_says_there_is_a_page(said: str) -> None:
    assert 1 <= Page.asked({"page": said}, total=60).number <= 3


def test_a_search_is_shortened_and_holds_no_stray_spaces() -> None:
    assert search_text({"q": "  dinner \0 in\tMay  "}) == "dinner in May"
    assert len(search_text({"q": "x" * 300})) == 80
    assert search_text({}) == ""
