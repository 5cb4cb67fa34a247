"""The records of the sample site, and which of them stands in the address of which endpoint."""

from dataclasses import dataclass

import face_builders
from series_builders import SLUG

# What has to stand behind an address, as its query.
ASKED = {"oembed.show": {"url"}}
DRAFTS = {"programs_desk.preview", "programs_desk.publish"}
EVENTS = {
    "programs.come_again": "session",
    "events_desk.publish": "draft",
    "events_desk.save": "draft",
    "events_desk.preview": "draft",
    "insights_desk": "past",
    "insights_files": "past",
    "corrections": "past",
    **dict.fromkeys(
        (
            "cards.show",
            "cards.choose",
            "cards.send",
            "cards.stop",
            "cards.look",
            "cards.look_through",
            "cards.lines",
        ),
        "past",
    ),
    "reseating": "tonight",
    "rounds": "tonight",
}
LINKS = {
    "programs.mine": "enrolment",
    "programs.leave": "enrolment",
    "interest.mine": "interest",
    "interest.stop": "interest",
    "programs.come_again": "enrolment",
    "followups.card": "card",
    "followups.paper": "card",
    "followups.wish": "card",
    "preferences.unsubscribe": "unsubscribe",
    "preferences.confirm": "address",
    "certificates.take": "enrolment",
    "progress.show": "enrolment",
    "progress.reflect": "enrolment",
    **dict.fromkeys(
        (
            "certificates.take",
            "certificates.take_badge",
            "certificates.take_picture",
            "certificates.take_signed_badge",
        ),
        "enrolment",
    ),
    **dict.fromkeys(
        (
            "feedback.show",
            "nudges.show",
            "meetings.show",
            "meetings.agree",
            "meetings.call_off",
            "help_board.answer",
            "help_board.mine",
            "help_board.put",
            "help_board.say",
            "help_board.take_back",
        ),
        "past",
    ),
    "preferences.subscribe": "unsubscribe",
    **dict.fromkeys(("invitations.show", "invitations.create", "invitations.refuse"), "invitation"),
    **dict.fromkeys(("door_link.show", "door_link.begin"), "door pass"),
    "my_feed.calendar": "feed",
    **dict.fromkeys(("team.show", "team.accept"), "team invitation"),
    "people.open_link": "sign-in",
    "people.use_link": "sign-in",
}
NUMBERS = {
    **dict.fromkeys(("team_desk.change", "team_desk.remove"), "door"),
    **dict.fromkeys(("team_desk.send_again", "team_desk.withdraw"), "team invitation"),
    "sign_ins.end": "sign-in",
    "sessions_desk.settings": "session",
    **dict.fromkeys(("communities_desk.trust", "communities_desk.end_trust"), "door"),
    "mail_desk.try_again": "failed",
    "mail_desk.part": "part",
    **dict.fromkeys(
        (
            "audience_desk.show",
            "audience_desk.undo",
            "audience_desk.stop",
            "audience_desk.remove",
        ),
        "typed",
    ),
    "seating.forget": "rule",
    **dict.fromkeys(
        (
            "certificates_desk.show",
            "certificates_desk.rename",
            "certificates_desk.revoke",
            "certificates_desk.restore",
        ),
        "certificate",
    ),
    **dict.fromkeys(("avoiding_desk.resolve", "avoiding_desk.dismiss"), "avoidance"),
    "merging_desk.part": "merge",
    **dict.fromkeys(("replies_desk.attribute", "replies_desk.dismiss"), "held mail"),
    **dict.fromkeys(("invitations_desk.again", "invitations_desk.take_back"), "invitation"),
    **dict.fromkeys(("describing.change", "describing.move", "describing.remove"), "trainer"),
    **dict.fromkeys(("questions.edit", "questions.move", "questions.remove"), "question"),
    **dict.fromkeys(
        ("prints.file", "prints.progress", "prints.show", "prints.stop", "prints.withdraw"),
        "print run",
    ),
    **dict.fromkeys(("imports.progress", "imports.stop"), "long list"),
    **dict.fromkeys(("searches.show", "searches.stop"), "search"),
    **dict.fromkeys(("printers.edit_stock", "printers.remove_stock"), "own stock"),
    **dict.fromkeys(
        (
            "printers.edit",
            "printers.measure",
            "printers.remove",
            "printers.show",
            "printers.test_page",
        ),
        "printer",
    ),
    "followups.contact": "connection",
    **dict.fromkeys(("door_staff.code", "door_staff.renew", "door_staff.end"), "door pass"),
    **dict.fromkeys(
        ("nudges.show", "meetings.show", "meetings.agree", "meetings.call_off"), "connection"
    ),
    "help_board.answer": "help offer",
    "api_desk.revoke": "api token",
    **dict.fromkeys(("archive_desk.file", "archive_desk.stop"), "archive"),
    **dict.fromkeys(("copying.begin", "copying.remove", "copying.rename"), "template"),
    **dict.fromkeys(("venues.edit", "venues.remove"), "venue"),
    "attendance_desk.person": "enrolled",
    "webhooks": "endpoint",
    "attendance_desk.session": "session",
}


@dataclass(frozen=True)
class Site:
    """Addresses, ids and secrets of what was built; no record of a database session."""

    slugs: dict[str, str]
    ids: dict[str, int]
    tokens: dict[str, str]
    names: dict[str, str]

    def values(self, endpoint: str) -> dict[str, object]:
        """What the address of an endpoint is made of."""
        slugs, ids, secret = self.slugs, self.ids, self.tokens
        found: dict[str, object] = {
            "community": slugs["community"],
            "event": slugs[EVENTS.get(endpoint, EVENTS.get(endpoint.split(".")[0], "event"))],
            "program": slugs["draft program" if endpoint in DRAFTS else "program"],
            "token": secret[LINKS.get(endpoint, "rsvp")],
            "guest": secret["brought"],
            "code": secret["badge"],
            "ask": slugs["board ask"],
            "version": 2,
            # The address that tests give the site.
            "url": f"http://localhost/{slugs['community']}",
            "what": "list",
            "series": SLUG,
            "name": slugs["letter"],
            "letter": "invite",
            "number": ids[NUMBERS.get(endpoint, NUMBERS.get(endpoint.split(".")[0], "rsvp"))],
            "delivery": ids["delivery"],
            "part": 1,
        }
        found |= face_builders.address_values()
        found |= {"year": 2026, "picture": "the-web" if "years" in endpoint else "people-met"}
        if endpoint.startswith("certificates."):
            found["number"] = slugs["certificate"]
        return found | {"export": "people", "kind": "csv", "topic": "card", "path": "v1/300"}
