"""Sessions as an organizer makes them in the browser: dates are looked at, then made."""

from typing import Any

from visitor import Visitor, forms
from werkzeug.test import TestResponse


def made(organizer: Visitor, page: str, **typed: Any) -> TestResponse:
    """Fill in the form of a page, look at its dates, and make them; the last answer."""
    looked = organizer.submit(page, to=page.rpartition("/")[2], **typed)
    found = [form for form in forms(looked.text) if form.values.get("shown")]
    if looked.status_code != 200 or not found:
        return looked
    return organizer.post(page, data=found[0].values)
