"""Reading a page as a person and a screen reader would, and what must hold of every page."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from flask import Flask

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
UNLABELLED = frozenset({"hidden", "submit", "button", "reset", "image"})


@dataclass(slots=True, eq=False)
class Element:
    """A tag with its attributes and children; text children are plain strings."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)
    parent: "Element | None" = field(default=None, repr=False)
    #: Every element of the page in order, and which part of them is inside.
    page: list["Element"] = field(default_factory=list, repr=False)
    first: int = 0
    last: int | None = None

    @property
    def text(self) -> str:
        """Everything readable inside, with runs of white space made one."""
        return " ".join(" ".join(self._strings()).split())

    def _strings(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._strings()

    @property
    def name(self) -> str:
        """What assistive technology calls it: aria-label, text, or the alt of its images."""
        if label := self.attrs.get("aria-label", "").strip():
            return label
        return self.text or " ".join(i.attrs.get("alt", "") for i in self.all("img")).strip()

    def walk(self) -> list["Element"]:
        """Every element inside, in order."""
        return self.page[self.first : self.last]

    def all(self, tag: str, **attrs: str) -> list["Element"]:
        """Every element of that tag with those attributes (`class_="row"` matches one class)."""
        return [e for e in self.walk() if e.tag == tag and (not attrs or e._has(attrs))]

    def one(self, tag: str, **attrs: str) -> "Element":
        """The only element of that kind; fails when there are none or several."""
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} <{tag}> with {attrs}"
        return found[0]

    def _has(self, attrs: dict[str, str]) -> bool:
        for key, value in attrs.items():
            key = key.rstrip("_").replace("_", "-")
            mine = self.attrs.get(key)
            if mine is None or (value not in mine.split() if key == "class" else value != mine):
                return False
        return True


#: A tag or a comment. Python's own reader of HTML takes three times as long.
TAG = re.compile(
    r"<!--.*?-->|<!doctype[^>]*>"
    r"""|<(/?)([a-z][\w-]*)((?:\s+[^\s=<>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s<>"']+))?)*)\s*(/?)>""",
    re.S | re.I,
)
ATTRIBUTE = re.compile(r"""([^\s=<>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s<>"']+)))?""")
RAW = frozenset({"script", "style"})


class _Builder:
    """Makes elements of a page's text, and notes where it is not well formed."""

    def __init__(self, html: str) -> None:
        self.html, self.faults = html, list[str]()
        self.root = self.here = Element("#document")
        at = 0
        while found := TAG.search(html, at):
            self._text(html[at : found.start()])
            at = found.end()
            closing, tag, attributes, closed = found.groups()
            if tag is None:
                continue
            if closing:
                self._close(tag.lower(), at)
            else:
                self._open(tag.lower(), attributes)
                if tag in RAW:
                    end = html.find(f"</{tag}", at)
                    self.here.children.append(html[at:end])
                    at = end
                elif closed and tag not in VOID:
                    self._close(tag.lower(), at)
        self._text(html[at:])

    def _open(self, tag: str, attributes: str) -> None:
        given: dict[str, str] = {}
        for name, *values in ATTRIBUTE.findall(attributes):
            if name.lower() in given:
                self.faults.append(f"<{tag}> has an attribute twice: {name}")
            given[name.lower()] = unescape("".join(values))
        page = self.root.page
        element = Element(tag, given, [], self.here, page)
        page.append(element)
        self.here.children.append(element)
        element.first = len(page)
        if tag in VOID:
            element.last = element.first
        else:
            self.here = element

    def _close(self, tag: str, at: int) -> None:
        here = self.here
        if tag in VOID:
            return
        if here.tag != tag or here.parent is None:
            line = self.html.count("\n", 0, at) + 1
            self.faults.append(f"</{tag}> closes <{here.tag}> (line {line})")
            return
        here.last = len(here.page)
        self.here = here.parent

    def _text(self, text: str) -> None:
        if "<" in text:
            self.faults.append(f"a tag that is none: {text[text.index('<') :][:60]!r}")
        if text:
            self.here.children.append(unescape(text) if "&" in text else text)


class Page(Element):
    """A whole page."""

    def __init__(self, html: str) -> None:
        builder = _Builder(html)
        super().__init__("#document", {}, builder.root.children, None, builder.root.page)
        self.html = html
        self.nesting = builder.faults
        if builder.here is not builder.root:
            self.nesting.append(f"<{builder.here.tag}> is never closed")

    @property
    def title(self) -> str:
        """The text of the page's title."""
        found = self.all("title")
        return found[0].text if found else ""

    @property
    def h1(self) -> str:
        """The text of the page's heading."""
        return self.one("h1").text

    def labelled(self, label: str) -> Element:
        """The field with that label."""
        found = [f for f in self.fields() if self._label(f) == label]
        assert len(found) == 1, f"{len(found)} fields labelled {label!r}"
        return found[0]

    def fields(self) -> list[Element]:
        """Every input, select and textarea that a person fills in."""
        return [
            e
            for e in self.walk()
            if e.tag in ("select", "textarea")
            or (e.tag == "input" and e.attrs.get("type") not in UNLABELLED)
        ]

    def _label(self, element: Element) -> str:
        if name := element.attrs.get("aria-label", "").strip():
            return name
        ids = element.attrs.get("aria-labelledby", "").split()
        if ids:
            return " ".join(e.text for e in self.walk() if e.attrs.get("id") in ids)
        around, by_id = self._labels
        label = around.get(id(element)) or by_id.get(element.attrs.get("id", ""))
        return label.text if label else ""

    @cached_property
    def _labels(self) -> tuple[dict[int, Element], dict[str, Element]]:
        """The label around each element, and the first label for each id."""
        around: dict[int, Element] = {}
        by_id: dict[str, Element] = {}
        for label in self.all("label"):
            if target := label.attrs.get("for"):
                by_id.setdefault(target, label)
            for inner in label.walk():
                around.setdefault(id(inner), label)
        return around, by_id

    def faults(self) -> list[str]:
        """What is wrong with this page, whatever it shows."""
        shown = ["markup shown as text"] if 'class="' in self.text else []
        return [*self.nesting[:3], *shown, *self._document(), *self._names(), *self._inline()]

    def _document(self) -> Iterator[str]:
        if not self.title:
            yield "no title"
        if not any(re.fullmatch("[a-z]{2,3}", e.attrs.get("lang", "")) for e in self.all("html")):
            yield "no language on <html>"
        if (headings := len(self.all("h1"))) != 1:
            yield f"{headings} h1"
        ids = Counter(e.attrs["id"] for e in self.walk() if "id" in e.attrs)
        yield from (f"id {name!r} {n} times" for name, n in ids.items() if n > 1)
        for element in self.walk():
            for key in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
                for target in element.attrs.get(key, "").split():
                    if target not in ids:
                        yield f"<{element.tag} {key}={target!r}> points at nothing"

    def _names(self) -> Iterator[str]:
        for element in self.fields():
            if not self._label(element):
                yield f"<{element.tag} name={element.attrs.get('name')!r}> has no label"
        for element in self.walk():
            nameless = element.tag in ("button", "a") and not element.name
            if nameless and "aria-labelledby" not in element.attrs:
                yield f"<{element.tag}> {element.attrs} has no name"
            if element.tag == "img" and "alt" not in element.attrs:
                yield f"<img src={element.attrs.get('src')!r}> has no alt"

    def _inline(self) -> Iterator[str]:
        yield from ("inline <style>" for _ in self.all("style"))
        for script in self.all("script"):
            data = script.attrs.get("type") == "application/json"
            if "src" not in script.attrs and "nonce" not in script.attrs and not data:
                yield "inline <script>"
        for element in self.walk():
            for key, value in element.attrs.items():
                if key == "style" or key.startswith("on"):
                    yield f"<{element.tag}> has an inline {key}"
                if key in ("href", "action", "src") and value.strip().startswith("javascript:"):
                    yield f"<{element.tag}> runs script from {key}"


class Titles:
    """The titles seen so far, and which endpoint each belongs to."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def faults(self, title: str, path: str, app: Flask) -> list[str]:
        """Whether another endpoint already has this title."""
        endpoint = str(app.url_map.bind("").match(path, method="GET")[0])
        first = self.seen.setdefault(title, endpoint)
        return [] if first == endpoint else [f"the title {title!r} is also that of {first}"]
