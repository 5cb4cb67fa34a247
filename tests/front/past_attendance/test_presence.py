"""Who was there: which column of a list tells, how its words are read, and which of them are asked about."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.front.past_attendance import headings, presence
from eventapp.front.past_attendance.presence import Presence
from eventapp.languages import LANGUAGES
from eventapp.rsvps.importing import parsing

EXPORTS = Path(__file__).parents[2] / "rsvps" / "importing" / "exports"
MISSED = {
    "en": "no; absent; No-show; Did not attend; didn't come; not checked in; was not there; cancelled; declined; FALSE; 0",
    "de": "nein; abwesend; Nicht erschienen; Nicht da; war nicht da; kam nicht; fehlte; abgesagt; storniert; entschuldigt",
    "fr": "non; absent; Absente; pas venu; n'est pas venue; non venu; annulé; excusée; désistée; refusé",
    "es": "no; ausente; No asistió; no vino; no se presentó; faltó; cancelado; anulada; baja",
    "pt": "não; nao; ausente; não compareceu; não veio; faltou; cancelado; desistiu",
    "nl": "nee; Afwezig; niet gekomen; niet verschenen; was er niet; geannuleerd; afgemeld",
    "pl": "nie; nieobecny; nieobecna; nie przyszła; nie był; anulowano; anulowany; odwołane",
    "tr": "hayır; Hayır; HAYIR; gelmedi; katılmadı; yok; iptal; iptal edildi; gelmeyecek",
    "ar": "لا; غائب; غائبة; لم يحضر; لم تحضر; ملغى; ملغي; اعتذر",
}
THERE = {
    "en": "yes; Y; attended; Checked In; present; came; was there; showed up; TRUE; 1; ✓; ✔️; Yes, of course",
    "de": "ja; Anwesend; da; war da; gekommen; erschienen; teilgenommen; eingecheckt; dabei",
    "fr": "oui; présent; Présente; venu; est venue; là; a participé",
    "es": "sí; si; Asistió; presente; vino; estuvo; participó",
    "pt": "sim; presente; compareceu; veio; participou; esteve presente",
    "nl": "ja; aanwezig; gekomen; was er; deelgenomen; ingecheckt",
    "pl": "tak; obecny; Obecna; przyszedł; była; uczestniczyła; wziął udział",
    "tr": "evet; geldi; katıldı; vardı; buradaydı",
    "ar": "نعم; حاضر; حضر; حضرت; شارك",
}
ASKED = """Attending; going; registered; approved; confirmed; paid; maybe; pending approval; invited; N/A; n.a.;
    k. A.; keine Angabe; unknown; sick; krank; late; spät; ?; attended half; angemeldet; inscrit; confirmado;
    bevestigd; potwierdzony; kayıtlı; مسجل; XYZ"""
COLUMNS = {
    "en": ("Attended", "No-show"),
    "de": ("Anwesend", "Abwesend"),
    "fr": ("Présent", "Absent"),
    "es": ("Asistió", "Ausente"),
    "pt": ("Compareceu", "Ausência"),
    "nl": ("Aanwezig", "Afwezig"),
    "pl": ("Obecność", "Nieobecny"),
    "tr": ("Katıldı", "Gelmedi"),
    "ar": ("حضر", "غائب"),
}


def listed(words: dict[str, str]) -> list[tuple[str, str]]:
    return [(tag, word.strip()) for tag, said in words.items() for word in said.split(";")]


def reading(word: str, heading: str = "Attended") -> str:
    return Presence(heading, [word, "yes", "no"]).of(word)


@pytest.mark.parametrize(("tag", "word"), listed(MISSED))
def test_who_was_not_there_is_understood_in_every_language(tag, word):
    assert reading(word) == "away"


@pytest.mark.parametrize(("tag", "word"), listed(THERE))
def test_who_was_there_is_understood_in_every_language(tag, word):
    assert reading(word) == "there"


@pytest.mark.parametrize("word", [word.strip() for word in ASKED.split(";")])
def test_what_says_neither_is_asked_and_never_guessed(word):
    assert reading(word) == "asked"


@pytest.mark.parametrize(("tag", "heading"), [(tag, one[0]) for tag, one in COLUMNS.items()])
def test_the_column_is_found_in_every_language(tag, heading):
    rows = [(2, ["Ada", "ja"]), (3, ["Bo", ""])]

    assert presence.column(["Name", heading], rows, statuses=(), taken=(0,)) == 1


@pytest.mark.parametrize(("tag", "heading"), [(tag, one[1]) for tag, one in COLUMNS.items()])
def test_a_yes_under_absent_says_that_somebody_wasn_t_there_in_every_language(tag, heading):
    came = Presence(heading, ["x", "", "", "yes"])

    assert (came.of("yes"), came.of("")) == ("away", "there")


def test_every_language_of_the_pages_is_asked_about():
    assert MISSED.keys() == THERE.keys() == COLUMNS.keys() == LANGUAGES.keys()


def test_a_yes_to_an_invitation_doesn_t_say_that_somebody_came():
    assert reading("Yes", "RSVP") == reading("Yes", "Will you attend?") == "asked"
    assert reading("No", "RSVP") == "away"


def test_who_paid_may_or_may_not_have_come():
    assert reading("Yes", "Paid") == reading("No", "Paid") == "asked"
    assert reading("Refunded", "Paid") == "away"


def test_an_empty_cell_is_who_wasn_t_there_only_beside_who_was():
    assert Presence("Checked in", ["2024-05-09 18:04", ""]).of("") == "away"
    assert Presence("Attended", ["No-show", ""]).of("") == "asked"
    assert Presence("Attended", ["registered", "", "–", "[]"]).of("–") == "asked"


def test_days_and_times_are_one_word_and_noughts_are_none():
    came = Presence("checked_in_at", ["2024-05-09T16:04:11.000Z", "6:30 PM", "0000-00-00 00:00:00"])

    assert [(word.reading, word.rows, word.moment) for word in came.words] == [
        ("there", 2, True),
        ("away", 1, False),
    ]


def test_a_cross_alone_ticks_and_beside_other_words_is_asked():
    assert Presence("Attended", ["x", "", "X"]).of("X") == "there"
    assert Presence("Attended", ["x", "yes"]).of("x") == "asked"


def test_what_the_organizer_says_goes_before_what_is_read():
    came = Presence("Status", ["Attending", "ATTENDING", "No"], {"=attending": "there", "=no": "x"})

    assert [(word.text, word.reading, word.rows) for word in came.words] == [
        ("Attending", "there", 2),
        ("No", "away", 1),
    ]
    assert came.asked == []


def test_hundreds_of_different_words_are_no_column_of_who_was_there():
    cells = [f"person {n}" for n in range(presence.MOST + 1)]

    assert Presence("Attended", cells).too_many
    assert presence.column(["Attended"], [(2, [c]) for c in cells], statuses=(), taken=()) is None


@given(st.lists(st.text(max_size=30), min_size=1, max_size=10), st.text(max_size=30))
def test_any_cell_has_one_reading(cells, heading):
    came = Presence(heading, cells)

    assert {came.of(cell) for cell in cells} == {word.reading for word in came.words}
    assert sum(word.rows for word in came.words) == len(cells)


# What each export calls it, and what its words come to, the most frequent first.
TOLD = {
    "civicrm-participants.csv": ("Participant Status", "asked there away asked away"),
    "civicrm-short.csv": ("Participant Status", "asked there away asked away"),
    "eventbrite-custom-report.csv": ("Attendee status", "asked there away"),
    "eventyay-attendees.csv": ("Status", "asked asked asked away"),
    "google-contacts.csv": None,
    "google-forms.csv": ("Will you be joining us on 8 December?", "asked asked asked away"),
    "hievents-attendees.csv": ("Status", "asked asked away"),
    "indico-registrations.csv": ("Registration state", "asked asked away"),
    "luma-guests.csv": ("approval_status", "asked away asked away"),
    "meetup-attendees.xls": ("RSVP", "asked away away"),
    "microsoft-forms-saved-as.csv": ("Will you attend?", "asked asked away"),
    "odoo-event-registrations.csv": ("Status", "asked there asked away"),
    "odoo-event-registrations.xlsx": ("Status", "asked there asked away"),
    "pretix-checkin-list.csv": ("Paid", "asked asked"),
    "pretix-order-positions.csv": ("Status", "asked asked away"),
    "pretix-orders.csv": ("Status", "asked asked away"),
    "pretix-semicolon.csv": ("Status", "asked asked away"),
    "tickettailor-orders.csv": ("Order cancelled", "asked away"),
    "tickettailor-tickets.csv": ("Ticket status", "asked away"),
    "tito.csv": ("Ticket Status", "asked away"),
    "zoom.csv": ("Approval Status", "asked asked away"),
}


def found_in(name: str) -> tuple[str, Presence] | None:
    sheet = parsing.read((EXPORTS / name).read_bytes())
    statuses = parsing.guess(sheet).get("status", ())
    at = presence.column(sheet.headings, sheet.rows, statuses=statuses, taken=())
    if at is None:
        return None
    heading = sheet.headings[at]
    return heading, Presence(heading, [cells[at] for _line, cells in sheet.rows])


@pytest.mark.parametrize("name", TOLD)
def test_the_words_of_exports_are_read_or_asked_about(name):
    found = found_in(name)

    told = found and (found[0], " ".join(word.reading for word in found[1].words))
    assert told == TOLD[name]


# Heading → the column it is taken for, in exports that have more than people.
EVENTS = {
    "eventbrite-custom-report.csv": {"event": "Event name", "day": "Event start date", "hour": "Event start time"},
    "civicrm-participants.csv": {"event": "Event Title", "day": "Event Start Date"},
    "civicrm-short.csv": {"event": "Event"},
    "odoo-event-registrations.csv": {"event": "Event"},
    "tickettailor-tickets.csv": {"event": "Event name"},
    "tickettailor-orders.csv": {"event": "Event name", "day": "Event start", "hour": "Event start"},
}  # fmt: skip


@pytest.mark.parametrize("name", sorted({*TOLD} - {"odoo-event-registrations.xlsx"}))
def test_a_guest_list_has_no_event_and_no_day_of_its_own(name):
    sheet = parsing.read((EXPORTS / name).read_bytes())

    found = {field: sheet.headings[at] for field, at in headings.guess(sheet.headings).items()}

    assert {key: at for key, at in found.items() if key in {"event", "day"}} == {
        key: at for key, at in EVENTS.get(name, {}).items() if key != "hour"
    }
