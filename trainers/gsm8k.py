"""GSM8K's worked solutions as training documents: `python -m trainers.gsm8k train.jsonl > extra.jsonl`.

The calculator marks are taken out, the solution's lines become the chain, the answer is boxed. Mixed into
pre-training with `--extra`, for the language; the set is MIT and is not part of the repository.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click

from adapters.errors import UsageError
from trainers.corpus import render
from trainers.tasks.item import Item

LONGEST = 1100  # characters; what is longer would not fit a packed row


def documents(file: Path) -> Iterator[str]:
    """The rendered documents of a GSM8K file. Raises UsageError naming a bad line."""
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                solution, answer = row["answer"].rsplit("####", 1)
                question = row["question"].strip()
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise UsageError(f"{file}, line {number}: not a row of GSM8K ({error})") from error
            steps = tuple(re.sub(r"<<[^>]*>>", "", solution).strip().split("\n"))
            item = Item("gsm8k", "arithmetic", 3, question, steps, answer.strip().replace(",", ""), "")
            text = render(item, [(step, True) for step in steps]).text
            if len(text) < LONGEST:
                yield text


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(file: Path) -> None:
    """Print the documents of FILE as JSON lines."""
    for text in documents(file):
        click.echo(json.dumps({"text": text}, ensure_ascii=False))


if __name__ == "__main__":
    main()
