"""A small DNS server on the loopback address, for records of one's own."""

import contextlib
import socket
import threading
from typing import Self

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.rrset


class NameServer:
    """Answers what `records` holds, as in {("example.org", "TXT"): ['"v=spf1 -all"']}.

    Other names don't exist; names below them and other kinds of record have no answer. `silent` makes
    it say nothing at all.
    """

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], list[str]] = {}
        self.silent = False
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        # A question of no length wakes it to its end.
        self.silent = True
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join(5)
        self._socket.close()

    def resolver(self) -> dns.resolver.Resolver:
        """Whoever asks here, and nowhere else."""
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], self.port
        return resolver

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                asked, whence = self._socket.recvfrom(4096)
                if not asked:
                    return
                if not self.silent:
                    self._socket.sendto(self._answer(dns.message.from_wire(asked)), whence)

    def _answer(self, asked: dns.message.Message) -> bytes:
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        [question] = answer.question
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        if found := self.records.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
        elif not any(f".{known}".endswith(f".{name}") for known, _kind in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer.to_wire()
