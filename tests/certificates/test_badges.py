"""A certificate as an Open Badge 3.0: signed by us, verified by programs of others."""

import io
import json
import stat
from pathlib import Path

import jwt
import make
import program_builders
import pytest
from conftest import running, sqlite_copy
from conftest import visitor as visitor_of
from flask import Flask
from jwt.algorithms import RSAAlgorithm
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3Verifier
from PIL import Image
from visitor import Visitor

from eventapp import clock
from eventapp.certificates import actions, badges
from eventapp.certificates.models import Certificate
from eventapp.db import db
from eventapp.front import erasing
from eventapp.people.actions import token_of
from eventapp.programs.models import Enrolment


@pytest.fixture
def found(app: Flask) -> Certificate:
    """One that is valid."""
    program_builders.school(2)
    enrolment = db.session.scalars(db.select(Enrolment)).first()
    made = make.certificate(enrolment, name="Aïko Tanaka", why="She led a session")
    db.session.commit()
    return made


def badge(client: Visitor, found: Certificate, name: str = "badge.jwt") -> bytes:
    answer = client.get(f"/e/{token_of(found.enrolment.link)}/{name}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.data


def claims(client: Visitor, token: str) -> dict[str, object]:
    """What a badge says, verified by PyJWT with the key that its head leads to."""
    head = jwt.get_unverified_header(token)
    assert set(head) == {"alg", "kid", "typ"}
    address, _hash, _thumbprint = head["kid"].partition("#")
    path = address.partition("/certificates")[2]
    keys = client.get(f"/certificates{path}").json["keys"]
    (key,) = [one for one in keys if one["kid"] == head["kid"]]
    assert not set(key) & {"d", "p", "q", "dp", "dq", "qi"}
    return jwt.decode(token, RSAAlgorithm.from_jwk(json.dumps(key)), algorithms=["RS256"])


def test_another_library_verifies_it_with_the_key_that_we_publish(
    found: Certificate, client: Visitor
) -> None:
    token = badge(client, found).decode()
    said = claims(client, token)
    (key,) = client.get("/certificates/keys").json["keys"]
    verifier = OB3Verifier(RSAAlgorithm.from_jwk(json.dumps(key)))

    read = verifier.verify(token)

    assert read.achievement.name == found.program
    assert read.issuer.name == found.community
    assert read.id == said["jti"] == said["id"]
    head, body, signature = token.split(".")
    with pytest.raises(LibOpenBadgesException):
        verifier.verify(f"{head}.{body}.{signature[::-1]}")


def test_where_the_key_is_found_is_the_key_itself_too_for_those_who_expect_it(
    found: Certificate, client: Visitor
) -> None:
    token = badge(client, found).decode()
    address = jwt.get_unverified_header(token)["kid"].partition("#")[0]
    answer = client.get("/certificates" + address.partition("/certificates")[2]).text

    key = RSAAlgorithm.from_jwk(answer)

    said = jwt.decode(token, key, algorithms=["RS256"])
    assert {"iss", "jti", "nbf", "sub"} <= set(said)


def test_it_tells_what_the_page_for_checking_tells_and_no_more(
    found: Certificate, client: Visitor
) -> None:
    said = claims(client, badge(client, found).decode())

    subject = said["credentialSubject"]
    (identity,) = subject["identifier"]
    assert (identity["identityHash"], identity["identityType"]) == ("Aïko Tanaka", "name")
    assert said["evidence"][0]["id"].endswith("/certificates/7K2M-Q9XD")
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    whole = json.dumps(said)
    enrolment = found.enrolment
    assert enrolment.person.email not in whole
    assert token_of(enrolment.link) not in whole
    assert "She led" not in whole


def test_the_picture_carries_it(found: Certificate, client: Visitor) -> None:
    picture = badge(client, found, "badge.png")

    inside = OB3Verifier.extract_token_from_png(picture)

    assert inside.encode() == badge(client, found)
    shown = Image.open(io.BytesIO(picture))
    shown.load()
    assert shown.size == (1200, 630)
    assert shown.text["openbadgecredential"] == inside


def test_what_it_names_is_there(found: Certificate, client: Visitor) -> None:
    said = claims(client, badge(client, found).decode())
    site = said["issuer"]["id"].partition("/certificates")[0]

    for one in (said["issuer"], said["credentialSubject"]["achievement"]):
        answer = client.get(one["id"].removeprefix(site))
        assert answer.json | one == answer.json
    status = client.get(said["credentialStatus"]["id"].removeprefix(site))
    assert status.json["revokedCredential"] == []


def test_what_was_withdrawn_or_issued_again_is_listed_without_leading_to_a_number(
    found: Certificate, client: Visitor
) -> None:
    first = claims(client, badge(client, found).decode())
    listed = first["credentialStatus"]["id"].partition("/certificates")[2]
    actions.reissue(found, "Aiko Sato", now=clock.now())
    db.session.commit()
    second = claims(client, badge(client, found).decode())

    one = client.get(f"/certificates{listed}")
    actions.revoke(found, "By mistake", now=clock.now())
    db.session.commit()
    both = client.get(f"/certificates{listed}")

    assert [line["id"] for line in one.json["revokedCredential"]] == [first["id"]]
    assert {line["id"] for line in both.json["revokedCredential"]} == {first["id"], second["id"]}
    assert found.number not in both.text
    assert second["credentialSubject"]["identifier"][0]["identityHash"] == "Aiko Sato"


def test_what_was_withdrawn_stays_listed_when_its_holder_is_erased(
    found: Certificate, client: Visitor
) -> None:
    person, host = found.enrolment.person, found.enrolment.program.community
    page = f"/certificates/issuers/{host.slug}/revocations"
    actions.reissue(found, "Aiko Sato", now=clock.now())
    actions.revoke(found, "By mistake", now=clock.now())
    before = client.get(page).json
    erasing.erase(person, now=clock.now())

    after = client.get(page).json

    assert len(before["revokedCredential"]) == 2
    assert after == before
    assert db.session.scalars(db.select(Certificate)).all() == []


def test_one_that_stands_again_is_listed_no_more(found: Certificate, client: Visitor) -> None:
    page = f"/certificates/issuers/{found.enrolment.program.community.slug}/revocations"
    actions.revoke(found, "By mistake", now=clock.now())
    actions.restore(found)

    assert client.get(page).json["revokedCredential"] == []


def test_the_key_is_kept_for_this_user_alone_and_used_again(
    empty_sqlite: Path, tmp_path: Path
) -> None:
    seen = []
    for _start in range(2):
        with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path) as app:
            seen.append(visitor_of(app).get("/certificates/keys").json)
    (file,) = tmp_path.rglob("badge-key.pem*")

    assert seen[0] == seen[1]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_badge_keeps_its_name_when_the_secret_key_is_another(
    found: Certificate, app: Flask, client: Visitor
) -> None:
    before = badges.token(found)

    app.config["SECRET_KEY"] = "another one, long enough for anything"

    assert badges.token(found) == before
    assert found.number not in json.dumps(claims(client, before)["id"])
