# ruff: noqa: E501
"""More phrasings about primes, used in training only."""

from trainers.tasks.arithmetic.expressions_wording import by_kind

PRIME = by_kind(
    {"prime": "Prime or not: is {n} prime?", "composite": "Composite or not: is {n} composite?"},
    {"prime": "I believe {n} is prime. Is that right?", "composite": "I believe {n} is composite. Is that right?"},
    {"prime": "Find out whether {n} is a prime number.", "composite": "Find out whether {n} is a composite number."},
    {"prime": "Does {n} count as a prime?", "composite": "Does {n} count as a composite?"},
    {"prime": "Say if {n} has no divisors other than 1 and {n}.", "composite": "Say if {n} has divisors other than 1 and {n}."},
    {"prime": "Among whole numbers, is {n} a prime one?", "composite": "Among whole numbers, is {n} a composite one?"},
    {"prime": "The number {n}: is it prime?", "composite": "The number {n}: is it composite?"},
    {"prime": "Could {n} be a prime?", "composite": "Could {n} be composite?"},
    {"prime": "Try small divisors on {n}. Is it prime?", "composite": "Try small divisors on {n}. Is it composite?"},
    {"prime": "Somebody says: {n} is prime. Is this true?", "composite": "Somebody says: {n} is composite. Is this true?"},
    {"prime": "{n} prime?", "composite": "{n} composite?"},
    {"prime": "Judge whether {n} belongs to the primes.", "composite": "Judge whether {n} belongs to the composites."},
    {"prime": "Is it right to call {n} prime?", "composite": "Is it right to call {n} composite?"},
    {"prime": "Can {n} pebbles be laid in nothing but a single row?", "composite": "Can {n} pebbles be laid in several equal rows of more than one?"},
)  # fmt: skip
FACTORS = by_kind(
    {"list": "Into which primes can {n} be divided evenly? List them.", "product": "Write {n} as primes multiplied together."},
    {"list": "Give every prime that goes into {n}.", "product": "Show {n} as a product with only primes in it."},
    {"list": "Tell me the primes that {n} is a multiple of.", "product": "Tell me the primes whose product is {n}, as a product."},
    {"list": "The prime factors of {n}, each once?", "product": "{n} as a product of primes?"},
    {"list": "What primes are in {n}? Name each once.", "product": "Take {n} apart until only primes are multiplied."},
    {"list": "All primes dividing {n}, please.", "product": "The full prime factorization of {n}, please."},
    {"list": "Look for the prime divisors of {n}.", "product": "Look for the prime factorization of {n}."},
    {"list": "List the primes p with {n} divisible by p.", "product": "Complete with primes multiplied: {n} = ?"},
    {"list": "Determine the set of prime factors of {n}.", "product": "Determine the prime factorization of {n}."},
    {"list": "When {n} is factored, which primes show up?", "product": "When {n} is factored into primes, what is the product?"},
    {"list": "Collect the primes that divide {n} evenly.", "product": "Resolve {n} into its prime factors and write the product."},
    {"list": "Which primes are hidden in {n}? List each once.", "product": "How is {n} built from primes? Give the product."},
)  # fmt: skip
