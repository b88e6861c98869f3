"""How syllogisms and immediate inferences are asked."""

from collections.abc import Mapping
from random import Random
from typing import Any

from trainers.tasks.item import Phrasing
from trainers.tasks.logic.logic_words import capital


def _options(slots: Mapping[str, Any], rng: Random) -> str:
    left, right = rng.choice((("", ")"), ("(", ")"), ("", ".")))
    joiner = rng.choice((" ", "\n"))
    return joiner.join(
        f"{left}{name}{right} {text}." for name, text in zip("ABCD", slots["options"], strict=True)
    )


def _equivalent_phrasing(core: str) -> Phrasing:
    return lambda slots, rng: core.format(
        given=slots["given"], Given=capital(slots["given"]), options=_options(slots, rng)
    )


def _claim_phrasing(core: str) -> Phrasing:
    """A template over {premises}, {claim}, {Claim}, {listed} and {bulleted} (a line each), {linked}."""

    def fill(slots: Mapping[str, Any], rng: Random) -> str:
        sentences = slots["sentences"]
        return core.format(
            premises=slots["premises"],
            claim=slots["claim"],
            Claim=capital(slots["claim"]),
            listed="\n".join(f"{i}. {s}." for i, s in enumerate(sentences, 1)),
            bulleted="\n".join(f"- {s}." for s in sentences),
            linked=", and ".join(s[0].lower() + s[1:] for s in sentences),
        )

    return fill


FOLLOWS: tuple[Phrasing, ...] = tuple(
    map(
        _claim_phrasing,
        (
            "{premises} Does it follow that {claim}?",
            "{premises} Can we conclude that {claim}?",
            "Given: {premises} Does this imply that {claim}? Answer Yes or No.",
            "If {linked}, must it be true that {claim}?",
            "Suppose that {linked}. Does it follow that {claim}?",
            "{premises} Therefore {claim}. Does the conclusion follow? Yes or No?",
            "Premises:\n{listed}\nConclusion: {Claim}.\nDoes the conclusion follow from the premises?",
            "{premises} So {claim}, right? Answer with Yes or No.",
            "Premises: {premises} Conclusion: {Claim}. Is the conclusion logically necessary? (Yes/No)",
            "We know the following.\n{bulleted}\nDo we then know for certain that {claim}?",
            "My friend says: {premises} Hence {claim}. Is she right that this follows? Yes or No.",
            "{premises} Is it certain that {claim}?",
            "Is this good reasoning? {premises} Thus {claim}. Reply Yes or No.",
            "{premises} Conclusion: {claim}. Does it follow logically?",
            "Tell me whether the last statement follows from the others. {premises} {Claim}. Yes or No?",
            "{linked} => {claim}? yes or no",
            "Take these statements as given: {premises} Must it be that {claim}? Yes or No?",
            "It is given that {linked}. Is it then certain that {claim}? Answer Yes or No.",
            "Conclude or not? {premises} The conclusion would be that {claim}. Yes or No.",
            "Statements:\n{bulleted}\nDo they imply with certainty: {claim}? Yes or No?",
        ),
    )
)
FOLLOWS_KEPT: tuple[Phrasing, ...] = tuple(
    map(
        _claim_phrasing,
        (
            "Take it as given that {linked}. Must we then conclude that {claim}? Yes or No?",
            "Statements: {premises} Is it logically certain from these that {claim}?",
            "{premises} Does that imply, with certainty, that {claim}? Answer Yes or No.",
        ),
    )
)
FORMAL: tuple[Phrasing, ...] = tuple(
    map(
        _claim_phrasing,
        (
            "{premises} Therefore, {claim}. Is this argument deductively valid or invalid?",
            "Is the argument valid or invalid? {premises} Hence {claim}.",
            "Here is an argument. {premises} It follows that {claim}. Is the argument, given its "
            "premises, valid or invalid?",
            "Premises: {premises} Conclusion: {Claim}. Valid or invalid?",
            "{premises} We may conclude that {claim}. Deductively valid or invalid?",
            "Decide whether the following syllogism is valid or invalid.\n{listed}\nSo {claim}.",
            "Classify the reasoning as valid or invalid: {linked}; thus {claim}.",
            "{premises} Necessarily, then, {claim}. Does the conclusion hold by logic alone? Say valid "
            "or invalid.",
            "First, {linked}. So {claim}. Answer valid or invalid.",
            "Judge this inference (valid/invalid). {premises} Consequently, {claim}.",
            "Someone argues: {premises} All this shows that {claim}. Is that deduction valid or invalid?",
            "{bulleted}\nTherefore: {Claim}.\nIs the argument formally valid or invalid?",
            "valid or invalid: {premises} so {claim}",
            "Consider this reasoning. {premises} From this, {claim}. Is it valid or invalid?",
            "To start, {linked}. It follows, one says, that {claim}. Is the argument valid or invalid?",
            "Say valid or invalid. Premises:\n{listed}\nConsequently: {Claim}.",
            "Is the syllogism valid or invalid? {premises} So {claim}.",
            "From {linked} we infer that {claim}. Is the inference valid or invalid?",
        ),
    )
)
FORMAL_KEPT: tuple[Phrasing, ...] = tuple(
    map(
        _claim_phrasing,
        (
            "Consider the argument: {premises} From this it follows that {claim}. Is it formally valid "
            "or invalid?",
            "To begin with, {linked}. Hence, {claim}. Is the deduction valid or invalid?",
            "Say whether the syllogism is valid or invalid. {premises} Consequently {claim}.",
        ),
    )
)
JUDGE: tuple[Phrasing, ...] = tuple(
    map(
        _claim_phrasing,
        (
            "{premises} Is the statement '{Claim}' true, false or unknown?",
            "{premises} True, False or Unknown: {claim}.",
            "Given that {linked}, is it true, false or unknown that {claim}?",
            "Read the premises and judge the statement. Premises: {premises} Statement: {Claim}. Answer "
            "True, False or Unknown.",
            "Facts:\n{bulleted}\nClaim: {Claim}.\nIs the claim True, False or Unknown?",
            "{premises} Based on this, what can be said of '{claim}'? Answer True, False or Unknown.",
            "Assume {linked}. Then the statement that {claim} is: True, False or Unknown?",
            "{premises} Someone claims that {claim}. Is the claim true, false, or can we not tell (unknown)?",
            "Premises:\n{listed}\nHypothesis: {Claim}.\nTrue, False or Unknown?",
            "Context: {premises} Question: is it true that {claim}? Reply True, False or Unknown.",
            "Decide from the text alone whether the last sentence is True, False or Unknown. {premises} "
            "{Claim}.",
            "{premises} Would it be True, False or Unknown to say that {claim}?",
            "{linked}. {claim}: true, false, unknown?",
            "Suppose {linked}. Evaluate the claim '{Claim}' as True, False or Unknown.",
            "Text: {premises} Is it then True, False or Unknown that {claim}?",
            "We know that {linked}. Hypothesis: {Claim}. Is it True, False or Unknown?",
            "Hypothesis: {Claim}. Judge it from these premises alone: {premises} True, False or Unknown?",
        ),
    )
)
JUDGE_KEPT: tuple[Phrasing, ...] = tuple(
    map(
        _claim_phrasing,
        (
            "Text: {premises} Hypothesis: {Claim}. Is the hypothesis True, False or Unknown?",
            "{premises} From the premises alone, is the claim that {claim} True, False or Unknown?",
            "Suppose we know that {linked}. Is '{Claim}' then True, False or Unknown?",
        ),
    )
)
SAME: tuple[Phrasing, ...] = tuple(
    map(
        _equivalent_phrasing,
        (
            "Which statement is equivalent to '{Given}'?\n{options}",
            "Which of these says the same as: {given}?\n{options}",
            "Which option means exactly the same as the sentence '{Given}'? {options}",
            "{Given}. Which statement is logically equivalent?\n{options}",
            "Pick the letter of the sentence that is logically equivalent to '{given}'.\n{options}",
            "Statement: {Given}. Options: {options} Which option is equivalent to the statement? Answer "
            "with the letter.",
            "Someone says that {given}. Which sentence says the same thing?\n{options}",
            "Find the equivalent of: {Given}.\n{options}\nGive only the letter.",
            "'{Given}' is another way of saying which of these?\n{options}",
            "Choose the option that must be true exactly when {given}.\n{options}",
            "In logic, '{given}' amounts to which statement? {options}",
            "equivalent to '{given}'? {options}",
        ),
    )
)
SAME_KEPT: tuple[Phrasing, ...] = tuple(
    map(
        _equivalent_phrasing,
        (
            "Which sentence is another way of saying that {given}?\n{options}",
            "Choose the letter of the statement that means the same as '{Given}'.\n{options}",
            "Statement: {Given}. Which of these is logically the same?\n{options}",
        ),
    )
)
