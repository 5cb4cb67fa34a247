"""Every setting, once, from the environment. A wrong value stops the start with a sentence."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from babel.core import Locale, UnknownLocaleError

from eventapp.mail import answer_addresses, signatures
from eventapp.mail.incoming import inbox_address
from eventapp.paths import HOME, ROOT

PREFIX = "EVENTAPP_"
SHORTEST_KEY = 32


class BadSetting(SystemExit):
    """A setting can't be used; the message names it and says how to mend it."""


def _text(value: str) -> str:
    return value


def _switch(value: str) -> bool:
    if value.lower() in {"1", "yes", "true", "on"}:
        return True
    if value.lower() in {"", "0", "no", "false", "off"}:
        return False
    raise ValueError("say yes or no")


def _number(least: int, most: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise ValueError(f"give a whole number from {least} to {most}")
        return int(value)

    return parse


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not (parts.hostname or parts.path.strip("/")):
            raise ValueError(f"begin with {' or '.join(s + '://' for s in schemes)}")
        _ = parts.port
        return value

    return parse


def _base(value: str) -> str:
    parts = urlsplit(_url("http", "https")(value))
    if parts.path not in {"", "/"} or parts.query or parts.username:
        raise ValueError("give only scheme and host, as in https://events.example.org")
    return value.rstrip("/")


_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+(:\d{1,5})?")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _domains(value: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in value.replace(",", " ").split():
        host, _, slug = part.lower().partition("=")
        if not _HOST.fullmatch(host) or not _SLUG.fullmatch(slug):
            raise ValueError("give hosts and communities, as in meet.example.org=data-kitchen")
        if host in found:
            raise ValueError(f"name {host} once")
        found[host] = slug
    return found


def _database(value: str) -> str:
    if value.startswith("postgres://"):
        value = "postgresql://" + value.removeprefix("postgres://")
    if value.startswith("postgresql://"):
        value = "postgresql+psycopg://" + value.removeprefix("postgresql://")
    if not value.startswith(("sqlite://", "postgresql+psycopg://")):
        raise ValueError("begin with sqlite:/// or postgresql://")
    if urlsplit(value).netloc.count("@") > 1:
        raise ValueError("write @ in the password as %40")
    return value


def _address(value: str) -> str:
    local, at, domain = value.rpartition("@")
    if not (local and at and domain) or any(c.isspace() or ord(c) < 33 for c in value):
        raise ValueError("give one address, as in tables@example.org")
    return value


def _hosts(value: str) -> frozenset[str]:
    hosts = frozenset(host.strip().lower() for host in value.split(","))
    if not all(hosts) or any("/" in host or any(map(str.isspace, host)) for host in hosts):
        raise ValueError("give hosts with commas between, as in hooks.internal,127.0.0.1:9000")
    return hosts


def _listening(value: str) -> str:
    host, _colon, port = value.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("give an address and a port, as in 127.0.0.1:9108")
    return value


def _locale(value: str) -> str:
    try:
        return str(Locale.parse(value.replace("-", "_")))
    except (ValueError, UnknownLocaleError):
        raise ValueError("give a language, as in en_GB or de") from None


def _key(value: str) -> str:
    if len(value) < SHORTEST_KEY:
        raise ValueError(f"give at least {SHORTEST_KEY} characters nobody can guess")
    return value


def _private_key(value: str) -> str:
    try:
        text = Path(value).read_text()
    except (OSError, UnicodeDecodeError):
        raise ValueError("give a file that can be read") from None
    if "PRIVATE KEY" not in text:
        raise ValueError("give a file with a private key (PEM)")
    return text


@dataclass(frozen=True)
class Setting:
    """One setting: its name without the prefix, the default in words, its reader, what it does."""

    name: str
    default: str
    parse: Callable[[str], object]
    what: str


SETTINGS = (
    Setting("DATABASE_URL", "SQLite in DATA_DIR", _database, "Where everything is kept: `sqlite:///…` or `postgresql://user:password@host/name`."),
    Setting("DATABASE_POOLED", "no", _switch, "Whether a pooler that hands out connections for one transaction each stands before PostgreSQL (PgBouncer with `pool_mode = transaction`): then no statement is prepared. See [scaling.md](scaling.md#pgbouncer)."),
    Setting("REDIS_URL", "none", _url("redis", "rediss", "unix"), "Queue and rate limits for several machines; without it they live in DATA_DIR and in memory."),
    Setting("SMTP_URL", "none", _url("smtp", "smtp+starttls", "smtps"), "The mail server: `smtp://host:25`, `smtp+starttls://user:password@host:587`, `smtps://user:password@host:465`. Without it mails go to the local mailbox at `/dev/mailbox`."),
    Setting("MAIL_FROM", "tables@localhost.localdomain", _address, "The address that mails come from and that calendars answer to; a mailbox you read."),
    Setting("ANSWER_ADDRESS", "none", answer_addresses.form, "Where each guest's calendar sends its yes or no, with `TOKEN` where their own token goes: `rsvp+TOKEN@example.org`, or `TOKEN@answers.example.org` with a domain whose mail all ends there. Without it invites name MAIL_FROM, and no answer is read."),
    Setting("SMTP_TIMEOUT", "30", _number(1, 300), "How many seconds the mail server may take for an answer; to take a whole letter, twenty times as many."),
    Setting("DOMAIN_PACE", "300; none on this machine", _number(0, 1_000_000), "How many letters a minute may leave to one receiving domain, the part after the @; 0 for as many as there are, which is also the default while SMTP_URL names this machine."),
    Setting("DKIM_KEY", "none", signatures.read_key, "A file with the private key that signs every letter (PEM; RSA or Ed25519). Without it the mail server signs, or nobody."),
    Setting("DKIM_SELECTOR", "eventapp", signatures.selector, "Under which name the public key is in DNS: `eventapp._domainkey.` and the domain of MAIL_FROM."),
    Setting("INBOX", "none", inbox_address.form, "Where answers and bounces come in: a mailbox that is read, `imaps://user:password@host/Folder` (or `imap+starttls://`), or an address that a mail server brings mail to, `lmtp://127.0.0.1:2424` (or `smtp://`). Without it mail can be piped in. See [answers-and-bounces.md](answers-and-bounces.md)."),
    Setting("INBOX_SERVER", "none", _text, "The name that your receiving mail server writes first in `Authentication-Results`, if it removes those that others have forged. It is believed about who sent an answer that has no token."),
    Setting("BASE_URL", "http://localhost:PORT", _base, "The address of the site as people type it; every link in a mail begins with it, and passkeys are made for its name, which can’t be an IP address. Other host names are turned away."),
    Setting("DOMAINS", "none", _domains, "Domains of communities' own: `meet.example.org=data-kitchen`, several with commas; the part after `=` is the community's in its address. Their pages, links and letters begin with it; signing in and the desk stay at BASE_URL."),
    Setting("SECRET_KEY", "made once, kept in DATA_DIR", _key, "Signs cookies and derives the personal links. Changing it signs everybody out and voids printed badge codes; a link already mailed works until the next letter to that guest."),
    Setting("BADGE_KEY", "made once, kept in DATA_DIR", _private_key, "A file with the private key that signs badges of certificates (PEM, RSA), the same on all machines. Badges signed by another key can't be verified any more."),
    Setting("DATA_DIR", "var", _text, "The folder for the database, the queue, the secret key, the local mailbox and compiled templates."),
    Setting("SITE_NAME", "Tableful", _text, "What the site calls itself."),
    Setting("LOCALE", "en_GB", _locale, "The language and the way dates are written, as in `en_GB`, `en_US` or `de`."),
    Setting("PORT", "8000", _number(1, 65535), "The port that `eventapp serve` listens on."),
    Setting("HOST", "127.0.0.1", _text, "The address that `serve` listens on; `0.0.0.0` for every one."),
    Setting("WEB_WORKERS", "1", _number(1, 64), "Web processes that `serve` starts, each of which works on eight requests at once."),
    Setting("TRUSTED_PROXIES", "0", _number(0, 8), "How many proxies in front are believed about the visitor's address and https."),
    Setting("STRANGERS_AN_HOUR", "30", _number(1, 100_000), "How many addresses one client's visitors may have written to in an hour; letters to more wait for the next one. Raise it where a whole hall answers over one connection."),
    Setting("OPEN_FOUNDING", "no", _switch, "Whether anybody who signs in may found a community; otherwise `organizers add` does."),
    Setting("WEBHOOK_HOSTS", "none", _hosts, "Hosts that webhooks may reach although they are private, and without https: names or numbers with commas between, each with a port if you like, as in `127.0.0.1:9000,hooks.internal`. Everything else must be public and https. Whoever owns a community may send there."),
    Setting("METRICS", "no", _switch, "Whether `/metrics` answers (Prometheus text)."),
    Setting("WORKER_METRICS", "none", _listening, "Where a worker that runs alone answers `/metrics`, as in `127.0.0.1:9108`: how letters and longer work go is counted there. With `serve` the pages tell it."),
    Setting("TRACES_URL", "none", _base, "An OpenTelemetry collector that is told where the time of each request and task goes (OTLP over HTTP), as in `http://127.0.0.1:4318`; needs `pip install 'eventapp[telemetry]'`."),
    Setting("DEMO", "yes", _switch, "Whether `serve` loads the demo community into an empty database when no mail server is set."),
)  # fmt: skip


def from_env(environ: Mapping[str, str] | None = None) -> dict[str, object]:
    """Flask's configuration from the environment.

    Raises BadSetting with a sentence that names the first wrong or unknown setting.
    """
    environ = os.environ if environ is None else environ
    known = {PREFIX + setting.name for setting in SETTINGS}
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            raise BadSetting(f"{name} is not a setting; docs/operating.md lists them all.")
    given = {}
    for setting in SETTINGS:
        raw = environ.get(PREFIX + setting.name, "").strip()
        if raw:
            if len(raw) > 1 and raw[0] == raw[-1] and raw[0] in "\"'":
                # Docker's env_file keeps them, where a shell and systemd take them off.
                raise BadSetting(f"{PREFIX}{setting.name} stands in quotes: leave them out.")
            try:
                given[setting.name] = setting.parse(raw)
            except ValueError as error:
                raise BadSetting(f"{PREFIX}{setting.name} can't be used: {error}.") from None
    return _complete(given)


def _complete(given: dict[str, object]) -> dict[str, object]:
    folder = (HOME / str(given.get("DATA_DIR", "var"))).resolve()
    port = given.get("PORT", 8000)
    base = str(given.get("BASE_URL", f"http://localhost:{port}"))
    host = urlsplit(base).hostname or ""
    domains = cast("dict[str, str]", given.get("DOMAINS", {}))
    if urlsplit(base).netloc.lower() in domains:
        raise BadSetting("EVENTAPP_DOMAINS can't be used: BASE_URL's host is no community's own.")
    return {
        "DATA_DIR": folder,
        "PORT": port,
        "HOST": given.get("HOST", "127.0.0.1"),
        "WEB_WORKERS": given.get("WEB_WORKERS", 1),
        "BASE_URL": base,
        "DOMAINS": domains,
        "SITE_NAME": given.get("SITE_NAME", "Tableful"),
        "BABEL_DEFAULT_LOCALE": given.get("LOCALE", "en_GB"),
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
        "MAIL_FROM": given.get("MAIL_FROM", "tables@localhost.localdomain"),
        "ANSWER_ADDRESS": given.get("ANSWER_ADDRESS"),
        "INBOX": given.get("INBOX"),
        "INBOX_SERVER": given.get("INBOX_SERVER"),
        "SMTP_URL": given.get("SMTP_URL"),
        "SMTP_TIMEOUT": given.get("SMTP_TIMEOUT", 30),
        "DOMAIN_PACE": given.get("DOMAIN_PACE", _pace(given.get("SMTP_URL"))),
        "DKIM_KEY": given.get("DKIM_KEY"),
        "DKIM_SELECTOR": given.get("DKIM_SELECTOR", "eventapp"),
        "REDIS_URL": given.get("REDIS_URL"),
        "TRUSTED_PROXIES": given.get("TRUSTED_PROXIES", 0),
        "STRANGERS_AN_HOUR": given.get("STRANGERS_AN_HOUR", 30),
        "OPEN_FOUNDING": given.get("OPEN_FOUNDING", False),
        "WEBHOOK_HOSTS": given.get("WEBHOOK_HOSTS", frozenset()),
        "METRICS": given.get("METRICS", False),
        "WORKER_METRICS": given.get("WORKER_METRICS"),
        "TRACES_URL": given.get("TRACES_URL"),
        "DEMO": given.get("DEMO", True),
        "SECRET_KEY": given.get("SECRET_KEY"),
        "BADGE_KEY": given.get("BADGE_KEY"),
        "SQLALCHEMY_DATABASE_URI": given.get("DATABASE_URL", f"sqlite:///{folder / 'eventapp.db'}"),
        "SQLALCHEMY_ENGINE_OPTIONS": _engine(given),
        "DATABASE_POOLED": given.get("DATABASE_POOLED", False),
        "TRUSTED_HOSTS": [host]
        + (["127.0.0.1", "localhost"] if is_loopback(host) else [])
        + [own.partition(":")[0] for own in domains],
    }


# What libpq waits for a PostgreSQL that is gone without a word: seconds to connect, seconds until it asks
# whether somebody is there, and milliseconds until what was sent must have arrived. Its own are minutes.
PATIENCE: Mapping[str, int | None] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}


def _engine(given: Mapping[str, object]) -> dict[str, object]:
    # The trace of a fault must not carry what people typed.
    options: dict[str, object] = {"hide_parameters": True}
    url = str(given.get("DATABASE_URL"))
    if url.startswith("postgresql"):
        asked = dict(parse_qsl(urlsplit(url).query))
        connect = {name: value for name, value in PATIENCE.items() if name not in asked}
        if given.get("DATABASE_POOLED"):
            # A statement that was prepared on one connection isn't known on the next.
            connect["prepare_threshold"] = None
        options["connect_args"] = connect
    return options


def _pace(smtp: object) -> int:
    """A mail server of this machine's own sees to the pace of what it passes on."""
    host = urlsplit(str(smtp or "")).hostname or "localhost"
    return 0 if is_loopback(host) else 300


def is_loopback(host: str) -> bool:
    """Whether a host name can only mean this machine."""
    return host in {"127.0.0.1", "localhost", "::1"}
