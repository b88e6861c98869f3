"""General families on numbers as words and on the days and months of the calendar."""

from random import Random

from trainers.tasks.general.general_layout import plain
from trainers.tasks.general.general_sentences import capital
from trainers.tasks.general.general_words import KINDS, NUMBER_WORDS, TENS
from trainers.tasks.item import Family, Problem


def in_words(n: int) -> str:
    """The whole number 0 <= n < 1,000,000 in words: "three hundred and five"."""
    if n < 20:
        return NUMBER_WORDS[n]
    if n < 100:
        return TENS[n // 10] + (f"-{NUMBER_WORDS[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{NUMBER_WORDS[n // 100]} hundred" + (f" and {in_words(n % 100)}" if n % 100 else "")
    rest = n % 1000
    return f"{in_words(n // 1000)} thousand" + (
        f"{' and' if rest < 100 else ''} {in_words(rest)}" if rest else ""
    )


def make_number_words(rng: Random, level: int) -> Problem:
    """A number written in words to be written in digits, or the other way round."""
    n = (rng.randrange(100), rng.randrange(100, 1000), rng.randrange(1000, 10 ** rng.randint(4, 6)))[
        level - 1
    ]
    if rng.random() < 0.25:
        n -= n % rng.choice((10, 100))
    said = in_words(n)
    thousands, rest = divmod(n, 1000)
    if rng.random() < 0.5:
        steps = (
            []
            if level < 2
            else [f"{in_words(rest)} = {rest}"]
            if not thousands
            else [
                f"{in_words(thousands)} thousand = {thousands}000",
                f"{in_words(rest)} = {rest}",
                f"{thousands}000 + {rest} = {n}",
            ]
        )
        shown = rng.choice((said, said, said.replace(" and ", " "), said.replace("-", " "), capital(said)))
        return Problem(
            {"x": shown, "what": rng.choice(("in digits", "as a number", "with digits", "in figures"))},
            tuple(steps),
            str(n),
            key=f"d{n}",
        )
    shown = f"{n:,}" if level == 3 and rng.random() < 0.3 else str(n)
    steps = (
        []
        if level < 3
        else [f"{thousands} thousand = {in_words(thousands)} thousand", f"{rest} = {in_words(rest)}"]
    )
    return Problem(
        {"x": shown, "what": rng.choice(("in words", "as words", "with words", "in letters"))},
        tuple(steps),
        said,
        key=f"w{n}",
    )


_CYCLES = (("day", KINDS["day of the week"]), ("month", KINDS["month"]))


def make_calendar(rng: Random, level: int) -> Problem:
    """Days of the week or months counted on or back, one by one."""
    unit, names = rng.choice(_CYCLES)
    at = rng.randrange(len(names))
    start, steps = names[at], []
    moves = (1, 1, rng.randint(1, 2))[level - 1]
    text = start
    for move in range(moves):
        count = (
            rng.randint(1, 2),
            rng.randint(2, 6),
            rng.randint(5, 10) if moves == 1 else rng.randint(2, 6),
        )[level - 1]
        sign = rng.choice((1, -1))
        path = [names[(at + sign * step) % len(names)] for step in range(count + 1)]
        at = (at + sign * count) % len(names)
        side = "after" if sign > 0 else "before"
        steps.append(f"{count} {side} {path[0]}: {', '.join(path[1:])}")
        ahead = (
            f"the {unit}"
            if count == 1
            else f"{count} {unit}s"
            if rng.random() < 0.6
            else f"{in_words(count)} {unit}s"
        )
        text = f"{ahead} {side} {text}" if move == 0 else f"{ahead} {side} the {unit} that comes {text}"
    whole = rng.choice(
        (
            "Which {u} comes {t}?",
            "What {u} is {t}?",
            "Name the {u} that is {t}.",
            "Which {u} is it {t}?",
            "Which {u} do we have {t}?",
        )
    )
    if moves == 1 and unit == "day" and rng.random() < 0.3:
        way = (
            ("in {c} days" if sign > 0 else "{c} days ago")
            if count > 1
            else ("tomorrow" if sign > 0 else "yesterday")
        )
        question = f"Today is {start}. " + rng.choice(
            ("What day {be} it {w}?", "Which day {be} {w}?")
        ).format(
            be="will" if sign > 0 else "was",
            w=way.format(c=count) if sign < 0 else f"be {way.format(c=count)}",
        ).replace("will it be", "will it be")
    elif moves == 1 and rng.random() < 0.5:
        question = rng.choice(
            (f"What {unit} comes {text.removeprefix('the ' + unit + ' ')}?", f"Count on the {unit}s: {text}?")
        )
    else:
        question = whole.format(u=unit, t=text)
    return Problem({"question": question}, tuple(steps), names[at])


NUMERALS: tuple[Family, ...] = (
    Family(
        "number_words",
        "general",
        make_number_words,
        plain(
            """Write {x} {what}. | What is {x} {what}? | {x} {what} | How do you write {x} {what}?
                | Give {x} {what}. | Put {x} {what}. | Express {x} {what}. | Turn this into the
                other form, {what}: {x} | The number {x}, {what}, please | Convert {x}: write it
                {what}. | {x} = ? ({what})"""
        ),
        (
            "Please give the number {x} {what}.",
            "How is {x} written {what}?",
            "Write down {x}, but {what}.",
            "What does {x} look like {what}?",
        ),
    ),
    Family(
        "calendar",
        "general",
        make_calendar,
        plain(
            """{question} | {question} | A question about days and months: {question} | Use the
                calendar. {question} | {question} Count one by one. | Think of the calendar:
                {question} | Days and months. {question} | {question} Name it. | Count carefully.
                {question}"""
        ),
        (
            "Look at the calendar and answer: {question}",
            "{question} Count carefully.",
            "A calendar question: {question}",
            "Count one by one. {question}",
        ),
    ),
)
