"""A figure: what was measured, against what, how it was spread, and what it must reach."""

import json
import statistics
from dataclasses import asdict, dataclass, field


@dataclass
class Figure:
    """`values` are those of each round; `least` or `most` is the bound for their median.

    `detail` says in words what the ratio is made of, `limit` what holds it back now.
    """

    group: str
    name: str
    values: list[float]
    unit: str = "×"
    least: float | None = None
    most: float | None = None
    detail: str = ""
    limit: str = ""
    database: str = ""
    extra: dict = field(default_factory=dict)

    @property
    def median(self):
        return statistics.median(self.values)

    @property
    def is_reached(self):
        """Whether the bound is kept; True without one."""
        above = self.least is None or self.median >= self.least
        return above and (self.most is None or self.median <= self.most)

    def line(self):
        """For the terminal: the figure, its bound, and what it says."""
        spread = f"{min(self.values):.2f}–{max(self.values):.2f}"
        bound = f"≥ {self.least}" if self.least is not None else ""
        bound = f"≤ {self.most}" if self.most is not None else bound
        mark = "  " if self.is_reached else "! "
        return (
            f"{mark}{self.database:10} {self.name:58} {self.median:8.2f} {self.unit:2} "
            f"{spread:14} {bound:8} {self.detail}"
        )


def to_json(figures):
    return json.dumps([asdict(figure) for figure in figures])


def from_json(text):
    return [Figure(**row) for row in json.loads(text)]
