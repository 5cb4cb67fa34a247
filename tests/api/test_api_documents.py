"""docs/api.md works as it stands, and names all that there is."""

import re

import api_builders
import make
from flask import Flask

from eventapp.api.scopes import SCOPES
from eventapp.db import db
from eventapp.paths import ROOT
from eventapp.rsvps.models import Rsvp

PAGE = (ROOT / "docs" / "api.md").read_text()
CODE = "\n".join(re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))


def test_the_client_of_the_document_goes_the_whole_way(app: Flask, page_server: str) -> None:
    secret = api_builders.token(make.community(zone="Europe/Berlin"))
    code = CODE.replace("https://events.example.org", page_server).replace("eventapp_…", secret)
    names: dict[str, object] = {}

    exec(compile(code, "docs/api.md", "exec"), names)

    assert names["here"][0]["first_name"] == "Ada"
    assert names["event"]["starts_at"] == "2031-03-06T18:00:00+01:00"
    db.session.expire_all()
    assert db.session.scalars(db.select(Rsvp)).one().going


def test_the_document_names_every_scope() -> None:
    assert re.findall(r"^\| `(\w+:\w+)` \|", PAGE, re.MULTILINE) == list(SCOPES)
