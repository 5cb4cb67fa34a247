"""Make tables, look at the plan, publish it."""

from flask import Blueprint

bp = Blueprint("seating", __name__)
