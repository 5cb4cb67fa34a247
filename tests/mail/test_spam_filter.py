"""Debian's SpamAssassin finds nothing in our letters, as a stranger's server hands them to it."""

import letter_samples
import pytest
import spam_filter

pytestmark = pytest.mark.services
PREVIEW = '<div class="preview" style="'


def tiny(html: str) -> str:
    """The preview hidden by type of one pixel."""
    assert html.count(PREVIEW) == 1
    return html.replace(PREVIEW, f"{PREVIEW}font-size: 1px;")


def unseen(html: str) -> str:
    """The preview hidden on the element itself."""
    return html.replace(PREVIEW, f"{PREVIEW}display: none;")


@pytest.fixture(scope="module")
def verdicts(post, tmp_path_factory) -> dict[str, tuple[float, list[str]]]:
    """What is said of every letter, and of two that are broken."""
    letters = {kind: letter_samples.leaving(post, kind) for kind in letter_samples.KINDS}
    letters["tiny"] = letter_samples.leaving(post, "invite", html=tiny)
    letters["unseen"] = letter_samples.leaving(post, "sign-in", html=unseen)
    return spam_filter.verdicts(letters, tmp_path_factory.mktemp("spamassassin"))


@pytest.mark.parametrize("kind", letter_samples.KINDS)
def test_a_letter_is_no_spam(verdicts, kind: str) -> None:
    points, rules = verdicts[kind]

    assert points < 0.5, rules


@pytest.mark.parametrize(
    ("broken", "rule"), [("tiny", "FONT_INVIS_DIRECT"), ("unseen", "STY_INVIS_DIRECT")]
)
def test_a_preview_that_is_hidden_by_a_trick_would_be_noticed(
    verdicts, broken: str, rule: str
) -> None:
    points, rules = verdicts[broken]

    assert points >= 0.5
    assert rule in rules
