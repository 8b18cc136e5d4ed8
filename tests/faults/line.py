"""A bad line between a phone and the running centre: it breaks in the middle of an answer."""

import json
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Told:
    """An answer of the centre; status 0 where the line broke before it was read."""

    status_code: int
    text: str = ""

    def get_json(self) -> Any:
        return json.loads(self.text)

    def get_data(self, as_text: bool = True) -> str:
        return self.text


class Line:
    """Posts to the centre as Flask's test client does; the next answer may be cut off."""

    def __init__(self, url: str):
        self.host, self.port = urlsplit(url).hostname or "", urlsplit(url).port or 80
        self.cut_next = False

    def post(
        self, address: str, *, headers: dict[str, str], json: Any = None, data: bytes = b"",
        content_type: str = "application/json",
    ) -> Told:  # fmt: skip
        body = data if json is None else _bytes(json)
        said = headers | {
            "Host": f"{self.host}:{self.port}", "Content-Type": content_type,
            "Content-Length": str(len(body)), "Connection": "close",
        }  # fmt: skip
        lines = [f"POST {address} HTTP/1.1", *(f"{k}: {v}" for k, v in said.items()), "", ""]
        cut, self.cut_next = self.cut_next, False
        with socket.create_connection((self.host, self.port), timeout=60) as wire:
            wire.sendall("\r\n".join(lines).encode() + body)
            if cut:
                wire.recv(40)  # a few letters of the answer, or none
                return Told(0)
            return _read(wire)


def _bytes(said: Any) -> bytes:
    return json.dumps(said).encode()


def _read(wire: socket.socket) -> Told:
    answer = b""
    while piece := wire.recv(1 << 16):
        answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" in head.lower():
        body = _joined(body)
    return Told(int(head.split()[1]), body.decode())


def _joined(chunked: bytes) -> bytes:
    whole = b""
    while chunked:
        size, _, rest = chunked.partition(b"\r\n")
        if not (length := int(size, 16)):
            break
        whole, chunked = whole + rest[:length], rest[length + 2 :]
    return whole
