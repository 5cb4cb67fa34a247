"""Subject and opening words of an event's letters, written by its organizers."""

from datetime import timedelta

import make
import pytest
from flask import Flask
from sqlalchemy import event as sqlalchemy_event

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.events import drafts
from eventapp.events.models import Event
from eventapp.events.wording import actions
from eventapp.events.wording.models import LetterWords
from eventapp.front.letters import preview
from eventapp.mail.models import Message
from eventapp.mail.wording import OwnWords
from eventapp.rsvps import letters

WORDS = OwnWords("See you, {first name}: {event}", "Hello {first name}!\n\nBring a cup to {place}.")


@pytest.fixture
def event(app: Flask) -> Event:
    return make.event(title="Tables & <talk>")


def write(event: Event, words: OwnWords = WORDS, kind: str = "invite") -> None:
    actions.write(event, kind, words, now=clock.now())


def invite(event: Event, **given: object) -> Message:
    rsvp = make.rsvp(event, **given)
    return letters.written("invite", rsvp, key="k:0", now=clock.now())


def test_a_letter_says_what_was_written_for_it(event):
    write(event)

    found = invite(event, first_name="Zoë")

    assert found.subject == "See you, Zoë: Tables & <talk>"
    assert "\nHello Zoë!\n\nBring a cup to The Reading Room.\n" in found.text
    assert ">Hello Zoë!</p>" in found.html
    assert ">Bring a cup to The Reading Room.</p>" in found.html
    for body in (found.text, found.html):
        assert "keeps a place for you" not in body


def test_nothing_written_is_the_usual_words_back(event):
    usual = invite(event, first_name="Zoë")
    write(event)

    write(event, OwnWords())

    found = invite(event, first_name="Zoë")
    assert (found.subject, "keeps a place for you" in found.text) == (usual.subject, True)
    assert db.session.scalars(db.select(LetterWords)).all() == []


def test_a_subject_alone_leaves_the_rest_as_usual(event):
    write(event, OwnWords(subject="Yes!"))

    found = invite(event)

    assert found.subject == "Yes!"
    assert "keeps a place for you" in found.text


def test_a_subject_that_comes_to_nothing_is_the_usual_one(event):
    event.place_name, event.online_url = "", ""
    write(event, OwnWords(subject="{place}"))

    assert invite(event).subject == "You’re in: Tables & <talk>"


def test_words_are_for_letters_of_one_kind_about_one_event(event):
    write(event)
    other = make.event(community=event.community)

    assert "Bring a cup" not in invite(other).text
    rsvp = make.rsvp(event)
    assert "Bring a cup" not in letters.written("pending", rsvp, key="p", now=clock.now()).text


def test_other_words_are_in_the_next_letter(event):
    write(event)
    invite(event)

    write(event, OwnWords("Another", "Quite other words."))

    found = invite(event)
    assert (found.subject, "Quite other words." in found.text) == ("Another", True)


@pytest.mark.parametrize("kind", ["waitlist", "cancelled", "update", "invitation", "route"])
def test_a_first_line_that_is_a_fact_stays_above_own_words(event, kind):
    usual = preview.letter(event, kind, None, now=clock.now()).text.split("\n\n")
    write(event, OwnWords(opening="Mind the step."), kind)

    found = preview.letter(event, kind, None, now=clock.now()).text.split("\n\n")
    assert found[:2] == usual[:2]
    assert found[2] == "Mind the step."


def test_whatever_is_typed_stays_text(event):
    evil = "<b onclick=x>{{ 7*7 }} %(title)s &amp;"
    write(event, OwnWords(evil, evil))

    found = invite(event, first_name="Zoë")

    assert found.subject == evil
    assert evil in found.text
    assert "<b onclick" not in found.html
    assert "&lt;b onclick=x&gt;" in found.html


def test_a_guest_s_name_is_never_taken_for_a_placeholder(event):
    write(event)

    assert invite(event, first_name="{place}").subject == "See you, {place}: Tables & <talk>"


def test_a_placeholder_of_a_link_that_was_typed_never_becomes_a_token(event):
    victim = make.rsvp(event)
    typed = f"http://x.example/r/{tokens.placeholder(victim.link.nonce)}"
    write(event, OwnWords(typed[:150], f"Look: {typed}"))

    found = invite(event)

    own = found.text.count(tokens.placeholder(victim.link.nonce))
    assert own == found.html.count(tokens.placeholder(victim.link.nonce)) == 0
    secret = "s" * 32
    for body in (found.text, found.html):
        assert tokens.derive(secret, victim.link.nonce) not in tokens.reveal(body, secret)


def test_letters_cost_no_query_for_words_and_none_at_all_where_there_are_none(event):
    several = [make.rsvp(event) for _n in range(6)]
    db.session.commit()

    def asked() -> int:
        statements: list[str] = []

        def note(_c: object, _k: object, statement: str, *_more: object) -> None:
            statements.append(statement)

        sqlalchemy_event.listen(db.engine, "before_cursor_execute", note)
        for rsvp in several:
            letters.written("invite", rsvp, key=f"k:{rsvp.id}", now=clock.now())
        sqlalchemy_event.remove(db.engine, "before_cursor_execute", note)
        return sum("letter_words" in statement for statement in statements)

    assert asked() == 0
    write(event)
    db.session.commit()
    assert asked() == 1
    assert asked() == 0


def test_writing_the_same_twice_is_once(event):
    write(event)
    version = event.words_version

    write(event)

    assert event.words_version == version == 1


def test_a_copy_of_an_event_says_the_same(event):
    write(event)
    write(event, OwnWords("", "Soon."), "waitlist")
    then = drafts.next_time(event, now=clock.now())

    copy = drafts.copy(event, then, now=clock.now())

    assert actions.all_words(copy) == {"invite": WORDS, "waitlist": OwnWords("", "Soon.")}
    write(copy, OwnWords("Only here"))
    assert actions.all_words(event)["invite"] == WORDS


def test_words_go_with_their_event(each_database):
    event = make.event()
    write(event)
    db.session.commit()

    db.session.execute(db.delete(Event).where(Event.id == event.id))

    assert db.session.scalars(db.select(LetterWords)).all() == []


def test_a_letter_says_when_it_is_by_the_clocks_of_the_place(event):
    write(event, OwnWords("{when}", "{when}"))
    before = invite(event).subject

    event.starts_at += timedelta(days=1)
    event.ends_at += timedelta(days=1)

    after = invite(event)
    assert before != after.subject == clock.when(event.starts_at, event.ends_at, event.zone)


def test_a_community_with_a_face_shows_it_in_its_letters(event):
    usual = invite(event)
    event.community.colour = "#12382A"

    found = invite(event)

    assert "#12382A" not in usual.html
    assert "background: #12382A" in found.html.replace("background:#", "background: #")
    assert event.community.name in found.html.split("<h1", 1)[0]
