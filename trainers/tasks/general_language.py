"""General families on what sentences say: same meaning, rewriting, quantities, conditionals, order and cause."""

from random import Random

from trainers.tasks.general_layout import ASKED, ASKED_KEPT_OUT, asked, plain, sampled, with_text
from trainers.tasks.general_sentences import Event, capital, changed, event, told
from trainers.tasks.general_words import COUNTED, NAMES, WHY, a, plural
from trainers.tasks.item import Family, Problem


def _was(thing: str) -> str:
    return "were" if thing.endswith("s") and not thing.endswith(("ss", "us")) else "was"


def _passive(it: Event) -> str:
    return f"{it.thing} {_was(it.thing)} {it.verb[2]} by {it.who}"


def _reworded(rng: Random, it: Event) -> str:
    """The event told in another way: active or passive, split, or in another order."""
    match rng.randrange(5 if it.thing else 2):
        case 0 | 1:
            return told(rng, it)
        case 2:
            return capital(f"{_passive(it)} {it.where} {it.when}")
        case 3:
            return capital(f"{it.when}, {_passive(it)} {it.where}")
        case _:
            return f"It was {it.who} who {it.deed[len(it.who) + 1 :]} {it.where} {it.when}"


def make_same_meaning(rng: Random, level: int) -> Problem:
    """Two sentences: do they say the same?"""
    it = event(rng)
    same = rng.random() < 0.5
    other = it if same else changed(rng, it)
    if level == 1:
        first, second = (
            it.deed,
            _passive(other) if other.thing and it.thing and rng.random() < 0.6 else other.deed,
        )
        if it.where != other.where or (same and first == second):
            return make_same_meaning(rng, level)
        steps = [f"First: {it.deed}", f"Second: {other.deed}"]
    else:
        first, second = told(rng, it), _reworded(rng, other)
        if first == second:
            return make_same_meaning(rng, level)
        steps = [f"{n}: {e.deed}, {e.where}, {e.when}" for n, e in (("First", it), ("Second", other))]
    if level == 3:
        why, because = rng.choice(WHY), rng.random() < 0.5
        swap = not same and rng.random() < 0.5
        first = f"{first} because {why}" if because else f"{capital(why)}, so {it.deed} {it.where} {it.when}"
        second = (
            f"{second} because {why}"
            if rng.random() < 0.4
            else f"{capital(why)}, so {other.deed} {other.where} {other.when}"
        )
        if swap and other == it:
            return make_same_meaning(rng, level)
        steps = [f"{line}, because {why}" for line in steps]
    slots = {"one": capital(first) + ".", "two": capital(second) + "."}
    return Problem(slots, tuple(steps), "Yes" if same else "No", key=f"{first}|{second}")


def _rewrite(rng: Random, it: Event, how: str) -> tuple[str, str]:
    """The order in words, and the sentence that carries it out."""
    who, (base, past, done, _), thing = it.who, it.verb, it.thing
    match how:
        case "not":
            order = rng.choice(
                ("say that it did not happen", "make the sentence negative", "put not into the sentence")
            )
            return order, f"{who} did not {base} {thing}".strip()
        case "ask":
            order = rng.choice(
                ("turn it into a question", "ask whether it happened", "make a question of it")
            )
            return order, f"did {who} {base} {thing}".strip() + "?"
        case "will":
            order = rng.choice(("put it into the future", "say that it will happen", "use the future tense"))
            return order, f"{who} will {base} {thing}".strip()
        case "perfect":
            order = rng.choice(("say that it has happened", "use has and the participle"))
            return order, f"{who} has {done} {thing}".strip()
        case "can":
            order = rng.choice(("say that it can happen", "use the word can"))
            return order, f"{who} can {base} {thing}".strip()
        case "must":
            order = rng.choice(("say that it must happen", "use the word must"))
            return order, f"{who} must {base} {thing}".strip()
        case _:
            order = rng.choice(
                ("put it into the passive", "start with what it was done to", "use the passive")
            )
            return order, _passive(it) if thing else f"{who} {past}"


def make_rewrite(rng: Random, level: int) -> Problem:
    """A sentence to be turned into a question, a negation, the passive, another tense."""
    it = event(rng, takes=True if level == 3 else None)
    how = rng.choice(
        ("not", "ask", "will", "perfect", "can", "must") + (("passive",) * 2 if it.thing else ())
    )
    order, result = _rewrite(rng, it, how)
    ending = ("", it.where, f"{it.where} {it.when}" if how in ("not", "ask", "passive") else it.where)[
        level - 1
    ]
    text = capital(f"{it.deed} {ending}".strip()) + "."
    steps: tuple[str, ...] = ()
    if level == 3 and how == "passive":
        steps = (capital(f"{result} {ending}") + ".",)
        be = _was(it.thing)
        if rng.random() < 0.5:
            order, result = f"{order} and then make it negative", result.replace(f" {be} ", f" {be} not ", 1)
        else:
            order, result = (
                f"{order} and then turn it into a question",
                f"{be} {result.replace(f' {be} ', ' ', 1)}?",
            )
    asks = result.endswith("?")
    answer = capital(f"{result.rstrip('?')} {ending}".strip()) + ("?" if asks else ".")
    return Problem({"text": text, "order": order}, steps, answer, key=f"{how}{text}")


# one operation in words, around the inner thing {x} and a number {n}; how it is written; whether {x} needs brackets
_PHRASES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("{x} + {n}", ("{n} more than {x}", "{x} increased by {n}", "the sum of {x} and {n}", "{n} added to {x}", "{x} plus {n}"), False),
    ("{x} - {n}", ("{n} less than {x}", "{x} decreased by {n}", "{n} fewer than {x}", "{n} taken away from {x}", "{x} minus {n}"), False),
    ("{n} * {x}", ("{n} times {x}", "the product of {n} and {x}", "{x} multiplied by {n}", "{n} times as much as {x}"), True),
    ("2 * {x}", ("twice {x}", "double {x}", "two times {x}", "twice as much as {x}"), True),
    ("3 * {x}", ("three times {x}", "triple {x}"), True),
    ("{x} / 2", ("half of {x}", "one half of {x}", "half as much as {x}"), True),
    ("{x} / 3", ("a third of {x}", "one third of {x}"), True),
    ("{x} / 4", ("a quarter of {x}", "one fourth of {x}"), True),
    ("{x} / {n}", ("{x} divided by {n}", "{x} split into {n} equal parts", "{x} shared equally among {n}",
            "the quotient of {x} and {n}"), True),
)  # fmt: skip


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
        phrase = rng.choice([s for s in said if depth == 0 or not s.startswith("{x}")])
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
            (f"{x} shares {n * m} {things} equally among {m} friends, and {y} gets one share", f"{y} = {n * m} / {m}"),
            (f"{y} gives each of {m} friends {n} {things}", f"{y} = {m} * {n}"),
            (f"{x} bought {m} bags with {n} {things} in each bag", f"{x} = {m} * {n}"),
            (f"{x} had {n} {things} and found {m} more", f"{x} = {n} + {m}"),
            (f"{x} has {n} {things}, which is {m} more than {y} has", f"{x} = {n}, {x} = {y} + {m}"),
            (f"{x} has a third of the {things} that {y} has", f"{x} = {y} / 3"),
        )  # fmt: skip
        text, equation = rng.choice(forms)
        said.append(text)
        written.append(equation)
    text = ". ".join(said) + "."
    steps = tuple(f"{s}: {w}" for s, w in zip(said, written, strict=True)) if level > 1 else ()
    shape = "|".join(written)
    for place, name in enumerate(who):
        shape = shape.replace(name, f"<{place}>")
    return Problem({"text": text}, steps, ", ".join(written), key=shape)


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
    "if {p}, then {q}": ("If {p}, then {q}", "If {p}, {q}", "{q} if {p}", "Whenever {p}, {q}", "When {p}, {q}", "{p} only if {q}", "{q} whenever {p}", "{q} provided that {p}", "In case {p}, {q}", "That {p} means that {q}", "Each time {p}, {q}"),
    "if not {p}, then {q}": ("{q} unless {p}", "Unless {p}, {q}", "If it is not the case that {p}, then {q}"),
}  # fmt: skip
_NOUNS = tuple(
    """poet dancer robot wizard dragon cat painter pilot rose bird baker student singer toy king queen sailor
    teacher farmer pet river chair apple clown knight giant ghost monk guest neighbour
    swimmer reader climber member winner machine plant metal planet vegetable animal person parent""".split()
)


def _claim(rng: Random) -> tuple[str, str, dict[str, str]]:
    """A wording, its normal form, and the words that fill both."""
    if rng.random() < 0.5:
        normal = rng.choice(list(_CLAIMS))
        x, y = rng.sample(_NOUNS, 2)
        filled = {"x": x, "y": y, "xs": plural(x), "ys": plural(y), "ax": a(x), "ay": a(y)}
        return rng.choice(_CLAIMS[normal]), normal, filled
    normal = rng.choice(("if {p}, then {q}",) * 3 + ("if not {p}, then {q}",))
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


def make_order_cause(rng: Random, level: int) -> Problem:
    """Which of some events came first or last, or what was the reason or the result."""
    deeds = [
        capital(e.deed) if e.deed.startswith("the") else e.deed
        for e in (event(rng) for _ in range(level + 1))
    ]
    if rng.random() < 0.4:
        why = rng.choice(WHY)
        deed = deeds[0]
        text = rng.choice(
            (
                f"{deed} because {why}",
                f"{capital(why)}, so {deed}",
                f"Since {why}, {deed}",
                f"{capital(why)}. Therefore {deed}",
                f"As {why}, {deed}",
                f"{capital(why)}. For this reason {deed}",
            )
        )
        other = deeds[1:]
        text = ". ".join(rng.sample([text, *other], level + 1) if level > 1 else [text]) + "."
        if rng.random() < 0.5:
            question, answer = f"Why did {deed.split()[0]} do this: {deed}?", capital(why)
        else:
            question, answer = f"What happened because {why}?", deed
        return Problem(
            asked(text, question),
            (f"reason: {why}, result: {deed}",) if level > 1 else (),
            answer,
            key=f"{text}{question}",
        )
    said, order = [], [0, 1]
    x, y = deeds[0], deeds[1]
    said.append(
        rng.choice(
            (
                f"{x} before {y}",
                f"{y} after {x}",
                f"Before {y}, {x}",
                f"After {x}, {y}",
                f"First {x}, then {y}",
                f"{x}, and later {y}",
                f"{x}; afterwards {y}",
            )
        )
    )
    for i in range(2, level + 1):
        order.append(i)
        said.append(
            rng.choice(
                (
                    f"{deeds[i]} after that",
                    f"Later, {deeds[i]}",
                    f"Then {deeds[i]}",
                    f"After that, {deeds[i]}",
                    f"Next, {deeds[i]}",
                )
            )
        )
    ordered = [deeds[i] for i in order]
    place = rng.choice((0, -1)) if level == 1 else rng.choice((0, 1, -1))
    question = {0: "What happened first?", 1: "What happened second?", -1: "What happened last?"}[place]
    steps = (f"order: {', '.join(ordered)}",)
    return Problem(asked(". ".join(said) + ".", question), steps, ordered[place], key=f"{said}{question}")


_TWO = (
    "Do these two sentences mean the same? {one} {two}",
    "1. {one}\n2. {two}\nDo they say the same thing?",
    "First sentence: {one}\nSecond sentence: {two}\nSame meaning? Yes or No",
    "{one} Does this mean the same as the following? {two}",
    "Compare: {one} / {two} Is the meaning the same?",
    "Is \"{one}\" another way of saying \"{two}\"?",
    "Somebody says: {one} Somebody else says: {two} Do they agree?",
    "Sentence A: {one}\nSentence B: {two}\nAre A and B the same in meaning?",
    "Are these the same in other words? {one} {two}",
    "{one}\n{two}\nYes or No: both sentences say the same.",
    "Decide whether the two statements say the same.\n{one}\n{two}",
    "Given the sentence: {one} Can it be said like this? {two}",
    "Is this a correct rewording? {one} -> {two}",
    "Tell me if both of these mean the same: {one} And: {two}",
    "{one} In other words: {two} Is that right?",
)  # fmt: skip
_TWO_KEPT_OUT = (
    "Do both sentences have the same meaning?\n{one}\n{two}",
    "A: {one}\nB: {two}\nIs B another way of saying A?",
    "{one} Is this the same as saying: {two}",
    "Decide if these two say the same thing. {one} {two}",
)

LANGUAGE: tuple[Family, ...] = (
    Family("same_meaning", "general", make_same_meaning, _TWO, _TWO_KEPT_OUT),
    Family("rewrite", "general", make_rewrite, tuple(t.replace("text:", "sentence:") for t in with_text(
        """Rewrite the sentence: {order} | Change the sentence and {order} | Take this sentence and {order} |
        Say it again, but {order} | Write the sentence anew and {order}""")), sampled(
        """Write this sentence again and {order} | Change this: {order}""")[:4]),
    Family("quantity", "general", make_quantity, plain(
        """Write {x} {what}. | How do you write {x} {what}? | Express {x} {what}. | {x}, {what}? | Put {x} {what}. |
        What is {x} {what}? | Turn this into the other form, {what}: {x} | Rephrase {what}: {x} | Say {x} {what}. |
        Give {x} {what}. | Translate: {x} ({what})"""), (
        "How is {x} written {what}?", "Please write {what}: {x}", "{x} - how would you put this {what}?", "Write down {x}, but {what}.")),
    Family("relation", "general", make_relation, with_text(
        """Write this with symbols | Write an equation for each statement | Put the statements into equations |
        What are the equations? | Turn the story into mathematics, do not work it out | Write down the calculation only |
        Express each fact as an equation, with the names as numbers | Set up the equations"""), sampled(
        """Write each statement as an equation | Put the facts into symbols | Which equations say this?""")),
    Family("normal_form", "general", make_normal_form, with_text(
        """Say it in the normal form | Rewrite with every, no, some or if | Put this into normal form |
        What is this in normal form? | State the same claim in its simple form | Rephrase as every, no, some or if then |
        Rewrite the statement in the standard form"""), sampled(
        """Write the claim in its normal form | State this with every, no, some or if | Rephrase it in the standard form""")),
    Family("same_claim", "general", make_same_claim, _TWO, _TWO_KEPT_OUT),
    Family("order_cause", "general", make_order_cause, ASKED, ASKED_KEPT_OUT),
)  # fmt: skip
