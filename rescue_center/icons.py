"""The icon sprite: our own status marks, and icons cut from Lucide (ISC licence).

`main` copies the icons named here from the npm package `lucide-static` to `static/vendor/icons`;
`make install` calls it (tools/vendor.py). The sprite itself is joined in memory (assets.py). Our
marks live in `static/img/marks`, so that a status never depends on what was installed.
"""

import re
import shutil
import sys
from collections.abc import Collection
from pathlib import Path

#: Words used in templates, and the Lucide file that draws each. Always shown beside a word.
LUCIDE = {
    "add": "plus", "admit": "package-open", "alert": "triangle-alert", "animal": "paw-print",
    "back": "arrow-left", "bird": "bird", "board": "layout-dashboard", "box": "package",
    "calendar": "calendar-days", "camera": "camera", "care": "heart-pulse", "case": "briefcase",
    "certificate": "file-badge", "chart": "chart-line", "check": "check",
    "clean": "brush-cleaning", "clock": "clock", "close": "x", "condition": "activity",
    "copy": "copy", "death": "feather", "delete": "trash-2", "document": "file-text",
    "door": "door-open", "dose": "syringe", "down": "chevron-down", "download": "download",
    "edit": "pencil", "enclosure": "fence", "escape": "footprints", "exam": "stethoscope",
    "export": "file-output", "feed": "salad", "filter": "list-filter", "fish": "fish",
    "flag": "flag", "gavel": "gavel", "glove": "hand", "group": "boxes", "help": "circle-help",
    "history": "history", "hold": "scale", "home": "house", "hospital": "hospital",
    "import": "file-input", "info": "info", "intake": "inbox", "journal": "book-open-text",
    "key": "key-round", "label": "tags", "labs": "flask-conical", "leave": "log-out",
    "legal": "gavel", "link": "external-link", "list": "list-checks", "lock": "lock",
    "login": "log-in", "map": "map", "mask": "shield-alert", "menu": "menu",
    "microchip": "microchip", "monitor": "radio-tower", "moon": "moon", "more": "ellipsis",
    "move": "arrow-right-left", "necropsy": "microscope", "next": "chevron-right",
    "note": "notebook-pen", "offline": "cloud-off", "people": "users", "person": "user-round",
    "phone": "phone", "photo": "image", "pin": "map-pin", "plan": "route",
    "previous": "chevron-left", "print": "printer", "qr": "qr-code", "quarantine": "shield-half",
    "question": "circle-help", "ready": "list-checks", "refresh": "refresh-cw", "rehab": "leaf",
    "release": "trees", "report": "chart-column", "reptile": "turtle", "round": "route",
    "save": "save", "scan": "scan-qr-code", "search": "search", "seizure": "siren",
    "settings": "settings-2", "shield": "shield-check", "sign": "signature", "snake": "worm",
    "split": "split", "sun": "sun", "sync": "cloud-upload", "tag": "tag", "test": "test-tube",
    "theme": "sun-moon", "transfer": "truck", "treatment": "pill", "tree": "tree-palm",
    "undo": "undo-2", "up": "chevron-up", "upload": "upload", "void": "ban", "water": "droplets",
    "weight": "weight", "welfare": "heart-handshake",
}  # fmt: skip

#: What the phone's application shows of them.
PHONE = (
    "add", "alert", "animal", "back", "camera", "check", "clean", "clock", "close", "delete",
    "dose", "door", "down", "edit", "feed", "glove", "help", "home", "info", "leave", "list",
    "lock", "mask", "move", "moon", "next", "note", "offline", "person", "phone", "photo", "qr",
    "quarantine", "refresh", "round", "save", "scan", "search", "shield", "sun", "sync", "theme",
    "undo", "void", "water", "weight", "welfare", "box", "tag", "death", "more", "question",
    "people",
)  # fmt: skip

_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.S)


def sprite(static: Path, words: Collection[str] = LUCIDE) -> bytes:
    """One SVG of symbols: `#<word>` for the icons, `#mark-<name>` for our own marks."""
    symbols = []
    for word in sorted(words):
        file = static / "vendor" / "icons" / f"{word}.svg"
        if file.is_file():
            symbols.append(_symbol(word, file.read_text("utf-8")))
    for file in sorted((static / "img" / "marks").glob("*.svg")):
        symbols.append(_symbol(f"mark-{file.stem}", file.read_text("utf-8")))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'.encode()


def _symbol(name: str, svg: str) -> str:
    inner = _INNER.search(svg)
    drawing = re.sub(r"\s*\n\s*", "", inner[1]) if inner else ""
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>'


def copy(source: Path, target: Path) -> list[str]:
    """Copy the named icons; returns the words whose drawing is not in the package."""
    target.mkdir(parents=True, exist_ok=True)
    missing = []
    for word, name in LUCIDE.items():
        if (source / f"{name}.svg").is_file():
            shutil.copyfile(source / f"{name}.svg", target / f"{word}.svg")
        else:
            missing.append(word)
    return missing


def main() -> None:
    """Copy from the folder named first to the one named second."""
    absent = copy(Path(sys.argv[1]), Path(sys.argv[2]))
    if absent:
        sys.exit(f"These icons are not in the package: {', '.join(absent)}")
