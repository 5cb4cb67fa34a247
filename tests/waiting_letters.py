"""Letters that wait in the outbox, written as rows: for tests that need many, whatever they are about."""

from datetime import timedelta
from itertools import count

from eventapp import clock
from eventapp.db import db, reading
from eventapp.mail import outbox
from eventapp.mail.models import Message

_n = count(1)


def waiting(*addresses: str, kind: str = "invite") -> list[Message]:
    """A letter to each address, due for a while, in this order; committed."""
    letters = [_letter(next(_n), to, kind) for to in addresses]
    db.session.add_all(letters)
    db.session.commit()
    return letters


def guests(number: int, domain: str = "example.org") -> list[str]:
    """So many addresses."""
    return [f"guest{n}@{domain}" for n in range(number)]


def states() -> list[str]:
    """What became of the letters, in the order in which they were written."""
    # Whoever only looks keeps nobody from writing.
    with reading():
        return list(db.session.scalars(db.select(Message.state).order_by(Message.id)))


def tries() -> list[int]:
    """How often each was tried."""
    with reading():
        return list(db.session.scalars(db.select(Message.tries).order_by(Message.id)))


def all_due() -> None:
    """Let everything that waits be due now."""
    earlier = clock.now() - timedelta(minutes=1)
    db.session.execute(db.update(Message).values(due_at=earlier))
    db.session.commit()


def _letter(number: int, to: str, kind: str) -> Message:
    earlier = clock.now() - timedelta(minutes=1)
    return Message(
        key=f"test:{number}",
        kind=kind,
        about=f"test:{number}",
        message_id=outbox.message_id(f"test:{number}"),
        to=to,
        to_name="Guest",
        sender_name="Host",
        subject="Hello",
        text="Hello\n",
        html="<p>Hello</p>",
        created_at=earlier,
        due_at=earlier,
    )
