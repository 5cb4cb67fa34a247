"""What Debian's SpamAssassin says of letters, without the network and without sa-update."""

import os
import re
import shutil
import subprocess
from email.utils import format_datetime
from pathlib import Path

from eventapp import clock

# As a stranger's server notes it: a host that has a name, but none like mail. or mx., where
# SpamAssassin looks away from much.
RECEIVED = """Return-Path: <tables@tables.example>
Received: from app.tables.example (app.tables.example [192.0.32.8])
\tby in.mail.example (Postfix) with ESMTP id 4Xy5Zz
\tfor <aiko@mail.example>; {now}
"""


def verdicts(letters: dict[str, bytes], folder: Path) -> dict[str, tuple[float, list[str]]]:
    """Points and the rules that gave them, for each letter by its name: all in one process."""
    program = shutil.which("spamassassin")
    assert program, "SpamAssassin is missing; script/setup test installs it"
    received = RECEIVED.format(now=format_datetime(clock.now()))
    mailbox = "".join(
        f"From x Thu Jan  1 00:00:00 1970\n{received}X-Name: {name}\n"
        + letter.decode("ascii").replace("\r\n", "\n")
        + "\n"
        for name, letter in letters.items()
    )
    done = subprocess.run(
        [program, "--local", "--mbox"],
        input=mailbox,
        capture_output=True,
        text=True,
        check=True,
        # It learns from what it reads, and keeps that in the home folder.
        env={**os.environ, "HOME": str(folder), "LC_ALL": "C"},
    )
    found = {}
    for head in re.split(r"(?m)^From x ", done.stdout)[1:]:
        status = re.search(r"(?ms)^X-Spam-Status: (.*?)^\S", head)
        name = re.search(r"(?m)^X-Name: (.*)$", head)
        assert status, head
        assert name, head
        said = re.sub(r"\s+", "", status[1])
        points, rules = re.search(r"score=([\d.-]+).*?tests=(.*?)autolearn", said).groups()
        found[name[1]] = float(points), rules.split(",")
    return found
