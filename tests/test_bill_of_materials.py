"""What the package says that it is made of."""

import json
import re

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from bill_of_materials import VENDORED, bill_of_materials
from eventapp.paths import ROOT


def test_the_bill_is_as_cyclonedx_wants_it() -> None:
    said = json.dumps(bill_of_materials(ROOT))

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(said) is None


def test_it_has_every_package_that_is_installed_each_wanted_by_somebody() -> None:
    bill = bill_of_materials(ROOT)
    pinned = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    listed = {(one["name"], one["version"]) for one in bill["components"]}

    wanted = {reference for entry in bill["dependencies"] for reference in entry["dependsOn"]}

    assert set(pinned) <= listed
    assert {one["bom-ref"] for one in bill["components"]} == wanted


def test_what_lies_in_static_is_of_the_version_that_is_said() -> None:
    for name, version, _licence, folder in VENDORED:
        said = (ROOT / folder / "README.md").read_text()
        assert name in said
        assert version in said
    folders = {str(path.relative_to(ROOT)) for path in (ROOT / "static" / "vendor").iterdir()}
    assert folders <= {folder for _name, _version, _licence, folder in VENDORED}
