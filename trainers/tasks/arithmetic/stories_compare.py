# ruff: noqa: E501
"""Stories that compare: so many more or fewer, so many times as many, half, a third, and how much the difference is."""

from collections.abc import Callable
from random import Random

from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_compare_words import (
    CHAIN,
    MANY,
    MORE,
    ORDERS_FIRST,
    ORDERS_KEPT,
    ORDERS_LAST,
    PARTS,
    TIMES,
)
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
from trainers.tasks.item import Family, Problem


def _entities(rng: Random, slots: Slots, count: int) -> list[str]:
    """Those that are compared: people, towns, days, shelves."""
    match rng.randrange(12):
        case 0 | 1:
            return [slots["city"], slots["city2"], "Springfield", "Riverton"][:count]
        case 2:
            return [f"the {slots[c]} {slots['box']}" for c in ("color", "color2", "color3")][:count]
        case 3:
            return [f"the {nth} {slots['box']}" for nth in ("first", "second", "third")][:count]
        case 4:
            return [
                f"{slots['a']}'s {kin}"
                for kin in rng.sample(("sister", "brother", "mother", "uncle", "friend"), 3)
            ][:count]
        case 5:
            return ["Class A", "Class B", "Class C"][:count]
        case _:
            return [slots["a"], slots["b"], slots["c"]][:count]


def _relation(
    rng: Random, slots: Slots, x: str, y: str, op: str, n: int, level: int
) -> tuple[str, str, str, bool]:
    """How y compares with x: the sentence, the fact in canonical words, y by name, and whether it is told from x."""
    back = level > 1 and rng.random() < 0.35
    if back:
        op = {"more": "fewer", "fewer": "more", "times": "part", "part": "times"}[op]
    first, second = (x, y) if back else (y, x)  # "first has n more than second"
    match op:
        case "more" | "fewer":
            word = "more" if op == "more" else rng.choice(("fewer", "fewer", "less"))
            text = rng.choice(MORE).format_map(
                {**slots, "x": second, "y": first, "n": n, "word": word, "comes": "comes next"}
            )
            fact = f"{first} {n} {op} than {second}"
            told = f"{x} {'+' if (op == 'more') != back else '-'} {n}"
        case _:
            many = fill(TIMES.get(n, f"{n} times") if op == "times" else PARTS.get(n, f"1/{n}"), {}, rng)
            text = rng.choice(MANY).format_map({**slots, "x": second, "y": first, "many": many})
            fact = f"{first} {n} times {second}" if op == "times" else f"{first} 1/{n} of {second}"
            told = f"{x} {'*' if (op == 'times') != back else '/'} {n}"
    return text.replace("half the number", "half of the number"), fact, told, back


def compare(rng: Random, level: int) -> Problem:
    """Amounts given one from another; one of them, all of them, or a difference is asked for."""
    slots = cast(rng, level)
    links = (1, rng.randint(1, 2), 2)[level - 1]
    people = _entities(rng, slots, links + 1)
    if rng.random() < 0.55:
        slots |= {"v": "has", "vb": "have", "aux": "does"}
    elif rng.random() < 0.5 or people[0].startswith(("the ", "Class")):
        slots |= {"v": "had", "vb": "have", "aux": "did"}
    else:
        past, base = rng.choice((("collected", "collect"), ("sold", "sell"), ("bought", "buy"), ("found", "find"),
                                 ("got", "get"), ("counted", "count"), ("received", "receive"), ("ordered", "order")))  # fmt: skip
        slots |= {"v": past, "vb": base, "aux": "did"}
    reach = min(level, 2) if rng.random() < 0.7 else level  # the third level is hard by its shape
    amounts, texts, facts, key = [size(rng, reach, 2)], [], [], []
    think = Reasoning("")
    values = {people[0]: amounts[0]}
    for i in range(links):
        now = amounts[-1]
        parts = [d for d in (2, 3, 4, 5) if now % d == 0 and now // d > 1]
        op = rng.choice(("more", "more", "fewer", "times", "part"))
        if op == "part" and not parts:
            op = "times"
        if op == "fewer" and now < 5:
            op = "more"
        match op:
            case "more":
                n = size(rng, reach, 2)
            case "fewer":
                n = rng.randint(2, now - 2)
            case "times":
                n = rng.randint(2, 9 if now < 1000 else 4)
            case _:
                n = rng.choice(parts)
        text, fact, told, back = _relation(rng, slots, people[i], people[i + 1], op, n, level)
        # What is worked out next, from whom; a fact told from the other side is turned round first.
        think.steps.append(f"{fact}, so {people[i + 1]} is {told}" if back else f"{people[i + 1]} is {told}")
        work: dict[str, Callable[..., int]] = {
            "more": think.add,
            "fewer": think.take,
            "times": think.times,
            "part": think.over,
        }
        new = work[op](people[i + 1], now, n)
        texts.append(text)
        facts.append(fact)
        key.append((op, n))
        amounts.append(new)
        values[people[i + 1]] = new
    want = (
        "one"
        if level == 1
        else rng.choice(("all", "all", "one", "gap") if level == 2 else ("all", "all", "gap"))
    )
    if want == "gap":
        two = rng.sample(people, 2)
        if values[two[0]] == values[two[1]]:
            want = "all"
    if want == "all":
        think.steps.append(f"all: {', '.join(f'{person} {values[person]}' for person in people)}")
        answer = think.add("in all", *amounts)
        wish = "all"
    elif want == "gap":
        top, bottom = sorted(two, key=lambda person: -values[person])
        slots |= {"top": top, "bottom": bottom}
        think.steps.append(f"{top} {values[top]}, {bottom} {values[bottom]}")
        answer = think.take("difference", values[top], values[bottom])
        wish = f"{top} over {bottom}"
    else:
        answer = amounts[-1]
        wish = people[-1]
    if rng.random() < 0.3:
        texts.reverse()
        facts.reverse()
    slots["story"] = rng.choice(("first", "first", "last"))
    known = f"{people[0]} {amounts[0]}"
    facts = [known, *facts] if slots["story"] == "first" else [*facts, known]  # as they are told
    think.steps[0] = f"{slots['things']}: {', '.join(facts)}, want {wish}"
    slots |= {"x": people[0], "y": people[-1], "n0": amounts[0]}
    slots["auxp"] = "do" if slots["aux"] == "does" else slots["aux"]
    slots["everyone"] = f"{', '.join(people[:-1])} and {people[-1]}"
    slots["ask"] = " ".join(fill(f"[{CHAIN['ask' if want == 'one' else want]}]", slots, rng).split())
    if slots["ask"].startswith(("How", "What")):
        slots["ask_low"] = slots["ask"][0].lower() + slots["ask"][1:]
    else:
        slots["ask_low"] = fill("how many {things} {aux} {y} {vb}?" if want == "one" else
                                "how many {things} are there in all?" if want == "all" else
                                "how many more {things} {aux} {top} {vb} than {bottom}?", slots, rng)  # fmt: skip
    slots["links"], slots["links1"] = ". ".join(texts), " and ".join(texts)
    return think.problem(slots, answer, "compare", amounts[0], key, want)


_GAP = weave(
    {
        "both": """{a} {v} {m} {things} and {b} {v} {n}.|{a} {v} {m} {things}. {b} {v} {n} {things}.|{a} {v} {m} {things} while {b} {v} {n}.|
{b} {v} {n} {things}. {a} {v} {m}.|{b} {v} {n} {things} and {a} {v} {m} {things}.|{m} {things} are {a}'s and {n} are {b}'s.""",
        "kinds": """There are {m} {things} and {n} {others} [at {place}|in the {box}|{spot}].|{c} has {m} {things} and {n} {others}.|
{c} {got} {m} {things} and {n} {others}{got_tail}.|{c} has {n} {others} and {m} {things}.|{c} counted {n} {others} and {m} {things} at {place}.""",
        "days": """{a} {got} {m} {things} on {day} and {n} on {day2}.|On {day2}, {a} {got} {n} {things}. On {day}, {he} {got} {m}.|
{a} {got} {n} {things} on {day2}, but {m} {things} on {day}.""",
        "who": """How many more {things} {aux} {a} {vb} than {b}?|How many fewer {things} {aux} {b} {vb} than {a}?|
How many more {aux} {a} {vb} than {b}?|By how much is {a}'s number of {things} greater than {b}'s?""",
        "what": """How many more {things} than {others} [are there|does {c} have|are there in all]?|How many fewer {others} than {things} are there?|
How many more {things} are there than {others}?|What is the difference between the number of {things} and the number of {others}?""",
        "when": """How many more {things} did {he} {get} on {day} than on {day2}?|How many fewer {things} did {a} {get} on {day2} than on {day}?|
How many more did {he} {get} on {day}?""",
    },
    (
        "<both> <who>",
        "<both> <who>",
        "<both> How many more {things} must {b} get to have as many as {a}?",
        "<kinds> <what>",
        "<kinds> <what>",
        "<days> <when>",
        "<days> <when>",
        "If {a} {v} {m} {things} and {b} {v} {n}, how many more {aux} {a} {vb}?",
        "How many more {things} {aux} {a} {vb} than {b} if {a} {v} {m} and {b} {v} {n}?",
        "{c} had {m} {things} and {n} {others} in {his} {box}. <what>",
        "At {place} there were {m} {things} but only {n} {others}. <what>",
        "{m} {things} and {n} {others} were sold at {place}. How many more {things} than {others} were sold?",
        "{a} {v} {m} {things}. That is more than {b}, who {v} {n}. What is the difference?",
        "The {color} {box} holds {m} {things} and the {color2} {box} holds {n}. How many more {things} are in the {color} {box}?",
        "There were {m} people at {place} on {day} and {n} people on {day2}. How many more people were there on {day}?",
    ),
)
_GAP_KEPT = weave(
    {},
    (
        "{b} {v} {n} {things}, but {a} {v} {m}. What is the difference between the two?",
        "{place} sold {m} {things} and {n} {others} on {day}. How many fewer {others} than {things} were sold?",
        "On {day} {a} {got} {m} {things}. On {day2} it was only {n}. How many more was it on {day}?",
    ),
)


_SPAN = {
    "first": "{a} {got} {m} {things} on {day} and {m2} on {day2}.|On {day} {a} {got} {m} {things}, and on {day2} another {m2}.|{a} has {m} {color} {things} and {m2} {color2} ones.|{m} {things} at home and {m2} at {place} belong to {a}.|{a} took {m} {things} from a shop and {m2} from {c}.|Besides {m} old {things}, {a} keeps {m2} new ones.|To {a}'s {m} {things} come {m2} from {c}.|In one {box} {a} has {m} {things}, in another {box} {m2}.|{m} {things} upstairs and {m2} downstairs are all {a}'s.|{a} made a list of {m} {things} here and {m2} at {place}.",
    "second": "{b} had {n} {things} but {lost2} {l} of them.|{b} started with {n} {things}, and {l} of them are gone.|Of {b}'s {n} {things}, {l} were lost.|{b} has what is left of {n} {things} after {l} were given away.|{b} owned {n} {things}. Then {l} went to a friend.|From {n} {things}, {b} {lost2} {l}.|{b} has {n} {things}, less {l} that are broken.|There were {n} {things} in {b}'s {box}, but {l} fell out.|{b} counted {n} {things} and took {l} away.|Out of {b}'s {box} with {n} {things}, somebody carried off {l}.",
    "who": "How many more {things} [does {a} have|has {a}] than {b}?|How many fewer {things} does {b} have [now |]than {a}?|By how many {things} is {a} ahead of {b}?|What is the difference between {a}'s and {b}'s {things}?|How many {things} more than {b} does {a} have [now|]?|By how much does {a} beat {b}?|Find how many more {things} {a} has than {b}.",
}  # fmt: skip
_SPANS = {
    "span_ab": weave(_SPAN, openings("<first> <second> <who>")),
    "span_ba": weave(_SPAN, openings("<second> <first> <who>")),
}
_LESS_KEPT = "{b}'s {n} {things} became fewer by {l}."
_GREW_KEPT = "{a} has {m} {things} and then {m2} more."
_SPANS_KEPT = {
    "span_ab": weave(_SPAN, openings(f"{_GREW_KEPT} {_LESS_KEPT} <who>", kept=True)),
    "span_ba": weave(_SPAN, openings(f"{_LESS_KEPT} {_GREW_KEPT} <who>", kept=True)),
}


def gap(rng: Random, level: int) -> Problem:
    slots = cast(rng, level) | {"v": "has", "vb": "have", "aux": "does"}
    n, more = size(rng, level, 2), size(rng, level, 2)
    if level == 3:
        m = rng.randint(1, n + more - 1)
        lost = size(rng, level, 2)
        slots |= {
            "story": rng.choice(("span_ab", "span_ba")),
            "m": m,
            "m2": n + more - m,
            "n": n + lost,
            "l": lost,
            "lost2": rng.choice(("lost", "sold", "gave away")),
        }
        a, b = slots["a"], slots["b"]
        facts = [f"{a} {m} and {n + more - m}", f"{b} {n + lost} but {lost} out"]
        if slots["story"] == "span_ba":
            facts.reverse()
        think = Reasoning(f"{slots['things']}: {', '.join(facts)}, want {a} over {b}")
        first, second = think.add(a, m, n + more - m), think.take(b, n + lost, lost)
        think.steps.append(f"{a} {first}, {b} {second}")
        return think.problem(slots, think.take("difference", first, second), "span", n, more, m, lost)
    slots |= {"story": "one", "m": n + more, "n": n}
    think = Reasoning(f"bigger {n + more}, smaller {n}, want difference")
    return think.problem(slots, think.take("difference", n + more, n), "gap", n, more)


def ages(rng: Random, level: int) -> Problem:
    """An age now, earlier or later, or an age that is given by another one."""
    slots = cast(rng, level)
    age = rng.randint(4, (20, 40, 60)[level - 1])
    k = rng.randint(2, 15)
    op = rng.choice(("older", "older", "younger", "times"))
    if (op == "younger" and age < 6) or (op == "times" and age > 25):
        op = "older"
    n = rng.randint(2, 4) if op == "times" else rng.randint(2, min(age - 2, 30) if op == "younger" else 30)
    cmp = {"older": f"{n} years older than", "younger": f"{n} years younger than",
           "times": fill(f"{TIMES.get(n, f'{n} times')} as old as", {}, rng)}[op]  # fmt: skip
    slots |= {"n0": age, "k": k, "cmp": cmp}
    if level == 1 and rng.random() < 0.5:
        think = Reasoning(f"{slots['a']} {age} now, want after {k} years")
        return think.problem(slots | {"story": "later"}, think.add("then", age, k), "later", age, k)
    canonical = {"older": f"{n} more than", "younger": f"{n} fewer than", "times": f"{n} times"}[op]
    want = (("one",), ("later", "sum", "one"), ("later_sum", "later"))[level - 1]
    slots["story"] = story = rng.choice(want)
    aims = {"one": f"want {slots['b']}", "later": f"want {slots['b']} after {k} years", "sum": "want all",
            "later_sum": f"want all after {k} years"}  # fmt: skip
    think = Reasoning(f"ages: {slots['a']} {age}, {slots['b']} {canonical} {slots['a']}, {aims[story]}")
    other = (think.add if op == "older" else think.take if op == "younger" else think.times)(
        slots["b"], age, n
    )
    slots["story"] = f"two_{story}"
    match story:
        case "later":
            answer = think.add(f"{slots['b']} then", other, k)
        case "sum":
            answer = think.add("in all", age, other)
        case "later_sum":
            first, second = think.add(f"{slots['a']} then", age, k), think.add(f"{slots['b']} then", other, k)
            answer = think.add("in all", first, second)
        case _:
            answer = other
    return think.problem(slots, answer, story, age, op, n, k)


_NOW = """{a} is {n0} years old.|{a} is {n0}.|{a} is {n0} years old now.|Today {a} is {n0} years old.|{a} has just turned {n0}."""
_ASKS = {
    "two_one": "How old is {b}?|What is {b}'s age?|How old is {b} now?|Find {b}'s age.|What age is {b}?",
    "two_later": "How old will {b} be in {k} years?|What will {b}'s age be in {k} years?|How old will {b} be {k} years from now?|In {k} years, how old will {b} be?|What age will {b} be after {k} years?",
    "two_sum": "What is the sum of their ages?|How old are they together?|What is the total of their ages?|How many years old are {a} and {b} combined?|Find the sum of the ages of {a} and {b}.",
    "two_later_sum": "What will be the sum of their ages in {k} years?|In {k} years, how old will they be together?|What is the total of their ages {k} years from now?|How old will {a} and {b} be in {k} years if you add their ages?",
}  # fmt: skip
_TWO = (
    "<now> {b} is {cmp} {a}. <ask>",
    "{b} is {cmp} {a}. <now> <ask>",
    "<now> {a}'s {rel} {b} is {cmp} {him}. <ask>",
    "{b} is {cmp} {a}, who is {n0} years old. <ask>",
    "{b} is {cmp} {a} and {a} is {n0}. <ask>",
    "{a} and {b} are friends. <now> {b} is {cmp} {a}. <ask>",
    "At {n0} years of age, {a} has a {rel}, {b}, who is {cmp} {him}. <ask>",
    "<ask> {a} is {n0} and {b} is {cmp} {a}.",
    "Suppose {a} is {n0} years old and {b} is {cmp} {a}. <ask>",
    "{a}'s age is {n0}. {b} is {cmp} {a}. <ask>",
    "{a} met {b} at {place}. <now> {b} is {cmp} {a}. <ask>",
    "{a} celebrated {his} birthday on {day} and is now {n0}. {b} is {cmp} {a}. <ask>",
)
_TWO_KEPT = (
    "{a}, who is {n0} years old, has a friend {b}. {b} is {cmp} {a}. <ask>",
    "{b} is {cmp} {a}. {a}'s age is {n0}. <ask>",
    "Today {a} is {n0} and {b} is {cmp} {him}. <ask>",
)
_LATER = (
    "<now> How old will {he} be in {k} years?",
    "<now> How old will {a} be {k} years from now?",
    "In {k} years, how old will {a} be if {he} is {n0} now?",
    "{a}'s age is {n0}. What will {his} age be after {k} years?",
    "If {a} is {n0} years old now, how old will {he} be in {k} years?",
    "{k} years ago {a} was {n0} years old. How old is {he} now?",
    "{a} was {n0} years old when {he} moved to {city}. That was {k} years ago. What is {his} age now?",
)
_LATER_KEPT = (
    "{a} was {n0} just {k} years ago. What is {his} age now?",
    "What age will {a} be {k} years from now? Today {he} is {n0}.",
    "{k} years from now, how old will {a} be? {a} is {n0} years old today.",
)
_AGES = by_story(later=weave({"now": _NOW}, _LATER),
                 **{name: weave({"now": _NOW, "ask": ask}, _TWO) for name, ask in _ASKS.items()})  # fmt: skip
_AGES_KEPT = by_story(later=weave({"now": _NOW}, _LATER_KEPT),
                      **{name: weave({"now": _NOW, "ask": ask}, _TWO_KEPT) for name, ask in _ASKS.items()})  # fmt: skip

FAMILIES = retold(
    (
        Family(
            "story_compare",
            "arithmetic",
            compare,
            by_story(first=weave(CHAIN, ORDERS_FIRST), last=weave(CHAIN, ORDERS_LAST)),
            by_story(**{order: weave(CHAIN, scripts) for order, scripts in ORDERS_KEPT.items()}),
            2.5,
        ),
        Family(
            "story_gap",
            "arithmetic",
            gap,
            by_story(one=_GAP, **_SPANS),
            by_story(one=_GAP_KEPT, **_SPANS_KEPT),
            1.2,
        ),
        Family("story_ages", "arithmetic", ages, _AGES, _AGES_KEPT, 0.6),
    )
)
