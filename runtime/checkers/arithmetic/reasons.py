"""What is wrong with a claim, in words that a person can verify."""

from fractions import Fraction

from runtime.checkers.arithmetic.claims import Claim


def reason(claim: Claim) -> str:
    """What is wrong: "48/2 is 24, not 26"."""
    left, right = claim.left, claim.right
    if claim.sign != "=":
        sides = " and ".join(
            _short(side.text) if side.single else f"{_short(side.text)}, which is {_shown(side.value)},"
            for side in (left, right)
        )
        return f"{claim.sign} does not hold between {sides}".rstrip(",")
    if claim.remainder is not None and left.quotient:
        whole, rest = divmod(left.quotient[0], left.quotient[1])
        return (
            f"{left.text} is {whole} remainder {rest}, not {_shown(right.value)} remainder {claim.remainder}"
        )
    if left.single and not right.single:
        left, right = right, left
    if left.single:
        return f"{_shown(left.value)} is not {_shown(right.value)}"
    if not right.single:
        return (
            f"{_short(left.text)} is {_shown(left.value)}, but {_short(right.text)} is {_shown(right.value)}"
        )
    if right.percent:
        return f"{_short(left.text)} is {_shown(left.value * 100)}%, not {_shown(right.value * 100)}%"
    return f"{_short(left.text)} is {_shown(left.value)}, not {_shown(right.value)}"


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."


def _shown(value: Fraction) -> str:
    """The number as people write it: whole, as a finite decimal, or as a fraction."""
    if value.denominator == 1:
        return str(value.numerator) if value.numerator.bit_length() < 400 else "a number of many digits"
    if value.denominator.bit_length() > 200 or value.numerator.bit_length() > 400:
        return "a number of many digits"
    rest, places = value.denominator, 0
    while rest % 10 == 0 or rest % 5 == 0 or rest % 2 == 0:
        rest //= 10 if rest % 10 == 0 else 5 if rest % 5 == 0 else 2
        places += 1
    if rest > 1 or places > 30:
        cents = round(value * 100)
        near = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"
        return f"{value} (about {near})" if rest > 1 else str(value)
    scaled = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{scaled[:-places]}.{scaled[-places:]}"
