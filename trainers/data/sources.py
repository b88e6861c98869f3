"""Rows that come from no file: the bundled task generators, and sets of the hub."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from adapters.errors import UnavailableError, UsageError
from trainers.data.formats import Unusable, row_of
from trainers.data.rows import Row
from trainers.progress import Refused

TASK_ROWS = 4000  # where nobody says how many
_SEED = "moelite training rows"


def tasks(domain: str, count: int, levels: range | None = None) -> Iterator[Row]:
    """`count` generated questions of a domain, in the shares of levels that adapters learn from."""
    from trainers.corpus import adapter_mix
    from trainers.tasks import FAMILIES
    from trainers.tasks.item import draw

    families = [family for family in FAMILIES if family.domain == domain]
    if not families:
        known = ", ".join(sorted({family.domain for family in FAMILIES}))
        raise UsageError(f"no tasks for {domain!r}; there are tasks for {known}")
    shares = dict(enumerate(adapter_mix(domain).levels, start=1))
    wanted = [level for level in shares if levels is None or level in levels]
    if not wanted:
        raise UsageError(f"tasks have the levels 1 to {len(shares)}")
    rng = Random(f"{_SEED}/{domain}")
    for line in range(1, count + 1):
        family = rng.choices(families, [f.weight for f in families])[0]
        level = rng.choices(wanted, [shares[level] for level in wanted])[0]
        item = draw(family, rng, level)
        answer = item.answer if domain == "general" else f"\\boxed{{{item.answer}}}"
        yield Row(
            (("user", item.question),),
            "\n".join(item.steps),
            answer,
            item.answer,
            group=item.family,
            level=level,
            file=f"tasks:{domain}",
            line=line,
        )


def hub(name: str, split: str | None = None, *, training: bool = True) -> Iterator[Row | Refused]:
    """The rows of ORG/NAME[/CONFIG][:SPLIT] as they arrive. Raises UnavailableError."""
    try:
        from datasets import load_dataset
    except ImportError as error:
        raise UnavailableError("hub sets need the package datasets: pip install datasets") from error
    path, _, part = name.partition(":")
    words = path.split("/")
    if len(words) not in (2, 3) or not all(words):
        raise UsageError(
            f"hub:{name} is no set; write hub:ORG/NAME, hub:ORG/NAME/CONFIG or either with :SPLIT"
        )
    config = words[2] if len(words) == 3 else None
    try:
        stream = load_dataset("/".join(words[:2]), config, split=split or part or "train", streaming=True)
        for line, raw in enumerate(stream, start=1):
            try:
                yield replace(row_of(raw, training=training), file=f"hub:{name}", line=line)
            except Unusable as reason:
                yield Refused(f"hub:{name}", line, str(reason))
    except Exception as error:  # of the network, the hub or the set; to a user they mean one thing
        what = (str(error) or type(error).__name__).splitlines()[0]
        raise UnavailableError(f"cannot read hub:{name}: {what}") from error
