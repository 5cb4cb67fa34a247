"""One row for each rule of what goes by itself, whose time runs from a given moment."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import make
import program_builders

from eventapp import clock, tokens
from eventapp.api.models import ApiAnswer, ApiToken
from eventapp.archive.models import ArchiveFile
from eventapp.communities.activity.models import Activity
from eventapp.communities.forgotten.models import Forgotten
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db
from eventapp.door import passes
from eventapp.door.models import Arrival
from eventapp.encounters import pseudonyms
from eventapp.events.models import Event
from eventapp.followups.help_board.models import BoardAsk
from eventapp.mail.incoming.models import Received
from eventapp.mail.models import BouncedAddress, Message
from eventapp.people.actions import new_link
from eventapp.people.models import SignIn
from eventapp.people.passkeys.models import UsedChallenge
from eventapp.programs import actions as programs
from eventapp.programs.models import RepeatedEnrolment
from eventapp.rsvps.models import Repeat
from eventapp.webhooks.models import WebhookDelivery, WebhookEndpoint

_n = count(1)


def over(at: datetime) -> Event:
    """An event that ended then."""
    return make.past_event(starts_at=at - timedelta(hours=2), ends_at=at)


def needs(at: datetime) -> object:
    return make.rsvp(over(at), access_needs="a ramp")


def needs_of_enrolled(at: datetime) -> object:
    return _enrolled(at)


def _enrolled(at: datetime) -> Any:
    program = make.program(sessions=1)
    email = f"enrolled{next(_n)}@example.org"
    event = program.sessions[0].event
    said = make.answers(event, access_needs="a ramp")
    enrolment, _link = programs.enrol(program, email, said, now=clock.now())
    programs.enrol(program, email, said, now=clock.now())
    event.starts_at, event.ends_at = at - timedelta(hours=2), at
    return enrolment


def typed_again(at: datetime) -> object:
    first = make.rsvp(over(at))
    link = new_link("rsvp", first.person, now=at)
    said = {"state": "going", "turn": 9, "answers": {}, "created_at": at}
    return make.saved(Repeat(event_id=first.event_id, first_id=first.id, link_id=link.id, **said))


def enrolled_again(at: datetime) -> object:
    mine = _enrolled(at).id
    db.session.flush()
    return db.session.scalars(db.select(RepeatedEnrolment).filter_by(first_id=mine)).one()


def invitations(at: datetime) -> object:
    return make.invitation(over(at))


def team_invitations(at: datetime) -> object:
    nonce = tokens.new_nonce()
    asked = {"email": f"{nonce}@example.org", "first_name": "Ida", "right": "door"}
    times = {"sent_at": at - timedelta(days=7), "expires_at": at}
    return make.saved(
        TeamInvitation(community=make.community(), nonce=nonce, digest=nonce, **asked, **times)
    )


def activity(at: datetime) -> object:
    return make.saved(Activity(community=make.community(), what="events_desk.publish", at=at))


def mail_of_guests(at: datetime) -> object:
    return make.held_mail(make.event(), at=at)


def asks(at: datetime) -> object:
    rsvp = make.rsvp()
    host = rsvp.event.community
    put = {"text": "salaries", "put_at": at - timedelta(weeks=8), "ends_at": at}
    return make.saved(BoardAsk(community=host, rsvp=rsvp, code=f"c{next(_n)}", **put))


def _interest(**times: datetime | None) -> object:
    found = program_builders.interest(
        make.program(sessions=1), f"wish{next(_n)}@example.org", confirmed=True
    )
    for name, at in times.items():
        setattr(found, name, at)
    return found


def interests_unconfirmed(at: datetime) -> object:
    return _interest(asked_at=at, confirmed_at=None)


def interests_told(at: datetime) -> object:
    return _interest(told_at=at)


def interests_waiting(at: datetime) -> object:
    return _interest(confirmed_at=at)


def prints(at: datetime) -> object:
    return make.print_run(event=make.event(), made_at=at)


def door_devices(at: datetime) -> object:
    event = make.event()
    made = passes.new_pass(event, "Ana’s phone", kind="door", by=None, now=clock.now())
    make.saved(Arrival(rsvp=make.rsvp(event), arrived_at=at, by_pass=made))
    event.starts_at, event.ends_at = at - timedelta(hours=2), at
    return made


def archives(at: datetime) -> object:
    return make.archive(make.community(), made_at=at)


def archive_files(at: datetime) -> object:
    return db.session.get_one(ArchiveFile, make.archive(make.community(), made_at=at).id)


def lists(at: datetime) -> object:
    return make.long_list(event=make.event(), state="done", heard_at=at)


def merges(at: datetime) -> object:
    found = make.merge(make.community(), make.person(), make.person())
    found.moved, found.at = [["rsvp", 1, {"first_name": "Ida"}, {"first_name": "Ada"}]], at
    return found


def webhooks(at: datetime) -> object:
    told = {"address": "https://example.org/", "kinds": [], "state": "on", "nonce": "n"}
    to = make.saved(WebhookEndpoint(community=make.community(), created_at=at, **told))
    said = {"kind": "rsvp.going", "payload": "{}", "state": "delivered"}
    return make.saved(
        WebhookDelivery(endpoint=to, message_id=f"m{next(_n)}", created_at=at, due_at=at, **said)
    )


def api_answers(at: datetime) -> object:
    host, n = make.community(), f"t{next(_n)}"
    made = {"name": "shop", "ending": "x", "scopes": [], "created_at": at}
    token = make.saved(ApiToken(community=host, made_by=make.member(host), digest=n, **made))
    said = {"fingerprint": n, "status": 201, "shows": "/", "created_at": at}
    return make.saved(ApiAnswer(token_id=token.id, key=n, **said))


def words_of_letters(at: datetime) -> Message:
    rsvp = make.rsvp(letter="invite")
    db.session.flush()
    letter = db.session.scalars(db.select(Message).filter_by(about=f"rsvp:{rsvp.id}")).one()
    letter.created_at, letter.state = at, "sent"
    return letter


def letters_to_sign_in(at: datetime) -> object:
    letter = words_of_letters(at)
    letter.about = f"person:{next(_n)}"
    return letter


def links_to_sign_in(at: datetime) -> object:
    return new_link("sign-in", make.person(), now=at, expires_at=at)


def address_changes(at: datetime) -> object:
    return make.address_change(make.person(), expires_at=at)


def sign_ins(at: datetime) -> object:
    times = {"created_at": at - timedelta(days=30), "expires_at": at}
    return make.saved(SignIn(person=make.person(), digest=f"d{next(_n)}", **times))


def sign_ins_unused(at: datetime) -> object:
    times = {"created_at": at - timedelta(days=1), "seen_at": at}
    times["expires_at"] = at + timedelta(days=29)
    return make.saved(SignIn(person=make.person(), digest=f"d{next(_n)}", **times))


def sign_ins_ended(at: datetime) -> object:
    times = {"created_at": at, "ended_at": at, "expires_at": at + timedelta(days=30)}
    return make.saved(SignIn(person=make.person(), digest=f"d{next(_n)}", **times))


def challenges(at: datetime) -> object:
    return make.saved(UsedChallenge(digest=f"d{next(_n)}", expires_at=at))


def received(at: datetime) -> object:
    return make.saved(Received(fingerprint=f"f{next(_n)}", received_at=at, state="done"))


def bounces(at: datetime) -> object:
    told = {"address": f"b{next(_n)}@example.org", "status": "5.1.1", "times": 1}
    return make.saved(BouncedAddress(since=at, **told))


def closed_communities(at: datetime) -> object:
    made = make.community()
    made.closed_at = at
    return made


def nobodys(at: datetime) -> object:
    return make.person(created_at=at)


def pseudonyms_(at: datetime) -> object:
    return pseudonyms.new(make.person(), now=at)


def log(at: datetime) -> object:
    return make.saved(Forgotten(day=at, kind="activity", number=1))


BUILT: dict[str, Callable[[datetime], object]] = {
    name.strip("_").replace("_", "-"): made
    for name, made in list(globals().items())
    if callable(made) and getattr(made, "__module__", "") == __name__ and not name.startswith("_")
}
