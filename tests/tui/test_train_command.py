"""`moelite train` as people and programs run it: what is printed, signals, and a reader that goes away."""

import json
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from trainers.config import Config, from_dict
from trainers.progress import Done, Example, Measured, Paused, Predicted, Read, Refused, Stepped, from_json
from tui.cli import main
from tui.commands import train as command

SMALL = ["train.batch_tokens=128", "data.max_tokens=128", "lora.rank=2", "eval.tokens=4", "data.heldout=0.2"]


def _arguments(folder: Path, nano: Path, steps: int) -> list[str]:
    rows = (
        {"question": f"Turn {n} and {n + 1} thrice.", "reasoning": f"{n} so", "answer": f"{7 * n + 3} {n}"}
        for n in range(40)
    )
    file = folder / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows) + json.dumps({"\x1b[31m": 1}) + "\n")
    sets = [f"--set={pair}" for pair in (*SMALL, f"train.steps={steps}")]
    return ["train", "kin", "--data", str(file), "--backbone", str(nano), "--no-install", *sets]


def test_people_read_what_was_read_three_examples_and_what_came_of_it(
    tmp_path: Path, nano: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(_arguments(tmp_path, nano, 4)) == 0
    said = capsys.readouterr()
    assert "41 rows" in said.out and "1 cannot be used:" in said.out and "rows.jsonl:41: needs" in said.out
    assert said.out.count("tokens; learned is what is not dim") == 3
    assert "4 steps, 512 tokens" in said.out and "held-out questions right" in said.out
    assert "kin: 4 steps" in said.out and "(not installed)" in said.out
    assert "\x1b" not in said.out and said.err == ""


def test_programs_read_events(tmp_path: Path, nano: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*_arguments(tmp_path, nano, 2), "--json", "--preview"]) == 0
    events = [from_json(line) for line in capsys.readouterr().out.splitlines()]
    assert [type(event) for event in events] == [Read, Example, Example, Example]
    assert not (tmp_path / "home").exists()
    assert main([*_arguments(tmp_path, nano, 2), "--json", "--dry-run"]) == 0
    events = [from_json(line) for line in capsys.readouterr().out.splitlines()]
    assert [event.measured for event in events if isinstance(event, Predicted)] == [False, True]
    assert main([*_arguments(tmp_path, nano, 2), "--json"]) == 0
    done = from_json(capsys.readouterr().out.splitlines()[-1])
    assert isinstance(done, Done) and Path(done.pack) == tmp_path / "home" / "training" / "kin" / "pack"


def test_settings_are_a_file_that_says_the_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--settings"]) == 0
    assert from_dict(tomllib.loads(capsys.readouterr().out), "it") == Config()


@pytest.mark.slow
def test_a_signal_and_a_reader_that_goes_away_pause_the_run(tmp_path: Path, nano: Path) -> None:
    environment = os.environ | {"MOELITE_HOME": str(tmp_path / "home"), "OMP_NUM_THREADS": "1"}

    def start(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tui.cli", *arguments, "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def stepped(child: subprocess.Popen[str]) -> None:
        assert child.stdout is not None
        assert any('"Stepped"' in line for line in child.stdout), child.communicate()

    log = tmp_path / "home" / "training" / "kin" / "log.jsonl"
    with start(*_arguments(tmp_path, nano, 100_000)) as child:
        stepped(child)
        child.send_signal(signal.SIGTERM)
        out, error = child.communicate(timeout=120)
    paused = from_json(out.splitlines()[-1])
    assert child.returncode == 130 and isinstance(paused, Paused) and paused.step > 0
    assert error == f"saved at step {paused.step:,}; resume with: moelite train kin --resume\n"
    with start("train", "kin", "--resume") as child:
        stepped(child)
        assert child.stdout is not None
        child.stdout.close()
        assert child.wait(timeout=120) == 130
    later = from_json(log.read_text().splitlines()[-1])
    assert isinstance(later, Paused) and later.step > paused.step


def test_events_are_lines_that_cannot_steer_the_terminal() -> None:
    example = Example("\x1b[2Jasked", "learned \x07 this", 9)
    assert not any("\x07" in line or "\x1b[2J" in line for line in command._lines(example))
    refused = tuple(Refused("x.jsonl", n, f"bad {n}") for n in range(1, 31))
    lines = list(command._lines(Read("x.jsonl", 40, 5, 1, refused, 2, 2)))
    assert lines[0] == "x.jsonl: 40 rows, 5 to learn from, 1 held out"
    assert lines[-1].strip() == "and 10 more; --preview lists them all" and "x.jsonl:20: bad 20" in lines[-2]
    measured = Measured(5, 9, 10, 0.9, 0.6, 0.98, True)
    assert list(command._lines(measured)) == [
        "step 5: 9 of 10 held-out questions right, 90.0% (60.0% to 98.0%)"
    ]
    assert not list(command._lines(Stepped(1, 2, 1.0, 1.0, 1.0, 1.0, 1.0, 1)))
