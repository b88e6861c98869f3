"""A route in full: a bar for each class, the threshold, the nearest exemplars."""

from textual.content import Content

from router.route import NONE, Route
from tui.text import oneline, printable
from tui.widgets.plain import MUTED

BAR = 16
BESIDE = 36  # columns that the exemplars need to stand beside the bars


def bars(route: Route, width: int) -> Content:
    """The route in `width` columns; exemplars stand beside the bars where there is room, else below."""
    chosen = route.domain or NONE
    names = [name for name in route.probabilities if name != NONE] + [NONE]
    label = max(map(len, names))
    rows = [
        bar(name, route.probabilities.get(name, 0.0), route.threshold, name == chosen, label)
        for name in names
    ]
    facts = [f"threshold {route.threshold:.0%}", f"margin {route.margin:.0%}", f"{route.ms:.1f} ms"]
    if route.domain is None:
        facts.insert(0, "none: bare backbone")
    left = label + BAR + 10
    beside = width - left >= BESIDE
    room = width - left if beside else width - 2
    near = [
        Content.assemble(
            (f"{found.similarity:.2f} ", "$text-accent"),
            (f"{found.domain} ", MUTED),
            oneline(printable(found.text), max(10, room - len(found.domain) - 8)),
        )
        for found in route.nearest
    ]
    if beside:
        near += [Content("")] * (len(rows) - len(near))
        rows = [Content.assemble(row, "  ", other) for row, other in zip(rows, near, strict=False)]
        near = near[len(rows) :]
    else:
        near = [Content.assemble("  ", line) for line in near]
    return Content("\n").join([*rows, *near, Content.styled(f"  {' · '.join(facts)}", MUTED)])


def bar(name: str, probability: float, threshold: float, chosen: bool, label: int) -> Content:
    """One class: name, bar and percent in `label` + BAR + 8 cells."""
    filled = round(probability * BAR)
    tick = min(int(threshold * BAR), BAR - 1)
    cells = ["━" if i < filled else "─" for i in range(BAR)]
    if name != NONE:  # the threshold is for domains only
        cells[tick] = "┿" if tick < filled else "┼"
    full, rest = "".join(cells[:filled]), "".join(cells[filled:])
    colour = "$primary" if chosen else MUTED
    return Content.assemble(
        (("▸ " if chosen else "  ") + name.ljust(label) + " ", "bold" if chosen else MUTED),
        (full, colour),
        (rest, "$foreground 35%"),
        (f" {probability:4.0%}", "bold" if chosen else MUTED),
    )
