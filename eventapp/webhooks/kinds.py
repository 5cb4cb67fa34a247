"""What an endpoint may hear of, by kind."""

from flask_babel import lazy_gettext as _l

# Sent by a button at the desk, whatever an endpoint has chosen.
TEST = "webhook.test"
KINDS = {
    "event.published": _l("An event is published"),
    "event.changed": _l("A published event changes"),
    "event.called_off": _l("An event is called off"),
    "event.reopened": _l("An event takes place after all"),
    "program.published": _l("A program is published"),
    "program.called_off": _l("A program is called off"),
    "program.reopened": _l("A program takes place after all"),
    "enrolment.made": _l("Somebody enrols in a program, or waits for it"),
    "enrolment.promoted": _l("Somebody who waited for a program joins it"),
    "enrolment.left": _l("Somebody leaves a program"),
    "rsvp.going": _l("Somebody has a place"),
    "rsvp.waitlisted": _l("Somebody waits for a place"),
    "rsvp.pending": _l("Somebody waits for your answer"),
    "rsvp.promoted": _l("Somebody who waited gets a place"),
    "rsvp.changed": _l("A guest’s answers change"),
    "rsvp.cancelled": _l("A guest gives a place back, or is taken off the list"),
    "rsvp.declined": _l("You decline a guest"),
    "arrival.checked_in": _l("A guest is checked in"),
    "arrival.undone": _l("A check-in is taken back"),
    "plan.published": _l("Tables are published"),
}
