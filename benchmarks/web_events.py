"""Fill an empty database with the events that `web.py` visits, by the code of the build it is for.

    PYTHONPATH=CHECKOUT:CHECKOUT/tests EVENTAPP_…=… python benchmarks/web_events.py EVENTS

EVENTS is JSON: the address of each event, with its places and how many guests it has already.
"""

import json
import sys

import make

from eventapp import create_app, serving
from eventapp.db import db

DESCRIPTION = (
    "Bring **one question**. Step-free entrance; the lift is beside the desk.\n\n"
    "- Tea and sandwiches from six\n- A quiet room upstairs\n- Doors close at nine\n"
)


def main() -> None:
    """Migrate, and make the events."""
    app = create_app()
    with app.app_context():
        serving.prepare(app)
        host = make.community(slug="bench", name="Side by Side")
        for slug, (places, guests) in json.loads(sys.argv[1]).items():
            about = {"title": slug.capitalize(), "description": DESCRIPTION}
            event = make.event(community=host, slug=slug, capacity=places, **about)
            for _ in range(guests):
                make.rsvp(event)
        db.session.commit()


if __name__ == "__main__":
    main()
