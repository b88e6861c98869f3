"""Composed tasks: letters and answers found a second time from the questions' own mathematics."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
import sympy

from trainers.tasks.arithmetic.numbers import ORDINALS, PLACES
from trainers.tasks.item import Family, Item, Problem, draw
from trainers.tasks.symbolic.composed import FAMILIES, RELATIONS
from trainers.tasks.symbolic.composed_definitions import Definition
from trainers.tasks.symbolic.composed_final import tokens
from trainers.tasks.symbolic.composed_long import FAMILIES as LONG
from trainers.tasks.symbolic.derivatives import ORDERS

Names = dict[str, Any]
NAMED = {family.name: family for family in FAMILIES}
every_family = pytest.mark.parametrize("family", (*FAMILIES, *LONG), ids=lambda family: family.name)


def python(text: str) -> str:
    text = re.sub(r"(?<=\d)(?=[a-z])", "*", text).replace("^", "**")
    return re.sub(r"(?<![\w.])\d+(\.\d+)?", r"F('\g<0>')", text)


def value(text: str, names: Names) -> Fraction:
    return Fraction(eval(python(text), {"F": Fraction, **names}))  # noqa: S307


def difference(equation: str, names: Names) -> Fraction:
    left, right = equation.split(" = ")
    return value(left, names) - value(right, names)


def root(equation: str, unknown: str, names: Names) -> Fraction:
    at_zero, at_one = (difference(equation, {**names, unknown: Fraction(n)}) for n in (0, 1))
    return -at_zero / (at_one - at_zero)


def first_of_two(equations: tuple[str, str], x: str, y: str, names: Names) -> Fraction:
    rows = []
    for equation in equations:
        constant, one, other = (
            difference(equation, {**names, x: Fraction(p), y: Fraction(q)})
            for p, q in ((0, 0), (1, 0), (0, 1))
        )
        rows.append((one - constant, other - constant, -constant))
    (a, b, e), (c, d, f) = rows
    return (e * d - b * f) / (a * d - b * c)


def derived(text: str, x: str, order: int = 1) -> str:
    symbolic = sympy.sympify(re.sub(r"(?<=\d)(?=[a-z])", "*", text).replace("^", "**"), locals=_symbols())
    return str(sympy.diff(symbolic, sympy.Symbol(x), order)).replace("**", "^")


def _symbols() -> Names:
    return {letter: sympy.Symbol(letter) for letter in "abcdefghijklmnopqrstuvwxyz"}


def polynomial_function(text: str, x: str, names: Names) -> Callable[[Fraction], Fraction]:
    return lambda at: value(text, {**names, x: at})


def learn(d: Definition, names: Names) -> None:
    """Put what the definition says into the names."""
    match d.kind:
        case "value":
            names[d.name] = value(d.parts[0], names)
        case "equation":
            names[d.name] = root(d.parts[0], d.name, names)
        case "system":
            names[d.name] = first_of_two((d.parts[0], d.parts[1]), d.name, d.parts[2], names)
        case "larger" | "smaller":
            left, x = d.parts[0].removesuffix(" = 0"), d.parts[1]
            roots = [n for n in range(-60, 60) if value(left, {x: Fraction(n)}) == 0]
            names[d.name] = Fraction(max(roots) if d.kind == "larger" else min(roots))
        case "nothing":
            pass
        case kind:
            f, x, text, argument = d.parts
            text = derived(text, x) if kind.startswith("derivative") else text
            names[f] = polynomial_function(text, x, names)
            if not kind.endswith("alone"):
                names[d.name] = names[f](value(argument, names))


def known_letters(problem: Problem) -> Names:
    names: Names = {}
    for definition in problem.slots["definitions"]:
        learn(definition, names)
    return names


def whole(text: str, names: Names) -> int:
    found = value(text, names)
    assert found.denominator == 1
    return found.numerator


def ordinal(kth: str) -> int:
    word = kth.split()[0]
    return ORDINALS.index(word) if word in ORDINALS else 0


def expected(name: str, slots: Mapping[str, Any], names: Names) -> str:
    """The answer by another way than the family's."""
    m, w = slots["math"], slots["words"]
    match name.removeprefix("composed_"):
        case "gcd":
            return str(math.gcd(whole(m["a"], names), whole(m["b"], names)))
        case "lcm":
            return str(math.lcm(whole(m["a"], names), whole(m["b"], names)))
        case "common_denominator":
            return str(math.lcm(*(value(m[slot], names).denominator for slot in "ab")))
        case "div_remainder":
            return str(whole(m["a"], names) % whole(m["b"], names))
        case "is_prime":
            return str(sympy.isprime(whole(m["a"], names)) != ("composite" in w["kind"]))
        case "is_factor":
            return str(whole(m["b"], names) % whole(m["a"], names) == 0)
        case "place_value":
            return str(abs(whole(m["a"], names)) // 10 ** PLACES.index(w["place"]) % 10)
        case "prime_factors":
            return ", ".join(map(str, sympy.primefactors(whole(m["a"], names))))
        case "round_number":
            return rounded(value(m["a"], names), w["to"])
        case "compare_pair":
            a, b = value(m["a"], names), value(m["b"], names)
            sign = next(sign for sign, words in RELATIONS.items() if w["relation"] in words)
            return str(eval(f"a {'==' if sign == '=' else sign} b", {"a": a, "b": b}))  # noqa: S307
        case "which_of_pair":
            best = max if w["more"] in ("greater", "bigger", "larger") else min
            return str(best((m["a"], m["b"]), key=lambda text: value(text, names)))
        case "kth_biggest" | "kth_option" | "closest" | "closest_option" | "sort":
            return ordered(name, m, w, names)
        case "linear_1d":
            return str(root(m["equation"], m["x"], names))
        case "linear_2d":
            y = next(iter(set(re.findall(r"[a-z]", m["first"] + m["second"])) - {m["x"], *names}))
            return str(first_of_two((m["first"], m["second"]), m["x"], y, names))
        case "evaluate":
            f, x = m["f"][0], m["f"][2]
            return str(value(m["call"], {**names, f: polynomial_function(m["p"], x, names)}))
        case "evaluate_sum":
            x = m["f"][2]
            for slot, text in (("f", "p"), ("g", "q"), ("h", "sum")):
                names[m[slot][0]] = polynomial_function(m[text], x, names)
            return str(value(m["call"], names))
    raise AssertionError(name)


def rounded(number: Fraction, to: str) -> str:
    words = {
        "ten": 1,
        "hundred": 2,
        "thousand": 3,
        "ten thousand": 4,
        "one hundred thousand": 5,
        "million": 6,
    }
    words |= {"integer": 0, "whole number": 0}
    if to.startswith("the nearest"):
        unit = to.removeprefix("the nearest ")
        places = -words[unit] if unit in words else 1 - len(unit)
    else:
        counts = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
        places = counts[to.split()[0]] if to.split()[0] in counts else int(to.split()[0])
    scaled = Decimal(number.numerator) / Decimal(number.denominator) * Decimal(10) ** places
    result = Fraction(scaled.quantize(Decimal(1), ROUND_HALF_UP)) / Fraction(10) ** places
    decimal = format(Decimal(result.numerator) / Decimal(result.denominator), "f")
    return decimal.rstrip("0").rstrip(".") if "." in decimal else decimal


def ordered(name: str, m: Mapping[str, str], w: Mapping[str, str], names: Names) -> str:
    lettered = dict(re.findall(r"\(([a-d])\) (\S+)", w.get("options", "")))
    texts = list(lettered.values()) or m["values"].split(", ")
    if "closest" in name:
        target = value(m["target"], names)
        answer = min(texts, key=lambda text: abs(value(text, names) - target))
    elif "kth" in name:
        big = not w["kth"].endswith("smallest")
        answer = sorted(texts, key=lambda text: value(text, names), reverse=big)[ordinal(w["kth"])]
    else:
        down = w["order"] in ("descending", "decreasing")
        return ", ".join(sorted(texts, key=lambda text: value(text, names), reverse=down))
    return next((letter for letter, text in lettered.items() if text == answer), answer)


SYMBOLIC = tuple(
    f"composed_{name}"
    for name in (
        "differentiate",
        "polynomial_roots",
        "add_polynomials",
        "factor",
        "derivative_roots",
        "derivative_again",
    )
)


@every_family
def test_answers_agree_with_a_second_method(family: Family) -> None:
    rng = Random(11)
    for index in range(60 if family.name in SYMBOLIC else 120):
        problem = family.make(rng, 1 + index % 3)
        names = known_letters(problem)
        if family.name in SYMBOLIC:
            check_polynomials(family.name, problem, names)
        else:
            short = family.name.removeprefix("long_")
            assert expected(short, problem.slots, names) == problem.answer, problem


def powers_put_in(text: str, names: Names) -> str:
    return re.sub(r"\^([a-z])", lambda found: f"^{names[found[1]]}", text)


def check_polynomials(name: str, problem: Problem, names: Names) -> None:
    m, w = problem.slots["math"], problem.slots["words"]
    at = Fraction(3, 7)
    match name:
        case "composed_differentiate":
            order = ORDERS.index(w["order"])
            found = value(derived(powers_put_in(m["p"], names), m["x"], order), {**names, m["x"]: at})
            assert found == value(problem.answer, {m["x"]: at}), problem
        case "composed_derivative_again":
            x, order = m["f"][2], ORDERS.index(w["order"]) + ORDERS.index(w["then"])
            found = value(derived(powers_put_in(m["p"], names), x, order), {x: at})
            assert found == value(problem.answer, {m["x"]: at}), problem
        case "composed_derivative_roots":
            x = m["f"][2]
            roots = [Fraction(text) for text in problem.answer.split(", ")]
            slopes = [value(derived(m["p"], x), {**names, x: r}) for r in roots]
            assert slopes == [0] * len(roots) and roots == sorted(set(roots)), problem
            bend = value(derived(m["p"], x, 2), {**names, x: roots[0]})
            assert (bend == 0) == (len(roots) == 1), problem
        case "composed_factor":
            x = next(iter(set(re.findall(r"[a-z]", m["p"])) - set(names)))
            product = re.sub(r"(?<=[\w)])\(", "*(", problem.answer)
            assert all(
                value(m["p"], {**names, x: Fraction(n)}) == value(product, {x: Fraction(n)}) for n in range(3)
            ), problem
            assert "(" in problem.answer or re.fullmatch(rf"-?\d*{x}\^2", problem.answer), problem
        case "composed_polynomial_roots":
            roots = [Fraction(text) for text in problem.answer.split(", ")]
            assert roots == sorted(set(roots))
            values = [value(m["p"], {**names, m["x"]: r}) for r in roots]
            assert values == [0] * len(roots), problem
            slope = value(derived(m["p"], m["x"]), {**names, m["x"]: roots[0]})
            assert (slope == 0) == (len(roots) == 1), problem
        case _:
            x = m["f"][2]
            functions = {m[s][0]: polynomial_function(m[t], x, names) for s, t in (("f", "p"), ("g", "q"))}
            found = value(m["sum"], {**names, **functions, x: at})
            assert found == value(problem.answer, {x: at}), problem


@every_family
def test_values_recalled_in_the_steps_are_the_letters_values(family: Family) -> None:
    rng = Random(19)
    recalled = 0
    for _ in range(60):
        problem = family.make(rng, 3)
        names = known_letters(problem)
        for step in problem.steps:
            for name, number in re.findall(
                r"(?<=[ ,])([a-z]) = (-?[\d./]+)", " " + step.partition(" with ")[2]
            ):
                assert value(number, {}) == names[name], (step, problem)
                recalled += 1
    assert recalled > 3


@every_family
def test_equalities_in_the_steps_are_true(family: Family) -> None:
    rng = Random(12)
    checked = 0
    for index in range(150):
        for step in draw(family, rng, 1 + index % 3).steps:
            assert "\n" not in step
            last = step.rpartition(" so ")[2].rpartition(": ")[2]
            sides = last.split(" = ")
            if all(re.fullmatch(r"[-+*/^(). \d]+", side) for side in sides) and "remainder" not in step:
                values = {value(side, {}) for side in sides}
                assert len(values) == 1, step
                checked += len(sides) > 1
    assert checked > 50


@every_family
def test_chains_are_bounded_and_grow_with_the_level(family: Family) -> None:
    rng = Random(13)
    sizes = []
    for level in (1, 2, 3):
        items = [draw(family, rng, level) for _ in range(60)]
        lengths = [sum(map(tokens, (item.question, *item.steps, item.answer))) for item in items]
        assert max(lengths) <= 470
        sizes.append(sum(lengths) / len(lengths))
    assert sizes == sorted(sizes) and sizes[2] > 1.1 * sizes[1]


@every_family
def test_every_split_can_be_drawn_and_words_everything(family: Family) -> None:
    rng = Random(14)
    for level in (1, 2, 3):
        for split in ("train", "numbers", "phrasings"):
            item = draw(family, rng, level, split)
            assert item.steps and item.answer and item.domain == "symbolic"
            assert not re.search(r"[{}]", re.sub(r"\^\{\w+\}", "", item.question)), item.question
            assert item.question.count("$") % 2 == 0, item.question


def test_level_3_defines_two_to_four_letters_and_levels_1_and_2_one() -> None:
    rng = Random(15)
    for family in FAMILIES:
        for _ in range(20):
            assert all(len(family.make(rng, level).slots["definitions"]) == 1 for level in (1, 2))
            assert 2 <= len(family.make(rng, 3).slots["definitions"]) <= 4


def test_problems_are_many_and_balanced() -> None:
    rng = Random(16)
    for name in ("composed_is_prime", "composed_is_factor", "composed_compare_pair"):
        answers = Counter(draw(NAMED[name], rng, 3).answer for _ in range(400))
        assert 0.4 < answers["True"] / 400 < 0.6
    for family in FAMILIES:
        assert len({draw(family, rng, 3).key for _ in range(150)}) > 145


def test_renaming_letters_keeps_the_key() -> None:
    items: dict[str, set[tuple[str, ...]]] = {}
    rng = Random(17)
    for _ in range(3000):
        item = draw(NAMED["composed_place_value"], rng, 1)
        items.setdefault(item.key, set()).add(item.steps)
    assert any(len(steps) > 1 for steps in items.values())


def test_families_have_enough_phrasings_and_kept_out_ones() -> None:
    assert len(NAMED) == len(FAMILIES) == 26
    for family in FAMILIES:
        assert len(family.phrasings) >= 12 and len(family.kept_out) >= 3


def test_the_same_seed_draws_the_same_items() -> None:
    def sample() -> list[Item]:
        rng = Random(18)
        return [draw(family, rng, 3) for family in FAMILIES]

    assert sample() == sample()
