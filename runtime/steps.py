"""Cut a chain of thought into steps while it streams."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 2000  # characters; a fence or formula that nobody closes ends at the next line after so many
PROSE = 40  # characters after which a sentence that claims something is a step of its own

# the closers after a full stop belong to its sentence: 'so x = 5.** Then'
_STOP = re.compile(r"[.!?][)\]\"'”’*$]*$")
_NO_STOP = re.compile(
    r"\.\.+$"  # "1 + 2 + ..."
    r"|(?:^|[\s(])(?:e\.g|i\.e|cf|vs|etc|approx|ca|resp|mr|mrs|ms|dr|prof|st|nos?|figs?|eqs?)\.$"
    r"|^\W*(?:step\s+|case\s+)?(?:\d+|[a-z]|[ivx]+)[.)]\W*$",  # the mark of a list item
    re.IGNORECASE,
)
_EQUALITY = re.compile(r"[=≈≠≤≥<>]|\bequals?\b", re.IGNORECASE)
_CLAIM = re.compile(
    r"\b(?:so|thus|therefore|hence|then|means?|implies|implied|follows?|must|because|since|"
    r"conclude|is|are|was|were|has|have|cannot|can't)\b",
    re.IGNORECASE,
)
# "$5 and $6" are dollars; "$x" is a formula
_INLINE = re.compile(r"(?<![\\$])\$(?=[A-Za-z\\({\[|-])[^$]*(\$)?")
_OPENERS = (
    (re.compile(r"(?<!\\)\\\["), re.compile(r"(?<!\\)\\\]")),
    (re.compile(r"\\begin\{"), re.compile(r"\\end\{")),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A finished step, and where it lies in the text that was fed: text[start:end] less outer space."""

    text: str
    start: int
    end: int


class StepSplitter:
    """Text in fragments of any size, steps out.

    A step is a line (or a fenced block, or a displayed formula, however many lines it has); within a line a
    finished sentence with an equality, or a longer one with a claim, is a step too.
    """

    def __init__(self) -> None:
        self._start = 0  # where the step being written begins
        self._text = ""  # what there is of it
        self._stop = 0  # end of a sentence within it that is a step if a new sentence follows

    def feed(self, fragment: str) -> Iterator[Found]:
        """Yield the steps that one more fragment finishes."""
        # Character by character, so that the fragments cannot make a difference.
        for char in fragment:
            if self._stop and not char.isspace():
                if not char.islower():
                    yield from self._cut(self._stop)
                self._stop = 0
            self._text += char
            if char == "\n":
                if len(self._text) >= LONGEST or not _open(self._text):
                    yield from self._cut(len(self._text))
                self._stop = 0
            elif char.isspace() and not self._stop and _sentence(self._text):
                self._stop = len(self._text.rstrip())

    def flush(self) -> Iterator[Found]:
        """Yield what is left when the text has ended."""
        yield from self._cut(len(self._text))

    def rewind(self, position: int) -> None:
        """Forget all text after `position`, the end of a step."""
        self._start, self._text, self._stop = position, "", 0

    def _cut(self, length: int) -> Iterator[Found]:
        text, start = self._text[:length], self._start
        self._text, self._start, self._stop = self._text[length:], start + length, 0
        if text.strip():
            yield Found(text.strip(), start, start + length)


def split_steps(text: str) -> list[Found]:
    """The steps of a whole text."""
    splitter = StepSplitter()
    return [*splitter.feed(text), *splitter.flush()]


def _sentence(text: str) -> bool:
    """Whether the text ends with a full stop and claims something that can be checked."""
    text = text.rstrip()
    if not _STOP.search(text[-8:]) or _NO_STOP.search(text[-40:]):
        return False
    if _open(text) or _inside_inline(text) or text.count("{") > text.count("}"):
        return False
    return bool(_EQUALITY.search(text)) or (len(text) >= PROSE and bool(_CLAIM.search(text)))


def _open(text: str) -> bool:
    """Whether a code block or a displayed formula has begun in the text and not ended."""
    if text.lstrip().startswith("```"):
        return text.count("```") % 2 == 1
    if not text.rstrip(" \t").endswith("\n\n"):  # a blank line ends any formula
        if text.count("$$") % 2:
            return True
        return any(len(opened.findall(text)) > len(closed.findall(text)) for opened, closed in _OPENERS)
    return False


def _inside_inline(text: str) -> bool:
    """Whether the text ends within $...$."""
    return any(found[1] is None for found in _INLINE.finditer(text))
