"""The desk's pages in a browser: nothing hinders, nothing sticks out, forms work without scripts."""

from datetime import timedelta

import make
import pytest
from browser import axe
from conftest import visitor
from playwright.sync_api import expect

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import bounces
from eventapp.mail.models import Message
from eventapp.rsvps import history
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.browser

WIDER = "document.documentElement.scrollWidth > innerWidth + 1"
LIST = "Vorname;E-Mail;Status\nZoë;zoe@example.org;Attending\nBo;nowhere;Attending\n"
EDITED = """Name,Email,Status,Company
Aiyana,aiyana@example.org,Attending,Lighthouse
Pekka,pekka@example.org,Attending,
Maren,maren@example.org,Cancelled,
Lena,haas@example.org,Attending,
Milan,haas@example.org,Attending,
Tobias,tobias@example.org,Beamed up,
Ngozi,,On waitlist,
"""


@pytest.fixture
def pages(app) -> dict[str, str]:
    """A community in full swing, and the addresses of its desk."""
    host = make.community(name="Leith Table", slug="leith")
    start = (clock.now() + timedelta(days=3)).replace(hour=17, minute=0, second=0)
    event = make.event(
        community=host,
        capacity=8,
        title="Coffee & Careers: people who work with data",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
    )
    draft = make.draft(community=host, title="Breakfast", summary="", place_name="")
    make.past_event(community=host)
    for n in range(10):
        make.rsvp(event, letter="invite", organization="Edinburgh Uni", food="vegan" if n else "")
    message = db.session.scalars(db.select(Message)).first()
    message.state = "failed"
    message.trouble = f"550 5.1.1 <{message.to}>: Recipient address rejected: User unknown in virtual mailbox table"
    make.held_mail(event, text="BEGIN:VCALENDAR " + "X" * 300, subject="Re: " + "long" * 40)
    make.held_mail(event)
    told = _told(event)
    desk = f"/desk/{host.slug}"
    on, off = f"{desk}/events/{event.slug}", f"{desk}/events/{draft.slug}"
    return {
        "home": desk,
        "events": f"{desk}/events",
        "new": f"{desk}/events/new",
        "what": f"{off}/plan",
        "when": f"{off}/plan?step=when",
        "room": f"{off}/plan?step=room",
        "review": f"{off}/plan?step=review",
        "plan": f"{on}/plan",
        "cancel": f"{on}/cancellation",
        "people": f"{on}/people",
        "add": f"{on}/people/new",
        "import": f"{on}/people/import",
        "export": f"{on}/export",
        "messages": f"{on}/messages",
        "letters": f"{on}/letters",
        "words": f"{on}/letters/waitlist",
        "fixed": f"{on}/letters/goodbye",
        "look": f"{desk}/look",
        "mail": f"{desk}/mail",
        "came back": f"{on}/people/{told.id}",
        "mailbox": "/dev/mailbox",
        "settings": f"{desk}/settings",
        "roles": f"{desk}/roles",
        "team": f"{desk}/team",
        "log": f"{desk}/activity",
    }


def _told(event) -> Rsvp:
    """A guest whose calendar said no, who wrote, and whom mail doesn't reach."""
    rsvp = make.rsvp(event)
    rsvp.leaves_at = clock.now()
    bounces.note(rsvp.person.email, status="5.1.1", said="", now=clock.now())
    history.note(rsvp, "wrote", after="Dog", now=clock.now())
    make.held_mail(event, rsvp=rsvp, done_at=clock.now(), why="", text="May I bring my dog?")
    return rsvp


@pytest.fixture
def cookie(app, pages) -> str:
    """What a browser holds that is signed in as the owner."""
    from eventapp.communities.models import Community

    host = db.session.scalars(db.select(Community)).first()
    someone = visitor(app)
    make.sign_in(someone, make.member(host, first_name="Ines"))
    found = someone.get_cookie("eventapp")
    db.session.commit()
    db.session.remove()
    return found.value


@pytest.fixture(params=["open_browser"])
def signed_in(request, page_server, cookie):
    def open_one(**options):
        page = request.getfixturevalue(request.param)(**options)
        page.context.add_cookies([{"name": "eventapp", "value": cookie, "url": page_server}])
        return page

    return open_one


@pytest.mark.parametrize(
    "look", [{}, {"width": 320, "color_scheme": "dark"}], ids=["desk", "phone"]
)
def test_no_page_of_the_desk_hinders_anybody_or_sticks_out(signed_in, page_server, pages, look):
    page, found = signed_in(**look), []

    for name, path in pages.items():
        page.goto(page_server + path)
        found += [f"{name}: {line}" for line in axe(page)]
        found += [f"{name} is wider than its window"] if page.evaluate(WIDER) else []

    assert found == []


@pytest.mark.parametrize(
    "look", [{}, {"width": 320, "color_scheme": "dark"}], ids=["desk", "phone"]
)
def test_a_change_and_a_list_are_looked_at_on_pages_that_hinder_nobody(
    signed_in, page_server, pages, look
):
    page = signed_in(java_script_enabled=True, **look)

    page.goto(page_server + pages["plan"])
    page.fill("#place_name", "Café Søren")
    page.fill("#online_url", "https://meet.example/" + "room" * 20)
    page.click(".savebar .btn")
    changed = axe(page), page.evaluate(WIDER)
    page.click("text=Save and send")
    page.goto(page_server + pages["import"])
    list_file = {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp1252")}
    page.set_input_files("#file", list_file)
    page.click("text=Look at it")
    looked = axe(page), page.evaluate(WIDER)

    assert (changed, looked) == (([], False), ([], False))
    assert page.locator("h1").inner_text() == "One person on this list"


def test_a_meetup_is_published_without_scripts(signed_in, page_server, pages):
    page = signed_in(java_script_enabled=False)
    page.goto(page_server + pages["new"])
    page.fill("#title", "Open tables")
    page.click("text=Save the draft and go on")
    page.fill("#place_name", "Drill Hall")
    page.click("text=Save and go on")
    page.click("text=Continue to review")

    page.click("text=Publish >> nth=-1")

    assert page.locator(".flash.good").inner_text().startswith("It’s out.")
    page.goto(f"{page_server}/leith/events/open-tables")
    assert page.locator("h1").inner_text() == "Open tables"


@pytest.mark.parametrize("signed_in", ["open_browser", "open_firefox"], indirect=True)
def test_a_form_with_a_mistake_takes_the_reader_to_it(signed_in, page_server, pages):
    page = signed_in()
    page.goto(page_server + pages["plan"])
    page.fill("#title", "")
    page.fill("#ends_at", "01:00")
    page.click(".savebar .btn")

    summary = page.locator("#problem")

    assert summary.locator("li").count() == 2
    assert axe(page) == []
    summary.locator("a").last.click()
    expect(page.locator("#ends_at")).to_be_focused()


@pytest.mark.parametrize(
    "look", [{}, {"width": 320, "color_scheme": "dark"}], ids=["desk", "phone"]
)
def test_a_list_that_is_read_again_is_corrected_on_a_page_that_hinders_nobody(
    signed_in, page_server, pages, look
):
    event = db.session.scalars(db.select(Event).filter_by(published_at=make.NOON)).first()
    for name, address in (("Aiyana", "aiyana"), ("Pekka", "peka"), ("Maren", "maren")):
        listed = make.rsvp(event, first_name=name, email=f"{address}@example.org")
        listed.answered_at = None if name != "Maren" else make.NOON
    make.rsvp(event, email="tobias@example.org", first_name="Tobias").answered_at = None
    db.session.commit()
    page = signed_in(**look)

    page.goto(page_server + pages["import"])
    list_file = {"name": "list.csv", "mimeType": "text/csv", "buffer": EDITED.encode()}
    page.set_input_files("#file", list_file)
    page.click("text=Look at it")
    page.click("button[value='2|coming|Beamed up']")
    page.click(".review-cols > section summary")

    assert "Beamed up" in page.locator("#states").inner_text()
    assert "not understood" not in page.locator("#states").inner_text()
    assert (axe(page), page.evaluate(WIDER)) == ([], False)
