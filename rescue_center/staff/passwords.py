"""Passwords: how they are kept (argon2id), and which are refused and why.

No rules about capitals and signs (NIST SP 800-63B 5.1.1.2): what counts is length, and that the
password is not among those that attackers try first. The list of 30,000 leaked passwords and the
estimate of guesses are those of zxcvbn.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from rescue_center.db import fold
from rescue_center.errors import Refused
from rescue_center.staff import sign_in
from rescue_center.staff.acts import record
from rescue_center.staff.models import Person, Session

SHORTEST, LONGEST = 10, 200
#: Longer passwords are judged by their beginning, as the estimate takes long for long ones.
JUDGED = 64
LEAST_GUESSES = 8  #: powers of ten


def set_password(
    person: Person, typed: str, *, by: Person | None, at: datetime, keep: Session | None = None
) -> None:
    """Give a person a new password, which ends their sessions (but `keep`)."""
    refuse_weak(typed, person.account, person.name)
    person.password_hash, person.password_set_at = hash_of(typed), at
    sign_in.end_all(person, at=at, why="password changed", but=keep)
    record("set a password", person, by=by, at=at)


def change(person: Person, old: str, new: str, *, at: datetime, keep: Session | None) -> None:
    """Change one's own password, knowing the old one."""
    if not matches(person.password_hash, old):
        raise Refused("This is not your present password.", field="old")
    if old == new:
        raise Refused("This is the password you have already. Choose another.", field="new")
    set_password(person, new, by=person, at=at, keep=keep)


def refuse_weak(typed: str, account: str, name: str) -> None:
    """Refuse a password that is short, known to attackers, or made of what everybody knows."""
    centre = str(current_app.config["CENTRE_NAME"])
    if sentence := weakness(typed, account, name, centre):
        raise Refused(sentence, field="new")


def weakness(typed: str, account: str, name: str, centre: str) -> str | None:
    """Why a password is refused, or None."""
    if len(typed) < SHORTEST:
        return f"A password has at least {SHORTEST} characters. Three or four words do well."
    if len(typed) > LONGEST:
        return f"A password has at most {LONGEST} characters."
    plain = _letters(typed)
    for words, what in ((account, "the account name"), (centre, "the name of the centre")):
        if len(_letters(words)) > 3 and _letters(words) in plain:
            return f"This password contains {what}, which is tried first. Choose another."
    if any(part in plain for part in fold(name).split() if len(part) > 3):
        return "This password contains the person's name, which is tried first. Choose another."
    return _guessable(typed, [account, *fold(name).split(), *fold(centre).split()])


def _letters(text: str) -> str:
    """Letters and digits alone, as they are compared: `Rescue-CENTER` -> `rescuecenter`."""
    return re.sub(r"[\W_]+", "", fold(text))


def _guessable(typed: str, known: list[str]) -> str | None:
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # large lists, rarely needed

    judged = zxcvbn(typed[:JUDGED], user_inputs=known)
    if judged["guesses_log10"] >= LEAST_GUESSES:
        return None
    if any(m.get("dictionary_name") == "passwords" for m in judged["sequence"]):
        return (
            "This password, or one very like it, is on the list of leaked passwords that "
            "attackers try first. Choose another; three or four words do well."
        )
    why = str(judged["feedback"]["warning"]).rstrip(".")
    return (
        f"This password is too easy to guess{': ' + why[0].lower() + why[1:] if why else ''}. "
        "Choose another; three or four words do well."
    )


# --- keeping -------------------------------------------------------------------------------


def hash_of(typed: str) -> str:
    """What is kept of a password."""
    return _hasher().hash(_bytes(typed))


def matches(kept: str | None, typed: str) -> bool:
    """Whether `typed` is the password. Takes as long where there is none, so that nobody learns
    which accounts exist."""
    try:
        return _hasher().verify(kept or _nobody(), _bytes(typed)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(kept)


def _hasher() -> PasswordHasher:
    return _hasher_of(current_app.config["ARGON2_MEMORY_KIB"])


@cache
def _hasher_of(memory_kib: int) -> PasswordHasher:
    return PasswordHasher(time_cost=3, memory_cost=memory_kib, parallelism=4)


def _nobody() -> str:
    return _hash_of_nobody(current_app.config["ARGON2_MEMORY_KIB"])


@cache
def _hash_of_nobody(memory_kib: int) -> str:
    return _hasher_of(memory_kib).hash("nobody's password")


def _bytes(typed: str) -> bytes:
    return unicodedata.normalize("NFKC", typed).encode("utf-8", "replace")
