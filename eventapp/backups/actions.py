"""An installation into one file, and back: the database with the keys that its links and badges need."""

import importlib.metadata
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import make_url

from eventapp.backups import backup_file
from eventapp.backups.manifest import Contents, Manifest, difference
from eventapp.backups.sqlite_database import Sqlite
from eventapp.errors import Refused
from eventapp.paths import INSTALLED, MIGRATIONS, ROOT

if TYPE_CHECKING:
    from eventapp.backups.postgresql_database import Postgresql

SECRET_KEY, BADGE_KEY = "secret-key", "badge-key.pem"


@dataclass(frozen=True)
class Site:
    """Where the settings say that things are kept; a key is None where it is kept in the folder."""

    database: "Sqlite | Postgresql"
    folder: Path
    secret_key: str | None
    badge_key: str | None

    @property
    def room(self) -> Path:
        """The folder with room for a copy of the database: put in place from there, it is there at once."""
        return self.database.file.parent if isinstance(self.database, Sqlite) else self.folder

    def key(self, name: str) -> str | None:
        """A key as it is used now, wherever it is kept; None where there is none yet."""
        given = self.secret_key if name == SECRET_KEY else self.badge_key
        file = self.folder / name
        return given or (file.read_text().strip() if file.exists() else None)


@dataclass(frozen=True)
class Restored:
    """What came of restoring: from which backup, how many letters wait, and what to know of it."""

    said: Manifest
    waiting: int
    notes: list[str]


def site_of(config: Mapping[str, Any], environ: Mapping[str, str]) -> Site:
    """The site that the settings mean. `environ` tells a key that was given from one that was made."""
    given = config["SECRET_KEY"] if environ.get("EVENTAPP_SECRET_KEY", "").strip() else None
    database = database_of(config["SQLALCHEMY_DATABASE_URI"])
    return Site(database, config["DATA_DIR"], given, config["BADGE_KEY"])


def database_of(address: str) -> "Sqlite | Postgresql":
    """The database at an address, of whichever kind."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return Sqlite(url)
    # Its driver takes long to load, and every command would wait for it.
    from eventapp.backups.postgresql_database import Postgresql

    return Postgresql(url)


def write(site: Site, target: Path, *, now: datetime) -> Manifest:
    """Make a backup in a file that doesn't exist yet: it is there whole, or not at all."""
    try:
        if target.exists():
            raise Refused(f"{target} is there already. Name another file, or move it away.")
        with _folder(target.resolve().parent) as folder:
            whole = folder / "backup"
            with open(whole, "xb", opener=backup_file.private) as out:
                said = stream(site, out, folder, now=now)
            backup_file.keep(whole)
            # Unlike renaming, this never takes the place of what somebody else has put there since.
            os.link(whole, target)
            backup_file.keep(target)
    except OSError as error:
        raise Refused(f"{target} can't be written: {error.strerror}.") from None
    return said


def stream(site: Site, out: BinaryIO, folder: Path, *, now: datetime) -> Manifest:
    """Write a backup; `folder` has room for a copy of the database, which is the caller's to remove."""
    database = site.database
    copy = folder / database.part
    contents = database.dump(copy)
    files = [copy]
    for name in (SECRET_KEY, BADGE_KEY):
        if key := site.key(name):
            _write_key(folder / name, key)
            files.append(folder / name)
    parts = {file.name: backup_file.part(file) for file in files}
    said = Manifest(now, _version(), database.kind, database.version, contents, parts)
    backup_file.write(out, said, files)
    return said


def check(site: Site, file: BinaryIO, folder: Path) -> Manifest:
    """Restore a backup somewhere else, and say what was found in it; the site stays as it is."""
    said = backup_file.unpack(file, folder)
    _see_that_it_fits(site, said)
    with site.database.scratch(folder / site.database.part) as found:
        _see_that_nothing_lacks(said, found)
    return said


def restore(site: Site, file: BinaryIO) -> Restored:
    """Put a backup in the place of what a site has. Everything is looked at before anything is touched."""
    with _folder(site.room) as folder:
        said = backup_file.unpack(file, folder)
        _see_that_it_fits(site, said)
        copy = folder / site.database.part
        if isinstance(site.database, Sqlite):
            _see_that_nothing_lacks(said, site.database.contents(copy))
            _belongs_to_the_service(site, copy)
        site.database.load(copy)
        kept = site.database.file if isinstance(site.database, Sqlite) else copy
        _see_that_nothing_lacks(said, site.database.contents(kept))
        notes = [note for name in (SECRET_KEY, BADGE_KEY) for note in _put_key(site, name, folder)]
    for name in ("queue.db", "queue.db-wal", "queue.db-shm"):
        (site.folder / name).unlink(missing_ok=True)
    return Restored(said, site.database.waiting(), notes)


def newest_revision() -> str:
    """The newest migration that this version knows."""
    return _revisions()[-1]


@contextmanager
def room_for(site: Site) -> Iterator[Path]:
    """A private folder with room for a copy of the database, gone afterwards."""
    with _folder(site.room) as folder:
        yield folder


@contextmanager
def _folder(parent: Path) -> Iterator[Path]:
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".eventapp-", dir=parent) as folder:
        yield Path(folder)


def _see_that_it_fits(site: Site, said: Manifest) -> None:
    database = site.database
    if said.database != database.kind or database.part not in said.parts:
        raise Refused(
            f"The backup is of {said.database}, and EVENTAPP_DATABASE_URL names {database.kind}: "
            "restore it where the database is of the same kind."
        )
    if said.database_version > database.version:
        raise Refused(
            f"The backup is of {said.database} {said.database_version}, and this server is "
            f"{database.version}: restore it on {said.database_version} or later."
        )
    if said.contents.revision not in _revisions():
        raise Refused(
            f"The backup is of a newer version ({said.app}, tables {said.contents.revision}); this one "
            f"knows tables up to {newest_revision()}. Install that version, then restore again."
        )


def _see_that_nothing_lacks(said: Manifest, found: Contents) -> None:
    if wrong := difference(said.contents, found):
        raise Refused(f"What was restored isn't what was backed up. {wrong}")


def _put_key(site: Site, name: str, folder: Path) -> Iterator[str]:
    """Put a key where the settings have it, and say what they keep from being as it was.

    Where the backup has none, the site's own stays: nothing of the backup needs another.
    """
    file = folder / name
    given = site.secret_key if name == SECRET_KEY else site.badge_key
    if not file.exists():
        return
    if given is None:
        site.folder.mkdir(parents=True, exist_ok=True)
        # Brought over first: a database may lie on another disk.
        own = site.folder / f".{name}.new"
        shutil.copy2(file, own)
        _belongs_to_the_service(site, own)
        os.replace(own, site.folder / name)
        backup_file.keep(site.folder / name)
    elif file.read_text().strip() != given.strip():
        setting = "EVENTAPP_" + name.removesuffix(".pem").replace("-", "_").upper()
        yield f"{setting} is another key than the backup's, and stays. {WITHOUT[name]}"


WITHOUT = {
    SECRET_KEY: "Everybody is signed out, printed badges can't be scanned, and a link that was mailed works until "
    "the next letter to that guest. To have it as it was, set it to what `tar -xzOf FILE secret-key` prints.",
    BADGE_KEY: "Badges of certificates that were signed before can't be verified.",
}


def _write_key(file: Path, key: str) -> None:
    with open(file, "x", opener=backup_file.private) as out:
        out.write(key)


def _belongs_to_the_service(site: Site, file: Path) -> None:
    """Whoever restores may be root; what they bring back belongs to whoever has the data folder."""
    if os.geteuid() == 0 and site.folder.exists():
        owner = site.folder.stat()
        os.chown(file, owner.st_uid, owner.st_gid)


def _revisions() -> list[str]:
    return sorted(
        file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")
    )


def _version() -> str:
    if INSTALLED:
        return importlib.metadata.version("eventapp")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return str(project["project"]["version"])
