"""A telephone as the centre sees one: it joins somebody, seals what they write, and sends it."""

import base64
import json
import os
import secrets
import time
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.rounds import sealing
from rescue_center.staff import phone_rules
from rescue_center.staff.models import Person


def uuid7() -> str:
    """An id as phones draw them."""
    ms, rest = int(time.time() * 1000), secrets.token_bytes(10)
    number = bytearray(ms.to_bytes(6, "big") + rest)
    number[6] = 0x70 | number[6] & 0x0F
    number[8] = 0x80 | number[8] & 0x3F
    text = number.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


class Handset:
    """An enrolled phone in somebody's hand."""

    def __init__(self, client: FlaskClient, phone: phone_rules.Enrolled):
        self.client, self.seq = client, 0
        self.name, self.token = phone.phone.public_id, phone.token
        self.phone_id = phone.phone.id
        self.keys: dict[int, bytes] = {}
        self.profiles: dict[int, str] = {}

    def join(self, person: Person) -> int:
        """Put a person on it; their profile's number."""
        from rescue_center.staff.phone_models import Phone

        joined = phone_rules.join(db.session.get_one(Phone, self.phone_id), person, at=clock.now())
        self.keys[joined.profile.id] = bytes(joined.profile.key)
        self.profiles[joined.profile.id] = joined.token
        number = joined.profile.id
        db.session.commit()
        return number

    def write(
        self,
        profile: int,
        kind: str,
        facts: dict[str, Any],
        *,
        at: datetime | None = None,
        key: bytes | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """A record, sealed by its author (or with another key)."""
        self.seq += 1
        body = {"kind": kind, "facts": facts, "at": (at or clock.now()).isoformat(),
                "zone": "Asia/Phnom_Penh", "offset_ms": 0} | more  # fmt: skip
        return self.seal(profile, body, self.seq, key=key)

    def seal(
        self, profile: int, body: Any, seq: int, *, name: str = "", key: bytes | None = None
    ) -> dict[str, Any]:
        name = name or uuid7()
        place = sealing.about("record", self.name, name, seq)
        content = json.dumps(body).encode()
        text = base64.b64encode(sealing.sealed(key or self.keys[profile], content, place)).decode()
        return {"id": name, "seq": seq, "profile": profile, "sealed": text}

    def headers(self, profile: int | None = None) -> dict[str, str]:
        said = {"Authorization": f"Phone {self.name}.{self.token}"}
        if profile is not None:
            said["X-Profile"] = f"{profile}.{self.profiles[profile]}"
        return said

    def post(self, address: str, body: Any, profile: int | None = None) -> Any:
        return self.client.post(address, json=body, headers=self.headers(profile))

    def send(self, *records: dict[str, Any], off_ms: int = 0) -> list[dict[str, Any]]:
        """What the centre answers to a batch, with the seals broken."""
        now_ms = int(clock.now().timestamp() * 1000) + off_ms
        response = self.post("/m/records", {"records": list(records), "now_ms": now_ms})
        assert response.status_code == 200, response.get_data(as_text=True)
        answers = response.get_json()["answers"]
        return [self.opened(sent, told) for sent, told in zip(records, answers, strict=True)]

    def opened(self, sent: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
        if told["sealed"] is None:
            return told
        place = sealing.about("answer", self.name, sent["id"])
        content = sealing.opened(
            self.keys[sent["profile"]], base64.b64decode(told["sealed"]), place
        )
        found = json.loads(content)
        assert found["outcome"] == told["outcome"]
        return dict(found)


def sealed_photo(handset: Handset, profile: int, name: str, content: bytes) -> bytes:
    """A photograph as it travels."""
    return sealing.sealed(handset.keys[profile], content,
                          sealing.about("photo", handset.name, name))  # fmt: skip


def noise(size: int) -> bytes:
    """Bytes that are no picture."""
    return os.urandom(size)
