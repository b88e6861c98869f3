"""Every symbolic label is found a second time: by evaluating the question's own text, or by sympy."""

import re
from fractions import Fraction
from math import gcd, isclose, sqrt
from random import Random

import pytest
import sympy

from trainers.tasks.item import Family, Problem, draw
from trainers.tasks.symbolic import algebra, calculus, equations, powers, quadratics, relations, sequences
from trainers.tasks.symbolic.factoring import common_lines, square_root_lines
from trainers.tasks.symbolic.notation import PYTHON

FAMILIES = {
    family.name: family
    for module in (equations, relations, sequences, algebra, quadratics, powers, calculus)
    for family in module.FAMILIES
}
POINTS = (Fraction(2), Fraction(-3), Fraction(5, 7))


def python(text: str) -> str:
    """Written algebra as Python: implied products starred, whole numbers as fractions."""
    text = text.replace("sqrt", "@").replace("^", "**")
    text = re.sub(r"(?<=[\w)])(?=[A-Za-z(@])", "*", text).replace("@*(", "@(")
    text = re.sub(r"\d+", lambda match: f"Fraction({match[0]})", text)
    return text.replace("@", "root")


def value(text: str, **letters: object):
    return eval(python(text), {"Fraction": Fraction, "root": lambda n: sqrt(float(n)), **letters})


def made(name: str, level: int, count: int = 60) -> list[Problem]:
    rng = Random(level)
    return [FAMILIES[name].make(rng, level) for _ in range(count)]


def shown(problem: Problem, slot: str) -> str:
    return problem.slots[slot](PYTHON)


def sides(text: str) -> str:
    left, right = text.split(" = ")
    return f"({left}) - ({right})"


def same(first: str, second: str, letter: str) -> bool:
    return all(value(first, **{letter: point}) == value(second, **{letter: point}) for point in POINTS)


levels = pytest.mark.parametrize("level", (1, 2, 3))


@levels
def test_linear_solutions_satisfy_the_equation(level: int) -> None:
    for problem in made("linear_1d", level):
        equation, letter = sides(shown(problem, "equation")), str(problem.slots["letter"])
        assert value(equation, **{letter: Fraction(problem.answer)}) == 0
        assert value(equation, **{letter: Fraction(problem.answer) + 1}) != 0


@levels
def test_system_solutions_agree_with_cramers_rule(level: int) -> None:
    for problem in made("linear_2d", level):
        texts = [sides(shown(problem, slot)) for slot in ("one", "two")]
        x, y = sorted({letter for text in texts for letter in re.findall("[a-z]", text)})
        rows = []
        for text in texts:
            origin, along, across = (value(text, **{x: p, y: q}) for p, q in ((0, 0), (1, 0), (0, 1)))
            rows.append((along - origin, across - origin, -origin))
        (a, b, c), (d, e, f) = rows
        solution = {x: (c * e - b * f) / (a * e - b * d), y: (a * f - c * d) / (a * e - b * d)}
        if "=" in problem.answer:
            pairs = (part.split(" = ") for part in problem.answer.split(", "))
            assert {name: Fraction(number) for name, number in pairs} == solution
        else:
            assert solution[str(problem.slots["letter"])] == Fraction(problem.answer)


@levels
def test_inequality_answers_are_true_exactly_where_the_question_is(level: int) -> None:
    for problem in made("inequality", level):
        letter, question = str(problem.slots["letter"]), shown(problem, "equation")
        edge = Fraction(problem.answer.split()[-1])
        for point in (edge - 1, edge, edge + 1):
            assert value(question, **{letter: point}) == value(problem.answer, **{letter: point})


@levels
def test_substituted_values_agree_with_evaluation(level: int) -> None:
    for problem in made("substitute", level):
        given = re.findall(r"([a-z]) ?= ?(-?\d+)", str(problem.slots["given"]))
        letters = {name: Fraction(number) for name, number in given}
        assert value(shown(problem, "expression"), **letters) == Fraction(problem.answer)


@levels
def test_rearranged_formulas_give_the_subject_back(level: int) -> None:
    checked = 0
    for problem in made("rearrange", level):
        wanted, formula = problem.answer.split(" = ")
        rng = Random(1)
        letters = {name: rng.uniform(2, 9) for name in "abcdfghkmnprstuvwxyzAFPRVE"}
        assert wanted == problem.slots["letter"] and wanted not in formula.replace("sqrt", "")
        try:
            found = floating(formula, letters)
        except ValueError:
            continue
        left, right = (floating(side, letters | {wanted: found}) for side in problem.steps[0].split(" = "))
        if found > 0:
            checked += isclose(left, right) or isclose(left, -right)
    assert checked > 10


def floating(text: str, letters: dict[str, float]) -> float:
    return float(eval(text.replace("^", "**"), {"sqrt": sqrt, **letters}))


@levels
@pytest.mark.parametrize("name", ("quadratic", "cubic_roots"))
def test_roots_are_all_real_roots_in_order(name: str, level: int) -> None:
    for problem in made(name, level, 25):
        letter = sympy.Symbol(str(problem.slots["letter"]))
        parsed = sympy.sympify(shown(problem, "expression"), locals={letter.name: letter})
        roots = sorted({float(root) for root in sympy.real_roots(parsed)})
        if problem.answer == quadratics.NO_ROOT:
            assert not roots
        else:
            found = [float(value(root)) for root in problem.answer.split(", ")]
            assert found == pytest.approx(roots, abs=1e-9)


@levels
@pytest.mark.parametrize("name", ("factor", "expand", "collect"))
def test_rewritten_polynomials_equal_the_question(name: str, level: int) -> None:
    for problem in made(name, level):
        assert same(shown(problem, "expression"), problem.answer, str(problem.slots["letter"]))
        assert name != "factor" or "(" in problem.answer
        assert name == "factor" or "(" not in problem.answer


@levels
def test_factors_are_complete(level: int) -> None:
    for problem in made("factor", level, 25):
        expected = sympy.factor_list(sympy.sympify(shown(problem, "expression"), locals=symbols()))
        count = sum(multiplicity for _, multiplicity in expected[1])
        inner = re.sub(r"\(([^()]*)\)\^2", r"(\1)(\1)", problem.answer)
        bare = re.sub(r"\([^()]*\)", "", inner)
        outside = sum(int(power or 1) for power in re.findall(r"[a-z](?:\^(\d))?", bare))
        assert inner.count("(") + outside == count, problem.answer


def symbols() -> dict[str, sympy.Symbol]:
    return {letter: sympy.Symbol(letter) for letter in "abcdefghijklmnopqrstuvwxyz"}


@levels
def test_combined_functions_agree_with_evaluation(level: int) -> None:
    for problem in made("add_polynomials", level):
        functions = [shown(problem, slot) for slot in ("first", "second")]
        for point in POINTS:
            text = shown(problem, "combination")
            for function in functions:
                head, body = function.split(" = ")
                letter = head[2]
                text = text.replace(head, f"({value(body, **{letter: point})})")
            assert value(text) == value(problem.answer, **{letter: point})


@levels
def test_composed_functions_agree_with_evaluation(level: int) -> None:
    for problem in made("compose", level):
        (head, outer), (inside, inner) = (shown(problem, slot).split(" = ") for slot in ("outer", "inner"))
        for point in POINTS:
            between = value(inner, **{inside[2]: point})
            answer = value(problem.answer, **{str(problem.slots["letter"]): point})
            assert value(outer, **{head[2]: between}) == answer


@levels
def test_evaluated_functions_and_named_coefficients_agree_with_the_question(level: int) -> None:
    for problem in made("evaluate", level):
        letter, at = str(problem.slots["letter"]), problem.slots["value"]
        assert value(shown(problem, "expression"), **{letter: Fraction(at)}) == Fraction(problem.answer)
    for problem in made("coefficient_named", level, 30):
        letter, wanted = str(problem.slots["letter"]), str(problem.slots["wanted"])
        term = next(part for part in shown(problem, "form").split(" + ") if part.startswith(wanted))
        power = int(term.split("**")[1]) if "**" in term else 1 if "*" in term else 0
        whole = sympy.sympify(shown(problem, "expression"), locals=symbols())
        polynomial = sympy.Poly(whole, sympy.Symbol(letter))
        assert polynomial.coeff_monomial(sympy.Symbol(letter) ** power) == int(problem.answer)


@levels
def test_powers_and_surds_keep_their_value(level: int) -> None:
    for problem in made("simplify_power", level):
        letter = str(problem.slots["letter"])
        before, after = (floating(t, {letter: 1.01}) for t in (shown(problem, "expression"), problem.answer))
        assert isclose(before, after, rel_tol=1e-9)
    for problem in made("simplify_surd", level):
        text = shown(problem, "expression")
        assert isclose(floating(text, {}), floating(problem.answer, {}), rel_tol=1e-9, abs_tol=1e-9)
        for inside in re.findall(r"sqrt\((\d+)\)", problem.answer):
            assert all(int(inside) % (p * p) for p in range(2, 20))


@levels
def test_sequences_continue_as_their_polynomial_does(level: int) -> None:
    for problem in made("sequence_next", level):
        terms = [int(term) for term in re.findall(r"-?\d+", str(problem.slots["terms"]))]
        row = terms
        tails = []
        while any(row):
            tails.append(row[-1])
            row = [b - a for a, b in zip(row, row[1:], strict=False)]
        assert sum(tails) == int(problem.answer)
    for problem in made("sequence_nth", level):
        terms = [int(term) for term in re.findall(r"-?\d+", str(problem.slots["terms"]))]
        letter = str(problem.slots["letter"])
        assert [value(problem.answer, **{letter: n}) for n in range(1, len(terms) + 1)] == terms


@levels
def test_calculus_agrees_with_sympy(level: int) -> None:
    known = symbols()

    def parsed(text: str) -> sympy.Expr:
        starred = re.sub(r"(?<=[\w)])(?=[A-Za-z(])", "*", text).replace("^", "**")
        return sympy.sympify(starred, locals=known)

    for problem in made("differentiate", level, 20):
        letter, order = (
            known[str(problem.slots["letter"])],
            {"": 1, " twice": 2}.get(problem.slots["times"], 3),
        )
        expected = sympy.diff(parsed(shown(problem, "expression")), letter, order)
        assert sympy.expand(expected - parsed(problem.answer)) == 0
    for problem in made("integrate", level, 20):
        letter = known[str(problem.slots["letter"])]
        back = sympy.diff(parsed(problem.answer.removesuffix(" + C")), letter)
        assert sympy.expand(back - parsed(shown(problem, "expression"))) == 0
    for problem in made("definite_integral", level, 15):
        bounds = (known[str(problem.slots["letter"])], problem.slots["low"], problem.slots["high"])
        assert sympy.integrate(parsed(shown(problem, "expression")), bounds) == sympy.Rational(problem.answer)
    for problem in made("stationary_point", level, 15):
        letter = known[str(problem.slots["letter"])]
        slope = sympy.diff(parsed(shown(problem, "curve")), letter)
        assert slope.subs(letter, sympy.Rational(problem.answer)) == 0
    for problem in made("tangent", level, 15):
        letter, at = known[str(problem.slots["letter"])], problem.slots["at"]
        curve = parsed(shown(problem, "curve"))
        slope = sympy.diff(curve, letter).subs(letter, at)
        if problem.answer.startswith("y = "):
            line = parsed(problem.answer.removeprefix("y = "))
            assert sympy.expand(line - slope * (letter - at) - curve.subs(letter, at)) == 0
        else:
            assert slope == int(problem.answer)


each_family = pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)


@each_family
def test_numeric_equalities_in_the_steps_are_true(family: Family) -> None:
    rng = Random(5)
    for level in (1, 2, 3):
        for _ in range(40):
            for step in family.make(rng, level).steps:
                step = re.sub(r"gcd\([^)]*\)", "the gcd", step)
                for part in re.split(r": | so |, | fits| and ", step):
                    pieces = part.split(" = ")
                    if len(pieces) > 1 and not re.search(
                        r"[A-Za-z@=]", part.replace("sqrt", "").replace(" = ", " ")
                    ):
                        results = [float(value(piece)) for piece in pieces if piece]
                        assert results == pytest.approx([results[0]] * len(results)), step


@each_family
def test_items_are_short_worded_in_every_split_and_repeatable(family: Family) -> None:
    assert len(family.phrasings) >= 12 and len(family.kept_out) >= 3 and family.domain == "symbolic"
    for level in (1, 2, 3):
        for split in ("train", "numbers", "phrasings"):
            items = [draw(family, Random(seed), level, split) for seed in range(4)]
            assert items == [draw(family, Random(seed), level, split) for seed in range(4)]
            for item in items:
                assert "{" not in item.question.replace("^{", "").replace("frac{", "").replace(
                    "}{", ""
                ).replace("sqrt{", "").replace("_{", "")
                assert all("\n" not in step and step for step in item.steps)
    lengths = []
    for seed in range(40):
        item = draw(family, Random(seed), 3)
        lengths.append(len(item.question) + sum(map(len, item.steps)) + len(item.answer))
    assert sorted(lengths)[35] < 900


@pytest.mark.parametrize("root", range(1, 100))
def test_square_roots_below_a_hundred_are_found(root: int) -> None:
    lines = square_root_lines(root * root)
    assert lines[-1] == f"sqrt({root * root}) = {root}"
    squares = [re.findall(r"(\d+)\^2 = (\d+)", line) for line in lines]
    assert all(int(a) ** 2 == int(b) for found in squares for a, b in found)


def test_common_factors_are_the_greatest_with_the_sign_of_the_first_number() -> None:
    rng = Random(4)
    for _ in range(200):
        numbers = [rng.choice((-1, 1)) * rng.randint(1, 12) * rng.randint(1, 30) for _ in range(3)]
        lines, common = common_lines(numbers)
        assert abs(common) == gcd(*numbers) and (common < 0) == (numbers[0] < 0)
        for a, b, shared in re.findall(r"gcd\((\d+), (\d+)\) = (\d+)", "\n".join(lines)):
            assert gcd(int(a), int(b)) == int(shared)


@levels
@pytest.mark.parametrize("name", ("collect", "coefficient_named", "linear_2d", "substitute"))
def test_sums_are_added_two_numbers_a_line(name: str, level: int) -> None:
    for problem in made(name, level):
        for step in problem.steps:
            sums = re.findall(r"^-?\d+(?: [+-] \(?-?\d+\)?){2,} = ", step)
            assert not sums, step


@levels
def test_exponents_in_the_first_line_come_to_the_answer(level: int) -> None:
    for problem in made("simplify_power", level):
        exponent = value(problem.steps[0].removeprefix("exponents: "))
        assert problem.steps[-1] == f"exponent: {exponent}"
