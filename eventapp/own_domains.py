"""Communities at a domain of their own: which host is whose, and what is answered there.

The settings say so and nobody else: a host name that a request brings is looked up, never believed. At
its own domain a community has its pages and those of its guests. Signing in, the desk and the pages of a
person with several communities stay at the site's main address, so a passkey or a sign-in is for one host.
"""

from flask import Flask, abort, current_app, redirect, request
from werkzeug.wrappers import Response

# What only the main address answers, by how a path begins.
MAIN = (
    "desk", "me", "sign-in", "sign-out", "dev", "u", "d", "B", "certificates", "communities",
    "metrics",
)  # fmt: skip


def init(app: Flask) -> None:
    """Lead whoever is at a community's own domain, and wants what isn't there, to the main address."""
    app.before_request(_lead)


def here() -> str | None:
    """The address part of the community whose own domain this request came to, if it came to one."""
    domains: dict[str, str] = current_app.config["DOMAINS"]
    return domains.get(request.host.lower()) if domains else None


def base_of(community: str) -> str:
    """With what the address of a community's pages begins: its own domain, or the site's."""
    config = current_app.config
    for host, slug in config["DOMAINS"].items():
        if slug == community:
            return f"{config['BASE_URL'].partition('://')[0]}://{host}"
    base: str = config["BASE_URL"]
    return base


def whole(path: str, community: str) -> str:
    """The whole address of a path of a community's, at its own domain where it is answered there."""
    return (current_app.config["BASE_URL"] if _main(path) else base_of(community)) + path


def _main(path: str) -> bool:
    return path.split("/", 2)[1] in MAIN


def _lead() -> Response | None:
    own = here()
    if own is None:
        return None
    whose = (request.view_args or {}).get("community", own)
    if whose == own and not _main(request.path):
        return None
    if request.method not in {"GET", "HEAD"}:
        abort(404)
    asked = request.full_path if request.query_string else request.path
    return redirect(current_app.config["BASE_URL"] + asked)
