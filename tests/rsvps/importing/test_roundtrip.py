"""Our own CSV, read back, gives the same list."""

import unicodedata

import make
import pytest
from conftest import visitor
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from import_page import page_of, send, upload
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.people.actions import new_link
from eventapp.people.models import Person
from eventapp.rsvps import actions
from eventapp.rsvps.importing import actions as imports
from eventapp.rsvps.importing import preview
from eventapp.rsvps.importing.choices import Choices
from eventapp.rsvps.models import KINDS, STAGES, STATES, Rsvp
from eventapp.rsvps.people_export import people
from eventapp.rsvps.topics import fold


def exported(event) -> bytes:
    return people(event).csv()


def copied(event, data: bytes):
    """A new event of the same community, with the list read into it."""
    other = make.event(community=event.community, capacity=None)
    looked = preview.look(data, Choices(), roles=[role.name for role in other.roles])
    imports.bring_in(other, looked.found, decisions=looked.decisions, now=clock.now())
    return other


def facts(data: bytes) -> list[list[str]]:
    """What a CSV of ours says, but for when each answered and what each consented to."""
    looked = preview.look(data, Choices(), roles=[])
    return [cells[:15] for _line, cells in looked.sheet.rows]


def test_our_own_list_comes_back_with_everything_on_it(app):
    event = make.event(capacity=3)
    for n in range(5):
        one = make.rsvp(
            event,
            first_name=f"=Guest{n}",
            last_name="-Ö",
            pronouns="they",
            stage="mid",
            industry="Health",
            organization="@Leith, “Forth”",
            ask_kind="skill",
            offer_kind="volunteering",
            access_needs="A ramp,\nand a seat near the door",
            food="no nuts",
        )
    actions.cancel(one, now=clock.now())

    again = exported(copied(event, exported(event)))

    assert facts(again) == facts(exported(event))
    assert len(facts(again)) == 5


@pytest.mark.parametrize("state", STATES)
def test_each_state_comes_back(app, state):
    event = make.event()
    make.rsvp(event).state = state

    other = copied(event, exported(event))

    assert db.session.scalars(db.select(Rsvp.state).filter_by(event_id=other.id)).all() == [state]


def test_two_who_share_an_address_come_back_as_two(app):
    event = make.event()
    lena = make.rsvp(event, email="haas@example.org", first_name="Lena")
    milan = Person(email=None, shares=lena.person, first_name="Milan", created_at=make.NOON)
    make.rsvp(event, person=make.saved(milan), first_name="Milan")

    other = copied(event, exported(event))

    found = db.session.scalars(db.select(Rsvp).filter_by(event_id=other.id).order_by(Rsvp.turn))
    assert [(r.first_name, r.person.email) for r in found] == [
        ("Lena", "haas@example.org"),
        ("Milan", None),
    ]


def test_a_consent_is_never_made_by_a_file_and_never_lost_to_one(app):
    event = make.event()
    said = make.rsvp(event)
    given = said.keep_in_touch_at

    looked = preview.look(exported(event), Choices(), roles=[role.name for role in event.roles])
    imports.bring_in(event, looked.found, decisions=looked.decisions, now=clock.now())
    other = copied(event, exported(event))

    (copy,) = db.session.scalars(db.select(Rsvp).filter_by(event_id=other.id))
    assert given is not None
    assert said.keep_in_touch_at == given
    assert (copy.show_name_at, copy.keep_in_touch_at) == (None, None)


def test_our_own_list_changes_nothing_where_it_came_from(app):
    event = make.event(capacity=2)
    for n in range(4):
        make.rsvp(event, first_name=f"Zoe\u0308{n}", ask_kind="skill", food="no")
    make.rsvp(event, person=make.person(email=None), first_name="Walk", last_name="In")
    make.rsvp(event).state = "cancelled"
    before = exported(event)

    looked = preview.look(before, Choices(), roles=[role.name for role in event.roles])
    found = imports.seen(event, looked.found, decisions=looked.decisions)
    imports.bring_in(event, looked.found, decisions=looked.decisions, now=clock.now())

    assert [*found.new, *found.sharing, *found.changed, *found.kept, *found.undecided] == []
    assert exported(event) == before


def test_a_state_of_our_own_list_can_be_left_out(app):
    host = make.community()
    organizer: Visitor = visitor(app)
    make.sign_in(organizer, make.member(host, "organizer"))
    event, other = make.event(community=host), make.event(community=host)
    make.rsvp(event, first_name="Ada").state = "cancelled"
    ours = organizer.get(page_of(event).replace("/import", ".csv")).data

    shown = upload(organizer, other, ours)
    left = send(organizer, other, shown, **{"read-now": "0|away|Cancelled"})
    send(organizer, other, left, go="bring")

    assert "Stays: Cancelled" in shown.text
    assert db.session.scalars(db.select(Rsvp).filter_by(event_id=other.id)).all() == []


TEXT = st.text(
    st.one_of(st.sampled_from("=+-@＝'\"\t;, ñöß日"), st.characters(categories=["L", "N"])),
    max_size=12,
).map(lambda text: unicodedata.normalize("NFC", " ".join(text.split())))
LINES = st.lists(TEXT, max_size=3).map("\n".join).map(str.strip)
NAMES = TEXT.filter(lambda text: any(sign.isalpha() for sign in text) and len(text) > 1)
GUESTS = st.lists(
    st.fixed_dictionaries(
        {
            "first_name": NAMES,
            "last_name": TEXT,
            "organization": TEXT,
            "ask": TEXT,
            "ask_kind": st.sampled_from(KINDS),
            "offer": TEXT,
            "offer_kind": st.sampled_from(KINDS),
            "stage": st.sampled_from(["", *STAGES]),
            "access_needs": LINES,
            "food": TEXT,
            "pronouns": TEXT,
            "state": st.sampled_from(STATES),
            "address": st.booleans(),
        }
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda guest: fold(f"{guest['first_name']} {guest['last_name']}".strip()),
)


# Without shrinking: a failing list is small already, and each one is a database of its own.
@settings(
    max_examples=20,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(GUESTS)
def test_what_was_read_back_goes_out_as_it_came(app, guests):
    event = make.event(capacity=None)
    for number, guest in enumerate(guests):
        said = {key: guest[key] for key in guest if key not in {"state", "address"}}
        someone = make.person(**({} if guest["address"] else {"email": None}))
        rsvp = Rsvp(event=event, person=someone, created_at=make.NOON, source="web", turn=number)
        rsvp.link, rsvp.state = new_link("rsvp", someone, now=make.NOON), guest["state"]
        actions.write(rsvp, actions.Answers(**said), now=make.NOON)
        db.session.add(rsvp)
    db.session.flush()

    first = exported(copied(event, exported(event)))
    second = exported(copied(event, first))

    assert facts(second) == facts(first)
    assert facts(first) == facts(exported(event))


def test_as_a_workbook_it_says_the_same(app):
    event = make.event(capacity=1)
    for n in range(3):
        make.rsvp(event, first_name=f"=Żółć{n}", organization="+Leith, “Forth”", food="no nuts")

    sent, same = (
        preview.look(data, Choices(), roles=[]) for data in (exported(event), people(event).xlsx())
    )

    assert same.found.entries == sent.found.entries
    assert [entry.first_name for entry in same.found.entries] == ["=Żółć0", "=Żółć1", "=Żółć2"]
    assert same.decisions.states == sent.decisions.states


def test_what_only_some_events_have_is_read_past(app):
    event = make.event(hybrid=True, conduct="Be kind.", most_guests=2)
    host = make.rsvp(event, first_name="Noor", last_name="Haddad", joins="online", agreed=True)
    make.rsvp(event, first_name="Bo", last_name="Berg", joins="place").brought_by = host
    db.session.flush()
    data = people(event).csv()

    looked = preview.look(data, Choices(), roles=[role.name for role in event.roles])

    assert b"Brought by" in data
    assert [entry.name for entry in looked.found.entries] == ["Noor Haddad", "Bo Berg"]
    assert facts(people(copied(event, data)).csv()) == facts(data)
