"""The shipped server killed and restarted while guests answer: nothing that it said is lost.

    .venv/bin/python experiments/restarts.py [sqlite|postgresql] [web|stops]

Two web processes and a worker, on SQLite and on PostgreSQL with Redis, and a mail server that takes its
time. Each experiment runs once as shipped, and once for each guard taken away (`unguarded.py`), where it
must go wrong: otherwise it would prove nothing.

    web      all web processes are killed (-9) three times amid 100 yeses. They come back by themselves.
             Every yes that was answered is on the list, and everybody on it has a letter
    stops    the server is told to stop (SIGTERM) twenty times amid 30 yeses each, and started again.
             Besides, whoever got no answer isn't on the list: what was begun was finished; and no letter
             comes twice

The last result is in docs/faults.md.
"""

import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "experiments")]

from crowd import Guest, lost, one_after_the_other, unanswered  # noqa: E402
from crowds import Site, chosen, settings_of  # noqa: E402
from live_server import FROM_CHECKOUT, start_server, stop_all  # noqa: E402
from services import wait_until  # noqa: E402
from unruly_mail_server import UnrulyServer  # noqa: E402

from eventapp.db import db  # noqa: E402
from eventapp.people.models import Person  # noqa: E402
from eventapp.rsvps.models import Rsvp  # noqa: E402

KILLS, STOPS, EACH = 3, 20, 30


@dataclass
class Trial:
    """A site, what went wrong there, and what is worth telling."""

    site: Site
    smtp: UnrulyServer
    stops: int
    wrong: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def again(self, guests: list[Guest], number: int) -> None:
        """Whoever got no answer sends the form again; then all must be right."""
        silent = [guest for guest in guests if not guest.status]
        for guest in silent:
            wait_until(lambda guest=guest: bool(guest.press() or guest.status), what="an answer")
        with self.site.database():
            if missing := lost(number, guests):
                self.wrong.append(f"{len(missing)} were told yes and are not on the list")
        self.wrong += unanswered(guests) + self.site.wrongs(number)

    def everybody_has_mail(self, guests: list[Guest]) -> None:
        everybody = {guest.email for guest in guests}
        with suppress(TimeoutError):
            wait_until(lambda: everybody <= set(self.smtp.to()), what="letters", seconds=60)
        if missing := everybody - set(self.smtp.to()):
            self.wrong.append(f"{len(missing)} never got a letter")

    def listed(self, number: int) -> set[str]:
        with self.site.database():
            emails = db.select(Person.email).join(Rsvp).where(Rsvp.event_id == number)
            found = set(db.session.scalars(emails))
            db.session.rollback()
        return {email for email in found if email}


def web(trial: Trial) -> None:
    """All web processes die, three times."""
    event, role, number = trial.site.event(60)
    guests = trial.site.guests(100, event, role)
    server, pauses, silent = trial.site.server, [], 0
    # The first of that name starts the others; it isn't killed here.
    for part in range(KILLS + 1):
        some = guests[part * 25 : part * 25 + 25]

        def kill() -> None:
            for process in server.named("eventapp-web")[1:]:
                os.kill(process, signal.SIGKILL)

        one_after_the_other(some, connections=10, after=8, act=kill if part < KILLS else int)
        begun = time.monotonic()
        wait_until(server._ready, what="the web again")
        pauses.append(time.monotonic() - begun)
        silent += sum(not guest.status for guest in some)
        # Killed twice within seconds they are all started anew, which takes longer.
        time.sleep(0 if part else 6)
    trial.again(guests, number)
    trial.everybody_has_mail(guests)
    trial.told += [f"{silent} got no answer", f"answers again after {max(pauses):.1f} s at most"]


def stops(trial: Trial) -> None:
    """The server is told to stop amid answers."""
    server, everybody = trial.site.server, []
    starts, ends, silent, cut = [], [], 0, 0
    for _time in range(trial.stops):
        event, role, number = trial.site.event(20)
        guests = trial.site.guests(EACH, event, role)
        one_after_the_other(guests, connections=10, after=8, act=server.process.terminate)
        begun = time.monotonic()
        server.process.wait(40)
        ends.append(time.monotonic() - begun)
        unheard = {guest.email for guest in guests if not guest.status}
        silent += len(unheard)
        cut += len(unheard & trial.listed(number))
        begun = time.monotonic()
        server.begin()
        starts.append(time.monotonic() - begun)
        trial.again(guests, number)
        everybody += guests
    trial.everybody_has_mail(everybody)
    if cut:
        trial.wrong.append(f"{cut} are on the list and got no answer")
    if twice := sum(copies - 1 for copies in trial.smtp.copies().values()):
        trial.wrong.append(f"{twice} letters came twice")
    trial.told.append(f"{silent} of {len(everybody)} came while it was away")
    starts.sort()
    middle, most = starts[len(starts) // 2], starts[-1]
    trial.told.append(
        f"starts in {middle:.1f} s, at most {most:.1f}; ends in {max(ends):.1f} at most"
    )


# Each with the guards that it needs.
EXPERIMENTS: dict[str, tuple[Callable[[Trial], None], tuple[str, ...]]] = {
    "web": (web, ("outbox",)),
    "stops": (stops, ("grace", "outbox")),
}


def main(asked: list[str]) -> int:
    """Run what was asked for, or everything; the exit code."""
    kinds, names = chosen(asked, EXPERIMENTS)
    bad = 0
    for kind in kinds:
        with ExitStack() as stack:
            settings = settings_of(kind, stack)
            for name in names:
                act, guards = EXPERIMENTS[name]
                bad += bool(_run(f"{kind} {name}", act, settings(), FROM_CHECKOUT, STOPS))
                for guard in guards:
                    unguarded = (sys.executable, ROOT / "experiments" / "unguarded.py", guard)
                    title = f"{kind} {name}, no {guard}"
                    bad += not _run(title, act, settings(), unguarded, 4)
    print("All as it should be." if not bad else f"{bad} not as it should be.")
    return int(bad > 0)


def _run(
    title: str,
    act: Callable[[Trial], None],
    settings: dict[str, str],
    program: tuple[object, ...],
    rounds: int,
) -> list[str]:
    """What went wrong, which is printed, too."""
    with tempfile.TemporaryDirectory() as folder, UnrulyServer() as smtp:
        smtp.seconds = 0.01
        server = start_server(
            Path(folder), program=program, SMTP_URL=smtp.url, WEB_WORKERS=2, TRUSTED_PROXIES=1,
            STRANGERS_AN_HOUR=100_000, DOMAIN_PACE=0, SMTP_TIMEOUT=2, **settings,
        )  # fmt: skip
        begun = time.monotonic()
        trial = Trial(Site(server, smtp), smtp, rounds)  # type: ignore[arg-type]
        try:
            act(trial)
        finally:
            with suppress(AssertionError):
                stop_all([server])
    wrong = list(Counter(trial.wrong))
    shown = "; ".join(wrong or ["all right"]) + f" ({'; '.join(trial.told)})"
    print(f"{title:<30}{time.monotonic() - begun:6.1f} s  {shown}", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
