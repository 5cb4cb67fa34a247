"""Improved from where it is, mixed for what counts, compared, and with rounds that have begun."""

import re
from datetime import timedelta

import make
import pytest
import seating_builders
from board_page import elsewhere, number_of, press, seen, spoil, tables

from eventapp import clock
from eventapp.db import db
from eventapp.seating import actions, engine, plans
from eventapp.seating.board import desk, edits, mixing, snapshot, undo
from eventapp.seating.models import Aims, Rule


def level(**levels: int) -> dict:
    names = ("roles", "stages", "industries", "organizations", "new_faces", "asks")
    return {name: levels.get(name, 2) for name in names}


def begin(event, *, minutes: int) -> None:
    """Let the evening have begun so many minutes ago."""
    length = event.ends_at - event.starts_at
    event.starts_at = clock.now() - timedelta(minutes=minutes)
    event.ends_at = event.starts_at + length
    db.session.flush()


def test_improving_says_what_got_better_and_is_a_step(client, evening) -> None:
    event, _guests = evening
    spoil(event)
    before = snapshot.read(event)

    answer = client.submit(tables(event), to="/improvement")
    page = client.get(answer.location).text

    now = snapshot.read(event)
    assert now.figures.energy < before.figures.energy
    assert re.search(r"Better: [^<]+\.", page)
    assert 'Undo<span class="turn-what">: improved' in page
    undo.undo(now)
    assert snapshot.read(event).seats == before.seats


def test_improving_what_can_t_be_better_changes_nothing(client, evening, monkeypatch) -> None:
    event, _guests = evening
    actions.publish(plans.latest(event), now=clock.now())
    before = snapshot.read(event).seats
    monkeypatch.setattr(engine, "solve", lambda asked, *, start, **_more: start)

    answer = client.submit(tables(event), to="/improvement")

    assert "Nothing better was found" in client.get(answer.location).text
    assert snapshot.read(event).seats == before
    assert not snapshot.read(event).draft


def test_improving_mends_a_rule_that_is_not_kept(client, evening) -> None:
    event, guests = evening
    seats = snapshot.read(event).seats
    table = next(t for t in (1, 2, 3) if seats[1][guests[0].id] != t)
    make.saved(Rule(event_id=event.id, kind="host", rsvp_id=guests[0].id, number=table))

    client.submit(tables(event), to="/improvement")

    assert plans.routes(plans.latest(event))[guests[0].id] == (table, table, table)


def test_what_to_mix_is_kept_and_mixed_for(client, evening) -> None:
    event, _guests = evening

    answer = client.submit(tables(event), to="/plans", **level(roles=0, industries=3))

    kept = db.session.get(Aims, event.id)
    page = client.get(tables(event)).text
    assert answer.status_code == 303
    assert (kept.roles, kept.stages, kept.industries) == (0, 2, 3)
    assert "Off the industry mix" in page
    assert "Off the role mix" not in page
    assert re.search(r'id="roles"[^>]*><option selected value="0">Off', page)


def test_an_improvement_follows_what_is_chosen_with_it(client, evening, monkeypatch) -> None:
    event, _guests = evening
    weights, solve = [], desk.engine.solve

    def noted(asked, **given):
        weights.append(asked.weights.industry_quota)
        return solve(asked, **given)

    monkeypatch.setattr(desk.engine, "solve", noted)

    client.submit(tables(event), to="/improvement", **level(industries=3))

    assert weights == [15]


def test_an_aim_that_is_off_counts_in_no_verdict(client, evening) -> None:
    event, guests = evening
    mixing.set_aims(event, level(roles=0, stages=0, organizations=0, new_faces=0, asks=0))

    page = client.get(f"{tables(event)}?why={guests[0].id}").text

    verdicts = set(re.findall(r'<i class="verdict \w+">([^<]+)</i>', page))
    assert {v.partition(":")[0] for v in verdicts} <= {"No change", "Better", "Worse", "Even"}
    assert not [v for v in verdicts if "role" in v or "twice" in v]


def test_the_first_mix_is_made_for_what_was_chosen(app, client, monkeypatch) -> None:
    monkeypatch.setattr("eventapp.seating.board.desk.SECONDS", 0.05)
    event, _guests = seating_builders.room(8)
    seating_builders.organizer(client, event.community)

    client.submit(tables(event), to="/plans", **level(asks=3))

    assert db.session.get(Aims, event.id).asks == 3
    assert snapshot.read(event).asked.weights.uncovered_asks == 30


@pytest.mark.parametrize("levels", [{"roles": 4}, {"roles": "x"}, {"roles": "-1"}, {"asks": None}])
def test_a_level_that_is_none_is_refused(client, evening, levels: dict) -> None:
    event, _guests = evening
    before = snapshot.read(event).seats

    answer = client.submit(tables(event), to="/plans", **(level() | levels))

    assert answer.status_code == 409
    assert db.session.get(Aims, event.id) is None
    assert snapshot.read(event).seats == before


def test_a_held_name_sends_what_each_move_does_to_every_figure(client, evening) -> None:
    event, guests = evening
    one, other = elsewhere(event, guests)

    page = client.get(f"{tables(event)}?why={one.id}").text

    sent = re.search(rf'value="person:{other.id}" data-what="([^"]+)" data-after="([^"]+)"', page)
    press(client, f"{tables(event)}?why={one.id}", f"person:{other.id}")
    then = client.get(tables(event)).text
    titles = re.findall(r'<p class="fig-t">([^<]+)</p>', then)
    assert sent[1] == f"If you swap {one.first_name} with {other.first_name}"
    assert [int(n) for n in sent[2].split()] == [number_of(then, title) for title in titles]
    # The best choice is written out for whoever has no script.
    assert (
        len(re.findall(r"<li[^>]*><span>[^<]+</span><span class=\"(?:up|down|same)\">", page)) == 6
    )


def test_comparing_shows_where_everybody_is_published_and_which_figures_differ(
    client, evening
) -> None:
    event, _guests = evening
    actions.publish(plans.latest(event), now=clock.now())
    spoil(event)
    moved = len(snapshot.read(event).moved)

    plain = client.get(tables(event)).text
    page = client.get(f"{tables(event)}?round=1&compare=yes").text

    assert "published at table" not in plain
    assert page.count("published at table") == moved
    assert f"{moved} people sit elsewhere than is published." in page
    assert re.search(r"Worse: [^<]+\.", page)
    assert "Published: " in page
    assert 'name="compare" value="" aria-pressed="true"' in page
    assert "/tables?round=2&amp;compare=yes" in page


def test_a_change_keeps_comparing(client, evening) -> None:
    event, _guests = evening
    actions.publish(plans.latest(event), now=clock.now())
    spoil(event)

    answer = client.submit(f"{tables(event)}?round=2&compare=yes", to="/undo")

    assert answer.location.endswith("?round=2&compare=yes")


def test_a_round_that_has_begun_stays_as_it_is(client, evening) -> None:
    event, guests = evening
    actions.publish(plans.latest(event), now=clock.now())
    begin(event, minutes=30)
    one, other = elsewhere(event, guests)
    before = snapshot.read(event).seats
    data = {"seen": seen(client, event), "rsvp": one.id, "round": 1, "to": f"person:{other.id}"}

    page = client.get(f"{tables(event)}?why={one.id}").text
    answer = client.post(f"{seating_builders.desk(event)}/plans/1/moves", data=data)
    # A new mix may come out as the one before it, now and then.
    mixed = []
    for _ in range(5):
        client.submit(tables(event), to="/plans")
        mixed.append(snapshot.read(event).seats)

    assert 'Round 1 <span class="chip">running</span>' in page
    assert 'form="move"' not in page.partition("<main")[2].replace('id="move"', "")
    assert answer.status_code == 409
    assert "Round 1 has begun" in answer.text
    assert all(after[1] == before[1] for after in mixed)
    assert any(after[2] != before[2] for after in mixed)


def test_when_every_round_has_begun_nothing_is_mixed(client, evening) -> None:
    event, _guests = evening
    actions.publish(plans.latest(event), now=clock.now())
    begin(event, minutes=140)

    page = client.get(tables(event)).text
    answers = [client.submit(tables(event), to=to) for to in ("/plans", "/improvement")]

    assert page.count('<span class="chip">over</span>') >= 2
    assert [answer.status_code for answer in answers] == [409, 409]
    assert "Every round has begun" in answers[0].text


def test_a_draft_is_published_with_the_rounds_that_began_as_everybody_sat(client, evening) -> None:
    event, guests = evening
    plan = plans.latest(event)
    actions.publish(plan, now=clock.now())
    one, other = elsewhere(event, guests)
    edits.swap(snapshot.read(event), one.id, 1, other.id, now=clock.now())
    late = seating_builders.guest(event, 70)
    begin(event, minutes=30)
    actions.seat_newcomer(plan, late, first_round=2)

    client.submit(tables(event), to="/publication")

    laid = snapshot.read(event)
    assert laid.plan.version == 2
    assert laid.seats[1] == plans.seats_of(plan)[1]
    assert late.id in laid.seats[2]
    assert late.id in laid.seats[3]


def test_before_a_plan_is_published_no_round_has_begun(client, evening) -> None:
    event, guests = evening
    begin(event, minutes=30)
    one, other = elsewhere(event, guests)

    page = f"{tables(event)}?round=1&why={one.id}"

    assert press(client, page, f"person:{other.id}").status_code == 303
