"""General families on sentences: same meaning, rewriting, order and cause."""

from random import Random

from trainers.tasks.general.general_layout import (
    ASKED,
    ASKED_KEPT_OUT,
    COMPARED,
    COMPARED_KEPT_OUT,
    asked,
    sampled,
    with_text,
)
from trainers.tasks.general.general_sentences import Event, capital, changed, event, told
from trainers.tasks.general.general_words import WHY
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


LANGUAGE: tuple[Family, ...] = (
    Family("same_meaning", "general", make_same_meaning, COMPARED, COMPARED_KEPT_OUT),
    Family(
        "rewrite",
        "general",
        make_rewrite,
        tuple(
            t.replace("text:", "sentence:")
            for t in with_text(
                """Rewrite the sentence: {order} | Change the sentence and {order} | Take this sentence and
            {order} | Say it again, but {order} | Write the sentence anew and {order}"""
            )
        ),
        sampled("""Write this sentence again and {order} | Change this: {order}""")[:4],
    ),
    Family("order_cause", "general", make_order_cause, ASKED, ASKED_KEPT_OUT),
)
