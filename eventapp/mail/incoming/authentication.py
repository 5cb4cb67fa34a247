"""Whether the receiving server vouches for a sender's domain (RFC 8601). Pure."""

import re
from email.message import Message

_RESULT = re.compile(r"(?i)^\s*(dkim|arc)\s*(?:/\s*\d+\s*)?=\s*pass\b")
# Only where a property begins: a selector is the sender's to choose, and may read like one.
_DOMAIN = re.compile(r"(?i)(?<!\S)header\.(d|i)\s*=\s*([^\s;]+)")


def is_proven(message: Message, *, sender: str, trusted_server: str | None) -> bool:
    """Whether DKIM or ARC passes for the sender's domain, as `trusted_server` itself reports.

    Only headers of that authserv-id count, and of those only the topmost, down to the next
    Received. That is all a reader can know: the receiving server must take off what strangers
    write under its name (RFC 8601, 5), else anybody can vouch for anybody. The domain that signed
    has to be the sender's, or one of the two a subdomain of the other. Without a trusted server
    nothing is proven.
    """
    domain = sender.rpartition("@")[2]
    if not trusted_server or not domain:
        return False
    seen = False
    for name, written in message.items():
        if name.lower() == "received" and seen:
            break
        if name.lower() == "authentication-results":
            server, _, results = _bare(str(written)).partition(";")
            if server.split()[:1] and _same(server.split()[0], trusted_server):
                seen = True
                if any(_vouches(result, domain) for result in results.split(";")):
                    return True
    return False


def _bare(written: str) -> str:
    """The header without its comments, which nest, and without what only quotes could hold."""
    found: list[str] = []
    depth, quoted, escaped = 0, False, False
    for character in written:
        if escaped or character == "\\":
            escaped = not escaped
        elif character == '"' and not depth:
            quoted = not quoted
        elif quoted:
            # Nothing that a result is named by needs one of these.
            found.append("" if character in ";=()" else character)
        elif character in "()":
            depth = max(depth + (1 if character == "(" else -1), 0)
        elif not depth:
            found.append(character)
    return "".join(found)


def _same(one: str, other: str) -> bool:
    return one.lower() == other.strip().lower()


def _vouches(result: str, domain: str) -> bool:
    if not _RESULT.match(result):
        return False
    found = [(kind.lower(), value) for kind, value in _DOMAIN.findall(result)]
    named = dict(found)
    if len(named) < len(found):
        # Two domains for one signature: one of them was smuggled in.
        return False
    signed_by = named.get("d") or named.get("i", "").rpartition("@")[2]
    return _aligned(signed_by.lower().rstrip("."), domain)


def _aligned(one: str, other: str) -> bool:
    """Whether they are one domain, or one is inside the other; a bare top level vouches for none."""
    shorter, longer = sorted((one, other), key=len)
    return "." in shorter and (longer == shorter or longer.endswith(f".{shorter}"))
