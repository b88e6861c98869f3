"""Light features of a question's surface: what a sentence encoder tends to miss in short or symbolic text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

SCALE = 2.0  # of all signs together, against an encoder vector of length one
SIGNS = (
    r"[^<>=!]=[^=]",  # an equation
    r"(?<![a-zA-Z])[a-zA-Z]\s?(?:\^|\*\*|²|³)",  # a power of a letter
    r"\b\d+\s?\*?\s?[a-z]\b(?!')",  # a coefficient
    r"(?<![a-zA-Z])[a-z]\([a-z0-9]\)",  # f(x)
    r"\\[a-zA-Z(\[]|\$(?=\S)[^$]*(?<=\S)\$(?!\d)",  # LaTeX, and not two prices
    r"\[asy\]|\\\$|\\frac|\\begin",
    r"\d\s*[-+*/x×÷]\s*\d",  # a sum of numbers
    r"\d",
    r"\d.*\D\d.*\D\d",
    r"%|percent",
    r"(?<!\\)[$€£]\s?\d+(?:\.\d\d)?(?![\d$])|\bdollars?\b|\bcents?\b",
    r"\b[Hh]ow (?:many|much)\b",
    r"(?m)^\(?[A-J][).:]",  # letter options
    r"(?m)^\(?[F-J][).:]",  # more than five of them
    r"\b(?:[Aa]ll|[Ee]very|[Nn]o|[Ss]ome|[Ee]ach) \w+ (?:is|are|can|has|have)\b|\b[Ii]f\b.+\bthen\b",
    r"\b(?:premises?|conclusion|argument|valid|follows?|implies|assumption|infer\w*|weakens?|strengthens?)\b",
    r"\b(?:true|false|unknown|uncertain|lies?|truth)\b",
    r"\bdef \w+\(|>>>|\"\"\"|'''|```|;\s*$|==",  # code
    r"\b(?:function|python|code|sql|javascript|java|script|program)\b",
    r"^(?:who|when|where|why|write|explain|translate|describe|give|suggest)\b",
    r"\b(?:solve|factor|simplify|expand|differentiate|derivative|integra\w+|roots?|equation|polynomial)\b",
    r"[^\x00-\x7f]",
    r"^.{0,25}$",
    r"(?s)^.{160}",
    r"(?s)^.{500}",
)


def signs(texts: Sequence[str]) -> np.ndarray:
    """Which signs each text shows, scaled: float32 [n, len(SIGNS)]."""
    import numpy as np

    patterns = [re.compile(sign) for sign in SIGNS]
    seen = [[pattern.search(text) is not None for pattern in patterns] for text in texts]
    return np.array(seen, dtype=np.float32).reshape(len(texts), len(SIGNS)) * (SCALE / len(SIGNS) ** 0.5)
