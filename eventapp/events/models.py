"""One gathering at one time."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community, Role
from eventapp.db import Base, index_of, line, one_of, prose, short
from eventapp.errors import Refused
from eventapp.events.quota_tables import event_role
from eventapp.events.rounds import HELLO, Evening, Timetable, closes, evening_at, from_json

# People are let in from this long before the start: then the evening is going on.
DOORS = timedelta(minutes=30)
# How a place that frees is given out: to the next at once, offered for some hours, or by hand.
WAITLISTS = ("automatic", "offer", "by_hand")
# Listed for everybody, only for who knows the address, or only for who was invited.
VISIBILITIES = ("listed", "unlisted", "invited")
# Hours before the event that everybody is reminded, unless the organizer says otherwise.
USUAL_REMINDER = 24


class Event(Base):
    """A meetup, or a session of a program; a draft until it is published, and always as an example."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("community_id", "slug"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_positive"),
        CheckConstraint("tables >= 1 AND seats >= 2 AND rounds >= 1", name="room_possible"),
        CheckConstraint("sequence >= 0", name="sequence_counted"),
        one_of("waitlist_mode", WAITLISTS),
        one_of("visibility", VISIBILITIES),
        # A community's latest events, and those to come, without reading the others.
        Index("ix_event_community_starts_at", "community_id", "starts_at"),
        Index("ix_event_community_ends_at", "community_id", "ends_at"),
        Index("ix_event_ends_at", "ends_at"),
        index_of("ix_event_to_remind", "starts_at", where="reminded_at IS NULL"),
        index_of("ix_event_to_ask_back", "ends_at", where="feedback_asked_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    slug: Mapped[short]
    uid: Mapped[line] = mapped_column(unique=True)
    title: Mapped[short]
    summary: Mapped[line] = mapped_column(default="")
    description: Mapped[prose] = mapped_column(default="")
    # Of its page, its letters and what is printed: one that we ship, or its community's.
    language: Mapped[short] = mapped_column(default="", server_default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    zone: Mapped[short]
    place_name: Mapped[line] = mapped_column(default="")
    place_address: Mapped[line] = mapped_column(default="")
    map_url: Mapped[prose] = mapped_column(default="")
    online_url: Mapped[prose] = mapped_column(default="")
    # The link belongs to whoever has a place, unless the organizer gives it to everybody.
    online_public: Mapped[bool] = mapped_column(default=False)
    capacity: Mapped[int | None]
    # Minutes from the start, below 0 before it, so that both move and are copied with the event.
    rsvps_close: Mapped[int] = mapped_column(default=0, server_default="0")
    waitlist_closes: Mapped[int] = mapped_column(default=0, server_default="0")
    # None is open from publication on.
    rsvps_open: Mapped[int | None]
    waitlist_mode: Mapped[short] = mapped_column(default="automatic", server_default="automatic")
    offer_hours: Mapped[int] = mapped_column(default=24, server_default="24")
    # Until then places are held for roles and stages that have too few.
    places_held: Mapped[int] = mapped_column(default=-2880, server_default="-2880")
    needs_approval: Mapped[bool] = mapped_column(default=False, server_default=false())
    visibility: Mapped[short] = mapped_column(default="listed", server_default="listed")
    # How many people each guest may bring.
    most_guests: Mapped[int] = mapped_column(default=0, server_default="0")
    # Each guest says whether they come to the place or join online.
    hybrid: Mapped[bool] = mapped_column(default=False, server_default=false())
    example: Mapped[bool] = mapped_column(default=False, server_default=false())
    # What everybody agrees to before they come; empty where nothing is asked.
    conduct: Mapped[prose] = mapped_column(default="", server_default="")
    # So many hours before, everybody is asked whether they still come, or reminded; None: nobody.
    confirm_hours: Mapped[int | None]
    reminder_hours: Mapped[int | None]
    # Standard questions that are not as usual, by their field: "off", "on" or "required".
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    # How often its own questions were changed: 0 where there were never any, so nobody looks for them.
    questions_version: Mapped[int] = mapped_column(default=0, server_default="0")
    # How often the words of its letters were changed: 0 where all are as usual, so nobody looks for them.
    words_version: Mapped[int] = mapped_column(default=0, server_default="0")
    tables: Mapped[int] = mapped_column(default=6)
    seats: Mapped[int] = mapped_column(default=6)
    rounds: Mapped[int] = mapped_column(default=3)
    minutes: Mapped[int] = mapped_column(default=25)
    # Its rounds as somebody runs them (`as_json`); None while the timetable says what is now.
    run: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # SEQUENCE of the calendar entry: it rises with every change that a calendar must follow.
    sequence: Mapped[int] = mapped_column(default=0)
    revised_at: Mapped[datetime]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    followed_up_at: Mapped[datetime | None]
    # When the last guest was reminded, or asked how it was, and when organizers were told what is new.
    reminded_at: Mapped[datetime | None]
    feedback_asked_at: Mapped[datetime | None]
    digested_at: Mapped[datetime | None]

    community: Mapped[Community] = relationship()
    roles: Mapped[list[Role]] = relationship(secondary=event_role, order_by=Role.position)

    @property
    def held_in(self) -> str:
        """The language of this event, or its community's; empty where neither says one."""
        return self.language or self.community.language

    @property
    def state(self) -> str:
        """`draft`, `published` or `cancelled`."""
        if self.cancelled_at:
            return "cancelled"
        return "published" if self.published_at else "draft"

    @property
    def local_start(self) -> datetime:
        """When it begins, on the clocks of its place."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def local_end(self) -> datetime:
        """When it ends, on the clocks of its place."""
        return self.ends_at.astimezone(ZoneInfo(self.zone))

    @property
    def chairs(self) -> int:
        """How many people the tables hold."""
        return self.tables * self.seats

    @property
    def online(self) -> bool:
        """Whether people can join from afar."""
        return bool(self.online_url) or self.hybrid

    @property
    def where(self) -> str:
        """Where it is, in a word for everybody: never the link to join."""
        if self.hybrid and self.place_name:
            return _("%(place)s, and online", place=self.place_name)
        return self.place_name or (_("Online") if self.online else "")

    @property
    def lacks_a_way(self) -> bool:
        """Whether guests may choose place or online while one of the two isn't given."""
        return self.hybrid and not (self.place_name and self.online_url)

    @property
    def listed(self) -> bool:
        """Whether it stands in lists, feeds and search engines."""
        return self.visibility == "listed"

    @property
    def by_invitation(self) -> bool:
        """Whether only an invitation opens its page."""
        return self.visibility == "invited"

    @property
    def public_link(self) -> str:
        """The link to join as everybody may see it: empty unless the organizer says so."""
        return self.online_url if self.online_public and not self.cancelled_at else ""

    @property
    def guests_link(self) -> str:
        """The link to join for whoever has a place; ask `Rsvp.join_link`, which knows who has."""
        return "" if self.cancelled_at else self.online_url

    def evening(self, now: datetime) -> Evening:
        """How its rounds stand now: by the timetable, or as somebody runs them."""
        planned = Timetable(self.starts_at + HELLO, self.rounds, self.minutes)
        return evening_at(planned, from_json(self.run) if self.run else None, now)

    def closes_at(self, now: datetime) -> datetime:
        """When it ends, in UTC: as planned, or later when its rounds run later."""
        return closes(self.ends_at, self.evening(now)) if self.run else self.ends_at

    @property
    def rsvps_open_at(self) -> datetime | None:
        """When its page begins to take answers, in UTC; None when it did with publication."""
        if self.rsvps_open is None:
            return None
        return self.starts_at + timedelta(minutes=self.rsvps_open)

    @property
    def rsvps_close_at(self) -> datetime:
        """When its page stops taking answers, in UTC; at its end at the latest."""
        return min(self.starts_at + timedelta(minutes=self.rsvps_close), self.ends_at)

    @property
    def waitlist_closes_at(self) -> datetime:
        """When places that free stop going to whoever waits, in UTC; at its end at the latest."""
        return min(self.starts_at + timedelta(minutes=self.waitlist_closes), self.ends_at)

    def meets(self, other: "Event") -> bool:
        """Whether two events take place at the same time, in part or in whole."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def over(self, now: datetime) -> bool:
        """Whether the event has ended."""
        return self.closes_at(now) <= now

    def going_on(self, now: datetime) -> bool:
        """Whether it is under way, from when people are let in until its end."""
        return self.starts_at - DOORS <= now < self.closes_at(now)

    def days_left(self, now: datetime) -> int:
        """How many days until its day, on the clocks of its place: 0 today, below 0 when past.

        An evening that is going on is today, also after midnight.
        """
        if self.going_on(now):
            return 0
        return (self.local_start.date() - now.astimezone(ZoneInfo(self.zone)).date()).days

    def publish(self, now: datetime) -> None:
        """List the event from now on; twice is once. A past or cancelled one is refused."""
        if self.cancelled_at or self.example:
            raise Refused(_("Neither a cancelled event nor an example is published. Copy it."))
        if self.ends_at <= now:
            raise Refused(_("An event that is over can't be published. Give it a later date."))
        if not self.roles:
            raise Refused(_("Choose at least one role that people can come as, then publish."))
        self.published_at = self.published_at or now

    def refuse_when_ended(self, now: datetime) -> None:
        """Refuse a place at an event that is over or called off."""
        if self.cancelled_at or self.over(now):
            raise Refused(_("Nobody can get a place any more."))

    def open_for_rsvps(self, now: datetime) -> bool:
        """Whether somebody may say yes on its page now."""
        return self.before_closing(now) and not self.opens_later(now)

    def before_closing(self, now: datetime) -> bool:
        """Whether somebody may still say yes on its page, now or once it opens."""
        return self._takes_people and now < self.rsvps_close_at

    def opens_later(self, now: datetime) -> bool:
        """Whether its page doesn't take answers yet, but will."""
        opens = self.rsvps_open_at
        return opens is not None and now < opens and self.before_closing(now)

    def open_at_door(self, now: datetime) -> bool:
        """Whether the door lets people in who are not on the list: until the event is over."""
        return self._takes_people and not self.over(now)

    def serves_waitlist(self, now: datetime) -> bool:
        """Whether a place that frees goes to whoever waits, with a mail."""
        return not self.cancelled_at and now < self.waitlist_closes_at

    def gives_out_places(self, now: datetime) -> bool:
        """The same without anybody pressing a button, at once or as an offer."""
        return self.waitlist_mode != "by_hand" and self.serves_waitlist(now)

    def holds_places(self, now: datetime) -> bool:
        """Whether places are still held for the roles and stages that have too few."""
        return now < self.held_until

    @property
    def held_until(self) -> datetime:
        """When places stop being held for roles and stages, in UTC."""
        return self.starts_at + timedelta(minutes=self.places_held)

    @property
    def _takes_people(self) -> bool:
        return bool(self.published_at) and not self.cancelled_at
