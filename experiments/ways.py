"""Each way to run the site, brought up from nothing and asked whether it works.

    .venv/bin/python experiments/ways.py --keep FOLDER [compose] [container] [service] [package]

As root on Debian 12, with podman, crun, catatonit, debootstrap, caddy, postgresql, redis-server and iproute2. Images stay in
FOLDER, so that a second trial is quick.

`compose`: an engine (Podman) builds the Containerfile and runs what compose.yaml says of `migrate`, `web` and
`worker`: read-only, without capabilities, with the same command, environment, volumes and signals. No image comes
from a registry: the Debian that the Containerfile begins from is made by debootstrap, and PostgreSQL,
Redis and Caddy are Debian's, run as processes with the settings of compose.yaml. Not tried are therefore
their images, and what a compose program makes of the order and the network.
`container`: the same image alone, on SQLite.
`service`: Debian with what docs/operating.md says under "One machine"; no systemd runs in it, so the
command of the unit is run as its user, with its environment, in a system that it can't write to.
`package`: a wheel in a virtual environment.

Each is reached through Caddy by https at port 443, on a network of the trial's own. A guest says yes
there, and gets the letter; /readyz and the doctor are asked. With `compose` the web is started anew amid visits.

The last result, on two busy cores: all four came up and took the yes; four `migrate` at once ended well; the doctor
found nothing bad but that nobody knows Caddy's own authority, and, without compose's settings, that no sender is
set. While the only web was started anew visitors waited up to 59 s (21 s before, on fifteen waiting processes), with two
one after the other up to 1.6 s, and each was answered. The image's layers have 814 MB; 719 are seen inside, 391 of
them Python packages.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from containers import BASE, Compose, Podman, size_of  # noqa: E402
from neighbours import HOST, caddy, mail, postgres, redis  # noqa: E402
from services import MailServer, wait_until  # noqa: E402
from visits import amid_visits, answers, guest_of  # noqa: E402

IMAGE, MACHINE, PACKAGE = (f"localhost/eventapp{of}:latest" for of in ("", "-service", "-package"))
UNIT = ROOT / "deploy" / "eventapp.service"
NEVER_BAD = ("data folder", "database", "queue", "secret key", "fonts", "FriBidi", "time zones")


def main() -> None:
    """Make the images; then go through each way on a network of our own."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--keep", type=Path, required=True, help="a folder for images")
    parser.add_argument("ways", nargs="*", default=[*WAYS])
    given = parser.parse_args()
    if os.environ.get("EVENTAPP_TRIAL") is None:
        # Podman's runtime takes no part in two kinds of control groups at once.
        alone = 'umount /sys/fs/cgroup/unified 2>/dev/null; exec "$@"'
        again(["unshare", "--mount", "sh", "-c", alone, "sh"], "images")
    podman = Podman(given.keep.resolve())
    if os.environ["EVENTAPP_TRIAL"] == "images":
        make_images(podman, given.ways)
        again(["unshare", "--mount", "--net"], "ways")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory(prefix="eventapp-ways-") as folder:
        names = Path(folder) / "hosts"
        names.write_text(f"127.0.0.1 localhost {HOST} web postgres redis\n")
        subprocess.run(["mount", "--bind", names, "/etc/hosts"], check=True)
        Path(folder).chmod(0o755)
        for way in given.ways:
            inside = Path(folder) / way
            inside.mkdir()
            WAYS[way](podman, inside)


def again(words: list[str], what: str) -> None:
    """Become this program once more, in surroundings of its own."""
    os.environ["EVENTAPP_TRIAL"] = what
    os.execvp(words[0], [*words, sys.executable, *sys.argv])


def make_images(podman: Podman, ways: list[str]) -> None:
    """From nothing: a Debian, the Containerfile, and a machine as docs/operating.md has it set up."""
    podman.make_base()
    if {"compose", "container"} & set(ways) and not podman.has(IMAGE):
        podman.build(IMAGE)
    checkout = "cp -r /checkout /opt/eventapp && cd /opt/eventapp && rm -rf .venv var && "
    if "service" in ways and not podman.has(MACHINE):
        user = "adduser --system --group --no-create-home eventapp"
        # As systemd makes them.
        kept = "install -d -o eventapp -m 700 /var/lib/eventapp /var/cache/eventapp"
        installed(
            podman,
            MACHINE,
            f"apt-get install -y adduser && {user} && {checkout} sh script/setup && {kept}",
        )
    if "package" in ways and not podman.has(PACKAGE):
        needs = "python3-venv libfribidi0 fontconfig fonts-noto-core fonts-noto-color-emoji fonts-wqy-microhei"
        make = "python3 -m venv /opt/site && cd /opt/eventapp"
        pip = "/opt/site/bin/pip install --require-hashes -r requirements.txt"
        wheel = "/opt/site/bin/pip wheel --no-deps -w /tmp/wheel . && /opt/site/bin/pip install --no-deps /tmp/wheel/*.whl"
        system = f"apt-get install -y --no-install-recommends {needs}"
        gone = "rm -rf /opt/eventapp && mkdir -m 777 /srv/site"
        installed(podman, PACKAGE, f"{system} && {checkout} {make} && {pip} && {wheel} && {gone}")


def installed(podman: Podman, image: str, commands: str) -> None:
    """A Debian in which commands were run by root."""
    checkout = podman.folder / "checkout"
    shutil.rmtree(checkout, ignore_errors=True)
    checkout.mkdir()
    packed = subprocess.run(["git", "-C", ROOT, "archive", "HEAD"], check=True, capture_output=True)
    subprocess.run(["tar", "-C", checkout, "-x"], input=packed.stdout, check=True)
    lent = [f"--volume={checkout}:/checkout:ro", *podman.certificates()]
    run = ["sh", "-ec", f"apt-get update -qq; export DEBIAN_FRONTEND=noninteractive; {commands}"]
    podman.start("making", BASE, *run, flags=lent)
    ended = podman.say("wait", "making").stdout.strip()
    if ended != "0":
        raise SystemExit(podman.say("logs", "--tail=30", "making").stderr)
    podman.say("commit", "making", image)
    podman.say("rm", "making")


def compose(podman: Podman, folder: Path) -> None:
    """PostgreSQL, Redis, migrate, web, worker, Caddy."""
    for name in ("compose.yaml", "deploy"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    subprocess.run(["sh", "deploy/make-env", HOST], cwd=folder, check=True, capture_output=True)
    podman.say("volume", "rm", "--force", "ways_data")
    with mail(folder / ".env") as mails:
        services = Compose(folder)
        word = services.given["POSTGRES_PASSWORD"]
        with postgres(word), redis(folder), caddy(folder, "web:8000 web:8001"):
            # Four at once: the tables are made once.
            for number in range(4):
                begin(podman, services, "migrate", f"migrate{number}")
            ended = {podman.say("wait", f"migrate{number}").stdout.strip() for number in range(4)}
            assert ended == {"0"}, podman.say("logs", "migrate0")
            begin(podman, services, "worker")
            begin_web(podman, services, "web", 8000)
            run = ("exec", "web", "python", "-m", "flask", "--app", "eventapp")
            check(podman, run, folder, mails)
            amid_visits(folder, "the only web", lambda: anew(podman, services, "web", 8000))
            begin_web(podman, services, "second", 8001)
            both = (("web", 8000), ("second", 8001))
            amid_visits(
                folder,
                "two webs, one after the other",
                lambda: [anew(podman, services, *one) for one in both],
            )
            ended = {name: podman.stop(name) for name in ("web", "second", "worker")}
            print(f"  ended: {ended}; the image has {size_of(podman, IMAGE) / 1e6:.0f} MB unpacked")


def begin(podman: Podman, services: Compose, name: str, called: str = "") -> None:
    """Start a service of compose.yaml."""
    podman.start(called or name, IMAGE, *services.command(name), flags=services.flags(name))


def begin_web(podman: Podman, services: Compose, called: str, port: int) -> None:
    """Start pages at a port, and wait until their health check is content."""
    command = [str(port) if word == "8000" else word for word in services.command("web")]
    flags = [*services.flags("web"), f"--env=EVENTAPP_PORT={port}"]
    podman.start(called, IMAGE, *command, flags=flags)
    wait_until(lambda: healthy(podman, called), what=f"pages at {port}", seconds=90)


def anew(podman: Podman, services: Compose, called: str, port: int) -> None:
    """An upgrade of the pages: the old ends, and then the new begins."""
    podman.stop(called)
    begin_web(podman, services, called, port)


def container(podman: Podman, folder: Path) -> None:
    """The image alone, with web and worker in it, on SQLite."""
    podman.say("volume", "rm", "--force", "ways_alone")
    flags = ["--init", "--read-only", "--tmpfs=/tmp", "--cap-drop=all"]
    flags += [
        "--security-opt=no-new-privileges",
        "--volume=ways_alone:/data",
        f"--env-file={folder / 'env'}",
    ]
    with mail(folder / "env", BASE_URL=f"https://{HOST}", TRUSTED_PROXIES=1) as mails:
        stands(podman, folder, mails, IMAGE, flags, [], "python -m flask --app eventapp")


def service(podman: Podman, folder: Path) -> None:
    """The command of eventapp.service, as its user, in a system that is read only."""
    unit = UNIT.read_text().replace("\\\n", " ")
    (command,) = re.findall(r"^ExecStart=(.*)", unit, re.M)
    settings = [
        one for line in re.findall(r"^Environment=(.*)", unit, re.M) for one in line.split()
    ]
    flags = ["--read-only", "--tmpfs=/tmp", "--cap-drop=all", "--security-opt=no-new-privileges"]
    flags += ["--user=eventapp", "--workdir=/opt/eventapp", f"--env-file={folder / 'env'}"]
    flags += [f"--env={one}" for one in settings]
    podman.say("volume", "rm", "--force", "ways_lib", "ways_cache")
    flags += [f"--volume=ways_{of}:/var/{of}/eventapp" for of in ("lib", "cache")]
    with mail(folder / "env", BASE_URL=f"https://{HOST}", TRUSTED_PROXIES=1) as mails:
        tool = command.removesuffix(" serve")
        stands(podman, folder, mails, MACHINE, flags, command.split(), tool)


def package(podman: Podman, folder: Path) -> None:
    """The command `eventapp` of an installed wheel, by somebody who isn't root, in an empty folder."""
    podman.say("volume", "rm", "--force", "ways_site")
    flags = [
        "--user=1000",
        "--workdir=/srv/site",
        "--volume=ways_site:/srv/site",
        f"--env-file={folder / 'env'}",
    ]
    with mail(folder / "env", BASE_URL=f"https://{HOST}", TRUSTED_PROXIES=1) as mails:
        stands(
            podman,
            folder,
            mails,
            PACKAGE,
            flags,
            ["/opt/site/bin/eventapp", "serve"],
            "/opt/site/bin/eventapp",
        )


def stands(
    podman: Podman,
    folder: Path,
    mails: MailServer,
    image: str,
    flags: list[str],
    command: list[str],
    tool: str,
) -> None:
    """Web and worker in one container, with Caddy in front."""
    with caddy(folder, "127.0.0.1:8000"):
        podman.start("site", image, *command, flags=flags)
        wait_until(lambda: answers(folder), what="the site", seconds=90)
        check(podman, ("exec", "site", *tool.split()), folder, mails)
        print(f"  ended with {podman.stop('site')}")


def check(podman: Podman, run: tuple[str, ...], folder: Path, mails: MailServer) -> None:
    """A guest says yes through Caddy and gets the letter; the doctor finds nothing bad here."""
    print(f"{folder.name}:")
    podman.say(*run, "demo")
    guest = guest_of(folder)
    home = guest.get("/")
    assert guest.status == 200, guest.status
    event = re.findall(r'href="(/leith-table/events/[a-z0-9-]+)"', home)[0]
    page = guest.get(event)
    role = re.findall(r'name="role"[^>]*value="(\d+)"', page)[0]
    said = {"first_name": "Ada", "email": "ada@example.org", "role": role}
    guest.send(*guest.form_in(page, to="/rsvps", at=event, **said))
    assert guest.status == 303, guest.status
    letter = mails.letter_to("ada@example.org", seconds=60)
    assert letter["X-Request-ID"] == guest.headers["x-request-id"]
    mine = guest.location.removeprefix(f"https://{HOST}")
    guest.get(mine)
    assert guest.status == 200, mine
    ready = guest.get("/readyz")
    assert (guest.status, ready) == (200, "ready\n"), ready
    logged = (folder / "caddy.log").read_text()
    assert event in logged
    assert mine.split("/")[2] not in logged
    doctor = podman.say(*run, "doctor", check=False).stdout
    bad = [line for line in doctor.splitlines() if line.startswith("BAD")]
    assert "ok   database" in doctor, doctor
    assert not [line for line in bad if any(what in line for what in NEVER_BAD)], doctor
    print(f"  https, a yes and its letter, /readyz; the doctor's BAD: {bad or 'none'}")


def healthy(podman: Podman, name: str) -> bool:
    """What the image's own health check says."""
    return podman.say("healthcheck", "run", name, check=False).returncode == 0


WAYS: dict[str, Callable[[Podman, Path], None]] = {
    "compose": compose,
    "container": container,
    "service": service,
    "package": package,
}

if __name__ == "__main__":
    main()
