"""WebKit as Debian ships it (webkit2gtk-driver), driven by the WebDriver protocol: as near as Linux comes to Safari."""

import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from services import free_port

# What the protocol (W3C WebDriver, 12.1) calls an element.
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class NotThere(AssertionError):
    """What was looked for did not come."""


class Window:
    """One window; what is looked for is waited for, by an XPath."""

    def __init__(self, driver: str, session: str) -> None:
        self.address = f"{driver}/session/{session}"

    def ask(self, method: str, path: str, **given: Any) -> Any:
        """One command of the protocol, and its answer."""
        return ask(method, self.address + path, given)

    def go(self, url: str) -> None:
        self.ask("POST", "/url", url=url)

    def run(self, script: str, *given: Any) -> Any:
        """What a script in the page returns."""
        return self.ask("POST", "/execute/sync", script=script, args=[*given])

    def find(self, xpath: str) -> dict[str, str]:
        """The first element that is found there and seen."""

        def look() -> dict[str, str] | None:
            found = self.ask("POST", "/elements", using="xpath", value=xpath)
            return next((one for one in found if self._of(one, "GET", "/displayed")), None)

        element: dict[str, str] = waited(look, xpath)
        return element

    def _of(self, element: dict[str, str], method: str, path: str, **given: Any) -> Any:
        return self.ask(method, f"/element/{element[ELEMENT]}{path}", **given)

    def press(self, xpath: str) -> None:
        """Press a button, a link, a box."""
        element = self.find(xpath)
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        self._of(element, "POST", "/click")

    def type(self, label: str, text: str) -> None:
        """Type into the field with this label, in place of what is there."""
        field = self.field(label)
        self._of(field, "POST", "/clear")
        self._of(field, "POST", "/value", text=text)

    def field(self, label: str) -> dict[str, str]:
        """The field with this label."""
        named = f"//label[starts-with(normalize-space(), '{label}')]"
        return self.find(f"//*[@id = {named}/@for]")

    def value(self, label: str) -> str:
        """What is in the field with this label."""
        return str(self._of(self.field(label), "GET", "/property/value"))

    def told(self, xpath: str) -> tuple[str, str]:
        """What WebKit tells a screen reader of an element: its role and its name."""
        role, name = (
            self._of(self.find(xpath), "GET", f"/computed{one}") for one in ("role", "label")
        )
        return role, name

    def sees(self, text: str) -> None:
        """Wait until a text is seen."""
        waited(lambda: text in self.run("return document.body.innerText"), text)

    def has_focus(self, which: str) -> None:
        """Wait until the element with this id has the focus."""
        waited(lambda: self.run("return document.activeElement.id") == which, f"focus: {which}")

    def picture(self, file: Path) -> None:
        """A picture of what is seen."""
        # A page that was scrolled by its focus is drawn so a moment later.
        drawn = "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))"
        self.ask("POST", "/execute/async", script=drawn, args=[])
        file.write_bytes(b64decode(self.ask("GET", "/screenshot")))


def waited(look: Callable[[], Any], what: str, *, seconds: float = 10) -> Any:
    """What a look gives, once it gives anything; also while one page takes the place of another."""
    until, why = time.monotonic() + seconds, ""
    while time.monotonic() < until:
        try:
            if found := look():
                return found
        except (NotThere, OSError) as gone:
            why = str(gone)
        time.sleep(0.05)
    raise NotThere(f"{what} {why}")


def ask(method: str, url: str, given: dict[str, Any]) -> Any:
    """One command, and its answer."""
    body = json.dumps(given).encode() if method == "POST" else None
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as refused:
        said = json.load(refused)["value"]
        raise NotThere(f"{said['error']}: {said['message']}") from None


@contextmanager
def display() -> Iterator[str]:
    """A screen that nobody looks at."""
    reads, writes = os.pipe()
    command = f"Xvfb -displayfd {writes} -screen 0 1280x1024x24 -nolisten tcp".split()
    with subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL) as server:
        os.close(writes)
        with os.fdopen(reads) as said:
            number = said.readline().strip()
        try:
            yield f":{number}"
        finally:
            server.terminate()


@contextmanager
def window(*, width: int, height: int) -> Iterator[Window]:
    """A window of WebKit's own small browser, without its bar, which would make it 447 pixels wide."""
    assert shutil.which("WebKitWebDriver"), "WebKit is missing; script/setup test installs it"
    browser = next(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"))
    port = free_port()
    driver = f"http://127.0.0.1:{port}"
    options = {"binary": str(browser), "args": ["--automation", "--full-screen"]}
    wanted = {"webkitgtk:browserOptions": options, "unhandledPromptBehavior": "accept"}
    with display() as screen:
        environment = os.environ | {
            "DISPLAY": screen,
            "LANGUAGE": "en_GB",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        command = ["WebKitWebDriver", f"--port={port}"]
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
            try:
                waited(lambda: ask("GET", f"{driver}/status", {})["ready"], "WebKit’s driver")
                made = ask("POST", f"{driver}/session", {"capabilities": {"alwaysMatch": wanted}})
                shown = Window(driver, made["sessionId"])
                shown.ask("POST", "/window/rect", width=width, height=height)
                yield shown
                shown.ask("DELETE", "")
            finally:
                process.terminate()
