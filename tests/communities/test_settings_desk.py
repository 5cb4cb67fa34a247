"""A community's own page at the desk: words, topics, roles, helpers."""

import make
import pytest
from visitor import forms

from eventapp import clock
from eventapp.communities.models import Community, Role
from eventapp.db import db
from eventapp.programs import actions as programs
from eventapp.rsvps.models import Rsvp


def desk(host, page: str) -> str:
    return f"/desk/{host.slug}/{page}"


def names(host) -> list[str]:
    roles = db.session.scalars(
        db.select(Role).filter_by(community_id=host.id).order_by(Role.position)
    )
    return [role.name for role in roles]


def test_words_zone_and_topics_are_kept(owner, host):
    owner.submit(
        desk(host, "settings"),
        to="/settings",
        name="Leith Table",
        summary="Dinners",
        zone="Asia/Tokyo",
        topics="SQL\nfirst job\n\nsql\n",
    )
    kept = db.session.get(Community, host.id)

    assert (kept.name, kept.summary, kept.zone) == ("Leith Table", "Dinners", "Asia/Tokyo")
    assert sorted(topic.name for topic in kept.topics) == ["first job", "sql"]


def test_topics_change_without_being_made_anew(owner, host):
    owner.submit(desk(host, "settings"), to="/settings", topics="a\nb")
    before = {topic.name: topic.id for topic in db.session.get(Community, host.id).topics}

    owner.submit(desk(host, "settings"), to="/settings", topics="b\nc")
    after = {topic.name: topic.id for topic in db.session.get(Community, host.id).topics}

    assert sorted(after) == ["b", "c"]
    assert after["b"] == before["b"]


def test_a_topic_that_is_an_essay_is_refused(owner, host):
    said = owner.submit(desk(host, "settings"), to="/settings", topics="x" * 41)

    assert said.status_code == 422
    assert "within 40 letters" in said.text


def test_a_page_opened_before_another_saved_undoes_nothing_unseen(owner, host):
    page = desk(host, "settings")
    (opened,) = [form for form in forms(owner.get(page).text) if "description" in form.values]
    owner.submit(page, to="/settings", description="Another’s words", topics="SQL")
    typed = opened.values | {"zone": "Asia/Tokyo"}

    said = owner.post(page, data=typed)

    assert said.status_code == 422
    assert "Somebody else changed this meanwhile" in said.text
    kept = db.session.get(Community, host.id)
    assert (kept.description, kept.zone) == ("Another’s words", opened.values["zone"])
    # What was typed still stands there; whoever saves it now has been told.
    (shown,) = [form for form in forms(said.text) if "description" in form.values]
    assert (shown.values["description"].strip(), shown.values["zone"]) == ("", "Asia/Tokyo")
    assert owner.post(page, data=shown.values).status_code == 303
    # The same once more, from the page that is stale, is what is kept already.
    assert owner.post(page, data=typed).status_code == 303


def test_two_roles_swap_their_names(owner, host):
    first, second, *rest = names(host)

    said = owner.submit(
        desk(host, "roles"), to="/roles", **{"roles-0-name": second, "roles-1-name": first}
    )

    assert said.status_code == 303
    assert names(host) == [second, first, *rest]


def test_a_role_is_added_with_its_mark(owner, host):
    owner.submit(
        desk(host, "roles"), to="/roles", **{"roles-7-name": "Recruiter", "roles-7-mark": "8"}
    )
    role = db.session.scalars(db.select(Role).filter_by(name="Recruiter")).one()

    assert (role.mark, role.position) == (8, 7)


def test_a_role_nobody_came_as_goes(owner, host):
    make.event(community=host)

    owner.submit(desk(host, "roles"), to="/roles", **{"roles-0-remove": "y"})

    assert "Newcomer" not in names(host)
    assert len(names(host)) == 6


def test_a_role_somebody_came_as_stays(each_database, client):
    host = make.community()
    event = make.event(community=host)
    make.rsvp(event, role_id=host.roles[0].id)
    make.sign_in(client, make.member(host))

    said = client.submit(desk(host, "roles"), to="/roles", **{"roles-0-remove": "y"})

    assert said.status_code == 422
    assert "People came as “Newcomer”" in said.text
    assert "Newcomer" in names(host)


@pytest.mark.parametrize("more", [{}, {"cancelled_at": make.NOON}])
def test_the_only_role_of_an_event_to_come_stays(each_database, client, more):
    host = make.community()
    make.event(community=host, title="Supper", roles=host.roles[:2], **more)
    make.sign_in(client, make.member(host))
    both = {"roles-0-remove": "y", "roles-1-remove": "y"}

    said = client.submit(desk(host, "roles"), to="/roles", **both)

    assert said.status_code == 422
    assert "Nobody could come to “Supper” any more" in said.text
    assert len(names(host)) == 7
    del both["roles-0-remove"]
    assert client.submit(desk(host, "roles"), to="/roles", **both).status_code == 303


def test_a_role_that_somebody_joined_a_program_as_stays(each_database, client):
    program = make.program(sessions=1)
    host = program.community
    first, last = host.roles[0].id, host.roles[-1].id
    answers = make.answers(program.sessions[0].event, role_id=last)
    programs.enrol(program, "ada@example.org", answers, now=clock.now())
    # In the sessions so far they came as something else.
    db.session.scalars(db.select(Rsvp)).one().role_id = first
    make.sign_in(client, make.member(host))

    said = client.submit(desk(host, "roles"), to="/roles", **{"roles-6-remove": "y"})

    assert said.status_code == 422
    assert "People joined a program as “Educator”" in said.text
    assert "Educator" in names(host)
    assert (
        client.submit(desk(host, "roles"), to="/roles", **{"roles-5-remove": "y"}).status_code
        == 303
    )


def test_the_only_role_of_a_draft_or_of_what_is_over_goes(owner, host):
    make.draft(community=host, roles=host.roles[:1])
    make.past_event(community=host, roles=host.roles[:1])

    assert (
        owner.submit(desk(host, "roles"), to="/roles", **{"roles-0-remove": "y"}).status_code == 303
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"roles-0-name": "Student"}, "Two roles have the same name."),
        ({"roles-0-name": ""}, "Give each role a name"),
        ({f"roles-{n}-remove": "y" for n in range(7)}, "Keep at least one role."),
    ],
)
def test_roles_that_make_no_sense_are_refused(owner, host, wrong, sentence):
    said = owner.submit(desk(host, "roles"), to="/roles", **wrong)

    assert said.status_code == 422
    assert sentence in said.text
    assert len(names(host)) == 7


def roles_from(page, *words: str) -> dict[str, str]:
    """What a page of roles sends with more of them at its end."""
    (form,) = [form for form in forms(page.text) if "roles-0-name" in form.values]
    last = max(int(name.split("-")[1]) for name in form.values if name.startswith("roles-"))
    added = {}
    for number, name in enumerate(words, start=last):
        added |= {f"roles-{number}-name": name, f"roles-{number}-mark": "1"}
        added.setdefault(f"roles-{number}-id", "")
    return form.values | added


def test_two_who_add_the_last_role_at_once_are_not_one_too_many(owner, host):
    eight = [f"Role {number}" for number in range(8)]
    owner.post(desk(host, "roles"), data=roles_from(owner.get(desk(host, "roles")), *eight))
    assert len(names(host)) == 15
    first, second = owner.get(desk(host, "roles")), owner.get(desk(host, "roles"))

    taken = owner.post(desk(host, "roles"), data=roles_from(first, "Sixteenth"))
    over = owner.post(desk(host, "roles"), data=roles_from(second, "Seventeenth"))

    assert taken.status_code == 303
    assert over.status_code == 422
    assert "Keep to 16 roles" in over.text
    assert "Seventeenth" in over.text
    assert len(names(host)) == 16


def test_more_roles_than_fit_can_be_seen_and_removed(owner, host):
    for number in range(10):
        host.roles.append(Role(name=f"Role {number}", mark=1, position=20 + number))
    db.session.commit()

    shown = owner.get(desk(host, "roles"))
    removed = owner.submit(desk(host, "roles"), to="/roles", **{"roles-16-remove": "y"})

    assert shown.status_code == 200
    assert removed.status_code == 303
    assert len(names(host)) == 16
