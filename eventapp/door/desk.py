"""The door: search, check in, undo, walk-ins."""

from flask import Blueprint

bp = Blueprint("door", __name__)
