"""What every page shares to look at: theme, navigation, messages, the way numbers are written."""

from typing import Any

from flask import Flask, Response, current_app, flash, g, redirect, request
from flask.sessions import SecureCookieSessionInterface

from rescue_center import clock, marks, measures, navigation, words
from rescue_center.policy import allow

THEMES = ("auto", "light", "dark")
YEAR = 31_536_000


class Messages(SecureCookieSessionInterface):
    """Flask's cookie, which carries messages to the next page; its signer, which depends on
    settings alone, is made once and not at each request."""

    def __init__(self) -> None:
        self._signer: Any = None

    def get_signing_serializer(self, app: Flask) -> Any:
        """What signs the cookie."""
        self._signer = self._signer or super().get_signing_serializer(app)
        return self._signer


def init_app(app: Flask) -> None:
    """Install the filters, the words of base.html and the theme switch."""
    app.session_interface = Messages()
    app.jinja_env.filters.update(
        weight=measures.weight_text,
        number=measures.number_text,
        plain=measures.plain,
        spoken=words.spoken,
    )
    app.jinja_env.globals.update(
        known=_known, addresses_of=navigation.addresses_of, theme=theme, me=_person,
        initials=_initials, marks=marks, printed_at=clock.now, hour_of=clock.hour_text,
        SEARCH="/search", CENTRE=app.config["CENTRE_NAME"],
    )  # fmt: skip
    app.add_url_rule("/theme", "theme", choose_theme, methods=["POST"])


def say(text: str) -> None:
    """A message on the next page: what was done. Say what, of whom: `Mali weighs 2.4 kg.`"""
    flash(text, "done")


def warn(text: str) -> None:
    """A message on the next page that asks for attention."""
    flash(text, "warn")


def offer_undo(text: str, action: str, *, label: str = "Undo") -> None:
    """A message on the next page with a button that posts to `action` to take it back."""
    flash({"text": text, "action": action, "label": label}, "undo")  # type: ignore[arg-type]


@allow("public")
def choose_theme() -> Response:
    """Remember light, dark or as the system has it, and go back to the page, if it says which."""
    chosen, back = request.form.get("theme", "auto"), request.form.get("next")
    went = ("", 204) if back is None else redirect(local_path(back), 303)
    response = current_app.make_response(went)
    response.set_cookie(
        "theme", chosen if chosen in THEMES else "auto",
        max_age=YEAR, samesite="Lax", secure=request.is_secure,
    )  # fmt: skip
    return response


def theme() -> str:
    """The theme this person chose: auto, light or dark."""
    chosen = request.cookies.get("theme", "auto") if request else "auto"
    return chosen if chosen in THEMES else "auto"


def local_path(url: str) -> str:
    """`url` where it is a path on this site, else the front page. Browsers drop tabs and line ends
    inside an address and read `\\` as `/`, so an address with any of them is nobody's path."""
    ours = url.startswith("/") and not url.startswith("//") and "\\" not in url
    return url if ours and url.isprintable() and len(url) < 2000 else "/"


def _known(endpoint: str) -> bool:
    """Whether the application has this page, and the person signed in may open it."""
    return navigation.open_to(endpoint, _roles())


def _person() -> Any:
    return getattr(g, "staff", None)


def _roles() -> Any:
    staff = _person()
    return staff.roles if staff else None


def _initials(name: str) -> str:
    """One or two letters for the round beside a name."""
    letters = [part[0] for part in name.split() if part[0].isalnum()]
    return (letters[0] + (letters[-1] if len(letters) > 1 else "")).upper() if letters else "?"


def centre() -> str:
    """The name of the centre."""
    return str(current_app.config["CENTRE_NAME"])
