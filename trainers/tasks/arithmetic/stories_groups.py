# ruff: noqa: E501
"""Stories of equal groups: boxes of, rows of, each gets, how many packs, all but so many, split and grouped again."""

from random import Random

from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_telling import (
    HANDY,
    Reasoning,
    by_story,
    cast,
    fill,
    size,
    small,
    weave,
)
from trainers.tasks.item import Family, Problem

_EQUAL = {
    "boxes_of": """{a} [has|bought|had|got|packed|filled|ordered|carried] {k} {boxes} of {things}. [Each {box} [has|holds|contains|had] {n} {things}|There are {n} {things} in each {box}|Each one has {n} {things} in it|There were {n} in each {box}|Every {box} holds {n}].|
There are {k} {boxes} [of {things} |][at {place}|{spot}|in the room|] [and|with] {n} {things} [in each {box}|in each|each].|
{a} put {n} {things} in each of {k} {boxes}.|{a} filled {k} {boxes} with {n} {things} each.|{a} has {k} {boxes} with {n} {things} in each {box}.|
{n} {things} fit in one {box} and {a} has {k} {boxes}.|{a} packed {things} into {k} {boxes}, {n} in each.|
At {place}, {things} come in {boxes} of {n}. {a} bought {k} {boxes}.|Each {box} [holds|has] {n} {things}. {a} has {k} [{boxes}|such {boxes}|full {boxes}].|
{a} arranged {his} {things} in {k} rows with {n} {things} in each row.|{a} made {k} piles of {n} {things} each.|
{a} [gave|handed] {n} {things} to each of {his} {k} friends.|{k} friends each [got|received|brought|have] {n} {things}.|
{a} [gets|{gets}] {n} {things} every [day|week] for {k} [days|weeks].|Each of the {k} [children|students|workers|players|guests] has {n} {things}.|
There are {k} shelves [at {place}|]. Each shelf holds {n} {things}.|{k} {boxes} [hold|held] {n} {things} each.""",
    "total": """How many {things} [are there|are there in all|are there altogether|are there in total|is that in all|is that]?|How many {things} in all?|
How many {things} does {a} have [in all|altogether|in total|]?|What is the total number of {things}?|Find the total number of {things}.|
How many {things} are there [together|all together]?|What is the number of {things} in all?|How many {things} were there?""",
}
_TOTAL = weave(
    _EQUAL,
    (
        "<boxes_of> <total>",
        "<boxes_of> <total>",
        "<boxes_of> <total>",
        "If there are {k} {boxes} and {n} {things} in each {box}, how many {things} are there [in all|altogether]?",
        "How many {things} are in {k} {boxes} if each {box} holds {n} {things}?",
        "{a} wants to give {n} {things} to each of {k} friends. How many {things} does {he} need?",
        "Each {box} needs {n} {things}. How many {things} does {a} need for {k} {boxes}?",
        "{a} [needs|wants] {n} {things} for each {box}. If {he} has {k} {boxes}, how many {things} does {he} need [in all|]?",
        "{a} {got} {k} {boxes} of {things}{got_tail}. There are {n} {things} in each. <total>",
        "A {box} of {things} holds {n}. How many {things} do {k} {boxes} hold?",
        "{a} [can make|makes] {n} {things} in [one hour|a day|an hour]. How many [can {he} make|does {he} make] in {k} [hours|days]?",
        "It takes {n} {things} to fill one {box}. How many {things} fill {k} {boxes}?",
        "There were {k} {boxes}. {a} put {n} {things} in each one. <total>",
        "{for_us} {a} set up {k} tables. {he} put {n} {things} on each table. How many {things} did {he} use?",
        "How many {things} does {a} need to fill {k} {boxes} with {n} {things} each?",
    ),
)
_TOTAL_KEPT = weave(
    _EQUAL,
    (
        "{k} {boxes} of {things} are {spot}, and each one holds {n}. <total>",
        "In each of {a}'s {k} {boxes} there are {n} {things}. How many {things} is that?",
        "If one {box} holds {n} {things}, how many {things} fit in {k} of the {boxes}?",
    ),
)
_MIXED_ASK = {
    "ask": """How many {things} does {he} have [now|in all|altogether|in total]?|How many {things} are there [now|in all|altogether|in total]?|
How many {things} does {a} have now?|What is the total number of {things} {a} has?|Find how many {things} {a} has now.""",
    "leftq": """How many {things} [are left|does {he} have left|does {a} have left|are still there|remain]?|How many are left?|
How many {things} does {he} have now?|Find how many {things} are left.""",
    "set": _EQUAL["boxes_of"].split("|\n{a} [gets|")[0],
}
_EXTRA = weave(
    _MIXED_ASK,
    (
        "<set> {he} [also has|has another|found|also got] {m} [more |loose |other |]{things}. <ask>",
        "{a} has {m} {things}. {he} [buys|bought|got] {k} {boxes} of {n} {things} [each|]. <ask>",
        "{a} had {m} {things} and then bought {k} {boxes} with {n} {things} in each. <ask>",
        "<set> [Then |Later |]{b} gave {him} {m} more [{things}|]. <ask>",
        "{a} has {k} {boxes} of {n} {things} and {m} loose ones. <ask>",
        "If {a} has {m} {things} and gets {k} more {boxes} with {n} in each, how many {things} will {he} have [in all|]?",
        "{a} packed {k} {boxes} with {n} {things} each and had {m} {things} left over. How many {things} did {he} have [at first|in all|to begin with]?",
        "After {a} put {n} {things} into each of {k} {boxes}, there were {m} left. How many {things} were there at first?",
        "{a} gave {n} {things} to each of {k} friends and kept {m} for {him}self. How many {things} did {he} have at first?",
        "In {place}, {k} {boxes} have {n} {things} each, and another {box} has {m}. <ask>",
        "{a} gets {n} {things} a day. {he} already has {m}. How many {things} will {he} have after {k} days?",
        "{a} [shared|split] {his} {things} among {k} friends. Each one got {n} and {m} {things} were left over. How many {things} did {he} have?",
    ),
)
_LESS = weave(
    _MIXED_ASK,
    (
        "<set> [Then |Later |]{he} {lost} {m} [{things}|of them|of the {things}]{lost_tail}. <leftq>",
        "<set> If {he} {lost} {m} of them{lost_tail}, how many {things} [are left|does {he} have left]?",
        "{a} bought {k} {boxes} of {n} {things}. {m} of the {things} were [broken|lost|bad|used]. <leftq>",
        "{a} has {k} {boxes}, each with {n} {things}. {he} {lost} {m} {things}{lost_tail}. <leftq>",
        "<set> {b} [took|asked for|got] {m} of the {things}. <leftq>",
        "<set> {m} of the {things} are {color} and the others are {color2}. How many {things} are {color2}?",
        "{a} needs to fill {k} {boxes} with {n} {things} each. {he} has {m} {things}. How many more {things} does {he} need?",
        "{k} {boxes} hold {n} {things} each, but only {m} {things} are there [now|]. How many more {things} can fit?",
        "{a} [wants|plans] to give {n} {things} to each of {k} friends. {he} already has {m}. How many more does {he} need?",
        "If {k} {boxes} had {n} {things} each and {a} {lost} {m}{lost_tail}, how many {things} are left?",
        "{a} used {m} {things} out of {k} {boxes} of {n} {things}. <leftq>",
        "Of the {things} in {k} {boxes} of {n}, {a} {lost} {m}{lost_tail}. <leftq>",
    ),
)
_TWO_KINDS = weave(
    {
        "sum": "How many [things|items] does {a} have in all?|How many {things} and {others} are there [in all|altogether|in total]?|What is the total number of {things} and {others}?|How many are there [in all|altogether]?",
    },
    (
        "{a} has {k} {boxes} of {things} and {k2} {boxes} of {others}. [Each {box} of {things} has {n}|There are {n} {things} in each {box}] and [each {box} of {others} has {m}|there are {m} {others} in each {box}]. <sum>",
        "{a} bought {k} {boxes} of {n} {things} and {k2} {boxes} of {m} {others}. <sum>",
        "There are {k} {boxes} with {n} {things} each and {k2} {boxes} with {m} {others} each. <sum>",
        "{a} put {n} {things} in each of {k} {boxes} and {m} {others} in each of {k2} {boxes}. <sum>",
        "{a} has {k} {boxes} with {n} {things} in each. {b} has {k2} {boxes} with {m} {things} in each. How many {things} do they have [together|in all|altogether]?",
        "If {a} has {k} {boxes} of {n} {things} and {b} has {k2} {boxes} of {m} {things}, how many {things} do they have [in all|together]?",
        "{k} small {boxes} hold {n} {things} each. {k2} big {boxes} hold {m} {things} each. How many {things} is that in all?",
        "On {day} {a} {got} {n} {things} each hour for {k} hours. On {day2} {he} {got} {m} each hour for {k2} hours. How many {things} did {he} {get} [in all|on both days]?",
        "{a} planted {k} rows of {n} {things} and {k2} rows of {m} {others}. <sum>",
        "{a} gave {k} friends {n} {things} each and {k2} friends {m} {things} each. How many {things} did {he} give away?",
        "At {place} there are {k} {color} {boxes} and {k2} {color2} {boxes}. A {color} {box} holds {n} {things} and a {color2} {box} holds {m}. How many {things} can they hold in all?",
        "{a} has {n} {things} in each of {k} {boxes} and {m} {things} in each of {k2} others. How many {things} does {he} have?",
    ),
)


def groups(rng: Random, level: int) -> Problem:
    """Equal groups together, with some more, with some taken away, or two kinds of groups."""
    slots = cast(rng, level)
    n, k = size(rng, min(level, 2), 2), small(rng, level)
    if level == 3:
        n = rng.randint(3, rng.choice((30, 200, 900)))
    slots |= {"n": n, "k": k, "for_us": fill("[{for}|At {place}|On {day}],", slots, rng)}
    story = ("total", rng.choice(("total", "extra", "less")), rng.choice(("extra", "less", "two", "two")))[
        level - 1
    ]
    slots["story"] = story
    given = f"{slots['things']}: {k} groups, {n} in each"
    match story:
        case "total":
            think = Reasoning(f"{given}, want total")
            answer = think.times("total", k, n)
        case "extra":
            slots["m"] = m = size(rng, level, 2)
            think = Reasoning(f"{given}, {m} more, want total")
            answer = think.add("total", think.times("in groups", k, n), m)
        case "less":
            slots["m"] = m = rng.randint(2, k * n - 1)
            think = Reasoning(f"{given}, {m} of these out, want rest")
            answer = think.take("rest", think.times("in groups", k, n), m)
        case _:
            k2, m = small(rng, level), rng.randint(2, rng.choice((12, 60, 300)))
            slots |= {"k2": k2, "m": m}
            think = Reasoning(f"first {given}; second: {k2} groups, {m} in each; want total")
            answer = think.add("total", think.times("first", k, n), think.times("second", k2, m))
    return think.problem(slots, answer, story, n, k, slots.get("m"), slots.get("k2"))


_HAS = {
    "whole": """{a} has {t} {things}.|{a} [bought|{got}] {t} {things}.|There are {t} {things} [at {place}|].|{a} had {t} {things}.|
{a} [has to pack|wants to pack|is packing|is sorting] {t} {things}.|{t} {things} [are|were] at {place}.""",
    "less": """{a} had {t} {things}. {he} {lost} {m} [of them|{things}]{lost_tail}.|{a} {got} {t} {things}, but {m} of them were [broken|bad|too old|lost].|
{a} has {t} {things}. {m} of them are [lost|broken|{color} and are put away].|From {his} {t} {things}, {a} {lost} {m}{lost_tail}.|
There were {t} {things} at {place}, but {m} were [taken|lost|sold].|{a} started with {t} {things}, but {he} {lost} {m}{lost_tail}.|
{a} had {t} {things} and {lost} {m} of them{lost_tail}.|{a} picked out {m} of {his} {t} {things} for {b}.""",
    "both": """{a} has {t} {color} {things} and {m} {color2} {things}.|{a} has {t} {things} and {b} has {m}.|{a} had {t} {things} and {got} {m} more{got_tail}.|
{a} has {t} {things}. {b} gave {him} {m} more.|{a} {got} {t} {things} on {day} and {m} on {day2}.|{a} and {b} have {t} and {m} {things}.|
There are {t} {things} {spot} and {m} in the {box}.|{a} [baked|made|got] {t} {things} and {b} [baked|made|got] {m} {things}.|
There were {t} {color} {things} and {m} {color2} ones.""",
    "rest": "",
    "packs": """[{he} puts|If {he} puts] {n} {things} in each {box}, how many {boxes} [does {he} need|can {he} fill|are needed|will {he} fill]?|
[Each {box} holds|If each {box} holds|If a {box} can hold] {n} {things}, how many {boxes} [are needed|does {he} need|will {he} need|can be filled]?|
{he} wants to put {n} {things} into each {box}. How many {boxes} does {he} need?|They are put in {boxes} of {n}. How many {boxes} are there?|
How many {boxes} of {n} can {he} [make|fill]?|If {he} [made|makes] groups of {n}, how many groups [are there|are there in all|can {he} make]?|
{he} gives {n} {things} to each friend. How many friends get {things}?|If {n} {things} fit on a shelf, how many shelves does {he} need?|
Each {box} can hold {n}. How many {boxes} does {he} need?""",
    "each": """[{he} puts|If {he} puts] them [equally |]in {k} {boxes}, how many {things} [are|go] in each {box}?|{he} [shares|splits] them equally among {k} friends. How many {things} does each friend get?|
If {he} wants to put the same number in each of {k} {boxes}, how many {things} [go|are] in each {box}?|If {k} friends share [them|the {things}] equally, how many does each [friend |one |]get?|
They are divided equally into {k} {boxes}. How many {things} does each {box} have?|How many {things} go in each {box} if {he} has {k} {boxes} [of the same size|with the same number in each]?|
{he} made {k} equal groups. How many {things} are in each group?|{he} used {k} {boxes} for all of them, with the same number in each. How many did each {box} have?|
The {things} form {k} equal groups. How many {things} does a group have?|How many would each of {k} friends get if {he} split them [evenly|equally]?|
If [they|the {things}] go into {k} {boxes} with the same number in each, how many {things} did each {box} have?""",
}
_HAS_REST = {
    "packs_r": """[{he} puts|If {he} puts] the [rest|other {things}] in {boxes} of {n}, how many {boxes} [does {he} need|can {he} fill|will {he} have]?|
The rest are put in {boxes} with {n} in each. How many {boxes} are [there|needed]?|If {he} [packs|packed] the rest into {boxes} [that hold|of] {n} [each|], how many {boxes} does {he} [use|need]?|
{he} put the rest into {boxes} with {n} {things} in each. How many {boxes} did {he} [use|have]?|
If each {box} holds {n} of those that are left, how many {boxes} does {he} need?|How many {boxes} of {n} can {he} [make|fill] [with the rest|now|with those that are left]?""",
    "each_r": """[{he} put|If {he} put] the rest [equally |]in {k} {boxes}, how many {things} [are|were] in each {box}?|{he} [shared|split] the rest equally among {k} friends. How many {things} did each [friend |]get?|
If the rest go into {k} {boxes} with the same number in each, how many {things} did each {box} have?|If {k} friends share the rest equally, how many does each get?|
The rest went into {k} {boxes}, with the same number in each. How many were in each {box}?|How many {things} are in each {box} if {he} put the rest in {k} {boxes} equally?""",
}
_OPEN = ("", "", "[On {day}, |At {place}, |{for_us} |]", "{a} works at {place}. ", "{a} was helping {b}. ", "{a} was at {place}. ",
         "{a} and {b} met on {day}. ", "It was a day in {month}. ", "[Here is a problem. |Here is a question about {a}. ]", "{b} came to visit {a}. ",
         "It was {day}. ", "{a} was getting ready {for}. ")  # fmt: skip
_GROUPING = by_story(
    packs=weave(_HAS, [f"{o}<whole> <packs>" for o in _OPEN]
                + ["How many {boxes} of {n} {things} can {a} fill with {t} {things}?",
                   "It takes {n} {things} to fill a {box}. How many {boxes} can {a} fill with {t} {things}?"]),
    each=weave(_HAS, [f"{o}<whole> <each>" for o in _OPEN]
               + ["{t} {things} are split equally among {k} {boxes}. How many {things} are in each {box}?",
                  "{k} {boxes} hold {t} {things} in all, the same number in each. How many {things} does one {box} hold?",
                  "{a} {got} {t} {things} in {k} days, the same number each day. How many did {he} {get} each day?"]),
    less_packs=weave(_HAS | _HAS_REST, [f"{o}<less> <packs_r>" for o in _OPEN]),
    less_each=weave(_HAS | _HAS_REST, [f"{o}<less> <each_r>" for o in _OPEN]),
    both_packs=weave(_HAS, [f"{o}<both> <packs>" for o in _OPEN]),
    both_each=weave(_HAS, [f"{o}<both> <each>" for o in _OPEN]),
)  # fmt: skip
_OPEN_KEPT = (
    "It was {day} and {a} was at {place}. ",
    "{b} was helping {a} at {place}. ",
    "In {month}, {b} came to visit. ",
)
_GROUPING_KEPT = by_story(
    packs=weave(_HAS, [f"{o}<whole> <packs>" for o in _OPEN_KEPT]),
    each=weave(_HAS, [f"{o}<whole> <each>" for o in _OPEN_KEPT]),
    less_packs=weave(_HAS | _HAS_REST, [f"{o}<less> <packs_r>" for o in _OPEN_KEPT]),
    less_each=weave(_HAS | _HAS_REST, [f"{o}<less> <each_r>" for o in _OPEN_KEPT]),
    both_packs=weave(_HAS, [f"{o}<both> <packs>" for o in _OPEN_KEPT]),
    both_each=weave(_HAS, [f"{o}<both> <each>" for o in _OPEN_KEPT]),
)


def grouping(rng: Random, level: int) -> Problem:
    """So many things into groups, also after some were lost or more came."""
    slots = cast(rng, level, HANDY)
    k = small(rng, level)
    n = rng.randint(2, (12, 12, rng.choice((30, 150)))[level - 1])
    if level == 3 and rng.random() < 0.5:
        n, k = rng.randint(2, 25), rng.randint(2, 150)
    kinds = ("packs", "each") if level == 1 else ("less_packs", "less_each", "both_packs", "both_each")
    story = rng.choice(("packs", "each")) if level == 2 and rng.random() < 0.25 else rng.choice(kinds)
    slots |= {"n": n, "k": k, "story": story, "for_us": fill("[{for}|At {place}|On {day}],", slots, rng)}
    packs = story.endswith("packs")
    shape = f"{n} in each group, want groups" if packs else f"{k} groups, want in each"
    t = total = n * k
    m = 0
    think = Reasoning("")
    if story.startswith("less"):
        m = size(rng, level, 2)
        t = total + m
        think.steps[0] = f"{slots['things']}: had {t}, lost {m}, rest in groups, {shape}"
        think.take("rest", t, m)
    elif story.startswith("both"):
        m = rng.randint(1, total - 1)
        t = total - m
        if min(m, t) < 2:
            return grouping(rng, level)
        think.steps[0] = f"{slots['things']}: {t} and {m}, all in groups, {shape}"
        think.add("all", t, m)
    else:
        think.steps[0] = f"{slots['things']}: {t} in groups, {shape}"
    answer = think.over("groups" if packs else "in each", total, n if packs else k)
    return think.problem(slots | {"t": t, "m": m}, answer, story, t, m, n if packs else k)


FAMILIES = retold((
    Family("story_groups", "arithmetic", groups,
           by_story(total=_TOTAL, extra=_EXTRA, less=_LESS, two=_TWO_KINDS),
           by_story(total=_TOTAL_KEPT,
                    extra=weave(_MIXED_ASK, ("After {a} filled {k} {boxes} with {n} {things} in each, {m} were left over. How many {things} did {he} have to begin with?",
                                             "{a} has {k} {boxes}, each with {n} {things}, and {m} other {things}. <ask>",
                                             "{b} gave {a} {m} {things}. {he} already has {k} {boxes} of {n}. <ask>")),
                    less=weave(_MIXED_ASK, ("{a} filled {k} {boxes} with {n} {things} in each but {lost} {m}{lost_tail}. <leftq>",
                                            "In {k} {boxes} there are {n} {things} each. {a} used {m} of them. <leftq>",
                                            "{a} has {m} {things}. To give {n} {things} to each of {k} friends, how many more does {he} need?")),
                    two=weave({}, ("{a} has {k} {boxes} with {n} {things} in each and {k2} {boxes} with {m} {others} in each. How many is that in all?",
                                   "{b} bought {k} {boxes} of {n} {things}. {a} bought {k2} {boxes} of {m} {things}. How many {things} did they buy in all?",
                                   "How many {things} are there in {k} {boxes} of {n} and {k2} {boxes} of {m}?"))), 1.4),
    Family("story_grouping", "arithmetic", grouping, _GROUPING, _GROUPING_KEPT, 1.6),
))  # fmt: skip
