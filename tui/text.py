"""Model text, events and numbers as people read them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from router.route import Route
    from runtime.events import Finished, Routed

BOX = "\\boxed{"


def unboxed(raw: str, ended: bool = True) -> str:
    r"""`raw` with every \boxed{X} written as X.

    While the text still grows (`ended` False) a half-seen mark is held back, so that what is shown for
    a beginning is always the beginning of what is shown for the whole.
    """
    shown, depths, i = [], [], 0  # depths: open braces inside each open box
    while i < len(raw):
        if raw.startswith(BOX, i):
            depths.append(0)
            i += len(BOX)
            continue
        if not ended and BOX.startswith(raw[i:]):
            break
        char = raw[i]
        if depths and char == "{":
            depths[-1] += 1
        elif depths and char == "}":
            depths[-1] -= 1
            if depths[-1] < 0:
                depths.pop()
                char = ""
        shown.append(char)
        i += 1
    return "".join(shown)


def count(number: int, noun: str) -> str:
    """ "1 token", "1,240 tokens"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def size(parameters: int) -> str:
    """A parameter count: "19.8M", "4.0B"; "" where it is not known."""
    for unit, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if parameters >= unit:
            return f"{parameters / unit:.1f}{letter}"
    return str(parameters) if parameters else ""


def megabytes(size: int) -> str:
    """Bytes as people read them: "0.4 MB", "640 MB", "1.30 GB"."""
    if size >= 1e9:
        return f"{size / 1e9:.2f} GB"
    return f"{size / 1e6:.1f} MB" if size < 10e6 else f"{size / 1e6:.0f} MB"


def duration(seconds: float) -> str:
    """ "42 s", "4 min 02 s", "3 h 05 min"; "?" where it is not known."""
    if not math.isfinite(seconds):
        return "?"
    whole = round(max(seconds, 0.0))
    minutes, rest = divmod(whole, 60)
    if whole < 60:
        return f"{whole} s"
    return f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def percent(share: float, *, sign: bool = False) -> str:
    """ "97.0%", with `sign` "+97.0%"."""
    return f"{share:+.1%}" if sign else f"{share:.1%}"


def bytes_of(number: int) -> str:
    """An amount of memory: "812 MB", "1.9 GB"."""
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{number / 1e6:.0f} MB"


def oneline(text: str, width: int) -> str:
    """`text` on one line, cut to `width` characters."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"


def printable(text: str) -> str:
    """`text` without control characters, so that a model cannot steer the terminal."""
    return "".join(char for char in text if char in "\n\t" or char.isprintable() or char in "\u200d\u200c")


def describe(routed: Routed) -> str:
    """One line: who answers and why."""
    name = routed.adapter or f"bare {routed.backbone}"
    if routed.route is None:
        return f"{name} · asked for"
    route = routed.route
    probability = max(route.probabilities.values())
    parts = [name, f"{probability:.0%} {best(route)}" if not routed.adapter else f"{probability:.0%}"]
    if route.nearest:
        parts.append(f"like “{oneline(route.nearest[0].text, 40)}”")
    return " · ".join([*parts, f"{route.ms:.0f} ms"])


def best(route: Route) -> str:
    """The likeliest class, "none" included, whether or not it was likely enough to be chosen."""
    return max(route.probabilities, key=lambda name: route.probabilities[name])


VERIFIED = {True: "the checker confirms the answer", False: "the checker refutes the answer"}


def summary(finished: Finished) -> str:
    """One line: tokens, seconds, speed and why it ended."""
    reasons = {
        "stop": "",
        "length": "stopped by the token limit",
        "stopped": "stopped",
        "refused": "not answered",
    }
    parts = [count(finished.tokens, "token"), f"{finished.seconds:.1f} s", f"{finished.tok_s:.0f} tok/s"]
    if finished.restarts:
        parts.append(count(finished.restarts, "restart"))
    return " · ".join([*(parts if finished.tokens else []), *filter(None, [reasons[finished.reason]])])
