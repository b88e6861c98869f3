# ruff: noqa: E501
"""Stories with more numbers than are needed: the right ones have to be chosen first."""

from random import Random

from trainers.tasks.arithmetic import stories_select_words as words
from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_telling import (
    HANDY,
    Reasoning,
    Slots,
    by_story,
    cast,
    joined,
    openings,
    size,
    small,
    weave,
    wider,
)
from trainers.tasks.item import Family, Problem

_STORIES = {
    "each": weave({}, (
        "{a} has {t} {things} and {z} {others}. {he} puts the {things} equally into {k} {boxes}. How many {things} are in each {box}?",
        "{a} shares {t} {things} among {k} friends. {he} keeps {z} {others}. How many {things} does each friend get?",
        "{k} friends share {t} {things} equally and {w} friends share {z} {others}. How many {things} does each of the {k} friends get?",
        "{a} paid {t} dollars for {k} {things} and {z} dollars for {others}. How much did each {thing} cost?",
        "{a} scored {t} points in {k} games and made {z} passes. If {he} scored the same in each game, how many points did {he} score per game?",
        "A book has {t} pages and {w} pictures. {a} read it in {k} days, the same number of pages each day. How many pages did {he} read a day?",
        "If {t} {things} go equally into {k} {boxes} and {z} {others} go into {w} {boxes}, how many {things} does each {box} of {things} hold?",
        "In {w} weeks {a} made {z} {others}, and in {k} weeks {he} made {t} {things}. How many {things} is that per week?",
        "{a} drove {t} miles in {k} hours and then rested for {w} minutes. How many miles did {he} drive each hour?",
        "Of {a}'s {t} {things} and {z} {others}, only the {things} are put in {k} equal piles. How many are in a pile?")),
    "total": weave({}, (
        "Each {box} holds {n} {things} and {w} {others}. How many {things} are in {k} {boxes}?",
        "{a} has {k} {boxes} of {things} and {w} {boxes} of {others}. There are {n} {things} in each {box} of {things}. How many {things} does {he} have?",
        "{a} bought {k} {things} for {n} dollars each. {he} had {z} dollars. How much did the {things} cost?",
        "A(n) {thing} costs {n} dollars and a(n) {other} costs {w} dollars. How much do {k} {things} cost?",
        "{a} runs {n} miles a day and swims {w} laps a day. How many miles does {he} run in {k} days?",
        "There are {k} shelves with {n} {things} each and {w} shelves with {z} {others} each. How many {things} are there?",
        "{a} gave {n} {things} to each of {k} friends. {he} also gave {b} {z} {others}. How many {things} did {he} give away?",
        "In each of {k} rows {a} planted {n} {things}. {w} of the rows got water. How many {things} did {he} plant?",
        "{a} earns {n} dollars an hour and works {k} hours. The bus costs {w} dollars. How much does {he} earn?",
        "If {a} uses {n} {things} and {w} {others} for one {box}, how many {things} are used for {k} {boxes}?",
        "{k} students each brought {n} {things}. The teacher brought {z} {others}. How many {things} did the students bring?")),
    "over": weave({}, (
        "{a} had {x} {things} and {y} {others}. {b} had {z} {things}. How many more {things} than {others} did {a} have?",
        "{a} {got} {x} {things} on {day}, {y} on {day2} and {z} on {day3}. How many more did {he} {get} on {day} than on {day2}?",
        "There are {x} boys, {y} girls and {z} teachers at {place}. How many more boys than girls are there?",
        "The {color} {box} has {x} {things}, the {color2} {box} has {y} and the {color3} {box} has {z}. How many more {things} are in the {color} {box} than in the {color2} {box}?",
        "{a} read {x} pages, {b} read {y} pages and {c} read {z} pages. How many fewer pages did {b} read than {a}?",
        "{a} is {z} years old. {he} has {x} {things} and {b} has {y}. How many more {things} does {a} have?",
        "{a} did {x} push-ups and {z} sit-ups. {b} did {y} push-ups. How many more push-ups did {a} do than {b}?",
        "{city} is {x} miles away, {city2} is {y} miles away and the lake is {z} miles away. How much farther is {city} than {city2}?",
        "A(n) {thing} costs {x} dollars, a(n) {other} costs {y} dollars and {a} has {z} dollars. How much more does the {thing} cost than the {other}?",
        "{x} people came on {day}, {z} on {day3} and {y} on {day2}. How many fewer people came on {day2} than on {day}?",
        "{a} used {y} {others} and {x} {things} out of {z}. How many more {things} than {others} did {he} use?")),
    "sum": weave({}, (
        "{a} used {x} {things}. Then {he} used {y} more. {he} also used {z} {others}. How many {things} did {he} use?",
        "{a} has {x} {things}, {z} {others} and {w} coins. {b} has {y} {things}. How many {things} do they have together?",
        "{a} {got} {x} {things} and {z} {others} on {day}. On {day2} {he} {got} {y} {things}. How many {things} did {he} {get} in all?",
        "There are {x} {color} {things}, {y} {color2} {things} and {z} {others}. How many {things} are there?",
        "{x} boys and {y} girls with {w} dogs came to {place}. How many children came?",
        "{a} spent {x} dollars on {things} and {y} dollars on {others}. {he} saved {z} dollars. How much did {he} spend?",
        "{a} read {x} pages on {day} and {y} pages on {day2}. {he} slept {w} hours. How many pages did {he} read?",
        "{a} put {x} {things} in one {box}, {z} {others} in another and {y} {things} in a third. How many {things} are in the {boxes}?",
        "If {a} has {x} {things}, {b} has {z} {others} and {c} has {y} {things}, how many {things} are there?",
        "{a} walked {x} miles in the morning and {y} miles at night. {b} walked {z} miles. How many miles did {a} walk?",
        "At {place} {a} counted {x} {things}, {z} {others} and then {y} more {things}. How many {things} did {he} count in all?",
        "{a} is {w} years old and has {x} {things}. {his} {rel} gave {him} {y} more {things} and {z} {others}. How many {things} does {he} have now?")),
}  # fmt: skip
_DEEP = {
    "have": "{a} has {t} {things} and {z} {others}.|There are {z} {others} and {t} {things} [at {place}|in the {box}].|{a} counts {t} {things}, {z} {others} and {w} coins.|With {z} {others} and {t} {things}, {a} is well prepared.",
    "less": "{he} uses {m} of the {things}.|{m} {things} and {v} {others} are given away.|{b} takes {v} {others} and {m} {things}.",
    "share": "The rest of the {things} go to {k} children in equal numbers, and the {others} stay. How many {things} does each child get?|{he} puts the {things} that are left into {k} {boxes} equally. How many {things} does each {box} get?|How many of the {things} that are left go to each of {k} friends if all get the same?",
    "full": "{a} has {k} {boxes} with {n} {things} and {w} {others} in each.|There are {k} {boxes} at {place}. Each holds {w} {others} and {n} {things}.|In each of {k} {boxes}, {a} has put {n} {things} and {w} {others}.",
    "kept": "How many {things} are left?|How many {things} does {a} still have?|Find the number of {things} left.",
    "two": "{a} has {x} {color} {things}, {y} {color2} {things} and {w} {others}.|{x} {things} and {w} {others} are on the left, and {y} {things} are on the right.|{a} {got} {x} {things} and {w} {others} on {day}, and {y} {things} on {day2}.",
    "cmp": "{b} has {z} {things} and {v} {others}. How many more {things} does {a} have than {b}?|{v} {others} and {z} {things} belong to {b}. How many fewer {things} does {b} have than {a}?",
}  # fmt: skip
_DEEP_BODIES = {
    "less_each": "<have> <less> <share>",
    "less_total": "<full> <less> <kept>",
    "sum_less": "<two> <less> <kept>",
    "sum_over": "<two> <cmp>",
}
_DEEPER = {story: weave(wider(_DEEP, words.DEEP), openings(body)) for story, body in _DEEP_BODIES.items()}
_DEEP_KEPT = _DEEP | {
    "have": "{t} {things} and {z} {others} belong to {a}.",
    "full": "{a} fills {k} {boxes}, with {w} {others} and {n} {things} in each.",
    "two": "{a} had {x} {things} and {w} {others}, then {b} gave {him} {y} {things}.",
}
_DEEPER_KEPT = {story: weave(_DEEP_KEPT, openings(body, kept=True)) for story, body in _DEEP_BODIES.items()}
_KEPT = {
    "each": weave({}, ("{a} put {t} {things} equally into {k} {boxes} and {z} {others} into {w} {boxes}. How many {things} does each {box} hold?", "{k} equal stacks of {things} are {t} inches high in all. There are {z} {others} too. How high is one stack?", "The {t} {things} are in {k} equal groups and there are {z} {others}. How big is a group of {things}?")),
    "total": weave({}, ("{a} has {k} {boxes} with {n} {things} and {w} {others} in each. How many {things} are there in all?", "Each day {a} makes {n} {things} and {w} {others}. How many {things} will there be after {k} days?", "{k} {things} cost {n} dollars each. {a} has {z} dollars. How much do the {things} cost?")),
    "over": weave({}, ("{a} has {x} {things}, {b} has {y} and {c} has {z}. How many more does {a} have than {b}?", "{z} {others}, {x} {color} {things} and {y} {color2} {things} are there. How many more {color} {things} than {color2} {things} are there?", "Shelf one has {x} {things}, shelf two has {y} and shelf three has {z}. How many more are on shelf one than on shelf two?")),
    "sum": weave({}, ("{a} found {x} {things}, then {z} {others}, then {y} {things}. How many {things} did {he} find?", "{b} gave {a} {y} {things} and {z} {others}. {a} had {x} {things}. How many {things} does {he} have in all?", "{x} {things} and {z} {others} are {a}'s and {y} {things} are {b}'s. How many {things} is that?")),
}  # fmt: skip


def select(rng: Random, level: int) -> Problem:
    slots = cast(rng, level, HANDY) | {"noise": ""}
    story = rng.choice(tuple(_STORIES))
    k = small(rng, level)
    n = rng.randint(2, (12, 60, 400)[level - 1])
    x, y, z = (size(rng, level, 3) for _ in range(3))
    slots |= {"story": story, "k": k, "n": n, "t": k * n, "w": rng.randint(2, 20 * level), "z": z}
    if level == 3:
        return _deeper(rng, slots, rng.choice(tuple(_DEEP_BODIES)), k, n, x, y)
    match story:
        case "each":
            think = Reasoning(f"{k * n} in {k} groups, want each")
            return think.problem(slots, think.over("each", k * n, k), story, k, n)
        case "total":
            think = Reasoning(f"{k} groups, {n} in each, want total")
            return think.problem(slots, think.times("total", k, n), story, k, n)
        case "over":
            slots |= {"x": x + y, "y": y}
            think = Reasoning(f"bigger {x + y}, smaller {y}, want difference")
            return think.problem(slots, think.take("difference", x + y, y), story, x, y)
        case _:
            slots |= {"x": x, "y": y}
            think = Reasoning(f"{x} and {y}, want all")
            return think.problem(slots, think.add("all", x, y), story, x, y)


def _deeper(rng: Random, slots: Slots, story: str, k: int, n: int, x: int, y: int) -> Problem:
    """Two operations on the numbers that matter; the other kind of thing is there only to be left out."""
    things = slots["things"]
    whole = {"less_each": x + k * n, "less_total": k * n}.get(story, x + y)
    m = x if story == "less_each" else rng.randint(1, whole - 1)
    slots |= {
        "story": story,
        "t": whole,
        "m": m,
        "z": m if story == "sum_over" else slots["z"],
        "x": x,
        "y": y,
        "v": rng.randint(2, 60),
    }
    match story:
        case "less_each":
            think = Reasoning(f"{things}: had {whole}, lost {m}, rest in {k} groups, want each")
            return think.problem(
                slots, think.over("each", think.take("rest", whole, m), k), story, whole, m, k
            )
        case "less_total":
            think = Reasoning(f"{things}: {k} groups, {n} in each, lost {m}, want left")
            return think.problem(slots, think.take("left", think.times("all", k, n), m), story, k, n, m)
        case "sum_less":
            think = Reasoning(f"{things}: {x} and {y}, lost {m}, want left")
            return think.problem(slots, think.take("left", think.add("all", x, y), m), story, x, y, m)
        case _:
            think = Reasoning(f"{things}: first {x} and {y}, second {m}, want difference")
            return think.problem(slots, think.take("difference", think.add("first", x, y), m), story, x, y, m)


FAMILIES = retold((
    Family("story_select", "arithmetic", select, by_story(**joined(_STORIES, words.STORIES), **_DEEPER), by_story(**_KEPT, **_DEEPER_KEPT), 1.2),
))  # fmt: skip
