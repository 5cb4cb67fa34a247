"""Cards after an event, wishes, and the introduction when both said yes."""

from eventapp.mail.models import Message


def draft_due() -> int:
    """Write the cards of events that have ended."""
    return 0


def card_still_agreed(message: Message) -> bool:
    """Whether the guest still wants the card."""
    return True


def introduction_still_agreed(message: Message) -> bool:
    """Whether both still want to be introduced."""
    return True


def connections_of(person) -> list:
    """People this person is in touch with."""
    return []
