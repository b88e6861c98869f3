"""General families that read a short text: tracking, tables, stories."""

from dataclasses import replace
from random import Random

from trainers.tasks.general.general_layout import ASKED, ASKED_KEPT_OUT, asked
from trainers.tasks.general.general_sentences import event, told
from trainers.tasks.general.general_words import KINDS, NAMES, OBJECTS, ROOMS, listed
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
    events = [
        replace(e, thing=f"{rng.randint(2, 200)} {e.thing[4:]}") if e.verb[3] == "things" else e
        for e in events
    ]
    if len({(e.verb, e.thing) for e in events}) < size:
        return make_story(rng, level)
    lines = [told(rng, e) for e in events]
    at = rng.randrange(size)
    it = events[at]
    counted = [place for place, e in enumerate(events) if e.verb[3] == "things"]
    if counted and rng.random() < 0.5:
        at = rng.choice(counted)
        it = events[at]
        number, things = it.thing.split()
        question = f"How many {things} did {it.who} {it.verb[0]}?"
        text, key = ". ".join(lines) + ".", f"{lines}{question}"
        return Problem(asked(text, question), (lines[at],) if level > 1 else (), number, key=key)
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


STORIES: tuple[Family, ...] = (
    Family("track", "general", make_track, ASKED, ASKED_KEPT_OUT, 1.5),
    Family("table", "general", make_table, ASKED, ASKED_KEPT_OUT),
    Family("story", "general", make_story, ASKED, ASKED_KEPT_OUT, 1.5),
)
