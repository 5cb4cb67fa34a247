"""At its own domain a community has its pages; the desk and signing in stay at the main address."""

import make
import pytest
from announcing import letters

from eventapp import doctor
from eventapp.communities.models import Community
from eventapp.config import BadSetting, from_env
from eventapp.db import db
from eventapp.people.actions import token_of
from eventapp.rsvps import actions

OWN = "meet.example.org"
MAIN = "http://localhost"


@pytest.fixture
def host(app) -> Community:
    host = make.community()
    app.config["DOMAINS"] = {OWN: host.slug}
    app.config["TRUSTED_HOSTS"] = [*(app.config["TRUSTED_HOSTS"] or ["localhost"]), OWN]
    app.config["BASE_URL"] = MAIN
    return host


def at_own(client, path: str):
    return client.get(path, base_url=f"http://{OWN}")


def test_its_home_page_is_that_community_s(client, host):
    shown = at_own(client, "/")

    assert shown.status_code == 200
    assert f"<h1>{host.name}</h1>" in shown.text
    assert f"http://{OWN}/{host.slug}/calendar.ics" in shown.text
    assert "<h1>" + host.name not in client.get("/").text


@pytest.mark.parametrize("path", ["/desk", "/me?x=1", "/sign-in?next=/me", "/metrics", "/other"])
def test_what_is_not_there_is_led_to_the_main_address(client, host, path):
    make.community(slug="other")

    answer = at_own(client, path)

    assert answer.status_code == 302
    assert answer.location == MAIN + path


def test_nothing_is_posted_to_the_desk_or_signed_in_there(app, client, host):
    app.config["WTF_CSRF_ENABLED"] = False

    for path in ("/sign-in", "/sign-out", f"/desk/{host.slug}/settings"):
        assert client.post(path, base_url=f"http://{OWN}").status_code == 404, path


def test_an_unknown_host_is_turned_away(client, host):
    assert client.get("/", base_url="http://evil.example").status_code == 400


def test_links_follow_the_settings_and_never_the_host_of_a_request(client, host):
    other = make.event()
    event = make.event(community=host)
    page = f"/{host.slug}/events/{event.slug}"

    for shown in (client.get(page), at_own(client, page)):
        assert f'<link rel="canonical" href="http://{OWN}{page}">' in shown.text
        assert f'<meta property="og:image" content="http://{OWN}{page}' in shown.text
    theirs = client.get(f"/{other.community.slug}/events/{other.slug}").text
    assert OWN not in theirs


def test_letters_and_calendars_lead_there(app, host):
    event = make.event(community=host)

    actions.request(event, "aiko@example.org", make.answers(event), once="1", now=make.NOON)

    (letter,) = letters("invite")
    entry = letter.calendar.decode().replace("\r\n ", "")
    for said in (letter.text, letter.html, entry):
        assert f"http://{OWN}/r/~" in said
        assert f"{MAIN}/r/" not in said
    assert f"http://{OWN}/{host.slug}/privacy" in letter.text


def test_a_personal_page_opens_there(client, host):
    rsvp = make.rsvp(make.event(community=host))

    assert at_own(client, f"/r/{token_of(rsvp.link)}").status_code == 200


def test_a_form_of_ones_own_domain_is_taken_there_and_by_no_other_host(client, host):
    event = make.event(community=host)
    path = f"/{host.slug}/events/{event.slug}/rsvps"
    origin = {"Origin": f"http://{OWN}"}

    assert client.post(path, base_url=f"http://{OWN}", headers=origin).status_code != 404
    assert client.post(path, headers=origin).status_code == 400


def test_the_setting_names_hosts_and_communities():
    found = from_env(
        {
            "EVENTAPP_BASE_URL": "https://events.example.org",
            "EVENTAPP_DOMAINS": "meet.example.org=data-kitchen, Tables.example.net=mixed",
        }
    )

    assert found["DOMAINS"] == {"meet.example.org": "data-kitchen", "tables.example.net": "mixed"}
    assert found["TRUSTED_HOSTS"] == ["events.example.org", OWN, "tables.example.net"]


@pytest.mark.parametrize(
    "value",
    ["meet.example.org", "=x", "a b", "https://meet.example.org=x", "meet.example.org=/x",
     "meet.example.org=x,meet.example.org=y", "events.example.org=x", "*.example.org=x"],
)  # fmt: skip
def test_a_wrong_setting_stops_the_start(value):
    with pytest.raises(BadSetting, match="EVENTAPP_DOMAINS"):
        from_env({"EVENTAPP_BASE_URL": "https://events.example.org", "EVENTAPP_DOMAINS": value})


def test_the_doctor_names_a_domain_without_its_community(app, host):
    app.config["DOMAINS"] |= {"gone.example.org": "gone"}
    db.session.commit()

    said = {one.sentence: one.sign for one in doctor.examine(app) if one.subject == "domain"}

    assert list(said.values()) == [doctor.GOOD, doctor.BAD]
    assert "gone.example.org to gone" in list(said)[1]
