# ruff: noqa: E501
"""Stories of two and three steps: purchases that are packed, a book that is finished in time, amounts that are pooled and split."""

from random import Random

from trainers.tasks.arithmetic.asking import retold
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
First {a} paid for {k1} packs of {n1} {things}. Then {he} added {k2} packs of {n2}.|{b} brought {k1} packs with {n1} {things} in each, and {a} brought {k2} packs with {n2} in each.|{a} unloads {k1} {boxes} of {n1} {things}, and later a truck drops off {k2} {boxes} of {n2}.|{a} emptied {k1} packs of {n1} {things} and {k2} packs of {n2} on the floor.|
{c} sends {a} {k1} {boxes}, each with {n1} {things}, to go with {k2} {boxes} of {n2}.|There are {k1} {boxes} with {n1} {things} in each, and {k2} {boxes} with {n2} in each, for {a} to sort.|A small pack holds {n1} {things}, a large one {n2}. {a} takes {k1} small and {k2} large packs.|In {k1} {boxes} {a} finds {n1} {things} each, in {k2} others {n2} each.|
{a} filled {k1} {boxes}, {n1} {things} to a {box}, and then {k2} {boxes}, {n2} to a {box}.""",
    "minus": """{m} of the {things} were [damaged|broken|spoiled|no good] and had to go.|On the way home {m} {things} [fell out|got lost].|{he} set {m} of them aside for {his} {rel}.|
{he} kept {m} of them for {him}self.|{m} of these were sent back.|{b} took {m} {things} [right away|for {c}].|{m} of them were [needed|used] at once.|{m} {things} had to be thrown out.|But {m} were [bad|lost|stolen].|{he} gave {m} [of them|of the {things}] to {c}.|Of all these, {m} went to {b}.|{m} are [put aside|kept back|left out].|Without {m} that were [broken|bad], the rest is fine.""",
    "packs": """{he} [made|prepared|filled] gift bags with {g} {things} in each. How many gift bags [did {he} make|were there|is that]?|All the {things} go on plates, {g} to a plate. How many plates are needed?|
{he} then [sorts|packs] them in sets of {g}. How many sets does {he} get?|How many sets of {g} can {he} make?|Every guest takes home {g} of them until nothing is left. How many guests are there?|
They go to classrooms, {g} to each. How many classrooms get some?|{he} lines them up {g} to a row. How many rows does {he} get?|Find how many groups of {g} that makes.|Packed {g} at a time, how many parcels do they make?""",
    "packs_r": """[The rest|What was left] went into gift bags, {g} in each. How many gift bags [were there|is that|did {he} fill]?|How many sets of {g} can {he} make from the rest?|The others go on plates, {g} to a plate. How many plates are needed?|
{he} [sorts|packs] the remaining {things} in sets of {g}. How many sets does {he} get?|The rest are handed to guests, {g} to each. How many guests are there?|How many groups of {g} are in what is left?|{he} ties up what remains in bundles of {g}. How many bundles come out?|The others are laid out in rows of {g}. How many rows appear?|A parcel takes {g}, and the others are mailed. How many parcels does {he} use?""",
    "each": """They are [split|shared|dealt out] evenly among {g} [tables|children|teams|neighbors]. How many does each get?|{he} fills {g} bags with the same number of {things}. How many go in a bag?|
How many {things} will each of {g} [friends|cousins|helpers] get if they all get the same number?|{g} [rooms|tables|tents] get equal numbers of them. How many {things} is that for each?|All of them go in {g} equal groups. How many are in a group?|{g} players draw all of them, the same number apiece. How many does one player have?""",
    "each_r": """The rest are [split|shared|dealt out] evenly among {g} [tables|children|teams|neighbors]. How many does each get?|{he} fills {g} bags with the rest, the same number in each. How many go in a bag?|
How many will each of {g} [friends|cousins|helpers] get if they share the rest equally?|{g} [rooms|tables|tents] get equal numbers of what is left. How many is that for each?|The others go in {g} equal groups. How many are in a group?|{g} players draw the rest, the same number apiece. How many does one player have?|{he} deals the rest to {g} camps, every camp alike. What does one camp get?""",
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
    k1, k2 = (rng.randint(2, (5, 9, 15)[level - 1]) for _ in range(2))
    n1, n2 = rng.sample(range(2, (10, 13, 32)[level - 1]), 2)
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
    first, second = think.times("first", k1, n1), think.times("second", k2, n2)
    rest = think.add("all", first, second)
    if less:
        rest = think.take("rest", rest, m)
    answer = think.over("groups" if packs else "in each", rest, group)
    return think.problem(slots, answer, story, k1, n1, k2, n2, m, group)


_BOOK = {
    "book": """{a} is reading a book [of|with] {t} pages.|{a}'s [novel|book] has {t} pages.|A [novel|guide book|story book] has {t} pages, and {a} wants to read all of it.|{a} borrowed a book of {t} pages from {b}.|
[The class must read|{a}'s class is reading] a book of {t} pages.|There are {t} pages in the diary that {a} is copying.|{a} is a translator with a text of {t} pages.|{a} has a script of {t} pages to learn.|{t} pages are waiting for {a}.|{a} picked a story with {t} pages.|The manual that {a} studies runs to {t} pages.|{a} got a thick book {for}: {t} pages.|{b} lent {a} a {t} page novel.|The book on {a}'s desk is {t} pages long.|{a} proofreads a report that runs to {t} pages.""",
    "done": """For {d} days {he} [read|managed|did] {n} pages [a day|each day|every day].|In the first {d} days {he} [did|read] {n} pages [a day|daily].|{he} has [read|done] {n} pages on each of the first {d} days.|
{d} days have passed, with {n} pages on each of them.|From {day} on {he} did {n} pages a day, and {d} days are over.|Each of the last {d} evenings {he} got through {n} pages.|Over {d} days {he} covered {n} pages daily.|Up to now {he} read {n} pages daily, {d} days in all.|{he} did {n} pages on {d} days.|{d} days are behind {him}, and none had more or less than {n} pages.|{d} times {he} sat down and read {n} pages.|{d} mornings went by, each worth {n} pages.""",
    "skip": """{he} skips {m} pages of [pictures|notes|maps].|{m} pages are blank and need no time.|{b} will do {m} of the pages.|{m} pages at the end are only an index, which {he} leaves out.|{m} of the pages are known to {him} already.|{m} pages of it need not be read.|But {m} of these pages are left out.|{he} does not read {m} of the pages.|{m} pages are [pictures|maps|notes] and do not count.|Not counted are {m} empty pages.|{he} can skip {m} pages of it.""",
    "rate": """There are {e} days left. How many pages a day must {he} [read|do] [from now on|] to finish?|{he} wants to finish in {e} more days, with the same number of pages each day. How many pages is that a day?|
How many pages a day are left for {him} if {he} has {e} days [more|left]?|The book is due in {e} days. How many pages must {he} do each day [to finish in time|]?|If the rest takes {e} days at the same pace every day, how many pages a day is that?|The deadline is {e} days off. What daily number of pages gets {him} there?|{e} days remain. How many pages must each of them bring?|Spread evenly over the next {e} days, what is the daily load in pages?|{b} gives {him} {e} more days. How many pages should {he} plan for each?""",
    "days": """From now on {he} does {v} pages a day. How many more days will {he} need?|If {he} goes on with {v} pages a day, in how many days is {he} done?|How many more days does {he} need at {v} pages a day?|
{he} changes to {v} pages a day. How many days [are left|does the rest take]?|The rest goes at {v} pages a day. After how many more days is it finished?|Then {he} speeds along with {v} pages daily. How many days until the last page?|{he} plans {v} pages for each coming day. How many such days will there be?|How long, in days, will {he} be busy if each one brings {v} pages?|{v} pages is {his} new daily goal. How many days are ahead of {him}?""",
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
While {a} gathered {x} {things}, {b} gathered {y}.|{a} counts {x} {things} of {his} own, and {b} counts {y}.|The {things} of {a} are {x}, those of {b} are {y}.|{a} puts in {x} {things} and {b} puts in {y}.|From {a} come {x} {things}, from {b} {y}.|{a} had {x} {things}. {b} had {y} of them.""",
    "more": """{a} has {x} {things}, and {b} has {r} more than {a}.|{a} brought {x} {things}. {b} brought {r} more than that.|{b} has {r} {things} more than {a}, who has {x}.|{x} {things} belong to {a}, and {b} owns {r} more than {a} does.|{b} outdoes {a}, who won {x} {things}, by {r}.|Next to {a}'s {x} {things}, {b} shows {r} extra.|{a} found {x} {things}. {b} found as many and {r} more.|There are {x} {things} in {a}'s {box} and {r} more than that in {b}'s.|{a} comes with {x} {things}, {b} with {r} more than {a}.|{b} is ahead of {a}, who has {x} {things}, by {r}.""",
    "times": """{a} has {x} {things}, and {b} has {r} times as many.|{b} brought {r} times as many {things} as {a}, who brought {x}.|{a} gathered {x} {things}. {b} gathered {r} times that number.|{x} {things} belong to {a}, and {b} owns {r} times as many.|{b} can show {r} times what {a} can, and {a} shows {x} {things}.|Next to {a}'s {x} {things}, {b} shows a pile {r} times as big.|Every one of {a}'s {x} {things} is matched by {r} of {b}'s.|There are {x} {things} in {a}'s {box} and {r} times that number in {b}'s.|{a} brings {x} {things} along; {b} manages {r} times that.|{a} won {x} {things}, and {b} did {r} times better.""",
    "joined": "They put everything together and|They pool all of them and|They [mix|join] the two lots and|Then they put all in one pile and|They add them up and|They bring all of these to {place} and|They lay them all on a table and",
    "split": """<joined> [split|divide] it evenly among {k} [people|friends|teams|children]. How many does each get?|<joined> make {k} equal shares. How many {things} are in a share?|
<joined> fill {k} [bags|bowls|baskets] with the same number. How many {things} are in each?|If all of them are shared equally by {k} [people|children|neighbors], how many does each one get?|
Together they give the same number to each of {k} [neighbors|friends|schools]. How many does each get?|The joint pile serves {k} groups, all alike. How many {things} go to one group?|{k} [classes|teams] take the whole lot, none more than another. What does one take?|<joined> deal them to {k} players until nothing is left. How many does a player hold?|<joined> stack them in {k} towers of the same height. How many are in a tower?""",
    "kept": """They keep {m} of all these for later|They first give {m} of all these to {c}|{m} of all these are no good|Together they use up {m} of these|From the joint pile {m} are lost|A leak ruins {m} of the lot|A helper is paid with {m} of them|{m} of the {things} are broken|{c} walks off with {m}|They sell {m} of them|They hide {m} for a game""",
    "then": """<kept>. The others are [split|shared] equally among {k} people. How many does each get?|<kept>. The others make {k} equal shares. How many are in a share?|<kept>. What is left is divided evenly by {k}. How many is one part?|<kept>. {k} players deal out what is left. How many does a player hold?|<kept>. {k} tents get what is left, all alike. What does one tent get?|<kept>. The rest is stacked in {k} towers of the same height. How many are in a tower?|<kept>. The rest goes to {k} [schools|friends|teams], as many to each. How many does each get?|<kept>, and the others are put in {k} bags, the same number in each. How many are in a bag?""",
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
    reach = min(level, 2) if told == "times" or rng.random() < 0.6 else level
    x = size(rng, reach, 3)
    r = small(rng, min(level, 2)) if told == "times" else size(rng, reach)
    y = {"both": r, "more": x + r, "times": x * r}[told]
    k = rng.randint(2, (6, 9, 20)[level - 1])
    m = (x + y) % k + k * rng.randint(0, 3)
    if (end == "split" and (x + y) % k) or (end == "then" and m < 2) or x + y - m * (end == "then") < k:
        return pooling(rng, level)
    m = m if end == "then" else 0
    slots |= {"story": f"{told}_{end}", "x": x, "y": y, "r": r, "k": k, "m": m}
    a, b = slots["a"], slots["b"]
    second = {"both": f"{b} {y}", "more": f"{b} {r} more than {a}", "times": f"{b} {r} times {a}"}[told]
    gone = f", {m} of all out" if m else ""
    think = Reasoning(f"{slots['things']}: {a} {x}, {second}{gone}, {k} parts, want 1 part")
    if told == "more":
        think.add(b, x, r)
    elif told == "times":
        think.times(b, x, r)
    if told != "both":
        think.steps.append(f"{a} {x}, {b} {y}")
    rest = think.add("all", x, y)
    if m:
        rest = think.take("rest", rest, m)
    return think.problem(slots, think.over("1 part", rest, k), told, x, y, m, k)


FAMILIES = retold((
    Family("story_packing", "arithmetic", packing, by_story(**_PACKING), by_story(**_PACKING_KEPT), 1.4),
    Family("story_pages", "arithmetic", pages,
           by_story(**{name: weave(_BOOK, openings(body)) for name, body in _READS.items()}),
           by_story(**{name: weave(_BOOK_KEPT, openings(body, kept=True)) for name, body in _READS.items()}), 1.1),
    Family("story_pooling", "arithmetic", pooling,
           by_story(**{name: weave(_POOL, openings(body)) for name, body in _POOLS.items()}),
           by_story(**{name: weave(_POOL_KEPT, openings(body, kept=True)) for name, body in _POOLS.items()}), 1.4),
))  # fmt: skip
