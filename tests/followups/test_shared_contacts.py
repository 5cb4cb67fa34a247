"""What each chose to share, and nothing else, in every place that shows it; never what was typed later."""

import email
from email.policy import default

import followup_builders
import make
import pytest
import vobject
from flask import Flask
from visitor import Visitor

from eventapp.db import db
from eventapp.followups import actions
from eventapp.followups.models import SharedContact
from eventapp.front.my_data import held_on
from eventapp.mail import leaving
from eventapp.mail.compose import mime
from eventapp.mail.models import Message
from eventapp.rsvps.models import Rsvp

PHONE, WEB = "+44 131 496 0456", "https://ana.example.com/me"
KEPT = {"email": "ana@example.org", "phone": PHONE, "web": WEB}
# What Ana may share with Ben, and what of hers he sees then.
CHOICES: list[tuple[dict[str, object], set[str]]] = [
    ({"by_mail": True}, {"email"}),
    ({"by_mail": False, "phone": PHONE}, {"phone"}),
    ({"by_mail": False, "web": WEB}, {"web"}),
    ({"by_mail": True, "phone": PHONE, "web": WEB}, {"email", "phone", "web"}),
]


def share(**chosen: object) -> tuple[Rsvp, Rsvp]:
    """Ana and Ben say yes to each other; Ana shares what is given, and Ben a number."""
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    actions.keep_details(ana.person, phone=PHONE, web=WEB)
    followup_builders.tick(ana, ben, line="Your talk was grand", **chosen)
    followup_builders.tick(ben, ana, by_mail=False, phone="0131 496 0999")
    followup_builders.batch(ana.event)
    db.session.commit()
    return ana, ben


def letter_to(rsvp: Rsvp) -> Message:
    (found,) = [
        one for one in followup_builders.letters("introduction") if one.to == rsvp.person.email
    ]
    return found


def named_in(text: str) -> set[str]:
    """What of Ana's stands in a text."""
    return {name for name, value in KEPT.items() if value in text}


@pytest.mark.parametrize(("chosen", "seen"), CHOICES)
def test_the_letter_the_page_and_the_card_show_what_was_chosen_and_nothing_else(
    app: Flask, client: Visitor, chosen: dict[str, object], seen: set[str]
) -> None:
    _ana, ben = share(**chosen)

    letter = letter_to(ben)
    (known,) = actions.connections_of(ben.person)
    make.sign_in(client, ben.person)
    card = client.get(known.card).text

    assert named_in(letter.text) == seen
    assert named_in(letter.html) == seen
    assert named_in(letter.card.decode().replace("\r\n ", "")) == seen
    assert named_in(card.replace("\r\n ", "")) == seen
    assert named_in(f"{known.email} {known.phone} {known.web}") == seen
    assert known.note == "Your talk was grand"


@pytest.mark.parametrize(("chosen", "seen"), CHOICES)
def test_another_program_reads_the_card_as_it_was_chosen(
    app: Flask, chosen: dict[str, object], seen: set[str]
) -> None:
    _ana, ben = share(**chosen)

    card = vobject.readOne(letter_to(ben).card.decode())

    fields = {"email": "email", "tel": "phone", "url": "web"}
    read = {fields[name] for name in card.contents if name in fields}
    assert card.fn.value == "Ana"
    assert read == seen
    assert card.uid.value.startswith("urn:uuid:")


def test_no_head_of_the_letter_names_an_address_that_was_not_shared(app: Flask) -> None:
    ana, ben = share(by_mail=False, phone=PHONE)

    for to, other in ((ana, ben), (ben, ana)):
        sent = email.message_from_bytes(mime(leaving.letter(letter_to(to))), policy=default)
        parts = [part for part in sent.walk() if not part.is_multipart()]
        said = [str(sent[name]) for name in sent] + [part.get_content() for part in parts]
        assert not [one for one in said if other.person.email in str(one)]
        assert {"List-Unsubscribe", "List-Unsubscribe-Post"} <= set(sent.keys())
        assert "text/calendar" not in {part.get_content_type() for part in parts}


def test_who_shared_no_address_is_told_that_writing_shows_it(app: Flask) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben, by_mail=False, phone=PHONE)
    followup_builders.tick(ben, ana)
    followup_builders.batch(ana.event)

    assert "You didn’t share your address" in letter_to(ana).text
    assert "You didn’t share your address" not in letter_to(ben).text


def test_what_is_typed_later_changes_nothing_of_what_was_chosen(app: Flask) -> None:
    ana, ben = share(by_mail=False, phone=PHONE)

    actions.keep_details(ana.person, phone="0131 000 0000", web="https://other.example.com")

    (known,) = actions.connections_of(ben.person)
    assert (known.phone, known.web, known.email) == (PHONE, "", "")


def test_without_what_was_chosen_nothing_is_shown(app: Flask) -> None:
    _ana, ben = share(by_mail=True, phone=PHONE)

    db.session.execute(db.delete(SharedContact))

    assert actions.connections_of(ben.person) == []


def test_number_and_link_are_on_ones_own_page_alone_and_in_ones_own_data(
    app: Flask, client: Visitor
) -> None:
    event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    actions.keep_details(ana.person, phone=PHONE, web=WEB)
    make.sign_in(client, make.member(event.community))
    desk = f"/desk/{event.community.slug}/events/{event.slug}"

    mine, theirs = (client.get(followup_builders.path_of(one)).text for one in (ana, ben))
    people = client.get(f"{desk}/people").text + client.get(f"{desk}/exports/people.csv").text

    assert f'value="{PHONE}"' in mine
    assert f'value="{WEB}"' in mine
    assert named_in(theirs + people) <= {"email"}
    assert held_on(ana.person)["person"]["phone"] == PHONE
    assert held_on(ana.person)["person"]["web"] == WEB


@pytest.mark.parametrize(
    ("sent", "where", "says"),
    [
        ({"share": []}, "share-", "at least one way in which Ben may reach you"),
        ({"share": ["phone"]}, "phone", "Type your number here, since Ben should get it"),
        ({"share": ["web"]}, "web", "Type your link here, since Ben should get it"),
        ({"share": ["mail"], "phone": "call me"}, "phone", "look like a phone number"),
        ({"share": ["web"], "web": "javascript:alert(1)"}, "web", "look like a link to a page"),
    ],
)
def test_what_can_t_be_shared_is_given_back_with_a_sentence_that_mends_it(
    app: Flask, client: Visitor, sent: dict[str, object], where: str, says: str
) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    share = sent.pop("share") or None

    answer = client.submit(
        followup_builders.path_of(ana),
        to="/wishes",
        keep=str(ben.id),
        **{f"share-{ben.id}": share},
        **sent,
    )

    assert answer.status_code == 422
    assert says in answer.text
    assert f'href="#{where}' in answer.text
    assert followup_builders.wishes() == []
    assert (ana.person.phone, ana.person.web) == ("", "")


def test_what_is_typed_is_kept_for_the_next_card_and_forgotten_when_emptied(
    app: Flask, client: Visitor
) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    path = followup_builders.path_of(ana)
    share = {"keep": str(ben.id), f"share-{ben.id}": ["phone", "web"]}

    client.submit(path, to="/wishes", phone=f" {PHONE} ", web="ana.example.com/me", **share)
    kept, (wish,) = (ana.person.phone, ana.person.web), followup_builders.wishes()
    shared = (wish.by_mail, wish.phone, wish.web)
    client.submit(path, to="/wishes", phone="", web="", **share | {f"share-{ben.id}": ["mail"]})

    assert kept == (PHONE, WEB)
    assert shared == (False, PHONE, WEB)
    assert (ana.person.phone, ana.person.web) == ("", "")


def test_nobody_is_introduced_by_a_tick_that_shares_nothing(app: Flask) -> None:
    event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben, by_mail=False)
    followup_builders.tick(ben, ana)

    assert followup_builders.batch(event) == 0
