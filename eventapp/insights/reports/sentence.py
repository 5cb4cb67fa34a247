"""What an evening achieved, in plain words: from what its pictures show, and nothing besides (pure)."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.insights import hiding
from eventapp.insights.picture import Hidden, Picture
from eventapp.insights.pictures import distinct, funnel, met, topics


def achieved(pictures: Sequence[Picture | Hidden], *, again: tuple[int, int] | None) -> list[str]:
    """Sentences, the most important first; empty where too few came.

    `again` are those who said that they would come again, and how many were heard.
    """
    shown = {one.name: one for one in pictures if isinstance(one, Picture)}
    people = _people(shown, funnel.NAME)
    came = people.get("came")
    if not came:
        return []
    usual = shown[distinct.NAME].drawn_from if distinct.NAME in shown else {}
    said = [_came(came, shown.get(met.NAME), usual)]
    asks = _people(shown, topics.NAME)
    if asks.get("answered") and asks.get("asked"):
        said.append(
            _(
                "%(answered)s of the %(asked)s who asked for something met somebody who offers it.",
                answered=asks["answered"],
                asked=asks["asked"],
            )
        )
    if people.get("connected"):
        said.append(
            _(
                "%(number)s went home with somebody to write to: both sides said yes.",
                number=people["connected"],
            )
        )
    if again and not hiding.few(again[0]) and again[0]:
        said.append(_("%(yes)s said they would come again.", yes=again[0]))
    return said


def _people(shown: Mapping[str, Picture], name: str) -> Mapping[str, int]:
    return shown[name].people if name in shown else {}


def _came(came: int, ring: Picture | None, usual: Mapping[str, int]) -> str:
    number = max(usual.values(), default=0)
    if number < 2:
        return ngettext("%(num)s person came.", "%(num)s people came.", came)
    roles = _roles(ring)
    if roles > 1:
        who = _(
            "%(came)s people of %(roles)s roles came together at small tables",
            came=came,
            roles=roles,
        )
    else:
        who = _("%(came)s people came together at small tables", came=came)
    if "half" in usual:
        return _("%(who)s, and half of them met %(met)s others or more.", who=who, met=number)
    return _("%(who)s and met %(met)s others on average.", who=who, met=number)


def _roles(ring: Picture | None) -> int:
    """How many roles came; 0 where some are drawn as one, so that it isn't known here."""
    names: list[str] = ring.drawn_from["square"]["names"] if ring else []
    return 0 if any(_(" or ") in name for name in names) else len(names)
