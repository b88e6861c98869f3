# ruff: noqa: E501
"""Stories of two and three steps about places: rows with gaps, halls with seats and tickets, laps and distances."""

from random import Random

from trainers.tasks.arithmetic import stories_places_words as words
from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_telling import Reasoning, by_story, cast, openings, small, weave, wider
from trainers.tasks.item import Family, Problem

_ROWS = {
    "rows": """{a} [set|put] {item} in {r} rows of {n}.|There are {r} rows of {item} with {n} in [each|a] row.|{n} {item} stand in each of {r} rows.|{a} counts {r} rows of {item}, {n} to a row.|A hall has {r} rows, and each row has {n} {item}.|{a} [made|laid out] {r} equal rows of {n} {item} [each|].|Each row has {n} {item}, and there are {r} rows.""",
    "gap": "{m} of them are missing.|{m} [places|spots] are empty.|{b} [took|carried off] {m} of them.|{m} had to be [taken away|removed].|But {m} were never delivered.|{m} of the {item} are broken and go out.",
    "extra": "{m} more {item} stand [by the wall|outside|in a corner].|{b} brings {m} more.|{m} others are kept in the back room.",
    "total": "How many {item} are there [in all|altogether|]?|How many {item} is that?|Find the number of {item}.",
    "new": """[The others|Those that are left] are put in rows of {g}. How many rows does that make?|{a} makes new rows of {g} from those that are left. How many rows are there now?|How many rows of {g} can be made from the others?""",
    "new_k": """[The others|Those that are left] are put in {g} equal rows. How many are in a row?|{a} makes {g} equal rows from those that are left. How many {item} does each new row have?|If the others stand in {g} equal rows, how many are in each row?""",
    "new_all": """All of them are put in rows of {g}. How many rows does that make?|{a} makes new rows of {g} from all of them. How many rows are there now?|How many rows of {g} can be made from all of these?""",
}
_ROWS_KEPT = _ROWS | {
    "rows": "The {item} of {a} are in {r} rows, and a row has {n} of them.|{r} rows of {n} {item} each were made by {a}.",
    "total": "What is the number of {item} in all?",
    "new": "With {g} to a row, how many rows do the others make?",
    "new_k": "Find how many are in a row when the others make {g} equal rows.",
    "new_all": "With {g} to a row, how many rows do all of them make?",
}
_ROW_TALES = {"total": "<rows> <total>", "gap": "<rows> <gap> <total>", "extra": "<rows> <extra> <total>", "gap_rows": "<rows> <gap> <new>",
              "gap_each": "<rows> <gap> <new_k>", "extra_rows": "<rows> <extra> <new_all>"}  # fmt: skip
_ITEMS = ("chairs", "desks", "lamps", "benches", "stones", "tiles", "flower pots", "tents", "posts", "bottles", "candles", "cones", "boots", "bikes", "stools", "jars")  # fmt: skip


def rows(rng: Random, level: int) -> Problem:
    """Rows of so many with some missing or added, then put in other rows."""
    slots = cast(rng, level) | {"noise": "", "item": rng.choice(_ITEMS)}
    story = rng.choice(
        (("total",), ("gap", "extra", "gap_rows"), ("gap_rows", "gap_each", "extra_rows"))[level - 1]
    )
    r, n, g = (rng.randint(2, (9, 15, 30)[level - 1]) for _ in range(3))
    total, regroup = r * n, story.endswith(("rows", "each"))
    m = rng.randint(2, max(3, total // 3))
    if regroup:
        m = (total if story.startswith("gap") else -total) % g + g * rng.randint(0, 3)
    left = total - m if story.startswith("gap") else total + m
    if story != "total" and (m < 2 or left < (2 * g if regroup else 2)):
        return rows(rng, level)
    slots |= {"story": story, "r": r, "n": n, "m": m, "g": g}
    change = {"g": f", {m} out", "e": f", {m} more"}.get(story[0], "")
    want = {"rows": f"rows of {g}", "each": f"in each of {g} rows"}.get(story.split("_")[-1], "total")
    think = Reasoning(f"{slots['item']}: {r} rows of {n}{change}, want {want}")
    answer = think.times("rows", r, n)
    if story == "total":
        return think.problem(slots, answer, story, r, n)
    answer = think.take("left", answer, m) if story.startswith("gap") else think.add("all", answer, m)
    if not regroup:
        return think.problem(slots, answer, story, r, n, m)
    return think.problem(
        slots, think.over("in each" if story.endswith("each") else "new rows", answer, g), story, r, n, m, g
    )


_HALL = {
    "hall": "A [theater|cinema|hall|concert hall|circus tent] has {r} rows of {n} seats.|The [theater|stadium stand|circus] of {city} has {r} rows with {n} seats in each.|There are {n} seats in each of the {r} rows of a [hall|theater|cinema].|{a} runs a [hall|small theater|cinema] with {r} rows of {n} seats.",
    "empty": "On {day} {m} seats [stay|are] empty.|{m} tickets were not sold.|All seats but {m} are taken.|{m} of the seats are [broken|closed off] and the rest are taken.",
    "price": "A ticket costs [${p}|{p} dollars].|Every seat costs [${p}|{p} dollars].|The price of a ticket is [${p}|{p} dollars].|Guests pay [${p}|{p} dollars] a seat.",
    "full": "The show is sold out.|All tickets are sold.|Every seat is taken.",
    "seats": "How many seats is that [in all|]?|How many people can sit there?|How many seats are there?",
    "taken": "How many people [came|are in the hall]?|How many seats are taken?|How many tickets were sold?",
    "money": "How much money do the tickets bring in?|How many dollars are paid [in all|]?|How much [is taken in|was paid for the tickets]?",
    "mixed": """[For a show|For a concert|For a ball game|On {day}], {x} tickets [are|were] sold at [${p}|{p} dollars] and {y} at [${q}|{q} dollars].|{x} people paid [${p}|{p} dollars] for a seat in front, and {y} paid [${q}|{q} dollars] for one at the back.|{a} sold {x} seats below for [${p}|{p} dollars] each and {y} seats in the balcony for [${q}|{q} dollars] each.""",
    "rent": "The hall costs {a} [${e}|{e} dollars].|{a} pays the band [${e}|{e} dollars] from it.|[${e}|{e} dollars] go for lights and music.|{a} owes [${e}|{e} dollars] for the hall.",
    "gain": "How much [money |]is left for {a}?|What does {a} gain [in dollars|]?|How many dollars [are left|does {a} keep]?",
}  # fmt: skip
_HALL_KEPT = _HALL | {
    "hall": "{city} has a theater of {r} rows, and a row has {n} seats.|In the hall that {a} runs, {r} rows have {n} seats each.",
    "seats": "Find the number of seats.",
    "taken": "Find how many seats were taken.",
    "money": "What do the guests pay in all?",
    "mixed": "{a} sold {x} tickets that cost [${p}|{p} dollars] and {y} tickets that cost [${q}|{q} dollars].",
    "gain": "How much does {a} have left of it?",
}
_HALL_TALES = {"seats": "<hall> <seats>", "taken": "<hall> <empty> <taken>", "sold_out": "<hall> <price> <full> <money>",
               "income": "<hall> <empty> <price> <money>", "mixed": "<mixed> <money>", "mixed_rent": "<mixed> <rent> <gain>"}  # fmt: skip


def seats(rng: Random, level: int) -> Problem:
    """Seats in rows and what their tickets bring in."""
    slots = cast(rng, level) | {"noise": ""}
    story = rng.choice((("seats",), ("taken", "sold_out", "mixed"), ("income", "mixed_rent"))[level - 1])
    r, n = (rng.randint(3, (9, 15, 35)[level - 1]) for _ in range(2))
    p, q = (rng.randint(2, (9, 12, 25)[level - 1]) for _ in range(2))
    x, y = (rng.randint(5, (20, 60, 180)[level - 1]) for _ in range(2))
    m, e = rng.randint(2, r * n // 2), rng.randint(5, (x * p + y * q) // 2)
    slots |= {"story": story, "r": r, "n": n, "p": p, "q": q, "x": x, "y": y, "m": m, "e": e}
    if story.startswith("mixed"):
        rent = story == "mixed_rent"
        think = Reasoning(
            f"{x} at {p}, {y} at {q}{f', {e} out' if rent else ''}, want {'left' if rent else 'money'}"
        )
        answer = think.add("money", think.times("first", x, p), think.times("second", y, q))
        if rent:
            return think.problem(slots, think.take("left", answer, e), story, x, p, y, q, e)
        return think.problem(slots, answer, story, x, p, y, q)
    empty, paid = story in ("taken", "income"), story in ("income", "sold_out")
    think = Reasoning(
        f"{r} rows of {n}{f', {m} out' if empty else ''}{f', {p} each' if paid else ''}, want {'money' if paid else 'seats'}"
    )
    answer = think.times("seats", r, n)
    if empty:
        answer = think.take("taken", answer, m)
    if paid:
        answer = think.times("money", answer, p)
    return think.problem(slots, answer, story, r, n, *([m] if empty else []), *([p] if paid else []))


_LAPS = {
    "lap": "A lap [of the track|around the lake|of the pool|through the park] is {n} {unit} [long|].|The [path around the lake|track|loop through the woods] measures {n} {unit}.|Once around the [track|field|lake] is {n} {unit}.|One lap is {n} {unit}.",
    "once": "{a} [does|runs|finishes] {k} laps.|{a} goes around {k} times.|{k} laps are done by {a}.",
    "daily": "{a} [does|runs|finishes] {k} laps a day [for|on each of] {d} days.|On each of {d} days {a} goes around {k} times.|For {d} days in a row {a} does {k} laps.|{a} trains on {d} days, with {k} laps each day.",
    "far": "How many {unit} is that [in all|]?|How far is that in {unit}?|How many {unit} does {he} cover [in all|altogether]?",
    "goal": "{his} goal is {t} {unit}. How many {unit} are still to go?|{he} wants to get to {t} {unit}. How many {unit} are left?|How many {unit} are missing to a goal of {t} {unit}?",
    "second": "{b} covers {m} {unit} in that time.|{b} has gone {m} {unit} meanwhile.|In the same days {b} covers {m} {unit}.",
    "ahead": "How many {unit} farther does {a} get than {b}?|By how many {unit} is {a} ahead?|How far is {a} in front of {b}?",
    "plus": "The way home adds {m} {unit}.|{he} also walks {m} {unit} [home|to cool down].|{m} {unit} on the road come on top.",
    "trip": "From {city} to {city2} it is {t} {unit}. {a} has gone {d} legs of {n} {unit} [each|].|{a} is on a path of {t} {unit} and has done {d} parts of {n} {unit} each.|A tour of {t} {unit} is planned. For {d} days {a} covered {n} {unit} a day.",
    "rest": "The rest is done in {k} equal parts. How many {unit} is each [part|of them]?|{he} wants to cover the rest in {k} equal days. How many {unit} a day is that?|How long is each part if the rest is split into {k} equal parts?",
}
_LAPS_KEPT = _LAPS | {
    "lap": "To go around the lake once is {n} {unit}.",
    "once": "{a} has {k} laps to do.",
    "daily": "{k} laps a day is what {a} does for {d} days.",
    "far": "Find the {unit} in all.",
    "goal": "With a goal of {t} {unit}, how many {unit} are left to go?",
    "ahead": "Find how many {unit} {a} is ahead of {b}.",
    "rest": "Find the length of a part if {k} equal parts make up the rest.",
}
_LAP_TALES = {"once": "<lap> <once> <far>", "daily": "<lap> <daily> <far>", "goal": "<lap> <daily> <goal>", "ahead": "<lap> <daily> <second> <ahead>",
              "plus": "<lap> <once> <plus> <far>", "rest": "<trip> <rest>", "daily_plus": "<lap> <daily> <plus> <far>"}  # fmt: skip


def laps(rng: Random, level: int) -> Problem:
    """Laps a day and what they come to, a goal, a second runner, a tour in equal parts."""
    slots = cast(rng, level) | {
        "noise": "",
        "unit": rng.choice(("meters", "yards", "feet", "steps", "miles", "kilometers")),
    }
    story = rng.choice(
        (("once",), ("daily", "plus", "rest"), ("goal", "ahead", "daily_plus", "rest"))[level - 1]
    )
    n = rng.choice((rng.randint(2, 12 * level), rng.randint(2, (9, 12, 40)[level - 1]) * 10))
    k, d = small(rng, min(level, 2)), rng.randint(2, (5, 9, 14)[level - 1])
    slots |= {"story": story, "n": n, "k": k, "d": d}
    if story == "rest":
        part = rng.randint(2, 40 * level)
        slots["t"] = t = d * n + k * part
        think = Reasoning(f"whole {t}, {d} of {n} done, rest in {k} parts, want 1 part")
        rest = think.take("rest", t, think.times("done", d, n))
        return think.problem(slots, think.over("1 part", rest, k), story, t, d, n, k)
    days = story not in ("once", "plus")
    think = Reasoning("")
    far = think.times("far", think.times("laps", d, k) if days else k, n)
    told, extra, want = f"lap {n}, {k} laps{f' for {d} days' if days else ''}", "", "far"
    key: tuple[int, ...] = (k, n, *([d] if days else []))
    match story:
        case "goal":
            slots["t"] = t = far + rng.randint(2, 400)
            extra, want, answer = f", goal {t}", "left", think.take("left", t, far)
            key += (t,)
        case "ahead":
            slots["m"] = m = rng.randint(2, far - 1)
            extra, want, answer = f", second {m}", "difference", think.take("difference", far, m)
            key += (m,)
        case "plus" | "daily_plus":
            slots["m"] = m = rng.randint(2, 90 * level)
            extra, answer = f", {m} more", think.add("in all", far, m)
            key += (m,)
        case _:
            answer = far
    think.steps[0] = f"{told}{extra}, want {want}"
    return think.problem(slots, answer, story, *key)


def swapped(body: str) -> str:
    """The facts with the price or the lap told elsewhere, where that leaves no pronoun without its noun."""
    if "<hall>" in body and "<price>" in body:
        return f"<price> {body.replace('<price> ', '')}"
    return body.replace("<lap> <once>", "<once> <lap>").replace("<lap> <daily>", "<daily> <lap>")


FAMILIES = retold(
    Family(name, "arithmetic", make,
           by_story(**{story: weave(wider(clauses, more), [*openings(body), *openings(swapped(body))])
                       for story, body in bodies.items()}),
           by_story(**{story: weave(kept, openings(body, kept=True)) for story, body in bodies.items()}), 0.8)
    for name, make, clauses, more, kept, bodies in (
        ("story_rows", rows, _ROWS, words.ROWS, _ROWS_KEPT, _ROW_TALES),
        ("story_seats", seats, _HALL, words.HALL, _HALL_KEPT, _HALL_TALES),
        ("story_laps", laps, _LAPS, words.LAPS, _LAPS_KEPT, _LAP_TALES),
    )
)  # fmt: skip
