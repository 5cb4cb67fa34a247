"""Answers as calendar programs send them: one that runs here, and the mails of others put into today's words."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from letter_rules import Letter

HERE = Path(__file__).parent
SAMPLES = HERE / "mail" / "samples" / "replies"
# Whoever answered in the samples.
SAMPLE_GUEST, SAMPLE_ORGANIZER = "zoe@guest.example", "rsvp@tables.example"


def by_gnus(letter: Letter, answer: str, folder: Path) -> bytes:
    """What Gnus mails when its button is pressed in a letter: accepted, tentative or declined."""
    program = shutil.which("emacs")
    assert program, "Emacs is missing; script/setup test installs it"
    asked, written = folder / "letter.eml", folder / "answer.eml"
    asked.write_bytes(letter.data)
    done = subprocess.run(
        [program, "-Q", "--batch", "-l", HERE / "answer_with_gnus.el", asked, answer, _guest(letter), written],
        capture_output=True, text=True, env={"HOME": str(folder), "PATH": "/usr/bin:/bin"}, check=False,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    return written.read_bytes()


def as_in(sample: str, letter: Letter) -> bytes:
    """The answer that a program sent once, as if it were to the invite in this letter."""
    assert letter.calendar
    of = letter.calendar
    text = (SAMPLES / sample).read_bytes().decode()
    for was, now in (
        (SAMPLE_ORGANIZER, of.address("ORGANIZER")),
        (SAMPLE_GUEST, _guest(letter)),
        (r"(?<=\nUID:).*(?=\n)", of.value("UID")),
        (r"(?<=\nSEQUENCE:)\d+", of.value("SEQUENCE")),
        (r"(?<=\nDTSTAMP:)\w+", f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"),
    ):
        text, found = re.subn(was, lambda _, now=now: now, text)
        assert found, was
    return text.encode()


def _guest(letter: Letter) -> str:
    return str(letter.message["To"].addresses[0].addr_spec)
