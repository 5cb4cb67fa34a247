"""The public page of a program: what it says of its sessions and its people, and its way in by how it stands."""

import re
from datetime import timedelta

import make
import page_crawler
import program_page_builders as courses
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock, languages
from eventapp.db import db
from eventapp.programs.models import Program, Trainer

NOW = courses.THEN


@pytest.fixture
def program(app: Flask, monkeypatch) -> Program:
    monkeypatch.setattr(clock, "now", lambda: courses.THEN)
    return courses.tuesdays()


def shown(client: Visitor, program: Program) -> str:
    return courses.shown(client, courses.path(program))


def test_it_says_when_sessions_are_in_one_line_also_over_a_change_of_clocks(client, program):
    text = shown(client, program)

    assert "Tuesdays, 18:30–20:00" in text
    assert "16 March to 13 April" in text
    assert "Two evenings done, three to go" in text
    assert "The five evenings" in text


def test_a_session_at_another_hour_takes_the_weekday_out_of_the_line(client, program):
    program.sessions[4].event.starts_at += timedelta(minutes=30)

    text = shown(client, program)

    assert "Tuesdays" not in text
    assert "Five evenings" in text


def test_a_session_called_off_stays_in_its_place_and_has_no_number(client, program):
    program.sessions[2].event.cancelled_at = NOW

    text = shown(client, program)

    assert re.search(r"Called off\. Tue,? 30 Mar, 18:30 Evening 3", text)
    assert "Two evenings done, two to go" in text
    assert "Next Tue 6 Apr" in text or "Next Tue, 6 Apr" in text
    assert "Join from evening three" in text


def test_how_many_came_is_said_from_five_people_on(client, app, monkeypatch):
    many, few = courses.course(5), courses.course(4)

    assert "Done, 5 came" in shown(client, many)
    assert "came" not in shown(client, few)


def test_who_comes_to_one_session_only_finds_its_page_unless_it_takes_nobody(client, program):
    program.sessions[3].drop_in = 0
    db.session.commit()

    tags = page_crawler.markup(client.get(courses.path(program)).text).tags
    links = [given.get("href") for _name, given in tags]

    of = {f"/{program.community.slug}/events/{s.event.slug}" for s in program.sessions}
    assert of & set(links) == {
        f"/{program.community.slug}/events/{program.sessions[n].event.slug}" for n in (2, 4)
    }


def test_compulsory_and_optional_are_said_where_they_differ(client, program):
    assert ". Optional" not in shown(client, program)

    program.sessions[2].compulsory = True

    text = shown(client, program)
    assert text.count("Compulsory") == 1
    assert text.count(". Optional") == 4
    assert "The compulsory ones must be among them." in text


def test_it_says_free_only_where_no_price_is_noted(client, program):
    assert "Free" in shown(client, program)

    program.price_note = "10 euro, or what you can"

    text = shown(client, program)
    assert "10 euro, or what you can" in text
    assert "Free" not in text


@pytest.mark.parametrize(
    ("tag", "name"), [("de", "German"), ("pt-BR", "Portuguese"), ("xx-nope", "xx")]
)
def test_another_language_is_said(client, program, tag, name):
    program.language = tag
    client.set_cookie(languages.COOKIE, "en")

    assert name in shown(client, program)


def test_the_language_of_the_site_isnt_said(client, program):
    program.language = "en"

    # But in the menu of languages.
    assert shown(client, program).count("English") <= 1


def test_who_leads_it_stands_with_role_and_words(client, program):
    role = program.community.roles[0]
    program.trainers.append(
        Trainer(position=1, kind="trainer", name="Noor Rahman", about="Teaches maths",
                words="I only know one trick.", role=role)
    )  # fmt: skip
    program.trainers.append(Trainer(position=2, kind="host", name="Chidi Eze", about="", words=""))

    text = shown(client, program)

    assert f"Noor Rahman {role.name}. Teaches maths “I only know one trick.”" in text
    assert "Chidi Eze Host" in text


def test_what_it_asks_and_what_completes_it_is_in_words(client, program):
    before = make.program(community=program.community, title="Very first steps")
    program.requires_id, program.agreement = before.id, "I bring a laptop."
    program.certificate_sessions, program.certificate_people = 4, 10
    program.certificate_roles, program.certificate_reflection = 3, True

    text = shown(client, program)

    for said in (
        "To have completed this before: Very first steps",
        "I bring a laptop.",
        "Be at four of five sessions.",
        "Meet ten of the others.",
        "Meet people of three roles.",
        "Write in a few lines what you take with you.",
    ):
        assert said in text


def test_a_program_without_certificates_promises_none(client, program):
    program.certificate_sessions = 0

    assert "certificate" not in shown(client, program).lower()


def test_other_runs_are_named_with_their_dates_but_for_drafts_and_those_called_off(client, program):
    host = program.community
    for cohort, given in (
        ("Autumn", {}), ("Secret", {"published_at": None}), ("Dropped", {"cancelled_at": NOW})
    ):  # fmt: skip
        make.program(community=host, first_id=program.id, cohort=cohort, sessions=2, **given)
    make.program(community=host, cohort="Stranger")

    text = shown(client, program)

    assert "Other times Autumn 28 March to 4 April" in text
    assert not any(name in text for name in ("Secret", "Dropped", "Stranger"))


def early(program: Program) -> None:
    program.enrols_from = NOW + timedelta(days=1)


def closed(program: Program) -> None:
    program.enrols_until = NOW


def begun(program: Program) -> None:
    program.late_joining = False


def cancelled(program: Program) -> None:
    program.cancelled_at = NOW


def full(program: Program) -> None:
    program.capacity = 1
    courses.join(program)
    for session in program.sessions:
        session.event.waitlist_closes = -60 * 24 * 60


def finished(program: Program) -> None:
    for session in program.sessions:
        session.event.starts_at -= timedelta(days=60)
        session.event.ends_at -= timedelta(days=60)


@pytest.mark.parametrize(
    ("becomes", "said"),
    [
        (early, "Enrolment opens on"),
        (closed, "Enrolment closed on"),
        (begun, "This program has begun, and takes nobody any more."),
        (cancelled, "This one is called off"),
        (full, "Every place is taken, and the waitlist has closed."),
        (finished, "This one has finished"),
    ],
)
def test_where_nobody_can_join_the_page_says_why_and_has_no_form(client, program, becomes, said):
    becomes(program)

    assert said in shown(client, program)
    assert "enrolments" not in client.get(courses.path(program)).text


def test_where_all_places_are_taken_the_form_is_for_the_waitlist(client, program):
    program.capacity = 1
    courses.join(program)

    text = shown(client, program)

    assert "Every place is taken; you can join the waitlist." in text
    assert "When a place frees, it is yours for every session to come" in text
    assert "We’ll email an invite for each session" not in text
    assert '/enrolments"' in client.get(courses.path(program)).text


def test_a_draft_is_nowhere_nor_is_its_picture(client, program):
    program.published_at = None
    db.session.commit()

    for path in (courses.path(program), f"{courses.path(program)}/picture.png"):
        assert client.get(path).status_code == 404


def test_a_session_that_isnt_public_is_on_no_page_of_the_program(client, program):
    program.sessions[3].event.visibility = "invited"
    program.sessions[4].event.published_at = None

    text = shown(client, program)

    assert "Evening 3" in text
    assert "Evening 4" not in text
    assert "Evening 5" not in text


def test_materials_are_for_the_enrolled(client, program):
    program.sessions[0].materials = [{"title": "Slides", "url": "https://example.org/slides"}]

    assert "example.org/slides" not in client.get(courses.path(program)).text


def test_a_draft_is_shown_to_its_organizers_as_visitors_will_see_it(client, organizer, host):
    program = make.program(community=host, sessions=3, title="Second Steps")
    program.published_at = None
    for number, session in enumerate(program.sessions, start=1):
        session.event.title, session.event.published_at = f"Evening {number}", None
    db.session.commit()
    at = f"/desk/{host.slug}/programs/{program.slug}"

    page = organizer.get(f"{at}/preview")

    assert page.status_code == 200
    assert [f"Evening {number}" in page.text for number in (1, 2, 3)] == [True] * 3
    assert "Not published yet" in page.text
    assert f"{program.slug}/enrolments" not in page.text
    assert "ld+json" not in page.text
    assert f"{at}/preview" in organizer.get(at).text
    assert client.get(f"/{host.slug}/programs/{program.slug}").status_code == 404


def test_what_is_published_has_no_other_page_at_the_desk(organizer, host):
    program = make.program(community=host)
    db.session.commit()

    answer = organizer.get(f"/desk/{host.slug}/programs/{program.slug}/preview")

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/{host.slug}/programs/{program.slug}")


def test_the_way_in_counts_in_words_and_leads_to_all_that_a_certificate_takes(client, program):
    assert "What else it takes" not in shown(client, program)
    program.certificate_people = 3

    text = shown(client, program)

    assert "The three sessions to come land in your calendar" in text
    assert "What else it takes" in text
    assert 'href="#rule-h"' in client.get(courses.path(program)).text


def test_what_was_called_off_promises_no_certificate(client, program):
    program.cancelled_at = NOW

    assert "certificate" not in shown(client, program)
