"""General families on lists, words and letters: copy, reverse, sort, count, pick, filter, replace."""

from collections.abc import Callable
from random import Random

from trainers.tasks.general.general_layout import asked, plain, sampled, with_text
from trainers.tasks.general.general_sentences import sentence
from trainers.tasks.general.general_words import (
    ADJECTIVES,
    COUNTED,
    KINDS,
    NAMES,
    OBJECTS,
    ORDINALS,
    ROOMS,
    VERBS,
    listed,
)
from trainers.tasks.item import Family, Problem

STOCKS = (*KINDS.values(), NAMES, OBJECTS, ROOMS, ADJECTIVES, COUNTED, tuple(verb[0] for verb in VERBS))
WORDS = tuple(sorted({word for stock in STOCKS for word in stock if word.isalpha() and word.islower()}))


def words(rng: Random, count: int) -> list[str]:
    """Distinct words: of one kind, or from anywhere."""
    stock = rng.choice(STOCKS)
    if rng.random() < 0.5 or len(stock) < count:
        return rng.sample(WORDS, count)
    return rng.sample(stock, count)


def numbered(items: list[str]) -> str:
    """The items with their places: "1 pear, 2 fig"."""
    return ", ".join(f"{place} {item}" for place, item in enumerate(items, 1))


def _joined(rng: Random, items: list[str]) -> Callable[[list[str]], str]:
    """One way of writing lists like `items`, with commas or with spaces only."""
    comma = rng.random() < 0.6 or any(" " in item for item in items)
    return (", " if comma else " ").join


def _scrawl(rng: Random, size: int) -> str:
    """Letters and digits in no order."""
    stock = rng.choice(
        ("abcdefghijklmnopqrstuvwxyz", "0123456789", "abcdefghijklmnopqrstuvwxyz0123456789", "ab", "xyz")
    )
    return "".join(rng.choice(stock) for _ in range(size))


def _expression(rng: Random, size: int) -> str:
    """Mathematical text to be copied, not worked out."""
    parts = [
        rng.choice(
            (str(rng.randrange(1000)), f"{rng.randrange(2, 10)}x", "y", f"x^{rng.randrange(2, 6)}", "n")
        )
    ]
    for _ in range(size):
        parts += [
            rng.choice("+-*/="),
            rng.choice((str(rng.randrange(100)), "x", "y^2", f"({rng.randrange(9)} + z)")),
        ]
    return " ".join(parts)


def make_copy(rng: Random, level: int) -> Problem:
    """A text to be repeated exactly."""
    match rng.randrange(5):
        case 0:
            text = " ".join(words(rng, rng.randint(*((2, 4), (5, 9), (12, 18))[level - 1])))
        case 1:
            text = _scrawl(rng, rng.randint(*((3, 5), (6, 10), (12, 20))[level - 1]))
        case 2:
            text = _expression(rng, rng.randint(*((1, 2), (3, 4), (5, 8))[level - 1]))
        case 3:
            size = rng.randint(*((2, 3), (4, 7), (8, 14))[level - 1])
            text = ", ".join(str(rng.randrange(10 ** rng.randint(1, 4))) for _ in range(size))
        case _:
            text = ". ".join(sentence(rng) for _ in range(level))
    return Problem({"text": text}, (), text, key=text)


def make_reverse(rng: Random, level: int) -> Problem:
    """A list to be written from its end to its start."""
    items = words(rng, rng.randint(*((2, 4), (4, 6), (7, 10))[level - 1]))
    write = _joined(rng, items)
    steps = (numbered(items),) if level > 1 else ()
    return Problem({"text": write(items)}, steps, write(items[::-1]), key="|".join(items))


def make_reverse_letters(rng: Random, level: int) -> Problem:
    """A word or a string of signs to be written backwards."""
    sizes = ((3, 4), (4, 6), (7, 11))[level - 1]
    if rng.random() < 0.6:
        text = rng.choice([word for word in WORDS if sizes[0] <= len(word) <= sizes[1]])
    else:
        text = _scrawl(rng, rng.randint(*sizes))
    return Problem({"text": text}, (" ".join(text), " ".join(text[::-1])), text[::-1])


def make_spell(rng: Random, level: int) -> Problem:
    """A word to be spelled, or one of its letters."""
    word = rng.choice([w for w in WORDS if (2, 5, 8)[level - 1] <= len(w) <= (5, 8, 14)[level - 1]])
    spelled = "-".join(word)
    steps: tuple[str, ...] = (spelled,)
    match rng.randrange(4):
        case 0:
            question, steps, answer = "Spell the word {w}.", (), spelled
        case 1:
            question, steps, answer = "What is the first letter of {w}?", steps, word[0]
        case 2:
            question, steps, answer = "What is the last letter of {w}?", steps, word[-1]
        case _:
            place = rng.randrange(min(len(word), len(ORDINALS)))
            steps = (numbered(list(word)),)
            question, answer = f"What is the {ORDINALS[place]} letter of {{w}}?", word[place]
    shown = rng.choice((word, f'"{word}"', f"the word {word}")) if not question.startswith("Spell") else word
    question = question.format(w=shown)
    return Problem(
        asked(word, question), steps, answer, key=question.replace('"', "").replace("the word ", "")
    )


def make_sort(rng: Random, level: int) -> Problem:
    """Words to be put in alphabetical order, by the letters that tell them apart."""
    count = (3, rng.randint(4, 5), rng.randint(6, 8))[level - 1]
    letters = level if level < 3 else 3
    while True:
        items = rng.sample([word for word in WORDS if len(word) <= 9], count)
        if rng.random() < 0.5:  # make first letters meet
            first = rng.choice("bcdfghlmprst")
            alike = [word for word in WORDS if word[0] == first and len(word) <= 9]
            items[: level - 1] = rng.sample(alike, level - 1)
        size = next((n for n in range(1, letters + 1) if len({w[:n] for w in items}) == count), 0)
        if size and len(set(items)) == count:
            break
    heads = ", ".join(f"{word[:size]} {word}" for word in items)
    order = sorted(items)
    steps = (heads, f"In order: {', '.join(word[:size] for word in order)}")
    write = _joined(rng, items)
    return Problem({"text": write(items)}, steps, write(order))


def make_count_items(rng: Random, level: int) -> Problem:
    """A list whose items are to be counted."""
    items = words(rng, rng.randint(*((2, 6), (5, 10), (9, 16))[level - 1]))
    write = rng.choice((", ".join, _joined(rng, items), listed))
    return Problem({"text": write(items)}, (numbered(items),), str(len(items)), key="|".join(items))


def make_count_word(rng: Random, level: int) -> Problem:
    """A list with repeats: how often does one word occur?"""
    kinds = words(rng, level + 1)
    items = [rng.choice(kinds) for _ in range(rng.randint(*((3, 5), (5, 9), (9, 14))[level - 1]))]
    wanted = rng.choice(kinds)
    count, marks = 0, []
    for item in items:
        count += item == wanted
        marks.append(f"{item} {count}")
    write = _joined(rng, items)
    return Problem(
        {"text": write(items), "x": wanted}, (", ".join(marks),), str(count), key=f"{wanted}|{items}"
    )


def make_count_letters(rng: Random, level: int) -> Problem:
    """How many letters a word has, or how often one letter stands in it."""
    word = rng.choice([w for w in WORDS if (2, 5, 8)[level - 1] <= len(w) <= (5, 8, 14)[level - 1]])
    if level == 3:
        word += " " + rng.choice([w for w in WORDS if 3 <= len(w) <= 6])
    match rng.randrange(3):
        case 0:
            letters = list(word.replace(" ", ""))
            question = rng.choice(
                (
                    "How many letters are in {w}?",
                    "How many letters does {w} have?",
                    "Count the letters of {w}.",
                )
            )
            steps, answer = (numbered(letters),), str(len(letters))
        case kind:
            wanted = "aeiou" if kind == 1 else rng.choice(word.replace(" ", "") + "e")
            count, marks = 0, []
            for letter in word.replace(" ", ""):
                count += letter in wanted
                marks.append(f"{letter} {count}")
            steps, answer = (", ".join(marks),), str(count)
            thing = "vowels" if kind == 1 else f"{wanted}'s"
            question = rng.choice(
                (
                    f"How many {thing} are in {{w}}?",
                    f"Count the {thing} in {{w}}.",
                    f"How many {thing} does {{w}} contain?",
                )
            )
    return Problem(asked(word, question.format(w=f'"{word}"')), steps, answer)


def make_nth(rng: Random, level: int) -> Problem:
    """The item at a place of a list, from its start or its end, or beside another item."""
    items = words(rng, rng.randint(*((3, 4), (5, 7), (8, 12))[level - 1]))
    place = rng.randrange(len(items))
    match rng.randrange(4):
        case 0:
            back = len(items) - 1 - place
            which = "last one" if back == 0 else f"{ORDINALS[back]} from the end"
        case 1 if place:
            which = f"one right after {items[place - 1]}"
        case 2 if place < len(items) - 1:
            which = f"one right before {items[place + 1]}"
        case _:
            which = rng.choice(
                (f"{ORDINALS[place]} one", f"one at place {place + 1}", f"one with number {place + 1}")
            )
    text = _joined(rng, items)(items)
    return Problem({"text": text, "which": which}, (numbered(items),), items[place], key=f"{which}|{text}")


LISTS: tuple[Family, ...] = (
    Family(
        "copy",
        "general",
        make_copy,
        with_text(
            """Repeat exactly | Copy this | Say this again | Write the same text | Echo the line |
                Type this out again unchanged | Give back the same text, word for word"""
        ),
        sampled("""Write this again exactly | Repeat the text word for word | Copy the same line out"""),
        1.0,
    ),
    Family(
        "reverse_list",
        "general",
        make_reverse,
        with_text(
            """Reverse the list | Write the words in reverse order | List these from last to first
                | Turn the order around | Give the items backwards | Put the last item first and the
                first item last, and so on | What is this list in reverse order?"""
        ),
        sampled(
            """Write these words from the last to the first | Reverse the order of the items | What
                do you get when you reverse this list?"""
        ),
    ),
    Family(
        "reverse_letters",
        "general",
        make_reverse_letters,
        with_text(
            """Write this backwards | Reverse the letters | Spell it from the end | Reverse the
                string | Turn the string around | What is this spelled backwards? | Give the signs
                in reverse order"""
        ),
        sampled(
            """Write the letters from last to first | Spell this string backwards | What do you get
                when you reverse these letters?"""
        ),
    ),
    Family(
        "spell",
        "general",
        make_spell,
        plain("{question}")
        + (
            "{question} Spell it out first.",
            "Here is a word: {text}. {question}",
            "Look at the letters. {question}",
            "{question} Think of the spelling.",
            "Spelling: {question}",
            "Look closely at {text}. {question}",
            "A question for a child. {question}",
            "Write the word {text} letter by letter. {question}",
            "{text}: {lower}",
            "A spelling question: {lower}",
            "For the word {text}: {lower}",
            "Word: {text}\n{question}",
        ),
        (
            "Think of the letters of this word. {question}",
            "{question} Look at the spelling.",
            "Here is a spelling question. {question}",
            "A word: {text}\n{question}",
        ),
    ),
    Family(
        "sort_words",
        "general",
        make_sort,
        with_text(
            """Sort the words alphabetically | Put these words in alphabetical order | Order the
                list from a to z | Arrange the words as in a dictionary | List these alphabetically
                | Sort the following words in alphabetical order | What is the alphabetical order of
                these words?"""
        ),
        sampled(
            """Write these words in alphabetical order | Arrange this list from a to z | Which
                order would a dictionary list these words in?"""
        ),
    ),
    Family(
        "count_items",
        "general",
        make_count_items,
        with_text(
            """How many items are in this list? | Count the items | How many things are named here?
                | Count how many words or names are listed | How long is this list? | What is the
                number of items? | Give the number of entries | How many entries does the list have?"""
        ),
        sampled(
            """How many words or names are in this list? | Count the entries of the list | What is
                the number of things listed here?"""
        ),
    ),
    Family(
        "count_word",
        "general",
        make_count_word,
        with_text(
            """How many times does {x} occur? | How often is {x} in the list? | Count how many
                times {x} appears | Count the word {x} | What is the number of times that {x} is
                listed? | How many entries are {x}? | Tell me how often {x} comes up"""
        ),
        sampled(
            """How many times is {x} listed? | Count how often {x} comes up in the list | What is
                the number of entries that are {x}?"""
        ),
    ),
    Family(
        "count_letters",
        "general",
        make_count_letters,
        plain("{question}")
        + (
            "Look at the letters. {question}",
            "{question} Go letter by letter.",
            "Here is a word: {text}. {question}",
            "{question} Count carefully.",
            "Counting: {question}",
            "Look closely at {text}. {question}",
            "Number the letters. {question}",
            "Write down each letter first. {question}",
            "Spell it out and answer: {lower}",
            "{text}: {lower}",
            "A counting question: {lower}",
        ),
        (
            "Go through the letters one by one. {question}",
            "{question} Spell it out and count.",
            "Here is a counting question. {question}",
            "Count carefully: {lower}",
        ),
    ),
    Family(
        "nth_item",
        "general",
        make_nth,
        with_text(
            """Which is the {which}? | Name the {which} | Give the {which} | Pick the {which} |
                What is the {which} in this list? | Write down the {which} | Find the {which}"""
        ),
        sampled(
            """Tell me the {which} of the list | Which item is the {which}? | From this list, name
                the {which}"""
        ),
    ),
)
