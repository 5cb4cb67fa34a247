"""Codes that stand in for a passkey: how they are written, read and hashed (pure)."""

import hashlib
from collections.abc import Callable

NUMBER = 10
# Without what looks alike: 31 letters and figures.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 10
# How dear a guess is: 16 MB and a twentieth of a second.
COST = 2**14


def new(choose: Callable[[str], str]) -> list[str]:
    """Ten codes of ten letters in two halves, 49 bits each; `choose` takes one letter of many."""
    return [_in_halves("".join(choose(LETTERS) for _ in range(_LENGTH))) for _ in range(NUMBER)]


def digest(typed: str, salt: str) -> str:
    """What is kept of a code, however it was typed: scrypt, since a code is short enough to be guessed."""
    plain = "".join(c for c in typed.lower() if c.isalnum())[: _LENGTH + 1].encode()
    return hashlib.scrypt(plain, salt=salt.encode(), n=COST, r=8, p=1, dklen=32).hex()


def _in_halves(code: str) -> str:
    return f"{code[: _LENGTH // 2]}-{code[_LENGTH // 2 :]}"
