"""What an organizer does about one guest: kept with who did it, undone in time, never a place too many."""

from datetime import timedelta

import make
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail import deliver
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps import actions as places
from eventapp.rsvps import approvals, history
from eventapp.rsvps.attendees import actions
from eventapp.rsvps.models import HistoryEntry, Rsvp

NOW = clock.now()


def people(event, rest: str = "") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/people{rest}"


def kinds(rsvp: Rsvp) -> list[str]:
    told = db.select(Message.kind).where(
        Message.about == f"rsvp:{rsvp.id}", Message.state != "withdrawn"
    )
    return list(db.session.scalars(told.order_by(Message.id)))


def kept(rsvp: Rsvp) -> list[tuple[str, str, str, str]]:
    asked = db.select(HistoryEntry).filter_by(rsvp_id=rsvp.id).order_by(HistoryEntry.id)
    return [(one.what, one.before, one.after, one.why) for one in db.session.scalars(asked)]


@pytest.fixture
def by(app) -> Person:
    return make.person(first_name="Ines")


def test_taking_off_is_kept_and_undone_while_the_place_is_free(by):
    rsvp = make.rsvp(make.event(capacity=1), letter="invite")
    token = rsvp.link_id

    actions.take_off(rsvp, by=by, now=NOW)
    actions.undo(rsvp, by=by, now=NOW + timedelta(minutes=9))

    assert (rsvp.state, rsvp.link_id) == ("going", token)
    assert kept(rsvp) == [("state", "going", "cancelled", ""), ("undo", "cancelled", "going", "")]
    assert kinds(rsvp)[-1] == "invite"


def test_nothing_is_undone_after_ten_minutes_or_twice(by):
    rsvp = make.rsvp()
    actions.take_off(rsvp, by=by, now=NOW)

    with pytest.raises(Refused, match="can’t be undone"):
        actions.undo(rsvp, by=by, now=NOW + timedelta(minutes=10))
    actions.undo(rsvp, by=by, now=NOW)
    with pytest.raises(Refused, match="can’t be undone"):
        actions.undo(rsvp, by=by, now=NOW)


def test_a_place_that_went_to_the_next_in_line_isn_t_taken_from_them(by):
    event = make.event(capacity=1)
    rsvp, waiting = make.rsvp(event), make.rsvp(event)
    actions.take_off(rsvp, by=by, now=NOW)

    with pytest.raises(Refused, match="went to somebody else"):
        actions.undo(rsvp, by=by, now=NOW)

    assert waiting.going


def test_what_a_guest_did_is_no_organizer_s_to_undo(by):
    rsvp = make.rsvp()
    actions.take_off(rsvp, by=by, now=NOW)
    places.take_up(rsvp, make.answers(rsvp.event), source="web", now=NOW)

    with pytest.raises(Refused, match="can’t be undone"):
        actions.undo(rsvp, by=by, now=NOW)


def test_what_came_about_by_itself_is_no_organizer_s_to_undo_either(by):
    rsvp = make.rsvp()
    places.cancel(rsvp, now=NOW)
    history.note(rsvp, "state", before="going", after="cancelled", now=NOW)

    with pytest.raises(Refused, match="can’t be undone"):
        actions.undo(rsvp, by=by, now=NOW)


def test_one_who_is_moved_to_the_waitlist_stands_at_its_end_and_the_next_gets_the_place(by):
    event = make.event(capacity=1)
    rsvp, waiting, last = make.rsvp(event, letter="invite"), make.rsvp(event), make.rsvp(event)
    db.session.commit()
    deliver.deliver_due()

    actions.move_to_waitlist(rsvp, by=by, now=NOW)

    assert (rsvp.state, waiting.state, last.state) == ("waitlisted", "going", "waitlisted")
    assert places.position(rsvp) == 2
    moved = db.session.scalars(db.select(Message).filter_by(kind="moved")).one()
    assert moved.method == "CANCEL"
    assert "second on the waitlist" in moved.subject + moved.text


def test_nobody_is_moved_to_a_waitlist_that_would_give_the_place_right_back(by):
    rsvp = make.rsvp(make.event(capacity=5))

    with pytest.raises(Refused, match="nobody else waits"):
        actions.move_to_waitlist(rsvp, by=by, now=NOW)


def test_a_yes_that_is_undone_before_its_mail_left_tells_nobody(by):
    rsvp = make.rsvp(make.event(needs_approval=True))
    approvals.approve(rsvp, by=by, now=NOW)

    actions.undo(rsvp, by=by, now=NOW)

    assert (rsvp.state, kinds(rsvp)) == ("pending", [])


def test_a_yes_that_is_undone_after_its_mail_left_is_taken_back_from_the_calendar(by):
    rsvp = make.rsvp(make.event(needs_approval=True))
    approvals.approve(rsvp, by=by, now=NOW)
    db.session.commit()
    deliver.deliver_due()

    actions.undo(rsvp, by=by, now=NOW)

    assert kinds(rsvp) == ["approved", "moved"]
    assert db.session.scalars(db.select(Message).filter_by(kind="moved")).one().method == "CANCEL"


def test_one_who_was_declined_by_mistake_waits_where_they_waited(by):
    event = make.event(capacity=1)
    _going, first, second = (make.rsvp(event) for _ in range(3))
    approvals.decline(first, by=by, now=NOW)

    actions.undo(first, by=by, now=NOW)

    assert (places.position(first), places.position(second)) == (1, 2)


def test_an_answer_gets_the_address_it_should_have_had(client, by):
    from eventapp.people.actions import token_of

    rsvp = make.rsvp(email="noor@exmaple.org", letter="invite")
    wrong, ended, old = rsvp.person, rsvp.link, token_of(rsvp.link)

    actions.correct_address(rsvp, "noor@example.org", by=by, now=NOW)

    assert rsvp.person.email == "noor@example.org"
    assert wrong.email == "noor@exmaple.org"
    assert ended.revoked_at == NOW
    sent = db.session.scalars(db.select(Message).where(Message.state == "queued")).one()
    assert (sent.to, sent.kind, sent.method) == ("noor@example.org", "invite", "REQUEST")
    assert kept(rsvp) == [("address", "noor@exmaple.org", "noor@example.org", "")]
    assert client.get(f"/r/{old}").status_code in {404, 410}
    assert client.get(f"/r/{token_of(rsvp.link)}").status_code == 200


def test_an_address_that_is_on_the_list_is_somebody_else(by):
    rsvp = make.rsvp(email="noor@exmaple.org")
    make.rsvp(rsvp.event, email="noor@example.org", first_name="Noor")

    with pytest.raises(Refused, match="on the list already, as Noor"):
        actions.correct_address(rsvp, "noor@example.org", by=by, now=NOW)


def test_a_reason_gives_a_place_by_hand_when_every_one_is_taken(by):
    event = make.event(capacity=1)
    make.rsvp(event)
    said = {"letter": "invite", "by": by, "now": NOW}

    waits = actions.add(event, "a@example.org", make.answers(event), why="", **said)
    comes = actions.add(event, "b@example.org", make.answers(event), why="our speaker", **said)

    assert (waits.state, comes.state) == ("waitlisted", "going")
    assert kept(comes) == [("override", "waitlisted", "going", "our speaker")]


def test_another_role_makes_room_for_who_waited_for_it(by):
    from eventapp.events.quota_tables import event_role

    event = make.event(capacity=9)
    leader, student = event.roles[4], event.roles[3]
    here = (event_role.c.event_id == event.id) & (event_role.c.role_id == student.id)
    db.session.execute(event_role.update().where(here).values(most=1))
    first, second = (make.rsvp(event, role_id=student.id) for _ in range(2))

    actions.set_role(first, leader, by=by, now=NOW)

    assert (first.role, second.state) == (leader, "going")
    assert kept(first) == [("role", student.name, leader.name, "")]


STEPS = st.lists(
    st.tuples(st.sampled_from(["off", "wait", "undo", "ask"]), st.integers(0, 4)), max_size=12
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_no_order_of_steps_gives_a_place_too_many_or_passes_anybody_over(each_order, steps):
    event, guests, by = each_order()
    for what, which in steps:
        one = guests[which]
        try:
            with db.session.begin_nested():
                if what == "off":
                    actions.take_off(one, by=by, now=NOW)
                elif what == "wait":
                    actions.move_to_waitlist(one, by=by, now=NOW)
                elif what == "undo":
                    actions.undo(one, by=by, now=NOW)
                elif one.state == "cancelled":
                    places.take_up(one, make.answers(event), source="web", now=NOW)
        except Refused:
            pass

        states = [guest.state for guest in guests]
        assert states.count("going") <= 2
        assert states.count("waitlisted") == 0 or states.count("going") == 2


@pytest.fixture
def each_order(app):
    """The same five guests for two places, made anew for each order of steps."""

    def fresh():
        db.session.rollback()
        event = make.event(capacity=2)
        return event, [make.rsvp(event) for _ in range(5)], make.person()

    return fresh


def test_a_line_is_done_in_place_and_says_so_with_undo(organizer, host):
    event = make.event(community=host)
    rsvp = make.rsvp(event, first_name="Noor")
    in_place = {"Accept": "text/x-row"}

    done = organizer.post(people(event, f"/{rsvp.id}/cancellation"), headers=in_place)
    undone = organizer.post(people(event, f"/{rsvp.id}/undo"), headers=in_place)

    assert "Taken off" in done.text
    assert "Undo for Noor" in done.text
    assert "<html" not in done.text
    assert "Undo" not in undone.text
    assert db.session.get(Rsvp, rsvp.id).going


def test_without_a_script_the_list_comes_back_where_it_was(organizer, host):
    event = make.event(community=host, needs_approval=True)
    rsvp = make.rsvp(event, first_name="Noor")

    said = organizer.post(
        people(event, f"/{rsvp.id}/approval"), data={"q": "noor", "state": "pending"}
    )

    assert said.status_code == 303
    assert said.location.endswith(f"/people?q=noor&state=pending#p{rsvp.id}")


def test_a_place_against_the_rules_needs_a_reason(organizer, host):
    event = make.event(community=host, capacity=1)
    make.rsvp(event)
    waiting = make.rsvp(event)
    page = people(event, f"/{waiting.id}/place")

    without = organizer.submit(page, to="/place", why="")
    given = organizer.submit(page, to="/place", why="Our speaker")

    assert (without.status_code, given.status_code) == (422, 303)
    assert kept(db.session.get(Rsvp, waiting.id)) == [
        ("override", "waitlisted", "going", "Our speaker")
    ]


@pytest.mark.parametrize("step", ["approval", "refusal", "wait", "undo", "place", "cancellation"])
def test_nothing_is_done_about_a_guest_of_another_event(organizer, host, step):
    event, other = make.event(community=host), make.rsvp()

    said = organizer.post(people(event, f"/{other.id}/{step}"), data={"why": "x"})

    assert said.status_code == 404
