"""What a guest does from the event's page to giving the place back, in whatever browser."""

from playwright.sync_api import Page, expect

ASK, OFFER = "my first job in data", "Japanese conversation"


class Guest:
    """Aiko Tanaka with her browser; `page` shows what she sees."""

    first_name, last_name, email = "Aiko", "Tanaka", "aiko@example.org"

    def __init__(self, page: Page) -> None:
        self.page = page

    def answer_all_but_the_name(self, role: str) -> None:
        """Fill in the form, forget one thing, send it; the page says what is missing."""
        page = self.page
        page.get_by_label("Last name").fill(self.last_name)
        page.get_by_label("Email").fill(self.email)
        page.get_by_role("radio", name=role).check()
        page.get_by_label("Career stage").select_option(label="First 3 years")
        page.get_by_label("What would you like to ask about?").fill(ASK)
        page.get_by_label("What could you help someone with?").fill(OFFER)
        page.get_by_text("Pronouns, access needs, food").click()
        page.get_by_label("Access needs").fill("A seat near the door\nand no stairs")
        page.get_by_role("checkbox", name="Show my first name").check()
        page.get_by_role("checkbox", name="let me pick people").check()
        page.get_by_role("button", name="Save my seat").click()
        said = page.get_by_role("alert")
        expect(said.get_by_text("Tell us what to call you")).to_be_visible()
        expect(said).to_be_focused()

    def find_everything_kept(self, role: str) -> None:
        """What was typed before the mistake is in the form, hidden parts too."""
        page = self.page
        expect(page.get_by_label("Last name")).to_have_value(self.last_name)
        expect(page.get_by_label("Email")).to_have_value(self.email)
        expect(page.get_by_role("radio", name=role)).to_be_checked()
        expect(page.get_by_label("Career stage")).to_have_value("early")
        expect(page.get_by_label("What would you like to ask about?")).to_have_value(ASK)
        expect(page.get_by_label("What could you help someone with?")).to_have_value(OFFER)
        expect(page.get_by_label("Access needs")).to_have_value(
            "A seat near the door\nand no stairs"
        )
        expect(page.get_by_role("checkbox", name="Show my first name")).to_be_checked()
        expect(page.get_by_role("checkbox", name="let me pick people")).to_be_checked()

    def mend_it_and_say_yes(self) -> None:
        """Follow the message to the field, fill it in, see it on the badge, send the form."""
        page = self.page
        page.get_by_role("alert").get_by_role("link", name="Tell us what to call you").click()
        name = page.get_by_role("textbox", name="First name")
        expect(name).to_be_focused()
        name.fill(self.first_name)
        badge = page.locator(".badge")
        expect(badge.get_by_text(self.first_name)).to_be_visible()
        expect(badge.get_by_text(ASK)).to_be_visible()
        page.get_by_role("button", name="Save my seat").click()
        self.see_that_i_am_in()

    def see_that_i_am_in(self) -> None:
        """The page of one's own says so."""
        expect(self.page.get_by_role("heading", name="You’re in, Aiko")).to_be_visible()
        expect(self.page.get_by_role("link", name="Add to my calendar")).to_be_visible()

    def ask_something_else(self, ask: str, *, before: str = ASK) -> None:
        """Change an answer; the badge follows."""
        page = self.page
        page.get_by_text("What my badge says").click()
        page.get_by_role("link", name="Change my answers").click()
        field = page.get_by_label("What would you like to ask about?")
        expect(field).to_have_value(before)
        field.fill(ask)
        expect(page.locator(".badge").get_by_text(ask)).to_be_visible()
        page.get_by_role("button", name="Save changes").click()
        expect(page.get_by_text("Saved. Your badge")).to_be_visible()
        expect(page.locator(".badge").get_by_text(ask)).to_be_visible()

    def give_the_place_back(self) -> None:
        """Say no after all; the page says so."""
        page = self.page
        page.get_by_text("Something came up").click()
        page.get_by_role("link", name="Give my seat back").click()
        expect(page.get_by_role("heading", name="Can’t make it?")).to_be_visible()
        page.get_by_role("button", name="Give my seat back").click()
        expect(page.get_by_role("heading", name="Another time, Aiko")).to_be_visible()
