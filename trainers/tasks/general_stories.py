"""General families that read a short text: tracking, tables, stories, bindings, comparisons."""

from random import Random

from trainers.tasks.general_layout import ASKED, ASKED_KEPT_OUT, asked
from trainers.tasks.general_sentences import capital, event, told
from trainers.tasks.general_words import COUNTED, KINDS, NAMES, OBJECTS, ROOMS, listed
from trainers.tasks.item import Family, Problem

_GOES = (
    "went to",
    "walked to",
    "moved to",
    "ran to",
    "travelled to",
    "hurried to",
    "is now in",
    "came to",
    "drove to",
)
_TAKES = ("picked up", "took", "grabbed", "got", "collected")
_DROPS = ("put down", "dropped", "left", "set down", "laid down")
_GIVES = (
    "gave the {o} to {q}",
    "handed the {o} to {q}",
    "passed the {o} to {q}",
    "handed {q} the {o}",
    "gave {q} the {o}",
)


def make_track(rng: Random, level: int) -> Problem:
    """People move and carry things: where is a thing or a person, who holds a thing?"""
    size = (rng.randint(2, 3), rng.randint(4, 6), rng.randint(8, 11))[level - 1]
    people = rng.sample(NAMES, min(2 + (level > 1), 3) if level < 3 else rng.randint(3, 4))
    things = rng.sample(OBJECTS, 1 + (level > 1))
    rooms = rng.sample(ROOMS, 3 + level)
    at: dict[str, str] = {}
    holder: dict[str, str] = {}  # thing -> the person who holds it
    lies: dict[str, str] = {}  # thing -> the room it was left in
    lines: list[str] = []
    steps: list[str] = []

    def go(who: str) -> None:
        at[who] = rng.choice([room for room in rooms if room != at.get(who)])
        lines.append(f"{who} {rng.choice(_GOES)} the {at[who]}.")
        steps.append(f"{who}: {at[who]}")

    if rng.random() < 0.7:  # a thing is carried from early on
        go(people[0])
        holder[things[0]] = people[0]
        lines.append(f"{people[0]} {rng.choice(_TAKES)} the {things[0]}{rng.choice(('', ' there'))}.")
        steps.append(f"{things[0]}: {people[0]}")
    while len(lines) < size:
        who, thing = rng.choice(people), rng.choice(things)
        near = [other for other in people if other != who and at.get(other) == at.get(who)]
        if who not in at or rng.random() < (0.45, 0.4, 0.35)[level - 1]:
            go(who)
        elif holder.get(thing) == who and near and rng.random() < 0.7:
            other = rng.choice(near)
            holder[thing] = other
            lines.append(f"{who} {rng.choice(_GIVES).format(o=thing, q=other)}.")
            steps.append(f"{thing}: {other}")
        elif holder.get(thing) == who:
            del holder[thing]
            lies[thing] = at[who]
            lines.append(f"{who} {rng.choice(_DROPS)} the {thing}{rng.choice(('', ' there'))}.")
            steps.append(f"{thing}: {at[who]}")
        elif thing not in holder and lies.get(thing, at[who]) == at[who]:
            holder[thing] = who
            lies.pop(thing, None)
            lines.append(f"{who} {rng.choice(_TAKES)} the {thing}.")
            steps.append(f"{thing}: {who}")
    known = [("thing", t) for t in things if t in holder or t in lies] * 3 + [("person", p) for p in at]
    known += [("holder", t) for t in holder] * 2
    match rng.choice(known):
        case "thing", x:
            answer = at[holder[x]] if x in holder else lies[x]
            question = rng.choice(
                (
                    f"Where is the {x}?",
                    f"Where is the {x} now?",
                    f"In which place is the {x}?",
                    f"Where can the {x} be found?",
                )
            )
            if x in holder:
                steps.append(f"{x}: {holder[x]}, {holder[x]}: {answer}")
        case "person", x:
            answer = at[x]
            question = rng.choice(
                (
                    f"Where is {x}?",
                    f"Where is {x} now?",
                    f"In which place is {x} at the end?",
                    f"Where would you look for {x}?",
                )
            )
        case _, x:
            answer = holder[x]
            question = rng.choice(
                (f"Who has the {x}?", f"Who holds the {x} now?", f"Who is carrying the {x}?")
            )
    key = "|".join((*steps, question[:9]))
    for place, word in enumerate((*people, *things, *rooms)):
        key = key.replace(word, f"<{place}>")
    return Problem(asked(" ".join(lines), question), tuple(steps), answer, key=key)


_COLUMNS: dict[str, tuple[str, ...]] = {
    "city": KINDS["city"],
    "job": KINDS["job"],
    "colour": KINDS["colour"],
    "pet": ("cat", "dog", "rabbit", "parrot", "hamster", "pony", "turtle", "goldfish", "canary", "lizard"),
    "drink": KINDS["drink"],
    "sport": KINDS["sport"],
    "fruit": KINDS["fruit"],
    "instrument": KINDS["instrument"],
    "month": KINDS["month"],
    "language": KINDS["language"],
}


def make_table(rng: Random, level: int) -> Problem:
    """A table of people: one cell, the person with a value, or the largest number."""
    height = (rng.randint(2, 3), rng.randint(3, 4), rng.randint(5, 6))[level - 1]
    width = (1, 2, 3)[level - 1]
    people = rng.sample(NAMES, height)
    head = rng.sample(list(_COLUMNS), width)
    columns = {name: rng.sample(_COLUMNS[name], height) for name in head}
    columns[number := rng.choice(("age", "points", "price", "height", "number"))] = [
        str(n) for n in rng.sample(range(5, 100), height)
    ]
    head.insert(rng.randint(0, width), number)
    rows = [[who, *(columns[name][i] for name in head)] for i, who in enumerate(people)]
    match rng.randrange(4):
        case 0:
            text = "\n".join(", ".join(row) for row in (["name", *head], *rows)) + "\n"
        case 1:
            text = "\n".join("| " + " | ".join(row) + " |" for row in (["name", *head], *rows)) + "\n"
        case 2:
            text = (
                "; ".join(
                    f"{row[0]}: " + ", ".join(f"{h} {v}" for h, v in zip(head, row[1:], strict=True))
                    for row in rows
                )
                + "."
            )
        case _:
            text = " ".join(
                f"{row[0]} has the " + listed([f"{h} {v}" for h, v in zip(head, row[1:], strict=True)]) + "."
                for row in rows
            )
    row = rng.choice(rows)
    asked_for = rng.choice(head)
    value = row[1 + head.index(asked_for)]
    match rng.randrange(3):
        case 0:
            question = rng.choice(
                (
                    f"What is the {asked_for} of {row[0]}?",
                    f"Which {asked_for} does {row[0]} have?",
                    f"Give the {asked_for} of {row[0]}.",
                )
            )
            steps, answer = [f"{row[0]}: {', '.join(row[1:])}"], value
        case 1:
            question = rng.choice(
                (
                    f"Who has the {asked_for} {value}?",
                    f"Whose {asked_for} is {value}?",
                    f"Which person has {value} as {asked_for}?",
                )
            )
            steps, answer = [", ".join(f"{r[0]} {r[1 + head.index(asked_for)]}" for r in rows)], row[0]
        case _:
            most = rng.random() < 0.5
            values = sorted((int(v) for v in columns[number]), reverse=most)
            answer = next(r[0] for r in rows if r[1 + head.index(number)] == str(values[0]))
            question = f"Who has the {'largest' if most else 'smallest'} {number}?"
            if level == 3 and rng.random() < 0.6:
                other = next(name for name in head if name != number)
                end = "largest" if most else "smallest"
                question = f"What is the {other} of the person with the {end} {number}?"
            steps = [
                ", ".join(f"{r[0]} {r[1 + head.index(number)]}" for r in rows),
                f"{'Largest' if most else 'Smallest'}: {values[0]}, {answer}",
            ]
            if not question.startswith("Who"):
                answer = columns[other][people.index(answer)]
    return Problem(asked(text, question), tuple(steps), answer)


def make_story(rng: Random, level: int) -> Problem:
    """A few sentences of what people did: who, what, where, when, or whether."""
    size = (rng.randint(1, 2), rng.randint(3, 4), rng.randint(5, 7))[level - 1]
    people = rng.sample(NAMES, size)
    events = [event(rng, who) for who in people]
    if len({(e.verb, e.thing) for e in events}) < size:
        return make_story(rng, level)
    lines = [told(rng, e) for e in events]
    at = rng.randrange(size)
    it = events[at]
    did = f"{it.who} {it.verb[0]} {it.thing}".strip()
    match rng.randrange(6):
        case 0:
            question = rng.choice(
                (f"Who {it.deed[len(it.who) + 1 :]}?", f"Which person {it.deed[len(it.who) + 1 :]}?")
            )
            answer = it.who
        case 1 if it.thing:
            question = f"{'Whom' if it.verb[3] == 'person' else 'What'} did {it.who} {it.verb[0]}?"
            answer = it.thing
        case 2:
            question, answer = rng.choice((f"Where did {did}?", f"In which place did {did}?")), it.where
        case 3:
            question, answer = rng.choice((f"When did {did}?", f"At what time did {did}?")), it.when
        case 4:
            question = rng.choice((f"What did {it.who} do?", f"What do we learn about {it.who}?"))
            answer = f"{it.who} {it.deed[len(it.who) + 1 :]}"
        case _:
            true = rng.random() < 0.5 or size == 1
            if size == 1:
                true = rng.random() < 0.5
                other = event(rng)
            else:
                other = rng.choice([e for e in events if e is not it])
            doing = it if true else other
            question = f"Did {it.who} {doing.verb[0]} {doing.thing}".strip() + "?"
            answer = "Yes" if (doing.verb, doing.thing) == (it.verb, it.thing) else "No"
    return Problem(
        asked(". ".join(lines) + ".", question),
        (lines[at],) if level > 1 else (),
        answer,
        key=f"{lines}{question}",
    )


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
    text = rng.choice((", ", "; ", "\n", ". ")).join(said) + rng.choice((".", "", "."))
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


STORIES: tuple[Family, ...] = (
    Family("track", "general", make_track, ASKED, ASKED_KEPT_OUT, 1.5),
    Family("table", "general", make_table, ASKED, ASKED_KEPT_OUT),
    Family("story", "general", make_story, ASKED, ASKED_KEPT_OUT, 1.5),
    Family("binding", "general", make_binding, ASKED, ASKED_KEPT_OUT),
    Family("compare", "general", make_compare, ASKED, ASKED_KEPT_OUT),
    Family("extract", "general", make_extract, ASKED, ASKED_KEPT_OUT),
)
