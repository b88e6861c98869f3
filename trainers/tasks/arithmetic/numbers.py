"""Worked reasoning about whole numbers and about order, which the families (and other domains) build on.

Numbers to be ordered are int, Fraction, or str as written ("0.40", "2/7"); answers keep that writing.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, isqrt

from trainers.tasks import working
from trainers.tasks.arithmetic.numbers_decimals import Number, as_decimal, decimal, exact, subtract
from trainers.tasks.item import Worked

PLACES = (
    "units", "tens", "hundreds", "thousands", "ten thousands", "hundred thousands", "millions",
    "ten millions", "hundred millions",
)  # fmt: skip
DECIMAL_PLACES = ("tenths", "hundredths", "thousandths", "ten-thousandths")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def worked_gcd(a: int, b: int) -> Worked:
    """The greatest common divisor of positive a and b, by Euclid's algorithm."""
    return Worked((f"gcd({a}, {b}) by Euclid:", *working.gcd(a, b)), str(gcd(a, b)))


def worked_lcm(a: int, b: int) -> Worked:
    """The least common multiple of positive a and b: a / gcd * b."""
    common = gcd(a, b)
    lines = [f"lcm({a}, {b}) = {a} / gcd * {b}", *working.gcd(a, b)]
    if common > 1:
        lines.extend(working.divide(a, common))
    lines.extend(working.multiply(a // common, b))
    lines.append(f"lcm({a}, {b}) = {a // common * b}")
    return Worked(tuple(lines), str(a // common * b))


def worked_remainder(a: int, b: int) -> Worked:
    """The remainder of a >= 0 divided by b > 0."""
    lines = (f"Remainder of {a} / {b}:", *working.divide(a, b), f"The remainder is {a % b}.")
    return Worked(lines, str(a % b))


def worked_is_factor(a: int, b: int) -> Worked:
    """Whether a > 0 divides b >= 0: "True" or "False"."""
    remainder = b % a
    verdict = f"The remainder is {remainder}, so {a} {'does not divide' if remainder else 'divides'} {b}."
    return Worked((f"Does {a} divide {b}?", *working.divide(b, a), verdict), str(remainder == 0))


def worked_is_prime(n: int) -> Worked:
    """Whether n >= 0 is prime: "True" or "False", by trial division up to the square root."""
    if n < 2:
        return Worked((f"{n} is below 2, so {n} is not prime.",), "False")
    if n < 4:
        return Worked((f"{n} is prime.",), "True")
    bound = next(p for p in _primes(2 * isqrt(n) + 2) if p * p > n)
    parts, factor = _trials(n, 2)
    lines = [f"{bound}^2 = {bound * bound} > {n}, so try the primes below {bound}.", f"{n} = {parts}"]
    if factor:
        lines.append(f"{factor} divides {n}, so {n} is not prime.")
    else:
        lines.append(f"No prime below {bound} divides {n}, so {n} is prime.")
    return Worked(tuple(lines), str(factor is None))


def worked_prime_factors(n: int) -> Worked:
    """The distinct prime factors of n >= 2, ascending: "2, 3, 7". The last line is the full product."""
    lines, factors, rest, smallest = [], [], n, 2
    while smallest * smallest <= rest:
        parts, factor = _trials(rest, smallest)
        lines.append(f"{rest} = {parts}")
        if factor is None:
            break
        factors.append(factor)
        rest, smallest = rest // factor, factor
    factors.append(rest)
    lines.append(f"{rest} is prime.")
    if len(factors) > 1:
        lines.append(f"{n} = {' * '.join(map(str, factors))}")
    return Worked(tuple(lines), ", ".join(map(str, sorted(set(factors)))))


def _primes(limit: int) -> list[int]:
    return [p for p in range(2, limit + 1) if all(p % d for d in range(2, isqrt(p) + 1))]


def _trials(n: int, start: int) -> tuple[str, int | None]:
    """ "2*195+1 = 3*130+1 = 17*23" from the prime `start` on, and the prime that divided, if one did."""
    parts = []
    for p in _primes(isqrt(n)):
        if p >= start:
            parts.append(f"{p}*{n // p}" + (f"+{n % p}" if n % p else ""))
            if n % p == 0:
                return " = ".join(parts), p
    return " = ".join(parts), None


def worked_place_value(n: Number, place: int) -> Worked:
    """The digit of n at 10^place (place -1 is the tenths digit), counted off from the point."""
    whole, _, fraction = str(n).lstrip("-").partition(".")
    if place >= 0:
        digits = whole[::-1].ljust(place + 1, "0")[: place + 1]
        names: Sequence[str] = PLACES
    else:
        digits = fraction.ljust(-place, "0")[:-place]
        names = DECIMAL_PLACES
    listed = ", ".join(f"{name} {digit}" for name, digit in zip(names, digits, strict=False))
    return Worked((f"{n}: {listed}",), digits[-1])


def worked_round(n: Number, k: int) -> Worked:
    """n rounded to the nearest 10^k, or to -k decimal places where k < 0; halves go away from zero."""
    value = exact(n)
    text, sign = decimal(abs(value)), "-" if value < 0 else ""
    whole, _, fraction = text.partition(".")
    if k > 0:
        padded = whole.rjust(k + 1, "0")
        kept, after = padded[:-k], padded[-k:]
        cut = f"{kept}|{after}" + (f".{fraction}" if fraction else "")
    else:
        padded = fraction.ljust(1 - k, "0")
        kept, after = f"{whole}.{padded[:-k]}" if k else whole, padded[-k:]
        cut = f"{kept}|{after}" if k else f"{whole}|.{after}"
    step = Fraction(10) ** min(k, 0)
    rounded, lines = exact(kept), [f"Cut: {cut}"]
    if after[0] >= "5":
        rounded += step
        ending = kept if k < 0 else str(int(kept))
        raised = decimal(rounded, max(0, -k))
        lines.append(f"The next digit {after[0]} is 5 or more: {ending} + {decimal(step)} = {raised}")
    else:
        lines.append(f"The next digit {after[0]} is below 5: keep {kept}")
    result = rounded * 10**k if k > 0 else rounded
    answer = f"{sign if result else ''}{decimal(result)}"
    return Worked((*lines, f"Rounded: {answer}"), answer)


def worked_compare(a: Number, b: Number) -> Worked:
    """How a stands to b: "<", ">" or "="."""
    x, y, one, other = exact(a), exact(b), str(a), str(b)
    relation = _relation(x, y)
    result = f"{one} {relation} {other}"
    if one == other:
        return Worked((result,), relation)
    if (x < 0) != (y < 0) or 0 in (x, y):
        signs = ("negative" if v < 0 else "positive" if v else "zero" for v in (x, y))
        return Worked((f"{one} is {next(signs)} and {other} is {next(signs)}, so {result}",), relation)
    lines: list[str] = []
    if "/" in one + other and "." not in one + other:
        p, q = abs(x.numerator) * y.denominator, abs(y.numerator) * x.denominator
        for value, by in ((x, y), (y, x)):
            if by.denominator != 1 and value.numerator:
                lines.extend(working.multiply(abs(value.numerator), by.denominator))
        sizes = f"{one.lstrip('-')} {_relation(abs(x), abs(y))} {other.lstrip('-')}"
        compared = f"{p} {'<' if p < q else '>' if p > q else '='} {q}, so {sizes}"
        first = f"{one} and {other}: {_crossed(x, y)} against {_crossed(y, x)}"
        turned = f", so {result}" if x < 0 else ""
        return Worked((first, *lines, f"{compared}{turned}"), relation)
    digits = _deciding_digits((one, other))
    written = []
    for text in (one, other):
        more, shown = as_decimal(text, digits)
        lines.extend(more)
        written.append(shown)
    count = max(len(t.partition(".")[2]) for t in written)
    p_text, q_text = (decimal(exact(t), count) for t in written)
    reason = _digit_reason(p_text, q_text)
    first = f"{one} and {other}: {p_text} against {q_text}"
    return Worked((*lines, first, reason if reason.endswith(result) else f"{reason}, so {result}"), relation)


def _crossed(value: Fraction, by: Fraction) -> str:
    top = str(abs(value.numerator))
    return top if by.denominator == 1 else f"{top} * {by.denominator}"


def _relation(x: Fraction, y: Fraction) -> str:
    return "<" if x < y else ">" if x > y else "="


def _digit_reason(p: str, q: str) -> str:
    """Why p and q (same sign, as many decimals) stand as they do: by length or the first different digit."""
    relation = _relation(exact(p), exact(q))
    if p == q:
        return f"{p} = {q}"
    x, y = p.lstrip("-"), q.lstrip("-")
    m, n = len(x.partition(".")[0]), len(y.partition(".")[0])
    size = f"{x} {_relation(exact(x), exact(y))} {y}"
    if len(x) == len(y) == 1:
        reason = size
    elif m != n:
        reason = f"{m} against {n} whole digits: {size}"
    else:
        i, j = next((i, j) for i, j in zip(x, y, strict=True) if i != j)
        reason = f"first different digits {i} {_relation(exact(i), exact(j))} {j}: {size}"
    return f"{reason}, so {p} {relation} {q}" if p.startswith("-") else reason


def _deciding_digits(texts: Sequence[str]) -> int:
    """How many decimals of the fractions, three or more, keep different values in their true order."""
    order = sorted(texts, key=exact)
    for digits in range(3, 13):
        shown = [exact(as_decimal(text, digits)[1]) for text in order]
        pairs = zip(order, order[1:], shown, shown[1:], strict=False)
        if all(p < q or exact(a) == exact(b) for a, b, p, q in pairs):
            return digits
    return 13


def _ordered(values: Sequence[Number], descending: bool) -> tuple[list[str], list[str]]:
    """Lines that order the values, and the values as written in that order."""
    texts = [str(v) for v in values]
    digits = _deciding_digits(texts)
    lines, shown = [], {}
    for text in texts:
        more, shown[text] = as_decimal(text, digits)
        lines.extend(more)
    name, sign = ("Descending", ">") if descending else ("Ascending", "<")
    lines.append(f"{name} order of {', '.join(shown[t] for t in texts)}")
    order = [texts[0]]
    for text in texts[1:]:
        place = sum((exact(other) > exact(text)) == descending for other in order)
        before = f"{shown[order[place - 1]]} {sign} " if place else ""
        after = f" {sign} {shown[order[place]]}" if place < len(order) else ""
        order.insert(place, text)
        lines.append(f"{before}{shown[text]}{after}: {', '.join(shown[t] for t in order)}")
    return lines, order


def worked_sort(values: Sequence[Number], descending: bool = False) -> Worked:
    """The values as written, in order: "-1, 3/4, 5"."""
    lines, order = _ordered(values, descending)
    answer = ", ".join(order)
    if any("/" in text for text in order):
        lines.append(f"As written: {answer}")
    return Worked(tuple(lines), answer)


def worked_kth(values: Sequence[Number], k: int, largest: bool) -> Worked:
    """The k-th largest or smallest value, as written (k = 1 is the extreme)."""
    lines, order = _ordered(values, largest)
    counted = ", ".join(f"{ORDINALS[i]} {text}" for i, text in enumerate(order[:k]))
    lines.append(f"From the {'biggest' if largest else 'smallest'}: {counted}")
    return Worked(tuple(lines), order[k - 1])


def worked_closest(values: Sequence[Number], target: Number) -> Worked:
    """The value nearest to the target, as written; the values must not tie."""
    texts, aim = [str(v) for v in values], str(target)
    true = min(texts, key=lambda t: abs(exact(t) - exact(aim)))
    digits = 2
    while digits < 12:
        goal, cut = exact(as_decimal(aim, digits)[1]), [exact(as_decimal(t, digits)[1]) for t in texts]
        gaps = sorted((abs(c - goal), t) for c, t in zip(cut, texts, strict=True))
        if gaps[0][1] == true and gaps[0][0] < gaps[1][0]:
            break
        digits += 1
    lines, goal_text = as_decimal(aim, digits)
    lines.insert(0, f"Nearest to {aim} among {', '.join(texts)}:")
    goal = exact(goal_text)
    distances: list[tuple[Fraction, str]] = []
    for text in texts:
        more, shown = as_decimal(text, digits)
        big, small = sorted((exact(shown), goal), reverse=True)
        lines.extend((*more, *subtract(big, small)))
        distances.append((big - small, text))
    lines.append(f"From {aim}: {', '.join(f'{text} is {decimal(gap)} away' for gap, text in distances)}")
    best = distances[0]
    for gap, text in distances[1:]:
        if gap < best[0]:
            lines.append(f"{decimal(gap)} < {decimal(best[0])}: now {text}")
            best = (gap, text)
        else:
            lines.append(f"{decimal(gap)} > {decimal(best[0])}: still {best[1]}")
    lines.append(f"The least distance belongs to {true}.")
    return Worked(tuple(lines), true)
