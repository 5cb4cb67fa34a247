"""The folder of an installation's own files, for its user alone."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from eventapp.config import SHORTEST_KEY, BadSetting


@contextmanager
def usable(folder: Path) -> Iterator[None]:
    """The data folder is there inside; BadSetting says what keeps this user from using it."""
    try:
        # Whoever else has an account on this machine may not read what people said.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise BadSetting(
            f"EVENTAPP_DATA_DIR can't be used: {folder} ({error.strerror}). "
            "Make the folder writable for this user, or name another."
        ) from None


def kept_secret(folder: Path) -> str:
    """The secret key of this installation, made on the first call and kept in the folder.

    Raises BadSetting when the folder can't be written, or what it holds is no key.
    """
    file = folder / "secret-key"
    with usable(folder):
        key = kept(file, lambda: secrets.token_urlsafe(48)).strip()
    if len(key) < SHORTEST_KEY:
        raise BadSetting(
            f"{file} holds no key: put that of a backup there. Without the file a new one is made, "
            "and no link that was mailed opens any more."
        )
    return key


def kept(file: Path, make: Callable[[], str]) -> str:
    """What a file holds, which is made on the first call, for this user alone.

    It comes there whole or not at all: whoever makes one at the same moment reads the other's, and on a
    full disk there is none. Raises OSError.
    """
    if not file.exists():
        own = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            with open(own, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
                out.write(make())
                out.flush()
                os.fsync(out.fileno())
            with suppress(FileExistsError):
                os.link(own, file)
        finally:
            own.unlink(missing_ok=True)
    return file.read_text()
