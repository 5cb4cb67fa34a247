"""A small table of numbers: at least and at most so many, for each of a few things."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form
from wtforms.validators import StopValidation

from eventapp.events.limits import Quota, held

MOST = 20_000


class QuotasField(Field):  # type: ignore[misc]
    """Two numbers for each of the things that were offered; an empty one is no rule.

    What is typed comes as `<name>-least-<key>` and `<name>-most-<key>`, and is shown again as typed.
    """

    data: dict[str, Quota]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.offered: dict[str, str] = {}
        self.typed: dict[str, str] = {}

    def offer(self, words: Mapping[Any, Any]) -> None:
        """Ask for these, by their keys and in these words."""
        self.offered = {str(key): str(word) for key, word in words.items()}

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take what was typed; what it means is said when it is validated."""
        self.process_errors: list[str] = []
        self.data, self.typed = {}, {}
        for name in formdata or ():
            if name.startswith(f"{self.name}-"):
                self.typed[name] = formdata[name].strip()

    def show(self, kept: Mapping[Any, Quota]) -> None:
        """Show what is kept."""
        self.data = {str(key): quota for key, quota in kept.items()}
        for key, quota in self.data.items():
            self.typed[self.named("least", key)] = str(quota.least or "")
            self.typed[self.named("most", key)] = "" if quota.most is None else str(quota.most)

    def named(self, which: str, key: str) -> str:
        """The name of one of the numbers, `least` or `most`."""
        return f"{self.name}-{which}-{key}"

    def value(self, which: str, key: str) -> str:
        """One of the numbers, as it was typed."""
        return self.typed.get(self.named(which, key), "")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """All that a hidden form has to carry on."""
        names = [self.named(which, key) for key in self.offered for which in ("least", "most")]
        return [(name, self.typed[name]) for name in names if self.typed.get(name)]

    @property
    def held(self) -> int:
        """How many places are held in all."""
        return held(self.data.values())

    def only(self, keys: set[str]) -> None:
        """Forget the rules for everything else."""
        self.data = {key: quota for key, quota in self.data.items() if key in keys}

    def pre_validate(self, form: Form) -> None:
        """Read the numbers; a sentence for the first that makes no sense."""
        for key, word in self.offered.items():
            least = self._number(self.value("least", key))
            most = self._number(self.value("most", key))
            if least is not None and most is not None and most < least:
                raise StopValidation(
                    _("%(what)s: “at most” can’t be less than “at least”.", what=word)
                )
            if quota := Quota(least or 0, most):
                self.data[key] = quota

    def _number(self, text: str) -> int | None:
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= MOST):
            raise StopValidation(_("Give whole numbers from 0 to 20,000, or leave them empty."))
        return int(text)
