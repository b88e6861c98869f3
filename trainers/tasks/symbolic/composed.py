"""Composed tasks about numbers: definitions of letters lead to a number task (see composed_definitions)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isqrt
from random import Random

from trainers.tasks.arithmetic.numbers import (
    ORDINALS,
    PLACES,
    worked_closest,
    worked_compare,
    worked_gcd,
    worked_is_factor,
    worked_is_prime,
    worked_kth,
    worked_lcm,
    worked_place_value,
    worked_prime_factors,
    worked_remainder,
    worked_round,
    worked_sort,
)
from trainers.tasks.item import Family
from trainers.tasks.symbolic.composed_algebra import ALGEBRA
from trainers.tasks.symbolic.composed_definitions import Letters, nonzero
from trainers.tasks.symbolic.composed_final import Final, FinalMaker, Value, exact, hide, maker, text_of
from trainers.tasks.symbolic.composed_functions import FUNCTIONS
from trainers.tasks.symbolic.composed_kept_out import KEPT_OUT
from trainers.tasks.symbolic.composed_questions_crossed import trained
from trainers.tasks.symbolic.composed_wordings import KEPT_OUT_SENTENCES, composed

COUNTS = ("zero", "one", "two", "three", "four")
RELATIONS: Mapping[str, tuple[str, ...]] = {
    ">": ("greater than", "bigger than", "larger than", "more than"),
    "<": ("less than", "smaller than", "lower than"),
    ">=": ("at least", "at least as big as", "greater than or equal to", "not smaller than"),
    "<=": ("at most", "at most as big as", "less than or equal to", "no more than"),
    "=": ("equal to", "the same as"),
    "!=": ("different from", "not equal to", "unequal to"),
}


def _gcd(rng: Random, level: int, letters: Letters) -> Final:
    a, b = _sharing(rng, (20, 99, 400)[level - 1], (20, 99, 400)[level - 1])
    hidden, math = hide(rng, level, letters, {"a": a, "b": b})
    worked = worked_gcd(a, b)
    return Final(
        hidden, math, {}, "Find gcd({a}, {b}).", (f"Find gcd({a}, {b}).", *worked.steps), worked.answer
    )


def _lcm(rng: Random, level: int, letters: Letters) -> Final:
    a, b = _sharing(rng, (12, 60, 300)[level - 1], (12, 30, 99)[level - 1])
    hidden, math = hide(rng, level, letters, {"a": a, "b": b})
    worked = worked_lcm(a, b)
    return Final(
        hidden, math, {}, "Find lcm({a}, {b}).", (f"Find lcm({a}, {b}).", *worked.steps), worked.answer
    )


def _common_denominator(rng: Random, level: int, letters: Letters) -> Final:
    bottoms = _sharing(rng, (9, 20, 40)[level - 1], (9, 20, 40)[level - 1])
    tops = [nonzero(rng, 20) for _ in bottoms]
    one, other = (Fraction(top, bottom) for top, bottom in zip(tops, bottoms, strict=True))
    a, b = one.denominator, other.denominator
    if a == 1 or b == 1:
        return _common_denominator(rng, level, letters)
    hidden, math = hide(rng, level, letters, {"a": one, "b": other})
    worked = worked_lcm(a, b)
    asked, first = (
        "Common denominator of {a} and {b}?",
        f"The denominators of {one} and {other} are {a} and {b}.",
    )
    return Final(hidden, math, {}, asked, (first, f"Find lcm({a}, {b}).", *worked.steps), worked.answer)


def _sharing(rng: Random, first: int, second: int) -> tuple[int, int]:
    """Two numbers from 2 up, with a common factor more often than not."""
    common = rng.randint(2, max(2, isqrt(second) + 4)) if rng.random() < 0.8 else 1
    a, b = common * rng.randint(1, first // common), common * rng.randint(1, max(1, second // common))
    a, b = max(a, 2), max(b, 2)
    return (a, b) if rng.random() < 0.5 else (b, a)


def _remainder(rng: Random, level: int, letters: Letters) -> Final:
    b = rng.randint(2, (9, 30, 99)[level - 1])
    a = rng.randint(b, (40, 300, 3000)[level - 1])
    hidden, math = hide(rng, level, letters, {"a": a, "b": b})
    worked = worked_remainder(a, b)
    return Final(
        hidden,
        math,
        {},
        "Divide {a} by {b}: remainder?",
        (f"Divide {a} by {b}.", *worked.steps),
        worked.answer,
    )


def _is_prime(rng: Random, level: int, letters: Letters) -> Final:
    limit, wanted = (40, 250, 1700)[level - 1], str(rng.random() < 0.5)
    n = rng.randint(2, limit)
    while worked_is_prime(n).answer != wanted or (n % 2 == 0 and rng.random() < 0.6):
        n = rng.randint(2, limit)
    kind = rng.choice(("prime", "prime", "a prime number", "composite", "composite", "a composite number"))
    worked = worked_is_prime(n)
    hidden, math = hide(rng, level, letters, {"a": n})
    steps, answer = (f"Is {n} {kind}?", *worked.steps), worked.answer
    if "composite" in kind:
        answer = str(worked.answer == "False")
        steps += (f"So {n} is {'' if answer == 'True' else 'not '}composite.",)
    return Final(hidden, math, {"kind": kind}, "Is {a} {kind}?", steps, answer)


def _is_factor(rng: Random, level: int, letters: Letters) -> Final:
    a = rng.randint(2, (9, 20, 60)[level - 1])
    b = a * rng.randint(1, (9, 40, 60)[level - 1])
    if rng.random() < 0.5:
        b += rng.randint(1, a - 1)
    hidden, math = hide(rng, level, letters, {"a": a, "b": b})
    worked = worked_is_factor(a, b)
    return Final(
        hidden, math, {}, "Does {a} divide {b}?", (f"Does {a} divide {b}?", *worked.steps), worked.answer
    )


def _round(rng: Random, level: int, letters: Letters) -> Final:
    value: Value
    if rng.random() < 0.5:
        k = rng.randint(1, 2 * level)
        value, unit = nonzero(rng, rng.choice((3, 30)) * 10**k), f"{10**k}"
        names = {
            1: "ten",
            2: "hundred",
            3: "thousand",
            4: "ten thousand",
            5: "one hundred thousand",
            6: "million",
        }
        to = rng.choice((f"the nearest {unit}", f"the nearest {names[k]}", f"the nearest {unit}"))
    else:
        k = rng.randint(0, level)
        value = nonzero(rng, 10 ** (k + 1 + rng.randint(0, 2))), k + 1
        count = rng.choice((str(k), COUNTS[k]))
        to = f"{count} decimal place{'' if k == 1 else 's'}"
        to = (
            rng.choice((to, f"{count} dp{'' if k == 1 else 's'}", to))
            if k
            else rng.choice(
                ("the nearest integer", "the nearest whole number", "zero decimal places", "0 decimal places")
            )
        )
        k = -k
    text = text_of(value)
    if text_of(value).endswith(".") or exact(value).denominator == 1 and isinstance(value, tuple):
        value = exact(value).numerator
        text = str(value)
    worked = worked_round(text, k)
    hidden, math = hide(rng, level, letters, {"a": value})
    return Final(
        hidden,
        math,
        {"to": to},
        "Round {a} to {to}.",
        (f"Round {text} to {to}.", *worked.steps),
        worked.answer,
    )


def _place_value(rng: Random, level: int, letters: Letters) -> Final:
    n = rng.randint(10, 10 ** rng.randint(2, level + 3))
    place = rng.randint(0, len(str(n)) - 1) if rng.random() < 0.9 else len(str(n))
    worked = worked_place_value(n, place)
    hidden, math = hide(rng, level, letters, {"a": n})
    steps = (f"Find the {PLACES[place]} digit of {n}.", *worked.steps)
    return Final(
        hidden, math, {"place": PLACES[place]}, "Find the {place} digit of {a}.", steps, worked.answer
    )


def _prime_factors(rng: Random, level: int, letters: Letters) -> Final:
    limit = (60, 300, 2000)[level - 1]
    n = rng.randint(4, limit)
    while worked_is_prime(n).answer == "True" and rng.random() < 0.6:
        n = rng.randint(4, limit)
    worked = worked_prime_factors(n)
    hidden, math = hide(rng, level, letters, {"a": n})
    return Final(
        hidden,
        math,
        {},
        "Find the prime factors of {a}.",
        (f"Find the prime factors of {n}.", *worked.steps),
        worked.answer,
    )


def _mixed(rng: Random, level: int) -> Value:
    """A number to be ordered: mostly small whole numbers, some fractions and decimals."""
    draw = rng.random() if level > 1 else 1.0
    if draw < 0.2:
        bottom = rng.randint(2, 9)
        return _whole(Fraction(nonzero(rng, 3 * bottom), bottom))
    if draw < 0.4:
        units = nonzero(rng, rng.choice((9, 99, 400)))
        places = rng.choice((1, 1, 2))
        return (units, places) if units % 10**places else units // 10**places
    return rng.randint(-9, 9) if rng.random() < 0.6 else nonzero(rng, (20, 60, 300)[level - 1])


def _whole(value: Fraction) -> Value:
    return value.numerator if value.denominator == 1 else value


def _different(rng: Random, level: int, count: int) -> list[Value]:
    """Numbers that all differ."""
    values: list[Value] = []
    while len(values) < count:
        value = _mixed(rng, level)
        if exact(value) not in map(exact, values):
            values.append(value)
    return values


def _pair(rng: Random, level: int) -> tuple[Value, Value]:
    """Two numbers, often close together."""
    a = _mixed(rng, level)
    if isinstance(a, int) and rng.random() < 0.5:
        return a, a + rng.choice((-3, -2, -1, 1, 2, 3))
    return a, _different(rng, level, 1)[0]


def _compare(rng: Random, level: int, letters: Letters) -> Final:
    sign, wanted = rng.choice(tuple(RELATIONS)), rng.random() < 0.5
    while True:
        a, b = _pair(rng, level)
        if sign in ("=", "!=") and rng.random() < 0.4:
            b = a
        found = worked_compare(text_of(a), text_of(b))
        holds = found.answer in (sign if sign != "!=" else "<>")
        if holds == wanted:
            break
    relation = rng.choice(RELATIONS[sign])
    hidden, math = hide(rng, level, letters, {"a": a, "b": b})
    one, other = text_of(a), text_of(b)
    verdict = f"{one} {found.answer} {other}, so {one} {sign} {other} is {holds}."
    asked = f"{{relation}}: is {{a}} {sign} {{b}}?"
    steps = (f"Is {one} {sign} {other}?", *found.steps, verdict)
    return Final(hidden, math, {"relation": relation}, asked, steps, str(holds))


def _which(rng: Random, level: int, letters: Letters) -> Final:
    a, b = _pair(rng, level)
    while exact(a) == exact(b):
        a, b = _pair(rng, level)
    more = rng.choice(("greater", "bigger", "larger", "smaller", "smaller", "less", "lower"))
    found = worked_compare(text_of(a), text_of(b))
    hidden, math = hide(rng, level, letters, {"a": a, "b": b})
    large = more in ("greater", "bigger", "larger")
    slot, one, other = "a" if (found.answer == ">") == large else "b", text_of(a), text_of(b)
    value, size = one if slot == "a" else other, "larger" if large else "smaller"
    steps = [f"Which is {size}: {one} or {other}?", *found.steps]
    steps.append(f"{one} {found.answer} {other}, so {value} is the {size} one.")
    if value != math[slot]:
        steps.append(f"{value} is {math[slot]}.")
    asked = f"Which is {'' if more == size else '{more}, that is '}{size}: {{a}} or {{b}}?"
    return Final(hidden, math, {"more": more}, asked, tuple(steps), math[slot])


def _list(
    rng: Random, level: int, letters: Letters, values: Sequence[Value]
) -> tuple[dict[str, Value], dict[str, str], str]:
    """Letters for some of the values, how each value is shown, and the list with letters put in."""
    letters.leave_out("abcd")
    hidden, shown = hide(rng, level, letters, {str(i): value for i, value in enumerate(values)})
    by_value = {text_of(value): shown[str(i)] for i, value in enumerate(values)}
    return hidden, by_value, ", ".join(shown.values())


def _options(shown: Mapping[str, str], answer: str) -> tuple[str, str]:
    """The values as lettered options, and the option letter of the answer."""
    texts = list(shown)
    lettered = "  ".join(f"({chr(97 + i)}) {text}" for i, text in enumerate(shown.values()))
    return lettered, chr(97 + texts.index(answer))


def _named(value: str, shown: Mapping[str, str]) -> tuple[str, ...]:
    """A line that goes from a value back to its letter, where it has one."""
    return () if shown[value] == value else (f"{value} is {shown[value]}.",)


def _kth(rng: Random, level: int, letters: Letters, lettered: bool = False) -> Final:
    values = _different(rng, level, rng.choice((3, 3, 4)) if level < 3 else rng.choice((3, 4, 4)))
    k, largest = rng.randint(1, len(values)), rng.random() < 0.5
    size = rng.choice(("biggest", "largest", "biggest") if largest else ("smallest",))
    kth = size if k == 1 else f"{ORDINALS[k - 1]} {size}"
    hidden, shown, listed = _list(rng, level, letters, values)
    worked = worked_kth([text_of(v) for v in values], k, largest)
    steps = (f"Which is the {kth} of {', '.join(shown)}?", *worked.steps)
    if not lettered:
        steps += _named(worked.answer, shown)
        return Final(
            hidden,
            {"values": listed},
            {"kth": kth},
            "Which is the {kth} of {values}?",
            steps,
            shown[worked.answer],
        )
    options, letter = _options(shown, worked.answer)
    steps += (*_named(worked.answer, shown), f"{shown[worked.answer]} is option ({letter}).")
    return Final(
        hidden, {}, {"kth": kth, "options": options}, "Which is the {kth}: {options}?", steps, letter
    )


def _kth_option(rng: Random, level: int, letters: Letters) -> Final:
    return _kth(rng, level, letters, True)


def _closest(rng: Random, level: int, letters: Letters, lettered: bool = False) -> Final:
    while True:
        *values, target = _different(rng, min(level, 2), rng.choice(((3,), (3, 3, 4), (4,))[level - 1]))
        gaps = sorted(abs(exact(v) - exact(target)) for v in values)
        if len(set(gaps)) == len(gaps) and gaps[0] <= 12:
            break
    texts = [text_of(v) for v in values]
    hidden, shown, listed = _list(rng, level, letters, values)
    worked = worked_closest(texts, text_of(target))
    nearest, aim = rng.choice(("nearest", "closest")), text_of(target)
    steps = worked.steps
    words = {"nearest": nearest}
    asked = f"Which is {{nearest}} to {{target}}: {'{options}' if lettered else '{values}'}?"
    if not lettered:
        steps += _named(worked.answer, shown)
        return Final(hidden, {"values": listed, "target": aim}, words, asked, steps, shown[worked.answer])
    options, letter = _options(shown, worked.answer)
    steps += (*_named(worked.answer, shown), f"{shown[worked.answer]} is option ({letter}).")
    return Final(hidden, {"target": aim}, {**words, "options": options}, asked, steps, letter)


def _closest_option(rng: Random, level: int, letters: Letters) -> Final:
    return _closest(rng, level, letters, True)


def _sort(rng: Random, level: int, letters: Letters) -> Final:
    values = _different(rng, level, rng.choice(((3,), (3, 4), (3, 4, 5))[level - 1]))
    descending = rng.random() < 0.5
    order = rng.choice(
        ("descending", "descending", "decreasing") if descending else ("ascending", "increasing")
    )
    hidden, shown, listed = _list(rng, level, letters, values)
    texts = [text_of(v) for v in values]
    worked = worked_sort(texts, descending)
    answer = ", ".join(shown[text] for text in worked.answer.split(", "))
    named = ", ".join(f"{text} is {shown[text]}" for text in worked.answer.split(", ") if shown[text] != text)
    steps = (f"Sort {', '.join(texts)} in {order} order.", *worked.steps, f"{named}: {answer}")
    asked = "Sort {values} in {order} order."
    words = {"order": order, "way": f"from {'largest to smallest' if descending else 'smallest to largest'}"}
    return Final(hidden, {"values": listed}, words, asked, steps, answer)


FINALS: Mapping[str, FinalMaker] = {
    "composed_gcd": _gcd,
    "composed_lcm": _lcm,
    "composed_common_denominator": _common_denominator,
    "composed_div_remainder": _remainder,
    "composed_is_prime": _is_prime,
    "composed_is_factor": _is_factor,
    "composed_round_number": _round,
    "composed_place_value": _place_value,
    "composed_prime_factors": _prime_factors,
    "composed_compare_pair": _compare,
    "composed_which_of_pair": _which,
    "composed_kth_biggest": _kth,
    "composed_kth_option": _kth_option,
    "composed_closest": _closest,
    "composed_closest_option": _closest_option,
    "composed_sort": _sort,
    **ALGEBRA,
    **FUNCTIONS,
}

HARD = (
    "gcd", "lcm", "div_remainder", "prime_factors", "sort", "compare_pair", "linear_1d", "linear_2d",
    "evaluate", "evaluate_sum", "add_polynomials", "differentiate", "derivative_again",
)  # fmt: skip

FAMILIES: tuple[Family, ...] = tuple(
    Family(
        name,
        "symbolic",
        maker(final),
        tuple(composed(core) for core in trained(name)),
        tuple(composed(core, KEPT_OUT_SENTENCES) for core in KEPT_OUT[name]),
        1.1 if name.removeprefix("composed_") in HARD else 0.5 if name.endswith(("option", "pair")) else 0.7,
    )
    for name, final in FINALS.items()
)
