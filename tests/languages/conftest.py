"""The site in all its languages, before anybody translated a word."""

import made_up_language
import pytest


@pytest.fixture(autouse=True)
def every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up_language.speak_all(monkeypatch)
