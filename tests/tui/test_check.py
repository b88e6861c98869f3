"""`moelite check` through the real command line."""

import json
import subprocess
import sys

import pytest


def run(*options: str, text: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tui.cli", "check", *options]
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60)


def test_each_step_gets_a_verdict_and_a_refuted_one_its_reason() -> None:
    done = run("-d", "arithmetic", text="What is 3 * 12 + 4?\n\n3 * 12 = 36\n36 + 4 = 41\nWell then.\n")
    assert done.returncode == 1, done.stderr
    holds, refuted, unchecked = done.stdout.splitlines()
    assert holds.split() == ["holds", "3", "*", "12", "=", "36"]
    assert refuted.startswith("refuted    36 + 4 = 41  (") and "40" in refuted
    assert unchecked.startswith("unchecked  Well then.")
    assert done.stderr.strip() == "3 steps, 1 refuted"


def test_logic_takes_the_premises_first_and_names_its_reading() -> None:
    text = "All fish swim. Nemo is a fish.\n\nNemo is a fish, so Nemo swims.\n"
    done = run("-d", "logic", "--json", text=text)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"]["kind"] == "holds"
    some = "All unicorns are horned.\n\nSo some unicorns are horned.\n"
    verdicts = [
        json.loads(run("-d", "logic", "--json", "--reading", reading, text=some).stdout)["verdict"]["kind"]
        for reading in ("modern", "traditional")
    ]
    assert verdicts == ["refuted", "holds"]


@pytest.mark.parametrize(
    ("options", "text", "code", "says"),
    [
        (["-d", "chess"], "1+1=2", 3, "chess"),
        (["-d", "arithmetic"], "  \n", 2, "no steps"),
        ([], "1+1=2", 2, "--domain"),
    ],
)
def test_bad_input_is_one_line(options: list[str], text: str, code: int, says: str) -> None:
    done = run(*options, text=text)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr and done.stderr.count("\n") == 1
