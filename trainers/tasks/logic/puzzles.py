"""Small puzzles: truth-tellers, kinship, membership, odd ones out, which conclusion follows."""

from random import Random

from trainers.tasks.item import Family, Problem
from trainers.tasks.logic.categorical import Statement, letter, plain, verdict
from trainers.tasks.logic.logic_words import CATEGORIES, NAMES, Noun, capital, class_nouns, listed
from trainers.tasks.logic.ordering import framed
from trainers.tasks.logic.syllogisms import moved, numbered


def make_truth_teller(rng: Random, level: int) -> Problem:
    """A line of people who each say whether the one before lies: does the last tell the truth?"""
    n = rng.choice({1: (2, 3), 2: (4, 5), 3: (6, 7, 8)}[level])
    people = rng.sample(NAMES, n)
    truths = [rng.random() < 0.5 for _ in range(n)]
    words = ("lies", "tells the truth")
    sentences = [f"{people[0]} {words[truths[0]]}."]
    steps, same, last = [f"Asked: {people[-1]}."], True, people[-1]
    for i in range(1, n):
        sentences.append(f"{people[i]} says {people[i - 1]} {words[truths[i] == truths[i - 1]]}.")
    for i in range(n - 1, 0, -1):  # the last is like, or unlike, each one before
        says = truths[i] == truths[i - 1]
        same = same == says
        step = f"{sentences[i]} {people[i]} = {'' if says else 'not '}{people[i - 1]}."
        steps.append(step if i == n - 1 else f"{step} {last} = {'' if same else 'not '}{people[i - 1]}.")
    steps.append(f"{sentences[0]} So {last} {words[truths[-1]]}.")
    if level > 1 and rng.random() < 0.3:
        rng.shuffle(sentences)
    answer = "Yes" if truths[-1] else "No"
    slots = {"said": " ".join(sentences), "lines": "\n".join(sentences), "name": people[-1]}
    return Problem(slots, tuple(steps), answer, key=f"{people[0]}{people[-1]}{truths}")


_KIN_PAIRS = (
    ("grandfather", "grandmother"),
    ("father", "mother"),
    ("brother", "sister"),
    ("son", "daughter"),
    ("grandson", "granddaughter"),
    ("uncle", "aunt"),
    ("nephew", "niece"),
    ("cousin", "cousin"),
    ("great-grandfather", "great-grandmother"),
    ("great-grandson", "great-granddaughter"),
)
_KIN = {pair[0]: pair for pair in _KIN_PAIRS}
_TOGETHER: dict[tuple[str, str], str] = {  # a is the first of b, b is the second of c: a is the result of c
    ("father", "father"): "grandfather",
    ("father", "brother"): "father",
    ("father", "grandfather"): "great-grandfather",
    ("grandfather", "father"): "great-grandfather",
    ("grandfather", "brother"): "grandfather",
    ("brother", "father"): "uncle",
    ("brother", "brother"): "brother",
    ("brother", "son"): "son",
    ("brother", "grandson"): "grandson",
    ("brother", "nephew"): "nephew",
    ("brother", "cousin"): "cousin",
    ("son", "brother"): "nephew",
    ("son", "son"): "grandson",
    ("son", "grandson"): "great-grandson",
    ("son", "uncle"): "cousin",
    ("grandson", "son"): "great-grandson",
    ("uncle", "brother"): "uncle",
    ("cousin", "brother"): "cousin",
}


def make_kinship(rng: Random, level: int) -> Problem:
    """Relations along a line of people: how is the first related to the last?"""
    n = rng.choice({1: (2,), 2: (3,), 3: (4, 5)}[level])
    links: list[str] = []
    totals: list[str] = []
    while len(links) < n:
        if not links:
            links = [rng.choice(("father", "brother", "son", "uncle", "grandfather"))]
            totals = links[:]
        following = [second for first, second in _TOGETHER if first == totals[-1]]
        if not following:  # a relation that leads nowhere named: start again
            links = []
            continue
        links.append(rng.choice(following))
        totals.append(_TOGETHER[totals[-1], links[-1]])
    people = rng.sample(NAMES, n + 1)
    female = [rng.random() < 0.5 for _ in range(n + 1)]
    said = [f"{people[i]} is the {_KIN[links[i]][female[i]]} of {people[i + 1]}" for i in range(n)]
    steps = [f"Asked: {people[0]} to {people[-1]}.", f"{said[0]}."]
    for i in range(1, n):
        steps.append(f"{said[i]}. So {people[0]} is the {_KIN[totals[i]][female[0]]} of {people[i + 1]}.")
    shown = list(said)
    if level > 1 and rng.random() < 0.6:
        rng.shuffle(shown)
    slots = {"said": ". ".join(shown) + ".", "a": people[0], "b": people[-1], "linked": listed(shown)}
    slots["lines"] = slots["said"].replace(". ", ".\n")
    return Problem(slots, tuple(steps), _KIN[totals[-1]][female[0]], key=f"{links}{female}{people[0]}")


_GROUPS = ("chess club", "choir", "football team", "book club", "band", "drama group", "art class", "class")


def make_membership(rng: Random, level: int) -> Problem:
    """Two lists of members: how many are in both, in one only, or in either?"""
    pool = rng.sample(NAMES, {1: 5, 2: 8, 3: 12}[level])
    first, second = (rng.sample(pool, rng.randint(2, max(3, len(pool) * 2 // 3))) for _ in range(2))
    a, b = rng.sample(_GROUPS, 2)
    shape = rng.choice(("both", "only", "either"))
    count = len(second) if shape == "either" else 0
    wanted = {"both": f"in the {a} and the {b}", "only": f"in the {a}, not in the {b}"}
    steps = [f"Count: {wanted.get(shape, f'in the {a} or the {b}')}."]
    steps.append(f"The {b}: {', '.join(f'{i} {name}' for i, name in enumerate(second, 1))}.")
    steps.append(f"Start at {count}. Add {a} names that are {'also' if shape == 'both' else 'not'} in it.")
    for name in first:
        inside = name in second
        counts = inside == (shape == "both")
        count += counts
        steps.append(f"{name}: {'also' if inside else 'not'}. {f'Count {count}' if counts else 'No count'}.")
    asked = {
        "both": f"how many are in both the {a} and the {b}",
        "only": f"how many are in the {a} but not in the {b}",
        "either": f"how many different people are in the {a} or the {b}",
    }[shape]
    said = f"The {a}: {', '.join(first)}. The {b}: {', '.join(second)}."
    slots = {"said": said, "lines": said.replace(". ", ".\n"), "asked": asked, "Asked": capital(asked)}
    return Problem(slots, tuple(steps), str(count))


def make_odd_one_out(rng: Random, level: int) -> Problem:
    """Words of one category with a stranger among them."""
    while True:
        kind, other = rng.sample(tuple(CATEGORIES), 2)
        stranger = rng.choice(CATEGORIES[other])
        if stranger not in CATEGORIES[kind] and not {kind, other} <= {"animal", "bird", "fish", "insect"}:
            break
    words = rng.sample(CATEGORIES[kind], level + 2)
    while any(word in CATEGORIES[other] for word in words):
        words = rng.sample(CATEGORIES[kind], level + 2)
    words.insert(rng.randrange(len(words) + 1), stranger)
    steps = [f"{word}: {other if word == stranger else kind}." for word in words]
    steps.append(f"Kind {kind}: {', '.join(word for word in words if word != stranger)}.")
    steps += [f"Kind {other}: {stranger}.", f"Only {stranger} is alone."]
    slots = {"words": ", ".join(words), "lines": "\n".join(words), "listed": listed(words)}
    slots["alternatives"] = listed(words, "or")
    return Problem(slots, tuple(steps), stranger)


def _reach(start: int, premises: tuple[Statement, ...]) -> list[int]:
    """What a member of the class also is, or is not: the chain onwards, or back from a denied last class."""
    known = [start]
    for s in premises:
        if s.subject == known[-1]:
            known.append(s.predicate)
    if known == [start] and premises[-1].predicate == -start:
        known += [-s.subject for s in reversed(premises)]
    return known


def make_which_follows(rng: Random, level: int) -> Problem:
    """A chain of classes and four conclusions, one of which follows: its letter."""
    n = {1: 3, 2: 4, 3: 5}[level]
    nouns = class_nouns(rng, n)
    signs = [1] * (n - 1) + [rng.choice((1, -1))]
    premises = tuple(Statement(True, i, (i + 1) * signs[i]) for i in range(1, n))
    candidates = [
        Statement(universal, s, p * sign)
        for s in range(1, n + 1)
        for p in range(1, n + 1)
        for universal, sign in ((True, 1), (True, -1))
        if s != p
    ]
    good = [c for c in candidates if c not in premises and verdict(premises, c, n) == "True"]
    bad = [c for c in candidates if verdict(premises, c, n) != "True"]
    right = rng.choice(good)
    options = [right, *rng.sample(bad, 3)]
    rng.shuffle(options)
    shown = list(premises)
    if level > 1 or rng.random() < 0.5:
        rng.shuffle(shown)
    number = numbered(shown)
    chains = {start: _reach(start, premises) for start in range(1, n + 1)}
    named = sorted(range(1, n + 1), key=number.__getitem__)
    steps = [", ".join(f"{letter(number[t])} = {nouns[t - 1].many}" for t in named) + "."]
    steps.append(f"Premises: {', '.join(plain(moved(s, number)) for s in shown)}.")
    answer = ""
    for name, option in zip("ABCD", options, strict=True):
        follows = option is right
        chain = " -> ".join(letter(t * number[abs(t)] // abs(t)) for t in chains[option.subject])
        steps.append(
            f"Option {name}: {plain(moved(option, number))}. {chain}: {'follows' if follows else 'no'}."
        )
        if follows:
            answer = name
            break
    left, right_mark = rng.choice((("", "."), ("", ")"), ("(", ")")))
    texts = [f"{left}{m}{right_mark} {_said(o, nouns, rng)}." for m, o in zip("ABCD", options, strict=True)]
    slots = {
        "said": " ".join(f"{_said(s, nouns, rng)}." for s in shown),
        "options": "\n".join(texts) if rng.random() < 0.7 else " ".join(texts),
    }
    return Problem(slots, tuple(steps), answer, key=f"{premises}{shown}{options}")


def _said(statement: Statement, nouns: list[Noun], rng: Random) -> str:
    s, p = nouns[statement.subject - 1], nouns[abs(statement.predicate) - 1]
    if statement.predicate > 0:
        forms = (f"all {s.many} are {p.many}", f"every {s.one} is {p.a}", f"any {s.one} is {p.a}")
    else:
        forms = (f"no {s.many} are {p.many}", f"no {s.one} is {p.a}", f"{s.many} are never {p.many}")
    return capital(rng.choice(forms))


_LIES = framed(
    (
        "{said} Does {name} tell the truth?",
        "{lines}\nIs {name} telling the truth?",
        "{said} Is {name} honest?",
        "Is {name} telling the truth? {said}",
        "{said} Yes or No: does {name} tell the truth?",
        "{lines}\nSo is it the truth that we hear from {name}? Yes or No.",
    ),
    (
        "CORE",
        "Question: CORE",
        "Everyone here always lies or never does. CORE",
        "CORE Answer Yes or No.",
        "Who lies? CORE",
    ),
)
_LIES_KEPT = (
    "Everyone here lies or tells the truth. {said} Yes or No: is {name} telling the truth?",
    "{lines}\nIs {name} honest? Yes or No.",
    "Question: {said} Is it the truth that {name} tells?",
)
_KINSHIP = framed(
    (
        "{said} How is {a} related to {b}?",
        "{said} What is {a} to {b}?",
        "{lines}\nWhat relation is {a} to {b}?",
        "{linked}. What is {a} to {b}?",
        "If {linked}, how is {a} related to {b}?",
        "What relation is {a} to {b}? {said}",
    ),
    (
        "CORE",
        "Family puzzle: CORE",
        "A family. CORE",
        "CORE Answer with one word.",
        "Work out the relation. CORE",
    ),
)
_KINSHIP_KEPT = (
    "In a family, {linked}. How is {a} related to {b}?",
    "Work out what {a} is to {b}. {said}",
    "Family relation puzzle: {said} What is the relation of {a} to {b}?",
)
_MEMBERS = framed(
    (
        "{said} {Asked}?",
        "{lines}\n{Asked}?",
        "Here are two groups. {said} {Asked}?",
        "{Asked}? {said}",
        "Tell me {asked}.\n{lines}",
        "These are the members of two groups. {said} {Asked}?",
        "I have two lists.\n{lines}\nNow, {asked}?",
    ),
    ("CORE", "Count carefully. CORE", "CORE Give a number.", "Members: CORE", "Look at the lists. CORE"),
)
_MEMBERS_KEPT = (
    "Look at the groups and count. {said} So {asked}?",
    "Two lists of members: {said} {Asked}? Give the number.",
    "Count carefully: {asked}? {said}",
)
_ODD = framed(
    (
        "Which word does not belong: {words}?",
        "Find the odd one out: {words}.",
        "{words}: which is the odd one out?",
        "{lines}\nWhich word is the odd one out?",
        "Here are some words:\n{lines}\nWhich of them does not belong with the others?",
        "Among {listed}, which one is the odd one out?",
        "Look at these: {listed}. Which one is different?",
        "One of {listed} does not fit. Which one?",
        "odd one out?\n{lines}",
        "Which does not belong with the rest, {alternatives}?",
    ),
    ("CORE", "Look at the words. CORE", "CORE Answer with the word.", "A quick one. CORE", "Puzzle: CORE"),
)
_ODD_KEPT = (
    "Which one of {listed} is the odd word out?",
    "Look at {listed}. Which does not belong?",
    "One of these words does not belong:\n{lines}\nWhich one?",
)
_WHICH = framed(
    (
        "{said} Which conclusion follows?\n{options}",
        "{said} Which of the following must be true?\n{options}",
        "{said}\nWhat can be concluded?\n{options}",
        "Which option follows? {said}\n{options}",
        "{said} Pick the conclusion that must hold.\n{options}",
        "Which is a valid conclusion?\n{said}\n{options}",
    ),
    (
        "CORE",
        "Read the passage. CORE",
        "CORE\nAnswer with the letter.",
        "Suppose this holds. CORE",
        "Passage: CORE",
        "Read. CORE",
    ),
)
_WHICH_KEPT = (
    "Passage: {said} If this holds, which option must be true?\n{options}",
    "{said} Which of these can be concluded? {options} Give the letter.",
    "Read this. {said} Which is a conclusion that follows?\n{options}",
)

FAMILIES: tuple[Family, ...] = (
    Family("truth_teller", "logic", make_truth_teller, _LIES, _LIES_KEPT, 1.5),
    Family("kinship", "logic", make_kinship, _KINSHIP, _KINSHIP_KEPT, 0.8),
    Family("membership_count", "logic", make_membership, _MEMBERS, _MEMBERS_KEPT, 0.8),
    Family("odd_one_out", "logic", make_odd_one_out, _ODD, _ODD_KEPT, 0.8),
    Family("which_follows", "logic", make_which_follows, _WHICH, _WHICH_KEPT, 1.3),
)
