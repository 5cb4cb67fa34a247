import pytest
from badge_samples import LONG, ORDINARY, SAYING, UNRULY, with_codes
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp import typefaces
from eventapp.badges import sheet
from eventapp.badges.badge import Badge, Words
from eventapp.badges.layouts.panels import panel
from eventapp.badges.layouts.pen import NEUTRAL
from eventapp.badges.printers.corrections import Correction
from eventapp.badges.stocks import STOCKS
from eventapp.drawing import Band, Group, Line, Page, texts
from eventapp.errors import Refused

ASK = "Ask me about"
L4785, LETTER = STOCKS["avery-l4785"], STOCKS["avery-5390"]


def cells(pages: list[Page]) -> list[Group]:
    """The labels of all sheets."""
    return [part for page in pages for part in page.parts if isinstance(part, Group)]


def places(pages: list[Page]) -> list[tuple[float, float]]:
    return [(cell.x, cell.y) for cell in cells(pages)]


def said(pages: list[Page]) -> list[str]:
    """What stands on the labels, line by line."""
    return [text.said for cell in cells(pages) for text in texts([cell])]


def test_badges_lie_on_their_labels_and_go_on_on_the_next_sheet() -> None:
    pages = sheet.pages(with_codes(ORDINARY * 2), L4785)

    assert places(pages)[:3] == [(17.5, 13.5), (112.5, 13.5), (17.5, 68.5)]
    assert [len(cells([page])) for page in pages] == [10, 4]
    assert (pages[0].width, pages[0].height) == (210, 297)


def test_a_sheet_that_was_begun_is_used_up_first() -> None:
    pages = sheet.pages(ORDINARY[:7], L4785, start=4)

    assert places(pages)[0] == (112.5, 68.5)
    assert len(pages) == 1


def test_on_the_screen_used_labels_are_hatched_and_said() -> None:
    shown = sheet.pages(ORDINARY[:1], L4785, start=3, guides=True, words=Words(used="{number} weg"))

    assert said(shown)[:3] == ["1 weg", "2 weg", "Aiko"]
    assert "weg" not in str(sheet.pages(ORDINARY[:1], L4785, start=3))


def test_everything_is_moved_and_stretched_for_a_printer_that_is_off() -> None:
    off = Correction(0.5, -1.0, 101.0, 99.0)

    (page,), (right,) = (
        sheet.pages(ORDINARY[:1], L4785, correction=one) for one in (off, sheet.AS_IT_IS)
    )

    (whole,) = page.parts
    assert isinstance(whole, Group)
    assert (whole.x, whole.y, whole.stretch) == (0.5, -1.0, (1.01, 0.99))
    assert whole.parts == right.parts


def test_a_sheet_bears_rulers_in_its_margin_and_not_on_its_labels() -> None:
    (page,) = sheet.pages(ORDINARY[:1], L4785)

    lines = [part for part in page.parts if isinstance(part, Line)]
    assert len(lines) > 100
    assert all(not (17.5 <= one.x <= 192.5 and 13.5 <= one.y <= 283.5) for one in lines)


@pytest.mark.parametrize("start", [0, 11, -1])
def test_a_label_that_the_sheet_lacks_is_refused(start: int) -> None:
    with pytest.raises(Refused, match="from 1 to 10"):
        sheet.pages(ORDINARY, L4785, start=start)


def test_a_hundred_thousand_characters_are_still_one_badge() -> None:
    pages = sheet.pages([Badge(LONG, LONG, LONG, LONG, LONG, 1, (LONG,) * 9)], L4785)

    assert len(places(pages)) == 1
    assert len("".join(said(pages))) < 400


def test_answers_chosen_for_the_badge_stand_between_name_and_what_to_ask_about() -> None:
    with_ask, without = (texts(cells(sheet.pages([badge], L4785))) for badge in SAYING)

    at = {text.said: text.y for text in with_ask}
    assert (
        at["Mia"] < at["Berg"] < at["Oslo · I’m hiring"] < at["Ask me about boats"] < at["Leader"]
    )
    assert [text.said for text in without] == ["Bartholomew", "Okonkwo", "Oslo", "Student"]


def test_a_label_too_small_for_it_leaves_out_what_was_answered() -> None:
    assert "Oslo" not in " ".join(said(sheet.pages(SAYING, STOCKS["avery-l4784"])))


def test_a_guest_without_a_role_or_tables_has_a_plain_band() -> None:
    (cell,) = cells(sheet.pages([Badge("Jo")], L4785))

    assert [part.fill for part in cell.parts if isinstance(part, Band)] == [NEUTRAL]
    assert "Picture" not in str(cell)


def test_hosts_are_told_that_they_stay_and_tables_may_have_names() -> None:
    pages = sheet.pages(
        [Badge("Jo", host_table="7"), Badge("Al", route=("3", "Scone")), Badge("Bo", role="Host")],
        L4785,
        words=Words(lang="de", table="T{table}", host="{table}, den ganzen Abend"),
    )

    assert "T7, den ganzen Abend" in said(pages)
    assert "T3 · Scone" in said(pages)


def test_words_with_braces_are_printed_as_they_are() -> None:
    pages = sheet.pages([Badge("{0.__class__}", "{table}", route=("{version}",))], L4785)

    assert {"{0.__class__}", "{table}", "{version}"} <= set(said(pages))


def test_small_names_are_listed_smallest_first() -> None:
    small = sheet.small_names([*ORDINARY, *UNRULY], L4785)

    names = [badge.first_name for badge, _ in small]
    assert "Wolfeschlegelsteinhausenbergerdorff" in names
    assert "Aiko" not in names
    assert [points for _, points in small] == sorted(points for _, points in small)
    assert all(points < 24 for _, points in small)


ENDLESS = "Wolfeschlegelsteinhausenbergerdorff-Maximiliane"


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

    names = [line for line in said(sheet.pages([badge], STOCKS[key])) if not line.startswith(ASK)]
    assert bool(listed) == ("…" in "".join(names))


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


def test_a_typeface_that_is_needed_is_named() -> None:
    (name,) = texts(cells(sheet.pages([Badge("فاطمة")], L4785)))

    found = typefaces.fallback("ف")
    assert found is not None
    assert name.runs[0].families[0] == found.family
    assert name.leftward


@given(st.integers(0, 60), st.integers(1, 10))
def test_however_many_there_are_nobody_is_left_out(count: int, start: int) -> None:
    badges = [Badge(f"Guest{number}") for number in range(count)]

    assert said(sheet.pages(badges, L4785, start=start)) == [b.first_name for b in badges]


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

    (cell,) = cells(sheet.pages([badge], stock))

    for line in texts([cell]):
        assert 0 <= line.x <= panel(stock).width
        assert -3 <= line.y < panel(stock).height
        assert 3 <= line.points <= 100
