"""General families on claims: quantities as expressions, amounts as equations, if and every."""

from random import Random

from trainers.tasks.general.general_layout import (
    COMPARED,
    COMPARED_KEPT_OUT,
    asked,
    either,
    plain,
    sampled,
    with_text,
)
from trainers.tasks.general.general_sentences import capital
from trainers.tasks.general.general_words import COUNTED, NAMES, WHY, a, plural, words_of
from trainers.tasks.item import Family, Problem

# how an operation on {x} and a number {n} is written, how it is said, whether {x} needs brackets
_PHRASES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    (
        "{x} + {n}",
        (
            "{n} more than {x}",
            "{x} increased by {n}",
            "the sum of {x} and {n}",
            "{n} added to {x}",
            "{x} plus {n}",
        ),
        False,
    ),
    (
        "{x} - {n}",
        (
            "{n} less than {x}",
            "{x} decreased by {n}",
            "{n} fewer than {x}",
            "{n} taken away from {x}",
            "{x} minus {n}",
            "the difference of {x} and {n}",
        ),
        False,
    ),
    (
        "{n} * {x}",
        ("{n} times {x}", "the product of {n} and {x}", "{x} multiplied by {n}", "{n} times as much as {x}"),
        True,
    ),
    ("2 * {x}", ("twice {x}", "double {x}", "two times {x}", "twice as much as {x}"), True),
    ("3 * {x}", ("three times {x}", "triple {x}"), True),
    ("{x} / 2", ("half of {x}", "one half of {x}", "half as much as {x}"), True),
    ("{x} / 3", ("a third of {x}", "one third of {x}"), True),
    ("{x} / 4", ("a quarter of {x}", "one fourth of {x}"), True),
    (
        "{x} / {n}",
        (
            "{x} divided by {n}",
            "{x} split into {n} equal parts",
            "{x} shared equally among {n}",
            "the quotient of {x} and {n}",
        ),
        True,
    ),
)


def make_quantity(rng: Random, level: int) -> Problem:
    """A quantity in words to be written as an expression, inside out; or one expression in words."""
    inner = rng.choice(("a", "b", "n", "x", "y", "the number", "k", "t", "m"))
    symbol = inner if len(inner) == 1 else "x"
    if level == 1 and rng.random() < 0.4:
        written, said, _ = rng.choice(_PHRASES)
        n = rng.randint(2, 30)
        text = written.format(x=symbol, n=n)
        return Problem(
            {"x": text, "what": rng.choice(("in words", "with words", "as a phrase"))},
            (),
            said[0].format(x=symbol, n=n),
        )
    steps, text, whole, sum_last = [], inner, symbol, False
    for depth in range(level):
        written, said, brackets = rng.choice(_PHRASES)
        n = rng.randint(2, 20)
        # inside another phrase only wordings that show where they end: "twice the sum of b and 3"
        clear = [
            s
            for s in said
            if s.startswith(("the ", "twice", "triple", "half", "a ", "one ", "{n} times {x}"))
        ]
        inside_another, around_another = depth < level - 1, depth > 0
        phrase = rng.choice(
            clear if inside_another else [s for s in said if not (around_another and s.startswith("{x}"))]
        )
        text = phrase.format(x=text, n=n)
        divides = "/ " in whole and written.startswith("{x} /")
        inside = (
            f"({whole})"
            if brackets and (sum_last or divides or ("*" in whole and "/" in written) or "/" in whole)
            else whole
        )
        shown = phrase.format(x="it" if depth else symbol, n=n)
        whole = written.format(x=inside, n=n)
        steps.append(f"{shown} -> {whole}")
        sum_last = not brackets
    what = rng.choice(("as an expression", "with symbols", "in symbols", "as a formula"))
    if inner == "the number":
        what = "as an expression in x"
    return Problem({"x": text, "what": what}, tuple(steps) if level > 1 else (), whole, key="|".join(steps))


def make_relation(rng: Random, level: int) -> Problem:
    """Sentences about amounts, each to be written as an equation or calculation; nothing is worked out."""
    who = rng.sample(NAMES, level + 1)
    things = rng.choice(COUNTED)
    said, written = [], []
    for x, y in zip(who, who[1:], strict=False):
        n, m = rng.randint(2, 60), rng.randint(2, 12)
        forms = (
            (f"{x} has {n} more {things} than {y}", f"{x} = {y} + {n}"),
            (f"{x} has {n} fewer {things} than {y}", f"{x} = {y} - {n}"),
            (f"{y} has {n} fewer {things} than {x}", f"{y} = {x} - {n}"),
            (f"{x} has twice as many {things} as {y}", f"{x} = 2 * {y}"),
            (f"{x} has {m} times as many {things} as {y}", f"{x} = {m} * {y}"),
            (f"{x} has half as many {things} as {y}", f"{x} = {y} / 2"),
            (f"{x} has as many {things} as {y}", f"{x} = {y}"),
            (f"{x} and {y} have {n} {things} altogether", f"{x} + {y} = {n}"),
            (f"Together {x} and {y} have {n} {things}", f"{x} + {y} = {n}"),
            (f"{x} has {n} {things} and {y} has the other {m}", f"{x} = {n}, {y} = {m}"),
            (f"{x} had {n + m} {things} and gave {m} of them to {y}", f"{x} = {n + m} - {m}"),
            (f"{x} puts {n} {things} into each of {m} boxes", f"{x} = {m} * {n}"),
            (f"{x} had {n + m} {things}, lost {m}, and kept the rest", f"{x} = {n + m} - {m}"),
            (
                f"{x} shares {n * m} {things} equally among {m} friends, and {y} gets one share",
                f"{y} = {n * m} / {m}",
            ),
            (f"{y} gives each of {m} friends {n} {things}", f"{y} = {m} * {n}"),
            (f"{x} bought {m} bags with {n} {things} in each bag", f"{x} = {m} * {n}"),
            (f"{x} had {n} {things} and found {m} more", f"{x} = {n} + {m}"),
            (f"{x} has {n} {things}, which is {m} more than {y} has", f"{x} = {n}, {x} = {y} + {m}"),
            (f"{x} has a third of the {things} that {y} has", f"{x} = {y} / 3"),
        )
        text, equation = rng.choice(forms)
        said.append(text)
        written.append(equation)
    text = ". ".join(said) + "."
    steps = tuple(f"{s}: {w}" for s, w in zip(said, written, strict=True)) if level > 1 else ()
    shape = "|".join(written)
    for place, name in enumerate(who):
        shape = shape.replace(name, f"<{place}>")
    return Problem({"text": text}, steps, ", ".join(written), key=shape)


_STARTS = (
    ("{who} has {n} {things}", 1),
    ("{who} had {n} {things} at first", 1),
    ("There were {n} {things} in the house of {who}", 1),
    ("{who} starts with {n} {things}", 1),
    ("{who} has {m} boxes with {n} {things} in each box", 2),
    ("{who} bought {m} packs of {n} {things}", 2),
    ("{who} fills {m} rows with {n} {things} each", 2),
    ("On each of {m} days, {who} makes {n} {things}", 2),
)
_GAINS = either(
    """finds {n} more|buys another {n}|gets {n} from {friend}|picks up {n} more|is given {n} more|wins {n}|
    receives {n} by post|makes {n} more|collects another {n}|borrows {n} from {friend}|
    takes {n} from {friend}|brings {n} more"""
)
_LOSSES = either(
    """gives {n} to {friend}|loses {n}|sells {n}|uses {n} of them|gives away {n}|breaks {n}|throws {n} away|
    lends {n} to {friend}|puts {n} aside|sends {n} to {friend}|takes {n} to school|spends {n}"""
)
_LEFT = (
    "How many {things} are left?",
    "How many {things} does {who} have now?",
    "How many {things} does {who} have in the end?",
    "What is the number of {things} now?",
    "How many {things} are there altogether now?",
    "How many {things} remain?",
)
_EACH = (
    ("They are shared equally among {m} children", "How many does each child get?"),
    ("They go into {m} equal piles", "How many {things} are in each pile?"),
    ("{who} puts the same number into each of {m} bags", "How many {things} are in one bag?"),
    ("All of them are split into {m} equal groups", "How many {things} are in a group?"),
)


def make_calculation(rng: Random, level: int) -> Problem:
    """A little story of gains, losses and equal shares, to be set up and not worked out."""
    who, friend = rng.sample(NAMES, 2)
    things = rng.choice(COUNTED)
    n, m = rng.randint(2, 90), rng.randint(2, 12)
    start, factors = rng.choice(_STARTS)
    said = [start.format(who=who, n=n, m=m, things=things)]
    value, written = (n, str(n)) if factors == 1 else (m * n, f"{m} * {n}")
    steps = [written]
    changes = (rng.randint(1, 1), 2, rng.randint(2, 4))[level - 1]
    for _ in range(changes):
        loses = rng.random() < 0.5 and value > 2
        n = rng.randint(1, min(value - 1, 60)) if loses else rng.randint(2, 60)
        deed = rng.choice(_LOSSES if loses else _GAINS).format(n=n, friend=friend)
        said.append(
            rng.choice(("{who} {deed}", "Then {who} {deed}", "After that, {who} {deed}")).format(
                who=who, deed=deed
            )
        )
        value, written = (value - n, f"{written} - {n}") if loses else (value + n, f"{written} + {n}")
        steps.append(f"{deed}: {written}")
    question = rng.choice(_LEFT)
    if level > 1 and rng.random() < 0.4:
        m = rng.randint(2, 12)
        shares, question = rng.choice(_EACH)
        said.append(shares.format(who=who, m=m))
        written = f"({written}) / {m}"
        steps.append(f"{m} equal parts: {written}")
    question = question.format(who=who, things=things)
    return Problem(asked(". ".join(said) + ".", question), tuple(steps), written, key=written)


_ALL = (
    "Every {x} is {ay}",
    "All {xs} are {ys}",
    "Each {x} is {ay}",
    "{xs} are {ys}",
    "Any {x} is {ay}",
    "If something is {ax}, then it is {ay}",
    "Something is {ay} if it is {ax}",
    "Whatever is {ax} is {ay}",
    "There is no {x} that is not {ay}",
    "Only {ys} are {xs}",
    "Anything that is {ax} is also {ay}",
)
_NONE = (
    "No {x} is {ay}",
    "No {xs} are {ys}",
    "Nothing that is {ax} is {ay}",
    "If something is {ax}, then it is not {ay}",
    "There are no {xs} that are {ys}",
    "{xs} are never {ys}",
)
_SOME = (
    "Some {x} is {ay}",
    "Some {xs} are {ys}",
    "There are {xs} that are {ys}",
    "At least one {x} is {ay}",
    "There is {ax} that is {ay}",
)
_CLAIMS = {"every {x} is {ay}": _ALL, "no {x} is {ay}": _NONE, "some {x} is {ay}": _SOME}
_IFS = {
    "if {p}, then {q}": (
        "If {p}, then {q}",
        "If {p}, {q}",
        "{q} if {p}",
        "Whenever {p}, {q}",
        "When {p}, {q}",
        "{p} only if {q}",
        "{q} whenever {p}",
        "{q} provided that {p}",
        "In case {p}, {q}",
        "That {p} means that {q}",
        "Each time {p}, {q}",
    ),
    "if it is not the case that {p}, then {q}": (
        "{q} unless {p}",
        "Unless {p}, {q}",
        "If it is not the case that {p}, then {q}",
    ),
}
_NOUNS = words_of(
    """poet dancer robot wizard dragon cat painter pilot rose bird baker student singer toy king
        queen sailor teacher farmer pet river chair apple clown knight giant ghost monk guest
        neighbour swimmer reader climber member winner machine plant metal planet vegetable animal
        person parent"""
)


def _claim(rng: Random) -> tuple[str, str, dict[str, str]]:
    """A wording, its normal form, and the words that fill both."""
    if rng.random() < 0.5:
        normal = rng.choice(list(_CLAIMS))
        x, y = rng.sample(_NOUNS, 2)
        filled = {"x": x, "y": y, "xs": plural(x), "ys": plural(y), "ax": a(x), "ay": a(y)}
        return rng.choice(_CLAIMS[normal]), normal, filled
    normal = rng.choice(("if {p}, then {q}",) * 3 + ("if it is not the case that {p}, then {q}",))
    p, q = rng.sample(WHY, 2)
    return rng.choice(_IFS[normal]), normal, {"p": p, "q": q}


def make_normal_form(rng: Random, level: int) -> Problem:
    """Claims to be said in the normal form "every X is a Y" or "if P, then Q"."""
    claims = [_claim(rng) for _ in range(level)]
    said = ". ".join(capital(wording.format(**filled)) for wording, _, filled in claims) + "."
    written = [capital(normal.format(**filled)) + "." for _, normal, filled in claims]
    steps = (
        tuple(f"{capital(c[0].format(**c[2]))}: {w}" for c, w in zip(claims, written, strict=True))
        if level > 1
        else ()
    )
    return Problem({"text": said}, steps, " ".join(written), key=said)


def make_same_claim(rng: Random, level: int) -> Problem:
    """Two claims with all, no, some or if: do they say the same? The converse does not."""
    first, normal, filled = _claim(rng)
    stock = _CLAIMS.get(normal) or _IFS[normal]
    same = rng.random() < 0.5
    second = rng.choice([w for w in stock if w != first])
    other = dict(filled)
    if not same:
        if level > 1 and rng.random() < 0.7 and normal.startswith(("every", "if {")):
            swap = {"x": "y", "y": "x", "xs": "ys", "ys": "xs", "ax": "ay", "ay": "ax", "p": "q", "q": "p"}
            other = {swap[k]: v for k, v in filled.items()}
        elif "p" in filled:
            other["q"] = rng.choice([w for w in WHY if w not in filled.values()])
        else:
            normal2 = rng.choice([n for n in _CLAIMS if n != normal])
            second = rng.choice(_CLAIMS[normal2])
            one, two = capital(first.format(**filled)), capital(second.format(**filled))
            steps = (f"First: {normal.format(**filled)}", f"Second: {normal2.format(**filled)}")
            return Problem({"one": one + ".", "two": two + "."}, steps, "No", key=one + two)
    one, two = capital(first.format(**filled)), capital(second.format(**other))
    steps = (f"First: {normal.format(**filled)}", f"Second: {normal.format(**other)}")
    return Problem({"one": one + ".", "two": two + "."}, steps, "Yes" if same else "No", key=one + two)


CLAIMS: tuple[Family, ...] = (
    Family(
        "calculation",
        "general",
        make_calculation,
        (
            "{text} {question} Write down only the calculation.",
            "{text}\nQuestion: {question}\nGive the calculation, not the result.",
            "Set up the calculation, do not work it out. {text} {question}",
            "Which calculation answers the question? {text} {question}",
            "{text} {question} How would you calculate this?",
            "Translate into an expression: {text} {question}",
            "Write an expression for this. {text} {question}",
            "{text}\n{question}\nExpression:",
            "{question} Give an expression. {text}",
            "Story: {text}\nAsked: {question}\nCalculation only:",
            "What must be calculated here? {text} {question}",
            "{text} {question} (just the expression)",
            "Do not calculate, only write the numbers and signs. {text} {question}",
            "Turn the story into an expression. {text} {question}",
            "Read the story. {text} {question} Set it up as one calculation.",
        ),
        (
            "Write the calculation for this story, not the result. {text} {question}",
            "{text} {question} Give only an expression.",
            "Story: {text} {question}\nWhich expression answers it?",
        ),
        1.5,
    ),
    Family(
        "quantity",
        "general",
        make_quantity,
        plain(
            """Write {x} {what}. | How do you write {x} {what}? | Express {x} {what}. | {x}, {what}? |
            Put {x} {what}. | What is {x} {what}? | Turn this into the other form, {what}: {x} |
            Rephrase {what}: {x} | Say {x} {what}. | Give {x} {what}. | Translate: {x} ({what})"""
        ),
        (
            "How is {x} written {what}?",
            "Please write {what}: {x}",
            "{x} - how would you put this {what}?",
            "Write down {x}, but {what}.",
        ),
    ),
    Family(
        "relation",
        "general",
        make_relation,
        with_text(
            """Write this with symbols | Write an equation for each statement | Put the statements into
            equations | What are the equations? | Turn the story into mathematics, do not work it
            out | Write down the calculation only | Express each fact as an equation, with the names
            as numbers | Set up the equations"""
        ),
        sampled(
            """Write each statement as an equation | Put the facts into symbols | Which equations say this?"""
        ),
    ),
    Family(
        "normal_form",
        "general",
        make_normal_form,
        with_text(
            """Say it in the normal form | Rewrite with every, no, some or if | Put this into normal
            form | What is this in normal form? | State the same claim in its simple form | Rephrase
            as every, no, some or if then | Rewrite the statement in the standard form"""
        ),
        sampled("""Write the claim in its normal form | State this with every, no, some or if"""),
    ),
    Family("same_claim", "general", make_same_claim, COMPARED, COMPARED_KEPT_OUT),
)
