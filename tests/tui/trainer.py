"""A scripted trainer: it speaks as `moelite train --json` does, and learns nothing.

    trainer.py SCRIPT DOMAIN ...

SCRIPT says how it behaves. It takes a step for every line in the file `go` of the run's folder's parent, or
all at once where there is no such file.
"""

import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from trainers.progress import (
    Done,
    Example,
    Failed,
    Loading,
    Measured,
    Paused,
    Predicted,
    Read,
    Refused,
    Saved,
    Stepped,
    to_json,
)

STEPS = 8


def main(script: str, domain: str, *options: str) -> int:
    """Behave as the script says. Returns the exit code."""
    root = Path(os.environ["MOELITE_HOME"]) / "training"
    folder, log = root / domain, None
    state = folder / "step"

    def tell(event) -> None:
        print(to_json(event), flush=True)
        if log is not None:
            log.write(to_json(event) + "\n")
            log.flush()

    if script == "cannot":
        print("first line", file=sys.stderr)
        print("moelite: the backbone is [red]gone[/]\x1b[31m", file=sys.stderr)
        return 3
    if script == "garbage":
        sys.stdout.buffer.write(b"\xff\xfe not an event\n[[[\n" + b"x" * 100_000 + b"\n{}\nlast words")
        return 1
    if script == "silent":
        return 0
    if script == "mute":
        return 7
    if script == "deaf":
        print("not an event", flush=True)
        time.sleep(60)
    refused = (Refused("rows.jsonl", 3, "[b]no answer[/b]"), Refused("rows.jsonl", 9, "not JSON"))
    read = Read("rows.jsonl", 40, 30, 6, refused, duplicates=2)
    examples = [
        Example(f"question {n}?", f"\n<think>[i]{n}[/i]</think> answer {n}", 20 + n) for n in (1, 2, 3)
    ]
    if "--preview" in options:
        tell(Read("rows.jsonl", 2, 0, 0, refused) if script == "norows" else read)
        if script == "norows":
            print("moelite: rows.jsonl: no row is left to learn from", file=sys.stderr)
            return 2
        for example in examples:
            tell(example)
        return 0
    if "--resume" not in options:
        if state.exists() and "--replace" not in options:
            print("moelite: a run is not finished", file=sys.stderr)
            return 2
        state.unlink(missing_ok=True)
        (folder / "log.jsonl").unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.json").write_text(json.dumps({"argv": [domain, *options]}))
    log = (folder / "log.jsonl").open("a")
    first = int(state.read_text()) if "--resume" in options and state.exists() else 0
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, frame: asked.append(number))
    for event in (
        read,
        *examples,
        Predicted(STEPS, 4096, 1_300_000_000, 5_000_000, 60.0),
        Loading("the backbone"),
    ):
        tell(event)
    tell(Measured(0, 1, 10, 0.1, 0.02, 0.4, True))
    for step in range(first + 1, STEPS + 1):
        go = root / "go"
        while go.exists() and go.read_text().count("\n") < step and not asked:
            time.sleep(0.005)
        if asked:
            state.write_text(str(step - 1))
            tell(Saved(step - 1))
            tell(Paused(step - 1))
            return 130
        tell(Stepped(step, STEPS, 2.0 / step, 1e-3, 1234.0, float(step), float(STEPS - step), 1_290_000_000))
        if step % 2 == 0:
            state.write_text(str(step))
            tell(Saved(step))
            tell(Measured(step, step, 10, step / 10, step / 10 - 0.1, step / 10 + 0.1, True))
        if script == "nan" and step == 5:
            tell(Failed("the loss is not a number any more", 4))
            return 1
    if pack := os.environ.get("TRAINED_PACK"):
        shutil.copytree(pack, folder / "pack" / domain, dirs_exist_ok=True)
    tell(Done(domain, str(folder / "pack" / domain), False, STEPS, 4096, 8.0, 0.1, 0.8))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
