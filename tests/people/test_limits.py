"""Limits of asking count whoever has many addresses as one."""

from pathlib import Path

from conftest import running, sqlite_copy, visitor


def test_the_addresses_of_one_ipv6_net_count_as_one_where_a_limit_has_no_key_of_its_own(
    empty_sqlite: str, tmp_path: Path
) -> None:
    url = sqlite_copy(empty_sqlite, tmp_path)
    with running(url, tmp_path, RATELIMIT_ENABLED=True) as app:
        client = visitor(app)
        client.get("/sign-in")

        def answers(net: str) -> set[int]:
            addresses = (f"{net}::{number:x}" for number in range(1, 61))
            return {
                client.post("/sign-in", environ_base={"REMOTE_ADDR": one}).status_code
                for one in addresses
            }

        assert 429 in answers("2001:db8:0:1")
        first = client.post("/sign-in", environ_base={"REMOTE_ADDR": "2001:db8:0:2::1"})

    assert first.status_code != 429
