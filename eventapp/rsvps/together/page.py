"""The pages on which events are changed together: the form, and what would change and who is mailed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from eventapp.errors import Refused
from eventapp.events.venues import actions as venues
from eventapp.events.venues import choice
from eventapp.rsvps.together import changes
from eventapp.rsvps.together.forms import One, SharedForm
from eventapp.rsvps.together.one_letter import OneLetter


@dataclass(frozen=True)
class Pages:
    """Both pages for some events: `folder` has their templates, `given` is what these are given, `letter` who hears of all in one."""

    ones: Sequence[One]
    folder: str
    given: Mapping[str, Any]
    letter: OneLetter | None = None

    def edit(self, form: SharedForm, asked: str, *, now: datetime) -> str:
        """What the events share, as one of them has it: the one that is asked for, or the first."""
        found = self._offer(form, now=now)
        if found:
            like = next((one for one in found if str(one.key) == asked), found[0])
            form.number.data, form.shows.data = like.key, str(like.key)
            form.fill(like.event)
        return self._form(form, now=now)

    def review(self, form: SharedForm, *, now: datetime) -> ResponseReturnValue:
        """What was typed as it would change them, or the form again."""
        self._offer(form, now=now)
        if choice.use(form, self.given["community"]):
            return self._form(form, now=now)
        if refused := self.refused(form, now=now):
            return refused
        if request.form.get("go") == "edit":
            return self._form(form, now=now)
        return self.looked_at(form, now=now)

    def refused(self, form: SharedForm, *, now: datetime) -> ResponseReturnValue | None:
        """The form again where it isn't sound; None where it is."""
        self._offer(form, now=now)
        return None if form.validate_on_submit() else (self._form(form, now=now), 422)

    def looked_at(
        self, form: SharedForm, *, now: datetime, no: Refused | None = None
    ) -> ResponseReturnValue:
        """What would change in which event, and who is mailed; with why it couldn't be saved (`no`)."""
        form.form_errors[:] = [str(no)] if no else []
        try:
            found = changes.look(self.ones, form, self.letter, now=now)
            if not found:
                raise Refused(_("Nothing is different. Change something first."))
            readers = changes.readers(found, self.letter)
        except Refused as sentence:
            form.form_errors[:] = [str(sentence)]
            return self._form(form, now=now), 422
        page = render_template(
            f"{self.folder}/review.html",
            form=form,
            found=found,
            seen=changes.stamp([one.event for one in found]),
            mails=sum(one.mails for one in found) + readers,
            readers=readers,
            doubled=[
                _(
                    "%(time)s comes twice that night (%(day)s), as the clocks go back. We take the first.",
                    time=f"{odd.wanted:%H:%M}",
                    day=format_date(odd.wanted.date(), "EEE d MMM"),
                )
                for one in found
                for odd in one.odd
            ],
            **self.given,
        )
        return page, 422 if no else 200

    def say_saved(self, told: int) -> None:
        """That it is saved, and how many mails leave."""
        mails = ngettext("One mail is on its way.", "%(num)s mails are on their way.", told)
        flash(_("Saved.") + " " + (mails if told else _("Nobody needed a mail.")), "good")

    def _offer(self, form: SharedForm, *, now: datetime) -> list[One]:
        found = changes.open_ones(self.ones, now=now)
        form.offer(found)
        if "roles" in form:
            form.offer_roles(self.given["community"].roles)
        return found

    def _form(self, form: SharedForm, *, now: datetime) -> str:
        host = self.given["community"]
        return render_template(
            f"{self.folder}/edit.html",
            form=form,
            left=len(self.ones) - len(changes.open_ones(self.ones, now=now)),
            venues=venues.kept(host),
            marks={role.id: role.mark for role in host.roles},
            **self.given,
        )
