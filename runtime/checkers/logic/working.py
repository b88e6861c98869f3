"""Checks the short notation of a worked deduction, a line at a time.

The notation is that of our own tasks: letters for classes or clauses ("A = wumpuses"), rules ("A -> not B"),
trials ("Take x: A, B. B so C. Fits."), walks ("wumpus: tumpus, not shy."), rules with their conclusion first
("1 X round <- X cold") and the closing lines. A line is compared with the premises as they were read.
"""

import re
from collections.abc import Callable, Sequence

from runtime.checkers import HOLDS, UNCHECKED
from runtime.checkers.logic.entailment import And, Atom, Forall, Formula, Not, iff, implies
from runtime.checkers.logic.phrases import X, looks_plural, singular, truthful
from runtime.checkers.logic.premises import Theory
from runtime.checkers.logic.standing import Sense, Standing, derived, standing
from runtime.checkers.logic.syllogisms import (
    LETTERS,
    Lines,
    claim_line,
    closing,
    inline,
    judged,
    letter_line,
    letters_of,
    literal,
    no_clash,
    premise_line,
    rules_line,
    rules_of,
    trial_line,
)
from runtime.events import Verdict

_TRUTH = {"True": "follows", "False": "contradicts", "Unknown": "independent"}


def check(step: str, steps: Sequence[str], theory: Theory, sense: Sense) -> Verdict | None:
    """The verdict of a line of the notation; None where the step is no such line."""
    text = step.strip()
    if re.fullmatch(r"=? ?[TFrualseandort() ]+", text) and ("True" in text or "False" in text):
        return _boolean(text, steps)
    for pattern, judge in _FORMS:
        if match := re.fullmatch(pattern, text):
            if not theory.certain or not theory.premises:
                return UNCHECKED
            return judge(match, Lines(tuple(steps), theory, sense))
    return None


def _boolean(text: str, steps: Sequence[str]) -> Verdict | None:
    value = _evaluated(text.removeprefix("= "))
    before = _evaluated(steps[-1].removeprefix("= ")) if steps else value
    if value is None or before is None:
        return None
    if value is not before:
        return Verdict("refuted", f"the expression before is {before}, this one is {value}")
    return HOLDS if steps else UNCHECKED


def _evaluated(text: str) -> bool | None:
    """The value of an expression of True, False, and, or, not; None where it is none."""
    tokens = re.findall(r"True|False|and|or|not|[()]", text)
    if "".join(tokens) != text.replace(" ", "") or not 0 < len(tokens) < 200:
        return None

    def disjunction() -> bool:
        value = conjunction()
        while tokens[:1] == ["or"]:
            tokens.pop(0)
            value = conjunction() or value
        return value

    def conjunction() -> bool:
        value = denial()
        while tokens[:1] == ["and"]:
            tokens.pop(0)
            value = denial() and value
        return value

    def denial() -> bool:
        match tokens.pop(0):
            case "not":
                return not denial()
            case "(":
                value = disjunction()
                if tokens.pop(0) != ")":
                    raise IndexError
                return value
            case "True" | "False" as word:
                return word == "True"
        raise IndexError

    try:
        value = disjunction()
    except IndexError:
        return None
    return None if tokens else value


def _walk_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "wumpus: tumpus, not shy.": what the premises say of a class or a name."""
    subject = match[1]
    named = any(subject.lower() in atom.terms for atom in lines.theory.atoms())
    about = subject.lower() if named else X
    key = singular(subject.lower(), False)
    if not named and key not in {atom.predicate for atom in lines.theory.atoms()}:
        return UNCHECKED
    for item in match[2].split(", "):
        if item == "nothing":
            return UNCHECKED
        atom = Atom(singular(item.removeprefix("not "), False), (about,))
        said: Formula = Not(atom) if item.startswith("not ") else atom
        said = said if named else Forall(X, implies(Atom(key, (X,)), said))
        if not any(standing((p,), said, "modern") == "follows" for p in lines.premises):
            if not lines.theory.complete or looks_plural(item):
                return UNCHECKED
            return Verdict("refuted", f'no premise says of {subject} that it is "{item}"')
    return HOLDS


def _found_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "Found shy, claimed not shy: False."."""
    claim = lines.theory.claim
    if claim is None or not lines.theory.complete:
        return UNCHECKED
    found = lines.standing(claim)
    if match[1] == "Unknown":
        return HOLDS if found == "independent" else UNCHECKED  # rules may be meant to work forwards only
    if derived(lines.premises, claim) != found:
        return UNCHECKED
    return judged(_TRUTH[match[1]] == found, f"the premises make the claim {_label(found)}")


def _label(found: Standing) -> str:
    return next((label for label, value in _TRUTH.items() if value == found), "open")


def _short(text: str, lines: Lines) -> Formula | None:
    """ "fish salty: no", "X chases bear" as a formula."""
    said, _, sign = text.partition(": ")
    who, *rest = said.split()
    if not rest or sign not in ("", "no", "yes"):
        return None
    names = {term.removeprefix("the "): term for atom in lines.theory.atoms() for term in atom.terms}
    names = {**names, "X": X}
    words = said if who == "X" else said.lower()
    subject = next((n for n in sorted(names, key=len, reverse=True) if words.startswith(f"{n} ")), None)
    if subject is None:
        return None
    rest = words[len(subject) + 1 :].split()
    if len(rest) == 1:
        atom = Atom(singular(rest[0], False), (names[subject],))
    else:
        whom = names.get(" ".join(rest[1:]))
        if whom is None:
            return None
        atom = Atom(rest[0].removesuffix("s"), (names[subject], whom))
    return Not(atom) if sign == "no" else atom


def _backward_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "1 X round: no <- X cold, X chases bear.": a rule of the question, or one for a named thing."""
    parts = [_short(text, lines) for text in (match[1], *match[2].split(", "))]
    said = [part for part in parts if part is not None]
    if len(said) != len(parts) or not lines.theory.complete:
        return UNCHECKED
    rule: Formula = implies(And(tuple(said[1:])), said[0])
    rule = Forall(X, rule) if "X" in match[0].split() else rule
    good = any(standing((p,), rule, "modern") == "follows" for p in lines.premises)
    return judged(good, "the question has no such rule")


def _fact_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "bear cold? Fact: yes."."""
    said = _short(f"{match[1]}: {match[2]}", lines)
    if said is None or not lines.theory.complete:
        return UNCHECKED
    return judged(said in lines.premises, f'the question does not state "{match[1]}: {match[2]}"')


def _so_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "3 holds. So bear cold: yes."."""
    said = _short(match[1], lines)
    if said is None or not lines.theory.complete:
        return UNCHECKED
    found = derived(lines.premises, said)
    return judged(found == "follows", f'the facts and rules do not give "{match[1]}"')


def _clause_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "if the road is icy A then it freezes B: A -> B, not B -> not A."."""
    letters = letters_of(lines) | inline(match[1])
    rules = rules_of(match[2], letters)
    if not rules or not lines.theory.complete:
        return UNCHECKED
    for text, one, other in rules:
        if not any(standing((p,), implies(one, other), "modern") == "follows" for p in lines.premises):
            return Verdict("refuted", f'no premise gives "{text}"')
    return HOLDS


def _literal_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "Found not E.": a literal that follows."""
    said = literal(match[1], match[2], letters_of(lines))
    if said is None or not lines.theory.complete:
        return UNCHECKED
    return judged(lines.standing(said) == "follows", "that does not follow")


def _equal_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "Lucy says Paul lies. Lucy = not Paul.": who is right when whom is."""
    for one, sign, other in re.findall(r"(\w+) = (not )?(\w+)", match[0]):
        left, right = (truthful(name.lower()) for name in (one, other))
        said = iff(left, Not(right) if sign else right)
        if lines.theory.complete and lines.standing(said) != "follows":
            return Verdict("refuted", f'"{one} = {sign}{other}" does not follow from what they say')
    return HOLDS if lines.theory.complete else UNCHECKED


_FORMS: tuple[tuple[str, Callable[[re.Match[str], Lines], Verdict]], ...] = (
    (LETTERS.pattern, letter_line),
    (r"Premises: (.+)\.", premise_line),
    (r"(Claim|Deny it): ((?:all|no|some) (?:not )?[A-Z] are .+)\.", claim_line),
    (r"Rules: (none|.*->.*)\.", rules_line),
    (r"Take x: ([^.]+)\.( .+)", trial_line),
    (r"No clash\.", no_clash),
    (r"The denial is impossible, so the claim follows\.", closing("follows")),
    (
        r"The denial is possible(?:, so the claim does not follow|\. Now try the claim itself)\.",
        closing("open"),
    ),
    (r"The claim is impossible, so it is false\.", closing("contradicts")),
    (r"Both are possible, so it is unknown\.", closing("independent")),
    (r"Found .+, claimed .+: (True|False|Unknown)\.", _found_line),
    (r"\d+ ([^<]+) <- (.+)\.", _backward_line),
    (r"(.+)\? Fact: (yes|no)\.", _fact_line),
    (r"\d+ holds\. So (.+: (?:yes|no))\.", _so_line),
    (r"(.+ [A-Z]): ((?:not )?[A-Z] -> .+)\.", _clause_line),
    (r"()((?:not )?[A-Z] -> (?:not )?[A-Z])\.", _clause_line),
    (r"Found (not )?([A-Z])\.", _literal_line),
    (r"(?:\w+ says [^.]+\. )?(?:\w+ = (?:not )?\w+\. ?)+", _equal_line),
    (
        r"(?!Claim|Asked|Options|Statement|Answer)([A-Za-z-]+): ((?:not )?[a-z-]+(?:, (?:not )?[a-z-]+)*)\.",
        _walk_line,
    ),
)
