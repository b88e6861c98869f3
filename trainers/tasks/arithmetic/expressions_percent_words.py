# ruff: noqa: E501
"""More phrasings of percentages, used in training only."""

from trainers.tasks.arithmetic.expressions_wording import by_kind

CHANGE = by_kind(
    {"up": "{n} goes up by {p}%. What does it become?", "down": "{n} goes down by {p}%. What does it become?"},
    {"up": "{n} grown by {p}%", "down": "{n} cut by {p}%"},
    {"up": "Last year it was {n}. This year it is {p}% more. How much is it this year?", "down": "Last year it was {n}. This year it is {p}% less. How much is it this year?"},
    {"up": "Find the result when {n} gains {p} percent.", "down": "Find the result when {n} drops by {p} percent."},
    {"up": "A bill of {n} gets a tip of {p}% on top. What is paid?", "down": "A bill of {n} is lowered by {p}%. What is paid?"},
    {"up": "If {name} had {n} and the sum grew by {p}%, how much is it now?", "down": "If {name} had {n} and the sum shrank by {p}%, how much is it now?"},
    {"up": "Make {n} larger by {p}%.", "down": "Make {n} smaller by {p}%."},
    {"up": "The price was {n} and went up {p}%. Give the new price.", "down": "The price was {n} and went down {p}%. Give the new price."},
    {"up": "Start with {n}, then put {p}% of it on top. Result?", "down": "Start with {n}, then take {p}% of it away. Result?"},
    {"up": "How much is {n} with {p}% added?", "down": "How much is {n} with {p}% taken away?"},
    {"up": "A town of {n} grows by {p}%. What is its size then?", "down": "A pond of {n} liters loses {p}%. How many liters are left?"},
    {"up": "Tell me {n} after a rise of {p}%.", "down": "Tell me {n} after a fall of {p}%."},
    {"up": "{name} wants {p}% more than {n}. How much is that?", "down": "{name} would take {p}% less than {n}. How much is that?"},
)  # fmt: skip
WHAT = (
    "{a} is part of {n}. What percent is it?",
    "If {n} is 100%, how many percent is {a}?",
    "Take {n} as the whole. How much of it, in percent, is {a}?",
    "{n} tickets were printed and {a} sold. What percent were sold?",
    "Of {n} days, {a} had rain. What percentage of the days is that?",
    "How big is {a} compared with {n}, in percent?",
    "{a} from {n}: percent?",
    "Turn {a} out of {n} into percent.",
    "There are {n} lamps and {a} of them are on. Give that as a percentage.",
    "Tell me what percentage {a} makes of {n}.",
    "{a} against a whole of {n}, as percent",
    "A goal of {n} and {a} reached so far: how many percent is that?",
    "What percentage of {n} has to be taken to get {a}?",
    "I did {a} of {n} exercises. What percent did I do?",
)
