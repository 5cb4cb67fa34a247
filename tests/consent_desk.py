"""Everything that those who organize, help at the door or pass by can open about one event."""

import io
import re
import zipfile
from collections.abc import Iterator

from flask import Flask
from visitor import Visitor

from eventapp.events.models import Event

# What is different each time a page is opened.
ONCE = re.compile(
    r'"now":\d+|"token":"[^"]*"|name="(?:csrf_token|once)"[^>]*|data-token="[^"]*"|<dcterms:.*?</dcterms:\w+>|data-passkey="[^"]*"|content="[\w.-]{60,}"|/(?:unsubscribe|u)/[\w-]+'
)
# Drawn from what the pages beside them say, and slow to draw; the words of a card on paper are in
# the matrix.
DRAWN = (".pdf", ".png", "/metrics", "/readyz")


def addresses(app: Flask, event: Event, number: int) -> list[str]:
    """Every address that needs no more than a community, an event and an answer, and every export."""
    given = {"community": event.community.slug, "event": event.slug, "number": number}
    given |= {"export": "people", "kind": "csv", "year": event.starts_at.year}
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        known = {name: given[name] for name in rule.arguments if name in given}
        if "GET" in rule.methods and rule.arguments == known.keys():
            if "number" in known and rule.endpoint != "person_desk.show":
                continue
            found.append(adapter.build(rule.endpoint, known, method="GET"))
    found += [one.replace(".csv", ".xlsx") for one in found if one.endswith("people.csv")]
    return sorted(
        {
            one
            for one in found
            if not one.endswith(DRAWN) and not one.startswith(("/static", "/dev"))
        }
    )


def opened(client: Visitor, paths: list[str]) -> Iterator[tuple[str, str]]:
    """What stands at each address, with what is in files within files."""
    for path in paths:
        answer = client.get(path)
        assert answer.status_code < 500, path
        yield path, ONCE.sub("", unpacked(answer.data))


def unpacked(body: bytes) -> str:
    """The words of a page or a file; of an archive those of all that is in it."""
    if body[:2] != b"PK":
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(unpacked(archive.read(name)) for name in archive.namelist())
