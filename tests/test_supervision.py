"""Whoever of the shipped server dies is there again in a moment; nobody outlives who started it."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import running
from live_server import ROOT, Server, lives
from services import free_port, wait_until
from unruly_mail_server import UnrulyServer
from waiting_letters import states, waiting

from eventapp import press, serving, supervision
from eventapp.mail.jobs import ask
from eventapp.rsvps.importing import reading


def answers(server: Server) -> bool:
    try:
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def killed(server: Server, name: str) -> list[int]:
    """Kill the first process of that name; all that had it."""
    known = server.named(name)
    os.kill(known[0], signal.SIGKILL)
    return known


def test_whoever_dies_again_and_again_is_started_later_and_later() -> None:
    pauses = [supervision.pause(ended) for ended in range(1, 12)]

    assert pauses[0] < 1
    assert pauses == sorted(pauses)
    assert pauses[-1] == supervision.LONGEST
    assert supervision.pause(10_000) == supervision.LONGEST


FALLING = """
import os, signal
from eventapp import supervision

started, tries = supervision._started, []

def start(program):
    tries.append(program)
    if len(tries) == 1:
        raise BlockingIOError(11, "Resource temporarily unavailable")
    if len(tries) == 5:
        os.kill(os.getpid(), signal.SIGTERM)
    return started(program)

supervision._started = start
supervision.pause = lambda ended: [0, 0.01, 0.02, 1.6, 0.02][ended]
supervision.keep_running([supervision.Program("cook", lambda: os._exit(3), signal.SIGTERM)])
"""


def test_each_time_it_is_said_plainly_why_and_when_it_is_started_anew() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FALLING], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert (done.returncode, done.stderr.splitlines()) == (
        0,
        [
            "The cook can't be started (Resource temporarily unavailable). It is started at once.",
            "The cook ended by itself (status 3), 2 times in a row. It is started at once.",
            "The cook ended by itself (status 3), 3 times in a row. It is started in 2 seconds.",
            "The cook ended by itself (status 3), 4 times in a row. It is started at once.",
        ],
    )


@pytest.fixture
def unruly() -> Iterator[UnrulyServer]:
    with UnrulyServer() as server:
        yield server


@pytest.mark.services
def test_the_server_goes_on_whoever_of_it_is_killed_and_ends_whole(
    serve: Callable[..., Server], unruly: UnrulyServer
) -> None:
    inbox = free_port()
    server = serve(
        SMTP_URL=unruly.url,
        INBOX=f"lmtp://127.0.0.1:{inbox}",
        ANSWER_ADDRESS="TOKEN@answers.example.org",
    )

    # The worker: pages are answered all the time, and another one takes its place.
    before = killed(server, "eventapp-worker")
    unanswered = []

    def again() -> bool:
        unanswered.append(not answers(server))
        return server.named("eventapp-worker") not in ([], before)

    wait_until(again, what="another worker")
    assert not any(unanswered)
    assert "The worker ended by itself (killed, as when memory runs out)" in server.log()

    # A web process, started anew by the one that started it.
    first, web = server.named("eventapp-web")
    os.kill(web, signal.SIGKILL)
    wait_until(lambda: not lives(web) and answers(server), what="another web process")
    assert server.named("eventapp-web")[0] == first

    # The one that starts web processes: they go, too, and all come back.
    before = killed(server, "eventapp-web")
    wait_until(lambda: not any(map(lives, before)) and answers(server), what="the web again")

    # Who looks after all of them: nobody is left, and nobody listens.
    wait_until(lambda: listens(inbox), what="the address that mail is brought to")
    family = [server.process.pid, *server.named("eventapp-web"), *server.named("eventapp-worker")]
    assert len(family) == 4
    server.process.kill()
    server.process.wait()
    wait_until(lambda: not any(map(lives, family)), what="the end of all", seconds=5)
    ports = int(server.environment["EVENTAPP_PORT"]), inbox
    wait_until(lambda: not any(map(listens, ports)), what="free ports", seconds=5)

    # So it can begin anew.
    server.begin()
    told_to_stop(server, unruly)


def listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def told_to_stop(server: Server, unruly: UnrulyServer) -> None:
    """It finishes the letter under way, which takes long, and ends."""
    reached, answer = threading.Event(), threading.Event()

    def slow(verb: str, said: str) -> None:
        if verb == "DATA":
            reached.set()
            answer.wait(30)

    unruly.rule = slow
    with running(server.database_url, server.data_dir) as app:
        # The same queue, too.
        app.config["DATA_DIR"] = server.data_dir
        waiting("ana@example.org", "bo@example.org")
        ask("deliver")
        assert reached.wait(30)

        server.process.send_signal(signal.SIGINT)
        wait_until(lambda: not server.named("eventapp-web"), what="the end of the web")
        (worker,) = server.named("eventapp-worker")
        wait_until(lambda: idle_threads_ended(worker), what="the end of those who do nothing")
        answer.set()

        assert server.process.wait(10) == 0
        assert states() == ["sent", "queued"]
    assert unruly.to() == ["ana@example.org"]


def idle_threads_ended(worker: int) -> bool:
    """Whether of a worker's four threads only one is left, beside the main one and who takes mail."""
    return len(list(Path(f"/proc/{worker}/task").iterdir())) <= 4


STUBBORN = """
import signal, time
from eventapp import supervision

def sleep():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("here", flush=True)
    time.sleep(60)

supervision.keep_running([supervision.Program("cook", sleep, signal.SIGTERM)])
"""


def test_told_twice_it_waits_for_nobody() -> None:
    command = [sys.executable, "-c", STUBBORN]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    keeping = subprocess.Popen(command, cwd=ROOT, text=True, **pipes)
    assert keeping.stdout
    assert keeping.stdout.readline() == "here\n"

    keeping.send_signal(signal.SIGINT)
    keeping.send_signal(signal.SIGTERM)

    said = keeping.communicate(timeout=20)[1]
    assert (keeping.returncode, said) == (0, "The cook is killed.\n")


@pytest.mark.parametrize(
    "command",
    [
        [press._PROCESS, *press._FOLDERS, "1536", "60"],
        [str(reading._READER), "768", "30"],
    ],
    ids=["the press", "the reader of lists"],
)
@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells a child of its parent's end")
def test_who_draws_or_reads_for_somebody_goes_with_them(command: list[str]) -> None:
    """They wait for what they are asked, which comes from here; who started them is killed."""
    said = f"""
import os, subprocess, sys
one = subprocess.Popen([sys.executable, "-I", *{command!r}, str(os.getpid())])
print(one.pid, flush=True)
one.wait()
"""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    asking = subprocess.Popen([sys.executable, "-c", said], **pipes)
    assert asking.stdin
    assert asking.stdout
    number = int(asking.stdout.readline())
    wait_until(lambda: tied(number), what="the start of it")

    asking.kill()
    asking.wait()

    wait_until(lambda: not lives(number), what="its end", seconds=5)
    asking.stdin.close()
    asking.stdout.close()


def tied(number: int) -> bool:
    """Whether it waits for its input, all of it loaded: nothing else tells that it has begun."""
    return Path(f"/proc/{number}/wchan").read_text().startswith(("pipe", "anon_pipe"))


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells a child of its parent's end")
def test_who_lost_its_parent_before_it_could_say_so_ends_by_itself() -> None:
    orphan = [sys.executable, "-I", press._PROCESS, *press._FOLDERS, "1536", "60", "1"]

    done = subprocess.run(orphan, input=b"{}", capture_output=True, timeout=30)

    assert (done.returncode, done.stderr) == (1, b"")


@pytest.fixture
def listener() -> Iterator[int]:
    """The number of a port that somebody shares with whoever comes, as web processes do."""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_server_does_not_share_its_port_with_another_one(
    app, listener: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "SETTING_FREE", 0.0)
    monkeypatch.setattr(supervision, "keep_running", lambda _programs: None)
    app.config["PORT"] = listener

    assert serving.run(app) == 1

    assert f"Nobody can listen on 127.0.0.1, port {listener}" in capsys.readouterr().err


# The system gives the signal to a thread that isn't the main one.
ANOTHER_TAKES_IT = """
import signal, sys, threading, time
from eventapp import parent_process

over = threading.Event()
signal.signal(signal.SIGTERM, lambda *given: over.set())
parent_process.hear_signals()
other = threading.Thread(target=time.sleep, args=(60,), daemon=True)
other.start()
threading.Timer(0.1, signal.pthread_kill, (other.ident, signal.SIGTERM)).start()
over.wait()
print("heard")
"""


def test_a_signal_that_another_thread_takes_is_heard_by_the_main_thread() -> None:
    said = subprocess.run(
        [sys.executable, "-c", ANOTHER_TAKES_IT], capture_output=True, text=True, timeout=20
    )

    assert said.stdout == "heard\n", said.stderr
