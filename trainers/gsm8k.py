"""GSM8K's worked solutions as training documents: `python -m trainers.gsm8k train.jsonl > extra.jsonl`.

Mixed into pre-training with `--extra`, for the language; the set is MIT and is not part of the repository.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from adapters.errors import UsageError, exit_on_error
from runtime.chat import completion_text
from trainers.data import read
from trainers.data.rows import told_of

LONGEST = 1100  # characters; what is longer would not fit a packed row


def documents(file: Path) -> Iterator[str]:
    """The rendered documents of a GSM8K file. Raises UsageError naming a bad line."""
    rows = read(str(file))
    if rows.refused:
        raise UsageError(told_of(rows.refused[0]))
    for row in rows:
        if not row.thought:
            raise UsageError(
                f"{row.file}, line {row.line}: no worked solution that ends in #### and the answer"
            )
        prompt = f"<|im_start|>user\n{row.question}<|im_end|>\n<|im_start|>assistant\n"
        text = prompt + completion_text(row.thought, row.answer)
        if len(text) < LONGEST:
            yield text


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(file: Path) -> None:
    """Print the documents of FILE as JSON lines."""
    with exit_on_error():
        for text in documents(file):
            click.echo(json.dumps({"text": text}, ensure_ascii=False))


if __name__ == "__main__":
    main()
