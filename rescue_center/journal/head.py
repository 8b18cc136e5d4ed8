"""The signed head: what to keep elsewhere, so that a rewritten journal is noticed.

A kept head is two lines that a program reads, and a few that a person reads. It is signed with the
centre's own key (Ed25519), which lies in the instance folder and is not the secret key of cookies.
"""

from __future__ import annotations

import hashlib
import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import current_app


class NotAHead(Exception):
    """A file that is no kept head of this centre, with the reason."""


@dataclass(frozen=True)
class Head:
    """Where the journal ended, when, and whose journal it is."""

    seq: int
    hash: str
    at: str
    centre: str
    kid: str

    def line(self) -> str:
        """The line that is signed."""
        return json.dumps(self.__dict__, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def signed(seq: int, hash: str, *, at: datetime) -> str:
    """The text to keep elsewhere."""
    key = _key()
    centre = str(current_app.config["CENTRE_NAME"])
    head = Head(seq, hash, f"{at:%Y-%m-%dT%H:%M:%SZ}", centre, kid_of(key.public_key()))
    return "\n".join(
        [
            head.line(),
            f"signature {_text(key.sign(head.line().encode()))}",
            "",
            f"Journal of {centre}: {seq} rows at {at:%d %B %Y, %H:%M} UTC.",
            f"Last row: {' '.join(hash[i : i + 8] for i in range(0, 64, 8))}",
            f"Key {head.kid}: {_text(_raw(key.public_key()))}",
            "Keep this where nobody who runs the centre's computer can change it: send it to",
            "somebody, or print and sign it. Then: flask journal verify --head FILE",
        ]
    )


def read(text: str) -> Head:
    """The head in a kept text, once its signature holds. Raises :class:`NotAHead`."""
    head, signature = _parts(text)
    public = _key().public_key()
    if head.kid != kid_of(public):
        raise NotAHead(f"It was signed with the key {head.kid}, which is not this centre's.")
    try:
        public.verify(signature, head.line().encode())
    except InvalidSignature:
        raise NotAHead("It was changed after it was signed.") from None
    return head


def _parts(text: str) -> tuple[Head, bytes]:
    lines = [line.strip() for line in text.splitlines()]
    signed = next((line for line in lines if line.startswith("{")), "")
    signature = next((line[10:] for line in lines if line.startswith("signature ")), "")
    try:
        facts: dict[str, Any] = json.loads(signed)
        head = Head(**facts)
        if not isinstance(head.seq, int) or not isinstance(head.hash, str):
            raise TypeError
        return head, b64decode(signature, validate=True)
    except (ValueError, TypeError):
        raise NotAHead("It is not a head that `flask journal head` printed.") from None


def kid_of(public: Ed25519PublicKey) -> str:
    """The name of a key: the beginning of its SHA-256."""
    return hashlib.sha256(_raw(public)).hexdigest()[:16]


def _raw(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()


def _key() -> Ed25519PrivateKey:
    """The centre's key, made on first use and readable by its owner alone."""
    file = Path(current_app.config["INSTANCE_DIR"]) / "journal_key"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if file.stat().st_mode & 0o077:
            raise NotAHead(f"{file} can be read by others. Run: chmod 600 {file}") from None
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text().strip()))
    key = Ed25519PrivateKey.generate()
    with os.fdopen(handle, "w") as out:
        out.write(key.private_bytes_raw().hex())
        out.flush()
        os.fsync(out.fileno())
    return key
