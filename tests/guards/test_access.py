"""Every address of the product, for everybody: who gets in, and that looking changes nothing."""

from collections.abc import Callable, Iterator

import page_crawler
import pytest
import sample_site
from flask import Flask
from sample_site import PEOPLE, WHO, Site
from site_addresses import LINKS
from visitor import Visitor
from werkzeug.test import TestResponse

Visit = Callable[[str], Visitor]
Dump = Callable[[], list[str]]

EVERYBODY = set(WHO)
# Who may open what. An endpoint that isn't listed fails: say here whom it is for.
MAY = {
    "public": (  # Anybody at all.
        EVERYBODY,
        "asset certificates.achievement certificates.check certificates.issuer certificates.keys certificates.picture certificates.revocations events.calendar events.feed events.latest events.picture events.subscribing front.accessibility embed.answer embed.community embed.enrol embed.event embed.program embed.series oembed.show face.colours face.picture front.community front.community_picture front.community_privacy "
        "front.favicon front.home front.picture front.privacy front.robots front.security front.sitemap front.sitemap_part health.alive health.ready "
        "api.description api.docs language.choose people.link_sent people.request_link people.sign_in people.sign_out passkeys.ask_second_step passkeys.confirm passkeys.recover passkeys.sign_in personal.find personal.lost "
        "programs.picture personal.sent interest.ask interest.ask_of_series event_series.feed event_series.latest event_series.show event_series.subscribing programs.create programs.feed programs.show programs.subscribing rsvps.create rsvps.show",
    ),
    # Anybody who holds the link.
    "link": (
        EVERYBODY,
        "certificates.take_badge certificates.take_picture certificates.take_signed_badge interest.mine interest.stop followups.paper meetings.show meetings.agree meetings.call_off help_board.answer help_board.mine help_board.offer help_board.put help_board.say help_board.show help_board.take_back help_board.withdraw avoiding.add avoiding.show avoiding.take_back door.give_address door.scan door_link.begin door_link.show followups.card certificates.take feedback.show nudges.show preferences.ask_address preferences.confirm preferences.guest preferences.subscribe preferences.unsubscribe followups.wish front.mine front.version invitations.create "
        "my_feed.calendar my_feed.end my_feed.renew my_feed.show "
        "invitations.refuse invitations.show parties.call parties.choose parties.show parties.take_off "
        "team.show team.accept programs.come_again people.open_link people.use_link personal.consent personal.people personal.send_again programs.leave "
        "programs.mine progress.reflect progress.show replies.keep rsvps.accept rsvps.cancel rsvps.change rsvps.confirm rsvps.my_calendar rsvps.restore",
    ),
    # Anybody on this machine, while no mail server is set.
    "local": (EVERYBODY, "mail_desk.letter mail_desk.letter_html mail_desk.mailbox mail_desk.part"),
    # Whoever is signed in, each to their own.
    "person": (
        set(PEOPLE) - {"anonymous"},
        "passkeys.add passkeys.make_codes passkeys.release passkeys.remove passkeys.require passkeys.show people_met.show people_met.download people_met.cards people_met.put_off help_board.my_board help_board.my_offer help_board.my_withdrawal avoiding.add_mine avoiding.mine avoiding.take_back_mine desk.home front.data front.erase front.me preferences.ask_my_address preferences.me my_feed.end_mine my_feed.mine my_feed.renew_mine sign_ins.everywhere sign_ins.show",
    ),
    "own": ({"guest"}, "followups.contact sign_ins.end"),
    # Two guests who are checked in at one event, which none of these is at another's: tests/followups/test_hellos.
    "guests who are here": (set(), "hellos.show"),
    # The door of one event, for members and for a device with a pass for it.
    "door": (
        {"door", "organizer", "owner", "pass"},
        "door.arrive door.missing door.show door.undo door.walk_in door_offline.guests door_offline.manifest "
        "door_offline.see door_offline.shell door_offline.take door_offline.worker kiosk.begin prints.create",
    ),
    "door and kiosk": ({"door", "organizer", "owner", "pass", "kiosk"}, "kiosk.show"),
    "device": ({"pass"}, "door_link.leave"),
    "kiosk": (
        {"kiosk"},
        "kiosk.arrive kiosk.badge kiosk.document kiosk.label kiosk.print_badge kiosk.size kiosk.welcome",
    ),
    "members at the door": (
        {"door", "organizer", "owner"},
        "badges.choose badges.first_sheet badges.stock badges.test_page papers.at_door prints.file prints.index "
        "prints.progress prints.show prints.stop prints.withdraw reseating.change reseating.close "
        "reseating.leave reseating.show reseating.undo rounds.command rounds.remote rounds.screen rounds.version",
    ),
    "members": ({"door", "trainer", "organizer", "owner"}, "desk.community team_desk.leave"),
    # A trainer leads the program that stands in these addresses; what else they reach is told below.
    "trainer": (
        {"trainer", "organizer", "owner"},
        "attendance_desk.file attendance_desk.person attendance_desk.session attendance_desk.show "
        "attendance_desk.today sessions_desk.settings",
    ),
    "organizer": (
        {"organizer", "owner"},
        "corrections.correct corrections.show corrections.undo badges.choose_fields audience_desk.copy audience_desk.index audience_desk.remove audience_desk.send audience_desk.show "
        "audience_desk.stop audience_desk.undo audience_desk.write "
        "activity_desk.file activity_desk.show team_desk.show contacts.show communities_desk.edit communities_desk.logo communities_desk.look communities_desk.roles face_desk.header desk.events door_staff.code door_staff.create door_staff.end door_staff.renew door_staff.show events_desk.cancel "
        "quick_start.create quick_start.show example.create events_desk.copy events_desk.create events_desk.edit events_desk.new events_desk.preview events_desk.publish "
        "events_desk.reopen events_desk.save exports.file exports.show imports.look calendar_imports.look calendar_imports.show past_attendance.look past_attendance.show "
        "api_desk.make api_desk.revoke api_desk.show years_desk.latest years_desk.show years_desk.take years_desk.take_all insights_files.draw_report insights_files.take insights_files.take_all insights_desk.make insights_desk.show cards.choose cards.lines cards.look cards.look_through cards.send cards.show cards.stop "
        "imports.progress imports.show imports.stop invitations_desk.again invitations_desk.close "
        "sharing.community sharing.event sharing.file sharing.picture sharing.program sharing.program_file sharing.program_picture sharing.series sharing.series_file sharing.series_picture letters.edit letters.html letters.send_test letters.show invitations_desk.invite invitations_desk.share invitations_desk.show invitations_desk.take_back "
        "mail_desk.messages mail_desk.try_again programs_desk.index programs_desk.new progress_desk.show progress_desk.write "
        "printers.edit printers.edit_stock printers.index printers.measure printers.new printers.new_stock "
        "printers.remove printers.remove_stock printers.show printers.test_page "
        "sessions_desk.add sessions_desk.change sessions_desk.edit sessions_desk.review certificates_desk.give certificates_desk.index certificates_desk.rename certificates_desk.restore certificates_desk.revoke certificates_desk.show cohorts.run_again describing.add describing.change describing.edit describing.move describing.remove describing.trainers program_letters.under_way program_states.bring_back program_states.call_off "
        "programs_desk.certify programs_desk.preview replies_desk.attribute replies_desk.dismiss replies_desk.show replies_desk.try_address programs_desk.publish programs_desk.resize programs_desk.show questions.create questions.edit questions.move "
        "questions.remove questions.show questions.switch reseating.ask rsvps_desk.add rsvps_desk.announced "
        "rsvps_desk.cancel_one rsvps_desk.invite rsvps_desk.people rsvps_desk.promote rsvps_desk.approve rsvps_desk.choose_columns rsvps_desk.decline rsvps_desk.give_place rsvps_desk.undo rsvps_desk.wait bulk_desk.review bulk_desk.take merging_desk.merge merging_desk.part merging_desk.show person_desk.add_note person_desk.add_tag person_desk.change_role person_desk.correct person_desk.remove_note person_desk.remove_tag person_desk.show "
        "unmet_asks.invite unmet_asks.show rsvps_desk.review rsvps_desk.revise seating.board seating.discard seating.forget "
        "seating.improve seating.lock seating.make seating.move seating.publish "
        "seating.redo seating.rule seating.seat seating.undo "
        "papers.draw papers.picture papers.show searches.create searches.show searches.stop series.create series.tables "
        "copying.begin copying.choose copying.copy copying.keep copying.remove copying.rename copying.templates "
        "series_desk.add series_desk.describe series_desk.end series_desk.index series_desk.new series_desk.publish "
        "series_desk.repeat series_desk.show series_desk.take_in series_desk.take_out together_desk.call_off together_desk.change together_desk.edit together_desk.review "
        "venues.edit venues.index venues.new venues.remove",
    ),
    "owner": (
        {"owner"},
        "closing.close closing.reopen closing.show archive_desk.file archive_desk.make archive_desk.progress archive_desk.show archive_desk.stop webhooks.go_on webhooks.index webhooks.pause webhooks.remove webhooks.replay webhooks.replay_failed webhooks.rotate webhooks.show webhooks.test "
        "avoiding_desk.dismiss avoiding_desk.resolve avoiding_desk.show communities_desk.end_trust communities_desk.trust team_desk.change team_desk.invite team_desk.remove team_desk.send_again team_desk.withdraw contacts.review contacts.save",
    ),
    # Nobody, as this site is set up, and without a token: tests/api/test_access.
    "closed": (
        set(),
        "archive_desk.arriving archive_desk.choose archive_desk.give_up archive_desk.look archive_desk.send api.answer desk.found_community health.metrics",
    ),
}
ALLOWED = {name: who for who, names in MAY.values() for name in names.split()}
PRIVATE = MAY["link"][1].split()


def routes(app: Flask, method: str) -> Iterator[str]:
    """Every endpoint that answers a method, but the static files."""
    rules = [rule for rule in app.url_map.iter_rules() if method in rule.methods]
    return iter(sorted({rule.endpoint for rule in rules} - {"asset"}))


def let_in(answer: TestResponse) -> bool:
    """Whether an answer is content or a rule's no, rather than 'not for you'."""
    to_sign_in = "/sign-in?next=" in answer.headers.get("Location", "")
    assert answer.status_code < 500
    assert answer.status_code not in {400, 401, 403, 405}, f"{answer.request.path}: {answer.status}"
    return answer.status_code != 404 and not to_sign_in


def test_every_address_says_whom_it_is_for(app: Flask) -> None:
    known = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert known - ALLOWED.keys() == set(), "say in MAY whom these are for"
    assert ALLOWED.keys() - known == set(), "these are gone: take them out of MAY"
    assert len(ALLOWED) == sum(len(names.split()) for _, names in MAY.values())


@pytest.mark.parametrize("who", WHO)
@pytest.mark.usefixtures("quick")
def test_looking_is_for_those_it_is_meant_for_and_changes_nothing(
    who: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit(who), dump()
    for endpoint in routes(app, "GET"):
        path = sample_site.address(app, site, endpoint)

        answer = client.get(path)

        assert let_in(answer) == (who in ALLOWED[endpoint]), f"{who} at {path}: {answer.status}"
        assert dump() == before, f"GET {path} changed something"


@pytest.mark.parametrize("who", WHO)
@pytest.mark.usefixtures("quick")
def test_sending_is_for_those_it_is_meant_for(
    who: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit(who), dump()
    shut = [name for name in routes(app, "POST") if who not in ALLOWED[name]]
    for endpoint in shut:
        path = sample_site.address(app, site, endpoint, "POST")

        answer = client.post(path, data=page_crawler.sent(site, endpoint))

        assert not let_in(answer), f"{who} may send to {path}: {answer.status}"
        assert dump() == before, f"{who} changed something at {path}"


@pytest.mark.usefixtures("quick")
def test_those_it_is_meant_for_may_send(
    app: Flask, site: Site, visit: Visit, restore_site: Callable[[], None]
) -> None:
    for endpoint in routes(app, "POST"):
        if not ALLOWED[endpoint]:
            continue
        least = min(ALLOWED[endpoint], key=WHO.index)
        path = sample_site.address(app, site, endpoint, "POST")
        restore_site()

        answer = visit(least).post(path, data=page_crawler.sent(site, endpoint))

        assert let_in(answer), f"{least} at {path}: {answer.status}"


@pytest.mark.parametrize("endpoint", PRIVATE)
def test_a_link_that_is_cut_altered_or_of_another_purpose_opens_nothing(
    endpoint: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit("owner"), dump()
    right = str(site.values(endpoint)["code" if endpoint.startswith("door.") else "token"])
    others = set(site.tokens.values()) - {right}
    if LINKS.get(endpoint, "rsvp") == "rsvp":
        others -= {site.tokens[name] for name in ("waiting", "past", "brought")}
    elif endpoint.startswith("invitations."):
        others -= {site.tokens["link for many"]}
    wrong = [right[:-1], right + "A", right.swapcase(), "A" * len(right), "0", "1-", *others]
    method = "GET" if endpoint in routes(app, "GET") else "POST"

    paths = [sample_site.address(app, site, endpoint, method, token=no, code=no) for no in wrong]
    answers = {path: client.open(path, method=method) for path in paths}
    if method == "POST":
        answers = {path: client.post(path) for path in paths}

    opened = [path for path, answer in answers.items() if answer.status_code != 404]
    if endpoint in {"people.open_link", "people.use_link"}:
        # These say that a link has run out, the same for all: whoever has an old one must be told.
        assert {answer.status_code for answer in answers.values()} <= {200, 410}
        assert not any(
            "csrf_token" in answer.text.partition("<main")[2] for answer in answers.values()
        )
    else:
        assert opened == []
    assert dump() == before


@pytest.mark.parametrize("who", ["anonymous", "stranger", "owner"])
def test_nothing_of_a_draft_is_public(
    who: str, app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit(who), dump()
    unseen = {"event": site.slugs["draft"], "program": site.slugs["draft program"]}
    for endpoint in MAY["public"][1].split():
        for rule in app.url_map.iter_rules(endpoint):
            given = {name: slug for name, slug in unseen.items() if name in rule.arguments}
            for method in rule.methods & {"GET", "POST"} if given else ():
                path = sample_site.address(app, site, endpoint, method, **given)
                data = page_crawler.sent(site, endpoint)
                headers = {"X-CSRFToken": client.csrf_token()}

                answer = client.open(path, method=method, data=data, headers=headers)

                assert answer.status_code == 404, f"{method} {path}: {answer.status}"
    for path in ("/", f"/{site.slugs['community']}", f"/{site.slugs['community']}/calendar.ics"):
        text = client.get(path).text
        assert f"/{site.slugs['draft']}" not in text
        assert f"/{site.slugs['draft program']}" not in text
    assert dump() == before


@pytest.mark.usefixtures("quick")
def test_what_another_community_has_is_not_found_at_one_s_own(
    app: Flask, site: Site, visit: Visit, dump: Dump
) -> None:
    client, before = visit("owner"), dump()
    theirs = {"event": site.slugs["their event"], "program": site.slugs["their program"]}
    for rule in app.url_map.iter_rules():
        given = {name: slug for name, slug in theirs.items() if name in rule.arguments}
        for method in rule.methods & {"GET", "POST"} if given else ():
            path = sample_site.address(app, site, rule.endpoint, method, **given)
            data = page_crawler.sent(site, rule.endpoint)

            answer = client.open(
                path, method=method, data=data, headers={"X-CSRFToken": client.csrf_token()}
            )

            assert answer.status_code == 404, f"{method} {path}: {answer.status}"
    assert dump() == before


def test_the_contact_of_somebody_else_s_connection_is_not_found(
    app: Flask, site: Site, visit: Visit
) -> None:
    numbers = [site.ids["connection"], site.ids["their connection"], 99]

    answers = [
        visit("guest").get(sample_site.address(app, site, "followups.contact", number=number))
        for number in numbers
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 404]


@pytest.mark.parametrize(
    ("endpoint", "query"),
    [("badges.first_sheet", "rsvp"), ("door.show", "who")],
)
@pytest.mark.parametrize("whose", ["theirs", "beside"])
@pytest.mark.usefixtures("quick")
def test_a_guest_of_another_event_is_not_shown(
    endpoint: str, query: str, whose: str, app: Flask, site: Site, visit: Visit
) -> None:
    path = sample_site.address(app, site, endpoint)

    answer = visit("owner").get(f"{path}?{query}={site.ids[whose]}")

    assert answer.status_code in ({409} if query == "rsvp" else {200})
    assert site.names[whose] not in answer.text


@pytest.mark.parametrize(
    "settings", [{"SMTP_URL": "smtp://127.0.0.1:9"}, {"BASE_URL": "https://a.example"}]
)
def test_the_local_mailbox_is_shut_where_letters_leave_or_strangers_look(
    settings: dict[str, str], app: Flask, site: Site, visit: Visit
) -> None:
    app.config.update(settings)

    answers = [
        visit("owner").get(sample_site.address(app, site, endpoint)).status_code
        for endpoint in MAY["local"][1].split()
    ]

    assert set(answers) == {404}
