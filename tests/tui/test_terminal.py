"""The real program in a real (pseudo-)terminal."""

import os
import subprocess
import sys
import time

import pexpect
import pytest

PROGRAM = "import sys; from tui.cli import main; sys.exit(main(sys.argv[1:]))"
NOISY = """
import ctypes, logging, os, sys, warnings
from tui import host
from runtime.fake import FakeRuntime

def load(target, progress):
    os.write(2, b"STRAY from C")
    print("STRAY from print")
    print("STRAY from stderr", file=sys.stderr)
    logging.getLogger("x").error("STRAY from logging")
    warnings.warn("STRAY from warnings")
    return FakeRuntime(delay=0)

host.load_beside = load
"""


def start(*argv: str, before: str = "", size: tuple[int, int] = (24, 80)) -> pexpect.spawn:
    return pexpect.spawn(
        sys.executable,
        ["-c", before + PROGRAM, *argv],
        dimensions=size,
        env={**os.environ, "TERM": "xterm-256color"},
        encoding="utf-8",
        timeout=15,
    )


@pytest.mark.parametrize("keys", ["\x04", "\x03\x03"], ids=["ctrl+d", "ctrl+c twice"])
def test_the_program_opens_the_screen_answers_and_leaves_quietly(keys):
    child = start("--fake")
    child.expect("Ask a question")
    child.send("Expand (x+2)(x-7).\r")
    child.expect("x² - 5x - 14")
    child.send(keys)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "Traceback" not in child.before


def test_stray_output_goes_to_the_log_and_not_on_the_screen(own_home):
    child = start(before=NOISY)
    child.expect("fake · cpu")
    child.send("2+2\r")
    child.expect("tok/s")
    seen = child.before
    child.send("\x04")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "STRAY" not in seen + child.before
    log = (own_home / "moelite.log").read_text()
    for source in ("C", "logging", "warnings"):
        assert f"STRAY from {source}" in log


def test_a_backbone_that_is_missing_is_one_line_after_the_screen_and_exit_code_3():
    noise = (
        "from tui import host\nfrom adapters.errors import UnavailableError\n"
        "def load(target, progress): raise UnavailableError(f'no backbone at {target.backbone}')\n"
        "host.load_beside = load\n"
    )
    child = start("--backbone", "/nowhere", before=noise)
    child.expect("moelite: no backbone at /nowhere\r\n")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 3


def test_quitting_while_the_backbone_loads_does_not_wait_for_it():
    child = start(before="import time\nfrom tui import host\nhost.load_beside = lambda *_: time.sleep(30)\n")
    child.expect("Ask a question")
    pressed = time.monotonic()
    child.send("\x04")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0 and time.monotonic() - pressed < 3


def test_ask_on_a_terminal_leaves_the_answer_in_the_scrollback():
    child = start("ask", "--fake", "Expand (x+2)(x-7).")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "x^2 - 5x - 14\r\n" in child.before
    assert "\x1b[2m" in child.before  # the thought is dim


def test_the_screen_works_without_a_terminal_under_a_web_driver():
    """What textual-serve starts: pipes in place of a terminal, packets of a kind, a length and a payload."""
    served = {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "COLUMNS": "80", "ROWS": "24"}
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "--fake"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | served,
    )
    assert child.stdin is not None and child.stdout is not None
    painted = b""

    def until_painted(text: str) -> None:
        nonlocal painted
        while text.encode() not in painted:
            chunk = os.read(child.stdout.fileno(), 65536)
            assert chunk, painted[-500:]
            painted += chunk

    def send(keys: bytes) -> None:
        child.stdin.write(b"D" + len(keys).to_bytes(4, "big") + keys)
        child.stdin.flush()

    try:
        until_painted("sk a question")
        send(b"Expand (x+2)(x-7).\r")
        until_painted("x² - 5x - 14")
        send(b"\x04")
        child.stdin.close()
        assert child.wait(timeout=15) == 0
    finally:
        child.kill()
    assert b"Traceback" not in painted


def test_a_screen_that_crashes_tells_where_its_log_is(own_home):
    child = start(
        "--fake",
        before="import tui.app\n"
        "def crash(self): raise ZeroDivisionError('by zero')\n"
        "tui.app.MoeliteApp.action_help = crash\n",
    )
    child.expect("fake · cpu")
    child.send("\x1bOP")  # F1
    child.expect(f"moelite: the screen failed; the log is {own_home}")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--continue"], "there is no session to continue"),
        (["--resume", "7"], "there is no session 7"),
        (["--replay", __file__], "test_terminal.py:1: "),
        (["--continue", "--resume", "7"], "do not go together"),
    ],
)
def test_what_cannot_be_opened_is_one_line_and_no_screen(options, says):
    child = start("--fake", *options)
    child.expect(pexpect.EOF)
    child.close()
    (line,) = child.before.strip().splitlines()
    assert child.exitstatus == 2 and says in line


def test_the_settings_of_no_animation_and_no_color_reach_the_screen():
    probe = (
        "from tui.app import MoeliteApp\n"
        "def run(self): print(self.animation_level, self.no_color)\n"
        "MoeliteApp.run = run\n"
    )
    child = start("--fake", "--no-animation", before=f"import os\nos.environ['NO_COLOR'] = '1'\n{probe}")
    child.expect("none True")
    child.expect(pexpect.EOF)
    child.close()
