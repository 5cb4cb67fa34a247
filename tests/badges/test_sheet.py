import re

import pytest
from guests import LONG, ORDINARY, UNRULY, with_codes
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp import faces
from eventapp.badges import sheet
from eventapp.badges.sheet import Badge, Words
from eventapp.badges.stocks import STOCKS
from eventapp.errors import Refused

L4785, LETTER = STOCKS["avery-l4785"], STOCKS["avery-5390"]


def places(html: str) -> list[tuple[float, float]]:
    found = re.findall(r'<article class="b"[^>]*left:([-\d.]+)mm;top:([-\d.]+)mm', html)
    return [(float(x), float(y)) for x, y in found]


def test_badges_lie_on_their_labels_and_go_on_on_the_next_sheet() -> None:
    html = sheet.html(with_codes(ORDINARY * 2), L4785)

    assert places(html)[:3] == [(17.5, 13.5), (112.5, 13.5), (17.5, 68.5)]
    assert html.count("<section") == 2
    assert len(places(html)) == 14


def test_a_sheet_that_was_begun_is_used_up_first() -> None:
    html = sheet.html(ORDINARY[:7], L4785, start=4)

    assert places(html)[0] == (112.5, 68.5)
    assert html.count("<section") == 1


def test_everything_is_shifted_for_a_printer_that_pulls_askew() -> None:
    assert places(sheet.html(ORDINARY[:1], L4785, shift=(0.5, -1.0))) == [(18.0, 12.5)]


@pytest.mark.parametrize("start", [0, 11, -1])
def test_a_label_that_the_sheet_lacks_is_refused(start: int) -> None:
    with pytest.raises(Refused, match="from 1 to 10"):
        sheet.html(ORDINARY, L4785, start=start)


def test_what_guests_typed_is_text_and_nothing_else() -> None:
    html = sheet.html(UNRULY, LETTER)

    tags = set(re.findall(r"<(/?[a-z]+)", html.partition("<body>")[2]))
    assert {tag.lstrip("/") for tag in tags} <= {
        "section", "article", "div", "p", "b", "small", "span", "img", "body", "html",
    }  # fmt: skip
    assert "&lt;img src=&quot;//x.test" in html
    assert 'src="//' not in html


def test_a_hundred_thousand_characters_are_still_one_badge() -> None:
    html = sheet.html([Badge(LONG, LONG, LONG, LONG, LONG, 1, (LONG,) * 9)], L4785)

    assert len(places(html)) == 1
    assert len(html) < 8_000


def test_a_guest_without_a_role_or_tables_has_a_plain_band() -> None:
    html = sheet.html([Badge("Jo")], L4785)

    assert 'class="band k0"' in html
    assert 'class="m"' not in html


def test_hosts_are_told_that_they_stay_and_tables_may_have_names() -> None:
    html = sheet.html(
        [Badge("Jo", host_table="7"), Badge("Al", route=("3", "Scone")), Badge("Bo", role="Host")],
        L4785,
        words=Words(lang="de", table="T{table}", host="{table}, den ganzen Abend"),
    )

    assert "T7, den ganzen Abend" in html
    assert "T3 · Scone" in html
    assert '<html lang="de">' in html


def test_words_with_braces_are_printed_as_they_are() -> None:
    html = sheet.html([Badge("{0.__class__}", "{table}", route=("{version}",))], L4785)

    assert "{0.__class__}" in html
    assert "{version}" in html


def test_small_names_are_listed_smallest_first() -> None:
    small = sheet.small_names([*ORDINARY, *UNRULY], L4785)

    names = [badge.first_name for badge, _ in small]
    assert "Wolfeschlegelsteinhausenbergerdorff" in names
    assert "Aiko" not in names
    assert [points for _, points in small] == sorted(points for _, points in small)
    assert all(points < 24 for _, points in small)


def test_names_in_letters_that_our_face_lacks_are_listed_worst_first() -> None:
    lacking = sheet.lacking([*ORDINARY, Badge("\ue123\ue124", "Lee")])

    assert (lacking[0].letters, lacking[0].family) == ("\ue123\ue124", "")
    assert [lack.badge.first_name for lack in lacking[1:]] == ["فاطمة", "小明"]
    assert all(lack.family for lack in lacking[1:])


def test_a_typeface_that_is_needed_is_named_in_the_page() -> None:
    html = sheet.html([Badge("فاطمة")], L4785)

    found = faces.fallback("ف")
    assert found is not None
    assert f'font-family:"{found.family}"' in html


def test_a_big_run_is_cut_into_documents_of_whole_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "_ONE_PROCESS", 20)
    monkeypatch.setattr(sheet, "_MOST_TOGETHER", 40)
    badges = [Badge(f"Guest{number}") for number in range(97)]

    documents = sheet.documents(badges, L4785, start=5)

    names = [name for document in documents for name in re.findall(r"Guest\d+", document)]
    assert names == [badge.first_name for badge in badges]
    assert len(documents) == 3
    assert places(documents[0])[0] == L4785.corner_of(4)
    assert places(documents[1])[0] == L4785.corner_of(0)
    assert sum(document.count("<section") for document in documents) == 11


@given(st.integers(0, 60), st.integers(1, 10))
def test_however_many_there_are_nobody_is_left_out(count: int, start: int) -> None:
    badges = [Badge(f"Guest{number}") for number in range(count)]

    together = sheet.documents(badges, L4785, start=start)

    assert sum(document.count("<article") for document in together) == count
    assert len(together) == 1


def test_a_trial_page_shows_every_label() -> None:
    assert sheet.trial(LETTER, shift=(1, 1)).count("<article") == 8


text = st.text(max_size=60)


@settings(max_examples=60)
@given(
    st.builds(
        Badge, text, text, text, text, text, st.integers(-1, 9),
        st.lists(text, max_size=9).map(tuple), st.none() | text, st.none() | st.integers(),
    ),
    st.sampled_from(sorted(STOCKS)),
)  # fmt: skip
def test_whatever_is_typed_is_one_badge_with_every_line_on_its_label(
    badge: Badge, key: str
) -> None:
    stock = STOCKS[key]

    html = sheet.html([badge], stock)

    assert html.count("<article") == 1
    html.encode()
    for left, top, size in re.findall(
        r"<p class[^>]*left:([-\d.]+)mm;top:([-\d.]+)mm;[^>]*size:([\d.]+)pt", html
    ):
        assert 0 <= float(left) < stock.width
        assert -3 <= float(top) < stock.height
        assert 3 <= float(size) <= 100
