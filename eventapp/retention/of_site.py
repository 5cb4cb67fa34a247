"""What goes by itself of what belongs to no community: letters, sign-ins, addresses, and who is nobody's."""

from datetime import timedelta

from eventapp import clock
from eventapp.communities.forgotten import log
from eventapp.communities.forgotten.models import Forgotten
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.front.closing import removal
from eventapp.front.closing.actions import GRACE
from eventapp.mail.forgetting import WORDS
from eventapp.mail.incoming.models import Received
from eventapp.mail.models import HAS_WORDS, OF_PERSON, BouncedAddress, Message
from eventapp.people.models import AddressChange, Link, Person, SignIn
from eventapp.people.passkeys.models import UsedChallenge
from eventapp.retention import nobodys
from eventapp.retention.rule import DAY, MONTH, NOW, YEAR, Rule

OF_SITE = (
    Rule(
        kind="words-of-letters",
        what="what letters said; that they were sent, and to whom, stays",
        moment="they were written",
        of=Message,
        since=Message.created_at,
        after=timedelta(days=180),
        where=db.and_(HAS_WORDS, Message.state != "queued"),
        becomes=WORDS,
    ),
    # Before the links that they are about: a number that is free again is no letter's any more.
    Rule(
        kind="letters-to-sign-in",
        what="letters with links to sign in, lost links, other addresses, badges and passkeys",
        moment="they were written",
        of=Message,
        since=Message.created_at,
        after=MONTH,
        # That somebody was told what they may do stays, as of all other letters.
        where=db.and_(OF_PERSON, Message.state != "queued", Message.kind != "team-changed"),
    ),
    Rule(
        kind="links-to-sign-in",
        what="links that ran out",
        moment="they ran out",
        of=Link,
        since=Link.expires_at,
        after=MONTH,
        where=db.and_(db.text("expires_at IS NOT NULL"), Link.purpose == "sign-in"),
    ),
    Rule(
        kind="address-changes",
        what="other addresses that somebody asked for",
        moment="their link ran out",
        of=AddressChange,
        since=AddressChange.expires_at,
        after=MONTH,
    ),
    Rule(
        kind="sign-ins",
        what="browsers that were signed in",
        moment="the sign-in ran out",
        of=SignIn,
        since=SignIn.expires_at,
        after=DAY,
    ),
    Rule(
        kind="sign-ins-unused",
        what="browsers that nobody came by",
        moment="they were last used",
        of=SignIn,
        since=db.func.coalesce(SignIn.seen_at, SignIn.created_at),
        after=SignIn.UNUSED + DAY,
    ),
    Rule(
        kind="sign-ins-ended",
        what="browsers that were signed out",
        moment="they were",
        of=SignIn,
        since=SignIn.ended_at,
        after=NOW,
    ),
    Rule(
        kind="challenges",
        what="questions that a passkey answered",
        moment="they ran out",
        of=UsedChallenge,
        since=UsedChallenge.expires_at,
        after=NOW,
    ),
    Rule(
        kind="received",
        what="that a mail came in; what it said goes as soon as it is read",
        moment="it came",
        of=Received,
        since=Received.received_at,
        after=timedelta(days=180),
        where=Received.state != "waiting",
    ),
    Rule(
        kind="bounces",
        what="addresses that letters came back from",
        moment="the first came back",
        of=BouncedAddress,
        since=BouncedAddress.since,
        after=YEAR,
    ),
    Rule(
        kind="nobodys",
        what="people whom no community knows, and who aren’t signed in",
        moment="they were first known",
        of=Person,
        since=Person.created_at,
        after=MONTH,
        where=nobodys.KNOWN_TO_NOBODY,
        by=lambda: nobodys.let_go(clock.now() - MONTH),
    ),
    Rule(
        kind="closed-communities",
        what="communities that were closed, with everything in them and the people known nowhere else",
        moment="they were closed",
        of=Community,
        since=Community.closed_at,
        after=GRACE,
        where=db.text("closed_at IS NOT NULL"),
        by=removal.let_go,
    ),
    Rule(
        kind="pseudonyms",
        what="pseudonyms of which nothing is told any more",
        moment="they were erased",
        of=Person,
        since=Person.erased_at,
        after=DAY,
        where=nobodys.EMPTY_PSEUDONYM,
        # Whatever points at a person is looked through for each of them, mostly without an index.
        part=20,
    ),
    Rule(
        kind="log",
        what="the log of what went",
        moment="that day",
        of=Forgotten,
        since=Forgotten.day,
        after=log.KEPT,
    ),
)
