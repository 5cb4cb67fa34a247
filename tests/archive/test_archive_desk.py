"""Taking a community out and bringing it in, on the pages and at the command line."""

import io
import zipfile
from pathlib import Path

import make
import pytest
import worker
from archive_builders import changed, lying, taken_out
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.archive import bringing, jobs
from eventapp.archive.models import Archive, ArchiveFile
from eventapp.archive.package import Reader, Writer
from eventapp.communities.activity.models import Activity
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.front import erasing
from eventapp.retention.jobs import sweep
from eventapp.rsvps.models import Rsvp

IN = "/desk/communities/archive"


@pytest.fixture
def host(client: Visitor) -> Community:
    """A community with an event; its owner is signed in."""
    event = make.past_event()
    make.rsvp(make.event(community=event.community), first_name="Aiko")
    make.sign_in(client, make.member(event.community))
    return event.community


@pytest.fixture
def open_founding(app: Flask) -> None:
    app.config["OPEN_FOUNDING"] = True


def only(kind=Archive):
    """The one row of a table."""
    return db.session.scalars(db.select(kind)).one()


def made(client: Visitor, app: Flask, host: Community) -> str:
    """Where the archive of a community is, once the worker has made it."""
    assert client.post(f"/desk/{host.slug}/archive").status_code == 303
    worker.work_off(app)
    return f"/desk/{host.slug}/archive/{only().id}.zip"


def sent(client: Visitor, file: bytes):
    """Send a file to be brought in."""
    return client.post(IN, data={"file": (io.BytesIO(file), "a.zip")})


def test_the_settings_lead_an_owner_to_it(client: Visitor, host: Community) -> None:
    assert f"/desk/{host.slug}/archive" in client.get(f"/desk/{host.slug}/settings").text


def test_an_owner_takes_everything_out(client: Visitor, app: Flask, host: Community) -> None:
    found = client.get(made(client, app, host))

    with zipfile.ZipFile(io.BytesIO(found.data)) as read:
        names = set(read.namelist())
        people = read.read("lists/people.csv").decode()
    assert {"README.txt", "community.json", "calendar.ics", "data/event.jsonl"} <= names
    assert "Aiko" in people
    assert "no-store" in found.headers["Cache-Control"]
    noted = db.session.scalars(db.select(Activity.what).order_by(Activity.id)).all()
    assert noted == ["archive_desk.make", "archive_desk.file"]


def test_twice_while_it_is_made_is_once(client: Visitor, host: Community) -> None:
    for _ in range(2):
        client.post(f"/desk/{host.slug}/archive")

    assert only().state == "waiting"


def test_nobody_but_its_owners_fetches_it(client: Visitor, app: Flask, host: Community) -> None:
    where = made(client, app, host)
    other = make.member(make.community())
    organizer = make.member(host, "organizer")

    for somebody in (other, organizer):
        make.sign_in(client, somebody)

        assert client.get(where).status_code == 404
        assert client.get(f"/desk/{host.slug}/archive").status_code == 404


def test_another_community_has_no_way_to_it(client: Visitor, app: Flask, host: Community) -> None:
    where = made(client, app, host)
    theirs = make.community()
    make.sign_in(client, make.member(theirs))

    assert client.get(where.replace(host.slug, theirs.slug)).status_code == 404


def test_after_a_day_the_file_is_gone(
    client: Visitor, app: Flask, host: Community, moved_clock
) -> None:
    where = made(client, app, host)

    moved_clock.turn(hours=25)
    make.sign_in(client, db.session.scalars(db.select(Membership)).first().person)
    sweep()

    assert client.get(where).status_code == 404
    assert not db.session.scalars(db.select(ArchiveFile)).all()
    assert only().state == "done"


def test_somebody_who_is_erased_as_one_is_packed_is_in_no_file(
    client: Visitor, app: Flask, host: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished = Writer.finished

    def erased(out: Writer) -> bytes:
        aiko = db.session.scalars(db.select(Rsvp).filter_by(first_name="Aiko")).one()
        erasing.erase(aiko.person, now=clock.now())
        return finished(out)

    monkeypatch.setattr(Writer, "finished", erased)
    client.post(f"/desk/{host.slug}/archive")
    worker.work_off(app)

    assert only().state == "stopped"
    assert not db.session.scalars(db.select(ArchiveFile)).all()


def test_one_that_was_stopped_leaves_no_file(client: Visitor, app: Flask, host: Community) -> None:
    client.post(f"/desk/{host.slug}/archive")

    client.post(f"/desk/{host.slug}/archive/{only().id}/stop")
    worker.work_off(app)

    assert only().state == "stopped"
    assert "There is no file" in client.get(f"/desk/{host.slug}/archive").text


def test_one_that_is_stopped_while_it_is_looked_through_brings_nothing_in(
    client: Visitor, app: Flask, host: Community, open_founding, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, look_through = sent(client, taken_out(host)).headers["Location"], bringing.look_through

    def stopped_meanwhile(found: Reader) -> Reader:
        assert "Stopping" in client.post(f"{page}/stop", follow_redirects=True).text
        return look_through(found)

    monkeypatch.setattr(bringing, "look_through", stopped_meanwhile)
    worker.work_off(app)

    assert only().state == "stopped"
    assert only(Community).id == host.id
    assert not db.session.scalars(db.select(ArchiveFile)).all()


def test_a_worker_that_dies_over_it_gives_up_in_the_end(
    client: Visitor, host: Community, moved_clock
) -> None:
    client.post(f"/desk/{host.slug}/archive")
    only().state, only().tries = "running", 3
    db.session.commit()

    moved_clock.turn(hours=1)
    jobs.wake()

    assert only().state == "failed"


def test_whoever_may_found_a_community_brings_one_in(
    client: Visitor, app: Flask, host: Community, open_founding
) -> None:
    file = taken_out(host)
    somebody = make.person()
    make.sign_in(client, somebody)

    page = sent(client, file)
    worker.work_off(app)

    assert page.status_code == 303
    new = db.session.scalars(db.select(Community).where(Community.id != host.id)).one()
    assert new.name in client.get(page.headers["Location"]).text
    assert client.get(f"/desk/{new.slug}").status_code == 200
    assert not db.session.scalars(db.select(ArchiveFile)).all()


def test_where_founding_is_closed_nobody_brings_one_in(client: Visitor, host: Community) -> None:
    assert client.get(IN).status_code == 404
    assert sent(client, b"").status_code == 404


def test_what_is_no_archive_is_told_so_at_once(
    client: Visitor, host: Community, open_founding
) -> None:
    for file in (b"", b"no zip", b"PK\x01\x02" * 3000):
        page = sent(client, file)

        assert page.status_code == 422
        assert "ZIP" in page.text
    assert not db.session.scalars(db.select(Archive)).all()


def test_a_row_that_lies_is_told_on_its_page_and_nothing_is_there(
    client: Visitor, app: Flask, host: Community, open_founding
) -> None:
    file = changed(taken_out(host), lying("event", "tables", 2_000_000_000))

    page = sent(client, file).headers["Location"]
    worker.work_off(app)

    assert "data/event.jsonl, tables:1" in client.get(page).text
    assert only(Community).id == host.id


def test_one_comes_in_at_a_time(client: Visitor, host: Community, open_founding) -> None:
    file = taken_out(host)
    sent(client, file)

    assert sent(client, file).status_code == 422


def test_nobody_sees_what_another_brings_in(
    client: Visitor, host: Community, open_founding
) -> None:
    page = sent(client, taken_out(host)).headers["Location"]
    make.sign_in(client, make.person())

    assert client.get(page).status_code == 404
    assert client.post(f"{page}/stop").status_code == 404


def test_it_broke_off_and_nothing_is_there(
    client: Visitor, app: Flask, host: Community, open_founding, monkeypatch
) -> None:
    page = sent(client, taken_out(host)).headers["Location"]

    def breaks(*_args, **_more) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("eventapp.archive.settling.settle", breaks)
    worker.work_off(app)

    assert "broke off" in client.get(page).text
    assert only(Community).id == host.id


def test_an_operator_takes_one_out_and_brings_it_in(
    app: Flask, host: Community, tmp_path: Path
) -> None:
    db.session.commit()
    run, file = app.test_cli_runner(), str(tmp_path / "all.zip")

    out = run.invoke(args=["communities", "export", host.slug, file])
    back = run.invoke(args=["communities", "import", file, "--owner", "new@example.org"])

    assert out.exit_code == back.exit_code == 0, out.output + back.output
    assert "new@example.org owns it" in back.output
    assert Path(file).stat().st_mode & 0o077 == 0


def test_an_operator_is_told_what_is_wrong(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"no")

    back = app.test_cli_runner().invoke(
        args=["communities", "import", str(tmp_path / "no.zip"), "--owner", "new@example.org"]
    )

    assert back.exit_code == 1
    assert "no ZIP" in back.output
    assert not db.session.scalars(db.select(Community)).all()
