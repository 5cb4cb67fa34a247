"""What the program of the demo community says of itself, and each of its sessions."""

from datetime import datetime, timedelta

from eventapp.communities.models import Community
from eventapp.programs.models import Program, Trainer

ABOUT = {
    "title": "First steps into data",
    "summary": "Four evenings. Bring a question from your own work, leave with an answer.",
    "description": (
        "For people who use spreadsheets and suspect there is a better way. "
        "Tables are mixed anew each evening, so you meet everyone by the end."
    ),
    "for_whom": (
        "- You keep lists at work and can’t get answers out of them\n"
        "- You have never written a query, or gave up once\n"
        "- You think about a job with more data in it"
    ),
    "takes_away": (
        "- One question of your own, answered\n"
        "- A clean table, and how it became one\n"
        "- Twenty people to ask next time"
    ),
    "cohort": "Autumn",
    "capacity": 24,
    "certificate_sessions": 3,
    "certificate_people": 8,
    "certificate_roles": 3,
}

# kind, name, who they are, a few words, and the role whose mark stands beside the name.
LEADS = (
    (
        "trainer",
        "Noor Rahman",
        "Teaches SQL to adults at Granton Hub",
        "Nobody is bad at this. Most were never shown the second step.",
        "Educator",
    ),
    (
        "trainer",
        "Sofia Lund",
        "Analyst at Fieldmap",
        "I learned it at thirty-four, between two meetings.",
        "Practitioner",
    ),
    ("host", "Ines Ferreira", "Leith Table", "Come hungry, there is soup.", None),
)

# Each evening: its title, in how many days it is, and what the enrolled read for it.
SESSIONS: tuple[tuple[str, int, list[dict[str, str]]], ...] = (
    (
        "Asking a question a table can answer",
        -6,
        [{"title": "Ten good questions", "url": "https://files.example.org/questions"}],
    ),
    (
        "Cleaning up: the messy middle",
        1,
        [
            {"title": "The messy list", "url": "https://files.example.org/messy-list"},
            {"title": "What to look for, on one page", "url": "https://files.example.org/checks"},
        ],
    ),
    (
        "First queries",
        8,
        [{"title": "A place to try", "url": "https://files.example.org/try"}],
    ),
    ("Show and supper", 15, []),
)


def begun(host: Community, *, now: datetime) -> Program:
    """The program with who leads it, and without sessions."""
    program = Program(
        community=host,
        slug="first-steps-into-data",
        created_at=now - timedelta(days=30),
        published_at=now - timedelta(days=29),
        **ABOUT,
    )
    marks = {role.name: role for role in host.roles}
    for position, (kind, name, about, words, role) in enumerate(LEADS, start=1):
        who = {"kind": kind, "name": name, "about": about, "words": words}
        trainer = Trainer(position=position, role=marks[role] if role else None, **who)
        program.trainers.append(trainer)
    return program
