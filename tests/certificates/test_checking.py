"""Anybody checks a certificate by its number, and reads name, program and day, and nothing else."""

from pathlib import Path
from random import Random

import make
import program_builders
import pytest
from conftest import running, sqlite_copy
from conftest import visitor as visitor_of
from flask import Flask
from hypothesis import given as given_some
from hypothesis import strategies as st
from visitor import Visitor

from eventapp import clock
from eventapp.certificates import actions, numbers
from eventapp.certificates.models import Certificate
from eventapp.db import db
from eventapp.front import erasing
from eventapp.front.retention import forgetting
from eventapp.people.actions import page_token_of, token_of
from eventapp.programs.models import Enrolment


@pytest.fixture
def found(app: Flask) -> Certificate:
    """One that is valid."""
    program = program_builders.school(2)
    program.title = "First steps into data"
    enrolment = db.session.scalars(db.select(Enrolment)).first()
    made = make.certificate(enrolment, name="Aiko Tanaka", why="She led a session", people=98_765)
    db.session.commit()
    return made


@given_some(st.integers())
def test_a_number_is_read_however_it_is_typed(seed: int) -> None:
    number = numbers.new(Random(seed))

    assert numbers.read(number.lower().replace("-", " ")) == number
    assert numbers.read(f" {number.replace('-', '')} ") == number
    assert not set(number) & set("AEIOU01L")


@pytest.mark.parametrize("typed", ["", "7K2M", "7K2M-Q9XD-7K2M", "7K2M-Q9XO", "٣" * 8])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert numbers.read(typed) is None


def test_the_page_shows_name_program_and_day_and_nothing_else_of_them(
    found: Certificate, client: Visitor
) -> None:
    enrolment = found.enrolment
    said = client.get("/certificates/7K2M-Q9XD")

    assert said.status_code == 200
    assert all(text in said.text for text in ("Aiko Tanaka", "First steps into data", "2026"))
    hidden = [enrolment.person.email, found.why, token_of(enrolment.link), "98765", "98,765"]
    hidden += [role.name for role in enrolment.program.community.roles]
    assert [text for text in hidden if text in said.text] == []
    assert said.headers["X-Robots-Tag"] == "noindex"
    assert said.headers["Cache-Control"] == "no-store"


def test_a_number_typed_otherwise_leads_to_the_page(found: Certificate, client: Visitor) -> None:
    answer = client.get("/certificates/7k2mq9xd")

    assert answer.status_code == 302
    assert answer.location.endswith("/certificates/7K2M-Q9XD")


def test_a_number_that_nobody_has_is_said_kindly(found: Certificate, client: Visitor) -> None:
    answers = [client.get(f"/certificates/{typed}") for typed in ("2222-2222", "<b>", "x" * 500)]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert all("No certificate has this number" in answer.text for answer in answers)
    assert client.get("/certificates/2222-2222/picture.png").status_code == 404


def test_one_that_was_withdrawn_says_so_without_a_name_and_opens_nothing(
    found: Certificate, client: Visitor
) -> None:
    page = f"/e/{token_of(found.enrolment.link)}"
    actions.revoke(found, "By mistake", now=clock.now())
    db.session.commit()

    said = client.get("/certificates/7K2M-Q9XD").text

    assert "withdrawn" in said
    assert "Aiko" not in said
    assert "By mistake" not in said
    assert client.get("/certificates/7K2M-Q9XD/picture.png").status_code == 404
    files = ("certificate.pdf", "certificate.png", "badge.png", "badge.jwt")
    assert {client.get(f"{page}/{name}").status_code for name in files} == {404}
    assert "Your certificate was withdrawn" in client.get(page).text
    assert found.enrolment.certified_at is None


def test_who_typed_an_address_learns_of_no_certificate(found: Certificate, client: Visitor) -> None:
    typed = f"/e/{page_token_of(found.enrolment.link)}"

    said = client.get(typed)

    assert said.status_code == 200
    assert [text for text in ("Well done", "certificate", found.number) if text in said.text] == []
    files = ("certificate.pdf", "certificate.png", "badge.png", "badge.jwt")
    assert {client.get(f"{typed}/{name}").status_code for name in files} == {404}
    assert "Well done" in client.get(f"/e/{token_of(found.enrolment.link)}").text


def test_it_stands_again_as_it_was(found: Certificate, client: Visitor) -> None:
    actions.revoke(found, "By mistake", now=clock.now())
    actions.restore(found)
    db.session.commit()

    assert "Aiko Tanaka" in client.get("/certificates/7K2M-Q9XD").text
    assert found.enrolment.certified_at == found.given_at
    assert found.reason == ""


def test_the_holder_takes_a_picture_to_share(found: Certificate, client: Visitor) -> None:
    page = f"/e/{token_of(found.enrolment.link)}"

    own, shared = (
        client.get(f"{page}/certificate.png"),
        client.get("/certificates/7K2M-Q9XD/picture.png"),
    )

    assert own.data == shared.data
    assert own.data.startswith(b"\x89PNG")
    assert "/certificates/7K2M-Q9XD/picture.png" in client.get("/certificates/7K2M-Q9XD").text


@pytest.mark.parametrize("way", ["erased", "forgotten"])
def test_it_goes_with_the_name(found: Certificate, client: Visitor, way: str) -> None:
    person, community = found.enrolment.person, found.enrolment.program.community
    if way == "erased":
        erasing.erase(person, now=clock.now())
    else:
        forgetting.forget(person, community, now=clock.now())
    db.session.commit()

    answer = client.get("/certificates/7K2M-Q9XD")

    assert answer.status_code == 404
    assert "Aiko" not in answer.text


def test_who_guesses_has_to_wait(tmp_path: Path, empty_sqlite: Path) -> None:
    with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path, RATELIMIT_ENABLED=True) as app:
        guesser = visitor_of(app)

        codes = [guesser.get("/certificates/2222-2222").status_code for _ in range(31)]

    assert codes == [404] * 30 + [429]


def test_on_its_holders_page_the_certificate_comes_first(
    found: Certificate, client: Visitor
) -> None:
    page = client.get(f"/e/{token_of(found.enrolment.link)}").text

    assert page.index("Your certificate") < page.index("Your sessions")
