# ruff: noqa: E501
"""Word problems of their own kind: leftovers and rounding up, points in a game, speed, recipes, rectangles, chains of buys and shares.

The other kinds live beside this file: stories_change, _compare, _groups, _parts, _rates and _shopping.
"""

from random import Random

from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_telling import HANDY, Reasoning, by_story, cast, small, weave
from trainers.tasks.item import Family, Problem

_SHARE = {
    "has": "{a} has {t} {things}.|{a} {got} {t} {things}{got_tail}.|There are {t} {things}.|{a} had {t} {things}.|{a} wants to share {t} {things}.",
    "people": "[people|children|students|guests|friends|workers|players|passengers]",
}
_REMAINDERS = {
    "over": weave(_SHARE, (
        "<has> {he} puts {n} in each {box} until there are not enough to fill another. How many {things} are left over?",
        "<has> {he} [shares|divides|splits] them equally among {n} <people>. How many {things} are left over?",
        "If {t} {things} are shared equally among {n} <people>, how many are left [over|]?",
        "{a} packs {t} {things} in {boxes} of {n}. How many {things} do not fit in a full {box}?",
        "{n} <people> want the same number of {things}. There are {t} {things}. How many are left over?",
        "How many {things} are left over when {t} {things} are put in groups of {n}?",
        "{a} gives each friend {n} {things} as long as {he} can. {he} has {t} {things}. How many will be left [in the end|over|]?",
        "<has> Each {box} holds {n}. After {he} fills as many {boxes} as {he} can, how many {things} are left?",
        "{a} makes rows of {n} {things}. With {t} {things}, how many are left over?",
        "{t} {things} are divided into {n} equal groups. How many {things} remain?",
        "What is left when {a} splits {t} {things} evenly among {n} <people>?",
        "<has> {he} sells them in packs of {n}. How many {things} are not in a pack?")),
    "full": weave(_SHARE, (
        "<has> {he} puts {n} in each {box}. How many full {boxes} does {he} have?",
        "<has> {he} shares them among {n} <people> so that each gets the same. How many does each get at most?",
        "How many full {boxes} of {n} can {a} make from {t} {things}?",
        "{a} packs {t} {things} in {boxes} of {n}. How many {boxes} are full?",
        "<has> It takes {n} {things} to make one pack. How many packs can {he} make?",
        "If each {box} needs {n} {things}, how many {boxes} can be filled with {t} {things}?",
        "A(n) {other} costs {n} dollars. How many can {a} buy with {t} dollars?",
        "{a} has {t} dollars. How many {things} can {he} buy if each costs {n} dollars?",
        "With {t} {things}, how many full rows of {n} can {a} make?",
        "<has> How many groups of {n} can {he} make?",
        "{n} {things} are needed for each project. How many projects can {a} make with {t} {things}?",
        "How many times can {a} take {n} {things} from {t} {things}?")),
    "up": weave(_SHARE, (
        "{t} <people> are going on a trip. Each [bus|van|boat] [holds|seats|can carry] {n}. How many are needed?",
        "<has> Each {box} holds {n}. How many {boxes} are needed to hold all of them?",
        "{a} has to pack {t} {things} in {boxes} that hold {n} each. How many {boxes} does {he} need for all of the {things}?",
        "There are {t} <people> and {n} can sit at one table. How many tables are needed for all?",
        "{a} needs {t} {things}. They are sold in packs of {n}. How many packs must {he} buy?",
        "How many {boxes} of {n} must {a} buy to have at least {t} {things}?",
        "If a {box} can hold {n} {things}, how many {boxes} are needed for {t} {things}?",
        "{a} can carry {n} {things} at a time. How many trips does {he} need to carry {t} {things}?",
        "A boat takes {n} people. How many trips does it need for {t} people?",
        "{for}, {a} needs {t} {things} in packs of {n}. What is the least number of packs to buy?",
        "An album page holds {n} {things}. How many pages does {a} need for all {t} {things}?",
        "{t} <people> want to ride. Each car takes {n}. How many cars do they need?")),
}  # fmt: skip
_REMAINDERS_KEPT = {
    "over": weave(_SHARE, ("{t} {things} are put in {boxes} of {n}. How many are left over?", "{a} has {t} {things} and wants rows of {n}. How many {things} are left?", "After {a} shares {t} {things} equally among {n} <people>, how many remain?")),
    "full": weave(_SHARE, ("How many full packs of {n} can {a} make with {t} {things}?", "{n} {things} fill one {box}. How many full {boxes} do {t} {things} make?", "{a} has {t} dollars and wants {things} at {n} dollars each. How many can {he} buy?")),
    "up": weave(_SHARE, ("How many {boxes} are needed for all {t} {things} if each holds {n}?", "{t} people need seats and one bus holds {n}. How many buses are needed?", "{a} must buy at least {t} {things} in packs of {n}. How many packs does {he} need?")),
}  # fmt: skip


def remainders(rng: Random, level: int) -> Problem:
    slots = cast(rng, level, HANDY)
    n = rng.randint(3, (9, 12, 30)[level - 1])
    groups, left = rng.randint(2, (9, 20, rng.choice((50, 300)))[level - 1]), rng.randint(1, n - 1)
    t = n * groups + left
    story = rng.choice(("over", "full", "up", "up"))
    slots |= {"story": story, "n": n, "t": t}
    want = {"over": "left over", "full": "full groups", "up": "groups for all"}[story]
    think = Reasoning(f"{t} in all, {n} a group, want {want}")
    think.over("groups", t, n)
    if story == "up":
        return think.problem(slots, think.add("one more for the rest", groups, 1), story, t, n)
    answer = groups if story == "full" else left
    think.steps.append(f"{want}: {answer}")
    return think.problem(slots, answer, story, t, n)


_GAMES = {
    "each": "Each [coin|star|question|correct answer|{thing}] [is worth|gives|earns] {p} points",
    "score": "How many points did {he} [get|earn|score]?|What was {his} score?|How many points does {he} have?|Find {his} score.|How many points is that?",
}
_BUT = weave(_GAMES, (
    "A street has {k} lamps, but {m} of them [are off|do not work]. Each of the others uses {p} units of power a night. How many units is that [a night|in one night]?",
    "{a} set {k} tables. {m} of them stayed empty and {p} guests sat at each of the others. How many guests were there?",
    "{k} buses left the depot, and {m} of them [came back empty|carried nobody]. Each of the others carried {p} riders. How many riders were carried?",
    "A row of {k} trees stands by the road. {m} of them are too young to bear fruit. Each of the others gives {p} pounds of fruit. How many pounds is that [in all|]?",
    "Of the {k} shelves in a store room, {m} are bare. Every other shelf [holds|has] {p} tins. How many tins are there?",
    "{a} planned {k} practice days but was ill on {m} of them. On each day {he} practiced, {he} did it for {p} minutes. How many minutes did {he} practice?",
    "The hotel has {k} floors, of which {m} are closed. There are {p} rooms on each open floor. How many rooms can be used?",
    "{a} plants {k} pots with {p} seeds each, but {m} of the pots tip over. How many seeds are in the pots still standing?",
    "A print shop started {k} jobs of {p} sheets each and had to stop {m} of them. How many sheets did the finished jobs use?",
    "{m} of the {k} ovens are being repaired. Each working oven bakes {p} loaves in an hour. How many loaves are baked in an hour?",
    "If {k} hens live in a yard, {m} of them lay no eggs, and each of the others lays {p} eggs a month, how many eggs does {a} get a month?",
    "{a} wrapped {k} gifts and used {p} inches of ribbon for each, except for {m} that got none. How many inches of ribbon did {he} use?",
    "Each ticket [is|costs] {p} dollars, but {m} of the {k} guests of {a} get in free. How much is paid in all?",
    "There were {k} people at {place}, but {m} left. The others each bought {p} {things}. How many {things} were bought?",
    "{a} had {k} {boxes} with {p} {things} in each. {he} sold {m} of the {boxes}. How many {things} are left?"))  # fmt: skip
_BUT_KEPT = weave(_GAMES, (
    "{a} answered {k} questions but missed {m} of them. Each correct answer is worth {p} points. <score>",
    "{a} made {k} {things} but did not sell {m} of them. Each one costs {p} dollars. How much money did {he} make?",
    "Of {k} {boxes} with {p} {things} each, {a} gave {m} {boxes} away. How many {things} does {he} have left?"))  # fmt: skip
_AND = weave(_GAMES, (
    "A lift weighs {p} kilograms when empty. {k} crates of {q} kilograms each are put in. What is the weight now?",
    "{a} has a bath tub with {p} liters in it and pours in {k} buckets of {q} liters each. How many liters are in the tub?",
    "{a} taped a strip of {p} inches to {k} strips of {q} inches each. How long is the whole strip [in inches|]?",
    "A choir has {p} old members and {k} schools sent {q} new singers each. How many singers is that [in all|]?",
    "The entrance fee is {p} dollars and each of {k} rides costs {q} dollars. How much does {a} pay [in all|altogether]?",
    "A taxi costs {p} dollars to start and {q} dollars for each mile. What does a ride of {k} miles cost?",
    "In a game, {a} got {p} points in the first round and {q} points in each of the next {k} rounds. How many points did {he} score in all?",
    "{a} and {b} played a game. {a} scored {p} points, and {b} scored {q} points in each of {k} rounds. How many points did they score together?",
    "{a} scored {p} points. Then {he} found {k} stars worth {q} points each. What is {his} score now?",
    "A team scored {p} points in the first half. In the second half it scored {k} goals worth {q} points each. How many points did it score?",
    "If each star is worth {q} points and {a} has {k} stars and {p} other points, what is {his} score?",
    "How many points does {a} have with {k} coins of {q} points each and {p} points from before?",
    "{a} has {p} points. Every correct answer gives {q} points. {he} gave {k} correct answers. How many points does {he} have now?",
    "Each round {a} won {q} points. {he} played {k} rounds after starting with {p} points. What was {his} score at the end?",
    "{k} players scored {q} points each and one more player scored {p} points. How many points did the team have?"))  # fmt: skip
_AND_KEPT = weave(_GAMES, (
    "{a} got {q} points in each of {k} rounds and {p} points in another round. What is the total?",
    "With {p} points from before, {a} found {k} stars of {q} points each. What was {his} score?",
    "Every star gives {q} points. {a} has {k} stars and {p} other points. How many points is that?"))  # fmt: skip


def scoring(rng: Random, level: int) -> Problem:
    slots = cast(rng, level)
    k, p, q = (
        small(rng, level) + 2,
        rng.randint(2, (9, 12, 90)[level - 1]),
        rng.randint(2, (9, 12, 90)[level - 1]),
    )
    m = rng.randint(1, k - 2)
    story = rng.choice(("but", "but", "and"))
    slots |= {"story": story, "k": k, "p": p, "q": q, "m": m}
    if story == "but":
        think = Reasoning(f"{k} but not {m}, {p} each, want total")
        return think.problem(slots, think.times("total", think.take("count", k, m), p), story, k, m, p)
    think = Reasoning(f"{p} and {k} at {q} each, want total")
    return think.problem(slots, think.add("total", p, think.times("part", k, q)), story, p, k, q)


_MOVER = {
    "goes": "[A train|A car|A bus|{a}|A truck|A plane|A cyclist] [travels|moves|goes]",
    "speed": "{v} [miles per hour|km per hour|kilometers an hour|miles an hour]",
}
_MOVING = {
    "distance": weave(_MOVER, (
        "<goes> at <speed> for {t} hours. How far is that?",
        "How far does a [train|car|bus|boat] go in {t} hours at <speed>?",
        "{a} drives at <speed>. How far does {he} drive in {t} hours?",
        "At <speed>, what distance is covered in {t} hours?",
        "If a car goes {v} miles in one hour, how many miles does it go in {t} hours?",
        "{a} rode {his} bike for {t} hours at <speed>. What distance did {he} ride?",
        "It takes {a} {t} hours to get to {city} at <speed>. How far is {city}?",
        "The trip from {city} to {city2} takes {t} hours at <speed>. How long is the trip in distance?",
        "<goes> for {t} hours. The speed is <speed>. Find the distance.",
        "{a} walked for {t} hours and covered {v} kilometers each hour. How many kilometers did {he} walk?",
        "A plane flies at <speed> for {t} hours. What is the distance?",
        "What distance does {a} cover in {t} hours if {he} moves at <speed>?")),
    "speed": weave(_MOVER, (
        "<goes> {d} miles in {t} hours. What is the speed in miles per hour?",
        "{a} drove {d} miles in {t} hours. What was {his} speed in miles per hour?",
        "It takes {t} hours to go the {d} miles from {city} to {city2}. How many miles is that each hour?",
        "A train covers {d} kilometers in {t} hours. Find its speed in kilometers per hour.",
        "How fast must {a} drive to cover {d} miles in {t} hours?",
        "If a bus goes {d} miles in {t} hours, how many miles does it go in one hour?",
        "{a} rode {d} miles in {t} hours at the same speed all the time. How many miles did {he} ride per hour?",
        "{city} is {d} miles from {city2}. {a} needs {t} hours for the trip. What is {his} average speed?",
        "A boat travels {d} kilometers in {t} hours. What is its average speed?",
        "What is the average speed of a car that goes {d} miles in {t} hours?",
        "The {d} mile trip took {a} {t} hours. What was the average speed?",
        "A plane flies {d} miles in {t} hours. How many miles per hour is that?")),
    "time": weave(_MOVER, (
        "<goes> at {v} miles per hour. How many hours does it take to go {d} miles?",
        "{city} is {d} miles from {city2}. {a} drives at {v} miles per hour. How many hours does the trip take?",
        "How long does it take to drive {d} miles at {v} miles per hour?",
        "{a} has to drive {d} miles. If {he} drives {v} miles an hour, how many hours will it take?",
        "How many hours does a train need for {d} kilometers at {v} kilometers per hour?",
        "At {v} miles an hour, how many hours does {a} need to go {d} miles?",
        "If a car goes {v} miles in one hour, in how many hours does it go {d} miles?",
        "{a} walked {d} kilometers at {v} kilometers per hour. For how many hours did {he} walk?",
        "A boat travels {d} miles at {v} miles per hour. Find the time in hours.",
        "The distance is {d} miles and the speed is {v} miles per hour. What is the time in hours?",
        "A bus covers {v} kilometers each hour. How many hours does it need for {d} kilometers?",
        "{a} rides {v} miles each hour. After how many hours has {he} gone {d} miles?")),
    "legs": weave(_MOVER, (
        "{a} drove for {t} hours at {v} miles per hour and then for {t2} hours at {w} miles per hour. How far did {he} drive [in all|]?",
        "<goes> at {v} km per hour for {t} hours and then at {w} km per hour for {t2} hours. What is the total distance?",
        "{a} stopped in {city} after driving {t} hours at {v} miles per hour. Then {he} drove {t2} hours at {w} miles per hour to {city2}. How many miles did {he} drive in total?",
        "For {t} hours a train goes {v} miles an hour. For the next {t2} hours it goes {w} miles an hour. How many miles does it go?",
        "{a} rode {his} bike {t} hours at {v} km per hour. After a rest, {he} rode {t2} hours at {w} km per hour. How many km is that in all?",
        "Find the total distance: {t} hours at {v} miles per hour and {t2} hours at {w} miles per hour.",
        "A bus travels {t} hours at {v} miles an hour, stops for lunch, and travels {t2} more hours at {w} miles an hour. How far does the bus travel?",
        "Two cars leave {city} in opposite directions. One drives {t} hours at {v} miles per hour and the other {t2} hours at {w} miles per hour. How far apart are they?",
        "If {a} goes {v} miles per hour for {t} hours and {w} miles per hour for {t2} hours, how far does {he} go?",
        "How far did {a} drive if {he} drove {t} hours at {v} miles per hour and {t2} hours at {w} miles per hour?",
        "On {day} {a} drove {t} hours at {v} miles per hour. On {day2} {he} drove {t2} hours at {w} miles per hour. How many miles did {he} drive in the two days?",
        "A plane flies {t} hours at {v} miles per hour. Then it flies {t2} hours at {w} miles per hour. What is the total distance?")),
}  # fmt: skip
_MOVING_KEPT = {
    "distance": weave(_MOVER, ("{a} moves at <speed> for {t} hours. What is the distance?", "How far is it to {city} if {a} needs {t} hours at <speed>?", "For {t} hours {a} drives at <speed>. Find the distance.")),
    "speed": weave(_MOVER, ("{a} needs {t} hours for {d} miles. How many miles per hour is that?", "Find the speed of a train that covers {d} kilometers in {t} hours.", "How many miles did {a} drive each hour if {he} drove {d} miles in {t} hours?")),
    "time": weave(_MOVER, ("{a} goes {v} miles an hour. In how many hours does {he} go {d} miles?", "For {d} miles at {v} miles per hour, how many hours does {a} need?", "The trip is {d} miles. How many hours does it take at {v} miles per hour?")),
    "legs": weave(_MOVER, ("First {a} drove {t} hours at {v} miles per hour. Then it was {t2} hours at {w} miles per hour. How far is that in all?", "What is the total distance if a train goes {v} km per hour for {t} hours and {w} km per hour for {t2} hours?", "{a} drives {t} hours at {v} miles an hour and {t2} hours at {w} miles an hour. How many miles is that?")),
}  # fmt: skip


def moving(rng: Random, level: int) -> Problem:
    slots = cast(rng, level)
    story = (
        "legs"
        if level == 3
        else rng.choice(
            ("distance", "speed", "time") if level == 1 else ("distance", "time", "speed", "legs")
        )
    )
    v, w, t, t2 = (
        rng.randint(2, 30 * level),
        rng.randint(2, 30 * level),
        rng.randint(2, 4 * level),
        rng.randint(2, 4 * level),
    )
    if level == 1:
        v = rng.choice((v, 10 * rng.randint(1, 9)))
    slots |= {"story": story, "v": v, "t": t, "d": v * t, "w": w, "t2": t2}
    match story:
        case "distance":
            think = Reasoning(f"speed {v}, time {t}, want distance")
            return think.problem(slots, think.times("distance", v, t), story, v, t)
        case "speed":
            think = Reasoning(f"distance {v * t}, time {t}, want speed")
            return think.problem(slots, think.over("speed", v * t, t), story, v, t)
        case "time":
            think = Reasoning(f"distance {v * t}, speed {v}, want time")
            return think.problem(slots, think.over("time", v * t, v), story, v, t)
        case _:
            think = Reasoning(f"speed {v} for {t}, speed {w} for {t2}, want distance")
            return think.problem(
                slots,
                think.add("distance", think.times("first", v, t), think.times("second", w, t2)),
                story,
                v,
                t,
                w,
                t2,
            )


FAMILIES = retold((
    Family("story_remainders", "arithmetic", remainders, by_story(**_REMAINDERS), by_story(**_REMAINDERS_KEPT), 0.8),
    Family("story_scoring", "arithmetic", scoring, by_story(but=_BUT, **{"and": _AND}), by_story(but=_BUT_KEPT, **{"and": _AND_KEPT}), 0.9),
    Family("story_moving", "arithmetic", moving, by_story(**_MOVING), by_story(**_MOVING_KEPT), 0.8),
))  # fmt: skip
