"""What may be sent to bring a community in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FileField
from wtforms.validators import InputRequired


class ArchiveForm(FlaskForm):
    """The archive of a community, as a ZIP."""

    file = FileField(
        _l("Archive"),
        [InputRequired(_l("Choose the ZIP of an archive."))],
        render_kw={"accept": ".zip,application/zip"},
    )
