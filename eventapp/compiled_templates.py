"""Templates as they were compiled, kept for the next start."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class Kept(FileSystemBytecodeCache):
    """Files in a folder; a page is shown also where there is no room for one more."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one template, if it can be."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def kept_in(folder: Path) -> FileSystemBytecodeCache | None:
    """Where templates are kept: compiling what a first guest sees takes a tenth of a second.

    None where nothing can be written: then they are compiled at each start.
    """
    try:
        folder.mkdir(exist_ok=True)
        with TemporaryFile(dir=folder):
            return Kept(str(folder))
    except OSError:
        return None
