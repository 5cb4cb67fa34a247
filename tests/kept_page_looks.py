"""The page of an event as somebody new sees it."""

import re

from conftest import visitor

ONES_OWN = re.compile(r'name="csrf_token" value="[^"]+"|name="once" type="hidden" value="[^"]+"')


def page_of(event) -> str:
    return f"/{event.community.slug}/events/{event.slug}"


def looked_at(app, event) -> str:
    """The page as somebody new sees it, without what is theirs alone."""
    found = ONES_OWN.findall(text := visitor(app).get(page_of(event)).text)
    assert len(found) in {0, 1, 2}
    return ONES_OWN.sub("", text)


def written_anew(app, event) -> str:
    """The same by an app that has kept nothing; what this one has stays."""
    kept = app.extensions.pop("event_pages", None)
    text = looked_at(app, event)
    app.extensions["event_pages"] = kept
    return text
