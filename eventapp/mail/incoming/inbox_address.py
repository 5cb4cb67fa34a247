"""What the setting of the inbox says: a mailbox to read, or an address to listen on. Pure."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

# Each way to read a mailbox, with the port it usually has.
READ = {"imaps": 993, "imap+starttls": 143, "imap": 143}
SERVED = ("lmtp", "smtp")
FORMS = "imaps://user:password@host/Folder, or lmtp://127.0.0.1:2424"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where mail comes in: `scheme` says how. The password stays out of whatever is printed."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    folder: str = "INBOX"

    @property
    def is_read(self) -> bool:
        """Whether it is a mailbox that is read; otherwise others bring mail."""
        return self.scheme in READ

    @property
    def name(self) -> str:
        """As it may be shown to the operator."""
        if self.is_read:
            return f"{self.user}@{self.host}:{self.port}/{self.folder}"[:200]
        return f"{self.scheme}://{self.host}:{self.port}"


def place(setting: str) -> Place:
    """What the setting says; ValueError with what to do when it can't be used."""
    parts = urlsplit(setting)
    if parts.scheme in SERVED:
        if not parts.port or parts.username or parts.path.strip("/"):
            raise ValueError(f"give a port and nothing else, as in {parts.scheme}://127.0.0.1:2424")
        # Whoever doesn't say so is not reached from outside.
        return Place(scheme=parts.scheme, host=parts.hostname or "127.0.0.1", port=int(parts.port))
    if parts.scheme not in READ or not parts.hostname:
        raise ValueError(f"give {FORMS}")
    if parts.query or parts.fragment:
        raise ValueError("write ? and # in a name or password as %3F and %23")
    if not parts.username or not parts.password:
        raise ValueError(f"name user and password, as in {FORMS}")
    if parts.scheme == "imap" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise ValueError("begin with imaps:// or imap+starttls://, or the password could be read")
    return Place(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or READ[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


def form(setting: str) -> str:
    """The setting as it is kept, checked."""
    place(setting)
    return setting
