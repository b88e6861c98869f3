"""The loss and accuracy of a run as a picture (SVG), drawn from its events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from trainers.progress import Measured, Stepped, TrainingEvent

WIDTH, HEIGHT = 360, 220
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 32, 32
STYLE = (
    "text{font:11px sans-serif;fill:#555}.title{font-weight:bold}.grid{stroke:#ddd}"
    ".loss{fill:none;stroke:#c2571a;stroke-width:1.5}.accuracy{fill:none;stroke:#1a6fc2;stroke-width:1.5}"
    ".interval{stroke:#1a6fc2;stroke-width:1;opacity:.5}.point{fill:#1a6fc2}"
)


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where the numbers of one panel lie on the picture."""

    left: int
    steps: int
    low: float
    high: float

    def x(self, step: float) -> float:
        return round(self.left + LEFT + (WIDTH - LEFT - RIGHT) * step / self.steps, 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - share), 1)

    def frame(self, title: str, unit: str) -> list[str]:
        """The title, three lines across with their numbers, and the steps below."""
        out = [f'<text class="title" x="{self.x(0)}" y="{TOP - 14}">{escape(title)}</text>']
        for share in (0, 0.5, 1):
            value = self.low + share * (self.high - self.low)
            shown = f"{value:.0%}" if unit == "%" else f"{value:.2f}"
            y = self.y(value)
            out.append(
                f'<line class="grid" x1="{self.x(0)}" y1="{y}" x2="{self.x(self.steps)}" y2="{y}"/>'
                f'<text x="{self.x(0) - 6}" y="{y + 4}" text-anchor="end">{shown}</text>'
            )
        below = TOP + HEIGHT - TOP - BOTTOM + 18
        out.append(f'<text x="{self.x(0)}" y="{below}">0</text>')
        out.append(f'<text x="{self.x(self.steps)}" y="{below}" text-anchor="end">step {self.steps:,}</text>')
        return out


def svg(events: Iterable[TrainingEvent]) -> str:
    """The picture of a run: the loss on the left, held-out accuracy with its intervals on the right."""
    events = list(events)
    losses = [event for event in events if isinstance(event, Stepped)]
    measured = [event for event in events if isinstance(event, Measured)]
    steps = max((1, *(event.step for event in losses), *(event.step for event in measured)))
    body = [*_loss(losses, steps), *_accuracy(measured, steps)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {2 * WIDTH} {HEIGHT}"><style>{STYLE}</style>'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(body)}</svg>\n'
    )


def _loss(events: Sequence[Stepped], steps: int) -> list[str]:
    axes = _Axes(0, steps, 0.0, max((event.loss for event in events), default=1.0) or 1.0)
    return [*axes.frame("loss", ""), _line("loss", [(axes.x(e.step), axes.y(e.loss)) for e in events])]


def _accuracy(events: Sequence[Measured], steps: int) -> list[str]:
    axes = _Axes(WIDTH, steps, 0.0, 1.0)
    n = f" of {events[-1].n} held-out questions" if events else ""
    out = axes.frame(f"right answers{n}", "%")
    for event in events:
        x = axes.x(event.step)
        low, high = axes.y(event.low), axes.y(event.high)
        out.append(f'<line class="interval" x1="{x}" y1="{low}" x2="{x}" y2="{high}"/>')
        out.append(f'<circle class="point" cx="{x}" cy="{axes.y(event.accuracy)}" r="2.5"/>')
    return [*out, _line("accuracy", [(axes.x(e.step), axes.y(e.accuracy)) for e in events])]


def _line(name: str, points: Sequence[tuple[float, float]]) -> str:
    return f'<polyline class="{name}" points="{" ".join(f"{x},{y}" for x, y in points)}"/>'
