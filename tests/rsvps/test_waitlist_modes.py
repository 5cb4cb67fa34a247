"""A place that frees goes to the next at once, is offered to them, or waits for the organizer."""

from datetime import timedelta

import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.events.quota_tables import event_role, event_stage
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.rsvps import actions, jobs, offers, own_page
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.parties.actions import Party, bring
from eventapp.rsvps.standing import wait_of


def full(**given) -> tuple[Event, Rsvp]:
    """An event of one place, and who has it."""
    event = make.event(capacity=1, **given)
    return event, make.rsvp(event)


def kinds(rsvp: Rsvp) -> list[str]:
    about = db.select(Message.kind).where(Message.about == f"rsvp:{rsvp.id}")
    return list(db.session.scalars(about.where(Message.state == "queued").order_by(Message.id)))


def later(monkeypatch: pytest.MonkeyPatch, **passed: float) -> None:
    then = clock.now() + timedelta(**passed)
    monkeypatch.setattr(clock, "now", lambda: then)


def limit(event: Event, role: int, *, least: int = 0, most: int | None = None) -> None:
    quota = event_role.update().where(
        event_role.c.event_id == event.id, event_role.c.role_id == role
    )
    db.session.execute(quota.values(least=least, most=most))


def test_a_place_is_offered_to_the_next_and_held_until_they_answer(app: Flask) -> None:
    event, first = full(waitlist_mode="offer", offer_hours=12)
    next_one, after = make.rsvp(event), make.rsvp(event)

    actions.cancel(first, now=clock.now())

    assert (next_one.state, offers.stands(next_one, now=clock.now())) == ("waitlisted", True)
    assert kinds(next_one) == ["offer"]
    assert kinds(after) == []
    assert make.rsvp(event).state == "waitlisted"


def test_who_takes_the_offer_has_the_place_and_the_invite_once(app: Flask) -> None:
    event, first = full(waitlist_mode="offer")
    next_one = make.rsvp(event)
    actions.cancel(first, now=clock.now())

    offers.take(next_one, now=clock.now())
    offers.take(next_one, now=clock.now())

    assert next_one.going
    assert next_one.offered_until is None
    assert kinds(next_one) == ["offer", "invite"]


def test_who_says_no_to_an_offer_passes_it_on_at_once(app: Flask) -> None:
    event, first = full(waitlist_mode="offer")
    next_one, after = make.rsvp(event), make.rsvp(event)
    actions.cancel(first, now=clock.now())

    actions.cancel(next_one, now=clock.now())

    assert offers.stands(after, now=clock.now())


def test_an_offer_that_nobody_answers_goes_to_the_next(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, first = full(waitlist_mode="offer", offer_hours=2)
    next_one, after = make.rsvp(event), make.rsvp(event)
    actions.cancel(first, now=clock.now())
    db.session.commit()

    later(monkeypatch, hours=2, minutes=1)
    passed_on = jobs.pass_on_offers()

    assert passed_on == 1
    assert kinds(next_one) == ["offer", "offer-over"]
    assert offers.stands(after, now=clock.now())
    assert after.turn < next_one.turn
    with pytest.raises(Refused):
        offers.take(next_one, now=clock.now())


@pytest.mark.parametrize("others", [0, 1])
def test_an_offer_stays_while_there_are_places_for_all_who_wait(
    app: Flask, monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    event, first = full(waitlist_mode="offer", offer_hours=2)
    next_one, *_after = [make.rsvp(event) for _ in range(1 + others)]
    actions.cancel(first, now=clock.now())
    event.capacity = 1 + others
    db.session.commit()

    later(monkeypatch, hours=3)
    passed_on = jobs.pass_on_offers()

    assert passed_on == 0
    assert kinds(next_one) == ["offer"]
    assert offers.stands(next_one, now=clock.now())


def test_no_offer_outlives_the_waitlist(app: Flask) -> None:
    event, first = full(waitlist_mode="offer", offer_hours=168)
    next_one = make.rsvp(event)

    actions.cancel(first, now=clock.now())

    assert next_one.offered_until == event.waitlist_closes_at


def test_by_hand_nobody_gets_a_place_until_the_organizer_says_so(app: Flask) -> None:
    event, first = full(waitlist_mode="by_hand")
    next_one = make.rsvp(event)

    actions.cancel(first, now=clock.now())
    still = next_one.state
    newcomer = make.rsvp(event)
    actions.give_out(event, by=make.person(), now=clock.now())

    assert still == "waitlisted"
    assert next_one.going
    assert newcomer.state == "waitlisted"


def test_a_ceiling_lets_others_pass_and_says_what_one_waits_for(app: Flask) -> None:
    event = make.event(capacity=10)
    student, leader = event.roles[0].id, event.roles[1].id
    limit(event, student, most=1)
    make.rsvp(event, role_id=student)

    waits = make.rsvp(event, role_id=student)

    assert make.rsvp(event, role_id=leader).going
    assert waits.state == "waitlisted"
    wait = wait_of(waits, now=clock.now())
    assert (wait.number, wait.obstacle.why, wait.obstacle.role) == (1, "role", student)


def test_places_held_for_a_role_go_out_when_their_time_is_over(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make.event(capacity=2, places_held=-24 * 60)
    student, leader = event.roles[0].id, event.roles[1].id
    limit(event, leader, least=1)
    make.rsvp(event, role_id=student)
    waits = make.rsvp(event, role_id=student)
    db.session.commit()
    before = (waits.state, jobs.release_places())

    monkeypatch.setattr(clock, "now", lambda start=event.starts_at: start - timedelta(hours=1))
    released = jobs.release_places()

    assert before == ("waitlisted", 0)
    assert (waits.state, released, kinds(waits)) == ("going", 1, ["promoted"])
    assert jobs.release_places() == 0


def test_a_stage_has_a_ceiling_too(app: Flask) -> None:
    event = make.event(capacity=10)
    db.session.execute(event_stage.insert().values(event_id=event.id, stage="studying", most=1))
    make.rsvp(event, stage="studying")

    assert make.rsvp(event, stage="studying").state == "waitlisted"
    assert make.rsvp(event, stage="mid").going


def test_another_role_that_is_true_gets_one_who_waits_a_place(app: Flask) -> None:
    event = make.event(capacity=10)
    student, leader = event.roles[0].id, event.roles[1].id
    limit(event, student, most=1)
    make.rsvp(event, role_id=student)
    waits = make.rsvp(event, role_id=student)

    own_page.change_answers(waits, changed(waits, role_id=leader), now=clock.now())

    assert waits.going
    assert kinds(waits) == ["promoted"]


def test_nobody_loses_a_place_by_another_answer_and_nobody_slips_past_a_ceiling(app: Flask) -> None:
    event = make.event(capacity=10)
    student, leader = event.roles[0].id, event.roles[1].id
    limit(event, student, most=1)
    make.rsvp(event, role_id=student)
    other = make.rsvp(event, role_id=leader)

    with pytest.raises(Refused):
        own_page.change_answers(other, changed(other, role_id=student), now=clock.now())

    own_page.change_answers(other, changed(other, organization="Elsewhere"), now=clock.now())
    assert (other.going, other.organization) == (True, "Elsewhere")


def changed(rsvp: Rsvp, **given) -> Answers:
    return Answers(**vars(Answers.of(rsvp)) | given)


def test_the_page_says_which_roles_would_wait(app: Flask, client: Visitor) -> None:
    event = make.event(capacity=10)
    student = event.roles[0]
    limit(event, student.id, most=1)
    make.rsvp(event, role_id=student.id)
    db.session.commit()

    page = client.get(f"/{event.community.slug}/events/{event.slug}").text

    assert f"goes on the waitlist just now: {student.name}." in page
    assert "Save my seat" in page


def test_the_page_counts_what_is_offered_and_who_joins_online(app: Flask, client: Visitor) -> None:
    event, first = full(waitlist_mode="offer", hybrid=True)
    make.rsvp(event).joins = "online"
    make.rsvp(event)
    actions.cancel(first, now=clock.now())
    db.session.commit()

    page = client.get(f"/{event.community.slug}/events/{event.slug}").text

    assert "Every seat is taken" in page


def test_the_page_tells_who_waits_why_and_who_is_offered_a_place(
    app: Flask, client: Visitor
) -> None:
    event, first = full(waitlist_mode="offer")
    waits = make.rsvp(event)
    db.session.commit()
    path = f"/r/{token_of(waits.link)}"
    before = client.get(path).text
    actions.cancel(first, now=clock.now())
    db.session.commit()

    client.submit(path, to="/acceptance")

    db.session.refresh(waits)
    assert "number 1 in line" in before
    assert waits.going


def test_an_offered_place_is_nobody_else_s(app: Flask) -> None:
    event, first = full(waitlist_mode="offer")
    make.rsvp(event)
    actions.cancel(first, now=clock.now())

    assert make.rsvp(event).state == "waitlisted"


def test_an_offered_place_counts_where_roles_do(app: Flask) -> None:
    event, first = full(waitlist_mode="offer")
    limit(event, event.roles[0].id, most=9)
    make.rsvp(event)
    actions.cancel(first, now=clock.now())

    assert make.rsvp(event).state == "waitlisted"


def test_nobody_is_offered_two_places_or_counted_as_waiting_for_one(app: Flask) -> None:
    event = make.event(capacity=2, waitlist_mode="offer")
    first, second = make.rsvp(event), make.rsvp(event)
    offered, after = make.rsvp(event), make.rsvp(event)
    actions.cancel(first, now=clock.now())
    number = actions.position(after)

    actions.cancel(second, now=clock.now())

    assert number == 1
    assert (kinds(offered), kinds(after)) == (["offer"], ["offer"])


def test_a_party_is_never_cut_where_the_line_is_read_in_part(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_TOGETHER", 2)
    event, first = full(most_guests=3)
    hosts = [make.rsvp(event) for _ in range(2)]
    for host in hosts:
        bring(host, Party((("", ""),) * 3), now=clock.now())

    actions.cancel(first, now=clock.now())

    assert {rsvp.state for rsvp in hosts} == {"waitlisted"}
    assert actions.count(event, "going") == 0
