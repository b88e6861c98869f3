# ruff: noqa: E501
"""Stories with dollars and cents, and with fractions of cups, yards and hours."""

from fractions import Fraction
from math import lcm
from random import Random

from trainers.tasks import working
from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_telling import HANDY, Reasoning, Slots, by_story, cast, openings, weave
from trainers.tasks.item import Family, Problem

_TILL = {
    "one": "A(n) {thing} costs {p}.|One {thing} is {p}.|The price of a(n) {thing} is {p}.|At {place} a(n) {thing} costs {p}.|They sell {things} for {p} each.",
    "other": "A(n) {other} costs {q}.|One {other} is {q}.|The price of a(n) {other} is {q}.",
    "buys": "{a} buys {k} {things}.|{a} takes {k} of the {things}.|{a} gets {k} {things} {for}.|{k} {things} are bought by {a}.",
    "buys2": "{a} buys {k} {things} and {k2} {others}.|{a} takes {k} {things} and then {k2} {others}.|{a} puts {k} {things} and {k2} {others} in {his} cart.",
    "each": "{a} buys a(n) {thing} for {p} and a(n) {other} for {q}.|{a} pays {p} for a(n) {thing} and {q} for a(n) {other}.|A(n) {thing} for {p} and a(n) {other} for {q} are on {a}'s bill.",
    "tip": "{he} adds a tip of {r}.|Wrapping costs {r} more.|A bag is {r} extra.|Sending it costs {r}.",
    "off": "{he} has a coupon for {r} off.|The shop takes {r} off the bill.|{r} are taken off because {he} is a member.",
    "pays": "{he} pays with [a {h} dollar bill|${h}|{h} dollars].|{he} hands over ${h}.|The cashier gets {h} dollars from {him}.",
    "total": "How much [does {he} pay|is it [in all|altogether]|is the bill], in dollars?|What is the total in dollars?|How many dollars does it cost [in all|]?|Find the cost in dollars.",
    "change": "How much change does {he} get, in dollars?|How many dollars does {he} get back?|What is the change in dollars?",
    "unit": "{k} {things} cost {t} [in all|altogether]. How much is one, in dollars?|{a} paid {t} for {k} {things}. What is the price of one in dollars?|{a} got {k} {things} for {t}. How many dollars is that each?",
}
_TILL_KEPT = _TILL | {
    "one": "For a(n) {thing} {a} must pay {p}.",
    "buys": "{a} wants {k} of them.|{a} takes {k}.",
    "buys2": "{a} wants {k} {things} and {k2} {others}.",
    "each": "The bill of {a} has a(n) {thing} for {p} and a(n) {other} for {q} on it.",
    "total": "What does {he} pay, in dollars?",
    "change": "Find how many dollars {he} gets back.",
    "unit": "The cost of {k} {things} is {t}. Find the price of one in dollars.",
}
_TILLS = {"total": "<one> <buys> <total>", "pair": "<each> <total>", "change": "<each> <pays> <change>", "unit": "<unit>",
          "two": "<one> <other> <buys2> <total>", "tip": "<one> <buys> <tip> <total>", "off": "<one> <other> <buys2> <off> <total>",
          "two_change": "<one> <other> <buys2> <pays> <change>"}  # fmt: skip


def _price(cents: int) -> str:
    """The price as a till shows it: "$3.50", "$4" or "75 cents"."""
    if cents < 100:
        return f"{cents} cents"
    return f"${cents // 100}.{cents % 100:02}" if cents % 100 else f"${cents // 100}"


def _dollars(cents: int) -> str:
    """The amount in dollars without trailing zeros: "3.5"."""
    return f"{cents // 100}.{cents % 100:02}".rstrip("0").rstrip(".")


def prices(rng: Random, level: int) -> Problem:
    """Prices with cents, reckoned in cents: totals, tips, coupons and change."""
    slots = cast(rng, level, HANDY) | {"noise": ""}
    story = rng.choice(
        (
            ("total", "pair", "unit"),
            ("two", "tip", "change", "unit"),
            ("two_change", "two", "off", "two_change"),
        )[level - 1]
    )
    grain = rng.choice((5, 10, 25, 25, 50) if level < 3 else (1, 5, 5, 10, 25))
    p, q = (rng.randint(1, (500, 900, 1500)[level - 1] // grain) * grain for _ in range(2))
    k, k2 = (rng.randint(2, (6, 9, 12)[level - 1]) for _ in range(2))
    r = rng.randint(1, 8) * 25
    if p % 100 == q % 100 == 0 or (story == "off" and k * p + k2 * q <= r):
        return prices(rng, level)
    slots |= {
        "story": story,
        "k": k,
        "k2": k2,
        "p": _price(p),
        "q": _price(q),
        "r": _price(r),
        "t": _price(k * p),
    }
    if story == "unit":
        think = Reasoning(f"{k} for {_price(k * p)}, want each")
        think.steps.append(f"in cents: {k * p}")
        each = think.over("each", k * p, k)
        think.steps.append(f"{each} cents in dollars: {_dollars(each)}")
        return think.problem(slots, _dollars(each), story, k, p)
    pair, both = story in ("pair", "change"), story in ("two", "off", "two_change")
    given = (
        f"{_price(p)} and {_price(q)}"
        if pair
        else f"{k} at {_price(p)}" + (f", {k2} at {_price(q)}" if both else "")
    )
    last = {"tip": f", {_price(r)} more", "off": f", {_price(r)} off"}.get(story, "")
    think = Reasoning("")
    cents = [p, q] if pair or both else [p]
    cents += [r] if last else []
    think.steps.append(f"in cents: {', '.join(map(str, cents))}")
    total = p if pair else think.times("first", p, k)
    if pair or both:
        total = think.add("total", total, q if pair else think.times("second", q, k2))
    if story == "tip":
        total = think.add("in all", total, r)
    elif story == "off":
        total = think.take("in all", total, r)
    h = 0
    if story.endswith("change"):
        h = next((bill for bill in (5, 10, 20, 50, 100) if bill * 100 > total), total // 100 + 5)
        slots["h"] = h
        last = f", paid {h}"
        total = think.take("change", h * 100, total)
    think.steps[0] = f"{given}{last}, want {'change' if h else 'total'}"
    think.steps.append(f"{total} cents in dollars: {_dollars(total)}")
    told = [p, q] if pair else [k, p, *([k2, q] if both else [])]
    return think.problem(
        slots, _dollars(total), story, *told, *([r] if story in ("tip", "off") else []), *([h] if h else [])
    )


_CUP = {
    "need": "{a}'s recipe needs {x} of {stuff} [for one batch|a batch].|One batch takes {x} of {stuff}.|For each batch {a} needs {x} of {stuff}.|{a} puts {x} of {stuff} in every batch.|{x} of {stuff} make one batch.|Each time {a} bakes, {x} of {stuff} go into the dough.|To mix one batch, {a} measures out {x} of {stuff}.|{a} uses {x} of {stuff} per batch.|In one batch there are {x} of {stuff}.|{a} cooks with {x} of {stuff} at a time.|Per batch, {x} of {stuff} are stirred in by {a}.",
    "also": "It also needs {y} of {stuff2}.|{y} of {stuff2} go in as well.|To this comes {y} of {stuff2}.|{he} adds {y} of {stuff2} each time.|And then {y} of {stuff2}.|Besides, {y} of {stuff2} are in it.",
    "made": "{a} makes {k} batches.|{k} batches are made.|{he} wants {k} batches.|{a} has to make {k} of these {for}.|{b} orders {k} batches.|That is done {k} times.|On {day} {he} bakes {k} batches.|The kitchen turns out {k} batches.|{he} plans {k} of them.|They want {k} batches at {place}.",
    "used": "{a} had {n} cups of {stuff} and used {x} for [soup|bread|a cake].|Out of {n} cups of {stuff}, {a} took {x}.|From a jar with {n} cups of {stuff}, {x} went into a pan.",
    "mix": "{a} [mixes|stirs together] {x} of {stuff} and {y} of {stuff2}.|{x} of {stuff} and {y} of {stuff2} go into {a}'s bowl.|{a} pours {x} of {stuff} on {y} of {stuff2}.",
    "bag": "{he} has {n} cups of {stuff}.|The jar holds {n} cups of {stuff}.|There are {n} cups of {stuff} in the house.|The pantry has {n} cups of {stuff}.|{n} cups of {stuff} are in the bag.|{he} starts with {n} cups of {stuff}.|{b} gives {him} {n} cups of {stuff}.",
    "much": "How many cups [of {stuff} |]is that [in all|]?|How many cups of {stuff} [does {he} need|are needed]?|How much {stuff} is that, in cups?",
    "both": "How many cups is that [in all|altogether|together]?|How many cups are in the mix?|How much is it together, in cups?|What is the sum, in cups?|How many cups does it make?",
    "both_k": "How many cups is that for all the batches?|How many cups are needed in all?|How many cups go into all of them?|What do all the batches take, in cups?|How much is used in total, in cups?|In cups, what is the amount for every batch together?",
    "left": "How many cups of {stuff} are left?|How much {stuff} is left, in cups?|How many cups does {he} still have?|How many cups of it remain?|What is left over, in cups?|How many cups stay in the jar?",
    "scoops": "{a} has {n} cups of {stuff} and a scoop of {x}. How many scoops is that?|How many scoops of {x} make {n} cups of {stuff}?|{a} fills bags with {x} of {stuff} each. How many bags do {n} cups fill?",
}
_CUP_KEPT = _CUP | {
    "need": "A batch of {a}'s needs {x} of {stuff}.",
    "made": "{k} batches have to be made by {a}.",
    "used": "{a} took {x} from {n} cups of {stuff}.",
    "mix": "In {a}'s bowl there are {x} of {stuff} and {y} of {stuff2}.",
    "much": "Find the cups of {stuff} needed.",
    "both": "Find how many cups it is in all.",
    "both_k": "Find how many cups are needed.",
    "left": "Find how many cups of {stuff} are left.",
    "scoops": "From {n} cups of {stuff}, how many bags of {x} can {a} fill?",
}
_CUPS = {"times": "<need> <made> <much>", "left": "<used> <left>", "mix": "<mix> <both>", "scoops": "<scoops>",
         "times_left": "<need> <made> <bag> <left>", "mix_times": "<need> <also> <made> <both_k>"}  # fmt: skip
_STUFF = ("flour", "sugar", "milk", "rice", "oats", "honey", "butter", "cocoa", "water", "juice", "cream", "salt", "oil", "corn", "yogurt", "nuts")  # fmt: skip


def _lowest(think: Reasoning, label: str, top: int, bottom: int) -> Fraction:
    """The fraction in lowest terms: the primes of the small bottom are tried one after the other."""
    first = bottom
    for prime in (2, 3, 5):
        while bottom % prime == 0 and top % prime == 0:
            think.steps += working.divide(top, prime)
            think.steps.append(
                f"{bottom} / {prime} = {bottom // prime}, now {top // prime}/{bottom // prime}"
            )
            top, bottom = top // prime, bottom // prime
        if bottom % prime == 0:
            why = {2: f"{top} is odd", 3: _digit_sum(top), 5: f"{top} ends in {top % 10}"}[prime]
            think.steps.append(f"not by {prime}: {why}")
    value = Fraction(top, bottom)
    if first != bottom:
        think.steps.append(f"{label}: {value}")
    return value


def _digit_sum(n: int) -> str:
    """Why a number is not a multiple of 3: its digits' sum is none."""
    digits = "+".join(str(n))
    return f"{digits} = {sum(map(int, str(n)))}" if n > 9 else f"{n} is no multiple of 3"


def _over(think: Reasoning, f: Fraction, bottom: int) -> int:
    """The top of f over another bottom, worked out."""
    if f.denominator == bottom:
        return f.numerator
    by = bottom // f.denominator
    think.steps.append(f"{f}: {bottom} / {f.denominator} = {by}")
    think.steps += working.multiply(f.numerator, by)
    return f.numerator * by


def _common(think: Reasoning, a: int, b: int) -> int:
    """The smallest common bottom: multiples of the larger one until the smaller one divides."""
    bottom, big = lcm(a, b), max(a, b)
    if a == b:
        think.steps.append(f"same bottom {a}")
    else:
        multiples = ", ".join(str(m) for m in range(big, bottom + 1, big))
        think.steps.append(f"bottoms {a} and {b}: multiples of {big} are {multiples}, so over {bottom}")
    return bottom


def _sum(think: Reasoning, label: str, a: Fraction, b: Fraction, sign: int = 1) -> Fraction:
    """a + b or a - b over a common denominator."""
    if a.denominator == b.denominator == 1:
        work = think.add if sign > 0 else think.take
        return Fraction(work(label, a.numerator, b.numerator))
    bottom, op = _common(think, a.denominator, b.denominator), "+" if sign > 0 else "-"
    x, y = _over(think, a, bottom), _over(think, b, bottom)
    think.steps.append(f"tops over {bottom}: {x} {op} {y}")
    think.steps += working.add(x, y) if sign > 0 else working.subtract(x, y)
    think.steps.append(f"{label}: {x + sign * y}/{bottom}")
    return _lowest(think, label, x + sign * y, bottom)


def _product(think: Reasoning, label: str, a: Fraction, k: int) -> Fraction:
    if a.denominator == 1:
        return Fraction(think.times(label, a.numerator, k))
    top = think.times("top", a.numerator, k)
    think.steps.append(f"{label}: {top}/{a.denominator}")
    return _lowest(think, label, top, a.denominator)


def _ended(think: Reasoning, slots: Slots, label: str, answer: Fraction, *key: object) -> Problem:
    """The problem, its answer said once more where the last line says something else."""
    if not think.steps[-1].endswith(f" {answer}"):
        think.steps.append(f"{label}: {answer}")
    return think.problem(slots, answer, *key)


def cups(rng: Random, level: int) -> Problem:
    """Fractions of a cup: batches, mixes, what is left, scoops."""
    stuff, stuff2 = rng.sample(_STUFF, 2)
    slots = cast(rng, level) | {"noise": "", "stuff": stuff, "stuff2": stuff2}
    story = rng.choice(
        (("times", "mix", "left"), ("times", "mix", "left", "scoops"), ("times_left", "mix_times"))[level - 1]
    )
    bottoms = ((2, 3, 4), (2, 3, 4, 6, 8), (2, 3, 4, 5, 6, 8))[level - 1]
    x, y = (Fraction(rng.randint(1, (1, 2, 3)[level - 1] * b), b) for b in rng.choices(bottoms, k=2))
    k, n = rng.randint(2, (6, 9, 12)[level - 1]), rng.randint(2, 6 * level)
    if x.denominator == 1 or y.denominator == 1 or (story == "left" and x >= n):
        return cups(rng, level)
    if story == "times_left":
        n = int(x * k) + rng.randint(1, 9)
    elif story == "scoops":
        n = x.numerator * rng.randint(1, 4)
    slots |= {
        "story": story,
        "k": k,
        "n": n,
        "x": f"{x} cup{'s' if x > 1 else ''}",
        "y": f"{y} cup{'s' if y > 1 else ''}",
    }
    match story:
        case "times":
            think = Reasoning(f"{x} each, {k} times, want total")
            return _ended(think, slots, "total", _product(think, "total", x, k), story, x, k)
        case "mix":
            think = Reasoning(f"{x} and {y}, want all")
            return _ended(think, slots, "all", _sum(think, "all", x, y), story, x, y)
        case "left":
            think = Reasoning(f"had {n}, {x} out, want left")
            return _ended(think, slots, "left", _sum(think, "left", Fraction(n), x, -1), story, n, x)
        case "scoops":
            think = Reasoning(f"{n} in all, {x} each, want how many")
            think.steps.append(f"{n} / ({x}): {n} * {x.denominator} = {n * x.denominator}")
            return think.problem(slots, think.over("how many", n * x.denominator, x.numerator), story, n, x)
        case "times_left":
            think = Reasoning(f"{x} each, {k} times, had {n}, want left")
            left = _sum(think, "left", Fraction(n), _product(think, "used", x, k), -1)
            return _ended(think, slots, "left", left, story, x, k, n)
        case _:
            think = Reasoning(f"{x} and {y}, {k} times, want total")
            total = _product(think, "total", _sum(think, "one batch", x, y), k)
            return _ended(think, slots, "total", total, story, x, y, k)


FAMILIES = retold(
    Family(name, "arithmetic", make,
           by_story(**{story: weave(clauses, openings(body)) for story, body in bodies.items()}),
           by_story(**{story: weave(kept, openings(body, kept=True)) for story, body in bodies.items()}), 0.8)
    for name, make, clauses, kept, bodies in (
        ("story_prices", prices, _TILL, _TILL_KEPT, _TILLS),
        ("story_cups", cups, _CUP, _CUP_KEPT, _CUPS),
    )
)  # fmt: skip
