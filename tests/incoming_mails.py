"""Mails that came in, built line by line."""

REPLY = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
METHOD:REPLY
BEGIN:VEVENT
UID:event-7@tables.example
DTSTAMP:20261121T101112Z
SEQUENCE:2
ATTENDEE;PARTSTAT=DECLINED:mailto:aiko@mail.example
END:VEVENT
END:VCALENDAR
"""


def mail(body: str = "See you then!\n", *headers: str, kind: str = "text/plain") -> bytes:
    """A mail from Aiko with further headers; one that is given again takes the place of ours."""
    usual = [
        "From: Aiko <aiko@mail.example>",
        "To: rsvp@tables.example",
        "Subject: Re: Tables",
        "Message-ID: <one@mail.example>",
        f"Content-Type: {kind}; charset=utf-8",
    ]
    given = {header.partition(":")[0].lower() for header in headers}
    kept = [header for header in usual if header.partition(":")[0].lower() not in given]
    return "\r\n".join([*headers, *kept, "", body.replace("\n", "\r\n")]).encode()


def of_parts(*parts: tuple[str, str], kind: str = "mixed", headers: tuple[str, ...] = ()) -> bytes:
    """A multipart mail; each part is its Content-Type, further headers below it, and its body."""
    body = "".join(f"--=_b\nContent-Type: {of}\n\n{inside}\n" for of, inside in parts)
    return mail(f"{body}--=_b--\n", f'Content-Type: multipart/{kind}; boundary="=_b"', *headers)
