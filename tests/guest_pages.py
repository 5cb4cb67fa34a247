"""The pages that a guest comes by, from the first look at a site to long after the evening."""

import page_crawler
import sample_site
from flask import Flask
from sample_site import Site

# What a guest comes by, before the evening, during it and after.
JOURNEY = {
    "front.home", "front.community", "front.privacy", "front.accessibility", "front.mine", "front.me",
    "front.erase", "personal.lost", "personal.sent", "personal.people", "rsvps.show", "rsvps.cancel",
    "rsvps.change", "parties.show", "invitations.show", "followups.card", "feedback.show", "meetings.show",
    "nudges.show", "hellos.show", "help_board.show", "help_board.mine", "help_board.my_board",
    "programs.show", "programs.mine", "programs.leave", "programs.subscribing", "progress.show",
    "interest.mine", "certificates.check", "people.sign_in", "people.link_sent", "people.open_link",
    "people_met.show", "preferences.guest", "preferences.me", "preferences.unsubscribe",
    "preferences.confirm", "events.subscribing", "my_feed.show", "my_feed.mine", "avoiding.show",
    "avoiding.mine", "door.scan", "front.community_privacy", "event_series.show", "event_series.subscribing",
    "interest.ask", "interest.ask_of_series", "embed.community", "embed.event", "embed.program", "embed.series", "team.show",
    "passkeys.show",
}  # fmt: skip


def addresses(app: Flask, site: Site) -> list[tuple[str, str]]:
    """Who opens which page of a sample site."""
    found = [
        (page_crawler.AS.get(rule.endpoint, "anonymous"), sample_site.address(app, site, rule.endpoint))
        for rule in app.url_map.iter_rules()
        if rule.endpoint in JOURNEY and "GET" in rule.methods
    ]  # fmt: skip
    waits = [("anonymous", f"/r/{site.tokens[name]}") for name in ("waiting", "past")]
    return [*found, *waits]
