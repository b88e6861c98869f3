# ruff: noqa: E501
"""More ways to ask about long numbers, beside those of the families they extend."""

from collections.abc import Mapping
from random import Random
from typing import Any

from trainers.tasks.arithmetic.expressions_wording import by_kind, told
from trainers.tasks.item import Phrasing

SHOW = told(
    "Work it out exactly: {e}",
    "{e} comes to?",
    "Do {e} on paper.",
    "Give every digit of {e}.",
    "What would a calculator show for {e}?",
    "Exact result of {e}, please.",
    "I get lost in {e}. Help?",
)
ADD_SUB = by_kind(
    {"+": ("The total of {a} and {b}", "Sum of {a} and {b}?"), "-": ("{a} less {b}", "{b} from {a}")},
    {"+": "Sum up {a} and {b}.", "-": "Subtract {b} from {a}."},
    {"+": "Find the total of {a} and {b}.", "-": "Find {a} minus {b}."},
    {"+": "{a} and {b} in total?", "-": "{b} less than {a}?"},
    {"+": "Give the sum: {a}, {b}", "-": "Give what is left: {a} without {b}"},
    {"+": "Calculate {a} plus {b}.", "-": "Calculate {a} minus {b}."},
    {
        "+": "The balance is {a}; {b} comes in. New balance?",
        "-": "The balance is {a}; {b} goes out. New balance?",
    },
    {"+": "Column addition of {a} and {b}", "-": "Column subtraction: {a} take {b}"},
    {
        "+": "A meter reads {a} and rises by {b}. What does it read now?",
        "-": "A meter reads {a} and falls by {b}. What does it read now?",
    },
    {"+": "sum {a}, {b}", "-": "subtract: {a}, then {b} off"},
)
DIFFERENCE = (
    "distance from {a} over to {b}?",
    "How wide is the interval from {a} to {b}?",
    "{a} against {b}: difference?",
    "Give the absolute difference of {a} and {b}.",
    "From {a} to {b}: how big a step is it?",
)
MUL = (
    "{a} by {b}, multiplied",
    "{b} copies of {a} come to how much?",
    "Product: {a}, {b}",
    "Long multiplication: {a} and {b}",
    "One unit costs {a}. How much do {b} units cost?",
    "Take {a} {b} times. What is the result?",
)
DIV = (
    "Long division: {a} by {b}",
    "{a} divided by {b}, digit by digit.",
    "Share {a} out over {b}.",
    "How many times {b} is {a}?",
    "{a} spread evenly over {b}: how much each?",
    "Ratio of {a} to {b} as a number?",
)
REMAINDER = (
    "{a} by {b}: what remains?",
    "Remainder only: {a} / {b}",
    "Find {a} mod {b} by long division.",
    "After filling boxes of {b} from {a} screws, how many screws are loose?",
    "rest of {a} after division by {b}",
)
QUOTIENT = (
    "{a} / {b}: quotient, remainder?",
    "How many whole times does {b} go into {a}? What remains?",
    "Split {a} into groups of {b}: how many groups, and how many over?",
)
FACTOR = (
    "{a} goes into {b}, right?",
    "Does {b} leave no remainder when divided by {a}?",
    "{b} is a multiple of {a}. True?",
    "Test by long division if {a} divides {b}.",
)
GCD = (
    "Run Euclid's algorithm: {a}, {b}.",
    "Euclid: {a} and {b}",
    "By which largest number can {a}/{b} be reduced?",
    "How big is the largest divisor that {a} and {b} share?",
)
LCM = (
    "{a} and {b}: least common multiple?",
    "When do multiples of {a} and of {b} first meet?",
    "Give the smallest number in both the {a} and the {b} times table.",
)
DENOMINATOR = (
    "{a} plus {b}: over which least common denominator?",
    "Denominator that fits {a} and {b}, as small as possible?",
    "Put {a} and {b} over one denominator. Which is the least?",
)
_POWER_NAMES = dict(
    zip(
        (str(10**n) for n in range(1, 10)),
        ("ten", "one hundred", "one thousand", "ten thousand", "one hundred thousand", "one million", "ten million",
         "one hundred million", "one billion"),
        strict=True,
    )
)  # fmt: skip


def _said(phrasing: Phrasing) -> Phrasing:
    """The phrasing with its power of ten in words: "one thousand", "ten to the power of 3"."""

    def say(slots: Mapping[str, Any], rng: Random) -> str | None:
        power = str(slots["b"])
        name = _POWER_NAMES.get(power) or f"ten to the power of {power.removeprefix('10^')}"
        text = (
            phrasing.format(**{**slots, "b": name})
            if isinstance(phrasing, str)
            else phrasing({**slots, "b": name}, rng)
        )
        return text and f"{text[0].upper()}{text[1:]}"

    return say


_POWER_ASKED = by_kind(
    {"*": "What is {a} times {b}?", "/": "What's {a} divided by {b}?"},
    {"*": "Multiply {a} by {b}.", "/": "Divide {a} by {b}."},
    {"*": "{a} times {b}", "/": "{a} over {b}"},
    {"*": "Scale {a} up by a factor of {b}.", "/": "Scale {a} down by a factor of {b}."},
    {"*": "How much are {b} lots of {a}?", "/": "How much is one part when {a} is split into {b} parts?"},
    {"*": "Make {a} {b} times as large.", "/": "Make {a} {b} times as small."},
    {
        "*": "Where does the point go in {a} times {b}?",
        "/": "Where does the point go in {a} divided by {b}?",
    },
    {"*": "Put {b} lots of {a} together.", "/": "Cut {a} into {b} equal parts. How big is each?"},
    {"*": "{a} grows by the factor {b}. New value?", "/": "{a} shrinks by the factor {b}. New value?"},
    {"*": "Shift the decimal point: {a} multiplied by {b}", "/": "Shift the decimal point: {a} over {b}"},
    {"*": "{b} times {a} is what?", "/": "{a} shared by {b} is what?"},
    {"*": "What do you get if you multiply {a} by {b}?", "/": "What do you get if you divide {a} by {b}?"},
    {"*": "The product of {a} and {b}", "/": "The quotient of {a} and {b}"},
    {"*": "Find the product of {a} and {b}.", "/": "Find the quotient of {a} and {b}."},
    {"*": "{a} is multiplied by {b}. What is the result?", "/": "{a} is divided by {b}. What is the result?"},
    {"*": "Which number is {b} times {a}?", "/": "Which number is {a} divided by {b}?"},
    {"*": "Which number is {b} times as big as {a}?", "/": "Which number times {b} makes {a}?"},
    {"*": "Which number divided by {b} makes {a}?", "/": "{b} times a number is {a}. Name the number."},
    {"*": "A number over {b} is {a}. What is the number?", "/": "? * {b} = {a}. Find the missing number."},
    {"*": "One share is worth {a}. What are {b} shares worth?", "/": "{b} shares are worth {a}. What is one worth?"},
    {"*": "A step is {a}. How long are {b} steps?", "/": "{b} equal steps add up to {a}. How long is a step?"},
    {"*": "Enlarge {a} by the factor {b}.", "/": "Reduce {a} by the factor {b}."},
    {"*": "Take {a} {b} times over.", "/": "Spread {a} evenly over {b}. How much falls on each?"},
    {"*": "Blow {a} up {b} times.", "/": "Shrink {a} {b} times."},
    {"*": "Replace {a} by {b} times its value.", "/": "Replace {a} by its value over {b}."},
    {"*": "{a}, {b} times", "/": "{a} in {b} equal shares"},
    {"*": "I multiply {a} by {b}. What stands there?", "/": "I divide {a} by {b}. What stands there?"},
    {"*": "Move the point of {a} as multiplying by {b} does.", "/": "Move the point of {a} as dividing by {b} does."},
    {"*": "After multiplying by {b}, what becomes of {a}?", "/": "After dividing by {b}, what becomes of {a}?"},
    {"*": "Let x = {a}. What is {b} * x?", "/": "Let x = {a}. What is x / {b}?"},
    {"*": "Let n be {a}. Work out n times {b}.", "/": "Let n be {a}. Work out n over {b}."},
    {"*": "Say what {a} by {b} makes, multiplied.", "/": "Say how often {b} goes into {a}, as a decimal."},
    {"*": "Write down {a} multiplied by {b}.", "/": "Write down {a} divided by {b}."},
    {"*": "multiply: {a}, {b}", "/": "divide: {a} by {b}"},
    {"*": "Factors {a} and {b}: what is their product?", "/": "Dividend {a}, divisor {b}: what is the quotient?"},
    {"*": "Somebody types {a} and then times {b}. What appears?", "/": "Somebody types {a} and then divided by {b}. What appears?"},
    {"*": "The machine multiplies by {b}. {a} goes in. What comes out?", "/": "The machine divides by {b}. {a} goes in. What comes out?"},
    {"*": "If {a} is made {b} times bigger, what is it then?", "/": "If {a} is made {b} times smaller, what is it then?"},
    {"*": "Fill in: {a} times {b} is __", "/": "Fill in: {a} divided by {b} is __"},
    {"*": "Tell me the result of multiplying {a} by {b}.", "/": "Tell me the result of dividing {a} by {b}."},
    {"*": "Can {a} be multiplied by {b} without paper? What comes out?", "/": "Can {a} be divided by {b} without paper? What comes out?"},
)  # fmt: skip
POWER_OF_TEN = (
    *told(
        "What is {e}?", "{e}", "Calculate {e}.", "Work out {e}.", "{e} = ?", "How much is {e}?", "{e} equals what?",
        "Only the point moves: {e}", "No calculator: {e}", "Write {e} as a plain number.", "Find {e} in your head.",
        "Please evaluate {e}.", "Give {e} in full.", "Could you simplify {e} for me?", "{e} gives", "The value of {e}?",
    ),
    *_POWER_ASKED * 2,
    *map(_said, _POWER_ASKED),
)  # fmt: skip
POWER_OF_TEN_KEPT_OUT = by_kind(
    {"*": "Find {a} scaled up by {b}.", "/": "Find {a} scaled down by {b}."},
    {"*": "How large is {a} multiplied by {b}?", "/": "How large is {a} split into {b} parts?"},
    {"*": "What does {a} times {b} come to?", "/": "What does {a} over {b} come to?"},
)
RELATION = (
    "{a} is {relation} {b}. Right?",
    "Compare: is {a} {relation} {b}?",
    "Say if {a} is {relation} {b}.",
    "I think {a} is {relation} {b}. Am I right?",
    "{a}, {b}: is the first {relation} the second?",
)
PLACE = (
    "Read the {place} digit off {n}.",
    "{n}, digit of the {place}?",
    "Which digit counts the {place} of {n}?",
)
