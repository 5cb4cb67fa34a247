"""What a heading says of its column, and what the words below it mean."""

import pytest

from eventapp.rsvps.importing.columns import guess
from eventapp.rsvps.importing.entries import role_of, stage_of

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
        ("Ticket Full Name,Ticket Email,Ticket Company Name", "name,email,organization"),
        ("What is your name?,Your email", "name,email"),
        ("Your full name,Work email", "name,email"),
        ("Participant Name,Email", "name,email"),
        ("Attendee Full Name,E-mail", "name,email"),
        ("Dein Name;E-Mail;Erfahrung", "name,email,stage"),
        ("name ,lastname ,email ", "name,last_name,email"),
        ("First and last name,Email", "name,email"),
        ("Vorname und Nachname;E-Mail", "name,email"),
        ("Vor- und Nachname;E-Mail", "name,email"),
        ("Name,Email,Dietary requirements", "name,email,food"),
        ("Name,Email,Dietary restrictions", "name,email,food"),
        ("Name,Email,Do you have any food allergies?", "name,email,food"),
        ("Name,Email,Accessibility needs", "name,email,access_needs"),
        ("Name,Email,Special requirements", "name,email,access_needs"),
        ("Name;E-Mail;Ernährung;Barrierefreiheit", "name,email,food,access_needs"),
        ("Name,Email,Guests", "name,email,guests"),
        ("Name,E-mail 1 - Label,E-mail 1 - Value", "name,,email"),
        ("Name,Email,Newsletter opt-in,Ticket type,Event name", "name,email,,,"),
        ("First,Last,Email", "first_name,last_name,email"),
        ("Nome próprio;Apelido;E-mail", "first_name,last_name,email"),
        ("Nome próprio;Sobrenomes;E-mail", "first_name,last_name,email"),
        ("Voornaam;Tussenvoegsel;Achternaam;E-mail", "first_name,infix,last_name,email"),
        ("Vorname;Namensvorsatz;Nachname;E-Mail", "first_name,infix,last_name,email"),
        ("Name;Teilnehmername;E-Mail", ",name,email"),
        ("Käufername;Gastname;Firmenname;E-Mail", ",name,organization,email"),
        ("Bestellername;Name;E-Mail", ",name,email"),
        ("Deelnemersnaam;Klantnaam;E-mail", "name,,email"),
        ("Veranstaltungsname;Name;Benutzername;E-Mail", ",name,,email"),
        ("Teilnehmervorname;Teilnehmernachname;E-Mail", "first_name,last_name,email"),
    ],
)
def test_columns_are_recognised_by_their_heading(headings, fields):
    names = headings.replace(";", ",").split(",")

    found = guess(names)

    assert {field: at for field, (at, *_spare) in found.items()} == {
        name: at for at, name in enumerate(fields.split(",")) if name
    }


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


def people(*rows):
    """Which column each field is taken from in a list of these headings and rows."""
    headings, *cells = [row.split(",") for row in rows]
    return {
        field: [headings[at] for at in places] for field, places in guess(headings, cells).items()
    }


def test_the_guests_own_address_goes_before_the_buyers():
    found = people(
        "Email,Order email,Attendee email,Name",
        "buyer@example.org,buyer@example.org,ann@example.org,Ann",
        "buyer@example.org,buyer@example.org,bob@example.org,Bob",
    )

    assert found["email"] == ["Attendee email", "Email", "Order email"]


def test_a_column_that_is_headed_email_and_holds_none_loses_to_one_that_does():
    found = people(
        "Email,Name,Reach me at", "anonymous,Ann,ann@example.org", "anonymous,Bob,b@x.org"
    )

    assert found["email"] == ["Reach me at"]


def test_one_address_for_all_is_the_organizers():
    rows = [f"Ann{n},desk@example.org,ann{n}@example.org" for n in range(3)]

    found = people("Name,Email,Contact email", *rows)

    assert found["email"] == ["Contact email"]


def test_one_company_for_all_is_the_organizers():
    rows = [f"Ann{n},a{n}@example.org,Us,Firm {n}" for n in range(3)]

    found = people("Name,Email,Organization,Company", *rows)

    assert found["organization"] == ["Company"]


def test_names_are_found_by_what_stands_in_a_column_without_a_known_heading():
    found = people(
        "Nr,Menschen,Adresse", "1,Maren Okkels,m@example.org", "2,Aiyana Blackwater,a@example.org"
    )

    assert (found["name"], found["email"]) == (["Menschen"], ["Adresse"])


def test_the_buyers_name_never_completes_the_guests():
    found = people(
        "Attendee name,Attendee email,Buyer first name,Buyer last name,Buyer email",
        "Ann,ann@example.org,Bob,Lee,bob@example.org",
    )

    assert found["name"] == ["Attendee name"]
    assert "last_name" not in found


@pytest.mark.parametrize(
    "heading",
    [
        "Participant Status", "Registration state", "Ticket status", "Booking status", "Response",
        "Are you attending?", "Will you attend?", "Will you be joining us on Tuesday?", "Attendance",
        "Anmeldestatus", "Order cancelled", "Refunded", "Cancelled at", "RSVP", "Zusage", "Réponse",
        "Kommst du?", "Payment status", "Abgesagt", "Storniert am",
    ],
)  # fmt: skip
def test_a_heading_that_asks_who_is_coming_is_a_state(heading):
    found = people(f"Name,Email,{heading}", "Ann,a@example.org,maybe so", "Bob,b@example.org,odd")

    assert found["status"] == [heading]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Estado", "Confirmado,Cancelado,Pendiente"),
        ("State", "registered,withdrawn,registered"),
        ("Column 3", "Confirmed,Cancelled,Waitlist"),
        ("Gast-Status", "kommt,abgesagt,kommt"),
        ("Paid", "Yes,No,Yes"),
        ("Waitlisted", "Yes,No,No"),
        ("Confirmed", "yes,no,yes"),
        ("Is registered?", "1,0,1"),
        ("Approved", "x,,x"),
        ("Pending", "Yes,No,No"),
        ("Y/N", "Y,N,Y"),
        ("Ja / Nein", "ja,nein,ja"),
        ("In?", "yes,no,yes"),
        ("Thu 5 Nov", "OK,(OK),"),
        ("Waitlist position", ",3,1"),
        ("Wartelistenplatz", ",3,1"),
        ("Waitlisted at", ",2026-11-05 10:00,"),
        ("Payment received", "Yes,No,Yes"),
        ("Zahlungseingang", "ja,nein,ja"),
        ("Will you attend the dinner?", "Yes,No,Yes"),
        ("Komt", "ja,nee,later misschien"),
        ("Presença confirmada", "Sim,Não,estou doente"),
        ("Paid", "Yes,No,on Friday"),
        ("Deposit paid on", "2026-11-01,2026-11-02,"),
        ("Balance due", "0,50,0"),
        ("Tag 1", "ja,nein,ja"),
        ("No", "x,,x"),
        ("Yes", "x,,x"),
    ],
)
def test_a_state_is_found_by_what_stands_in_its_column(heading, cells):
    rows = [f"Ann{n},a{n}@example.org,{cell}" for n, cell in enumerate(cells.split(","))]

    assert people(f"Name,Email,{heading}", *rows)["status"] == [heading]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Checked in", "No,No,Yes"),
        ("State", "GA,CA,NY"),
        ("Newsletter", "Yes,No,Yes"),
        ("I agree to the cancellation policy", "Yes,Yes,Yes"),
        ("Email verified", "Yes,No,Yes"),
        ("How many of you will attend?", "1,2,1"),
        ("Total paid", "10.00,0.00,5.00"),
        ("Registered", "2026-11-01,2026-11-02,2026-11-03"),
        ("Attended", "No,No,No"),
        ("Teilgenommen", "nein,nein,ja"),
        ("Waitlist remarks", "likes cats,,"),
        ("Do you need anything from us to be able to participate fully?", "no,no,a ramp"),
    ],
)
def test_what_says_nothing_of_coming_is_no_state(heading, cells):
    rows = [f"Ann{n},a{n}@example.org,{cell}" for n, cell in enumerate(cells.split(","))]

    assert "status" not in people(f"Name,Email,{heading}", *rows)


@pytest.mark.parametrize(
    "part",
    ["Will you attend the dinner?", "Attending workshop B?", "Kommst du zum Abendessen?", "Not attending lunch"],
)  # fmt: skip
def test_a_question_about_a_part_is_none_about_the_whole(part):
    rows = ["Ann,a@example.org,Confirmed,No", "Bob,b@example.org,Confirmed,Yes"]

    assert people(f"Name,Email,Status,{part}", *rows)["status"] == ["Status"]


def test_every_column_serves_one_field():
    headings = "Name,Email,Food allergies,Dietary requirements,Status,Order status,Ask,Question"

    found = guess(headings.split(","))

    places = [at for places in found.values() for at in places]
    assert len(places) == len(set(places))
