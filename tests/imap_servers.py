"""Real IMAP servers for tests, each with one mailbox, on free ports, gone afterwards.

Dovecot calls when mail comes and speaks TLS; GNU Mailutils' imap4d, as it is set up here, has neither.
"""

import fcntl
import imaplib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from services import PATIENCE, free_port, start, wait_until

USER, PASSWORD = "answers@example.org", "p@ss/word # 1"
# As it stands in an address.
SIGNED_IN = "answers%40example.org:p%40ss%2Fword%20%23%201"
# Neither server may see into root's folders, nor is it to be root.
NOBODY = 65534


def subdirectory(folder: Path, name: str) -> Path:
    """A folder that the server may write, whoever it runs as."""
    made = folder / name
    made.mkdir()
    if os.geteuid() == 0:
        os.chown(made, NOBODY, NOBODY)
    return made


class Dovecot:
    """Dovecot with IDLE, TLS and STARTTLS; its certificate is one that only `certificate` vouches for."""

    def __init__(self, *, capability: str = "") -> None:
        """`capability` is what it says it can, where that is not all."""
        self.capability = capability
        self.folder = Path(tempfile.mkdtemp(prefix="eventapp-dovecot-"))
        self.folder.chmod(0o755)
        self.port, self.tls_port = free_port(), free_port()
        self.certificate = self.folder / "certificate.pem"
        for name in ("run", "mail"):
            subdirectory(self.folder, name)
        self._make_certificate()
        (self.folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        (self.folder / "dovecot.conf").write_text(self._configuration())
        self.begin()

    @property
    def url(self) -> str:
        """As the setting names it, with TLS from the first byte."""
        return f"imaps://{SIGNED_IN}@localhost:{self.tls_port}"

    @property
    def plain_url(self) -> str:
        """The same without TLS."""
        return f"imap://{SIGNED_IN}@127.0.0.1:{self.port}"

    @property
    def starttls_url(self) -> str:
        """The same with TLS after the greeting."""
        return f"imap+starttls://{SIGNED_IN}@localhost:{self.port}"

    def begin(self) -> None:
        """Start it, or start it once more with all that it kept."""
        program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "dovecot is missing; script/setup test installs it"
        user = NOBODY if os.geteuid() == 0 else None
        with (self.folder / "errors").open("a") as errors:
            self._process = start(
                program, "-F", "-c", self.folder / "dovecot.conf", dies_by="TERM",
                user=user, group=user, stderr=errors,
            )  # fmt: skip
        wait_until(lambda: answers(self.port), what="Dovecot")

    def stop(self) -> None:
        """End it; conversations are cut off."""
        self._process.terminate()
        self._process.wait(PATIENCE)

    def kill(self) -> None:
        """End it as a power cut would, with all its helpers; conversations are cut off."""
        for number in children(self._process.pid):
            os.kill(number, signal.SIGKILL)
        self._process.wait(PATIENCE)

    def remove(self) -> None:
        """End it and leave nothing behind."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def mailbox(self) -> imaplib.IMAP4:
        """A conversation as a person's mail program has it."""
        return signed_in(self.port)

    def deliver(self, *mails: bytes) -> None:
        """Put mails into the mailbox."""
        conversation = self.mailbox()
        for raw in mails:
            conversation.append("INBOX", "", imaplib.Time2Internaldate(time.time()), raw)
        conversation.logout()

    def empty(self) -> None:
        """Take every mail away."""
        conversation = self.mailbox()
        if conversation.search(None, "ALL")[1] != [b""]:
            conversation.store("1:*", "+FLAGS", r"(\Deleted)")
            conversation.expunge()
        conversation.logout()

    def _make_certificate(self) -> None:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
             "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost", "-keyout", self.folder / "key.pem",
             "-out", self.certificate],
            check=True, capture_output=True,
        )  # fmt: skip
        (self.folder / "key.pem").chmod(0o644)

    def _configuration(self) -> str:
        user = pwd.getpwuid(NOBODY if os.geteuid() == 0 else os.geteuid()).pw_name
        return f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/run
log_path = {self.folder}/run/log
protocols = imap
default_internal_user = {user}
default_login_user = {user}
default_internal_group =
first_valid_uid = 1
listen = 127.0.0.1
ssl = yes
ssl_cert = <{self.certificate}
ssl_key = <{self.folder}/key.pem
disable_plaintext_auth = no
mail_location = mdbox:{self.folder}/mail
mail_fsync = never
imap_capability = {self.capability}
passdb {{
  driver = passwd-file
  args = username_format=%u {self.folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={pwd.getpwnam(user).pw_gid} home={self.folder}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = {self.tls_port}
  }}
}}
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


class Imap4d:
    """GNU Mailutils' imap4d: a mailbox of one file, into which mail servers write."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="eventapp-imap4d-"))
        self.folder.chmod(0o755)
        self.port = free_port()
        self.file = subdirectory(self.folder, "home") / "INBOX"
        user, _at, domain = USER.partition("@")
        passwords = subdirectory(self.folder, "passwords") / domain
        passwords.write_text(
            f"{user}:{crypted(PASSWORD)}:{NOBODY}:{NOBODY}::{self.file.parent}:/bin/sh\n"
        )
        (self.folder / "conf").write_text(f"""
mode daemon;
foreground yes;
auth {{
  authentication generic;
  authorization virtdomain;
}};
virtdomain {{ passwd-dir {passwords.parent}; }};
logging {{ syslog no; }};
tcp-wrappers {{ enable no; }};
server 127.0.0.1:{self.port} {{ }};
""")
        self.begin()

    @property
    def plain_url(self) -> str:
        """As the setting names it."""
        return f"imap://{SIGNED_IN}@127.0.0.1:{self.port}"

    def begin(self) -> None:
        """Start it, or start it once more with all that it kept."""
        program = shutil.which("imap4d", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "imap4d is missing; script/setup test installs it"
        configured = f"--config-file={self.folder / 'conf'}"
        self._process = start(program, "--no-site-config", configured, dies_by="TERM")
        wait_until(lambda: answers(self.port), what="imap4d")

    def deliver(self, raw: bytes) -> None:
        """Put a mail into the mailbox, as a mail server does."""
        # The server locks both ways, too.
        lock = self.file.with_name(f"{self.file.name}.lock")
        wait_until(lambda: made(lock), what="the mailbox")
        with self.file.open("ab") as file:
            fcntl.lockf(file, fcntl.LOCK_EX)
            now = time.strftime("%a %b %d %H:%M:%S %Y", time.gmtime())
            file.write(b"From mail@example.org " + now.encode() + b"\n")
            file.write(raw.replace(b"\r\n", b"\n") + b"\n")
        lock.unlink()

    def deliver_and_restart(self, raw: bytes) -> None:
        """Put a mail into the mailbox while it is down."""
        self.kill()
        # Of whoever was killed with the file in its hands.
        self.file.with_name(f"{self.file.name}.lock").unlink(missing_ok=True)
        self.deliver(raw)
        self.begin()

    def kill(self) -> None:
        """End it; conversations are cut off."""
        for number in children(self._process.pid):
            os.kill(number, signal.SIGKILL)
        self._process.wait(PATIENCE)

    def remove(self) -> None:
        """End it and leave nothing behind."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def made(lock: Path) -> bool:
    """Whether we have made a file that nobody else had."""
    try:
        lock.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def crypted(password: str) -> str:
    """The password as a system keeps it."""
    openssl = ["openssl", "passwd", "-6", password]
    return subprocess.run(openssl, check=True, capture_output=True, text=True).stdout.strip()


def children(number: int) -> list[int]:
    """A process and those that it started, last."""
    of = Path(f"/proc/{number}/task/{number}/children")
    return [number, *map(int, of.read_text().split())] if of.exists() else [number]


def signed_in(port: int) -> imaplib.IMAP4:
    """A conversation with the server, in its INBOX."""
    conversation = imaplib.IMAP4("127.0.0.1", port)
    conversation.login(USER, PASSWORD)
    conversation.select()
    return conversation


def answers(port: int) -> bool:
    """Whether it greets."""
    try:
        imaplib.IMAP4("127.0.0.1", port).shutdown()
    except (OSError, imaplib.IMAP4.error):
        return False
    return True
