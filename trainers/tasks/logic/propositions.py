"""Propositional reasoning: chains of conditionals and alternatives, Boolean expressions, single members."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from trainers.tasks.item import Family, Phrasing, Problem
from trainers.tasks.logic.logic_words import ABILITIES, NAMES, Noun, capital, invented_nouns, plain_nouns


@dataclass(frozen=True, slots=True)
class Proposition:
    """A sentence, its denial and the question that asks it, none with punctuation."""

    yes: str
    no: str
    question: str

    def said(self, holds: bool) -> str:
        """The sentence or its denial."""
        return self.yes if holds else self.no


_STATES: dict[str, tuple[str, ...]] = {
    "the shop": ("open", "crowded", "new", "quiet"),
    "the lamp": ("on", "broken", "red", "hot"),
    "the match": ("off", "sold out", "on television", "over"),
    "the road": ("wet", "closed", "icy", "clear"),
    "the train": ("late", "full", "cancelled", "empty"),
    "the dog": ("asleep", "hungry", "outside", "happy"),
    "the door": ("locked", "open", "blue", "painted"),
    "the alarm": ("on", "silent", "broken", "armed"),
    "the soup": ("hot", "salty", "ready", "cold"),
    "the museum": ("open", "free", "closed today", "crowded"),
    "the river": ("high", "frozen", "clean", "calm"),
    "the battery": ("flat", "charged", "warm", "old"),
    "the garden": ("dry", "green", "flooded", "in bloom"),
    "the light": ("green", "on", "dim", "yellow"),
    "the machine": ("running", "hot", "idle", "safe"),
    "the office": ("empty", "locked", "cold", "busy"),
}
_ACTS = (
    ("sings", "sing"),
    ("stays at home", "stay at home"),
    ("takes the bus", "take the bus"),
    ("wins the race", "win the race"),
    ("passes the test", "pass the test"),
    ("buys a ticket", "buy a ticket"),
    ("cooks dinner", "cook dinner"),
    ("comes to the party", "come to the party"),
    ("wears a coat", "wear a coat"),
    ("calls the office", "call the office"),
    ("reads the letter", "read the letter"),
    ("plays chess", "play chess"),
    ("works late", "work late"),
    ("goes to the beach", "go to the beach"),
    ("drinks tea", "drink tea"),
    ("drives to work", "drive to work"),
)
_WEATHER = (("it rains", "rain"), ("it snows", "snow"), ("it freezes", "freeze"))


def _propositions(rng: Random, count: int) -> list[Proposition]:
    found: dict[str, Proposition] = {}  # by subject: two sentences about one thing might not be independent
    while len(found) < count:
        draw = rng.random()
        if draw < 0.08:
            yes, base = rng.choice(_WEATHER)
            found["it"] = Proposition(yes, f"it does not {base}", f"does it {base}")
        elif draw < 0.5:
            thing = rng.choice(tuple(_STATES))
            state = rng.choice(_STATES[thing])
            found[thing] = Proposition(
                f"{thing} is {state}", f"{thing} is not {state}", f"is {thing} {state}"
            )
        else:
            name, (acts, act) = rng.choice(NAMES), rng.choice(_ACTS)
            found[name] = Proposition(f"{name} {acts}", f"{name} does not {act}", f"does {name} {act}")
    return list(found.values())


_LINKS = {1: (1, 1, 2), 2: (2, 3), 3: (3, 4, 5)}


def make_chain(rng: Random, level: int) -> Problem:
    """Conditionals, alternatives and equivalences with one fact: Yes, No or Unknown of another."""
    count = rng.choice(_LINKS[level])
    extra = rng.randrange(0, level)
    stock = _propositions(rng, count + 1 + 2 * extra)
    answer = rng.choice(("Yes", "No", "Unknown"))
    broken = rng.randrange(count) if answer == "Unknown" else -1
    signs = [rng.random() < 0.65 for _ in range(count + 1)]
    if answer != "Unknown":
        signs[-1] = answer == "Yes"
    fact = stock[0].said(signs[0])
    links, shapes = [], []
    for i in range(count):
        shape = rng.choice(
            ("if", "if", "back", "or") if i == broken else ("if", "if", "back", "back", "or", "iff")
        )
        # A broken link is the converse: it says nothing once its second half is known.
        ends = (i + 1, i) if i == broken else (i, i + 1)
        links.append(_link((ends[0], signs[ends[0]]), (ends[1], signs[ends[1]]), shape, stock, rng))
        shapes.append(f"{shape}{int(signs[i])}{int(signs[i + 1])}{int(i == broken)}")
    for i in range(extra):
        first, second = ((count + 1 + 2 * i + k, rng.random() < 0.7) for k in range(2))
        links.append(_link(first, second, "if", stock, rng))
    asked = stock[count].question
    if level > 1 and rng.random() < 0.6:
        rng.shuffle(links)
    steps = _lettered(links, stock, (0, signs[0]), count)
    steps.append(f"{answer}.")
    texts = [link.text for link in links]
    sentences = [*texts, fact] if rng.random() < 0.7 else [fact, *texts]
    context = " ".join(f"{capital(sentence)}." for sentence in sentences)
    slots = {
        "context": context,
        "lines": context.replace(". ", ".\n"),
        "question": asked,
        "Question": capital(asked),
        "statement": stock[count].yes,
    }
    key = f"{stock[0].yes}|{stock[count].yes}|{'|'.join(shapes)}"
    return Problem(slots, tuple(steps), answer, key=key)


Half = tuple[int, bool]  # a proposition by its number, and whether it is affirmed


@dataclass(frozen=True, slots=True)
class Link:
    """A conditional, an alternative ("or") or an equivalence ("iff") of two halves as the text says them."""

    kind: str
    first: Half
    second: Half
    text: str

    @property
    def arrows(self) -> list[tuple[Half, Half]]:
        """What follows from what."""
        (p, s), (q, t) = self.first, self.second
        s = s != (self.kind == "or")
        there, back = [((p, s), (q, t))], [((q, not t), (p, not s))]
        return there + back + ([((q, t), (p, s)), ((p, not s), (q, not t))] if self.kind == "iff" else [])


def _link(a: Half, b: Half, shape: str, stock: Sequence[Proposition], rng: Random) -> Link:
    """A sentence that says a -> b (or, with "iff", a <-> b)."""
    (p, s), (q, t) = a, b
    forms: tuple[str, ...] = ("if {} then {}", "if {}, {}", "if {}, then {}", "whenever {}, {}")
    kind, first, second = shape, a, b
    match shape:
        case "or":
            forms, first = ("either {} or {}", "{} or {}, or both"), (p, not s)
        case "iff":
            forms = ("{} if and only if {}",)
        case _:
            kind = "if"
            if shape == "back":
                first, second = (q, not t), (p, not s)
            if rng.random() < 0.15:
                forms = ("{1} if {0}",)
    words = (stock[number].said(sign) for number, sign in (first, second))
    return Link(kind, first, second, rng.choice(forms).format(*words))


def _lettered(links: Sequence[Link], stock: Sequence[Proposition], fact: Half, goal: int) -> list[str]:
    """Every sentence over letters with its arrows both ways, then the arrows followed from the fact."""
    letters: dict[int, str] = {}

    def named(half: Half) -> str:
        letter = letters.setdefault(half[0], "ABCDEFGHIJKLMNOP"[len(letters)])
        return f"{'' if half[1] else 'not '}{stock[half[0]].yes} {letter}"

    def short(half: Half) -> str:
        return f"{'' if half[1] else 'not '}{letters[half[0]]}"

    joined = {"if": "if {} then {}", "or": "{} or {}", "iff": "{} iff {}"}
    steps, arrows = [], []
    for link in links:
        said = joined[link.kind].format(named(link.first), named(link.second))
        arrows += link.arrows
        steps.append(f"{said}: {', '.join(f'{short(a)} -> {short(b)}' for a, b in link.arrows)}.")
    steps.append(f"Fact: {named(fact)}: {short(fact)}.")
    asked = f"Asked: {named((goal, True))}: {short((goal, True))}."
    steps.append(asked)
    known, here = [fact], fact
    while here[0] != goal:
        reached = [b for a, b in arrows if a == here]
        shown = (f"{short(b)} (known)" if b in known else short(b) for b in reached)
        steps.append(f"{short(here)} -> {', '.join(shown) or 'nothing'}.")
        fresh = [b for b in reached if b not in known]
        if not fresh:
            steps.append(f"{short((goal, True))} is open.")
            break
        here = fresh[0]
        known.append(here)
    else:
        steps.append(f"Found {short(here)}.")
    return steps


_ASK: tuple[Phrasing, ...] = (
    "{context} {Question}?",
    "{context} {Question}? Answer Yes, No or Unknown.",
    "{context} {Question}, yes, no or unknown?",
    "Given the following: {context} {Question}?",
    "Suppose this is so. {context} Then {question}?",
    "{context} What follows: {question}? Say Yes, No or Unknown.",
    "We know this: {context} So {question}? Yes, No or Unknown?",
    "Facts:\n{lines}\nQuestion: {Question}? (Yes/No/Unknown)",
    "{Question}? Here is what I know. {context}",
    "{lines}\n{Question}?",
    "Read and answer Yes, No or Unknown. {context} {Question}?",
    "{context} From this alone, {question}? If we cannot tell, say Unknown.",
    "Can you tell me: {question}? {context} Answer with Yes, No or Unknown.",
    "Premises: {context} Question: {Question}? Answer Yes, No or Unknown.",
    "Here are some facts. {context} {Question}? Answer with Yes, No or Unknown.",
    "Read this: {context} From it alone, {question}? Say Yes, No or Unknown.",
    "Answer this: {question}? Use the premises.\n{lines}",
    "Answer Yes, No or Unknown. {lines}\n{Question}?",
    "Facts: {context} Do we know the answer: {question}? Yes, No or Unknown?",
)
_ASK_KEPT: tuple[Phrasing, ...] = (
    "Here is what we know: {context} From this, {question}? Yes, No or Unknown?",
    "Read the premises. {context} {Question}? Say Yes, No or Unknown.",
    "Answer from the facts alone. {lines}\n{Question}?",
)


def _tokens(rng: Random, operators: int) -> list[str]:
    """A random expression with that many operators, as tokens."""
    if operators == 0:
        return [rng.choice(("True", "False"))]
    if rng.random() < 0.3:
        inner = _tokens(rng, operators - 1)
        return ["not", *(inner if _single(inner) else ["(", *inner, ")"])]
    left = rng.randrange(operators)
    sides = [_tokens(rng, left), _tokens(rng, operators - 1 - left)]
    parts = [s if len(s) == 1 or _single(s) or rng.random() < 0.3 else ["(", *s, ")"] for s in sides]
    return [*parts[0], rng.choice(("and", "or")), *parts[1]]


def _single(tokens: Sequence[str]) -> bool:
    """Whether no operator but a leading not stands outside brackets."""
    depth = 0
    for token in tokens:
        depth += (token == "(") - (token == ")")
        if depth == 0 and token in ("and", "or"):
            return False
    return True


def _shown(tokens: Sequence[str]) -> str:
    return " ".join(tokens).replace("( ", "(").replace(" )", ")")


def reduce_once(tokens: list[str]) -> list[str]:
    """The expression with one operation done in its first innermost bracket: not, then and, then or."""
    end = tokens.index(")") if ")" in tokens else len(tokens)
    start = max((i for i in range(end) if tokens[i] == "("), default=-1) + 1
    part = tokens[start:end]
    if "not" in part:
        i = max(i for i, token in enumerate(part) if token == "not")
        part[i : i + 2] = [str(part[i + 1] == "False")]
    elif len(part) > 1:
        i = part.index("and") if "and" in part else part.index("or")
        left, right = part[i - 1] == "True", part[i + 1] == "True"
        part[i - 1 : i + 2] = [str(left and right if part[i] == "and" else left or right)]
    if len(part) == 1 and start:  # a value needs no brackets
        start, end = start - 1, end + 1
    return [*tokens[:start], *part, *tokens[end:]]


_OPERATORS = {1: (2, 3), 2: (4, 5, 6), 3: (7, 8, 9, 10)}


def make_boolean(rng: Random, level: int) -> Problem:
    """A Boolean expression, worked out one operation a line: True or False."""
    wanted = rng.choice(("True", "False"))
    while True:
        tokens = start = _tokens(rng, rng.choice(_OPERATORS[level]))
        steps = [_shown(tokens)]
        while len(tokens) > 1:
            tokens = reduce_once(tokens)
            steps.append(f"= {_shown(tokens)}")
        if tokens == [wanted]:
            break
    spaced = " ".join(start)
    return Problem(
        {"e": _shown(start), "spaced": spaced, "lower": _shown(start).lower()}, tuple(steps), wanted
    )


_EVALUATE: tuple[Phrasing, ...] = (
    "Evaluate {e}.",
    "What is the value of {e}?",
    "{e}",
    "{e} is",
    "{spaced} is",
    "{spaced} =",
    "Evaluate the Boolean expression {e}.",
    "Simplify to True or False: {e}",
    "Is {e} true or false?",
    "What does {e} evaluate to?",
    "Work out the truth value of {e}.",
    "True or False: {e}?",
    "Find the result of this logical expression: {spaced}",
    "In Python, what does print({e}) show?",
    "Reduce {lower} to a single truth value.",
    "What truth value does the expression have? {e}",
)
_EVALUATE_KEPT: tuple[Phrasing, ...] = (
    "What is the truth value of {e}?",
    "Find the value of the Boolean expression: {spaced}",
    "Is the result of {e} True or False?",
)


def make_member(rng: Random, level: int) -> Problem:
    """Classes, an ability and one member: can it? Yes, No or Unknown."""
    hops = rng.choice({1: (0, 1), 2: (1, 2), 3: (2, 3, 4)}[level])
    extra = {1: 0, 2: 1, 3: 2}[level] + rng.randrange(2)
    stock = invented_nouns if rng.random() < 0.4 else plain_nouns
    nouns = stock(rng, hops + 1 + extra)
    can, other = rng.sample(ABILITIES, 2)
    name, answer = rng.choice(NAMES), rng.choice(("Yes", "No", "Unknown"))
    fact = f"{name} is {nouns[0].a}"
    links = [_member_of(nouns[i], nouns[i + 1], rng) for i in range(hops)]
    steps = [
        f"Asked: {can}.",
        f"{fact}.",
        *(f"{capital(t)}. So {name} is {n.a}." for t, n in zip(links, nouns[1:], strict=False)),
    ]
    last, shape = nouns[hops], "all"
    if answer == "Unknown":
        shape = rng.choice(("some", "some not", "converse", "other"))
        rule = {
            "some": f"some {last.many} can {can}",
            "some not": f"some {last.many} cannot {can}",
            "converse": f"everything that can {can} is {last.a}",
            "other": f"{rng.choice(('all', 'no'))} {last.many} can {other}",
        }[shape]
        why = {
            "some": "Only some, so it is open",
            "some not": "Only some, so it is open",
            "converse": "The wrong way round, so it is open",
            "other": f"That is {other}, not {can}, so it is open",
        }[shape]
        steps.append(f"{capital(rule)}. {why}.")
    elif answer == "Yes":
        rule = rng.choice(("all {0} can {1}", "{0} can {1}", "every {2} can {1}", "any {2} can {1}"))
        rule = rule.format(last.many, can, last.one)
        steps.append(f"{capital(rule)}. Asked: {can}: the same. So {name} can {can}.")
    else:
        rule = rng.choice(("no {0} can {1}", "{0} cannot {1}", "no {2} can {1}", "{0} can never {1}"))
        rule = rule.format(last.many, can, last.one)
        steps.append(f"{capital(rule)}. Asked: {can}: the same. So {name} cannot {can}.")
    steps.append(f"Can {name} {can}? {answer}.")
    rest = [
        f"{rng.choice(('all', 'no', 'some'))} {n.many} can {rng.choice((can, other))}"
        for n in nouns[hops + 1 :]
    ]
    sentences = [rule, *links, *rest]
    rng.shuffle(sentences)
    sentences.insert(rng.choice((0, len(sentences), len(sentences))), fact)
    context = " ".join(f"{capital(sentence)}." for sentence in sentences)
    question = f"can {name} {can}"
    slots = {"context": context, "lines": context.replace(". ", ".\n"), "question": question}
    slots |= {"Question": capital(question), "statement": f"{name} can {can}"}
    return Problem(slots, tuple(steps), answer, key=f"{hops}|{shape}|{answer}|{can}|{nouns[0].one}")


def _member_of(lower: Noun, upper: Noun, rng: Random) -> str:
    forms = ("all {0} are {1}", "every {2} is {3}", "{0} are {1}", "each {2} is {3}")
    return rng.choice(forms).format(lower.many, upper.many, lower.one, upper.a)


FAMILIES: tuple[Family, ...] = (
    Family("propositional_chain", "logic", make_chain, _ASK, _ASK_KEPT, 3.0),
    Family("boolean_expression", "logic", make_boolean, _EVALUATE, _EVALUATE_KEPT),
    Family("single_member", "logic", make_member, _ASK, _ASK_KEPT),
)
