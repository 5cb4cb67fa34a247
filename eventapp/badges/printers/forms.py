"""What an organizer types about a printer, a printed test page, and a stock of their own."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FloatField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import TextInput

from eventapp.badges.printers.corrections import (
    LEAST_STRETCH,
    MOST_SHIFT,
    MOST_STRETCH,
    Correction,
    Marks,
    Measured,
    corrected,
    possible,
)
from eventapp.badges.stocks import PAGES, Stock
from eventapp.communities.forms import WholeNumberField, tidy

NUMBER = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 12}
PAPERS = {
    "A4": _l("A4, upright"),
    "A4 landscape": _l("A4, across"),
    "Letter": _l("Letter, upright"),
    "Letter landscape": _l("Letter, across"),
    "A5": _l("A5"),
    "A6": _l("A6"),
    "card": _l("plastic cards"),
    "roll": _l("a roll of labels"),
    "other": _l("another paper"),
}
KINDS = {
    "sticky": _l("sticky labels"),
    "cards": _l("cards that break out, or inserts"),
    "cut": _l("paper that you cut"),
    "tent": _l("table tents and place cards"),
    "plastic": _l("plastic cards"),
    "thermal": _l("a roll in a label printer"),
}
FOLDS = {
    "": _l("not at all"),
    "top": _l("backwards, like a tent"),
    "left": _l("sideways, like a book"),
}


class NumberField(FloatField):  # type: ignore[misc]
    """A number with a point or a comma, as rulers are read: browsers let only one of them into a
    field for numbers."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:g}"

    def process_formdata(self, valuelist: list[str]) -> None:
        """What was typed."""
        super().process_formdata([value.strip().replace(",", ".") for value in valuelist])


def _millimetres(label: str, least: float, most: float) -> NumberField:
    wrong = _l("Give millimetres from %(least)g to %(most)g.", least=least, most=most)
    return NumberField(
        label, [InputRequired(wrong), NumberRange(least, most, wrong)], render_kw=NUMBER
    )


def _shift(label: str) -> NumberField:
    return _millimetres(label, -MOST_SHIFT, MOST_SHIFT)


def _percent(label: str) -> NumberField:
    wrong = _l(
        "Give a percentage from %(least)g to %(most)g.", least=LEAST_STRETCH, most=MOST_STRETCH
    )
    checks = [InputRequired(wrong), NumberRange(LEAST_STRETCH, MOST_STRETCH, wrong)]
    return NumberField(label, checks, render_kw=NUMBER)


def _name(label: str) -> StringField:
    return StringField(
        label,
        [DataRequired(_l("Give it a name.")), Length(max=60)],
        filters=[tidy],
        render_kw={"maxlength": 60, "autocomplete": "off"},
    )


class PrinterForm(FlaskForm):
    """A printer, the paper in it, and what undoes its error."""

    name = _name(_l("Name"))
    paper = SelectField(
        _l("What is in it?"), choices=[SelectChoice(key, PAPERS[key]) for key in PAGES]
    )
    feed = StringField(
        _l("Which tray, and how does the sheet lie?"),
        [Length(max=120)],
        filters=[tidy],
        render_kw={"maxlength": 120, "autocomplete": "off"},
    )
    shift_x = _shift(_l("Shift right, mm"))
    shift_y = _shift(_l("Shift down, mm"))
    stretch_x = _percent(_l("Stretch across, %"))
    stretch_y = _percent(_l("Stretch down, %"))

    @property
    def correction(self) -> Correction:
        """The four numbers."""
        return Correction(*(self[name].data for name in CORRECTION))


CORRECTION = ("shift_x", "shift_y", "stretch_x", "stretch_y")


class MeasuredForm(FlaskForm):
    """What a ruler says of a printed test page, and with which correction it was printed: so that
    sending it twice gives the same."""

    across = _millimetres(_l("The line across, mm"), 1, 400)
    down = _millimetres(_l("The line down, mm"), 1, 400)
    left = _millimetres(_l("Cross from the left edge, mm"), -MOST_SHIFT, 80)
    top = _millimetres(_l("Cross from the top edge, mm"), -MOST_SHIFT, 80)
    was = HiddenField()
    marks: Marks

    def validate_was(self, field: HiddenField) -> None:
        """Four numbers that a printer can be corrected by."""
        if (was := self._was()) is None or not possible(was):
            raise ValidationError(_("This form is from another page. Open the printer again."))

    def validate_top(self, field: FloatField) -> None:
        """All four together: what no printer does was measured or typed wrongly."""
        asked = (self.across, self.down, self.left, self.top)
        if self._was() is None or any(one.errors or one.data is None for one in asked):
            return
        if not possible(self.correction):
            raise ValidationError(
                _(
                    "No printer is off by so much. Was the test page printed at 100 %%? Measure again."
                )
            )

    @property
    def correction(self) -> Correction:
        """What makes the test page come out right."""
        asked = (self.across, self.down, self.left, self.top)
        measured = Measured(*(one.data or 0.0 for one in asked))
        return corrected(measured, self.marks, was=self._was())

    def _was(self) -> Correction | None:
        parts = (self.was.data or "").split()
        try:
            return Correction(*map(float, parts)) if len(parts) == len(CORRECTION) else None
        except ValueError:
            return None


class OwnStockForm(FlaskForm):
    """A sheet with labels, measured with a ruler."""

    name = _name(_l("Name"))
    kind = SelectField(_l("What is it?"), choices=[SelectChoice(*one) for one in KINDS.items()])
    fold = SelectField(
        _l("How does it fold?"), choices=[SelectChoice(*one) for one in FOLDS.items()]
    )
    sheet_width = _millimetres(_l("Sheet, wide"), 20, 450)
    sheet_height = _millimetres(_l("Sheet, high"), 20, 1000)
    cols = WholeNumberField(_l("Labels in a row"), least=1, most=10)
    rows = WholeNumberField(_l("Rows"), least=1, most=30)
    width = _millimetres(_l("Label, wide"), 20, 450)
    height = _millimetres(_l("Label, high"), 15, 1000)
    left = _millimetres(_l("Margin on the left"), 0, 200)
    top = _millimetres(_l("Margin at the top"), 0, 200)
    pitch_x = _millimetres(_l("From label to label, across"), 0, 450)
    pitch_y = _millimetres(_l("From label to label, down"), 0, 1000)
    corner = _millimetres(_l("Round corners, radius"), 0, 30)

    def validate_pitch_x(self, field: FloatField) -> None:
        """Neighbours don't overlap, and the last one is on the sheet."""
        self._closes(self.cols, self.sheet_width, self.width, self.left, field)

    def validate_pitch_y(self, field: FloatField) -> None:
        """Rows don't overlap, and the last one is on the sheet."""
        self._closes(self.rows, self.sheet_height, self.height, self.top, field)

    def _closes(
        self,
        number: IntegerField,
        sheet: FloatField,
        size: FloatField,
        margin: FloatField,
        pitch: FloatField,
    ) -> None:
        if any(one.errors or one.data is None for one in (number, sheet, size, margin, pitch)):
            return
        if number.data > 1 and pitch.data < size.data:
            raise ValidationError(
                _(
                    "Labels would lie on each other: measure from one edge to the same edge of the next."
                )
            )
        end = margin.data + (number.data - 1) * pitch.data + size.data
        # A ruler is read to half a millimetre.
        if end > sheet.data + 0.5:
            raise ValidationError(
                _(
                    "The last label ends at %(end)s mm, but the sheet is %(sheet)s mm. Measure again.",
                    end=f"{end:g}",
                    sheet=f"{sheet.data:g}",
                )
            )

    def values(self) -> dict[str, Any]:
        """The columns, as they were typed."""
        return {name: self[name].data for name in OWN_STOCK}


OWN_STOCK = (
    "kind", "fold", "sheet_width", "sheet_height", "cols", "rows", "width", "height", "left", "top",
    "pitch_x", "pitch_y", "corner",
)  # fmt: skip


def was(correction: Correction) -> str:
    """A correction as a form remembers it."""
    return " ".join(f"{getattr(correction, name):g}" for name in CORRECTION)


def own_stock_at_first(like: Stock) -> dict[str, Any]:
    """A new stock begins as a known one."""
    return {name: getattr(like, name) for name in OWN_STOCK}
