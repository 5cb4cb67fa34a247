"""A form carries a mark of what stood there when it was opened: nobody undoes what they never saw."""

import json
from collections.abc import Mapping
from hashlib import sha256

from flask_babel import gettext as _

from eventapp.errors import Refused


class Stale(Refused):
    """Something else is kept than when the form was opened."""


def of(kept: Mapping[str, object]) -> str:
    """What is kept now, by the names of the form's fields, as one mark."""
    said = [str(kept[name]) for name in sorted(kept)]
    return sha256(json.dumps(said).encode()).hexdigest()[:32]


def refuse_stale(seen: str, *, kept: Mapping[str, object], typed: Mapping[str, object]) -> None:
    """Refuse what was typed where something else is kept than when its form was opened (`seen`).

    The same form twice is once. Whoever sends no mark has seen no form.
    """
    if seen and kept != typed and seen != of(kept):
        raise Stale(
            _("Somebody else changed this meanwhile. Save once more to keep what stands here.")
        )
