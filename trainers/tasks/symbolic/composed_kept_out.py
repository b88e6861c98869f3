"""The final questions of composed tasks that are kept out of training, by family."""

from trainers.tasks.symbolic.composed_questions import Questions

KEPT_OUT: Questions = {
    "composed_gcd": (
        "Work out the greatest common divisor of {a} and {b}.",
        "Which is the biggest factor that {a} and {b} have in common?",
        "Find the highest common factor of the numbers {a} and {b}.",
    ),
    "composed_lcm": (
        "Work out the least common multiple of {a} and {b}.",
        "Find the smallest number that is a multiple of both {a} and {b}.",
        "Give the lcm of the numbers {a} and {b}.",
    ),
    "composed_div_remainder": (
        "Work out the remainder when dividing {a} by {b}.",
        "Which remainder is left over when {a} is divided by {b}?",
        "Calculate {a} mod {b}.",
    ),
    "composed_is_prime": (
        "Do we know whether {a} is {kind}?",
        "True or false: the number {a} is {kind}.",
        "Determine whether {a} is {kind}.",
    ),
    "composed_is_factor": (
        "Check whether {a} divides {b}.",
        "Is the number {b} divisible by {a}?",
        "True or false: {a} is a divisor of {b}.",
    ),
    "composed_round_number": (
        "Find the value of {a} rounded to {to}.",
        "Write the number {a} rounded to {to}.",
        "Work out {a} rounded to {to}.",
    ),
    "composed_place_value": (
        "Work out the {place} digit of {a}.",
        "Which number is the {place} digit of {a}?",
        "What is the digit in the {place} place of {a}?",
    ),
    "composed_prime_factors": (
        "Work out the prime factors of {a}.",
        "Which are the prime factors of the number {a}?",
        "Write down all primes that divide {a}.",
    ),
    "composed_compare_pair": (
        "Determine whether {a} is {relation} {b}.",
        "Would you say {a} is {relation} {b}?",
        "True or false: the number {a} is {relation} {b}.",
    ),
    "composed_which_of_pair": (
        "Find out which is {more}: {a} or {b}.",
        "Which one is {more}: {a} or {b}?",
        "Look at {a} and {b}. Which is {more}?",
    ),
    "composed_kth_biggest": (
        "Pick the {kth} number from {values}.",
        "Work out the {kth} value of {values}.",
        "Of the numbers {values}, which is the {kth}?",
    ),
    "composed_kth_option": (
        "Which one is the {kth} value? {options}",
        "Name the {kth} value. {options}",
        "Choose the {kth} value. {options}",
    ),
    "composed_closest": (
        "Among {values}, which is {nearest} to {target}?",
        "Look at {values}. Which value is {nearest} to {target}?",
        "Give the number in {values} {nearest} to {target}.",
    ),
    "composed_closest_option": (
        "Which one is {nearest} to {target}? {options}",
        "Find the value {nearest} to {target}. {options}",
        "Choose the number that lies {nearest} to {target}: {options}",
    ),
    "composed_sort": (
        "Sort the numbers {values} in {order} order.",
        "Order {values}: {order}.",
        "Write down {values} in {order} order.",
    ),
    "composed_linear_1d": (
        "Work out {x} from {equation}.",
        "Find the {x} that solves {equation}.",
        "If {equation}, what is {x}?",
    ),
    "composed_linear_2d": (
        "Work out {x} from {first} and {second}.",
        "If {first} and {second}, what is {x}?",
        "Find the {x} that solves both {first} and {second}.",
    ),
    "composed_evaluate": (
        "Let {f} = {p}. Work out {call}.",
        "What is the value of {call} for {f} = {p}?",
        "Consider the function {f} = {p}. Find {call}.",
    ),
    "composed_differentiate": (
        "Work out the {order} derivative of {p}.",
        "Take the {order} derivative of {p} with respect to {x}.",
        "What is the {order} derivative by {x} of {p}?",
    ),
    "composed_polynomial_roots": (
        "Work out the roots of {p}.",
        "What are the solutions of {p} = 0?",
        "Which {x} solve {p} = 0?",
    ),
    "composed_add_polynomials": (
        "Let {f} = {p} and {g} = {q}. Work out {sum}.",
        "For {f} = {p} and {g} = {q}, what is {sum}?",
        "Given {f} = {p} and {g} = {q}, write {sum} as a polynomial.",
    ),
    "composed_common_denominator": (
        "Work out the common denominator of {a} and {b}.",
        "Which common denominator do {a} and {b} have?",
        "Find the least common denominator of the fractions {a} and {b}.",
    ),
    "composed_factor": (
        "Work out the factors of {p}.",
        "Express {p} in factored form.",
        "Write the polynomial {p} as a product of factors.",
    ),
    "composed_derivative_roots": (
        "Let {f} be the derivative of {p}. Work out {x} so that {call} = 0.",
        "Suppose {f} is the first derivative of {p} and {call} = 0. Find {x}.",
        "The first derivative of {p} is {f}. What are the solutions of {call} = 0?",
    ),
    "composed_derivative_again": (
        "Let {f} be the {order} derivative of {p}. Work out the {then} derivative of {call}.",
        "The {order} derivative of {p} is {f}. What is the {then} derivative of {call} with respect to {x}?",
        "Suppose {f} is the {order} derivative of {p}. Find the {then} derivative of {call}.",
    ),
    "composed_evaluate_sum": (
        "Let {f} = {p}. Let {g} = {q}. Let {h} = {sum}. Work out {call}.",
        "Suppose {f} = {p}, {g} = {q} and {h} = {sum}. Find {call}.",
        "Given {f} = {p}, {g} = {q} and {h} = {sum}, what is the value of {call}?",
    ),
}
