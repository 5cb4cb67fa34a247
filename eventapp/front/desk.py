"""The organizer's home: what to do next, events, sign-ups."""

from flask import Blueprint

bp = Blueprint("desk", __name__)
