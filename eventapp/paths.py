"""Where the files are that come with the package: pages, styles, migrations."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# In a checkout they stand beside the package; a wheel holds them inside it.
INSTALLED = (PACKAGE / "templates").is_dir()
ROOT = PACKAGE if INSTALLED else PACKAGE.parent
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
MIGRATIONS = ROOT / "migrations"
TRANSLATIONS = ROOT / "translations"
# What is kept lies in the checkout, or in the folder where an installed command was called.
HOME = Path.cwd() if INSTALLED else ROOT
