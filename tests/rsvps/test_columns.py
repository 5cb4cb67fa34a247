"""What a heading says of its column, and what the words below it mean."""

import pytest

from eventapp.rsvps import intake
from eventapp.rsvps.columns import attendance, role_of, stage_of

ROLES = ["Newcomer", "Career changer", "Practitioner", "Student", "Leader", "Founder"]


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("First Name,Last Name,Email Address", "first_name,last_name,email"),
        ("firstName,lastName,contact_email", "first_name,last_name,email"),
        ("Buyer Email,Email,Attendee #,Name", ",email,,name"),
        ("Event Name,Ticket name,Name,E-mail,Cell Phone", ",,name,email,"),
        (
            "Vorname;Name;E-Mail-Adresse;Firma;Branche",
            "first_name,name,email,organization,industry",
        ),
        ("Prénom;Nom;Courriel;Entreprise", "first_name,last_name,email,organization"),
        ("Nom;Adresse e-mail", "name,email"),
        ("Nombre,Apellidos,Correo electrónico", "first_name,last_name,email"),
        ("Nombre,Correo", "name,email"),
        ("Имя,Фамилия,Электронная почта", "first_name,last_name,email"),
        ("氏名,メールアドレス,会社名", "name,email,organization"),
        ("Email opt-in,Email,Emergency contact email,Name", ",email,,name"),
        ("What is your job?,Pronouns (optional),Which industry are you in?", ",pronouns,industry"),
        ("Which role best describes you?,Where do you work?", "role,organization"),
        ("What can you help others with?,What do you need help with?", "offer,ask"),
    ],
)
def test_columns_are_recognised_by_their_heading(headings, fields):
    names = headings.replace(";", ",").split(",")

    found = intake.guess(names)

    assert found == {name: at for at, name in enumerate(fields.split(",")) if name}


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("Attending", "coming"),
        ("Checked In", "coming"),
        ("approved", "coming"),
        ("", "coming"),
        ("Ja", "coming"),
        ("Not Attending", "away"),
        ("Refunded/Canceled", "away"),
        ("Deleted", "away"),
        ("declined", "away"),
        ("annulé", "away"),
        ("pending_approval", "undecided"),
        ("waitlist", "undecided"),
        ("invited", "undecided"),
        ("Unpaid", "undecided"),
        ("purple", "unknown"),
    ],
)
def test_a_status_tells_who_is_coming(status, meaning):
    assert attendance(status) == meaning


@pytest.mark.parametrize(
    ("cell", "role"),
    [
        ("practitioner", "Practitioner"),
        ("Career-Changers", "Career changer"),
        ("Student at a university", "Student"),
        ("Leader and founder", None),
        ("Wizard", None),
        ("", None),
    ],
)
def test_a_role_is_found_among_the_events_own(cell, role):
    assert role_of(cell, ROLES) == role


@pytest.mark.parametrize(
    ("cell", "stage"),
    [
        ("Mid", "mid"),
        ("mid-career", "mid"),
        ("Executive", "executive"),
        ("Student", "studying"),
        ("Early career", "early"),
        ("Senior/lead", "senior"),
        ("changing careers", "changing"),
        ("Berufseinsteiger", "early"),
        ("purple", None),
    ],
)
def test_a_career_stage_in_free_words_finds_its_key(cell, stage):
    assert stage_of(cell) == stage
