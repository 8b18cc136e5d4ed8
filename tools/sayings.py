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
    "rescue_center/forms/", "rescue_center/husbandry/", "rescue_center/rounds/",
    "rescue_center/answers.py", "rescue_center/errors.py", "rescue_center/grave.py",
    "rescue_center/measures.py", "rescue_center/media/rules.py", "rescue_center/once.py",
    "rescue_center/refusals.py",
    *(f"rescue_center/animals/{name}.py" for name in (
        "admission", "birth_pages", "births", "chips", "corrections", "differences", "held_marks",
        "intake", "intake_forms", "intake_pages", "ledger", "life", "lot_pages", "mark_pages",
        "marks", "photo_pages", "photos", "queries", "record_pages", "tasks",
    )),
    *(f"rescue_center/boards/{name}.py" for name in ("actions", "home", "list_views")),
    *(f"rescue_center/care/{name}.py" for name in (
        "course_rules", "dose_rules", "dosing", "guard", "rules", "schedule", "weight_pages",
        "weight_rules",
    )),
    *(f"rescue_center/departures/{name}.py" for name in (
        "death", "death_pages", "escape", "leaving",
    )),
    *(f"rescue_center/enclosures/{name}.py" for name in (
        "cleaning_pages", "cleaning_rules", "company_rules", "compatibility", "heir_rules",
        "move_pages", "move_stops", "problems", "rules",
    )),
    *(f"rescue_center/quarantine/{name}.py" for name in (
        "begin_stops", "clearance", "event_pages", "event_rules", "exposure_rules", "rules",
        "stay_pages", "test_pages",
    )),
    "rescue_center/laboratory/sample_rules.py", "rescue_center/laboratory/tube_pages.py",
    "rescue_center/species/queries.py", "rescue_center/species/words.py",
    *(f"rescue_center/staff/{name}.py" for name in (
        "link_views", "passwords", "phone_rules", "sign_in", "views",
    )),
    *(f"rescue_center/tags/{name}.py" for name in (
        "bearer_pages", "crate_pages", "door_pages", "plans", "rules",
    )),
)  # fmt: skip
#: Files of forms of which keepers meet some.
FORMS = {
    "rescue_center/animals/forms.py": (
        "LotForm", "BirthForm", "RecountForm", "ChipFields", "MarkForm", "RemoveMarkForm",
        "PhotoForm", "AmendForm", "ExplainForm",
    ),
    "rescue_center/departures/forms.py": ("DeathForm", "EscapeForm", "ReturnForm"),
    "rescue_center/enclosures/forms.py": ("CleanForm", "MoveForm"),
    "rescue_center/laboratory/forms.py": ("TakeForm", "TakeOfLotForm", "PoolForm", "SendForm"),
    "rescue_center/quarantine/forms.py": (
        "BeginForm", "SampleForm", "SeveralForm", "EventForm", "ExposeForm",
    ),
    "rescue_center/species/forms.py": ("FilterForm",),
    "rescue_center/staff/forms.py": (
        "SignInForm", "NewPasswordForm", "ChangePasswordForm", "LanguageForm",
    ),
    "rescue_center/tags/forms.py": (
        "ScanForm", "NumberForm", "BindForm", "BlankForm", "CalibrationForm", "PrintForm",
    ),
}  # fmt: skip
#: Files of words by a key: every value is said.
LISTS = ("rescue_center/husbandry/words.py", "rescue_center/husbandry/keeper_models.py",
         "rescue_center/species/words.py")  # fmt: skip
#: What is called with a sentence, and as which argument.
CALLS = {"Refused": 0, "ValidationError": 0, "Unreadable": 0, "explain": 1, "say": 0, "warn": 0,
         "offer_undo": 0, "Effect": 1, "Blocker": 1, "Objection": 0, "Frequency": 1, "_Way": 0,
         "Kind": 0}  # fmt: skip
#: Arguments that are a sentence, whatever is called with them.
ARGUMENTS = ("hint", "missing", "empty", "said", "sentence", "fact")
#: Lines of one word or name that are no sentence of a page.
_FIELD = re.compile(r"[A-Z]\w*Field")
_LETTERS = re.compile(r"[^\W\d_]")


def sayings(name: str, source: str) -> Iterator[str]:
    """Every sentence that a file says."""
    if not name.startswith(PACKAGES) and name not in FORMS:
        return
    for node in _parts(ast.parse(source), FORMS.get(name)):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.Assign) and name in LISTS:
            yield from _of_list(node.value)


def _parts(tree: ast.Module, classes: tuple[str, ...] | None) -> Iterator[ast.AST]:
    """Every part of a file, or of these classes in it."""
    if classes is None:
        yield from ast.walk(tree)
        return
    for one in tree.body:
        if isinstance(one, ast.ClassDef) and one.name in classes:
            yield from ast.walk(one)


def _of_call(call: ast.Call) -> Iterator[str]:
    called = (
        call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    )
    place = 0 if _FIELD.fullmatch(called) else CALLS.get(called)
    if place is not None and len(call.args) > place:
        yield from _said(call.args[place])
    if called == "Kind" and len(call.args) > 1:
        yield from _said(call.args[1])
    for keyword in call.keywords:
        if keyword.arg in ARGUMENTS:
            yield from _said(keyword.value)
        elif keyword.arg == "choices" and isinstance(keyword.value, ast.List):
            for pair in keyword.value.elts:
                if isinstance(pair, ast.Tuple):
                    yield from _said(pair.elts[-1])


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
