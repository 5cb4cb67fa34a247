"""Every letter that the product sends and every calendar it gives out, through its journeys: rules, readers, database."""

from collections.abc import Callable
from datetime import timedelta

import calendar_readers as readers
import door_builders
import incoming_journeys
import letter_samples
import make
import passkey_builders
import pytest
import scheduled_journeys
import seating_builders
import team_builders
from announcing import later
from conftest import visitor
from flooding import Clock, no, yes
from invitation_builders import invite
from playwright.sync_api import Browser
from sent_letters import Checked

from eventapp.communities.models import Membership
from eventapp.communities.team import actions as team
from eventapp.db import db
from eventapp.door.actions import code_of
from eventapp.events.models import Event
from eventapp.front.closing import actions as closing
from eventapp.people.actions import token_of
from eventapp.programs.models import Enrolment
from eventapp.rsvps import approvals, jobs, rescheduling
from eventapp.rsvps.attendees import actions as attendees
from eventapp.rsvps.attendees import messages
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions as seating

pytestmark = [pytest.mark.browser, pytest.mark.services]
ODD = {
    "title": 'Tee; Kaffee, \\ und "mehr" – 漢字: 100%',
    "summary": "Bring one question, or two; no slides.",
    "place_name": "The Reading Room, 2nd floor",
    "place_address": "Straße 12; Hof",
    "online_url": "https://meet.example/x?a=1&b=2",
}


@pytest.fixture
def checked(app, smtp, moved_clock: Clock, chromium: Browser):
    """Letters that leave are checked."""
    app.config.update(
        SMTP_URL=smtp.url, MAIL_FROM="tables@example.org", ANSWER_ADDRESS="rsvp+TOKEN@example.org"
    )
    context = chromium.new_context()
    programs = {
        "libical": readers.by_libical,
        "ical.js": readers.by_ical_js(context.new_page()),
        "vobject": readers.by_vobject,
    }
    yield Checked(app, smtp, programs)
    context.close()


def answers(email: str) -> Rsvp:
    """What an address has answered last."""
    return db.session.scalars(
        db.select(Rsvp).where(Rsvp.person.has(email=email)).order_by(Rsvp.id.desc()).limit(1)
    ).one()


def an_evening(checked: Checked, now: Clock) -> None:
    """Answered, moved, given back, taken up by the next, answered anew, called off."""
    event = make.event(capacity=1, **ODD)
    first = yes(visitor(checked.app), event, "aiko@example.org", 'Aiko "Ai" O’Neil\\')
    yes(visitor(checked.app), event, "kofi@example.org", "Kofi")
    checked.leave()
    now.turn(minutes=90)
    yes(visitor(checked.app), event, "aiko@example.org", 'Aiko "Ai" O’Neil\\')
    checked.leave()
    now.turn(minutes=1)
    later(event, place_name="Another, smaller room", title="Moved\\, and called otherwise")
    checked.leave()
    now.turn(minutes=1)
    look_at_calendars(checked, event, answers("aiko@example.org"))
    no(visitor(checked.app), first)
    checked.leave()
    now.turn(minutes=1)
    event.capacity = 2
    yes(visitor(checked.app), event, "aiko@example.org", 'Aiko "Ai" O’Neil\\')
    checked.leave()
    now.turn(minutes=1)
    rescheduling.cancel_event(event, now=now.now)
    checked.leave()
    now.turn(minutes=1)
    rescheduling.reopen_event(event, now=now.now)
    checked.leave()
    sent_as = [one.sent_as for one in checked.sent[answers("aiko@example.org").id]]
    assert sent_as == ["REQUEST", "REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL", "REQUEST"]


def look_at_calendars(checked: Checked, event: Event, rsvp: Rsvp) -> None:
    """The feed, the download and the guest's own file say the same."""
    at, client = f"/{event.community.slug}", visitor(checked.app)
    called_off = make.event(community=event.community, cancelled_at=make.NOON)
    other = make.event(community=event.community, **ODD | {"place_name": "", "place_address": ""})
    feed = client.get(f"{at}/calendar.ics").data
    checked.file(feed, [event, other, called_off], sent_as="feed")
    checked.file(client.get(f"{at}/events/{event.slug}.ics").data, [event])
    mine = client.get(f"/r/{token_of(rsvp.link)}/invite.ics").data
    checked.file(mine, [event], link=event.online_url)


def offers(checked: Checked, now: Clock) -> None:
    """A place is offered, not taken, and given to the next."""
    event = make.event(capacity=1, waitlist_mode="offer", offer_hours=2)
    first = yes(visitor(checked.app), event, "aiko@example.org", "Aiko")
    for name in ("kofi", "zoe"):
        yes(visitor(checked.app), event, f"{name}@example.org", name)
    checked.leave()
    no(visitor(checked.app), first)
    checked.leave()
    now.turn(hours=3)
    jobs.pass_on_offers()
    checked.leave()


def decisions(checked: Checked, now: Clock) -> None:
    """Asked to join: yes, no, and a yes that is taken back."""
    event = make.event(needs_approval=True)
    owner = make.member(event.community)
    for name in ("aiko", "kofi"):
        yes(visitor(checked.app), event, f"{name}@example.org", name)
    checked.leave()
    approvals.approve(answers("aiko@example.org"), by=owner, now=now.now)
    approvals.decline(answers("kofi@example.org"), by=owner, now=now.now)
    checked.leave()
    now.turn(minutes=2)
    attendees.undo(answers("aiko@example.org"), by=owner, now=now.now)
    checked.leave()


def a_program(checked: Checked, now: Clock) -> None:
    """Enrolled, twice: a letter about all, and an invite for each session."""
    program = make.program(sessions=2)
    yes(visitor(checked.app), program, "aiko@example.org", "Aiko")
    checked.leave()
    now.turn(minutes=90)
    yes(visitor(checked.app), program, "aiko@example.org", "Aiko")
    checked.leave()
    assert db.session.scalars(db.select(Enrolment)).one()
    assert [len(sent) for sent in checked.sent.values()] == [1, 1]


def one_address(checked: Checked, now: Clock) -> None:
    """Two people at one address; the second waits, then has a place."""
    event = make.event(capacity=1)
    first = yes(visitor(checked.app), event, "haas@example.org", "Lena")
    yes(visitor(checked.app), event, "haas@example.org", "Milan")
    checked.leave()
    now.turn(minutes=1)
    no(visitor(checked.app), first)
    checked.leave()


def around_it(checked: Checked, now: Clock) -> None:
    """Invited, asked whether they still come, told their tables, written to, lost their link."""
    event, guests = seating_builders.room(6)
    invite(make.event(visibility="invited"), 1)
    seating.publish(seating_builders.plan(event), now=now.now)
    checked.leave()
    messages.send(event, [guests[0].id], subject="A pen, please", text="Bring a pen.\n\nOr two.", once="1", now=now.now)  # fmt: skip
    db.session.commit()
    now.turn(minutes=2)
    jobs.write_announcements()
    soon = now.now + timedelta(hours=20)
    asked = make.event(starts_at=soon, ends_at=soon + timedelta(hours=2), confirm_hours=24)
    make.rsvp(asked, email="mai@example.org").changed_at = now.now - timedelta(days=3)
    db.session.commit()
    jobs.ask_who_comes()
    client = visitor(checked.app)
    client.submit("/lost-link", email="mai@example.org")
    client.submit("/sign-in", email="mai@example.org")
    checked.leave()


def a_badge(checked: Checked, now: Clock) -> None:
    """Somebody who came without an address gives one by the code on their badge."""
    rsvp = door_builders.walk_in(door_builders.event(), "Rosa")
    db.session.commit()
    path = f"/badge/{code_of(rsvp)}/addresses"
    visitor(checked.app).post(path, data={"email": "rosa@example.org"})
    checked.leave()


def who_helps(checked: Checked, now: Clock) -> None:
    """An owner makes a passkey, asks somebody to help, and lets others do something else."""
    owner, _key = passkey_builders.owner_with_key(visitor(checked.app))
    host = db.session.scalars(db.select(Membership).filter_by(person_id=owner.id)).one().community
    team.invite(host, "kofi@example.org", first_name="Kofi", right="door", by=owner, now=now.now)
    mine = db.session.scalars(db.select(Membership).filter_by(person_id=owner.id)).one()
    # Hears of another owner.
    team_builders.member(host, make.person(), "owner")
    for right in ("organizer", "trainer", "door", "owner", ""):
        other = team_builders.member(
            host, make.person(), "organizer" if right == "door" else "door"
        )
        if right:
            team.change_right(other, right, by=mine, now=now.now)
        else:
            team.end(other, by=mine, now=now.now)
    checked.leave()
    closing.close(host, by="Ida", now=now.now)
    checked.leave()


JOURNEYS: dict[Callable[[Checked, Clock], None], str] = {
    an_evening: "invite waitlist again update goodbye promoted cancelled reopened",
    offers: "invite waitlist goodbye offer offer-over",
    decisions: "pending approved declined moved",
    a_program: "invite enrolled enrolled-again",
    a_badge: "badge-owner",
    who_helps: "keys-changed team-invitation team-changed community-closed",
    one_address: "invite shared goodbye shared-promoted",
    around_it: "invitation route message still-coming links sign-in",
    **scheduled_journeys.JOURNEYS,
    **incoming_journeys.JOURNEYS,
}


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_what_leaves_is_sound_read_alike_and_true(journey, checked, moved_clock) -> None:
    journey(checked, moved_clock)

    assert set(checked.kinds) == set(JOURNEYS[journey].split())


def test_every_kind_of_letter_is_sent_on_some_journey() -> None:
    assert {kind for kinds in JOURNEYS.values() for kind in kinds.split()} == set(
        letter_samples.KINDS
    )
