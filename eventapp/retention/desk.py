"""For how long a community keeps contact data: whose goes when, and what another time would mean."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.forgotten import log
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.front.retention import actions, due
from eventapp.paging import Page
from eventapp.retention.coming import coming
from eventapp.retention.forms import MonthsForm
from eventapp.retention.rules import RULES

bp = Blueprint("contacts", __name__)
# How far the preview looks, in days; the first are gone by tomorrow.
DAYS = (1, 30, 90)
SIZE = 50
# So many lines of what went last.
MOST_WENT = 12
WORDS = {rule.kind: rule.words for rule in RULES} | {
    "contacts": _l("Contact data of people"),
    "ticks": _l("Ticks on cards"),
}


@bp.get("/desk/<community>/contacts")
def show(community: str) -> ResponseReturnValue:
    """Whose contact data goes in the next three months, and when."""
    host, now = desk_community(community), clock.now()
    leaving = due.leaving(host, now=now, until=now + timedelta(days=DAYS[-1]))
    page = Page.asked(request.args, total=len(leaving), size=SIZE)
    return render_template(
        "retention/contacts.html",
        community=host,
        form=MonthsForm(months=host.contact_months),
        owner=g.membership.may("owner"),
        counts=_counts(leaving, now),
        leaving=leaving[page.start : page.end],
        page=page,
        coming=_else(host, until=now + timedelta(days=DAYS[1])),
        went=[
            (words, one)
            for one in log.latest(host, most=MOST_WENT)
            if (words := WORDS.get(one.kind))
        ],
        now=now,
        from_now=host.contacts_go_from if (host.contacts_go_from or now) > now else None,
    )


def _else(community: Community, *, until: datetime) -> dict[str, tuple[int, datetime]]:
    """What else goes from a community: how many of what, and from when on."""
    found: dict[str, tuple[int, datetime]] = {}
    for one in coming(until=until, community=community):
        words = str(one.rule.words)
        number, first = found.get(words, (0, one.first))
        found[words] = (number + one.number, min(first, one.first))
    return found


def _counts(leaving: list[due.Leaving], now: datetime) -> dict[int, int]:
    """How many go within so many days."""
    return {
        days: sum(one.goes_at <= now + timedelta(days=days) for one in leaving) for days in DAYS
    }


@bp.post("/desk/<community>/contacts/review")
def review(community: str) -> ResponseReturnValue:
    """What another time would mean, before it is saved: whose contact data would go, and when."""
    host, now = desk_community(community, "owner"), clock.now()
    months = _months()
    until = now + timedelta(days=DAYS[-1])
    before = due.leaving(host, now=now, until=until)
    after = due.leaving(host, now=now, until=until, keeps=months)
    return render_template(
        "retention/review.html",
        community=host,
        months=months,
        before=_counts(before, now),
        counts=_counts(after, now),
        leaving=after[:SIZE],
        number=len(after),
    )


@bp.post("/desk/<community>/contacts/months")
def save(community: str) -> ResponseReturnValue:
    """Keep contact data for so long from now on; nobody's goes within a day."""
    host = desk_community(community, "owner")
    actions.keep_for(host, _months(), now=clock.now())
    db.session.commit()
    flash(_("Saved. Nobody’s contact data goes before tomorrow."), "good")
    return web.to(".show", community=community)


def _months() -> int:
    """What was chosen, one of those to choose from."""
    form = MonthsForm()
    if not form.validate():
        raise Refused(_("Choose one of the times on the page."))
    months: int = form.months.data
    return months
