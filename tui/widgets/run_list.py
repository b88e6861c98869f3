"""The runs that lie in their folders, and the one that is running."""

from collections.abc import Mapping

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.course import Course
from tui.widgets.plain import MUTED
from tui.widgets.run_view import state


class RunList(OptionList):
    """A line for each run; Enter opens it. The id of an option is the run's domain."""

    def __init__(self) -> None:
        super().__init__(markup=False, compact=True)
        self.border_title = "runs"

    def show(self, courses: Mapping[str, Course], running: str) -> None:
        """List these runs by domain; `running` is the domain whose child is there."""
        at = self.highlighted
        self.clear_options()
        self.add_options(
            Option(_line(domain, course, domain == running), id=domain) for domain, course in courses.items()
        )
        self.display = bool(courses)
        self.highlighted = at if at is not None and at < len(courses) else None


def _line(domain: str, course: Course, running: bool) -> Content:
    step = f" · step {course.step.step:,} of {course.step.steps:,}" if course.step else ""
    return Content.assemble((domain, "bold"), (f"  {'running' if running else state(course)}{step}", MUTED))
