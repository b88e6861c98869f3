"""How people ask for the tasks of `algebra`."""

from trainers.tasks.symbolic.notation import crossed, phrases

COLLECT = phrases(
    "Collect the terms of {expression}.",
    "Collect like terms: {expression}",
    "Simplify {expression}.",
    "simplify {expression}",
    "Combine like terms in {expression}.",
    "Write {expression} as simply as possible.",
    "What does {expression} simplify to?",
    "Add up the like terms of {expression}.",
    "Gather the powers of {letter} in {expression}.",
    "{expression} = ?",
    "Reduce {expression} to its simplest form.",
    "What is {expression} in simplest form?",
    "Group and add the terms in {expression}.",
    "Tidy up {expression}.",
    "Put {expression} in standard form.",
    "Rewrite {expression} with one term for each power of {letter}.",
    "Can you simplify {expression}?",
)
COLLECT_KEPT = phrases(
    "Gather like terms in {expression}.",
    "Write {expression} in its simplest form.",
    "Combine the terms of {expression} and simplify.",
)
ADD = crossed(
    (
        "Let {first} and {second}. ",
        "Let {first}. Let {second}. ",
        "Suppose {first} and {second}. ",
        "Given {first}, {second}. ",
        "If {first} and {second}: ",
        "{first}, {second}. ",
        "The functions are {first} and {second}. ",
        "Two functions: {first} and {second}. ",
        "Say that {first} while {second}. ",
    ),
    (
        "What is {combination}?",
        "Find {combination}.",
        "Calculate {combination}.",
        "Simplify {combination}.",
        "Determine {combination}.",
        "{combination} = ?",
    ),
) + phrases(
    "Find {combination} if {first} and {second}.",
    "Work out {combination} where {first} and {second}.",
    "Calculate {combination} for {first} and {second}.",
    "What is {combination} when {first} and {second}?",
    "Simplify {combination}, given {second} and {first}.",
    "If {second} and {first}, give {combination}.",
    "Let {second} and {first}; determine {combination}.",
    "I have {first} and {second}. What is {combination}?",
)
ADD_KEPT = phrases(
    "With {first} and {second}, work out {combination}.",
    "Determine {combination} if {first} and {second}.",
    "Suppose that {first}. Suppose that {second}. Give {combination}.",
)
EXPAND = phrases(
    "Expand {expression}.",
    "expand {expression}",
    "Expand and simplify {expression}.",
    "Multiply out {expression}.",
    "Multiply out the brackets: {expression}",
    "Remove the brackets in {expression}.",
    "Write {expression} without brackets.",
    "What is {expression} multiplied out?",
    "Find the product {expression}.",
    "Expand the product {expression} and collect like terms.",
    "{expression} = ?",
    "Write {expression} as a polynomial in {letter}.",
    "Work out {expression}.",
    "Open the brackets of {expression}.",
    "Please expand {expression} fully.",
    "Can you expand {expression}?",
    "What do you get when you expand {expression}?",
    "Simplify {expression} by multiplying out.",
)
EXPAND_KEPT = phrases(
    "Open up {expression} and simplify.",
    "Expand {expression} into a polynomial in {letter}.",
    "What is {expression} without the brackets?",
)
COEFFICIENT = crossed(
    (
        "Rearrange {expression} to the form {form}",
        "Express {expression} as {form}",
        "Write {expression} in the form {form}",
        "Put {expression} into the form {form}",
        "Rewrite {expression} as {form}",
    ),
    (
        " and give {wanted}.",
        " and find {wanted}.",
        ". What is {wanted}?",
        " and state {wanted}.",
        "; what is {wanted}?",
    ),
) + phrases(
    "{expression} can be written as {form}. What is {wanted}?",
    "If {expression} = {form}, what is {wanted}?",
    "Suppose that {expression} is rearranged to {form}. Find {wanted}.",
    "Find {wanted} such that {expression} equals {form}.",
    "What is {wanted} when {expression} is put in the form {form}?",
    "Compare {expression} with {form} and state {wanted}.",
    "Give {wanted} if {expression} has the form {form}.",
    "Collected, {expression} becomes {form}. Find {wanted}.",
)
COEFFICIENT_KEPT = phrases(
    "If {expression} is written as {form}, what is {wanted}?",
    "Find {wanted} so that {expression} takes the form {form}.",
    "Give {wanted} when {expression} is rearranged to {form}.",
)
EVALUATE = (
    *phrases(
        "Let {definition}. What is {asked}?",
        "Let {definition}. Find {asked}.",
        "Suppose {definition}. Calculate {asked}.",
        "Given {definition}, find {asked}.",
        "If {definition}, what is {asked}?",
        "{definition}. {asked} = ?",
        "Let {definition}. Determine {asked}.",
        "Let {definition}. Give {asked}.",
        "For {definition}, evaluate {asked}.",
        "find {asked} if {definition}",
        "Evaluate {expression} at {letter} = {value}.",
        "What is the value of {expression} at {letter} = {value}?",
        "Work out {asked} where {definition}.",
        "Compute {asked} for the function {definition}.",
        "The function {name} is given by {definition}. What is {asked}?",
        "Consider {definition}. What value does it take at {letter} = {value}?",
        "Define {definition}. Compute {asked}.",
        "{definition}, find {asked}",
        "What is {asked} if {definition}?",
        "What is {asked} for {definition}?",
        "Calculate {asked}, given that {definition}.",
        "Determine {asked} for the function {definition}.",
        "Find the value of {expression} when {letter} = {value}.",
        "Determine {expression} at {letter} = {value}.",
        "Calculate {expression} for {letter} = {value}.",
        "If {letter} = {value}, what is {expression}?",
        "Give the value of {expression} if {letter} is {value}.",
    ),
)
EVALUATE_KEPT = phrases(
    "Consider the function {definition}. Evaluate {asked}.",
    "What is {asked}, given {definition}?",
    "Determine the value of {expression} for {letter} = {value}.",
)
COMPOSE = crossed(
    (
        "Let {outer}. Let {inner}. ",
        "Let {inner}. Let {outer}. ",
        "Let {outer} and {inner}. ",
        "Suppose {outer} and {inner}. ",
        "Given {outer} and {inner}: ",
    ),
    (
        "What is {asked}?",
        "Give {asked}.",
        "Find {asked}.",
        "Calculate {asked}.",
        "Determine {asked}.",
        "Work out {asked}.",
    ),
) + phrases(
    "If {inner} and {outer}, find {asked}.",
    "With {outer} and {inner}, work out {asked}.",
    "For {inner} and {outer}, give {asked}.",
    "Find {asked} if {outer} and {inner}.",
    "Determine {asked} for {inner} and {outer}.",
    "What is {asked} if {inner} and {outer}?",
    "Form the composition {asked} of {outer} and {inner}.",
    "Given {inner} and {outer}, compute {asked}.",
    "Compute {asked} where {outer} and {inner}.",
    "Suppose {inner} and also {outer}. What is {asked}?",
)
COMPOSE_KEPT = phrases(
    "If {outer} and {inner}, what is {asked}?",
    "Find the composition {asked} for {outer} and {inner}.",
    "With {inner} and {outer}, determine {asked}.",
)
