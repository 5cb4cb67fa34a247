"""What goes by itself of what communities have."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from eventapp import clock
from eventapp.api.actions import KEPT as ANSWERED
from eventapp.api.models import ApiAnswer, ApiToken
from eventapp.archive.actions import KEPT as ARCHIVED
from eventapp.archive.actions import OPEN
from eventapp.archive.models import Archive, ArchiveFile
from eventapp.badges.printing import actions as printing
from eventapp.badges.printing.models import PrintRun
from eventapp.communities.activity.models import Activity
from eventapp.communities.team.actions import KEPT as INVITED
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db
from eventapp.door.models import DoorPass
from eventapp.events.models import Event
from eventapp.followups.help_board import jobs as help_board
from eventapp.followups.help_board.models import BoardAsk
from eventapp.programs import jobs as programs
from eventapp.programs.models import Enrolment, Program, RepeatedEnrolment, Session
from eventapp.retention.interests import INTERESTS
from eventapp.retention.rule import MINUTE, MONTH, NOW, YEAR, Rule
from eventapp.rsvps import jobs as rsvps
from eventapp.rsvps.importing.background import OPEN as COMING_IN
from eventapp.rsvps.importing.models import LongList
from eventapp.rsvps.invitations import jobs as invitations
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.merging.actions import UNDO
from eventapp.rsvps.merging.models import PersonMerge
from eventapp.rsvps.models import HAS_NEEDS, Repeat, Rsvp
from eventapp.rsvps.replies.models import GuestMail
from eventapp.webhooks.models import WebhookDelivery, WebhookEndpoint


def _ends(event_id: Any) -> Any:
    return db.select(Event.ends_at).where(Event.id == event_id).scalar_subquery()


def _host(event_id: Any) -> Any:
    return db.select(Event.community_id).where(Event.id == event_id).scalar_subquery()


def _last_session(program_id: Any) -> Any:
    last = db.func.max(Event.ends_at, type_=Event.ends_at.type)
    held = db.select(last).join(Session, Session.event_id == Event.id)
    return held.where(Session.program_id == program_id).scalar_subquery()


def _program_host(program_id: Any) -> Any:
    return db.select(Program.community_id).where(Program.id == program_id).scalar_subquery()


def _of_archive(column: Any) -> Any:
    return db.select(column).where(Archive.id == ArchiveFile.archive_id).scalar_subquery()


def _of_enrolled_again(column: Any) -> Any:
    """Of the program whose enrolment was typed once more."""
    found = db.select(column).select_from(Enrolment).join(Program).join(Session).join(Event)
    mine = found.where(Enrolment.id == RepeatedEnrolment.first_id)
    return mine.correlate(RepeatedEnrolment).scalar_subquery()


_endpoint = WebhookEndpoint.id == WebhookDelivery.endpoint_id
_token = ApiToken.id == ApiAnswer.token_id
OF_COMMUNITIES = (
    Rule(
        kind="needs",
        words=_l("Access and food needs"),
        what="access and food needs in answers",
        moment="the event",
        of=Rsvp,
        since=_ends(Rsvp.event_id),
        after=rsvps.KEPT,
        where=HAS_NEEDS,
        community=_host(Rsvp.event_id),
        by=rsvps.forget_needs,
        every=MINUTE,
    ),
    Rule(
        kind="needs-of-enrolled",
        words=_l("Access and food needs in programs"),
        what="access and food needs of who is enrolled",
        moment="the last session",
        of=Enrolment,
        since=_last_session(Enrolment.program_id),
        after=rsvps.KEPT,
        where=programs.TELLS_OF_NEEDS,
        community=_program_host(Enrolment.program_id),
        by=programs.forget_needs,
    ),
    Rule(
        kind="typed-again",
        words=_l("Answers that were typed once more"),
        what="answers typed once more by whoever may be anybody, with their links",
        moment="the event",
        of=Repeat,
        since=_ends(Repeat.event_id),
        after=rsvps.KEPT,
        community=_host(Repeat.event_id),
        by=rsvps.forget_needs,
    ),
    Rule(
        kind="enrolled-again",
        words=_l("Enrolments that were typed once more"),
        what="enrolments typed once more, with their links",
        moment="the last session",
        of=RepeatedEnrolment,
        since=_of_enrolled_again(db.func.max(Event.ends_at, type_=Event.ends_at.type)),
        after=rsvps.KEPT,
        community=_of_enrolled_again(db.func.max(Program.community_id)),
        by=programs.forget_needs,
    ),
    Rule(
        kind="invitations",
        words=_l("Invitations, with their letters"),
        what="invitations and their letters; the answers stay",
        moment="the event",
        of=Invitation,
        since=_ends(Invitation.event_id),
        after=invitations.KEPT,
        community=_host(Invitation.event_id),
        by=invitations.forget,
    ),
    Rule(
        kind="team-invitations",
        words=_l("Invitations to the team"),
        what="invitations to help, with their addresses",
        moment="they ran out",
        of=TeamInvitation,
        since=TeamInvitation.expires_at,
        after=INVITED,
        community=TeamInvitation.community_id,
    ),
    Rule(
        kind="activity",
        words=_l("Entries of who did what"),
        what="who did what at a desk",
        moment="it was done",
        of=Activity,
        since=Activity.at,
        after=YEAR,
        community=Activity.community_id,
    ),
    Rule(
        kind="mail-of-guests",
        words=_l("Mail that guests wrote"),
        what="what guests wrote by mail, and mail that is held",
        moment="it came",
        of=GuestMail,
        since=GuestMail.at,
        after=timedelta(days=90),
        community=_host(GuestMail.event_id),
    ),
    Rule(
        kind="asks",
        words=_l("Asks on the board"),
        what="asks on the board, with who offered to help and what letters said of it",
        moment="their weeks are over",
        of=BoardAsk,
        since=BoardAsk.ends_at,
        after=NOW,
        community=BoardAsk.community_id,
        by=help_board.forget_asks,
        every=MINUTE,
    ),
    *INTERESTS,
    Rule(
        kind="prints",
        words=_l("Files of printed badges"),
        what="files of printed badges, and what stood on them",
        moment="they were made",
        of=PrintRun,
        since=PrintRun.made_at,
        after=printing.KEPT,
        where=db.text("kept"),
        community=_host(PrintRun.event_id),
        by=lambda: printing.forget(now=clock.now()),
        every=MINUTE,
    ),
    Rule(
        kind="door-devices",
        words=_l("Devices that opened a door"),
        what="devices at the door, with the names that helpers gave them",
        moment="the event",
        of=DoorPass,
        since=_ends(DoorPass.event_id),
        after=YEAR,
        community=_host(DoorPass.event_id),
        # Whatever was done with one is looked through for each of them, without an index.
        part=20,
    ),
    Rule(
        kind="archives",
        words=_l("Archives that were taken out"),
        what="archives of communities",
        moment="they were made",
        of=Archive,
        since=Archive.made_at,
        after=ARCHIVED,
        where=db.and_(db.text("kept"), Archive.state.not_in(OPEN)),
        community=Archive.community_id,
        becomes={"kept": False},
        every=MINUTE,
    ),
    Rule(
        kind="archive-files",
        what="the files of such archives",
        moment="they were made",
        of=ArchiveFile,
        since=_of_archive(Archive.made_at),
        after=ARCHIVED,
        where=_of_archive(Archive.state).not_in(OPEN),
        community=_of_archive(Archive.community_id),
        every=MINUTE,
    ),
    Rule(
        kind="lists",
        words=_l("What came of long lists"),
        what="what came of long lists; the list itself goes as soon as it is in",
        moment="it was in",
        of=LongList,
        since=LongList.heard_at,
        after=MONTH,
        where=LongList.state.not_in(COMING_IN),
        community=_host(LongList.event_id),
    ),
    Rule(
        kind="merges",
        words=_l("How two records became one"),
        what="what a merge of two records moved",
        moment="it was done",
        of=PersonMerge,
        since=PersonMerge.at,
        after=UNDO,
        where=db.cast(PersonMerge.moved, db.String) != "[]",
        community=PersonMerge.community_id,
        becomes={"moved": []},
    ),
    Rule(
        kind="webhooks",
        words=_l("Webhooks that were sent"),
        what="what webhooks said, and the log of it",
        moment="it was written",
        of=WebhookDelivery,
        since=WebhookDelivery.created_at,
        after=MONTH,
        community=db.select(WebhookEndpoint.community_id).where(_endpoint).scalar_subquery(),
    ),
    Rule(
        kind="api-answers",
        words=_l("Requests of programs"),
        what="requests of programs that may come twice",
        moment="they came",
        of=ApiAnswer,
        since=ApiAnswer.created_at,
        after=ANSWERED,
        community=db.select(ApiToken.community_id).where(_token).scalar_subquery(),
    ),
)
