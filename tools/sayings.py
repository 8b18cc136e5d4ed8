"""The sentences that rules, forms and views of keepers' packages say, read from their code.

They stand there as plain English: refusals, messages, labels, hints, choices. One that is put
together from facts becomes a sentence with `{places}` named after what stands in them.
"""

import ast
import re
from collections.abc import Iterator

from rescue_center.retold import LETTERS

#: Whose code is read: what keepers do on phones and at the desk.
PACKAGES = (
    "rescue_center/husbandry/",
    "rescue_center/rounds/",
    "rescue_center/care/rules.py",
    "rescue_center/care/dose_rules.py",
    "rescue_center/care/weight_rules.py",
    "rescue_center/enclosures/rules.py",
)
#: Files of words by a key: every value is said.
LISTS = ("rescue_center/husbandry/words.py", "rescue_center/husbandry/keeper_models.py")
#: What is called with a sentence, and as which argument.
CALLS = {"Refused": 0, "explain": 1, "say": 0, "warn": 0, "offer_undo": 0, "Effect": 1}
#: Arguments that are a sentence, whatever is called with them.
ARGUMENTS = ("hint", "missing", "empty", "said", "sentence", "fact")
#: Lines of one word or name that are no sentence of a page.
_FIELD = re.compile(r"[A-Z]\w*Field")
_LETTERS = re.compile(r"[^\W\d_]")


def sayings(name: str, source: str) -> Iterator[str]:
    """Every sentence that a file says."""
    if not name.startswith(PACKAGES):
        return
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.Assign) and name in LISTS:
            yield from _of_list(node.value)


def _of_call(call: ast.Call) -> Iterator[str]:
    called = (
        call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    )
    place = 0 if _FIELD.fullmatch(called) else CALLS.get(called)
    if place is not None and len(call.args) > place:
        yield from _said(call.args[place])
    for keyword in call.keywords:
        if keyword.arg in ARGUMENTS:
            yield from _said(keyword.value)


def _said(node: ast.expr) -> Iterator[str]:
    """The sentences that an expression can be; facts on their own are none."""
    if isinstance(node, ast.Lambda):
        yield from _said(node.body)
    elif isinstance(node, ast.IfExp):
        yield from _said(node.body)
        yield from _said(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for part in node.values:
            yield from _said(part)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        sentence = "".join(map(_piece, node.values))
        if len(_LETTERS.findall(re.sub(r"\{\w+\}", "", sentence))) >= LETTERS:
            yield sentence


def _piece(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    return "{" + re.sub(r"\W+", "_", ast.unparse(part.value)).strip("_") + "}"


def _of_list(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Dict):
        for value in node.values:
            yield from _of_list(value)
    elif isinstance(node, ast.Tuple):
        for value in node.elts:
            yield from _of_list(value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
