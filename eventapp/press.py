"""Paper and pictures of it, drawn in a process of their own: one that hangs, grows or dies takes
nothing with it."""

import io
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from flask_babel import gettext as _

from eventapp import drawing, measuring, press_process
from eventapp.errors import Refused
from eventapp.paths import STATIC, TEMPLATES

SECONDS = 60
MEGABYTES = 1536
PAGES = "pages.typ"
_PROCESS = press_process.__file__
_FOLDERS = (str(TEMPLATES / "print"), str(STATIC / "fonts" / "print"))
# Each press takes a core and some hundred megabytes; more at once would only be slower.
_AT_ONCE = threading.BoundedSemaphore(2)

log = logging.getLogger(__name__)


def draw(
    pages: Sequence[drawing.Page],
    *,
    title: str,
    lang: str = "en",
    kind: Literal["pdf", "png", "svg"] = "pdf",
    ppi: int = 144,
) -> bytes:
    """Pages as a PDF that asks to be printed at its own size, or the first of them as a picture.

    Raises `Refused` as `render` does.
    """
    return render(PAGES, drawing.as_data(pages, title=title, lang=lang), kind=kind, ppi=ppi)


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    kind: Literal["pdf", "png", "svg"] = "pdf",
    ppi: int = 144,
    tagged: bool = False,
    seconds: int = SECONDS,
    megabytes: int = MEGABYTES,
) -> bytes:
    """What a template of `templates/print` makes of data; `tagged` for PDFs that are read aloud.

    Raises `Refused` when it can't be drawn within so much time (waiting for a free press counts
    too) and memory.
    """
    asked = {
        "template": template, "data": data, "kind": kind, "ppi": ppi, "tagged": tagged,
    }  # fmt: skip
    if not _AT_ONCE.acquire(timeout=seconds):
        raise Refused(_("Other pages are being drawn just now. Please try again in a minute."))
    try:
        said = json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace")
        with measuring.work("print"):
            return _run(said, seconds, megabytes)
    finally:
        _AT_ONCE.release()


def joined(documents: Sequence[bytes]) -> bytes:
    """Several PDFs as one, in their order; it asks to be printed at its own size, too."""
    if len(documents) == 1:
        return documents[0]
    # Rarely needed, slow to load.
    from pypdf import PdfWriter

    writer = PdfWriter()
    for document in documents:
        writer.append(io.BytesIO(document))
    writer.compress_identical_objects()
    return press_process.written(writer)


def _run(asked: bytes, seconds: int, megabytes: int) -> bytes:
    numbers = (megabytes, seconds, os.getpid())
    command = [sys.executable, "-I", _PROCESS, *_FOLDERS, *map(str, numbers)]
    try:
        done = subprocess.run(
            command,
            input=asked,
            capture_output=True,
            timeout=seconds,
            env=_environment(),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        log.error("pages not drawn: %s", type(error).__name__)
        raise Refused(_too_long()) from None
    if done.returncode or not done.stdout:
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
