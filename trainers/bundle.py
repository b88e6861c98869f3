"""Ship trained packs: `python -m trainers.bundle FOLDER [--rows ROWS]`.

A bundled pack keeps what people wrote (description, exemplars) and takes what training and `moelite eval`
made: weights, record, scores.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from adapters.errors import UsageError, exit_on_error
from adapters.pack import DOMAIN, RECORD, Pack, load_pack, write_pack
from adapters.registry import BUNDLED

SCORES = {"numbers": "numbers", "phrasings": "wordings", "long": "longer_numbers"}  # set -> name in the card


def scores_of(domain: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """The domain's own adapter on its own held-out sets, among the rows of `moelite eval --json`."""
    own = {row["set"]: row["accuracy"] for row in rows if row["system"] == domain}
    return {name: own[f"{domain}.{part}"] for part, name in SCORES.items() if f"{domain}.{part}" in own}


def bundle(trained: Path, rows: Iterable[Mapping[str, Any]], bundled: Path = BUNDLED) -> list[Pack]:
    """The packs of `bundled`, now with the weights and records in the folders of the same names in `trained`.

    Raises UsageError, before anything is written, where a pack is missing or the packs are not for one
    backbone.
    """
    rows = list(rows)
    pairs = [
        (load_pack(folder), load_pack(trained / folder.name))
        for folder in sorted(bundled.iterdir())
        if (folder / DOMAIN).is_file()
    ]
    if len({new.backbone for _, new in pairs}) != 1:
        raise UsageError(f"{trained}: packs for more than one backbone cannot ship together")
    return [_shipped(old, new, rows) for old, new in pairs]


def _shipped(old: Pack, new: Pack, rows: Iterable[Mapping[str, Any]]) -> Pack:
    record = new.path / RECORD
    return write_pack(
        old.path,
        peft=new.path,
        description=old.description,
        backbone=new.backbone,
        base_model="moelite/micro",
        checker=old.checker,
        answer_format=old.answer_format,
        data_sha256=new.data_sha256,
        scores=scores_of(new.name, rows),
        record=json.loads(record.read_text("utf-8")) if record.exists() else None,
    )


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--rows",
    type=click.File(encoding="utf-8"),
    help="What `moelite eval --json` printed, for the scores in the cards.",
)
def main(folder: Path, rows: Any) -> None:
    """Put the packs in FOLDER in the place of the bundled ones of the same names."""
    for pack in bundle(folder, [json.loads(line) for line in rows or []]):
        click.echo(f"{pack.name}: {pack.digest[:16]} for backbone {pack.backbone}, {dict(pack.scores)}")


if __name__ == "__main__":
    with exit_on_error():
        main()
