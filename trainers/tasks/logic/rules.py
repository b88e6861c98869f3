"""Facts and if-then rules: is a statement true, false or unknown, worked backwards from the question.

Nothing is assumed false for want of proof: a thing is false only where its negation is stated or derived.
The working asks for one thing at a time, names the rule that could settle it, and asks for its conditions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from trainers.tasks.item import Family, Phrasing, Problem
from trainers.tasks.logic.logic_words import ANIMALS, NAMES, PROPERTIES, RELATIONS, capital

ANYONE = -1


@dataclass(frozen=True, slots=True)
class Atom:
    """Something said of one entity: a property, or a relation to another entity. `ANYONE` is the variable."""

    who: int
    word: int  # index into the world's properties, or of its relations where `whom` is given
    whom: int | None = None

    def about(self, who: int) -> "Atom":
        """The atom with the variable filled in."""
        whom = who if self.whom == ANYONE else self.whom
        return Atom(who if self.who == ANYONE else self.who, self.word, whom)


Literal_ = tuple[Atom, bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions and what follows from them."""

    conditions: tuple[Literal_, ...]
    conclusion: Literal_

    @property
    def general(self) -> bool:
        """Whether it is a rule about anyone."""
        return any(a.who == ANYONE for a, _ in (*self.conditions, self.conclusion))

    def about(self, who: int) -> "Rule":
        """The rule for one entity."""
        atom, sign = self.conclusion
        return Rule(tuple((c.about(who), s) for c, s in self.conditions), (atom.about(who), sign))


@dataclass(frozen=True, slots=True)
class World:
    """Names and words, facts and rules."""

    entities: tuple[str, ...]
    anyone: str  # "something" or "someone"
    properties: tuple[str, ...]
    relations: tuple[tuple[str, str], ...]
    facts: dict[Atom, bool]
    rules: tuple[Rule, ...]

    def name(self, who: int) -> str:
        """The entity's name, or the word for any."""
        return self.anyone if who == ANYONE else self.entities[who]

    def clause(self, literal: Literal_, pronoun: str = "") -> str:
        """ "the cow is not cold"; `pronoun` stands in for the subject."""
        atom, sign = literal
        who = pronoun or self.name(atom.who)
        plural = who == "they"
        if atom.whom is None:
            return f"{who} {'are' if plural else 'is'} {'' if sign else 'not '}{self.properties[atom.word]}"
        third, base = self.relations[atom.word]
        whom = self.name(atom.whom)
        if sign:
            return f"{who} {base if plural else third} {whom}"
        return f"{who} {'do' if plural else 'does'} not {base} {whom}"

    def question(self, atom: Atom) -> str:
        """ "Is the cow cold?", "Does the cow chase the bear?"."""
        if atom.whom is None:
            return f"Is {self.name(atom.who)} {self.properties[atom.word]}?"
        return f"Does {self.name(atom.who)} {self.relations[atom.word][1]} {self.name(atom.whom)}?"

    @property
    def pronoun(self) -> str:
        return "it" if self.anyone == "something" else "they"

    def rule(self, rule: Rule, rng: Random) -> str:
        """The rule as a sentence without its stop."""
        only_properties = all(a.whom is None for a, _ in (*rule.conditions, rule.conclusion))
        general = rule.conclusion[0].who == ANYONE
        if general and only_properties and all(s for _, s in rule.conditions) and rng.random() < 0.45:
            words = [self.properties[a.word] for a, _ in rule.conditions]
            things = "things" if self.anyone == "something" else "people"
            end = f"{'' if rule.conclusion[1] else 'not '}{self.properties[rule.conclusion[0].word]}"
            every = rng.choice(("all ", ""))
            return f"{every}{', '.join(words)} {things} are {end}"
        said: list[str] = []
        for i, condition in enumerate(rule.conditions):
            said.append(self.clause(condition, self.pronoun if i and condition[0].who == ANYONE else ""))
        end = self.clause(rule.conclusion, self.pronoun if general else "")
        return rng.choice((f"if {' and '.join(said)} then {end}", f"if {' and '.join(said)}, {end}"))


def closure(world: World) -> dict[Atom, bool] | None:
    """Everything that facts and rules give; None where they contradict themselves."""
    known = dict(world.facts)
    everyone = range(len(world.entities))
    grounded = [r.about(who) for r in world.rules for who in (everyone if r.general else (0,))]
    grew = True
    while grew:
        grew = False
        for rule in grounded:
            atom, sign = rule.conclusion
            if all(known.get(a) is s for a, s in rule.conditions):
                if atom not in known:
                    known[atom] = sign
                    grew = True
                elif known[atom] is not sign:
                    return None
    return known


def ask(
    world: World, texts: Sequence[str], atom: Atom, settled: dict[Atom, bool | None], lines: list[str]
) -> bool | None:
    """Whether the atom holds, None where that is not known; adds the working to `lines`."""
    question = world.question(atom)
    if atom in settled:
        value = settled[atom]
        lines.append(
            f"{question} {'Not known' if value is None else capital(world.clause((atom, value)))}, as above."
        )
        return value
    if atom in world.facts:
        settled[atom] = world.facts[atom]
        lines.append(f"{question} Fact: {world.clause((atom, world.facts[atom]))}.")
        return settled[atom]
    settled[atom] = None  # asked again below itself it is not known
    opening = question
    for rule, text in zip(world.rules, texts, strict=True):
        here = rule.about(atom.who)
        if here.conclusion[0] != atom:
            continue
        lines.append(f"{opening} {capital(text)}.")
        opening = "Else:"
        if all(ask(world, texts, a, settled, lines) is s for a, s in here.conditions):
            settled[atom] = here.conclusion[1]
            lines.append(f"So {world.clause(here.conclusion)}.")
            return settled[atom]
    if opening == question:
        lines.append(f"{question} No fact, no rule: not known.")
    else:
        lines.append(f"{question} Not known.")
    return None


_HOPS = {1: (1,), 2: (2, 2, 3), 3: (3, 4, 5)}
_ENTITIES = {1: (1, 2), 2: (2, 3), 3: (3, 4)}
_EXTRA = {1: (1, 2), 2: (2, 4), 3: (3, 6)}


def draw_world(rng: Random, level: int, broken: bool) -> tuple[World, Atom]:
    """A world and the atom its chain leads to; `broken`: a fact of the chain is missing or reversed."""
    count = rng.randint(*_ENTITIES[level])
    if rng.random() < 0.5:
        entities, anyone = tuple(f"the {animal}" for animal in rng.sample(ANIMALS, count)), "something"
    else:
        entities, anyone = tuple(rng.sample(NAMES, count)), rng.choice(("someone", "something"))
    properties = tuple(rng.sample(PROPERTIES, {1: 7, 2: 9, 3: 14}[level]))
    relations = tuple(rng.sample(RELATIONS, 3)) if level > 1 and rng.random() < 0.6 else ()

    def about(who: int) -> Atom:
        if relations and rng.random() < 0.4:
            return Atom(
                who, rng.randrange(len(relations)), rng.choice([e for e in range(count) if e != who] or [0])
            )
        return Atom(who, rng.randrange(len(properties)))

    used: dict[Atom, None] = {}  # in the order they came up

    def fresh(who: int) -> Atom:
        atom = about(who)
        while atom in used:
            atom = about(who)
        used[atom] = None
        return atom

    facts: dict[Atom, bool] = {}
    rules: list[Rule] = []
    who = rng.randrange(count)
    literal: Literal_ = (fresh(who), rng.random() < 0.85)
    facts[literal[0]] = literal[1]
    hops = rng.choice(_HOPS[level])
    for hop in range(hops):
        conditions = [literal]
        if rng.random() < (0.25 if level == 1 else 0.4):
            conditions.append((fresh(who), rng.random() < 0.85))
            facts[conditions[-1][0]] = conditions[-1][1]
            rng.shuffle(conditions)
        switch = bool(relations) and count > 1 and rng.random() < 0.2
        to = rng.choice([e for e in range(count) if e != who]) if switch else who
        head = (fresh(to), rng.random() < (0.5 if hop == hops - 1 else 0.85))
        ground = switch or (bool(relations) and rng.random() < 0.1)
        rule = Rule(tuple(conditions), head)
        rules.append(rule if ground else _lifted(rule, who))
        who, literal = to, head
    goal = literal[0]
    base = list(facts)
    for _ in range(rng.randint(*_EXTRA[level])):  # facts and rules that lead elsewhere, or nowhere
        subject = rng.randrange(count)
        facts.setdefault(about(subject), rng.random() < 0.8)
        heads = [
            about(subject),
            about(subject),
            rng.choice(list(used)) if rng.random() < 0.5 else about(subject),
        ]
        head = (heads[-1], rng.random() < 0.75)
        parts = {about(head[0].who): rng.random() < 0.85 for _ in range(rng.choice((1, 1, 2)))}
        if head[0] not in parts:
            rules.append(_lifted(Rule(tuple(parts.items()), head), head[0].who))
    if broken:
        lost = rng.choice(base)
        if rng.random() < 0.6:
            del facts[lost]
        else:
            facts[lost] = not facts[lost]
    facts.pop(goal, None)
    rng.shuffle(rules)
    order = list(facts.items())
    rng.shuffle(order)
    return World(entities, anyone, properties, relations, dict(order), tuple(rules)), goal


def _lifted(rule: Rule, who: int) -> Rule:
    """The rule for any entity in place of `who`."""

    def lift(literal: Literal_) -> Literal_:
        atom, sign = literal
        return (Atom(ANYONE, atom.word, atom.whom), sign) if atom.who == who else literal

    return Rule(tuple(map(lift, rule.conditions)), lift(rule.conclusion))


def make_chaining(rng: Random, level: int) -> Problem:
    """Facts, rules and a statement that they make True, False or leave Unknown."""
    wanted = rng.choice(("True", "False", "Unknown"))
    while True:
        world, goal = draw_world(rng, level, wanted == "Unknown")
        known = closure(world)
        if known is None or (goal in known) != (wanted != "Unknown"):
            continue
        claimed = known[goal] is (wanted == "True") if goal in known else rng.random() < 0.5
        texts = [world.rule(rule, rng) for rule in world.rules]
        lines: list[str] = []
        settled: dict[Atom, bool | None] = {}
        value = ask(world, texts, goal, settled, lines)
        facts = [world.clause(fact) for fact in world.facts.items()]
        size = sum(map(len, (*facts, *texts, *lines)))
        if size < 880 and all(known.get(atom) is v for atom, v in settled.items()):
            break
    statement = world.clause((goal, claimed))
    if value is None:
        lines.append("So the statement is Unknown.")
    else:
        lines.append(f"The statement says {statement}. So it is {wanted}.")
    sentences = [*facts, *texts]
    match rng.randrange(4):
        case 0:
            rng.shuffle(sentences)
        case 1:
            sentences = [*texts, *facts]
    slots = {
        "context": " ".join(f"{capital(sentence)}." for sentence in sentences),
        "facts": " ".join(f"{capital(sentence)}." for sentence in facts),
        "rules": " ".join(f"{capital(sentence)}." for sentence in texts),
        "sentences": tuple(map(capital, sentences)),
        "statement": statement,
        "Statement": capital(statement),
    }
    return Problem(slots, tuple(lines), wanted, key=f"{world.facts}{world.rules}{goal}{claimed}")


def _bulleted(core: str) -> Phrasing:
    """A template with {bullets}: facts and rules a line each."""

    def fill(slots: Mapping[str, Any], rng: Random) -> str:
        mark = rng.choice(("- ", "* ", "", "#"))
        numbered = (f"{f'{i}. ' if mark == '#' else mark}{s}." for i, s in enumerate(slots["sentences"], 1))
        return core.format(**slots, bullets="\n".join(numbered))

    return fill


_CHAINING: tuple[Phrasing, ...] = (
    "{context} Based on the above information, is the following statement true, false, or unknown? "
    "{Statement}.",
    "{context} Is the following statement true, false or unknown? {Statement}.",
    "{context} True, False or Unknown: {statement}.",
    "Facts: {facts} Rules: {rules} Is the statement '{Statement}' True, False or Unknown?",
    "Facts: {facts}\nRules: {rules}\nStatement: {Statement}.\nTrue, False or Unknown?",
    "Read the facts and rules, then judge the statement. {context} Statement: {Statement}. Answer True, "
    "False or Unknown.",
    "{context}\nQuestion: Is it true, false or unknown that {statement}?\nOptions: True, False, Unknown.",
    "Given that: {context} What about the claim that {statement}? True, False or Unknown?",
    "Rules: {rules} We also know this. {facts} Decide: {statement}. True, False or Unknown?",
    "Here is what we know. {context} Does it follow that {statement}? Say True, False (if it is refuted) "
    "or Unknown.",
    "{context} Based on these facts and rules, the statement '{statement}' is: True, False or Unknown?",
    "Take only what is stated. {context} Then {statement}: True, False or Unknown?",
    "Is it True, False or Unknown that {statement}? {context}",
    "{rules} {facts} So is the statement true, false, or unknown: {statement}?",
    "Theory: {context} Query: {Statement}. Answer with True, False or Unknown.",
    _bulleted("{bullets}\nStatement: {Statement}.\nIs it True, False or Unknown?"),
    _bulleted("Facts and rules:\n{bullets}\n\nTrue, False or Unknown? {Statement}."),
    _bulleted("We are told:\n{bullets}\nNow judge this: {statement}. Answer True, False or Unknown."),
)
_CHAINING_KEPT: tuple[Phrasing, ...] = (
    "We know these facts: {facts} And these rules: {rules} Judge the statement: {Statement}. True, False "
    "or Unknown?",
    "{context} From what is stated, is the claim that {statement} True, False or Unknown?",
    "Read this. {context} Now decide: is it true, false or unknown that {statement}?",
    _bulleted("What we know:\n{bullets}\nQuery: is it True, False or Unknown that {statement}?"),
)

FAMILIES: tuple[Family, ...] = (
    Family("rule_chaining", "logic", make_chaining, _CHAINING, _CHAINING_KEPT, 2.0),
)
