"""More ways to ask about long equations and polynomials, beside those of the families they extend."""

from trainers.tasks.symbolic.notation import phrases

EQUATION = phrases(
    "Get {letter} from {equation}.",
    "{equation}. {letter}?",
    "Which {letter} fits {equation}?",
    "Collect the terms and solve {equation} for {letter}.",
    "{left} equals {right}. What is {letter}?",
    "Bring {equation} to the form {letter} = a number.",
    "Isolate {letter} in {equation}.",
    "My equation is {equation}. What is {letter}?",
)
SYSTEM = phrases(
    "Get {letter} from {one}, {two}.",
    "{one}; {two}; {letter}?",
    "{letter}, if {equations}?",
    "Eliminate the other letter and find {letter}: {one} and {two}",
    "From {one} and {two} compute {letter}.",
    "First {one}, second {two}. What must {letter} be?",
    "For which {letter} do {one} and {two} hold together?",
)
NEXT = phrases(
    "After {terms}, what is next?",
    "{terms}. And then?",
    "Use differences to continue {terms} by one term.",
    "Extend {terms} by one number.",
    "Which term is next: {terms}?",
    "The readings were {terms}. Predict the next one.",
)
NTH = phrases(
    "Rule for {terms} in {letter}?",
    "{terms} as a formula in {letter}, please.",
    "Use differences to find the {letter}'th term of {terms}.",
    "If the terms are {terms}, what is term {letter}?",
    "Describe {terms} by a polynomial in {letter}, counted from {letter} = 1.",
    "What expression in {letter} gives the numbers {terms}?",
)
FACTOR = phrases(
    "As a product of brackets: {expression}",
    "Turn {expression} into a product.",
    "Undo the expansion: {expression}",
    "Decompose {expression} into factors.",
)
ROOTS = phrases(
    "Both solutions of {equation}?",
    "At which {letter} does {expression} vanish?",
    "List the roots in ascending order: {equation}",
    "Solve by factoring: {equation}",
)
DERIVATIVE = phrases(
    "{derivative}{wrt}: {expression}",
    "Get the {derivative} of {expression}{wrt}.",
    "Let g = {expression}. Find the {derivative} of g{wrt}.",
    "Derive {expression}{times}{wrt}.",
    "Term by term, what is the {derivative} of {expression}{wrt}?",
    "Please state the {derivative} of {expression}{wrt}.",
)
COLLECT = phrases(
    "Add what can be added: {expression}",
    "Cancel and collect: {expression}",
    "Shorten {expression}.",
    "Sum the terms of {expression} power by power.",
    "How can {expression} be written shorter?",
)
EXPAND = phrases(
    "{expression} as a sum of powers?",
    "Collect inside the brackets, then multiply out: {expression}",
    "Write the polynomial {expression} in standard form.",
    "Fully expand and collect {expression}.",
)
COMPOSE = phrases(
    "{outer}; {inner}; {asked}?",
    "Put one function into the other: {outer}, {inner}. Give {asked}.",
    "{inner} and {outer} are defined. Simplify {asked}.",
)
EVALUATE = phrases(
    "{definition}; {asked}?",
    "{definition}: put in {value} for {letter}.",
    "By Horner's rule, what is {asked} for {definition}?",
    "Replace {letter} by {value} in {definition}. Result?",
)
POWER = phrases(
    "As one power: {expression}{note}",
    "Add and subtract the exponents: {expression}{note}",
    "Which exponent of {letter} is left in {expression}{note}? Write the power.",
    "Shorten {expression} to one power{note}.",
)
