"""The page that F1 opens."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

HELP = """\
Enter             send the question
Ctrl+J            begin a line (also Shift+Enter)
Up, Down          recall what was sent
/logic QUESTION   force a domain; /none the bare backbone
Esc               stop; what was written stays
Ctrl+T            open or fold the chain of thought
Ctrl+R            open or close the route
PgUp, PgDn        scroll
F2                copy the answer
Ctrl+L            clear the screen
Ctrl+P            all commands, themes too
Ctrl+D            quit (where the box is empty)
Ctrl+C            stop; twice: quit

A bar shows how likely each domain is; the tick on it
is the threshold. Below it the bare backbone answers.
Marks of a step: ✓ holds, ✗ refuted, · unchecked."""


class HelpScreen(ModalScreen[None]):
    """The keys. Any of Esc, F1, Enter and q closes it."""

    BINDINGS = [Binding("escape,f1,enter,q", "dismiss", "Close")]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(HELP, markup=False)
