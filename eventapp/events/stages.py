"""Where somebody stands in their working life, as forms offer it and places may be held for it."""

from flask_babel import lazy_gettext as _l

STAGES = {
    "studying": _l("Still studying"),
    "early": _l("First 3 years"),
    "mid": _l("4 to 10 years"),
    "senior": _l("Over 10 years"),
    "executive": _l("Leading an organization"),
    "changing": _l("Changing direction"),
}
