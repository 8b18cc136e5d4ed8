"""People at their desks: each signed in to the running centre, with pages open as in a browser."""

import http.client
import secrets
import threading
import urllib.parse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from rescue_center import clock
from rescue_center.db import db, writing
from rescue_center.staff import gate, sign_in
from tests.makers import make_person
from tests.pages import Element, Page
from tests.server import Live

Typed = dict[str, list[str]]
#: The files chosen in a field: name and bytes.
Files = dict[str, tuple[str, bytes]]


@dataclass
class Answer:
    """What came back: the status, where to go on, and the page."""

    status: int
    location: str
    html: str

    @property
    def was_heard(self) -> bool:
        """Whether the act was done, and the browser sent on to the next page."""
        return self.status == 303

    @property
    def sentences(self) -> str:
        """What the person is told, as a screen reader says it first."""
        page = Page(self.html)
        alerts = [e for e in page.walk() if e.attrs.get("role") == "alert"]
        return " ".join(e.text for e in alerts or page.all("main"))


@dataclass
class Sheet:
    """A form on a page, with what stands in it."""

    path: str
    typed: Typed = field(default_factory=dict)

    def fill(self, **words: str) -> "Sheet":
        """The same with other words in some fields."""
        return Sheet(self.path, self.typed | {name: [text] for name, text in words.items()})


class Desk:
    """Somebody who is signed in at the running centre."""

    def __init__(self, live: Live, *roles: str) -> None:
        self.host = urlsplit(live.url).netloc
        with live.app.test_request_context(base_url=live.url), writing():
            person = make_person(*roles)
            _, token = sign_in.begin(person, at=clock.now())
            db.session.commit()
            self.name, self.id = person.name, person.id
            self.cookie = f"{gate.cookie_name()}={token}"

    def ask(
        self, method: str, path: str, typed: Typed | None = None, files: Files | None = None
    ) -> Answer:
        """One request; a broken connection raises an OSError."""
        connection = http.client.HTTPConnection(self.host, timeout=60)
        headers, body = {"Cookie": self.cookie}, None
        if method == "POST":
            headers["Content-Type"], body = _body(typed or {}, files or {})
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            html = answer.read().decode("utf-8", "replace")
            return Answer(answer.status, answer.getheader("Location") or "", html)
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()

    def open(self, path: str, having: str = "") -> Sheet:
        """The form of a page, the one with a field named `having` where there are several."""
        answer = self.ask("GET", path)
        assert answer.status == 200, f"{path}: {answer.status} {answer.html[:500]}"
        return sheet_of(answer.html, path, having)

    def send(self, sheet: Sheet, **files: tuple[str, bytes]) -> Answer:
        """Press the form's button, with files chosen in some fields."""
        return self.ask("POST", sheet.path, sheet.typed, files)


def _body(typed: Typed, files: Files) -> tuple[str, bytes]:
    if not files:
        sent = urllib.parse.urlencode(typed, doseq=True)
        return "application/x-www-form-urlencoded", sent.encode()
    end, parts = secrets.token_hex(16), []
    for name, texts in typed.items():
        parts += [(f'name="{name}"', text.encode()) for text in texts]
    for name, (file, content) in files.items():
        parts.append((f'name="{name}"; filename="{file}"', content))
    told = [
        f"--{end}\r\nContent-Disposition: form-data; {what}\r\n\r\n".encode() + content + b"\r\n"
        for what, content in parts
    ]
    return f"multipart/form-data; boundary={end}", b"".join(told) + f"--{end}--\r\n".encode()


def sheet_of(html: str, path: str, having: str = "") -> Sheet:
    """The form on a page as a browser would send it."""
    (main,) = Page(html).all("main")
    for form in main.all("form"):
        if form.attrs.get("method", "get").lower() != "post":
            continue
        typed: Typed = {}
        for control in form.walk():
            for text in _values(control):
                typed.setdefault(control.attrs["name"], []).append(text)
        if "grave_word" in typed:  # a grave act says what is to be typed
            typed["grave_word"] = [form.attrs["data-type"]]
        if not having or having in typed:
            return Sheet(form.attrs.get("action") or path, typed)
    raise AssertionError(f"no form with {having or 'anything'} on {path}")


def _values(control: Element) -> list[str]:
    kind = control.attrs.get("type", "text")
    if "name" not in control.attrs or kind in ("file", "submit", "button"):
        return []
    if control.tag == "textarea":
        return ["".join(c for c in control.children if isinstance(c, str)).removeprefix("\r\n")]
    if control.tag == "select":
        options = control.all("option")
        chosen = [o for o in options if "selected" in o.attrs] or options[:1]
        return [o.attrs.get("value", o.text) for o in chosen]
    if control.tag == "input" and (kind not in ("radio", "checkbox") or "checked" in control.attrs):
        return [control.attrs.get("value", "on" if kind == "checkbox" else "")]
    return []


def at_once(*acts: Callable[[], Answer]) -> list[Answer]:
    """Let all act at one moment; the answers in their order."""
    barrier, answers = threading.Barrier(len(acts), timeout=60), dict[int, Answer]()

    def one(number: int, act: Callable[[], Answer]) -> None:
        barrier.wait()
        answers[number] = act()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(acts))]


def send_at_once(desks: Sequence[Desk], sheets: Sequence[Sheet]) -> list[Answer]:
    """Each presses the button of the form in front of them, all at one moment."""

    def press(desk: Desk, sheet: Sheet) -> Callable[[], Answer]:
        return lambda: desk.send(sheet)

    return at_once(*map(press, desks, sheets))
