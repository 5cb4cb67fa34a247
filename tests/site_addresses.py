"""Which record of the sample site stands in the address of which endpoint."""

DRAFTS = {"programs_desk.publish"}
EVENTS = {
    "events_desk.publish": "draft",
    "events_desk.save": "draft",
    "events_desk.preview": "draft",
    "followups_desk.show": "past",
    "followups_desk.send": "past",
    "reseating": "tonight",
}
LINKS = {
    "programs.mine": "enrolment",
    "programs.leave": "enrolment",
    "followups.card": "card",
    "followups.wish": "card",
    "followups.unsubscribe": "unsubscribe",
    **dict.fromkeys(("invitations.show", "invitations.create", "invitations.refuse"), "invitation"),
    "people.open_link": "sign-in",
    "people.use_link": "sign-in",
}
NUMBERS = {
    "communities_desk.remove_member": "door",
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
    "merging_desk.part": "merge",
    **dict.fromkeys(("invitations_desk.again", "invitations_desk.take_back"), "invitation"),
    **dict.fromkeys(("questions.edit", "questions.move", "questions.remove"), "question"),
    **dict.fromkeys(("imports.progress", "imports.stop"), "long list"),
    **dict.fromkeys(("searches.show", "searches.stop"), "search"),
    "followups.contact": "connection",
}
