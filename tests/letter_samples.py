"""A sample of everything that a letter is told, with people who exist nowhere."""

import re
from collections.abc import Callable
from types import SimpleNamespace as Thing

import css_inline
from calendar_builders import STAMP, appointment
from flask import Flask, render_template
from markupsafe import Markup

from eventapp import clock, ical, tokens
from eventapp.mail.compose import Letter, mime, one_line, tidy
from eventapp.paths import ROOT
from eventapp.people.preferences import TOPIC_OF
from eventapp.progress.letters.picture import Picture

KINDS = sorted(path.parent.name for path in (ROOT / "templates" / "mail").glob("*/subject.txt"))
# What an entry goes with, and what takes one away.
ENTRIES = {"invite", "promoted", "approved", "update", "again", "reopened", "half-hour"}
ENDINGS = {"goodbye", "cancelled", "moved", "half-hour-off"}
LINK = "https://tables.example/r/~0123456789abcdefghijkl~"
# What organizers let people read: on other sites.
MATERIALS = (
    ("Slides: three questions", "https://files.example/1/slides.pdf", "files.example"),
    ("The sheet we fill in together", "https://sheets.example/abc", "sheets.example"),
)
STOP = "https://tables.example/u/~abcdefghijklmnopqrstuv~"
PAGE = "https://tables.example/e/coffee-careers"
ROUTE = [(1, 3, "18:50"), (2, 7, "19:20"), (3, 1, "19:50")]


def event(**given: object) -> Thing:
    fields = {
        "title": "Coffee & Careers",
        "summary": "Six tables, three rounds, one good question each.",
        "place_name": "The Reading Room",
        "place_address": "12 Mill Lane, Edinburgh",
    }
    return Thing(**fields | given)


def tables() -> list[Thing]:
    """What a guest of three rounds gets on the card: strings, models and gaps, all at once."""
    amara = Thing(
        first_name="Amara",
        role=Thing(name="Leader", mark=5),
        organization="Open Health",
        ask=Thing(text="How do schools teach statistics today?", kind="advice"),
        offer=Thing(text="A look through your portfolio", kind="advice"),
        step="Ask her to read one project page. One, not all of them.",
    )
    mateo = Thing(
        first_name="Mateo",
        role="Practitioner",
        mark=3,
        organization="",
        ask="What puts juniors off job adverts?",
        offer="Interview practice",
        step="Send him the two adverts you nearly answered, and why you didn’t.",
    )
    aiko = Thing(
        first_name="愛子",
        role=Thing(name="Student", mark=4),
        organization=None,
        ask=None,
        offer="Reading aloud, in two languages",
        step="",
    )
    kofi = Thing(
        first_name="Kofi",
        role="Founder",
        mark=6,
        organization="",
        ask="Whom do I hire first for data?",
        offer="Two paid weeks with real field data",
        step="Tell him which week you’re free. He asked, you fit.",
    )
    return [
        Thing(round=1, table=3, people=[amara, mateo], unnamed=0),
        Thing(round=2, table=7, people=[kofi, aiko], unnamed=1),
        Thing(round=3, table=1, people=[], unnamed=4),
    ]


def context(**given: object) -> dict[str, object]:
    """Everything that any letter asks for."""
    kofi = Thing(
        first_name="Kofi",
        last_name="Mensah",
        role=Thing(name="Founder", mark=6),
        email="kofi@fieldmaps.example",
        phone="+44 131 496 0123",
        dialled="+441314960123",
        web="https://fieldmaps.example/kofi",
        ask="Whom do I hire first for data?",
        offer=Thing(text="Two paid weeks with real field data", kind="volunteering"),
        line="Your plots question was the best of the night.",
    )
    fields: dict[str, object] = {
        "site_name": "Tableful",
        "face": None,
        "opening": (),
        "community": "Data Kitchen",
        "event": event(),
        "when": "Thursday 26 November 2026, 18:30–21:00 (GMT)",
        "waitlist_until": "18:30",
        "mine": Thing(email="aiko@mail.example", phone="", web="", line="I’m free from 4 May."),
        "guest": Thing(first_name="Aiko", name="Aiko Sato", going=True),
        "guest_name": "Aiko Sato",
        "guest_email": "aiko@example.org",
        "page": LINK,
        "keeps_until": "18:40",
        "state": "waitlisted",
        "said": "DECLINED",
        "sure": False,
        "wrote_from": "aiko@elsewhere.example",
        "cut": True,
        "proposed": "Friday 27 November 2026, 18:30–21:00 (GMT)",
        "comment": "Could it be a day later?",
        "shared": False,
        "link": LINK,
        "event_url": PAGE,
        "shareable": True,
        "answer_until": "18:30",
        "join_link": "",
        "leaving": False,
        "begins": False,
        "method": "REQUEST",
        "answers_reach_us": False,
        "route": ROUTE,
        "minutes": 10,
        "days": 7,
        "until": "Monday 7 December, 18:30",
        "by": "Olu",
        "right": "organizer",
        "owner": "",
        "position": 3,
        "waits_for": "",
        "taken_off": False,
        "how_given": "When one frees, the next person gets it and the invite, in order.",
        "had_place": True,
        "subject": "Bring a pen, please",
        "paragraphs": (("Please bring a pen.", "A pencil will do."), ("The door opens at six.",)),
        "offered_until": "18:30",
        "clashes": ("Pasta & Python",),
        "links": [("Coffee & Careers, Thursday 26 November 2026, 18:30", LINK)],
        "changes": [
            ("When", "Thursday 19 November 2026, 18:30", "Thursday 26 November 2026, 18:30"),
            ("Place", "", "The Reading Room"),
        ],
        "program": Thing(title="First Steps in Data", summary="Three evenings, one project."),
        "of_program": "",
        "cohort": "Spring 2027",
        "series": False,
        "waitlisted": False,
        "sessions": [
            ("Ask a question", "Thursday 26 November 2026, 18:30–20:30 (GMT)", "Granton Hub", []),
            ("Find the numbers", "Thursday 3 December 2026, 18:30–20:30 (GMT)", "Online", []),
            ("Tell the story", "Thursday 10 December 2026, 18:30–20:30 (GMT)", "", ["Pasta night"]),
        ],
        "leads": ["Noor Rahman", "Chidi Eze"],
        "agreement": "I come to five of six evenings, or say so before.",
        "agreement_as_html": Markup("<p>I come to five of six evenings, or say so before.</p>"),
        "reads": True,
        "calendar_url": "https://tables.example/data-kitchen/programs/first-steps/calendar",
        "materials": MATERIALS,
        "coming": (
            "Find the numbers",
            "Thursday 3 December 2026, 18:30–20:30 (GMT)",
            "Granton Hub",
        ),
        "picture": Picture(
            there=3,
            sessions=(True, True, False, True, None, None),
            people=14,
            marks=(1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 7),
            roles=5,
            all_roles=6,
        ),
        "lacking": 2,
        "words_missing": True,
        "missing": ["2 more sessions", "one compulsory session"],
        "catches_up": True,
        "ahead": [
            ("Tell the story", "Thursday 10 December 2026, 18:30–20:30 (GMT)", "Granton Hub"),
            ("Show and supper", "Thursday 17 December 2026, 18:30–20:30 (GMT)", ""),
        ],
        "others": [("Maps by hand", "Tuesday 12 January 2027", "https://tables.example/p/maps")],
        "people_url": "https://tables.example/me/people",
        "name": "Aiko",
        "email": "aiko@new.example",
        "there": 5,
        "check": "https://tables.example/certificates/7K2M-Q9XD",
        "renamed": "",
        "of": 6,
        "news": (("Said yes", 3, "Ana, Ben, Cem"), ("Gave it back", 1, "Dan")),
        "deadline": "Sunday 6 December 2026, 20:00",
        "day": "Thursday 26 November 2026",
        "tables": tables(),
        "met": 10,
        "half_hour": "",
        "by_guest": False,
        "why": "It took nothing for three days.",
        "address": "kofi@fieldmaps.example",
        "moved": False,
        "moves": 1,
        "entries": True,
        "dates": [("Find it", "Thursday 3 December 2026, 19:00–21:00 (GMT)", "18:30–20:30")],
        "where": "The Mill Café, upstairs",
        "times": [
            ("Wed 2 Dec, 12:30", LINK),
            ("Fri 4 Dec, 17:30", LINK),
            ("Tue 8 Dec, 09:00", LINK),
        ],
        "unsubscribe_url": STOP,
        "other": kofi,
        "asked": "",
        "note": (("We would love to have you.", "Come early."),),
        "ask": "My first job in data",
        "helpers": [
            {
                "first_name": "Kofi",
                "role": "Founder",
                "offer": "Reading a CV",
                "line": "I hired ten.",
            }
        ],
        "asks": [Thing(text="Whom do I hire first?", topics=("Hiring",), kind="advice")],
        "more": 2,
        "step": "Kofi offers two paid weeks with field data. Twenty minutes on the phone show it.",
    }
    return fields | given


def written(post: Flask, kind: str, **given: object) -> tuple[str, str, str]:
    """Subject, text and HTML of a letter."""
    names = context(**given)
    with post.app_context():
        subject = one_line(render_template(f"mail/{kind}/subject.txt", **names))
        text = tidy(render_template(f"mail/{kind}/body.txt", **names))
        html = css_inline.inline(render_template(f"mail/{kind}/body.html", **names))
    return subject, text, html


def leaving(post: Flask, kind: str, *, html: Callable[[str], str] = str) -> bytes:
    """The bytes of a letter as they leave, its HTML as `html` changes it."""
    subject, text, page = written(post, kind)
    entry, method = appointment(guest_name="Aiko Sato"), None
    if kind in ENTRIES | ENDINGS:
        method = "REQUEST" if kind in ENTRIES else "CANCEL"
    write = {"REQUEST": ical.invite, "CANCEL": ical.uninvite, None: lambda _of, **_: None}[method]
    return mime(
        Letter(
            message_id="<0123456789abcdef01234567@tables.example>",
            sender_name="Data Kitchen via Tableful",
            sender="tables@tables.example",
            to_name="Aiko Sato",
            to="aiko@mail.example",
            subject=subject,
            text=tokens.reveal(text, "secret"),
            html=tokens.reveal(html(page), "secret"),
            calendar=write(entry, stamp=STAMP),
            method=method,
            unsubscribe_url=tokens.reveal(STOP, "secret") if kind in TOPIC_OF else None,
            date=clock.now(),
        )
    )


def shown(html: str) -> str:
    """What a reader of the HTML sees, as one line of text."""
    body = re.sub(r"(?s)<style.*?</style>|<[^>]+>", " ", html[html.index("<body") :])
    for entity, character in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        body = body.replace(entity, character)
    return " ".join(body.split())
