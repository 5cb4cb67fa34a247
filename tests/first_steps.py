"""Somebody with a list of names and a date, on the way to a printed plan; each press is counted."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

NAMES = """Aiko Tanaka
Ravi Shah
Zoë Martin
Kofi Mensah
Inês Costa
Łucja Żółkiewska
فاطمة الزهراء
小明 王
Дарья Соколова
Nguyễn Thị Hạnh
Siobhán Kelly
Maximiliano Ruiz Castellanos
Anne-Catherine Lefèvre-Dubois
Γιώργος Παπαδόπουλος
ענבל לוי
지우 김
Amara Okafor
Sofia Lund
Leïla Haddad
Yusuf Demir
Ana Petrova
Ewa Nowak
Grace Kim
Mia Chen
"""


@dataclass
class Walk:
    """What a walk took: presses of a button or link, and fields that were filled in."""

    page: Page
    presses: int = 0
    fields: int = 0

    def press(self, role: str, name: str) -> None:
        """Press a button, or follow a link, by what it says."""
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.presses += 1

    def fill(self, label: str, text: str) -> None:
        """Fill in a field by its label."""
        self.page.get_by_label(label, exact=True).fill(text)
        self.fields += 1

    def keep(self, name: str, folder: Path) -> Path:
        """Press a link that gives a file, and keep it."""
        with self.page.expect_download() as given:
            self.page.get_by_role("link", name=name, exact=True).first.click()
        self.presses += 1
        kept = folder / given.value.suggested_filename
        given.value.save_as(kept)
        return kept


def from_a_list_to_paper(page: Page, site: str, *, day: str, folder: Path) -> tuple[Walk, Path]:
    """Found a community, make the tables of a list of names, and keep the plan as a PDF."""
    walk = Walk(page)
    page.goto(f"{site}/desk")
    walk.fill("Name of the community", "Leith Table")
    walk.press("button", "Found it")
    walk.press("link", "I have a list and a date")
    walk.fill("Title", "Thursday dinner")
    walk.fill("Date", day)
    walk.fill("Who comes", NAMES)
    walk.press("button", "Make the tables")
    expect(page.get_by_role("heading", name="Who sits where")).to_be_visible()
    walk.press("link", "Print the plan")
    return walk, walk.keep("Download PDF: Table by table", folder)


def the_long_way(page: Page, site: str, *, day: str, folder: Path) -> tuple[Walk, Path]:
    """The same step by step: the pages of an event one after the other, then the import of a file."""
    walk, file = Walk(page), folder / "guests.csv"
    file.write_text("Name\n" + NAMES)
    page.goto(f"{site}/desk")
    walk.fill("Name of the community", "Leith Table")
    walk.press("button", "Found it")
    walk.press("link", "Plan your first event")
    walk.fill("Title", "Thursday dinner")
    walk.press("button", "Save the draft and go on")
    walk.fill("Date", day)
    walk.press("button", "Save and go on")
    walk.press("button", "Continue to review")
    walk.press("link", "People")
    walk.press("link", "Import")
    page.locator("#file").set_input_files(file)
    walk.fields += 1
    walk.press("button", "Look at it")
    page.locator("button[name=go][value=bring]").first.click()
    walk.presses += 1
    walk.press("link", "Tables")
    walk.press("button", "Make the tables")
    expect(page.get_by_role("heading", name="Who sits where")).to_be_visible()
    walk.press("link", "Print the plan")
    return walk, walk.keep("Download PDF: Table by table", folder)
