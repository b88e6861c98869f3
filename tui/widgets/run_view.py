"""A training run on the screen: how far it is, what it costs against what was predicted, its curves."""

import math

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import ProgressBar

from trainers.progress import Done, Failed, Paused
from tui.course import Course
from tui.text import count, duration, megabytes, printable
from tui.training import Run
from tui.widgets.curve import Curve, Point, point
from tui.widgets.plain import Plain


class RunView(VerticalScroll):
    """Head, bar, figures and curves of one run."""

    def compose(self) -> ComposeResult:
        yield Plain(classes="head")
        yield ProgressBar(show_eta=False, show_percentage=False)
        yield Plain(classes="figures")
        yield Plain(classes="end")
        with Container(classes="curves"):
            yield Curve("loss", id="loss")
            yield Curve("accuracy on held-out questions", share, id="accuracy")

    def show(self, domain: str, course: Course, run: Run | None, word: str) -> None:
        """Show the course as it is now. `run` is its child, if there is one; `word` is what was done last."""
        self.query_one(".head", Plain).show(head(domain, course, run))
        done = course.step.step if course.step else 0
        self.query_one(ProgressBar).update(total=course.total or None, progress=done)
        self.query_one(ProgressBar).display = bool(course.total)
        self.query_one(".figures", Plain).show(figures(course))
        end = self.query_one(".end", Plain)
        end.show(None if run else f"{printable(outcome(course))}\n{word or keys(course)}")
        end.set_class(isinstance(course.end, Failed), "failed")
        end.set_class(isinstance(course.end, Done), "done")
        self.query_one("#loss", Curve).show([point(s.step, s.loss) for s in course.steps], course.total)
        accuracy = [Point(m.step, m.accuracy, m.low, m.high) for m in course.measured]
        self.query_one("#accuracy", Curve).show(accuracy, course.total)


def head(domain: str, course: Course, run: Run | None) -> Content:
    """One line: what runs and how far it is."""
    step = course.step
    parts = [f"step {step.step:,} of {step.steps:,}"] if step else []
    if run:
        left = f"{duration(step.left_s)} left" if step else "starting"
        parts.append("saving, then it ends" if run.stopping else printable(course.loading) or left)
    else:
        parts.append(state(course))
    return Content.assemble((domain, "bold"), " · ", " · ".join(parts))


def state(course: Course) -> str:
    """In a word: how a run that is not running stands."""
    match course.end:
        case Done(installed=installed):
            return "installed" if installed else "done"
        case Paused():
            return "paused"
        case Failed():
            return "failed"
    return "broken off"


def keys(course: Course) -> str:
    """What can be done with a run that is not running."""
    return "I installs the pack" if isinstance(course.end, Done) else "P goes on, D discards it"


def outcome(course: Course) -> str:
    """One line: how it ended and what of it is kept."""
    kept = f"all up to step {course.saved:,} is kept" if course.saved >= 0 else "nothing was saved yet"
    match course.end:
        case Done(before=before, after=after) as done:
            gain = f"held-out accuracy {share(before)} before, {share(after)} after"
            cost = (count(done.steps, "step"), count(done.tokens, "token"), duration(done.seconds))
            return " · ".join((gain, *cost))
        case Failed(message=message):
            return f"{message}; {kept}"
    return kept


def figures(course: Course) -> str:
    """Two lines: the latest figures, and the cost beside what was predicted."""
    step, predicted = course.step, course.predicted
    now, costs = [], []
    if step:
        now = [f"{step.tok_s:,.0f} tok/s", f"loss {step.loss:.3g}", f"rate {step.lr:.2g}"]
        costs = [f"memory {megabytes(step.memory_bytes)}", f"time {duration(step.seconds + step.left_s)}"]
    if earned := course.rewarded:
        now.append(f"reward {earned.mean:.2f} ± {earned.spread:.2f}, {share(earned.silent)} without signal")
    if course.saved >= 0:
        now.append(f"saved at {course.saved:,}")
    if predicted:
        how = " after two steps" if predicted.measured else ""
        memory, disk = megabytes(predicted.peak_bytes), megabytes(predicted.disk_bytes)
        costs.append(f"predicted{how} {memory}, {duration(predicted.seconds)}, disk {disk}")
    return "\n".join((" · ".join(now), " · ".join(costs)))


def share(accuracy: float | None) -> str:
    """ "87%", "?" where it was not measured."""
    return "?" if accuracy is None or not math.isfinite(accuracy) else f"{accuracy:.1%}".replace(".0%", "%")
