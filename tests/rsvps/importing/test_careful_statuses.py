"""Nobody is taken for coming in silence: reserves, negations, headings nobody listed, late marks."""

import pytest

from eventapp.rsvps.importing import reading
from eventapp.rsvps.importing.status_columns import attendance


def coming(text: str) -> set[str]:
    """The first names of those whom a list has coming."""
    found = reading.look(text.encode()).found
    return {entry.first_name for entry in found.entries if entry.reading == "coming"}


@pytest.mark.parametrize(
    "said",
    [
        "Yes (waitlisted)", "Ja (storniert)", "Y/N", "Yes - waitlist", "Yes, waiting list", "Ja, wartend",
        "Yes (pending)", "Yes, unpaid", "Yes, declined", "Ja, abgesagt", "Oui (annulé)", "Yes / refunded",
        "Yes I can't", "Yes, can't come", "Yes, sorry", "Oui désolé", "Ja, leider verhindert", "Yes, tbc",
        "Yes, hopefully", "Ja, unter Vorbehalt", "Yes via Zoom", "Yes, second day", "Yes?", "ok?",
        "Coming?", "Yes, subject to visa", "Yes I had to withdraw",
    ],
)  # fmt: skip
def test_a_yes_with_a_reserve_behind_it_is_no_yes(said: str) -> None:
    assert attendance(said) != "coming"


@pytest.mark.parametrize(
    "said",
    ["Yes", "Yes please", "Yes, I'll be there", "Yes, thanks!", "Ja, ich komme gerne", "Oui, avec plaisir",
     "Yes, and I bring one guest", "Sí, gracias", "Ja, graag"],
)  # fmt: skip
def test_a_yes_with_courtesy_behind_it_is_one(said: str) -> None:
    assert attendance(said) == "coming"


@pytest.mark.parametrize(
    "heading",
    ["Not able to attend", "I will not be able to attend", "No longer able to attend", "I can't make it",
     "Unable to attend", "Kann nicht kommen", "Regrets", "Opted out", "Verhindert"],
)  # fmt: skip
def test_a_heading_that_denies_turns_the_answer_round(heading: str) -> None:
    listed = f"Vorname;E-Mail;{heading}\nAnn;ann@example.org;\nBob;bob@example.org;Yes\n"

    assert coming(listed) <= {"Ann"}


@pytest.mark.parametrize(
    "heading",
    ["Attending (Y/N)", "RSVP (Y/N)", "Coming (yes/no)?", "Attending 12 May?", "Joining us?",
     "Confirm your attendance", "Your response", "Antwort", "Dabei?", "Teilnahme (ja/nein)",
     "Participez-vous ?", "Confirmación de asistencia", "Partecipa", "Ben je aanwezig?", "Svar",
     "Zusage/Absage", "Will you be able to come?", "Are you joining us?"],
)  # fmt: skip
def test_a_column_of_yes_and_no_that_speaks_of_coming_is_heard(heading: str) -> None:
    listed = f"Name;Email;{heading}\nAnn Lee;ann@example.org;Yes\nBob Ray;bob@example.org;No\n"

    assert coming(listed) == {"Ann"}


@pytest.mark.parametrize(
    ("heading", "said"),
    [("Estado del asistente", "No asistirá"), ("Status deelnemer", "Neemt niet deel"),
     ("Teilnehmerstatus", "Nimmt nicht teil"), ("État de l'inscription", "Retirée"),
     ("Anmälningsstatus", "Avbokad")],
)  # fmt: skip
def test_states_in_other_languages_are_heard(heading: str, said: str) -> None:
    listed = (
        f"Name;Email;{heading}\nAnn Lee;ann@example.org;Confirmed\nBob Ray;bob@example.org;{said}\n"
    )

    assert "Bob" not in coming(listed)


def test_a_mark_that_stands_only_far_down_is_seen() -> None:
    rows = "".join(f"Ann{n} Lee,ann{n}@example.org,\n" for n in range(450))

    found = coming(f"Name,Email,Cancelled\n{rows}Bob Ray,bob@example.org,yes\n")

    assert "Bob" not in found
    assert len(found) == 450


@pytest.mark.parametrize(
    "listed",
    [
        "Ann Lee,ann@example.org,Harbour Company\nBob Ray,bob@example.org,Acme\n",
        "Ann Lee,ann@example.org,Going\nBob Ray,bob@example.org,Going\n",
    ],
)
def test_a_guest_s_row_is_never_taken_for_the_headings(listed: str) -> None:
    found = reading.look(listed.encode())

    assert [cells[1] for _line, cells in found.sheet.rows] == ["ann@example.org", "bob@example.org"]
