# ruff: noqa: E501
"""More words for stories with more numbers than are needed, used in training only."""

from trainers.tasks.arithmetic.stories_telling import openings, weave

_CLAUSES = {
    # t things in k groups, z others beside them
    "lot": "{a} [owns|has got|brings] {t} {things} and {z} {others}.|There are {z} {others} and {t} {things} {spot}.|Besides {z} {others}, {a} has {t} {things}.|[Counted are|In all there are] {t} {things}, and {z} {others} as well.|{t} {things} and {z} {others} [arrive|are waiting|lie ready].|A delivery has {z} {others} and {t} {things}.|{z} {others} are {a}'s, and {t} {things} too.",
    "split": "{he} [sorts|packs|deals out] all the {things}, and only them, into {k} equal [groups|shares|lots].|The {things} [are put|go|get packed] in {k} {boxes}, the same number in each.|{k} {boxes} get the same number of {things}.|{k} friends divide the {things} fairly; the {others} stay where they are.|The {things} are spread evenly over {k} {boxes}. Nothing is done with the {others}.",
    "one": "How many {things} [is one share|does one of the {k} get|come to each of the {k}]?|[Find|Work out] how many {things} [each gets|one gets|are in one of the {k}].|What number of {things} goes to each?|For each of the {k}, how many {things} is that?|How large is one share of {things}?",
    # k groups of n things and w others
    "groups": "There are {k} {boxes}. Each [has|holds|contains] {n} {things} and {w} {others}.|{k} {boxes} are packed alike: {n} {things} and {w} {others} in [each|every one].|{a} fills {k} {boxes}, each with {w} {others} and {n} {things}.|{k} people come, and every one brings {n} {things} and {w} {others}.|Every day for {k} days {a} gets {n} {things} and {w} {others}.|{w} {others} and {n} {things} lie on each of {k} tables.|In each of {k} rooms there are {n} {things}, and {w} {others} too.|{k} times {a} carries {n} {things} and {w} {others}.",
    "whole": "How many {things} is that [in all|altogether|]?|How many {things} are there?|What is the total number of {things}?|[Find|Work out] the number of {things}.|Count only the {things}. How many are there?|The {others} do not matter: how many {things} are there?|[Find|Give] the total for the {things}.",
    # x against y, z beside them
    "big": "{a} [owns|has got] {x} {things}.|{x} {things} belong to {a}.|The number of {a}'s {things} is {x}.|{a} counts {x} {things}.",
    "small": "{b} [owns|has got] {y} {things} and {z} {others}.|{y} {things} and {z} {others} belong to {b}.|With {b} there are {z} {others} and {y} {things}.|{b} counts {y} {things}, and {z} {others} too.",
    "more": "How many more {things} does {a} have than {b}?|How many fewer {things} does {b} have than {a}?|By how many {things} is {a} ahead of {b}?|What is the difference in {things} between the two?|[Find|Work out] how many more {things} {a} has.|In {things}, how far is {b} behind {a}?|How many {things} is {b} short of {a}'s number?|How many {things} does {b} need to catch up with {a}?",
    # x and y, z beside them
    "here": "{a} [owns|has got] {x} {things} and {z} {others}.|{x} {things} and {z} {others} belong to {a}.|With {a} there are {z} {others} and {x} {things}.|{a} counts {x} {things}, and {z} {others} too.",
    "there": "{b} [owns|has got] {y} {things}.|{y} {things} belong to {b}.|{b} brings {y} {things}.|The number of {b}'s {things} is {y}.|{b} adds {y} {things}.",
    "pool": "How many {things} do {a} and {b} have [together|in all|between them]?|What is the number of {things} that {a} and {b} have together?|[Find|Work out] how many {things} that is.|How many {things} are there in all?|[Find|Give] the total number of {things}.|Leave the {others} out. How many {things} are there?|They put the {things} together. How many is that?",
}
STORIES = {
    "each": weave(_CLAUSES, [
        *openings("<lot> <split> <one>"), "<lot> <split> <one>", "<lot> <split> <one>", "{k} children divide {t} {things} fairly, while their {z} {others} stay in the {box}. <one>",
        "In {k} days {a} uses {t} {things}, the same number each day, and in {w} days {z} {others}. How many {things} a day does {he} use?", "{t} pages and {w} pictures make up {a}'s book. {he} reads it in {k} equal parts. How many pages is one part?",
        "{t} dollars buy {k} {things}, and {z} dollars buy {w} {others}. What does one {thing} cost?", "The {k} {things} weigh {t} pounds and the {w} {others} weigh {z} pounds. If all {things} weigh the same, how many pounds does one {thing} weigh?",
        "{a} walks {t} blocks in {k} trips and meets {z} people. Each trip is the same. How many blocks is one trip?", "{t} guests and {w} waiters are in a hall with {k} tables. The guests sit at the tables in equal numbers. How many guests sit at a table?",
        "Each of {k} {boxes} holds the same number of {things}. Together they hold {t} {things}, and next to them lie {z} {others}. How many {things} are in each {box}?", "Work out how many {things} each of {k} friends gets from {t} {things} if {z} {others} are not shared."]),
    "total": weave(_CLAUSES, [
        *openings("<groups> <whole>"), "<groups> <whole>", "<groups> <whole>", "How many {things} are in {k} {boxes} if one {box} holds {n} {things} and {w} {others}?",
        "{k} buses carry {n} people each. On the way they pass {w} [bridges|towns]. How many people do the buses carry?", "A page holds {n} stickers. {a} fills {k} pages in {w} [hours|days]. How many stickers are that?",
        "{a} pays {n} dollars for each of {k} {things} and has {w} coins left. How many dollars does {he} pay for the {things}?", "For {k} weeks {a} reads {n} pages and writes {w} letters a week. How many pages does {he} read?",
        "{k} teams of {n} players and {w} judges come to {city}. How many players come?", "It takes {n} minutes to wash a {thing} and {w} minutes to wrap it. How many minutes does it take to wash {k} {things}?",
        "Each of {k} tables seats {n} guests and has {w} candles on it. How many guests can sit down?", "Find the number of {things} in {k} {boxes} with {n} {things} and {w} {others} in each."]),
    "over": weave(_CLAUSES, [
        *openings("<big> <small> <more>"), "<small> <big> <more>", "<small> <big> <more>", "<small> <big> <more>", "{x} {things}, {y} {others} and {z} coins are {spot}. How many more {things} than {others} are there?",
        "{a} ran {x} laps, {c} ran {z} and {b} ran {y}. How many more laps than {b} did {a} run?", "{a} jumped {x} times, {b} {y} times and {c} {z} times. By how many jumps is {b} behind {a}?",
        "On {day} {x} cars passed, on {day2} {y} cars and {z} trucks. How many more cars passed on {day} than on {day2}?", "The red team got {x} points, the blue team {y} and the green team {z}. How many points is the blue team behind the red team?",
        "A rope is {x} feet long, a chain {y} feet and a wire {z} feet. How many feet longer is the rope than the chain?", "It takes {x} minutes by bus, {z} minutes on foot and {y} minutes by train. How many minutes faster is the train than the bus?",
        "Find how many more {things} than {others} {a} has: {x} {things}, {y} {others}, {z} coins."]),
    "sum": weave(_CLAUSES, [
        *openings("<here> <there> <pool>"), "<there> <here> <pool>", "<there> <here> <pool>", "<there> <here> <pool>", "{x} {things}, {z} {others} and {y} more {things} lie {spot}. How many {things} are that?",
        "{x} cars and {z} trucks passed on {day}, {y} cars on {day2}. How many cars passed on the two days?", "{a} worked {x} minutes before lunch, ate for {w} minutes and worked {y} minutes after lunch. How many minutes did {he} work?",
        "{a} got {x} dollars for {things}, {y} dollars for {others} and spent {z} dollars. How many dollars did {he} get?", "A class has {x} girls, {y} boys and {z} desks. How many children are in the class?",
        "{x} adults, {w} dogs and {y} children are on a boat. How many people are on the boat?", "Find the number of {things}: {a} has {x} {things}, {b} has {z} {others}, and {c} has {y} {things}.",
        "{a} wrote {x} letters in {month} and {y} letters later, and got {z} letters back. How many letters did {he} write?"]),
}  # fmt: skip

DEEP = {
    "have": "{a} [owns|has got] {t} {things} and {z} {others}.|[In all|In the morning] there are {t} {things}, and {z} {others} too.|Besides {z} {others}, {a} has {t} {things}.|The number of {a}'s {things} is {t}; the number of {his} {others} is {z}.|{a} brings {z} {others} and {t} {things} to {place}.|Of {things} {a} has {t}, and of {others} {z}.",
    "less": "[Then|Later] {m} {things} and {v} {others} are [sold|taken away|used up].|{b} gets {m} of the {things} and {v} of the {others}.|{v} {others} and {m} {things} [break|get lost].|{m} of the {things} [are no good and go out|are sold|go to {b}].|{a} hands {m} {things} to {b}, and {v} {others} to {c}.|The {things} become fewer by {m}.|{a} parts with {v} {others} and with {m} {things}.",
    "share": "The {things} that are left are [shared|divided] equally among {k} people. [What does each get|How many {things} does one person get]?|{k} {boxes} take the {things} that are left, the same number each. How many {things} are in one {box}?|[Find|Work out] how many {things} each of {k} people gets if the {things} left are shared equally.|{a} makes {k} equal piles from the {things} left. How many {things} has a pile?|How many {things} are in each group if those left form {k} equal groups?",
    "full": "{k} {boxes} are packed alike: {n} {things} and {w} {others} in each.|{a} fills {k} {boxes}, every one with {w} {others} and {n} {things}.|On each of {k} tables lie {n} {things} and {w} {others}.|{k} {boxes} arrive, and every one holds {n} {things} as well as {w} {others}.|A {box} has {n} {things} and {w} {others} in it, and there are {k} such {boxes}.|For {k} days in a row {a} gets {n} {things} and {w} {others} a day.",
    "kept": "How many {things} [remain|are still there|are there now|does that leave]?|[Find|Work out|Say] how many {things} are left.|What number of {things} is left?|The {others} do not matter: how many {things} are left?|And the {things}: how many are left?|[Find|Give] the number of {things} that remain.",
    "two": "{a} [owns|has got] {x} {color} {things}, {w} {others} and {y} {color2} {things}.|{x} {things} are new, {y} {things} are old, and {w} {others} lie beside them; all are {a}'s.|[First|In the morning] {a} gets {x} {things} and {w} {others}, then {y} {things}.|{a} keeps {x} {things} in one {box} and {y} {things} with {w} {others} in another.|{y} {things} are at {a}'s home. {x} {things} and {w} {others} of {a}'s are at {place}.",
    "cmp": "{b} [owns|has got] {z} {things} and {v} {others}. By how many {things} is {a} ahead of {b}?|With {b} there are {v} {others} and {z} {things}. How many {things} is {b} short of {a}'s number?|{b} counts {z} {things} and {v} {others}. [Find|Work out] how many more {things} {a} has.|{z} {things} and {v} {others} are {b}'s. What is the difference in {things} between {a} and {b}?",
}
