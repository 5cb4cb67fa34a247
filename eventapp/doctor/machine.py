"""The machine: its folders, fonts and clock."""

import ctypes.util
import os
import pwd
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask

from eventapp.db import db
from eventapp.doctor.finding import BAD, GOOD, NOTE, Finding, kept

OVER_A_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "ceph", "glusterfs"}
PASSING = {"tmpfs": "in memory", "overlay": "inside the container, on no volume"}
# A sign of each script that a badge may need, and the Debian package that brings its letters.
SCRIPTS = {
    "Latin": ("0041", "fonts-noto-core"),
    "Arabic": ("645", "fonts-noto-core"),
    "Chinese": ("738b", "fonts-noto-cjk or fonts-wqy-microhei"),
    "Korean": ("ae40", "fonts-noto-cjk or fonts-wqy-microhei"),
    "emoji": ("1f389", "fonts-noto-color-emoji"),
}


def data_folder(app: Flask) -> Iterator[Finding]:
    """Whether the data folder can be written and has room."""
    folder = app.config["DATA_DIR"]
    try:
        probe = folder / ".probe"
        probe.write_text("x")
        probe.unlink()
    except OSError as error:
        user = pwd.getpwuid(os.geteuid()).pw_name
        yield Finding(
            BAD,
            "data folder",
            f"{folder} can't be written ({error.strerror}): it must belong to {user}, who asks.",
        )
        return
    free = shutil.disk_usage(folder).free // 2**20
    if free < 200:
        yield Finding(BAD, "data folder", f"only {free} MB are free in {folder}. Make room.")
    else:
        yield Finding(GOOD, "data folder", f"{folder}, {free:,} MB free.")


def private_files(app: Flask) -> Iterator[Finding]:
    """Whether nobody else on this machine can read the keys and what people said."""
    folder: Path = app.config["DATA_DIR"]
    files = [folder / name for name in ("secret-key", "badge-key.pem", "eventapp.db")]
    # A folder that we can't enter is said above.
    for path in [file for file in files if os.path.exists(file)]:
        # Whoever can't enter the folder can't open what is in it.
        if not folder.stat().st_mode & 0o011 or not path.stat().st_mode & 0o044:
            continue
        yield Finding(
            BAD, "data folder", f"others on this machine can read {path}: chmod 700 {folder}."
        )
        return


def filesystem(app: Flask) -> Iterator[Finding]:
    """Whether the data folder is on a disk of this machine's own, which outlives it."""
    folder, kind = app.config["DATA_DIR"], filesystem_of(app.config["DATA_DIR"])
    if kind in OVER_A_NETWORK and db.engine.dialect.name == "sqlite":
        yield Finding(
            BAD,
            "data folder",
            f"{folder} is on a network ({kind}), where SQLite's locks don't hold: use a disk of this "
            "machine, or PostgreSQL.",
        )
    if kind in PASSING:
        yield Finding(
            NOTE, "data folder", f"{folder} is {PASSING[kind]}: all in it is gone after a restart."
        )


def filesystem_of(folder: Path) -> str:
    """What kind of filesystem a folder is on, as Linux calls it; "" where that isn't known."""
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    except OSError:
        return ""
    above = [m for m in mounts if folder.resolve().is_relative_to(m[1].replace("\\040", " "))]
    # Of two at one place the later one hides the other.
    return max(above, key=lambda m: len(m[1]), default=["", "", ""])[2]


def time_zones(_app: Flask) -> Iterator[Finding]:
    """Whether the rules of time zones are here; slim containers have none."""
    try:
        ZoneInfo("Europe/Lisbon")
    except ZoneInfoNotFoundError:
        yield Finding(BAD, "clock", "there are no time zones here: install tzdata.")


def open_files(_app: Flask) -> Iterator[Finding]:
    """Whether enough files and connections may be open at a time."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if most < 1024:
        yield Finding(
            BAD, "machine", f"only {most} files may be open: set LimitNOFILE=4096 for the service."
        )


def script_order(_app: Flask) -> Iterator[Finding]:
    """Whether every script is joined and ordered right."""
    if ctypes.util.find_library("fribidi"):
        yield Finding(GOOD, "fonts", "FriBidi is here: every script is joined and ordered right.")
    else:
        yield Finding(
            BAD,
            "fonts",
            "FriBidi is missing, so Arabic or Devanagari come out wrong: install libfribidi0.",
        )


def fonts(_app: Flask) -> Iterator[Finding]:
    """Whether names in every common script can be printed."""
    if not shutil.which("fc-list"):
        yield Finding(BAD, "fonts", "fontconfig is missing: install fontconfig.")
        return
    lacking = [
        f"{script} ({package})"
        for script, (sign, package) in SCRIPTS.items()
        if not _fc_list(f":charset={sign}")
    ]
    if lacking:
        yield Finding(BAD, "fonts", f"names would print as boxes; install {', '.join(lacking)}.")
    else:
        yield Finding(GOOD, "fonts", "names in every common script can be printed.")
    if "Noto Sans CJK" not in _fc_list(":charset=738b"):
        yield Finding(
            NOTE, "fonts", "Chinese, Japanese and Korean names look better with fonts-noto-cjk."
        )


def _fc_list(query: str) -> str:
    return subprocess.run(
        ["fc-list", query, "family"], capture_output=True, text=True, check=False, timeout=20
    ).stdout


def clocks(_app: Flask) -> Iterator[Finding]:
    """Whether this machine knows what time it is."""
    if datetime.now(UTC).year < 2026:
        yield Finding(BAD, "clock", "this machine thinks it is long ago; set its time.")
        return
    if db.engine.dialect.name == "postgresql":
        asked = db.text("SELECT extract(epoch FROM clock_timestamp())")
        theirs = kept(lambda: db.session.scalar(asked))
        if theirs is not None and abs(float(theirs) - time.time()) > 5:
            yield Finding(BAD, "clock", "this machine and the database differ by over 5 seconds.")
            return
    yield Finding(GOOD, "clock", f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}.")
