"""Everyday sentences: an event with its parts, and the many orders in which it can be told."""

from dataclasses import dataclass, replace
from random import Random

from trainers.tasks.general.general_words import (
    ADJECTIVES,
    KINDS,
    NAMES,
    SURNAMES,
    TAKES,
    THING_ADJECTIVES,
    VERBS,
    WHEN,
    WHERE,
    WHY,
    a,
)


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what, where and when. `thing` is empty for verbs without an object."""

    who: str
    verb: tuple[str, ...]
    thing: str
    where: str
    when: str

    @property
    def deed(self) -> str:
        """Who did what: "Anna ate the soup"."""
        return f"{self.who} {self.verb[1]} {self.thing}".strip()


def person(rng: Random) -> str:
    """A person's name, title and name, or calling."""
    name = rng.choice(NAMES)
    match rng.randrange(8):
        case 0:
            return f"{name} {rng.choice(SURNAMES)}"
        case 1:
            return f"{rng.choice(('Mr', 'Mrs', 'Doctor', 'Aunt', 'Uncle'))} {rng.choice(SURNAMES)}"
        case 2:
            return f"the {rng.choice(KINDS['job'])}"
        case _:
            return name


def event(rng: Random, who: str = "", takes: bool | None = None) -> Event:
    """An event; `takes` asks for a verb with an object (True) or without (False)."""
    verb = rng.choice([v for v in VERBS if takes is None or (v[3] != "-") == takes])
    thing = "" if verb[3] == "-" else rng.choice(TAKES[verb[3]])
    if verb[3] == "thing" and rng.random() < 0.4:
        thing = f"the {rng.choice(THING_ADJECTIVES)} {thing[4:]}"
    return Event(who or rng.choice(NAMES), verb, thing, rng.choice(WHERE), rng.choice(WHEN))


def told(rng: Random, happened: Event) -> str:
    """The event as a sentence with its place and time, in one of several orders; no final stop."""
    deed, where, when = happened.deed, happened.where, happened.when
    match rng.randrange(5):
        case 0:
            return capital(f"{when}, {deed} {where}")
        case 1:
            return capital(f"{where}, {deed} {when}")
        case 2:
            return capital(f"{when} {where}, {deed}")
        case _:
            return capital(f"{deed} {where} {when}")


def sentence(rng: Random) -> str:
    """A sentence of one of many shapes, without its final stop."""
    happened = event(rng, person(rng))
    match rng.randrange(12):
        case 0:
            text = happened.deed
        case 1:
            text = f"{happened.deed} {happened.where}"
        case 2:
            text = f"{happened.deed} because {rng.choice(WHY)}"
        case 3:
            text = f"{rng.choice(WHY)}, so {happened.deed}"
        case 4:
            other = event(rng, person(rng))
            text = f"{happened.deed} and {other.deed} {other.where}"
        case 5:
            text = f"when {rng.choice(WHY)}, {happened.deed}"
        case 6:
            text = f"{happened.who} did not {happened.verb[0]} {happened.thing}".strip() + f" {happened.when}"
        case 7:
            text = f"there was {a(rng.choice(ADJECTIVES))} {rng.choice(KINDS['mammal'])} {happened.where}"
        case 8:
            text = f"although {rng.choice(WHY)}, {happened.deed}"
        case 9:
            text = f"{happened.who} will {happened.verb[0]} {happened.thing}".strip() + " tomorrow"
        case 10:
            text = f"the {rng.choice(KINDS['relative'])} of {happened.who} is {a(rng.choice(KINDS['job']))}"
        case _:
            text = told(rng, happened)
    return capital(text)


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def changed(rng: Random, happened: Event) -> Event:
    """The same event with one part changed."""
    other = event(rng, takes=bool(happened.thing))
    match rng.randrange(4):
        case 0:
            return replace(happened, who=rng.choice([name for name in NAMES if name != happened.who]))
        case 1 if happened.thing:
            same = [thing for thing in TAKES[happened.verb[3]] if thing != happened.thing]
            return replace(happened, thing=rng.choice(same))
        case 2:
            return replace(happened, where=rng.choice([w for w in WHERE if w != happened.where]))
        case _:
            verbs = [v for v in VERBS if v[3] == happened.verb[3] and v != happened.verb]
            return (
                replace(happened, verb=rng.choice(verbs)) if verbs else replace(happened, where=other.where)
            )
