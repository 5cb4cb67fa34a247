"""What the package is made of, as CycloneDX says it: from the lock file, and what lies in `static/`."""

import re
import tomllib
from pathlib import Path
from typing import Any

PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)", re.MULTILINE)
# What takes a package in: on the line itself, or one a line below it.
TAKEN_BY = re.compile(r"^ +# +(?:via +)?(?!via$)(?P<by>[\w.-]+)", re.MULTILINE)
# Kept in the repository, each with a README that says what was changed, and its licence beside it.
VENDORED = (
    ("zxing-wasm", "3.1.6", "MIT", "static/vendor/zxing-wasm"),
    ("@fontsource-variable/bricolage-grotesque", "5.3.0", "OFL-1.1", "static/fonts"),
    ("@fontsource-variable/figtree", "5.3.0", "OFL-1.1", "static/fonts"),
)


def bill_of_materials(root: Path) -> dict[str, Any]:
    """A CycloneDX 1.6 document as JSON: the package, what it installs at which version, and by whose wish.

    The same for the same files: it has no date and no number of its own.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    locked = _locked((root / "requirements.txt").read_text())
    ours = f"pkg:pypi/{project['name']}@{project['version']}"
    known = {name: f"pkg:pypi/{name}@{version}" for name, version, _by in locked}
    known[project["name"]] = ours
    needs: dict[str, list[str]] = {reference: [] for reference in known.values()}
    for name, _version, taken_by in locked:
        for by in taken_by:
            needs[known[by]].append(known[name])
    vendored = [_vendored(*given) for given in VENDORED]
    needs[ours] += [component["bom-ref"] for component in vendored]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                **_component(project["name"], project["version"], ours),
                "type": "application",
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [
            *(_component(name, version, known[name]) for name, version, _by in locked),
            *vendored,
        ],
        "dependencies": [
            {"ref": reference, "dependsOn": sorted(set(on))} for reference, on in needs.items()
        ],
    }


def _locked(text: str) -> list[tuple[str, str, list[str]]]:
    found = list(PINNED.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [
        (match["name"], match["version"], TAKEN_BY.findall(text[match.end() : end]))
        for match, end in zip(found, ends, strict=True)
    ]


def _component(name: str, version: str, purl: str) -> dict[str, Any]:
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def _vendored(name: str, version: str, licence: str, folder: str) -> dict[str, Any]:
    purl = f"pkg:npm/{name.replace('@', '%40')}@{version}"
    return {
        **_component(name, version, purl),
        "licenses": [{"license": {"id": licence}}],
        "properties": [{"name": "eventapp:folder", "value": folder}],
    }
