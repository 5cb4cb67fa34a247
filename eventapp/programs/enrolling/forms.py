"""What somebody types to join a program."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from eventapp.programs.models import Program
from eventapp.rsvps.forms import RsvpForm


class JoinForm(RsvpForm):
    """A yes to a whole program, and to what it asks people to agree to."""

    agrees = BooleanField(
        _l("I agree"), [InputRequired(_l("Read what the program asks of you, and agree to it."))]
    )

    def offer_program(self, program: Program) -> None:
        """Ask what this program asks; twice is once."""
        self.offer_roles(program.community.roles)
        if not program.agreement and "agrees" in self:
            del self.agrees

    @property
    def agreed(self) -> bool:
        """Whether they agreed to what was asked."""
        return "agrees" in self and bool(self.agrees.data)
