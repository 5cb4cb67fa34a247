"""What the wheel holds beside the code: translations as the app reads them, and what it is made of."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Translations(BuildHookInterface):
    """Compiles what is translated enough, and takes it into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        command = [sys.executable, root / "translations" / "catalogues.py", "compile"]
        subprocess.run(command, check=True)
        for made in (root / "translations").glob("*/LC_MESSAGES/*.mo"):
            build_data["force_include"][str(made)] = f"eventapp/{made.relative_to(root)}"
        sys.path.insert(0, str(root))
        from bill_of_materials import bill_of_materials

        # Where PEP 770 has such bills: in the .dist-info of what is installed.
        self.made = TemporaryDirectory()
        bill = Path(self.made.name) / "eventapp.cdx.json"
        bill.write_text(json.dumps(bill_of_materials(root), indent=1) + "\n")
        build_data["sbom_files"].append(str(bill))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take away what was made for it."""
        self.made.cleanup()
