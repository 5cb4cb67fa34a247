"""The doctor asks DNS whether our letters are believed and answers arrive, and says what to add."""

import re

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from name_server import NameServer
from signing_keys import quoted, written

from eventapp.mail import dns_records, signatures

GOOD_SPF = "v=spf1 mx ip4:203.0.113.7 -all"
DMARC = "v=DMARC1; p=none; rua=mailto:postmaster@example.org"
DKIM = "eventapp._domainkey.example.org"


@pytest.fixture
def names():
    with NameServer() as server:
        server.records["example.org", "MX"] = ["10 mail.example.org."]
        server.records["mail.example.org", "A"] = ["203.0.113.7"]
        yield server


@pytest.fixture(scope="module")
def key(tmp_path_factory) -> signatures.Key:
    private = rsa.generate_private_key(65537, 2048)
    return signatures.read_key(str(written(private, tmp_path_factory.mktemp("key"))))


def said(names: NameServer, key: signatures.Key | None, subject: str) -> list[tuple[object, str]]:
    dns = dns_records.Dns(names.resolver())
    found = dns_records.for_sender(dns, "example.org", key=key, selector="eventapp")
    return [(one.good, one.sentence) for one in found if one.subject == subject]


def publish(names: NameServer, name: str, *texts: str) -> None:
    names.records[name, "TXT"] = [quoted(text) for text in texts]


@pytest.mark.parametrize(
    ("texts", "good", "words"),
    [
        ([GOOD_SPF], True, "see that it names the machine"),
        (["some-site-verification=1", GOOD_SPF], True, GOOD_SPF),
        (["v=spf1 " + "ip4:203.0.113.1 " * 30 + "-all"], True, "ip4:203.0.113.1 -all"),
        (["v=spf1 redirect=_spf.example.net"], True, "redirect"),
        ([], False, 'Add this, with the address .*: example.org. IN TXT "v=spf1 mx'),
        (["v=spf10 -all"], False, "has no record"),
        ([GOOD_SPF, "v=spf1 include:a.example -all"], False, "has 2 records, so none counts"),
        (["v=spf1 -all"], False, "says that nobody sends for it"),
        (["v=spf1 +all"], False, "lets everybody send"),
        (["v=spf1 mx"], False, "doesn't say what of others"),
        (["v=spf1 " + "include:a.example " * 11 + "-all"], False, "asks for 11 look-ups"),
    ],
)
def test_spf(names, texts, good, words):
    publish(names, "example.org", *texts)

    [(found, sentence)] = said(names, None, "SPF")

    assert found is good
    assert re.search(words, sentence)


def test_dkim_with_our_key_however_long_its_record(names, key):
    publish(names, DKIM, signatures.record(key))
    assert " " in names.records[DKIM, "TXT"][0], "it is longer than one string of DNS"

    assert said(names, key, "DKIM") == [(True, f"{DKIM} has our key.")]


def test_dkim_without_a_record_prints_the_line_to_add_and_with_it_is_content(names, key):
    [(good, sentence)] = said(names, key, "DKIM")
    names.records[DKIM, "TXT"] = [sentence.partition("IN TXT ")[2].strip("( )")]

    assert good is False
    assert said(names, key, "DKIM") == [(True, f"{DKIM} has our key.")]


@pytest.mark.parametrize(
    ("change", "good", "words"),
    [
        (lambda text: text.replace("p=MII", "p=MIIx"), False, "has another key"),
        (lambda text: text.replace("k=rsa", "k=ed25519"), False, "has another key"),
        (lambda text: "v=DKIM1; p=", False, "has no key in it"),
        (lambda text: text.replace("k=rsa", "k=rsa; t=y"), None, "only testing"),
        (lambda text: text.replace("k=rsa; ", ""), True, "has our key"),
        (lambda text: text.replace("p=MII", "p= MI I"), True, "has our key"),
    ],
)
def test_dkim_with_a_record_that_differs(names, key, change, good, words):
    publish(names, DKIM, change(signatures.record(key)))

    [(found, sentence)] = said(names, key, "DKIM")

    assert found is good
    assert words in sentence


def test_two_dkim_records_are_one_too_many(names, key):
    publish(names, DKIM, signatures.record(key), "v=DKIM1; p=other")

    assert "has 2 records" in said(names, key, "DKIM")[0][1]


def test_weak_and_rare_keys_are_noted(names, tmp_path):
    rare = signatures.read_key(str(written(ed25519.Ed25519PrivateKey.generate(), tmp_path)))
    publish(names, DKIM, signatures.record(rare))

    assert [good for good, _sentence in said(names, rare, "DKIM")] == [True, None]
    assert said(names, None, "DKIM")[0][0] is None


@pytest.mark.parametrize(
    ("texts", "good", "words"),
    [
        ([DMARC], True, "p=none"),
        (["v=DMARC1;p=reject"], True, "reject"),
        ([], False, 'Add this: _dmarc.example.org. IN TXT "v=DMARC1; p=none'),
        (["v=DMARC1; rua=mailto:x@example.org"], False, "without p="),
        ([DMARC, DMARC.replace("none", "reject")], False, "has 2 records"),
    ],
)
def test_dmarc(names, texts, good, words):
    publish(names, "_dmarc.example.org", *texts)

    [(found, sentence)] = said(names, None, "DMARC")

    assert found is good
    assert words in sentence


def test_a_name_below_a_domain_is_under_its_dmarc(names):
    publish(names, "_dmarc.example.org", DMARC)
    dns = dns_records.Dns(names.resolver())

    found = dns_records.for_sender(dns, "mail.example.org", key=None, selector="eventapp")

    assert [one.good for one in found if one.subject == "DMARC"] == [True]


@pytest.mark.parametrize(
    ("records", "good", "words"),
    [
        ({"MX": ["10 mail.example.org."]}, True, "goes to mail.example.org"),
        (
            {"MX": ["20 b.example.net.", "10 mail.example.org."]},
            False,
            "goes to b.example.net, which",
        ),
        ({"MX": ["0 ."]}, False, "takes no mail"),
        ({"A": ["203.0.113.9"]}, None, "has no MX record"),
        ({}, False, "answers.example.org. IN MX 10"),
    ],
)
def test_where_answers_go(names, records, good, words):
    for kind, found in records.items():
        names.records["answers.example.org", kind] = found

    one = dns_records.for_answers(
        dns_records.Dns(names.resolver()), "answers.example.org", "answers"
    )

    assert one.good is good
    assert words in one.sentence


def examined(app, names: NameServer) -> str:
    app.extensions["resolver"] = names.resolver()
    app.config |= {"SMTP_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "tables@example.org"}
    app.config["ANSWER_ADDRESS"] = "TOKEN@answers.example.org"
    return app.test_cli_runner().invoke(args=["doctor"]).output


def test_the_doctor_prints_what_to_add(app, names, key):
    app.config["DKIM_KEY"] = key

    output = examined(app, names)

    assert "BAD  SPF: example.org has no record" in output
    assert f"BAD  DKIM: {DKIM} has no record. Add this: {DKIM}. IN TXT ( " in output
    assert "BAD  DMARC: example.org has no record" in output
    assert "ok   mail to us: the mail of example.org goes to mail.example.org" in output
    assert "BAD  answers: no mail reaches answers.example.org" in output


def test_without_dns_the_doctor_says_so_and_goes_on(app, names, monkeypatch):
    monkeypatch.setattr(dns_records, "PATIENCE", 0.2)
    names.silent = True

    output = examined(app, names)

    assert "note DNS: could not be asked about example.org" in output
    assert "clock" in output
