"""Whoever reads one of our languages meets no English on their way, on pages or in letters."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import flask_babel
import guest_pages
import made_up_language
import pytest
import sample_site
from babel.support import NullTranslations
from conftest import visitor
from flask import Flask

from eventapp import languages
from eventapp.db import db
from eventapp.people.models import Person

Read = Callable[[flask_babel.Domain], NullTranslations]


class Heard(NullTranslations):
    """The translations of a language, and which sentences it was asked for and doesn't have."""

    def __init__(self, real: NullTranslations, missing: set[str]) -> None:
        super().__init__()
        self.real, self.missing = real, missing

    def ugettext(self, message: str) -> str:
        said = self.real.ugettext(message)
        if message not in getattr(self.real, "_catalog", {}):
            self.missing.add(message)
        return said

    def ungettext(self, one: str, many: str, number: int) -> str:
        if not any(held[0] == one for held in getattr(self.real, "_catalog", {}) if isinstance(held, tuple)):  # fmt: skip
            self.missing.add(one)
        return self.real.ungettext(one, many, number)

    def upgettext(self, context: str, message: str) -> str:
        if (message, context) not in getattr(self.real, "_catalog", {}) and (
            f"{context}\x04{message}" not in getattr(self.real, "_catalog", {})
        ):
            self.missing.add(f"{context}: {message}")
        return self.real.upgettext(context, message)

    gettext, ngettext, pgettext = ugettext, ungettext, upgettext


def unheard(
    app: Flask,
    patch: pytest.MonkeyPatch,
    site: sample_site.Site,
    tag: str,
    read: Read = made_up_language.READ,
) -> set[str]:
    """The sentences of the journey that a language doesn't have."""
    missing: set[str] = set()

    def asked(domain: flask_babel.Domain) -> NullTranslations:
        real = read(domain)
        locale = flask_babel.get_locale()
        return Heard(real, missing) if locale and locale.language == tag else real

    patch.setattr(flask_babel.Domain, "get_translations", asked)
    db.session.execute(db.update(Person).values(language=tag))
    clients = {}
    for who, path in guest_pages.addresses(app, site):
        if who not in clients:
            clients[who] = visitor(app)
            if who != "anonymous":
                sample_site.come_in(clients[who], who)
            clients[who].set_cookie(languages.COOKIE, tag)
        assert clients[who].get(path).status_code < 500
    return missing


def translated() -> Iterator[str]:
    """The languages that are offered, but the one that the code is written in."""
    return (tag for tag in made_up_language.OFFERED() if tag != "en")


def test_every_language_of_the_menu_is_offered() -> None:
    # What follows goes by what is offered: without this, a language that vanished would be missed by nothing.
    assert list(made_up_language.OFFERED()) == list(languages.LANGUAGES), "run script/setup"
    assert len(set(translated())) == 8


def test_nobody_meets_english_on_their_way(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    site = sample_site.build()

    found = {tag: unheard(app, monkeypatch, site, tag) for tag in translated()}

    assert {tag: missing for tag, missing in found.items() if missing} == {}


def test_what_is_not_translated_is_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    site = sample_site.build()

    missing = unheard(app, monkeypatch, site, "pl", lambda _domain: NullTranslations())
    if listed := os.environ.get("SENTENCES_OF_THE_JOURNEY"):
        Path(listed).write_text("\n".join(sorted(missing)))

    assert {"Join the waitlist", "First name", "When"} <= missing
    # One that is counted, and one that has another meaning elsewhere.
    assert {"One person so far.", "session: Next"} <= missing
    assert len(missing) > 300
