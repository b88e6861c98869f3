"""Orders: comparisons that fix a line of people or things, and who stands where in it."""

from dataclasses import dataclass
from random import Random

from trainers.tasks.item import Family, Phrasing, Problem
from trainers.tasks.logic.logic_words import CATEGORIES, NAMES, capital, listed, plural


@dataclass(frozen=True, slots=True)
class Scale:
    """A way to order: "{} is taller than {}" both ways round, and what the ends are called."""

    more: str
    less: str
    most: str
    least: str


_PEOPLE = (
    Scale("is taller than", "is shorter than", "tallest", "shortest"),
    Scale("is older than", "is younger than", "oldest", "youngest"),
    Scale("is faster than", "is slower than", "fastest", "slowest"),
    Scale("is richer than", "is poorer than", "richest", "poorest"),
    Scale("is stronger than", "is weaker than", "strongest", "weakest"),
)
_THINGS = (
    Scale("is heavier than", "is lighter than", "heaviest", "lightest"),
    Scale("is bigger than", "is smaller than", "biggest", "smallest"),
    Scale("is newer than", "is older than", "newest", "oldest"),
    Scale("costs more than", "costs less than", "most expensive", "cheapest"),
    Scale("is to the left of", "is to the right of", "leftmost", "rightmost"),
)
_RANKS = ("", "second ", "third ", "fourth ")
_COUNT = {1: (3,), 2: (4, 5), 3: (5, 6, 7)}


def _ordering(rng: Random, level: int, letters: bool) -> Problem:
    n = rng.choice(_COUNT[level])
    if rng.random() < 0.5:
        scale, things = rng.choice(_PEOPLE), rng.sample(NAMES, n)
        everyone = listed(sorted(things))
    else:
        scale = rng.choice(_THINGS)
        kind = rng.choice(("book", "box", "car", "ball", "vase", "house", "coat", "bird"))
        colours = rng.sample(CATEGORIES["colour"], n)
        things = [f"the {colour} {kind}" for colour in colours]
        everyone = f"the {listed(sorted(colours))} {plural(kind)}"
    clues = [(i, i + 1) for i in range(n - 1)]
    spare = [(i, j) for i in range(n) for j in range(i + 2, n)]
    clues += rng.sample(spare, min(len(spare), rng.randrange(level)))
    rng.shuffle(clues)
    texts = {c: _comparison(scale, things[c[0]], things[c[1]], rng) for c in clues}
    at, from_top = rng.randrange(n), rng.random() < 0.5
    if min(at, n - 1 - at) < len(_RANKS):
        from_top = at < len(_RANKS) and (from_top or n - 1 - at >= len(_RANKS))
    rank = at if from_top else n - 1 - at
    end = scale.most if from_top else scale.least
    asked = f"{_RANKS[rank]}{end}"
    if rank and end.endswith("most"):
        asked = f"{_RANKS[rank]}from the {end.removesuffix('most')}"
    line = [_short(thing) for thing in (things if from_top else things[::-1])]
    pairs = [(a, b) if from_top else (n - 1 - b, n - 1 - a) for a, b in clues]  # the asked end first
    where = end.removesuffix("most") if scale.most == "leftmost" else end
    verb = scale.more if from_top else scale.less
    steps = [f"Asked: number {rank + 1} from the {where}. A > B: A {verb} B."]
    steps += [*_search(pairs, line, rank), f"The {asked} is {things[at]}."]
    answer, options = things[at], ""
    if letters:
        shown = rng.sample(things, n)
        answer = "ABCDEFG"[shown.index(things[at])]
        left, right = rng.choice((("", ")"), ("(", ")"), ("", ".")))
        options = rng.choice((" ", "\n")).join(
            f"{left}{letter}{right} {capital(thing)}" for letter, thing in zip("ABCDEFG", shown, strict=False)
        )
        lettered = ", ".join(f"{_short(t)} {m}" for t, m in zip(shown, "ABCDEFG", strict=False))
        steps += [f"Options: {lettered}.", f"{_short(things[at])} is option {answer}."]
    said = " ".join(f"{capital(texts[clue])}." for clue in clues)
    who = "who" if things[0] in NAMES else "which one"
    slots = {"clues": said, "lines": said.replace(". ", ".\n"), "asked": asked, "options": options}
    slots |= {"Who": capital(who), "all": everyone}
    return Problem(slots, tuple(steps), answer, key=f"{scale.most}|{clues}|{at}|{things[0]}")


def _comparison(scale: Scale, more: str, less: str, rng: Random) -> str:
    return f"{more} {scale.more} {less}" if rng.random() < 0.5 else f"{less} {scale.less} {more}"


def _search(pairs: list[tuple[int, int]], line: list[str], rank: int) -> list[str]:
    """Lines that turn every comparison the same way, climb to the top and walk down to the rank."""
    above = {i: [a for a, b in pairs if b == i] for i in range(len(line))}
    steps = [
        ", ".join(f"{line[a]} > {line[b]}" for a, b in pairs) + ".",
        ", ".join(f"{line[b]} < {line[a]}" for a, b in pairs) + ".",
    ]
    at, climb = pairs[0][0], []
    while above[at]:
        climb.append(f"{line[at]} < {line[above[at][0]]}")
        at = above[at][0]
    steps.append(f"Up: {', '.join((*climb, f'{line[0]} < none'))}.")
    for i in range(rank):
        below = [b for a, b in pairs if a == i]
        step = f"{i + 1} {line[i]} > {', '.join(line[b] for b in below)}."
        for b in below if len(below) > 1 else ():  # the next one has nobody above who is still to come
            free = all(a <= i for a in above[b])
            step += f" {line[b]} < {', '.join(line[a] for a in above[b])}: {'next' if free else 'wait'}."
            if free:
                break
        steps.append(step)
    return [*steps, f"{rank + 1} {line[rank]}."]


def _short(thing: str) -> str:
    """ "red" for "the red book"; a name stays as it is."""
    return thing.split()[1] if thing.startswith("the ") else thing


def make_ordering(rng: Random, level: int) -> Problem:
    """Comparisons that fix an order, and who stands where in it."""
    return _ordering(rng, level, letters=False)


def make_ordering_letter(rng: Random, level: int) -> Problem:
    """The same with lettered options; the answer is the letter."""
    return _ordering(rng, level, letters=True)


def framed(cores: tuple[str, ...], frames: tuple[str, ...]) -> tuple[Phrasing, ...]:
    """Every core in every frame, where a frame says CORE."""
    return tuple(frame.replace("CORE", core) for core in cores for frame in frames)


_ORDER = framed(
    (
        "{clues} {Who} is the {asked}?",
        "{clues} Name the {asked}.",
        "{lines}\n{Who} is the {asked}?",
        "{Who} is the {asked}? {clues}",
        "{lines}\nName the {asked}.",
    ),
    (
        "CORE",
        "Compare {all}. CORE",
        "Find the order. CORE",
        "CORE Answer with the name only.",
        "Here are some clues. CORE",
        "Read the clues about {all}. CORE",
        "A puzzle of order. CORE",
    ),
)
_ORDER_KEPT = (
    "Here are clues about {all}. {clues} {Who} is the {asked}?",
    "{lines}\nCompare them and name the {asked}.",
    "Find the {asked}. {clues}",
)
_ORDER_LETTER = framed(
    (
        "{clues} {Who} is the {asked}? {options}",
        "{lines}\n{Who} is the {asked}?\n{options}",
        "{clues} Which option names the {asked}?\n{options}",
        "{clues} The {asked} is: {options}",
    ),
    (
        "CORE\nAnswer with the letter.",
        "Compare {all}. CORE",
        "Choose the right option letter. CORE",
        "CORE\nGive only the letter of the option.",
        "Clues: CORE",
        "The following clues fix one order. CORE\nWhich letter?",
    ),
)
_ORDER_LETTER_KEPT = (
    "Clues: {clues} The {asked} is which option?\n{options}\nGive the letter.",
    "Compare {all}. {clues} Choose the letter of the {asked}.\n{options}",
    "{lines}\nWhich option is the {asked}? {options} Answer with only the letter.",
)

FAMILIES: tuple[Family, ...] = (
    Family("ordering", "logic", make_ordering, _ORDER, _ORDER_KEPT, 2.0),
    Family("ordering_letter", "logic", make_ordering_letter, _ORDER_LETTER, _ORDER_LETTER_KEPT, 2.0),
)
