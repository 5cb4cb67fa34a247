"""The rounds of an evening: by the timetable, and as the host runs them, whatever is pressed when."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from eventapp.events.rounds import (
    COMMANDS,
    LATE,
    MOVE,
    UNDO,
    Evening,
    Run,
    Timetable,
    as_json,
    closes,
    evening_at,
    from_json,
    obey,
)

FIRST = datetime(2026, 11, 26, 19, 20, tzinfo=UTC)
PLANNED = Timetable(FIRST, rounds=3, minutes=25)


def at(minutes: float) -> datetime:
    """So many minutes after the first round was planned to begin."""
    return FIRST + timedelta(minutes=minutes)


class Host:
    """Somebody with the remote, at whatever time it is."""

    def __init__(self, timetable: Timetable = PLANNED) -> None:
        self.timetable, self.run = timetable, None

    def press(self, command: str, minutes: float) -> Evening:
        assert command in self.look(minutes).can, command
        self.run = obey(self.look(minutes), command)
        return self.look(minutes)

    def look(self, minutes: float) -> Evening:
        return evening_at(self.timetable, self.run, at(minutes))


def test_without_a_host_the_timetable_says_what_is_now() -> None:
    stands = Host().look(31)

    assert (stands.state, stands.phase, stands.begun, stands.left) == (
        "planned", "round", 2, timedelta(minutes=24),
    )  # fmt: skip
    assert stands.begins == [at(0), at(30), at(60)]


def test_an_evening_that_begins_late_has_all_its_rounds_later() -> None:
    host = Host()

    host.press("start", 45)

    assert host.look(46).begins == [at(45), at(75), at(105)]
    assert [host.look(m).begun for m in (46, 74, 76, 106)] == [1, 1, 2, 3]
    assert host.look(106).state == "running"
    assert host.look(131).state == "finished"


def test_a_pause_keeps_what_is_left_however_long_it_is() -> None:
    host = Host()
    host.press("start", 0)

    paused = host.press("pause", 10)
    later = host.look(70)
    host.press("resume", 70)

    assert paused.state == later.state == "paused"
    assert later.left == timedelta(minutes=15)
    assert host.look(70).slots[0].ends == at(85)
    assert host.look(86).state == "between"


def test_next_ends_a_round_and_then_begins_the_one_after_it() -> None:
    host = Host()
    host.press("start", 0)

    between = host.press("next", 20)
    running = host.press("next", 22)

    assert (between.state, between.left) == ("between", MOVE)
    assert (running.state, running.begun) == ("running", 2)
    assert [(s.begins, s.ends) for s in running.slots] == [
        (at(0), at(20)), (at(22), at(47)), (at(52), at(77)),
    ]  # fmt: skip


def test_five_more_minutes_make_what_is_now_longer() -> None:
    host = Host()
    host.press("start", 0)

    longer = host.press("more", 20)

    assert longer.slots[0].ends == at(30)
    assert longer.slots[1].begins == at(35)


def test_before_the_first_round_it_can_be_put_off_or_held() -> None:
    host = Host()
    host.press("more", -5)
    host.press("pause", 2)

    held = host.look(40)
    started = host.press("start", 41)

    assert (held.state, held.begun) == ("paused", 0)
    assert started.begins == [at(41), at(71), at(101)]


def test_one_round_fewer_takes_the_last_one_and_never_one_that_began() -> None:
    host = Host()
    host.press("start", 0)
    host.press("fewer", 1)
    last = host.press("fewer", 1)

    assert len(last.slots) == 1
    assert "fewer" not in last.can
    assert host.look(26).state == "finished"


def test_one_round_fewer_before_the_last_one_ends_the_evening() -> None:
    host = Host(Timetable(FIRST, rounds=2, minutes=25))
    host.press("start", 0)

    over = host.press("fewer", 27)

    assert over.state == "finished"


def test_a_round_that_was_passed_over_at_once_was_skipped() -> None:
    host = Host()
    host.press("start", 0)
    host.press("next", 25)
    host.press("next", 26)
    host.press("next", 26.5)

    stands = host.look(40)

    assert [stands.ran(n) for n in (1, 2, 3)] == [True, False, True]


def test_a_round_to_come_never_ran_once_somebody_runs_the_evening() -> None:
    host = Host()
    host.press("start", 0)
    host.press("pause", 10)

    assert [host.look(600).ran(n) for n in (1, 2, 3, 4)] == [True, False, False, False]


def test_undo_takes_back_the_last_command_while_nothing_has_happened_since() -> None:
    host = Host()
    host.press("start", 0)
    host.press("next", 10)

    back = host.press("undo", 12)

    assert (back.state, back.begun) == ("running", 1)
    assert back.slots[0].ends == at(25)
    assert host.press("undo", 9).state == "planned"


def test_undo_is_not_offered_when_something_would_have_happened_since() -> None:
    host = Host()
    host.press("start", 0)
    host.press("pause", 24)

    # Without the pause the round would have ended a minute later.
    assert "undo" in host.look(24.5).can
    assert "undo" not in host.look(26).can
    assert "undo" not in host.look(24 + UNDO.seconds / 60 + 1).can


def test_a_command_after_undo_is_given_on_another_state() -> None:
    host = Host()
    marks = [host.look(0).mark]
    for command in ("start", "undo", "start", "more", "undo"):
        marks.append(host.press(command, 0).mark)

    assert len(set(marks)) == len(marks)


def test_an_evening_closes_with_its_last_round_but_not_for_ever() -> None:
    host, ends_at = Host(), at(100)

    planned = closes(ends_at, host.look(0))
    host.press("start", 45)
    late = closes(ends_at, host.look(46))
    host.press("pause", 50)

    assert (planned, late) == (ends_at, at(130))
    assert closes(ends_at, host.look(5000)) == ends_at + LATE


PRESSES = st.lists(
    st.tuples(st.sampled_from(COMMANDS), st.integers(0, 2400)), min_size=1, max_size=25
)
TIMETABLES = st.builds(Timetable, st.just(FIRST), st.integers(1, 5), st.integers(5, 60))


@given(TIMETABLES, st.integers(-1800, 7200), PRESSES, st.integers(0, 7200))
def test_whatever_is_pressed_what_began_stays_and_times_only_rise(
    timetable: Timetable, start: int, presses: list[tuple[str, int]], later: int
) -> None:
    host, now = Host(timetable), start / 60
    for command, seconds in presses:
        now += seconds / 60
        before = host.look(now)
        if command not in before.can:
            continue
        after = host.press(command, now)
        began = before.begins[: before.begun] if before.by_hand else []
        if command == "undo":
            # What begins with a command ends with it; nothing else does.
            assert after.begun >= len(began) - 1
            began = began[:-1]
        elif before.by_hand:
            # Who sat in a round that ran has met, whatever is pressed afterwards.
            ran = [n for n in range(1, before.ended + 1) if before.ran(n)]
            assert all(after.ran(n) and host.look(now + later / 60).ran(n) for n in ran)
        assert after.begins[: len(began)] == began
        assert after.mark != before.mark
    stands, then = host.look(now), host.look(now + later / 60)

    assert all(one <= other for one, other in pairwise(stands.begins))
    assert all(slot.begins <= slot.ends for slot in stands.slots)
    assert all(one.ends <= other.begins for one, other in pairwise(stands.slots))
    assert then.begins[: stands.begun] == stands.begins[: stands.begun]
    assert then.begun >= stands.begun
    assert 1 <= len(stands.slots) <= max(timetable.rounds, stands.begun)
    assert stands.left >= timedelta()
    assert sum(moment <= at(now) for moment in stands.begins) >= stands.begun


@given(PRESSES)
def test_a_run_is_read_as_it_was_kept(presses: list[tuple[str, int]]) -> None:
    host, now = Host(), 0.0
    for command, seconds in presses:
        now += seconds / 60
        if command in host.look(now).can:
            host.press(command, now)
    run: Run | None = host.run

    assert run is None or from_json(as_json(run)) == run
