"""Lists of who was at past events, and how a page brings them in."""

import io

from visitor import Visitor, forms

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.encounters.models import Encounter
from eventapp.people.models import Person

TABLES = b"""Event,Date,Name,Email,Role,Table,Round
Spring,2024-05-09,Ada Lovelace,ada@example.org,Mentor,1,1
Spring,2024-05-09,Bo Diddley,bo@example.org,,1,1
Spring,2024-05-09,Cleo Nile,cleo@example.org,,2,1
Spring,2024-05-09,Ada Lovelace,ada@example.org,,2,2
Spring,2024-05-09,Cleo Nile,cleo@example.org,,2,2
Autumn,2024-10-09,Ada Lovelace,ADA@example.org,,,
Autumn,2024-10-09,Dana Scully,,,,
"""


PLAIN = b"""Event,Date,Name,Email
Breakfast,2024-05-09,Ada,ada@example.org
Breakfast,2024-05-09,Bo,bo@example.org
Breakfast,2024-05-09,Cleo,cleo@example.org
"""


def upload(organizer: Visitor, host: Community, data: bytes):
    return organizer.post(
        f"/desk/{host.slug}/import/attendance", data={"file": (io.BytesIO(data), "past.csv")}
    )


def bring(organizer: Visitor, host: Community, data: bytes, **chosen: str):
    shown = upload(organizer, host, data)
    (form,) = [form for form in forms(shown.text) if "list" in form.values]
    return organizer.post(
        f"/desk/{host.slug}/import/attendance", data=form.values | {"go": "bring"} | chosen
    )


def count(table: type) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(table))


def met() -> set[tuple[str, str]]:
    names = {one.id: one.first_name for one in db.session.scalars(db.select(Person))}
    found = db.session.scalars(db.select(Encounter))
    return {(names[one.low_id], names[one.high_id]) for one in found}
