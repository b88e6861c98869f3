"""Lines of a worked syllogism: letters for classes, premises over letters, trials and closing lines."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from runtime.checkers import HOLDS, UNCHECKED
from runtime.checkers.logic.entailment import And, Atom, Exists, Forall, Formula, Not, iff, implies
from runtime.checkers.logic.phrases import X, noun_phrase
from runtime.checkers.logic.premises import Theory
from runtime.checkers.logic.standing import Sense, Standing, standing
from runtime.checkers.logic.statements import parse
from runtime.events import Verdict

LETTERS = re.compile(r"(?:[A-Z] = [^,=]+, )*[A-Z] = [^,=]+\.")
_RULE = re.compile(r"(not )?([A-Z]) -> (not )?([A-Z])")
_STATEMENT = re.compile(r"(all|no|some) (not )?([A-Z]) are (not )?([A-Z])")


@dataclass(frozen=True, slots=True)
class Lines:
    """What a line is read against: the theory and the chain before the line."""

    before: tuple[str, ...]
    theory: Theory
    sense: Sense

    @property
    def premises(self) -> tuple[Formula, ...]:
        return tuple(premise.formula for premise in self.theory.premises)

    @property
    def hypothesis(self) -> Formula | None:
        """What is tried: the claim's denial first, then the claim."""
        claim = self.theory.claim
        tried = any("try the claim itself" in line for line in self.before)
        return claim if claim is None or tried else Not(claim)

    def standing(self, formula: Formula) -> Standing:
        return standing(self.premises, formula, self.sense)


def judged(good: bool, reason: str) -> Verdict:
    return HOLDS if good else Verdict("refuted", reason)


def letters_of(lines: Lines) -> dict[str, Formula]:
    """What each letter stands for: a class, or a clause."""
    found: dict[str, Formula] = {}
    for line in lines.before:
        if LETTERS.fullmatch(line):
            for letter, words in re.findall(r"([A-Z]) = ([^,=]+)(?:,|\.$)", line):
                kinds = list(noun_phrase(tuple(words.lower().split()), X, True))
                if len(kinds) == 1:
                    found[letter] = kinds[0]
        elif ": " in line and "->" in line:
            found |= inline(line.partition(": ")[0])
    return found


def inline(text: str) -> dict[str, Formula]:
    """Letters behind their clauses: "if the road is icy A then not it freezes B"."""
    found = {}
    for piece in re.split(r"(?<= [A-Z]) ", f"{text} "):
        match = re.fullmatch(r"(?:if and only if |if |then |or |either |not |and )*(.+) ([A-Z])\s?", piece)
        if match and (formula := parse(match[1])) is not None:
            found[match[2]] = formula
    return found


def literal(sign: str | None, letter: str, letters: dict[str, Formula]) -> Formula | None:
    formula = letters.get(letter)
    return formula if formula is None or not sign else Not(formula)


def _lettered(text: str, letters: dict[str, Formula]) -> Formula | None:
    """ "no A are B" as a formula."""
    match = _STATEMENT.fullmatch(text)
    if match is None:
        return None
    quantifier, *words = match.groups()
    subject, predicate = literal(words[0], words[1], letters), literal(words[2], words[3], letters)
    if subject is None or predicate is None:
        return None
    match quantifier:
        case "some":
            return Exists(X, And((subject, predicate)))
        case "no":
            predicate = Not(predicate)
    return Forall(X, implies(subject, predicate))


def _same(one: Formula, other: Formula) -> bool:
    return standing((), iff(one, other), "modern") == "follows"


def letter_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "A = wumpuses, B = tumpuses.": each a class of the premises."""
    letters = letters_of(Lines((match[0],), lines.theory, lines.sense))
    known = {atom.predicate for atom in lines.theory.atoms()}
    for kind in letters.values():
        if not isinstance(kind, Atom) or kind.predicate not in known:
            return UNCHECKED
    return HOLDS if len(letters) == match[0].count("=") else UNCHECKED


def premise_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "Premises: no A are B, all B are C.": what the question states."""
    letters = letters_of(lines)
    said = [_lettered(text, letters) for text in match[1].split(", ")]
    stated = [formula for formula in said if formula is not None]
    if len(stated) != len(said) or not lines.theory.complete:
        return UNCHECKED
    for text, formula in zip(match[1].split(", "), stated, strict=True):
        if not any(_same(formula, premise) for premise in lines.premises):
            return Verdict("refuted", f'no premise says "{text}"')
    for premise in lines.theory.premises:
        if not any(_same(formula, premise.formula) for formula in stated):
            return Verdict("refuted", f'"{premise.text}" is left out')
    return HOLDS


def claim_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "Claim: all A are B." and "Deny it: some A are not B."."""
    said, claim = _lettered(match[2], letters_of(lines)), lines.theory.claim
    if said is None or claim is None:
        return UNCHECKED
    wanted = claim if match[1] == "Claim" else Not(claim)
    return judged(
        _same(said, wanted), f'"{match[2]}" is not {"the claim" if match[1] == "Claim" else "its denial"}'
    )


def rules_of(text: str, letters: dict[str, Formula]) -> list[tuple[str, Formula, Formula]] | None:
    """Each rule with its two sides, None where a letter is not known."""
    found = []
    for match in _RULE.finditer(text):
        one, other = literal(match[1], match[2], letters), literal(match[3], match[4], letters)
        if one is None or other is None:
            return None
        found.append((match[0], one, other))
    return found


def _as_rule(one: Formula, other: Formula) -> Formula:
    return Forall(X, implies(one, other))


def rules_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "Rules: A -> B, not B -> not A.": each one a premise or the hypothesis, and none left out."""
    rules = rules_of(match[1], letters_of(lines))
    hypothesis = lines.hypothesis
    if rules is None or hypothesis is None or not lines.theory.complete:
        return UNCHECKED
    given = (*lines.premises, hypothesis)
    for text, one, other in rules:
        if not any(standing((p,), _as_rule(one, other), "modern") == "follows" for p in given):
            return Verdict("refuted", f'no premise gives "{text}"')
    universal = tuple(_as_rule(one, other) for _, one, other in rules)
    for premise in given:
        if _general(premise) and standing(universal, premise, "modern") != "follows":
            return Verdict("refuted", "a premise is left out of the rules")
    return HOLDS


def _general(formula: Formula) -> bool:
    """Whether the formula is a universal statement."""
    match formula:
        case Not(Not(body)):
            return _general(body)
        case Not(body):
            return isinstance(body, Exists)
    return isinstance(formula, Forall)


def trial_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "Take x: A, B. B so C. Clash: C and not C.": each move by a rule of the line of rules."""
    told = next((line for line in reversed(lines.before) if line.startswith("Rules: ")), None)
    if told is None:
        return UNCHECKED
    rules = {(m[0].split(" -> ")[0], m[0].split(" -> ")[1]) for m in _RULE.finditer(told)}
    known = match[1].split(", ")
    if (start := _start(known, lines)) is not None:
        return start
    clash = any(_opposite(term) in known for term in known)
    for move in filter(None, match[2].strip().split(". ")):
        text = move.rstrip(".")
        if " so " in text:
            one, other = text.split(" so ")
            if one not in known or (one, other) not in rules:
                return Verdict(
                    "refuted", f'"{text}": {"x is not " + one if one not in known else "no such rule"}'
                )
            known.append(other)
            clash = clash or _opposite(other) in known
        elif text.startswith("Clash"):
            return judged(clash, "there is no clash")
        elif text == "Fits":
            missing = [f"{a} -> {b}" for a, b in rules if a in known and b not in known]
            if clash or missing:
                return Verdict("refuted", f"{missing[0]} also applies" if missing else "that is a clash")
            return HOLDS
        else:
            return UNCHECKED
    return UNCHECKED


def _start(known: list[str], lines: Lines) -> Verdict | None:
    """Refuted where no statement asks for such a thing, unchecked where that is not known."""
    letters, hypothesis = letters_of(lines), lines.hypothesis
    parts = [literal("not " if t.startswith("not ") else "", t.removeprefix("not "), letters) for t in known]
    said = [part for part in parts if part is not None]
    if len(said) != len(known) or hypothesis is None or not lines.theory.complete:
        return UNCHECKED
    thing = Exists(X, And(tuple(said)))
    if len(known) == 1 and lines.sense == "inhabited":
        return None
    if any(standing((p,), thing, "modern") == "follows" for p in (*lines.premises, hypothesis)):
        return None
    return Verdict("refuted", f"no statement says that something is {' and '.join(known)}")


def _opposite(term: str) -> str:
    return term.removeprefix("not ") if term.startswith("not ") else f"not {term}"


def no_clash(match: re.Match[str], lines: Lines) -> Verdict:
    if (hypothesis := lines.hypothesis) is None or not lines.theory.complete:
        return UNCHECKED
    possible = lines.standing(Not(hypothesis)) != "follows"
    return judged(possible, "premises and what is tried cannot be true together")


def closing(wanted: str) -> Callable[[re.Match[str], Lines], Verdict]:
    """A judge of a closing line that says that the claim follows, does not follow, ..."""

    def judge(match: re.Match[str], lines: Lines) -> Verdict:
        if lines.theory.claim is None or not lines.theory.complete:
            return UNCHECKED
        found = lines.standing(lines.theory.claim)
        good = found != "follows" if wanted == "open" else found == wanted
        return judged(
            good,
            f"of the claim the premises say: it {found}"
            if found != "independent"
            else "the premises leave the claim open",
        )

    return judge
