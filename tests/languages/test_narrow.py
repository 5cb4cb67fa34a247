"""On the narrowest phone nothing sticks out, in the language of long words and in one from the right."""

import guest_pages
import made_up_language
import make
import pytest
import sample_site
from conftest import visitor
from flask import Flask
from looks import faults
from playwright.sync_api import Page, expect

from eventapp import languages
from eventapp.db import db

pytestmark = pytest.mark.browser

# What sticks out of the window, and whose words stick out of itself.
OUTSIDE = """() => {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push("the page");
  for (const one of document.querySelectorAll("main :is(h1, h2, h3, p, li, a, button, label, legend, dd, dt, th)")) {
    const box = one.getBoundingClientRect();
    const scrolls = one.closest("[tabindex], .scroll, .vh, [hidden], details:not([open])");
    if (!box.width || scrolls) continue;
    if (box.left < -1 || box.right > innerWidth + 1) found.push(`${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 60)}`);
    const cut = getComputedStyle(one);
    if (one.scrollWidth > one.clientWidth + 2 && cut.display !== "inline" && cut.textOverflow !== "ellipsis" && one.clientWidth > 1)
      found.push(`within ${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 60)}`);
  }
  return found.slice(0, 5);
}"""


@pytest.fixture
def journey(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Who opens which page."""
    site = sample_site.build()
    db.session.commit()
    made_up_language.reword_all(monkeypatch)
    return guest_pages.addresses(app, site)


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_nothing_sticks_out_on_the_narrowest_phone(
    app: Flask, open_browser, page_server: str, journey: list[tuple[str, str]], tag: str
) -> None:
    found: dict[str, list[str]] = {}
    pages: dict[str, Page] = {}
    for who, path in journey:
        page = pages.get(who) or _page(app, open_browser, page_server, who, tag)
        pages[who] = page
        page.goto(page_server + path)
        assert page.locator("html").get_attribute("dir") == ("rtl" if tag == "ar" else "ltr")
        if wrong := page.evaluate(OUTSIDE):
            found[path] = wrong

    assert len(journey) > 40
    assert found == {}


def _page(app: Flask, open_browser, server: str, who: str, tag: str) -> Page:
    client = sample_site.come_in(visitor(app), who) if who != "anonymous" else visitor(app)
    page = open_browser(width=320)
    cookies = [{"name": languages.COOKIE, "value": tag, "url": server}]
    if held := client.get_cookie("eventapp"):
        cookies.append({"name": "eventapp", "value": held.value, "url": server})
    page.context.add_cookies(cookies)
    return page


def test_the_menu_of_languages_hinders_nobody_and_leads_back(
    app: Flask, open_browser, page_server: str
) -> None:
    event = make.event(language="ar")
    db.session.commit()
    page = open_browser(width=390)
    page.goto(f"{page_server}/{event.community.slug}/events/{event.slug}")
    found = faults(page, "an event's page")

    page.locator("#language").select_option("fr")
    page.get_by_role("button", name="Change language").click()

    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert page.url.endswith(event.slug)
    assert found == []


def test_the_main_menu_is_whole_on_a_phone_in_every_language(
    app: Flask, open_browser, page_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up_language.reword_all(monkeypatch)
    page = open_browser(width=360)
    cut = {}

    for tag in languages.LANGUAGES:
        page.context.add_cookies([{"name": languages.COOKIE, "value": tag, "url": page_server}])
        page.goto(f"{page_server}/lost-link")
        menu = page.locator("header nav")
        cut[tag] = menu.evaluate("one => Math.max(0, one.scrollWidth - one.clientWidth - 1)")

    assert cut == dict.fromkeys(languages.LANGUAGES, 0)


def test_an_address_is_typed_from_the_left_where_pages_read_from_the_right(
    app: Flask, open_browser, page_server: str
) -> None:
    page = open_browser(width=390)
    cookie = {"name": languages.COOKIE, "value": "ar", "url": page_server}
    page.context.add_cookies([cookie])

    page.goto(f"{page_server}/lost-link")

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("[type=email]")).to_have_css("direction", "ltr")
    expect(page.locator("[type=email]")).to_have_css("text-align", "end")
