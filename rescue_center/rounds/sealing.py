"""What travels between a phone and the centre is sealed with the key of the person it is of:
AES-GCM (NIST SP 800-38D) with 256-bit keys and 96-bit nonces. Whoever does not have the key can
neither read nor write it; the phone's name, the record's id and its place in the sequence are
sealed in, so that nothing can be passed off as another."""

from __future__ import annotations

import base64
import binascii
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
TAG = 16


class Unsealable(Exception):
    """It was not sealed with this key, for this place."""


def about(*parts: str | int) -> bytes:
    """What is sealed in beside the content: `about("record", phone, id, seq)`."""
    return "|".join(str(part) for part in parts).encode()


def opened(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """The content of nonce, ciphertext and tag. Raises :class:`Unsealable`."""
    if len(sealed) < NONCE + TAG:
        raise Unsealable
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place)
    except InvalidTag:
        raise Unsealable from None


def sealed(key: bytes, content: bytes, place: bytes) -> bytes:
    """Nonce, ciphertext and tag of the content."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, place)


def of_text(text: Any) -> bytes:
    """Bytes from base64, as JSON carries them. Raises :class:`Unsealable`."""
    if not isinstance(text, str):
        raise Unsealable
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Unsealable from None


def as_text(content: bytes) -> str:
    """Bytes as JSON carries them."""
    return base64.b64encode(content).decode()


def sealed_facts(key: bytes, facts: Any, place: bytes) -> str:
    """Facts as sealed JSON in base64."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return as_text(sealed(key, text.encode(), place))
