"""Syllogisms and immediate inferences: does a categorical claim follow, decided by trying to deny it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from random import Random

from trainers.tasks.item import Family, Problem
from trainers.tasks.logic.categorical import Statement, Verdict, letter, plain, trial, verdict
from trainers.tasks.logic.logic_words import Noun, capital, class_nouns
from trainers.tasks.logic.syllogisms_phrasings import (
    FOLLOWS,
    FOLLOWS_KEPT,
    FORMAL,
    FORMAL_KEPT,
    JUDGE,
    JUDGE_KEPT,
    SAME,
    SAME_KEPT,
)

Argument = tuple[tuple[Statement, ...], Statement]
Pool = tuple[tuple[dict[Verdict, list[Argument]], ...], dict[Verdict, list[Argument]]]


def _signature(statement: Statement) -> tuple[bool, int]:
    return statement.universal, (statement.subject < 0) + (statement.predicate < 0)


def statements_between(a: int, b: int, signed: bool) -> list[Statement]:
    """Every categorical statement about two terms; with complements as terms where `signed`."""
    signs = (1, -1) if signed else (1,)
    return [
        Statement(universal, s * p, t * q)
        for p, q in ((a, b), (b, a))
        for universal, s, t in product((True, False), signs, (1, -1))
    ]


def numbered(statements: Sequence[Statement]) -> dict[int, int]:
    """New numbers for the terms, in the order in which they appear."""
    order = dict.fromkeys(abs(t) for s in statements for t in (s.subject, s.predicate))
    return {t: i for i, t in enumerate(order, 1)}


def moved(s: Statement, number: Mapping[int, int]) -> Statement:
    """The statement with its terms renumbered."""
    subject, predicate = (number[abs(t)] * (1 if t > 0 else -1) for t in (s.subject, s.predicate))
    return Statement(s.universal, subject, predicate)


def renamed(premises: Sequence[Statement], claim: Statement) -> Argument:
    """The argument with its terms numbered in the order in which they appear."""
    number = numbered((*premises, claim))
    return tuple(moved(s, number) for s in premises), moved(claim, number)


@cache
def _pool(terms: int, signed: bool, inhabited: bool, claim_known: bool) -> Pool:
    """Arguments by label, grouped by how they look; then all arguments whatever their looks.

    A group holds arguments with the same forms of premises (and of claim) and more than one label, so that
    the forms alone do not give the label away.
    """
    looks: dict[object, dict[Verdict, list[Argument]]] = defaultdict(lambda: defaultdict(list))
    everything: dict[Verdict, list[Argument]] = defaultdict(list)
    if terms == 2:
        arguments: list[Argument] = [
            ((p,), c) for p, c in product(statements_between(1, 2, signed), repeat=2) if p != c
        ]
    else:
        sides = (statements_between(1, 2, signed), statements_between(2, 3, signed))
        arguments = [
            (pair, c) for pair in product(*sides) for c in statements_between(1, 3, signed) if c.subject > 0
        ]
    for premises, claim in arguments:
        label = verdict(premises, claim, terms, inhabited)
        key = (tuple(sorted(map(_signature, premises))), _signature(claim) if claim_known else None)
        for ordered in {premises, premises[::-1]}:
            argument = renamed(ordered, claim)
            looks[key][label].append(argument)
            everything[label].append(argument)
    needed = 2 if claim_known else 3
    groups = [by for by in looks.values() if len(by) >= needed and "True" in by]
    return tuple(groups), everything


def _pick(rng: Random, terms: int, signed: bool, inhabited: bool, labels: Sequence[Verdict]) -> Argument:
    """An argument whose label is evenly one of `labels`."""
    groups, everything = _pool(terms, signed, inhabited, len(labels) == 2)
    label = rng.choice(labels)
    if rng.random() < 0.12:
        return rng.choice(everything[label])
    for _ in range(100):
        group = rng.choice(groups)
        if group.get(label):
            return rng.choice(group[label])
    return rng.choice(everything[label])


def _lengthened(rng: Random, argument: Argument) -> Argument:
    """The argument with one premise led through a term of its own: one premise and one term more."""
    premises, claim = argument
    new = 9 * rng.choice((1, 1, -1))
    at = rng.randrange(len(premises))
    old = premises[at]
    pair = [Statement(old.universal, old.subject, new), Statement(True, new, old.predicate)]
    rest = [*premises[:at], *pair, *premises[at + 1 :]]
    rng.shuffle(rest)
    return renamed(rest, claim)


def worded(statement: Statement, nouns: Sequence[Noun], rng: Random) -> str:
    """The statement as an English sentence without its full stop."""
    s, p = statement.subject, statement.predicate
    if s < 0:
        one, many = f"thing that is not {nouns[-s - 1].a}", f"non-{nouns[-s - 1].many}"
    else:
        one, many = nouns[s - 1].one, nouns[s - 1].many
    noun = nouns[abs(p) - 1]
    a_one = "an" if one[0] in "aeiou" else "a"
    match statement.universal, p > 0:
        case True, True:
            forms = [f"all {many} are {noun.many}", f"every {one} is {noun.a}", f"each {one} is {noun.a}"]
            forms += [f"any {one} is {noun.a}", f"{many} are all {noun.many}", f"only {noun.many} are {many}"]
            forms += [
                f"there is no {one} that is not {noun.a}",
                f"if something is {a_one} {one}, it is {noun.a}",
            ]
            forms += [
                f"it is false that some {many} are not {noun.many}",
                f"being {a_one} {one} means being {noun.a}",
            ]
        case True, False:
            forms = [f"no {many} are {noun.many}", f"no {one} is {noun.a}", f"{many} are never {noun.many}"]
            forms += [f"no {many} are {noun.many}", f"not a single {one} is {noun.a}"]
            forms += [f"all {many} are non-{noun.many}", f"there are no {many} that are {noun.many}"]
            forms += [f"all {many} fail to be {noun.many}", f"it is false that some {many} are {noun.many}"]
        case False, True:
            forms = [f"some {many} are {noun.many}", f"at least one {one} is {noun.a}"]
            forms += [f"some {many} are {noun.many}", f"there are {many} that are {noun.many}"]
            forms += [f"it is not the case that no {many} are {noun.many}", f"a few {many} are {noun.many}"]
            forms += [f"it is false that all {many} fail to be {noun.many}"]
        case _:
            forms = [f"some {many} are not {noun.many}", f"not all {many} are {noun.many}"]
            forms += [f"not every {one} is {noun.a}", f"at least one {one} is not {noun.a}"]
            forms += [f"there are {many} that are not {noun.many}", f"some {many} are non-{noun.many}"]
            forms += [f"some {many} fail to be {noun.many}", f"it is false that all {many} are {noun.many}"]
            forms += [f"at least one {one} lies outside the {noun.many}"]
    return forms[0] if rng.random() < 0.25 else rng.choice(forms)


def _working(
    premises: Sequence[Statement], claim: Statement, nouns: Sequence[Noun], inhabited: bool
) -> list[str]:
    named = ", ".join(f"{letter(i)} = {noun.many}" for i, noun in enumerate(nouns, 1))
    lines = [f"{named}.", f"Premises: {', '.join(map(plain, premises))}."]
    if inhabited:
        lines.append("Every class has members.")
    return [*lines, f"Claim: {plain(claim)}."]


_READINGS = (
    "Every class has at least one member.",
    "Every class has members.",
    "None of these classes is empty.",
    "Each of these groups has members.",
    "There is at least one of each kind.",
)


def _argument(
    rng: Random, level: int, labels: Sequence[Verdict], terms: int = 3
) -> tuple[Argument, int, bool]:
    inhabited = rng.random() < (0.15 if level == 3 else 0.25)
    while True:
        argument = _pick(rng, terms, level >= 2 and rng.random() < 0.5, inhabited, labels)
        if level == 1 or terms == 2:
            return argument, terms, inhabited
        label = verdict(*argument, terms, inhabited)
        longer = _lengthened(rng, argument) if level == 3 or rng.random() < 0.3 else argument
        size = 4 if longer is not argument else 3
        if level == 3 and rng.random() < 0.35:
            longer, size = _lengthened(rng, longer), 5
        if verdict(*longer, size, inhabited) == label:
            return longer, size, inhabited


def _problem(
    rng: Random, argument: Argument, size: int, inhabited: bool, answers: dict[Verdict, str]
) -> Problem:
    premises, claim = argument
    nouns = class_nouns(rng, size)
    lines = _working(premises, claim, nouns, inhabited)
    label = verdict(premises, claim, size, inhabited)
    tried, clash = trial(premises, claim.denied(), size, inhabited)
    lines += [f"Deny it: {plain(claim.denied())}.", *tried]
    if clash:
        lines.append("The denial is impossible, so the claim follows.")
    elif answers["False"] == answers["Unknown"]:
        lines.append("The denial is possible, so the claim does not follow.")
    else:
        tried, clash = trial(premises, claim, size, inhabited)
        lines += ["The denial is possible. Now try the claim itself.", *tried]
        lines.append(
            "The claim is impossible, so it is false." if clash else "Both are possible, so it is unknown."
        )
    sentences = [f"{capital(worded(s, nouns, rng))}." for s in premises]
    if inhabited:
        sentences.insert(0, rng.choice(_READINGS))
    assumed = f"Assume that {sentences[0][0].lower()}{sentences[0][1:]}" if inhabited else sentences[0]
    slots = {
        "premises": " ".join((assumed, *sentences[1:])),
        "claim": worded(claim, nouns, rng),
        "sentences": tuple(s.rstrip(".") for s in sentences),
    }
    return Problem(slots, tuple(lines), answers[label], key=f"{premises}{claim}{inhabited}")


def make_valid(rng: Random, level: int) -> Problem:
    """A syllogism and whether its conclusion follows: Yes or No."""
    argument, size, inhabited = _argument(rng, level, ("True", "Unknown"))
    return _problem(rng, argument, size, inhabited, {"True": "Yes", "False": "No", "Unknown": "No"})


def make_formal(rng: Random, level: int) -> Problem:
    """An argument and whether it is deductively valid: valid or invalid."""
    argument, size, inhabited = _argument(rng, level, ("True", "Unknown"))
    return _problem(
        rng, argument, size, inhabited, {"True": "valid", "False": "invalid", "Unknown": "invalid"}
    )


def make_conclusion(rng: Random, level: int) -> Problem:
    """Premises and a statement that they make True, False or leave Unknown."""
    argument, size, inhabited = _argument(rng, level, ("True", "False", "Unknown"))
    return _problem(rng, argument, size, inhabited, {v: v for v in ("True", "False", "Unknown")})


def make_immediate(rng: Random, level: int) -> Problem:
    """One statement and what it makes of another (converse, contrapositive, denial)."""
    inhabited = rng.random() < 0.3
    label: Verdict = rng.choice(("True", "False", "Unknown"))
    argument = rng.choice(_pool(2, rng.random() < {1: 0.3, 2: 0.5, 3: 1}[level], inhabited, False)[1][label])
    return _problem(rng, argument, 2, inhabited, {v: v for v in ("True", "False", "Unknown")})


def _region(statement: Statement) -> tuple[bool, frozenset[int]]:
    """Which region the statement makes empty (True) or inhabited (False): equal for equivalent statements."""
    second = -statement.predicate if statement.universal else statement.predicate
    return statement.universal, frozenset((statement.subject, second))


def _region_text(statement: Statement) -> str:
    empty, region = _region(statement)
    first, second = sorted(region, key=abs)
    return f"{'nothing' if empty else 'something'} is {letter(first)} and {letter(second)}"


def make_equivalent(rng: Random, level: int) -> Problem:
    """A statement and four more, one of which says the same: the answer is its letter."""
    stock = statements_between(1, 2, True)
    subjects = {1: (1,), 2: (1, -1, 2), 3: (-1, -2)}[level]
    given = rng.choice([s for s in stock if s.subject in subjects])
    given = renamed((given,), given)[1]
    same = rng.choice([s for s in stock if _region(s) == _region(given) and s != given])
    others: list[Statement] = []
    while len(others) < 3:
        other = rng.choice(stock)
        if _region(other) != _region(given) and _region(other) not in map(_region, others):
            others.append(other)
    options = [same, *others]
    rng.shuffle(options)
    nouns = class_nouns(rng, 2)
    lines = [f"A = {nouns[0].many}, B = {nouns[1].many}.", f"Given: {plain(given)}: {_region_text(given)}."]
    for name, option in zip("abcd", options, strict=True):
        agree = "same" if option is same else "different"
        lines.append(f"Option {name.upper()}: {plain(option)}: {_region_text(option)}: {agree}.")
    answer = "ABCD"[options.index(same)]
    slots = {
        "given": worded(given, nouns, rng),
        "options": tuple(capital(worded(o, nouns, rng)) for o in options),
    }
    return Problem(slots, tuple(lines[: 3 + options.index(same)]), answer, key=f"{given}{same}{others}")


FAMILIES: tuple[Family, ...] = (
    Family("syllogism_valid", "logic", make_valid, FOLLOWS, FOLLOWS_KEPT),
    Family("syllogism_formal", "logic", make_formal, FORMAL, FORMAL_KEPT, 1.5),
    Family("syllogism_conclusion", "logic", make_conclusion, JUDGE, JUDGE_KEPT),
    Family("immediate_inference", "logic", make_immediate, JUDGE, JUDGE_KEPT, 0.6),
    Family("equivalent_statement", "logic", make_equivalent, SAME, SAME_KEPT, 0.5),
)
