"""Pictures within a letter: with its HTML and nothing else, fetched from nowhere."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.mail import pictures
from eventapp.mail.compose import Letter, Picture, mime
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import Message
from eventapp.mail.models import Picture as Kept

CALENDAR = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
SHOWN = Picture("abc@picture", "image/png", make.png())


def letter(**given: object) -> Letter:
    fields = {
        "message_id": "<a@example.org>",
        "sender_name": "Us",
        "sender": "us@example.org",
        "to_name": "Ann",
        "to": "ann@example.org",
        "subject": "Hello",
        "text": "Hello",
        "html": '<p><img src="cid:abc@picture"></p>',
        "date": make.NOON,
        "pictures": (SHOWN,),
    }
    return Letter(**fields | given)


def shape(part: EmailMessage) -> object:
    kind = part.get_content_type()
    return (kind, [shape(one) for one in part.iter_parts()]) if part.is_multipart() else kind


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)


def test_a_picture_is_with_the_html_alone_and_the_calendar_stays_an_alternative() -> None:
    found = read(mime(letter(calendar=CALENDAR, method="REQUEST")))

    alternative = next(part for part in found.walk() if part.get_content_subtype() == "alternative")
    assert shape(alternative) == (
        "multipart/alternative",
        ["text/plain", ("multipart/related", ["text/html", "image/png"]), "text/calendar"],
    )
    assert next(found.iter_parts(), None) is alternative or found is alternative


def test_a_picture_is_named_by_the_html_and_shown_in_it() -> None:
    related = next(p for p in read(mime(letter())).walk() if p.get_content_subtype() == "related")
    html, shown = related.iter_parts()

    assert related.get_param("type") == "text/html"
    assert shown["Content-ID"] == "<abc@picture>"
    assert f"cid:{shown['Content-ID'][1:-1]}" in html.get_content()
    assert shown.get_content_disposition() == "inline"
    assert shown.get_content() == SHOWN.content


def test_a_letter_without_pictures_is_as_ever() -> None:
    assert shape(read(mime(letter(pictures=())))) == (
        "multipart/alternative",
        ["text/plain", "text/html"],
    )


@pytest.mark.parametrize(
    "wrong", [Picture("a b@c", "image/png", b""), Picture("a@b", "image/svg+xml", b"")]
)
def test_a_picture_with_a_wrong_name_or_kind_is_refused(wrong: Picture) -> None:
    with pytest.raises(ValueError, match="content_"):
        mime(letter(pictures=(wrong,)))


def test_delivery_puts_in_the_picture_that_the_letter_names(each_database: Flask) -> None:
    event = make.event()
    digest = pictures.keep(make.png(), now=clock.now())
    event.community.logo, event.community.logo_width, event.community.logo_height = digest, 30, 10
    make.rsvp(event, letter="invite")
    db.session.commit()

    deliver_due()

    (file,) = (each_database.config["DATA_DIR"] / "mailbox").glob("*.eml")
    shown = [
        part for part in read(file.read_bytes()).walk() if part.get_content_type() == "image/png"
    ]
    html = read(file.read_bytes()).get_body(("html",)).get_content()
    assert [part.get_content() for part in shown] == [make.png()]
    assert f'src="cid:{shown[0]["Content-ID"][1:-1]}"' in html
    assert "http" not in html.split("<img", 1)[1].split(">", 1)[0]


def test_a_letter_that_is_written_anew_carries_the_picture_of_that_moment(app: Flask) -> None:
    make.rsvp(make.event(), letter="invite")
    db.session.commit()

    def check(message: Message) -> bool:
        message.picture = pictures.keep(make.png(), now=clock.now())
        return True

    app.extensions["mail_checks"]["invite"] = check
    deliver_due()

    (file,) = (app.config["DATA_DIR"] / "mailbox").glob("*.eml")
    assert b"Content-Type: image/png" in file.read_bytes()


def test_the_same_picture_is_kept_once_and_goes_only_when_no_letter_waits_with_it(
    app: Flask,
) -> None:
    event = make.event()
    digest = pictures.keep(make.png(), now=clock.now())
    assert pictures.keep(make.png(), now=clock.now()) == digest
    event.community.logo = digest
    make.rsvp(event, letter="invite")

    pictures.forget(digest)
    kept = pictures.content(digest)
    db.session.execute(db.update(Message).values(state="sent"))
    pictures.forget(digest)

    assert kept == make.png()
    assert db.session.scalars(db.select(Kept.digest)).all() == []


def test_a_letter_whose_picture_is_gone_leaves_without_it(app: Flask) -> None:
    event = make.event()
    event.community.logo = "0" * 64
    make.rsvp(event, letter="invite")
    db.session.commit()

    assert deliver_due() == 1
