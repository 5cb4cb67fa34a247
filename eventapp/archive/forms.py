"""What may be sent to bring a community in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class ArchiveForm(FlaskForm):
    """The archive of a community, as a ZIP."""

    file = FileField(_l("Archive"), [FileRequired(_l("Choose the ZIP of an archive."))])
