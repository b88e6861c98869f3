"""The picture of a run: well-formed, inside its frame, whatever was measured."""

import re
from xml.etree import ElementTree

from trainers.curves import HEIGHT, WIDTH, svg
from trainers.progress import Loading, Measured, Stepped, TrainingEvent


def _stepped(step: int, loss: float) -> Stepped:
    return Stepped(step, 100, loss, 1e-3, 1000.0, float(step), 0.0, 0)


def _numbers(picture: str, tag: str, *names: str) -> list[float]:
    root = ElementTree.fromstring(picture)
    return [float(e.attrib[name]) for e in root.iter() if e.tag.endswith(f"}}{tag}") for name in names]


def test_a_run_is_two_lines_and_a_point_with_an_interval_for_each_measurement() -> None:
    events: list[TrainingEvent] = [
        Loading("x"),
        Measured(0, 1, 10, 0.1, 0.02, 0.4, False),
        _stepped(1, 3.0),
        _stepped(50, 1.0),
        Measured(50, 9, 10, 0.9, 0.6, 0.98, True),
        _stepped(100, 0.1),
    ]
    picture = svg(events)
    lines = re.findall(r'<polyline class="(\w+)" points="([^"]*)"', picture)
    assert [(name, len(points.split())) for name, points in lines] == [("loss", 3), ("accuracy", 2)]
    xs, ys = _numbers(picture, "circle", "cx"), _numbers(picture, "circle", "cy")
    assert len(xs) == 2 and xs[0] < xs[1] and ys[0] > ys[1]  # later is right, better is up
    assert len(_numbers(picture, "line", "x1")) == 2 + 6
    points = [tuple(map(float, pair.split(","))) for _, line in lines for pair in line.split()]
    assert all(0 <= x <= 2 * WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert points[0][1] < points[2][1]  # the loss falls
    assert "of 10 held-out questions" in picture and "step 100" in picture


def test_a_run_that_told_nothing_is_an_empty_picture() -> None:
    assert ElementTree.fromstring(svg([])).tag.endswith("svg")
