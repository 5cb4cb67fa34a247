"""What a line that strangers read may not hold: a way to reach its writer before both said yes."""

import pytest

from eventapp.followups.help_board.public_lines import has_contact


@pytest.mark.parametrize(
    "line",
    [
        "Salaries: ana@example.org", "Salaries: ana＠example．org", "find me as @ana_okafor",
        "t.me/ana", "bit.ly/ana-okafor", "discord.gg/ana", "www.example.org", "HTTPS://example",
        "call ＋４４ １３１ ４９６ ０１２３", "call +44 131 496 0123",
    ],
)  # fmt: skip
def test_a_way_to_reach_somebody_is_seen(line: str) -> None:
    assert has_contact(line)


@pytest.mark.parametrize(
    "line",
    [
        "moving from Node.js/React to Python, e.g. for data", "from 2019 to 2024", "a B.Com and then?",
        "coffee @ noon", "50 000 or 60 000 a year",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_left_alone(line: str) -> None:
    assert not has_contact(line)
