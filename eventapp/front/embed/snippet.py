"""The HTML that other sites paste to show a page of ours within theirs."""

from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from eventapp import clock, own_domains
from eventapp.communities.models import Community
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries
from eventapp.mail.outbox import address_of
from eventapp.programs.models import Program

# As high as a frame is where no script makes it grow, in CSS pixels; what is longer scrolls within it.
HEIGHT = 720
_FRAME = Markup(
    '<iframe src="{src}" title="{title}" width="{width}" height="{height}" '
    'style="border:0;width:100%;max-width:{most}px" loading="lazy">'
    '<a href="{page}">{title}</a></iframe>'
)
_LINK = Markup('<a href="{page}">{title}</a>')
_SCRIPT = Markup('<script async src="{script}"></script>')


@dataclass(frozen=True)
class Shared:
    """What of ours another site can show: its name, whose it is, its page, and what stands in a frame."""

    title: str
    community: Community
    page: str
    framed: str
    picture: str = ""

    def html(self, *, width: int | str = "100%", most: int = 760, height: int = HEIGHT) -> str:
        """A frame with a link in it for who has no frames, and the script that makes it grow."""
        frame = _FRAME.format(
            src=self.framed, title=self.title, page=self.page, width=width, most=most, height=height
        )
        return f"{frame}\n{_SCRIPT.format(script=script_of(self.community.slug))}"

    @property
    def link(self) -> str:
        """A plain link, where a site takes neither frames nor scripts."""
        return str(_LINK.format(page=self.page, title=self.title))


def script_of(community: str) -> str:
    """The address of the script that other sites name: always the newest, whatever it says."""
    path = url_for("asset", stamp="latest", name="js/embed.js", _external=False)
    return own_domains.base_of(community) + path


def of_community(host: Community) -> Shared:
    """What is on with a community."""
    at = {"community": host.slug}
    page, framed = address_of("front.community", **at), address_of("embed.community", **at)
    return Shared(host.name, host, page, framed)


def of_event(event: Event) -> Shared:
    """An event with its form."""
    at = {"community": event.community.slug, "event": event.slug}
    return Shared(
        event.title,
        event.community,
        address_of("rsvps.show", **at),
        address_of("embed.event", **at),
        address_of("events.picture", **at),
    )


def of_series(series: EventSeries) -> Shared:
    """The dates of a series, with the picture of the next."""
    host = series.community.slug
    at = {"community": host, "series": series.slug}
    coming = series.announced(clock.now())[:1]
    return Shared(
        series.title,
        series.community,
        address_of("event_series.show", **at),
        address_of("embed.series", **at),
        "".join(address_of("events.picture", community=host, event=one.slug) for one in coming),
    )


def of_program(program: Program) -> Shared:
    """A program with its form."""
    at = {"community": program.community.slug, "program": program.slug}
    return Shared(
        program.title,
        program.community,
        address_of("programs.show", **at),
        address_of("embed.program", **at),
        address_of("programs.picture", **at),
    )
