"""The file of a backup: a tar with gzip that begins with its manifest; every part is known by its hash."""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from eventapp.backups import manifest
from eventapp.backups.manifest import Manifest, Part
from eventapp.errors import Refused

MANIFEST = "manifest.json"
MOST_MANIFEST = 2**20
CHUNK = 2**20
# Nobody but whoever runs the site: it holds all that people said, and the keys.
PRIVATE = 0o600


def part(file: Path) -> Part:
    """Size and hash of a file."""
    with file.open("rb") as read:
        return Part(file.stat().st_size, hashlib.file_digest(read, "sha256").hexdigest())


def write(out: BinaryIO, said: Manifest, files: Iterable[Path]) -> None:
    """Write manifest and parts, in one go from beginning to end: a pipe will do."""
    with (
        gzip.GzipFile(fileobj=out, mode="wb", compresslevel=6) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        text = said.as_json()
        tar.addfile(_entry(said, MANIFEST, len(text)), io.BytesIO(text))
        for file in files:
            with file.open("rb") as read:
                tar.addfile(_entry(said, file.name, said.parts[file.name].size), read)


def _entry(said: Manifest, name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, PRIVATE, int(said.made_at.timestamp())
    return entry


def unpack(file: BinaryIO, folder: Path) -> Manifest:
    """Put the parts into a folder, each compared with the manifest, which is given back.

    Raises Refused with a sentence when anything is missing, too much, or otherwise than it says.
    """
    with (
        _readable(),
        gzip.GzipFile(fileobj=file) as unpacked,
        tarfile.open(fileobj=unpacked, mode="r|") as tar,
    ):
        entries, found = iter(tar), {}
        said = _manifest(tar, next(entries, None))
        for entry in entries:
            wanted = said.parts.get(entry.name)
            # By the names of the manifest alone: no path of a stranger's is ever written to.
            if wanted is None or not entry.isreg() or os.sep in entry.name or entry.name in found:
                raise Refused(f"The backup holds '{entry.name}', which its manifest doesn't name.")
            found[entry.name] = _taken(tar, entry, folder / entry.name)
            if found[entry.name] != wanted:
                raise Refused(
                    f"'{entry.name}' in the backup isn't what its manifest says: it is damaged."
                )
        # To the very end: the last bytes of gzip are a sum over all of it.
        while unpacked.read(CHUNK):
            pass
    if lacking := sorted(set(said.parts) - set(found)):
        raise Refused(f"The backup lacks {', '.join(lacking)}: it is cut off.")
    return said


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            # A full disk is no damaged backup.
            raise Refused(f"The backup can't be unpacked: {error.strerror}.") from None
        raise Refused("This is no backup of this app, or it is cut off or damaged.") from None


def _manifest(tar: tarfile.TarFile, first: tarfile.TarInfo | None) -> Manifest:
    read = tar.extractfile(first) if first and first.name == MANIFEST else None
    if read is None:
        raise Refused("This is no backup of this app: it doesn't begin with a manifest.")
    return manifest.read(read.read(MOST_MANIFEST))


def _taken(tar: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> Part:
    """Write one part, and say what was written."""
    digest, size = hashlib.sha256(), 0
    read = tar.extractfile(entry)
    assert read is not None, "it is a regular file"
    with open(target, "xb", opener=private) as out:
        while chunk := read.read(CHUNK):
            out.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return Part(size, digest.hexdigest())


def private(path: str, flags: int) -> int:
    """How a file is opened that nobody else may read."""
    return os.open(path, flags, PRIVATE)


def keep(file: Path) -> None:
    """See that a file's bytes and its name are on the disk."""
    for path in (file, file.parent):
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
