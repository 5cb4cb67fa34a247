"""The proxies' files that are shipped: what they let through, whom they let in, and what their logs hold."""

import asyncio
import json
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import pytest
from services import free_port, start, wait_until

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "deploy" / "nginx.conf"
SERVER = re.compile(r"(?ms)^server \{.*?^\}\n")
SECRET = "3Fh_9secretoftheirs"
SITE, OWN = "events.example.org", "meet.example.org"
# More than a family, as many as a hall: all from one address.
CROWD = 300

Answer = tuple[int, Message, str]
here = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx isn't here")


@contextmanager
def nginx(folder: Path, app: int) -> Iterator[tuple[int, int]]:
    """The shipped file without TLS, amid what Debian says for all sites; its ports for http and for https."""
    plain, safe = free_port(), free_port()
    conf = re.sub(r"(?m)^    (ssl_|listen \[).*\n", "", SHIPPED.read_text())
    for shipped, tried in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{safe};",
        "127.0.0.1:8000": f"127.0.0.1:{app}",
        "/var/log/nginx/": f"{folder}/",
    }.items():
        assert shipped in conf
        conf = conf.replace(shipped, tried)
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{ worker_connections 4096; }}\n"
        f"http {{ access_log {folder}/access.log;\n{kept}{conf} }}\n"
    )
    given = ("-c", folder / "nginx.conf", "-e", folder / "error.log")
    process = start("nginx", *given, dies_by="TERM")
    try:
        wait_until(lambda: listens(plain), what="nginx")
        yield plain, safe
    finally:
        process.terminate()
        process.wait(30)


def listens(port: int) -> bool:
    try:
        return bool(asked(port, "/"))
    except ConnectionRefusedError:
        return False


def asked(port: int, path: str, *, host: str = SITE, by: str = "127.0.0.1") -> Answer:
    """What a proxy of this machine answers to a visitor from an address."""
    with closing(HTTPConnection("127.0.0.1", port, source_address=(by, 0))) as connection:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()


@here
def test_without_https_people_are_led_to_it_and_programs_told(tmp_path: Path) -> None:
    with nginx(tmp_path, free_port()) as (plain, _safe):
        person, program = asked(plain, "/acme/events/evening?x=1"), asked(plain, "/api/v1/events")

    assert person[0] == 301
    assert person[1]["Location"] == "https://events.example.org/acme/events/evening?x=1"
    assert (program[0], program[1]["Location"]) == (403, None)
    assert program[1]["Content-Type"] == "application/problem+json"
    assert "revoke it" in json.loads(program[2])["detail"]


@here
def test_no_log_of_nginx_has_a_personal_link_also_while_the_app_is_away(tmp_path: Path) -> None:
    with nginx(tmp_path, free_port()) as (plain, safe):
        answers = [asked(port, f"/r/{SECRET}?x={SECRET}")[0] for port in (plain, safe)]

    logs = {log.name: log.read_text() for log in tmp_path.glob("*.log")}
    assert answers == [301, 502]
    assert logs["eventapp.log"].count("GET /r/") == 2
    assert [name for name, said in logs.items() if SECRET in said] == []


@here
@pytest.mark.parametrize("host", [SITE, OWN])
def test_only_this_machine_reads_the_numbers_whatever_name_it_is_asked_by(
    host: str, tmp_path: Path
) -> None:
    with nginx(tmp_path, free_port()) as (_plain, safe):
        let_in = [asked(safe, "/metrics", host=host, by=f"127.0.0.{of}")[0] for of in (1, 2)]

    # Nobody answers behind it.
    assert let_in == [502, 403]


@here
def test_a_hall_behind_one_address_gets_in_at_once(tmp_path: Path) -> None:
    # In a thread of its own: a browser of another test may have a loop in this one.
    with ThreadPoolExecutor(1) as alone:
        assert alone.submit(asyncio.run, crowd(tmp_path)).result() == {b"200": CROWD}


async def crowd(folder: Path) -> dict[bytes, int]:
    """How many got which status, where the app answers nobody before all of them have come."""
    come, decided = 0, asyncio.Event()

    async def app(reads: asyncio.StreamReader, writes: asyncio.StreamWriter) -> None:
        nonlocal come
        await reads.readuntil(b"\r\n\r\n")
        come += 1
        if come == CROWD:
            decided.set()
        await decided.wait()
        writes.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writes.close()

    async def visit(port: int) -> bytes:
        reads, writes = await asyncio.open_connection("127.0.0.1", port)
        writes.write(f"GET /acme HTTP/1.0\r\nHost: {SITE}\r\n\r\n".encode())
        status = (await reads.readline()).split()[1]
        # Whoever was turned away keeps the others from being all.
        decided.set()
        writes.close()
        return status

    async with await asyncio.start_server(app, "127.0.0.1", 0, backlog=CROWD) as server:
        with nginx(folder, server.sockets[0].getsockname()[1]) as (_plain, safe):
            async with asyncio.timeout(30):
                told = await asyncio.gather(*(visit(safe) for _one in range(CROWD)))
    return {status: told.count(status) for status in set(told)}


def test_every_server_of_nginx_that_is_shown_has_the_logs_that_tell_no_secret() -> None:
    pages = [SHIPPED, *(ROOT / "docs").glob("*.md")]
    servers = [server for page in pages for server in SERVER.findall(page.read_text())]

    assert len(servers) >= 2
    for server in servers:
        logs = set(re.findall(r"(?m)^    (\w+_log) \S+ (\w+);$", server))
        # From `alert` on it has whole addresses: whoever can't be passed on as connections run out.
        assert logs == {("access_log", "eventapp"), ("error_log", "emerg")}, server
        if "proxy_pass" in server:
            for guard in ("location = /metrics {", "limit_conn ", "client_body_timeout "):
                assert guard in server, (guard, server)


def test_no_page_shows_a_caddy_that_logs_personal_links() -> None:
    """Its own way is to write whole addresses: every file of it is made from ours."""
    shown = [
        page.name for page in (ROOT / "docs").glob("*.md") if "reverse_proxy 1" in page.read_text()
    ]

    assert shown == []
