"""Checks the short notation of a worked deduction, a line at a time.

The notation is that of our own tasks: letters for classes or clauses ("A = wumpuses"), rules ("A -> not B"),
trials ("Take x: A, B. B so C. Fits."), walks ("wumpus: tumpus, not shy."), rules with their conclusion first
("1 X round <- X cold") and the closing lines. A line is compared with the premises as they were read.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from runtime.checkers import HOLDS, UNCHECKED
from runtime.checkers.entailment import And, Atom, Exists, Forall, Formula, Not, iff, implies
from runtime.checkers.premises import Theory
from runtime.checkers.standing import Sense, Standing, derived, standing
from runtime.checkers.statements import X, looks_plural, noun_phrase, parse, singular
from runtime.events import Verdict

_LETTERS = re.compile(r"(?:[A-Z] = [^,=]+, )*[A-Z] = [^,=]+\.")
_RULE = re.compile(r"(not )?([A-Z]) -> (not )?([A-Z])")
_RULES = re.compile(r"(?:(?:not )?[A-Z] -> (?:not )?[A-Z](?:, )?)+\.?")
_STATEMENT = re.compile(r"(all|no|some) (not )?([A-Z]) are (not )?([A-Z])")
_INLINE = re.compile(r"(?:^|(?<= ))(?:if |not |then |or |either )*(.+?) ([A-Z])(?= |$|,)")
_TRUTH = {"True": "follows", "False": "contradicts", "Unknown": "independent"}


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


def _judged(good: bool, reason: str) -> Verdict:
    return HOLDS if good else Verdict("refuted", reason)


def _letters(lines: Lines) -> dict[str, Formula]:
    """What each letter stands for: a class, or a clause."""
    found: dict[str, Formula] = {}
    for line in lines.before:
        if _LETTERS.fullmatch(line):
            for letter, words in re.findall(r"([A-Z]) = ([^,=]+)(?:,|\.$)", line):
                kinds = list(noun_phrase(tuple(words.lower().split()), X, True))
                if len(kinds) == 1:
                    found[letter] = kinds[0]
        elif ": " in line and "->" in line:
            found |= _inline(line.partition(": ")[0])
    return found


def _inline(text: str) -> dict[str, Formula]:
    """Letters behind their clauses: "if the road is icy A then not it freezes B"."""
    found = {}
    for piece in re.split(r"(?<= [A-Z]) ", f"{text} "):
        if match := re.fullmatch(r"(?:if and only if |if |then |or |either |not |and )*(.+) ([A-Z])\s?", piece):
            if (formula := parse(match[1])) is not None:
                found[match[2]] = formula
    return found


def _literal(sign: str | None, letter: str, letters: dict[str, Formula]) -> Formula | None:
    formula = letters.get(letter)
    return formula if formula is None or not sign else Not(formula)


def _lettered(text: str, letters: dict[str, Formula]) -> Formula | None:
    """ "no A are B" as a formula."""
    match = _STATEMENT.fullmatch(text)
    if match is None:
        return None
    quantifier, *words = match.groups()
    subject, predicate = _literal(words[0], words[1], letters), _literal(words[2], words[3], letters)
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


def _letter_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "A = wumpuses, B = tumpuses.": each a class of the premises."""
    letters = _letters(Lines((match[0],), lines.theory, lines.sense))
    known = {atom.predicate for atom in lines.theory.atoms()}
    for kind in letters.values():
        if not isinstance(kind, Atom) or kind.predicate not in known:
            return UNCHECKED
    return HOLDS if len(letters) == match[0].count("=") else UNCHECKED


def _premise_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "Premises: no A are B, all B are C.": what the question states."""
    letters = _letters(lines)
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


def _claim_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "Claim: all A are B." and "Deny it: some A are not B."."""
    said, claim = _lettered(match[2], _letters(lines)), lines.theory.claim
    if said is None or claim is None:
        return UNCHECKED
    wanted = claim if match[1] == "Claim" else Not(claim)
    return _judged(_same(said, wanted), f'"{match[2]}" is not the {match[1].lower().split()[0]} asked for')


def _rules(text: str, letters: dict[str, Formula]) -> list[tuple[str, Formula, Formula]] | None:
    """Each rule with its two sides, None where a letter is not known."""
    found = []
    for match in _RULE.finditer(text):
        one, other = _literal(match[1], match[2], letters), _literal(match[3], match[4], letters)
        if one is None or other is None:
            return None
        found.append((match[0], one, other))
    return found


def _as_rule(one: Formula, other: Formula) -> Formula:
    return Forall(X, implies(one, other))


def _rules_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "Rules: A -> B, not B -> not A.": each one a premise or the hypothesis, and none left out."""
    rules = _rules(match[1], _letters(lines))
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


def _trial_line(match: re.Match[str], lines: Lines) -> Verdict:
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
                return Verdict("refuted", f'"{text}": {"x is not " + one if one not in known else "no such rule"}')
            known.append(other)
            clash = clash or _opposite(other) in known
        elif text.startswith("Clash"):
            return _judged(clash, "there is no clash")
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
    letters, hypothesis = _letters(lines), lines.hypothesis
    parts = [_literal("not " if t.startswith("not ") else "", t.removeprefix("not "), letters) for t in known]
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


def _no_clash(match: re.Match[str], lines: Lines) -> Verdict:
    if (hypothesis := lines.hypothesis) is None or not lines.theory.complete:
        return UNCHECKED
    possible = lines.standing(Not(hypothesis)) != "follows"
    return _judged(possible, "premises and what is tried cannot be true together")


def _closing(wanted: str) -> Callable[[re.Match[str], Lines], Verdict]:
    """A judge of a closing line that says that the claim follows, does not follow, ..."""

    def judge(match: re.Match[str], lines: Lines) -> Verdict:
        if lines.theory.claim is None or not lines.theory.complete:
            return UNCHECKED
        found = lines.standing(lines.theory.claim)
        good = found != "follows" if wanted == "open" else found == wanted
        return _judged(good, f"of the claim the premises say: it {found}" if found != "independent" else
                       "the premises leave the claim open")

    return judge


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
    return _judged(_TRUTH[match[1]] == found, f"the premises make the claim {_label(found)}")


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
    return _judged(good, "the question has no such rule")


def _fact_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "bear cold? Fact: yes."."""
    said = _short(f"{match[1]}: {match[2]}", lines)
    if said is None or not lines.theory.complete:
        return UNCHECKED
    return _judged(said in lines.premises, f'the question does not state "{match[1]}: {match[2]}"')


def _so_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "3 holds. So bear cold: yes."."""
    said = _short(match[1], lines)
    if said is None or not lines.theory.complete:
        return UNCHECKED
    found = derived(lines.premises, said)
    return _judged(found == "follows", f'the facts and rules do not give "{match[1]}"')


def _clause_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "if the road is icy A then it freezes B: A -> B, not B -> not A."."""
    letters = _letters(lines) | _inline(match[1])
    rules = _rules(match[2], letters)
    if not rules or not lines.theory.complete:
        return UNCHECKED
    for text, one, other in rules:
        if not any(standing((p,), implies(one, other), "modern") == "follows" for p in lines.premises):
            return Verdict("refuted", f'no premise gives "{text}"')
    return HOLDS


def _literal_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "Found not E.": a literal that follows."""
    said = _literal(match[1], match[2], _letters(lines))
    if said is None or not lines.theory.complete:
        return UNCHECKED
    return _judged(lines.standing(said) == "follows", "that does not follow")


def _equal_line(match: re.Match[str], lines: Lines) -> Verdict:
    """ "Lucy says Paul lies. Lucy = not Paul.": who is right when whom is."""
    for one, sign, other in re.findall(r"(\w+) = (not )?(\w+)", match[0]):
        left, right = (Atom("do tell the truth", (name.lower(),)) for name in (one, other))
        said = iff(left, Not(right) if sign else right)
        if lines.theory.complete and lines.standing(said) != "follows":
            return Verdict("refuted", f'"{one} = {sign}{other}" does not follow from what they say')
    return HOLDS if lines.theory.complete else UNCHECKED


_FORMS: tuple[tuple[str, Callable[[re.Match[str], Lines], Verdict]], ...] = (
    (_LETTERS.pattern, _letter_line),
    (r"Premises: (.+)\.", _premise_line),
    (r"(Claim|Deny it): ((?:all|no|some) (?:not )?[A-Z] are .+)\.", _claim_line),
    (r"Rules: (none|.*->.*)\.", _rules_line),
    (r"Take x: ([^.]+)\.( .+)", _trial_line),
    (r"No clash\.", _no_clash),
    (r"The denial is impossible, so the claim follows\.", _closing("follows")),
    (r"The denial is possible(?:, so the claim does not follow|\. Now try the claim itself)\.", _closing("open")),
    (r"The claim is impossible, so it is false\.", _closing("contradicts")),
    (r"Both are possible, so it is unknown\.", _closing("independent")),
    (r"Found .+, claimed .+: (True|False|Unknown)\.", _found_line),
    (r"\d+ ([^<]+) <- (.+)\.", _backward_line),
    (r"(.+)\? Fact: (yes|no)\.", _fact_line),
    (r"\d+ holds\. So (.+: (?:yes|no))\.", _so_line),
    (r"(.+ [A-Z]): ((?:not )?[A-Z] -> .+)\.", _clause_line),
    (r"()((?:not )?[A-Z] -> (?:not )?[A-Z])\.", _clause_line),
    (r"Found (not )?([A-Z])\.", _literal_line),
    (r"(?:\w+ says [^.]+\. )?(?:\w+ = (?:not )?\w+\. ?)+", _equal_line),
    (r"(?!Claim|Asked|Options|Statement|Answer)([A-Za-z-]+): ((?:not )?[a-z-]+(?:, (?:not )?[a-z-]+)*)\.", _walk_line),
)
