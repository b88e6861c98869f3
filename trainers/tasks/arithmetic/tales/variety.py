"""The same tale in other words: a tale's nouns, verbs, days and set phrases are exchanged for their like.

What is exchanged stays exchanged throughout one telling, labels included, and nothing is put in that the
telling holds already.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from trainers.tasks.arithmetic.story_words import plural
from trainers.tasks.arithmetic.tales.groups import DAYS, FIXED, MONTHS, NOUNS, PHRASES

KEPT_WORDS = 0.15  # share of the words that could be exchanged and are not
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_PERSON = r"(?:(?<=\{[NMP]\} )|(?<=\{[hH]e\} ))"
_MONEY = re.compile(
    r"\$(\{[a-f]\})"
    r"(?=[.,?;!]|$| (?:on|for|to|in|from|at|each|an?|per|and|every|off|by|left|apiece|with|more)\b)"
)
_DOLLARS = re.compile(r"(\{[a-f]\}) dollars\b")


@dataclass(frozen=True, slots=True)
class Words:
    """What may be exchanged in one telling: nouns as (group, member), phrases as (group, member)."""

    nouns: tuple[tuple[int, int], ...]
    phrases: tuple[tuple[int, int], ...]
    days: bool
    months: bool


@cache
def _forms() -> Mapping[str, tuple[int, int, bool]]:
    """Group, member and whether it is the plural, of every noun that may be taken out."""
    forms: dict[str, tuple[int, int, bool]] = {}
    for group, nouns in enumerate(NOUNS):
        for member, marked in enumerate(nouns):
            noun = marked.lstrip("*~")
            # "light bulbs" may be plain "bulbs" a sentence later, so names of two words are only put in
            if not marked.startswith("~") and " " not in noun:
                forms[_plural(noun)] = (group, member, True)
                if not marked.startswith("*"):
                    forms[noun] = (group, member, False)
    return forms


@cache
def _noun_pattern(members: tuple[tuple[int, int], ...] = ()) -> re.Pattern[str]:
    """What finds the nouns of these members (none named: of all), and the phrases they are fixed in."""
    forms = [
        form for form, (group, member, _) in _forms().items() if not members or (group, member) in members
    ]
    longest = sorted(forms, key=lambda form: (-len(form), form))
    fixed = [phrase for phrase in FIXED if not members or any(form in phrase for form in longest)]
    company = "|".join(map(re.escape, fixed)) or "(?!)"
    nouns = "|".join(map(re.escape, longest))
    return re.compile(rf"\b(?:{company})\b|(?:\b([Aa]n?) )?(?<![-\w{{'’])({nouns})(?![-\w}}])", re.IGNORECASE)


@cache
def _phrase_pattern(group: int, member: int) -> re.Pattern[str]:
    text = PHRASES[group][member].removeprefix("~")
    person, text = text.startswith("@"), text.removeprefix("@")
    slot = r"(?=\{[a-f]\})"
    end = r"(?![-\w])" if text[-1].isalnum() else ""
    if text.endswith("^"):
        text, end = text[:-1], r"(?=[.,?!;])"
    elif text.endswith("#"):
        text, end = text[:-1], slot
    elif text.endswith("$"):
        text, end = text[:-1], r"(?=\$)"
    elif text.endswith("{"):  # "gave {M} a book", not "gave {a} away"
        text, end = text[:-1], r"(?=\{)(?![^.?!]*\b(?:away|up|back|out|off)\b)"
    start = _PERSON if person else r"(?<![-\w{])(?<![Hh]ow )" if text[0].isalnum() else ""
    return re.compile(f"{start}{re.escape(text)}{end}")


@cache
def words_of(telling: str, labels: tuple[str, ...]) -> Words:
    """What may be exchanged in a telling."""
    text = f"{telling} {' '.join(labels)}"
    nouns: list[tuple[int, int]] = []
    forms = _forms()
    for match in _noun_pattern().finditer(telling):
        if match[2] and (found := forms.get(match[2]) or forms.get(match[2].lower())):
            group, member, _ = found
            marked = NOUNS[group][member]
            if marked.startswith("*") and re.search(rf"\b{marked[1:]}\b", text, re.IGNORECASE):
                continue
            if (group, member) not in nouns:
                nouns.append((group, member))
    clock = "at {" in telling  # "at {a} in the morning"
    phrases = [
        (group, member)
        for group, members in enumerate(PHRASES)
        for member, marked in enumerate(members)
        if not marked.startswith("~")
        and not (clock and marked.startswith("in the "))
        and _phrase_pattern(group, member).search(telling)
    ]
    plain_may = re.search(r"\bMay\b", telling) and not re.search(
        r"\b(?:in|of|and|to|since|until) May\b", telling
    )
    return Words(
        tuple(nouns),
        tuple(phrases),
        days=any(day in telling for day in DAYS) and not re.search(r"weekend|weekday|working day", telling),
        months=any(month in telling for month in MONTHS)
        and not plain_may
        and not re.search(r"\bdays\b|[Ww]inter|[Ss]ummer|[Ss]pring|[Aa]utumn", telling),
    )


def exchanged(telling: str, labels: Sequence[str], rng: Random) -> tuple[str, Callable[[str], str]]:
    """The telling in other words, and what does the same to a label."""
    words = words_of(telling, tuple(labels))
    held = [word.lower() for word in _WORD.findall(telling)]
    nouns = _drawn_nouns(words, held, rng)
    text = _with_nouns(telling, nouns)
    for group, member in words.phrases:
        if rng.random() >= KEPT_WORDS:
            text = _with_phrase(text, group, member, rng)
    if words.days:
        text = _turned(text, DAYS, rng)
    if words.months:
        text = _turned(text, MONTHS, rng)
    if "$" in text and "dollar" not in text:
        text = _MONEY.sub(r"\1 dollars", text) if rng.random() < 0.4 else text
    elif "$" not in text and rng.random() < 0.4:
        text = _DOLLARS.sub(r"$\1", text)
    return text, lambda label: _with_nouns(label, nouns)


def _drawn_nouns(words: Words, held: Sequence[str], rng: Random) -> dict[tuple[int, int], str]:
    """A noun for each noun that is exchanged; no two become the same one."""
    drawn: dict[tuple[int, int], str] = {}
    for group, member in words.nouns:
        if rng.random() < KEPT_WORDS:
            continue
        free = [
            noun
            for marked in NOUNS[group]
            if (noun := marked.lstrip("*~")) not in drawn.values()
            and noun.split()[-1].lower() not in held
            and _plural(noun).split()[-1].lower() not in held
        ]
        if free:
            drawn[group, member] = free[int(rng.random() * len(free))]
    return drawn


def _with_nouns(text: str, nouns: Mapping[tuple[int, int], str]) -> str:
    if not nouns:
        return text
    forms = _forms()

    def put(match: re.Match[str]) -> str:
        if not match[2]:
            return match[0]
        group, member, many = forms.get(match[2]) or forms.get(match[2].lower()) or (-1, -1, False)
        noun = nouns.get((group, member))
        if noun is None:
            return match[0]
        new = _plural(noun) if many else noun
        if match[2][0].isupper() and match[2][0] != "T":
            new = new[0].upper() + new[1:]
        if not match[1]:
            return new
        article = "an" if noun[0] in "aeio" and not noun.startswith("one") else "a"
        return f"{article.title() if match[1][0] == 'A' else article} {new}"

    return _noun_pattern(tuple(nouns)).sub(put, text)


def _with_phrase(text: str, group: int, member: int, rng: Random) -> str:
    others = [
        bare
        for i, marked in enumerate(PHRASES[group])
        if i != member and (bare := _bare(marked)).strip() not in text
    ]
    if not others:
        return text
    source = _bare(PHRASES[group][member])
    new = others[int(rng.random() * len(others))]
    if source[-1] == " " and new[-1] != " ":
        new += " "
    return _phrase_pattern(group, member).sub(lambda _: new, text)


def _bare(marked: str) -> str:
    """A phrase without its marks."""
    return marked.removeprefix("~").removeprefix("@").rstrip("^#{$")


def _turned(text: str, names: Sequence[str], rng: Random) -> str:
    """The text with its days, or months, all moved on by the same number."""
    by = int(rng.random() * len(names))
    pattern = rf"\b({'|'.join(names)})"
    return re.sub(pattern, lambda m: names[(names.index(m[1]) + by) % len(names)], text)


def _plural(noun: str) -> str:
    return "schoolchildren" if noun == "schoolchild" else "cacti" if noun == "cactus" else plural(noun)
