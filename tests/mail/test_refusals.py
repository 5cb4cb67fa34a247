"""What servers say when they don't take a letter, what follows from it, and how organizers are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.mail import reasons, refusals
from eventapp.mail.refusals import NotTaken, Stage, Verdict, refusal


@pytest.mark.parametrize(
    ("code", "said", "kept"),
    [
        (550, b"5.1.1 <a@example.org>: User unknown", "550 5.1.1 <a@example.org>: User unknown"),
        (550, b"5.1.1 The address\n5.1.1 does not exist", "550 5.1.1 The address does not exist"),
        (550, b"User\tunknown\x00 \xff", "550 User unknown \N{REPLACEMENT CHARACTER}"),
        (450, b"5.1.1 says two things", "450 5.1.1 says two things"),
        (554, b"see https://site.example/r/secret?x#y now", "554 see https://site.example/… now"),
        (550, b"", "550"),
    ],
)
def test_an_answer_is_kept_on_one_line_and_opens_nobody_s_page(code, said, kept):
    assert str(refusal(code, said)) == kept


@given(st.integers(400, 599), st.binary(max_size=2000))
def test_any_answer_is_kept_short_and_read_back_as_it_was(code, said):
    kept = refusal(code, said)

    assert str(kept).isprintable()
    assert len(str(kept)) < 330
    assert refusals.read(str(kept)) == kept


@pytest.mark.parametrize(
    ("stage", "said", "verdict"),
    [
        (Stage.US, None, Verdict.ALL),
        (Stage.LETTER, None, Verdict.LATER),
        (Stage.US, (421, "busy"), Verdict.ALL),
        (Stage.US, (535, "5.7.8 wrong password"), Verdict.ALL),
        (Stage.US, (553, "5.7.1 sender not owned"), Verdict.ALL),
        (Stage.US, (552, "5.3.4 too big"), Verdict.FINAL),
        (Stage.LETTER, (530, "5.7.0 sign in first"), Verdict.ALL),
        (Stage.LETTER, (552, "5.7.0 this content is dangerous"), Verdict.FINAL),
        (Stage.LETTER, (554, "5.7.1 <a@b.example>: Relay access denied"), Verdict.OURS),
        (Stage.LETTER, (550, "relay not permitted"), Verdict.OURS),
        (Stage.LETTER, (550, "5.7.54 SMTP; Unable to relay recipient"), Verdict.OURS),
        (Stage.LETTER, (550, "5.7.1 your relay is listed at a blocklist"), Verdict.FINAL),
        (Stage.LETTER, (550, "5.1.1 nobody"), Verdict.FINAL),
        (Stage.LETTER, (421, "4.7.0 slow down"), Verdict.DOMAIN),
        (Stage.LETTER, (450, "too much mail"), Verdict.DOMAIN),
        (Stage.LETTER, (450, "4.2.1 mailbox busy"), Verdict.LATER),
        (Stage.LETTER, (450, "4.7.1 Greylisted for 300 seconds"), Verdict.LATER),
        (Stage.LETTER, (452, "4.3.1 no space"), Verdict.LATER),
    ],
)
def test_what_follows_from_an_answer(stage, said, verdict):
    assert refusals.verdict(NotTaken(stage, said and refusal(*said))) is verdict


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ("550 5.1.1 User unknown", "no mailbox with this address"),
        ("550 No such user here", "no mailbox with this address"),
        ("The mail server answered 550.", "no mailbox with this address, or it takes no mail"),
        ("550 5.1.2 Host unknown", "Check what comes after the @"),
        ("556 5.1.10 null MX", "Check what comes after the @"),
        ("550 5.2.1 disabled", "mailbox is closed"),
        ("552 5.2.2 over quota", "mailbox is full"),
        ("552 mailbox size limit, quota exceeded", "mailbox is full"),
        ("554 mailbox full", "mailbox is full"),
        ("552 5.3.4 Message too big", "too large"),
        ("552 message size exceeds maximum", "too large"),
        ("554 5.7.1 looks like spam", "took this mail for unwanted"),
        ("554 5.7.1 host blocked using a list", "took this mail for unwanted"),
        ("550 5.7.26 not authenticated", "can't tell that this mail is really from us"),
        ("554 5.7.1 Relay access denied", "doesn't pass mail on to them"),
        ("554 5.4.4 no route", "could not find its way"),
        ("554 5.6.0 nothing of this", "refuses this mail (554)"),
        ("451 later", "was busy (451)"),
        ("sender must be one plain ASCII address.", "sender must be one plain"),
        ("The mail server could not be reached or broke off (TimeoutError).", "could not be"),
    ],
)
def test_organizers_are_told_why_in_a_sentence(app, trouble, sentence):
    with app.test_request_context():
        assert sentence in reasons.plain(trouble)


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ("535 5.7.8 bad credentials", "name or password in its setting is wrong"),
        ("530 5.7.0 sign in", "name or password in its setting is wrong"),
        ("554 5.7.1 Relay access denied", "doesn't pass our mail on"),
        ("The mail server could not be reached or broke off (gaierror).", "does not answer"),
        ("553 5.1.8 sender", "takes no mail from us"),
    ],
)
def test_what_is_ours_to_mend_is_said_in_a_sentence(app, trouble, sentence):
    with app.test_request_context():
        assert sentence in reasons.ours(trouble)
