"""A trace on paper: the drawing and both tables, for the authority and the people's own doctor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reportlab.platypus import Flowable

from rescue_center import clock
from rescue_center.contacts.graph import LINE, PAD, WIDTH, Box, Edge, Graph, drawing
from rescue_center.contacts.meetings import Met
from rescue_center.contacts.people import Worker
from rescue_center.contacts.window import Window
from rescue_center.documents import blocks, gather
from rescue_center.documents.paper import Sheet, print_sheet
from rescue_center.documents.text import Style, draw_fitted
from rescue_center.measures import number_text

INK = (0.1, 0.12, 0.11)
#: A stroke for each way, told apart without colour: width in points, and dashes.
STROKES = {
    "place": (1.6, ()), "lot": (1.6, ()), "group": (1.0, ()), "after": (1.0, (5, 3)),
    "hands": (1.0, (1.5, 2.5)), "more": (0.6, ()),
}  # fmt: skip


class Drawn(Flowable):
    """The graph, as wide as the sheet."""

    def __init__(self, graph: Graph, width: float) -> None:
        super().__init__()
        self._graph, self._scale = graph, width / WIDTH
        self.width, self.height = width, graph.height * self._scale

    def wrap(self, *_: float) -> tuple[float, float]:
        """The room it takes."""
        return self.width, self.height + 8

    def draw(self) -> None:
        """Edges first, so that the boxes lie on them."""
        for edge in self._graph.edges:
            self._edge(edge)
        for box in self._graph.boxes:
            self._box(box)

    def _edge(self, edge: Edge) -> None:
        width, dashes = STROKES[edge.kind]
        x1, y1, x2, y2, x3, y3, x4, y4 = edge.points
        at, up, canvas = self._scale, self._up, self.canv
        canvas.saveState()
        canvas.setStrokeColorRGB(0.45, 0.49, 0.47)
        canvas.setLineWidth(width)
        canvas.setDash(list(dashes), 0)
        canvas.bezier(x1 * at, up(y1), x2 * at, up(y2), x3 * at, up(y3), x4 * at, up(y4))
        canvas.restoreState()

    def _box(self, box: Box) -> None:
        at, canvas = self._scale, self.canv
        canvas.saveState()
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setStrokeColorRGB(*INK)
        canvas.setLineWidth(1.4 if box.kind == "self" else 0.7)
        canvas.rect(box.x * at, self._up(box.y + box.height), box.width * at, box.height * at,
                    fill=1)  # fmt: skip
        canvas.restoreState()
        room = (box.width - 2 * PAD) * at
        for n, line in enumerate(box.lines):
            style = Style(size=8.5 if n == 0 else 7.5, bold=n == 0, colour=INK)
            down = box.middle - LINE * len(box.lines) / 2 + LINE * (n + 0.72)
            draw_fitted(canvas, (box.x + PAD) * at, self._up(down), line, style, room)

    def _up(self, y: float) -> float:
        return (self._graph.height - y) * self._scale


def printed(
    window: Window,
    found: Sequence[Met],
    staff: Sequence[Worker],
    hurt: Sequence[Any],
    *,
    at: datetime,
    size: tuple[float, float],
) -> bytes:
    """The PDF. It is a report of the moment: it has no number and proves nothing by itself."""
    it = window.animal
    sheet = Sheet(title="Contacts", footer="Confidential: names people and places.",
                  centre=gather.centre(), size=size, report=True,
                  issued_on=clock.today(at).isoformat())  # fmt: skip
    story: list[Flowable] = [
        *blocks.letterhead(sheet),
        *blocks.fields(sheet, [
            [("Animal", it.label), ("Accession", it.accession), ("Species", it.taxon.label)],
            [("From", clock.day_text(window.begin)), ("Until", clock.day_text(window.end)),
             ("Carried on", f"hands {window.hands.total_seconds() / 3600:g} hours, "
                            f"enclosures {window.place.days} days")],
        ]),
    ]  # fmt: skip
    graph = drawing(it.label, found)
    if graph.boxes:
        story.append(Drawn(graph, sheet.width))
    story += blocks.heading(1, f"Animals: {number_text(sum(one.animal.count for one in found))}")
    story.append(blocks.table(
        sheet, ("Animal", "Species", "Heads", "How they met"),
        [(f"{one.animal.label}\n{one.animal.accession}", one.animal.taxon.label,
          number_text(one.animal.count), "\n".join(way.words for way in one.ways))
         for one in found],
        (3, 3, 1, 6), numeric=(2,),
    ))  # fmt: skip
    story += blocks.heading(2, f"People: {len(staff) + len(hurt)}")
    story.append(blocks.table(
        sheet, ("Person", "Did what", "First", "Last"),
        [(one.person_hurt, "was hurt by it", clock.day_text(one.at), clock.day_text(one.at))
         for one in hurt]
        + [(one.person.name, one.words, clock.day_text(one.first), clock.day_text(one.last))
           for one in staff],
        (3, 6, 2, 2),
    ))  # fmt: skip
    story.append(blocks.paragraph(
        "Drawn from what was written down until now. Who did something and did not write it down "
        "is not in it: ask."
    ))  # fmt: skip
    return print_sheet(sheet, story)
