"""General families that carry out orders: formats, orders in turn, picking, replacing, patterns."""

from random import Random

from trainers.tasks.general.general_layout import plain, sampled, with_text
from trainers.tasks.general.general_lists import WORDS, words
from trainers.tasks.general.general_sentences import sentence
from trainers.tasks.general.general_words import KINDS, a, listed
from trainers.tasks.item import Family, Problem


def make_format(rng: Random, level: int) -> Problem:
    """A text to be given back in a stated format."""
    if rng.random() < 0.5:
        text = sentence(rng) if level < 3 else f"{sentence(rng)}. {sentence(rng)}"
        parts = text.replace(".", " .").split()
    else:
        parts = words(rng, level * 3)
        text = " ".join(parts)
    bare = [part for part in parts if part != "."]
    orders = {
        "in capitals": text.upper(),
        "in lower case": text.lower(),
        "in double quotes": f'"{text}"',
        "in brackets": f"({text})",
        "with square brackets around it": f"[{text}]",
        "with a star before and after it": f"*{text}*",
        "three times": " ".join([text] * 3),
        "twice, with a comma between": f"{text}, {text}",
        "with dashes between the words": "-".join(bare),
        "with every word in brackets": " ".join(f"({w})" for w in bare),
        "with commas between the words": ", ".join(bare),
        "as a list with numbers": " ".join(f"{i}. {w}" for i, w in enumerate(bare, 1)),
        "with the word answer and a colon before it": f"answer: {text}",
        "with each word beginning with a capital": " ".join(w[0].upper() + w[1:] for w in bare),
        "with an exclamation mark at the end": f"{text}!",
        "without spaces": "".join(bare),
        "inside the tags <a> and </a>": f"<a>{text}</a>",
    }
    order = rng.choice(list(orders))
    return Problem({"text": text, "order": order}, (), orders[order], key=f"{order}|{text}")


def _order(rng: Random, items: list[str]) -> tuple[str, list[str]]:
    """One order about a list, and the list that it gives."""
    pick, new = rng.choice(items), rng.choice(WORDS)
    match rng.randrange(11):
        case 0:
            return rng.choice(("reverse the list", "turn the order around")), items[::-1]
        case 1 if len(items) > 2:
            return rng.choice(
                ("remove the first item", "drop the first one", "take away the first item")
            ), items[1:]
        case 2 if len(items) > 2:
            return rng.choice(
                ("remove the last item", "drop the last one", "take away the last item")
            ), items[:-1]
        case 3:
            return rng.choice((f"add {new} at the end", f"append {new}")), [*items, new]
        case 4:
            return rng.choice((f"put {new} at the start", f"add {new} in front")), [new, *items]
        case 5:
            return rng.choice(("swap the first and the last item", "exchange the first and the last one")), [
                items[-1],
                *items[1:-1],
                items[0],
            ]
        case 6 if len(items) > 2:
            return rng.choice((f"remove {pick}", f"leave out {pick}", f"delete {pick}")), [
                item for item in items if item != pick
            ]
        case 7:
            return rng.choice((f"replace {pick} by {new}", f"change {pick} to {new}")), [
                new if item == pick else item for item in items
            ]
        case 8:
            return rng.choice(("move the first item to the end", "put the first item last")), [
                *items[1:],
                items[0],
            ]
        case 9:
            return rng.choice(("move the last item to the start", "put the last item first")), [
                items[-1],
                *items[:-1],
            ]
        case _:
            return rng.choice((f"write {pick} in capitals", f"put {pick} in capital letters")), [
                item.upper() if item == pick else item for item in items
            ]


def make_orders(rng: Random, level: int) -> Problem:
    """A list and one to four orders to be carried out one after another."""
    items = words(rng, rng.randint(*((2, 3), (3, 5), (4, 7))[level - 1]))
    if rng.random() < 0.2:
        items = [str(rng.randrange(100)) for _ in range(3 + level)]
    text, orders, steps = ", ".join(items), [], []
    for _ in range(rng.randint(*((1, 1), (2, 2), (3, 4))[level - 1])):
        order, items = _order(rng, items)
        orders.append(order)
        steps.append(f"{order}: {', '.join(items)}")
    said = orders[0]
    for order in orders[1:]:
        said += rng.choice((", then ", " and then ", ", after that ", "; next, ")) + order
    return Problem(
        {"text": text, "order": said},
        tuple(steps) if level > 1 else (),
        ", ".join(items),
        key=f"{orders}|{text}",
    )


def make_pattern(rng: Random, level: int) -> Problem:
    """A repeating row of words, letters or signs to be continued."""
    period = (2, rng.randint(3, 4), rng.randint(4, 6))[level - 1]
    if rng.random() < 0.6:
        unit = words(rng, period)
    else:
        unit = [rng.choice(rng.choice(("abc", "xyz", "0123456789"))) for _ in range(period)]
    if len(set(unit)) < 2 or any(unit == unit[:size] * (period // size) for size in range(1, period)):
        return make_pattern(rng, level)
    shown = 2 * period + rng.randrange(period + 1)
    row = [unit[i % period] for i in range(shown)]
    count = rng.randint(1, level)
    after = [unit[i % period] for i in range(shown, shown + count)]
    which = ("next item", "next two items", "next three items")[count - 1]
    parts = [", ".join(row[i : i + period]) for i in range(0, shown, period)]
    steps = (" / ".join(parts), f"The part that repeats: {', '.join(unit)}")
    return Problem({"row": ", ".join(row), "which": which}, steps, ", ".join(after), key=f"{which}{row}")


def make_odd(rng: Random, level: int) -> Problem:
    """Things of one kind with one of another kind among them."""
    kind, other = rng.sample(list(KINDS), 2)
    items = rng.sample(KINDS[kind], min(level + 2 + rng.randrange(2), len(KINDS[kind])))
    answer = rng.choice(KINDS[other])
    items.insert(rng.randint(0, len(items)), answer)
    steps = (", ".join(f"{item}: {other if item == answer else kind}" for item in items),)
    return Problem({"text": rng.choice((", ".join, listed))(items)}, steps, answer, key="|".join(items))


def make_filter(rng: Random, level: int) -> Problem:
    """A list of which the items that fulfil a condition are to be kept."""
    size = rng.randint(*((3, 4), (5, 6), (7, 10))[level - 1])
    kind = rng.choice(list(KINDS))
    match rng.randrange(4):
        case 0:
            items = rng.sample(WORDS, size)
            letter = rng.choice([word[0] for word in items])
            condition, keeps = f"start with the letter {letter}", [word[0] == letter for word in items]
        case 1:
            items = rng.sample(WORDS, size)
            letter = rng.choice("aeioutrns")
            condition, keeps = f"contain the letter {letter}", [letter in word for word in items]
        case 2:
            items = [str(rng.randrange(200)) for _ in range(size)]
            bound = rng.choice(items)
            condition, keeps = f"are greater than {bound}", [int(item) > int(bound) for item in items]
        case _:
            others = [word for name, stock in KINDS.items() if name != kind for word in stock]
            keeps = [rng.random() < 0.5 for _ in range(size)]
            stock = list(KINDS[kind])
            rng.shuffle(stock)
            keeps = [keep and place < len(stock) for place, keep in enumerate(keeps)]
            items = [stock[place] if keep else rng.choice(others) for place, keep in enumerate(keeps)]
            condition = f"name {a(kind)}"
    steps = (", ".join(f"{item} {'yes' if keep else 'no'}" for item, keep in zip(items, keeps, strict=True)),)
    answer = ", ".join(item for item, keep in zip(items, keeps, strict=True) if keep) or "none"
    return Problem(
        {"text": ", ".join(items), "condition": condition}, steps, answer, key=f"{condition}|{items}"
    )


def make_member(rng: Random, level: int) -> Problem:
    """Whether a word stands in a list."""
    items = words(rng, rng.randint(*((3, 4), (5, 7), (9, 13))[level - 1]))
    inside = rng.random() < 0.5
    wanted = rng.choice(items)
    text = ", ".join(item for item in items if inside or item != wanted)
    return Problem({"text": text, "x": wanted}, (), "Yes" if inside else "No", key=f"{wanted}|{text}")


def make_replace(rng: Random, level: int) -> Problem:
    """A text in which words, letters or numbers are to be replaced, one kind after another."""
    if rng.random() < 0.3:
        parts = [rng.choice("abcxyz123") for _ in range((4, 7, 12)[level - 1])]
        join = "".join
    elif rng.random() < 0.5:
        stock = words(rng, 4)
        parts = [rng.choice(stock) for _ in range((4, 6, 10)[level - 1])]
        join = " ".join
    else:
        parts = ". ".join(sentence(rng) for _ in range((level + 1) // 2)).replace(".", " .").split()
        join = " ".join
    text, orders, steps = join(parts), [], []
    stock = [part for part in parts if part.isalnum() and part.islower() or part.isdigit()] or parts
    for old in rng.sample(sorted(set(stock)), min(max(1, level - 1), len(set(stock)))):
        new = rng.choice("dqw789") if join("ab") == "ab" else rng.choice(WORDS)
        orders.append(f"{old} by {new}")
        parts = [new if part == old else part for part in parts]
        steps.append(join(parts))
    return Problem(
        {"text": text, "order": " and then ".join(orders)},
        tuple(steps[:-1]),
        join(parts),
        key=f"{orders}|{text}",
    )


COMMANDS: tuple[Family, ...] = (
    Family(
        "format",
        "general",
        make_format,
        with_text(
            """Write this {order} | Give the text back {order} | Repeat this {order} | Print the line
            {order} | Put the text {order} | Answer with the same text {order}"""
        ),
        sampled("Write the line {order} | Return this text {order}")[:4],
    ),
    Family(
        "orders",
        "general",
        make_orders,
        with_text(
            """Take the list and {order} | Do the following with this list: {order} | Start with the
            list and {order} | Do this: {order} | Follow the orders: {order} | Change the list:
            {order}"""
        ),
        sampled("Use this list and {order} | Follow these steps with the list: {order}")[:5],
        1.5,
    ),
    Family(
        "odd_word",
        "general",
        make_odd,
        with_text(
            """Which one does not belong? | Pick the odd one out | Which of these is different? | Find
            the word that does not fit with the others | Name the odd one out | Which word is the
            odd one? | One of these is of another kind. Which one is it?"""
        ),
        sampled(
            """Which word does not fit? | Find the one that is of a different kind | Name the word that
            does not belong with the others"""
        ),
    ),
    Family(
        "filter",
        "general",
        make_filter,
        with_text(
            """Keep only the items that {condition} | List the ones that {condition} | Which of these
            {condition}? | Pick out everything that fits: they {condition} | Write down those that
            {condition} | Which items {condition}? | Find all the items that {condition} | Select
            the entries that {condition}"""
        ),
        sampled(
            """Write down only the items that {condition} | Which entries {condition}? | From the list,
            pick all that {condition}"""
        ),
    ),
    Family(
        "member",
        "general",
        make_member,
        with_text(
            """Is {x} in this list? | Does the list contain {x}? | Say Yes or No: does {x} occur in the
            list? | Can you find {x} here? | Check whether {x} is in the list (Yes or No) | Is {x}
            one of these? | Is {x} among the items? | Decide whether {x} is listed. Answer Yes or No"""
        ),
        sampled(
            """Is {x} one of the items in the list? | Say whether the list contains {x}, Yes or No |
            Does {x} occur here?"""
        ),
        0.5,
    ),
    Family(
        "replace",
        "general",
        make_replace,
        with_text(
            """Replace {order} | Replace every {order} in the text | Replace each {order} and write
            the result | Substitute: replace {order} | Replace, everywhere in this line, {order} |
            Rewrite the text and replace {order} | Change the line: replace {order}"""
        ),
        sampled(
            """Write the text again but replace {order} | Replace, everywhere in the text, {order} |
            Take this line and replace each {order}"""
        ),
    ),
    Family(
        "pattern",
        "general",
        make_pattern,
        plain(
            """What comes next? {row}, ... Give the {which}. | Continue: {row}, ... ({which}) | Find
            the {which}: {row}, ... | {row}, ... Write down the {which}. | The row {row} goes on in
            the same way. Write the {which}. | {row} is only the start. Write the {which}."""
        ),
        (
            "How does this row continue? {row}, ... Write the {which}.",
            "{row} and so on. Give the {which}.",
            "Continue the row {row} with the {which}.",
        ),
    ),
)
