"""The page on which an organizer plans an event, and changes one that is published."""

import page_crawler
from visitor import Visitor

from eventapp.events.models import Event


def plan(event: Event) -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/plan"


def saved(organizer: Visitor, event: Event, **typed: str) -> None:
    """Change a published event as its organizer does, through the page to look at first."""
    looked = organizer.submit(plan(event), to="/review", **typed)
    if looked.status_code == 303:
        return
    sheets = page_crawler.sheets(plan(event), looked.text)
    sheet = next(sheet for sheet in sheets if sheet.action.endswith("/revisions"))
    assert organizer.post(sheet.action, data=sheet.values).status_code == 303
