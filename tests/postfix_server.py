"""A real Postfix for tests, in folders of its own: it takes mail over SMTP and hands it to the app.

Set up as docs/answers-and-bounces.md says. It runs as root or not at all.
"""

import json
import os
import pwd
import shutil
import smtplib
import socketserver
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from live_server import ROOT
from services import PATIENCE, free_port, start, wait_until

# What Postfix keeps where, and whose it is.
OWN = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private")
OWN += ("public", "saved", "trace", "maildrop", "data")
MAIN = """
compatibility_level = 3.6
queue_directory = {queue}
data_directory = {queue}/data
maillog_file = {log}
maillog_file_prefixes = {folder}
myhostname = mx.example.org
mydestination = example.org
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
fast_flush_domains =
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
transport_retry_time = 1s
"""
# As in the document.
ANSWERS = """
recipient_delimiter = +
relay_domains = answers.example.org
transport_maps = inline:{{ answers.example.org={transport} }}
virtual_alias_maps = inline:{{ rsvp@example.org=rsvp@answers.example.org }}
eventapp_destination_recipient_limit = 1
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
lmtp unix - - n - - lmtp
postlog unix-dgram n - n - 1 postlogd
eventapp unix - n n - 2 pipe
  flags=DORX user=nobody directory=/
  argv=/usr/bin/python3 {folder}/hand_over.py {command_port} mail receive --recipient ${{original_recipient}}
"""
# Whoever mail is piped by may see neither this checkout nor the tests' database: it hands all over to us.
HAND_OVER = """
import json, os, socket, sys
conversation = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
conversation.sendall(json.dumps([sys.argv[2:], sys.stdin.buffer.read().decode("latin-1")]).encode())
conversation.shutdown(socket.SHUT_WR)
sys.exit(int(conversation.makefile().read() or 75))
"""


class Postfix:
    """Postfix that hands mail for answers.example.org and rsvp@example.org to `transport`."""

    def __init__(self, transport: str, *, command_port: int = 0) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="eventapp-postfix-"))
        self.folder.chmod(0o755)
        self.port, self.log = free_port(), self.folder / "log"
        queue, owner = self.folder / "queue", pwd.getpwnam("postfix")
        queue.mkdir()
        for name in OWN:
            (queue / name).mkdir(mode=0o700)
            os.chown(queue / name, owner.pw_uid, owner.pw_gid)
        (queue / "public").chmod(0o710)
        (queue / "pid").mkdir()
        given = {
            "folder": self.folder, "queue": queue, "log": self.log, "port": self.port,
            "transport": transport, "command_port": command_port,
        }  # fmt: skip
        (self.folder / "main.cf").write_text((MAIN + ANSWERS).format(**given))
        (self.folder / "master.cf").write_text(MASTER.format(**given))
        (self.folder / "hand_over.py").write_text(HAND_OVER)
        program = Path("/usr/lib/postfix/sbin/master")
        assert program.exists(), "Postfix is missing; script/setup test installs it"
        self._process = start(program, "-d", "-c", self.folder, dies_by="TERM")
        wait_until(self._is_ready, what="Postfix")

    def remove(self) -> None:
        """End it and leave nothing behind."""
        self._process.terminate()
        self._process.wait(PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)

    def send(self, raw: bytes, *recipients: str) -> None:
        """Send a mail as another mail server does."""
        with smtplib.SMTP("127.0.0.1", self.port) as server:
            server.sendmail("ada@example.net", recipients, raw)

    def said(self) -> str:
        """Its log."""
        return self.log.read_text() if self.log.exists() else ""

    def _is_ready(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"Postfix ended: {self.said()}")
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=5) as server:
                return server.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False


@contextmanager
def commands(environment: dict[str, str]) -> Iterator[int]:
    """Whoever connects to the port has a command of the app run, in this environment."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            words, given = json.loads(self.rfile.read())
            done = subprocess.run(
                [sys.executable, "-m", "eventapp", *words],
                input=given.encode("latin-1"), cwd=ROOT, env=environment, capture_output=True,
            )  # fmt: skip
            self.wfile.write(str(done.returncode).encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
