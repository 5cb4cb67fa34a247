"""The organizer's page of invitations."""

import make
import pytest
from visitor import Visitor

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.rsvps.invitations import invitees
from eventapp.rsvps.invitations.models import Invitation, InvitationUse


@pytest.fixture
def desk(event: Event) -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/invitees"


def test_pasted_addresses_are_invited_with_a_letter_each(organizer, event, desk):
    said = organizer.submit(
        desk, to="/invitees", addresses="Ann Example <ann@example.org>\nbo@example.org"
    )

    assert said.status_code == 303
    letters = db.session.scalars(db.select(Message).filter_by(kind="invitation")).all()
    assert [(letter.to, letter.to_name) for letter in letters] == [
        ("ann@example.org", "Ann Example"),
        ("bo@example.org", ""),
    ]
    assert "2 invitations" in organizer.get(desk).text


def test_what_is_no_address_is_named_and_nothing_typed_is_lost(organizer, event, desk):
    said = organizer.submit(desk, to="/invitees", addresses="ann@example.org\nBo Example")

    assert said.status_code == 422
    assert "“Bo Example” is no mail address" in said.text
    assert "ann@example.org\nBo Example" in said.text.replace("\r", "")
    assert db.session.scalar(db.select(db.func.count(Invitation.id))) == 0


def test_each_is_shown_with_what_they_answered(organizer, event, desk):
    by_link, by_address, refused, waits = (
        make.invitation(event, email=f"{n}@example.org") for n in "abcd"
    )
    db.session.add(InvitationUse(invitation_id=by_link.id, rsvp_id=make.rsvp(event).id))
    make.rsvp(event, email=by_address.email)
    refused.declined_at = make.NOON
    db.session.commit()

    found = {row.email: row.answer for row in invitees.rows(event, now=make.NOON)}

    assert found == {
        by_link.email: "going",
        by_address.email: "going",
        refused.email: "no",
        waits.email: "open",
    }
    coming = organizer.get(f"{desk}?state=going").text
    assert by_link.email in coming
    assert waits.email not in coming


def test_a_page_of_many_asks_as_few_queries_as_one_of_few(organizer, event, desk, queries):
    make.invitation(event)
    organizer.get(desk)
    queries.clear()
    organizer.get(desk)
    few = len(queries)
    for _ in range(20):
        make.invitation(event)
    db.session.commit()
    queries.clear()

    organizer.get(desk)

    assert len(queries) == few


def test_the_link_for_many_is_shown_until_it_is_turned_off(organizer, event, desk, client: Visitor):
    organizer.submit(desk, to="/link", most="3")
    on = organizer.get(desk).text
    organizer.submit(desk, to="/link/closing")
    off = organizer.get(desk).text

    assert "/i/" in on
    assert "0 of 3 have come by it" in on
    assert "/i/" not in off


def test_an_event_by_invitation_leads_its_organizer_to_inviting(organizer, host):
    draft = make.draft(community=host, visibility="invited")
    db.session.commit()

    out = organizer.post(f"/desk/{host.slug}/events/{draft.slug}/publication")

    assert out.location.endswith("/invitees")
    preview = organizer.get(f"/desk/{host.slug}/events/{draft.slug}/preview")
    assert draft.title in preview.text
