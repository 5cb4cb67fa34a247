"""The page after a form opens until the owner of the address uses the link in their letter."""

import re

import make
from conftest import visitor
from flask import Flask
from public_forms import SECRET, answer
from visitor import Visitor

from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.programs.models import Enrolment
from eventapp.rsvps.models import Rsvp
from eventapp.tokens import reveal


def mailed(app: Flask, email: str, kind: str) -> str:
    """The personal page that a letter leads to."""
    found = db.session.scalars(
        db.select(Message).where(Message.to == email).order_by(Message.id)
    ).first()
    assert found
    text = reveal(found.text, app.config["SECRET_KEY"])
    link = re.search(rf"/{kind}/[\w-]{{32}}", text)
    assert link, text
    return link[0]


def test_the_page_after_the_form_isn_t_the_one_in_the_letter(app: Flask, client: Visitor) -> None:
    event = make.event()

    typed = answer(client, event, "mira@example.org")

    own = mailed(app, "mira@example.org", "r")
    assert own != typed
    assert "You’re in, Aiko" in client.get(typed).text
    assert "You’re in, Aiko" in visitor(app).get(own).text


def test_whoever_typed_an_address_never_reads_what_its_owner_writes(
    app: Flask, client: Visitor
) -> None:
    typed = answer(client, make.event(), "mira@example.org")
    own, owner = mailed(app, "mira@example.org", "r"), visitor(app)

    owner.submit(f"{own}/answers", access_needs=SECRET)

    assert SECRET in owner.get(f"{own}/answers").text
    for page in (typed, f"{typed}/answers", f"{typed}/invite.ics", f"{typed}/cancellation"):
        assert client.get(page).status_code == 404


def test_a_page_typed_once_more_ends_as_that_of_the_first_does(app: Flask, client: Visitor) -> None:
    event = make.event()
    pages = [answer(client, event, "mira@example.org") for _time in range(2)]
    own = mailed(app, "mira@example.org", "r")
    assert [client.get(page).status_code for page in pages] == [200, 200]

    visitor(app).submit(f"{own}/answers", organization="Rode Kruis")

    assert [client.get(page).status_code for page in pages] == [404, 404]


def test_looking_at_the_letter_s_link_or_a_refused_change_ends_nothing(
    app: Flask, client: Visitor
) -> None:
    typed = answer(client, make.event(), "mira@example.org")
    own, owner = mailed(app, "mira@example.org", "r"), visitor(app)

    owner.get(own)
    refused = owner.submit(f"{own}/answers", first_name="")

    assert refused.status_code == 422
    assert client.get(typed).status_code == 200


def test_changing_it_by_the_page_itself_keeps_the_page(client: Visitor) -> None:
    typed = answer(client, make.event(), "mira@example.org")

    client.submit(f"{typed}/answers", organization="Rode Kruis")
    assert "Rode Kruis" in client.get(f"{typed}/answers").text
    client.submit(f"{typed}/cancellation")

    assert "Another time, Aiko" in client.get(typed).text


def sessions_on(client: Visitor, page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"/r/[\w-]{32}", client.get(page).text)))


def test_an_enrolment_s_page_from_the_form_leads_to_no_link_of_a_letter(
    app: Flask, client: Visitor
) -> None:
    typed = answer(client, make.program(sessions=3), "mira@example.org")
    own = mailed(app, "mira@example.org", "e")

    theirs, ours = sessions_on(client, typed), sessions_on(visitor(app), own)

    assert own != typed
    assert len(theirs) == len(ours) == 3
    assert not {*theirs} & {*ours}
    letters = {f"/r/{token_of(rsvp.link)}" for rsvp in db.session.scalars(db.select(Rsvp))}
    assert {*ours} == letters
    assert all(client.get(page).status_code == 200 for page in theirs)


def test_a_session_that_its_owner_changed_is_gone_from_the_page_of_the_form(
    app: Flask, client: Visitor
) -> None:
    typed = answer(client, make.program(sessions=2), "mira@example.org")
    first = sessions_on(client, typed)[0]
    own = sessions_on(visitor(app), mailed(app, "mira@example.org", "e"))[0]

    visitor(app).submit(f"{own}/answers", access_needs=SECRET)

    assert client.get(first).status_code == 404
    assert first not in sessions_on(client, typed)
    assert len(sessions_on(client, typed)) == 1


def test_leaving_by_the_letter_ends_every_page_that_the_forms_opened(
    app: Flask, client: Visitor
) -> None:
    program = make.program(sessions=2)
    typed = [answer(client, program, "mira@example.org") for _time in range(2)]
    pages = [*typed, *(page for each in typed for page in sessions_on(client, each))]
    own = mailed(app, "mira@example.org", "e")
    assert len(pages) == 6
    assert {client.get(page).status_code for page in pages} == {200}

    visitor(app).submit(f"{own}/cancellation")

    assert db.session.scalars(db.select(Enrolment.state)).all() == ["cancelled"]
    assert {client.get(page).status_code for page in pages} == {404}


def test_opening_the_page_of_a_form_is_no_proof_for_another_form(
    app: Flask, client: Visitor
) -> None:
    program = make.program(sessions=2)
    event = program.sessions[0].event

    typed = answer(client, event, "mira@example.org", access_needs=SECRET)
    client.get(typed)
    enrolled = answer(client, program, "mira@example.org")

    own = mailed(app, "mira@example.org", "r")
    assert not {typed, own} & {*sessions_on(client, enrolled)}
    client.get(own)
    assert own in sessions_on(client, enrolled)


def test_an_enrolment_s_page_leads_to_no_page_that_has_ended(app: Flask, client: Visitor) -> None:
    program = make.program(sessions=2)
    answer(client, program.sessions[0].event, "mira@example.org")
    own = mailed(app, "mira@example.org", "r")
    enrolled = answer(client, program, "mira@example.org")

    visitor(app).submit(f"{own}/answers", organization="Rode Kruis")

    pages = sessions_on(client, enrolled)
    assert len(pages) == 1
    assert client.get(pages[0]).status_code == 200
