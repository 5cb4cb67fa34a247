"""The printing press: HTML on standard input, a PDF on standard output.

Runs by itself, as `python -I pdf_process.py FOLDER MEGABYTES SECONDS`, and knows nothing of the
application: what it prints holds words typed by strangers, so it may read the folder of static
files and nothing else, and has only so much memory and time. The only importer of WeasyPrint.
"""

import logging
import mimetypes
import resource
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

BASE = "https://assets.invalid/"
_LARGEST_DATA = 64 * 1024


def read(url: str, folder: Path) -> tuple[bytes, str]:
    """The bytes and type of an address: a file inside the folder; raises ValueError for others."""
    if not url.startswith(BASE):
        raise ValueError("Only shipped files and small pictures can be printed.")
    root = folder.resolve()
    path = (root / unquote(urlsplit(url).path).lstrip("/")).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        raise ValueError("There is no such file.")
    return path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def main(folder: Path, megabytes: int, seconds: int) -> None:
    """Print one document within limits; any failure ends with a status other than 0."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    document = sys.stdin.buffer.read().decode()
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    sys.stdout.buffer.write(render(document, folder))


def render(document: str, folder: Path) -> bytes:
    """The document as a PDF, drawn in this process."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Closed(URLFetcher):  # type: ignore[misc]
        """Fetches nothing from the network, and no file but a shipped one."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith("data:") and len(url) <= _LARGEST_DATA:
                return super().fetch(url, headers)
            body, kind = read(url, folder)
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    closed = Closed(allowed_protocols=("data",), allow_redirects=False)
    drawn: bytes = HTML(string=document, base_url=BASE, url_fetcher=closed).write_pdf()
    return drawn


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
