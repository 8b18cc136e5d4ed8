"""The phone's application: the same few files for everybody, kept on the phone, without a word
about any animal or person in them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import Blueprint, Response, current_app, g, render_template, request

from rescue_center.assets import Assets
from rescue_center.policy import allow

bp = Blueprint("shell", __name__)

#: Scripts of ours alone, and the decoder of codes, which is WebAssembly.
CSP = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def _shell_asset(name: str) -> str:
    """The address of a file that phones keep; it changes when one of those does."""
    assets: Assets = current_app.extensions["assets"]
    return f"{request.script_root}/assets/{assets.shell_stamp}/{name}"


def _page() -> str:
    assets: Assets = current_app.extensions["assets"]
    return render_template(
        "phone/shell.html", asset=_shell_asset, scripts=[
            name for name in assets.shell() if name.endswith(".js")],
    )  # fmt: skip


@bp.get("/m/")
@allow("public")
def shell() -> Response:
    """The application, empty: what it shows it asks for, or has kept."""
    g.staff = None
    return _known_by_content(Response(_page(), mimetype="text/html"))


@bp.get("/sw.js")
@allow("public")
def worker() -> Response:
    """The service worker, with the list of files that it keeps."""
    g.staff = None
    assets: Assets = current_app.extensions["assets"]
    page = f"{request.script_root}/m/"
    files = [page, f"{page}app.webmanifest", *map(_shell_asset, assets.shell())]
    version = hashlib.sha256(f"{_page()}{files}".encode()).hexdigest()[:12]
    facts: dict[str, Any] = {
        "version": version, "page": page, "files": files,
        "decoder": [_shell_asset(name) for name in assets.decoder()],
    }  # fmt: skip
    body = (assets.body("js/phone-worker.js") or b"").decode()
    script = f"const SHELL = {json.dumps(facts)};\n{body}"
    return _known_by_content(Response(script, mimetype="text/javascript"))


@bp.get("/m/app.webmanifest")
@allow("public")
def manifest() -> Response:
    """What a phone needs to put the application on its home screen."""
    icon = _shell_asset
    told = {
        "name": current_app.config["CENTRE_NAME"], "short_name": "Rescue", "id": "/m/",
        "start_url": "/m/", "scope": "/", "display": "standalone", "lang": "en",
        "background_color": "#0a2f25", "theme_color": "#0a2f25",
        "icons": [
            {"src": icon("img/app-icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": icon("img/app-icon-192.png"), "sizes": "192x192", "type": "image/png"},
        ],
    }  # fmt: skip
    return _known_by_content(Response(json.dumps(told), mimetype="application/manifest+json"))


def _known_by_content(response: Response) -> Response:
    """Asked for anew each time, and sent only where it changed."""
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = CSP
    response.add_etag()
    response.make_conditional(request)
    return response
