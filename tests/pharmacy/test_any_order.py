"""Whatever is done to a vial, in whatever order: the book is the sum of its rows, its rows follow
one another, and what is refused changes nothing."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rescue_center.errors import Refused
from rescue_center.pharmacy import ledger, register_rules, stock_queries, stock_rules
from rescue_center.pharmacy.register_rules import Drawn
from rescue_center.pharmacy.stock_rules import For
from tests.makers import AT, make_animal, make_drug, make_person
from tests.pharmacy.store import make_vial

pytestmark = pytest.mark.usefixtures("session")

FULL = 10_000
ACTS = ("use", "waste", "breakage", "transfer", "return", "count", "reverse")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(1, FULL), st.integers(0, FULL // 4)), max_size=14
)
_vials = count(1)


class Book:
    """A vial, and beside it what anybody would reckon on a slip of paper."""

    def __init__(self) -> None:
        drug = make_drug("100 mg/ml", controlled=True)
        self.vial = make_vial(drug, FULL / 10_000, vial=f"H{next(_vials)}")
        self.by, self.witness, self.animal = (
            make_person("vet"), make_person("keeper"), make_animal()
        )  # fmt: skip
        self.there, self.effects, self.reversed = FULL, {1: FULL}, set[int]()

    def expect(self, act: str, amount: int, more: int) -> int | None:
        """What the act changes; None where it must be refused."""
        if act == "count":
            return amount - self.there
        if act == "reverse":
            seq = 1 + amount % len(self.effects)
            if seq in self.reversed or self.effects[seq] is None:
                return None
            change = -(self.effects[seq] or 0)
        else:
            change = amount if act == "return" else -amount - (more if act == "use" else 0)
        if act == "use" and not self.there:
            return None
        return change if self.there + change >= 0 else None

    def do(self, act: str, amount: int, more: int) -> None:
        by, witness, vial = self.by, self.witness, self.vial
        if act == "use":
            draw = Drawn(vial, amount, witness, amount + more, more, reason="Air")
            register_rules.use(draw, whom=For(self.animal), by=by, at=AT)
        elif act == "count":
            register_rules.count_all([(vial, amount)], witness=witness, by=by, at=AT)
        elif act == "reverse":
            line = stock_queries.lines_of(vial)[amount % len(self.effects)]
            register_rules.reverse(line, witness=witness, by=by, at=AT, reason="Wrong")
        else:
            stock_rules.remove(vial, act, amount, by=by, at=AT, reason="So it was", witness=witness)

    def note(self, act: str, amount: int, change: int) -> None:
        """Keep what was done for the acts that come."""
        if act == "reverse":
            self.reversed.add(1 + amount % len(self.effects))
        self.there += change
        final = act in ("count", "reverse")
        self.effects[len(self.effects) + 1] = None if final else change  # type: ignore[assignment]


@given(STEPS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_book_is_what_anybody_would_reckon(steps: list[tuple[str, int, int]]) -> None:
    book = Book()
    for act, amount, more in steps:
        change = book.expect(act, amount, more)
        if change is None:
            with pytest.raises(Refused):
                book.do(act, amount, more)
            continue
        book.do(act, amount, more)
        book.note(act, amount, change)
        assert book.vial.balance == book.there
    lines = stock_queries.lines_of(book.vial)
    assert len(lines) == len(book.effects)
    assert ledger.broken(lines) == ""
    assert stock_queries.sums(lines).balance == sum(line.qty for line in lines) == book.there
    assert all(line.witness_id not in (None, line.by_id) for line in lines[1:])
    differ = [line.seq for line in lines if line.kind == "count" and line.qty]
    mine = [one.seq for one in stock_queries.incidents() if one.batch_id == book.vial.id]
    assert mine == differ
