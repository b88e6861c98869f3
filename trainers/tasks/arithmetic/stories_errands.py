# ruff: noqa: E501
"""Stories of two and three steps: purchases that are packed, a book that is finished in time, amounts that are pooled and split."""

from random import Random

from trainers.tasks.arithmetic.stories_telling import (
    HANDY,
    Reasoning,
    by_story,
    cast,
    openings,
    size,
    small,
    weave,
)
from trainers.tasks.item import Family, Problem

_PACK = {
    "buys": """{a} bought {k1} packs of {n1} {things} and {k2} packs of {n2} {things}.|{a} ordered {k1} {boxes} with {n1} {things} each and {k2} {boxes} with {n2} each.|
On {day} {a} picked up {k1} packs of {things} with {n1} in a pack, and on {day2} {k2} packs with {n2} in a pack.|Two shops delivered {things} to {a}: {k1} {boxes} of {n1} from one and {k2} {boxes} of {n2} from the other.|
{a} found packs of {n1} and packs of {n2} {things} on sale, and took {k1} of the first and {k2} of the second.|{things} come in packs of {n1} and in packs of {n2}. {a} got {k1} of the small order and {k2} of the other.|
First {a} paid for {k1} packs of {n1} {things}. Then {he} added {k2} packs of {n2}.|{b} brought {k1} packs with {n1} {things} in each, and {a} brought {k2} packs with {n2} in each.""",
    "minus": """{m} of the {things} were [damaged|broken|spoiled|no good] and had to go.|On the way home {m} {things} [fell out|got lost].|{he} set {m} of them aside for {his} {rel}.|
{he} kept {m} of them for {him}self.|{m} of these were sent back.|{b} took {m} {things} [right away|for {c}].|{m} of them were [needed|used] at once.""",
    "packs": """{he} [made|prepared|filled] gift bags with {g} {things} in each. How many gift bags [did {he} make|were there|is that]?|All the {things} go on plates, {g} to a plate. How many plates are needed?|
{he} then [sorts|packs] them in sets of {g}. How many sets does {he} get?|How many sets of {g} can {he} make?|Every guest takes home {g} of them until nothing is left. How many guests are there?|
They go to classrooms, {g} to each. How many classrooms get some?""",
    "packs_r": """[The rest|What was left] went into gift bags, {g} in each. How many gift bags [were there|is that|did {he} fill]?|How many sets of {g} can {he} make from the rest?|The others go on plates, {g} to a plate. How many plates are needed?|
{he} [sorts|packs] the remaining {things} in sets of {g}. How many sets does {he} get?|The rest are handed to guests, {g} to each. How many guests are there?""",
    "each": """They are [split|shared|dealt out] evenly among {g} [tables|children|teams|neighbors]. How many does each get?|{he} fills {g} bags with the same number of {things}. How many go in a bag?|
How many {things} will each of {g} [friends|cousins|helpers] get if they all get the same number?|{g} [rooms|tables|tents] get equal numbers of them. How many {things} is that for each?""",
    "each_r": """The rest are [split|shared|dealt out] evenly among {g} [tables|children|teams|neighbors]. How many does each get?|{he} fills {g} bags with the rest, the same number in each. How many go in a bag?|
How many will each of {g} [friends|cousins|helpers] get if they share the rest equally?|{g} [rooms|tables|tents] get equal numbers of what is left. How many is that for each?""",
}  # fmt: skip
_PACKING = {
    "packs": weave(_PACK, openings("<buys> <packs>")),
    "each": weave(_PACK, openings("<buys> <each>")),
    "less_packs": weave(_PACK, openings("<buys> <minus> <packs_r>")),
    "less_each": weave(_PACK, openings("<buys> <minus> <each_r>")),
}
_PACK_KEPT = _PACK | {
    "buys": "{k1} packs hold {n1} {things} each and {k2} packs hold {n2} each. {a} has bought all of these packs.|{a} has {k1} {boxes} of {n1} {things}. {b} gave {him} {k2} more {boxes} of {n2}.",
    "packs": "{a} puts {g} of them in each gift bag. How many gift bags are filled?|Sets of {g} are made. Find the number of sets.",
    "each": "They go into {g} bags in equal numbers. Find how many {things} a bag holds.",
    "packs_r": "Out of the rest, sets of {g} are made. Find the number of sets.|With {g} in each, how many gift bags can be filled from what is left?",
    "each_r": "Equal numbers of the rest go into {g} bags. Find how many {things} a bag holds.",
}  # fmt: skip
_PACKING_KEPT = {
    "packs": weave(_PACK_KEPT, openings("<buys> <packs>", kept=True)),
    "each": weave(_PACK_KEPT, openings("<buys> <each>", kept=True)),
    "less_packs": weave(_PACK_KEPT, openings("<buys> <minus> <packs_r>", kept=True)),
    "less_each": weave(_PACK_KEPT, openings("<buys> <minus> <each_r>", kept=True)),
}


def packing(rng: Random, level: int) -> Problem:
    """Two purchases, perhaps some gone, the rest in equal groups."""
    slots = cast(rng, level, HANDY)
    k1, k2 = (rng.randint(2, (5, 9, 20)[level - 1]) for _ in range(2))
    n1, n2 = rng.sample(range(2, (10, 13, 40)[level - 1]), 2)
    total = k1 * n1 + k2 * n2
    less = level == 3 or (level == 2 and rng.random() < 0.5)
    group = rng.randint(2, (9, 12, 25)[level - 1])
    m = total % group + group * rng.randint(0, 2) if less else 0
    if total % group and not less or (less and m < 2) or total - m < 2 * group:
        return packing(rng, level)
    packs = rng.random() < 0.5
    story = ("less_" if less else "") + ("packs" if packs else "each")
    slots |= {"story": story, "k1": k1, "k2": k2, "n1": n1, "n2": n2, "m": m, "g": group}
    shape = f"{group} in each group, want groups" if packs else f"{group} groups, want in each"
    gone = f", {m} out" if less else ""
    think = Reasoning(f"{slots['things']}: {k1} of {n1}, {k2} of {n2}{gone}, {shape}")
    rest = think.add("all", think.times("first", k1, n1), think.times("second", k2, n2))
    if less:
        rest = think.take("rest", rest, m)
    answer = think.over("groups" if packs else "in each", rest, group)
    return think.problem(slots, answer, story, k1, n1, k2, n2, m, group)


_BOOK = {
    "book": """{a} is reading a book [of|with] {t} pages.|{a}'s [novel|book] has {t} pages.|A [novel|guide book|story book] has {t} pages, and {a} wants to read all of it.|{a} borrowed a book of {t} pages from {b}.|
[The class must read|{a}'s class is reading] a book of {t} pages.|There are {t} pages in the diary that {a} is copying.|{a} is a translator with a text of {t} pages.|{a} has a script of {t} pages to learn.""",
    "done": """For {d} days {he} [read|managed|did] {n} pages [a day|each day|every day].|In the first {d} days {he} [did|read] {n} pages [a day|daily].|{he} has [read|done] {n} pages on each of the first {d} days.|
{d} days have passed, with {n} pages on each of them.|From {day} on {he} did {n} pages a day, and {d} days are over.|Each of the last {d} evenings {he} got through {n} pages.""",
    "skip": """{he} skips {m} pages of [pictures|notes|maps].|{m} pages are blank and need no time.|{b} will do {m} of the pages.|{m} pages at the end are only an index, which {he} leaves out.|{m} of the pages are known to {him} already.""",
    "rate": """There are {e} days left. How many pages a day must {he} [read|do] [from now on|] to finish?|{he} wants to finish in {e} more days, with the same number of pages each day. How many pages is that a day?|
How many pages a day are left for {him} if {he} has {e} days [more|left]?|The book is due in {e} days. How many pages must {he} do each day [to finish in time|]?|If the rest takes {e} days at the same pace every day, how many pages a day is that?""",
    "days": """From now on {he} does {v} pages a day. How many more days will {he} need?|If {he} goes on with {v} pages a day, in how many days is {he} done?|How many more days does {he} need at {v} pages a day?|
{he} changes to {v} pages a day. How many days [are left|does the rest take]?|The rest goes at {v} pages a day. After how many more days is it finished?""",
    "left": "How many pages are left [to do|]?|How many pages [does {he} still have|are still to come]?|How many pages remain?",
}  # fmt: skip
_BOOK_KEPT = _BOOK | {
    "book": "{t} pages have to be read by {a}.|{a} must get through {t} pages of a book.",
    "done": "So far it was {n} pages a day for {d} days.|{he} has had {d} days with {n} pages on each.",
    "rate": "Find how many pages a day the rest is, with {e} days left.|To be done in {e} more days, how many pages does {he} read a day?",
    "days": "At {v} pages a day, find how many days the rest takes.|The rest is read at {v} pages a day. How many days does that take?",
    "left": "Find how many pages are still left.",
}  # fmt: skip
_READS = {"left": "<book> <done> <left>", "rate": "<book> <done> <rate>", "days": "<book> <done> <days>",
          "skip_rate": "<book> <skip> <done> <rate>", "skip_days": "<book> <skip> <done> <days>"}  # fmt: skip


def pages(rng: Random, level: int) -> Problem:
    """A book with some pages done: what is left, how many a day, or how many days."""
    slots = cast(rng, level) | {"noise": ""}
    story = rng.choice((("left",), ("rate", "days"), ("skip_rate", "skip_days", "rate"))[level - 1])
    d, n = rng.randint(2, (6, 9, 14)[level - 1]), rng.randint(3, (12, 20, 60)[level - 1])
    e, v = rng.randint(2, (6, 9, 15)[level - 1]), rng.randint(3, (12, 25, 60)[level - 1])
    m = rng.randint(2, 30) if story.startswith("skip") else 0
    t = d * n + e * v + m
    slots |= {"story": story, "t": t, "d": d, "n": n, "e": e, "v": v, "m": m}
    want = {"left": "left", "rate": f"a day for {e} days", "days": f"days at {v}"}[story.split("_")[-1]]
    think = Reasoning(f"whole {t}, {f'{m} out, ' if m else ''}{d} days of {n} done, want {want}")
    whole = think.take("to do", t, m) if m else t
    rest = think.take("left", whole, think.times("done", d, n))
    if story == "left":
        return think.problem(slots, rest, story, t, d, n)
    by_days = story.endswith("days")
    answer = think.over("days" if by_days else "a day", rest, v if by_days else e)
    return think.problem(slots, answer, story, t, m, d, n, v if by_days else e)


_POOL = {
    "both": """{a} has {x} {things} and {b} has {y}.|{a} [collected|brought] {x} {things}, and {b} [collected|brought] {y}.|{x} {things} belong to {a} and {y} to {b}.|{b} came with {y} {things} and {a} with {x}.|
While {a} gathered {x} {things}, {b} gathered {y}.|{a} counts {x} {things} of {his} own, and {b} counts {y}.""",
    "more": """{a} has {x} {things}, and {b} has {r} more than {a}.|{a} brought {x} {things}. {b} brought {r} more than that.|{b} has {r} {things} more than {a}, who has {x}.|{x} {things} belong to {a}, and {b} owns {r} more than {a} does.""",
    "times": """{a} has {x} {things}, and {b} has {r} times as many.|{b} brought {r} times as many {things} as {a}, who brought {x}.|{a} gathered {x} {things}. {b} gathered {r} times that number.|{x} {things} belong to {a}, and {b} owns {r} times as many.""",
    "joined": "They put everything together and|They pool all of them and|They [mix|join] the two lots and|Then they put all in one pile and",
    "split": """<joined> [split|divide] it evenly among {k} [people|friends|teams|children]. How many does each get?|<joined> make {k} equal shares. How many {things} are in a share?|
<joined> fill {k} [bags|bowls|baskets] with the same number. How many {things} are in each?|If all of them are shared equally by {k} [people|children|neighbors], how many does each one get?|
Together they give the same number to each of {k} [neighbors|friends|schools]. How many does each get?""",
    "kept": """They keep {m} of all these for later|They first give {m} of all these to {c}|{m} of all these are no good|Together they use up {m} of these|From the joint pile {m} are lost""",
    "then": """<kept>. The others are [split|shared] equally among {k} people. How many does each get?|<kept>. The others make {k} equal shares. How many are in a share?|<kept>. What is left is divided evenly by {k}. How many is one part?""",
}  # fmt: skip
_POOL_KEPT = _POOL | {
    "both": "{a} and {b} have {things}: {x} are {a}'s and {y} are {b}'s.",
    "more": "{a}'s {things} number {x}. {b} has {r} more.",
    "times": "{a}'s {things} number {x}. {b} has {r} times as many as that.",
    "split": "All of them together are shared by {k} people in equal parts. Find one part.|From all of these, {k} equal shares are made. Find the size of a share.",
    "then": "{m} of all these are used up, and {k} people share the others in equal parts. Find one part.|First {m} of all these go to {c}. From the others, {k} equal shares are made. Find the size of a share.",
}  # fmt: skip
_POOLS = {
    f"{told}_{end}": f"<{told}> <{end}>" for told in ("both", "more", "times") for end in ("split", "then")
}


def pooling(rng: Random, level: int) -> Problem:
    """The amounts of two people, one perhaps told from the other, put together and split."""
    slots = cast(rng, level, HANDY)
    told = rng.choice(
        ("both",) if level == 1 else ("both", "more", "times") if level == 2 else ("more", "times")
    )
    end = "then" if level == 3 else "split"
    x = size(rng, min(level, 2) if told == "times" else level, 3)
    r = small(rng, min(level, 2)) if told == "times" else size(rng, level)
    y = {"both": r, "more": x + r, "times": x * r}[told]
    k = rng.randint(2, (6, 9, 20)[level - 1])
    m = (x + y) % k + k * rng.randint(0, 3)
    if (end == "split" and (x + y) % k) or (end == "then" and m < 2) or x + y - m * (end == "then") < k:
        return pooling(rng, level)
    m = m if end == "then" else 0
    slots |= {"story": f"{told}_{end}", "x": x, "y": y, "r": r, "k": k, "m": m}
    second = {"both": f"second {y}", "more": f"second {r} more", "times": f"second {r} times that"}[told]
    think = Reasoning(
        f"{slots['things']}: first {x}, {second}, all{f' but {m}' if m else ''} in {k} parts, want 1 part"
    )
    if told == "more":
        think.add("second", x, r)
    elif told == "times":
        think.times("second", x, r)
    rest = think.add("all", x, y)
    if m:
        rest = think.take("rest", rest, m)
    return think.problem(slots, think.over("1 part", rest, k), told, x, y, m, k)


FAMILIES = (
    Family("story_packing", "arithmetic", packing, by_story(**_PACKING), by_story(**_PACKING_KEPT), 1.0),
    Family("story_pages", "arithmetic", pages,
           by_story(**{name: weave(_BOOK, openings(body)) for name, body in _READS.items()}),
           by_story(**{name: weave(_BOOK_KEPT, openings(body, kept=True)) for name, body in _READS.items()}), 0.8),
    Family("story_pooling", "arithmetic", pooling,
           by_story(**{name: weave(_POOL, openings(body)) for name, body in _POOLS.items()}),
           by_story(**{name: weave(_POOL_KEPT, openings(body, kept=True)) for name, body in _POOLS.items()}), 1.0),
)  # fmt: skip
