"""Addresses, queries and hidden fields that no page of ours would send: a 4xx, never a fault."""

import re
from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

import page_crawler
import pytest
import sample_site
from flask import Flask
from sample_site import WHO, Site
from visitor import Visitor
from werkzeug.test import TestResponse

from eventapp.assets import asset

Visit = Callable[[str], Visitor]
Dump = Callable[[], list[str]]
Walked = dict[tuple[str, str], TestResponse]

NUMBERS = ["9" * 30, "-1", "²", "1e9", ""]
PARTS = [
    "9" * 30, str(2**63), "-1", "%C2%B2", "%00", "%ED%A0%80%FF", "%0d%0aX-Evil:%201", "..%2f..",
    "%22%3E%3Cx-evil%3E{{7*7777}}%25s'--", "a" * 5000,
]  # fmt: skip
# Looked up by their text, the same everywhere.
SLUGS = {"community", "event", "program"}
VALUES = [
    "<x-evil>\"'%(x)s{{7*7777}}", "9" * 30, "-1", "²", "\0\ud83d", "x" * 200, "table:²", "1:table:9",
]  # fmt: skip


def sound(path: str, answer: TestResponse) -> None:
    # 501 is no fault: oEmbed has it for a format that nobody offers.
    assert answer.status_code < 500 or answer.status_code == 501
    assert not {"X-Evil"} & set(answer.headers.keys())
    if answer.mimetype == "text/html":
        # Taking a page apart takes longer than making it: only where there is something to find.
        if "<x-evil" in answer.text.lower():
            assert "x-evil" not in {tag for tag, _has in page_crawler.markup(answer.text).tags}, (
                path
            )
        assert "54439" not in answer.text


@pytest.mark.usefixtures("quick")
def test_no_part_of_an_address_is_more_than_a_miss(
    app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before, mark = visit("owner"), dump(), "7" * 12
    with app.test_request_context():
        static = asset("css/app.css").replace("css/app.css", mark)
    for rule in app.url_map.iter_rules():
        for name in rule.arguments:
            method = "GET" if "GET" in rule.methods else "POST"
            slot = int(mark) if name in {"number", "version"} else mark
            path = (
                static
                if rule.endpoint == "asset"
                else sample_site.address(app, site, rule.endpoint, method, **{name: slot})
            )
            for part in PARTS if name not in SLUGS else PARTS[3:6]:
                if part == str(site.values(rule.endpoint).get(name)):
                    continue
                answer = client.open(path.replace(mark, part), method=method, headers=token(client))

                sound(path, answer)
                assert answer.status_code in {303, 308, 400, 404, 409, 410} or (
                    rule.endpoint in {"people.open_link", "asset", "face.colours"}
                ), f"{method} {path.replace(mark, part)}: {answer.status}"
    assert dump() == before


def token(client: Visitor) -> dict[str, str]:
    return {"X-CSRFToken": client.csrf_token()}


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
@pytest.mark.usefixtures("quick")
def test_no_query_is_more_than_a_page_that_ignores_it(
    value: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit("owner"), dump()
    given = value.encode("utf-8", "surrogatepass")
    query = "&".join(f"{name}={quote(given)}" for name in page_crawler.QUERY)
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint != "asset":
            path = sample_site.address(app, site, rule.endpoint)

            sound(path, client.get(f"{path}?{query}"))
    assert dump() == before


@pytest.mark.parametrize("value", NUMBERS, ids=range(len(NUMBERS)))
@pytest.mark.usefixtures("quick")
def test_no_hidden_field_is_more_than_a_no(
    value: str, visit: Visit, crawled: Walked, restore_site: Callable[[], None]
) -> None:
    clients = {who: visit(who) for who in WHO}
    tried = set()
    for (who, path), answer in crawled.items():
        if answer.mimetype != "text/html":
            continue
        for sheet in page_crawler.sheets(path, answer.text):
            fields = [name for name in sheet.kinds if name not in {"csrf_token", *sheet.typed}]
            for name in fields:
                if sheet.method == "get" or (sheet.action, name) in tried:
                    continue
                tried.add((sheet.action, name))
                data = {**sheet.values, name: value}
                data.pop("csrf_token", None)

                sent = clients[who].post(sheet.action, data=data)

                sound(f"{sheet.action} {name}", sent)
                if sent.status_code == 303:
                    restore_site()
    assert len(tried) > 60


@pytest.mark.usefixtures("quick")
def test_bytes_that_are_no_text_are_no_fault(
    app: Flask, site: Site, visit: Visit, crawled: Walked
) -> None:
    """Lone surrogates and broken UTF-8 can only come in through the form's own encoding."""
    clients = {who: visit(who) for who in WHO}
    for (who, path), page in crawled.items():
        if page.mimetype != "text/html":
            continue
        for sheet in page_crawler.sheets(path, page.text):
            if sheet.method == "get" or not sheet.typed:
                continue
            fixed = {k: v for k, v in sheet.values.items() if k not in sheet.typed}
            fixed |= {k: "raw@example.org" for k, kind in sheet.kinds.items() if kind == "email"}
            fixed.pop("csrf_token", None)
            body = "&".join(
                f"{quote(k)}={quote(str(one))}"
                for k, v in fixed.items()
                for one in (v if isinstance(v, list) else [v])
            )
            body += "".join(f"&{quote(name)}=%ED%A0%80%FF%00" for name in sheet.typed)
            kind = "application/x-www-form-urlencoded"

            answer = clients[who].post(sheet.action, data=body, content_type=kind)

            sound(sheet.action, answer)
    for endpoint in ("front.home", "rsvps.show", "rsvps_desk.people", "door.show", "seating.board"):
        path = sample_site.address(app, site, endpoint)
        sound(path, clients["owner"].get(path))


ELSEWHERE = [
    "https://evil.example", "//evil.example", "/\\\\evil.example", "/\t/evil.example", "\\\\evil.example",
    "javascript:evil()", "/%09/evil.example", "http:evil.example", " //evil.example", "/\r\nX-Evil: 1",
    "///evil.example", "/..//evil.example", "data:text/html,x",
]  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_nowhere_else(target: str, app: Flask, site: Site, visit: Visit) -> None:
    path = sample_site.address(app, site, "people.use_link", "POST")

    answer = visit("anonymous").post(path, query_string={"next": target})

    assert answer.status_code == 303
    gone = urlsplit(urljoin("http://localhost/sign-in/x", answer.headers["Location"]))
    assert (gone.scheme, gone.netloc) == ("http", "localhost")
    assert re.match(r"/[^/\\]", answer.headers["Location"])
    assert "X-Evil" not in answer.headers


NAMED = {
    "rsvps.create": "first_name",
    "programs.create": "first_name",
    "door.walk_in": "first_name",
    "rsvps_desk.add": "first_name",
    "events_desk.create": "title",
    "programs_desk.new": "title",
    "communities_desk.edit": "name",
    "team_desk.invite": "first_name",
}


@pytest.mark.parametrize("blank", ["  ", "\t\0", "\u200d", "\u2028"], ids=range(4))
@pytest.mark.parametrize("endpoint", NAMED)
def test_a_name_must_have_something_to_be_seen(
    endpoint: str, blank: str, app: Flask, site: Site, visit: Visit, crawled: Walked, dump: Dump
) -> None:
    path = sample_site.address(app, site, endpoint, "POST")
    sheet, who = next(
        (sheet, who)
        for (who, page), answer in crawled.items()
        if answer.mimetype == "text/html"
        for sheet in page_crawler.sheets(page, answer.text)
        if sheet.action == path and NAMED[endpoint] in sheet.kinds
    )
    data = {**sheet.values, "email": "blank@example.org", "role": site.ids["role"]}
    data[NAMED[endpoint]] = blank
    del data["csrf_token"]
    before = dump()

    answer = visit(who).post(path, data=data)

    assert answer.status_code == 422
    assert dump() == before


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"x" * 7_000_000, "application/x-www-form-urlencoded"),
        (b"a=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"--b\r\nContent-Disposition: form-data; name=x\r\n\r\ny\r\n" * 3000 + b"--b--", "multipart/form-data; boundary=b"),
        (b"--b\r\nContent-Disposition: form-data; name=x\r\n", "multipart/form-data; boundary=b"),
        (b"\xff\xfe\x00", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"&&&=&%&%zz=%zz", "application/x-www-form-urlencoded"),
    ],
    ids=["huge", "huge field", "many parts", "cut off", "no boundary", "json", "nonsense"],
)  # fmt: skip
def test_a_body_that_is_no_form_of_ours_is_turned_away(
    body: bytes, kind: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit("owner"), dump()
    for endpoint in ("rsvps.create", "people.request_link", "imports.look", "door.arrive"):
        path = sample_site.address(app, site, endpoint, "POST")

        answer = client.post(path, data=body, content_type=kind)

        assert 400 <= answer.status_code < 500, f"{path}: {answer.status}"
    assert dump() == before
