"""Bring the catalogues of the keepers' languages up to date: `make words`.

Finds the sentences that templates say with `_("…")`, the code with `phrase("…")` or `N_("…")`, and
the phone's scripts with `t("…")` or `word("…")`, and in keepers' packages what refuses, labels and
answers (tools/sayings.py), and writes them into every `messages.po`.
What was translated stays; what is new is empty, for somebody to translate; what is no longer said
goes. `make words W=check` changes nothing and fails where something would change.
"""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.sayings import sayings  # noqa: E402 - known once the folder is

FOLDER = ROOT / "rescue_center" / "translations"
LANGUAGES = ("es", "fr", "km", "pt", "th", "vi")

PYTHON = ("phrase", "N_")
TEMPLATES = {"_": None}
SCRIPTS = {"t": None, "word": None}


def sentences() -> dict[str, list[str]]:
    """Every sentence with the files that say it, in a steady order."""
    found: dict[str, set[str]] = {}
    for name, file in _files():
        for sentence in (*_said(name, file), *_in_code(name, file)):
            found.setdefault(sentence, set()).add(name)
    return {sentence: sorted(found[sentence]) for sentence in sorted(found)}


def _files() -> Iterator[tuple[str, Path]]:
    for pattern in ("rescue_center/**/*.py", "templates/**/*.html", "static/js/phone/**/*.js"):
        for file in sorted(ROOT.glob(pattern)):
            yield file.relative_to(ROOT).as_posix(), file


def _in_code(name: str, file: Path) -> Iterator[str]:
    return sayings(name, file.read_text(encoding="utf-8")) if name.endswith(".py") else iter(())


def _said(name: str, file: Path) -> Iterator[str]:
    content = io.BytesIO(file.read_bytes())
    if name.endswith(".html"):
        options: dict[str, Any] = {"trimmed": "false", "silent": "false"}
        found = (
            message for _, _, message, _ in babel_extract(content, list(TEMPLATES), [], options)
        )
    elif name.endswith(".py"):
        yield from _marked(ast.parse(content.getvalue()))
        return
    else:
        found = (message for _, message, _, _ in extract("javascript", content, keywords=SCRIPTS))
    for message in found:
        sentence = message[0] if isinstance(message, tuple) else message
        if isinstance(sentence, str):  # what is put together at run time stands elsewhere
            yield sentence


def _marked(tree: ast.Module) -> Iterator[str]:
    """What code marks, inside of f-strings too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in PYTHON and node.args:
            sentence = node.args[0]
            if isinstance(sentence, ast.Constant) and isinstance(sentence.value, str):
                yield sentence.value


def brought_up(language: str, said: dict[str, list[str]]) -> bytes:
    """The catalogue of a language with these sentences, as a file."""
    old = _old(language)
    new = Catalog(locale=language, project="Rescue Center", version="1", charset="utf-8",
                  creation_date=old.creation_date,  # or each minute would make it another file
                  header_comment="# How keepers' screens are said in this language.")  # fmt: skip
    new.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Language", language)]
    for sentence, files in said.items():
        known = old.get(sentence)
        new.add(sentence, known.string if known else "", locations=[(f, None) for f in files])
    out = io.BytesIO()
    write_po(out, new, width=0, include_lineno=False, omit_header=False)
    return out.getvalue()


def _old(language: str) -> Catalog:
    file = _file(language)
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as content:
        return read_po(content, locale=language)


def _file(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def main(check: bool) -> None:
    """Write the catalogues, or say which are not up to date."""
    said, late = sentences(), []
    for language in LANGUAGES:
        content, file = brought_up(language, said), _file(language)
        if check:
            late += [] if file.exists() and file.read_bytes() == content else [language]
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        lacks = sum(not message.string for message in _old(language) if message.id)
        print(f"{language}: {len(said)} sentences, {lacks} to translate")
    if late:
        raise SystemExit(f"Not up to date: {', '.join(late)}. Run make words.")


if __name__ == "__main__":
    main(sys.argv[1:] == ["check"])
