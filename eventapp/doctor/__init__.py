"""What is missing or misconfigured, in plain words."""

from flask import Flask

from eventapp.doctor import address, database, machine, mail
from eventapp.doctor.finding import BAD, GOOD, NOTE, Finding

__all__ = ["BAD", "GOOD", "NOTE", "Finding", "examine"]


def examine(app: Flask) -> list[Finding]:
    """Look at everything that a working installation needs."""
    looks = (
        machine.data_folder, machine.private_files, machine.filesystem, machine.open_files,
        database.tables, database.newer_tables, database.one_writer, database.server,
        database.keys, database.people,
        mail.server, mail.sent_openly, mail.answers, mail.unsure, mail.dns,
        machine.script_order, machine.fonts,
        address.base, address.front, address.open_to_all, address.domains,
        database.queue, database.redis, database.worker, machine.clocks, machine.time_zones,
    )  # fmt: skip
    return [finding for look in looks for finding in look(app)]
