# ruff: noqa: E501
"""Stories of a changing amount in settings of their own (passengers, money, water), and of two sums that are multiplied or compared."""

from random import Random

from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_telling import Reasoning, by_story, cast, fill, size, small, weave
from trainers.tasks.item import Family, Problem

# Each setting: how it starts, how it grows, how it shrinks, what is asked at the end, what was at first.
_SETTINGS = (
    ("{n} [cars|bikes|vans] were parked in a [lot|garage].|A parking lot had {n} [cars|vans] in it.",
     "{n} more [drove in|came in|parked there]|another {n} [drove in|arrived]", "{n} [drove off|drove away|left]|{n} of them [drove off|left]",
     "How many are parked [there |]now?|How many vehicles are in the lot [in the end|now]?", "How many were parked there at first?"),
    ("A sheet of ice was {n} millimeters thick.|The river stood at {n} centimeters.|The snow by the door was {n} centimeters deep.",
     "it [grew|rose] by {n}|[overnight|by the evening] it rose another {n}", "it went down by {n}|[a warm day|the sun] took off {n}",
     "What does it measure now?|How much is it [now|in the end]?", "What did it measure at first?"),
    ("{a}'s phone had {n} [songs|pictures|messages] on it.|There were {n} [songs|messages|pictures] on {a}'s phone.",
     "{he} [saved|added] {n} more|{b} sent {him} {n} more", "{he} [erased|removed] {n}|{n} of them were erased",
     "How many are on the phone now?|How many does {he} have on the phone [now|in the end]?", "How many were on the phone at first?"),
    ("A choir had {n} singers.|The hiking club had {n} members.|{n} birds sat on a roof.", "{n} others came along|{n} more [came|joined them]",
     "{n} of them [left|went away]|{n} went away", "How many are there [now|in the end]?|How many is that now?", "How many were there at first?"),
    ("{n} [people|children|passengers] were on a bus.|A bus had {n} passengers.|There were {n} [people|children] [riding |]on the bus.",
     "at [the next|a] stop {n} [more |]got on|{n} more [people|children] got on [the bus|]", "at [the first|the next|a] stop {n} got off|{n} of them got off [the bus|]",
     "How many [people|passengers|children] are on the bus now?|How many are on the bus [in the end|now]?", "How many were on the bus at first?"),
    ("{a} had {n} dollars.|There were {n} dollars in {a}'s [wallet|piggy bank|account].|{a} had saved {n} dollars.|In {month}, {a} had {n} dollars.",
     "{he} [earned|made|got] {n} dollars|{his} {rel} gave {him} {n} dollars|{he} got another {n} dollars [for chores|from {b}|]|{he} earned {n} dollars mowing lawns", "{he} spent {n} dollars [at {place}|on {things}|]|{he} [bought a(n) {thing} for|paid] {n} dollars|{he} lost {n} dollars",
     "How much money does {he} have [now|left|in the end|]?|How many dollars does {a} have [now|]?|How much money [would|did] {a} have [in the end|]?", "How much money did {a} have at first?"),
    ("A tank [holds|had|has] {n} liters of water.|There were {n} liters of water in the tank.|{a} filled a tank with {n} liters of water.",
     "{he} [added|poured in] {n} liters|{n} liters were added", "{he} used {n} liters|{n} liters [leaked out|ran out]",
     "How many liters [of water |]are in the tank now?|How much water is in the tank now?", "How many liters were in the tank at first?"),
    ("{a} weighed {n} pounds.|The box weighed {n} pounds.", "{n} pounds were added|another {n} pounds were put on", "{n} pounds were [lost|taken off]",
     "What is the weight now?|How many pounds is it now?", "What was the weight at first?"),
    ("A rope [is|was] {n} meters long.|{a} had a ribbon of {n} centimeters.|{a} has {n} feet of string.", "{he} tied on {n} more|a piece of length {n} was added", "{he} cut off {n}|{a} used {n} of it|a piece of length {n} was cut off",
     "How long is it now?|What is the length now?", "How long was it at first?"),
    ("{a} scored {n} points [in the first round|].|{a}'s team had {n} points.", "{he} scored {n} more [points|]|in the next round {he} won {n} points", "{he} lost {n} points|in the last round {he} lost {n}",
     "What is the score now?|How many points [does|did] {he} have [now|in the end|]?|What was the final score?", "How many points were there at first?"),
    ("{a} picked {n} {things} [from {his} garden|].|{a} had {n} {things}.", "{he} [picked|found] {n} more [the next day|]|{he} [picked|got] {n} others", "{b} asked for {n} and got them|{n} of them went to {his} {rel}|{he} gave {n} to {b}",
     "How many {things} [would|does|did] {he} have [in the end|now|total|]?|How many {things} are there [now|in all]?", "How many {things} did {he} have at first?"),
    ("{a} [baked|made|cooked] {n} {things} [for the bake sale|for the school|].", "{he} [made|baked] {n} more|{b} brought {n} others", "guests ate {n} of them|{n} were eaten|{b} ate {n} of them|{n} went to {his} {rel}",
     "How many are [there|left] now?|How many {things} are there [now|in the end]?|How many {things} did {a} have in the end?", "How many {things} were made at first?"),
)  # fmt: skip
_TOLD = {
    "end": weave({}, (
        "{start} {one}. {ask}", "{start} {two}. {ask}", "{start} Then {two}. {ask}", "{start} [Here is what happened next:|Some time later,] {two}. {ask}",
        "{start} [Later|After that|The next day] {one}. {ask}", "{start} If {two}, {ask_low}", "{start} If {one}, {ask_low}",
        "{start} On {day} {two}. {ask}", "[It was {day}.|{b} was there too.] {start} {one}. {ask}", "{start} {two}. [So|Now] {ask_low}",
        "{start} After {two}, {ask_low}", "{start} When {two}, {ask_low}", "{start} [But|And] then {one}. {ask}")),
    "first": weave({"now": "Now [there are|it is|the number is] {end}.|In the end [there were|the number was|it was] {end}.|That left {end}.|After that, {end} [was the number|were left]."}, (
        "{start} {one}. <now> {ask}", "{start} {two}. <now> {ask}", "{start} Then {two}. <now> {ask}", "{start} Later {two}. <now> {ask}",
        "{start} [On {day}|Yesterday] {two}. <now> {ask}", "{start} {two}. If [{end} are left|there are {end}|the number is {end}] now, {ask_low}",
        "{start} After {two}, [there were|it was|the number was] {end}. {ask}", "{start} When {two}, the number was {end}. {ask}",
        "{ask} [Later,|Then] {two}. <now>", "It was {day}. {start} {two}. <now> {ask}", "{start} {one}. {end} [is the number|are left] now. {ask}",
        "[Today|This morning] {two}. <now> {ask}")),
}  # fmt: skip
_TOLD_KEPT = {
    "end": weave({}, ("{start} On {day}, {two}. So {ask_low}", "{start} In the end, {two}. {ask}", "[Here is a story.|{a} was there.] {start} {two}. {ask}")),
    "first": weave({}, ("{start} [In the evening|Some time later,] {two}. Now the number is {end}. {ask}", "{two}. After that, there were {end}. {ask}", "{start} {one}. That left {end}. So {ask_low}")),
}  # fmt: skip


def scenes(rng: Random, level: int) -> Problem:
    start, gain, lose, ask, ask_first = rng.choice(_SETTINGS)
    kinds = (1,) if "baked" in start else (0, 5) if "garden" in start else ()
    slots = cast(rng, level, kinds) | {"noise": ""}
    count = (1, 2, rng.randint(2, 4))[level - 1]
    first = amount = size(rng, level, 4)
    changes: list[int] = []
    told: list[str] = []
    think = Reasoning("")
    for i in range(count):
        up = amount < 6 or rng.random() < 0.5
        n = size(rng, level) if up else rng.randint(2, amount - 2)
        told.append(fill(gain if up else lose, slots | {"n": n}, rng))
        changes.append(n if up else -n)
        label = "now" if i == count - 1 else "then"
        amount = think.add(label, amount, n) if up else think.take(label, amount, n)
    moves = ", ".join(f"{'got' if n > 0 else 'lost'} {abs(n)}" for n in changes)
    story = "first" if rng.random() < 0.25 else "end"
    if story == "first":
        think = Reasoning(f"{moves}, now {amount}, want first")
        back = amount
        for i, n in reversed(list(enumerate(changes))):
            label = "before" if i else "first"
            back = think.take(label, back, n) if n > 0 else think.add(label, back, -n)
    else:
        think.steps[0] = f"had {first}, {moves}, want now"
    asked = fill(ask_first if story == "first" else ask, slots, rng)
    known = "some" if story == "first" else first
    slots |= {"story": story, "start": fill(start, slots | {"n": known}, rng), "one": ". ".join(told),
              "two": " and ".join(told), "ask": asked, "ask_low": asked[0].lower() + asked[1:], "end": amount}  # fmt: skip
    return think.problem(slots, first if story == "first" else amount, story, first, changes)


_BOTH = {
    "cost": "How much [was the bill|did they pay|was it in all|did it cost]?|How many dollars did they pay?|What was the total?",
    "score": "What [would|was|is] {his} score [be|]?|How many points did {he} [get|score]?|Find the number of points.",
}
_PAIRS = {
    "sum_times": weave(_BOTH, (
        "A painter needs {p} minutes for each window. The front of the house has {x} windows and the back has {y}. How many minutes does {he} need for all?",
        "The north wing has {x} rooms and the south wing has {y}. Every room gets {p} [chairs|lamps|hooks]. How many is that [altogether|in all]?",
        "{a} set up {x} tents on {day} and {y} on {day2}. Each tent takes {p} poles. How many poles were used?",
        "A choir of {x} altos and {y} sopranos shares out {p} song sheets to every singer. How many sheets are given out?",
        "{x} trucks go to {city} and {y} go to {city2}. Each truck [carries|takes] {p} crates. How many crates leave in all?",
        "{a} knows {x} short poems and {y} long ones, and practices each of them {p} times. How many times does {he} practice?",
        "Every guest gets {p} [cups|spoons|cards]. {x} guests come from {city} and {y} from {city2}. How many are needed?",
        "{a} bought {x} {things} and {y} {others} for {p} dollars each. How much did {he} spend in all?",
        "{x} boys and {y} girls came to {place}. Each got {p} {things}. How many {things} were given out?",
        "{a} sold {x} {things} on {day} and {y} on {day2} at {p} dollars each. How much money did {he} make?",
        "Each {thing} costs {p} dollars. {a} bought {x} and {b} bought {y}. <cost>",
        "{a} worked {x} hours on {day} and {y} hours on {day2}. {he} earns {p} dollars an hour. How much did {he} earn?",
        "If tickets cost {p} dollars and {a} bought {x} for friends and {y} for family, how much did {he} pay?",
        "{a} ran {x} laps in the morning and {y} laps in the evening. Each lap is {p} meters. How many meters did {he} run?",
        "There are {x} {things} and {y} {others}. Each one needs {p} nails. How many nails does {a} need?")),
    "diff_times": weave(_BOTH, (
        "A theater has {t} rows, but {x} rows are roped off. Each open row [seats|has room for] {p} people. How many people can sit down?",
        "{a} ordered {t} planks and sent {x} of them back. Each plank weighs {p} pounds. How many pounds of planks did {he} keep?",
        "Of {t} streets in town, {x} have no street lights. Each of the others has {p}. How many street lights are there?",
        "{t} days of vacation had {x} rainy days. On every dry day {a} swam {p} laps. How many laps is that?",
        "A ferry made {t} trips, {x} of them without cars. On each of the other trips it took {p} cars. How many cars did it take?",
        "{x} of the {t} pages in the album are blank. {a} has put {p} pictures on each of the others. How many pictures are in it?",
        "{a} booked {t} lessons at {p} dollars each but got the money for {x} of them back. How much did the lessons cost {him} in the end?",
        "{a} needs {t} {things}. {he} has {x}. If each one costs {p} dollars, how much will the rest cost?",
        "{a} was invited by {t} friends but {x} did not come. Each one who came got {p} {things}. How many {things} were given?",
        "Out of {t} {things}, {x} were broken. {a} sold the rest for {p} dollars each. How much money did {he} get?",
        "Each {thing} sells for {p} dollars. {a} had {t} and kept {x}. How much money did {he} make from the others?",
        "How much will {a} pay at {p} dollars each if {he} needs {t} {things} and already has {x}?")),
    "gap_after": weave(_BOTH, (
        "One tank has {x} liters. Another has {t} liters, and {p} liters of rain run into it. How many more liters are in the second tank?",
        "{a} has {x} {things}. {b} has {t} and then {got} {p} more{got_tail}. How many more {things} does {b} have than {a}?",
        "On {day} {a} {got} {t} {things} and then {p} more. {b} {got} {x}. How many more did {a} {get}?",
        "There were {t} {others} and {x} {things}. Then {p} {others} were added. How many more {others} than {things} are there now?",
        "{a} read {t} pages in the morning and {p} pages at night. {b} read {x} pages. How many more pages did {a} read than {b}?",
        "{b} scored {x} points. {a} scored {t} points and then {p} more. By how many points did {a} win?",
        "{a} walked {t} miles on {day} and {p} miles on {day2}. {b} walked {x} miles in all. How much farther did {a} walk?",
        "{a} needs {x} dollars. {he} has {t} dollars and gets {p} dollars more. How many dollars more than needed does {he} have?",
        "A {box} has {x} {things}. Another has {t} {color} {things} and {p} {color2} {things}. How many more {things} does the second {box} have?",
        "{x} girls came to {place}. {t} boys came, and {p} more boys came later. How many more boys than girls came?",
        "How many more {things} than {b} does {a} have if {b} has {x} and {a} has {t} in one {box} and {p} in another?")),
    "scale": weave(_BOTH, (
        "{a} uses {x} cups of flour for {t} {things}. How many cups does {he} need for {u} {things}?",
        "{x} {others} are needed to make {t} {things}. How many {others} are needed to make {u} {things}?",
        "{t} {things} cost {x} dollars. At the same price, how much do {u} {things} cost?",
        "A recipe for {t} people needs {x} eggs. How many eggs are needed for {u} people?",
        "{a} can make {x} {things} in {t} hours. How many {things} can {he} make in {u} hours?",
        "If {t} {boxes} hold {x} {things}, how many {things} do {u} {boxes} hold?",
        "In {t} days, {a} read {x} pages. At this rate, how many pages will {he} read in {u} days?",
        "{a} walked {x} miles in {t} hours. At the same speed, how far will {he} walk in {u} hours?",
        "{a} earns {x} dollars in {t} days. How much does {he} earn in {u} days?",
        "A car uses {t} gallons for {x} miles. How many miles can it go with {u} gallons?",
        "{t} tickets cost {x} dollars in all. What do {u} tickets cost?",
        "How many dollars do {u} {things} cost if {t} of them cost {x} dollars?")),
}  # fmt: skip
_PAIRS_KEPT = {
    "sum_times": weave(_BOTH, ("{a} bought {x} {things} on {day} and {y} on {day2}. Each costs {p} dollars. How much did {he} spend?", "Each crate weighs {p} pounds. {a} loaded {x} crates on {day} and {y} on {day2}. How many pounds did {he} load?", "Each {box} holds {p} {things}. {a} has {x} {boxes} and {b} has {y}. How many {things} is that in all?")),
    "diff_times": weave(_BOTH, ("{a} has {t} {boxes} of {p} {things} each and sold {x} of the {boxes}. How many {things} are left?", "{x} of the {t} lamps in a hall are off. Each of the others uses {p} watts. How many watts is that?", "{a} needs {t} {things} but has only {x}. How much will the others cost at {p} dollars each?")),
    "gap_after": weave(_BOTH, ("{b} has {x} {things}. {a} has {t} and {got} {p} more{got_tail}. How many more {things} does {a} have?", "{a} found {t} {things} on {day} and {p} on {day2}, and {b} found {x}. How many more did {a} find than {b}?", "{x} {things} and {t} {others} were there, and {p} more {others} came. How many more {others} than {things} is that?")),
    "scale": weave(_BOTH, ("How many {things} are in {u} {boxes} if there are {x} in {t} {boxes}?", "{a} makes {x} dollars in {t} hours. How much does {he} make in {u} hours?", "{t} people need {x} eggs. How many do {u} people need?")),
}  # fmt: skip


def pairs(rng: Random, level: int) -> Problem:
    """Two operations: a sum or a difference that is multiplied, a sum that is compared, a rate that is scaled."""
    slots = cast(rng, level)
    story = rng.choice(("sum_times", "diff_times", "gap_after", "scale"))
    x, y = rng.randint(2, (9, 30, 200)[level - 1]), rng.randint(2, (9, 30, 200)[level - 1])
    p = rng.randint(2, (9, 12, 60)[level - 1])
    slots |= {"story": story, "x": x, "y": y, "p": p}
    match story:
        case "sum_times":
            think = Reasoning(f"{x} and {y}, {p} each, want total")
            answer = think.times("total", think.add("count", x, y), p)
            return think.problem(slots, answer, story, x, y, p)
        case "diff_times":
            slots["t"] = t = x + y
            think = Reasoning(f"{t} but not {x}, {p} each, want total")
            answer = think.times("total", think.take("count", t, x), p)
            return think.problem(slots, answer, story, t, x, p)
        case "gap_after":
            t, x = size(rng, level, 3), 0
            p = size(rng, level, 2)
            x = rng.randint(2, t + p - 1)
            slots |= {"t": t, "x": x, "p": p}
            think = Reasoning(f"first {t} and {p}, second {x}, want difference")
            answer = think.take("difference", think.add("first", t, p), x)
            return think.problem(slots, answer, story, t, p, x)
        case _:
            t, u = small(rng, level), small(rng, level)
            if t == u:
                u += 1
            slots |= {"t": t, "u": u, "x": t * p}
            think = Reasoning(f"{t} give {t * p}, want for {u}")
            answer = think.times(f"for {u}", think.over("for 1", t * p, t), u)
            return think.problem(slots, answer, story, t, p, u)


FAMILIES = retold(
    (
        Family("story_scenes", "arithmetic", scenes, by_story(**_TOLD), by_story(**_TOLD_KEPT), 1.3),
        Family("story_pairs", "arithmetic", pairs, by_story(**_PAIRS), by_story(**_PAIRS_KEPT), 1.4),
    )
)
