"""Check a file of tales: `python -m trainers.tasks.arithmetic.tales.check FILE`."""

import json
import sys
from pathlib import Path
from random import Random

from trainers.tasks.arithmetic.tales.tale import Tale, lines, numbers, parse, people, slots_in

_PEOPLE = {"N", "M", "P", "he", "him", "his", "He", "His"}


def problems(row: dict) -> list[str]:
    """What is wrong with a row; empty where nothing is."""
    try:
        tale: Tale = parse(row, 1)
    except (KeyError, TypeError, ValueError) as error:
        return [f"not a row: {error!r}"]
    found = []
    used = set.union(*(slots_in(text) for text in tale.tell)) - _PEOPLE
    if unknown := used - set(tale.ranges):
        found.append(f"slots without a range: {sorted(unknown)}")
    if any(slots_in(text) - _PEOPLE != used for text in tale.tell):
        found.append("the tellings use different number slots")
    if unused := set(tale.ranges) - used:
        found.append(f"ranges of no slot: {sorted(unused)}")
    if not found:
        try:
            if sum(numbers(tale, Random(i)) is not None for i in range(30)) < 12:
                found.append("too few draws give whole positive numbers; change the ranges")
        except (KeyError, ValueError, SyntaxError) as error:
            found.append(f"a formula does not work: {error!r}")
    return found


def main(argv: list[str]) -> int:
    """Print every bad row by its line, and five rendered samples."""
    bad, rng = 0, Random(0)
    rows = []
    for number, line in enumerate(Path(argv[0]).read_text("utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            row, found = None, [f"not JSON: {error}"]
        else:
            found = problems(row)
        bad += bool(found)
        for problem in found:
            print(f"line {number}: {problem}")
        if not found and row is not None:
            rows.append(parse(row, 1))
    for tale in rng.sample(rows, min(5, len(rows))):
        values = numbers(tale, rng)
        if values is not None:
            print(rng.choice(tale.tell).format(**values, **people(rng)))
            print("   " + "\n   ".join(lines(tale, values)))
    print(f"{len(rows)} good rows, {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
