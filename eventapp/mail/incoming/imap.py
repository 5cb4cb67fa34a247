"""A mailbox, as IMAP knows it; knows nothing of what becomes of its mails."""

import socket
import ssl
from contextlib import suppress
from datetime import date

from imapclient import SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from eventapp.mail.incoming.inbox_address import Place

# A server that says nothing for so long is gone.
PATIENCE = SocketTimeout(connect=20, read=60)
LARGEST_UID = 2**32 - 1
# What is marked at a time: a command has a length.
AT_ONCE = 100

# How a conversation ends otherwise than by our will: what imaplib and IMAPClient raise, and sockets.
TROUBLE = (IMAPClient.Error, OSError)


class NotLetIn(Exception):
    """The server doesn't take user and password."""


class NoFolder(Exception):
    """The server knows no such folder, or doesn't open it."""


class Connection:
    """A conversation about one folder, signed in; `uid_validity` and `uid_next` are as it was opened."""

    def __init__(self, place: Place) -> None:
        # Whom the system trusts, or the file that SSL_CERT_FILE names.
        trusted = ssl.create_default_context()
        secured = place.scheme == "imaps"
        self._client = IMAPClient(
            place.host,
            place.port,
            ssl=secured,
            ssl_context=trusted if secured else None,
            timeout=PATIENCE,
        )
        try:
            if place.scheme == "imap+starttls":
                self._client.starttls(trusted)
            self._client.login(place.user, place.password)
            opened = self._opened(place.folder)
        except LoginError as error:
            self.close()
            raise NotLetIn from error
        except (*TROUBLE, NoFolder):
            self.close()
            raise
        self.uid_validity = int(opened.get(b"UIDVALIDITY", 0))
        self.uid_next = int(opened.get(b"UIDNEXT", 1))
        self.idles = bool(self._client.has_capability("IDLE"))

    def _opened(self, folder: str) -> dict[bytes, int]:
        try:
            found: dict[bytes, int] = self._client.select_folder(folder)
        except IMAPClient.AbortError:
            raise
        except IMAPClient.Error as error:
            raise NoFolder from error
        return found

    def newer(self, last_uid: int) -> list[int]:
        """The messages that came after one, in the order they came."""
        # Not to *: a range that ends so holds the last one of all, whatever it begins with, and GNU Mailutils
        # 3.15 finds nothing in it.
        return sorted(self._client.search(["UID", f"{last_uid + 1}:{LARGEST_UID}"]))

    def since(self, day: date) -> list[int]:
        """The messages that came on a day or later, in the order they came."""
        return sorted(self._client.search(["SINCE", day]))

    def sizes(self, uids: list[int]) -> dict[int, int]:
        """How large each of these messages is; those that are gone are left out."""
        found: dict[int, int] = {}
        for some in _parts(uids):
            answer = self._client.fetch(some, ["RFC822.SIZE"])
            found |= {uid: int(said.get(b"RFC822.SIZE", 0)) for uid, said in answer.items()}
        return found

    def whole(self, uid: int) -> bytes | None:
        """A message as it is; None when somebody has taken it away meanwhile."""
        return self._fetched(uid, "")

    def head(self, uid: int) -> bytes | None:
        """The head of a message."""
        return self._fetched(uid, "HEADER")

    def mark_seen(self, uids: list[int]) -> None:
        """Show whoever looks into the mailbox that these were read."""
        for some in _parts(uids):
            self._client.add_flags(some, [SEEN], silent=True)

    def idle(self, seconds: float) -> None:
        """Wait until something happens, at most so many seconds."""
        self._client.idle()
        if not self._said_already():
            self._client.idle_check(timeout=seconds)
        # It says nothing when the server has gone meanwhile; this does.
        self._client.idle_done()

    def break_off(self) -> None:
        """End it from another thread, whatever it waits for."""
        with suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End the conversation, however it stands."""
        self._client.__exit__(None, None, None)

    def _said_already(self) -> bool:
        """Whether something happened before it could wait, and came in one piece with the leave to wait.

        IMAPClient 4.1 then has it in its buffer, and waits for the socket.
        """
        conversation = self._client.socket()
        conversation.setblocking(False)
        try:
            return bool(self._client._imap.file.peek(1))
        except OSError:
            return False
        finally:
            conversation.settimeout(PATIENCE.read)

    def _fetched(self, uid: int, section: str) -> bytes | None:
        asked = f"BODY.PEEK[{section}]"
        answer: dict[bytes, bytes] = self._client.fetch([uid], [asked]).get(uid, {})
        return answer.get(f"BODY[{section}]".encode())


def _parts(uids: list[int]) -> list[list[int]]:
    return [uids[start : start + AT_ONCE] for start in range(0, len(uids), AT_ONCE)]
