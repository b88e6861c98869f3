"""Task families: units, the clock, sharing in a ratio, money, rates."""

from fractions import Fraction
from math import gcd
from random import Random

from trainers.tasks import working
from trainers.tasks.arithmetic import measures_phrasings as words
from trainers.tasks.arithmetic import measures_words as more
from trainers.tasks.arithmetic import numbers_decimals as decimals
from trainers.tasks.arithmetic.expressions_wording import NAMES, WORDS, whole
from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import short, tokens

DOMAIN = "arithmetic"

# Each kind of quantity: units as (singular, plural, symbol) with their size in the smallest of the kind.
METRIC = {
    "length": {
        ("nanometer", "nanometers", "nm"): 1, ("micrometer", "micrometers", "um"): 10**3,
        ("millimeter", "millimeters", "mm"): 10**6, ("centimeter", "centimeters", "cm"): 10**7,
        ("meter", "meters", "m"): 10**9, ("kilometer", "kilometers", "km"): 10**12,
    },
    "mass": {
        ("nanogram", "nanograms", "ng"): 1, ("microgram", "micrograms", "ug"): 10**3,
        ("milligram", "milligrams", "mg"): 10**6, ("gram", "grams", "g"): 10**9,
        ("kilogram", "kilograms", "kg"): 10**12, ("tonne", "tonnes", "t"): 10**15,
    },
    "volume": {
        ("nanoliter", "nanoliters", "nl"): 1, ("microliter", "microliters", "ul"): 10**3,
        ("milliliter", "milliliters", "ml"): 10**6, ("liter", "liters", "l"): 10**9,
    },
}  # fmt: skip
SHORT_TIMES = {
    ("nanosecond", "nanoseconds", "ns"): 1, ("microsecond", "microseconds", "us"): 10**3,
    ("millisecond", "milliseconds", "ms"): 10**6, ("second", "seconds", "s"): 10**9,
}  # fmt: skip
TIMES = {
    ("second", "seconds", "s"): 1, ("minute", "minutes", "min"): 60, ("hour", "hours", "h"): 3600,
    ("day", "days", "d"): 86400, ("week", "weeks", "weeks"): 604800,
}  # fmt: skip
LONG_TIMES = {
    ("month", "months", "months"): 1, ("year", "years", "years"): 12, ("decade", "decades", "decades"): 120,
    ("century", "centuries", "centuries"): 1200, ("millennium", "millennia", "millennia"): 12000,
}  # fmt: skip
PARTS = {
    2: "half",
    3: "third",
    4: "quarter",
    5: "fifth",
    6: "sixth",
    8: "eighth",
    10: "tenth",
    20: "twentieth",
}


def _units(rng: Random, level: int) -> tuple["Unit", "Unit", Fraction]:
    """Two units of one kind and how many of the second make one of the first."""
    kinds = [METRIC["length"], METRIC["mass"], METRIC["volume"], TIMES]
    if level > 1:
        kinds.extend((SHORT_TIMES, LONG_TIMES))
    while True:
        sizes = rng.choice(kinds)
        one, other = rng.sample(list(sizes), 2)
        ratio = Fraction(sizes[one], sizes[other])
        most = (1000, 10**6, 10**9)[level - 1]
        if most >= max(ratio.numerator, ratio.denominator) and (level > 1 or "nano" not in one[0] + other[0]):
            return one, other, ratio


Unit = tuple[str, str, str]
PREFIXES = {"nano": -9, "micro": -6, "milli": -3, "centi": -2, "kilo": 3, "tonne": 6}


def _exponent(unit: Unit) -> int:
    """The power of ten of a metric unit: milligram -3, gram 0, kilogram 3."""
    return next((power for prefix, power in PREFIXES.items() if unit[0].startswith(prefix)), 0)


def metric_lines(value: Fraction, one: Unit, other: Unit, ratio: Fraction) -> list[str]:
    """Lines that convert between metric units: their powers of ten, the places to move, the point moved."""
    m, n = _exponent(one), _exponent(other)
    way = "smaller unit, multiply" if ratio > 1 else "bigger unit, divide"
    places = f"{max(m, n)} - {working.term(min(m, n))} = {abs(m - n)} places"
    return [
        f"{decimals.decimal(value)} {one[1]} to {other[1]}",
        f"{one[0]} 10^{m}, {other[0]} 10^{n}: {places}; {way}",
        *decimals.moved(value, m - n),
    ]


def _ladder(value: Fraction, one: Unit, other: Unit) -> list[str]:
    """Lines that convert between units of time one unit at a time."""
    sizes = TIMES if one in TIMES else LONG_TIMES
    rungs = list(sizes)
    start, end = rungs.index(one), rungs.index(other)
    step = 1 if end > start else -1
    lines = [f"{decimals.decimal(value)} {one[1]} to {other[1]}"]
    for i in range(start, end, step):
        here, there = rungs[i], rungs[i + step]
        big, small = (there, here) if step > 0 else (here, there)
        factor = sizes[big] // sizes[small]
        lines.append(f"1 {big[0]} = {factor} {small[1]}")
        if step > 0:
            lines.extend(decimal_quotient(value, Fraction(factor)))
            value /= factor
        else:
            lines.extend(decimals.multiply(value, Fraction(factor)))
            value *= factor
        lines.append(f"{decimals.decimal(value)} {there[1]}")
    return lines


def make_unit_conversion(rng: Random, level: int) -> Problem:
    """A measurement in another unit of its kind; also fractions of a unit, in figures or words."""
    while True:
        one, other, ratio = _units(rng, level)
        if rng.random() < 0.4 and ratio > 1:
            bottom = rng.choice(tuple(PARTS))
            value = Fraction(rng.randint(1, (bottom, bottom * 2, 19)[level - 1]), bottom)
            result = value * ratio
            if result.denominator > 1 or value.denominator == 1:
                continue
            times = Fraction(ratio, value.denominator)
            if times.denominator > 1:
                continue
            lines = [f"{value} of 1 {one[0]}, in {other[1]}", f"1 {one[0]} = {ratio} {other[1]}"]
            lines.extend(working.divide(int(ratio), value.denominator))
            lines.extend(working.multiply(int(times), value.numerator))
            part = PARTS[value.denominator]
            more = part.replace("half", "halve") + "s" if value.numerator > 1 else part
            named = f"{WORDS[value.numerator]} {more}" if value.numerator <= 20 else str(value)
            amount = rng.choice((str(value), named, str(value)))
            article = "an" if one[0] == "hour" else "a"
            slots = {"kind": "part", "value": f"{amount} of {article}", "one": one[0], "symbol": ""}
        else:
            value = Fraction(whole(rng, (2, 3, 5)[level - 1]))
            metric = not any(one in kind and other in kind for kind in (TIMES, LONG_TIMES))
            if metric and level > 1:
                value /= 10 ** rng.randint(0, level + 1)
            elif ratio < 1:
                value *= rng.choice((1 / ratio, 1 / ratio / 2, 1 / ratio / 4)) if level > 1 else 1 / ratio
            result = value * ratio
            places = decimals.places(result)
            if places is None or places > 9 or value.denominator > 10**6 or (not metric and value > 10**6):
                continue
            if not metric and value.denominator > 1:
                continue
            lines = metric_lines(value, one, other, ratio) if metric else _ladder(value, one, other)
            slots = {"kind": "plain", "value": decimals.decimal(value), "one": one[1], "symbol": one[2]}
        if tokens(lines) > 270:
            continue
        slots |= {"other": other[1]}
        answer = decimals.decimal(result)
        return Problem(slots, tuple(lines), answer, f"{value} {one[0]} {other[0]}")


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes % 1440, 60)
    return f"{(hour + 11) % 12 + 1}:{minute:02d} {'AM' if hour < 12 else 'PM'}"


def _since_midnight(clock: str, minutes: int) -> list[str]:
    hour, minute = divmod(minutes, 60)
    shown = int(clock.partition(":")[0])
    why = f", so hour {hour}" if shown != hour else ""
    return [
        f"{clock}{why}: {hour} * 60 + {minute} = {hour * 60} + {minute} = {minutes} minutes after midnight"
    ]


def make_clock_between(rng: Random, level: int) -> Problem:
    """Minutes between two times of the day, the second the next one after the first."""
    step = 15 if level == 1 else 1
    start = rng.randrange(0, 1440, step)
    gap = step * rng.randint(1, ((180, 480, 720)[level - 1] - 1) // step)
    if level < 3 and rng.random() < 0.8:
        start = rng.randrange(0, 1440 - gap, step)
    end = (start + gap) % 1440
    first, second = _clock(start), _clock(end)
    lines = [*_since_midnight(first, start), *_since_midnight(second, end)]
    later = end
    if end < start:
        later = end + 1440
        lines.append(f"{second} is on the next day: {end} + 1440 = {later}")
    lines.extend(working.subtract(later, start))
    return Problem({"a": first, "b": second}, tuple(lines), str(gap))


def make_clock_shift(rng: Random, level: int) -> Problem:
    """The time some minutes (or hours and minutes) after or before another."""
    step = 5 if level == 1 else 1
    start = rng.randrange(0, 1440, step)
    gap = step * rng.randint(1, (90, 300, 719)[level - 1] // step)
    kind = rng.choice(("after", "before"))
    end = start + gap if kind == "after" else start - gap
    shown = f"{gap} minutes"
    lines = []
    if level > 1 and gap > 60 and rng.random() < 0.3 and gap % 60:
        hours, rest = divmod(gap, 60)
        shown = f"{hours} hour{'s' * (hours > 1)} and {rest} minute{'s' * (rest > 1)}"
        lines.append(f"{shown}: {hours} * 60 + {rest} = {gap} minutes")
    elif gap == 1:
        shown = "1 minute"
    lines.extend(_since_midnight(_clock(start), start))
    lines.extend(working.add(start, gap) if kind == "after" else working.subtract(start, gap))
    if end >= 1440:
        lines.extend(working.subtract(end, 1440))
    elif end < 0:
        lines.append(f"Before midnight: 1440 - {-end} = {end + 1440}")
    end %= 1440
    hour, minute = divmod(end, 60)
    lines.append(f"{end} = {hour} * 60 + {minute}, hour {hour} and minute {minute}: {_clock(end)}")
    key = f"{start} {gap} {kind}"
    return Problem({"a": _clock(start), "gap": shown, "kind": kind}, tuple(lines), _clock(end), key)


def make_ratio_share(rng: Random, level: int) -> Problem:
    """An amount divided in a ratio of two or three; one of the parts is asked for."""
    names = rng.sample(NAMES, 3 if level == 3 or rng.random() < 0.2 else 2)
    parts = [rng.randint(1, (5, 9, 12)[level - 1]) for _ in names]
    parts = [part // gcd(*parts) for part in parts]
    unit = rng.randint(2, (12, 40, 200)[level - 1])
    asked, total = rng.randrange(len(names)), sum(parts) * unit
    shares = ", ".join(f"{name} {part}" for name, part in zip(names, parts, strict=True))
    lines = [f"Parts: {shares}; wanted {names[asked]}, {parts[asked]} parts of {total}"]
    so_far = parts[0]
    for part in parts[1:]:
        lines.append(f"{so_far} + {part} = {so_far + part}")
        so_far += part
    lines.extend([*working.divide(total, sum(parts)), *working.multiply(unit, parts[asked])])
    given = ", ".join(names[:-1]) + f" and {names[-1]}"
    ratio = ":".join(map(str, parts))
    slots = {"names": given, "ratio": ratio, "total": total, "asked": names[asked]}
    return Problem(slots, tuple(lines), str(unit * parts[asked]), f"{total} {ratio} {asked}")


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


GOODS = (
    "pencils", "apples", "notebooks", "tickets", "mugs", "lamps", "oranges", "stamps", "candles", "ropes",
    "pies", "bulbs", "bags of rice", "loaves of bread", "jars of honey", "boxes of tea", "bars of soap",
    "batteries",
)  # fmt: skip


def make_money_change(rng: Random, level: int) -> Problem:
    """The change after buying one or several kinds of goods."""
    kinds = (1, rng.randint(1, 2), rng.choice((1, 2, 2, 3)))[level - 1]
    goods = rng.sample(GOODS, kinds)
    counts = [rng.randint(2, 9) if rng.random() < 0.9 else rng.choice((10, 12, 20)) for _ in goods]
    prices = [
        Fraction(rng.randint(1, 9))
        if level == 1 or rng.random() < 0.2
        else Fraction(5 * rng.randint(5, 99 if level == 2 else 400), 100)
        for _ in goods
    ]
    lines = [
        "Costs: " + ", ".join(f"{c} * {decimals.decimal(p)}" for c, p in zip(counts, prices, strict=True))
    ]
    costs = []
    for count, price in zip(counts, prices, strict=True):
        lines.extend(decimals.multiply(Fraction(count), price))
        costs.append(count * price)
    total = costs[0]
    for cost in costs[1:]:
        lines.extend(decimals.add(total, cost))
        total += cost
    step = (10, 20, 50)[level - 1]
    paid = Fraction((int(total) // step + rng.choice((1, 1, 1, 2, 3))) * step)
    lines[0] += f"; paid {paid}"
    lines.append(f"Change: {paid} - {decimals.decimal(total)}")
    lines.extend(decimals.subtract(paid, total))
    bought = [
        f"{count} {good} at {_money(int(price * 100)) if price.denominator > 1 else price} each"
        for count, good, price in zip(counts, goods, prices, strict=True)
    ]
    listed = bought[0] if kinds == 1 else f"{', '.join(bought[:-1])} and {bought[-1]}"
    slots = {"name": rng.choice(NAMES), "bought": listed, "paid": paid}
    return Problem(slots, tuple(lines), decimals.decimal(paid - total), f"{counts} {prices} {paid}")


def make_rate(rng: Random, level: int) -> Problem:
    """Speed, distance, time, or price per unit: one of the three from the other two."""
    kind = rng.choice(("distance", "time", "speed", "price", "cost"))
    rate = Fraction(rng.randint(2, (12, 60, 99)[level - 1]))
    amount = Fraction(rng.randint(2, (10, 12, 40)[level - 1]))
    if level > 1 and rng.random() < 0.4:
        amount += Fraction(rng.choice((1, 2, 3)), rng.choice((2, 4)))
    if level == 3 and (kind in ("price", "cost") or (kind != "time" and rng.random() < 0.2)):
        rate = Fraction(rng.randint(101, 999), 100 if kind in ("price", "cost") else 1)
    if kind in ("speed", "price") and amount.denominator > 1:
        amount = Fraction(2 * rng.randint(1, 9) + 1, 2)  # its digits are the divisor
    total = rate * amount
    match kind:
        case "distance" | "cost":
            lines, answer = decimals.multiply(rate, amount), total
        case "time":
            lines, answer = decimal_quotient(total, rate), amount
        case _:
            lines, answer = decimal_quotient(total, amount), rate
    rule = {
        "distance": "distance = speed * time",
        "time": "time = distance / speed",
        "speed": "speed = distance / time",
        "price": "price per kg = cost / weight",
        "cost": "cost = price per kg * weight",
    }[kind]
    a, r, t = (decimals.decimal(v) for v in (amount, rate, total))
    given = {
        "distance": f"speed {r}, time {a}; wanted distance",
        "time": f"distance {t}, speed {r}; wanted time",
        "speed": f"distance {t}, time {a}; wanted speed",
        "price": f"cost {t}, weight {a}; wanted price per kg",
        "cost": f"price per kg {r}, weight {a}; wanted cost",
    }[kind]
    slots = {"amount": a, "rate": r, "total": t, "kind": kind, "name": rng.choice(NAMES)}
    return Problem(slots, (f"Given {given}", rule, *lines), decimals.decimal(answer), f"{kind} {a} {r}")


def decimal_quotient(a: Fraction, b: Fraction) -> list[str]:
    """Lines of the division of two decimals: divisor made whole, then places counted."""
    moved, result = decimals.places(b) or 0, a / b
    equality = f"{decimals.decimal(a)} / {decimals.decimal(b)} = {decimals.decimal(result)}"
    top, bottom = a * 10**moved, int(b * 10**moved)
    lines = []
    if moved:
        lines.append(f"{decimals.decimal(a)} / {decimals.decimal(b)} = {decimals.decimal(top)} / {bottom}")
    count = max(decimals.places(top) or 0, decimals.places(result) or 0)
    if count:
        digits = decimals.decimal(top, count)
        lines.append(f"With {count} decimal place{'s' * (count > 1)}: {digits} / {bottom}")
    lines.extend(working.divide(int(top * 10**count), bottom))
    return lines if not (moved or count) else [*lines, equality]


FAMILIES: tuple[Family, ...] = (
    Family("unit_conversion", DOMAIN, make_unit_conversion, words.CONVERSION, words.CONVERSION_KEPT_OUT, 2.0),
    Family("clock_between", DOMAIN, make_clock_between, words.BETWEEN + more.BETWEEN, words.BETWEEN_KEPT_OUT),
    Family("clock_shift", DOMAIN, make_clock_shift, words.SHIFT + more.SHIFT, words.SHIFT_KEPT_OUT),
    Family(
        "ratio_share",
        DOMAIN,
        short(make_ratio_share, 290),
        words.RATIO + more.RATIO,
        words.RATIO_KEPT_OUT,
        1.5,
    ),
    Family(
        "money_change",
        DOMAIN,
        short(make_money_change, 290),
        words.CHANGE + more.CHANGE,
        words.CHANGE_KEPT_OUT,
        1.5,
    ),
    Family("rate", DOMAIN, short(make_rate, 290), words.RATE + more.RATE, words.RATE_KEPT_OUT, 2.0),
)
