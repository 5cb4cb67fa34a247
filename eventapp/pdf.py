"""PDFs, drawn in a process of their own: one that hangs, grows or dies takes nothing with it."""

import io
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask_babel import gettext as _

from eventapp.errors import Refused
from eventapp.paths import STATIC

SECONDS = 60
MEGABYTES = 1536
_PRESS = Path(__file__).with_name("pdf_process.py")
# Each press takes a core and some hundred megabytes; more at once would only be slower.
_AT_ONCE = threading.BoundedSemaphore(2)

log = logging.getLogger(__name__)


def render(html: str, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> bytes:
    """The document as a PDF; addresses in it are relative to the folder of static files.

    Raises `Refused` when it can't be drawn within so much time (waiting for a free press counts
    too) and memory.
    """
    if not _AT_ONCE.acquire(timeout=seconds):
        raise Refused(_("Other pages are being drawn just now. Please try again in a minute."))
    try:
        return _run(html, seconds, megabytes)
    finally:
        _AT_ONCE.release()


def render_many(htmls: Sequence[str]) -> bytes:
    """Several documents as one PDF, drawn side by side; raises `Refused` if one fails."""
    if len(htmls) == 1:
        return render(htmls[0])
    # Rarely needed, slow to load.
    from pypdf import PdfWriter

    with ThreadPoolExecutor(max_workers=2) as pool:
        parts = list(pool.map(render, htmls))
    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part))
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _run(html: str, seconds: int, megabytes: int) -> bytes:
    command = [sys.executable, "-I", str(_PRESS), str(STATIC), str(megabytes), str(seconds)]
    try:
        done = subprocess.run(
            command,
            input=html.encode("utf-8", "replace"),
            capture_output=True,
            timeout=seconds,
            env=_environment(),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        log.error("pages not drawn: %s", type(error).__name__)
        raise Refused(_too_long()) from None
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        # The last line names the error; the lines above may quote what guests wrote.
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        log.error("pages not drawn: status %s, %s", done.returncode, last.partition(":")[0][:80])
        raise Refused(_("The pages could not be drawn. Please try again; fewer at once may help."))
    return done.stdout


def _too_long() -> str:
    return _("The pages could not be drawn in time. Please try again; fewer at once may help.")


def _environment() -> dict[str, str]:
    """What the press needs to find its libraries and fonts, and none of our settings."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME")
    fonts = ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "DYLD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept + fonts if name in os.environ}
