"""Label stock: sheets and rolls with the measures that their makers publish, in millimetres."""

from dataclasses import dataclass

from rescue_center.tongues import phrase

A4 = (210.0, 297.0)
LETTER = (215.9, 279.4)


@dataclass(frozen=True)
class Stock:
    """One product. Measures are millimetres from the top left of the page."""

    code: str
    maker: str
    page: tuple[float, float]
    label: tuple[float, float]
    columns: int = 1
    rows: int = 1
    left: float = 0
    top: float = 0
    pitch: tuple[float, float] = (0, 0)
    dpi: int = 600
    turned: bool = False  # written along the length of the roll
    single: bool = False  # too small for the code twice: it does not read with dirt on it

    @property
    def per_page(self) -> int:
        return self.columns * self.rows

    @property
    def is_roll(self) -> bool:
        return self.per_page == 1

    @property
    def name(self) -> str:
        """`Avery L7160: 21 on a sheet, 63.5 × 38.1 mm`."""
        size = f"{self.label[0]:g} × {self.label[1]:g} mm"
        kind = phrase("roll") if self.is_roll else phrase("{n} on a sheet", n=self.per_page)
        warning = f"; {phrase('one code, for clean places only')}" if self.single else ""
        return f"{self.maker} {self.code}: {kind}, {size}{warning}"

    def places(self) -> list[tuple[float, float]]:
        """The left and top of every label on a page, row by row."""
        across, down = self.pitch
        return [
            (self.left + column * across, self.top + row * down)
            for row in range(self.rows)
            for column in range(self.columns)
        ]


def _sheet(
    code: str,
    page: tuple[float, float],
    label: tuple[float, float],
    grid: tuple[int, int],
    corner: tuple[float, float],
    pitch: tuple[float, float],
) -> Stock:
    return Stock(code, "Avery", page, label, grid[0], grid[1], corner[0], corner[1], pitch)


def _roll(
    code: str, maker: str, width: float, length: float, dpi: int, turned: bool, single: bool = False
) -> Stock:
    size = (width, length)
    return Stock(code, maker, size, size, dpi=dpi, turned=turned, single=single)


#: Margins and pitch are those of the makers' templates; `sheets.calibration` prints them to check.
STOCKS: dict[str, Stock] = {
    stock.code: stock
    for stock in (
        _sheet("L7160", A4, (63.5, 38.1), (3, 7), (7.25, 15.15), (66.0, 38.1)),
        _sheet("L7163", A4, (99.1, 38.1), (2, 7), (4.65, 15.15), (101.6, 38.1)),
        _sheet("L7159", A4, (63.5, 33.9), (3, 8), (7.25, 12.9), (66.0, 33.9)),
        _sheet("L7165", A4, (99.1, 67.7), (2, 4), (4.65, 13.1), (101.6, 67.7)),
        _sheet("L7651", A4, (38.1, 21.2), (5, 13), (4.75, 10.7), (40.6, 21.2)),
        _sheet("L7169", A4, (99.1, 139.0), (2, 2), (4.65, 9.5), (101.6, 139.0)),
        _sheet("5160", LETTER, (66.675, 25.4), (3, 10), (4.7625, 12.7), (69.85, 25.4)),
        _sheet("5163", LETTER, (101.6, 50.8), (2, 5), (3.96875, 12.7), (106.3625, 50.8)),
        _roll("51x25", "Zebra", 51, 25, 203, turned=False),
        _roll("57x32", "Zebra", 57, 32, 203, turned=False),
        _roll("76x51", "Zebra", 76, 51, 203, turned=False),
        _roll("102x51", "Zebra", 102, 51, 203, turned=False),
        _roll("102x152", "Zebra", 102, 152, 203, turned=False),
        _roll("25x279", "Zebra wristband", 25, 279, 203, turned=True),
        _roll("DK-11201", "Brother", 29, 90, 300, turned=True),
        _roll("DK-11202", "Brother", 62, 100, 300, turned=False),
        _roll("DK-11209", "Brother", 29, 62, 300, turned=True),
        _roll("DK-11221", "Brother", 23, 23, 300, turned=False, single=True),
        _roll("DK-22205", "Brother", 62, 40, 300, turned=False),
    )
}
