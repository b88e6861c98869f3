"""Task families: common divisors and multiples, remainders, factors and primes."""

from fractions import Fraction
from math import isqrt
from random import Random

from trainers.tasks.arithmetic import numbers_primes_words as primes_words
from trainers.tasks.arithmetic.expressions_wording import by_kind, signed, spread, whole
from trainers.tasks.arithmetic.numbers import (
    worked_gcd,
    worked_is_factor,
    worked_is_prime,
    worked_lcm,
    worked_prime_factors,
    worked_remainder,
)
from trainers.tasks.item import Family, Problem
from trainers.tasks.lengths import short

DOMAIN = "arithmetic"


def _related_pair(rng: Random, limits: tuple[int, int], common: int) -> tuple[int, int]:
    """Two different numbers that share a factor up to `common`, in either order."""
    g = rng.randint(1, common)
    a, b = g * rng.randint(1, limits[0]), g * rng.randint(2, limits[1])
    if a == b:
        b += g
    return (a, b) if rng.random() < 0.5 else (b, a)


def divisor(rng: Random, level: int) -> int:
    """A divisor of up to two digits, at level 3 now and then of three."""
    if level == 3 and rng.random() < 0.2:
        return whole(rng, 3, 3)
    return max(2, whole(rng, min(level, 2), 1 if level < 3 else 2))


def make_gcd(rng: Random, level: int) -> Problem:
    """Greatest common divisor of two numbers with up to three, a few with four digits."""
    limits, common = (((9, 12), 9), ((20, 30), 20), ((40, 60), 40))[level - 1]
    a, b = _related_pair(rng, limits, common)
    worked = worked_gcd(a, b)
    return Problem({"a": a, "b": b}, worked.steps, worked.answer)


def make_lcm(rng: Random, level: int) -> Problem:
    """Least common multiple of two numbers with up to three digits."""
    limits, common = (((8, 10), 6), ((12, 20), 12), ((20, 40), 25))[level - 1]
    a, b = _related_pair(rng, limits, common)
    worked = worked_lcm(a, b)
    return Problem({"a": a, "b": b}, worked.steps, worked.answer)


def make_common_denominator(rng: Random, level: int) -> Problem:
    """Least common denominator of two fractions in lowest terms."""
    limits, common = (((5, 8), 4), ((10, 15), 9), ((15, 30), 20))[level - 1]
    while True:
        p, q = _related_pair(rng, limits, common)
        x = Fraction(signed(rng, rng.randint(1, 120), 0.3 if level > 1 else 0), p)
        y = Fraction(signed(rng, rng.randint(1, 120), 0.3 if level > 1 else 0), q)
        if min(p, q) > 1 and (x.denominator, y.denominator) == (p, q):
            worked = worked_lcm(p, q)
            steps = (f"The denominators are {p} and {q}.", *worked.steps)
            return Problem({"a": x, "b": y}, steps, worked.answer)


def make_remainder(rng: Random, level: int) -> Problem:
    """The remainder of a division by a number with up to three digits."""
    b = divisor(rng, level)
    a = whole(rng, (2, 4, 5 if b < 100 else 4)[level - 1], level)
    if rng.random() < 0.15:
        a -= a % b
    worked = worked_remainder(a, b)
    return Problem({"a": a, "b": b}, worked.steps, worked.answer)


def make_is_factor(rng: Random, level: int) -> Problem:
    """Whether one number divides another; half do, many of the others nearly do."""
    a = divisor(rng, level)
    b = a * whole(rng, (1, 2, 3 if a < 100 else 2)[level - 1])
    if rng.random() < 0.5:
        b += rng.choice((-1, 1, rng.randrange(1, a), rng.randrange(1, a)))
    worked = worked_is_factor(a, b)
    return Problem({"a": a, "b": b}, worked.steps, worked.answer)


def make_is_prime(rng: Random, level: int) -> Problem:
    """Whether n is prime (or composite); half of the numbers are prime, and few of the others even."""
    most = (99, 500, 4000)[level - 1]
    wanted = rng.random() < 0.5
    while True:
        n = rng.randint(2 if level == 1 else most // 8, most)
        if not wanted and n % 2 == 0 and rng.random() < 0.8:
            continue
        if all(n % d for d in range(2, isqrt(n) + 1)) == wanted:
            break
    worked = worked_is_prime(n)
    kind = rng.choice(("prime", "composite"))
    if kind == "prime":
        return Problem({"n": n, "kind": kind}, worked.steps, worked.answer, str(n))
    steps = (*worked.steps, f"So {n} is {'not composite' if wanted else 'composite'}.")
    return Problem({"n": n, "kind": kind}, steps, str(not wanted), str(n))


def make_prime_factors(rng: Random, level: int) -> Problem:
    """The distinct prime factors, or the whole product of primes."""
    small = (2, 2, 2, 3, 3, 5, 7) if level == 1 else (2, 2, 3, 3, 5, 7, 11, 13, 17, 19)
    while True:
        n = rng.choice((1, 1, 7, 11, 13, 23, 29, 37)) if level > 1 else 1
        for _ in range(rng.randint(2, 2 + level)):
            n *= rng.choice(small)
        if level > 1 and rng.random() < 0.3:
            n = rng.randint(50, (400, 2500)[level - 2])
        if (4, 30, 200)[level - 1] <= n <= (120, 900, 9000)[level - 1]:
            break
    worked = worked_prime_factors(n)
    kind = rng.choice(("list", "list", "product"))
    if kind == "list":
        return Problem({"n": n, "kind": kind}, worked.steps, worked.answer, str(n))
    last = worked.steps[-1]
    answer = last.partition(" = ")[2] if " = " in last else str(n)
    return Problem({"n": n, "kind": kind}, worked.steps, answer, str(n))


_GCD_NAMES = (
    "greatest common divisor", "greatest common factor", "highest common factor", "largest common divisor",
    "biggest common factor", "gcd", "GCD", "HCF",
)  # fmt: skip
_LCM_NAMES = (
    "least common multiple", "lowest common multiple", "smallest common multiple", "lcm", "LCM",
)  # fmt: skip
_NAMED = (
    "What's the ",
    "Compute the ",
    "Find the ",
    "Work out the ",
    "Give the ",
    "the ",
    "Determine the ",
)
_GCD = (
    *spread(_NAMED, tuple(f"{name} of {{a}} and {{b}}" for name in _GCD_NAMES)), "gcd({a}, {b})",
    "What is gcd({a}, {b})?", "hcf of {a} and {b}", "Use Euclid's algorithm on {a} and {b}.",
    "What is the largest number that divides both {a} and {b}?",
    "Which divisor of {a} and {b} is the largest?",
    "{a} and {b}: which common factor is the biggest?",
    "Determine the biggest number that goes into {a} and {b}.",
    "Which is the biggest number that goes into {a} and {b}?",
    "What is the greatest number that is a factor of {a} and of {b}?", "Compute $\\gcd({a}, {b})$.",
    "Equal square tiles cover a floor of {a} by {b} cm. What is the longest side a tile can have?",
    "{a} pens and {b} pads fill identical bags, nothing left over. How many bags at most?",
    "Ropes of {a} m and {b} m are cut into equal pieces, as long as possible. How long is a piece?",
)  # fmt: skip
_LCM = (
    *spread(_NAMED, tuple(f"{name} of {{a}} and {{b}}" for name in _LCM_NAMES)), "lcm({a}, {b})",
    "What is lcm({a}, {b})?", "Compute lcm({a}, {b}).",
    "What is the smallest positive number that both {a} and {b} divide?",
    "Which is the first number that is a multiple of {a} and of {b}?",
    "What is the smallest number divisible by {a} and by {b}?",
    "Which number is the least multiple of {a} and {b}?",
    "Determine the smallest number that {a} and {b} go into.",
    "What is the least number {a} and {b} both divide?",
    "{a} and {b}: first common multiple?", "Which multiple do {a} and {b} have in common first?",
    "Buses leave every {a} and every {b} minutes. They leave together now; in how many minutes again?",
    "Two lights flash every {a} and every {b} seconds. After how many seconds do they next flash together?",
    "Gears with {a} and {b} teeth start aligned. After how many teeth are they first aligned again?",
)  # fmt: skip
_DENOMINATOR = (
    *spread(_NAMED, (
        "least possible common denominator of {a} and {b}", "least common denominator of {a} and {b}",
        "lowest common denominator of {a} and {b}", "smallest common denominator of {a} and {b}",
    )),
    "Which denominator do you need to add {a} and {b}?",
    "To add {a} and {b}, what common denominator works best?",
    "Give a denominator, the least one, for {a} and {b}.",
    "For comparing {a} and {b}, which denominator is the smallest?",
    "What denominator can {a} and {b} share at least?",
    "What is the smallest denominator that {a} and {b} can both be written with?", "lcd of {a} and {b}",
    "Before comparing {a} with {b} you need a common denominator. What is the least one?",
)  # fmt: skip
_REMAINDER = (
    "What remainder do you get if {a} is divided by {b}?",
    "Calculate the remainder that {a} leaves when divided by {b}.",
    "Find the remainder of {a} divided by {b}.", "remainder of {a} / {b}",
    "What remains when you divide {a} by {b}?", "{a} mod {b}", "What is {a} mod {b}?", "Compute {a} mod {b}.",
    "{a} % {b}", "What is {a} modulo {b}?", "Divide {a} by {b}. What is left over?",
    "What is left over when {a} is split into groups of {b}?", "Work out the remainder: {a} divided by {b}",
    "Give the remainder on dividing {a} by {b}.",
    "{a} marbles are put into bags of {b}. How many marbles are left over?",
    "A train carries {a} crates in wagons of {b}. How many crates stay behind when only full wagons leave?",
    "{a} cards are dealt equally to {b} players. How many cards are left?",
    "whats the remainder of {a} divided by {b}",
    "How much is left when {b} is taken from {a} as often as possible?", "Reduce {a} modulo {b}.",
    "By long division, what is the remainder of {a} over {b}?", "What remains on dividing {a} by {b}?",
    "Dividing {a} by {b}, what is left over?", "When {b} goes into {a}, what is the remainder?",
    "{a} is divided by {b}. What remains?", "Give what is left over when {b} divides {a}.",
    "Determine what {a} leaves over on division by {b}.",
)  # fmt: skip
_FACTOR = (
    "Does {a} divide the number {b}?", "Is the number {a} a factor of {b}?",
    "Is the number {b} a multiple of {a}?", "Is {b} divisible by {a}?", "Is {a} a divisor of {b}?",
    "True or false: {a} divides {b}.", "True or False? {b} is a multiple of {a}.",
    "Does {a} go into {b} exactly?", "Can {b} be divided by {a} without a remainder?",
    "Does {a} divide {b} evenly?", "is {b} divisible by {a}", "Decide whether {a} is a factor of {b}.",
    "Check if {b} is a multiple of {a}.", "Is {b} / {a} a whole number?", "Is {b} in the {a} times table?",
    "Is the remainder of {b} divided by {a} zero?",
    "Say whether the following is true: {a} is a divisor of {b}.", "{a} divides {b}: true or false?",
    "Can {b} chairs be set in full rows of {a}?",
    "Can {b} pupils be put into teams of {a} with nobody left over?",
    "Is {a} one of the factors of {b}?", "Is it a fact that {b} is divisible by {a}?",
    "Does the number {b} have the divisor {a}?", "Is it correct that {a} is a factor of {b}?",
    "Determine whether {b} is divisible by {a}.", "Tell me if {a} goes into {b} with no remainder.",
)  # fmt: skip
_PRIME = by_kind(
    {"prime": "Is {n} prime?", "composite": "Is {n} composite?"},
    {"prime": "Is {n} one of the prime numbers?", "composite": "Is {n} one of the composite numbers?"},
    {"prime": "is {n} prime", "composite": "is {n} composite"},
    {"prime": "True or false: {n} is prime.", "composite": "True or false: {n} is composite."},
    {"prime": "Decide whether {n} is prime.", "composite": "Decide whether {n} is composite."},
    {"prime": "Check if {n} is a prime.", "composite": "Check if {n} is a composite number."},
    {
        "prime": "Tell me if {n} is a prime number.",
        "composite": "Tell me if {n} has a divisor besides 1 and itself.",
    },
    {"prime": "Is it true that {n} is prime?", "composite": "Is it true that {n} is composite?"},
    {"prime": "Does {n} have exactly two divisors?", "composite": "Does {n} have more than two divisors?"},
    {
        "prime": "Is {n} divisible only by 1 and itself?",
        "composite": "Can {n} be written as a product of smaller numbers?",
    },
    {
        "prime": "Determine if the number {n} is prime.",
        "composite": "Determine if the number {n} is composite.",
    },
    {"prime": "Would you call {n} a prime?", "composite": "Would you call {n} a composite number?"},
    {
        "prime": "{n} is a prime number: true or false?",
        "composite": "{n} is a composite number: true or false?",
    },
    {"prime": "Test {n} for being prime.", "composite": "Test whether {n} is composite."},
)
_FACTORS = by_kind(
    {"list": "What are all the prime factors of {n}?", "product": "Write {n} as a product of primes."},
    {"list": "List all the prime factors of {n}.", "product": "Give the prime factorisation of {n}."},
    {"list": "Find all prime factors of {n}.", "product": "Factorise {n} into primes."},
    {"list": "prime factors of {n}", "product": "prime factorization of {n}"},
    {"list": "Which primes divide {n}?", "product": "Express {n} as a product of prime numbers."},
    {"list": "Name the primes that divide {n}.", "product": "Break {n} down into a product of primes."},
    {"list": "Give the different prime factors of {n}.", "product": "Find the prime factorization of {n}."},
    {
        "list": "What are the distinct prime divisors of {n}?",
        "product": "Decompose {n} into prime factors, as a product.",
    },
    {
        "list": "State each prime factor of {n} once.",
        "product": "Which primes multiply to {n}? Write the product.",
    },
    {"list": "By which prime numbers is {n} divisible?", "product": "Split {n} into a product of primes."},
    {
        "list": "List every prime number that is a factor of {n}.",
        "product": "Write the number {n} as prime times prime and so on.",
    },
    {"list": "Work out the prime factors of {n}, smallest first.", "product": "Factor {n} completely."},
)
FAMILIES: tuple[Family, ...] = (
    Family(
        "gcd",
        DOMAIN,
        short(make_gcd, 290),
        _GCD,
        (
            "Determine the highest number that divides {a} and {b}.",
            "What is the biggest common divisor of {a} and {b}?",
            "Which common factor of {a} and {b} is the greatest?",
        ),
        2.0,
    ),
    Family(
        "lcm",
        DOMAIN,
        short(make_lcm, 290),
        _LCM,
        (
            "Determine the smallest number that {a} and {b} both divide.",
            "Which common multiple of {a} and {b} is the least?",
            "What is the first common multiple of {a} and {b}?",
        ),
        2.0,
    ),
    Family(
        "common_denominator",
        DOMAIN,
        short(make_common_denominator, 290),
        _DENOMINATOR,
        (
            "Find a common denominator, the least one, for {a} and {b}.",
            "What least denominator do {a} and {b} share?",
            "To compare {a} and {b}, which common denominator is the smallest?",
        ),
        1.0,
    ),
    Family(
        "div_remainder",
        DOMAIN,
        short(make_remainder, 290),
        _REMAINDER,
        (
            "What is left over on dividing {a} by {b}?",
            "Determine the remainder when {b} divides {a}.",
            "When {a} is divided by {b}, what remains?",
        ),
        1.8,
    ),
    Family(
        "is_factor",
        DOMAIN,
        short(make_is_factor, 290),
        _FACTOR,
        (
            "Is it true that {a} divides {b}?",
            "Is {b} evenly divisible by {a}?",
            "Does {b} have {a} as a factor?",
        ),
    ),
    Family(
        "is_prime",
        DOMAIN,
        make_is_prime,
        _PRIME + primes_words.PRIME,
        by_kind(
            {"prime": "Is the number {n} a prime?", "composite": "Is the number {n} a composite?"},
            {"prime": "Say whether {n} is prime.", "composite": "Say whether {n} is composite."},
            {
                "prime": "Can you tell me if {n} is prime?",
                "composite": "Can you tell me if {n} is composite?",
            },
        ),
    ),
    Family(
        "prime_factors",
        DOMAIN,
        make_prime_factors,
        _FACTORS + primes_words.FACTORS,
        by_kind(
            {
                "list": "Give all the primes that divide {n}.",
                "product": "Write the prime factorisation of {n}.",
            },
            {
                "list": "Which prime numbers are factors of {n}?",
                "product": "Factor {n} into a product of primes.",
            },
            {
                "list": "Determine the prime factors of {n}.",
                "product": "Find the primes whose product is {n}, as a product.",
            },
        ),
    ),
)
