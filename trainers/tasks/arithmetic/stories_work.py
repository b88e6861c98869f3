# ruff: noqa: E501
"""Stories of two and three steps about work: shifts with pay, savings with an expense, harvests by the basket."""

from random import Random

from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_telling import Reasoning, by_story, cast, openings, size, weave
from trainers.tasks.item import Family, Problem

_JOBS = {
    "job": "[{a} works at a [library|bakery|hotel|farm|museum|pool|garage|hospital].|{a} has a job in {city}.|{a} drives a bus.|{a} walks dogs for {his} neighbors.|{a} teaches piano.|{a} cleans windows.|{a} tends a night desk.|]",
    "shift": """{a} works {d} shifts of {h} hours each [a week|in a week|this week].|This week {a} has {d} shifts, and every shift lasts {h} hours.|{a} worked {h} hours a day for {d} days.|
Each shift {a} works takes {h} hours, and {he} does {d} of them.|On each of {d} days {a} works for {h} hours.|{a} signed up for {d} shifts. One shift is {h} hours.|For {d} days {a} was at work from morning on, {h} hours every day.""",
    "wage": """The pay is [${w}|{w} dollars] [an hour|per hour].|{he} [gets|makes|is paid] [${w}|{w} dollars] [an hour|for each hour].|Every hour pays [${w}|{w} dollars].|An hour of work brings {him} [${w}|{w} dollars].|{his} hourly pay is [${w}|{w} dollars].""",
    "bonus": """At the end there is a bonus of [${m}|{m} dollars].|The boss adds [${m}|{m} dollars] for good work.|Guests also left tips of [${m}|{m} dollars] in all.|On top of that, {he} got [${m}|{m} dollars] for cleaning up.|{he} also sold an old bike for [${m}|{m} dollars].""",
    "cost": """[${m}|{m} dollars] of it goes to [rent|the bus pass|tools|taxes].|{he} pays [${m}|{m} dollars] for lunches and the bus out of it.|{he} had to buy work shoes for [${m}|{m} dollars].|Out of the pay {he} gives [${m}|{m} dollars] to {his} {rel}.""",
    "earned": "How much [does|did] {he} earn [in all|altogether|]?|How many dollars is that [in all|altogether]?|What [is|was] the pay for all of it?|Find the total pay [in dollars|].",
    "with": "How much money does {he} end up with?|How many dollars is that [in all|altogether]?|How much does {he} take home?|What does it all come to [in dollars|]?",
    "kept": "How much [money |]is left?|How many dollars does {he} keep?|How much money does {he} end up with?|What is left of the pay?",
    "hours": "How many hours [is that|does {he} work] [in all|altogether]?|Find the number of hours.",
    "need": """{he} wants to earn [${t}|{t} dollars]. How many such shifts must {he} work?|How many shifts does {he} need to earn [${t}|{t} dollars]?|{he} needs [${t}|{t} dollars] {for}. How many shifts is that?""",
    "long": "Each shift {a} works lasts {h} hours.|A shift for {a} is {h} hours long.|{a} works in shifts of {h} hours.|When {a} works, it is always for {h} hours.",
}  # fmt: skip
_JOBS_KEPT = _JOBS | {
    "shift": "The work of {a} is {d} shifts, each of {h} hours.|{a} was at work on {d} days and for {h} hours on each of them.",
    "wage": "For an hour {he} gets [${w}|{w} dollars].|The boss pays {him} [${w}|{w} dollars] for each hour.",
    "earned": "What did {he} earn in all?",
    "with": "Find how much money that is in all.",
    "kept": "Find how much is left of the pay.",
    "hours": "What is the number of hours in all?",
    "need": "In how many shifts will {he} earn [${t}|{t} dollars]?",
}
_SHIFTS = {"hours": "<job> <shift> <hours>", "pay": "<job> <shift> <wage> <earned>", "bonus": "<job> <shift> <wage> <bonus> <with>",
           "cost": "<job> <shift> <wage> <cost> <kept>", "need": "<job> <long> <wage> <need>"}  # fmt: skip


def shifts(rng: Random, level: int) -> Problem:
    """Hours a shift, pay an hour, and a bonus or a cost."""
    slots = cast(rng, level) | {"noise": ""}
    d, h, w = (
        rng.randint(2, (6, 9, 24)[level - 1]),
        rng.randint(2, (8, 9, 12)[level - 1]),
        rng.randint(3, (12, 25, 48)[level - 1]),
    )
    story = rng.choice(
        (("hours", "pay"), ("pay", "bonus", "cost", "need"), ("bonus", "cost", "cost", "need"))[level - 1]
    )
    pay = d * h * w
    m = rng.randint(5, pay // 2 if story == "cost" else 90 * level)
    slots |= {"story": story, "d": d, "h": h, "w": w, "m": m, "t": pay}
    if story == "need":
        think = Reasoning(f"shift of {h} hours, {w} an hour, {pay} in all, want shifts")
        return think.problem(slots, think.over("shifts", pay, think.times("1 shift", h, w)), story, h, w, d)
    extra = {"bonus": f", {m} more", "cost": f", {m} out"}.get(story, "")
    think = Reasoning(f"{d} shifts of {h} hours{'' if story == 'hours' else f', {w} an hour'}{extra}, want "
                      f"{'hours' if story == 'hours' else 'money'}")  # fmt: skip
    hours = think.times("hours", d, h)
    if story == "hours":
        return think.problem(slots, hours, story, d, h)
    answer = think.times("pay", hours, w)
    if story != "pay":
        answer = think.add("in all", answer, m) if story == "bonus" else think.take("left", answer, m)
    return think.problem(slots, answer, story, d, h, w, *([] if story == "pay" else [m]))


_SAVING = {
    "starts": """{a} has [${s}|{s} dollars] [in a jar|in the bank|put aside|].|There are [${s}|{s} dollars] in {a}'s money box.|{a} [begins|starts] with [${s}|{s} dollars].|{a}'s savings stand at [${s}|{s} dollars].|{a}'s {rel} opened an account for {him} with [${s}|{s} dollars].""",
    "puts": """[Every|Each] week {he} [adds|puts in|saves] [${p}|{p} dollars].|{he} [saves|adds|sets aside] [${p}|{p} dollars] a week.|From {month} on, {he} saves [${p}|{p} dollars] a week.|{his} weekly pay lets {him} add [${p}|{p} dollars] each time.""",
    "spends": """Then the bike needs a repair for [${e}|{e} dollars].|{he} [pays|spends] [${e}|{e} dollars] for a [coat|school trip|pair of glasses|phone repair] [along the way|] from the savings.|[${e}|{e} dollars] of the savings go for a present for {b}.|After that {he} lends {b} [${e}|{e} dollars] of it.|Meanwhile a dentist's bill takes [${e}|{e} dollars].""",
    "after": "How much [money |]does {he} have after {k} weeks?|How many dollars are there after {k} weeks?|What has {he} got when {k} weeks are over?|How much is it at the end of {k} weeks?",
    "short": """{he} [wants|would like] a [guitar|camera|tent|scooter|telescope] for [${g}|{g} dollars]. How much is {he} short after {k} weeks?|The goal is [${g}|{g} dollars]. How much is missing after {k} weeks?|{he} needs [${g}|{g} dollars] for a course. After {k} weeks, how many more dollars are needed?""",
    "weeks": """The goal is [${g}|{g} dollars]. How many weeks does {he} have to save?|In how many weeks does {he} have [${g}|{g} dollars]?|{he} wants a [guitar|camera|tent|scooter|telescope] for [${g}|{g} dollars]. After how many weeks can {he} pay for it?""",
    "first": """{a} had [${s}|{s} dollars] and paid [${e}|{e} dollars] for [a repair|a school trip|a coat].|Out of [${s}|{s} dollars], {a} lent {b} [${e}|{e} dollars].|{a}'s savings were [${s}|{s} dollars] before a bill of [${e}|{e} dollars] was paid.""",
}  # fmt: skip
_SAVING_KEPT = _SAVING | {
    "starts": "At first the savings of {a} are [${s}|{s} dollars].",
    "puts": "{he} sets [${p}|{p} dollars] aside each week.|A week adds [${p}|{p} dollars] to it.",
    "after": "Find how many dollars {he} has when {k} weeks are over.",
    "short": "How far from [${g}|{g} dollars] is {he} after {k} weeks?",
    "weeks": "How many weeks are needed to have [${g}|{g} dollars]?",
}
_SAVES = {"after": "<starts> <puts> <after>", "spent": "<starts> <puts> <spends> <after>", "short": "<starts> <puts> <spends> <short>",
          "weeks": "<first> <puts> <weeks>"}  # fmt: skip


def saving(rng: Random, level: int) -> Problem:
    """Weekly savings on top of a first amount, with an expense: the balance, what is missing, the weeks."""
    slots = cast(rng, level) | {"noise": ""}
    story = rng.choice((("after",), ("after", "spent", "weeks"), ("spent", "short", "weeks"))[level - 1])
    s, p, k = (
        size(rng, level, 5),
        rng.randint(2, (12, 30, 90)[level - 1]),
        rng.randint(2, (9, 12, 30)[level - 1]),
    )
    e = rng.randint(2, (s if story == "weeks" else s + p * k) - 2)
    have = s + p * k - (0 if story == "after" else e)
    g = have + (rng.randint(2, 60 * level) if story == "short" else 0)
    slots |= {"story": story, "s": s, "p": p, "k": k, "e": e, "g": g}
    if story == "weeks":
        think = Reasoning(f"had {s}, {e} out, {p} a week, goal {g}, want weeks")
        rest = think.take("missing", g, think.take("have", s, e))
        return think.problem(slots, think.over("weeks", rest, p), story, s, e, p, k)
    want = f"missing to {g}" if story == "short" else "money"
    think = Reasoning(
        f"had {s}, {p} a week for {k} weeks{'' if story == 'after' else f', {e} out'}, want {want}"
    )
    answer = think.add("in all", s, think.times("saved", k, p))
    if story != "after":
        answer = think.take("left", answer, e)
    if story == "short":
        answer = think.take("missing", g, answer)
    told = {"after": (), "spent": (e,), "short": (e, g)}[
        story
    ]  # numbers not told are not part of the problem
    return think.problem(slots, answer, story, s, p, k, *told)


_CROP = {
    "picks": """{a} and {his} helpers [pick|harvest] {k} baskets of {fruit}.|{k} baskets of {fruit} were [picked|filled] on {a}'s farm.|On {day} {a} [filled|brought in] {k} baskets of {fruit}.|The harvest of {a} is {k} baskets of {fruit}.|{a} has {k} baskets of {fruit} from the [garden|orchard|field].|{k} baskets of {fruit} leave {a}'s barn.|{a} sorted {fruit} into {k} baskets.|{k} baskets are full of {a}'s {fruit}.|In {a}'s shed {k} baskets of {fruit} wait for a truck.|With {b}, {a} gathered {fruit} in {k} baskets.|{a} loads {k} baskets of {fruit} on a cart.""",
    "holds": "[Each|Every|One] basket [holds|has|takes] {n} pounds.|There are {n} pounds in [a|each|every] basket.|A full basket [weighs|is] {n} pounds.|Put on the scale, a basket shows {n} pounds.|Every one of them weighs {n} pounds.|It is {n} pounds to a basket.|With {n} pounds [a|each] basket is full.|The baskets weigh {n} pounds each.",
    "rows": """{a} [grows|has planted] {r} rows of {fruit}, and each row [fills|gives|yields] {k} baskets.|There are {r} rows of {fruit} in {a}'s field. {k} baskets come from each row.|From each of {r} rows, {a} [picks|gets] {k} baskets of {fruit}.|{r} fields of {a}'s give {k} baskets of {fruit} each.|{a} planted {fruit}: {r} rows, every one good for {k} baskets.|{r} rows of {fruit} belong to {a}. A row gives {k} baskets.|Each row of {a}'s {fruit} makes {k} baskets, and there are {r} rows.""",
    "bad": "{m} pounds [spoil|are spoiled|go bad].|{he} keeps {m} pounds [for the family|for jam|at home].|[Birds|Worms|Mice] get {m} pounds of it.|{m} pounds are given to {b}.|{m} pounds are too small to use.|{m} pounds of it are [lost|eaten|thrown out].|But {m} pounds are bad.|Of this, {m} pounds stay [at home|on the farm].|{he} gives away {m} pounds.|Rain takes {m} pounds of it.|{m} pounds go to the pigs.",
    "weight": "How many pounds [is|are] that [in all|altogether]?|How many pounds does {he} have?|Find the weight of the harvest in pounds.",
    "good": "How many pounds [are left|can {he} use|remain]?|How many pounds does {he} have then?",
    "sells": "{he} sells [it|the harvest] for [${p}|{p} dollars] a pound. How much [money |]does {he} [make|take in]?|A pound sells for [${p}|{p} dollars]. How many dollars [does {he} get|is it worth]?",
    "sells_r": "The rest sells for [${p}|{p} dollars] a pound. How much [money |]does {he} [make|take in]?|{he} gets [${p}|{p} dollars] a pound for the rest. How many dollars is that?|{b} buys the rest for [${p}|{p} dollars] a pound. How much does {b} pay?|A shop takes the rest and pays [${p}|{p} dollars] for each pound. What is the bill?|{he} asks [${p}|{p} dollars] a pound for the others and sells them all. What are the takings?|Customers carry the rest home for [${p}|{p} dollars] per pound. How many dollars come in?|What are the takings if the others go for [${p}|{p} dollars] a pound?",
    "crates": "The rest goes to the market in crates of {g} pounds. How many crates [are there|does {he} fill]?|How many crates of {g} pounds can {he} fill with the rest?|Crates for {g} pounds stand ready for the others. How many does {he} use?|{he} packs what is left in crates that carry {g} pounds. How many crates leave the farm?|A truck picks the rest up in crates, {g} pounds apiece. How many crates does it load?|Into one crate go {g} pounds. How many crates take what is left?",
}  # fmt: skip
_CROP_KEPT = _CROP | {
    "picks": "{fruit} from the farm of {a} fill {k} baskets.",
    "rows": "{r} rows give {a} {fruit}, {k} baskets from each row.",
    "holds": "The weight of each basket is {n} pounds.",
    "weight": "What is the weight in all?",
    "good": "Find how many pounds are left.",
    "sells": "At [${p}|{p} dollars] a pound, how much is the harvest worth?",
    "sells_r": "At [${p}|{p} dollars] a pound, what is the rest worth?",
    "crates": "With {g} pounds in a crate, how many crates does the rest fill?",
}
_HARVESTS = {"weight": "<picks> <holds> <weight>", "good": "<picks> <holds> <bad> <good>", "sells": "<picks> <holds> <sells>",
             "rows": "<rows> <holds> <weight>", "sells_r": "<picks> <holds> <bad> <sells_r>", "rows_good": "<rows> <holds> <bad> <good>",
             "crates": "<picks> <holds> <bad> <crates>"}  # fmt: skip
_FRUIT = ("apples", "pears", "plums", "grapes", "potatoes", "carrots", "onions", "beans", "cherries", "tomatoes", "olives", "lemons", "peppers", "beets", "peaches", "figs")  # fmt: skip


def harvest(rng: Random, level: int) -> Problem:
    """Baskets of so many pounds: weight, what is good, what it sells for, crates it fills."""
    slots = cast(rng, level) | {"noise": "", "fruit": rng.choice(_FRUIT)}
    story = rng.choice(
        (("weight",), ("good", "sells", "rows"), ("sells_r", "rows_good", "crates"))[level - 1]
    )
    k, n = rng.randint(2, (12, 20, 40)[level - 1]), rng.randint(3, (12, 25, 40)[level - 1])
    r, p, g = rng.randint(2, (6, 9, 12)[level - 1]), rng.randint(2, (5, 9, 12)[level - 1]), rng.randint(2, 30)
    if "rows" in story:
        k = min(k, 15)
    total = k * n * (r if "rows" in story else 1)
    m = total % g + g if story == "crates" else rng.randint(2, max(3, total // 3))
    if total - m < 2 * g and story == "crates":
        return harvest(rng, level)
    slots |= {"story": story, "k": k, "n": n, "r": r, "p": p, "g": g, "m": m}
    bad = "bad" in _HARVESTS[story]
    given = f"{f'{r} rows of ' if 'rows' in story else ''}{k} baskets, {n} each{f', {m} out' if bad else ''}"
    want = {"sells": f"money at {p}", "sells_r": f"money at {p}", "crates": f"crates of {g}"}.get(
        story, "pounds"
    )
    think = Reasoning(f"{slots['fruit']}: {given}, want {want}")
    answer = think.times("pounds", think.times("baskets", r, k) if "rows" in story else k, n)
    if bad:
        answer = think.take("left", answer, m)
    if story.startswith("sells"):
        answer = think.times("money", answer, p)
    elif story == "crates":
        answer = think.over("crates", answer, g)
    told = [*([r] if "rows" in story else []), k, n, *([m] if bad else [])]
    told += [p] if story.startswith("sells") else [g] if story == "crates" else []
    return think.problem(slots, answer, story, *told)


FAMILIES = retold(
    Family(name, "arithmetic", make,
           by_story(**{story: weave(clauses, openings(body)) for story, body in bodies.items()}),
           by_story(**{story: weave(kept, openings(body, kept=True)) for story, body in bodies.items()}), 0.9)
    for name, make, clauses, kept, bodies in (
        ("story_shifts", shifts, _JOBS, _JOBS_KEPT, _SHIFTS),
        ("story_saving", saving, _SAVING, _SAVING_KEPT, _SAVES),
        ("story_harvest", harvest, _CROP, _CROP_KEPT, _HARVESTS),
    )
)  # fmt: skip
