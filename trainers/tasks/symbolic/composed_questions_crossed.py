"""More final questions of composed tasks for training: ways to ask crossed with things asked for."""

import re
from collections.abc import Sequence
from itertools import product

from trainers.tasks.symbolic.composed_kept_out import KEPT_OUT
from trainers.tasks.symbolic.composed_questions import QUESTIONS, Questions

# <> is the thing asked for.
ASKS = (
    "What is <>?",
    "Calculate <>.",
    "Find <>.",
    "Determine <>.",
    "Work out <>.",
    "Give <>.",
    "Compute <>.",
    "State <>.",
    "Tell me <>.",
    "Can you find <>?",
    "Could you calculate <>?",
    "I want to know <>.",
    "I am looking for <>.",
    "What would be <>?",
    "Now find <>.",
    "Then what is <>?",
    "We ask for <>.",
)
# <> is a statement.
DECIDE = (
    "Is it true that <>?",
    "True or false: <>.",
    "True or False? <>",
    "Decide whether <>.",
    "Check whether <>.",
    "Determine whether <>.",
    "Determine if <>.",
    "Find out whether <>.",
    "Say whether <>.",
    "Tell me if <>.",
    "Does it hold that <>?",
    "Is it correct that <>?",
    "Is it right to say that <>?",
    "Would you agree that <>?",
    "Verify whether <>.",
    "The claim is that <>. Is it true?",
    "Someone says that <>. Is that so?",
    "Then is it the case that <>?",
)
GIVEN = (
    "If {}, ",
    "Given that {}, ",
    "Given {}, ",
    "When {}, ",
    "Knowing that {}, ",
    "Provided that {}, ",
    "With {}, ",
    "Suppose {}. ",
    "Suppose that {}. ",
    "Let {}. ",
    "Assume {}. ",
    "Assume that {}. ",
    "It is known that {}. ",
    "We have {}. ",
)
WANTED = (
    "what is <>?",
    "calculate <>.",
    "find <>.",
    "determine <>.",
    "work out <>.",
    "compute <>.",
    "give <>.",
    "give the value of <>.",
    "what value does <> have?",
    "how much is <>?",
    "what does <> come to?",
)


def asking(things: Sequence[str], asks: Sequence[str] = ASKS) -> tuple[str, ...]:
    """Every ask with every thing."""
    return tuple(ask.replace("<>", thing) for ask, thing in product(asks, things))


def given(*facts: str, wanted: str, asks: Sequence[str] = WANTED) -> tuple[str, ...]:
    """Facts first, then what is wanted: "If x + 3 = 5, what is x?", "Suppose x + 3 = 5. Find x."."""
    questions = []
    for opener, fact, ask in product(GIVEN, facts, asks):
        start = opener.replace("{}", fact)
        ask = ask.replace("<>", wanted)
        questions.append(start + (ask[0].upper() + ask[1:] if start.endswith(". ") else ask))
    return tuple(questions)


def _of(names: Sequence[str], *tails: str) -> tuple[str, ...]:
    return tuple(f"the {name} {tail}" for name, tail in product(names, tails))


_PAIR = ("of {a} and {b}", "of the numbers {a} and {b}", "shared by {a} and {b}")
_ORDERED = ("in {values}", "among {values}", "of the numbers {values}", "in the list {values}")
_PICK = ("Which is <>?", "What is <>?", "Choose <>.", "Pick <>.", "Select <>.", "Which letter marks <>?",
         "Which of these is <>?", "Mark <>.", "Point out <>.", "Which option is <>?", "Say which is <>.",
)  # fmt: skip
_SORT = ("Sort", "Put", "Arrange", "Order", "Write", "List", "Place", "Rank", "Line up", "Give", "Rewrite")
_SOLVE = ("Solve <> for {x}.", "Solve <> to get {x}.", "Find {x} from <>.", "Find the {x} that solves <>.",
          "What is {x} in <>?", "Determine the value of {x} in <>.", "Work out {x} in <>.",
          "What must {x} be so that <>?", "For what value of {x} is <>?", "Compute {x}, given <>.",
          "Calculate {x}, given that <>.", "Find {x}, if <>.", "Give the {x} that satisfies <>.",
          "Use <> to find {x}.", "Which number is {x} when <>?")  # fmt: skip
_ROOTS = ("Solve <>.", "Determine {x}, given that <>.", "Find {x}, given that <>.", "Find {x} such that <>.",
          "What is {x}, if <>?", "Let <>. Calculate {x}.", "Let <>. What is {x}?", "Let <>. Find {x}.",
          "Suppose <>. Find {x}.", "Suppose that <>. Determine {x}.", "Determine all {x} for which <>.",
          "Find every {x} that solves <>.", "List the solutions of <>.", "Assume <>. What is {x}?",
          "Work out {x} if <>.", "What can {x} be if <>?", "Calculate {x} so that <>.",
          "If <>, what is {x}?", "Given <>, determine {x}.")  # fmt: skip
_DERIVED = ("of {p}", "of {p} with respect to {x}", "of {p} wrt {x}", "of the polynomial {p}")
_FACTORED = ("Factor <>.", "Factorise <>.", "Factor <> fully.", "Write <> as a product of factors.",
             "Put <> into factored form.", "Find the factorisation of <>.", "What are the factors of <>?",
             "Give the factorised form of <>.", "Break <> into factors.", "Rewrite <> as a product.",
             "Decompose <> into factors.", "Bring <> into factored form.")  # fmt: skip
_PRIMES = (
    "prime factors of {a}",
    "prime divisors of {a}",
    "primes that divide {a}",
    "prime numbers dividing {a}",
)

CROSSED: Questions = {
    "composed_gcd": asking(
        _of(
            (
                "greatest common divisor",
                "greatest common factor",
                "highest common factor",
                "gcd",
                "largest common divisor",
                "highest common divisor",
                "biggest common factor",
            ),
            *_PAIR,
        )
    ),
    "composed_lcm": asking(
        _of(
            ("least common multiple", "lowest common multiple", "smallest common multiple", "lcm"),
            "of {a} and {b}",
            "of the numbers {a} and {b}",
        )
    ),
    "composed_div_remainder": asking(
        (
            "the remainder when {a} is divided by {b}",
            "the remainder of {a} divided by {b}",
            "{a} modulo {b}",
            "the remainder of {a} after division by {b}",
            "what is left when {a} is divided by {b}",
            "the remainder that {a} leaves on division by {b}",
        )
    ),
    "composed_is_prime": asking(
        ("{a} is {kind}", "the number {a} is {kind}", "the value of {a} is {kind}"), DECIDE
    ),
    "composed_is_factor": asking(
        (
            "{a} is a factor of {b}",
            "{a} divides {b}",
            "{b} is a multiple of {a}",
            "{b} is divisible by {a}",
            "{a} is a divisor of {b}",
            "{a} goes into {b} evenly",
        ),
        DECIDE,
    ),
    "composed_round_number": asking(
        ("{a} rounded to {to}", "the value of {a} to {to}", "the number {a} rounded to {to}", "{a} to {to}")
    ),
    "composed_place_value": asking(
        (
            "the {place} digit of {a}",
            "the digit in the {place} place of {a}",
            "the {place} digit of the number {a}",
            "the digit of {a} in the {place} position",
        )
    ),
    "composed_prime_factors": asking(
        tuple(f"the {primes}" for primes in _PRIMES),
        ("What are <>?", "List <>.", "Write down <>.", *ASKS[1:12]),
    ),
    "composed_compare_pair": asking(
        ("{a} is {relation} {b}", "the number {a} is {relation} {b}", "the value of {a} is {relation} {b}"),
        DECIDE,
    ),
    "composed_which_of_pair": asking(
        ("{a} or {b}", "{a} or the number {b}", "the number {a} or {b}"),
        (
            "Which is {more}: <>?",
            "Which one is {more}: <>?",
            "Which is the {more} one, <>?",
            "What is {more}, <>?",
            "Find which is {more}: <>.",
            "Determine which is {more}, <>.",
            "Say which is {more}: <>.",
            "Which has the {more} value: <>?",
            "Then which is {more}, <>?",
            "Is it <> that is {more}?",
            "Which of the two is {more}: <>?",
            "Find out which is {more}, <>.",
        ),
    ),
    "composed_kth_biggest": asking(
        _of(("{kth} value", "{kth} number", "{kth} one", "{kth} entry", "{kth}"), *_ORDERED)
    ),
    "composed_kth_option": asking(
        tuple(f"the {{kth}} {noun}" for noun in ("value", "number", "one", "of these", "option", "entry")),
        tuple(f"{ask} {{options}}" for ask in _PICK),
    ),
    "composed_closest": asking(
        tuple(
            f"the {noun} {tail}"
            for noun, tail in product(
                (
                    "value {nearest} to {target}",
                    "number {nearest} to {target}",
                    "one {nearest} to {target}",
                    "{nearest} to {target}",
                    "entry {nearest} to {target}",
                ),
                _ORDERED,
            )
        )
    ),
    "composed_closest_option": asking(
        tuple(
            f"the {noun} to {{target}}"
            for noun in (
                "{nearest}",
                "value {nearest}",
                "number {nearest}",
                "one {nearest}",
                "option {nearest}",
            )
        ),
        tuple(f"{ask} {{options}}" for ask in _PICK),
    ),
    "composed_sort": tuple(
        f"{verb} {things} {tail}."
        for verb, things, tail in product(
            _SORT,
            ("{values}", "the numbers {values}", "the values {values}", "the list {values}"),
            ("in {order} order", "in {order} order", "into {order} order", "{way}"),
        )
    ),
    "composed_linear_1d": (
        *asking(("{equation}", "the equation {equation}"), _SOLVE[:7]),
        *asking(("{equation}",), _SOLVE[7:]),
        *given("{equation}", wanted="{x}"),
    ),
    "composed_linear_2d": (
        *asking(
            (
                "{first}, {second}",
                "{first} and {second}",
                "the system {first}, {second}",
                "the equations {first} and {second}",
            ),
            _SOLVE[:7],
        ),
        *asking(("{first} and {second}", "both {first} and {second}"), _SOLVE[7:]),
        *given("{first} and {second}", "{first}, {second}", wanted="{x}"),
    ),
    "composed_evaluate": (
        *given("{f} = {p}", wanted="{call}"),
        *asking(
            ("{call}", "the value of {call}"),
            tuple(
                f"{ask[:-1]}{joint} {{f}} = {{p}}{ask[-1]}"
                for ask in ASKS[:8]
                for joint in (", where", " for", " if", " when")
            ),
        ),
    ),
    "composed_differentiate": asking(_of(("{order} derivative",), *_DERIVED)),
    "composed_polynomial_roots": (
        "Solve the equation {p} = 0.",
        *asking(("{p} = 0",), _ROOTS),
        *asking(("the roots of {p}", "the zeros of {p}"), ("What are <>?", *ASKS[1:8])),
    ),
    "composed_add_polynomials": (
        *given("{f} = {p} and {g} = {q}", "{f} = {p}, {g} = {q}", wanted="{sum}", asks=WANTED[:7]),
        *asking(
            ("{sum}",),
            tuple(
                f"{ask[:-1]}{joint} {{f}} = {{p}} and {{g}} = {{q}}{ask[-1]}"
                for ask in ASKS[:8]
                for joint in (", where", " for", " if")
            ),
        ),
    ),
    "composed_common_denominator": asking(
        _of(
            (
                "common denominator",
                "least common denominator",
                "lowest common denominator",
                "smallest common denominator",
            ),
            "of {a} and {b}",
            "of the fractions {a} and {b}",
            "for {a} and {b}",
        )
    ),
    "composed_factor": asking(("{p}", "the polynomial {p}", "the expression {p}"), _FACTORED),
    "composed_derivative_roots": tuple(
        start.replace("<>", derivative) + end
        for start, derivative, end in product(
            (
                "Let {f} be <>. ",
                "Suppose {f} is <>. ",
                "{f} is <>. ",
                "Define {f} as <>. ",
                "Write {f} for <>. ",
            ),
            ("the first derivative of {p}", "the derivative of {p}"),
            (
                "Let {call} = 0. Find {x}.",
                "Suppose {call} = 0. Calculate {x}.",
                "Solve {call} = 0.",
                "Find {x} such that {call} = 0.",
                "Determine {x}, given that {call} = 0.",
                "Where is {call} equal to 0?",
                "What is {x}, given that {call} = 0?",
            ),
        )
    ),
    "composed_derivative_again": tuple(
        f"{start}{end}"
        for start, end in product(
            (
                "Let {f} be the {order} derivative of {p}. ",
                "Suppose {f} is the {order} derivative of {p}. ",
                "{f} is the {order} derivative of {p}. ",
                "Define {f} to be the {order} derivative of {p}. ",
                "Write {f} for the {order} derivative of {p}. ",
                "Differentiating {p} to the {order} derivative gives {f}. ",
            ),
            asking(
                _of(
                    ("{then} derivative",), "of {call}", "of {call} wrt {x}", "of {call} with respect to {x}"
                ),
                ASKS[:9],
            ),
        )
    ),
    "composed_evaluate_sum": given(
        "{f} = {p}, {g} = {q} and {h} = {sum}",
        "{h} = {sum} with {f} = {p} and {g} = {q}",
        wanted="{call}",
    ),
}


def trained(name: str) -> tuple[str, ...]:
    """The family's questions for training: half of them its own list, repeated, half the crossed ones."""
    held = {_bare(question) for question in KEPT_OUT[name]}
    crossed = tuple(question for question in CROSSED[name] if _bare(question) not in held)
    return QUESTIONS[name] * max(1, len(crossed) // len(QUESTIONS[name])) + crossed


def _bare(question: str) -> str:
    """The question without capitals and punctuation, as two that differ in nothing else are the same."""
    return re.sub(r"[^a-z{} ]", "", question.lower())
