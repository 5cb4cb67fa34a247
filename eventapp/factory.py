"""Wires the application together, and does nothing else."""

from pathlib import Path
from tempfile import TemporaryFile

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from markupsafe import Markup

from eventapp import assets, cli, config, error_pages, logs, web
from eventapp.badges import actions as badges_actions
from eventapp.badges import desk as badges_desk
from eventapp.badges.printers import desk as printers_desk
from eventapp.badges.printing import desk as prints_desk
from eventapp.badges.printing import jobs as prints_jobs
from eventapp.badges.printing import log as prints_log
from eventapp.certificates import actions as certificates
from eventapp.certificates import desk as certificates_desk
from eventapp.certificates import jobs as certificates_jobs
from eventapp.certificates import views as certificates_views
from eventapp.communities import desk as communities_desk
from eventapp.db import db, look_at_sizes_daily
from eventapp.door import desk as door_desk
from eventapp.door import jobs as door_jobs
from eventapp.door import presence
from eventapp.door.corrections import desk as corrections_desk
from eventapp.door.offline import desk as door_offline_desk
from eventapp.door.reseating import desk as reseating_desk
from eventapp.door.rounds import actions as rounds_actions
from eventapp.door.rounds import desk as rounds_desk
from eventapp.events import desk as events_desk
from eventapp.events import markdown
from eventapp.events import views as events_views
from eventapp.followups import actions as followups_actions
from eventapp.followups import jobs as followups_jobs
from eventapp.followups import views as followups_views
from eventapp.followups.feedback import views as feedback_views
from eventapp.followups.hellos import views as hellos_views
from eventapp.followups.help_board import actions as help_board_actions
from eventapp.followups.help_board import jobs as help_board_jobs
from eventapp.followups.help_board import views as help_board_views
from eventapp.followups.introductions import jobs as introductions_jobs
from eventapp.followups.meetings import actions as meetings_actions
from eventapp.followups.meetings import replies as meetings_replies
from eventapp.followups.meetings import views as meetings_views
from eventapp.followups.nudges import views as nudges_views
from eventapp.followups.sending import actions as sending_actions
from eventapp.followups.sending import desk as sending_desk
from eventapp.followups.sending import jobs as sending_jobs
from eventapp.front import desk as front_desk
from eventapp.front import health
from eventapp.front.audience import desk as audience_desk
from eventapp.front.avoiding import desk as avoiding_desk
from eventapp.front.avoiding import views as avoiding_views
from eventapp.front.delivery_checks import CHECKS
from eventapp.front.door_staff import desk as door_staff_desk
from eventapp.front.door_staff import views as door_staff_views
from eventapp.front.exports import desk as exports_desk
from eventapp.front.kiosk import views as kiosk_views
from eventapp.front.letters import desk as letters_desk
from eventapp.front.me import views as me_views
from eventapp.front.people_met import views as people_met_views
from eventapp.front.preferences import views as preferences_views
from eventapp.front.retention import desk as retention_desk
from eventapp.front.retention import jobs as retention_jobs
from eventapp.front.template_art import drawings
from eventapp.insights import desk as insights_desk
from eventapp.insights import jobs as insights_jobs
from eventapp.insights.reports import desk as insights_files_desk
from eventapp.insights.years import desk as years_desk
from eventapp.insights.years import jobs as years_jobs
from eventapp.mail import desk as mail_desk
from eventapp.mail import jobs
from eventapp.mail.incoming import inbox
from eventapp.mail.incoming import jobs as incoming_jobs
from eventapp.paths import ROOT, TEMPLATES
from eventapp.people import preferences
from eventapp.people import views as people_views
from eventapp.programs import clashes, waitlist
from eventapp.programs import desk as programs_desk
from eventapp.programs import jobs as programs_jobs
from eventapp.programs import views as programs_views
from eventapp.progress import desk as progress_desk
from eventapp.progress import views as progress_views
from eventapp.rsvps import (
    announcements,
    invitation_limits,
    program_waitlists,
    when_places_end,
)
from eventapp.rsvps import jobs as rsvps_jobs
from eventapp.rsvps import views as rsvps_views
from eventapp.rsvps.attendees import desk as attendees_desk
from eventapp.rsvps.attendees import messages, search
from eventapp.rsvps.attendees.bulk import desk as bulk_desk
from eventapp.rsvps.importing import desk as imports_desk
from eventapp.rsvps.invitations import actions as invitations_actions
from eventapp.rsvps.invitations import desk as invitations_desk
from eventapp.rsvps.invitations import jobs as invitations_jobs
from eventapp.rsvps.invitations import views as invitations_views
from eventapp.rsvps.merging import desk as merging_desk
from eventapp.rsvps.parties import views as parties_views
from eventapp.rsvps.person_page import desk as person_desk
from eventapp.rsvps.personal import views as personal_views
from eventapp.rsvps.personal_feed import views as personal_feed_views
from eventapp.rsvps.questions import actions as questions_actions
from eventapp.rsvps.questions import desk as questions_desk
from eventapp.rsvps.replies import actions as replies_actions
from eventapp.rsvps.replies import desk as replies_desk
from eventapp.rsvps.replies import jobs as replies_jobs
from eventapp.rsvps.replies import views as replies_views
from eventapp.rsvps.unmet_asks import desk as unmet_asks_desk
from eventapp.seating import actions as seating_actions
from eventapp.seating import freed_seats
from eventapp.seating.board import desk as seating_desk
from eventapp.seating.prints import desk as papers_desk
from eventapp.seating.searches import desk as searches_desk
from eventapp.seating.searches import jobs as seating_jobs
from eventapp.seating.series import desk as series_desk


def create_app(**overrides: object) -> Flask:
    """The application, set up from the environment; overrides win over it."""
    app = Flask("eventapp", root_path=str(ROOT), template_folder=str(TEMPLATES), static_folder=None)
    app.config.from_mapping(config.from_env())
    app.config.from_mapping(overrides)
    if not app.config["SECRET_KEY"]:
        app.config["SECRET_KEY"] = config.kept_secret(app.config["DATA_DIR"])
    app.config["DATA_DIR"].mkdir(parents=True, exist_ok=True)
    logs.init(app)
    db.init_app(app)
    web.init(app)
    assets.init(app)
    error_pages.init(app)
    if app.jinja_env.bytecode_cache is None:
        app.jinja_env.bytecode_cache = _compiled_templates(app.config["DATA_DIR"] / "templates")
    app.jinja_env.globals["art"] = drawings
    app.jinja_env.globals["certificate_of"] = certificates.of
    app.jinja_env.filters["markdown"] = lambda text: Markup(markdown.html(text))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    jobs.init(
        app,
        every_minute=(
            door_jobs.write_who_met,
            sending_jobs.draft_due,
            followups_jobs.ask_how_it_was,
            followups_jobs.nudge,
            certificates_jobs.give,
            help_board_jobs.tell_helpers,
            help_board_jobs.forget_asks,
            introductions_jobs.introduce_due,
            introductions_jobs.forget_ticks,
            insights_jobs.make_pictures,
            years_jobs.count_events,
            rsvps_jobs.forget_needs,
            rsvps_jobs.wake_lists,
            rsvps_jobs.wake_announcements,
            rsvps_jobs.pass_on_offers,
            replies_jobs.give_back_due,
            replies_jobs.forget_mail,
            rsvps_jobs.release_places,
            rsvps_jobs.ask_who_comes,
            rsvps_jobs.remind,
            rsvps_jobs.tell_what_is_new,
            invitations_jobs.wake_letters,
            invitations_jobs.forget,
            programs_jobs.forget_needs,
            seating_jobs.wake_searches,
            prints_jobs.wake_runs,
            incoming_jobs.wake,
            retention_jobs.note_contacts,
            retention_jobs.let_contacts_go,
            look_at_sizes_daily,
        ),
        tasks={
            "search": seating_jobs.search,
            "prints": prints_jobs.print_runs,
            "lists": rsvps_jobs.bring_lists,
            "announcements": rsvps_jobs.write_announcements,
            "invitations": invitations_jobs.write_letters,
            "incoming": incoming_jobs.work_off,
            "cards": sending_jobs.draft_due,
        },
        beside=inbox.begin,
    )
    app.extensions["mail_checks"] = preferences.checked(CHECKS)
    app.extensions["incoming"] = meetings_replies.before(replies_actions.take_in)
    app.extensions["unreadable"] = replies_actions.hold_unread
    announcements.init(app, route=seating_actions.route_letters, message=messages.write)
    search.init(app, checked_in=presence.checked_in)
    app.extensions["clashes"] = clashes.clashing
    app.extensions["greeting"] = hellos_views.address_for
    app.extensions["is_session"] = waitlist.is_session
    app.extensions["copied"] = (questions_actions.copy, badges_actions.copy, sending_actions.copy)
    program_waitlists.init(
        app, program_waitlists.Lines(lock=waitlist.lock_of, serve=waitlist.serve_of)
    )
    invitation_limits.init(app, invitations_actions.hold)
    when_places_end.init(
        app,
        when_places_end.Hanging(
            ends=(
                freed_seats.end_place,
                presence.end,
                prints_log.end,
                followups_actions.forget_ticks_of,
                help_board_actions.end_place,
                meetings_actions.end,
            ),
            here=presence.here,
            clear_day=presence.clear_day,
            moved=rounds_actions.event_moved,
        ),
    )
    for feature in (
        health,
        people_views,
        me_views,
        people_met_views,
        preferences_views,
        mail_desk,
        front_desk,
        communities_desk,
        events_desk,
        attendees_desk,
        bulk_desk,
        imports_desk,
        invitations_desk,
        questions_desk,
        person_desk,
        unmet_asks_desk,
        merging_desk,
        replies_desk,
        programs_desk,
        progress_desk,
        seating_desk,
        papers_desk,
        searches_desk,
        series_desk,
        door_desk,
        door_offline_desk,
        reseating_desk,
        rounds_desk,
        corrections_desk,
        door_staff_desk,
        door_staff_views,
        kiosk_views,
        badges_desk,
        prints_desk,
        printers_desk,
        sending_desk,
        insights_desk,
        insights_files_desk,
        years_desk,
        audience_desk,
        avoiding_desk,
        exports_desk,
        letters_desk,
        retention_desk,
        events_views,
        rsvps_views,
        invitations_views,
        parties_views,
        personal_views,
        avoiding_views,
        replies_views,
        personal_feed_views,
        programs_views,
        followups_views,
        hellos_views,
        feedback_views,
        nudges_views,
        help_board_views,
        meetings_views,
        certificates_desk,
        certificates_views,
        progress_views,
    ):
        app.register_blueprint(feature.bp)
    cli.init(app)
    return app


def _compiled_templates(folder: Path) -> FileSystemBytecodeCache | None:
    """Templates kept for the next start: compiling what a first guest sees takes a tenth of a second.

    None where nothing can be written: then they are compiled at each start.
    """
    try:
        folder.mkdir(exist_ok=True)
        with TemporaryFile(dir=folder):
            return FileSystemBytecodeCache(str(folder))
    except OSError:
        return None
