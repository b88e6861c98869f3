# ruff: noqa: E501
"""Stories of parts and wholes: sums of parts, extras, the right one of many facts, fractions and percents of a group."""

from fractions import Fraction
from random import Random

from trainers.tasks.arithmetic import stories_parts_words as words
from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_telling import Reasoning, by_story, cast, joined, openings, size, weave
from trainers.tasks.item import Family, Problem

_ALL = {
    "ask": "How many {things} [are there|are there in all|are there altogether]?|How many {things} do they have [in all|together|altogether|in total]?|What is the total number of {things}?|How many {things} in all?|Find how many {things} they have together.",
    "mine": "How many {things} does {a} have [in all|altogether|in total|now]?|How many {things} did {he} {get} [in all|altogether|in total|together]?|What is the total number of {things}?|How many {things} is that [in all|altogether]?",
    "both": "How many {things} and {others} [are there|are there in all|does {a} have|are there altogether]?|How many are there [in all|altogether|together]?|What is the total number of {things} and {others}?|How many [items|objects] are there in all?",
}
_SUM = {
    "two": weave(
        _ALL,
        (
            "{a} has {x} {things} and {b} has {y} [{things}|]. <ask>",
            "{a} has {x} {things}. {b} has {y} {things}. <ask>",
            "{x} {color} {things} and {y} {color2} {things} are in the {box}. <ask>",
            "There are {x} {color} {things} and {y} {color2} {things} [at {place}|in a {box}|]. <ask>",
            "{a} {got} {x} {things} on {day} and {y} on {day2}{got_tail}. <mine>",
            "{a} has {x} {things} and {y} {others}. <both>",
            "If {a} {got} {x} {things} and {b} {got} {y}, how many {things} did they {get} [together|in all]?",
            "{a} {got} {x} {things} in the morning and {y} in the afternoon. <mine>",
            "How many {things} do {a} and {b} have together if {a} has {x} and {b} has {y}?",
            "{a} brought {x} {things} and {b} brought {y} {things} to {place}. <ask>",
            "One {box} has {x} {things}. Another {box} has {y}. How many {things} are in both {boxes}?",
            "{x} {things} were {spot}. {y} were somewhere else. <ask>",
            "There were {x} boys and {y} girls at {place}. How many children were there [in all|altogether]?",
            "{city} is {x} miles from {city2}. {a} drove there and then {y} more miles to see {b}. How many miles did {he} drive?",
            "{a} spent {x} dollars on a(n) {thing} and {y} dollars on a(n) {other}. How much did {he} spend in all?",
            "The first {box} weighs {x} pounds and the second weighs {y} pounds. How much do they weigh together?",
        ),
    ),
    "three": weave(
        _ALL,
        (
            "{a} has {x} {things}, {b} has {y} and {c} has {z}. <ask>",
            "{a} has {x} {things}. {b} has {y} {things}. {c} has {z} {things}. <ask>",
            "There are {x} {color}, {y} {color2} and {z} {color3} {things} in the {box}. <ask>",
            "{a} {got} {x} {things} on {day}, {y} on {day2} and {z} on {day3}. <mine>",
            "If {a} {got} {x} {things}, {b} {got} {y} and {c} {got} {z}, how many {things} did they {get} in all?",
            "{a} drove {x} miles to {city}, then {y} miles to {city2} and then {z} miles home. How many miles did {he} drive [in all|]?",
            "On {day} {x} people came to {place}. On {day2} {y} came and on {day3} {z} came. How many people came in all?",
            "{a} spent {x} dollars on {things}, {y} dollars on {others} and {z} dollars on lunch. How much did {he} spend [in all|altogether]?",
            "How many {things} do {a}, {b} and {c} have together if they have {x}, {y} and {z}?",
            "{a} read {x} pages on {day}, {y} pages on {day2} and {z} pages on {day3}. How many pages did {he} read?",
            "The three {boxes} hold {x}, {y} and {z} {things}. <ask>",
            "{a} had {x} {things}. {b} gave {him} {y} more and {his} {rel} gave {him} {z}. <mine>",
        ),
    ),
    "missing": weave(
        _ALL,
        (
            "{a}, {b} and {c} have {t} {things} in all. {a} has {x} and {b} has {y}. How many {things} does {c} have?",
            "There are {t} {things} in the {box}. {x} are {color}, {y} are {color2} and the rest are {color3}. How many are {color3}?",
            "A trip is {t} miles long. {a} drove {x} miles on {day} and {y} miles on {day2}. How many miles are left?",
            "{a} has {t} {things}. {x} are at home, {y} are at {place} and the others are with {b}. How many are with {b}?",
            "Out of {t} {things}, {x} are {color} and {y} are {color2}. How many {things} are some other color?",
            "{a} read {x} pages on {day} and {y} pages on {day2}. The book has {t} pages. How many pages are left to read?",
            "{a} had {t} {things}. {he} gave {x} to {b} and {y} to {c}. How many {things} does {he} have left?",
            "{a} {lost} {x} {things} in the morning and {y} in the afternoon. {he} had {t} at first. How many are left?",
            "{a} needs {t} {things}. {he} got {x} from {b} and {y} from {c}. How many more does {he} need?",
            "If there are {t} {things} and {a} takes {x} while {b} takes {y}, how many {things} are left?",
            "{a} has {t} dollars. {he} spends {x} dollars on a(n) {thing} and {y} dollars on a(n) {other}. How much is left?",
            "There were {t} people at {place}: {x} men, {y} women and the rest children. How many children were there?",
            "How many {things} are left if {a} had {t}, lost {x} and sold {y}?",
        ),
    ),
    "extra": weave(
        _ALL,
        (
            "{a} pumped {x} liters from one well and {y} liters from another. The cows drank {u} liters. How many liters are left?",
            "A tailor had {x} yards of {color} cloth and {y} yards of {color2} cloth. The dresses took {u} yards. How many yards were not needed?",
            "Two trains brought {x} and {y} travelers. {u} of the travelers went on by bus. How many did not?",
            "The museum printed {x} posters in {month} and {y} after that. It gave away {u}. How many posters does it still have?",
            "{a} walked {x} steps before lunch and {y} after it. {u} of these steps were uphill. How many were not uphill?",
            "{a} typed {x} words on {day} and {y} on {day2}, then crossed out {u} of them. How many words are in the text?",
            "{a} {got} {x} {things} on {day} and {y} on {day2}. If {he} used only {u} of them, how many [are left|extra {things} did {he} have]?",
            "{a} and {b} put their {things} together. {a} had {x} and {b} had {y}. They used {u}. How many {things} do they have left?",
            "{a} made {x} {things} and {y} {others} {for}. {u} of them were sold. How many were left over?",
            "{a} picked {x} {things} and {y} {others}. {he} used {u} of them {for}. How many did {he} not use?",
            "{x} boys and {y} girls came to {place}, but {u} of them left early. How many stayed?",
            "If {a} had {x} {things}, {b} gave {him} {y} more and {he} needed only {u}, how many were extra?",
        ),
    ),
}
_SUM_KEPT = {
    "two": weave(_ALL, ("At {place} {a} has {x} {things} while {b} has {y}. <ask>", "{b} gave {a} {y} {things}. {a} has {x} others. <mine>", "{x} {things} are {color} and {y} are {color2}. <ask>")),
    "three": weave(_ALL, ("{x} {things} are {a}'s, {y} are {b}'s and {z} are {c}'s. <ask>", "On {day} {a} {got} {x} {things}, then {y} on {day2}, and {z} on {day3}. <mine>", "The {color} {box} has {x} {things}, the {color2} one {y} and the {color3} one {z}. <ask>")),
    "missing": weave(_ALL, ("Of the {t} {things} at {place}, {x} are {a}'s, {y} are {b}'s and the rest are {c}'s. How many are {c}'s?", "{a} had {t} {things} but gave {b} {x} and {c} {y}. How many are left?", "{t} {things} are needed. {a} has {x} and {b} has {y}. How many more are needed?")),
    "extra": weave(_ALL, ("{a} saw {x} birds by the lake and {y} in the woods. {u} of the birds were gulls. How many were not?", "Two pipes brought {x} and {y} liters into a pool, and {u} liters ran out. How many liters are in it?", "{x} letters came on {day} and {y} on {day2}. {a} has answered {u} of them. How many are not answered?")),
}  # fmt: skip


def parts(rng: Random, level: int) -> Problem:
    slots = cast(rng, level)
    story = rng.choice(
        (("two",), ("extra", "three", "missing", "two"), ("extra", "missing", "three"))[level - 1]
    )
    x, y, z = (size(rng, level, 2) for _ in range(3))
    slots |= {"story": story, "x": x, "y": y, "z": z}
    match story:
        case "two":
            think = Reasoning(f"{x} and {y}, want all")
            return think.problem(slots, think.add("all", x, y), story, x, y)
        case "three":
            think = Reasoning(f"{x}, {y} and {z}, want all")
            return think.problem(slots, think.add("all", x, y, z), story, x, y, z)
        case "missing":
            t = x + y + z
            think = Reasoning(f"whole {t}, parts {x} and {y}, want rest")
            return think.problem(
                slots | {"t": t}, think.take("rest", t, think.add("parts", x, y)), story, x, y, z
            )
        case _:
            u = rng.randint(2, x + y - 1)
            think = Reasoning(f"{x} and {y}, {u} out, want rest")
            return think.problem(
                slots | {"u": u}, think.take("rest", think.add("all", x, y), u), story, x, y, u
            )


# Two owners, two kinds of things, and what happened to one of them: one has to find the right numbers.
_TABLE = {
    "facts": """{a} had {x} {things} and {y} {others}.|{a} had {y} {others} and {x} {things}.|There were {x} {things} and {y} {others} in {a}'s {box}.|
{a} {got} {x} {things} and {y} {others}.|{a} has {x} {things}. {he} also has {y} {others}.|At first {a} had {x} {things} and {y} {others}.|On {day}, {a} had {y} {others} and {x} {things}.""",
    "more": "[Then|After that,|In the evening] [{b}|{his} {rel}] gave {him} {m} [more |]{things}.|Then {he} {got} {m} more {things}{got_tail}.|{he} {got} another {m} {things}{got_tail}.|Later {m} more {things} were added.",
    "lost": "[Then |Later |On {day2} |]{he} {lost} {u} {things} and {w} {others}{lost_tail}.|{he} {lost} {w} {others} and {u} {things}{lost_tail}.|{u} {things} and {w} {others} were [lost|sold|given away].",
    "gained": "[Then |Later |On {day2} |]{he} {got} {u} more {things} and {w} more {others}{got_tail}.|{b} gave {him} {w} {others} and {u} {things}.|{he} {got} another {u} {things} and {w} {others}{got_tail}.",
}
_TWO_OWNERS = _TABLE | {
    "theirs": "{b} has {u} {things} and {w} {others}.|{b} comes with {w} {others} and {u} {things}.|{u} {things} and {w} {others} are {b}'s.",
    "gone": "Together they [sell|give away|use] {m} of their {things}.|{m} of all the {things} are [lost|sold|given away].|From all their {things}, {m} go to {c}.",
    "rest": "How many {things} are left [for them|in all|]?|How many {things} do they still have [together|in all]?|Find how many {things} are left.",
}
_TABLES = {
    "sum_lost": weave(_TWO_OWNERS, openings("<facts> <theirs> <gone> <rest>")),
    "lost": weave(
        _TABLE,
        (
            "<facts> <lost> How many {things} does {a} have left?",
            "<facts> <lost> How many {things} did {a} have left?",
            "<facts> <lost> How many {things} are left?",
            "<facts> If {he} {lost} {u} {things} and {w} {others}{lost_tail}, how many {things} [are left|does {he} have left]?",
            "<facts> {he} {lost} {u} {things}{lost_tail}. How many {things} does {he} have now?",
            "<facts> Then {he} {lost} {u} of the {things}{lost_tail}. Find how many {things} {a} has left.",
            "{a} {lost} {u} of {his} {x} {things} and {w} of {his} {y} {others}{lost_tail}. How many {things} does {he} still have?",
            "{place} had {x} {things} and {y} {others}. It sold {w} {others} and {u} {things}. How many {things} are still there?",
            "<facts> {b} took {u} {things} and {c} took {w} {others}. How many {things} remain?",
            "How many {things} are left if {a} had {x} {things} and {y} {others} and {lost} {u} {things}{lost_tail}?",
            "{a} had {x} {things}, and {b} had {y} {things}. {a} {lost} {u} of {his} {things}{lost_tail}. How many {things} does {a} have left?",
            "{b} has {y} {things} and {a} has {x}. After {a} {lost} {u}{lost_tail}, how many {things} does {a} have?",
        ),
    ),
    "gained": weave(
        _TABLE,
        (
            "<facts> <gained> How many {things} does {a} have now?",
            "<facts> <gained> How many {things} does {he} have [in all|altogether|in total]?",
            "<facts> <gained> What is the number of {things} now?",
            "<facts> If {he} {got} {u} more {things} and {w} more {others}{got_tail}, how many {things} [does|will] {he} have?",
            "<facts> Then {b} gave {him} {u} more {things}. How many {things} does {a} have now?",
            "<facts> {he} {got} {u} more {things}{got_tail}. Find how many {things} {he} has now.",
            "{a} added {u} {things} and {w} {others} to {his} {x} {things} and {y} {others}. How many {things} does {he} have?",
            "{place} had {x} {things} and {y} {others}. Then {w} {others} and {u} {things} were added. How many {things} are there now?",
            "<facts> {b} brought {u} {things} and {c} brought {w} {others}. How many {things} are there in all?",
            "{a} has {x} {things} and {b} has {y} {things}. {a} {got} {u} more{got_tail}. How many {things} does {a} have?",
            "How many {things} does {a} have if {he} had {x} {things} and {y} {others} and {got} {u} more {things}{got_tail}?",
            "{b} has {y} {things}, while {a} has {x}. {c} gave {a} {u} more. How many {things} does {a} have now?",
        ),
    ),
    "both": weave(
        _TABLE,
        [
            f"{o}<facts> <lost> {g} {q}"
            for o, g, q in zip(
                (
                    "",
                    "",
                    "",
                    "",
                    "{a} and {b} like {things}. ",
                    "{a} was at {place}. ",
                    "",
                    "",
                    "On {day3} {b} visited {a}. ",
                    "",
                    "",
                    "",
                ),
                ("<more>",) * 12,
                (
                    "How many {things} does {a} have now?",
                    "How many {things} does {he} have in the end?",
                    "How many {things} are there now?",
                    "Find how many {things} {a} has now.",
                    "How many {things} does {he} end up with?",
                    "How many {things} does {a} have after that?",
                )
                * 2,
                strict=True,
            )
        ],
    ),
    "sum": weave(
        _TABLE,
        (
            "{a} has {x} {things} and {y} {others}. {b} has {u} {things} and {w} {others}. How many {things} do they have [together|in all|altogether]?",
            "<facts> {b} has {u} {things} and {w} {others}. How many {things} do {a} and {b} have [together|in all]?",
            "On {day} {a} {got} {x} {things} and {y} {others}. On {day2} {he} {got} {w} {others} and {u} {things}. How many {things} did {he} {get} in all?",
            "The {color} {box} has {x} {things} and {y} {others}. The {color2} {box} has {u} {things} and {w} {others}. How many {things} are in the two {boxes}?",
            "If {a} {got} {x} {things} and {y} {others} and {b} {got} {u} {things} and {w} {others}, how many {things} did they {get} together?",
            "{a} brought {y} {others} and {x} {things}. {b} brought {w} {others} and {u} {things}. How many {things} did they bring in all?",
            "{city} has {x} {things} and {y} {others}. {city2} has {u} {things} and {w} {others}. How many {things} are there in both?",
            "How many {things} are there if {a} has {x} {things} and {y} {others} and {b} has {u} {things} and {w} {others}?",
            "{a} counted {x} {things} and {y} {others}. {b} counted {u} {things} and {w} {others}. What is the total number of {things}?",
            "In {month}, {a} {got} {x} {things} and {b} {got} {y} {others}. Later, {a} {got} {w} {others} and {b} {got} {u} {things}. How many {things} did they {get} altogether?",
            "{x} {things} and {y} {others} are at {place}. {u} {things} and {w} {others} are at home. How many {things} are there in all?",
            "{a} sold {x} {things} and {y} {others} on {day}, and {u} {things} and {w} {others} on {day2}. Find how many {things} {he} sold.",
        ),
    ),
}
_TABLES_KEPT = {
    "sum_lost": weave(_TWO_OWNERS, openings("<theirs> {a} has {y} {others} and {x} {things}. They lose {m} {things}. <rest>", kept=True)),
    "both": weave(_TABLE, ("{b} was at {place}. <facts> <lost> <more> Find how many {things} there are now.", "<facts> <lost> <more> {a} now has how many {things}?", "{a} likes {things}. <facts> <lost> <more> How many {things} are there in the end?")),
    "lost": weave(_TABLE, ("<facts> <lost> How many {things} remain?", "{a} {lost} {u} {things}{lost_tail}. Before that {he} had {x} {things} and {y} {others}. How many {things} are left?", "From {x} {things} and {y} {others}, {a} {lost} {u} {things} and {w} {others}{lost_tail}. How many {things} are still there?")),
    "gained": weave(_TABLE, ("<facts> <gained> Find the total number of {things}.", "{a} {got} {u} {things}{got_tail}. Before that {he} had {x} {things} and {y} {others}. How many {things} are there now?", "{b} gave {a} {u} {things} and {w} {others}. {a} had {x} {things} and {y} {others}. How many {things} does {he} have?")),
    "sum": weave(_TABLE, ("{b} has {u} {things} and {w} {others}. {a} has {x} {things} and {y} {others}. Find how many {things} there are in all.", "Together, how many {things} do they have if {a} has {x} {things} and {y} {others} and {b} has {u} {things} and {w} {others}?", "{a} found {x} {things} and {y} {others}, and {b} found {u} {things} and {w} {others}. How many {things} is that?")),
}  # fmt: skip


def tables(rng: Random, level: int) -> Problem:
    slots = cast(rng, level) | {"noise": ""}
    story = rng.choice(("lost", "gained", "sum", "lost") if level < 3 else ("both", "both", "sum_lost"))
    x, y = size(rng, level, 4), size(rng, level, 4)
    u, w = (
        (rng.randint(2, x - 1), rng.randint(2, y - 1))
        if story in ("lost", "both")
        else (size(rng, level), size(rng, level))
    )
    slots |= {"story": story, "x": x, "y": y, "u": u, "w": w}
    things = slots["things"]
    if story == "lost":
        think = Reasoning(f"{things}: had {x}, lost {u}, want left")
        return think.problem(slots, think.take("left", x, u), story, x, u)
    if story == "both":
        slots["m"] = m = size(rng, level)
        think = Reasoning(f"{things}: had {x}, lost {u}, got {m}, want now")
        return think.problem(slots, think.add("now", think.take("then", x, u), m), story, x, u, m)
    if story == "sum_lost":
        slots["m"] = m = rng.randint(2, x + u - 1)
        think = Reasoning(f"{things}: {x} and {u}, lost {m}, want left")
        return think.problem(slots, think.take("left", think.add("all", x, u), m), story, x, u, m)
    if story == "gained":
        think = Reasoning(f"{things}: had {x}, got {u}, want now")
        return think.problem(slots, think.add("now", x, u), story, x, u)
    think = Reasoning(f"{things}: {x} and {u}, want all")
    return think.problem(slots, think.add("all", x, u), story, x, u)


_GROUP = {
    "whole": "There are {t} {people} [at {place}|in the {team}|].|The {team} has {t} {people}.|A {team} has {t} {people}.|{t} {people} [came|went] to {place}.|{a} counted {t} {people} at {place}.",
    "own": "{a} has {t} {things}.|{a} had {t} {things}.|There are {t} {things} [in the {box}|at {place}].|{a} {got} {t} {things}{got_tail}.",
    "share": "[{share} of them|{share} of the {people}|Of these, {share}] {do}.|{share} {do}.",
    "shareo": "[{share} of them|{share} of the {things}] are {color}.|{a} {lost} {share} of them{lost_tail}.|{a} gave {share} of {his} {things} to {b}.|{share} of the {things} were [sold|lost|given away|eaten by mice].",
}
_DOES = ("wear glasses", "walk to school", "are girls", "are boys", "play soccer", "like music", "have a pet", "ride the bus",
         "are new", "can swim", "speak Spanish", "are left-handed", "went home early", "brought lunch", "play chess", "live nearby")  # fmt: skip
_FRACTIONS = {
    "part": weave(
        _GROUP,
        (
            "<whole> <share> How many {people} {do}?",
            "<whole> <share> How many of [the {people}|them] {do}?",
            "<whole> If {share} of them {do}, how many {people} is that?",
            "{share} of the {t} {people} {do}. How many {people} {do}?",
            "How many {people} {do} if {share} of the {t} {people} {do}?",
            "If {share} of {t} {people} {do}, how many {do}?",
            "{a} has {t} {things}. {share} of them are {color}. How many {color} {things} does {a} have?",
            "{a} gave {share} of {his} {t} {things} to {b}. How many {things} did {b} get?",
            "{share} of {a}'s {t} {things} are {color}. How many {things} are {color}?",
            "Of the {t} {things} at {place}, {share} are {color}. How many is that?",
            "<own> {he} used {share} of the {things}. How many {things} did {he} use?",
            "{b} got {share} of the {t} {things} that {a} had. How many {things} did {b} get?",
            "What is the number of {color} {things} if there are {t} {things} and {share} of them are {color}?",
        ),
    ),
    "rest": weave(
        _GROUP,
        (
            "<whole> <share> How many {people} are in the rest?",
            "<own> <shareo> How many {things} are in the rest?",
            "{a} had {t} {things}. {he} gave {share} of them to {b}. How many {things} [are left|does {he} have left]?",
            "{a} {lost} {share} of {his} {t} {things}{lost_tail}. How many {things} [are left|does {a} have left|remain]?",
            "{share} of the {t} {things} at {place} are {color}. The rest are {color2}. How many are {color2}?",
            "There are {t} {things}. If {share} are {color} and the rest are {color2}, how many {color2} {things} are there?",
            "{share} of the {t} {people} {do}. How many are the others?",
            "Of {a}'s {t} {things}, {share} were sold. How many {things} are left?",
            "How many {things} are left if {a} uses {share} of {t} {things}?",
            "{t} {people} were at {place}. Then {share} of them went home. How many {people} stayed?",
            "{a} read {share} of a book with {t} pages. How many pages are left to read?",
            "{a} had [${t}|{t} dollars] and spent {share} of it. How much money is left?",
            "<own> After {he} gave {b} {share} of the {things}, how many did {he} have left?",
        ),
    ),
    "rest_more": weave(
        _GROUP,
        (
            "{a} had {t} {things}. {he} gave {share} of them to {b} and then {m} to {c}. How many {things} are left?",
            "{a} had {t} {things}. {share} of them were sold. Then {he} {lost} {m} more{lost_tail}. How many {things} are left?",
            "{share} of the {t} {people} at {place} went home. Later {m} more left. How many {people} stayed?",
            "{a} read {share} of a book with {t} pages on {day} and {m} pages on {day2}. How many pages are left?",
            "Of {t} {things}, {share} are {color}, {m} are {color2} and the rest are {color3}. How many are {color3}?",
            "There are {t} {things}. If {share} of them are {color} and {m} are {color2}, how many are neither?",
            "{a} had [${t}|{t} dollars]. {he} spent {share} of it at {place} and then {m} dollars on a(n) {thing}. How much is left?",
            "If {a} uses {share} of {t} {things} and gives {m} to {b}, how many {things} does {he} have left?",
            "After {a} gave {b} {share} of {his} {t} {things}, {he} {lost} {m}{lost_tail}. How many does {he} have now?",
            "A trip is {t} miles long. {a} drove {share} of it on {day} and {m} miles on {day2}. How many miles are left?",
            "{t} {people} came to {place}. {share} of them {do}, and {m} others came with {b}. How many {people} are in neither group?",
            "{a} made {t} {things}. {share} of them went to {b}, and {m} went to {place}. How many {things} remain?",
        ),
    ),
}
_FRACTIONS_KEPT = {
    "part": weave(_GROUP, ("Of {t} {people}, {share} {do}. How many {people} is that?", "{a} used {share} of the {t} {things}. How many did {he} use?", "At {place} there are {t} {things} and {share} of them are {color}. How many {color} {things} are there?")),
    "rest": weave(_GROUP, ("{share} of {t} {things} were given to {b}. How many are left?", "{t} {things} were in the {box}. If {a} uses {share} of them, how many remain?", "{a} gave away {share} of the {t} {things} {he} had. How many does {he} have left?")),
    "rest_more": weave(_GROUP, ("{a} used {share} of {his} {t} {things} and gave {m} to {b}. How many remain?", "{t} {things} were at {place}. {share} of them were sold and {m} were lost. How many are left?", "After {share} of the {t} {people} went home, {m} more left. How many stayed?")),
}  # fmt: skip
_NAMED = {
    (1, 2): "half",
    (1, 3): "a third",
    (1, 4): "a quarter",
    (2, 3): "two thirds",
    (3, 4): "three quarters",
    (1, 5): "a fifth",
    (1, 6): "a sixth",
}


def shares(rng: Random, level: int) -> Problem:
    """A fraction or percentage of a group, the rest of it, and what is left after some more went."""
    slots = cast(rng, level)
    story = rng.choice((("part",), ("part", "rest", "rest"), ("rest", "rest_more", "rest_more"))[level - 1])
    percent = rng.random() < 0.35
    if percent:
        top, bottom = rng.choice((10, 20, 25, 50, 75, 30, 40, 60, 80, 5, 15, 35, 90)), 100
        unit = 100 // Fraction(top, 100).denominator
        t = (100 // unit) * rng.randint(2, (6, 20, 90)[level - 1])
        share = rng.choice((f"{top}%", f"{top}%", f"{top} percent"))
    else:
        bottom = rng.randint(2, (6, 9, 12)[level - 1])
        top = 1 if level == 1 or rng.random() < 0.4 else rng.randint(1, bottom - 1)
        fraction = Fraction(top, bottom)
        top, bottom = fraction.numerator, fraction.denominator
        t = bottom * rng.randint(2, (12, 40, rng.choice((90, 500)))[level - 1])
        share = f"{top}/{bottom}"
        if (top, bottom) in _NAMED and rng.random() < 0.6:
            share = _NAMED[top, bottom]
    slots |= {"story": story, "t": t, "share": share, "people": rng.choice(("students", "children", "people", "players", "members", "workers", "kids", "girls", "visitors")),
              "team": rng.choice(("class", "team", "club", "school", "choir", "group", "band", "company")), "do": rng.choice(_DOES)}  # fmt: skip
    taken = t * top // bottom
    m = 0
    if story == "rest_more":
        if t - taken < 4:
            return shares(rng, level)
        m = rng.randint(2, t - taken - 1)
        slots["m"] = m
    shown = f"{top}%" if percent else f"{top}/{bottom}"
    want = {"part": "want part", "rest": "want rest", "rest_more": f"then {m} out, want rest"}[story]
    think = Reasoning(f"whole {t}, part {shown} of it, {want}")
    if percent:
        hundredfold = think.times("whole times percent", t, top)
        think.steps.append(f"part: {hundredfold} / 100 = {taken}")
    elif top == 1:
        think.over("part", t, bottom)
    else:
        think.times("part", think.over(f"1/{bottom}", t, bottom), top)
    answer = taken
    if story != "part":
        answer = think.take("rest", t, taken)
    if m:
        answer = think.take("rest", answer, m)
    return think.problem(slots, answer, story, t, top, bottom, m)


FAMILIES = retold((
    Family("story_parts", "arithmetic", parts, by_story(**joined(_SUM, words.PARTS)), by_story(**_SUM_KEPT), 1.3),
    Family("story_tables", "arithmetic", tables, by_story(**joined(_TABLES, words.TABLES)), by_story(**_TABLES_KEPT), 1.2),
    Family("story_shares", "arithmetic", shares, by_story(**_FRACTIONS), by_story(**_FRACTIONS_KEPT), 1.0),
))  # fmt: skip
