"""Task families: which number is bigger, the k-th of a list, the nearest one, and sorting."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from trainers.tasks.arithmetic.expressions_wording import signed, spread, whole
from trainers.tasks.arithmetic.numbers import (
    ORDINALS,
    exact,
    worked_closest,
    worked_compare,
    worked_kth,
    worked_sort,
)
from trainers.tasks.arithmetic.numbers_decimals import decimal
from trainers.tasks.item import Family, Phrasing, Problem

DOMAIN = "arithmetic"


def _value(rng: Random, level: int) -> str:
    """A number as written: an integer of any length, a decimal, or a proper or improper fraction."""
    sign = "-" if rng.random() < (0.15, 0.4, 0.45)[level - 1] else ""
    shape = rng.random()
    if level == 1 or shape < 0.45:
        n = (
            whole(rng, (2, 3, 5)[level - 1])
            if rng.random() < (0.5, 0.6, 0.75)[level - 1]
            else rng.randint(0, 9)
        )
        return f"{sign if n else ''}{n}"
    if shape < 0.75:
        digits = rng.randint(1, level)
        return f"{sign}{decimal(Fraction(rng.randint(1, 10 ** rng.randint(1, digits + 1)), 10**digits))}"
    most = (9, 9, 20)[level - 1]
    bottom = rng.randint(2, most)
    top = rng.randint(1, most * 2)
    return f"{sign}{Fraction(top, bottom)}"


def _near(rng: Random, text: str, level: int) -> str:
    """A number close to the one written, in the same shape or as a fraction beside a decimal."""
    value = exact(text)
    if value.denominator == 1:
        return str(value + signed(rng, rng.choice((1, 1, 2, 9, 10, 11)), 0.5))
    if "/" in text:
        return str(value + Fraction(signed(rng, 1, 0.5), value.denominator * rng.randint(1, 3)))
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
    steps = (*worked.steps, f"The {'bigger' if bigger else 'smaller'} one is {answer}.")
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
    steps = (*worked.steps, f"{a} {relation} {b} is {'true' if wanted else 'false'}.")
    return Problem({"a": a, "b": b, "relation": said}, steps, str(wanted), f"{a} {relation} {b}")


def _options(texts: Sequence[str]) -> dict[str, str]:
    return dict(zip("abcdefgh", texts, strict=False))


def _listed(rng: Random, texts: Sequence[str]) -> str:
    """The options as a question shows them: (a) 3  (b) 1/2, or A) 3, or a list with semicolons."""
    style = rng.randrange(5)
    pairs = _options(texts).items()
    match style:
        case 0 | 1:
            return "  ".join(f"({letter}) {text}" for letter, text in pairs)
        case 2:
            return " ".join(f"({letter}) {text}" for letter, text in pairs)
        case 3:
            return ", ".join(f"{letter}) {text}" for letter, text in pairs)
        case _:
            return "; ".join(f"({letter}) {text}" for letter, text in pairs)


def _with_letters(
    problem_steps: tuple[str, ...], texts: Sequence[str], answer: str
) -> tuple[tuple[str, ...], str]:
    letter = next(key for key, text in _options(texts).items() if text == answer)
    return (*problem_steps, f"{answer} is option ({letter})."), letter


def _rank_words(rng: Random, k: int, largest: bool) -> str:
    word = rng.choice(
        ("biggest", "largest", "greatest", "highest") if largest else ("smallest", "lowest", "least")
    )
    numeral = f"{k}{('th', 'st', 'nd', 'rd')[k] if k < 4 else 'th'}"
    return word if k == 1 else f"{ORDINALS[k - 1]} {word}" if rng.random() < 0.8 else f"{numeral} {word}"


def make_kth(rng: Random, level: int) -> Problem:
    """The k-th biggest or smallest of a list, which may be lettered: then the letter is the answer."""
    count = (3, rng.randint(3, 5), rng.randint(4, 7))[level - 1]
    texts = _values(rng, level, count)
    k, largest = rng.randint(1, count), rng.random() < 0.5
    worked = worked_kth(texts, k, largest)
    steps, answer = worked.steps, worked.answer
    lettered = rng.random() < 0.5
    if lettered:
        steps, answer = _with_letters(steps, texts, answer)
    slots = {"rank": _rank_words(rng, k, largest), "texts": tuple(texts), "lettered": lettered}
    return Problem(slots, steps, answer, f"{' '.join(texts)} {k} {largest} {lettered}")


def make_closest(rng: Random, level: int) -> Problem:
    """The number of a list that is nearest to a target, or its letter."""
    count = (3, rng.randint(3, 4), rng.randint(3, 5))[level - 1]
    while True:
        texts, target = _values(rng, level, count), _value(rng, level)
        gaps = sorted(abs(exact(t) - exact(target)) for t in texts)
        if gaps[0] < gaps[1] and (gaps[0] or rng.random() < 0.1):
            worked = worked_closest(texts, target)
            if sum(map(len, worked.steps)) < 700:
                break
    steps, answer = worked.steps, worked.answer
    lettered = rng.random() < 0.5
    if lettered:
        steps, answer = _with_letters(steps, texts, answer)
    slots = {"target": target, "texts": tuple(texts), "lettered": lettered}
    return Problem(slots, steps, answer, f"{target} {' '.join(texts)} {lettered}")


def make_sort(rng: Random, level: int) -> Problem:
    """A list put in order."""
    texts = _values(rng, level, (3, rng.randint(3, 5), rng.randint(5, 7))[level - 1])
    descending = rng.random() < 0.45
    worked = worked_sort(texts, descending)
    slots = {"list": ", ".join(texts), "descending": descending}
    return Problem(slots, worked.steps, worked.answer, f"{' '.join(texts)} {descending}")


def _choice(open_form: str, lettered_form: str) -> Phrasing:
    """A phrasing for a plain list (slot `list`) and for lettered options (slot `options`)."""

    def say(slots: Mapping[str, Any], rng: Random) -> str:
        texts = slots["texts"]
        shown = {**slots, "list": ", ".join(texts), "options": _listed(rng, texts)}
        return (lettered_form if slots["lettered"] else open_form).format(**shown)

    return say


def _comparing(template: str) -> Phrasing:
    """A phrasing with the slot `word`: bigger, larger, greater; smaller, less, lower."""

    def say(slots: Mapping[str, Any], rng: Random) -> str:
        word = rng.choice(
            ("bigger", "larger", "greater") if slots["bigger"] else ("smaller", "lower", "lesser")
        )
        return template.format(word=word, **slots)

    return say


def _ordering(template: str) -> Phrasing:
    """A phrasing with the slot `order`: an adverbial that names the direction."""

    def say(slots: Mapping[str, Any], rng: Random) -> str:
        up = (
            "in ascending order",
            "in increasing order",
            "from smallest to largest",
            "from least to greatest",
        )
        down = (
            "in descending order",
            "in decreasing order",
            "from largest to smallest",
            "from greatest to least",
        )
        more = (
            ("with the biggest first",)
            if slots["descending"]
            else ("with the smallest first", "from low to high")
        )
        return template.format(order=rng.choice((*(down if slots["descending"] else up), *more)), **slots)

    return say


def _several(make_one: Any, *forms: Any) -> tuple[Phrasing, ...]:
    return tuple(make_one(*((form,) if isinstance(form, str) else form)) for form in forms)


_WHICH = _several(
    _comparing,
    "Which one is {word}: {a} or {b}?", "Which is {word}, {a} or {b}?", "Which number is {word}: {a} or {b}?",
    "which is {word} {a} or {b}", "Of {a} and {b}, which is {word}?", "Pick the {word} of {a} and {b}.",
    "Which of {a} and {b} is the {word} one?", "Name the {word} of the two numbers {a} and {b}.",
    "{a} or {b}: which one is {word}?", "Compare {a} and {b} and give the {word} number.",
    "What is the {word} of {a} and {b}?", "Write down the {word} number: {a}, {b}",
    "Two cards show {a} and {b}. What is on the {word} one?", "Choose the {word} value: {a} or {b}.",
    "Between {a} and {b}, which has the {word} value?",
)  # fmt: skip
_RELATION = (
    "Is {a} {relation} {b}?", "is {a} {relation} {b}", "True or false: {a} is {relation} {b}.",
    "{a} {relation} {b}?", "Is it true that {a} is {relation} {b}?",
    "Does the statement hold: {a} is {relation} {b}?", "Decide whether {a} is {relation} {b}.",
    "Check if {a} is {relation} {b}.", "Can we say that {a} is {relation} {b}?",
    "The claim: {a} is {relation} {b}. True or false?", "Is the number {a} {relation} the number {b}?",
    "Tell me whether {a} is {relation} {b}.", "Say true or false: {a} is {relation} {b}.",
    "Someone says {a} is {relation} {b}. Is that correct?", "Verify: {a} is {relation} {b}",
)  # fmt: skip
_KTH = _several(
    _choice,
    ("What is the {rank} of the values {list}?", "Which letter has the {rank} value? {options}"),
    ("What is the {rank} of {list}?", "Which is the {rank}?  {options}"),
    ("Which number is the {rank} of {list}?", "Which option is the {rank}? {options}"),
    ("Find the {rank} number in the list {list}.", "Choose the {rank} number: {options}"),
    ("{rank} of {list}", "{rank} number: {options}"),
    ("Out of {list}, what is the {rank}?", "Out of {options}, which is the {rank}?"),
    ("Name the {rank} number among {list}.", "Name the letter of the {rank} number. {options}"),
    ("Pick the {rank} value: {list}", "Pick the {rank} value: {options}"),
    ("These numbers are given: {list}. What is the {rank} one?", "{options}. Which of these is the {rank}?"),
    ("What's the {rank} number in {list}?", "What's the {rank} number? {options}"),
    (
        "Look at {list}. Give the {rank} number.",
        "Look at these: {options}. Give the letter of the {rank} one.",
    ),
    ("Scores: {list}. Which score is the {rank}?", "Scores: {options}. Which one is the {rank}?"),
)
_KTH += tuple(
    _choice(f"{start} {{rank}} {noun} {link} {{list}}{stop}", f"{start} {{rank}} {noun}{stop} {{options}}")
    for start, stop in (("What is the", "?"), ("Find the", "."), ("Give the", "."), ("Select the", "."))
    for noun, link in (("number", "in"), ("value", "among"), ("one", "of"))
)
_KTH_KEPT_OUT = _several(
    _choice,
    ("Give the {rank} of these numbers: {list}", "Give the letter of the {rank} of these numbers: {options}"),
    ("Among {list}, which value is the {rank}?", "Among these, which value is the {rank}? {options}"),
    ("In the list {list}, find the {rank} value.", "Find the option that is the {rank}. {options}"),
)
_CLOSEST = _several(
    _choice,
    (
        "Which of the values {list} is the closest to {target}?",
        "Which letter marks the closest to {target}? {options}",
    ),
    (
        "Which of the values {list} is the nearest to {target}?",
        "Which letter marks the nearest to {target}?  {options}",
    ),
    ("Which number in {list} is closest to {target}?", "Which option is closest to {target}? {options}"),
    ("Which of {list} is nearest to {target}?", "Which of these is nearest to {target}? {options}"),
    ("Find the number nearest to {target}: {list}", "Find the number nearest to {target}: {options}"),
    ("closest to {target}: {list}", "closest to {target}: {options}"),
    (
        "Pick the value with the least distance from {target}: {list}.",
        "Pick the value closest to {target}: {options}",
    ),
    (
        "On the number line, which of {list} lies nearest to {target}?",
        "Which lies nearest to {target}? {options}",
    ),
    ("Out of {list}, what comes closest to {target}?", "Out of {options}, which comes closest to {target}?"),
    (
        "The target is {target}. Which guess is nearest: {list}?",
        "The target is {target}. Nearest guess? {options}",
    ),
    (
        "Given {list}, name the number closest to {target}.",
        "Given {options}, name the letter closest to {target}.",
    ),
    ("Among {list}, which differs least from {target}?", "Which differs least from {target}? {options}"),
)
_CLOSEST += tuple(
    _choice(f"{ask} {near} {{target}} {link} {{list}}?", f"{ask} {near} {{target}}? {{options}}")
    for ask in ("Which value is", "Which one is", "What number is", "which is")
    for near, link in (("closest to", "in"), ("nearest to", "among"), ("the nearest to", "out of"))
)
_CLOSEST_KEPT_OUT = _several(
    _choice,
    (
        "Of the numbers {list}, which is the nearest one to {target}?",
        "Which option comes nearest to {target}? {options}",
    ),
    (
        "What number out of {list} lies closest to {target}?",
        "Which of these lies closest to {target}? {options}",
    ),
    (
        "Name the one of {list} that is nearest to {target}.",
        "Name the letter of the value nearest to {target}. {options}",
    ),
)
_SORT = _several(
    _ordering,
    *spread(
        ("Sort the list ", "Put the list ", "Arrange ", "Order ", "Write "),
        ("{list} {order}.", "{list}, {order}."),
    ),
    "{list}: sort {order}",
    "sort {order}: {list}",
    "Rank these numbers {order}: {list}.",
    "Please sort {list} {order}.",
    "Arrange {order}: {list}",
    "Can you put {list} {order}?",
    "Give the list {list} {order}.",
    "The temperatures were {list}. List them {order}.",
    "List {list} {order}.",
    "What is {list} sorted {order}?",
)
_SORT_KEPT_OUT = _several(
    _ordering,
    "Order these values {order}: {list}.",
    "Write {order} the list {list}.",
    "How do you sort {list} {order}?",
)
FAMILIES: tuple[Family, ...] = (
    Family(
        "which_bigger",
        DOMAIN,
        make_which,
        _WHICH,
        _several(
            _comparing,
            "Tell me which is {word}: {a} or {b}.",
            "Given {a} and {b}, find the {word} number.",
            "Out of {a} and {b}, which number is {word}?",
        ),
    ),
    Family(
        "is_bigger",
        DOMAIN,
        make_relation,
        _RELATION,
        (
            "Would it be correct that {a} is {relation} {b}?",
            "Does it hold that {a} is {relation} {b}?",
            "State whether {a} is {relation} {b}.",
        ),
    ),
    Family("kth_biggest", DOMAIN, make_kth, _KTH, _KTH_KEPT_OUT),
    Family("closest", DOMAIN, make_closest, _CLOSEST, _CLOSEST_KEPT_OUT),
    Family("sort", DOMAIN, make_sort, _SORT, _SORT_KEPT_OUT, 1.2),
)
