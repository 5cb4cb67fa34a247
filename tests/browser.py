"""Pages as people see them: Chromium, Firefox, and what to open in them."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from live_server import ROOT, Server, start_server, stop_all
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Playwright,
    Request,
    Response,
    sync_playwright,
)
from services import MailServer
from werkzeug.serving import make_server

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def _until_loaded(act: Callable[..., None]) -> Callable[..., None]:
    """The same act, ended only when the page that it led to is there whole.

    Playwright (1.65) ends a click once the answer to it begins to arrive: what is read then without
    waiting, like what has the focus or how many rows there are, is read from half a page.
    """

    @wraps(act)
    def acted(self: Locator | Page, *given: Any, **options: Any) -> None:
        page = self if isinstance(self, Page) else self.page
        act(self, *given, **options)
        if not page.is_closed():
            page.wait_for_load_state()

    return acted


for _kind in (Locator, Page):
    for _act in ("click", "tap", "press", "check", "select_option"):
        setattr(_kind, _act, _until_loaded(getattr(_kind, _act)))


def _emptied_first(fill: Callable[..., None]) -> Callable[..., None]:
    """The same filling in: by Playwright (1.65) alone, Firefox adds to what a field for a number holds."""

    @wraps(fill)
    def filled(self: Locator | Page, *given: Any, **options: Any) -> None:
        browser = (self if isinstance(self, Page) else self.page).context.browser
        if browser and browser.browser_type.name == "firefox":
            fill(self, *given[:-1], "", **options)
        fill(self, *given, **options)

    return filled


for _kind in (Locator, Page):
    _kind.fill = _emptied_first(_kind.fill)  # type: ignore[method-assign]


@dataclass
class Watch:
    """What a page did that no page of ours may do."""

    complaints: list[str] = field(default_factory=list)
    # The end of an address that a test expects to be told of as over.
    over: str = ""

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of a context."""
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("console", lambda message: self._heard(message.type, message.text))
        context.on("request", self._asked)
        context.on("response", self._answered)

    def _heard(self, kind: str, text: str) -> None:
        # What failed to load is judged in _answered, which knows what was asked for.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {text}")

    def _asked(self, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host and host not in {"127.0.0.1", "localhost"}:
            self.complaints.append(f"asked another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status}: {response.url}")
        elif response.status == 410 and self.over and response.url.endswith(self.over):
            return
        elif response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status} for a part of a page: {response.url}")


# What one that runs can't be asked for, and what tests ask for it.
BEYOND_FIREFOX = {"java_script_enabled": False, "has_touch": True}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Have `open_browser` open another browser than Chromium, as in script/test -m browser --engine firefox."""
    parser.addoption("--engine", choices=("chromium", "firefox"), default="chromium")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    # The shell draws pages as Chromium does, without all that is around them: for half the work.
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    program = next(filter(None, map(shutil.which, names)), None)
    assert program, "Chromium is missing; script/setup test installs it"
    browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """Firefox as the system has it, in light colours: one that runs can't be asked for others."""
    assert shutil.which("firefox-esr"), "Firefox is missing; script/setup test installs it"
    browser = start_firefox(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def dark_firefox(playwright: Playwright) -> Iterator[Browser]:
    """The same in dark colours."""
    browser = start_firefox(playwright, dark=True)
    yield browser
    browser.close()


def start_firefox(
    playwright: Playwright, *, dark: bool = False, prefs: dict[str, int] | None = None
) -> Browser:
    """Firefox as the system has it (`firefox_relay` says why not by itself)."""
    return playwright.firefox.launch(
        executable_path=ROOT / "tests" / "firefox_relay.py",
        channel="moz-firefox",
        firefox_user_prefs={
            "layout.css.prefers-color-scheme.content-override": 0 if dark else 1,
            # As on a phone, they lie over the page and take no room from it.
            "ui.useOverlayScrollbars": 1,
        }
        | (prefs or {}),
    )


@pytest.fixture
def open_browser(request: pytest.FixtureRequest) -> Callable[..., Page]:
    """Open a browser of somebody's own, with its own cookies, and give its empty page.

    Takes width and height in CSS pixels, and what playwright's new_context takes, as in
    open_browser(width=390, color_scheme="dark", java_script_enabled=False). The test fails at its
    end if any page raised an error, broke its content security policy, missed a file, got a 5xx,
    or asked another host. It is Chromium, or what `--engine` names but for tests marked `chromium`.
    """
    only_chromium = request.node.get_closest_marker("chromium")
    engine = "chromium" if only_chromium else request.config.getoption("--engine")
    opener: Callable[..., Page] = request.getfixturevalue(f"open_{engine}")
    return opener


@pytest.fixture
def open_chromium(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """The same in Chromium, whatever was asked for."""
    yield from _opened(chromium)


@pytest.fixture
def open_firefox(firefox: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """The same in Firefox, which always has scripts and a mouse: a test without them is skipped."""

    def browser_for(options: dict[str, Any]) -> Browser:
        if missing := [o for o, value in BEYOND_FIREFOX.items() if options.get(o) is value]:
            pytest.skip(f"Firefox can't be asked for {missing[0]}={options[missing[0]]}")
        dark = options.get("color_scheme") == "dark"
        return request.getfixturevalue("dark_firefox") if dark else firefox

    yield from _opened(browser_for)


@pytest.fixture(params=["open_chromium", "open_firefox"])
def open_each(request: pytest.FixtureRequest) -> Callable[..., Page]:
    """The same once in each: for what guests and the door rest on, and browsers do in their own ways."""
    opener: Callable[..., Page] = request.getfixturevalue(request.param)
    return opener


def _opened(
    browser: Browser | Callable[[dict[str, Any]], Browser],
) -> Iterator[Callable[..., Page]]:
    watch, contexts = Watch(), []

    def open_one(*, width: int = 1280, height: int = 800, over: str = "", **options: Any) -> Page:
        watch.over = over or watch.over
        chosen = browser if isinstance(browser, Browser) else browser(options)
        context = chosen.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(10_000)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


@pytest.fixture
def browser_page(open_browser: Callable[..., Page]) -> Page:
    """A page of a browser on a desk, 1280 × 800; `open_browser` opens others."""
    return open_browser()


def axe(page: Page, *rules: str) -> list[str]:
    """What hinders people on this page, one line each: rule, help, and where; by all rules, or these."""
    from axe_playwright_python.sync_playwright import Axe

    # It stands in the page alone: to look into a frame, it would only call, and Firefox tells of what a frame without an origin refuses.
    only = {"iframes": False} | ({"runOnly": [*rules]} if rules else {})
    found = Axe().run(page, options={"resultTypes": ["violations"]} | only).response["violations"]
    return [f"{v['id']}: {v['help']}: {v['nodes'][0]['target']}" for v in found]


@pytest.fixture
def page_server(app: Flask) -> Iterator[str]:
    """The address of the test's own `app`, served by a thread of this process: quick to have.

    Commit before visiting: what a test holds back, the page can't see, and may have to wait for.
    """
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["BASE_URL"] = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield app.config["BASE_URL"]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def live_server(smtp: MailServer, serve: Callable[..., Server]) -> Server:
    """The app as installed: `serve` in a process of its own, web and worker, SQLite, no demo.

    Its mails go to `smtp`.
    """
    return serve(SMTP_URL=smtp.url)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start the app with settings of one's own, as in serve(DATABASE_URL=…); of another `program`."""
    servers: list[Server] = []

    def serve_one(**given: Any) -> Server:
        servers.append(start_server(tmp_path, **given))
        return servers[-1]

    yield serve_one
    stop_all(servers)
