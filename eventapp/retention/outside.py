"""What of people lies outside the tables, how long, and who lets it go."""

from collections.abc import Iterator

OURS = {
    "pages of the SQLite file": "what is deleted is overwritten at once (`PRAGMA secure_delete`)",
    "SQLite’s write-ahead log": "emptied once an hour, and by the command `erase` at once, unless somebody reads an older state just then",
    "pages of PostgreSQL": "what is deleted stays in the files until `VACUUM` (which it does by itself) gives the room to others; no query finds it",
    "the queue (`queue.db`, or Redis)": "names of tasks, and nobody’s",
    "the local mailbox (without a mail server)": "letters to or about somebody go when they are erased, all others after thirty days",
    "`DATA_DIR/erasures`": "fingerprints of erased addresses, for two years: so that a restored backup lets them go again",
    "compiled templates, counts in `/dev/shm`, what processes keep for their next requests": "nobody’s, but the public pages that anybody sees; those are made anew when what they show has changed",
    "counts of requests by client": "in memory, for an hour at most",
}
NOT_OURS = {
    "the log": "keyed marks of clients, numbers of rows, and no names or addresses; as long as your journal keeps it",
    "traces, where you collect them": "the same; as long as your collector keeps them",
    "backups, copies by Litestream, archived WAL": "until you delete them; `restore` erases again whoever was erased since",
    "mail that has left": "with whoever got it, and in the journals of mail servers",
    "files that organizers took out, prints, what webhooks and programs were told": "with whoever has them",
    "calendars and feed readers": "until they fetch again; some keep what is over",
}


def lines() -> Iterator[str]:
    """The table of it for people."""
    for kept in (OURS, NOT_OURS):
        yield from (f"| {place} | {how} |" for place, how in kept.items())
