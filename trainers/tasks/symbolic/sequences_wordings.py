"""More wordings of sequences for training: ways to ask crossed with things asked for."""

from trainers.tasks.symbolic.notation import crossed

_ASKS = (
    "Find ",
    "Give ",
    "Determine ",
    "Work out ",
    "Calculate ",
    "State ",
    "Tell me ",
    "I need ",
    "Compute ",
)
_NEXT = (
    "the next term of {terms}",
    "the next number in the sequence {terms}",
    "the term that stands after {terms}",
    "the number that continues {terms}",
)
_BEGIN = (
    "Suppose a sequence begins {terms}. ",
    "Here is a sequence: {terms}. ",
    "Consider the numbers {terms}. ",
    "Let the first terms be {terms}. ",
    "The list {terms} goes on by one rule. ",
)
NEXT = (
    *crossed(_ASKS, _NEXT, (".",)),
    *crossed(("What is ", "What would be ", "Can you find ", "Which number is "), _NEXT, ("?",)),
    *crossed(
        _BEGIN,
        (
            "What comes next?",
            "Which number is next?",
            "Find its next term.",
            "Calculate the next number.",
            "Give the number after the last one.",
        ),
    ),
)
_TERM = (
    "the {letter}'th term of {terms}",
    "a formula in {letter} for the {letter}'th term of {terms}",
    "term number {letter} of the sequence {terms}",
    "an expression in {letter} for the terms {terms}",
    "the rule in {letter} behind {terms}",
)
NTH = (
    *crossed(_ASKS, _TERM, (".",)),
    *crossed(("What is ", "What would be ", "Can you find "), _TERM, ("?",)),
    *crossed(
        _BEGIN,
        (
            "What is the {letter}'th term?",
            "Find its {letter}'th term.",
            "Write the {letter}'th term as a formula in {letter}.",
            "Calculate the {letter}'th term in terms of {letter}.",
            "Which formula gives term {letter}?",
        ),
    ),
)
