"""The next term and the formula of linear, quadratic and cubic sequences, by differences."""

from collections.abc import Sequence
from random import Random

from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import short
from trainers.tasks.symbolic import sequences_wordings as words
from trainers.tasks.symbolic.chains import minus, over, plus, times
from trainers.tasks.symbolic.notation import LETTERS, phrases
from trainers.tasks.symbolic.polynomial import Polynomial, nonzero, poly

NAMES = ("differences", "second differences", "third differences")


def sequence_next(rng: Random, level: int) -> Problem:
    """The term after the last one shown."""
    rule = _rule(rng, level)
    count = max(rule.degree + 2, rng.randint(4, 6 if rule.degree < 2 else 5))
    terms = [int(rule(n)) for n in range(1, count + 1)]
    steps, rows = difference_lines(terms, rule.degree)
    following = rows[-1][-1]
    for row in reversed(rows[:-1]):
        steps += plus(row[-1], following)
        following += row[-1]
    return Problem({"terms": _listed(rng, terms)}, tuple(steps), str(following))


def sequence_nth(rng: Random, level: int) -> Problem:
    """The formula of the sequence in n or any other letter."""
    letter = "n" if rng.random() < 0.4 else rng.choice(LETTERS)
    rule = _rule(rng, level)
    count = max(rule.degree + 2, rng.randint(4, 5))
    terms = [int(rule(n)) for n in range(1, count + 1)]
    steps, rows = difference_lines(terms, rule.degree)
    steps += formula_lines([row[0] for row in rows], letter)
    answer = rule.text(letter)
    return Problem({"terms": _listed(rng, terms), "letter": letter}, (*steps, f"formula: {answer}"), answer)


def formula_lines(heads: list[int], letter: str) -> list[str]:
    """Lines from the first term and the first differences to the coefficients."""
    start, first = heads[:2]
    match len(heads) - 1:
        case 1:
            return [f"A{letter} + B: A = {first}", *_labelled("B", minus(start, first))]
        case 2:
            a = heads[2] // 2
            b = first - 3 * a
            return [
                f"A{letter}^2 + B{letter} + C",
                *_labelled("A", over(heads[2], 2)),
                *_labelled("3A", times(3, a)),
                *_labelled("B", minus(first, 3 * a)),
                *minus(start, a),
                *_labelled("C", minus(start - a, b)),
            ]
        case _:
            second, third = heads[2:]
            a = third // 6
            b = (second - 12 * a) // 2
            c = first - 7 * a - 3 * b
            return [
                f"A{letter}^3 + B{letter}^2 + C{letter} + D",
                *_labelled("A", over(third, 6)),
                *_labelled("12A", times(12, a)),
                *minus(second, 12 * a),
                *_labelled("B", over(second - 12 * a, 2)),
                *_labelled("7A", times(7, a)),
                *_labelled("3B", times(3, b)),
                *minus(first, 7 * a),
                *_labelled("C", minus(first - 7 * a, 3 * b)),
                *minus(start, a),
                *minus(start - a, b),
                *_labelled("D", minus(start - a - b, c)),
            ]


def difference_lines(terms: Sequence[int], depth: int) -> tuple[list[str], list[list[int]]]:
    """Lines of the rows of differences down to the constant one, and all rows, the terms first."""
    rows, steps = [list(terms)], [f"terms: {', '.join(map(str, terms))}"]
    for level in range(depth):
        row = rows[-1]
        for a, b in zip(row, row[1:], strict=False):
            steps += minus(b, a)
        rows.append([b - a for a, b in zip(row, row[1:], strict=False)])
        equal = ", equal" if level == depth - 1 else ""
        steps.append(f"{NAMES[level]}: {', '.join(map(str, rows[-1]))}{equal}")
    return steps, rows


def _rule(rng: Random, level: int) -> Polynomial:
    match level:
        case 1:
            return poly(nonzero(rng, 12), rng.randint(-30, 30))
        case 2 if rng.random() < 0.4:
            return poly(nonzero(rng, 60), rng.randint(-200, 200))
        case 2:
            return poly(nonzero(rng, 5), rng.randint(-9, 9), rng.randint(-20, 20))
    match rng.randrange(5):
        case 0:
            return poly(nonzero(rng, 3), rng.randint(-6, 6), rng.randint(-9, 9), rng.randint(-20, 20))
        case 1:
            return poly(nonzero(rng, 900), rng.randint(-2000, 2000))
        case _:
            return poly(nonzero(rng, 15), rng.randint(-40, 40), rng.randint(-200, 200))


def _labelled(label: str, lines: list[str]) -> list[str]:
    """The lines with the letter they find in front of the last."""
    return [*lines[:-1], f"{label}: {lines[-1]}"]


def _listed(rng: Random, terms: Sequence[int]) -> str:
    text = ", ".join(map(str, terms))
    return text if rng.random() < 0.8 else text.replace(", ", " " if rng.random() < 0.3 else ",")


NEXT = phrases(
    "What comes next: {terms}?",
    "What is the next term in {terms}?",
    "What is next in {terms}?",
    "Find the next number: {terms}, ...",
    "{terms}, ?",
    "Continue the sequence {terms}.",
    "Which number follows {terms}?",
    "Give the next term of the sequence {terms}.",
    "The sequence {terms} goes on in the same way. What is its next term?",
    "next number in {terms}",
    "A sequence starts {terms}. What comes after that?",
    "Work out the next number in the pattern {terms}.",
    "Look at {terms}. What number comes next?",
    "Complete the pattern: {terms}, _",
    "What number should come after {terms}?",
    "Determine the term that follows {terms}.",
    "Find the number that comes after {terms}.",
    "Find the next term: {terms}",
    "Which number is next in the sequence {terms}?",
    "The pattern {terms} continues. What is the next number?",
    "Give the number that follows {terms}.",
    "The numbers {terms} follow a pattern. Find the next term.",
)
NEXT_KEPT = phrases(
    "Which number comes next in the sequence {terms}?",
    "Find the term that comes after {terms}.",
    "The pattern {terms} goes on. Give its next number.",
)
NTH = phrases(
    "What is the {letter}'th term of {terms}?",
    "Find the {letter}th term of {terms}.",
    "Find a formula in {letter} for the sequence {terms}.",
    "Give the {letter}'th term of the sequence {terms}.",
    "{terms}: what is term number {letter}?",
    "Write a rule for the {letter}th term of {terms}.",
    "The sequence {terms} goes on in the same way. What is its term number {letter}?",
    "Find an expression for the {letter}-th term: {terms}, ...",
    "Which formula in {letter} gives {terms} for {letter} = 1, 2, 3, ...?",
    "Determine the general term of {terms} as an expression in {letter}.",
    "{letter}th term of {terms}",
    "Work out the rule of {terms} in terms of {letter}.",
    "A sequence starts {terms}. Give its {letter}'th term.",
    "Express the {letter}'th number of {terms} through {letter}.",
    "What polynomial in {letter} produces {terms}?",
    "Give a rule in {letter} for {terms}.",
    "What rule gives the {letter}th number of {terms}?",
    "Find the {letter}'th number of the sequence {terms}.",
    "Determine a formula for {terms} in terms of {letter}.",
    "What is the formula of the sequence {terms} in {letter}?",
    "Give an expression in {letter} for the {letter}'th term: {terms}",
)
NTH_KEPT = phrases(
    "Give a formula for the {letter}'th term: {terms}.",
    "What rule in {letter} does the sequence {terms} follow?",
    "Determine the {letter}th number of the sequence {terms} in terms of {letter}.",
)

FAMILIES: tuple[Family, ...] = (
    Family("sequence_next", "symbolic", short(sequence_next, 350), NEXT * 2 + words.NEXT, NEXT_KEPT),
    Family("sequence_nth", "symbolic", short(sequence_nth, 360), NTH * 2 + words.NTH, NTH_KEPT, 1.3),
)
