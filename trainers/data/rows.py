"""What a reader of training data gives back: rows, and what it refused."""

from collections.abc import Iterator
from dataclasses import dataclass

from trainers.progress import Refused

Message = tuple[str, str]  # role ("system", "user" or "assistant") and content


@dataclass(frozen=True, slots=True)
class Row:
    r"""One question with its reasoning and answer. No text holds a mark of the chat template.

    `answer` stands in the completion as it is, boxed where the answer is short: `\boxed{72}`. `gold` is the
    short answer alone, or the letter of one of `options`; "" where an answer cannot be graded.
    """

    messages: tuple[Message, ...]  # all turns before the answer; the last one is the user's
    thought: str
    answer: str
    gold: str = ""
    options: tuple[str, ...] = ()
    group: str = ""  # subject or family
    level: int = 0  # 0: none was given
    file: str = ""
    line: int = 0  # from 1

    @property
    def question(self) -> str:
        """The user's last turn."""
        return self.messages[-1][1]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one source. `left_out` more were sound, but not of the level or subject asked for."""

    source: str
    rows: tuple[Row, ...]
    refused: tuple[Refused, ...] = ()
    left_out: int = 0

    @property
    def counted(self) -> int:
        """How many rows were looked at."""
        return len(self.rows) + len(self.refused) + self.left_out

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def told_of(refused: Refused) -> str:
    """Where a refused row stands, and why it was refused, in one line."""
    return f"{refused.file}, line {refused.line}: {refused.reason}"
