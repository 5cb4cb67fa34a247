"""What a card may send: ticks by the number of an RSVP, and for each a line and what is shared."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from eventapp.followups.consent import Chosen
from eventapp.followups.contact_details import phone_number, web_address
from eventapp.mail.outbox import one_line

LONGEST = 200
SHARES = ("mail", "phone", "web")


@dataclass
class Picks:
    """The people ticked, the lines written, and what each would get, all by RSVP.

    `phone` and `web` are one's own, typed once; `errors` are sentences by the field they are about.
    """

    phone: str = ""
    web: str = ""
    ticked: set[int] = field(default_factory=set)
    lines: dict[int, str] = field(default_factory=dict)
    shares: dict[int, set[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def shared_with(self, who: int) -> set[str]:
        """What somebody would get; the address, where nothing else was chosen."""
        return self.shares.get(who, {"mail"})

    def chosen(self, who: int) -> Chosen:
        """What was chosen for one of those who are ticked."""
        shared = self.shared_with(who)
        return Chosen(
            note=self.lines.get(who, ""),
            by_mail="mail" in shared,
            phone=self.phone if "phone" in shared else "",
            web=self.web if "web" in shared else "",
        )

    def all_chosen(self) -> dict[int, Chosen]:
        """What was chosen for everyone who is ticked."""
        return {who: self.chosen(who) for who in self.ticked}


def kept(wishes: Mapping[int, Chosen], *, phone: str, web: str) -> Picks:
    """The picks as they were kept, with one's own number and link as they are now."""
    return Picks(
        phone=phone,
        web=web,
        ticked=set(wishes),
        lines={who: one.note for who, one in wishes.items()},
        shares={
            who: {
                name
                for name, given in zip(SHARES, (one.by_mail, one.phone, one.web), strict=True)
                if given
            }
            for who, one in wishes.items()
        },
    )


def read(sent: MultiDict[str, str], named: Mapping[int, str], *, phone: str, web: str) -> Picks:
    """The picks a browser sent, of people by RSVP and first name: anybody else is left out.

    `phone` and `web` are one's own so far.

    Where a form says nothing of what is shared, the address is: so it was preset.
    """
    picks = Picks(phone=one_line(sent.get("phone", phone)), web=one_line(sent.get("web", web)))
    keep = set(sent.getlist("keep"))
    for who in named:
        picks.lines[who] = one_line(sent.get(f"line-{who}", ""))
        if str(who) in keep:
            picks.ticked.add(who)
        if f"shares-{who}" in sent:
            picks.shares[who] = set(SHARES).intersection(sent.getlist(f"share-{who}"))
    _check_details(picks)
    for who in sorted(picks.ticked):
        _check(picks, who, named[who])
    return picks


def _check_details(picks: Picks) -> None:
    try:
        picks.phone = phone_number(picks.phone) if picks.phone else ""
    except ValueError:
        picks.errors["phone"] = _(
            "This doesn’t look like a phone number. Digits will do, with + and the country in front."
        )
    try:
        picks.web = web_address(picks.web) if picks.web else ""
    except ValueError:
        picks.errors["web"] = _(
            "This doesn’t look like a link to a page. It begins with https://, as in "
            "https://example.com/me, and has at most 200 characters."
        )


def _check(picks: Picks, who: int, name: str) -> None:
    if len(picks.lines[who]) > LONGEST:
        picks.errors[f"line-{who}"] = _(
            "Make this line shorter: at most %(most)s characters.", most=LONGEST
        )
    shared = picks.shared_with(who)
    if not shared:
        picks.errors[f"share-{who}"] = _(
            "Choose at least one way in which %(name)s may reach you, or take the tick back.",
            name=name,
        )
    if "phone" in shared and not picks.phone:
        picks.errors.setdefault(
            "phone",
            _(
                "Type your number here, since %(name)s should get it; or untick it there.",
                name=name,
            ),
        )
    if "web" in shared and not picks.web:
        picks.errors.setdefault(
            "web",
            _("Type your link here, since %(name)s should get it; or untick it there.", name=name),
        )
