"""The card as a page, one press to end the cards, contact cards."""

import followup_builders
import make
import pytest
from flask import Flask
from visitor import Visitor
from words import says

from eventapp import clock
from eventapp.db import db
from eventapp.followups import actions
from eventapp.followups.sending import actions as sending
from eventapp.people.actions import token_of
from eventapp.rsvps.models import Rsvp


def test_the_card_shows_people_by_table_and_round_with_a_step_for_each(
    app: Flask, client: Visitor
) -> None:
    event = make.past_event()
    ana, ben, cem = people = followup_builders.guests(event, "Ana", "Ben", "Cem")
    followup_builders.seat(event, [[ana, ben], [cem]], [[cem], [ana]], [[ana, cem], [ben]])
    followup_builders.arrive(*people)
    sending.draft(event, now=clock.now())

    page = client.get(followup_builders.path_of(ana))

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    text = page.text
    assert text.index("You tick") < text.index("Keep in touch with Ben")
    assert text.index("Keep in touch with Ben") < text.index("Round 3") < text.index("with Cem")
    assert text.count("A small step") == 2
    assert "example.org" not in text.partition("<main")[2].partition("</main>")[0]


def test_looking_at_the_card_changes_nothing(app: Flask, client: Visitor) -> None:
    _event, (ana, _ben) = followup_builders.drafted("Ana", "Ben")

    client.get(followup_builders.path_of(ana))

    assert followup_builders.card_of(ana).answered_at is None


def test_ticking_on_the_page_keeps_the_tick_and_the_line(app: Flask, client: Visitor) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    path = followup_builders.path_of(ana)

    answer = client.submit(
        path, to="/wishes", keep=str(ben.id), **{f"line-{ben.id}": "See\nyou <3"}
    )

    assert answer.status_code == 303
    (wish,) = followup_builders.wishes()
    assert (wish.rsvp_id, wish.other_id, wish.note) == (ana.id, ben.id, "See you <3")
    page = client.get(path).text
    assert "Saved." in page
    assert "See you &lt;3" in page
    assert f'value="{ben.id}" data-tick="wish" checked' in page
    assert followup_builders.card_of(ana).answered_at is not None


def test_what_is_said_back_is_the_same_whether_or_not_the_other_ticked(
    app: Flask, client: Visitor
) -> None:
    _event, (ana, ben, cem) = followup_builders.drafted("Ana", "Ben", "Cem")
    followup_builders.tick(ben, ana)
    path = followup_builders.path_of(ana)

    alone = client.submit(path, to="/wishes", keep=str(cem.id))
    both = client.submit(path, to="/wishes", keep=[str(cem.id), str(ben.id)])

    assert alone.headers["Location"] == both.headers["Location"]
    assert (alone.status_code, alone.text) == (both.status_code, both.text)
    assert followup_builders.batch(ana.event) == 1


def test_a_line_that_is_too_long_is_given_back_with_what_is_wrong(
    app: Flask, client: Visitor
) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    typed = "x" * 201

    answer = client.submit(
        followup_builders.path_of(ana), to="/wishes", keep=str(ben.id), **{f"line-{ben.id}": typed}
    )

    assert answer.status_code == 422
    assert typed in answer.text
    assert "at most 200 characters" in answer.text
    assert followup_builders.wishes() == []


@pytest.mark.parametrize("keep", ["", "0", "-1", "x", "9" * 40, "\0", "\ud800"])
def test_ticks_that_name_nobody_are_left_out(app: Flask, client: Visitor, keep: str) -> None:
    _event, (ana, _ben) = followup_builders.drafted("Ana", "Ben")
    keep = keep.encode("utf-8", "replace").decode()

    answer = client.submit(followup_builders.path_of(ana), to="/wishes", keep=keep)

    assert answer.status_code == 303
    assert followup_builders.wishes() == []


def test_every_miss_looks_the_same(app: Flask, client: Visitor) -> None:
    _event, (ana, ben, cem) = followup_builders.drafted("Ana", "Ben", "Cem")
    paths = [followup_builders.path_of(rsvp) for rsvp in (ana, ben, cem)]
    followup_builders.card_of(ana).link.revoked_at = clock.now()
    followup_builders.card_of(ben).link.expires_at = clock.now()
    cem.keep_in_touch_at = None
    rsvp_link = f"/c/{token_of(ana.link)}"

    answers = [client.get(path) for path in [*paths, rsvp_link, "/c/" + "x" * 32]]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert "This card is closed" in answers[0].text
    assert client.post(paths[0] + "/wishes").status_code == 404
    assert client.get("/c/%00").status_code == 404


def test_a_card_takes_no_ticks_without_the_token_of_its_form(app: Flask, client: Visitor) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")

    answer = client.post(
        followup_builders.path_of(ana) + "/wishes",
        data={"keep": ben.id},
        headers={"X-CSRFToken": ""},
    )

    assert answer.status_code == 400
    assert followup_builders.wishes() == []


def test_a_card_with_nobody_to_name_has_nothing_to_send(app: Flask, client: Visitor) -> None:
    event = make.past_event()
    (ana,) = followup_builders.guests(event, "Ana")
    (ben,) = followup_builders.guests(event, "Ben", keep_in_touch=False)
    followup_builders.seat(event, [[ana, ben]])
    followup_builders.arrive(ana, ben)
    sending.draft(event, now=clock.now())

    page = client.get(followup_builders.path_of(ana)).text

    assert "One more person sat here" in page
    assert not says(page, "Ben")
    assert "Send my picks" not in page


@pytest.mark.parametrize("people", [4, 24])
def test_the_card_runs_a_handful_of_queries_however_many_came(
    app: Flask, client: Visitor, queries: list[str], people: int
) -> None:
    _event, guests = followup_builders.drafted(*(f"Guest{n}" for n in range(people)))
    path = followup_builders.path_of(guests[0])
    db.session.commit()
    queries.clear()

    client.get(path)

    assert len(queries) <= 12


def test_a_mail_program_ends_the_cards_by_one_post_without_cookie_or_token(
    app: Flask, client: Visitor
) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    path = followup_builders.unsubscribe_path(ana)

    answer = client.post(
        path,
        data={"List-Unsubscribe": "One-Click"},
        headers={"X-CSRFToken": "", "Origin": "https://mail.example.com"},
    )

    assert answer.status_code == 200
    assert db.session.get_one(Rsvp, ana.id).keep_in_touch_at is None
    assert [letter.state for letter in followup_builders.letters("card")] == ["withdrawn", "queued"]
    assert actions.companions(ben) == []
    assert client.post(path).status_code == 200


def test_opening_the_link_that_ends_the_cards_changes_nothing(app: Flask, client: Visitor) -> None:
    _event, (ana, _ben) = followup_builders.drafted("Ana", "Ben")
    path = followup_builders.unsubscribe_path(ana)

    shown = client.get(path)

    assert shown.status_code == 200
    assert db.session.get_one(Rsvp, ana.id).keep_in_touch_at is not None
    assert client.get("/u/" + "x" * 32).status_code == 404
    assert client.submit(path).status_code == 200
    assert db.session.get_one(Rsvp, ana.id).keep_in_touch_at is None


def test_the_contact_card_opens_for_the_two_and_for_nobody_else(
    app: Flask, client: Visitor
) -> None:
    _event, (ana, ben, cem) = followup_builders.drafted("Ana", "Ben", "Cem")
    followup_builders.both_tick(ana, ben)
    path = actions.connections_of(ana.person)[0].card
    make.sign_in(client, ana.person)

    mine = client.get(path)

    assert mine.status_code == 200
    assert mine.mimetype == "text/vcard"
    assert "EMAIL;TYPE=INTERNET:ben@example.org" in mine.text
    assert "ana@" not in mine.text
    assert client.get("/me/people/99999999999999999999999.vcf").status_code == 404
    make.sign_in(client, cem.person)
    assert client.get(path).status_code == 404


def test_the_people_page_shows_whom_one_is_in_touch_with(app: Flask, client: Visitor) -> None:
    _event, (ana, ben, _cem) = followup_builders.drafted("Ana", "Ben", "Cem")
    followup_builders.both_tick(ana, ben)
    make.sign_in(client, ana.person)

    page = client.get("/me/people").text

    assert "mailto:ben@example.org" in page
    assert ".vcf" in page
    in_touch, met = page.split("Evening by evening")
    assert not says(in_touch, "Cem")
    assert "Cem" in met
    assert "cem@" not in page


def test_a_form_whose_page_hides_its_origin_is_taken_from_this_site_alone(
    app: Flask, client: Visitor
) -> None:
    _event, (ana, _ben) = followup_builders.drafted("Ana", "Ben")
    path = followup_builders.path_of(ana) + "/wishes"

    ours = client.post(path, headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"})
    theirs = client.post(path, headers={"Origin": "null", "Sec-Fetch-Site": "cross-site"})

    assert (ours.status_code, theirs.status_code) == (303, 400)
