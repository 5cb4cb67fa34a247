"""The organizer's side of follow-up: how many cards went out, never who ticked whom."""

from flask import Blueprint

bp = Blueprint("followups_desk", __name__)
