"""A backup is made while guests answer, and restored elsewhere: all links go on to work."""

import re
from collections.abc import Callable
from pathlib import Path

import backup_builders
import make
import pytest
from conftest import running, visitor
from crowd import Guest, event_of, lost, one_after_the_other, unanswered, wrongs
from live_server import Server
from services import MailServer

from eventapp import clock
from eventapp.backups import actions
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message


@pytest.mark.services
@pytest.mark.parametrize("which", ["sqlite", "postgresql"])
def test_it_holds_one_moment_while_guests_answer_and_their_links_work_where_it_is_restored(
    which: str,
    request: pytest.FixtureRequest,
    serve: Callable[..., Server],
    smtp: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    backup_builders.use_programs_of_the_server(monkeypatch)
    postgres = request.getfixturevalue("postgres") if which == "postgresql" else None
    ours = {"DATABASE_URL": postgres.url(postgres.create())} if postgres else {}
    server = serve(SMTP_URL=smtp.url, TRUSTED_PROXIES=1, STRANGERS_AN_HOUR=1000, **ours)
    site = backup_builders.site(server.database_url, server.data_dir)
    file, before = tmp_path / "b", []
    with event_of(server, tmp_path, capacity=15) as (path, role, event_id):
        guests = [Guest(server.url, number) for number in range(30)]
        for guest in guests:
            guest.fill_in_yes(path, role)

        def back_up() -> None:
            before.extend(guest for guest in guests if guest.status == 303)
            actions.write(site, file, now=clock.now())

        one_after_the_other(guests, connections=6, after=8, act=back_up)

    assert unanswered(guests) == []
    url = postgres.url(postgres.create()) if postgres else f"sqlite:///{tmp_path / 'e.db'}"
    other = backup_builders.site(url, tmp_path / "elsewhere")
    with file.open("rb") as given:
        said = actions.restore(other, given).said
    assert len(before) <= said.contents.counts["rsvp"] <= 30
    key = (other.folder / actions.SECRET_KEY).read_text()
    assert key == (server.data_dir / actions.SECRET_KEY).read_text()
    with running(url, tmp_path / "running") as app:
        app.config["SECRET_KEY"] = key
        assert lost(event_id, before) == set()
        assert wrongs(event_id) == []
        letter = smtp.letter_to(before[0].email).get_body(("plain",)).get_content()
        mailed = re.search(r"/r/[\w-]+", letter)[0]
        assert f"{mailed}/cancellation" in visitor(app).get(mailed).text
        assert visitor(app).get(mailed + "x").status_code == 404
        owner, event = visitor(app), db.session.get_one(Event, event_id)
        make.sign_in(owner, make.member(event.community, "owner"))
        desk = owner.get(f"/desk/{event.community.slug}/events/{event.slug}/people")
        assert "Guest" in desk.text
        assert db.session.scalar(db.select(Message.id).limit(1))
