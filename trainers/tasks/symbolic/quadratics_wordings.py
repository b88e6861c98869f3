"""How people ask for roots and factors."""

from trainers.tasks.symbolic.notation import phrases

ROOTS = phrases(
    "Solve {equation}.",
    "Solve {equation} for {letter}.",
    "solve {equation}",
    "Find the roots of {expression}.",
    "Find all real solutions of {equation}.",
    "What are the roots of {equation}?",
    "Let {equation}. What is {letter}?",
    "Suppose {equation}. Find {letter}.",
    "If {equation}, what is {letter}?",
    "What is {letter} in {equation}?",
    "Calculate {letter} if {equation}.",
    "Determine {letter}: {equation}",
    "{equation}, {letter} = ?",
    "For which real {letter} is {expression} equal to 0?",
    "Where is {expression} equal to zero?",
    "Find every {letter} with {equation}.",
    "Find the zeros of {expression}.",
    "Solve the equation {equation}.",
    "Given {equation}, work out {letter}.",
    "Let {equation}. Calculate {letter}.",
    "roots of {expression}",
    "Give all real values of {letter} for which {equation}.",
)
ROOTS_KEPT = phrases(
    "Determine the zeros of {expression}.",
    "Which real {letter} satisfy {equation}? Find all of them.",
    "What are the solutions of {equation} for {letter}?",
    "Suppose that {equation}. Give all values of {letter}.",
)
FACTOR = phrases(
    "Factor {expression}.",
    "factor {expression}",
    "Factorise {expression}.",
    "Factorize {expression} completely.",
    "Write {expression} as a product.",
    "Factor {expression} fully.",
    "What is {expression} in factored form?",
    "Find the factors of {expression}.",
    "Express {expression} as a product of factors.",
    "Put {expression} into brackets.",
    "Break {expression} into factors.",
    "How does {expression} factor?",
    "Can you factor {expression}?",
    "Give the factorisation of {expression}.",
    "Factor the polynomial {expression}.",
    "Split {expression} into a product of brackets.",
    "Which brackets multiply to give {expression}?",
)
FACTOR_KEPT = phrases(
    "Give {expression} in factored form.",
    "Completely factor the polynomial {expression}.",
    "What are the factors of {expression}?",
)
