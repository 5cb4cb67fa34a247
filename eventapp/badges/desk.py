"""Choose a stock, look at the sheet, take the PDF."""

from flask import Blueprint

bp = Blueprint("badges", __name__)
