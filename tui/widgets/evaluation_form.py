"""What is to be evaluated: sets, systems, and how many questions of a set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, SelectionList, Static
from textual.widgets.selection_list import Selection

from adapters.errors import MoeliteError, UsageError
from adapters.pack import Pack, load_pack
from trainers.graded import BARE, ORACLE, ROUTED
from trainers.sets import bundled
from tui.evaluation import Order
from tui.text import printable

FIRST = (BARE, ROUTED, ORACLE)  # the systems that are chosen at first
LINES = (
    ("limit", "Questions a set", "50", "all of them"),  # all take hours on a CPU, so not at first
    ("file", "Another set", "", "a JSONL file; Enter adds it"),
    ("joint", "Another system", "", "the folder of a pack; Enter adds it"),
)


class EvaluationForm(Vertical):
    """Two lists to choose from, and what can be added to them."""

    HELP = """
## What to evaluate

Space chooses a set or a system. **bare** is the backbone alone, a domain's name its adapter for every
question, **routed** what the router picks, **oracle** the adapter of the question's own domain.

A JSONL file of a public benchmark is a set too, and the folder of a pack that is not installed (a joint
one, say) a system that the router never picks: type the path and press Enter.
"""

    class Said(Message):
        """What was added, or why it was not."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        super().__init__()
        self._joint: dict[str, Pack] = {}
        self._hosted: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        names = [Selection(name, name, True) for name in bundled()]
        with Horizontal(id="lists"):
            yield SelectionList[str](*names, id="sets", compact=True)
            yield SelectionList[str](id="systems", compact=True)
        for name, label, value, hint in LINES:
            with Horizontal(classes="line"):
                yield Static(label)
                yield Input(value, placeholder=hint, id=name, compact=True)

    def on_mount(self) -> None:
        self._sets.border_title, self._systems.border_title = "Sets", "Systems"
        self.offer(FIRST)

    def offer(self, systems: Sequence[str]) -> None:
        """Offer these systems and the joint packs; what was chosen stays chosen."""
        self._hosted = tuple(systems)
        box = self._systems
        chosen = box.selected if box.option_count else list(FIRST)
        box.clear_options()
        for name in systems:
            box.add_option(Selection(name, name, name in chosen))
        for name in self._joint:
            box.add_option(Selection(f"{name} (joint pack)", name, name in chosen))

    def order(self) -> Order:
        """What is chosen. Raises UsageError where that is nothing, or no number."""
        given = self.query_one("#limit", Input).value.strip()
        if given and not (given.isdecimal() and int(given) > 0):
            raise UsageError(f"{given!r} is no number of questions; leave it empty to take all")
        sets, systems = tuple(self._sets.selected), tuple(self._systems.selected)
        if not sets or not systems:
            raise UsageError(f"choose at least one {'system' if sets else 'set'} (Space)")
        joint = tuple(pack for name, pack in self._joint.items() if name in systems)
        return Order(sets, systems, int(given) if given else None, joint)

    @property
    def _sets(self) -> SelectionList[str]:
        return self.query_one("#sets", SelectionList)

    @property
    def _systems(self) -> SelectionList[str]:
        return self.query_one("#systems", SelectionList)

    @on(Input.Submitted, "#file")
    def _add_set(self, message: Input.Submitted) -> None:
        path = Path(message.value.strip()).expanduser()
        known = [self._sets.get_option_at_index(i).value for i in range(self._sets.option_count)]
        if not path.is_file():
            self.post_message(self.Said(f"there is no file {path}"))
        elif str(path) not in known:
            self._sets.add_option(Selection(Content(printable(path.name)), str(path), True))
            message.input.value = ""
            self.post_message(self.Said(f"added the set {path}"))

    @on(Input.Submitted, "#joint")
    def _add_joint(self, message: Input.Submitted) -> None:
        try:
            pack = load_pack(Path(message.value.strip()).expanduser())
            if pack.name in (*self._hosted, *self._joint):
                raise UsageError(f"there is a system {pack.name} already; a joint pack needs another name")
        except MoeliteError as error:
            self.post_message(self.Said(str(error)))
            return
        self._joint[pack.name] = pack
        self.offer(self._hosted)
        self._systems.select(pack.name)
        message.input.value = ""
        self.post_message(self.Said(f"added the system {pack.name}"))
