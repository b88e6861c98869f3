"""A tale told: in other words, in another order, with its numbers shown in digits or in words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from trainers.tasks.arithmetic.asking import asked_anew
from trainers.tasks.arithmetic.tales.moves import moved, sentences_of, with_company
from trainers.tasks.arithmetic.tales.reading import NUMBER_WORDS, SHOWN, plain, reading
from trainers.tasks.arithmetic.tales.variety import exchanged

_SLOT = re.compile(r"\{([a-f])\}")
_STARTS = re.compile(r"(?:^|(?<=[.?!] ))\x01?[a-z]")


@dataclass(frozen=True, slots=True)
class Told:
    """A telling filled in: text, reading line, how labels are called in it, its slots in their order."""

    text: str
    reading: str
    named: Callable[[str], str]
    order: str


def tell(
    telling: str,
    labels: Sequence[str],
    values: Mapping[str, int],
    people: Mapping[str, str],
    rng: Random,
    anew: float = 0.4,
) -> Told:
    """The telling with numbers and people in it, varied; a share of `anew` also asks in another way."""
    text, named = exchanged(telling, labels, rng)
    text, more = with_company(moved(text, rng), people, rng)
    if '"' not in text and rng.random() < anew:
        text = " ".join(asked_anew(sentences_of(text), rng))
    draw = rng.random()
    shown = {
        slot: SHOWN.format(_shown(text, slot, number, draw))
        for slot, number in {**values, **more}.items()
        if len(slot) == 1
    }
    marked = text.format(**shown, **people)
    marked = _STARTS.sub(lambda match: match[0].upper(), marked)  # "six jars ..." begins a sentence
    return Told(plain(marked), reading(marked, named(labels[-1])), named, "".join(_SLOT.findall(text)))


def _shown(text: str, slot: str, number: int, draw: float) -> str:
    """The number as it is shown: mostly digits, small ones of a telling now and then in words."""
    if (
        draw < 0.14
        and number < len(NUMBER_WORDS)
        and not re.search(rf"\$\{{{slot}\}}|\{{{slot}\}}[%:]", text)
    ):
        return NUMBER_WORDS[number]
    return f"{number:,}" if 0.14 < draw < 0.24 else str(number)
