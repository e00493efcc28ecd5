"""What a benchmark says: a figure beside its floor from the same run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    #: What was done.
    work: str
    #: Our figure, median of the runs.
    ours: float
    #: The floor's figure in the same run; None where the figure is a plain limit.
    floor: float | None
    #: Unit of both: "requests/s", "s", "KB".
    unit: str
    #: The ratio to reach (ours / floor), or the limit itself where there is no floor.
    reach: float
    #: Whether a larger figure is better.
    higher_is_better: bool = False

    @property
    def ratio(self) -> float:
        """Ours over the floor's; our figure itself where there is no floor."""
        return self.ours / self.floor if self.floor else self.ours

    @property
    def is_reached(self) -> bool:
        """Whether the figure is where it has to be."""
        return self.ratio >= self.reach if self.higher_is_better else self.ratio <= self.reach


COLUMNS = ("work", "ours", "floor", "unit", "ratio", "reach", "")


def as_table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    cells = [COLUMNS, *(_cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(COLUMNS))]
    lines = [
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in cells
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    sign = ">=" if row.higher_is_better else "<="
    floor = "-" if row.floor is None else f"{row.floor:,.2f}"
    ratio = "-" if row.floor is None else f"{row.ratio:.2f}"
    verdict = "reached" if row.is_reached else "NOT REACHED"
    return (row.work, f"{row.ours:,.2f}", floor, row.unit, ratio, f"{sign} {row.reach:g}", verdict)
