"""Which addresses news may be sent to: of the public Internet, and by https."""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

# Global unicast; everything else is special in some way (RFC 4291, 2.4).
UNICAST = IPv6Network("2000::/3")
# An IPv4 address within one of IPv6 (RFC 6052).
NAT64 = IPv6Network("64:ff9b::/96")
MOST = 500


class NoTarget(ValueError):
    """An address that nothing may be sent to; the message says why, as a word of `WHY`."""


@dataclass(frozen=True)
class Target:
    """Where a request goes: connect to `host` and `port`, ask for `path`."""

    host: str
    port: int
    path: str
    tls: bool
    # Named by whoever runs the site: it may be private, and without https.
    trusted: bool


def target(address: str, trusted: Collection[str]) -> Target:
    """What an address means. `trusted` are hosts, or host:port, that the operator has named.

    Raises NoTarget: `form`, `https` or `password`.
    """
    parts, host, port = _parts(address)
    if parts.username is not None or parts.password is not None:
        raise NoTarget("password")
    tls = parts.scheme == "https"
    port = port or (443 if tls else 80)
    named = host in trusted or f"{host}:{port}" in trusted
    if not tls and not (named and parts.scheme == "http"):
        raise NoTarget("https")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, path, tls, named)


def _parts(address: str) -> tuple[SplitResult, str, int | None]:
    """An address taken apart, its host as networks know it."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError:
        raise NoTarget("form") from None
    plain = address.isprintable() and not any(c.isspace() or c == "\\" for c in address)
    if not host or not plain or not (parts.path + parts.query).isascii() or len(address) > MOST:
        raise NoTarget("form")
    return parts, host, port


def public(number: str) -> bool:
    """Whether an IP address is one of the public Internet, whatever it is wrapped in."""
    try:
        found = ip_address(number)
    except ValueError:
        # As with a zone, `fe80::1%eth0`: of this machine's own network.
        return False
    if isinstance(found, IPv4Address):
        return _public4(found)
    if found.ipv4_mapped:
        return _public4(found.ipv4_mapped)
    if found in NAT64:
        return _public4(IPv4Address(int(found) & 0xFFFFFFFF))
    return _public6(found)


def _public4(found: IPv4Address) -> bool:
    return found.is_global and not (found.is_multicast or found.is_reserved)


def _public6(found: IPv6Address) -> bool:
    if found.sixtofour and not _public4(found.sixtofour):
        return False
    return found in UNICAST and found.is_global and found.teredo is None
