"""What was written to whom, and what became of it; the local mailbox."""

from flask import Blueprint

bp = Blueprint("mail_desk", __name__)
