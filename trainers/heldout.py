"""Make the bundled held-out sets: `python -m trainers.heldout`. Hard questions that training never draws.

For each domain one set with kept-out numbers in trained phrasings, and one with kept-out numbers and
kept-out phrasings. Families of numbers longer than the packs are meant for (their names begin with
"long_") make sets of their own. The seed is fixed; every result names the file's hash.
"""

import json
from pathlib import Path
from random import Random

import click

from trainers.corpus import render
from trainers.sets import BUNDLED
from trainers.tasks import FAMILIES
from trainers.tasks.item import Item, Split, draw

SEED = "moelite held-out 3"
SPLITS: tuple[Split, ...] = ("numbers", "phrasings")
DOMAINS = ("arithmetic", "symbolic", "logic")
LONGEST = 1400  # characters of a rendered item; longer ones would not fit a training row either


def held_out(domain: str, split: Split, count: int, *, long: bool = False) -> list[Item]:
    """`count` different hard items of a domain, every family as often; `long` ones or the others."""
    families = [f for f in FAMILIES if f.domain == domain and f.name.startswith("long_") == long]
    rng = Random(f"{SEED}/{domain}/{split}/{long}")
    items: dict[str, Item] = {}
    while len(items) < count:
        item = draw(rng.choice(families), rng, 3, split)
        document = render(item, [(step, True) for step in item.steps])
        if len(document.text) <= LONGEST:
            items.setdefault(item.key, item)
    return list(items.values())


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=BUNDLED, show_default="the bundled folder")
@click.option("--count", default=1000, show_default=True, help="Questions in each set.")
def main(out: Path, count: int) -> None:
    """Write the held-out sets."""
    out.mkdir(parents=True, exist_ok=True)
    for domain in DOMAINS:
        for split in SPLITS:
            _write(out / f"{domain}.{split}.jsonl", held_out(domain, split, count))
    for domain in ("arithmetic", "symbolic"):
        _write(out / f"{domain}.long.jsonl", held_out(domain, "numbers", count // 2, long=True))


def _write(file: Path, items: list[Item]) -> None:
    rows = (
        {"question": i.question, "final_answer": i.answer, "domain": i.domain, "family": i.family}
        for i in items
    )
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    click.echo(f"{file.stem}: {len(items)} questions")


if __name__ == "__main__":
    main()
