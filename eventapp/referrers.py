"""The page that a request comes from, as far as its browser says so."""

from urllib.parse import SplitResult, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def parts_of(address: str | None) -> SplitResult:
    """An address that a browser sent, in its parts; one that can't be read has none."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return urlsplit("")


def page() -> str:
    """The path of the page of ours that this request comes from; empty where none is named."""
    said = parts_of(request.referrer)
    if said.netloc not in {parts_of(current_app.config["BASE_URL"]).netloc, request.host}:
        return ""
    found = opened_at(said.path)
    return f"{found}?{said.query}" if said.query and found == said.path else found


def way_back() -> str:
    """Where somebody goes on to who has to sign in first: this page, or the one whose button they pressed."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    return page() or opened_at(request.path)


def opened_at(path: str) -> str:
    """An address that can be opened, or the next one above that can; empty where there is none.

    A form that came back with a mistake stands at an address that only takes forms: above it is its page.
    """
    while path and not _opens(path):
        path = path.rpartition("/")[0]
    return path


def _opens(path: str) -> bool:
    """Whether an address can be opened, and not only sent a form."""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True
