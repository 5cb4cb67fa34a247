"""The load of `benchmarks/load.py` for a while with PgBouncer before PostgreSQL, in transaction mode.

    .venv/bin/python experiments/pooled.py [--guests 200] [--minutes 1] [--connections 6] [--said no]

All programs of the site share so few connections of PostgreSQL. Needs PgBouncer (`apt-get install pgbouncer`). With
`--said no` the app isn't told of the pooler, so it prepares statements: what goes wrong then is why it has to be.

The last result, with PgBouncer 1.18 and PostgreSQL 18.4:

    with: 1,170 answers, 0 errors, 0 lost; 6 connections at most, 24 answers a second
    without: an answer with 500 within the minute: a prepared statement that the connection doesn't know
"""

import argparse
import os
import sys
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import load  # noqa: E402
import psycopg  # noqa: E402
from load_site import site  # noqa: E402
from load_watch import plain  # noqa: E402
from services import free_port, start, wait_until  # noqa: E402
from sqlalchemy import make_url  # noqa: E402

CONFIGURATION = """
[databases]
* = host=127.0.0.1 port={postgres} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 500
logfile = {folder}/pgbouncer.log
"""


def main() -> int:
    """Run it; 0 when nothing went wrong and nothing was lost."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--guests", type=int, default=200)
    asked.add_argument("--listed", type=int, default=100)
    asked.add_argument("--minutes", type=float, default=1)
    asked.add_argument("--pause", type=float, default=5)
    asked.add_argument("--connections", type=int, default=6)
    asked.add_argument("--said", choices=("yes", "no"), default="yes")
    given = asked.parse_args()
    with ExitStack() as stack:

        def pooler(folder: Path, url: str) -> str:
            return _pooler(stack, folder, url, given.connections)

        return load.run(site(stack, before=pooler, DATABASE_POOLED=given.said), given)


def _pooler(stack: ExitStack, folder: Path, url: str, connections: int) -> str:
    """Start PgBouncer before a database; the address that programs are given instead."""
    home, port, database = folder / "pgbouncer", free_port(), make_url(url)
    home.mkdir()
    settings = home / "pgbouncer.ini"
    settings.write_text(
        CONFIGURATION.format(
            postgres=database.port, port=port, connections=connections, folder=home
        )
    )
    # It doesn't run as root.
    user = None if os.geteuid() else "nobody"
    if user:
        folder.chmod(0o711)
        home.chmod(0o777)
    process = start("pgbouncer", settings, dies_by="TERM", user=user)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    pooled = database.set(port=port).render_as_string(hide_password=False)
    wait_until(lambda: _answers(plain(pooled)), what=f"PgBouncer, see {home / 'pgbouncer.log'}")
    return pooled


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
