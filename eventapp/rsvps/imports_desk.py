"""A list of people at the desk: chosen, looked at and corrected, then brought in."""

import base64
import binascii
import zlib

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db, only_reads, release
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.rsvps import actions, imports, intake, lists
from eventapp.rsvps.choices import Choices
from eventapp.rsvps.lists import Look
from eventapp.rsvps.roster import state_words
from eventapp.rsvps.sheets import BYTES

bp = Blueprint("imports", __name__)

# A page's hidden field may hold this much (letters of base64).
PAGE_HOLDS = 1_900_000


@bp.get("/desk/<community>/events/<event>/people/import")
def show(community: str, event: str) -> ResponseReturnValue:
    """Choose a file."""
    return render_template(
        "rsvps/import.html", trouble="", **events_desk.about(desk_event(community, event))
    )


@bp.post("/desk/<community>/events/<event>/people/import")
def look(community: str, event: str) -> ResponseReturnValue:
    """Look at what a list would do, correct it as often as one likes; then bring it in."""
    found = desk_event(community, event)
    roles = [role.name for role in found.roles]
    try:
        data = _listed()
        packed = pack(data)
        choices = Choices() if request.files.get("file") else Choices.read(request.form)
        # Reading may take seconds: meanwhile nobody waits for the database.
        release()
        looked = lists.look(data, choices, roles=roles)
    except (intake.BadFile, Refused) as error:
        return _other_file(desk_event(community, event), str(error))
    trouble = ""
    if request.form.get("go") == "bring":
        try:
            return _bring(desk_event(community, event), looked, choices)
        except Refused as error:
            trouble = str(error)
            release()
    only_reads(True)
    page = _page(desk_event(community, event), looked, choices, packed=packed, trouble=trouble)
    return page, 422 if trouble else 200


def _other_file(event: Event, trouble: str) -> ResponseReturnValue:
    return render_template("rsvps/import.html", trouble=trouble, **events_desk.about(event)), 422


def _bring(event: Event, look: Look, choices: Choices) -> ResponseReturnValue:
    action = imports.invite_all if choices.mail else imports.bring_in
    brought = action(event, look.found, decisions=look.decisions, now=clock.now())
    db.session.commit()
    flash(_("Imported. %(said)s", said=brought.said or _("Nothing has changed.")), "good")
    return web.to("rsvps_desk.people", community=event.community.slug, event=event.slug)


def _page(event: Event, look: Look, choices: Choices, *, packed: str, trouble: str) -> str:
    matched = imports.seen(event, look.found, decisions=look.decisions)
    return render_template(
        "rsvps/import_check.html",
        look=look,
        found=look.found,
        matched=matched,
        choices=choices,
        decisions=look.decisions,
        familiar=imports.familiar(event, matched),
        trouble=trouble,
        packed=packed,
        fields=intake.FIELDS,
        encodings=intake.ENCODINGS,
        roles={role.name: role for role in event.roles},
        words=state_words(),
        going=actions.count(event, "going"),
        **events_desk.about(event),
    )


def _listed() -> bytes:
    upload = request.files.get("file")
    if upload and upload.filename:
        return upload.read()
    if not request.form.get("list"):
        raise intake.BadFile(_("Choose a file first."))
    return unpack(request.form["list"])


def pack(data: bytes) -> str:
    """A file as text that a page can carry to its next step; Refused when it is too long for that."""
    text = base64.urlsafe_b64encode(zlib.compress(data, 9)).decode()
    if len(text) > PAGE_HOLDS:
        raise Refused(
            _(
                "This list is too long for the page. Split it, or ask whoever runs this site to import it."
            )
        )
    return text


def unpack(text: str) -> bytes:
    """The file that `pack` put into a page; BadFile when it was damaged on the way."""
    try:
        squeezed = zlib.decompressobj()
        data = squeezed.decompress(base64.urlsafe_b64decode(text), BYTES + 1)
    except (binascii.Error, ValueError, zlib.error):
        raise intake.BadFile(_("The list got lost on the way. Choose the file again.")) from None
    return data
