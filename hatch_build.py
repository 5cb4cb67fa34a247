"""What the wheel holds beside the code: translations as the app reads them."""

import subprocess
import sys
from pathlib import Path
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
