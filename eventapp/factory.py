"""Wires the application together, and does nothing else."""

from flask import Flask
from markupsafe import Markup

from eventapp import (
    assets,
    blueprints,
    cli,
    compiled_templates,
    config,
    data_folder,
    error_pages,
    logs,
    measuring,
    sharing,
    tracing,
    web,
)
from eventapp.api import actions as api_tokens
from eventapp.archive import actions as archive_actions
from eventapp.archive import jobs as archive_jobs
from eventapp.attendance import actions as attendance_actions
from eventapp.badges import actions as badges_actions
from eventapp.badges.printing import jobs as prints_jobs
from eventapp.badges.printing import log as prints_log
from eventapp.certificates import jobs as certificates_jobs
from eventapp.communities.face import host_page
from eventapp.db import db, look_at_sizes_daily
from eventapp.door import jobs as door_jobs
from eventapp.door import passes, presence
from eventapp.door.rounds import actions as rounds_actions
from eventapp.events import maps, markdown, news, only_roles
from eventapp.followups import actions as followups_actions
from eventapp.followups import jobs as followups_jobs
from eventapp.followups.hellos import views as hellos_views
from eventapp.followups.help_board import actions as help_board_actions
from eventapp.followups.help_board import jobs as help_board_jobs
from eventapp.followups.introductions import jobs as introductions_jobs
from eventapp.followups.meetings import actions as meetings_actions
from eventapp.followups.meetings import replies as meetings_replies
from eventapp.followups.sending import actions as sending_actions
from eventapp.followups.sending import jobs as sending_jobs
from eventapp.front.closing import held_back
from eventapp.front.delivery_checks import CHECKS
from eventapp.front.program_pages import reading as program_pages
from eventapp.front.retention import jobs as contacts_jobs
from eventapp.front.template_art import drawings
from eventapp.insights import jobs as insights_jobs
from eventapp.insights.years import jobs as years_jobs
from eventapp.mail import jobs
from eventapp.mail.incoming import inbox
from eventapp.mail.incoming import jobs as incoming_jobs
from eventapp.paths import ROOT, TEMPLATES
from eventapp.people import preferences
from eventapp.people.sign_ins import actions as sign_ins
from eventapp.programs import belonging, clashes, publication, waitlist
from eventapp.programs import news as programs_news
from eventapp.programs.announcing import actions as announcing_actions
from eventapp.programs.announcing import jobs as program_letters_jobs
from eventapp.programs.interest import actions as interest_actions
from eventapp.programs.sessions import letters as sessions_letters
from eventapp.programs.sessions import moves
from eventapp.programs.states import letters as states_letters
from eventapp.progress.letters import jobs as progress_letters_jobs
from eventapp.retention import jobs as retention_jobs
from eventapp.rsvps import (
    announcements,
    invitation_limits,
    program_waitlists,
    when_places_end,
)
from eventapp.rsvps import jobs as rsvps_jobs
from eventapp.rsvps.attendees import messages, search
from eventapp.rsvps.invitations import actions as invitations_actions
from eventapp.rsvps.invitations import jobs as invitations_jobs
from eventapp.rsvps.questions import actions as questions_actions
from eventapp.rsvps.replies import actions as replies_actions
from eventapp.rsvps.replies import jobs as replies_jobs
from eventapp.seating import actions as seating_actions
from eventapp.seating import freed_seats
from eventapp.seating.board import mixing
from eventapp.seating.searches import jobs as seating_jobs
from eventapp.webhooks import jobs as webhooks_jobs


def create_app(**overrides: object) -> Flask:
    """The application, set up from the environment; overrides win over it."""
    app = Flask("eventapp", root_path=str(ROOT), template_folder=str(TEMPLATES), static_folder=None)
    app.config.from_mapping(config.from_env())
    app.config.from_mapping(overrides)
    with data_folder.usable(app.config["DATA_DIR"]):
        if not app.config["SECRET_KEY"]:
            app.config["SECRET_KEY"] = data_folder.kept_secret(app.config["DATA_DIR"])
    logs.init(app)
    measuring.init(app)
    tracing.init(app)
    db.init_app(app)
    web.init(app)
    assets.init(app)
    host_page.init(app)
    error_pages.init(app)
    if app.jinja_env.bytecode_cache is None:
        folder = app.config["DATA_DIR"] / "templates"
        app.jinja_env.bytecode_cache = compiled_templates.kept_in(folder)
    app.jinja_env.globals["art"] = drawings
    app.jinja_env.globals |= {"og_locale": sharing.og_locale, "on_map": maps.on_map}
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
            progress_letters_jobs.send_materials,
            progress_letters_jobs.tell_who_was_missed,
            progress_letters_jobs.show_halfway,
            progress_letters_jobs.say_goodbye,
            help_board_jobs.tell_helpers,
            introductions_jobs.introduce_due,
            introductions_jobs.forget_ticks,
            insights_jobs.make_pictures,
            years_jobs.count_events,
            rsvps_jobs.wake_lists,
            rsvps_jobs.wake_announcements,
            program_letters_jobs.wake,
            rsvps_jobs.pass_on_offers,
            replies_jobs.give_back_due,
            rsvps_jobs.release_places,
            rsvps_jobs.ask_who_comes,
            rsvps_jobs.remind,
            rsvps_jobs.tell_what_is_new,
            invitations_jobs.wake_letters,
            seating_jobs.wake_searches,
            prints_jobs.wake_runs,
            incoming_jobs.wake,
            contacts_jobs.note_contacts,
            contacts_jobs.let_contacts_go,
            webhooks_jobs.wake,
            archive_jobs.wake,
            retention_jobs.sweep_by_the_clock,
            retention_jobs.tidy_hourly,
            look_at_sizes_daily,
        ),
        tasks={
            "search": seating_jobs.search,
            "prints": prints_jobs.print_runs,
            "lists": rsvps_jobs.bring_lists,
            "announcements": rsvps_jobs.write_announcements,
            "program letters": program_letters_jobs.write,
            "invitations": invitations_jobs.write_letters,
            "incoming": incoming_jobs.work_off,
            "cards": sending_jobs.draft_due,
            "webhooks": webhooks_jobs.send,
            "archives": archive_jobs.archives,
        },
        beside=inbox.begin,
    )
    app.extensions["erased"] = (archive_actions.forget_of,)
    app.extensions["mail_checks"] = preferences.checked(CHECKS)
    app.extensions["held_back"] = held_back.of_closed
    app.extensions["incoming"] = meetings_replies.before(replies_actions.take_in)
    app.extensions["unreadable"] = replies_actions.hold_unread
    announcements.init(app, route=seating_actions.route_letters, message=messages.write)
    announcing_actions.init(
        app,
        {
            "program-off": states_letters.LETTERS,
            "program-on": states_letters.LETTERS,
            "program-moved": sessions_letters.LETTERS,
            **interest_actions.LETTERS,
        },
    )
    search.init(app, checked_in=presence.checked_in)
    sign_ins.init(
        app,
        lent=sign_ins.Others(count=passes.lent_by, end=passes.end_lent_by),
        tokens_made=sign_ins.Others(count=api_tokens.made_by, end=api_tokens.end_made_by),
    )
    app.extensions["keep_roles"] = (only_roles.refuse_removal, waitlist.refuse_removal)
    app.extensions["stops_organizing"] = api_tokens.end_made_in
    app.extensions["clashes"] = clashes.clashing
    app.extensions["greeting"] = hellos_views.address_for
    app.extensions["is_session"] = waitlist.is_session
    news.init(app, programs_news.TOGETHER)
    app.extensions["moved"] = moves.note
    app.extensions["in_program"] = belonging.IN_PROGRAM
    app.extensions["leads"] = belonging.LEADS
    app.extensions["program_of"] = belonging.of
    app.extensions["desk_program_of"] = belonging.at_the_desk
    app.extensions["program_page"] = program_pages.public
    app.extensions["my_program"] = program_pages.own
    app.extensions["program_desk"] = program_pages.at_the_desk
    app.extensions["copied"] = (
        questions_actions.copy,
        badges_actions.copy,
        sending_actions.copy,
        mixing.copy,
    )
    program_waitlists.init(
        app,
        program_waitlists.Lines(
            lock=waitlist.lock_of,
            serve=waitlist.serve_of,
            drop_in=waitlist.DROP_IN,
            about=waitlist.about,
        ),
    )
    app.extensions["publish"] = publication.publish
    app.extensions["publish_all"] = publication.publish_all
    app.extensions["waiting"] = interest_actions.waiting
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
            clear_day=attendance_actions.clear_day,
            moved=rounds_actions.event_moved,
        ),
    )
    blueprints.init(app)
    cli.init(app)
    return app
