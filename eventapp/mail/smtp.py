"""The conversation with the mail server: the only one who knows SMTP."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import unquote, urlsplit

from eventapp.mail.refusals import NotTaken, Refusal, Stage, refusal

# A server that has the whole letter may look long for what is in it (RFC 5321, 4.5.3.2.6: ten
# minutes). Whoever gives up before sends twice what was taken.
WHOLE_LETTER = 20


class Conversation:
    """One conversation for many letters, begun with the first; closed at the end.

    `timeout` is the number of seconds within which each answer has to come.
    """

    def __init__(self, url: str, timeout: int) -> None:
        self._url, self._timeout = url, timeout
        self._server: smtplib.SMTP | None = None

    def send(self, sender: str, to: str, content: bytes) -> None:
        """Hand over one letter; NotTaken says what became of it."""
        with _answers(Stage.US, self):
            server = self._server = self._server or connect(self._url, self._timeout)
            server.ehlo_or_helo_if_needed()
            # So that whoever takes no letter as long says so before it travels (RFC 1870).
            size = [f"size={len(content)}"] if server.has_extn("size") else []
            self._expect(Stage.US, server.mail(sender, size))
        with _answers(Stage.LETTER, self):
            self._expect(Stage.LETTER, server.rcpt(to))
            code, said = server.docmd("DATA")
            if code != 354:
                self._start_over(code)
                raise NotTaken(Stage.LETTER, refusal(code, said))
            # RFC 5321, 4.5.2: a dot alone ends it.
            server.send(content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
            with self._patience(server):
                answer = server.getreply()
            self._expect(Stage.LETTER, answer)

    def open(self) -> None:
        """Only begin; NotTaken says what keeps us out."""
        with _answers(Stage.US, self):
            self._server = self._server or connect(self._url, self._timeout)

    def close(self) -> None:
        """Say goodbye, if there is anybody."""
        server, self._server = self._server, None
        if server:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()

    def break_off(self) -> None:
        """End it without a word: nobody answers, or nobody knows what was said last."""
        server, self._server = self._server, None
        if server:
            server.close()

    @contextmanager
    def _patience(self, server: smtplib.SMTP) -> Iterator[None]:
        if server.sock:
            server.sock.settimeout(self._timeout * WHOLE_LETTER)
        yield
        if server.sock:
            server.sock.settimeout(self._timeout)

    def _expect(self, stage: Stage, answer: tuple[int, bytes]) -> None:
        code, said = answer
        if 200 <= code < 300:
            return
        self._start_over(code)
        raise NotTaken(stage, refusal(code, said))

    def _start_over(self, code: int) -> None:
        """Be ready for the next letter; whoever says 421 hangs up."""
        if code == 421 or not self._server:
            return self.break_off()
        try:
            self._server.rset()
        except (smtplib.SMTPException, OSError):
            self.break_off()
        return None


@contextmanager
def _answers(stage: Stage, conversation: Conversation) -> Iterator[None]:
    """What goes wrong inside is said as NotTaken."""
    try:
        yield
    except (smtplib.SMTPException, OSError) as error:
        conversation.break_off()
        raise NotTaken(stage, _said(error), how=type(error).__name__) from error


def _said(error: Exception) -> Refusal | None:
    """What the server answered; with -1 smtplib says that there was no answer."""
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 400:
        return refusal(error.smtp_code, error.smtp_error)
    return None


def connect(url: str, timeout: int) -> smtplib.SMTP:
    """A conversation with the server that SMTP_URL names, secured and signed in as it says."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=timeout, context=_trusted())
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=timeout)
    try:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=_trusted())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


@cache
def _trusted() -> ssl.SSLContext:
    """Whom the system trusts, read once: it takes longer than a hundred letters."""
    return ssl.create_default_context()
