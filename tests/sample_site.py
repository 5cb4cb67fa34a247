"""A small site for tests of the whole: every kind of record once, and the addresses to reach it.

Everything that people typed is a number, so that whatever reads as words is the product's own.
"""

from datetime import timedelta

import api_builders
import avoiding_builders
import door_builders
import face_builders
import followup_builders
import help_builders
import make
import printers_builders
import program_builders
import question_samples
import series_builders
import team_builders
import webhook_builders
from flask import Flask, current_app
from flask.testing import FlaskClient
from sample_words import said, words
from site_addresses import ASKED, Site

from eventapp import clock, tokens
from eventapp.communities.models import Topic
from eventapp.communities.team import actions as team
from eventapp.db import db
from eventapp.door import access, passes
from eventapp.door import actions as door
from eventapp.events.models import Event
from eventapp.events.wording import actions as wording
from eventapp.followups.models import Connection, Nudge
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import Message
from eventapp.mail.wording import OwnWords
from eventapp.people.actions import new_link, token_of
from eventapp.people.models import Person, SignIn
from eventapp.programs import actions as programs
from eventapp.rsvps.invitations import letters as invitations
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.parties.actions import Party, bring
from eventapp.rsvps.personal_feed import actions as personal_feed
from eventapp.seating import actions as seating
from eventapp.seating import engine, problems
from eventapp.seating.models import Plan, Rule

RIGHTS = ("door", "trainer", "organizer", "owner")
# Devices with a pass for the event's door, for another one's beside it, and the event's kiosk.
PASSES = (
    ("pass", "event", "door"), ("pass beside", "sibling", "door"), ("kiosk", "event", "kiosk"),
)  # fmt: skip
# A visitor who isn't signed in, a guest without a desk, and the owner of another community.
PEOPLE = ("anonymous", "guest", "stranger", *RIGHTS)
DEVICES = tuple(name for name, _event, _kind in PASSES)
WHO = (*PEOPLE, *DEVICES)


def build() -> Site:
    """Everything, committed to the open database."""
    now = clock.now()
    people = {name: _person(n) for n, name in enumerate(("guest", "stranger", *RIGHTS), start=1)}
    host, other = _community(1), _community(2)
    for right in RIGHTS:
        team_builders.member(host, people[right], right)
    team_builders.member(other, people["stranger"], "owner")
    team_builders.member(other, helper := _person(42), "door")

    event = make.event(
        community=host, slug="201", capacity=8, tables=2, seats=6, most_guests=2, **words(1)
    )
    face_builders.dress(host, now=now)
    wording.write(event, "invite", OwnWords("801 {event}", "802"), now=now)
    coming = [_rsvp(event, people["guest"]), *(_rsvp(event, _person(20 + n)) for n in range(7))]
    waiting = _rsvp(event, _person(30))
    (brought,) = bring(coming[0], Party((("430", "431"),)), now=now)
    pair = {"rsvp_id": coming[1].id, "other_id": coming[2].id}
    rule = make.saved(Rule(event_id=event.id, kind="apart", **pair))
    _tables(event)
    draft = make.draft(community=host, slug="202", **words(2))
    past, card = _past(host, people["guest"])
    soon = door_builders.event(community=host, slug="206", **words(6))
    inside = [make.rsvp(soon, person=_person(60 + n), **said(60 + n)) for n in range(7)]
    door_builders.plan(soon, [inside[:4], inside[4:]], [inside[:4], inside[4:]])
    door_builders.come(*inside[:6])
    program = make.program(community=host, slug="301", title="301", summary="302", sessions=2)
    unseen = make.program(community=host, slug="303", title="303", published_at=None, sessions=1)
    for session in unseen.sessions:
        session.event.published_at = None
    for session in (*program.sessions, *unseen.sessions):
        _retitle(session.event)
    led = team_builders.membership_of(people["trainer"])
    program_builders.led_by(program, "306", membership_id=led)
    enrolment, _ = programs.enrol(
        program, people["guest"].email, make.answers(event, **said(1)), now=now
    )
    elsewhere = make.event(community=other, slug="205", **words(3))
    foreign_program = make.program(community=other, slug="305", title="305", sessions=1)
    _retitle(foreign_program.sessions[0].event)
    theirs = _rsvp(elsewhere, _person(40))
    hosts = make.saved(Rule(event_id=elsewhere.id, kind="host", rsvp_id=theirs.id, number=1))
    sibling = make.event(community=host, slug="204", **words(4))
    beside = _rsvp(sibling, _person(41))
    invited = make.invitation(event, email="180@example.org", name="80 81")
    many = make.invitation(event, email=None, most=5, letters=0, written_at=None)
    hidden = make.event(community=host, slug="207", visibility="invited", **words(7))
    elsewhere_invited = make.invitation(elsewhere, email="181@example.org", name="82")
    lent = door_builders.long_pass(event, "93", by=people["organizer"], now=now)
    for name, on, kind in PASSES:
        of = sibling if on == "sibling" else event
        door_builders.lend(of, kind, by=people["organizer"], key=f"key of {name}", name="94")
    link = new_link("sign-in", people["guest"], now=now, expires_at=now + timedelta(hours=1))
    db.session.commit()
    deliver_due(6)
    failed, foreign = _failed(coming[3]), _failed(theirs)
    db.session.commit()
    certificate = make.certificate(enrolment, number="2345-6789", name="350", why="351")
    change = make.address_change(people["guest"])
    asked = team_builders.invitation(host, "196@example.org", by=people["owner"])
    connections = db.session.scalars(db.select(Connection.id).order_by(Connection.id)).all()
    make.saved(Nudge(connection_id=connections[0], rsvp=card.rsvp, asked_at=now))
    make.announcement(event=event)
    board_ask, can_help = help_builders.on_the_board(card.rsvp, topic="71")
    typed = make.announcement(
        event=event,
        kind="message",
        state="draft",
        before={"subject": "90", "text": "91", "once": "92", "search": {"state": "going"}},
    )
    return Site(
        slugs={
            "community": host.slug,
            "other": other.slug,
            "event": event.slug,
            "draft": draft.slug,
            "past": past.slug,
            "tonight": soon.slug,
            "sibling": sibling.slug,
            "by invitation": hidden.slug,
            "their event": elsewhere.slug,
            "program": program.slug,
            "their program": "305",
            "draft program": unseen.slug,
            "session": program.sessions[0].event.slug,
            "letter": max((current_app.config["DATA_DIR"] / "mailbox").glob("*.eml")).name,
            "board ask": board_ask,
            "certificate": certificate.number,
        },
        ids={
            "rsvp": coming[0].id,
            "enrolled": enrolment.person_id,
            "session": program.sessions[0].id,
            "friend": coming[1].id,
            "waiting": waiting.id,
            "theirs": theirs.id,
            "beside": beside.id,
            "typed": typed.id,
            "inside": inside[0].id,
            "rule": rule.id,
            "avoidance": avoiding_builders.typed(coming[0]).id,
            "their rule": hosts.id,
            "api token": api_builders.kept(host, people["owner"]).id,
            "archive": make.archive(host).id,
            "long list": make.long_list(event=event).id,
            "print run": make.print_run(event=event).id,
            "their print run": make.print_run(event=elsewhere).id,
            "their long list": make.long_list(event=elsewhere).id,
            "search": make.search(program=program).id,
            "certificate": certificate.id,
            "their search": make.search(event=elsewhere).id,
            "failed": failed.id,
            "invitation": invited.id,
            "link for many": many.id,
            "their invitation": elsewhere_invited.id,
            "their failed": foreign.id,
            "role": event.roles[0].id,
            "question": question_samples.of_each_kind(event).id,
            "event": event.id,
            **series_builders.kept(event),
            "past": past.id,
            "connection": connections[0],
            "help offer": can_help,
            "their connection": connections[1],
            "door": team_builders.membership_of(people["door"]),
            "sign-in": team_builders.sign_in_of(people["guest"]),
            "team invitation": asked.id,
            "their team invitation": team_builders.invitation(other, "197@example.org", by=None).id,
            "their member": team_builders.membership_of(helper),
            "part": 0,
            "trainer": program.trainers[0].id,
            "door pass": lent.id,
            "held mail": make.held_mail(event).id,
            "their held mail": make.held_mail(elsewhere).id,
            **printers_builders.sample(host, other),
            **webhook_builders.sample(host, other),
            "merge": make.merge(host, coming[5].person, coming[6].person).id,
        },
        tokens={
            "rsvp": token_of(coming[0].link),
            "waiting": token_of(waiting.link),
            "brought": token_of(brought.link),
            "past": token_of(card.rsvp.link),
            "enrolment": token_of(enrolment.link),
            "card": token_of(card.link),
            "invitation": invitations.token_of(invited),
            "link for many": invitations.token_of(many),
            "unsubscribe": followup_builders.unsubscribe_path(card.rsvp).removeprefix("/u/"),
            "sign-in": token_of(link),
            "team invitation": team.token_of(asked),
            "address": token_of(change),
            "interest": token_of(program_builders.interest(program)),
            "door pass": passes.token_of(lent),
            "badge": door.code_of(coming[0]),
            "feed": personal_feed.token_of(make.personal_feed(coming[0].person)),
        },
        names={"guest": coming[0].name, "theirs": theirs.name, "beside": beside.name},
    )


def come_in(client: FlaskClient, name: str) -> FlaskClient:
    """Sign a browser in as one of PEOPLE, or as a device with a pass."""
    if name in DEVICES:
        with client.session_transaction() as session:
            session[access.KEY] = f"key of {name}"
    elif name != "anonymous":
        with client.session_transaction() as session:
            session["sign_in"], session.permanent = f"key of {name}", True
    return client


def _person(number: int) -> Person:
    someone = make.person(email=f"{100 + number}@example.org", first_name=str(100 + number))
    if number <= len(PEOPLE):
        name = ("guest", "stranger", *RIGHTS)[number - 1]
        now = clock.now()
        make.saved(
            SignIn(
                person=someone,
                digest=tokens.digest(f"key of {name}"),
                created_at=now,
                expires_at=now + timedelta(days=1),
            )
        )
    return someone


def _community(number: int):
    made = make.community(name=f"10{number}", slug=f"10{number}", summary="11")
    made.description = "12"
    for role in made.roles:
        role.name = f"6{role.mark}"
    made.topics = [Topic(name="71"), Topic(name="72")]
    return made


def _rsvp(event: Event, someone: Person) -> Rsvp:
    return make.rsvp(event, person=someone, letter="invite", **said(someone.id))


def _retitle(event: Event) -> None:
    for name, value in words(9).items():
        setattr(event, name, value)
    db.session.flush()


def _tables(event: Event) -> None:
    """A published plan and a draft after it."""
    asked = problems.problem_of_event(event)
    for seed in (1, 2):
        solved = engine.solve(asked, seconds=0.05, seed=seed)
        seating.save_solution(event, asked, solved, seed=seed, now=clock.now())
        plan = db.session.scalars(db.select(Plan).order_by(Plan.version.desc())).first()
        if seed == 1:
            seating.publish(plan, now=clock.now())


def _past(host, guest: Person):
    past = make.past_event(community=host, slug="203", **words(5))
    here = [make.rsvp(past, person=guest, **said(50))]
    here += [make.rsvp(past, **said(number)) for number in (51, 52)]
    followup_builders.some_of_it(here, late=make.rsvp(past, **said(53)))
    return past, followup_builders.card_of(here[0])


def _failed(rsvp: Rsvp) -> Message:
    message = db.session.scalars(db.select(Message).filter_by(about=f"rsvp:{rsvp.id}")).first()
    message.state = "failed"
    message.trouble = f"550 5.1.1 <{message.to}>: User unknown in virtual mailbox table"
    return message


def address(app: Flask, site: Site, endpoint: str, method: str = "GET", **given: object) -> str:
    """The path of an endpoint in this site."""
    rules = [rule for rule in app.url_map.iter_rules(endpoint) if method in rule.methods]
    rule = max(rules, key=lambda rule: len(rule.arguments))
    names = rule.arguments | ASKED.get(endpoint, set())
    values = {name: (site.values(endpoint) | given)[name] for name in names}
    return app.url_map.bind("localhost").build(endpoint, values, method=method)
