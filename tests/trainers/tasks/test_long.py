"""Long numbers and long algebra: every label a second time, by Python's own arithmetic or by sympy."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import gcd, lcm
from random import Random

import pytest
import sympy

from trainers.tasks import FAMILIES as ALL
from trainers.tasks.arithmetic import long_numbers, long_order
from trainers.tasks.item import Family, Problem, draw
from trainers.tasks.lengths import tokens
from trainers.tasks.symbolic import long_algebra, long_equations
from trainers.tasks.symbolic.notation import PYTHON

MODULES = (long_numbers, long_order, long_equations, long_algebra)
FAMILIES = {family.name: family for module in MODULES for family in module.FAMILIES}
EACH = pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
LEVELS = pytest.mark.parametrize("level", (1, 2, 3))
NUMBER = r"-?\d+(?:\.\d+)?"
EQUALITY = re.compile(rf"(?:^|(?<=so )|(?<=: ))({NUMBER}) ([-+*/]) \(?({NUMBER})\)? = ({NUMBER}(?:/\d+)?)$")
POINTS = (Fraction(2), Fraction(-3), Fraction(5, 7))


def made(name: str, level: int, count: int = 60) -> list[Problem]:
    rng = Random(level)
    return [FAMILIES[name].make(rng, level) for _ in range(count)]


def calculate(a: Fraction, op: str, b: Fraction) -> Fraction:
    match op:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case _:
            return a / b


def value(text: str, **letters: object):
    text = text.replace("^", "**")
    text = re.sub(r"(?<=[\w)])(?=[A-Za-z(])", "*", text)
    text = re.sub(r"\d+", lambda match: f"Fraction({match[0]})", text)
    return eval(text, {"Fraction": Fraction, **letters})


def shown(problem: Problem, slot: str) -> str:
    return problem.slots[slot](PYTHON)


def sides(text: str) -> str:
    left, right = text.split(" = ")
    return f"({left}) - ({right})"


def same(first: str, second: str, letter: str) -> bool:
    return all(value(first, **{letter: point}) == value(second, **{letter: point}) for point in POINTS)


@EACH
def test_items_are_short_determined_by_the_seed_and_state_true_equalities(
    family: Family,
) -> None:
    for level in (1, 2, 3):
        for split in ("train", "numbers", "phrasings"):
            assert draw(family, Random(3), level, split) == draw(family, Random(3), level, split)
        rng = Random(level)
        for _ in range(60):
            item = draw(family, rng, level)
            assert tokens((item.question, *item.steps, item.answer)) < 490
            assert item.steps and all(step and "\n" not in step for step in item.steps)
            for step in item.steps:
                if (match := EQUALITY.search(step)) and "remainder" not in step:
                    a, op, b, result = match.groups()
                    assert calculate(Fraction(a), op, Fraction(b)) == Fraction(result), step


@EACH
def test_there_are_phrasings_enough_and_none_is_kept_out_anywhere(family: Family) -> None:
    assert len(family.phrasings) >= 12 and len(family.kept_out) >= 3 and family.weight == 0.5
    kept_out = {phrasing for other in ALL for phrasing in other.kept_out if isinstance(phrasing, str)}
    assert not kept_out & set(family.phrasings)
    problem = family.make(Random(2), 3)
    for phrasing in (*family.phrasings, *family.kept_out):
        text = (
            phrasing.format(**problem.slots)
            if isinstance(phrasing, str)
            else phrasing(problem.slots, Random(1))
        )
        assert text and "{" not in re.sub(r"[\\^$].*", "", text)


@LEVELS
@pytest.mark.parametrize("name", ("long_add_sub", "long_mul", "long_div", "power_of_ten", "long_difference"))
def test_operations_agree_with_fractions(name: str, level: int) -> None:
    for problem in made(name, level, 150):
        a = Fraction(problem.slots["a"])
        base, _, power = str(problem.slots["b"]).partition("^")
        b = Fraction(base) ** int(power or 1)
        op = problem.slots.get("kind") or {"long_mul": "*", "long_div": "/"}.get(name, "-")
        expected = abs(a - b) if name == "long_difference" else calculate(a, op, b)
        assert Fraction(problem.answer) == expected


@LEVELS
def test_divisors_multiples_and_remainders_agree_with_python(level: int) -> None:
    checks = {
        "long_div_remainder": lambda a, b: str(a % b),
        "long_quotient_remainder": lambda a, b: f"{a // b} remainder {a % b}",
        "long_is_factor": lambda a, b: str(b % a == 0),
        "long_gcd": lambda a, b: str(gcd(a, b)),
        "long_lcm": lambda a, b: str(lcm(a, b)),
        "long_common_denominator": lambda a, b: str(lcm(a.denominator, b.denominator)),
    }
    for name, check in checks.items():
        for problem in made(name, level):
            assert problem.answer == check(problem.slots["a"], problem.slots["b"])


@LEVELS
def test_comparisons_and_orders_agree_with_fractions(level: int) -> None:
    for problem in made("long_which_bigger", level):
        pair = [problem.slots["a"], problem.slots["b"]]
        assert problem.answer == (max if problem.slots["bigger"] else min)(pair, key=Fraction)
    for problem in made("long_is_bigger", level):
        a, relation, b = problem.key.split()
        python = relation if relation != "=" else "=="
        assert problem.answer == str(eval(f"x {python} y", {"x": Fraction(a), "y": Fraction(b)}))
    for problem in made("long_sort", level):
        texts = problem.slots["list"].split(", ")
        assert problem.answer.split(", ") == sorted(texts, key=Fraction, reverse=problem.slots["descending"])


@LEVELS
def test_rounding_places_and_bases_agree_with_python(level: int) -> None:
    for problem in made("long_round_number", level, 150):
        unit = Decimal(10) ** problem.slots["k"]
        rounded = (Decimal(problem.slots["n"]) / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit
        assert Fraction(problem.answer) == Fraction(rounded)
    for problem in made("long_place_value", level):
        written, place = problem.key.split()
        assert int(problem.answer) == int(Fraction(written) / Fraction(10) ** int(place)) % 10
    for problem in made("long_base_conversion", level):
        slots = problem.slots
        assert int(problem.answer, slots["target"]) == int(slots["n"], slots["source"])


@LEVELS
def test_converted_measurements_keep_their_size(level: int) -> None:
    sizes = {unit[1]: size for kind in long_numbers.METRIC for unit, size in kind.items()}
    for problem in made("long_unit_conversion", level):
        slots = problem.slots
        assert (
            Fraction(slots["value"]) * sizes[slots["one"]] == Fraction(problem.answer) * sizes[slots["other"]]
        )


@LEVELS
def test_solutions_satisfy_the_equations(level: int) -> None:
    for problem in made("long_linear_1d", level):
        equation, letter = sides(shown(problem, "equation")), str(problem.slots["letter"])
        assert value(equation, **{letter: Fraction(problem.answer)}) == 0
        assert value(equation, **{letter: Fraction(problem.answer) + 1}) != 0
    for problem in made("long_linear_2d", level):
        texts = [sides(shown(problem, slot)) for slot in ("one", "two")]
        x, y = sorted({letter for text in texts for letter in re.findall("[a-z]", text)})
        rows = []
        for text in texts:
            origin, along, across = (value(text, **{x: p, y: q}) for p, q in ((0, 0), (1, 0), (0, 1)))
            rows.append((along - origin, across - origin, -origin))
        (a, b, c), (d, e, f) = rows
        solution = {x: (c * e - b * f) / (a * e - b * d), y: (a * f - c * d) / (a * e - b * d)}
        assert solution[str(problem.slots["letter"])] == Fraction(problem.answer)
    for problem in made("long_quadratic", level):
        letter = str(problem.slots["letter"])
        roots = [Fraction(root) for root in problem.answer.split(", ")]
        assert roots == sorted(set(roots))
        assert all(value(shown(problem, "expression"), **{letter: root}) == 0 for root in roots)


@LEVELS
def test_sequences_go_on_with_constant_differences(level: int) -> None:
    for problem in made("long_sequence_next", level):
        row = [int(term) for term in problem.slots["terms"].split(", ")]
        following = 0
        while row and any(row):
            following += row[-1]
            row = [b - a for a, b in zip(row, row[1:], strict=False)]
        assert str(following) == problem.answer
    for problem in made("long_sequence_nth", level):
        for n, term in enumerate(problem.slots["terms"].split(", "), 1):
            assert value(problem.answer, **{str(problem.slots["letter"]): Fraction(n)}) == int(term)


@LEVELS
@pytest.mark.parametrize("name", ("long_factor", "long_expand", "long_collect"))
def test_rewritten_polynomials_equal_the_question(name: str, level: int) -> None:
    for problem in made(name, level):
        assert same(shown(problem, "expression"), problem.answer, str(problem.slots["letter"]))
        assert name != "long_factor" or problem.answer.count("(") > 1 or "^2" in problem.answer


@LEVELS
def test_values_and_compositions_agree_with_substitution(level: int) -> None:
    for problem in made("long_evaluate", level):
        letters = {str(problem.slots["letter"]): Fraction(problem.slots["value"])}
        assert value(shown(problem, "expression"), **letters) == Fraction(problem.answer)
    for problem in made("long_compose", level):
        functions = {}
        for slot in ("outer", "inner"):
            head, body = shown(problem, slot).split(" = ")
            functions[head[0]] = (head[2], body)
        (x, outer), (y, inner) = functions[problem.slots["f"]], functions[problem.slots["g"]]
        for point in POINTS:
            nested = value(outer, **{x: value(inner, **{y: point})})
            assert nested == value(problem.answer, **{str(problem.slots["letter"]): point})


@LEVELS
def test_derivatives_and_powers_agree_with_sympy(level: int) -> None:
    names = {name: sympy.Symbol(name, positive=True) for name in "abcdefghijklmnopqrstuvwxyz"}

    def parsed(text: str) -> sympy.Expr:
        text = re.sub(r"(?<=[\w)])(?=[A-Za-z(])", "*", text.replace("^", "**"))
        return eval(
            re.sub(r"\d+", lambda match: f"Integer({match[0]})", text), {"Integer": sympy.Integer, **names}
        )

    for problem in made("long_differentiate", level, 20):
        order = int((re.findall(r"\^(\d)", problem.slots["operator"]) or ["1"])[0])
        derived = sympy.diff(parsed(shown(problem, "expression")), names[problem.slots["letter"]], order)
        assert sympy.expand(derived - parsed(problem.answer)) == 0
    for problem in made("long_simplify_power", level, 20):
        assert sympy.powsimp(parsed(shown(problem, "expression")) / parsed(problem.answer)) == 1
