"""In which language somebody reads: what they chose, what an event is held in, what their browser likes."""

import made_up_language
import make
import pytest
import series_builders
from conftest import visitor
from flask import Flask
from visitor import Visitor

from eventapp import clock, languages
from eventapp.db import db
from eventapp.events import drafts
from eventapp.mail.models import Message
from eventapp.people.actions import page_token_of, sign_in_link, token_of
from eventapp.rsvps import approvals
from eventapp.rsvps.models import Rsvp


def reads(client: Visitor, path: str, *, likes: str = "") -> str:
    """The one language in which a page speaks."""
    answer = client.get(path, headers={"Accept-Language": likes} if likes else {})
    assert answer.status_code == 200
    said = made_up_language.spoken(answer.text)
    assert len(said) == 1
    (tag,) = said
    assert f'<html lang="{tag}' in answer.text
    return tag


def page(event) -> str:
    return f"/{event.community.slug}/events/{event.slug}"


def written(kind: str) -> str:
    """All that the one letter of a kind says."""
    one = db.session.scalars(db.select(Message).where(Message.kind == kind)).one()
    return "\n".join((one.subject, one.text, one.html))


def choose(client: Visitor, tag: str, **headers: str):
    return client.post("/language", data={"language": tag}, headers=headers)


def test_the_site_speaks_its_own_language_to_who_says_nothing(app: Flask, client: Visitor) -> None:
    assert reads(client, "/") == "en"


@pytest.mark.parametrize(
    ("likes", "gets"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9", "de"),
        ("pt-BR", "pt"),
        ("ja, fr;q=0.5, de;q=0.4", "fr"),
        ("de;q=0, nl;q=0.1", "nl"),
        ("de;q=0", "en"),
        ("ja", "en"),
        ("xx-invalid-;;;q=z", "en"),
        ("en-US,en;q=0.9,de;q=0.8", "en"),
    ],
)
def test_a_browser_says_what_it_likes(client: Visitor, likes: str, gets: str) -> None:
    assert reads(client, "/", likes=likes) == gets


def test_an_event_s_language_goes_before_the_browser_s_and_a_choice_before_both(
    app: Flask, client: Visitor
) -> None:
    german, open_to_all = make.event(language="de"), make.event()

    assert reads(client, page(german), likes="fr") == "de"
    # Twice, as the page is kept once it was written.
    assert reads(client, page(german), likes="fr") == "de"
    # How many come is written apart from the rest.
    make.rsvp(german)
    assert reads(client, page(german), likes="nl") == "de"
    assert len(app.extensions["event_pages"]) == 1
    assert reads(client, page(open_to_all), likes="fr") == "fr"
    assert reads(client, page(open_to_all), likes="nl") == "nl"
    choose(client, "pl")
    assert reads(client, page(german), likes="fr") == "pl"
    assert reads(visitor(app), page(german)) == "de"


def test_a_community_s_language_is_that_of_its_page_its_programs_and_its_events(
    client: Visitor,
) -> None:
    host = make.community(language="tr")
    program, polish = make.program(community=host), make.program(community=host, language="pl")
    event, dutch = make.event(community=host), make.event(community=host, language="nl")

    assert reads(client, f"/{host.slug}") == "tr"
    assert reads(client, f"/{host.slug}/programs/{program.slug}") == "tr"
    assert reads(client, f"/{host.slug}/programs/{polish.slug}") == "pl"
    assert reads(client, page(event)) == "tr"
    assert reads(client, page(dutch)) == "nl"


def test_a_program_reads_as_people_speak_wherever_it_is_held(client: Visitor) -> None:
    program = make.program(language="pt-BR")

    assert reads(client, f"/{program.community.slug}/programs/{program.slug}") == "pt"


def test_a_series_reads_as_its_last_event_or_its_community(client: Visitor) -> None:
    host = make.community(language="es")
    german = series_builders.series(make.event(community=host, language="de"))
    spanish = series_builders.series(make.event(community=host), slug="another")

    assert reads(client, f"/{host.slug}/series/{german.slug}") == "de"
    assert reads(client, f"/{host.slug}/series/{spanish.slug}") == "es"


def test_a_frame_reads_as_its_address_says_whatever_the_event_and_the_browser_do(
    client: Visitor,
) -> None:
    german = make.event(language="de")
    frame = f"{page(german)}/embed"

    assert reads(client, f"{frame}?lang=pt-BR", likes="fr") == "pt"
    assert reads(client, f"{frame}?lang=en", likes="fr") == "en"
    assert reads(client, frame, likes="fr") == "de"
    choose(client, "nl")
    assert reads(client, f"{frame}?lang=pt-BR") == "pt"


def test_a_program_held_in_a_language_that_we_do_not_ship_reads_as_its_community(
    client: Visitor,
) -> None:
    program = make.program(community=make.community(language="es"), language="ja")

    assert reads(client, f"/{program.community.slug}/programs/{program.slug}") == "es"


def test_every_page_says_on_what_its_language_hangs(client: Visitor) -> None:
    event = make.event()
    for path in ("/", page(event), "/lost-link"):
        assert {"Cookie", "Accept-Language"} <= set(client.get(path).headers["Vary"].split(", "))


def test_a_page_that_reads_from_the_right_says_so(client: Visitor) -> None:
    choose(client, "ar")

    assert '<html lang="ar" dir="rtl">' in client.get("/").text


def test_a_choice_lasts_and_leads_back_to_the_page_that_was_open(client: Visitor) -> None:
    answer = choose(client, "de", Referer="http://localhost/lost-link?email=x")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/lost-link?email=x")
    assert f"Max-Age={languages.COOKIE_SECONDS}" in answer.headers["Set-Cookie"]
    assert reads(client, "/lost-link") == "de"


def test_after_a_mistake_in_a_form_a_choice_leads_to_the_page_of_the_form(client: Visitor) -> None:
    event, program = make.event(), make.program()
    wrong = client.submit(page(event), to="/rsvps", email="")
    pages = [page(event), f"/{program.community.slug}/programs/{program.slug}", "/desk/x/team"]
    forms = [f"{pages[0]}/rsvps?x=1", f"{pages[1]}/enrolments", f"{pages[2]}/invitations/7/letters"]

    led = [choose(client, "de", Referer=f"http://localhost{form}") for form in forms]

    assert wrong.status_code == 422
    assert [answer.headers["Location"] for answer in led] == pages
    assert client.get(pages[0]).status_code == client.get(pages[1]).status_code == 200


@pytest.mark.parametrize(
    "referrer",
    [
        "",
        "https://evil.example",
        "http://x//evil.example/",
        "x",
        "http://[",
        "http://evil.example/me",
    ],
)
def test_a_choice_leads_to_no_other_site(client: Visitor, referrer: str) -> None:
    assert choose(client, "de", Referer=referrer).headers["Location"] == "/"


@pytest.mark.parametrize("tag", ["", "ja", "EN", "de-DE", "../de", "x" * 999])
def test_what_we_do_not_ship_cannot_be_chosen(client: Visitor, tag: str) -> None:
    assert choose(client, tag).status_code == 400
    client.set_cookie(languages.COOKIE, tag or "?")
    assert reads(client, "/") == "en"


def test_whoever_is_signed_in_gets_letters_in_what_they_chose(client: Visitor) -> None:
    someone = make.person()
    make.sign_in(client, someone)

    choose(client, "fr")

    assert someone.language == "fr"


def test_a_link_out_of_a_letter_says_who_chose_but_the_page_after_a_form_does_not(
    app: Flask, client: Visitor
) -> None:
    mine, stranger = make.rsvp(), visitor(app)
    stranger.get(f"/r/{page_token_of(mine.link)}")
    choose(stranger, "pl")
    assert mine.person.language == ""

    client.get(f"/r/{token_of(mine.link)}")
    choose(client, "de")

    assert mine.person.language == "de"


def test_a_choice_is_nobody_else_s(client: Visitor) -> None:
    mine, other = make.rsvp(), make.rsvp()
    client.get(f"/r/{token_of(mine.link)}")

    choose(client, "de")

    db.session.refresh(other.person)
    assert other.person.language == ""


def test_the_page_after_a_form_does_not_tell_what_the_owner_of_the_address_chose(
    app: Flask,
) -> None:
    mine = make.rsvp(person=make.person(language="tr"), language="nl")

    assert reads(visitor(app), f"/r/{page_token_of(mine.link)}") == "nl"
    assert reads(visitor(app), f"/r/{token_of(mine.link)}") == "tr"


def test_who_answers_on_a_german_page_hears_in_german_whoever_causes_the_letter(
    app: Flask, client: Visitor
) -> None:
    event = make.event(language="de", needs_approval=True)
    client.submit(page(event), to="/rsvps", email="g@example.org", first_name="G", role=event.roles[0].id)  # fmt: skip
    assert made_up_language.spoken(written("pending")) == {"de"}

    # An organizer who reads English, whose event is in French by now.
    event.language = "fr"
    mine = db.session.scalars(db.select(Rsvp)).one()
    approvals.approve(mine, by=make.member(event.community), now=clock.now())
    assert made_up_language.spoken(written("approved")) == {"de"}
    assert '<html lang="de" dir="ltr"' in written("approved")


def test_a_copy_of_an_event_is_held_in_the_same_language(app: Flask) -> None:
    event = make.event(language="nl")
    then = drafts.next_time(event, now=clock.now())

    assert drafts.copy(event, then, now=clock.now()).language == "nl"


def test_what_somebody_chose_comes_along_when_they_sign_in_elsewhere(client: Visitor) -> None:
    someone = make.person(language="pl")
    link = sign_in_link(someone, now=clock.now())
    db.session.commit()

    client.post(f"/sign-in/{token_of(link)}")

    assert reads(client, "/") == "pl"


def test_readers_of_two_languages_leave_each_other_s_page_kept(app: Flask, client: Visitor) -> None:
    path = page(make.event())
    for likes in ("de", "fr", "de"):
        assert reads(client, path, likes=likes) == likes

    assert len(app.extensions["event_pages"]) == 2
