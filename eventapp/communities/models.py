"""Who hosts: the tenant, who organizes in it, and its own lists of roles and topics."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, index_of, line, one_of, prose, short
from eventapp.people.models import Person

RIGHTS = ("door", "trainer", "organizer", "owner")

# The marks are a colour and a shape that go together; a community may rename and reorder roles.
# They are called as whoever founds it reads.
DEFAULT_ROLES = (
    (_l("Newcomer"), 1),
    (_l("Career changer"), 2),
    (_l("Practitioner"), 3),
    (_l("Student"), 4),
    (_l("Leader"), 5),
    (_l("Founder"), 6),
    (_l("Educator"), 7),
)


MOST_ROLES = 16


class Community(Base):
    """People who organize together; owns events, programs, roles and topics."""

    __tablename__ = "community"
    __table_args__ = (
        index_of("ix_community_closed_at", "closed_at", where="closed_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[short] = mapped_column(unique=True)
    name: Mapped[short]
    summary: Mapped[line] = mapped_column(default="")
    description: Mapped[prose] = mapped_column(default="")
    zone: Mapped[short] = mapped_column(default="Europe/London")
    # What its events are held in, unless they say otherwise; empty leaves it to whoever reads.
    language: Mapped[short] = mapped_column(default="", server_default="")
    # How letters look: a colour as #RRGGBB, and a picture by its digest and size; empty is as usual.
    colour: Mapped[short] = mapped_column(default="", server_default="")
    logo: Mapped[short] = mapped_column(default="", server_default="")
    logo_width: Mapped[int] = mapped_column(default=0, server_default="0")
    logo_height: Mapped[int] = mapped_column(default=0, server_default="0")
    # The picture at the head of its pages, for wide screens and for phones, by their digests.
    header_picture: Mapped[short] = mapped_column(default="", server_default="")
    header_picture_narrow: Mapped[short] = mapped_column(default="", server_default="")
    # What it shows, for whoever doesn't see it, and whether its events have it, too.
    header_picture_alt: Mapped[line] = mapped_column(default="", server_default="")
    header_picture_for_events: Mapped[bool] = mapped_column(default=False, server_default=false())
    # What it calls a table, and several; empty is as usual.
    table_word: Mapped[short] = mapped_column(default="", server_default="")
    tables_word: Mapped[short] = mapped_column(default="", server_default="")
    # Where whoever asks about their data writes to; empty is the site's own address.
    contact_address: Mapped[line] = mapped_column(default="", server_default="")
    # For so many months after a person's last event here who they are is kept, and what they said.
    contact_months: Mapped[int] = mapped_column(default=12, server_default="12")
    # Nobody's goes before: set when this began, so that there was time to look.
    contacts_go_from: Mapped[datetime | None]
    # Up to the end of which past event was looked at for whose is to go, and when that began anew.
    contacts_looked_to: Mapped[datetime | None]
    contacts_looked_at: Mapped[datetime | None]
    # Since when it is there for nobody any more; after some days all of it goes.
    closed_at: Mapped[datetime | None]
    # How many endpoints hear what happens here (`webhooks`): 0 where none, so nobody looks for them.
    webhooks: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]

    roles: Mapped[list["Role"]] = relationship(
        back_populates="community", order_by="Role.position", cascade="all, delete-orphan"
    )
    topics: Mapped[list["Topic"]] = relationship(
        back_populates="community", order_by="Topic.name", cascade="all, delete-orphan"
    )


class Membership(Base):
    """What a person may do in a community: watch the door, lead programs, organize, or own it."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("community_id", "person_id"), one_of("right", RIGHTS))

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    right: Mapped[short]
    # As the owner wrote it: what this person is called elsewhere is none of this community's.
    first_name: Mapped[short] = mapped_column(default="", server_default="")
    # Which columns of the list of people they want to see; None as long as they haven't chosen.
    people_columns: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    # Since when an owner lets them see what guests say in confidence: whom they won't sit with.
    trusted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    community: Mapped[Community] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def name(self) -> str:
        """What this member is called here."""
        return self.first_name or self.person.first_name

    def may(self, right: str, *, leads: bool = False) -> bool:
        """Whether this membership covers a right; an owner may do all, an organizer the door.

        A trainer's covers nothing but what they lead: their programs, and the sessions of these.
        """
        if self.right == "trainer" and not leads:
            return False
        return RIGHTS.index(self.right) >= RIGHTS.index(right)


class Role(Base):
    """What someone brings to the mix, from the community's own list; its mark is 1 to 8."""

    __tablename__ = "role"
    __table_args__ = (
        UniqueConstraint("community_id", "name"),
        CheckConstraint("mark BETWEEN 1 AND 8", name="mark_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    name: Mapped[short]
    mark: Mapped[int]
    position: Mapped[int]

    community: Mapped[Community] = relationship(back_populates="roles")


class Topic(Base):
    """A subject that asks and offers may share."""

    __tablename__ = "topic"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    name: Mapped[short]

    community: Mapped[Community] = relationship(back_populates="topics")
