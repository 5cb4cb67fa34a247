"""Who wants to hear when a program runs again: asked, confirmed by mail, told once, forgotten."""

import re
from datetime import timedelta

import make
import program_builders
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.front import erasing
from eventapp.front.retention import jobs
from eventapp.mail import letter_limits
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.people.models import Person
from eventapp.programs.interest import actions
from eventapp.programs.interest.models import Interest
from eventapp.programs.states import actions as states

ADDRESS = "aiko@example.org"


def kinds() -> list[str]:
    return list(db.session.scalars(db.select(Message.kind).order_by(Message.id)))


def wishes() -> list[Interest]:
    return list(db.session.scalars(db.select(Interest)))


def next_run(program, **given):
    fields = {"community": program.community, "published_at": None, "first_id": program.id}
    return make.program(**fields | given)


def test_an_address_counts_once_its_reader_said_yes(client: Visitor) -> None:
    program = make.program(title="First steps")
    page = f"/{program.community.slug}/programs/{program.slug}/interests"

    asked = client.submit(page, email=ADDRESS)
    (wish,) = wishes()
    unsaid = actions.waiting(program)
    link = f"/interests/{token_of(wish)}"
    looked = client.get(link).text
    after_looking = actions.waiting(program)
    client.submit(link)

    assert asked.status_code == 303
    assert kinds() == ["interest-confirm"]
    assert (unsaid, after_looking) == (0, 0)
    assert "Yes, tell me" in looked
    assert actions.waiting(program) == 1
    assert "We’ll tell you" in client.get(link).text


def test_the_answer_is_the_same_whoever_the_address_belongs_to(client: Visitor) -> None:
    program = make.program()
    make.person(email="known@example.org")
    page = f"/{program.community.slug}/programs/{program.slug}/interests"
    answers = [
        client.submit(page, email=email) for email in ("known@example.org", "new@example.org")
    ]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert kinds() == ["interest-confirm"] * 2


def test_what_is_no_address_and_a_draft_are_refused(client: Visitor) -> None:
    program, draft = make.program(), make.program(published_at=None)

    wrong = client.submit(
        f"/{program.community.slug}/programs/{program.slug}/interests", email="nobody"
    )
    unseen = client.get(f"/{draft.community.slug}/programs/{draft.slug}/interests")

    assert (wrong.status_code, unseen.status_code) == (422, 404)
    assert wishes() == []


def test_asking_twice_is_one_wish_and_one_letter_an_hour(app: Flask) -> None:
    program = make.program()
    again = make.program(community=program.community, first_id=program.id)

    now = clock.now().replace(minute=10)

    actions.ask(program, ADDRESS, now=now)
    actions.ask(again, ADDRESS, now=now + timedelta(minutes=20))
    within = len(kinds())
    actions.ask(again, ADDRESS, now=now + timedelta(minutes=70))

    assert len(wishes()) == 1
    assert (within, len(kinds())) == (1, 2)


def test_strangers_who_leave_an_address_fill_no_mailbox(client: Visitor) -> None:
    for _ in range(12):
        program = make.program(sessions=1)
        client.post(
            f"/{program.community.slug}/programs/{program.slug}/interests", data={"email": ADDRESS}
        )

    assert 0 < len(kinds()) <= letter_limits.AN_ADDRESS


def test_the_next_run_tells_each_once(each_database) -> None:
    program = make.program(title="First steps")
    program_builders.interest(program, ADDRESS, confirmed=True)
    program_builders.interest(program, "unsaid@example.org")
    new = next_run(program, title="First steps", cohort="Spring 2027")
    now = clock.now()

    told = states.publish(new, now=now)
    again = states.publish(new, now=now)
    third = states.publish(next_run(program), now=now)

    assert (told, again, third) == (1, 0, 0)
    letters = db.session.scalars(db.select(Message).where(Message.kind == "runs-again")).all()
    assert [letter.to for letter in letters] == [ADDRESS]
    assert new.slug in letters[0].text
    assert "Spring 2027" in letters[0].text
    assert letters[0].subject == "It runs again: First steps"


def test_a_run_whose_sessions_are_over_is_no_news(app: Flask) -> None:
    program = make.program()
    wish = program_builders.interest(program, confirmed=True)
    late = next_run(program)
    for session in late.sessions:
        session.event.starts_at = clock.now() - timedelta(days=2)
        session.event.ends_at = clock.now() - timedelta(days=1)

    told = states.publish(late, now=clock.now())

    assert (told, wish.told_at) == (0, None)
    assert kinds() == ["interest-confirm"]


def test_publishing_says_beforehand_how_many_are_told(client: Visitor) -> None:
    program = make.program()
    program_builders.interest(program, ADDRESS, confirmed=True)
    draft = next_run(program)
    make.sign_in(client, make.member(program.community))

    before = client.get(program_builders.path(draft)).text
    client.submit(program_builders.path(draft), to="/publication")

    assert "it tells one person who asked" in before
    assert kinds() == ["interest-confirm", "runs-again"]


def test_who_was_told_may_ask_for_the_next_one_too(client: Visitor) -> None:
    program = make.program()
    wish = program_builders.interest(program, ADDRESS, confirmed=True)
    states.publish(next_run(program), now=clock.now())
    link = f"/interests/{token_of(wish)}"

    told = client.get(link).text
    client.submit(link)

    assert "You have been told" in told
    assert states.publish(next_run(program), now=clock.now()) == 1


def test_stopping_takes_back_what_waits_and_forgets_the_wish(client: Visitor) -> None:
    program = make.program()
    wish = program_builders.interest(program, ADDRESS, confirmed=True)
    states.publish(next_run(program), now=clock.now())
    link = f"/interests/{token_of(wish)}"

    client.submit(link, to="/removal")

    assert wishes() == []
    assert set(db.session.scalars(db.select(Message.state))) == {"withdrawn"}
    assert client.get(link).status_code == 404


def test_the_letters_hold_no_usable_link_at_rest(app: Flask) -> None:
    wish = program_builders.interest(make.program(), ADDRESS)

    letter = db.session.scalars(db.select(Message)).one()

    assert token_of(wish) not in letter.text + letter.html
    assert re.search(r"/interests/~[\w-]+~", letter.text)


@pytest.mark.parametrize(
    ("confirmed", "told", "days", "stays"),
    [
        (False, False, 6, True), (False, False, 8, False),
        (True, False, 700, True), (True, False, 731, False),
        (True, True, 29, True), (True, True, 31, False),
    ],
)  # fmt: skip
def test_a_wish_goes_when_its_time_is_over_with_who_is_only_known_by_it(
    each_database, confirmed, told, days, stays
) -> None:
    wish = program_builders.interest(make.program(), ADDRESS, confirmed=confirmed)
    ago = clock.now() - timedelta(days=days)
    wish.asked_at = ago
    wish.confirmed_at = ago if confirmed else None
    wish.told_at = ago if told else None
    db.session.commit()

    went = jobs.let_interests_go()

    assert went == (not stays)
    assert bool(wishes()) == stays
    person = db.session.scalar(db.select(Person).where(Person.email == ADDRESS))
    assert bool(person) == stays


def test_who_comes_elsewhere_stays_when_their_wish_goes(app: Flask) -> None:
    program = make.program()
    make.rsvp(make.event(), email=ADDRESS)
    wish = program_builders.interest(program, ADDRESS)
    wish.asked_at = clock.now() - timedelta(days=8)
    db.session.commit()

    jobs.let_interests_go()

    assert wishes() == []
    assert db.session.scalar(db.select(Person).where(Person.email == ADDRESS))


def test_another_wish_keeps_whoever_said_it(app: Flask) -> None:
    wish = program_builders.interest(make.program(), ADDRESS)
    program_builders.interest(make.program(), ADDRESS, confirmed=True)
    wish.asked_at = clock.now() - timedelta(days=8)
    db.session.commit()

    jobs.let_interests_go()

    assert len(wishes()) == 1


def test_erasing_somebody_takes_their_wishes(app: Flask) -> None:
    wish = program_builders.interest(make.program(), ADDRESS, confirmed=True)

    erasing.erase(wish.person, now=clock.now())
    db.session.commit()

    assert wishes() == []
    assert kinds() == []
