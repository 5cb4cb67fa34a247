"""Who gets a place, and who gets the next one."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from eventapp.rsvps.places import (
    Kind,
    Obstacle,
    Party,
    Quota,
    Room,
    Rules,
    ahead,
    answer,
    promotions,
)

LEADER, STUDENT, OTHER = 1, 2, 3
COUNTS = st.integers(0, 300)
CAPACITIES = st.none() | st.integers(1, 300)
QUEUES = st.lists(st.integers(1, 999), unique=True, max_size=50)


def one(role: int | None = None, key: int = 0, stage: str = "") -> Party:
    return Party(key, (Kind(role, stage),))


def several(role: int, number: int, key: int = 0) -> Party:
    return Party(key, (Kind(role),) * number)


def room(capacity: int | None, going: dict[int, int] | None = None, **quotas) -> Room:
    """Places with rules by role, and who has one: `room(10, {LEADER: 2}, leaders=(4, 6))`."""
    roles = {"leaders": LEADER, "students": STUDENT}
    rules = Rules(capacity, {roles[name]: Quota(*given) for name, given in quotas.items()})
    taken = Counter({Kind(role): number for role, number in (going or {}).items()})
    return Room(rules, taken)


def line(*roles: int) -> list[Party]:
    return [one(role, key) for key, role in enumerate(roles, start=1)]


def test_a_free_place_is_given_at_once():
    assert answer(room(60, {OTHER: 59}), [], one()) == "going"


def test_a_full_event_puts_the_next_on_the_waitlist():
    assert answer(room(60, {OTHER: 60}), [], one()) == "waitlisted"


def test_nobody_overtakes_those_who_wait():
    assert answer(room(60, {OTHER: 59}), [one()], one()) == "waitlisted"


def test_an_event_without_capacity_has_room_for_everyone():
    many = room(None, {OTHER: 10_000})

    assert answer(many, [], one()) == "going"
    assert promotions(many, [one(key=3), one(key=1), one(key=2)]) == [3, 1, 2]


def test_without_capacity_too_a_queue_is_respected_until_it_is_served():
    assert answer(room(None), [one()], one()) == "waitlisted"


def test_places_that_free_go_to_the_first_in_the_queue():
    assert promotions(room(60, {OTHER: 58}), [one(key=7), one(key=3), one(key=9)]) == [7, 3]


def test_a_lowered_capacity_promotes_nobody():
    assert promotions(room(40, {OTHER: 60}), [one(key=7)]) == []


def test_a_ceiling_keeps_others_of_that_role_waiting_and_says_so():
    full = room(20, {STUDENT: 15}, students=(0, 15))

    assert answer(full, [], one(STUDENT)) == "waitlisted"
    assert full.obstacle([Kind(STUDENT)]) == Obstacle("role", role=STUDENT)
    assert answer(full, [], one(LEADER)) == "going"


def test_a_floor_holds_the_last_places_for_who_is_missing():
    two_left = room(10, {STUDENT: 8}, leaders=(2, None))

    assert two_left.obstacle([Kind(STUDENT)]) == Obstacle("held")
    assert answer(two_left, [], one(LEADER)) == "going"


def test_places_that_are_held_no_longer_go_to_anybody():
    rules = Rules(10, {LEADER: Quota(2)}, holding=False)

    assert answer(Room(rules, Counter({Kind(STUDENT): 8})), [], one(STUDENT)) == "going"


def test_who_may_have_a_place_passes_those_who_may_not():
    held = room(10, {STUDENT: 8}, leaders=(2, None))

    assert answer(held, line(STUDENT, STUDENT), one(LEADER)) == "going"
    assert promotions(held, line(STUDENT, LEADER, STUDENT, LEADER, LEADER)) == [2, 4]


def test_a_stage_has_its_own_floor_and_ceiling():
    rules = Rules(4, stages={"senior": Quota(1), "studying": Quota(0, 2)})
    three = Room(rules, Counter({Kind(LEADER, "studying"): 2, Kind(LEADER, "mid"): 1}))

    assert three.obstacle([Kind(STUDENT, "studying")]) == Obstacle("stage", stage="studying")
    assert three.obstacle([Kind(STUDENT, "mid")]) == Obstacle("held")
    assert three.obstacle([Kind(STUDENT, "senior")]) is None


def test_one_guest_may_be_the_one_that_is_missing_of_a_role_and_of_a_stage():
    rules = Rules(2, {LEADER: Quota(1)}, {"senior": Quota(1)})

    assert Room(rules, Counter({Kind(STUDENT, "mid"): 1})).missing() == 1


def test_a_ceiling_holds_without_capacity_too():
    assert answer(room(None, {STUDENT: 2}, students=(0, 2)), [], one(STUDENT)) == "waitlisted"


def test_people_who_stay_together_wait_until_there_are_places_for_all():
    two_left = room(10, {OTHER: 8})
    queue = [several(OTHER, 3, key=1), one(OTHER, key=2), several(OTHER, 1, key=3)]

    assert promotions(two_left, queue) == [2, 3]
    assert promotions(room(10, {OTHER: 7}), queue) == [1]


def test_a_group_counts_whole_against_a_ceiling():
    assert room(20, {STUDENT: 13}, students=(0, 15)).obstacle([Kind(STUDENT)] * 3) is not None


def test_one_who_waits_for_a_role_counts_those_of_that_role_before_them():
    full = room(20, {STUDENT: 15}, students=(0, 15))
    queue = line(STUDENT, LEADER, STUDENT)

    assert ahead(full, queue, 3) == 1
    assert ahead(room(15, {STUDENT: 15}), queue, 3) == 2


@given(COUNTS, CAPACITIES, QUEUES)
def test_promotions_are_the_front_of_the_queue_and_never_oversell(going, capacity, queue):
    next_up = promotions(Room.of(going, capacity), [one(key=key) for key in queue])

    assert next_up == queue[: len(next_up)]
    assert capacity is None or going + len(next_up) <= max(capacity, going)


@given(COUNTS, CAPACITIES, QUEUES)
def test_no_place_stays_free_while_somebody_waits(going, capacity, queue):
    promoted = len(promotions(Room.of(going, capacity), [one(key=key) for key in queue]))

    assert promoted == len(queue) or going + promoted >= capacity


KINDS = st.builds(
    Kind, st.sampled_from([None, LEADER, STUDENT, OTHER]), st.sampled_from(["", "mid"])
)
PARTIES = st.lists(KINDS, min_size=1, max_size=4).map(tuple)


@st.composite
def all_rules(draw) -> Rules:
    """Rules whose floors fit: at most so many are held as there are places."""
    capacity = draw(st.none() | st.integers(1, 30))

    def quota() -> Quota:
        least = draw(st.integers(0, 5 if capacity is None else capacity // 3))
        return Quota(least, draw(st.none() | st.integers(least, 30)))

    roles = {role: quota() for role in draw(st.sets(st.sampled_from([LEADER, STUDENT])))}
    stages = {"mid": quota()} if draw(st.booleans()) else {}
    return Rules(capacity, roles, stages, holding=draw(st.booleans()))


MOVES = st.lists(st.tuples(st.sampled_from(["comes", "comes", "leaves", "gives up"]), PARTIES))


@given(all_rules(), MOVES)
def test_comings_and_goings_in_any_order_keep_every_promise(rules, moves):
    going: list[Party] = []
    queue: list[Party] = []
    for key, (what, guests) in enumerate(moves):
        if what == "comes":
            party = Party(key, guests)
            state = answer(_held(rules, going), queue, party)
            (going if state == "going" else queue).append(party)
        elif what == "leaves" and going:
            going.pop(key % len(going))
        elif queue:
            queue.pop(key % len(queue))
        promoted = promotions(_held(rules, going), queue)
        going += [party for party in queue if party.key in promoted]
        queue = [party for party in queue if party.key not in promoted]

        held = _held(rules, going)
        assert rules.capacity is None or held.going <= rules.capacity
        for role, quota in rules.roles.items():
            assert quota.most is None or held.number(role=role) <= quota.most
        for stage, quota in rules.stages.items():
            assert quota.most is None or held.number(stage=stage) <= quota.most
        assert not rules.holding or held.free is None or held.missing() <= held.free
        assert all(held.obstacle(party.guests) for party in queue)
        assert [party.key for party in queue] == sorted(party.key for party in queue)
        assert not {party.key for party in queue} & {party.key for party in going}


def _held(rules: Rules, going: list[Party]) -> Room:
    return Room(rules, Counter(kind for party in going for kind in party.guests))


@given(all_rules(), st.lists(PARTIES, max_size=12))
def test_places_go_out_in_the_order_in_which_people_asked(rules, asked):
    queue = [Party(key, guests) for key, guests in enumerate(asked)]

    promoted = promotions(Room(rules), queue)

    assert promoted == sorted(promoted)
    for party in queue:
        before = [
            other.guests for other in queue if other.key in promoted and other.key < party.key
        ]
        held = Room(rules).with_guests(kind for guests in before for kind in guests)
        assert (party.key in promoted) == (held.obstacle(party.guests) is None)
