"""Who may come, inviting and answering in a browser: nothing hinders, and it works without scripts."""

import make
import pytest
from browser import axe
from conftest import visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events import quotas
from eventapp.events.limits import Quota, Quotas
from eventapp.rsvps.invitations import letters
from eventapp.rsvps.invitations.models import InvitationUse

pytestmark = pytest.mark.browser

WIDER = "document.documentElement.scrollWidth > innerWidth + 1"
UNFOLD = "document.querySelectorAll('details.event-setting').forEach(one => one.open = true)"


@pytest.fixture
def pages(app, host) -> dict[str, str]:
    """A dinner by invitation, and the addresses around it."""
    event = make.event(
        community=host, visibility="invited", title="Dinner for leaders", conduct="Be kind.",
        waitlist_mode="offer", hybrid=True, online_url="https://meet.example/room",
    )  # fmt: skip
    quotas.keep(event, Quotas({event.roles[0].id: Quota(6, 10)}, {"mid": Quota(0, 9)}))
    draft = make.draft(community=host, title="Breakfast")
    later = make.event(community=host, rsvps_open=-1440)
    names = ("Ann Example", "", "Maximiliane von und zu Hohenstein", "Bo")
    found = [
        make.invitation(event, name=name, email=f"a{n}@example.org") for n, name in enumerate(names)
    ]
    found[2].declined_at = clock.now()
    db.session.add(InvitationUse(invitation_id=found[3].id, rsvp_id=make.rsvp(event).id))
    many = make.invitation(event, email=None, most=20)
    db.session.commit()
    desk, public = f"/desk/{host.slug}/events", f"/{host.slug}/events"
    return {
        "room": f"{desk}/{draft.slug}/plan?step=room",
        "review": f"{desk}/{draft.slug}/plan?step=review",
        "plan": f"{desk}/{event.slug}/plan",
        "invitations": f"{desk}/{event.slug}/invitees",
        "invited": f"/i/{letters.token_of(found[0])}",
        "refused": f"/i/{letters.token_of(found[2])}",
        "used": f"/i/{letters.token_of(found[3])}",
        "many": f"/i/{letters.token_of(many)}",
        "stranger": f"{public}/{event.slug}",
        "later": f"{public}/{later.slug}",
    }


@pytest.fixture
def organizing(open_browser, page_server, pages, app, host):
    someone = visitor(app)
    make.sign_in(someone, make.member(host, first_name="Ines"))
    cookie = someone.get_cookie("eventapp").value
    db.session.commit()
    db.session.remove()

    def open_one(**options):
        page = open_browser(**options)
        page.context.add_cookies([{"name": "eventapp", "value": cookie, "url": page_server}])
        return page

    return open_one


@pytest.mark.parametrize(
    "look", [{}, {"width": 390, "color_scheme": "dark"}], ids=["desk", "phone"]
)
def test_no_page_about_invitations_hinders_anybody_or_sticks_out(
    organizing, page_server, pages, look
):
    page, found = organizing(**look), []

    for name, path in pages.items():
        page.goto(page_server + path)
        page.evaluate(UNFOLD)
        found += [f"{name}: {line}" for line in axe(page)]
        found += [f"{name} is wider than its window"] if page.evaluate(WIDER) else []

    assert found == []


def test_inviting_and_saying_no_and_yes_work_without_scripts(
    organizing, open_browser, page_server, pages
):
    desk = organizing(java_script_enabled=False)
    desk.goto(page_server + pages["invitations"])
    desk.fill("#addresses", "Kofi Mensah <kofi@example.org>")
    desk.click("text=Send invitations")
    guest = open_browser(java_script_enabled=False, width=390)
    guest.goto(page_server + pages["invited"])

    guest.click("text=I can’t come")
    said_no = guest.locator(".note").first.inner_text()
    guest.check("[name=role] >> nth=0")
    guest.check("[name=joins] >> nth=0")
    guest.check("[name=agreed]")
    guest.click("button:has-text('Save my seat')")

    assert desk.locator(".invitees").inner_text().count("Kofi Mensah") == 1
    assert "Thank you for telling us" in said_no
    assert "/r/" in guest.url
