import re
from html import unescape

import pytest
from badge_samples import LONG, ORDINARY, SAYING, UNRULY, with_codes
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp import typefaces
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


def lines(html: str) -> list[tuple[str, float]]:
    """What stands on the labels, line by line, with how far down."""
    found = re.findall(r'<p class="(\w)[^"]*" style="[^"]*top:([-\d.]+)mm[^>]*>(.*?)</p>', html)
    return [(unescape(re.sub(r"<[^>]+>", "", text)), float(top)) for _css, top, text in found]


def test_answers_chosen_for_the_badge_stand_between_name_and_what_to_ask_about() -> None:
    with_ask, without = (lines(sheet.html([badge], L4785)) for badge in SAYING)

    at = dict(with_ask)
    assert (
        at["Mia"] < at["Berg"] < at["Oslo · I’m hiring"] < at["Ask me about boats"] < at["Leader"]
    )
    assert [text for text, _top in without] == ["Bartholomew", "Okonkwo", "Oslo", "Student"]


def test_a_label_too_small_for_it_leaves_out_what_was_answered() -> None:
    html = sheet.html(SAYING, STOCKS["avery-l4784"])

    assert "Oslo" not in html


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


ENDLESS = "Wolfeschlegelsteinhausenbergerdorff-Maximiliane"


def printed(html: str) -> str:
    """Names and pronouns as they stand on the label."""
    lines = re.findall(r'<p class="(?:f|f alt|l)" [^>]*>(.*?)</p>', html)
    return unescape(re.sub(r"<[^>]+>", "", " ".join(lines)).replace("&ensp;", " "))


@pytest.mark.parametrize("name", ["first", "last", "pronouns"])
def test_names_that_are_cut_are_listed_with_what_comes_out(name: str) -> None:
    badges = {
        "first": Badge(ENDLESS, "Lee"),
        "last": Badge("Aiko", "Papadopoulos-Oikonomopoulou-Konstantinopolitou"),
        "pronouns": Badge("Aiko", "Papadopoulos-Oikonomopoulou", "they, them, anything you like"),
    }
    badge = badges[name]

    (cut,) = sheet.cut_names([*ORDINARY, badge], L4785)

    assert cut.badge == badge
    assert [line for line in cut.lines if line.endswith("…")]


def test_a_name_longer_than_any_badge_is_listed_as_cut() -> None:
    names = [Badge("Ann " * 14), Badge("", "Bo " * 30)]

    assert [cut.badge for cut in sheet.cut_names(names, STOCKS["a6-lanyard-4up"])] == names


def test_an_ellipsis_that_somebody_typed_is_no_cut() -> None:
    names = [
        Badge("Wolf…", "Lee…"),
        Badge("", "Only"),
        Badge(" ", ""),
        Badge("Jean-Luc", "Ó Néill"),
    ]

    assert sheet.cut_names(names, L4785) == []


@given(
    first=st.text(st.sampled_from("iWÅ-ก龍 "), max_size=70),
    last=st.text(st.sampled_from("iWÅ-ก龍 "), max_size=90),
    key=st.sampled_from(sorted(STOCKS)),
    ask=st.sampled_from(["", "anything about health tech, and whom to ask next"]),
)
def test_whatever_a_label_leaves_out_of_a_name_is_listed(
    first: str, last: str, key: str, ask: str
) -> None:
    badge = Badge(first, last, ask=ask, url="https://x.example/badge/1-AAAAAAAAAAAAAAAAAAAAAA")

    listed = sheet.cut_names([badge], STOCKS[key])

    html = sheet.html([badge], STOCKS[key])
    assert bool(listed) == ("…" in printed(html))


def test_letters_that_any_installed_typeface_has_are_not_said_to_be_missing() -> None:
    (han,) = sheet.lacking([Badge("\ue123麺太郎", "髙﨑")])

    assert han.letters == "\ue123"
    assert han.family


def test_marks_without_a_shape_of_their_own_are_nothing_to_look_at() -> None:
    names = [Badge("Zoe\u034f\u0301", "Brown\ufe0e"), Badge("Ana\U000e0100")]

    assert sheet.lacking(names) == []


def test_last_names_are_looked_at_in_the_face_that_sets_them() -> None:
    assert sheet.lacking([Badge("Minh", "Nguyễn"), Badge("Ọmọ́ladé", "Adéyemí")]) == []
    assert sheet.lacking([Badge("Minh", "\ue123")])[0].letters == "\ue123"


def test_names_in_letters_that_our_face_lacks_are_listed_worst_first() -> None:
    lacking = sheet.lacking([*ORDINARY, Badge("\ue123\ue124", "Lee")])

    assert (lacking[0].letters, lacking[0].family) == ("\ue123\ue124", "")
    assert [lack.badge.first_name for lack in lacking[1:]] == ["فاطمة", "小明"]
    assert all(lack.family for lack in lacking[1:])


def test_a_typeface_that_is_needed_is_named_in_the_page() -> None:
    html = sheet.html([Badge("فاطمة")], L4785)

    found = typefaces.fallback("ف")
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
