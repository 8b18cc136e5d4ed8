"""Walks through the centre as one person: every link that a page offers, and where every form of it
would go, held against what the person may do."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from rescue_center.policy import Role, policy_of
from tests.pages import Page

#: How many addresses of one kind are opened.
EACH = 2


@dataclass
class Walk:
    """A walk of somebody with `roles`, and what was wrong on it: (page, what)."""

    app: Flask
    client: FlaskClient
    roles: frozenset[Role]
    each: int = EACH
    wrong: dict[str, str] = field(default_factory=dict)
    opened: Counter[str] = field(default_factory=Counter)
    #: The first page of each kind: endpoint to address.
    pages: dict[str, str] = field(default_factory=dict)

    def go(self, start: str = "/") -> "Walk":
        """Walk from a page on, as far as links lead."""
        waiting, seen = deque([(start, "the start")]), {start}
        while waiting:
            path, came_from = waiting.popleft()
            for found in self._open(path, came_from):
                if found not in seen:
                    seen.add(found)
                    waiting.append((found, path))
        return self

    def _open(self, path: str, came_from: str) -> list[str]:
        endpoint = self._endpoint(path, "GET", came_from)
        if endpoint is None or self.opened[endpoint] >= self.each:
            return []
        self.opened[endpoint] += 1
        answer = self.client.get(path)
        if answer.status_code >= 400:
            self.wrong[f"{endpoint} from {came_from}"] = f"{path} answers {answer.status_code}"
        if 300 <= answer.status_code < 400:
            return [self._local(path, answer.location)]
        if answer.status_code != 200 or answer.mimetype != "text/html":
            return []
        page = Page(answer.text)
        self.pages.setdefault(endpoint, path)
        self._check_forms(page, path)
        return [found for found in self._links(page, path) if found]

    def _links(self, page: Page, path: str) -> Iterator[str]:
        for link in page.all("a"):
            href = link.attrs.get("href", "")
            if href and not href.startswith(("#", "mailto:", "tel:")):
                yield self._local(path, href)
        for form in page.all("form"):
            if form.attrs.get("method", "get").lower() == "get" and "action" in form.attrs:
                yield self._local(path, form.attrs["action"])

    def _check_forms(self, page: Page, path: str) -> None:
        for form in page.all("form"):
            if form.attrs.get("method", "get").lower() != "post":
                continue
            actions = [form.attrs.get("action") or path]
            actions += [
                b.attrs["formaction"] for b in form.all("button") if "formaction" in b.attrs
            ]
            for action in actions:
                self._endpoint(self._local(path, action), "POST", path)

    def _endpoint(self, path: str, method: str, came_from: str) -> str | None:
        """The endpoint of an address, where this person may call it; what is wrong else."""
        if not path:
            return None
        where = self.app.url_map.bind("localhost")
        try:
            endpoint, _ = where.match(urlsplit(path).path, method=method)
        except HTTPException:
            self.wrong[f"{method} from {came_from}"] = f"{path} is nowhere"
            return None
        policy = policy_of(self.app.view_functions[endpoint])
        if endpoint != "static" and (policy is None or not policy.admits(self.roles)):
            self.wrong[f"{method} {endpoint} from {came_from}"] = f"{path} is not for this role"
            return None
        return str(endpoint)

    def _local(self, path: str, href: str) -> str:
        """An address of ours, without its fragment; empty for those of others."""
        whole = urlsplit(urljoin(f"http://localhost{path}", href))
        ours = whole.netloc in ("localhost", "127.0.0.1:8000")
        return (whole.path + (f"?{whole.query}" if whole.query else "")) if ours else ""


def told(wrong: dict[str, str]) -> list[str]:
    """What was wrong, a line each."""
    return [f"{where}: {what}" for where, what in sorted(wrong.items())]


def kinds(walks: Iterable[Walk]) -> set[str]:
    """The endpoints that somebody opened."""
    return {endpoint for walk in walks for endpoint in walk.opened}
