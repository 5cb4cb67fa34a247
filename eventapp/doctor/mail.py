"""Whether letters leave, are believed and answered."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Flask

from eventapp.config import is_loopback
from eventapp.doctor.finding import BAD, GOOD, NOTE, Finding, kept
from eventapp.mail import domains
from eventapp.mail.incoming import inbox, inbox_address, mailboxes
from eventapp.mail.refusals import NotTaken
from eventapp.mail.smtp import Conversation
from eventapp.rsvps.replies import held


def server(app: Flask) -> Iterator[Finding]:
    """Whether the mail server answers and lets us in."""
    if not app.config["SMTP_URL"]:
        yield Finding(
            NOTE, "mail", "no EVENTAPP_SMTP_URL: letters go to the local mailbox, not to people."
        )
        return
    conversation = Conversation(app.config["SMTP_URL"], app.config["SMTP_TIMEOUT"])
    try:
        conversation.open()
    except NotTaken as error:
        how = "does not let us in" if error.refusal else "does not answer"
        if "NotSupported" in str(error):
            how = "doesn't offer the sign-in or the encryption that it asks for"
        yield Finding(BAD, "mail", f"the server of EVENTAPP_SMTP_URL {how}: {error}")
    else:
        yield Finding(GOOD, "mail", "the server answers and lets us in.")
    conversation.close()
    if found := kept(domains.our_trouble):
        yield Finding(BAD, "mail", f"waits since {found.since:%Y-%m-%d %H:%M} UTC: {found.trouble}")
    if app.config["MAIL_FROM"].endswith(".localdomain"):
        yield Finding(BAD, "mail", "EVENTAPP_MAIL_FROM is not set: replies would go nowhere.")


def sent_openly(app: Flask) -> Iterator[Finding]:
    """Whether a password travels so that others can read it."""
    smtp, box = urlsplit(app.config["SMTP_URL"] or ""), urlsplit(app.config["INBOX"] or "")
    for name, url, plain in (("SMTP_URL", smtp, "smtp"), ("INBOX", box, "imap")):
        if url.scheme == plain and url.password and not is_loopback(url.hostname or ""):
            yield Finding(
                BAD,
                "mail",
                f"EVENTAPP_{name} sends its password where others can read it: begin it with "
                f"{plain}s:// or {plain}+starttls://.",
            )


def dns(app: Flask) -> Iterator[Finding]:
    """Whether our letters are believed, and answers arrive, as far as DNS tells."""
    domain = app.config["MAIL_FROM"].rpartition("@")[2]
    if not app.config["SMTP_URL"] or domain.endswith("localdomain"):
        return
    # Nothing else needs DNS, so nothing else waits for its library.
    from eventapp.mail import dns_records

    signs = {True: GOOD, False: BAD, None: NOTE}
    key, selector = app.config["DKIM_KEY"], app.config["DKIM_SELECTOR"]
    answers = (app.config["ANSWER_ADDRESS"] or "").rpartition("@")[2]
    try:
        dns = dns_records.Dns(app.extensions.get("resolver"))
        found = [*dns_records.for_sender(dns, domain, key=key, selector=selector)]
        found.append(dns_records.for_answers(dns, domain, "mail to us"))
        if answers and answers != domain:
            found.append(dns_records.for_answers(dns, answers, "answers"))
    except dns_records.NoDns:
        sentence = f"could not be asked about {domain}: SPF, DKIM, DMARC and MX were not looked at."
        yield Finding(NOTE, "DNS", sentence)
        return
    for said in found:
        yield Finding(signs[said.good], said.subject, said.sentence)


def answers(app: Flask) -> Iterator[Finding]:
    """Whether answers can come in, and are asked for."""
    setting, asked = app.config["INBOX"], app.config["ANSWER_ADDRESS"]
    if setting and not asked:
        yield Finding(BAD, "answers", "EVENTAPP_INBOX is set, but no EVENTAPP_ANSWER_ADDRESS.")
    if asked and not setting:
        yield Finding(
            NOTE, "answers", "no EVENTAPP_INBOX: they come only if a mail server pipes them in."
        )
    if not setting:
        return
    place = inbox_address.place(setting)
    known = kept(lambda: mailboxes.position(place.name))
    try:
        said = inbox.reached(place)
    except Exception as error:
        away = not place.is_read and isinstance(error, ConnectionRefusedError)
        said = f"no worker takes mail at {place.name}: is one running?"
        yield Finding(BAD, "answers", said if away else inbox.trouble(error))
        return
    yield Finding(GOOD, "answers", said)
    if place.is_read and (known is None or known.trouble or not known.read_at):
        yield Finding(NOTE, "answers", "no worker has read the mailbox yet.")


def unsure(_app: Flask) -> Iterator[Finding]:
    """Mail that somebody has to look at."""
    if number := kept(held.count_everywhere):
        yield Finding(NOTE, "mail", f"{number} to look at: run 'eventapp mail held'.")
