"""Workers are killed while letters leave: none is lost, and what goes twice is known by its Message-ID.

`experiments/killed_workers.py` does the same with a thousand letters.
"""

import pytest
from conftest import running, sqlite_copy
from killed_workers import Trial


@pytest.mark.services
@pytest.mark.parametrize("queue", ["one machine", "with Redis", "several workers"])
def test_three_kills_lose_no_letter_and_send_few_twice(request, tmp_path, queue):
    redis = request.getfixturevalue("redis_url") if queue == "with Redis" else None
    if queue == "one machine":
        url = sqlite_copy(request.getfixturevalue("empty_sqlite"), tmp_path)
    else:
        url = request.getfixturevalue("filled_postgres_url")
    workers = 2 if queue == "several workers" else 1

    with running(url, tmp_path, REDIS_URL=redis) as app:
        found = Trial(app, letters=120, workers=workers, seconds=0.005).run(kills=3)

    assert found.lost == []
    assert found.marked_sent == found.letters
    # Whatever was sent and not yet marked when its worker was killed, and nothing else.
    assert found.twice <= found.in_hands
