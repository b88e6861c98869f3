"""General families that carry out orders: formats, several orders in turn, patterns to continue."""

from random import Random

from trainers.tasks.general_layout import plain, sampled, with_text
from trainers.tasks.general_lists import WORDS, words
from trainers.tasks.general_sentences import sentence
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
        "in capitals": text.upper(), "in lower case": text.lower(), "in double quotes": f'"{text}"', "in brackets": f"({text})",
        "with square brackets around it": f"[{text}]", "with a star before and after it": f"*{text}*", "three times": " ".join([text] * 3),
        "twice, with a comma between": f"{text}, {text}", "with dashes between the words": "-".join(bare), "with every word in brackets": " ".join(f"({w})" for w in bare),
        "with commas between the words": ", ".join(bare), "as a list with numbers": " ".join(f"{i}. {w}" for i, w in enumerate(bare, 1)),
        "with the word answer and a colon before it": f"answer: {text}", "with each word beginning with a capital": " ".join(w[0].upper() + w[1:] for w in bare),
        "with an exclamation mark at the end": f"{text}!", "without spaces": "".join(bare), "inside the tags <a> and </a>": f"<a>{text}</a>",
    }  # fmt: skip
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
    items = [w for w in words(rng, rng.randint(*((2, 3), (3, 5), (4, 7))[level - 1])) if w] if rng.random() < 0.8 else [
        str(rng.randrange(100)) for _ in range(3 + level)
    ]  # fmt: skip
    if len(items) < 2:
        return make_orders(rng, level)
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


COMMANDS: tuple[Family, ...] = (
    Family("format", "general", make_format, with_text(
        """Write this {order} | Give the text back {order} | Repeat this {order} | Print the line {order} | Put the text {order} |
        Answer with the same text {order}"""), sampled("Write the line {order} | Return this text {order}")[:4]),
    Family("orders", "general", make_orders, with_text(
        """Take the list and {order} | Do the following with this list: {order} | Start with the list and {order} | Do this: {order} |
        Follow the orders: {order} | Change the list: {order}"""), sampled("Use this list and {order} | Follow these steps with the list: {order}")[:5], 1.5),
    Family("pattern", "general", make_pattern, plain(
        """What comes next? {row}, ... Give the {which}. | Continue: {row}, ... ({which}) | Find the {which}: {row}, ... | {row}, ... Write down the {which}. |
        The row {row} goes on in the same way. Write the {which}. | {row} is only the start. Write the {which}."""), (
        "How does this row continue? {row}, ... Write the {which}.", "{row} and so on. Give the {which}.", "Continue the row {row} with the {which}.")),
)  # fmt: skip
