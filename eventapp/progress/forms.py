"""What somebody may write about the program that they took part in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from eventapp.communities.forms import tidy_prose

MOST = 2000


class ReflectionForm(FlaskForm):
    """What they take with them; empty takes it back."""

    reflection = TextAreaField(
        _l("What do you take with you?"),
        [Optional(), Length(max=MOST, message=_l("Please keep it to 2,000 characters."))],
        filters=[tidy_prose],
        render_kw={"rows": 5},
    )
