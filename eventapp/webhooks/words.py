"""What became of a delivery, and why an address can't be used, in sentences."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from eventapp.webhooks.models import WebhookDelivery

ADDRESSES = {
    "form": _l("Give a whole address, as in https://example.org/hooks."),
    "https": _l("Begin with https://, so that nobody on the way can read along."),
    "password": _l("Leave name and password out of the address: what is sent is signed."),
    "private": _l("That address leads into a private network. Give one that everybody can reach."),
    "name": _l("There is no server of that name. Look for a mistyped letter."),
}
TROUBLES = {
    "address": _l("The address can’t be used."),
    "private": _l("The address leads into a private network, where nothing is sent."),
    "name": _l("There was no server of that name."),
    "time": _l("No answer within ten seconds."),
    "tls": _l("The server’s certificate can’t be trusted."),
    "connection": _l("The connection broke off."),
}
STATES = {
    "waiting": _l("Waiting"),
    "delivered": _l("Delivered"),
    "failed": _l("Failed"),
}
OFF = {
    "gone": _l("It answered 410, which means: send me nothing any more."),
    "failing": _l("It took nothing for three days."),
}


def result(one: WebhookDelivery) -> str:
    """What the last try of a delivery came to, in a few words; empty before the first."""
    if one.trouble:
        return str(TROUBLES.get(one.trouble, one.trouble))
    if one.status is None:
        return ""
    if 300 <= one.status < 400:
        return _("Answered %(code)s: redirects aren’t followed.", code=one.status)
    return _("Answered %(code)s", code=one.status)
