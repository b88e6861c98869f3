# ruff: noqa: E501
"""Stories of one amount that changes: what is left, what there was at first, how much it changed by."""

from random import Random

from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_telling import (
    Reasoning,
    Slots,
    by_story,
    cast,
    fill,
    openings,
    size,
    weave,
)
from trainers.tasks.arithmetic.story_words import third
from trainers.tasks.item import Family, Problem

_THEN = "[Then |Later |After that |The next day |Later that day |On {day} |In the evening |A week later ||||]"


def _move(slots: Slots, i: int, gain: bool, rng: Random) -> tuple[str, str, str]:
    """One change as a verb phrase in the past, in the present and in the base form."""
    verb = rng.choice(slots["kind"].gain if gain else slots["kind"].lose).split("/")
    tail = verb[2] if len(verb) > 2 else ""

    if gain:
        what = fill(
            f"[{{n{i}}} more|{{n{i}}} more {{things}}|another {{n{i}}} {{things}}|{{n{i}}} {{things}}]",
            slots,
            rng,
        )
    else:
        what = fill(
            f"[{{n{i}}} of them|{{n{i}}} {{things}}|{{n{i}}} of {{his}} {{things}}|{{n{i}}}]", slots, rng
        )
        tail = tail.replace(
            "to {b}", rng.choice(("to {b}", "to {b}", "to {his} {rel}", "to a friend", "to {c}"))
        )
    return tuple(f"{form} {what}{tail}".format_map(slots) for form in (verb[0], third(verb[1]), verb[1]))  # type: ignore


def _sentence(slots: Slots, i: int, gain: bool, past: str, rng: Random) -> str:
    """One change as a sentence of its own."""
    if rng.random() < 0.7:
        return fill(f"{_THEN}{{he}} {past}.", slots, rng)
    if gain:
        return fill(
            f"{_THEN}[{{b}} gave {{him}} {{n{i}}} more [{{things}}|]|{{his}} {{rel}} [gave|brought] {{him}} {{n{i}}} "
            f"[more |]{{things}}|{{he}} was given {{n{i}}} more by {{b}}].", slots, rng)  # fmt: skip
    return fill(
        f"{_THEN}[{{b}} took {{n{i}}} of them|{{his}} {{rel}} took {{n{i}}} of the {{things}}|{{n{i}}} of them "
        f"were [lost|given away|taken]|{{b}} asked for {{n{i}}} of the {{things}} and got them].", slots, rng)  # fmt: skip


def _changes(rng: Random, level: int) -> tuple[Slots, list[int]]:
    """A cast with a first amount n0 and some signed changes, told in several ways."""
    slots = cast(rng, level)
    count = (1, 2, rng.randint(2, 4))[level - 1]
    amount = start = size(rng, level, 3)
    changes: list[int] = []
    for i in range(1, count + 1):
        gain = amount < 6 or rng.random() < (0.4 if level == 1 else 0.5)
        n = size(rng, level) if gain else rng.randint(2, amount - 1 if amount < 40 else amount - 2)
        slots[f"n{i}"] = n
        changes.append(n if gain else -n)
        amount += changes[-1]
    slots["n0"], slots["end"] = start, amount
    moves = [_move(slots, i + 1, n > 0, rng) for i, n in enumerate(changes)]
    slots["moves"] = " ".join(
        _sentence(slots, i + 1, n > 0, move[0], rng)
        for i, (n, move) in enumerate(zip(changes, moves, strict=True))
    )
    link = rng.choice((" and then ", " and ", ", then ", " and later ", " and after that "))
    slots["did"] = link.join(move[0] for move in moves)
    slots["does"] = link.join(move[1] for move in moves)
    slots["do"] = link.join(move[2] for move in moves)
    mixed = min(changes) < 0 < max(changes)
    if changes[-1] < 0:
        slots["now"] = rng.choice(("left", "left", "left", "remaining", "now", "left over", "in the end"))
    elif mixed:
        slots["now"] = rng.choice(
            ("now", "in the end", "at the end", "now", "then", "after that", "left now")
        )
    else:
        slots["now"] = rng.choice(("now", "in all", "altogether", "in total", "now", "all together", "then"))
    return slots, changes


_BODY = {
    "start": """{a} had {n0} {things}.|{a} [started|began] with {n0} {things}.|There were {n0} {things} in {a}'s {box}.|
At first {a} had {n0} {things}.|{a} [went to {place} with|brought|kept] {n0} {things}.|{a} had a {box} with {n0} {things}.|
On {day} {a} had {n0} {things} at {place}.|In the morning, {a} had {n0} {things}.|{a} owned {n0} {things}.|
{a}'s {rel} gave {him} {n0} {things}.|{a} got {n0} {things} {for}.|{a} counted {n0} {things} at {place}.""",
    "holds": "[has|owns|has a {box} of|keeps|has collected]",
    "ask": """How many {things} does {a} have {now}?|How many {things} does {he} have {now}?|
How many {things} did {a} have {now}?|What is the number of {things} {a} has {now}?|How many {things} are there {now}?|
How many {things} are {now} with {a}?|Find how many {things} {he} has {now}.|{a} now has how many {things}?|
How many {things} did {a} end up with?|How many {things} does {a} have {now}?|How many {things} were there {now}?""",
}
_CHANGE = weave(
    _BODY,
    (
        "<start> {moves} <ask>",
        "<start> {moves} <ask>",
        "{a} had {n0} {things} [and|and then|but then] {did}. <ask>",
        "{a} <holds> {n0} {things}. [|Then |Today ]{he} {does}. <ask>",
        "<start> If {he} {did}, how many {things} [did|does] {he} have {now}?",
        "If {a} has {n0} {things} and [{he} |]{does}, how many {things} [does|will] {he} have {now}?",
        "{a} had {n0} {things}. How many [{things} |]did {he} have {now} after {he} {did}?",
        "{a} [needs|plans|wants|is going] to {do}. If {he} has {n0} {things} [at first|to start with|now], "
        "how many will {he} have after that?",
        "How many {things} does {a} have {now} if {he} [had|started with] {n0} [{things} |]and {did}?",
        "{a} {did}. [Before that|At first|Earlier], {he} had {n0} {things}. <ask>",
        "[Last week|Yesterday|This morning|Last month] {a} had {n0} {things}. {moves} <ask>",
        "{a} has {n0} {things} and {b} has none. {a} {did}. <ask>",
        "[There are|There were] {n0} {things} [at {place}|in the {box}]. {a} [came and|] {did}. "
        "How many {things} are [there|in the {box}|at {place}] {now}?",
        "{n0} {things} belong to {a}. {moves} [So how|How] many {things} does {a} have {now}?",
        "{a} starts with {n0} {things}. {he} {does}. How many does {he} end with?",
        "While at {place}, {a} had {n0} {things}. {moves} <ask>",
    ),
)
_CHANGE_KEPT = weave(
    _BODY,
    (
        "To begin with, {a} had {n0} {things}. {moves} Tell how many {things} {he} ended with.",
        "{a}'s {box} held {n0} {things} at first. {moves} Count the {things} {a} has {now}.",
        "What number of {things} does {a} end up with if {he} starts with {n0} and {did}?",
    ),
)


def change(rng: Random, level: int) -> Problem:
    slots, changes = _changes(rng, level)
    told = ", ".join(f"{'got' if n > 0 else 'lost'} {abs(n)}" for n in changes)
    think = Reasoning(f"{slots['things']}: had {slots['n0']}, {told}, want now")
    amount = slots["n0"]
    for i, n in enumerate(changes):
        label = "now" if i == len(changes) - 1 else "then"
        amount = think.add(label, amount, n) if n > 0 else think.take(label, amount, -n)
    return think.problem(slots, amount, "change", slots["n0"], changes)


_START_ASK = {
    "ask": """How many {things} did {a} have [to begin with|to start with|at first|in the beginning|before that|originally|at the start]?|
How many {things} did {he} have [to begin with|at first|to start with|originally|in the beginning|before]?|
How many {things} were there [at first|to begin with|in the {box} at first|originally|in the beginning]?|
What was the number of {things} {a} had [at first|in the beginning|before that]?|
Find the number of {things} {a} [started|began] with.|With how many {things} did {a} [start|begin]?""",
    "some": """{a} had [some|a number of|a few|a {box} of|a lot of] {things}.|There were [some|a number of] {things} in {a}'s {box}.|
{a} [went to {place} with|started with|brought] some {things}.|{a} [was at|went to] {place} with [some|a {box} of] {things}.""",
    "ends": """[Now|In the end|After that|Afterwards|At the end] {he} has {end} {things}.|{he} has {end} {things} [now|left over|after that].|
There are [now |]{end} {things} [now|in the {box}|] .|{a} ended up with {end} {things}.|{he} then had {end} [{things}|of them].""",
}
_START = weave(
    _START_ASK,
    (
        "<some> {moves} <ends> <ask>",
        "<some> {moves} <ends> <ask>",
        "{a} had some {things} [and|and then] {did}. <ends> <ask>",
        "After {he} {did}, {a} has {end} {things}. <ask>",
        "{a} {did}. <ends> <ask>",
        "{a} {did} and [now has|ended up with|then had] {end} {things}. <ask>",
        "If {a} {did} and [now has|then had|was left with] {end} {things}, how many {things} did {he} have [at first|to begin with]?",
        "{a} has {end} {things} [now|] after {he} {did}. <ask>",
        "<ends> [Earlier|Before that|Today|On {day}], {he} {did}. <ask>",
        "How many {things} did {a} have [at first|before] if {he} {did} and {he} [now has|was left with] {end} [{things}|]?",
        "When {a} {did}, {he} had {end} {things} [in the end|after that]. <ask>",
        "<some> [At {place}|Yesterday|Last week], {he} {did}. <ends> <ask>",
        "[Yesterday|On {day}|Last month], {a} {did}. <ends> <ask>",
        "{a} opened a {box} of {things}. {moves} <ends> How many {things} were in the {box} at first?",
    ),
)
_START_KEPT = weave(
    _START_ASK,
    (
        "{a} {did}. That makes {end} {things} now. With how many did {he} start?",
        "{end} {things} is what {a} has after {he} {did}. How many were there before?",
        "[At {place}|On {day}] {a} {did}, so {he} had {end} {things} in the end. How many {things} did {he} begin with?",
    ),
)


def start_unknown(rng: Random, level: int) -> Problem:
    slots, changes = _changes(rng, level)
    told = ", ".join(f"{'got' if n > 0 else 'lost'} {abs(n)}" for n in changes)
    think = Reasoning(f"{slots['things']}: {told}, now {slots['end']}, want first")
    amount = slots["end"]
    for i, n in reversed(list(enumerate(changes))):
        label = "first" if i == 0 else "before"
        amount = think.take(label, amount, n) if n > 0 else think.add(label, amount, -n)
    return think.problem(slots, amount, "start", slots["end"], changes)


_BY = {
    "had": _BODY["start"],
    "some_g": """[Then |Later |]{he} {got} some [more |]{things}{got_tail}.|{b} gave {him} some more.|{he} {got} more{got_tail}.|
{his} {rel} gave {him} some {things}.|On {day} {he} {got} some more{got_tail}.""",
    "now_g": """[Now|In the end|After that|Afterwards] {he} has {total} {things}.|{he} has {total} {things} [now|in all|altogether|in total].|
That made {total} {things} [in all|altogether].|There are {total} {things} in all [now|].""",
}
_GAINED = weave(
    _BY,
    (
        "<had> <some_g> <now_g> How many {things} did {he} [get|{get}{got_tail}]?",
        "<had> <some_g> <now_g> How many [more |]{things} did {a} {get}{got_tail}?",
        "{a} has {n0} {things}. How many more [{things} |]does {he} need to have {total} [in all|{things}|altogether]?",
        "{a} [needs|wants|must have] {total} {things} {for}. {he} [already |]has {n0}. How many more [{things} |]does {he} need?",
        "{a} [has to|needs to|wants to] {get} {total} {things}{got_tail}. So far {he} [has|got] {n0}. How many [more|are left to {get}]?",
        "{a} had {n0} {things} in the morning and {total} in the evening. How many {things} did {he} {get} [that day|]?",
        "{a} had {n0} {things}. [After|When] {his} {rel} gave {him} some more, {he} had {total}. How many {things} did {he} get?",
        "If {a} had {n0} {things} and now has {total}, how many did {he} {get}?",
        "The number of {things} {a} had went from {n0} to {total}. How many {things} were added?",
        "<had> [How many|What number of] {things} [must|should] {he} {get} to have {total} [{things}|in all]?",
        "The {box} holds {total} {things}. {a} has put {n0} {things} in it. How many more [{things} |]can {he} put in?",
        "To fill the {box}, {a} needs {total} {things}. {he} has {n0}. How many [more {things}|more] are needed?",
        "After {he} {got} some {things}{got_tail}, {a} has {total} {things}. {he} had {n0} at first. How many did {he} {get}?",
        "{n0} of the {total} {things} at {place} belong to {a}. [The rest|The others] belong to {b}. How many {things} does {b} have?",
        "There are {total} {things} in the {box}. {n0} of them are {color} [and the rest are {color2}. How many are {color2}|. How many are not {color}]?",
        "{a} and {b} have {total} {things} [together|in all|altogether]. {a} has {n0}. How many {things} does {b} have?",
        "Together {a} and {b} {got} {total} {things}. If {a} {got} {n0} of them, how many did {b} {get}?",
    ),
)
_GAINED_KEPT = weave(
    _BY,
    (
        "{a} had {n0} {things} before and {total} after. How many {things} did {he} {get}?",
        "So far {a} has {n0} {things}. {he} must have {total} in all. How many are needed?",
        "Of {total} {things} in all, {n0} belong to {b}. The rest belong to {a}. How many does {a} have?",
    ),
)


_TURN = {
    "had": _BODY["start"],
    "out": "[Then|Later|On {day}] {he} {lost} {m} [of them|{things}]{lost_tail}.|{b} [took|asked for and got] {m} of them.|{m} of them were [lost|given away|taken].|[Soon|A little later] {m} were gone.|A dog ran off with {m} of them.|{he} had to part with {m} of them.|[First|Next], {m} went to {b}.|{he} sent {m} [of them|] away.|Of these, {m} were [sold|used|given to {c}].|{m} were taken out.",
    "in": "[Then|Later|On {day}] {he} {got} {m} more [{things}|]{got_tail}.|{b} gave {him} {m} more.|{m} more [came from {his} {rel}|were added].|[Soon|A little later] {m} more came.|{c} dropped off {m} as a present.|{his} {rel} put in another {m}.|[First|Next], {b} added {m}.|{he} was then given {m} {things}.|{m} {things} were [laid beside them|brought by {c}].|The number went up by {m}.",
    "some_in": "After that {he} {got} some more{got_tail}.|{his} {rel} then gave {him} some more.|In the evening {he} {got} some{got_tail}.|Later {he} came home with a few others.|Then {c} brought some.|A surprise parcel with a few of them arrived.|Some {things} came in [on {day}|at the end].|Then the number went up [again|].",
    "some_out": "After that {he} {lost} some{lost_tail}.|{his} {rel} then took some.|In the evening {he} {lost} some of them{lost_tail}.|Later {he} missed a few.|Then {c} took some.|A few of them broke [soon after|that night].|Some {things} were [lost|given away] [on {day}|at the end].|Then the number went down.",
    "now": "Now {he} has {end} {things}.|In the end there are {end} {things}.|That makes {end} {things} now.|{end} {things} is what {he} has now.|After that there were {end}.|The final count was {end}.|So {end} {things} are [there|in the {box}] now.|And then {he} had {end}.|This made it {end}.|When {he} counted again, there were {end}.",
    "how_in": "How many {things} came in at the end?|How many was it that came last?|How many {things} did {he} {get} after that?|Find how many were added last.|What number of {things} came [at the end|last]?|How many {things} were added the last time?|How many did that last time bring?|How many were the last ones?",
    "how_out": "How many {things} went at the end?|How many was it that went last?|How many {things} did {he} {lose} after that?|Find how many went last.|What number of {things} went [at the end|last]?|How many {things} were taken the last time?|How many were gone that last time?|How many were the last ones that went?",
}  # fmt: skip
_GAINED_LATER = weave(
    _TURN,
    openings("<had> <out> <some_in> <now> <how_in>") + ["<how_in> <had> <out> <some_in> <now>"],
)
_GAINED_LATER_KEPT = weave(
    _TURN,
    openings(
        "<had> But {m} of the {things} were lost. Some more were added then, and it came to {end}. <how_in>",
        kept=True,
    ),
)
_USED_LATER = weave(
    _TURN,
    openings("<had> <in> <some_out> <now> <how_out>") + ["<how_out> <had> <in> <some_out> <now>"],
)
_USED_LATER_KEPT = weave(
    _TURN,
    openings("<had> And {m} more were added. Some went then, and {end} were left. <how_out>", kept=True),
)


def gained(rng: Random, level: int) -> Problem:
    slots = cast(rng, level)
    first, more = size(rng, level, 2), size(rng, level, 2)
    if level == 3:
        m = rng.randint(1, first - 1)
        slots |= {"story": "later", "n0": first, "m": m, "end": first - m + more}
        think = Reasoning(
            f"{slots['things']}: had {first}, lost {m}, got some, now {first - m + more}, want got"
        )
        then = think.take("then", first, m)
        think.steps.append(f"then {then}, now {then + more}, so got is now - then")
        return think.problem(slots, think.take("got", then + more, then), "later", first, more, m)
    slots |= {"story": "one", "n0": first, "total": first + more}
    think = Reasoning(f"{slots['things']}: part {first}, whole {first + more}, want other part")
    return think.problem(slots, think.take("other part", first + more, first), "gained", first, more)


_USED = weave(
    {
        "had": _BODY["start"],
        "left": """[Now|In the end|After that|Afterwards] {he} has {end} {things} [left|]. |{he} has {end} {things} [left|now|remaining].|
Only {end} {things} were left.|There were {end} {things} left.|{he} was left with {end} {things}.|{end} {things} are left.""",
    },
    (
        "<had> {he} {lost} some [of them|{things}]{lost_tail}. <left> How many {things} did {he} {lose}{lost_tail}?",
        "<had> [Then|Later] {he} {lost} some {things}{lost_tail}. <left> How many did {he} {lose}?",
        "If {a} had {n0} {things} and [now has|has] {end} left, how many [{things} |]did {he} {lose}{lost_tail}?",
        "{a} has {end} {things} left. {he} [had|started with] {n0} [{things} |][at first|before]. How many {things} did {he} {lose}?",
        "<had> How many {things} did {he} {lose}{lost_tail} if {he} has {end} left?",
        "<had> [{b}|{his} {rel}] took some of them. <left> How many {things} did [{b}|{his} {rel}] take?",
        "<had> Some of them were [lost|broken|gone]. <left> How many {things} were [lost|gone]?",
        "There were {n0} {things} in the {box} and now there are {end}. How many {things} are [gone|missing]?",
        "Of {n0} {things}, {a} {lost} all but {end}. How many {things} did {he} {lose}?",
        "{a} {lost} all but {end} of {his} {n0} {things}. How many {things} did {he} {lose}{lost_tail}?",
        "After {he} {lost} some {things}{lost_tail}, {a} had {end} of {his} {n0} {things} left. How many did {he} {lose}?",
        "{a} had {n0} {things} on {day} and {end} on {day2}. How many {things} did {he} {lose}?",
        "The number of {things} went from {n0} to {end} when {a} {lost} some{lost_tail}. How many did {he} {lose}?",
    ),
)
_USED_KEPT = weave(
    {},
    (
        "At first there were {n0} {things}, but {a} {lost} some{lost_tail}. Now {end} are left. How many did {he} {lose}?",
        "{a} started with {n0} {things} and was left with {end}. How many {things} did {he} {lose}{lost_tail}?",
        "How many {things} did {a} {lose} if there were {n0} before and {end} are left now?",
    ),
)


def used(rng: Random, level: int) -> Problem:
    slots = cast(rng, level)
    end, gone = size(rng, level, 2), size(rng, level, 2)
    if level == 3:
        m = rng.randint(1, end + gone - 2)
        slots |= {"story": "later", "n0": end + gone - m, "m": m, "end": end}
        think = Reasoning(
            f"{slots['things']}: had {end + gone - m}, got {m}, lost some, now {end}, want lost"
        )
        then = think.add("then", end + gone - m, m)
        think.steps.append(f"then {then}, now {end}, so lost is then - now")
        return think.problem(slots, think.take("lost", then, end), "later", end, gone, m)
    slots |= {"story": "one", "n0": end + gone, "end": end}
    think = Reasoning(f"{slots['things']}: had {end + gone}, left {end}, want lost")
    return think.problem(slots, think.take("lost", end + gone, end), "used", end, gone)


FAMILIES = retold(
    (
        Family("story_change", "arithmetic", change, _CHANGE, _CHANGE_KEPT, 1.5),
        Family("story_start_unknown", "arithmetic", start_unknown, _START, _START_KEPT),
        Family(
            "story_gained",
            "arithmetic",
            gained,
            by_story(one=_GAINED, later=_GAINED_LATER),
            by_story(one=_GAINED_KEPT, later=_GAINED_LATER_KEPT),
            0.7,
        ),
        Family(
            "story_used",
            "arithmetic",
            used,
            by_story(one=_USED, later=_USED_LATER),
            by_story(one=_USED_KEPT, later=_USED_LATER_KEPT),
            1.0,
        ),
    )
)
