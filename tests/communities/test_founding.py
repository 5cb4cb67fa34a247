"""A community that somebody founds."""

import made_up_language
import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp.communities.models import Role
from eventapp.db import db


def test_its_roles_are_words_of_its_founder(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up_language.speak_all(monkeypatch)
    monkeypatch.setattr(made_up_language, "ROLES", set())
    app.config["OPEN_FOUNDING"] = True
    make.sign_in(client, make.person())
    client.set_cookie("language", "de")
    db.session.commit()

    client.submit("/desk", to="/desk/communities", name="Kiez")

    names = list(db.session.scalars(db.select(Role.name).order_by(Role.position)))
    assert names[:2] == ["⟦de|Newcomer⟧", "⟦de|Career changer⟧"]
