"""Odd requests at every address, as everybody: never a fault of ours, whatever is sent.

In a test a fault isn't turned into a page but raised, so what breaks shows where it broke.
"""

import random
from collections.abc import Callable, Iterator
from urllib.parse import quote

import page_crawler
import pytest
import sample_site
from flask import Flask
from sample_site import Site
from visitor import Visitor
from werkzeug.test import TestResponse

Visit = Callable[[str], Visitor]
Walked = dict[tuple[str, str], TestResponse]

WHO = ("anonymous", "guest", "door", "organizer", "owner")
# For a longer look: more rounds, another seed.
SEED, ROUNDS = 7, 2
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"


def part(head: str, value: bytes = b"1") -> bytes:
    return b"--b\r\nContent-Disposition: form-data" + head.encode() + b"\r\n\r\n" + value + b"\r\n"


# Bodies that no form of ours sends.
BODIES = [
    (part("") + b"--b--\r\n", MULTIPART),
    (part('; name=""') + part("; name=x") + b"--b--\r\n", MULTIPART),
    (part("; filename=x.csv") + b"--b--\r\n", MULTIPART),
    (part('; name=file; filename=""') + b"--b--\r\n", MULTIPART),
    (part("; name*=utf-8''%00%ED%A0%80") + b"--b--\r\n", MULTIPART),
    (part("; name=email\r\nContent-Type: text/plain; charset=utf-7", b"+AGA-\xff") + b"--b--\r\n", MULTIPART),
    (part("; name=email\r\nContent-Type: text/plain; charset=nope", b"\xff\xfe") + b"--b--\r\n", MULTIPART),
    (b"--b\r\nContent-Disposition: attachment\r\n\r\n1\r\n--b--\r\n", MULTIPART),
    (b"--b\r\n\r\n1\r\n--b--\r\n", MULTIPART),
    (b"--b\r\nContent-Disposition: form-data; name=x\r\n", MULTIPART),
    (b"x", "multipart/form-data; boundary=" + "b" * 300),
    (b"x", "multipart/form-data"),
    (b"\xff\xfe\x00=\xff&=&&%00=%zz&" + b"=" * 50, URLENCODED),
    (b"email=a&email=b&roles-0-name=x&roles-99999999999-name=y&roles-x-name=z", URLENCODED),
    (b"email=%ED%A0%80%FF%00", URLENCODED + "; charset=utf-16"),
    (b'{"email": ["a"]}', "application/json"),
    (b"\x00" * 40, "application/octet-stream"),
    (b"email=a@example.org", "\xff\x00;;=,"),
    (b"", ""),
]  # fmt: skip
# Values that no field of ours sends.
VALUES = [
    "", " ", "0", "-1", "1.5", "1e309", "NaN", "9" * 30, "9" * 5000, str(2**31), str(2**63), "²", "٣",
    "\0", "a\0b", "\ud83d", "\u202e\u2028", "x" * 3000, "2026-02-30", "0001-01-01", "9999-12-31",
    "24:61", "on", "true", "[]", "{{7*7}}%s", "table:²", "1:table:9", "a@" + "b" * 70 + ".org",
    "@", "Mars/Phobos", "../../etc", "https://[::1", "https://\u2100.org", "~" + "A" * 22 + "~",
    "/badge/" + "A" * 38, "1-" + "é" * 22, "\U000e0001" * 9, "ﷺ" * 80, "\u0301" * 80,
    "\u0301",
]  # fmt: skip
# What no browser says of the page that it comes from.
HEADERS = [
    "http://[",
    "http://[::1",
    "//[",
    "[",
    "http://\u2100.org",
    "http://localhost:x/%00",
    "null",
    "data:,",
    "",
]
# What ends no address of ours, as it stands in one.
ENDINGS = ["%00", "%00.ics", "x%00/", "%ED%A0%80", "%CC%81", "%25", "%2e%2e", "%5C", "%0A"]


def routes(app: Flask, site: Site, method: str) -> list[tuple[str, str]]:
    """Each endpoint that answers a method, with its address in this site."""
    found = {rule.endpoint for rule in app.url_map.iter_rules() if method in rule.methods}
    return [
        (name, sample_site.address(app, site, name, method)) for name in sorted(found - {"asset"})
    ]


def encoded(pairs: list[tuple[str, object]]) -> bytes:
    """A form's body, halves of surrogate pairs included."""
    texts = [(name, "" if value is None else str(value)) for name, value in pairs]
    return "&".join(
        f"{quote(name)}={quote(text.encode('utf-8', 'surrogatepass'))}" for name, text in texts
    ).encode()


def odd(pairs: list[tuple[str, object]], dice: random.Random) -> list[tuple[str, object]]:
    """A form with something about it that isn't right."""
    pairs = list(pairs)
    for _ in range(dice.choice([1, 1, 2, 5])):
        at = dice.randrange(len(pairs)) if pairs else 0
        match dice.randrange(6):
            case 0 if pairs:
                del pairs[at]
            case 1 if pairs:
                pairs.append((pairs[at][0], dice.choice(VALUES)))
            case 2:
                pairs.append((dice.choice(["", "x", "roles-0", "keep", "csrf_token"]), "1"))
            case _ if pairs:
                pairs[at] = (pairs[at][0], dice.choice(VALUES))
    return pairs


def sent(client: Visitor, path: str, body: bytes, kind: str = URLENCODED) -> TestResponse:
    """A POST with the right token, so that it comes as far as it can."""
    answer = client.post(path, data=body, content_type=kind)
    assert answer.status_code < 500, f"POST {path} {body[:200]!r}"
    return answer


def sheets(crawled: Walked) -> Iterator[tuple[str, page_crawler.Sheet]]:
    """Who sends which form, each once."""
    seen = set()
    for (who, path), answer in crawled.items():
        if answer.mimetype == "text/html":
            for sheet in page_crawler.sheets(path, answer.text):
                mark = (sheet.method, sheet.action.partition("?")[0], *sorted(sheet.kinds))
                if mark not in seen:
                    seen.add(mark)
                    yield who, sheet


def pairs_of(sheet: page_crawler.Sheet) -> list[tuple[str, object]]:
    return [
        (name, one)
        for name, value in sheet.values.items()
        if name != "csrf_token"
        for one in (value if isinstance(value, list) else [value])
    ]


@pytest.mark.usefixtures("quick")
def test_no_body_is_a_fault_wherever_and_by_whomever_it_is_sent(
    app: Flask, site: Site, visit: Visit
) -> None:
    clients = {who: visit(who) for who in WHO}

    dice = random.Random(SEED)
    for _name, path in routes(app, site, "POST"):
        for body, kind in BODIES[:1] + dice.sample(BODIES, 3):
            sent(clients["owner"], path, body, kind)
        # Nobody's token is looked for before the body is.
        bare = clients["anonymous"].post(path, data=BODIES[0][0], content_type=MULTIPART)
        assert bare.status_code == 400, path


@pytest.mark.parametrize("who", WHO)
@pytest.mark.usefixtures("quick")
def test_no_form_with_odd_fields_is_a_fault(
    who: str, site: Site, visit: Visit, crawled: Walked, restore_site: Callable[[], None]
) -> None:
    client, dice = visit(who), random.Random(f"{SEED} {who}")

    for author, sheet in sheets(crawled):
        if sheet.method != "post" or sheet.action.endswith("/sign-out"):
            continue
        # Whoever sends the form anyway comes furthest.
        for _ in range(ROUNDS if who == author else 1):
            answer = sent(client, sheet.action, encoded(odd(pairs_of(sheet), dice)))
            if answer.status_code == 303 and who == author:
                restore_site()


@pytest.mark.parametrize("who", ["anonymous", "owner"])
@pytest.mark.usefixtures("quick")
def test_no_query_is_a_fault(
    who: str, app: Flask, site: Site, visit: Visit, crawled: Walked
) -> None:
    client, dice = visit(who), random.Random(f"{SEED} {who}")
    fields = {sheet.action.partition("?")[0]: list(sheet.kinds) for _, sheet in sheets(crawled)}

    for method in ("GET", "POST"):
        for _name, path in routes(app, site, method):
            known = [*fields.get(path, []), *page_crawler.QUERY]
            for _ in range(2):
                pairs = [(dice.choice(known), dice.choice(VALUES)) for _ in range(4)]
                answer = client.open(
                    f"{path}?{encoded(pairs).decode()}",
                    method=method,
                    headers={"X-CSRFToken": client.csrf_token()},
                )
                # 501 is no fault: oEmbed has it for a format that nobody offers.
                fine = answer.status_code < 500 or answer.status_code == 501
                assert fine, f"{method} {path} {pairs}"


@pytest.mark.parametrize("who", ["anonymous", "owner"])
@pytest.mark.usefixtures("quick")
def test_no_address_is_a_fault(who: str, app: Flask, site: Site, visit: Visit) -> None:
    client, dice = visit(who), random.Random(f"{SEED} {who}")

    for method in ("GET", "POST"):
        for _name, path in routes(app, site, method):
            parts = path.split("/")
            parts[dice.randrange(1, len(parts))] += dice.choice(ENDINGS)
            for odd_path in ("/".join(parts), path + ENDINGS[0]):
                answer = client.open(
                    odd_path, method=method, headers={"X-CSRFToken": client.csrf_token()}
                )
                assert answer.status_code < 500, f"{method} {odd_path}"
            assert answer.status_code in {303, 400, 404}, f"{method} {odd_path}"


@pytest.mark.parametrize("name", ["Referer", "Origin"])
@pytest.mark.usefixtures("quick")
def test_no_page_that_a_form_says_to_come_from_is_a_fault(
    name: str, app: Flask, site: Site, visit: Visit
) -> None:
    client, dice = visit("anonymous"), random.Random(f"{SEED} {name}")

    for _name, path in routes(app, site, "POST"):
        for value in HEADERS[:1] + dice.sample(HEADERS, 2):
            answer = client.post(path, headers={name: value, "X-CSRFToken": client.csrf_token()})
            assert answer.status_code < 500, f"POST {path} {name}: {value}"
