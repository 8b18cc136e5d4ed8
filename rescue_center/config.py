"""Settings, read from the environment with the prefix `RESCUE_`; docs/operations.md lists them."""

import os
import secrets
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent.parent


def _hour(text: str) -> str:
    """An hour of the day, as it was written."""
    time.fromisoformat(text)
    return text


#: Setting, default, and how its text is read.
SETTINGS: dict[str, tuple[Any, Any]] = {
    "DATABASE_URL": ("", str),
    "SECRET_KEY": ("", str),
    "BASE_URL": ("http://127.0.0.1:8000", str),
    "INSTANCE_DIR": (str(ROOT / "instance"), str),
    "MEDIA_DIR": ("", str),
    "TIMEZONE": ("Asia/Phnom_Penh", str),
    "DOSE_TIMES": (
        "SID 08:00; BID 08:00 20:00; TID 06:00 14:00 22:00; QID 00:00 06:00 12:00 18:00",
        str,
    ),
    "FAST_TRACK_DAYS": ("7", int),
    "RECORD_BY": ("10:00", _hour),
    "COUNTED_BY": ("17:30", _hour),
    "CENTRE_NAME": ("Rescue Center", str),
    "CENTRE_ADDRESS": ("", str),
    "CENTRE_PHONE": ("", str),
    "CENTRE_WHATSAPP": ("", str),
    "CENTRE_COUNTRY": ("KH", str),
    "CENTRE_LICENCE": ("", str),
    "PAPER": ("A4", str),
    "RELEASE_NEEDS_PAPER": ("1", lambda text: text.lower() in ("1", "true", "yes")),
    "PRODUCTION": ("0", lambda text: text.lower() in ("1", "true", "yes")),
    "PROXY_HOPS": ("0", int),
    "MAX_UPLOAD_MB": ("32", int),
    "ARGON2_MEMORY_KIB": ("65536", int),
    "LOG": ("text", str),
    "SECRET_KEY_FALLBACKS": ("", lambda text: [key for key in text.split() if key]),
    "DEMO_PASSWORD": ("", str),
    "SESSION_HOURS": ("12", int),
    "SESSION_IDLE_MINUTES": ("30", int),
    "SESSION_IDLE_MINUTES_PRIVILEGED": ("15", int),
}


#: `flask demo` leaves this file in the instance folder: the centre is invented, and so is what it
#: is called where nothing else is set.
DEMO_MARK = "demo-centre"
DEMO_CENTRE = {
    "CENTRE_NAME": "Tonle Wildlife Rescue Centre",
    "CENTRE_ADDRESS": "Road 1, Bati, Takeo, Cambodia (an invented centre)",
    "CENTRE_PHONE": "+855 12 000 100",
}


class Unsafe(SystemExit):
    """A setting that this start refuses, with the reason."""


def read(environ: Mapping[str, str], overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The settings of this start. Raises :class:`Unsafe` with a sentence where one is refused."""
    config: dict[str, Any] = {}
    for name, (default, parse) in SETTINGS.items():
        text = environ.get(f"RESCUE_{name}") or default
        try:
            config[name] = parse(text)
        except ValueError:
            kind = "an hour like 10:00" if parse is _hour else "a number"
            raise Unsafe(f"RESCUE_{name} is {text!r}, which is not {kind}.") from None
    config.update(overrides or {})

    instance = Path(config["INSTANCE_DIR"])
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (instance / DEMO_MARK).exists() and not config["PRODUCTION"]:
        name_as_demo(config)
    config["MEDIA_DIR"] = config["MEDIA_DIR"] or str(instance / "media")
    config["BASE_URL"] = config["BASE_URL"].rstrip("/")
    url = config["DATABASE_URL"] or f"sqlite:///{instance / 'rescue.sqlite3'}"
    config["DATABASE_URL"] = url
    config["SQLALCHEMY_DATABASE_URI"] = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if url.startswith("postgresql"):  # who answered last is asked next: it has our plans at hand
        config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"pool_use_lifo": True})
    # A form with a file that is too large is still read, so that what was typed can be shown again.
    config["MAX_CONTENT_LENGTH"] = 8 * config["MAX_UPLOAD_MB"] * 1024 * 1024
    encrypted = config["BASE_URL"].startswith("https://")  # this cookie carries messages only
    config["SESSION_COOKIE_NAME"] = "__Host-rc_said" if encrypted else "rc_said"
    config.update(SESSION_COOKIE_SECURE=encrypted, SESSION_COOKIE_SAMESITE="Lax")
    if not config["SECRET_KEY"]:
        config["SECRET_KEY"] = _kept_secret(instance / "secret_key")
    _check(config)
    return config


def name_as_demo(config: dict[str, Any]) -> None:
    """Call the centre what the demo is called, where nothing else is set."""
    for name, text in DEMO_CENTRE.items():
        if config[name] == SETTINGS[name][0]:
            config[name] = text


def _kept_secret(file: Path) -> str:
    """A key made on the first start and kept beside the data, readable by its owner only."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if file.stat().st_mode & 0o077:
            raise Unsafe(f"{file} can be read by others. Run: chmod 600 {file}") from None
        return file.read_text().strip()
    with os.fdopen(handle, "w") as out:
        key = secrets.token_hex(32)
        out.write(key)
    return key


def _check(config: Mapping[str, Any]) -> None:
    try:
        ZoneInfo(config["TIMEZONE"])
    except (ZoneInfoNotFoundError, ValueError):
        raise Unsafe(
            f"RESCUE_TIMEZONE is {config['TIMEZONE']!r}, which is not a time zone. "
            "Write it like Asia/Phnom_Penh."
        ) from None
    if config["PAPER"] not in ("A4", "LETTER"):
        raise Unsafe("RESCUE_PAPER is A4 or LETTER.")
    base = urlsplit(config["BASE_URL"])
    if base.scheme not in ("http", "https") or not base.hostname or base.path:
        raise Unsafe("RESCUE_BASE_URL is an address without a path, like https://rescue.example.")
    if len(config["SECRET_KEY"]) < 32:
        raise Unsafe("RESCUE_SECRET_KEY is shorter than 32 characters.")
    if not config["PRODUCTION"]:
        return
    if base.scheme != "https":
        raise Unsafe("RESCUE_BASE_URL must begin with https:// in production.")
    if config["DEMO_PASSWORD"]:
        raise Unsafe("RESCUE_DEMO_PASSWORD is set: a demo password has no place in production.")
    if len(set(config["SECRET_KEY"])) < 10:
        raise Unsafe("RESCUE_SECRET_KEY is too easy to guess.")
