# ruff: noqa: E501
"""Stories of rates: speed, distance and time, wages and work, pages a day, more each day, recipes."""

from random import Random

from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_telling import Reasoning, Slots, by_story, cast, size, small, weave
from trainers.tasks.item import Family, Problem

# Thing done, past, base, unit of time: "read 12 pages a day".
_WORK = (
    ("pages", "read", "read", "day"), ("pages", "wrote", "write", "day"), ("letters", "typed", "type", "minute"),
    ("miles", "ran", "run", "week"), ("miles", "drove", "drive", "hour"), ("miles", "walked", "walk", "day"),
    ("laps", "swam", "swim", "day"), ("toys", "made", "make", "hour"), ("shirts", "ironed", "iron", "hour"),
    ("words", "typed", "type", "minute"), ("puzzles", "solved", "solve", "week"), ("cars", "washed", "wash", "day"),
    ("lawns", "mowed", "mow", "week"), ("problems", "solved", "solve", "hour"), ("chairs", "painted", "paint", "day"),
    ("push-ups", "did", "do", "day"), ("boxes", "packed", "pack", "hour"), ("trees", "planted", "plant", "day"),
    ("dollars", "earned", "earn", "hour"), ("dollars", "saved", "save", "week"), ("dollars", "made", "make", "day"),
    ("kilometers", "biked", "bike", "hour"), ("glasses of water", "drank", "drink", "day"), ("songs", "learned", "learn", "month"),
    ("bracelets", "made", "make", "hour"), ("cakes", "baked", "bake", "day"), ("minutes", "practiced", "practice", "day"),
    ("books", "read", "read", "month"), ("jumping jacks", "did", "do", "minute"), ("windows", "cleaned", "clean", "hour"),
    ("newspapers", "delivered", "deliver", "day"), ("photos", "took", "take", "day"), ("stories", "wrote", "write", "month"),
    ("bricks", "laid", "lay", "hour"), ("meters", "climbed", "climb", "hour"), ("games", "played", "play", "week"),
    ("points", "scored", "score", "game"), ("goals", "scored", "score", "season"), ("hats", "knitted", "knit", "month"),
    ("eggs", "collected", "collect", "day"), ("customers", "served", "serve", "hour"), ("emails", "answered", "answer", "day"),
)  # fmt: skip
_RATE = {"per": "[a(n)|each|every|per] {unit}"}
_STORIES = {
    "total": (
        "{a} {did} {n} {what} <per>. How many {what} did {he} {do} in {k} {units}?",
        "{a} {did} {n} {what} <per> for {k} {units}. How many {what} [did {he} {do}|did {he} {do} in all|is that]?",
        "If {a} {did} {n} {what} <per>, how many {what} did {he} {do} in {k} {units}?",
        "For {k} {units}, {a} {did} {n} {what} <per>. How many {what} is that [in all|altogether]?",
        "{a} can {do} {n} {what} in one {unit}. How many {what} can {he} {do} in {k} {units}?",
        "How many {what} can {a} {do} in {k} {units} if {he} can {do} {n} <per>?",
        "{a} plans to {do} {n} {what} every {unit}. How many will {he} {do} in {k} {units}?",
        "{a} {did} the same number of {what} each {unit} for {k} {units}. If that number was {n}, how many {what} did {he} {do} in total?",
        "In one {unit}, {a} {did} {n} {what}. At that rate, how many would {he} {do} in {k} {units}?",
        "Every {unit} {a} {did} {n} {what}. What is the total after {k} {units}?",
        "{a} likes to {do} {n} {what} <per>. How many {what} does {he} {do} in {k} {units}?",
        "It took {a} {k} {units} to finish. {he} {did} {n} {what} <per>. How many {what} did {he} {do}?",
    ),
    "rate": (
        "{a} {did} {t} {what} in {k} {units}. How many {what} did {he} {do} <per>?",
        "{a} {did} {t} {what} in {k} {units}, the same number each {unit}. How many {what} did {he} {do} [each|per] {unit}?",
        "In {k} {units}, {a} {did} {t} {what}. How many {what} is that <per>?",
        "{a} has to {do} {t} {what} in {k} {units}. How many [{what} |]must {he} {do} <per>?",
        "If {a} {did} a total of {t} {what} in {k} {units}, how many did {he} {do} in one {unit}?",
        "It took {a} {k} {units} to {do} {t} {what}. How many {what} did {he} {do} <per>?",
        "{a} wants to {do} {t} {what} in {k} {units}. How many should {he} {do} each {unit}?",
        "How many {what} <per> did {a} {do} if {he} {did} {t} in {k} {units}?",
        "{t} {what} took {a} {k} {units}. How many {what} did {he} {do} in each {unit}?",
        "{a} {did} {t} {what} over {k} {units}. What was {his} average [number of {what} |]per {unit}?",
        "Over {k} {units} {a} {did} {t} {what} in all. {he} {did} equally many each {unit}. How many was that?",
        "{a} {did} {t} {what} [in|over] the last {k} {units}. Find the number of {what} per {unit}.",
    ),
    "time": (
        "{a} {did} {n} {what} <per>. How many {units} did it take [{him} |]to {do} {t} {what}?",
        "{a} has to {do} {t} {what}. {he} can {do} {n} <per>. How many {units} will it take?",
        "If {a} can {do} {n} {what} in one {unit}, how many {units} does {he} need to {do} {t} {what}?",
        "How many {units} will it take {a} to {do} {t} {what} at {n} {what} per {unit}?",
        "{a} wants to {do} {t} {what}. At {n} <per>, how many {units} does {he} need?",
        "{a} {did} a total of {t} {what}, {n} <per>. For how many {units} did {he} work?",
        "There are {t} {what} to {do}. If {a} can {do} {n} <per>, in how many {units} will {he} finish?",
        "In how many {units} can {a} {do} {t} {what} if {he} can {do} {n} <per>?",
        "{a} {did} {n} {what} each {unit} until {he} had done {t}. How many {units} was that?",
        "The goal is {t} {what}. {a} can {do} {n} {what} <per>. How many {units} are needed?",
        "{t} {what} must be done. {a} {did} {n} <per>. After how many {units} was {he} done?",
        "At a rate of {n} {what} per {unit}, how long [in {units} |]will it take {a} to {do} {t} {what}?",
    ),
    "rest": (
        "{a} has to {do} {h} {what}. {he} [has already done|did] {s} of them. If {he} can {do} {n} <per>, how many {units} will it take to finish?",
        "{a} {did} {s} of {h} {what} on {day}. {he} will {do} the rest at {n} <per>. How many {units} will that take?",
        "{a} wants to {do} {h} {what} and has {s} done. {he} can {do} {n} {what} <per>. How many more {units} does {he} need?",
        "There were {h} {what} to {do} but {b} did {s} of them. {a} can {do} {n} {what} in one {unit}. How many {units} does {he} need for the others?",
        "Of {h} {what}, {s} are done. {a} can {do} {n} <per>. In how many {units} will everything be done?",
        "If {a} must {do} {h} {what}, has done {s}, and can {do} {n} <per>, how many {units} are left?",
        "{a} promised {b} to {do} {h} {what}. So far {he} {did} {s}. At {n} <per>, how many more {units} will it take?",
        "How many {units} will {a} need to finish {h} {what} if {s} are done and {he} can {do} {n} <per>?",
        "{a} {did} {s} {what} last week. {he} needs {h} in all and can {do} {n} <per>. How many {units} will the rest take?",
        "{a} is supposed to {do} {h} {what}. After {s} of them {he} took a break. The rest went at {n} <per>. How many {units} did the rest take?",
        "Out of {h} {what}, {a} does not have to {do} {s}. {he} can {do} {n} <per>. How many {units} does {he} need?",
        "{a} had {h} {what} to {do}. {his} {rel} helped with {s} of them. {a} {did} {n} <per>. How many {units} did it take {him}?",
    ),
    "two": (
        "{a} {did} {n} {what} <per> for {k} {units} and then {m} {what} <per> for {k2} {units}. How many {what} did {he} {do} [in all|altogether|in total]?",
        "For {k} {units} {a} {did} {n} {what} <per>. For the next {k2} {units} {he} {did} {m} <per>. How many {what} is that in all?",
        "{a} {did} {n} {what} <per> for {k} {units}. {b} {did} {m} {what} <per> for {k2} {units}. How many {what} did they {do} [together|in all]?",
        "If {a} {did} {n} {what} <per> for {k} {units} and {m} {what} <per> for {k2} {units}, what was the total?",
        "First {a} {did} {n} {what} <per> for {k} {units}. Later, {he} {did} {m} <per> for {k2} more {units}. Find the total number of {what}.",
        "{a} can {do} {n} {what} in one {unit} and {b} can {do} {m}. {a} works for {k} {units} and {b} for {k2} {units}. How many {what} do they {do} in all?",
        "How many {what} did {a} {do} if {he} {did} {n} <per> for {k} {units} and {m} <per> for {k2} {units}?",
        "In {month}, {a} {did} {n} {what} <per> for {k} {units}. After that it was {m} <per> for {k2} {units}. How many {what} did {he} {do} in total?",
        "{a} and {b} work together. {a} {did} {n} {what} <per> for {k} {units}, and {b} {did} {m} <per> for {k2} {units}. How many {what} is that?",
        "{a} {did} {what} for {k} {units} at {n} <per>, then for {k2} {units} at {m} <per>. How many {what} in all?",
        "During the first {k} {units} {a} {did} {n} {what} <per>. During the last {k2} {units} {he} {did} {m} <per>. What is the total number of {what}?",
        "{a} {did} {m} {what} <per> during {k2} {units}. Before that, {he} {did} {n} <per> during {k} {units}. How many {what} did {he} {do} [in all|]?",
    ),
    "compare": (
        "{a} {did} {n} {what} <per>. {b} {did} {m} {what} <per>. How many more {what} did {a} {do} than {b} in {k} {units}?",
        "In {k} {units}, how many more {what} does {a} {do} than {b} if {a} can {do} {n} <per> and {b} can {do} {m}?",
        "{a} can {do} {n} {what} in one {unit} and {b} only {m}. After {k} {units}, how many more {what} has {a} done?",
        "{b} {did} {m} {what} <per> and {a} {did} {n}. They worked for {k} {units}. How many fewer {what} did {b} {do}?",
        "For {k} {units}, {a} {did} {n} {what} <per> while {b} {did} {m} <per>. What is the difference between their totals?",
        "{a} used to {do} {m} {what} <per>. Now {he} can {do} {n}. How many more {what} can {he} {do} in {k} {units}?",
        "If {a} {did} {n} {what} <per> and {b} {did} {m}, by how many {what} was {a} ahead after {k} {units}?",
        "Each {unit} {a} {did} {n} {what} and {b} {did} {m}. How many more {what} than {b} did {a} {do} in {k} {units}?",
        "{a} {did} {n} {what} <per>, and {b} {did} {m}. How far behind {a}, in {what}, was {b} after {k} {units}?",
        "{a} and {b} {did} {what} for {k} {units}. {a} {did} {n} <per>, {b} {did} {m} <per>. How many more did {a} {do}?",
        "{a} {did} {n} {what} <per> for {k} {units}. In the same time {b} {did} {m} <per>. How many more {what} did {a} {do}?",
        "Working for {k} {units}, {a} {did} {n} {what} <per> and {b} {did} {m} <per>. How many {what} fewer is {b}'s total?",
    ),
}
_KEPT = {
    "total": ("{a} works for {k} {units} and can {do} {n} {what} <per>. How many {what} is that?", "How many {what} does {a} {do} in {k} {units} at {n} <per>?", "Each {unit} for {k} {units}, {a} {did} {n} {what}. How many {what} did {he} {do} in total?"),
    "rate": ("{a} {did} {t} {what} and it took {k} {units}. How many {what} was that <per>?", "How many {what} must {a} {do} each {unit} to {do} {t} in {k} {units}?", "Over {k} {units} {a} {did} {t} {what}. How many is that in one {unit}?"),
    "time": ("How many {units} does {a} need for {t} {what} if {he} can {do} {n} <per>?", "{a} must {do} {t} {what}. If {he} {did} {n} <per>, in how many {units} was {he} done?", "{n} {what} take {a} one {unit}. How many {units} will {t} {what} take?"),
    "rest": ("{a} needs to {do} {h} {what} and so far has done {s}. How many more {units} will it take at {n} <per>?", "Of the {h} {what} {a} has to {do}, {b} did {s}. {a} can {do} {n} <per>. How many {units} does {he} need?", "After {s} of {h} {what} were done, {a} {did} {n} <per>. How many {units} did the rest take?"),
    "two": ("What is the total number of {what} if {a} {did} {n} <per> for {k} {units} and then {m} <per> for {k2} {units}?", "{b} {did} {m} {what} <per> for {k2} {units} and {a} {did} {n} <per> for {k} {units}. How many {what} is that together?", "{a} worked for {k} {units} at {n} {what} <per> and for {k2} more {units} at {m} <per>. How many {what} did {he} {do}?"),
    "compare": ("After {k} {units}, how many more {what} did {a} {do} if {a} {did} {n} <per> and {b} {did} {m}?", "{b} can {do} {m} {what} <per>. {a} can {do} {n} <per>. What is the difference after {k} {units}?", "{a} {did} {n} {what} <per> and {b} {did} {m} for {k} {units}. How many fewer did {b} {do}?"),
}  # fmt: skip


def rates(rng: Random, level: int) -> Problem:
    """So many a unit of time: total, rate or time; a rest to be done; two rates."""
    slots = cast(rng, level)
    what, did, do, unit = rng.choice(_WORK)
    n, k = rng.randint(2, (20, 60, rng.choice((90, 400)))[level - 1]), small(rng, level)
    slots |= {
        "what": what,
        "did": did,
        "do": do,
        "unit": unit,
        "units": f"{unit}s",
        "n": n,
        "k": k,
        "t": n * k,
    }
    story = rng.choice(
        (("total", "rate", "time"), ("rest", "two", "compare", "rate"), ("rest", "two", "two", "compare"))[
            level - 1
        ]
    )
    slots["story"] = story
    key: tuple[object, ...] = (story, n, k)
    match story:
        case "total":
            think = Reasoning(f"{what}: {n} a {unit}, {k} {unit}s, want total")
            answer = think.times("total", n, k)
        case "rate":
            think = Reasoning(f"{what}: {n * k} in {k} {unit}s, want 1 {unit}")
            answer = think.over(f"1 {unit}", n * k, k)
        case "time":
            think = Reasoning(f"{what}: {n * k} in all, {n} a {unit}, want {unit}s")
            answer = think.over(f"{unit}s", n * k, n)
        case "rest":
            s = size(rng, level, 2)
            slots |= {"s": s, "h": s + n * k}
            think = Reasoning(f"{what}: whole {s + n * k}, {s} done, {n} a {unit}, want {unit}s")
            answer = think.over(f"{unit}s", think.take("rest", s + n * k, s), n)
            key += (s,)
        case "two":
            m, k2 = rng.randint(2, n + 20), small(rng, level)
            slots |= {"m": m, "k2": k2}
            think = Reasoning(f"{what}: {n} a {unit} for {k}, {m} a {unit} for {k2}, want total")
            answer = think.add("total", think.times("first", n, k), think.times("second", m, k2))
            key += (m, k2)
        case _:
            m = rng.randint(1, n - 1)
            slots |= {"m": m}
            think = Reasoning(f"{what}: {n} and {m} a {unit}, {k} {unit}s, want difference")
            answer = think.times("difference", think.take(f"1 {unit}", n, m), k)
            key += (m,)
    return think.problem(slots, answer, *key)


_RISE = {
    "first": "On the first day, {a} {did} {n} {what}.|{a} {did} {n} {what} on the first day.|{a} began with {n} {what} on the first day.",
    "more": "[After that|From then on|Then], {he} {did} {m} more [{what} |]each day than the day before.|Each day {he} {did} {m} more than the day before.|Every next day it was {m} more.|{he} {did} {m} more every day.",
    "sum": "How many {what} did {he} {do} in {k} days [altogether|in all|]?|What is the total after {k} days?|How many {what} is that in the first {k} days together?|Find the total for {k} days.|How many {what} did {a} {do} in {k} days in total?",
}
_RISING = weave(
    _RISE,
    (
        "<first> <more> <sum>",
        "<first> <more> <sum>",
        "{a} has a plan. <first> <more> <sum>",
        "{a} wants to do better every day. <first> <more> <sum>",
        "{a} {did} {n} {what} on day 1 and {m} more each day than the day before. <sum>",
        "If {a} {did} {n} {what} on the first day and {m} more each next day, how many {what} did {he} {do} in {k} days?",
        "{a} {did} {what} for {k} days. <first> <more> <sum>",
        "Starting with {n} {what}, {a} {did} {m} more each day. <sum>",
        "How many {what} did {a} {do} in {k} days if {he} {did} {n} on the first day and {m} more each day than the day before?",
        "{a} trains with {b}. <first> <more> <sum>",
        "<first> For {k} days {he} {did} {m} more each day than the day before. <sum>",
        "For {k} days in a row, {a} {did} {what}. The first day it was {n} and then {m} more each day. <sum>",
    ),
)
_RISING_KEPT = weave(
    _RISE,
    (
        "The first day {a} {did} {n} {what}, and each day after that {m} more. <sum>",
        "{a} {did} {m} more {what} every day than the day before, starting with {n}. <sum>",
        "For {k} days {a} {did} {what}: {n} on day 1 and {m} more each next day. How many in all?",
    ),
)


def rising(rng: Random, level: int) -> Problem:
    """Totals over days with so many more each day."""
    slots: Slots = cast(rng, level)
    what, did, do, _ = rng.choice(_WORK)
    n, m, k = (
        rng.randint(2, (20, 50, 120)[level - 1]),
        rng.randint(2, (9, 20, 40)[level - 1]),
        (2, 3, rng.randint(3, 5))[level - 1],
    )
    slots |= {"what": what, "did": did, "do": do, "n": n, "m": m, "k": k}
    think = Reasoning(f"{what}: day 1 {n}, each day {m} more, {k} days, want total")
    days = [n]
    for day in range(2, k + 1):
        days.append(think.add(f"day {day}", days[-1], m))
    return think.problem(slots, think.add("total", *days), "rising", n, m, k)


FAMILIES = retold((
    Family("story_rates", "arithmetic", rates,
           by_story(**{name: weave(_RATE, scripts) for name, scripts in _STORIES.items()}),
           by_story(**{name: weave(_RATE, scripts) for name, scripts in _KEPT.items()}), 1.4),
    Family("story_rising", "arithmetic", rising, _RISING, _RISING_KEPT, 0.4),
))  # fmt: skip
