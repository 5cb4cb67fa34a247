"""What an organizer may type about a community: who it is, its roles, its topics, its people."""

from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import Select

from eventapp import clock, languages, stamps
from eventapp.communities import actions, contrast
from eventapp.communities.actions import KEPT
from eventapp.communities.models import MOST_ROLES, Community
from eventapp.mail.outbox import JOINERS, one_line
from eventapp.people.forms import clean_address

MARKS = [
    SelectChoice("1", _l("Circle")),
    SelectChoice("2", _l("Triangle")),
    SelectChoice("3", _l("Square")),
    SelectChoice("4", _l("Diamond")),
    SelectChoice("5", _l("Hexagon")),
    SelectChoice("6", _l("Star")),
    SelectChoice("7", _l("Plus")),
    SelectChoice("8", _l("Ring")),
]
MOST_TOPICS = 60


def tidy(text: str | None) -> str:
    """One clean line: no control characters, no runs of blanks."""
    return one_line(text or "")


def tidy_prose(text: str | None) -> str:
    """Clean text of several lines that keeps its indents: Markdown means something by them."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = (
        "".join(c for c in line if c.isprintable() or c in "\t" + JOINERS).rstrip()
        for line in lines
    )
    return "\n".join(kept).strip("\n")


def line_field(label: str) -> StringField:
    """A line that may stay empty."""
    return StringField(
        label,
        [Optional(), Length(max=200)],
        filters=[tidy],
        render_kw={"maxlength": 200, "autocomplete": "off"},
    )


def prose_field(label: str, most: int, *, rows: int) -> TextAreaField:
    """Text of several lines that may stay empty."""
    return TextAreaField(
        label, [Optional(), Length(max=most)], filters=[tidy_prose], render_kw={"rows": rows}
    )


def word_field(label: str) -> StringField:
    """A word or two that may stay empty."""
    return StringField(
        label,
        [Optional(), Length(max=24, message=_l("Keep it within 24 letters: it stands on badges."))],
        filters=[tidy],
        render_kw={"maxlength": 24, "autocomplete": "off"},
    )


class WholeNumberField(IntegerField):  # type: ignore[misc]
    """A whole number from `least` to `most`; anything else, however long, is answered in words."""

    def __init__(
        self, label: str, *given: Any, least: int, most: int, sentence: str = "", **more: Any
    ) -> None:
        super().__init__(label, *given, **more)
        self.least, self.most = least, most
        self.sentence = sentence or _l(
            "Give a number from %(least)s to %(most)s.", least=least, most=most
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; nothing but a number in the range is ever the field's data."""
        if not valuelist:
            return
        self.data = None
        try:
            number = int(valuelist[0])
        except ValueError:
            raise ValueError(self.sentence) from None
        if not self.least <= number <= self.most:
            raise ValueError(self.sentence)
        self.data = number


class ZoneMenu(Select):  # type: ignore[misc]
    """A menu of some hundred names that are the same in every page: each is written once."""

    @classmethod
    def render_option(cls, choice: Choice, **_given: object) -> Markup:
        return _zone_option(choice.value, selected=bool(choice.selected))


@lru_cache(maxsize=2000)
def _zone_option(name: str, *, selected: bool) -> Markup:
    chosen = Markup(" selected") if selected else ""
    return Markup('<option{} value="{}">{}</option>').format(chosen, name, name.replace("_", " "))


def zone_choices(kept: str = "") -> list[SelectChoice]:
    """The time zones to choose from, one that is kept already among them."""
    names = clock.zones()
    if kept not in names and _is_zone(kept):
        names = sorted([*names, kept])
    return [SelectChoice(name, name.replace("_", " ")) for name in names]


def language_field(whose: str) -> SelectField:
    """One of the languages that we ship, or by default whatever `whose` says."""
    return SelectField(
        _l("Language"), choices=lambda: [("", whose), *languages.offered().items()], default=""
    )


def _is_zone(name: str) -> bool:
    try:
        return bool(name and ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


class FoundingForm(FlaskForm):
    """A community of one's own: its name and where its clocks are."""

    name = StringField(
        _l("Name of the community"),
        [DataRequired(_l("Give the community a name.")), Length(max=80)],
        filters=[tidy],
        render_kw={"autocomplete": "organization", "maxlength": 80},
    )
    zone = SelectField(_l("Time zone"), default="Europe/London", widget=ZoneMenu())

    def __init__(self, *args: object, **given: object) -> None:
        super().__init__(*args, **given)
        self.zone.choices = zone_choices(self.zone.data or "")


class CommunityForm(FoundingForm):
    """Who a community is, as its page says it."""

    summary = line_field(_l("In one line"))
    description = prose_field(_l("More about you"), 10_000, rows=8)
    language = language_field(_l("As whoever reads likes it"))
    topics = prose_field(_l("Topics"), 5_000, rows=8)
    table_word = word_field(_l("What you call a table"))
    tables_word = word_field(_l("And several of them"))
    contact_address = EmailField(
        _l("Address for questions about data"),
        [Optional(), Length(max=200), clean_address],
        render_kw={"autocomplete": "off", "inputmode": "email", "maxlength": 200},
    )
    # What stood there when the form was read.
    seen = HiddenField()

    def validate_topics(self, field: TextAreaField) -> None:
        """A topic is a word or two, and there aren't too many."""
        if any(len(topic) > 40 for topic in self.topic_names()):
            raise ValidationError(_l("Keep each topic within 40 letters."))
        if len(self.topic_names()) > MOST_TOPICS:
            raise ValidationError(_l("Keep to 60 topics: people should find theirs."))

    def validate_tables_word(self, field: Field) -> None:
        """A word for several tables needs one for a single table."""
        if field.data and not self.table_word.data:
            raise ValidationError(_l("Say what you call one of them, too."))

    def topic_names(self) -> list[str]:
        """The topics, one a line, each once."""
        lines = (tidy(line) for line in (self.topics.data or "").split("\n"))
        return list({line.casefold(): line for line in lines if line}.values())

    def fill(self, community: Community) -> None:
        """Show what is kept."""
        for name in KEPT:
            self[name].data = getattr(community, name)
        self.zone.choices = zone_choices(community.zone)
        self.topics.data = "\n".join(topic.name for topic in community.topics)
        self.seen.data = stamps.of(actions.said(community))

    def values(self) -> dict[str, object]:
        """What was typed, as `actions.said` says it."""
        said: dict[str, object] = {name: self[name].data or "" for name in KEPT}
        return said | {"topics": sorted(self.topic_names())}


class RoleForm(Form):
    """One role: its word, its mark, and whether it goes."""

    id = HiddenField()
    name = StringField(
        _l("Name"),
        [Length(max=40)],
        filters=[tidy],
        render_kw={"maxlength": 40, "autocomplete": "off"},
    )
    mark = SelectField(_l("Mark"), choices=MARKS)
    remove = BooleanField(_l("Remove"))


class RolesForm(FlaskForm):
    """The roles of a community, in their order, with empty lines for new ones."""

    # Room for more than may stay: what is kept already must show, whatever it is.
    roles = FieldList(FormField(RoleForm), max_entries=4 * MOST_ROLES)

    def validate_roles(self, field: FieldList) -> None:
        """Each role that stays has a name of its own."""
        names = [
            part["name"].casefold()
            for part in field.data
            if not part["remove"] and (part["name"] or part["id"])
        ]
        if not all(names):
            raise ValidationError(_l("Give each role a name, or tick 'Remove' beside it."))
        if len(names) != len(set(names)):
            raise ValidationError(_l("Two roles have the same name. Give each its own."))
        if not names:
            raise ValidationError(_l("Keep at least one role."))

    def fill(self, community: Community) -> None:
        """Show the roles that are kept, and one empty line."""
        for role in community.roles:
            self.roles.append_entry({"id": role.id, "name": role.name, "mark": str(role.mark)})
        if len(self.roles) < MOST_ROLES:
            used = {role.mark for role in community.roles}
            free = next((n for n in range(1, 9) if n not in used), 8)
            self.roles.append_entry({"id": "", "name": "", "mark": str(free)})


class LookForm(FlaskForm):
    """How a community's letters look."""

    colour = StringField(
        _l("Colour"),
        filters=[tidy],
        render_kw={"autocomplete": "off", "maxlength": 7, "spellcheck": "false", "size": 9},
    )
    logo = FileField(_l("Logo"), render_kw={"accept": "image/png,image/jpeg,image/webp"})
    no_logo = BooleanField(_l("Without a logo from now on"))

    def validate_colour(self, field: Field) -> None:
        """A colour on which the head of a letter can be read; empty is the site's own."""
        if not field.data:
            return
        found = contrast.known(field.data)
        if not found:
            raise ValidationError(_("Give a colour in six digits, such as #FFC53D."))
        field.data = found
        if not contrast.readable(found):
            raise ValidationError(
                _(
                    "Neither dark nor white text can be read on %(colour)s. %(near)s is close to it, and works.",
                    colour=found,
                    near=contrast.near(found),
                )
            )

    def sent(self) -> bytes:
        """The file that was sent, or nothing."""
        return self.logo.data.read() if isinstance(self.logo.data, FileStorage) else b""
