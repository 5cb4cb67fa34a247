"""Mistakes that people make in a site's settings, each found and told in plain words."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import make
import pytest
from flask import Flask

from eventapp import demo, doctor
from eventapp.config import BadSetting, from_env
from eventapp.db import db
from eventapp.doctor import address, database, machine, mail
from eventapp.mail import jobs


def bad(looks, app: Flask) -> list[str]:
    return [found.sentence for found in looks(app) if found.sign != doctor.GOOD]


def test_keys_that_others_on_the_machine_can_read(app: Flask) -> None:
    folder: Path = app.config["DATA_DIR"]
    (folder / "secret-key").write_text("x")
    folder.chmod(0o755)
    (folder / "secret-key").chmod(0o644)
    [said] = bad(machine.private_files, app)
    folder.chmod(0o700)

    assert said == f"others on this machine can read {folder / 'secret-key'}: chmod 700 {folder}."
    assert bad(machine.private_files, app) == []


def test_a_folder_in_memory_is_gone_after_a_restart(app: Flask) -> None:
    assert machine.filesystem_of(Path("/proc/self")) == "proc"
    assert machine.filesystem_of(Path("/dev/shm")) == "tmpfs"

    app.config["DATA_DIR"] = Path("/dev/shm")
    [said] = bad(machine.filesystem, app)

    assert said == "/dev/shm is in memory: all in it is gone after a restart."


@pytest.mark.parametrize("key", ["change-me-change-me-change-me-change-me", "0123" * 10])
def test_a_secret_key_that_can_be_guessed(app: Flask, key: str) -> None:
    app.config["SECRET_KEY"] = key

    assert "can be guessed" in bad(database.keys, app)[0]


def test_a_secret_key_of_each_machine_s_own(app: Flask) -> None:
    app.config["REDIS_URL"] = "redis://127.0.0.1"
    (app.config["DATA_DIR"] / "secret-key").write_text(app.config["SECRET_KEY"])

    [said] = [said for said in bad(database.keys, app) if "guessed" not in said]

    assert said.startswith("EVENTAPP_SECRET_KEY is not set, so each machine makes its own")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "another" * 8, "it has another secret key than this, so no link in its"),
        ("BASE_URL", "https://other.example", "its letters lead to another address than this has"),
        ("REDIS_URL", "redis://other", "it looks into another queue than this"),
    ],
)
def test_a_worker_with_other_settings_than_the_pages(
    app: Flask, name: str, value: str, said: str
) -> None:
    jobs.beat()
    assert bad(database.worker, app) == []

    app.config[name] = value
    [told] = bad(database.worker, app)

    assert told.startswith(said)
    assert told.endswith(f": give both the same EVENTAPP_{name}.")


def test_the_port_of_whoever_tries_things_out_is_no_other_address(app: Flask) -> None:
    app.config["BASE_URL"] = "http://localhost:8000"
    jobs.beat()

    app.config["BASE_URL"] = "http://127.0.0.1:8001"

    assert bad(database.worker, app) == []


def test_sqlite_for_several_processes_and_machines(app: Flask) -> None:
    app.config |= {"WEB_WORKERS": 4, "REDIS_URL": "redis://127.0.0.1"}

    said = bad(database.one_writer, app)

    assert ["one write at a time" in said[0], "serves one machine" in said[1]] == [True, True]


def test_tables_of_a_newer_version(app: Flask) -> None:
    db.session.execute(db.text("CREATE TABLE IF NOT EXISTS alembic_version (version_num TEXT)"))
    db.session.execute(db.text("DELETE FROM alembic_version"))
    db.session.execute(db.text("INSERT INTO alembic_version VALUES ('9999')"))
    db.session.commit()

    [said] = bad(database.newer_tables, app)

    assert said == "a newer version made its tables (9999): upgrade this one, too."


def test_nobody_to_organize_and_the_demo_on_a_site_that_mails(app: Flask) -> None:
    [nobody] = bad(database.people, app)
    demo.load(now=make.NOON)
    db.session.commit()
    app.config["SMTP_URL"] = "smtp://127.0.0.1"

    assert "organizers add" in nobody
    assert bad(database.people, app) == [
        "the demo community is still here, on a site that mails people."
    ]


def test_a_community_that_is_called_like_the_demo_is_not_taken_for_it(app: Flask) -> None:
    make.member(make.community(slug=demo.SLUG))
    db.session.commit()
    app.config["SMTP_URL"] = "smtp://127.0.0.1"

    assert bad(database.people, app) == []


def test_a_data_folder_of_somebody_else_is_told_and_breaks_nothing_off(app: Flask) -> None:
    folder: Path = app.config["DATA_DIR"]
    (folder / "secret-key").write_text("x")
    folder.chmod(0)
    with nobody():
        [said] = bad(machine.data_folder, app)
        others = bad(machine.private_files, app)
        assert list(database.keys(app))
    folder.chmod(0o700)

    assert said.startswith(f"{folder} can't be written (Permission denied): it must belong to ")
    assert others == []


@contextmanager
def nobody() -> Iterator[None]:
    """Whoever runs the tests; where that is root, a user without rights instead."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("url", "open_to_see"),
    [
        ("smtp://me:secret@mail.example.org:25", True),
        ("smtp://me:secret@127.0.0.1:25", False),
        ("smtp+starttls://me:secret@mail.example.org:587", False),
        ("smtp://mail.example.org:25", False),
    ],
)
def test_a_password_that_others_can_read_on_its_way(
    app: Flask, url: str, open_to_see: bool
) -> None:
    app.config["SMTP_URL"] = url

    said = bad(mail.sent_openly, app)

    assert ["begin it with smtps:// or smtp+starttls://" in one for one in said] == [
        True
    ] * open_to_see
    assert "secret" not in "".join(said)


def test_a_port_that_is_open_past_the_proxy(app: Flask) -> None:
    app.config |= {"HOST": "0.0.0.0", "TRUSTED_PROXIES": 1}

    assert "let only the proxy reach port" in bad(address.open_to_all, app)[0]


@pytest.mark.parametrize("quote", ['"', "'"])
def test_quotes_around_a_value_that_docker_keeps(quote: str) -> None:
    with pytest.raises(BadSetting, match="BASE_URL stands in quotes: leave them out"):
        from_env({"EVENTAPP_BASE_URL": f"{quote}https://events.example.org{quote}"})
