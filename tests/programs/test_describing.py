"""What a program says of itself, and who leads it: written at any time, and nobody is mailed."""

from datetime import UTC, datetime

import make
import program_builders
import pytest
from flask import Flask
from visitor import Visitor, forms

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.programs.models import Program, Trainer


@pytest.fixture
def program(host: Community) -> Program:
    return make.program(community=host, title="First steps")


def described(organizer: Visitor, program: Program, **fields: object):
    return organizer.submit(
        f"{program_builders.path(program)}/description", to="/description", **fields
    )


def letters() -> int:
    return db.session.scalar(db.select(db.func.count(Message.id)))


def test_everything_it_says_can_be_changed_while_it_is_published(organizer, program, host) -> None:
    other = make.program(community=host, title="Basics")
    program_builders.join(program)
    before = letters()

    answer = described(
        organizer, program, title="Second steps", cohort="Spring 2027", summary="Six evenings",
        description="We *do* things", for_whom="the curious\n  the brave ", takes_away="a plan",
        price_note="20 € for paper", language="de", agreement="I come to all", requires=str(other.id),
        enrols_from="2027-01-10T08:00", enrols_until="2027-02-01T20:00", late_joining=None,
    )  # fmt: skip

    assert answer.status_code == 303
    found = db.session.get_one(Program, program.id)
    assert (found.title, found.cohort, found.language) == ("Second steps", "Spring 2027", "de")
    assert found.for_whom == "the curious\nthe brave"
    assert (found.takes_away, found.price_note) == ("a plan", "20 € for paper")
    assert (found.agreement, found.requires_id) == ("I come to all", other.id)
    assert found.enrols_from == datetime(2027, 1, 10, 7, tzinfo=UTC)
    assert found.enrols_until == datetime(2027, 2, 1, 19, tzinfo=UTC)
    assert not found.late_joining
    assert letters() == before


def test_what_somebody_else_wrote_meanwhile_is_not_lost_unasked(organizer, program) -> None:
    page = f"{program_builders.path(program)}/description"
    (mine,) = (one for one in forms(organizer.get(page).text) if "title" in one.values)
    described(organizer, program, summary="Six evenings")

    first = organizer.post(page, data=mine.values | {"cohort": "Spring"})

    assert first.status_code == 422
    assert "Somebody else changed this meanwhile" in first.text
    assert (program.summary, program.cohort) == ("Six evenings", "")
    (again,) = (one for one in forms(first.text) if "title" in one.values)
    answers = [organizer.post(page, data=again.values) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert (program.summary, program.cohort) == ("", "Spring")


def test_the_page_shows_what_is_kept_and_saving_it_untouched_changes_nothing(
    organizer, program
) -> None:
    described(organizer, program, enrols_from="2027-01-10T08:00", language="fa", late_joining="y")
    kept = {c.name: getattr(program, c.name) for c in Program.__table__.columns}

    described(organizer, program)

    found = db.session.get_one(Program, program.id)
    assert {c.name: getattr(found, c.name) for c in Program.__table__.columns} == kept


def test_a_time_that_the_clocks_skip_is_refused(organizer, program) -> None:
    answer = described(organizer, program, enrols_from="2027-03-28T02:30")

    assert answer.status_code == 422
    assert "the clocks go forward" in answer.text


def test_enrolment_closes_after_it_opens(organizer, program) -> None:
    answer = described(
        organizer, program, enrols_from="2027-02-01T08:00", enrols_until="2027-02-01T08:00"
    )

    assert answer.status_code == 422
    assert "Enrolment must close after it opens." in answer.text


@pytest.mark.parametrize(
    "asked", ["2027-13-01T08:00", "9999999-01-01T08:00", "0001-01-01T00:00", "x"]
)
def test_a_time_that_is_none_is_said_so(organizer, program, asked) -> None:
    assert described(organizer, program, enrols_until=asked).status_code == 422


def test_a_program_requires_no_run_of_itself_and_none_that_requires_it(
    organizer, program, host
) -> None:
    other = make.program(community=host)
    after = make.program(community=host, requires_id=other.id)
    other.requires_id = program.id
    run = make.program(community=host, first_id=program.id)
    elsewhere = make.program()

    for one in (program, run, other, after, elsewhere):
        assert described(organizer, program, requires=str(one.id)).status_code == 422


def test_a_draft_is_not_to_choose_as_what_must_be_completed_unless_it_is_kept(
    organizer, program, host
) -> None:
    draft = make.program(community=host, title="Secret plans", published_at=None)
    page = f"{program_builders.path(program)}/description"

    assert "Secret plans" not in organizer.get(page).text
    assert described(organizer, program, requires=str(draft.id)).status_code == 422
    program.requires_id = draft.id
    db.session.commit()
    assert "Secret plans" in organizer.get(page).text


def test_trainers_are_added_written_anew_ordered_and_taken_off(organizer, program, host) -> None:
    page = f"{program_builders.path(program)}/trainers"
    for name in ("Noor", "Chidi", "Zoë"):
        organizer.submit(page, to="/trainers", name=name)
    first, second, third = names()

    organizer.post(f"{page}/{third.id}/moves", data={"to": "up"})
    organizer.post(f"{page}/{first.id}/removal")
    role = host.roles[2]
    organizer.submit(
        f"{page}/{second.id}", to=f"/{second.id}",
        kind="host", name="Chidi Eze", about="Analyst", words="Bring data", role=str(role.id),
    )  # fmt: skip

    assert [one.name for one in names()] == ["Zoë", "Chidi Eze"]
    told = names()[1]
    assert (told.kind, told.about, told.words) == ("host", "Analyst", "Bring data")
    assert told.role_id == role.id
    assert "Bring data" in organizer.get(page).text


def names() -> list[Trainer]:
    return list(db.session.scalars(db.select(Trainer).order_by(Trainer.position)))


def test_the_same_form_sent_twice_names_somebody_once(organizer, program) -> None:
    page = f"{program_builders.path(program)}/trainers"

    for kind in ("trainer", "trainer", "host"):
        organizer.submit(page, to="/trainers", name="Noor", kind=kind)

    db.session.refresh(program)
    assert [(one.name, one.kind) for one in program.trainers] == [
        ("Noor", "trainer"), ("Noor", "host"),
    ]  # fmt: skip


def test_the_first_and_the_last_stay_where_they_are(app: Flask, organizer, program) -> None:
    page = f"{program_builders.path(program)}/trainers"
    first, last = (program_builders.led_by(program, name) for name in ("Ana", "Ben"))
    first_id, last_id = first.id, last.id

    organizer.post(f"{page}/{first_id}/moves", data={"to": "up"})
    organizer.post(f"{page}/{last_id}/moves", data={"to": "down"})

    assert [one.name for one in names()] == ["Ana", "Ben"]


def test_a_mark_of_another_community_and_a_trainer_of_another_program_are_none(
    organizer, program, host
) -> None:
    page = f"{program_builders.path(program)}/trainers"
    other = program_builders.led_by(make.program(community=host))
    foreign = make.community().roles[0].id

    assert organizer.post(page, data={"name": "Ana", "role": foreign}).status_code == 422
    assert organizer.get(f"{page}/{other.id}").status_code == 404
    assert organizer.post(f"{page}/{other.id}/removal").status_code == 404


def test_a_program_names_at_most_twenty(organizer, program) -> None:
    for number in range(20):
        program_builders.led_by(program, f"Name {number}")

    answer = organizer.submit(
        f"{program_builders.path(program)}/trainers", to="/trainers", name="One more"
    )

    assert answer.status_code == 409
    assert "at most 20 people" in answer.text


def test_what_completes_it_is_one_form_that_ends_with_the_certificates(organizer, program) -> None:
    page = program_builders.path(program)
    rule = {"certificate_sessions": "3", "certificate_people": "10", "certificate_roles": "3",
            "certificate_reflection": "y"}  # fmt: skip

    kept = organizer.submit(page, to="/certificate", **rule)
    found = db.session.get_one(Program, program.id)
    numbers = (
        found.certificate_sessions, found.certificate_people, found.certificate_roles,
        found.certificate_reflection,
    )  # fmt: skip
    organizer.submit(page, to="/certificate", certificate_people="", certificate_sessions="")
    emptied = (found.certificate_sessions, found.certificate_people)
    found.certified_at = found.created_at
    late = organizer.post(f"{page}/certificate", data=rule)

    assert kept.status_code == 303
    assert numbers == (3, 10, 3, True)
    assert emptied == (None, 0)
    assert late.status_code == 409
    assert db.session.get_one(Program, program.id).certificate_people == 0


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"certificate_sessions": 4}, "There are 3 sessions. Ask for no more."),
        ({"certificate_people": 8}, "With 8 places nobody meets more than 7 others."),
        ({"certificate_roles": 9}, "Ask for no more."),
    ],
)
def test_a_rule_that_nobody_could_keep_isn_t_kept_and_says_why(
    organizer, program, rule, said
) -> None:
    program.capacity = 8
    db.session.commit()
    page = program_builders.path(program)

    refused = organizer.submit(page, to="/certificate", **rule)

    assert refused.status_code == 422
    assert said in refused.text
    (name,) = rule
    assert getattr(program, name) in (None, 0)
    less = len(program.community.roles) if name == "certificate_roles" else rule[name] - 1
    assert organizer.submit(page, to="/certificate", **{name: less}).status_code == 303
    assert getattr(program, name) == less
