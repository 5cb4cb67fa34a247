"""What DNS has to say so that our letters are believed and answers reach us, and what it says.

SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489), and where the mail of a domain goes (RFC 5321, 5.1).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import dns.exception
import dns.resolver

from eventapp.mail.signatures import Key, record

# Seconds for one question; whoever has no DNS doesn't wait for long.
PATIENCE = 2


@dataclass(frozen=True)
class Said:
    """One thing looked at: whether it is as it should be, None where that can't be told, and a sentence."""

    good: bool | None
    subject: str
    sentence: str


class NoDns(Exception):
    """DNS doesn't answer."""


class Dns:
    """What DNS says, through a resolver of this machine or one of one's own."""

    def __init__(self, resolver: dns.resolver.Resolver | None = None) -> None:
        try:
            self._resolver = resolver or dns.resolver.Resolver()
        except dns.exception.DNSException:
            raise NoDns from None

    def texts(self, name: str) -> list[str]:
        """The TXT records of a name, each put together from its pieces."""
        return [b"".join(one.strings).decode("utf-8", "replace") for one in self._ask(name, "TXT")]

    def mail_servers(self, domain: str) -> list[str]:
        """Where the mail of a domain goes, the best first: "" where it says that it takes none."""
        found = sorted(self._ask(domain, "MX"), key=lambda one: one.preference)
        return [one.exchange.to_text(omit_final_dot=True).rstrip(".") for one in found]

    def has_address(self, name: str) -> bool:
        """Whether a name leads to a machine."""
        return any(self._ask(name, kind) for kind in ("A", "AAAA"))

    def _ask(self, name: str, kind: str) -> list[Any]:
        try:
            return list(self._resolver.resolve(name, kind, lifetime=PATIENCE, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException:
            # No server, no answer in time, a name that can't be one.
            raise NoDns from None


def for_sender(dns: Dns, domain: str, *, key: Key | None, selector: str) -> Iterator[Said]:
    """Whether letters from a domain are believed; NoDns when nobody answers."""
    yield _spf(dns, domain)
    yield from _dkim(dns, domain, key, selector)
    yield _dmarc(dns, domain)


def for_answers(dns: Dns, domain: str, of: str) -> Said:
    """Whether mail to a domain arrives anywhere; `of` is what the domain is of."""
    servers = dns.mail_servers(domain)
    if servers == [""]:
        return Said(
            False, of, f"{domain} says that it takes no mail (a null MX): take that record away."
        )
    if servers:
        lost = [name for name in servers if not dns.has_address(name)]
        if lost:
            return Said(
                False, of, f"the mail of {domain} goes to {lost[0]}, which has no address in DNS."
            )
        return Said(True, of, f"the mail of {domain} goes to {servers[0]}.")
    if dns.has_address(domain):
        return Said(
            None,
            of,
            f"{domain} has no MX record; mail then goes to the machine of that name itself.",
        )
    line = f"{domain}. IN MX 10 mail.example.org."
    return Said(
        False, of, f"no mail reaches {domain}. Add this, with the name of your mail server: {line}"
    )


def _spf(dns: Dns, domain: str) -> Said:
    found = [text for text in dns.texts(domain) if re.match(r"v=spf1(\s|$)", text, re.I)]
    line = f'{domain}. IN TXT "v=spf1 mx ip4:192.0.2.1 -all"'
    how = "with the address that your mail server sends from instead of 192.0.2.1 (or what its provider says, mostly include:…)"
    if not found:
        return Said(False, "SPF", f"{domain} has no record. Add this, {how}: {line}")
    if len(found) > 1:
        both = " and ".join(f'"{text}"' for text in found)
        return Said(
            False, "SPF", f"{domain} has {len(found)} records, so none counts: make one of {both}."
        )
    terms = found[0].lower().split()[1:]
    if "+all" in terms or "all" in terms:
        return Said(False, "SPF", f'{domain} lets everybody send: end "{found[0]}" with -all.')
    if not terms or terms == ["-all"]:
        return Said(
            False, "SPF", f"{domain} says that nobody sends for it. Put this there, {how}: {line}"
        )
    if not any(re.fullmatch(r"[-~?]all", term) or term.startswith("redirect=") for term in terms):
        return Said(
            False, "SPF", f'{domain} doesn\'t say what of others: end "{found[0]}" with -all.'
        )
    looked_up = sum(
        bool(re.match(r"[+?~-]?(include|a|mx|ptr|exists)\b|redirect=", t)) for t in terms
    )
    if looked_up > 10:
        return Said(
            False,
            "SPF",
            f"{domain} asks for {looked_up} look-ups; receivers stop after 10 and refuse.",
        )
    return Said(
        True,
        "SPF",
        f'{domain} has "{found[0]}"; see that it names the machine your mail server sends from.',
    )


def _dkim(dns: Dns, domain: str, key: Key | None, selector: str) -> Iterator[Said]:
    if key is None:
        yield Said(
            None, "DKIM", "no EVENTAPP_DKIM_KEY: letters are signed only if your mail server does."
        )
        return
    name = f"{selector}._domainkey.{domain}"
    found, line = dns.texts(name), f"{name}. IN TXT {_pieces(record(key))}"
    tags = [_tags(text) for text in found]
    if not found:
        yield Said(False, "DKIM", f"{name} has no record. Add this: {line}")
    elif len(found) > 1:
        yield Said(False, "DKIM", f"{name} has {len(found)} records; leave only this: {line}")
    elif not tags[0].get("p"):
        yield Said(
            False, "DKIM", f"{name} has no key in it, which takes it back. Put this there: {line}"
        )
    elif tags[0]["p"] != key.public or tags[0].get("k", "rsa") != key.algorithm:
        yield Said(
            False, "DKIM", f"{name} has another key than EVENTAPP_DKIM_KEY. Put this there: {line}"
        )
    elif "y" in tags[0].get("t", "").split(":"):
        yield Said(
            None, "DKIM", f"{name} says t=y, only testing: take that out when letters arrive."
        )
    else:
        yield Said(True, "DKIM", f"{name} has our key.")
    if key.algorithm == "rsa" and key.bits < 2048:
        yield Said(None, "DKIM", f"the key has {key.bits} bits; make one of 2048.")
    if key.algorithm == "ed25519":
        yield Said(
            None,
            "DKIM",
            "many receivers don't know Ed25519 yet and take such letters for unsigned; RSA is safe.",
        )


def _dmarc(dns: Dns, domain: str) -> Said:
    names = [f"_dmarc.{domain}"]
    if domain.count(".") > 1:
        # What the whole domain says counts for a name below it.
        names.append(f"_dmarc.{'.'.join(domain.split('.')[-2:])}")
    line = f'_dmarc.{domain}. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@{domain}"'
    for name in names:
        found = [text for text in dns.texts(name) if re.match(r"v=DMARC1\s*(;|$)", text)]
        if len(found) > 1:
            return Said(
                False, "DMARC", f"{name} has {len(found)} records, so none counts: leave one."
            )
        if found and _tags(found[0]).get("p") not in {"none", "quarantine", "reject"}:
            return Said(
                False, "DMARC", f'{name} has "{found[0]}" without p=none, quarantine or reject.'
            )
        if found:
            return Said(True, "DMARC", f'{name} has "{found[0]}".')
    return Said(
        False, "DMARC", f"{domain} has no record, and large receivers ask for one. Add this: {line}"
    )


def _tags(text: str) -> dict[str, str]:
    """The tags of a record: `v=DKIM1; k=rsa; p=…`, blanks left out."""
    pairs = (part.partition("=") for part in text.split(";") if "=" in part)
    return {name.strip(): "".join(value.split()) for name, _equals, value in pairs}


def _pieces(text: str) -> str:
    """A text as a zone file has it: strings of at most 255 signs."""
    cut = [text[at : at + 250] for at in range(0, len(text), 250)]
    return f'"{cut[0]}"' if len(cut) == 1 else "( " + " ".join(f'"{one}"' for one in cut) + " )"
