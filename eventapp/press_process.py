"""The printing press: what to draw on standard input, a PDF or a picture on standard output.

Runs by itself, as `python -I press_process.py TEMPLATES FONTS MEGABYTES SECONDS PARENT`, goes with that
parent, and knows nothing else of the application: what it prints holds words typed by strangers. They
come as data and are never read as markup; its templates lie in one folder, nothing outside of which it
reads but typefaces, and it has only so much memory and time. The only importer of typst.
"""

import io
import json
import resource
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfWriter


def main(templates: Path, fonts: Path, megabytes: int, seconds: int, parent: int) -> None:
    """Draw one document within limits; any failure ends with a status other than 0."""
    # The package without what its first file wires: no Flask, no database, no settings.
    package = types.ModuleType("eventapp")
    package.__path__ = [str(Path(__file__).resolve().parent)]
    sys.modules["eventapp"] = package
    from eventapp.parent_process import end_with

    end_with(parent)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(draw(asked, templates, fonts))


def draw(asked: dict[str, Any], templates: Path, fonts: Path) -> bytes:
    """Draw in this process: `template`, `data`, `kind` (pdf, png, svg), `ppi` and `tagged`; as a
    picture only the first page."""
    import typst

    made = typst.compile(
        templates / asked["template"],
        root=templates,
        font_paths=typst.Fonts(include_system_fonts=True, font_paths=[fonts]),
        format=asked["kind"],
        ppi=asked["ppi"],
        pdf_tags=asked["tagged"],
        sys_inputs={"data": json.dumps(asked["data"])},
    )
    first: bytes = made[0] if isinstance(made, list) else made
    return unscaled(first) if asked["kind"] == "pdf" else first


def unscaled(document: bytes) -> bytes:
    """The same PDF, asking viewers to print it at its own size (ISO 32000-1, 12.2, table 150)."""
    from pypdf import PdfWriter

    return written(PdfWriter(io.BytesIO(document), incremental=True))


def written(writer: "PdfWriter") -> bytes:
    """A PDF that asks to be printed at its own size."""
    from pypdf.generic import NameObject

    preferences = writer.viewer_preferences or writer.create_viewer_preferences()
    preferences[NameObject("/PrintScaling")] = NameObject("/None")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:6]))
