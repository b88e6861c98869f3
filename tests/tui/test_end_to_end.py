"""The installed command in a real pseudo-terminal, on the bundled backbone."""

import os
import sys
from contextlib import closing
from pathlib import Path

import pexpect

from runtime.events import Answer, Finished, Routed, Token
from tui.store import Store

COMMAND = str(Path(sys.executable).with_name("moelite"))
ASKED = {
    "What is 17*23 + 5?": ("arithmetic", "396"),
    "Expand (x+2)(x-7).": ("symbolic", "x^2 - 5x - 14"),
    "All dogs are mammals. Rex is a dog. Is Rex a mammal?": ("logic", "yes"),
    "Who painted the Mona Lisa?": ("", None),
}
LONG = "/arithmetic What is 8471 * 963 + 7315 * 482 - 915 * 77?"


def test_a_session_of_four_questions_one_of_them_of_no_domain_and_one_stopped(own_home):
    child = pexpect.spawn(
        COMMAND,
        dimensions=(40, 110),
        env={**os.environ, "TERM": "xterm-256color"},
        encoding="utf-8",
        timeout=60,
    )
    child.expect("Ask a question")
    for question in ASKED:  # typed while the backbone loads: they wait in line
        child.send(question + "\r")
    child.expect("396")
    child.expect("x² - 5x - 14")
    child.expect("outside the domains")
    child.send(LONG + "\r")
    child.expect("thinking")
    child.send("\x1b")
    child.expect("stopped")
    child.send("\x04")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0 and "Traceback" not in child.before

    with closing(Store.open()) as store:
        (session,) = store.sessions()
        *answered, stopped = store.turns(session.id)
    assert [turn.question for turn in answered] == list(ASKED)
    for turn in answered:
        adapter, answer = ASKED[turn.question]
        events = [timed.event for timed in turn.events]
        assert isinstance(events[0], Routed) and events[0].adapter == adapter
        (found,) = [event for event in events if isinstance(event, Answer)]
        assert answer is None or found.text.lower() == answer
    assert isinstance(stopped.events[-1].event, Finished)
    assert stopped.events[-1].event.reason == "stopped"
    assert any(isinstance(timed.event, Token) for timed in stopped.events)  # what was written stays
