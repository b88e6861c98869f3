"""Facts and if-then rules: is a statement true, false or unknown, worked backwards from the question.

Nothing is assumed false for want of proof: a thing is false only where its negation is stated or derived.
The working lists the rules with their conclusions first, then asks for one thing at a time: is it a fact,
which rules conclude it, and do their conditions hold.
"""

from collections.abc import Mapping
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

    def short(self, atom: Atom) -> str:
        """ "cow cold", "X chases bear": what the working calls the atom."""
        who = "X" if atom.who == ANYONE else self.entities[atom.who].removeprefix("the ")
        if atom.whom is None:
            return f"{who} {self.properties[atom.word]}"
        whom = "X" if atom.whom == ANYONE else self.entities[atom.whom].removeprefix("the ")
        return f"{who} {self.relations[atom.word][0]} {whom}"

    def reversed(self, rule: Rule) -> str:
        """ "X cold: no <- X round, X chases bear": the rule with its conclusion first."""
        literals = (rule.conclusion, *rule.conditions)
        head, *body = (f"{self.short(atom)}{'' if sign else ': no'}" for atom, sign in literals)
        return f"{head} <- {', '.join(body)}"

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


_VALUES = {True: "yes", False: "no", None: "unknown"}


def ask(world: World, atom: Atom, settled: dict[Atom, bool | None], lines: list[str]) -> bool | None:
    """Whether the atom holds, None where that is not known; adds the working to `lines`."""
    short = world.short(atom)
    if atom in settled:
        lines.append(f"{short}? As above: {_VALUES[settled[atom]]}.")
        return settled[atom]
    if atom in world.facts:
        settled[atom] = world.facts[atom]
        lines.append(f"{short}? Fact: {_VALUES[settled[atom]]}.")
        return settled[atom]
    settled[atom] = None  # asked again below itself it is not known
    grounded = [(number, rule.about(atom.who)) for number, rule in enumerate(world.rules, 1)]
    fitting = [(number, rule) for number, rule in grounded if rule.conclusion[0] == atom]
    if not fitting:
        lines.append(f"{short}? Nothing: unknown.")
        return None
    lines.append(f"{short}? No fact. Rules {', '.join(str(number) for number, _ in fitting)}.")
    for number, rule in fitting:
        lines.append(f"{number} {world.reversed(rule)}.")
        if all(ask(world, a, settled, lines) is s for a, s in rule.conditions):
            settled[atom] = rule.conclusion[1]
            lines.append(f"{number} holds. So {short}: {_VALUES[settled[atom]]}.")
            return settled[atom]
        lines.append(f"{number} fails.")
    lines[-1] += f" So {short}: unknown."
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
        claim = f"{world.short(goal)}{'' if claimed else ': no'}"
        lines = [f"Claim: {claim}."]
        lines += [f"{number} {world.reversed(rule)}." for number, rule in enumerate(world.rules, 1)]
        settled: dict[Atom, bool | None] = {}
        value = ask(world, goal, settled, lines)
        facts = [world.clause(fact) for fact in world.facts.items()]
        size = sum(map(len, (*facts, *texts, *lines)))
        working = sum(map(len, lines)) + len(lines)
        if working < 790 and size < 1250 and all(known.get(atom) is v for atom, v in settled.items()):
            break
    statement = world.clause((goal, claimed))
    lines.append(f"Found {_VALUES[value]}, claimed {_VALUES[claimed]}: {wanted}.")
    sentences = [*facts, *texts]
    match rng.randrange(4):
        case 0:  # mixed, each kind in its own order: the working numbers the rules as they come
            slots_of_facts = set(rng.sample(range(len(sentences)), len(facts)))
            mixed = iter(facts), iter(texts)
            sentences = [next(mixed[i not in slots_of_facts]) for i in range(len(sentences))]
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
    "We are told these facts: {facts} The rules are: {rules} Judge whether the statement is True, False or "
    "Unknown. {Statement}.",
    "From this: {context} What is the claim that {statement}, True, False or Unknown?",
    "Look at this little theory: {facts} {rules} Say whether it is true, false or unknown that {statement}.",
    "{facts} {rules} Query: {statement}? True, False or Unknown.",
    _bulleted("{bullets}\nIs it true, false or unknown that {statement}?"),
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
    Family("rule_chaining", "logic", make_chaining, _CHAINING, _CHAINING_KEPT, 3.0),
)
