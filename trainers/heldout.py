"""Make the bundled held-out sets: `python -m trainers.heldout`. Hard questions that training never draws.

For each domain one set with kept-out numbers in trained phrasings, and one with kept-out numbers and
kept-out phrasings. The seed is fixed; the files are part of the repository and hashed in every result.
"""

import json
from pathlib import Path
from random import Random

import click

from trainers.corpus import render
from trainers.sets import BUNDLED
from trainers.tasks import FAMILIES
from trainers.tasks.item import Item, Split, draw

SEED = "moelite held-out 1"
SPLITS: tuple[Split, ...] = ("numbers", "phrasings")
DOMAINS = ("arithmetic", "symbolic", "logic")
LONGEST = 1400  # characters of a rendered item; longer ones would not fit a training row either


def held_out(domain: str, split: Split, count: int) -> list[Item]:
    """`count` different hard items of a domain, families by their weight."""
    families = [family for family in FAMILIES if family.domain == domain]
    rng = Random(f"{SEED}/{domain}/{split}")
    items: dict[str, Item] = {}
    while len(items) < count:
        item = draw(rng.choices(families, [family.weight for family in families])[0], rng, 3, split)
        document = render(item, [(step, True) for step in item.steps])
        if len(document.text) <= LONGEST:
            items.setdefault(item.key, item)
    return list(items.values())


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=BUNDLED, show_default="the bundled folder")
@click.option("--count", default=1000, show_default=True, help="Questions in each set.")
def main(out: Path, count: int) -> None:
    """Write the six held-out sets."""
    out.mkdir(parents=True, exist_ok=True)
    for domain in DOMAINS:
        for split in SPLITS:
            rows = [
                {"question": i.question, "final_answer": i.answer, "domain": domain, "family": i.family}
                for i in held_out(domain, split, count)
            ]
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (out / f"{domain}.{split}.jsonl").write_text(text)
            click.echo(f"{domain}.{split}: {len(rows)} questions")


if __name__ == "__main__":
    main()
