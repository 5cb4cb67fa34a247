"""Keys that letters are signed with, as files, and as DNS has them."""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization


def written(private: Any, folder: Path, form: Any = serialization.PrivateFormat.PKCS8) -> Path:
    """A private key in a file."""
    file = folder / "dkim.pem"
    kind = serialization.Encoding.PEM, form, serialization.NoEncryption()
    file.write_bytes(private.private_bytes(*kind))
    return file


def quoted(text: str) -> str:
    """A TXT record as DNS has it: in pieces of at most 255."""
    return " ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255))
