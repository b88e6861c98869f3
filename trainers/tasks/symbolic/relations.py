"""Inequalities, values put into expressions, and formulas rearranged for a letter."""

from fractions import Fraction
from random import Random

from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import short
from trainers.tasks.symbolic.chains import over, times, total
from trainers.tasks.symbolic.linear import both_sides
from trainers.tasks.symbolic.notation import LETTERS, Notation, Term, letters, operand, phrases, write_sum
from trainers.tasks.symbolic.polynomial import monomial, nonzero, poly


def inequality(rng: Random, level: int) -> Problem:
    """ax + b < cx + d; a negative divisor turns the sign round."""
    letter = rng.choice(LETTERS)
    size = {1: 9, 2: 12, 3: 60}[level]
    a, b = nonzero(rng, size), rng.randint(-size, size) * (level if level > 1 else 1)
    c = nonzero(rng, size) if level == 3 or (level == 2 and rng.random() < 0.5) else 0
    a += a == c
    a = a or 2
    c -= a == c
    factor = a - c
    value = rng.randint(-20, 20) if rng.random() < 0.8 else Fraction(rng.randint(-40, 40), factor)
    d = Fraction(factor * value + b).numerator
    sign = rng.choice(("<", ">", "<=", ">="))
    left, right = poly(a, b), poly(c, d)
    steps = [f"{left.text(letter)} {sign} {right.text(letter)}"]
    solved = both_sides(left, right, letter)[1:]
    cut = write_sum([monomial(factor, letter, 1)])
    # The equation's own lines serve until the division by the factor, with the sign in place of "=".
    for line in solved:
        if line.startswith(f"{letter} = ") and factor != 1:
            break
        is_equation = " so " not in line and line.split(" = ")[0].count(letter) > 0
        steps.append(line.replace(" = ", f" {sign} ") if is_equation else line)
    turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}[sign] if factor < 0 else sign
    if factor != 1:
        if f"{cut} {sign} {d - b}" != steps[-1]:
            steps.append(f"{cut} {sign} {d - b}")
        steps.append(f"divide by {factor}, {'turn the sign' if factor < 0 else 'keep the sign'}")
        steps += over(d - b, factor)
        steps.append(f"{letter} {turned} {value}")
    symbols = {"<=": "\\le", ">=": "\\ge"}

    def text(notation: Notation) -> str:
        shown = symbols.get(sign, sign) if notation.power == "{}" else sign
        if notation.power == "sup":
            shown = {"<=": "≤", ">=": "≥"}.get(sign, sign)
        return f"{left.text(letter, notation)} {shown} {right.text(letter, notation)}"

    return Problem({"equation": text, "letter": letter}, tuple(steps), f"{letter} {turned} {value}")


def substitute(rng: Random, level: int) -> Problem:
    """The value of an expression in one to three letters."""
    names = sorted(letters(rng, max(level, 2)))
    size = {1: 9, 2: 9, 3: 12}[level]
    values = {name: rng.randint(-size, size) if level > 1 else rng.randint(1, size) for name in names}
    count = {1: 2, 2: rng.randint(2, 3), 3: rng.randint(3, 4)}[level]
    terms: list[Term] = []
    for i in range(count):
        chosen = names[i % len(names)]
        others = [name for name in names if name != chosen and rng.random() < 0.35] if level > 1 else []
        factors = tuple(
            (name, rng.choice((1, 1, 2, 2, 3)) if name == chosen and abs(values[name]) < 10 else 1)
            for name in sorted([chosen, *others])
        )
        if level == 1:
            factors = ((chosen, 2 if i == 0 and rng.random() < 0.4 else 1),)
        terms.append((nonzero(rng, size), factors))
    if level > 1 and rng.random() < 0.6:
        terms.append((nonzero(rng, 30), ()))
    results: list[int] = []
    steps = [", ".join(f"{name} = {values[name]}" for name in names)]
    for coefficient, factors in terms:
        running, text, listed = int(coefficient), write_sum([(coefficient, factors)]), []
        numbers = []
        for name, power in factors:
            base, raised = values[name], values[name] ** power
            if power == 2:
                steps.append(f"{name}^2: {operand(base)}^2 = {raised}")
            elif power == 3:
                steps.append(f"{name}^3: {operand(base)}^3 = {base * base} * {operand(base)} = {raised}")
            numbers.append(raised)
            listed.append(f"{name if power == 1 else f'{name}^{power}'} = {raised}")
        if factors:
            steps.append(f"{text}: {running}, {', '.join(listed)}")
        for number in numbers:
            steps += times(running, number)
            running *= number
        steps.append(f"{text} = {running}") if factors else ()
        results.append(running)
    steps += total(results, "sum") if len(results) > 1 else ()
    given = [f"{name} = {values[name]}" for name in names]
    if rng.random() < 0.3:
        given = [f"{name}={values[name]}" for name in names]
    joined = given[0] if len(given) == 1 else ", ".join(given[:-1]) + " and " + given[-1]
    slots = {"expression": lambda n: write_sum(terms, n), "given": joined, "names": ", ".join(names)}
    return Problem(slots, tuple(steps), str(sum(results)))


def rearrange(rng: Random, level: int) -> Problem:
    """A formula built round the wanted letter one operation at a time, undone in reverse."""
    names = [name for name in rng.sample("abcdfghkmnprstuvwxyzAFPRVE", 8)]
    wanted, subject = names[:2]
    others = names[2:]
    built = wanted
    undo: list[tuple[str, str, str]] = []
    steps: list[str] = []
    kinds = rng.choices(
        ("plus", "minus", "times", "over"), k=level + (1 if level == 3 and rng.random() < 0.5 else 0)
    )
    if level > 1 and rng.random() < 0.35:
        kinds[rng.randrange(len(kinds))] = rng.choice(("square", "root"))
    last = ""
    for kind in kinds:
        if kind == last or {kind, last} in ({"plus", "minus"}, {"times", "over"}, {"square", "root"}):
            kind = "times" if last in ("plus", "minus", "square", "root") else "plus"
        last = kind
        other = others.pop() if rng.random() < 0.75 else str(rng.randint(2, 9))
        sum_like = undo and undo[-1][0] in ("plus", "minus")
        inner = f"({built})" if sum_like else built
        match kind:
            case "plus":
                built = f"{built} + {other}" if rng.random() < 0.6 else f"{other} + {built}"
            case "minus":
                built = f"{built} - {other}"
            case "times":
                built = f"{other} * {inner}"
            case "over":
                built = f"{inner} / {other}"
            case "square":
                built = f"{built}^2" if built == wanted else f"({built})^2"
            case "root":
                built = f"sqrt({built})"
        undo.append((kind, other, built))
    formula = built
    value, value_kind = subject, ""
    steps.append(f"{formula} = {subject}")
    stages = [wanted, *(stage for _, _, stage in undo)]
    for index in range(len(undo) - 1, -1, -1):
        kind, other, _ = undo[index]
        inner = f"({value})" if value_kind in ("plus", "minus") else value
        match kind:
            case "plus":
                value, value_kind, said = f"{value} - {other}", "minus", f"subtract {other}"
            case "minus":
                value, value_kind, said = f"{value} + {other}", "plus", f"add {other}"
            case "times":
                value, value_kind, said = f"{inner} / {other}", "over", f"divide by {other}"
            case "over":
                value, value_kind, said = f"{other} * {inner}", "times", f"multiply by {other}"
            case "square":
                value, value_kind, said = f"sqrt({value})", "root", "take the square root"
            case _:
                squared = f"{value}^2" if value == subject else f"({value})^2"
                value, value_kind, said = squared, "square", "square"
        steps.append(f"{said}: {stages[index]} = {value}")
    swapped = rng.random() < 0.4
    positive = any(kind in ("square", "root") for kind, _, _ in undo)

    def text(notation: Notation) -> str:
        body = formula if notation.spaces else formula.replace(" ", "")
        if notation.power in ("**", "{}", "sup"):
            body = body.replace("^2", {"**": "**2", "{}": "^2", "sup": "²"}[notation.power])
        if not notation.times:
            body = body.replace(" * ", "").replace("*", "") if notation.power == "^" else body
        return f"{body} = {subject}" if swapped else f"{subject} = {body}"

    note = rng.choice(
        (f" Take {wanted} as positive.", f" Assume {wanted} > 0.", " All letters are positive.")
    )
    slots = {"formula": text, "letter": wanted, "note": note if positive else ""}
    return Problem(slots, tuple(steps), f"{wanted} = {value}")


INEQUALITY = phrases(
    "Solve {equation} for {letter}.",
    "Solve the inequality {equation}.",
    "solve {equation}",
    "Find all {letter} with {equation}.",
    "For which {letter} is {equation}?",
    "When is {equation} true?",
    "Which values of {letter} satisfy {equation}?",
    "Solve for {letter}: {equation}",
    "{equation}. Find the range of {letter}.",
    "What are the solutions of {equation}?",
    "Suppose {equation}. What can {letter} be?",
    "Determine every {letter} such that {equation}.",
    "Give the solution of the inequality {equation} as a condition on {letter}.",
    "If {equation}, what does that say about {letter}?",
    "Simplify {equation} to a condition on {letter}.",
)
INEQUALITY_KEPT = phrases(
    "Determine the values of {letter} that satisfy {equation}.",
    "What condition on {letter} does {equation} give?",
    "For what {letter} does the inequality {equation} hold? Solve it.",
)
SUBSTITUTE = phrases(
    "What is {expression} when {given}?",
    "Evaluate {expression} for {given}.",
    "Find the value of {expression} if {given}.",
    "If {given}, what is {expression}?",
    "Let {given}. Calculate {expression}.",
    "Given {given}, work out {expression}.",
    "{given}. {expression} = ?",
    "Substitute {given} into {expression}.",
    "evaluate {expression} at {given}",
    "Put {given} into {expression} and simplify.",
    "Compute {expression} where {given}.",
    "With {given}, find {expression}.",
    "what does {expression} come to if {given}",
    "Suppose {given}. What is {expression}?",
    "Take {given}. Find the value of {expression}.",
    "Calculate the value of the expression {expression} at {given}.",
    "What value does {expression} have for {given}?",
    "Work out {expression} if {given}.",
    "Suppose that {given}. Evaluate {expression}.",
    "Determine the value of {expression} when {given}.",
    "What is the value of {expression} if {given}?",
    "For {given}, give {expression}.",
    "Let {given}; evaluate {expression}.",
)
SUBSTITUTE_KEPT = phrases(
    "Work out the value of {expression} for {given}.",
    "Suppose that {given} and evaluate {expression}.",
    "What value does {expression} take at {given}?",
)
REARRANGE = phrases(
    "Make {letter} the subject of {formula}.{note}",
    "Rearrange {formula} for {letter}.{note}",
    "Solve {formula} for {letter}.{note}",
    "Express {letter} in terms of the other letters: {formula}.{note}",
    "Given {formula}, find {letter}.{note}",
    "If {formula}, what is {letter}?{note}",
    "rearrange {formula} to make {letter} the subject{note}",
    "Isolate {letter} in {formula}.{note}",
    "Write {letter} in terms of everything else if {formula}.{note}",
    "Transform the formula {formula} so that {letter} stands alone.{note}",
    "Find a formula for {letter} from {formula}.{note}",
    "Get {letter} by itself: {formula}.{note}",
    "Change the subject of {formula} to {letter}.{note}",
    "How do I get {letter} out of {formula}?{note}",
)
REARRANGE_KEPT = phrases(
    "Rearrange the formula {formula} so that {letter} is the subject.{note}",
    "Find {letter} in terms of the other letters if {formula}.{note}",
    "From {formula}, isolate {letter}.{note}",
)

FAMILIES: tuple[Family, ...] = (
    Family("inequality", "symbolic", inequality, INEQUALITY, INEQUALITY_KEPT),
    Family("substitute", "symbolic", short(substitute, 350), SUBSTITUTE, SUBSTITUTE_KEPT, 1.5),
    Family("rearrange", "symbolic", rearrange, REARRANGE, REARRANGE_KEPT, 0.7),
)
