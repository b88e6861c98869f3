"""The reading line of a tale: each number with the words that stand by it, in the order of the text.

"4 jars buttons Monday, 3 more Tuesday, every jar holds 20 buttons; want: buttons jars". It copies and drops,
and works nothing out, so that what is said is on the page before anything is done with it.
"""

import re

from trainers.tasks.arithmetic.story_words import DAYS, HE, MONTHS, SHE

SHOWN = "\x01{}\x02"  # a number in a telling: the form in which it is shown stands between the marks
_TOKEN = re.compile(r"(\$?)(?:\x01([^\x02]*)\x02|(\d[\d,]*))(%?)|(all but|[^\W\d][\w'’]*)|([.?!:;,\"])")
NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
_STOP = frozenset(
    """a an the of in on at to for from with by and or is are was were be been being has have had do does
did he she they it him her his their its them that this these those who which whose there as so if
then will would can could should may might i you we my our your us into onto up off out over about
also too just only what when while where because since must needs one's what's who's where's how
much many find work count calculate determine compute tell give say please me know number let some
any very really now both during until write down""".split()  # noqa: SIM905
)
_FREE = frozenset("more fewer less than each every per another other others times twice not all but".split())  # noqa: SIM905
_SPLITS = frozenset("and but while then whereas or if".split())  # noqa: SIM905
_PARTS = frozenset("twice double triple half third quarter fifth dozen thirds quarters halves".split())  # noqa: SIM905
_ASKS = re.compile(r"\b[Hh]ow (?:many|much|old|far|long|high|tall|heavy|wide|big|large|fast|often|deep)\b")
_ORDERS = re.compile(
    r"(?:^|(?<=[.?!:] ))(?:Find|Work out|Count|Add|Calculate|Determine|Compute|Tell|Give|Say|What|Which|By)\b"
    r"|\bwhat (?:is|was|are|were|will|would|did|does|do|should|must|can)\b"
)
_THE_LAST = re.compile(r"\b(?:[Tt]he|first|last|other|these|those|all|next|of) $")
_NAMES = frozenset((*HE, *SHE, *DAYS, *MONTHS))
WORDS = 3  # as many content words stand by a number


def plain(marked: str) -> str:
    """The told text without the marks of its numbers."""
    return marked.replace("\x01", "").replace("\x02", "")


def reading(marked: str, want: str) -> str:
    """The reading line of a told text; `want` is what is wanted where the question has no words for it."""
    return f"{', '.join(_facts(marked))}; want: {_wanted(marked) or want}"


def _facts(marked: str) -> list[str]:
    """Every number, and every word such as "half", with its words."""
    facts: list[str] = []
    number = ""  # whose words are being gathered
    after: list[str] = []
    lead: list[str] = []  # the words before it
    before: list[str] = []  # the words since
    open_ = False

    def close() -> None:
        if number:
            told = _last(lead) if _content(after) < 2 else _from_name(lead)
            facts.append(" ".join([*told, number, *after]))

    for match in _TOKEN.finditer(marked):
        money, shown, digits, percent, word, stop = match.groups()
        low = (word or "").lower()
        counted = low in NUMBER_WORDS[2:] and not _THE_LAST.search(marked, 0, match.start())
        if not word and not stop or low in _PARTS or counted:
            told = _digits(low) if word else f"{money}{_digits(digits or shown)}{percent}"
            if number.lower() in _PARTS and not after and not before:  # "a third of the 60 people"
                number = f"{number} {told}"
            else:
                close()
                number, after, lead, before = told, [], before, []
            open_ = True
        elif stop or low in _SPLITS:
            open_ = False
            if low == "if" or (stop and stop in ".?!;:"):
                close()
                number, after, lead, before = "", [], [], []
        elif low not in _STOP:
            open_ = open_ and (_content(after) < WORDS or low in _FREE)
            (after if open_ else before).append(word)
    close()
    return facts


def _wanted(marked: str) -> str:
    """Up to three content words of what is asked for."""
    asked = list(_ASKS.finditer(marked))
    start = asked[-1].end() if asked else -1
    if start < 0:
        orders = list(_ORDERS.finditer(marked))
        start = orders[-1].start() if orders else marked.rstrip(" .?!").rfind(". ") + 1
    words: list[str] = []
    for match in _TOKEN.finditer(marked, start):
        word, stop = match[5], match[6]
        if not word:
            if stop and not words and stop in ",:":
                continue
            break
        if word.lower() not in _STOP:
            words.append(word)
            if _content(words) == WORDS:
                break
    return " ".join(words)


def _content(words: list[str]) -> int:
    return sum(word.lower() not in _FREE for word in words)


def _last(words: list[str]) -> list[str]:
    """The words at the end of a list that hold three content words."""
    start = len(words)
    while start and _content(words[start - 1 :]) <= WORDS:
        start -= 1
    return words[start:]


def _from_name(words: list[str]) -> list[str]:
    """The last name among these words, and what follows it."""
    named = [i for i, word in enumerate(words) if word in _NAMES]
    return _last(words[named[-1] :]) if named else []


def _digits(shown: str) -> str:
    """The number in digits."""
    low = shown.lower()
    return str(NUMBER_WORDS.index(low)) if low in NUMBER_WORDS else shown.replace(",", "")
