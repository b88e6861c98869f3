"""The training benchmark: a rehearsal on a CPU, and what its table says of a run that went wrong."""

import json
from pathlib import Path

from click.testing import CliRunner

from benchmarks import train


def test_a_rehearsal_compares_gradients_and_times_every_arm(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    arguments = ["--device", "cpu", "--shape", "tiny", "--rows", "2", "--lengths", "16", "--plain", "plain"]
    done = CliRunner().invoke(train.main, [*arguments, "--steps", "1", "--json", str(file)])
    assert done.exit_code == 0, done.output
    results = json.loads(file.read_text())
    compared = {(row["arm"], row["against"]): row for row in results["gradients"]}
    assert compared["ours/eager", "float32"]["agrees"]
    assert compared["ours/eager", "plain"]["relative"] < 1e-4
    assert [row["arm"] for row in results["rows"]] == ["ours/eager", "plain"]
    assert all(row["tok_s"] > 0 and row["peak_bytes"] > 0 for row in results["rows"])
    assert "x speed" in done.output and "WARNING" not in done.output


def test_gradients_that_disagree_are_told_first() -> None:
    row = {"arm": "ours/eager", "against": "float32", "relative": 0.5, "relative_worst": 0.9,
           "cosine": 0.8, "cosine_worst": 0.1, "allowed": 0.1, "agrees": False}  # fmt: skip
    results = {"card": "card", "versions": {}, "date": "today", "setting": {"shape": "tiny", "rows": 2},
               "gradients": [row], "rows": [{"arm": "ours/graph", "failed": "no such thing"}]}  # fmt: skip
    assert not train.agrees(results)
    lines = train.table(results).splitlines()
    assert lines[0].startswith("WARNING") and lines[-1].endswith("failed: no such thing")
