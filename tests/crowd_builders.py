"""One community whose every event grows, for tests of what its pages ask the database."""

import door_builders
import followup_builders
import make

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups.sending import actions as sending
from eventapp.followups.tablemates import companions
from eventapp.programs import actions as programs
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan, Seat, Table


class Evening:
    """One community with an event to come, one that was, and a program; people join all three."""

    def __init__(self) -> None:
        self.host = make.community()
        self.owner = make.member(self.host)
        self.event = make.event(community=self.host, capacity=70, tables=10, seats=10, rounds=2)
        self.past = make.past_event(community=self.host, tables=10, seats=10, rounds=2)
        self.program = make.program(community=self.host, sessions=1)
        self.mine = self.join(self.event, letter="invite")
        self.was = self.join(self.past)
        self.tonight = door_builders.event(community=self.host, capacity=None, tables=10, seats=10)
        self.join(self.tonight)
        self.plan, self.old = self._plan(self.event), self._plan(self.past)
        self.soon = self._plan(self.tonight)
        self.enrolment = self.enrol()
        self.feed = make.personal_feed(self.mine.person)
        self.people = 1
        self.sit()

    def fill(self, until: int) -> None:
        """More people, until there are so many of each."""
        while self.people < until:
            self.people += 1
            self.join(self.event, letter="invite")
            self.join(self.past)
            self.join(self.tonight)
            self.enrol()
            self.sit()

    def grow(self) -> None:
        """More of everything that isn't a person."""
        for _ in range(6):
            make.event(community=self.host)
            make.past_event(community=self.host)
            make.program(community=self.host, sessions=2)
            make.rsvp(make.event(), person=self.mine.person)
            make.member(self.host, "door")

    def card(self) -> str:
        """Write the cards of the past event; the address of mine."""
        sending.draft(self.past, now=clock.now())
        for rsvp in list(companions(self.was))[:8]:
            followup_builders.tick(rsvp, self.was)
        followup_builders.tick(self.was, *companions(self.was))
        followup_builders.batch(self.past)
        return followup_builders.path_of(self.was)

    def join(self, event: Event, *, letter: str | None = None) -> Rsvp:
        someone = make.person() if event is self.event or not hasattr(self, "mine") else None
        who = someone or (self.mine.person if not hasattr(self, "was") else make.person())
        return make.rsvp(event, person=who, letter=letter, industry="Media", stage="mid")

    def enrol(self):
        someone = self.mine.person if not hasattr(self, "enrolment") else make.person()
        said = make.answers(self.event)
        return programs.enrol(self.program, someone.email, said, now=clock.now())[0]

    def sit(self) -> None:
        """Give whoever came last a chair in both rounds; the past event's guests came, and most
        of tonight's.
        """
        laid = (self.plan, self.event), (self.old, self.past), (self.soon, self.tonight)
        for plan, event in laid:
            rsvp = db.session.scalars(
                db.select(Rsvp).filter_by(event_id=event.id).order_by(Rsvp.turn.desc())
            ).first()
            if rsvp.going:
                for number in (1, 2):
                    table = plan.tables[(self.people * number) // 9 % 10]
                    db.session.add(Seat(plan=plan, table=table, rsvp=rsvp, round=number))
            if event is self.past or (event is self.tonight and self.people % 4):
                followup_builders.arrive(rsvp)
        db.session.flush()

    def _plan(self, event: Event) -> Plan:
        plan = Plan(
            event=event, version=1, rounds=2, seed=1, figures={}, bounds={},
            created_at=make.NOON, published_at=clock.now(),
        )  # fmt: skip
        plan.tables = [Table(number=n, capacity=10) for n in range(1, 11)]
        return make.saved(plan)
