"""Who gets a place, and who gets the next one."""

from hypothesis import given
from hypothesis import strategies as st

from eventapp.rsvps.places import answer, promotions

COUNTS = st.integers(0, 300)
CAPACITIES = st.none() | st.integers(1, 300)
QUEUES = st.lists(st.integers(1, 999), unique=True, max_size=50)


def test_a_free_place_is_given_at_once():
    assert answer(going=59, capacity=60, waiting=0) == "going"


def test_a_full_event_puts_the_next_on_the_waitlist():
    assert answer(going=60, capacity=60, waiting=0) == "waitlisted"


def test_nobody_overtakes_those_who_wait():
    assert answer(going=59, capacity=60, waiting=1) == "waitlisted"


def test_an_event_without_capacity_has_room_for_everyone():
    assert answer(going=10_000, capacity=None, waiting=0) == "going"
    assert promotions(5, None, [3, 1, 2]) == [3, 1, 2]


def test_places_that_free_go_to_the_first_in_the_queue():
    assert promotions(58, 60, [7, 3, 9]) == [7, 3]


def test_a_lowered_capacity_promotes_nobody():
    assert promotions(60, 40, [7]) == []


@given(COUNTS, CAPACITIES, QUEUES)
def test_promotions_are_the_front_of_the_queue_and_never_oversell(going, capacity, queue):
    next_up = promotions(going, capacity, queue)

    assert next_up == queue[: len(next_up)]
    assert capacity is None or going + len(next_up) <= max(capacity, going)


@given(COUNTS, CAPACITIES, QUEUES)
def test_no_place_stays_free_while_somebody_waits(going, capacity, queue):
    promoted = len(promotions(going, capacity, queue))

    assert promoted == len(queue) or going + promoted >= capacity


@given(st.integers(1, 40), st.lists(st.booleans(), max_size=120))
def test_arrivals_and_cancellations_in_any_order_keep_every_promise(capacity, moves):
    going, queue, asked = [], [], 0
    for comes in moves:
        if comes:
            asked += 1
            state = answer(len(going), capacity, len(queue))
            (going if state == "going" else queue).append(asked)
        elif going:
            going.pop(0)
        promoted = promotions(len(going), capacity, queue)
        going, queue = going + promoted, queue[len(promoted) :]

        assert len(going) <= capacity
        assert not queue or len(going) == capacity
        assert queue == sorted(queue)
