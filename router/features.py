"""Light features of a question's surface: what a sentence encoder tends to miss in short or symbolic text."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np

SCALE = 0.8  # of each sign, against an encoder vector of length one
BUCKETS = 512  # that words and pairs of words are hashed into
WORDS_SCALE = 0.5  # length of a vector of words: longer, and a new domain is known by its phrasing only
TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
# Words of people who ask what follows from what.
LOGICAL = (
    r"\b(?:premises?|arguments?|argues?|valid|follows from|impl(?:y|ies)|assum\w+|presuppos\w+|infer\w*"
    r"|conclu\w+|weaken\w*|strengthen\w*|support\w*|flaw\w*|reasoning|contradict\w*|inconsistent|undermin\w*"
    r"|(?:must|could|cannot|can|may) (?:also )?be (?:true|false|a complete|an acceptable)"
    r"|true, false|true or false|(?:if|is) the (?:above|following)"
    r"|(?:above|following) (?:statement|fact|condition)s?"
    r"|if true|at least one of|exactly (?:one|two|three)|tells? the truth)\b"
)
SIGNS = (
    r"[^<>=!]=[^=]",  # an equation
    r"(?<![a-zA-Z])[a-zA-Z]\s?(?:\^|\*\*|²|³)",  # a power of a letter
    r"\b\d+\*?[a-z]\b",  # a coefficient
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
    LOGICAL,
    rf"(?sm)\A(?!.*{LOGICAL}).*^\(?[A-J][).:]",  # options, and no word of reasoning
    r"\b(?:true|false|unknown|uncertain|lies?|truth)\b",
    r"\bdef \w+\(|^import |^from \w+ import",  # code
    r">>>|\"\"\"|'''|```|;\s*$|==|\breturns?\b",
    r"\b(?:function|python|code|sql|javascript|java|script|program)\b",
    r"^(?:who|when|where|why|write|explain|translate|describe|give|suggest)\b",
    r"\b(?:solve|factor|simplify|expand|differentiate|derivative|integra\w+|roots?|equation|polynomial)\b",
    r"[^\x00-\x7f]",
    r"^.{0,25}$",
    r"(?s)^.{160}",
    r"(?s)^.{500}",
    r"(?s)\A(?:[^.?!]*[.?!]\s+){3}",  # a story before the question
    r"(?s)\A(?:[^.?!]*[.?!]\s+){6}",
    r"(?i)^(?:what|which|how|can|do|does|is|are|should|if)\b[^.]*\?$",  # nothing but a question
    r"^[a-z]|\b(?:pls|u|im|dont|whats)\b",
    r"\b(?:I|my|me|you|your)\b",
    r"(?i)\b(?:he|she|his|her|him|hers)\b",
    r"\b(?:buys?|bought|sells?|sold|costs?|pays?|paid|earns?|spends?|spent|saves?|price|profit)\b",
    r"\b(?:left|remain(?:s|ing)?|altogether|in all|total|more than|fewer|each|every|per|twice|half)\b",
    r"\b(?:minutes?|hours?|days?|weeks?|months?|miles?|pounds?|km|feet|inches)\b",
    r"\d,\d{3}",
    r"\b1[0-9]{3}\b(?!\.)",  # a year
    r"\b(?:triangles?|circles?|angles?|radius|parallel\w*|perpendicular|polygon|hexagon|sphere|cone|tangent"
    r"|vertex|vertices|sides?)\b",
    r"\b(?:integers?|digits?|divisible|divisors?|remainder|primes?|modulo|base)\b",
    r"\b(?:(?:different|distinct|possible) ways|probability|arrange\w*|distinct|ordered|choose|committee"
    r"|permutations?|dice|subsets?)\b",
    r"(?:^|[.?!,]\s+)(?:Find|Compute|Determine|Evaluate|Express|Let|Suppose"
    r"|What is the (?:value|sum|product|smallest|largest|least|greatest))\b",
    r"\b[Ww]hich (?:one )?of the following\b",
    r"\b(?:must|cannot|only if|unless|neither|nobody|none)\b",
    r"\b(?:is|are) (?:either|taller|older|left|right|above|behind|not)\b",
    r"\b[A-Z][a-z]+ (?:is|are|says|can|likes|needs|sees|chases)\b",
    r"(?:^|\n)(?:Premises?|Conclusion|Question|Options)\b",
    r"[a-z]+: ?[A-Z\"]",  # somebody is quoted
    # Subjects of exams.
    r"(?i)\b(?:most likely|best (?:described?|explain\w*)|called|known as|refers to|defined as|except)\b",
    r"(?i)\b(?:court|statute|defendant|plaintiff|jury|contract|liab\w+|constitution\w*|evidence)\b",
    r"(?i)\b(?:patients?|diseases?|cells?|proteins?|genes?|blood|symptoms?|treatment|infection|therap\w+"
    r"|hormone|species)\b",
    r"(?i)\b(?:century|war|empire|colon\w+|emperor|culture|society|theory|policy|government)\b",
    r"(?i)\b(?:psycholog\w+|behavio\w+|memory|anxiety|counsel\w+|students?|teachers?)\b",
    r"(?i)\b(?:translation|sarcastic|humorous|sentence|pronoun|plausible)\b",
    r"(?m)^\s+(?:\"\"\"|''')|^(?:def|class) .*:$|->",
)


def signs(texts: Sequence[str]) -> np.ndarray:
    """Which signs each text shows, scaled: float32 [n, len(SIGNS)]."""
    import numpy as np

    patterns = [re.compile(sign) for sign in SIGNS]
    seen = [[pattern.search(text) is not None for pattern in patterns] for text in texts]
    return np.array(seen, dtype=np.float32).reshape(len(texts), len(SIGNS)) * SCALE


def words(texts: Sequence[str]) -> np.ndarray:
    """Hashed counts of words and pairs of words, of one length for every text: float32 [n, BUCKETS].

    Numbers are told apart by their digits up to three, marks count as words: what sets registers apart.
    """
    import numpy as np

    out = np.zeros((len(texts), BUCKETS), dtype=np.float32)
    for row, text in zip(out, texts, strict=True):
        tokens = ["0" * min(len(t), 3) if t.isdecimal() else t for t in TOKEN.findall(text.lower())]
        for term, count in Counter([*tokens, *map(" ".join, pairwise(tokens))]).items():
            # The sign comes from the hash too, so that terms that share a bucket do not add up.
            bucket = crc32(term.encode())
            row[bucket % BUCKETS] += count**0.5 * (1 if bucket >> 31 else -1)
    norms = np.linalg.norm(out, axis=1, keepdims=True)
    return WORDS_SCALE * out / np.maximum(norms, 1e-12)


def surface(texts: Sequence[str]) -> np.ndarray:
    """Signs, then words: float32 [n, SURFACE]."""
    import numpy as np

    return np.hstack([signs(texts), words(texts)])


SURFACE = len(SIGNS) + BUCKETS


def surface_digest() -> str:
    """A hash of what `surface` does: stored features of another make are of no use."""
    return hashlib.sha256(repr((SCALE, SIGNS, BUCKETS, WORDS_SCALE, TOKEN.pattern)).encode()).hexdigest()[:16]
