"""Every letter is signed so that verifiers which aren't ours believe it, and nobody can change it on the way.

The verifiers are Debian's: dkimpy (python3-dkim) and Mail::DKIM (libmail-dkim-perl).
"""

import re
import subprocess

import make
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st
from name_server import NameServer
from signing_keys import quoted, written

from eventapp.config import BadSetting, from_env
from eventapp.db import db
from eventapp.mail import signatures
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import Message

DKIMPY = """
import sys, dkim
_, record, name = sys.argv
letter = sys.stdin.buffer.read()
print(dkim.verify(letter, dnsfunc=lambda asked, timeout=5: record.encode() if asked == name.encode() else None))
"""
MAIL_DKIM = """
use Mail::DKIM::Verifier; use Net::DNS; binmode STDIN;
$Mail::DKIM::DNS::RESOLVER = Net::DNS::Resolver->new(nameservers => ['127.0.0.1'], port => $ARGV[0]);
my $found = Mail::DKIM::Verifier->new();
while (<STDIN>) { $found->PRINT($_); }
$found->CLOSE; print $found->result_detail, "\\n";
"""


@pytest.fixture(scope="module", params=["rsa", "ed25519"])
def key(request, tmp_path_factory) -> signatures.Key:
    private = (
        rsa.generate_private_key(65537, 2048)
        if request.param == "rsa"
        else ed25519.Ed25519PrivateKey.generate()
    )
    return signatures.read_key(str(written(private, tmp_path_factory.mktemp("key"))))


@pytest.fixture
def letter(app, unruly_alone, key) -> bytes:
    """An invite with everything in it, signed, as it came out of a mail server."""
    app.config |= {"SMTP_URL": unruly_alone.url, "DKIM_KEY": key, "DKIM_SELECTOR": "here"}
    app.config |= {"MAIL_FROM": "tables@example.org", "SITE_NAME": "Tische"}
    app.config["ANSWER_ADDRESS"] = "rsvp+TOKEN@example.org"
    make.rsvp(letter="invite", first_name="Ömer 'o\"clock' \N{GRINNING FACE} Łukasz of a long line")
    message = db.session.scalars(db.select(Message)).one()
    # Letters about an answer are told by their place in line which one they reply to.
    message.about = f"test:{message.id}"
    message.unsubscribe = "https://example.org/" + "u" * 90
    message.in_reply_to = "<first@example.org>"
    db.session.commit()
    assert deliver_due() == 1
    return unruly_alone.taken[0].content


def dkimpy(letter: bytes, key: signatures.Key) -> bool:
    program = (
        "/usr/bin/python3",
        "-c",
        DKIMPY,
        signatures.record(key),
        "here._domainkey.example.org.",
    )
    ran = subprocess.run(program, input=letter, capture_output=True, check=True)
    return ran.stdout.strip() == b"True"


@pytest.mark.services
def test_a_letter_is_believed_after_its_way_through_a_mail_server(letter, key):
    assert dkimpy(letter, key)


@pytest.mark.services
def test_another_verifier_believes_it_too(letter, key):
    if key.algorithm == "ed25519":
        # That of Debian 12 (1.20230212) answers "invalid (unsupported algorithm ed25519-sha256)".
        return
    with NameServer() as names:
        names.records["here._domainkey.example.org", "TXT"] = [quoted(signatures.record(key))]
        program = "perl", "-e", MAIL_DKIM, str(names.port)
        ran = subprocess.run(program, input=letter, capture_output=True, check=True)
    assert ran.stdout.decode().startswith("pass")


@pytest.mark.services
@pytest.mark.parametrize(
    "change",
    [
        (b"Subject: ", b"Subject: not "),
        (b"MIME-Version", b"From: other@example.org\r\nMIME-Version"),
        (b"MIME-Version", b"Subject: another\r\nMIME-Version"),
        (b"List-Unsubscribe: <https://example.org/", b"List-Unsubscribe: <https://evil.example/"),
        (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", b""),
        (b"Reply-To: ", b"Reply-To: x"),
        (b"References: <first", b"References: <second"),
        (b"Content-Type: multipart/mixed", b"Content-Type: multipart/x"),
        (b"\r\n\r\n--", b"\r\n\r\nMore.\r\n--"),
    ],
)
def test_what_is_changed_on_the_way_is_not_believed(letter, key, change):
    head, blank, rest = letter.partition(b"MIME-Version")
    changed = (
        letter.replace(*change, 1)
        if change[0] in head + b"MIME-Version"
        else head + blank + rest.replace(*change, 1)
    )

    assert changed != letter
    assert not dkimpy(changed, key)


def test_all_that_counts_is_inside_the_signature(letter):
    head = letter.partition(b"\r\nFrom:")[0].decode()
    unfolded = " ".join(head.split())
    signed = re.sub(r"\s", "", unfolded.partition(" h=")[2].partition(";")[0]).split(":")

    assert {"list-unsubscribe", "list-unsubscribe-post", "message-id", "references"} <= set(signed)
    assert {"mime-version", "content-type", "date", "in-reply-to", "reply-to"} <= set(signed)
    assert signed.count("from") == 2
    assert [line for line in head.splitlines() if len(line) > 78] == []


def test_without_a_key_nothing_is_signed_and_the_same_letter_is_always_signed_alike(
    app, unruly_alone
):
    app.config["SMTP_URL"] = unruly_alone.url
    make.rsvp(letter="invite")
    db.session.commit()
    deliver_due()

    assert unruly_alone.taken[0].content.startswith(b"From: ")


@given(
    st.binary(max_size=300),
    st.lists(st.sampled_from([b" ", b"\t", b"\r\n", b"a", b"."]), max_size=40),
)
@settings(max_examples=200)
def test_a_body_is_hashed_as_the_standard_says(start, rest):
    body = start.replace(b"\r", b"").replace(b"\n", b"") + b"".join(rest)

    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()

    assert signatures._body(body) == b"".join(line + b"\r\n" for line in lines)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "can't be read"),
        (b"nonsense", "holds no private key in PEM"),
        ("public", "is the public key"),
        ("locked", "is locked with a password"),
        ("weak", "has 512 bits"),
        ("curve", "neither an RSA nor an Ed25519 key"),
    ],
)
def test_a_key_that_cannot_sign_stops_the_start_with_a_sentence(tmp_path, content, sentence):
    file = tmp_path / "dkim.pem"
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    if content == "curve":
        file = written(ec.generate_private_key(ec.SECP256R1()), tmp_path)
    elif content == "weak":
        made = ["openssl", "genrsa", "-out", str(file), "512"]
        subprocess.run(made, check=True, capture_output=True)
    elif content == "public":
        public = ed25519.Ed25519PrivateKey.generate().public_key()
        file.write_bytes(public.public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo))
    elif content == "locked":
        locked = serialization.BestAvailableEncryption(b"secret")
        file.write_bytes(ed25519.Ed25519PrivateKey.generate().private_bytes(pem, pkcs8, locked))
    elif content:
        file.write_bytes(content)

    with pytest.raises(BadSetting, match=f"EVENTAPP_DKIM_KEY can't be used: .*{sentence}"):
        from_env({"EVENTAPP_DKIM_KEY": str(file)})


def test_an_old_form_of_key_is_read_and_none_shows_itself(tmp_path):
    private = rsa.generate_private_key(65537, 2048)
    file = written(private, tmp_path, serialization.PrivateFormat.TraditionalOpenSSL)

    key = from_env({"EVENTAPP_DKIM_KEY": str(file)})["DKIM_KEY"]

    assert "private" not in repr(key)


def test_a_selector_that_dns_cannot_have_stops_the_start():
    with pytest.raises(BadSetting, match="EVENTAPP_DKIM_SELECTOR can't be used"):
        from_env({"EVENTAPP_DKIM_SELECTOR": "two words"})
