"""What a mail server pipes a mail into; it understands what the exit status says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from incoming_mail import kept, mail
from live_server import ROOT

from eventapp.db import db
from eventapp.mail.incoming import actions, cli

KEPT, USAGE, DATA_ERROR, TRY_AGAIN = 0, 64, 65, 75


def receive(app: Flask, raw: bytes, *words: str, **environ: str):
    db.session.commit()
    return app.test_cli_runner().invoke(
        args=["mail", "receive", *words], input=raw, env={"RECIPIENT": None} | environ
    )


def pipe(raw: bytes, *words: object, settings: str, folder: Path):
    """Run it as a mail server does: without anything of this terminal."""
    file = folder / "eventapp.env"
    file.write_text(settings)
    return subprocess.run(
        [sys.executable, "-m", "eventapp", "mail", "receive", "--settings", file, *words],
        input=raw, cwd=ROOT, env={"PATH": os.environ["PATH"]}, capture_output=True,
    )  # fmt: skip


def test_a_mail_is_kept_as_it_came_for_whom_it_came(app):
    raw = mail("Yes.\r\n.\r\n\xff")

    done = receive(app, raw, "--recipient", "rsvp+a1-x@example.org")

    assert done.exit_code == KEPT, done.output
    [one] = kept()
    assert (one.raw, one.recipient) == (raw, "rsvp+a1-x@example.org")


def test_a_mail_server_that_tries_again_brings_the_same(app):
    raw = mail()

    for minute in (1, 2):
        receive(app, b"From ada@example.org Thu Nov 26 12:0%d:00 2026\n" % minute + raw)

    assert [one.raw for one in kept()] == [raw]


@pytest.mark.parametrize(
    ("environ", "recipient"),
    [
        ({"RECIPIENT": "rsvp+a1@example.org", "EXTENSION": "a1"}, "rsvp+a1@example.org"),
        (
            {"RECIPIENT": "eventapp@mx.example.org", "ORIGINAL_RECIPIENT": "a1@example.org"},
            "a1@example.org",
        ),
        ({"LOCAL_PART": "rsvp", "LOCAL_PART_SUFFIX": "+a1", "DOMAIN": "x.org"}, "rsvp+a1@x.org"),
        ({"LOCAL_PART": "rsvp"}, ""),
        ({}, ""),
    ],
)
def test_whom_it_is_for_is_read_from_what_a_mail_server_says(environ, recipient):
    assert cli.recipient_in(environ) == recipient


def test_who_it_is_for_comes_from_the_environment_where_it_is_not_said(app):
    receive(app, mail(), RECIPIENT="rsvp+a1@example.org")

    assert [one.recipient for one in kept()] == ["rsvp+a1@example.org"]


def test_nothing_is_no_mail(app):
    assert receive(app, b"").exit_code == USAGE


def test_what_is_too_large_goes_back(app, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST", 1000)

    done = receive(app, mail("x" * 1000))

    assert done.exit_code == DATA_ERROR
    assert kept() == []


def test_settings_are_read_as_systemd_reads_them():
    found = cli.settings_in("# one\n\nA=1\nB = 'two & three'\nC=\"x=y\"\n;D=4\nE=p@ss word # 1\n")

    assert found == {"A": "1", "B": "two & three", "C": "x=y", "E": "p@ss word # 1"}


@pytest.mark.services
def test_it_keeps_a_mail_by_itself_without_loading_the_site(app, tmp_path):
    raw, settings = mail(), f"EVENTAPP_DATABASE_URL={app.config['SQLALCHEMY_DATABASE_URI']}\n"
    settings += f"EVENTAPP_DATA_DIR={tmp_path}/var\n"
    db.session.commit()

    done = pipe(raw, "--recipient", "a@example.org", settings=settings, folder=tmp_path)

    assert done.returncode == KEPT, done.stderr
    assert [one.raw for one in kept()] == [raw]
    loaded = "import sys; from eventapp.mail.incoming import cli; print('eventapp.events' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True)
    assert said.stdout.strip() == "False"


@pytest.mark.services
@pytest.mark.parametrize(
    "settings",
    [
        "EVENTAPP_DATABASE_URL=postgresql://nobody@127.0.0.1:1/none\n",
        "EVENTAPP_DATABASE_URL=sqlite:////nowhere/at/all.db\n",
        "EVENTAPP_SMPT_URL=smtp://localhost\n",
    ],
)
def test_when_it_cannot_be_kept_the_mail_server_tries_again(tmp_path, settings):
    done = pipe(mail(), settings=f"EVENTAPP_DATA_DIR={tmp_path}\n{settings}", folder=tmp_path)

    assert done.returncode == TRY_AGAIN, done.stderr
    assert b"can't be kept now" in done.stderr
    assert b"Traceback" not in done.stderr
