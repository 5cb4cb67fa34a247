"""Ten minutes of nonsense at every address and into every importer of the shipped server.

    nice .venv/bin/python experiments/fuzz.py [seconds] [seed]

As nobody, guest, door, trainer, organizer, owner, a lent device, a kiosk and a program with a token: each
method at each address with odd queries, bodies that no form sends, the forms of the pages with odd
values, files that are nearly right (CSV, XLSX, iCalendar, pictures) wherever a form takes one, and mails
that are nearly right by LMTP. Beside them guests say yes to an event, by its form and by the API.

Nothing may be answered 5xx, no process may log a fault or die, memory may not grow on and on, and who was told yes, and each
mail that was taken, must be in the database. Every two minutes the site is put back as it was.

The last result, ten minutes on two busy cores (seed 7):

    60,362 requests: 5xx 0, faults in the log 0; 24,500 forms taken, 9,386 uploads, 9,281 requests to the API
    4,948 yeses and 3,216 mails that were taken: lost 0; memory 692 MB after two minutes, 725 MB at the end
"""

import json
import random
import re
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from smtplib import LMTP, SMTPException
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "guards")]

import live_server  # noqa: E402
import mutations  # noqa: E402
import page_crawler  # noqa: E402
import sample_site  # noqa: E402
from crowd import Guest  # noqa: E402
from fuzzed_server import Target  # noqa: E402
from test_fuzz import BODIES, URLENCODED, VALUES, encoded, odd, pairs_of  # noqa: E402

from eventapp.api.operations import OPERATIONS  # noqa: E402

METHODS = ["GET"] * 5 + ["POST"] * 5 + ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"]
THREADS, ROUND = 3, 120
# What a form's page said about itself, at most: pages that follow on pages are looked at, too.
MOST_SHEETS = 6_000


class Fuzz(Target):
    """Those who send nonsense to a server, and guests between them who mean what they send."""

    def crawl(self) -> None:
        """Look at every page once as everybody, for the forms on it."""
        for who in sample_site.WHO:
            for path in (
                self.pages if who in {"owner", "anonymous", "guest", "door", "kiosk"} else []
            ):
                self.read(who, path, *self.ask(who, "GET", path))

    def read(self, who: str, path: str, status: int, said: bytes) -> None:
        """Remember the forms of a page."""
        if status != 200 or b"<form" not in said or len(self.sheets) > MOST_SHEETS:
            return
        for sheet in page_crawler.sheets(path, said.decode()):
            if sheet.method == "post" and not sheet.action.endswith("/sign-out"):
                mark = (who, sheet.action.partition("?")[0], *sorted(sheet.kinds))
                self.sheets.setdefault(mark, (who, sheet))

    def address(self, dice: random.Random) -> None:
        """Any method at any address, with an odd query."""
        who, method = dice.choice(sample_site.WHO), dice.choice(METHODS)
        names = [dice.choice(page_crawler.QUERY) for _ in range(dice.choice([0, 1, 4]))]
        query = encoded([(name, dice.choice(VALUES)) for name in names]).decode()
        path = dice.choice(self.addresses)
        if dice.random() < 0.2:
            parts = path.split("/")
            parts[dice.randrange(len(parts))] = quote(
                dice.choice(VALUES).encode("utf-8", "surrogatepass")
            )[:3000]
            path = "/" + "/".join(parts).lstrip("/")
        if path.endswith("/sign-out"):
            return
        body, kind = dice.choice(BODIES) if method not in {"GET", "HEAD"} else (b"", "")
        self.ask(who, method, path + (f"?{query}" if query else ""), body, kind)

    def form(self, dice: random.Random) -> None:
        """A page's form with odd values; what it leads to is read for its own forms."""
        author, sheet = dice.choice(list(self.sheets.values()))
        who = author if dice.random() < 0.8 else dice.choice(sample_site.WHO)
        pairs = odd(pairs_of(sheet), dice) if dice.random() < 0.85 else pairs_of(sheet)
        if "file" in sheet.kinds.values():
            body, kind = self.multipart(sheet, pairs, dice), "multipart/form-data; boundary=b0"
        else:
            body, kind = encoded(pairs), URLENCODED
        status, said = self.ask(who, "POST", sheet.action, body, kind)
        if dice.random() < 0.3 and who == author:
            self.read(who, sheet.action, status, said)

    def upload(self, dice: random.Random) -> None:
        """A file that is nearly right, where a form takes one."""
        taking = [one for one in self.sheets.values() if "file" in one[1].kinds.values()]
        if taking:
            who, sheet = dice.choice(taking)
            body = self.multipart(sheet, pairs_of(sheet), dice)
            status, said = self.ask(
                who, "POST", sheet.action, body, "multipart/form-data; boundary=b0"
            )
            self.read(who, sheet.action, status, said)

    def multipart(
        self, sheet: page_crawler.Sheet, pairs: list[tuple[str, object]], dice: random.Random
    ) -> bytes:
        kind = dice.choice([kind for kind in self.files if kind != "eml"])
        content = mutations.broken(dice.choice(self.files[kind]), kind, dice)
        heads = []
        for name, value in pairs:
            if sheet.kinds.get(name) != "file":
                text = str("" if value is None else value).encode("utf-8", "surrogatepass")
                heads.append(
                    f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode(
                        "utf-8", "replace"
                    )
                    + text
                )
        for name, of in sheet.kinds.items():
            if of == "file":
                called = dice.choice(
                    [f"x.{kind}", "", "../../x", "x" * 300, 'x".csv', "\u202exslx.", "x.svg"]
                )
                head = f'Content-Disposition: form-data; name="{name}"; filename="{called}"\r\nContent-Type: text/plain\r\n\r\n'
                heads.append(head.encode() + content)
        return b"".join(b"--b0\r\n" + one + b"\r\n" for one in heads) + b"--b0--\r\n"

    def api(self, dice: random.Random) -> None:
        """An operation of the API with a body that is nearly right, or a new answer that must be kept."""
        if dice.random() < 0.2:
            self.say_yes_by_api()
            return
        one = dice.choice(OPERATIONS)
        path = re.sub(r"<(int:)?(\w+)>", lambda found: str(self._number(found[2], dice)), one.path)
        values: list[object] = [
            *VALUES,
            None,
            True,
            0,
            -1,
            1.5,
            10**30,
            [],
            {},
            [[]],
            {"a": {"b": []}},
        ]
        names = [*self.bodies[one.name].get("properties", {}), "x", "email"]
        body = {dice.choice(names): dice.choice(values) for _ in range(dice.choice([0, 1, 3, 9]))}
        sent = json.dumps(body).encode()
        if dice.random() < 0.2:
            sent = mutations.broken(sent, "json", dice)
        query = [
            (dice.choice([*one.query, "x"]), dice.choice(VALUES))
            for _ in range(dice.choice([0, 1, 3]))
        ]
        self.ask(
            "anonymous", one.method, f"/api/v1{path}?{encoded(query).decode()}", sent, "application/json",
            Authorization=f"Bearer {self.token}", **({"Idempotency-Key": str(dice.randrange(50))} if dice.random() < 0.3 else {}),
        )  # fmt: skip

    def _number(self, name: str, dice: random.Random) -> object:
        known: dict[str, object] = {
            **self.site.ids,
            "name": "people",
            "kind": "json",
            "export": "people",
        }
        return known.get(name, 1) if dice.random() < 0.8 else dice.randrange(500)

    def say_yes_by_api(self) -> None:
        """Somebody new at an event of their own, who must be there afterwards."""
        email = f"api{next(self.numbers)}@canary.example"
        body = json.dumps({"email": email, "first_name": "Api", "role": self.event[1]}).encode()
        status, _said = self.ask(
            "anonymous", "POST", f"/api/v1/events/{self.event[2]}/rsvps", body, "application/json",
            Authorization=f"Bearer {self.own_token}",
        )  # fmt: skip
        if status in {200, 201}:
            self.by_api.append(email)

    def say_yes(self, _dice: random.Random) -> None:
        """The same with the form of its page."""
        guest = Guest(self.server.url, next(self.numbers) % 60_000)
        guest.fill_in_yes(self.event[0], self.event[1])
        guest.press()
        self.found.statuses[guest.status] += 1
        self.guests.append(guest)

    def mail(self, dice: random.Random) -> None:
        """A mail that is nearly right; taken or not, and what is taken is kept."""
        body = mutations.broken(dice.choice(self.files["eml"]), "eml", dice)
        with suppress(SMTPException, OSError), LMTP("127.0.0.1", self.lmtp) as server:
            server.sendmail("x@example.org", ["tables@localhost.localdomain"], body)
            self.found.mails += 1
            self.taken.add(body)

    def run(self, until: float, number: int, turn: int) -> None:
        """One of those who send, until it is time."""
        dice = random.Random(f"{self.seed} {number} {turn}")
        acts = (
            [self.address] * 5
            + [self.form] * 7
            + [self.upload] * 3
            + [self.api] * 3
            + [self.mail, self.say_yes]
        )
        while time.monotonic() < until:
            act = dice.choice(acts)
            self.found.kinds[act.__name__] += 1
            try:
                act(dice)
            except (
                Exception
            ) as error:  # what a page of ours makes this script stumble over is looked at, too
                self.found.wrong.append(f"{act.__name__}: {error!r}")


def main(seconds: float, seed: int) -> int:
    """Send for so long, and say what came of it; the exit code."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        fuzz = Fuzz(Path(name), seed)
        try:
            fuzz.crawl()
            ends, memory, turn = time.monotonic() + seconds, [fuzz.memory()], 0
            while time.monotonic() < ends:
                until = min(ends, time.monotonic() + ROUND)
                senders = [
                    threading.Thread(target=fuzz.run, args=(until, n, turn)) for n in range(THREADS)
                ]
                for sender in senders:
                    sender.start()
                for sender in senders:
                    sender.join()
                fuzz.check()
                memory.append(fuzz.memory())
                turn += 1
                print(
                    turn,
                    sum(fuzz.found.statuses.values()),
                    memory,
                    len(fuzz.found.wrong),
                    flush=True,
                )
            faults, found = fuzz.faults(), fuzz.found
        finally:
            live_server.stop_all([fuzz.server])
    print(f"{sum(found.statuses.values()):,} requests: {dict(sorted(found.statuses.items()))}")
    print(
        f"{dict(found.kinds)}, {len(fuzz.sheets):,} forms; {found.mails:,} mails taken, {found.kept:,} different ones kept"
    )
    print(f"{found.said_yes:,} yeses kept; memory {memory} MB")
    for line in [*found.wrong[:200], *faults]:
        print("WRONG", line)
    return 1 if found.wrong or faults or max(memory[1:]) > memory[1] + 150 else 0


if __name__ == "__main__":
    given = (
        [*map(float, sys.argv[1:]), 600, 7][:2]
        if len(sys.argv) < 3
        else [float(sys.argv[1]), int(sys.argv[2])]
    )
    sys.exit(main(given[0], int(given[1])))
