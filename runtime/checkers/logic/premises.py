"""What a question of logic states, and what it asks: premises and the claim to be judged.

A sentence is taken for a premise only where it is certain that it is not the claim itself. `complete` says
that nothing was left unread, so that what does not follow from the premises does not follow at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from runtime.checkers.logic.entailment import Atom, Formula, atoms
from runtime.checkers.logic.free import parse_freely
from runtime.checkers.logic.phrases import TALK, stock
from runtime.checkers.logic.statements import parse, tokens

Asked = Literal["truth", "three", "follows"]  # two-valued; True, False or Unknown; whether it follows


@dataclass(frozen=True, slots=True)
class Premise:
    """A statement with the words that say it."""

    text: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Theory:
    """The premises of a question. `certain` is False where a premise may be the claim that is asked about."""

    premises: tuple[Premise, ...] = ()
    claim: Formula | None = None
    asked: Asked = "truth"
    options: tuple[tuple[str, str], ...] = ()  # letter and what it stands for
    candidates: tuple[tuple[str, Formula], ...] = ()  # letter and the statement to choose
    complete: bool = True
    certain: bool = True
    inhabited: bool = False  # the question says that every class has members

    def atoms(self) -> Iterator[Atom]:
        """Every atom of the premises."""
        return atoms(*(premise.formula for premise in self.premises))


_FRAME = stock(
    "a above according according-to all alone am an and answer answering any are argument as ask "
    "asked at based be below box but by can case certain choose claim claims clues conclude "
    "conclusion consider context correct decide deduce deductively definitely determine do does "
    "each either evaluate everything explain fact facts false find first follow following follows "
    "for formally from give given gives guaranteed have hello help here hey hi hold holds how "
    "hypothesis i if in inference infer information invalid is it judge just know known last let "
    "letter little logic logical logically look make me mean means must my necessarily no not now "
    "of on one only option options or others our out pick please possible premise premises "
    "problem query question read reading reason right rule rules said say says sentence show so "
    "someone state stated statement statements step steps suppose sure take tell text thanks that "
    "the their them then theory there these they think this those to told true truth uncertain "
    "unknown use using valid want was we what whether which with work world would yes you your "
    "refuted also q syllogism deduction therefore necessary imply implies certainty begin "
    "together fully thing kind good conclusively strictly who reply yes/no taken granted ok"
)
_CLAIM_CUES = stock(
    "true false unknown valid invalid follow follows statement claim hypothesis conclusion query "
    "judge decide entailed infer inference conclude argument says claims"
)
_LABELS = stock("statement claim hypothesis conclusion query decide true false unknown judge")
_DETERMINERS = stock("the all every each any no some")
_CHOICE = re.compile(r"(?:(?<=\s)|^)\(?([A-E])[).](?=\s)")
_GIVEN = stock("facts rules premises context text theory given")
_OPTION = re.compile(r"\(?\b([A-E])[).:]\)?\s*(True|False|Unknown|Uncertain)\b\.?")
_MEMBERS = re.compile(
    r"\b(?:every (?:class|group) has (?:at least one member|members)|none of these (?:classes|groups) "
    r"is empty|each of these groups has members|there is at least one of each kind)\b(?:, and\b|\.)?",
    re.IGNORECASE,
)
_POLITE = re.compile(r"\s*\b(?:thanks|please show your work|explain|step by step)\.\s*$", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:(?:so|then|now|and|suppose|assume|assuming|imagine|given|let us say|we know|we also know|"
    r"we are told|it is given|to start|to begin with|first|it is known|consider|please help|hi|hey|therefore|"
    r"thus|hence|from (?:this|these)|consequently|necessarily|take it as given|(?:from this )?"
    r"it follows(?:, one says,)?|we (?:may |can )?conclude|finally)"
    r"\b[,!:]?\s*(?:that\b)?\s*)+",
    re.IGNORECASE,
)
_INFERS = re.compile(
    r"\b(?:from this|from these|so|consequently|necessarily|therefore|thus|hence|follows|conclude|infer)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?<!\w)['\"\u201c\u2018](.+?)['\"\u201d\u2019](?!\w)")
_NAME = re.compile(r"(?:^|[.!?:;,\n]|\band|\bif|\bso|\bthat)\s*(\w+s) is\b|\b(?:can|does|is) (\w+s)\b", re.I)


def names_in(text: str) -> frozenset[str]:
    """Words ending in "s" that are names of one thing."""
    return frozenset(name.lower() for pair in _NAME.findall(text) for name in pair if name)


@lru_cache(maxsize=512)
def read(question: str) -> Theory:
    """The theory that a question states."""
    options = tuple((letter, value) for letter, value in _OPTION.findall(question))
    names = names_in(question)
    text = _OPTION.sub(" ", question) if len(options) > 1 else question
    text, members = _MEMBERS.subn("", _POLITE.sub("", text))
    choices = [(m.start(), m.end(), m[1]) for m in _CHOICE.finditer(text)]
    if len(choices) < 2 or [letter for *_, letter in choices] != list("ABCDE"[: len(choices)]):
        choices = []
    stops = [*(start for start, *_ in choices), len(text)][1:]
    candidates = tuple(
        (letter, formula)
        for (_, end, letter), stop in zip(choices, stops, strict=True)
        if (formula := parse(re.split(r"(?<=\.)\s", text[end:stop].strip())[0], names)) is not None
    )
    text = text[: choices[0][0]] if choices else text
    lines = (re.sub(r"^\s*(?:[-*\u2022]|\d+[.)])\s+", "", line) for line in text.splitlines())
    units = [unit.strip() for line in lines for unit in re.split(r"(?<=[.?!])\s+", line) if unit.strip()]
    premises: list[Premise] = []
    claims: dict[Formula, None] = {}
    waiting = floating = False
    complete = True
    for unit in units:
        label, body = _label(unit)
        cued = (waiting or bool(label & _LABELS)) and not label & _GIVEN
        formula = None if body.endswith("?") else parse(body, names)
        if listed := _list(body, names):
            premises += listed
            continue
        if formula is not None and cued:
            claims[formula] = None
            waiting = False
        elif formula is not None:
            premises.append(Premise(body.rstrip(" ."), formula))
        elif found := _embedded(body, names):
            claim, kept = found
            if not kept:
                claims[claim] = None
                waiting = False
            else:
                premises.append(Premise(kept, claim))
        else:
            words = {word for word in tokens(body) if word.isalpha()} | label
            complete &= words <= _FRAME
            if not (words <= _FRAME or cued or body.endswith("?")) and (loose := parse_freely(body)):
                premises.append(Premise(body.rstrip(" ."), loose))
                continue
            floating |= bool(words & _CLAIM_CUES) or body.endswith("?")
            waiting |= not claims and _announces(words, body)
    stated = {atom.predicate for premise in premises for atom in atoms(premise.formula)}
    about = any(atom.predicate in stated for claim in claims for atom in atoms(claim))
    known = {word.lower() for word in re.findall(r"\w+", question)}
    asked: Asked = "three" if known & {"unknown", "uncertain"} else "truth"
    if asked == "truth" and known & {"valid", "follow", "follows", "certain", "inference", "argument"}:
        asked = "follows"
    return Theory(
        tuple(premises),
        next(iter(claims), None),
        asked,
        options,
        candidates,
        complete and len(claims) <= 1,
        (len(claims) == 1 and about) or (not claims and (not floating or len(choices) > 1)),
        members > 0,
    )


def _list(body: str, names: frozenset[str]) -> list[Premise]:
    """The premises of a sentence that strings them together: "Assume that P, and Q, and R"."""
    lead = _LEAD.match(body)
    if lead and _INFERS.search(lead[0]):
        return []
    pieces = re.split(r",\s+and\s+", body[lead.end() if lead else 0 :].rstrip(" ."))
    found = [Premise(piece, formula) for piece in pieces if (formula := parse(piece, names)) is not None]
    return found if 1 < len(pieces) == len(found) and "?" not in body else []


def _announces(words: set[str], body: str) -> bool:
    """Whether the sentence asks about the one that comes next ("True or false?")."""
    if not words <= _FRAME or "true" not in words:
        return False
    return "following" in words or (body.endswith(("?", ":")) and not words & {"it", "that", "this", "last"})


def _label(unit: str) -> tuple[set[str], str]:
    """The words of the labels before a sentence ("Question: Claim: ..."), and the sentence."""
    found: set[str] = set()
    while match := re.match(r"([A-Za-z ,()'/-]{1,70}):\s*(\S.*)", unit):
        words = {word for word in tokens(match[1]) if word.isalpha()}
        if not words <= _FRAME:
            break
        found |= words
        unit = match[2]
    return found, unit


def _embedded(body: str, names: frozenset[str]) -> tuple[Formula, str] | None:
    """A statement inside a sentence; with its text where it is a premise, "" where it is the claim."""
    lead = _LEAD.match(body)
    if lead and not body.endswith("?"):
        rest = body[lead.end() :]
        if (formula := parse(rest, names)) is not None:
            return formula, "" if _INFERS.search(lead[0]) else rest.rstrip(" .")
    spans = []
    for start, end in _spans(body):
        outside = {word for word in tokens(f"{body[:start]} {body[end:]}") if word.isalpha()}
        if outside <= _FRAME and (formula := parse(body[start:end], names)) is not None:
            spans.append((start - end, formula, bool(outside & _CLAIM_CUES) or "?" in body))
    if spans:
        _, claim, cued = min(spans, key=lambda span: span[0])  # the longest: "that it is false that ..."
        return (claim, "") if cued else None
    if "?" not in body:
        return None
    body = re.sub(r"[,:(]? ?\(?(?:yes|true)[,/ ].*$", "", body, flags=re.IGNORECASE)
    found: dict[Formula, None] = {}
    for piece in (
        body,
        *(body[m.end() :] for m in re.finditer(r"[,:] (?:then )?|\bso |\bnow |\bthen ", body, re.I)),
    ):
        outside = {word for word in tokens(body[: len(body) - len(piece)]) if word.isalpha()}
        if outside <= _FRAME:
            found |= dict.fromkeys(_inverted(piece.strip("?() "), names))
    return (next(iter(found)), "") if len(found) == 1 else None


def _spans(body: str) -> Iterator[tuple[int, int]]:
    """Where in a sentence a statement may be embedded."""
    for match in _QUOTED.finditer(body):
        yield match.start(1), match.end(1)
    ends = [
        len(body),
        *(m.start() for m in re.finditer(r"[:,?(]|\s(?:is|then|follows|true|valid)\b", body, re.I)),
    ]
    begins = [
        0,
        *(m.end() for m in re.finditer(r"\bthat |[:,] (?:then )?|\bso |\bthen ", body, re.IGNORECASE)),
    ]
    for start in begins:
        yield from ((start, end) for end in ends if end > start + 3)


def _inverted(piece: str, names: frozenset[str]) -> Iterator[Formula]:
    """ "Can Mina fly" as "Mina can fly"."""
    auxiliary, *rest = piece.split() or [""]
    if auxiliary.lower() not in ("is", "are", "can", "does", "do") or not rest or TALK & set(tokens(piece)):
        return
    cuts = range(1, min(len(rest), 7)) if rest[0].lower() in _DETERMINERS else (1,)
    for cut in cuts:
        turned = " ".join((*rest[:cut], auxiliary.lower(), *rest[cut:]))
        if (formula := parse(turned, names)) is not None:
            yield formula
