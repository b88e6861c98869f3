"""Task families: which number is bigger, the k-th of a list, the nearest one, and sorting."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from trainers.tasks.arithmetic import numbers_order_phrasings as words
from trainers.tasks.arithmetic.expressions_wording import signed, whole
from trainers.tasks.arithmetic.numbers import (
    ORDINALS,
    exact,
    worked_closest,
    worked_compare,
    worked_kth,
    worked_sort,
)
from trainers.tasks.arithmetic.numbers_decimals import decimal
from trainers.tasks.item import Family, Problem, Worked
from trainers.tasks.lengths import short, tokens

DOMAIN = "arithmetic"


def _value(rng: Random, level: int) -> str:
    """A number as written: an integer of any length, a decimal, or a proper or improper fraction."""
    sign = "-" if rng.random() < (0.15, 0.4, 0.45)[level - 1] else ""
    shape = rng.random()
    if level == 1 or shape < 0.45:
        n = (
            whole(rng, (2, 3, 4)[level - 1])
            if rng.random() < (0.5, 0.6, 0.75)[level - 1]
            else rng.randint(0, 9)
        )
        return f"{sign if n else ''}{n}"
    if shape < 0.75:
        digits = rng.randint(1, level)
        return f"{sign}{decimal(Fraction(rng.randint(1, 10 ** rng.randint(1, digits + 1)), 10**digits))}"
    most = (9, 9, 15)[level - 1]
    bottom = rng.randint(2, most) if rng.random() < 0.3 else rng.choice((2, 3, 4, 5, 6, 7, 8, 9, 10))
    top = rng.randint(1, most * 2)
    return f"{sign}{Fraction(top, bottom)}"


def _near(rng: Random, text: str, level: int) -> str:
    """A number close to the one written, in the same shape or as a fraction beside a decimal."""
    value = exact(text)
    if value.denominator == 1:
        return str(value + signed(rng, rng.choice((1, 1, 2, 9, 10, 11)), 0.5))
    if "/" in text:
        return str(
            value
            + Fraction(
                signed(rng, 1, 0.5), value.denominator * (rng.randint(1, 3) if value.denominator < 4 else 1)
            )
        )
    return decimal(value + Fraction(signed(rng, rng.randint(1, 9), 0.5), 10 ** rng.randint(1, level)))


def _values(rng: Random, level: int, count: int) -> list[str]:
    """Different values as written; now and then two of them lie close together."""
    texts: list[str] = []
    while len(texts) < count:
        text = _near(rng, rng.choice(texts), level) if texts and rng.random() < 0.25 else _value(rng, level)
        if all(exact(text) != exact(other) for other in texts):
            texts.append(text)
    rng.shuffle(texts)
    return texts


def _pair(rng: Random, level: int) -> tuple[str, str]:
    a = (
        _value(rng, level)
        if level == 1 or rng.random() < 0.7
        else str(signed(rng, whole(rng, level + 3), 0.5))
    )
    b = _near(rng, a, level) if rng.random() < 0.5 else _value(rng, level)
    return (a, b) if rng.random() < 0.5 else (b, a)


def make_which(rng: Random, level: int) -> Problem:
    """Which of two numbers is bigger, or smaller."""
    a, b = _pair(rng, level)
    while exact(a) == exact(b):
        a, b = _pair(rng, level)
    worked = worked_compare(a, b)
    bigger = rng.random() < 0.5
    answer = a if (worked.answer == ">") == bigger else b
    wanted = "bigger" if bigger else "smaller"
    steps = (f"Wanted: the {wanted} of {a} and {b}", *worked.steps, f"The {wanted} one is {answer}.")
    return Problem({"a": a, "b": b, "bigger": bigger}, steps, answer, f"{a} {b} {bigger}")


RELATIONS = {
    "<": ("less than", "smaller than", "below", "<", "strictly less than", "lower than"),
    ">": ("greater than", "bigger than", "larger than", "above", ">", "more than", "strictly greater than"),
    "<=": ("at most", "less than or equal to", "no more than", "<=", "not greater than", "not above"),
    ">=": ("at least", "greater than or equal to", "no less than", ">=", "not less than", "not below"),
    "=": ("equal to", "the same as", "equal in value to", "="),
    "!=": ("different from", "unequal to", "not equal to", "!="),
}
HOLDS = {"<": "<", ">": ">", "<=": "<=", ">=": ">=", "=": "=", "!=": "<>"}


def relation_lines(a: str, relation: str, b: str, worked: Worked) -> tuple[str, ...]:
    """The claim in symbols, how the numbers compare, and whether that fits the claim."""
    fits = worked.answer in HOLDS[relation]
    meant = " or ".join(
        {"<>": ("<", ">"), "<=": ("<", "="), ">=": (">", "=")}.get(HOLDS[relation], (relation,))
    )
    verdict = f"The claim wants {meant}; found {worked.answer}: {'true' if fits else 'false'}."
    return (f"Claim: {a} {relation} {b}", *worked.steps, verdict)


def make_relation(rng: Random, level: int) -> Problem:
    """Whether a relation between two numbers holds: "True" or "False"."""
    wanted = rng.random() < 0.5
    relation = rng.choice(("<", ">", "<=", ">=", "<", ">", "<=", ">=", "=", "!="))
    equal = 0.5 if relation in ("=", "!=") else 0.12
    while True:
        a, b = _pair(rng, level)
        if rng.random() < equal:
            b = a
            if level > 1 and "." in a:
                b = str(exact(a))
            elif level > 1 and "/" in a:
                b = f"{exact(a).numerator * 2}/{exact(a).denominator * 2}"
        worked = worked_compare(a, b)
        if (worked.answer in HOLDS[relation]) == wanted:
            break
    said = rng.choice(RELATIONS[relation])
    steps = relation_lines(a, relation, b, worked)
    return Problem({"a": a, "b": b, "relation": said}, steps, str(wanted), f"{a} {relation} {b}")


def _with_letters(
    problem_steps: tuple[str, ...], texts: Sequence[str], answer: str
) -> tuple[tuple[str, ...], str]:
    """The steps between the options listed and the option found, and its letter."""
    listed = ", ".join(f"{key}) {text}" for key, text in words.options(texts).items())
    letter = next(key for key, text in words.options(texts).items() if text == answer)
    return (f"Options: {listed}", *problem_steps, f"{answer} is option ({letter})."), letter


def _rank_words(rng: Random, k: int, largest: bool) -> str:
    word = rng.choice(
        ("biggest", "largest", "greatest", "highest") if largest else ("smallest", "lowest", "least")
    )
    numeral = f"{k}{('th', 'st', 'nd', 'rd')[k] if k < 4 else 'th'}"
    return word if k == 1 else f"{ORDINALS[k - 1]} {word}" if rng.random() < 0.8 else f"{numeral} {word}"


def make_kth(rng: Random, level: int) -> Problem:
    """The k-th biggest or smallest of a list, which may be lettered: then the letter is the answer."""
    count = (3, rng.randint(3, 4), rng.randint(4, 6))[level - 1]
    texts = _values(rng, level, count)
    k, largest = rng.randint(1, count), rng.random() < 0.5
    worked = worked_kth(texts, k, largest)
    order = f"{ORDINALS[k - 1]} {'biggest' if largest else 'smallest'}"
    steps, answer = (f"Wanted: the {order}", *worked.steps), worked.answer
    lettered = rng.random() < 0.5
    if lettered:
        steps, answer = _with_letters(steps, texts, answer)
    slots = {"rank": _rank_words(rng, k, largest), "texts": tuple(texts), "lettered": lettered}
    return Problem(slots, steps, answer, f"{' '.join(texts)} {k} {largest} {lettered}")


def make_closest(rng: Random, level: int) -> Problem:
    """The number of a list that is nearest to a target, or its letter."""
    count = (3, 3, rng.randint(3, 4))[level - 1]
    while True:
        texts, target = _values(rng, level, count), _value(rng, level)
        gaps = sorted(abs(exact(t) - exact(target)) for t in texts)
        if gaps[0] < gaps[1] and (gaps[0] or rng.random() < 0.1):
            worked = worked_closest(texts, target)
            if tokens(worked.steps) < 270:
                break
    steps, answer = worked.steps, worked.answer
    lettered = rng.random() < 0.5
    if lettered:
        steps, answer = _with_letters(steps, texts, answer)
    slots = {"target": target, "texts": tuple(texts), "lettered": lettered}
    return Problem(slots, steps, answer, f"{target} {' '.join(texts)} {lettered}")


def make_sort(rng: Random, level: int) -> Problem:
    """A list put in order."""
    texts = _values(rng, level, (3, rng.randint(3, 4), rng.randint(4, 6))[level - 1])
    descending = rng.random() < 0.45
    worked = worked_sort(texts, descending)
    slots = {"list": ", ".join(texts), "descending": descending}
    return Problem(slots, worked.steps, worked.answer, f"{' '.join(texts)} {descending}")


FAMILIES: tuple[Family, ...] = (
    Family(
        "which_bigger",
        DOMAIN,
        short(make_which, 290),
        words.WHICH,
        words.several(
            words.comparing,
            "Tell me which is {word}: {a} or {b}.",
            "Given {a} and {b}, find the {word} number.",
            "Out of {a} and {b}, which number is {word}?",
        ),
    ),
    Family(
        "is_bigger",
        DOMAIN,
        short(make_relation, 290),
        words.RELATION,
        (
            "Would it be correct that {a} is {relation} {b}?",
            "Does it hold that {a} is {relation} {b}?",
            "State whether {a} is {relation} {b}.",
        ),
    ),
    Family("kth_biggest", DOMAIN, short(make_kth, 290), words.KTH, words.KTH_KEPT_OUT, 2.0),
    Family("closest", DOMAIN, short(make_closest, 290), words.CLOSEST, words.CLOSEST_KEPT_OUT, 2.0),
    Family("sort", DOMAIN, short(make_sort, 290), words.SORT, words.SORT_KEPT_OUT, 2.0),
)
