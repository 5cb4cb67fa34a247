"""Which community a page is about, and how that page looks for it."""

from dataclasses import dataclass, fields, replace

from flask import Flask, abort, g, has_app_context, url_for
from flask_babel import gettext as _

from eventapp.communities.face import accent, words
from eventapp.communities.models import Community


@dataclass(frozen=True)
class Host:
    """What every page about a community needs to know of it: plain values, true also after a rollback."""

    slug: str
    name: str
    colour: str
    logo: str
    logo_width: int
    logo_height: int
    header_picture: str
    header_picture_narrow: str
    header_picture_alt: str
    header_picture_for_events: bool
    table_word: str
    tables_word: str
    # Whether the page wears its face: those of the desk and the door look alike for all communities.
    public: bool = True

    @property
    def dressed(self) -> bool:
        """Whether it has a face of its own."""
        return bool(self.colour or self.logo)

    @property
    def band(self) -> str:
        """The ground of the head of its pages."""
        return accent.band(self.colour)


def about(community: Community) -> None:
    """From here on this page is about a community: it looks like it, and calls tables as it does.

    One that was closed has no pages any more, whichever address leads to one.
    """
    g.host = _host(community)


def at_the_desk(community: Community) -> None:
    """From here on this page is about a community, at its desk or its door: only words are its own."""
    g.host = replace(_host(community), public=False)


def there(community: Community) -> None:
    """410 where a community was closed: whatever belonged to it opens nothing any more."""
    if community.closed_at:
        abort(410, _("This community was closed."))


def _host(community: Community) -> Host:
    there(community)
    names = (one.name for one in fields(Host) if one.name != "public")
    return Host(**{name: getattr(community, name) for name in names})


def host() -> Host | None:
    """The community that this page is about, if it is about one."""
    found: Host | None = g.get("host") if has_app_context() else None
    return found


def colours_address(colour: str) -> str:
    """The address of the sheet that dresses a page in a colour; another one when the sheet changes."""
    return url_for("face.colours", colour=colour[1:], stamp=accent.stamp(colour))


def init(app: Flask) -> None:
    """Let templates ask for the community of a page, its sheet and its names of tables."""
    app.add_template_global(host, "page_host")
    app.add_template_global(colours_address)
    app.add_template_global(words.table, "table_name")
    app.add_template_global(words.at_table, "at_table")
    app.add_template_global(words.tables, "tables_named")
    app.add_template_global(words.word, "word_for_table")
