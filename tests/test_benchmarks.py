"""The speed benchmark runs from end to end on a tiny random backbone, and notices wrong results."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from benchmarks.measure import agreement, shortfall

ROOT = Path(__file__).parents[1]
TINY = "--shape tiny --quick --new 8 --prompt 12 --batches 1,4 --prefills 16 --context 64 --threads 1"
ARMS = "nf4+peft/mixed,nf4+peft/switch,runtime/on,runtime/mixed,runtime/switch,runtime/prefill,runtime/memory"


@pytest.mark.slow
def test_the_speed_benchmark_compares_logits_then_times_both_systems(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    command = [sys.executable, "benchmarks/decode.py", "--device", "cpu", *TINY.split()]
    command += ["--only", ARMS, "--json", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr + done.stdout
    results = json.loads(file.read_text())
    verdicts = [row["agrees"] for row in results["agreement"] if "agrees" in row]
    assert len(verdicts) == 10 and all(verdicts)  # two references; four slots and a mixed batch
    arms = [(row["system"], row.get("mode", row["measure"]), row.get("batch")) for row in results["rows"]]
    assert arms == [
        ("nf4+peft", "switch", None),
        ("nf4+peft", "mixed", 4),
        ("runtime", "memory", None),
        ("runtime", "prefill", None),
        ("runtime", "switch", None),
        ("runtime", "on", 1),
        ("runtime", "on", 4),
        ("runtime", "mixed", 4),
    ]
    assert "WARNING" not in done.stdout and "x nf4+peft" in done.stdout


def test_agreement_and_shortfall_say_how_far_off_logits_and_picks_are() -> None:
    wanted = torch.tensor([[3.0, 0.0, 0.0], [0.0, 4.0, 0.0]])
    assert agreement(wanted, wanted).relative == 0
    off = agreement(wanted.flip(1), wanted)
    assert (off.largest, off.top1) == (3.0, 0.5)
    assert shortfall(wanted, [0, 1]) == (0.0, 1.0)
    worst, best = shortfall(wanted, [0, 2])
    assert worst > 1 and best == 0.5
