"""A container engine without a registry: Podman, on a Debian that debootstrap makes."""

import json
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
BASE = "docker.io/library/debian:12-slim"
# Engines raise both, which not every machine allows.
LIMITS = ("--ulimit", "nofile=4096:4096", "--ulimit", "nproc=4096:4096")


class Podman:
    """Images and containers in a folder of their own, on the network of whoever calls."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        settings = folder / "storage.conf"
        settings.write_text(
            f'[storage]\ndriver = "overlay"\nrunroot = "{folder}/run"\ngraphroot = "{folder}/graph"\n'
        )
        self.environment = os.environ | {"CONTAINERS_STORAGE_CONF": str(settings)}

    def say(self, *words: object, **options: Any) -> subprocess.CompletedProcess[str]:
        """Call it; what it says comes back, and a refusal ends the trial with its words."""
        done = subprocess.run(
            ["podman", *map(str, words)], env=self.environment, text=True, capture_output=True,
            **options,
        )  # fmt: skip
        if done.returncode and options.get("check", True):
            raise SystemExit(f"podman {' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
        return done

    def has(self, image: str) -> bool:
        """Whether there is an image of this name."""
        return image in self.say("images", "--format", "{{.Repository}}:{{.Tag}}").stdout.split()

    def make_base(self) -> None:
        """A Debian under the name that the Containerfile begins from."""
        if self.has(BASE):
            return
        system = self.folder / "debian"
        subprocess.run(["debootstrap", "--variant=minbase", "bookworm", system], check=True)
        packed = self.folder / "debian.tar"
        subprocess.run(["tar", "-C", system, "-cf", packed, "."], check=True)
        self.say("import", packed, BASE)

    def build(self, tag: str) -> None:
        """Build the Containerfile."""
        self.say(
            "build", "--isolation", "chroot", "--network", "host", "--format", "docker",
            *LIMITS, *self.certificates(), "--tag", tag, ROOT,
        )  # fmt: skip

    def certificates(self) -> list[str]:
        """What a machine needs lent that trusts certificates of its own: an option for each."""
        if not (own := os.environ.get("SSL_CERT_FILE")):
            return []
        pip = self.folder / "pip.conf"
        pip.write_text("[global]\ncert = /run/own-certificates.crt\n")
        return [f"--volume={own}:/run/own-certificates.crt:ro", f"--volume={pip}:/etc/pip.conf:ro"]

    def start(self, name: str, image: str, *command: str, flags: list[str]) -> None:
        """Start a container that stays; `stop` ends and removes it."""
        self.say("rm", "--force", "--ignore", name)
        self.say(
            "run", "--detach", "--name", name, "--network=host", *LIMITS, *flags, image, *command
        )

    def stop(self, name: str) -> int:
        """Tell a container to end as its image or service says; how it ended."""
        self.say("stop", "--time", 40, name)
        ended = int(self.say("inspect", "--format", "{{.State.ExitCode}}", name).stdout)
        self.say("rm", name)
        return ended


class Compose:
    """The services of compose.yaml that are ours, as words for an engine."""

    def __init__(self, folder: Path) -> None:
        """`folder` is where compose.yaml and its .env are."""
        self.env_file = folder / ".env"
        lines = [line for line in self.env_file.read_text().splitlines() if "=" in line]
        self.given = dict(line.split("=", 1) for line in lines if line[0] != "#")
        text = (folder / "compose.yaml").read_text()
        for name, value in self.given.items():
            text = text.replace(f"${{{name}:?run deploy/make-env}}", value)
        self.services: dict[str, Any] = yaml.safe_load(text)["services"]

    def command(self, name: str) -> list[str]:
        """What a service runs."""
        command = self.services[name]["command"]
        return shlex.split(command) if isinstance(command, str) else command

    def flags(self, name: str) -> list[str]:
        """How an engine runs it; volumes have the name of the project in front."""
        service = self.services[name]
        flags = [f"--env-file={self.env_file}"]
        flags += [f"--env={key}={value}" for key, value in service["environment"].items()]
        flags += [f"--volume=ways_{volume}" for volume in service["volumes"]]
        flags += [f"--tmpfs={one}" for one in service["tmpfs"]]
        flags += [f"--cap-drop={one.lower()}" for one in service["cap_drop"]]
        flags += [f"--security-opt={one.partition(':')[0]}" for one in service["security_opt"]]
        flags += ["--read-only"] if service["read_only"] else []
        flags += ["--init"] if service["init"] else []
        if signal := service.get("stop_signal"):
            flags.append(f"--stop-signal={signal}")
        if service.get("healthcheck", {}).get("disable"):
            flags.append("--no-healthcheck")
        return flags


def size_of(podman: Podman, image: str) -> int:
    """An image's size in bytes, unpacked."""
    return int(json.loads(podman.say("image", "inspect", image).stdout)[0]["Size"])
