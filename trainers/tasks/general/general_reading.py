"""General families that pick out what a text states: bindings, comparisons, extraction."""

from random import Random

from trainers.tasks.general.general_layout import ASKED, ASKED_KEPT_OUT, asked
from trainers.tasks.general.general_sentences import capital
from trainers.tasks.general.general_words import COUNTED, KINDS, NAMES, OBJECTS
from trainers.tasks.item import Family, Problem


def make_binding(rng: Random, level: int) -> Problem:
    """Names stand for numbers: read one back, through renamings and later changes where it is hard."""
    size = (rng.randint(2, 3), rng.randint(4, 6), rng.randint(5, 7))[level - 1]
    kind = rng.randrange(3)
    names = rng.sample((COUNTED, tuple("abcdfghkmnpqrstuvwxyz"), NAMES)[kind], size + 2)
    form = rng.choice(
        (
            ("{x} = {n}",),
            ("{x}: {n}", "{x} = {n}"),
            (("there are {n} {x}", "{n} {x}") if kind == 0 else ("{x} is {n}", "let {x} be {n}")),
            ("the number of {x} is {n}", "{x} = {n}") if kind == 0 else ("{x} stands for {n}",),
        )
    )[0]
    values: dict[str, int] = {}
    said, steps = [], []
    for x in names[:size]:
        values[x] = rng.randrange(2, 10 ** rng.randint(1, 3))
        said.append(form.format(x=x, n=values[x]))
    wanted = rng.choice(names[:size])
    if level == 3 and rng.random() < 0.6:
        alias, again = names[size:]
        of = rng.choice(names[:size])
        said += [f"{alias} is the same as {of}", f"{again} is the same as {alias}"]
        rng.shuffle(said)
        steps = [f"{again} = {alias}", f"{alias} = {of}", f"{of} = {values[of]}"]
        wanted, answer = again, str(values[of])
    elif level > 1 and rng.random() < 0.5:
        new = rng.randrange(2, 200)
        changed = wanted if rng.random() < 0.6 else rng.choice(names[:size])
        said.append(f"now {changed} changes to {new}")
        steps = [f"{wanted} = {values[wanted]}"]
        if changed == wanted:
            steps.append(f"{wanted} = {new}")
        answer = str(new if changed == wanted else values[wanted])
    else:
        answer = str(values[wanted])
    text = rng.choice((", ", "; ", "\n", ". ")).join(said) + "."
    question = rng.choice(
        ("How many {x} are there?", "What is the number of {x}?", "What is {x}?")
        if kind == 0
        else (
            "What is {x}?",
            "What is the value of {x}?",
            "Which number does {x} have?",
            "Give the value of {x}.",
        )
    ).format(x=wanted)
    key = "|".join(said)
    return Problem(
        asked(capital(text) if kind == 0 else text, question), tuple(steps), answer, key=f"{key}|{wanted}"
    )


# what is said of each, the question for the largest, the question for the smallest
_MEASURES = (
    ("{x} is {n} years old", "oldest", "youngest", "older", "younger"),
    ("{x} is {n} cm tall", "tallest", "shortest", "taller", "shorter"),
    ("{x} weighs {n} kg", "heaviest", "lightest", "heavier", "lighter"),
    ("{x} runs {n} km an hour", "fastest", "slowest", "faster", "slower"),
    ("{x} has {n} dollars", "richest", "poorest", "richer", "poorer"),
    ("{x} lives {n} km from here", "farthest", "nearest", "farther away", "nearer"),
)


def make_compare(rng: Random, level: int) -> Problem:
    """People with a measure each: who comes first, last, or in between?"""
    size = (2, rng.randint(3, 4), rng.randint(5, 7))[level - 1]
    people = rng.sample(NAMES, size)
    low = rng.choice((2, 10, 100))
    values = rng.sample(range(low, low * 5 + 10), size)
    says, most, least, more, less = rng.choice(_MEASURES)
    text = ". ".join(says.format(x=x, n=n) for x, n in zip(people, values, strict=True)) + "."
    up = rng.random() < 0.5
    order = sorted(values, reverse=up)
    rank = 0 if level < 3 else rng.randrange(3)
    of = {n: x for x, n in zip(people, values, strict=True)}
    answer = of[order[rank]]
    which = ("", "second ", "third ")[rank] + (most if up else least)
    if size == 2:
        question = rng.choice(
            (
                f"Who is {more if up else less}?",
                f"Which of the two is {more if up else less}?",
                f"Who is {more if up else less}, {people[0]} or {people[1]}?",
            )
        )
    elif rng.random() < 0.3:
        rank = 0
        question, answer = (
            f"List them from the {most if up else least} to the {least if up else most}.",
            ", ".join(of[n] for n in order),
        )
    else:
        question = rng.choice(
            (f"Who is the {which}?", f"Which person is the {which}?", f"Name the {which} of them.")
        )
    steps = [
        ", ".join(f"{of[n]} {n}" for n in values),
        "In order: " + ", ".join(f"{n} {of[n]}" for n in order),
    ]
    return Problem(
        asked(text, question), tuple(steps), answer, key=f"{values}{question if size == 2 else which}"
    )


def make_extract(rng: Random, level: int) -> Problem:
    """A text from which the numbers, names, colours or animals are to be listed."""
    size = (1, rng.randint(2, 3), rng.randint(4, 5))[level - 1]
    people = rng.sample(NAMES, size)
    found: dict[str, list[str]] = {"number": [], "name": [], "colour": [], "animal": []}
    lines = []
    for who in people:
        colour, animal, n = (
            rng.choice(KINDS["colour"]),
            rng.choice(KINDS["mammal"]),
            str(rng.randrange(2, 500)),
        )
        found["name"].append(who)
        match rng.randrange(4):
            case 0:
                lines.append(f"{who} saw {n} {rng.choice(COUNTED)} and a {colour} {rng.choice(OBJECTS)}")
                found["number"].append(n)
                found["colour"].append(colour)
            case 1:
                lines.append(f"the {animal} of {who} weighs {n} kg")
                found["number"].append(n)
                found["animal"].append(animal)
            case 2:
                lines.append(f"{who} painted a {colour} {animal}")
                found["colour"].append(colour)
                found["animal"].append(animal)
            case _:
                m = str(rng.randrange(2, 60))
                lines.append(f"{who} paid {n} dollars for {m} {rng.choice(COUNTED)}")
                found["number"] += [n, m]
    kind = rng.choice(list(found))
    text = ". ".join(capital(line) for line in lines) + "."
    question = rng.choice(
        (
            f"List every {kind} in the text.",
            f"Which {kind}s occur in the text?",
            f"Write down all the {kind}s.",
            f"Find each {kind} that is mentioned.",
            f"What {kind}s are mentioned?",
        )
    )
    return Problem(asked(text, question), (), ", ".join(found[kind]) or "none", key=f"{kind}|{text}")


READING: tuple[Family, ...] = (
    Family("binding", "general", make_binding, ASKED, ASKED_KEPT_OUT),
    Family("compare", "general", make_compare, ASKED, ASKED_KEPT_OUT),
    Family("extract", "general", make_extract, ASKED, ASKED_KEPT_OUT),
)
