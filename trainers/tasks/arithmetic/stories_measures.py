# ruff: noqa: E501
"""Stories of measures: dozens, weeks and hours changed into other units, rectangles, and averages."""

from random import Random

from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_telling import Reasoning, by_story, cast, small, weave
from trainers.tasks.item import Family, Problem

_UNITS = (
    ("dozen", "dozens", "{things}", 12), ("week", "weeks", "days", 7), ("hour", "hours", "minutes", 60), ("minute", "minutes", "seconds", 60),
    ("day", "days", "hours", 24), ("year", "years", "months", 12), ("foot", "feet", "inches", 12), ("yard", "yards", "feet", 3),
    ("meter", "meters", "centimeters", 100), ("dollar", "dollars", "cents", 100), ("kilogram", "kilograms", "grams", 1000),
    ("pair", "pairs", "{things}", 2), ("quarter", "quarters", "cents", 25), ("dime", "dimes", "cents", 10), ("nickel", "nickels", "cents", 5),
    ("gallon", "gallons", "quarts", 4), ("kilometer", "kilometers", "meters", 1000), ("pound", "pounds", "ounces", 16), ("decade", "decades", "years", 10),
)  # fmt: skip
_CONVERT = {
    "down": weave({}, (
        "{a} has {k} {bigs}. How many {smalls} is that?", "How many {smalls} are in {k} {bigs}?", "How many {smalls} are there in {k} {bigs}?",
        "{a} needs {k} {bigs} {for}. How many {smalls} does {he} need?", "If {a} has {k} {bigs}, how many {smalls} does {he} have?",
        "{k} {bigs} is how many {smalls}?", "{a} counted {k} {bigs}. Find the number of {smalls}.", "What is {k} {bigs} in {smalls}?",
        "{a} and {b} have {k} {bigs} together. How many {smalls} do they have?", "Change {k} {bigs} to {smalls}.",
        "At {place} {a} asked for {k} {bigs}. How many {smalls} is that in all?", "{a} says {k} {bigs}. {b} wants to know how many {smalls} that is.")),
    "times": weave({}, (
        "{a} {gets} {n} {others} every {small1}. How many {others} does {he} {get} in {k} {bigs}?",
        "{n} {others} go with each {small1}. How many {others} go with {k} {bigs}?", "If each of the {smalls} in {k} {bigs} costs {n} dollars, how much is that in all?",
        "{a} pays {n} dollars for each {small1}. How much does {he} pay for {k} {bigs}?", "How many {others} does {a} need for {k} {bigs} if {he} needs {n} for each {small1}?",
        "A machine makes {n} {others} for every {small1}. How many {others} are made for {k} {bigs}?", "{a} reads {n} pages for every {small1}. How many pages are that for {k} {bigs}?",
        "For every {small1}, {a} uses {n} {others}. How many does {he} use for {k} {bigs}?", "Each {small1} needs {n} {others}. {a} has {k} {bigs}. How many {others} are needed?",
        "{b} gives {a} {n} dollars for each {small1}. How many dollars does {he} get for {k} {bigs}?", "At {n} dollars for each {small1}, how much do {k} {bigs} cost?",
        "{k} {bigs} are sold at {n} dollars for each {small1}. How much money is that?")),
}  # fmt: skip
_CONVERT_KEPT = {
    "down": weave({}, ("How many {smalls} does {a} have if {he} has {k} {bigs}?", "{a} wants to know how many {smalls} are in {k} {bigs}.", "In {k} {bigs}, how many {smalls} are there?")),
    "times": weave({}, ("How much do {k} {bigs} cost at {n} dollars for every {small1}?", "{a} uses {n} {others} for each {small1}. How many is that for {k} {bigs}?", "For {k} {bigs}, how many {others} does {a} need at {n} for each {small1}?")),
}  # fmt: skip


def converting(rng: Random, level: int) -> Problem:
    slots = cast(rng, level)
    big, bigs, smalls, factor = rng.choice(_UNITS)
    smalls = smalls.format_map(slots)
    one = {"days": "day", "minutes": "minute", "hours": "hour", "months": "month", "inches": "inch", "feet": "foot", "cents": "cent", "seconds": "second"}.get(smalls, smalls[:-1])  # fmt: skip
    if factor in (2, 12) and big in ("dozen", "pair"):
        one = slots["thing"]
        bigs = f"{bigs if big == 'pair' else 'dozen'}{' of' if big == 'pair' else ''} {slots['things']}"
    k, n = small(rng, level), rng.randint(2, (5, 9, 40)[level - 1])
    story = "down" if level == 1 else rng.choice(("down", "times", "times"))
    slots |= {"story": story, "bigs": bigs, "smalls": smalls, "small1": one, "k": k, "n": n}
    if story == "down":
        think = Reasoning(f"{k} {bigs}, {factor} {smalls} in one, want {smalls}")
        return think.problem(slots, think.times("total", k, factor), story, k, factor)
    think = Reasoning(f"{k} {bigs}, {factor} {smalls} in one, {n} each, want total")
    return think.problem(slots, think.times("total", think.times("count", k, factor), n), story, k, factor, n)


_PLOT = {
    "plot": "[garden|room|field|yard|poster|table|rug|park|wall|pool|playground|piece of fabric|floor|picture]",
    "unit": "[feet|meters|inches|yards|centimeters]",
}
_RECTANGLES = {
    "area": weave(_PLOT, (
        "{a}'s rectangular <plot> is {x} {unit} long and {y} {unit} wide. What is its area?", "A <plot> is {x} {unit} by {y} {unit}. What is the area?",
        "How many square {unit} is a rectangular <plot> that is {x} {unit} long and {y} {unit} wide?", "{a} wants to cover a <plot> that is {x} {unit} by {y} {unit}. How many square {unit} does {he} cover?",
        "Find the area of a rectangle with length {x} and width {y}.", "The length of a rectangle is {x} {unit} and the width is {y} {unit}. Find its area.",
        "A rectangle has sides of {x} {unit} and {y} {unit}. What is its area in square {unit}?", "{a} paints a rectangle {x} {unit} long and {y} {unit} wide. What area does {he} paint?",
        "If a <plot> is {y} {unit} wide and {x} {unit} long, what is its area?", "What is the area of a <plot> with a width of {y} {unit} and a length of {x} {unit}?",
        "{a} has a rectangular piece of paper. It is {x} {unit} long and {y} {unit} wide. How big is its area?", "A rectangular <plot> measures {x} by {y} {unit}. How many square {unit} is that?")),
    "around": weave(_PLOT, (
        "{a}'s rectangular <plot> is {x} {unit} long and {y} {unit} wide. What is its perimeter?", "{a} wants to put a fence around a <plot> that is {x} {unit} by {y} {unit}. How many {unit} of fence does {he} need?",
        "A <plot> is {x} {unit} long and {y} {unit} wide. What is the distance around it?", "Find the perimeter of a rectangle with length {x} and width {y}.",
        "How long is a ribbon that goes around a rectangle of {x} by {y} {unit}?", "The length of a rectangle is {x} {unit} and the width is {y} {unit}. Find its perimeter.",
        "{a} walked once around a rectangular <plot>. It is {x} {unit} long and {y} {unit} wide. How far did {he} walk?", "A rectangle has sides of {x} {unit} and {y} {unit}. What is its perimeter?",
        "If a <plot> is {y} {unit} wide and {x} {unit} long, what is the perimeter?", "What is the perimeter of a <plot> with a width of {y} {unit} and a length of {x} {unit}?",
        "A picture is {x} {unit} by {y} {unit}. How many {unit} of frame does {a} need to go around it?", "A rectangular <plot> measures {x} by {y} {unit}. How many {unit} is it around?")),
    "width": weave(_PLOT, (
        "{a}'s rectangular <plot> has an area of {t} square {unit}. It is {x} {unit} long. How wide is it?", "A rectangle with an area of {t} is {x} long. What is its width?",
        "A <plot> covers {t} square {unit}. One side is {x} {unit}. How long is the other side?", "{a} cut a piece of fabric that was {x} {unit} wide and had an area of {t} square {unit}. How long was the piece?",
        "Find the width of a rectangle with area {t} and length {x}.", "The area of a <plot> is {t} square {unit} and the length is {x} {unit}. What is the width in {unit}?",
        "If a <plot> has an area of {t} square {unit} and a width of {x} {unit}, how long is it?", "What is the width of a <plot> that is {x} {unit} long and covers {t} square {unit}?",
        "{t} square {unit} of paint cover a wall that is {x} {unit} long. How high is the wall?", "{a} has {t} square tiles and makes rows of {x} tiles. How many rows are there?",
        "A rectangle of {t} square {unit} has one side of {x} {unit}. Find the other side.", "How long is a <plot> with a width of {x} {unit} and an area of {t} square {unit}?")),
    "fence_cost": weave(_PLOT, (
        "{a} puts a fence around a <plot> that is {x} {unit} by {y} {unit}. The fence costs {p} dollars for each one of the {unit}. How much does {he} pay?",
        "A rectangular <plot> is {x} {unit} long and {y} {unit} wide. A fence around it costs {p} dollars for each of the {unit}. What is the total cost?",
        "How much does a fence around a {x} by {y} <plot> cost at {p} dollars per unit of length?", "{a} walks {p} times around a rectangular <plot> that is {x} {unit} long and {y} {unit} wide. How far does {he} walk?",
        "{p} laps around a rectangular <plot> of {x} by {y} {unit} are how many {unit}?", "{a} ran around a <plot> {p} times. It is {x} {unit} long and {y} {unit} wide. How many {unit} did {he} run?",
        "A <plot> is {x} {unit} by {y} {unit}. {a} needs ribbon to go around it {p} times. How many {unit} of ribbon does {he} need?",
        "{a} makes {p} picture frames, each around a picture of {x} by {y} {unit}. How many {unit} of wood does {he} need?", "The length of a rectangle is {x} and the width is {y}. What is the total perimeter of {p} such rectangles?",
        "If {a} runs {p} times around a field of {x} by {y} {unit}, how many {unit} is that?", "There are {p} tables of {x} by {y} {unit}. {a} puts ribbon around each one. How many {unit} of ribbon does {he} need?",
        "{b} asks {a} to run {p} laps around a rectangular park that is {x} {unit} by {y} {unit}. How far will {a} run?")),
}  # fmt: skip
_RECTANGLES_KEPT = {
    "area": weave(_PLOT, ("What is the area of {a}'s <plot> if it is {x} {unit} long and {y} {unit} wide?", "{a} measures a <plot>: {x} {unit} by {y} {unit}. Find the area.", "A rectangle is {x} {unit} long and {y} {unit} wide. How many square {unit} is it?")),
    "around": weave(_PLOT, ("{a} measures a <plot>: {x} {unit} by {y} {unit}. Find the perimeter.", "How far is it around a rectangular <plot> that is {x} {unit} long and {y} {unit} wide?", "How many {unit} of fence go around a <plot> of {x} by {y} {unit}?")),
    "width": weave(_PLOT, ("A <plot> that is {x} {unit} long has an area of {t} square {unit}. What is its width?", "The area of a rectangle is {t} and one side is {x}. How long is the other?", "How wide is a <plot> with area {t} and length {x}?")),
    "fence_cost": weave(_PLOT, ("How many {unit} does {a} run in {p} laps around a <plot> of {x} by {y} {unit}?", "{p} pictures of {x} by {y} {unit} each need a frame. How many {unit} of frame does {a} need?", "A park is {x} {unit} by {y} {unit}. How far is it to walk around it {p} times?")),
}  # fmt: skip


def rectangles(rng: Random, level: int) -> Problem:
    slots = cast(rng, level)
    x, y = (rng.randint(2, (12, 40, 150)[level - 1]) for _ in range(2))
    if level == 1 and min(x, y) > 9:
        y = rng.randint(2, 9)
    p = rng.randint(2, (4, 9, 12)[level - 1])
    story = rng.choice(
        (
            ("area", "width"),
            ("area", "around", "around", "width"),
            ("fence_cost", "around", "fence_cost", "area"),
        )[level - 1]
    )
    slots |= {
        "story": story,
        "x": x,
        "y": y,
        "p": p,
        "t": x * y,
        "unit": rng.choice(("feet", "meters", "inches", "yards", "centimeters")),
    }
    match story:
        case "area":
            think = Reasoning(f"sides {x} and {y}, want area")
            return think.problem(slots, think.times("area", x, y), story, x, y)
        case "width":
            think = Reasoning(f"area {x * y}, side {x}, want other side")
            return think.problem(slots, think.over("other side", x * y, x), story, x, y)
        case _:
            think = Reasoning(
                f"sides {x} and {y}, want {'around' if story == 'around' else f'around, {p} times'}"
            )
            around = think.times("around", 2, think.add("two sides", x, y))
            return think.problem(
                slots, around if story == "around" else think.times("total", around, p), story, x, y, p
            )


FAMILIES = retold(
    (
        Family("story_units", "arithmetic", converting, by_story(**_CONVERT), by_story(**_CONVERT_KEPT), 0.6),
        Family(
            "story_rectangles",
            "arithmetic",
            rectangles,
            by_story(**_RECTANGLES),
            by_story(**_RECTANGLES_KEPT),
            0.6,
        ),
    )
)
