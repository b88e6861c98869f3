"""General families on simple knowledge: what words mean, forms of words, kinds, what can do what."""

from random import Random

from trainers.tasks.general.general_facts import (
    DEFINITIONS,
    FACTS,
    OPPOSITES,
    PASTS,
    PLURALS,
    PROPERTIES,
    SYNONYMS,
)
from trainers.tasks.general.general_layout import plain
from trainers.tasks.general.general_sentences import capital
from trainers.tasks.general.general_words import KINDS, a, words_of
from trainers.tasks.item import Family, Problem

_NO_ARTICLE = frozenset(
    words_of(
        """ice steam fog wool leather honey butter flour salt noon midnight dawn dusk breakfast
            dinner area half third quarter"""
    )
)
_BOTH_WAYS = [word for pair in OPPOSITES for word in pair]
_ONE_SENSE = frozenset(word for word in _BOTH_WAYS if _BOTH_WAYS.count(word) == 1)
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}
_NAMED_KINDS = [kind for kind in KINDS if kind not in ("kitchen thing", "school thing", "relative")]

# question wordings for each kind of fact; the first is the one that steps repeat
_ASKS: dict[str, tuple[str, ...]] = {
    "opposite": (
        "the opposite of {x}",
        "What is the opposite of {x}?",
        "Give the opposite of {x}.",
        "Which word means the opposite of {x}?",
    ),
    "synonym": (
        "another word for {x}",
        "What is another word for {x}?",
        "Give a word that means the same as {x}.",
    ),
    "plural": (
        "the plural of {x}",
        "What is the plural of {x}?",
        "One {x}, two what?",
        "Give the plural of {x}.",
    ),
    "singular": ("the singular of {x}", "What is the singular of {x}?", "Give the singular of {x}."),
    "past": (
        "the past of {x}",
        "What is the past tense of {x}?",
        "Today I {x}. What did I do yesterday?",
        "Give the past form of {x}.",
    ),
    "kind": (
        "the kind of {x}",
        "What kind of thing is {x}?",
        "To which group does {x} belong?",
        "What is {x}?",
    ),
}


def _fact(rng: Random) -> tuple[str, str, str, str]:
    """A fact: the question, how a step names it, the answer, and the kind of the fact."""
    match rng.randrange(9):
        case 0 | 1:
            question, answer = rng.choice(FACTS)
            return question, question.rstrip("?"), answer, "fact"
        case 2 | 3:
            noun, meaning = rng.choice(DEFINITIONS)
            name = noun if noun in _NO_ARTICLE else a(noun)
            if rng.random() < 0.4:
                ask = rng.choice(
                    ("Which word means this: {m}?", "What do we call {m}?", "What is the word for {m}?")
                )
                return ask.format(m=meaning), f"the word for {meaning}", noun, "word"
            ask = rng.choice(
                ("What is {x}?", "What does the word {n} mean?", "Define {n}.", "Say what {x} is.")
            )
            return ask.format(x=name, n=noun), f"the meaning of {noun}", meaning, "meaning"
        case 4:
            x, y = rng.choice(OPPOSITES)
            x, y = (y, x) if rng.random() < 0.5 and y in _ONE_SENSE else (x, y)
            kind = "opposite"
        case 5:
            (x, y), kind = rng.choice(SYNONYMS), "synonym"
        case 6:
            (x, y), kind = rng.choice(PLURALS), "plural"
            if rng.random() < 0.3 and x != y:
                x, y, kind = y, x, "singular"
        case 7:
            (x, y), kind = rng.choice(PASTS), "past"
        case _:
            x = rng.choice(list(_KIND_OF))
            y, kind = a(_KIND_OF[x]), "kind"
            if _KIND_OF[x] not in _NAMED_KINDS:
                return _fact(rng)
            if _KIND_OF[x] in (
                "instrument",
                "piece of furniture",
                "tool",
                "mammal",
                "bird",
                "building",
                "vehicle",
            ):
                x = a(x)
            if y.startswith("a kind of") or y in ("a relative",):
                y = y.removeprefix("a ")
    named, *asks = _ASKS[kind]
    return rng.choice(asks).format(x=x), named.format(x=x), y, kind


def make_define(rng: Random, level: int) -> Problem:
    """One to three questions about simple facts, answered one after another."""
    facts = [_fact(rng) for _ in range(level)]
    question = " ".join(fact[0] for fact in facts)
    steps = () if level == 1 else tuple(f"{capital(fact[1])}: {fact[2]}" for fact in facts)
    return Problem({"question": question}, steps, "; ".join(fact[2] for fact in facts), key=question)


def make_choice(rng: Random, level: int) -> Problem:
    """A question with lettered options; the answer is a letter."""
    count = level + 2
    if rng.random() < 0.6:
        while True:
            question, named, right, kind = _fact(rng)
            wrong: list[str] = []
            for _ in range(400):
                other = _fact(rng)
                if other[3] == kind and right not in other[0] and other[2] not in (right, *wrong, question):
                    if kind == "fact" and other[0].split()[:2] != question.split()[:2]:
                        continue
                    wrong.append(other[2])
                    if len(wrong) == count - 1:
                        break
            if len(wrong) >= 1:
                break
    elif rng.random() < 0.5:
        kind, other_kind = rng.sample(_NAMED_KINDS, 2)
        right = rng.choice(KINDS[kind])
        wrong = rng.sample(KINDS[other_kind], min(count - 1, len(KINDS[other_kind])))
        question, named = f"Which of these is {a(kind)}?", f"{a(kind)}"
    else:
        _, states, yes, no = rng.choice(PROPERTIES)
        right, wrong = rng.choice(yes), rng.sample(no, min(count - 1, len(no)))
        question, named = f"Which of these {states}?", f"it {states}"
    options = [right, *wrong]
    rng.shuffle(options)
    style, gap = rng.choice(
        (("({0}) {1}", " "), ("{0}) {1}", " "), ("{0}. {1}", "\n"), ("({0}) {1}", "\n"), ("{0}: {1}", ", "))
    )
    shown = gap.join(style.format("ABCDE"[i], option) for i, option in enumerate(options))
    letter = "ABCDE"[options.index(right)]
    steps = (f"{capital(named)}: {right}", f"{right} is {letter}")
    return Problem({"question": question, "options": shown}, steps, letter, key=f"{question}{shown}")


def make_yes_no(rng: Random, level: int) -> Problem:
    """Whether simple facts are true, alone or joined by and, or, not."""

    def fact() -> tuple[str, str, bool]:
        asks, states, yes, no = rng.choice(PROPERTIES)
        true = rng.random() < 0.5
        x = a(rng.choice(yes if true else no))
        return asks.format(a=x), f"{x} {states}", true

    def word(true: bool) -> str:
        return "yes" if true else "no"

    if level == 1:
        ask, states, true = fact()
        ask = rng.choice(
            (ask, ask, f"Is it true that {states}?", f"True or not: {states}?", f"Is this right: {states}?")
        )
        return Problem({"question": ask}, (), "Yes" if true else "No", key=ask)
    parts = [fact() for _ in range(level)]
    truth = [part[2] for part in parts]
    steps = [f"{part[1]}: {word(part[2])}" for part in parts]
    said = [part[1] for part in parts]
    if level == 3 and rng.random() < 0.6:
        place = 2
        said[place] = f"it is not true that {said[place]}"
        truth[place] = not truth[place]
        steps.append(f"{said[place]}: {word(truth[place])}")
    joint = rng.choice(("and", "or"))
    both = all(truth) if joint == "and" else any(truth)
    if level == 3 and both != (rng.random() < 0.5):  # keep yes and no even
        return make_yes_no(rng, level)
    steps.append(f" {joint} ".join(word(t) for t in truth) + f": {word(both)}")
    text = f" {joint} ".join(said)
    question = rng.choice(
        (
            f"Is it true that {text}?",
            f"True or not: {text}?",
            f"Is this right: {text}?",
            f"{capital(text)}. Is this true?",
        )
    )
    return Problem({"question": question}, tuple(steps), "Yes" if both else "No")


KNOWLEDGE: tuple[Family, ...] = (
    Family(
        "define",
        "general",
        make_define,
        plain(
            """{question} | {question} | Answer this: {question} | A word question. {question} | Do
                you know this? {question} | {question} One short answer, please. | Here is an easy
                one: {question} | For a child: {question} | Quiz: {question} | Please answer.
                {question}"""
        ),
        (
            "Here is a question for you: {question}",
            "Quiz time. {question}",
            "{question} Answer in a few words.",
            "Easy question: {question}",
        ),
        2.0,
    ),
    Family(
        "choice",
        "general",
        make_choice,
        tuple(
            form.format(q=question)
            for form in (
                "{q}\n{{options}}",
                "{q} {{options}}",
                "{q}\nOptions:\n{{options}}",
                "{q} Options: {{options}}\nAnswer with a letter.",
                "Choose the right answer. {q}\n{{options}}\nAnswer:",
                "Options: {{options}}\n{q}",
            )
            for question in (
                "{question}",
                "Question: {question}",
                "Pick the letter. {question}",
                "Multiple choice: {question}",
                "Which option is right? {question}",
                "Q: {question}",
            )
        ),
        (
            "Which letter is the right answer? {question}\n{options}",
            "Choose one option. {question} {options}",
            "{question}\nPick the right option:\n{options}",
            "Answer with the letter of the right option.\n{question}\n{options}",
        ),
    ),
    Family(
        "yes_no",
        "general",
        make_yes_no,
        plain(
            """{question} | {question} Yes or No? | Answer Yes or No: {question} | Think about the
                world. {question} | {question} Say Yes or No. | What do you think: {question} |
                Simple question: {question} | Decide: {question}"""
        ),
        (
            "Say Yes or No. {question}",
            "{question} Answer with Yes or No.",
            "Think first: {question}",
            "Here is a simple question. {question}",
        ),
        1.5,
    ),
)
