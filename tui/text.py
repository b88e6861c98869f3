"""Model text and numbers as people read them."""

BOX = "\\boxed{"


def readable(raw: str, ended: bool = True) -> str:
    r"""`raw` with every \boxed{X} written as X.

    While the text still grows (`ended` False) a half-seen mark is held back, so that what is shown for
    a beginning is always the beginning of what is shown for the whole.
    """
    shown, depths, i = [], [], 0  # depths: open braces inside each open box
    while i < len(raw):
        if raw.startswith(BOX, i):
            depths.append(0)
            i += len(BOX)
            continue
        if not ended and BOX.startswith(raw[i:]):
            break
        char = raw[i]
        if depths and char == "{":
            depths[-1] += 1
        elif depths and char == "}":
            depths[-1] -= 1
            if depths[-1] < 0:
                depths.pop()
                char = ""
        shown.append(char)
        i += 1
    return "".join(shown)


def count(number: int, noun: str) -> str:
    """ "1 token", "1,240 tokens"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def size(parameters: int) -> str:
    """A parameter count: "19.8M", "4.0B"; "" where it is not known."""
    for unit, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if parameters >= unit:
            return f"{parameters / unit:.1f}{letter}"
    return str(parameters) if parameters else ""


def oneline(text: str, width: int) -> str:
    """`text` on one line, cut to `width` characters."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"


def printable(text: str) -> str:
    """`text` without control characters, so that a model cannot steer the terminal."""
    return "".join(char for char in text if char in "\n\t" or char.isprintable() or char in "\u200d\u200c")
