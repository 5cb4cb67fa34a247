"""What is printed in one go is cut into parts of whole sheets, and survives being kept."""

import json
from dataclasses import asdict, replace

from badge_samples import ORDINARY
from hypothesis import given
from hypothesis import strategies as st

from eventapp.badges.badge import Badge, Logo, Words
from eventapp.badges.printers.corrections import Correction
from eventapp.badges.printing import log
from eventapp.badges.printing.log import Out
from eventapp.badges.printing.order import SHEETS, Order, restored
from eventapp.badges.stocks import STOCKS
from eventapp.clock import now

L4785 = STOCKS["avery-l4785"]


@given(st.integers(1, 700), st.integers(1, 10))
def test_every_badge_is_in_one_part_on_the_label_it_has_in_the_whole(
    number: int, start: int
) -> None:
    badges = [(who, Badge(str(who))) for who in range(number)]
    order = Order(badges, L4785, start=start)

    parts = order.parts()

    assert [one for _sheets, part in parts for one in part.badges] == badges
    assert [part.start for _sheets, part in parts] == [start] + [1] * (len(parts) - 1)
    assert [sheets for sheets, _part in parts][-1] == order.sheets
    assert sum(part.sheets for _sheets, part in parts) == order.sheets
    assert all(part.sheets <= SHEETS for _sheets, part in parts)


def test_an_order_is_the_same_after_it_was_kept() -> None:
    order = Order(
        list(enumerate(ORDINARY)),
        replace(L4785, sources=()),
        start=3,
        correction=Correction(0.5, -1.0, 100.5, 99.5),
        backs=True,
        words=Words(lang="de", logo=Logo(b"\x89PNG", 2, 1)),
    )

    kept = json.loads(json.dumps([order.choices(), [(n, asdict(b)) for n, b in order.badges]]))

    assert restored(kept[0], [(who, badge) for who, badge in kept[1]]) == order


AIKO = Badge("Aiko", "Tanaka", "she/her", "data", "Student", 4, ("3", "7"), plan_version=1)


def out(badge: Badge, place: int = 0) -> Out:
    return Out(1, now(), "Kofi", place, 10, log.mark(badge))


def test_another_name_role_or_way_makes_another_badge_and_nothing_else_does() -> None:
    same = [replace(AIKO, plan_version=2), replace(AIKO, ask="boats"), replace(AIKO, url="x")]
    other = [
        replace(AIKO, first_name="Aika"), replace(AIKO, last_name=""), replace(AIKO, pronouns=""),
        replace(AIKO, role="Leader", mark=5), replace(AIKO, route=("3", "6")),
        replace(AIKO, host_table="3"),
    ]  # fmt: skip

    assert {log.mark(badge) for badge in same} == {log.mark(AIKO)}
    assert len({log.mark(badge) for badge in [AIKO, *other]}) == 7


def test_new_and_changed_are_told_apart() -> None:
    badges = {1: AIKO, 2: replace(AIKO, first_name="Zoë"), 3: replace(AIKO, route=("1",))}
    printed = {1: out(badges[1]), 3: out(AIKO)}

    assert log.new(badges, printed) == [2]
    assert log.changed(badges, printed) == [3]


def test_a_place_is_told_as_sheet_and_label() -> None:
    assert (out(AIKO, 0).sheet, out(AIKO, 0).label) == (1, 1)
    assert (out(AIKO, 23).sheet, out(AIKO, 23).label) == (3, 4)


def test_by_table_goes_by_the_first_table_then_the_next_with_hosts_at_theirs() -> None:
    badges = {
        1: replace(AIKO, route=("10", "1")), 2: replace(AIKO, route=("2", "9")),
        3: replace(AIKO, route=("2", "3")), 4: replace(AIKO, route=()),
        5: replace(AIKO, host_table="2", route=("2", "2")), 6: replace(AIKO, route=("Jam",)),
    }  # fmt: skip

    assert log.by_table(badges) == [5, 3, 2, 1, 6, 4]
