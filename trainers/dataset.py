"""The data of one run: its sources read, put together and reviewed."""

from adapters.errors import UsageError
from runtime import backbone as backbones
from trainers.config import Data
from trainers.data import Review, Rows, read, review
from trainers.progress import Read


def gathered(data: Data, backbone: str | None, method: str) -> Review:
    """The rows of every source together, as the backbone's tokenizer renders them.

    GRPO also learns from questions with an answer alone. Raises UsageError where nothing is left.
    """
    if not data.sources:
        raise UsageError("there is no data to learn from: give --data and a file, a folder or tasks:DOMAIN")
    training = method != "grpo"
    sources = [
        read(spec, limit=data.rows or None, level=data.level, subject=data.subject, training=training)
        for spec in data.sources
    ]
    rows = Rows(
        ", ".join(source.source for source in sources),
        tuple(row for source in sources for row in source),
        tuple(refused for source in sources for refused in source.refused),
        sum(source.left_out for source in sources),
    )
    tokenizer = backbones.load_tokenizer(backbones.locate(backbone))
    return review(rows, tokenizer, max_tokens=data.max_tokens, heldout=data.heldout)


def check_refused(read: Read, share: float) -> None:
    """Raises UsageError where so many rows are bad that the data is hardly what its owner thinks it is."""
    if len(read.refused) > share * read.rows:
        first = read.refused[0]
        raise UsageError(
            f"{len(read.refused):,} of {read.rows:,} rows cannot be used ({first.file}, line {first.line}: "
            f"{first.reason}); mend them, or allow it with --set data.refused=1"
        )
