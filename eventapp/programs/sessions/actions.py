"""Sessions come into being: with their program, or later; and what a program keeps of each."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _

from eventapp.communities.access import slug_for
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import drafts, one_of_many, sent_twice
from eventapp.events.local_time import Repeated
from eventapp.programs import waitlist
from eventapp.programs.models import Program, Session
from eventapp.programs.sessions import materials
from eventapp.rsvps import actions as rsvps

# More than anybody reads, and a page of a program still opens at once.
MOST = 104


def begin(
    host: Community,
    about: Mapping[str, object],
    meeting: Mapping[str, object],
    times: Sequence[Repeated],
    titles: Sequence[str],
    *,
    mark: str = "",
    now: datetime,
) -> Program:
    """A program with its sessions as drafts, at some times, each with its title.

    `about` are columns of Program by name, `meeting` those of Event that all sessions begin with. The
    same form twice (`mark`, as in `events/sent_twice`) is once: the second finds the draft of the first.
    """
    if made := _made_before(host, mark):
        return made
    taken = db.select(Program.slug).where(Program.community_id == host.id)
    slug = slug_for(str(about["title"]), set(db.session.scalars(taken)))
    program = Program(community=host, slug=slug, created_at=now, **about)
    hours = {"starts_at": times[0].starts_at, "ends_at": times[0].ends_at}
    first = drafts.begin(host, {**meeting, **hours, "title": titles[0]}, mark=mark, now=now)
    first.capacity = program.capacity
    program.sessions.append(Session(event=first, position=1))
    for number, then in enumerate(times[1:], start=2):
        event = drafts.copy(first, then, title=titles[number - 1], now=now)
        program.sessions.append(Session(event=event, position=number))
    db.session.add(program)
    db.session.flush()
    return program


def _made_before(host: Community, mark: str) -> Program | None:
    """The program that the same form became before."""
    if not (first := sent_twice.made(host, mark)):
        return None
    mine = db.select(Program).join(Program.sessions).where(Session.event_id == first.id)
    found: Program | None = db.session.scalar(mine)
    return found


def last(program: Program) -> Session:
    """The session that another one is made like: the last that isn't called off."""
    stand = [one for one in program.sessions if not one.event.cancelled_at]
    if not program.sessions:
        raise Refused(_("This program has no session any more that another could be made like."))
    return (stand or program.sessions)[-1]


def add(
    program: Program,
    times: Sequence[Repeated],
    titles: Sequence[str],
    *,
    public: bool,
    beside: int | None = None,
    now: datetime,
) -> list[Session]:
    """More sessions, made like the last one; published at once if wanted (`public`).

    The people of the program then stand in them by themselves, each with an invite. `beside` is how
    many there were when the dates were looked at: the same form twice adds them once.
    """
    waitlist.lock(program)
    db.session.refresh(program)
    if program.cancelled_at:
        raise Refused(_("This program is called off."))
    if beside is not None and beside != len(program.sessions):
        raise Refused(_("Sessions were added or removed meanwhile. Look at the dates again."))
    like = last(program)
    if len(program.sessions) + len(times) > MOST:
        raise Refused(_("A program has at most %(num)s sessions.", num=MOST))
    made = [
        _added(program, like, then, title, now=now)
        for then, title in zip(times, titles, strict=True)
    ]
    db.session.flush()
    db.session.expire(program, ["sessions"])
    if program.published_at and public:
        for one in made:
            with one_of_many.named(one.event):
                waitlist.put_out(one.event, now=now)
        waitlist.serve(program, now=now)
    return made


def _added(
    program: Program, like: Session, then: Repeated, title: str, *, now: datetime
) -> Session:
    event = drafts.copy(like.event, then, title=title, now=now)
    position = max(one.position for one in program.sessions) + 1
    session = Session(
        event=event, position=position, compulsory=like.compulsory, drop_in=like.drop_in
    )
    program.sessions.append(session)
    return session


def keep(
    session: Session,
    scope: str,
    *,
    compulsory: bool,
    drop_in: int | None,
    read: Sequence[dict[str, str]],
    now: datetime,
) -> int:
    """Change what a program keeps of a session (`one`), of those after it (`later`) or of all; how many.

    What stays as this one has it stays in the others as they have it. Those over or called off aren't
    among the others. Who waits gets a place that more drop-ins leave.
    """
    waitlist.lock(session.program)
    old, before = (session.compulsory, session.drop_in), list(session.materials)
    found = [session, *others(session, scope, now=now)]
    for one in found:
        if compulsory != old[0]:
            one.compulsory = compulsory
        if drop_in != old[1]:
            one.drop_in = drop_in
        one.materials = (
            materials.changed(one.materials, before, read) if one != session else list(read)
        )
        if len(one.materials) > materials.MOST:
            raise Refused(
                _(
                    "“%(title)s” would have more than %(most)s materials.",
                    title=one.event.title,
                    most=materials.MOST,
                )
            )
    db.session.flush()
    if drop_in != old[1]:
        for one in found:
            if one.event.state == "published":
                rsvps.promote(one.event, now=now)
    return len(found)


def others(session: Session, scope: str, *, now: datetime) -> list[Session]:
    """The sessions that change with one, by what was chosen: those after it, or all; still to come."""
    found = session.program.sessions
    if scope == "one":
        return []
    after = found if scope == "all" else found[found.index(session) + 1 :]
    return [one for one in after if one is not session and changeable(one, now=now)]


def changeable(session: Session, *, now: datetime) -> bool:
    """Whether a session can still be changed: neither over nor called off."""
    return not session.event.over(now) and not session.event.cancelled_at
