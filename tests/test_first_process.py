"""A container without an init has the server as its process 1, to whom Linux gives all orphans."""

import shutil
import subprocess
import sys

import pytest
from live_server import ROOT

FIRST_OF_ALL = """
import os, signal, subprocess, time
from pathlib import Path
from eventapp import supervision

def leave_somebody():
    subprocess.run(["sh", "-c", "sleep 0.1 &"])
    limit = time.monotonic() + 20
    while "(sleep)" in "".join(known()) and time.monotonic() < limit:
        time.sleep(0.05)
    print("left" if "(sleep)" in "".join(known()) else "gone", flush=True)
    os.kill(1, signal.SIGTERM)
    time.sleep(60)

def known():
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            yield (folder / "stat").read_text()
        except OSError:
            pass

supervision.keep_running([supervision.Program("cook", leave_somebody, signal.SIGTERM)])
"""
OF_ITS_OWN = ["unshare", "--pid", "--fork", "--mount-proc"]


@pytest.mark.skipif(
    not shutil.which("unshare")
    or subprocess.run([*OF_ITS_OWN, "true"], capture_output=True).returncode != 0,
    reason="nobody may make a process 1 here",
)
def test_as_process_1_of_a_container_it_lets_orphans_go_and_ends_when_told() -> None:
    done = subprocess.run(
        [*OF_ITS_OWN, sys.executable, "-c", FIRST_OF_ALL], cwd=ROOT, capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (0, "gone\n", "")
