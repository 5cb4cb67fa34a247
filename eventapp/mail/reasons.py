"""Why a letter didn't arrive, in a sentence for organizers, by what the server said (RFC 3463)."""

import re

from flask_babel import gettext as _

from eventapp.mail import bounces, refusals
from eventapp.mail.refusals import Refusal

_SPAM = re.compile("spam|junk|block|black|banned|reputation|content|unsolicited|virus|listed")
_NOBODY = re.compile(
    "unknown|no such|not exist|doesn't exist|not found|invalid recipient|no mailbox|user reject"
)


def plain(trouble: str) -> str:
    """Why a letter failed or waits, in words that help; what isn't a server's answer as it is."""
    if trouble == bounces.STOPPED:
        return _("It wasn’t sent: our mail to this address came back before.")
    if came_back := re.fullmatch(r"It came back \((.*)\)\.", trouble):
        return bounces.words(came_back[1])
    said = refusals.read(trouble)
    if said is None:
        return trouble
    if said.code < 500:
        return _(
            "Their mail server was busy (%(code)s). It is tried again by itself.", code=said.code
        )
    return _by_status(said) or _by_words(said)


def words(trouble: str) -> str:
    """What the server itself said, to pass on to whoever knows more; "" without an answer."""
    said = refusals.read(trouble)
    return str(said) if said and (said.words or said.status) else ""


def ours(trouble: str) -> str:
    """What whoever runs this site has to mend, when our own mail server takes nothing."""
    said = refusals.read(trouble)
    if "NotSupported" in trouble:
        return _(
            "Our mail server doesn't offer the sign-in or the encryption that its setting asks for."
        )
    if "(SSL" in trouble:
        return _(
            "Our mail server can't be trusted: its certificate or its encryption is not as set."
        )
    if said is None:
        return _("Our mail server does not answer.")
    if said.code in {530, 534, 535, 538} or said.status == "5.7.8":
        return _("Our mail server doesn't let us in: the name or password in its setting is wrong.")
    if refusals.no_relay(said):
        return _(
            "Our mail server doesn't pass our mail on: it doesn't know us, or needs a sign-in."
        )
    return _("Our mail server takes no mail from us now.")


def _by_status(said: Refusal) -> str:
    subject, _dot, detail = said.status.removeprefix("5.").partition(".")
    if refusals.no_relay(said):
        return _(
            "Our mail server doesn't pass mail on to them. Whoever runs this site can mend that."
        )
    if subject == "1" and detail in {"2", "10"}:
        return _("There is no mail at this domain. Check what comes after the @.")
    if subject == "1" and detail in {"1", "3", "6"}:
        return _nobody()
    if subject == "2" and detail == "1":
        return _("Their mailbox is closed: nobody reads it any more.")
    if subject == "2" and detail == "2":
        return _full()
    if said.status in {"5.2.3", "5.3.4"}:
        return _("The mail was too large for them.")
    if subject == "4":
        return _("The mail could not find its way there. Check what comes after the @.")
    if subject == "7" and 20 <= int(detail) <= 30:
        return _("Their mail server can't tell that this mail is really from us. Whoever runs this site can mend that.")  # fmt: skip
    return ""


def _by_words(said: Refusal) -> str:
    about = said.words.lower()
    if _NOBODY.search(about):
        return _nobody()
    if said.code == 552 and "quota" not in about and re.search("size|large|big", about):
        return _("The mail was too large for them.")
    if said.code == 552 or "quota" in about or "full" in about:
        return _full()
    if _SPAM.search(about) or said.status.startswith("5.7."):
        return _("Their mail server took this mail for unwanted, and refused it.")
    if said.code in {550, 551, 553}:
        return _("There is no mailbox with this address, or it takes no mail from us.")
    return _("Their mail server refuses this mail (%(code)s).", code=said.code)


def _nobody() -> str:
    return _("There is no mailbox with this address. Ask them for the right one.")


def _full() -> str:
    return _("Their mailbox is full.")
