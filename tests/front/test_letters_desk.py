"""The letters of an event at its desk: looked at as any guest, worded, and sent to oneself."""

import io
import re
from datetime import timedelta

import make
import pytest
from flask import Flask, current_app
from sqlalchemy import event as sqlalchemy_event

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.events.appointment import event_address
from eventapp.events.models import Event
from eventapp.events.wording import actions
from eventapp.front.letters import preview
from eventapp.front.letters.kinds import FACT_FIRST, FIXED, OWN, kinds
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import Message
from eventapp.mail.wording import OwnWords
from eventapp.paths import ROOT
from eventapp.programs.models import Session

EVERY = (*OWN, *FIXED)
# What isn't about an event, or is typed each time.
OTHERS = {
    "sign-in", "message", "enrolled", "enrolled-again", "certificate", "digest", "address-confirm",
    "address-changed", "badge-owner", "keys-changed", "guest-mail", "new-time", "help-asks", "help-offer",
    "half-hour", "half-hour-off", "program-off", "program-on", "program-moved", "interest-confirm", "runs-again",
    "next-date", "halfway", "finished", "webhook-off", "team-invitation", "team-changed", "community-closed",
}  # fmt: skip


def desk(event: Event, rest: str = "") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/letters{rest}"


def everything(**given: object) -> Event:
    """An event whose guests can get every letter, on a site that reads what calendars answer."""
    current_app.config["ANSWER_ADDRESS"] = "rsvp+TOKEN@example.org"
    fields = {"needs_approval": True, "waitlist_mode": "offer", "confirm_hours": 48}
    fields["reminder_hours"] = 24
    event = make.event(**fields | given)
    program = make.program(sessions=0, community=event.community)
    program.sessions.append(Session(event=event, position=1))
    db.session.flush()
    return event


def own(event: Event) -> dict[str, OwnWords]:
    return actions.all_words(db.session.get_one(Event, event.id))


def test_every_kind_of_letter_is_on_the_page_or_left_out_for_a_reason():
    written = {path.parent.name for path in (ROOT / "templates/mail").glob("*/subject.txt")}

    assert written == {*EVERY, *OTHERS}


@pytest.mark.parametrize("kind", OWN)
@pytest.mark.parametrize("part", ["txt", "html"])
def test_the_page_says_which_first_lines_stay(kind, part):
    template = (ROOT / f"templates/mail/{kind}/body.{part}").read_text()

    assert ("lead_stays" in template) == (kind in FACT_FIRST)


def test_letters_that_an_event_never_sends_are_not_on_its_page(app):
    never = {"pending", "approved", "declined", "offer", "offer-over", "still-coming", "reminder"}
    never |= {"materials", "missed"}
    never |= {"calendar-no", "calendar-yes", "answer-check"}

    plain = {kind.key for kind in kinds(make.event())}

    assert {kind.key for kind in kinds(everything())} - plain == never
    assert "waitlist" not in {kind.key for kind in kinds(make.event(capacity=None))}
    assert "offer" in {kind.key for kind in kinds(make.event(), own=["offer"])}


def test_the_page_says_whose_words_are_own(organizer, event):
    actions.write(event, "invite", OwnWords("Hi", ""), now=clock.now())

    page = organizer.get(desk(event)).text

    assert page.count("Your words") == 1
    assert "When somebody gets a place" in page


def test_what_an_organizer_writes_is_kept_and_taken_back(organizer, event):
    organizer.submit(
        desk(event, "/invite"), to="/invite", subject="See you, {First Name}", opening="A\r\nB"
    )
    kept = own(event)
    organizer.submit(desk(event, "/invite"), to="/invite", subject="", opening=" ")

    assert kept == {"invite": OwnWords("See you, {first name}", "A\nB")}
    assert own(event) == {}


def test_a_placeholder_that_stands_for_nothing_is_named_with_those_that_do(organizer, event):
    said = organizer.submit(desk(event, "/invite"), to="/invite", opening="Hi {nickname}")

    assert said.status_code == 422
    assert "“{nickname}” stands for nothing." in said.text
    assert "{first name}, {event}, {when}, {place}, {community}" in said.text
    assert own(event) == {}


@pytest.mark.parametrize(("field", "most"), [("subject", 150), ("opening", 2000)])
def test_words_have_a_longest_length(organizer, event, field, most):
    said = organizer.submit(desk(event, "/invite"), to="/invite", **{field: "x" * (most + 1)})

    assert said.status_code == 422
    assert own(event) == {}


@pytest.mark.parametrize("kind", FIXED)
def test_letters_that_a_link_or_an_answer_hangs_on_have_one_wording(organizer, host, kind):
    event = everything(community=host)

    page = organizer.get(desk(event, f"/{kind}"))
    said = organizer.post(desk(event, f"/{kind}"), data={"subject": "Mine", "opening": ""})

    assert page.status_code == 200
    assert said.status_code == 404
    assert own(event) == {}


@pytest.mark.parametrize("kind", ["sign-in", "message", "nothing", "..%2f..%2fetc", "offer"])
def test_there_is_no_page_for_any_other_letter(organizer, event, kind):
    assert organizer.get(desk(event, f"/{kind}")).status_code == 404
    assert organizer.get(desk(event, f"/{kind}/html")).status_code == 404
    assert organizer.post(desk(event, f"/{kind}/tests")).status_code == 404


@pytest.mark.parametrize("whose", ["a made-up guest", "a guest"])
def test_each_letter_is_shown_as_it_would_be_and_opens_nothing_personal(each_database, whose):
    event = everything()
    guest = make.rsvp(event, first_name="Zoë") if whose == "a guest" else None
    db.session.commit()

    for kind in EVERY:
        found = preview.letter(event, kind, guest, now=clock.now())

        assert not tokens.PLACEHOLDER.search(found.text + found.html), kind
        links = re.findall(r"https?://[^\s\"<]+", found.text + found.html)
        privacy = f"{event_address(event).rpartition('/events/')[0]}/privacy"
        assert set(links) <= {event_address(event), privacy}, kind
        names = ("Zoë",) if guest else ("Aiko",)
        assert all(name in found.text for name in names) or kind in {
            "waitlist", "update", "moved", "links", "invitation",
        }, kind  # fmt: skip
    assert not db.session.new
    assert db.session.scalars(db.select(Message)).all() == []


def test_a_preview_is_the_letter_that_the_guest_gets(organizer, event):
    actions.write(
        event, "invite", OwnWords("Hi {first name}", "Mind the {place}."), now=clock.now()
    )
    guest = make.rsvp(event, first_name="Zoë", letter="invite")
    sent = db.session.scalars(db.select(Message)).one()

    found = preview.letter(event, "invite", guest, now=clock.now())

    assert found.subject == sent.subject
    link = re.compile(r"http\S+/r/~[\w-]{22}~")
    assert found.text == link.sub(event_address(event), sent.text)
    assert (found.method, sent.method) == ("REQUEST", "REQUEST")


def test_somebody_who_waits_sees_their_own_number(app):
    event = make.event(capacity=1)
    make.rsvp(event), make.rsvp(event)
    third = make.rsvp(event)

    found = preview.letter(event, "waitlist", third, now=clock.now())

    assert found.subject.startswith("You’re second on the waitlist")


def test_whoever_is_searched_for_is_offered_and_can_be_looked_as(organizer, event):
    for n in range(15):
        make.rsvp(event, first_name=f"Guest {n}")
    zoe = make.rsvp(event, first_name="Zoë", last_name="Lee")

    first = organizer.get(desk(event, "/invite")).text
    found = organizer.get(desk(event, "/invite?q=zoe+l")).text
    as_zoe = organizer.get(desk(event, f"/invite?as={zoe.id}")).text

    assert "Zoë Lee" not in first
    assert f"as={zoe.id}" in found
    assert "Guest 1" not in found
    assert "Zoë Lee" in as_zoe
    assert "You’re in, Zoë" in organizer.get(desk(event, f"/invite/html?as={zoe.id}")).text


def test_nobody_can_look_as_a_guest_of_another_event(organizer, event):
    stranger = make.rsvp(make.event())

    for rest in ("/invite", "/invite/html"):
        assert organizer.get(desk(event, f"{rest}?as={stranger.id}")).status_code == 404
    assert organizer.post(desk(event, "/invite/tests"), data={"as": stranger.id}).status_code == 404


def test_the_page_asks_as_much_with_few_guests_as_with_many(organizer, event):
    def asked() -> int:
        statements: list[str] = []

        def note(*given: object) -> None:
            statements.append(str(given[2]))

        sqlalchemy_event.listen(db.engine, "before_cursor_execute", note)
        assert organizer.get(desk(event, "/invite")).status_code == 200
        sqlalchemy_event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    make.rsvp(event)
    asked()
    few = asked()
    for _n in range(20):
        make.rsvp(event)

    assert asked() <= few


def test_the_frame_runs_nothing_fetches_nothing_and_shows_the_logo(owner, event):
    given = {"colour": "", "logo": (io.BytesIO(make.png()), "logo.png")}
    owner.post(f"/desk/{event.community.slug}/look", data=given)

    answer = owner.get(desk(event, "/invite/html"))

    rules = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in rules
    assert "img-src data:" in rules
    assert "allow-scripts" not in rules
    assert 'src="data:image/png;base64,' in answer.text
    assert "cid:" not in answer.text


def test_a_test_goes_to_the_organizer_alone_and_changes_nobody_s_calendar(organizer, event):
    guest = make.rsvp(event, first_name="Zoë")

    organizer.submit(desk(event, f"/invite?as={guest.id}"), to="/tests")

    letter = db.session.scalars(db.select(Message)).one()
    assert letter.to != guest.person.email
    assert letter.to_name.startswith("Ines")
    assert letter.subject == f"[Test] You’re in: {event.title}"
    assert (letter.calendar, letter.method, letter.card, letter.unsubscribe) == (None,) * 4
    assert not tokens.PLACEHOLDER.search(letter.text + letter.html)
    assert event_address(event) in letter.text


@pytest.mark.parametrize("kind", ["invitation", "card", "introduction", "shared", "route"])
def test_a_test_of_any_letter_leaves(app: Flask, organizer, host, kind):
    event = everything(community=host)

    organizer.post(desk(event, f"/{kind}/tests"))

    assert deliver_due() == 1
    letter = db.session.scalars(db.select(Message)).one()
    assert letter.state == "sent"
    assert (letter.unsubscribe, letter.card, letter.in_reply_to) == (None, None, None)


def test_one_test_a_minute_is_enough(organizer, event, monkeypatch):
    now = clock.now().replace(second=10)
    monkeypatch.setattr(clock, "now", lambda: now)
    first = organizer.post(desk(event, "/invite/tests"))
    second = organizer.post(desk(event, "/route/tests"))
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=1))
    third = organizer.post(desk(event, "/route/tests"))

    assert (first.status_code, second.status_code, third.status_code) == (303, 409, 303)
    assert "in a minute" in second.text


def test_an_organizer_of_another_community_finds_no_letters(organizer):
    elsewhere = make.event()

    for rest in ("", "/invite", "/invite/html"):
        assert organizer.get(desk(elsewhere, rest)).status_code == 404
