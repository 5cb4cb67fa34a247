"""Whoever stands before a guest, and whoever changes tables, hears what was printed."""

from datetime import timedelta

import door_builders
import make
import seating_builders
from badges_builders import prints
from published_plans import seated
from visitor import Visitor

from eventapp import clock
from eventapp.db import db


def test_the_door_says_where_a_badge_is_or_that_there_is_none(client: Visitor) -> None:
    event = door_builders.event()
    aiko, ben = (make.rsvp(event, first_name=name) for name in ("Aiko", "Ben"))
    make.sign_in(client, make.member(event.community, "organizer"))
    client.post(prints(event), data={"rsvp": ben.id, "start": 4})
    door = door_builders.door(event, "")

    for rsvp in (aiko, ben):
        client.post(f"{door}/arrivals", data={"rsvp": rsvp.id})
    said = [client.get(f"{door}?who={rsvp.id}").text for rsvp in (aiko, ben)]

    assert "Their badge is not printed yet." in said[0]
    assert "sheet 1, label 4." in said[1]


def test_the_tables_tell_that_badges_were_printed_before_them(client: Visitor) -> None:
    event, guests = seating_builders.room(8)
    seating_builders.organizer(client, event.community)
    client.post(prints(event))
    seated(event, guests).published_at = clock.now() + timedelta(seconds=1)
    db.session.commit()

    desk = prints(event).removesuffix("/badges/prints")
    told = client.get(f"{desk}/tables").text
    changed = client.get(f"{desk}/badges?what=changed").text

    assert "Badges were printed before these tables." in told
    assert "8 changed badges" in changed
