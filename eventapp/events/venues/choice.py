"""A venue is chosen in the form of an event, and fills what it knows."""

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field

from eventapp import web
from eventapp.communities.models import Community
from eventapp.events.venues import actions
from eventapp.events.venues.models import Venue


def use(form: FlaskForm, host: Community) -> Venue | None:
    """Fill a form with the venue that was chosen in it, if its button was pressed; else leave it."""
    if request.form.get("go") != "venue":
        return None
    venue = actions.one(host, web.number_in(request.form.get("venue")))
    if venue:
        for name, value in (actions.place(venue) | actions.room(venue)).items():
            if name in form:
                fill(form[name], value)
    return venue


def fill(field: Field, value: object) -> None:
    """Show a value in place of what was typed; a number shows that as long as it is there."""
    field.data, field.raw_data = value, None
