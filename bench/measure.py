"""One client on one kept connection, and medians taken in turn with the reference page."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit


class Client:
    """A signed-in person: one connection, one cookie."""

    def __init__(self, url: str):
        self.host = urlsplit(url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, path: str, body: dict[str, str] | None = None
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """One request; what it sets of cookies is kept."""
        headers = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        data = None
        if body is not None:
            data = urlencode(body)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, data, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, content, answer.headers

    def sign_in(self, account: str, password: str) -> None:
        """Sign in by the form, as a person does."""
        status, content, _ = self.ask(
            "POST", "/sign-in", {"name": account, "password": password, "next": "/"}
        )
        if status != 303:
            raise SystemExit(f"cannot sign in as {account}: {status} {content[:400]!r}")


@dataclass
class Figure:
    """What was measured: medians in milliseconds, of the page and of the reference beside it."""

    name: str
    limit: float
    own: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Milliseconds of the page."""
        return statistics.median(self.own)

    @property
    def base(self) -> float:
        """Milliseconds of the reference beside it."""
        return statistics.median(self.reference)

    @property
    def ratio(self) -> float:
        """How many times the reference page it takes."""
        return self.median / self.base

    @property
    def holds(self) -> bool:
        """Whether it is within its limit."""
        return self.ratio <= self.limit


def timed(ask: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


#: Asked for before it counts: PostgreSQL settles on a plan after ten times.
WARM_UP = 15


def beside(
    figure: Figure, own: Callable[[str], object], reference: Callable[[], object],
    around: Iterator[str], rounds: int,
) -> Figure:  # fmt: skip
    """Measure a page and the reference in turn, after a warm-up of both."""
    for _ in range(WARM_UP):
        own(next(around))
        reference()
    for _ in range(rounds):
        figure.own.append(timed(lambda: own(next(around))))
        figure.reference.append(timed(reference))
    return figure


def expect(client: Client, method: str, wanted: int) -> Callable[..., object]:
    """A request whose answer must have the status `wanted`: a fast error is no speed."""

    def ask(path: str, body: dict[str, str] | None = None) -> object:
        status, content, _ = client.ask(method, path, body)
        if status != wanted:
            raise SystemExit(f"{method} {path}: {status} instead of {wanted}: {content[:300]!r}")
        return content

    return ask
