"""Every page that a keeper may open is said in the keeper's language: opened in a language whose
letters are all of another script, a page has no Latin word but facts."""

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.routing import Rule

from rescue_center import retold, tongues
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.policy import Role, policy_of
from rescue_center.tags.models import Tag
from tests.pages import Element, Page
from tests.site import centre
from tests.staff.makers import let_in, make_person
from tools import words

#: Letters of another script for those of English, so that what is not said in the language stands
#: out, whatever it stands in: a sentence, a part of one, a fact within one.
OTHER = {ord(a) + n: 0xFEE0 + ord(a) + n for a in "aA" for n in range(26)}
_PIECES = re.compile(r"(\{\w+\})")
_WORD = re.compile(r"[A-Za-z]{2,}")
#: What is read or heard of an element beside its text.
HEARD = (
    "aria-label", "alt", "title", "placeholder", "data-label", "data-shown", "data-list",
    "data-nothing", "data-more", "data-away", "data-began", "data-resume", "data-discard",
    "data-close",
)  # fmt: skip
FILES = (".pdf", ".webp", ".json")
#: What is the same in every language: units, marks of makers and conventions, routes, languages.
SAME = re.compile(
    r"\{\w+\}|\b(kg|mg|ml|cm|km|mm|QR|PDF|CITES|IUCN|ISO|WhatsApp|PIN|GPS|AZA|Tiếng Việt|Español"
    r"|Français|Português|nothing at all|Turtle|English|Avery|Zebra|Brother|DK"
    r"|wristband|TB|flask [a-z-]+)\b"
)


def said_otherwise(sentence: str) -> str:
    """A sentence as that language says it; its places stay."""
    pieces = _PIECES.split(sentence)
    return "".join(p if _PIECES.fullmatch(p) else p.translate(OTHER) for p in pieces)


@pytest.fixture
def other_tongue(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everybody reads that language."""
    known = {one: escape(said_otherwise(one)) for one in words.sentences()}
    real = tongues.words_of
    monkeypatch.setitem(tongues.LANGUAGES, "xx", "XX")
    monkeypatch.setattr(tongues, "words_of", lambda code: known if code == "xx" else real(code))
    monkeypatch.setattr(tongues, "of", lambda _person: "xx")
    monkeypatch.setattr(tongues, "months", lambda _: {n: f"{n:02}" for n in range(1, 13)})
    monkeypatch.setattr(tongues, "weekdays", lambda _: dict.fromkeys(range(7), "0"))
    yield
    retold._shapes.cache_clear()


def addresses(app: Flask, built: centre.Centre) -> Iterator[tuple[str, str]]:
    """Every page that a keeper may open."""
    for rule in app.url_map.iter_rules():
        allowed = policy_of(app.view_functions[rule.endpoint])
        if allowed is None or "GET" not in (rule.methods or ()) or allowed.public:
            continue
        if allowed.admits({Role.KEEPER}) and _is_read(rule):
            for section in getattr(rule._converters.get("section"), "items", [""]):
                built.parts["/animals/", "section"] = section
                yield rule.endpoint, built.address(app, rule, "GET")


def _is_read(rule: Rule) -> bool:
    """Whether it is a page, and one for keepers."""
    return not rule.rule.endswith(FILES)


def beside(built: centre.Centre) -> Iterator[tuple[str, str]]:
    """What is behind tags, what is searched for, and what goes wrong."""
    parts = built.parts
    for tag in db.session.scalars(sa.select(Tag)):
        yield "tags.open_tag", f"/T/{tag.number}"
    for typed in ("", "Turtle", "U1", parts["/cases/", "number"], "nothing at all"):
        yield "boards.find", f"/search?q={typed}&stay=y"
    for show in ("overdue", "due"):
        yield "care.treatments", f"/treatments?show={show}"
    for show in ("room", "full", "due", "pending"):
        yield "enclosures.index", f"/units?show={show}"
        yield "quarantine.board", f"/quarantine?show={show}"
    yield "animal_list.index", "/animals?where=all&page=1"
    yield "animal_list.index", "/animals?text=nobody"
    for animal in db.session.scalars(sa.select(Animal)):
        yield "boards.animal", f"/animals/{animal.accession}"
        yield "boards.animal_section", f"/animals/{animal.accession}/timeline"
    for unit in db.session.scalars(sa.select(Unit)):
        yield "boards.unit", f"/units/{unit.code}"
    yield "nowhere", "/nowhere"
    yield "not theirs", "/cases"


def facts_kept(app: Flask) -> re.Pattern[str]:
    """What anybody wrote into the database, but for its codes and the verbs of the journal."""
    found = {str(app.config["CENTRE_NAME"])}
    for table in db.metadata.sorted_tables:
        texts = [c for c in table.columns if isinstance(c.type, sa.String) and c.name != "verb"]
        for row in db.session.execute(sa.select(*texts)) if texts else ():
            found.update(" ".join(t.split()) for t in row if t and not re.fullmatch("[a-z_]+", t))
    longest = sorted(filter(_WORD.search, found), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)))


def unsaid(page: Page, facts: re.Pattern[str]) -> Iterator[str]:
    """The texts of a page with a word that is neither said in the language nor a fact."""
    for element in page.walk():
        if element.tag in ("script", "style") or _is_apart(element):
            continue
        texts = [c for c in element.children if isinstance(c, str)]
        texts += [element.attrs[name] for name in HEARD if name in element.attrs]
        for text in (" ".join(text.split()) for text in texts):
            if _WORD.search(SAME.sub("", facts.sub("", text))):
                yield text


def _is_apart(element: Element) -> bool:
    """Whether it, or what it stands in, is marked as the scientific name of a species, or as what
    the journal says of reference data, which is English."""
    here: Element | None = element
    while here is not None:
        if here.attrs.get("lang") == "la" or here.attrs.get("class") == "is-journal":
            return True
        here = here.parent
    return False


@pytest.mark.engine("sqlite")
def test_every_page_of_a_keeper_is_in_the_keepers_language(
    app: Flask, client: FlaskClient, other_tongue: None
) -> None:
    built = centre.build()
    keeper, wrong, facts = let_in(client, make_person("keeper")), [""], facts_kept(app)
    for endpoint, address in (*addresses(app, built), *beside(built)):
        answer = keeper.get(address, follow_redirects=True)
        if answer.mimetype == "text/html":
            texts = dict.fromkeys(unsaid(Page(answer.text), facts))
            wrong += [f"{endpoint} {answer.status_code}: {text!r}" for text in texts]
    assert not wrong[1:], "\n".join(wrong)
