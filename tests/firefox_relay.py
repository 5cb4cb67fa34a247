#!/usr/bin/env python3
"""Firefox as Debian ships it, for Playwright: started in place of Firefox, with its arguments.

Playwright drives an unchanged Firefox by WebDriver BiDi, and sets with each new context how light
or dark it is (emulation.setMediaFeaturesOverride). Firefox 153, the release with long support, doesn't
know that command, so that no context would ever open. Here it is answered in Firefox's place; all
else passes as it is. Colours are chosen by a preference instead (`browser.firefox`). Once firefox-esr knows
the command, this file can go: Playwright then starts /usr/bin/firefox-esr itself.
"""

import json
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import BinaryIO

UNKNOWN = {"emulation.setMediaFeaturesOverride"}
TEXT = 1


def frames(stream: BinaryIO) -> Iterator[tuple[bytes, int, bytes]]:
    """The frames of a WebSocket (RFC 6455, 5.2): as they came, their kind, and what they say."""
    while head := stream.read(2):
        length = head[1] & 127
        longer = {126: 2, 127: 8}.get(length, 0)
        size = stream.read(longer)
        mask = stream.read(4) if head[1] & 128 else b""
        sent = stream.read(int.from_bytes(size) if longer else length)
        yield head + size + mask + sent, head[0] & 15, unmasked(sent, mask)


def unmasked(sent: bytes, mask: bytes) -> bytes:
    """What a frame says, its mask taken off."""
    if not mask:
        return sent
    key = (mask * (len(sent) // 4 + 1))[: len(sent)]
    return (int.from_bytes(sent) ^ int.from_bytes(key)).to_bytes(len(sent))


def framed(text: bytes) -> bytes:
    """A short text as a server sends it."""
    assert len(text) < 126
    return bytes([128 | TEXT, len(text)]) + text


class Conversation:
    """One connection of Playwright's, and the one to Firefox that stands behind it."""

    def __init__(self, playwright: socket.socket, port: int) -> None:
        self.playwright, self.port = playwright, port
        self.firefox = socket.create_connection(("127.0.0.1", port))
        self.one_at_a_time = threading.Lock()

    def pass_on(self) -> None:
        """Pass on what both say until one hangs up."""
        from_playwright = self.playwright.makefile("rb")
        while (line := from_playwright.readline()).strip():
            # Firefox answers nobody who asks for another host than itself.
            is_host = line.lower().startswith(b"host:")
            self.firefox.sendall(b"Host: 127.0.0.1:%d\r\n" % self.port if is_host else line)
        self.firefox.sendall(b"\r\n")
        threading.Thread(target=self.answers, daemon=True).start()
        for whole, kind, said in frames(from_playwright):
            command = json.loads(said) if kind == TEXT else {}
            if command.get("method") in UNKNOWN:
                done = {"type": "success", "id": command["id"], "result": {}}
                self.tell(framed(json.dumps(done).encode()))
            else:
                self.firefox.sendall(whole)
        self.firefox.close()

    def answers(self) -> None:
        """What Firefox says, a frame at a time."""
        from_firefox = self.firefox.makefile("rb")
        while (line := from_firefox.readline()).strip():
            self.tell(line)
        self.tell(b"\r\n")
        for whole, _kind, _said in frames(from_firefox):
            self.tell(whole)
        self.playwright.shutdown(socket.SHUT_RDWR)

    def tell(self, said: bytes) -> None:
        with self.one_at_a_time:
            self.playwright.sendall(said)


def listen(listener: socket.socket, port: int) -> None:
    """Take whoever connects."""
    while True:
        conversation = Conversation(listener.accept()[0], port)
        threading.Thread(target=conversation.pass_on, daemon=True).start()


def main() -> int:
    """Start Firefox, say where we listen instead of it, and end when it ends."""
    program = shutil.which("firefox-esr") or "firefox"
    firefox = subprocess.Popen([program, *sys.argv[1:]], stderr=subprocess.PIPE, text=True)
    listener = socket.create_server(("127.0.0.1", 0))
    for line in firefox.stderr or ():
        if found := re.search(r"WebDriver BiDi listening on ws://127\.0\.0\.1:(\d+)", line):
            waiting = threading.Thread(target=listen, args=(listener, int(found[1])), daemon=True)
            waiting.start()
            line = line.replace(found[1], str(listener.getsockname()[1]))
        sys.stderr.write(line)
        sys.stderr.flush()
    return firefox.wait()


if __name__ == "__main__":
    sys.exit(main())
