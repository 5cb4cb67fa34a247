"""Every page of the application, by the feature that has it."""

from flask import Flask

from eventapp.api import desk as api_desk
from eventapp.api import views as api_views
from eventapp.archive import desk as archive_desk
from eventapp.attendance import desk as attendance_desk
from eventapp.badges import desk as badges_desk
from eventapp.badges.printers import desk as printers_desk
from eventapp.badges.printing import desk as prints_desk
from eventapp.certificates import desk as certificates_desk
from eventapp.certificates import views as certificates_views
from eventapp.communities import desk as communities_desk
from eventapp.communities.face import desk as face_desk
from eventapp.communities.face import views as face_views
from eventapp.communities.team import desk as team_desk
from eventapp.communities.team import views as team_views
from eventapp.door import desk as door_desk
from eventapp.door.corrections import desk as corrections_desk
from eventapp.door.offline import desk as door_offline_desk
from eventapp.door.reseating import desk as reseating_desk
from eventapp.door.rounds import desk as rounds_desk
from eventapp.events import desk as events_desk
from eventapp.events import views as events_views
from eventapp.events.copying import desk as copying_desk
from eventapp.events.importing import desk as calendar_imports_desk
from eventapp.events.series import desk as event_series_desk
from eventapp.events.venues import desk as venues_desk
from eventapp.followups import views as followups_views
from eventapp.followups.feedback import views as feedback_views
from eventapp.followups.hellos import views as hellos_views
from eventapp.followups.help_board import views as help_board_views
from eventapp.followups.meetings import views as meetings_views
from eventapp.followups.nudges import views as nudges_views
from eventapp.followups.sending import desk as sending_desk
from eventapp.front import desk as front_desk
from eventapp.front import health
from eventapp.front.activity import desk as activity_desk
from eventapp.front.audience import desk as audience_desk
from eventapp.front.avoiding import desk as avoiding_desk
from eventapp.front.avoiding import views as avoiding_views
from eventapp.front.closing import desk as closing_desk
from eventapp.front.door_staff import desk as door_staff_desk
from eventapp.front.door_staff import views as door_staff_views
from eventapp.front.embed import desk as sharing_desk
from eventapp.front.embed import oembed
from eventapp.front.embed import views as embed_views
from eventapp.front.example import desk as example_desk
from eventapp.front.exports import desk as exports_desk
from eventapp.front.kiosk import views as kiosk_views
from eventapp.front.letters import desk as letters_desk
from eventapp.front.me import views as me_views
from eventapp.front.past_attendance import desk as past_attendance_desk
from eventapp.front.people_met import views as people_met_views
from eventapp.front.preferences import views as preferences_views
from eventapp.front.quick_start import desk as quick_start_desk
from eventapp.front.series_pages import views as series_views
from eventapp.insights import desk as insights_desk
from eventapp.insights.reports import desk as insights_files_desk
from eventapp.insights.years import desk as years_desk
from eventapp.mail import desk as mail_desk
from eventapp.people import views as people_views
from eventapp.people.language import views as language_views
from eventapp.people.passkeys import views as passkeys_views
from eventapp.people.sign_ins import views as sign_ins_views
from eventapp.programs import desk as programs_desk
from eventapp.programs import views as programs_views
from eventapp.programs.announcing import desk as program_letters_desk
from eventapp.programs.cohorts import desk as cohorts_desk
from eventapp.programs.describing import desk as describing_desk
from eventapp.programs.interest import views as interest_views
from eventapp.programs.sessions import desk as sessions_desk
from eventapp.programs.states import desk as program_states_desk
from eventapp.progress import desk as progress_desk
from eventapp.progress import views as progress_views
from eventapp.retention import desk as retention_desk
from eventapp.rsvps import views as rsvps_views
from eventapp.rsvps.attendees import desk as attendees_desk
from eventapp.rsvps.attendees.bulk import desk as bulk_desk
from eventapp.rsvps.importing import desk as imports_desk
from eventapp.rsvps.invitations import desk as invitations_desk
from eventapp.rsvps.invitations import views as invitations_views
from eventapp.rsvps.merging import desk as merging_desk
from eventapp.rsvps.parties import views as parties_views
from eventapp.rsvps.person_page import desk as person_desk
from eventapp.rsvps.personal import views as personal_views
from eventapp.rsvps.personal_feed import views as personal_feed_views
from eventapp.rsvps.questions import desk as questions_desk
from eventapp.rsvps.replies import desk as replies_desk
from eventapp.rsvps.replies import views as replies_views
from eventapp.rsvps.together import desk as together_desk
from eventapp.rsvps.unmet_asks import desk as unmet_asks_desk
from eventapp.seating.board import desk as seating_desk
from eventapp.seating.prints import desk as papers_desk
from eventapp.seating.searches import desk as searches_desk
from eventapp.seating.series import desk as series_desk
from eventapp.webhooks import desk as webhooks_desk

PAGES = (
    health,
    people_views,
    passkeys_views,
    language_views,
    me_views,
    people_met_views,
    preferences_views,
    mail_desk,
    front_desk,
    communities_desk,
    face_desk,
    face_views,
    webhooks_desk,
    team_desk,
    activity_desk,
    quick_start_desk,
    example_desk,
    events_desk,
    event_series_desk,
    together_desk,
    copying_desk,
    venues_desk,
    calendar_imports_desk,
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
    describing_desk,
    program_states_desk,
    program_letters_desk,
    cohorts_desk,
    attendance_desk,
    progress_desk,
    sessions_desk,
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
    closing_desk,
    sharing_desk,
    embed_views,
    oembed,
    letters_desk,
    retention_desk,
    sign_ins_views,
    team_views,
    past_attendance_desk,
    events_views,
    series_views,
    rsvps_views,
    invitations_views,
    parties_views,
    personal_views,
    avoiding_views,
    replies_views,
    personal_feed_views,
    programs_views,
    interest_views,
    followups_views,
    hellos_views,
    feedback_views,
    nudges_views,
    help_board_views,
    meetings_views,
    certificates_desk,
    certificates_views,
    progress_views,
    api_desk,
    api_views,
    archive_desk,
)


def init(app: Flask) -> None:
    """Register the pages of all features."""
    for feature in PAGES:
        app.register_blueprint(feature.bp)
