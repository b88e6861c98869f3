# ruff: noqa: E501
"""Primary-school stories of one, two and three steps in short plain sentences: boxes of things, shares, two products."""

from random import Random

from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_telling import (
    HANDY,
    Reasoning,
    Slots,
    by_story,
    cast,
    openings,
    small,
    weave,
)
from trainers.tasks.item import Family, Problem

_CLAUSES = {
    "has": "{a} has {x} {things}.|{x} {things} are in {a}'s {box}.|{a} finds {x} {things}.|There are {x} {things} {spot}.|{a} starts with {x} {things}.|{a} bought {x} {things} at {place}.",
    "adds": "{b} gives {him} {y} more.|Then {he} buys {y} more {things}.|{he} gets {y} more {things} from {b}.|{y} more {things} are put with them.|On {day} {y} more {things} come.|{b} brings another {y}.",
    "takes": "{he} gives {y} {things} to {b}.|{he} loses {y} of them.|{y} of the {things} are used.|{he} sells {y} of them.|{b} takes {y} of the {things}.|{y} of them go to {b}.",
    "now": "How many {things} [does {a} have now|are there now|are there in all|is that altogether]?|What is the number of {things} now?",
    "left": "How many {things} [are left|does {a} have left|does {a} still have|remain]?|What is the number of {things} left?",
    "boxes": "{a} has {k} {boxes}. Each {box} holds {n} {things}.|There are {k} {boxes} with {n} {things} in each.|{a} buys {k} {boxes} of {n} {things} each.|Each {box} has {n} {things}. {a} has {k} {boxes}.|{a} fills {k} {boxes} with {n} {things} each.|In every {box} are {n} {things}, and {a} has {k} {boxes}.|{k} friends bring {n} {things} each.",
    "total": "How many {things} [are there in all|is that|does that make|are there altogether]?|What is the total number of {things}?",
    "again": "All the {things} are then shared equally among {g} children. How many does each child get?|{he} puts them all in bags of {g}. How many bags does {he} need?|{g} children share all of them equally. How many {things} are there for each?|Then {he} makes {g} equal piles of all of them. How many {things} are in a pile?|{he} sorts all of them in groups of {g}. How many groups does {he} get?",
    "extra": "{he} finds {m} more {things}.|{b} adds {m} more {things}.|There are {m} loose {things}, too.|{m} more {things} lie beside them.",
    "shares": "{a} shares {t} {things} equally among {k} children.|{t} {things} are shared by {k} children, the same number each.|{k} children get the same number of {things} from {a}, who has {t}.|There are {t} {things} for {k} children, and all get the same.|{k} children split {t} {things} evenly.",
    "each": "How many {things} does each child get?|What does one child get?|How many {things} are there for each child?|How many {things} is that for each of them?",
    "one_more": "Then one of them, {b}, gets {m} more. How many {things} does {b} have?|{b} is one of these children and has {m} {things} already. How many {things} does {b} have then?|One child, {b}, finds {m} more {things}. How many {things} does {b} have in all?|{b}, one of the children, had {m} {things} before. How many does {b} have now?",
    "one_less": "Then one of them, {b}, uses {m}. How many {things} does {b} have left?|{b} is one of these children and gives {m} {things} away. How many {things} does {b} keep?|One child, {b}, loses {m}. How many {things} does {b} have left?|{b}, one of the children, puts {m} back. How many does {b} still have?",
    "some": "How many {things} do {j} of the children have together?|What do {j} of them get together?|{j} of the children put their {things} together. How many {things} is that?|How many {things} go to {j} of these children in all?",
    "mine": "{a} has {k} {boxes}. Each {box} holds {n} {things}.|{a} owns {k} {boxes} with {n} {things} in each.|{a} has {k} {boxes} of {n} {things} each.|Each {box} has {n} {things}. {a} has {k} {boxes}.|{a} fills {k} {boxes} with {n} {things} each.",
    "second": "{b} has {p} {boxes} with {q} in each.|{b}'s {p} {boxes} hold {q} {things} each.|{b} brings {p} {boxes} of {q}.|With {b} there are {p} {boxes} of {q} {things} each.",
    "pool": "How many {things} do {a} and {b} have together?|How many {things} are in all the {boxes}?|What is the number of {things} in all?|How many {things} do they have altogether?",
    "gap": "How many more {things} does {a} have than {b}?|How many fewer {things} does {b} have than {a}?|By how many {things} does {a} have more than {b}?|What is the difference between their numbers of {things}?",
    "eaten": "{m} of all these {things} are used up.|They give {m} {things} away.|{m} of them all are sold.|They lose {m} of all their {things}.",
    "rest": "How many {things} [are left|do they still have|remain]?|What is the number of {things} left?",
}
_BODIES = {
    "add": "<has> <adds> <now>",
    "take": "<has> <takes> <left>",
    "times": "<boxes> <total>",
    "over": "<shares> <each>",
    "again": "<boxes> <again>",
    "extra_again": "<boxes> <extra> <again>",
    "one_more": "<shares> <one_more>",
    "one_less": "<shares> <one_less>",
    "some": "<shares> <some>",
    "pool": "<mine> <second> <pool>",
    "gap": "<mine> <second> <gap>",
    "pool_less": "<mine> <second> <eaten> <rest>",
}
_LEVELS = (
    ("add", "take", "times", "over"),
    ("again", "one_more", "one_less", "some", "pool", "gap", "times", "over"),
    ("again", "extra_again", "one_less", "some", "pool", "gap", "pool_less"),
)


def school(rng: Random, level: int) -> Problem:
    """A short story of one to three operations."""
    slots = cast(rng, level, HANDY)
    story = rng.choice(_LEVELS[level - 1])
    k, j, p, g = (small(rng, level) for _ in range(4))
    n, q = (rng.randint(2, (12, 30, 150)[level - 1]) for _ in range(2))
    x, y, m = (rng.randint(2, (40, 200, 900)[level - 1]) for _ in range(3))
    match story:
        case "add" | "take":
            x = x + y if story == "take" else x
            think = Reasoning(
                f"{x}, {y} {'more' if story == 'add' else 'out'}, want {'all' if story == 'add' else 'left'}"
            )
            answer = think.add("all", x, y) if story == "add" else think.take("left", x, y)
            return think.problem(slots | {"story": story, "x": x, "y": y}, answer, story, x, y)
        case "times":
            think = Reasoning(f"{k} groups, {n} in each, want total")
            return think.problem(
                slots | {"story": story, "k": k, "n": n}, think.times("total", k, n), story, k, n
            )
        case "again" | "extra_again":
            return _regrouped(rng, slots, story, k, n, g)
        case "pool" | "gap" | "pool_less":
            return _products(rng, slots, story, (k, n), (p, q))
        case _:
            return _shared(rng, slots, story, n, max(k, 3), j)


def _regrouped(rng: Random, slots: Slots, story: str, k: int, n: int, g: int) -> Problem:
    """All the things of some boxes, and perhaps a few more, in other groups."""
    m = -k * n % g + g * rng.randint(0, 2) if story == "extra_again" else 0
    if story == "again":
        g = rng.choice([d for d in range(2, k * n // 2 + 1) if k * n % d == 0 and d <= 40] or [k])
    elif m < 2:
        m += g
    slots |= {"story": story, "k": k, "n": n, "m": m, "g": g}
    think = Reasoning(f"{k} groups, {n} in each{f', {m} more' if m else ''}, then by {g}, want result")
    total = think.times("total", k, n)
    if m:
        total = think.add("all", total, m)
    return think.problem(slots, think.over("result", total, g), story, k, n, *([m] if m else []), g)


def _products(rng: Random, slots: Slots, story: str, one: tuple[int, int], two: tuple[int, int]) -> Problem:
    """Two lots of equal boxes: together, compared, or together with some gone."""
    if one[0] * one[1] == two[0] * two[1]:
        one = (one[0] + 1, one[1])
    if story == "gap" and one[0] * one[1] < two[0] * two[1]:
        one, two = two, one
    (k, n), (p, q) = one, two
    slots |= {"story": story, "k": k, "n": n, "p": p, "q": q}
    lost = rng.randint(2, k * n + p * q - 1)
    want = {"pool": "want all", "gap": "want difference", "pool_less": f"{lost} out, want left"}[story]
    think = Reasoning(f"{k} groups of {n}, {p} groups of {q}, {want}")
    first, second = think.times("first", k, n), think.times("second", p, q)
    if story == "gap":
        return think.problem(slots, think.take("difference", first, second), story, k, n, p, q)
    total = think.add("all", first, second)
    if story == "pool":
        return think.problem(slots, total, story, k, n, p, q)
    slots |= {"m": lost}
    return think.problem(slots, think.take("left", total, lost), story, k, n, p, q, lost)


def _shared(rng: Random, slots: Slots, story: str, n: int, k: int, j: int) -> Problem:
    """Equal shares: one of them, one with more or less, or some of them together."""
    j = min(max(j, 2), k - 1)
    m = rng.randint(1, n - 1) if story == "one_less" else rng.randint(2, 60)
    slots |= {"story": story, "t": k * n, "k": k, "j": j, "m": m}
    tail = {"one_more": f", {m} more", "one_less": f", {m} out"}.get(story, "")
    want = {"one_more": "all", "one_less": "left", "some": f"{j} shares"}.get(story, "each")
    think = Reasoning(f"{k * n} in {k} shares{tail}, want {want}")
    each = think.over("each", k * n, k)
    match story:
        case "one_more":
            return think.problem(slots, think.add("all", each, m), story, k * n, k, m)
        case "one_less":
            return think.problem(slots, think.take("left", each, m), story, k * n, k, m)
        case "some":
            return think.problem(slots, think.times(f"{j} shares", each, j), story, k * n, k, j)
    return think.problem(slots, each, story, k * n, k)


_CLAUSES_KEPT = _CLAUSES | {
    "has": "A count gives {x} {things} for {a}.",
    "adds": "With {y} newly acquired ones the stock rises.",
    "takes": "But then {y} of the {things} vanish.",
    "left": "Tell how large {a}'s remaining stock of {things} is.",
    "boxes": "In {a}'s storeroom stand {k} {boxes}; every {box} was filled with exactly {n} {things}.",
    "mine": "In {a}'s storeroom stand {k} {boxes}; every {box} was filled with exactly {n} {things}.",
    "shares": "A treat of {t} {things} is dealt out until nothing is left, and each of {k} children is treated alike.",
    "second": "Next door {b} looks after {p} {boxes}, and {q} {things} fit in every one.",
    "total": "Altogether, what does the storeroom hold?",
    "pool": "Altogether, what do the two storerooms hold?",
    "rest": "Tell how large the remaining stock is.",
}
FAMILIES = retold(
    (
        Family(
            "story_school", "arithmetic", school,
            by_story(**{story: weave(_CLAUSES, openings(body)) for story, body in _BODIES.items()}),
            by_story(**{story: weave(_CLAUSES_KEPT, openings(body, True)) for story, body in _BODIES.items()}),
            1.4,
        ),
    )
)  # fmt: skip
