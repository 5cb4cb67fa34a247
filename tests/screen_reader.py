"""A page as a screen reader has it: its tree, its headings, and what its live regions say."""

import re

from playwright.sync_api import Locator, Page, expect

# What live regions say as they change or come: `heard` has it, in the order in which it was said.
EARS = """(() => {
  const LIVE = "[role=status], [role=alert], [aria-live]";
  const text = (one) => one.innerText.replace(/\\s+/g, " ").trim();
  window.heard = [];
  new MutationObserver((changes) => {
    const said = new Set();
    for (const { target, addedNodes } of changes) {
      const around = (target.closest ? target : target.parentElement)?.closest(LIVE);
      if (around) said.add(around);
      for (const one of addedNodes) {
        if (one.matches?.(LIVE)) said.add(one);
        for (const inner of one.querySelectorAll?.(LIVE) ?? []) said.add(inner);
      }
    }
    heard.push(...[...said].filter((one) => one.isConnected).map(text).filter(Boolean));
  }).observe(document, { childList: true, characterData: true, subtree: true });
})()"""


def headings(page: Page) -> list[tuple[int, str]]:
    """The headings of a page that is there whole, as somebody jumps from one to the next."""
    tree = page.locator("body").aria_snapshot()
    return [
        (int(level), name) for name, level in re.findall(r'- heading "(.+?)" \[level=(\d)\]', tree)
    ]


def heard(page: Page) -> list[str]:
    """What was said since the last time somebody asked."""
    said: list[str] = page.evaluate("heard.splice(0)")
    return said


def hears(part: Locator, tree: str) -> None:
    """Wait until the tree of a part of the page holds this."""
    expect(part).to_match_aria_snapshot(tree)
