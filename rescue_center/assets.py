"""Style sheets, scripts and icons, served from memory under one address per release.

No build step: at start the files below `static/css` are joined in the order of :data:`LAYERS`, the
icons are joined into one sprite, and everything is reachable as `/assets/<stamp>/<name>`. The
stamp is a hash of all of it, so a browser keeps each file for a year and a relative `import`
between scripts keeps its stamp. An older stamp still answers, with the newest file, for pages left
open.
"""

import gzip
import hashlib
import mimetypes
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, current_app, g, request

from rescue_center import icons
from rescue_center.policy import allow

#: The cascade, weakest first; a later layer wins whatever its selectors weigh. A folder gives its
#: files in the order of their names: a page of its own goes to `pages/<package>.css`; one of the
#: clinic to `clinic/<package>.css`, which only its pages ask for (the block `styles`), so that a
#: scanned tag opens no heavier for it.
LAYERS = ("tokens", "base", "layout", "components", "pages", "utilities", "print")

#: What a stranger with a phone needs and no more (templates/public.html): files of `static/css`.
PUBLIC = ("tokens", "base", "components/button", "components/form", "components/notice",
          "components/icon", "components/summary", "pages/public", "print")  # fmt: skip

#: The cascade of the phone's application, and what it takes of the desk's: it is kept whole on
#: phones that have little room.
PHONE_LAYERS = ("tokens", "base", "components", "phone", "utilities")
PHONE = ("tokens", "base", "components/button", "components/icon", "utilities")

#: What the phone's application consists of (patterns below `static`), and what it keeps besides
#: once a phone is the centre's: the decoder, where the browser has none.
SHELL = ("js/phone/**/*.js", "vendor/idb/*.js", "img/app-icon.svg", "img/app-icon-192.png")
DECODER = ("vendor/decoder/*.js", "vendor/decoder/*.wasm")

YEAR = 31_536_000
_TEXT = {".css", ".js", ".svg", ".json", ".webmanifest", ".mjs", ".wasm", ".ttf", ".txt"}

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("image/svg+xml", ".svg")
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("application/wasm", ".wasm")


def init_app(app: Flask) -> None:
    """Serve the assets and give templates `asset("css/app.css")`."""
    app.extensions["assets"] = Assets(Path(app.static_folder or "static"))
    app.add_url_rule("/assets/<stamp>/<path:name>", "assets", serve)
    app.jinja_env.globals["asset"] = address


@allow("public")
def serve(stamp: str, name: str) -> Response:
    """One file; kept for a year where the stamp is today's."""
    assets: Assets = current_app.extensions["assets"]
    body = assets.body(name)
    if body is None:
        abort(404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = Response(body, mimetype=kind)
    if Path(name).suffix in _TEXT and request.accept_encodings.quality("gzip") > 0:
        response.set_data(_squeezed(body))
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    current = stamp in (assets.stamp, assets.shell_stamp)
    response.headers["Cache-Control"] = (
        f"public, max-age={YEAR}, immutable" if current else "no-cache"
    )
    return response


def address(name: str) -> str:
    """The address of an asset: `asset("css/app.css")`, `asset("js/app.js")`, `asset("img/…")`."""
    return f"{g.get('assets') or _here()}{name}"


def _here() -> str:
    """Where the assets are, for this request: a page names an icon dozens of times."""
    assets: Assets = current_app.extensions["assets"]
    where: str = f"{request.script_root}/assets/{assets.stamp}/"
    g.assets = where
    return where


class Assets:
    """The files of one release."""

    def __init__(self, folder: Path):
        self.folder = folder.resolve()
        self._seen: tuple[tuple[str, int], ...] = ()
        self._stamp = self._shell_stamp = ""
        self._made: dict[str, bytes] = {}

    @property
    def stamp(self) -> str:
        """Ten characters that change when any asset does."""
        if not self._stamp or current_app.debug:
            self._look()
        return self._stamp

    @property
    def shell_stamp(self) -> str:
        """The same, of what phones keep alone: a change of the desk's pages costs them nothing."""
        _ = self.stamp
        return self._shell_stamp

    def shell(self) -> list[str]:
        """The names of what the phone's application consists of."""
        return ["css/phone.css", "img/phone-icons.svg", *self._found(SHELL)]

    def decoder(self) -> list[str]:
        """The names of what decodes codes where the browser can't."""
        return self._found(DECODER)

    def _found(self, patterns: tuple[str, ...]) -> list[str]:
        files = {file for pattern in patterns for file in self.folder.glob(pattern)}
        return sorted(file.relative_to(self.folder).as_posix() for file in files)

    def body(self, name: str) -> bytes | None:
        """The bytes of an asset, made or read; None where there is no such file."""
        _ = self.stamp
        if name in self._made:
            return self._made[name]
        file = (self.folder / name).resolve()
        try:
            return file.read_bytes() if file.is_relative_to(self.folder) else None
        except OSError:  # no such file, a folder, or a name longer than any file's
            return None

    def _look(self) -> None:
        files = sorted(f for f in self.folder.rglob("*") if f.is_file())
        seen = tuple((str(f), f.stat().st_mtime_ns) for f in files)
        if seen == self._seen:
            return
        self._made = {
            "css/app.css": style_sheet(self.folder / "css"),
            "css/clinic.css": apart(self.folder / "css", "clinic"),
            "css/public.css": style_sheet(self.folder / "css", PUBLIC),
            "css/phone.css": style_sheet(self.folder / "css", PHONE, PHONE_LAYERS),
            "img/icons.svg": icons.sprite(self.folder),
            "img/phone-icons.svg": icons.sprite(self.folder, icons.PHONE),
        }
        digest = hashlib.sha256()
        for file in files:
            digest.update(file.relative_to(self.folder).as_posix().encode())
            digest.update(file.read_bytes())
        self._seen, self._stamp = seen, digest.hexdigest()[:10]
        kept = hashlib.sha256()
        for name in (*self.shell(), *self.decoder()):
            kept.update(name.encode() + (self._made.get(name) or (self.folder / name).read_bytes()))
        self._shell_stamp = f"m{kept.hexdigest()[:10]}"


def style_sheet(
    folder: Path, only: tuple[str, ...] | None = None, layers: tuple[str, ...] = LAYERS
) -> bytes:
    """The style sheets of `folder` as one, each in its layer; of the phone's own all."""
    parts = [f"@layer {', '.join(layers)};"]
    for layer in layers:
        for file in sorted([*folder.glob(f"{layer}.css"), *folder.glob(f"{layer}/*.css")]):
            name = file.relative_to(folder).with_suffix("").as_posix()
            if only is None or name in only or layer == "phone":
                parts.append(f"@layer {layer}{{{_tight(file.read_text('utf-8'))}}}")
        if layer == "tokens":
            parts.append(_dark(_tight((folder / "dark.css").read_text("utf-8"))))
    return "\n".join(parts).encode()


def apart(folder: Path, name: str) -> bytes:
    """The style sheets of a folder as one, for pages that need them beside the desk's own."""
    files = sorted((folder / name).glob("*.css"))
    return f"@layer pages{{{''.join(_tight(f.read_text('utf-8')) for f in files)}}}".encode()


def _dark(tokens: str) -> str:
    """The dark tokens twice: for who chose dark, and for whose system did and who chose nothing."""
    chosen = tokens.replace(":root", ':root[data-theme="dark"]')
    system = tokens.replace(":root", ':root[data-theme="auto"]')
    night = f"@media screen and (prefers-color-scheme:dark){{{system}}}"
    return f"@layer tokens{{@media screen{{{chosen}}}{night}}}"


def _tight(css: str) -> str:
    """Without comments, indentation and line ends."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return re.sub(r"\s*\n\s*", " ", css).strip()


@lru_cache(maxsize=128)
def _squeezed(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)


def bundle_sizes(folder: Path) -> dict[str, int]:
    """Compressed bytes of each joined file; the budget test reads it."""
    made: dict[str, Any] = {"app": None, "public": PUBLIC}
    sizes = {name: len(_squeezed(style_sheet(folder, only))) for name, only in made.items()}
    return sizes | {"clinic": len(_squeezed(apart(folder, "clinic")))}
