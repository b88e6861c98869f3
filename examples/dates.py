"""Calendar questions, worked out, of no leap year: `python examples/dates.py > dates.jsonl`."""

import json
from random import Random

from trainers.tasks.working import add, divide, subtract  # written working that the backbone knows

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS = {"January": 31, "February": 28, "March": 31, "April": 30, "May": 31, "June": 30, "July": 31,
        "August": 31, "September": 30, "October": 31, "November": 30, "December": 31}  # fmt: skip
MONTHS = tuple(DAYS)

Drawn = tuple[str, list[str], str]  # a question, the steps to its answer, the answer


def weekday(rng: Random) -> Drawn:
    """The day of the week some days after or before another."""
    count, first = rng.randint(3, 99), rng.randrange(7)
    word, sign = rng.choice((("after", 1), ("before", -1)))
    walk = [WEEK[(first + sign * i) % 7] for i in range(count % 7 + 1)]
    asked = rng.choice(("What day of the week is {}?", "Which weekday is {}?", "Name the weekday {}."))
    steps = [*divide(count, 7), *(f"{i} {word}: {day}" for i, day in enumerate(walk))]
    return asked.format(f"{count} days {word} a {WEEK[first]}"), steps, walk[-1]


def later(rng: Random) -> Drawn:
    """The date some days after another."""
    month, count = rng.randrange(9), rng.randint(3, 75)
    start = rng.randint(1, DAYS[MONTHS[month]])
    asked = rng.choice(("Which date is {} days after {}?", "What is the date {} days after {}?"))
    question = asked.format(count, f"{MONTHS[month]} {start}")
    day, steps = start + count, add(start, count)
    while day > (length := DAYS[MONTHS[month]]):
        steps += [f"{MONTHS[month]} has {length}, {day} > {length}", *subtract(day, length)]
        day, month = day - length, month + 1
    answer = f"{MONTHS[month]} {day}"
    return question, [*steps, f"{MONTHS[month]} has {length}, {day} <= {length}: {answer}"], answer


def between(rng: Random) -> Drawn:
    """How many days lie between two dates."""
    first, *others = MONTHS[(place := rng.randrange(8)) : place + rng.randint(2, 5)]
    start, end = rng.randint(1, DAYS[first]), rng.randint(1, DAYS[others[-1]])
    asked = rng.choice(("How many days is it from {} to {}?", "How many days are there from {} to {}?"))
    total, steps = DAYS[first] - start, [f"rest of {first}", *subtract(DAYS[first], start)]
    for month in others:
        days = end if month == others[-1] else DAYS[month]
        steps += [f"{month} {end}" if month == others[-1] else f"all of {month}", *add(total, days)]
        total += days
    return asked.format(f"{first} {start}", f"{others[-1]} {end}"), steps, str(total)


if __name__ == "__main__":
    rng = Random(1)
    drawn = {item[0]: item for _ in range(4000) for item in [rng.choice((weekday, later, between))(rng)]}
    for question, steps, answer in drawn.values():
        print(json.dumps({"question": question, "reasoning": "\n".join(steps), "answer": answer}))
