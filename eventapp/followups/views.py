"""The follow-up card: whom to keep in touch with."""

from flask import Blueprint

bp = Blueprint("followups", __name__)
