# ruff: noqa: E501
"""Stories that compare: so many more or fewer, so many times as many, half, a third, and how much the difference is."""

from random import Random

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

_TIMES = {2: "[twice|2 times|two times|double]", 3: "[three times|3 times|triple]"}
_PARTS = {
    2: "[half|one half|1/2]",
    3: "[a third|one third|1/3]",
    4: "[a quarter|one fourth|1/4|a fourth]",
    5: "[a fifth|1/5]",
}


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


def _relation(rng: Random, slots: Slots, x: str, y: str, op: str, n: int, level: int) -> tuple[str, str]:
    """How y compares with x: the sentence and the canonical words for it."""
    v, things = slots["v"], slots["things"]
    if op in ("more", "fewer") and level > 1 and rng.random() < 0.35:  # told from the other side
        back = "fewer" if op == "more" else "more"
        less = rng.choice(("fewer", "less")) if back == "fewer" else "more"
        return f"{x} {v} {n} {less} {things} than {y}", f"{x} {n} {back} than {y}"
    match op:
        case "more" | "fewer":
            word = "more" if op == "more" else rng.choice(("fewer", "fewer", "less"))
            text = fill(f"[{y} {v} {n} {word} {things} than {x}|{y} {v} {n} {word} {things} than {x}|"
                        f"{y} {v} {n} {word} than {x}|{y} {v} {n} {things} {word} than {x}]", {}, rng)  # fmt: skip
            return text, f"{y} {n} {op} than {x}"
        case "times":
            many = _TIMES.get(n, f"{n} times")
            text = f"[{y} {v} {many} as many {things} as {x}|{y} {v} {many} as many as {x}|{y} {v} {many} the number of {things} {x} {v}]"
            return fill(text, {}, rng), f"{y} {n} times {x}"
        case _:
            many = _PARTS.get(n, f"1/{n}")
            text = f"[{y} {v} {many} as many {things} as {x}|{y} {v} {many} as many as {x}|{y} {v} {many} of the number of {things} {x} {v}]"
            return fill(text, {}, rng), f"{y} 1/{n} of {x}"


_CHAIN = {
    "known": "{x} {v} {n0} {things}",
    "ask": """How many {things} {aux} {y} {vb}?|How many {things} {aux} {y} {vb}?|How many {aux} {y} {vb}?|
Find how many {things} {y} {v}.|What is the number of {things} {y} {v}?|How many {things} are {y}'s?""",
    "all": """How many {things} {auxp} they {vb} [in all|altogether|together|in total]?|How many {things} are there [in all|altogether|together|in total]?|
What is the total number of {things}?|Find the total number of {things}.|How many {things} {auxp} {everyone} {vb} [altogether|together|in all|combined]?|
How many {things} [in all|in total]?|Together, how many {things} {auxp} {everyone} {vb}?""",
    "gap": """How many more {things} {aux} {top} {vb} than {bottom}?|How many fewer {things} {aux} {bottom} {vb} than {top}?|
What is the difference between the number of {things} {top} {v} and the number {bottom} {v}?|{top} {v} how many more {things} than {bottom}?|
By how many {things} {aux} {top} beat {bottom}?|How many more {aux} {top} {vb} than {bottom}?|How many {things} more than {bottom} {aux} {top} {vb}?""",
}
_ORDERS = (
    "<known>. {links}. {ask}",
    "<known>. {links}. {ask}",
    "{links}. <known>. {ask}",
    "<known> and {links1}. {ask}",
    "{links}. [If|Given that] <known>, {ask_low}",
    "If <known> and {links1}, {ask_low}",
    "<known>, while {links1}. {ask}",
    "{links}, and <known>. {ask}",
    "{ask} {links}. <known>.",
    "[At {place}, |On {day}, |Last week, |Yesterday, |In {month}, ]<known>. {links}. {ask}",
    "<known>. If {links1}, {ask_low}",
    "Suppose <known>. {links}. {ask}",
    "<known>, but {links1}. {ask}",
    "We know that <known>. Also, {links1}. {ask}",
)
_ORDERS_KEPT = (
    "{links}. We know that <known>. {ask}",
    "Suppose <known> and {links1}. {ask}",
    "On {day}, {links1}. <known>. {ask}",
)


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
    amounts, texts, facts, key = [size(rng, level, 2)], [], [], []
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
                n = size(rng, level, 2)
                new = think.add(people[i + 1], now, n)
            case "fewer":
                n = rng.randint(2, now - 2)
                new = think.take(people[i + 1], now, n)
            case "times":
                n = rng.randint(2, 9 if now < 1000 else 4)
                new = think.times(people[i + 1], now, n)
            case _:
                n = rng.choice(parts)
                new = think.over(people[i + 1], now, n)
        text, fact = _relation(rng, slots, people[i], people[i + 1], op, n, level)
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
        answer = think.add("in all", *amounts)
    elif want == "gap":
        top, bottom = sorted(two, key=lambda person: -values[person])
        slots |= {"top": top, "bottom": bottom}
        answer = think.take("difference", values[top], values[bottom])
        facts.append(f"want {top} over {bottom}")
    else:
        answer = amounts[-1]
    if want != "gap":
        facts.append("want all" if want == "all" else f"want {people[-1]}")
    think.steps[0] = f"{slots['things']}: {people[0]} {amounts[0]}, {', '.join(facts)}"
    slots |= {"x": people[0], "y": people[-1], "n0": amounts[0]}
    slots["auxp"] = "do" if slots["aux"] == "does" else slots["aux"]
    slots["everyone"] = f"{', '.join(people[:-1])} and {people[-1]}"
    slots["ask"] = " ".join(fill(f"[{_CHAIN['ask' if want == 'one' else want]}]", slots, rng).split())
    if slots["ask"].startswith(("How", "What")):
        slots["ask_low"] = slots["ask"][0].lower() + slots["ask"][1:]
    else:
        slots["ask_low"] = fill("how many {things} {aux} {y} {vb}?" if want == "one" else
                                "how many {things} are there in all?" if want == "all" else
                                "how many more {things} {aux} {top} {vb} than {bottom}?", slots, rng)  # fmt: skip
    if rng.random() < 0.2:
        texts.reverse()
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
    "first": "{a} {got} {m} {things} on {day} and {m2} on {day2}.|On {day} {a} {got} {m} {things}, and on {day2} another {m2}.|{a} has {m} {color} {things} and {m2} {color2} ones.|{m} {things} at home and {m2} at {place} belong to {a}.",
    "second": "{b} had {n} {things} but {lost2} {l} of them.|{b} started with {n} {things}, and {l} of them are gone.|Of {b}'s {n} {things}, {l} were lost.|{b} has what is left of {n} {things} after {l} were given away.",
    "who": "How many more {things} [does {a} have|has {a}] than {b}?|How many fewer {things} does {b} have [now |]than {a}?|By how many {things} is {a} ahead of {b}?|What is the difference between {a}'s and {b}'s {things}?",
}  # fmt: skip
_SPANS = weave(
    _SPAN, [*openings("<first> <second> <who>"), "<second> <first> <who>", "<second> <first> <who>"]
)
_SPANS_KEPT = weave(
    _SPAN,
    openings(
        "{b}'s {n} {things} became fewer by {l}. {a} has {m} {things} and then {m2} more. <who>", kept=True
    ),
)


def gap(rng: Random, level: int) -> Problem:
    slots = cast(rng, level) | {"v": "has", "vb": "have", "aux": "does"}
    n, more = size(rng, level, 2), size(rng, level, 2)
    if level == 3:
        m = rng.randint(1, n + more - 1)
        lost = size(rng, level, 2)
        slots |= {
            "story": "span",
            "m": m,
            "m2": n + more - m,
            "n": n + lost,
            "l": lost,
            "lost2": rng.choice(("lost", "sold", "gave away")),
        }
        think = Reasoning(f"first {m} and {n + more - m}, second {n + lost} but {lost} out, want difference")
        first, second = think.add("first", m, n + more - m), think.take("second", n + lost, lost)
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
           "times": fill(f"{_TIMES.get(n, f'{n} times')} as old as", {}, rng)}[op]  # fmt: skip
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

FAMILIES = (
    Family("story_compare", "arithmetic", compare, weave(_CHAIN, _ORDERS), weave(_CHAIN, _ORDERS_KEPT), 1.5),
    Family(
        "story_gap",
        "arithmetic",
        gap,
        by_story(one=_GAP, span=_SPANS),
        by_story(one=_GAP_KEPT, span=_SPANS_KEPT),
        0.7,
    ),
    Family("story_ages", "arithmetic", ages, _AGES, _AGES_KEPT, 0.6),
)
