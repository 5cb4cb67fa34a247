"""An organizer says who may come and how places go; all of it is copied, and a change said in words."""

from datetime import timedelta

import make
import pytest
import session_builders
from plan_page import plan, saved
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events import drafts, quotas, stages
from eventapp.events.limits import Quota, Quotas
from eventapp.events.models import Event
from eventapp.rsvps.forms import STAGES

SET = {
    "visibility": "unlisted",
    "waitlist_mode": "offer",
    "offer_hours": 12,
    "needs_approval": True,
    "most_guests": 2,
    "conduct": "Be kind.",
    "confirm_hours": 48,
    "places_held": -4320,
}
TYPED = {name: "y" if value is True else str(value) for name, value in SET.items()}


def meetup(host, **given) -> Event:
    """A published event at a whole hour, as the form keeps it."""
    start = (clock.now() + timedelta(days=5)).replace(minute=0, second=0)
    return make.event(community=host, starts_at=start, ends_at=start + timedelta(hours=2), **given)


def hold(event: Event) -> Quotas:
    found = Quotas(
        {event.roles[0].id: Quota(6), event.roles[1].id: Quota(1, 9)}, {"mid": Quota(0, 4)}
    )
    quotas.keep(event, found)
    return found


def typed_quotas(event: Event) -> dict[str, str]:
    first, second = event.roles[:2]
    return {
        f"role_quotas-least-{first.id}": "6",
        f"role_quotas-least-{second.id}": "1",
        f"role_quotas-most-{second.id}": "9",
        "stage_quotas-most-mid": "4",
    }


def test_a_draft_keeps_who_may_come_with_its_room(organizer, host):
    event = make.draft(community=host)

    answer = organizer.submit(
        f"{plan(event)}?step=room", to="/plan", **TYPED, **typed_quotas(event)
    )

    assert answer.status_code == 303
    assert {name: getattr(event, name) for name in SET} == SET
    assert quotas.of(event) == Quotas(
        {event.roles[0].id: Quota(6), event.roles[1].id: Quota(1, 9)}, {"mid": Quota(0, 4)}
    )
    said = organizer.get(f"{plan(event)}?step=review").text
    assert "Whoever has the address" in said
    assert f"{event.roles[0].name}: at least 6" in said


def test_what_is_kept_is_shown_again_and_stays_as_it_is(organizer, host):
    event = make.event(community=host, **SET)
    kept = hold(event)

    saved(organizer, event, title="Another title")

    assert event.title == "Another title"
    assert {name: getattr(event, name) for name in SET} == SET
    assert quotas.of(event) == kept


def test_most_events_need_none_of_it_and_are_as_usual(organizer, host):
    event = make.draft(community=host)

    organizer.submit(f"{plan(event)}?step=room", to="/plan")

    assert (event.visibility, event.waitlist_mode, event.offer_hours) == ("listed", "automatic", 24)
    assert (event.most_guests, event.confirm_hours, event.conduct) == (0, None, "")
    assert not quotas.of(event)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"offer_hours": "169"}, "from 1 to 168"),
        ({"offer_hours": "0"}, "from 1 to 168"),
        ({"confirm_hours": "337"}, "from 1 to 336"),
        ({"most_guests": "11"}, "from 0 to 10"),
        ({"visibility": "nobody"}, "Not a valid choice"),
        ({"stage_quotas-least-mid": "5", "stage_quotas-most-mid": "4"}, "can’t be less than"),
        ({"stage_quotas-least-mid": "-5"}, "whole numbers"),
        ({"stage_quotas-least-mid": "²"}, "whole numbers"),
        ({"stage_quotas-least-mid": "30", "stage_quotas-least-early": "7"}, "You hold 37 places"),
    ],
)
@pytest.mark.parametrize("state", ["draft", "published"])
def test_what_cant_be_is_refused_in_words(organizer, host, typed, sentence, state):
    event = make.draft(community=host) if state == "draft" else make.event(community=host)
    page, to = (
        (f"{plan(event)}?step=room", "/plan") if state == "draft" else (plan(event), "/review")
    )

    answer = organizer.submit(page, to=to, **typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert '<details class="event-setting" open>' in answer.text


def test_places_are_held_only_for_roles_that_may_come(organizer, host):
    event = make.draft(community=host)
    first, second = event.roles[:2]

    organizer.submit(
        f"{plan(event)}?step=room", to="/plan", roles=[str(second.id)], **typed_quotas(event)
    )

    assert quotas.of(event).roles == {second.id: Quota(1, 9)}
    assert first not in event.roles


def test_what_is_held_for_a_role_that_nobody_can_come_as_counts_for_nothing(organizer, host):
    event = make.draft(community=host)
    first, second = event.roles[:2]
    held = {f"role_quotas-least-{first.id}": "30", f"role_quotas-least-{second.id}": "30"}

    answer = organizer.submit(
        f"{plan(event)}?step=room", to="/plan", roles=[str(second.id)], **held
    )

    assert answer.status_code == 303
    assert quotas.of(event).roles == {second.id: Quota(30)}


def test_a_published_event_takes_all_of_it_through_the_page_to_look_at(organizer, host):
    event = meetup(host)
    make.rsvp(event)

    saved(organizer, event, title="Mailed to all", **TYPED, **typed_quotas(event))

    assert {name: getattr(event, name) for name in SET} == SET
    assert quotas.of(event).roles == {event.roles[0].id: Quota(6), event.roles[1].id: Quota(1, 9)}
    assert quotas.of(event).stages == {"mid": Quota(0, 4)}


def test_a_copy_keeps_all_of_it_and_its_times_on_the_clocks(app):
    event = make.event(hybrid=True, rsvps_open=-14 * 1440, fields={"stage": "off"}, **SET)
    kept = hold(event)
    # From winter into summer: what lies days away keeps its hour.
    event.starts_at = clock.now().replace(year=2031, month=3, day=26, hour=17, minute=0, second=0)
    event.ends_at = event.starts_at + timedelta(hours=2)

    copy = drafts.copy(event, drafts.next_time(event, now=event.starts_at), now=clock.now())

    same = [*drafts.KEPT, *SET]
    same = [name for name in same if name not in {"title", "places_held"}]
    assert {name: getattr(copy, name) for name in same} == {
        name: getattr(event, name) for name in same
    }
    assert quotas.of(copy) == kept
    zone = copy.local_start.tzinfo
    for one in (event, copy):
        held_until = one.starts_at + timedelta(minutes=one.places_held)
        assert one.rsvps_open_at.astimezone(zone).hour == one.local_start.hour
        assert held_until.astimezone(zone).hour == one.local_start.hour
        assert (one.local_start.date() - held_until.astimezone(zone).date()).days == 3


def test_no_column_that_an_organizer_sets_is_lost_in_a_copy():
    apart = {
        "id", "community_id", "slug", "uid", "starts_at", "ends_at", "sequence", "revised_at",
        "created_at", "published_at", "cancelled_at", "followed_up_at", "reminded_at", "feedback_asked_at", "digested_at",
        "rsvps_open", "rsvps_close", "waitlist_closes", "places_held", "questions_version", "run",
        "words_version", "example",
    }  # fmt: skip

    assert set(Event.__table__.columns.keys()) - apart == set(drafts.KEPT)


def test_a_change_of_who_may_come_is_said_before_it_is_saved(organizer, host):
    event = make.event(community=host, capacity=1)
    make.rsvp(event)
    make.rsvp(event)

    looked = organizer.submit(
        plan(event), to="/review", capacity="40", visibility="invited", **typed_quotas(event)
    )

    assert "Who sees it" in looked.text
    assert "Whoever is invited" in looked.text
    assert f"{event.roles[0].name}: at least 6" in looked.text
    assert "One gets a place, with the invite." in looked.text
    assert event.visibility == "listed"


def test_fewer_places_than_guests_throws_nobody_out_and_says_by_how_many(organizer, host):
    event = meetup(host, capacity=5)
    for _ in range(4):
        make.rsvp(event)

    looked = organizer.submit(plan(event), to="/review", capacity="2")
    before = event.capacity
    saved(organizer, event, capacity="2")
    again = organizer.submit(plan(event), to="/review", description="Not asked again")

    assert "2 more are going than there would be places." in looked.text
    assert before == 5
    assert event.capacity == 2
    assert again.status_code == 303


def test_stages_are_those_of_the_form():
    assert [str(word) for word in stages.STAGES.values()] == [
        str(choice.label) for choice in STAGES if choice.value
    ]
    assert list(stages.STAGES) == [choice.value for choice in STAGES if choice.value]


def test_a_program_s_sessions_are_alike(app, host, owner: Visitor):
    session_builders.made(
        owner,
        f"/desk/{host.slug}/programs/new",
        title="Steps",
        starts_on="2031-11-26",
        starts_at="18:00",
        ends_at="20:00",
        sessions="2",
        rsvps_open="-20160",
        hybrid="y",
    )

    made = db.session.scalars(db.select(Event).order_by(Event.starts_at)).all()
    assert [(one.rsvps_open, one.hybrid) for one in made] == [(-20160, True)] * 2
