"""A poster to hang up: read from afar, by phones, in every script."""

import dataclasses
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import face_builders
import made_up_language
import make
import paper
import pytest
import series_builders
from flask import Flask
from visitor import Visitor

from eventapp import clock, drawing, press
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front.embed import poster, posters
from eventapp.front.embed.poster import Poster
from eventapp.paper import A4, LETTER, Size
from eventapp.programs import schedule_words
from eventapp.text_fitting import MORE

ADDRESS = "https://meet.example.org/data-kitchen/events/bring-a-question-and-leave-with-five"
POSTER = Poster(
    title="Bring a question",
    host="Data Kitchen",
    day="Thursday, 3 December 2026",
    hours="19:30–22:00",
    where="Stadtbibliothek, Wilhelm-Leuschner-Platz 10, Leipzig",
    address=ADDRESS,
    call="Save your seat. Free, and no account needed.",
)
LONG = (
    "Ein langer Abend über Datenverarbeitungsgrundverordnungen, Gemeinschaftsgärten "
    "und Nachbarschaft am Wasser, an dem alle jemanden kennenlernen und etwas mitnehmen können"
)
TITLES = [
    LONG,
    "أمسية للأسئلة: خمسة أشخاص جدد",
    "質問をひとつ持って、五人の新しい知り合いと帰ろう",
    "W" * 120,
]


def test_its_code_is_read_from_what_a_cheap_printer_prints(tmp_path: Path) -> None:
    pages = paper.printed([poster.page(POSTER, A4)], tmp_path, paper.LABEL_DPI, "-mono")

    assert paper.read_by_zxing(pages) == {ADDRESS}
    assert paper.read_by_zbar(pages, tmp_path) == {ADDRESS}
    assert paper.read_by_zxing([paper.photographed(page) for page in pages]) == {ADDRESS}


def test_each_slip_has_a_code_of_its_own_that_is_read_alone(tmp_path: Path) -> None:
    (page,) = paper.printed([poster.page(POSTER, A4)], tmp_path, paper.LABEL_DPI, "-mono")
    upper = int((A4.height - poster.STRIP) / paper.MM * paper.LABEL_DPI)
    left = int(poster.MARGIN / paper.MM * paper.LABEL_DPI)
    wide = (page.width - 2 * left) // poster.SLIPS

    for number in range(poster.SLIPS):
        x = left + number * wide
        slip = page.crop((x, upper, x + wide, page.height))
        assert paper.read_by_zxing([slip]) == {ADDRESS}, number


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("size", [A4, LETTER])
def test_long_lines_stand_whole_within_the_sheet(title: str, size: Size) -> None:
    said = dataclasses.replace(POSTER, title=title, host=LONG, where=LONG, summary=LONG)

    page = poster.page(said, size)

    assert not [text.said for text in drawing.texts(page.parts) if text.said.endswith(MORE)]
    for part in page.parts:
        if isinstance(part, drawing.Text):
            assert 0 < part.y < size.height


def test_nothing_is_printed_over_anything_else(tmp_path: Path) -> None:
    said = dataclasses.replace(POSTER, title=LONG, host=LONG, where=LONG, summary=LONG)
    page = poster.page(said, A4)
    code = next(part for part in page.parts if isinstance(part, drawing.Picture))

    texts = [part for part in page.parts if isinstance(part, drawing.Text) and part.y > code.y]

    # What stands beside the code ends before it and before the strip.
    (printed,) = paper.printed([page], tmp_path, 100)
    gap = paper.ink(printed)[:, int((code.x - 8) / paper.MM * 100) : int(code.x / paper.MM * 100)]
    first, last = (int(y / paper.MM * 100) for y in (code.y, A4.height - poster.STRIP - 1))
    assert not gap[first:last].any()
    assert max(text.y for text in texts) < A4.height - poster.STRIP
    assert paper.read_by_zxing([printed]) == {ADDRESS}


@pytest.fixture
def event(app: Flask) -> Event:
    host = make.community(name="Data Kitchen")
    face_builders.dress(host, now=clock.now())
    found = make.event(community=host, title="Bring a question")
    db.session.commit()
    return found


def test_it_wears_the_logo_and_the_colour_of_its_community(event: Event) -> None:
    said = posters.of_event(event)

    page = poster.page(said, A4)

    assert said.logo
    assert any(isinstance(part, drawing.Picture) and part.data == said.logo for part in page.parts)
    assert isinstance(page.parts[0], drawing.Rect)
    assert page.parts[0].fill == said.band != poster.Poster.band
    assert press.draw([page], title="x", kind="png", ppi=40).startswith(b"\x89PNG")


def test_it_is_taken_from_the_desk_once_the_event_is_public(event: Event, client: Visitor) -> None:
    make.sign_in(client, make.member(event.community))
    db.session.commit()
    share = f"/desk/{event.community.slug}/events/{event.slug}/share"

    taken = client.get(f"{share}/poster.pdf")
    event.published_at = None
    db.session.commit()
    draft, page = client.get(f"{share}/poster.pdf"), client.get(share)

    assert taken.data.startswith(b"%PDF")
    assert f"{event.slug}-poster.pdf" in taken.headers["Content-Disposition"]
    assert draft.status_code == 409
    assert "poster.png" not in page.text
    assert "Nobody sees this event yet" in page.text


def test_a_program_and_a_series_have_theirs_once_they_are_public(
    event: Event, client: Visitor
) -> None:
    later = clock.now() + timedelta(days=9)
    when = {"starts_at": later, "ends_at": later + timedelta(hours=2)}
    date = make.event(community=event.community, **when)
    series = series_builders.series(date)
    program = make.program(community=event.community)
    make.sign_in(client, make.member(event.community))
    db.session.commit()
    desk = f"/desk/{event.community.slug}"
    files = (
        f"{desk}/programs/{program.slug}/share/poster.pdf",
        f"{desk}/series/{series.slug}/poster.pdf",
    )

    linked = client.get(f"{desk}/series/{series.slug}/share").text
    shown = client.get(f"{desk}/programs/{program.slug}/share").text
    taken = [client.get(file) for file in files]
    program.published_at = date.published_at = None
    db.session.commit()
    drafts = [client.get(file).status_code for file in files]

    assert [answer.data[:4] for answer in taken] == [b"%PDF"] * 2
    assert files[0] in shown
    assert files[1] in linked
    assert drafts == [409, 409]
    assert files[1] not in client.get(f"{desk}/series/{series.slug}/share").text


def test_a_series_names_its_next_dates_and_its_page(event: Event) -> None:
    said = posters.of_series(series_builders.series(event, title="Lab nights"), [event])

    assert said.title == "Lab nights"
    assert said.hours == f"{event.local_start.day} {event.local_start:%b}"
    assert said.address.endswith(f"/series/{series_builders.SLUG}")


def test_what_was_called_off_says_so_and_invites_nobody(event: Event) -> None:
    program = make.program(community=event.community, title="First steps")
    event.cancelled_at = program.cancelled_at = clock.now()

    said = posters.of_event(event), posters.of_program(program)

    assert [one.title for one in said] == [
        "Called off: Bring a question",
        "Called off: First steps",
    ]
    assert {one.call for one in said} == {"Called off"}


def test_a_program_with_a_price_and_its_sessions_give_it_and_say_nothing_of_free(
    app: Flask,
) -> None:
    program = make.program(price_note="90 euros")
    first = program.sessions[0].event

    said = {posters.of_program(program).call, posters.of_event(first).call}
    program.price_note = "Pay what you can!"

    assert said == {"Save your seat. 90 euros. No account needed."}
    assert posters.of_event(first).call == "Save your seat. Pay what you can! No account needed."


def test_it_is_in_the_language_of_what_it_is_for_whoever_organizes_it(
    event: Event, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up_language.speak_all(monkeypatch)
    drawn: list[tuple[str, set[str]]] = []
    monkeypatch.setattr(
        press, "draw", lambda pages, **given: drawn.append(_said(pages, given)) or b""
    )
    host = event.community
    event.language = "de"
    program = make.program(community=host, language="fr")
    later = clock.now() + timedelta(days=9)
    hours = {"starts_at": later, "ends_at": later + timedelta(hours=2)}
    date = make.event(community=host, language="es", **hours)
    series = series_builders.series(date)
    make.sign_in(client, make.member(host))
    db.session.commit()
    desk = f"/desk/{host.slug}"

    client.get(f"{desk}/events/{event.slug}/share/poster.png")
    client.get(f"{desk}/events/{event.slug}/share/poster.pdf")
    client.get(f"{desk}/programs/{program.slug}/share/poster.png")
    client.get(f"{desk}/programs/{program.slug}/share/poster.pdf")
    client.get(f"{desk}/series/{series.slug}/poster.pdf")

    assert drawn == [(tag, {tag}) for tag in ("de", "de", "fr", "fr", "es")]


def _said(pages: Sequence[drawing.Page], given: dict[str, str]) -> tuple[str, set[str]]:
    """In which language a poster is drawn, and in which its words are."""
    texts = " ".join(text.said for page in pages for text in drawing.texts(page.parts))
    return given["lang"], made_up_language.spoken(texts)


def test_for_those_who_read_from_the_right_it_is_mirrored() -> None:
    said = dataclasses.replace(POSTER, title=TITLES[1], host="Data Kitchen")

    left, right = poster.page(said, A4), poster.page(dataclasses.replace(said, lang="ar"), A4)

    def code(page: drawing.Page) -> drawing.Picture:
        return next(part for part in page.parts if isinstance(part, drawing.Picture))

    def sides(page: drawing.Page) -> list[str]:
        return [part.anchor for part in page.parts[1:3] if isinstance(part, drawing.Text)]

    assert code(left).x > A4.width / 2 > code(right).x + code(right).width / 2
    assert sides(left) == ["left", "right"]
    assert sides(right) == ["right", "right"]


def test_a_program_counts_the_sessions_that_take_place_and_are_public(app: Flask) -> None:
    program = make.program(sessions=4)
    program.sessions[1].event.published_at = None
    program.sessions[3].event.cancelled_at = clock.now()

    said = posters.of_program(program)

    first, third = (program.sessions[at].event for at in (0, 2))
    assert said.day == schedule_words.when([first, third])
    assert said.hours == schedule_words.span([first, third])
