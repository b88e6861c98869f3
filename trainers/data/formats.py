r"""From a JSON object of any known form to a row. The keys decide the form, not the name of the file.

| keys | form |
|---|---|
| messages | a conversation; its last turn is the answer |
| prompt, completion | texts or lists of messages |
| question, options, answer or label | multiple choice: LogiQA 1 and 2, passage under context or text |
| problem, solution | MATH; the answer is the last \boxed of the solution |
| problem, answer | AIME: no reasoning, so for evaluation only |
| question, answer, reasoning if any | GSM8K where the answer holds "####" |
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from runtime.chat import boxed, extract_answer, plain, split
from trainers.data.rows import Row

_ROLES = ("system", "user", "assistant")
_REASONINGS = ("reasoning", "reasoning_content", "thought", "rationale")
_PASSAGES = ("context", "passage")
_CALCULATOR = re.compile(r"<<[^<>]*>>")
_BOX = re.compile(r"\\(?:boxed|fbox)\b\s*")
_TOKEN = re.compile(rf"{_BOX.pattern}\{{?|\\.|[{{}}]|[^\\{{}}]+|\\", re.DOTALL)
_HALF = re.compile("[\ud800-\udfff]")
_SHORT = 200  # characters of the longest answer that goes in a box
_GRADED = 40  # characters of the longest free text that is compared as it is


class Unusable(ValueError):
    """Why an object is no row."""


class _Turn(NamedTuple):
    """One message; `reasoning` is what some formats write beside the content."""

    role: str
    content: str
    reasoning: str = ""


def row_of(raw: object, *, training: bool = True) -> Row:
    """The row that a JSON value holds. Raises Unusable; `training`: also where nothing can be learned."""
    if isinstance(raw, list):
        raise Unusable("a JSON array; write one object a line")
    if not isinstance(raw, dict):
        raise Unusable(f"a JSON {type(raw).__name__}, not an object")
    fields: dict[str, Any] = {key: value for key, value in raw.items() if value is not None}
    match fields:
        case {"messages": messages}:
            return _conversation(_messages(messages, "messages"), fields)
        case {"prompt": prompt, "completion": completion}:
            turns = _turns(prompt, "prompt", "user") + _turns(completion, "completion", "assistant")
            return _conversation(turns, fields)
        case {"question": _, "options": _}:
            return _choice(fields)
        case {"problem": _, "solution": _}:
            return _math(fields)
        case {"problem": _, "answer": _}:
            if training:
                raise Unusable("a problem without a solution has no reasoning to learn from; evaluate on it")
            return _worked(_text(fields, "problem"), "", _integer(fields["answer"]), fields)
        case {"question": _, "answer": _}:
            return _question(fields)
    raise Unusable(
        "needs messages, or prompt and completion, or question and answer, or problem and solution; "
        f"it has {', '.join(map(repr, fields))[:120] or 'no keys'}"
    )


def _conversation(turns: Sequence[_Turn], raw: Mapping[str, Any]) -> Row:
    """The last turn is the answer, its reasoning within <think> marks or beside it."""
    *before, last = turns
    if last.role != "assistant" or not before or before[-1].role != "user":
        raise Unusable("the last two turns must be the user's and the assistant's")
    if any(turn.role == "system" for turn in before[1:]):
        raise Unusable("a system turn can only be the first")
    within, answer = map(_clean, split(last.content))
    thought = last.reasoning or within or _reasoning(raw)
    if not answer:
        raise Unusable("no answer after the reasoning" if thought else "an empty answer")
    messages = tuple((turn.role, _clean(turn.content)) for turn in before)
    if not messages[-1][1]:
        raise Unusable("an empty question")
    graded = boxed(answer) is not None or len(answer) <= _GRADED
    return Row(messages, thought, answer, extract_answer(answer) if graded else "", **_place(raw))


def _turns(value: object, what: str, role: str) -> list[_Turn]:
    """A text as one turn of `role`, or a list of messages."""
    return [_Turn(role, _checked(value, what))] if isinstance(value, str) else _messages(value, what)


def _messages(value: object, what: str) -> list[_Turn]:
    if not isinstance(value, list) or not value:
        raise Unusable(f"{what} is not a list of messages")
    turns = []
    for message in value:
        if not isinstance(message, dict):
            raise Unusable(f"{what} holds a {type(message).__name__}, not a message")
        role = message.get("role")
        if role not in _ROLES:
            raise Unusable(f"a message of role {str(role)[:20]!r}; known are {', '.join(_ROLES)}")
        content = _checked(message.get("content"), f"the content of the {role}")
        turns.append(_Turn(role, content, _reasoning(message)))
    return turns


def _question(raw: Mapping[str, Any]) -> Row:
    answer, reasoning = _short(raw, "answer"), _reasoning(raw)
    if "####" in answer:
        solution, _, last = answer.rpartition("####")
        reasoning, answer = reasoning or without_marks(solution), last.strip().replace(",", "")
    passage = next((_text(raw, key) for key in _PASSAGES if raw.get(key)), "")
    between = "\n" if "\n" in passage else " "
    return _worked(f"{passage}{between}{_text(raw, 'question')}".strip(), reasoning, answer, raw)


def _math(raw: Mapping[str, Any]) -> Row:
    solution = _text(raw, "solution")
    box = last_box(solution)
    if box is None:
        raise Unusable(r"the solution has no \boxed answer")
    return _worked(_text(raw, "problem"), unboxed(solution), box, raw)


def _choice(raw: Mapping[str, Any]) -> Row:
    options = raw["options"]
    if not isinstance(options, list) or not 2 <= len(options) <= 26:
        raise Unusable("options is not a list of 2 to 26 texts")
    texts = tuple(_clean(_checked(option, "an option")) for option in options)
    if not all(texts):
        raise Unusable("an empty option")
    letters = [chr(ord("A") + i) for i in range(len(texts))]
    gold = raw.get("label", raw.get("answer"))
    if isinstance(gold, int) and not isinstance(gold, bool) and 0 <= gold < len(letters):
        letter = letters[gold]
    elif isinstance(gold, str) and gold.strip().upper() in letters:
        letter = gold.strip().upper()
    else:
        raise Unusable(f"{str(gold)[:20]!r} is none of the {len(letters)} options")
    passage = next((_text(raw, key) for key in (*_PASSAGES, "text") if raw.get(key)), "")
    shown = (
        text if text[:2] in (f"{letter})", f"{letter}.") else f"{letter}) {text}"
        for letter, text in zip(letters, texts, strict=True)
    )
    question = "\n".join(part for part in (passage, _text(raw, "question"), *shown) if part)
    return _worked(question, _reasoning(raw), letter, raw, texts)


def _worked(
    question: str,
    thought: str,
    answer: str,
    raw: Mapping[str, Any],
    options: tuple[str, ...] = (),
) -> Row:
    """A row of one question; a short answer is boxed unless it is already."""
    if not answer:
        raise Unusable("an empty answer")
    gold, shown = boxed(answer), answer
    if gold is None and len(answer) <= _SHORT and "\n" not in answer:
        gold, shown = answer, f"\\boxed{{{answer}}}"
        if boxed(shown) != answer:
            raise Unusable("the braces of the answer do not balance")
    return Row((("user", question),), thought, shown, gold or "", options, **_place(raw))


def _place(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Level and subject, where they are given: `"level": 3` and "Level 3" are the same."""
    digits = re.search(r"\d{1,3}", str(raw.get("level", "")))
    group = next((raw[key] for key in ("type", "subject", "group", "family") if raw.get(key)), "")
    return {
        "level": int(digits[0]) if digits else 0,
        "group": _clean(_checked(group, "the group")) if isinstance(group, str) else "",
    }


def _reasoning(raw: Mapping[str, Any]) -> str:
    return next((_text(raw, key, empty=True) for key in _REASONINGS if raw.get(key) is not None), "")


def _text(raw: Mapping[str, Any], key: str, *, empty: bool = False) -> str:
    """The text under `key`, without marks of the template and space around it."""
    text = _clean(_checked(raw[key], key))
    if not text and not empty:
        raise Unusable(f"an empty {key}")
    return text


def _short(raw: Mapping[str, Any], key: str) -> str:
    """As `_text`, and a number is a text too."""
    value = raw[key]
    return _text({key: str(value) if isinstance(value, int | float) else value}, key)


def _integer(value: object) -> str:
    if isinstance(value, bool) or not re.fullmatch(r"\s*[+-]?\d{1,18}\s*", str(value), re.ASCII):
        raise Unusable("the answer of a problem without a solution is not an integer")
    return str(int(str(value)))


def _checked(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise Unusable(f"{what} is {'missing' if value is None else 'a ' + type(value).__name__}, not a text")
    if _HALF.search(value):
        raise Unusable(f"{what} holds half a character (a lone surrogate)")
    return value


def _clean(text: str) -> str:
    return plain(text).strip()


def without_marks(solution: str) -> str:
    """A GSM8K solution without its <<48/2=24>> calculator marks and blank lines."""
    lines = (line.strip() for line in _CALCULATOR.sub("", solution).splitlines())
    return _clean("\n".join(line for line in lines if line))


def last_box(solution: str) -> str | None:
    r"""The content of the last \boxed or \fbox of a MATH solution, `\boxed 5` included; None without one."""
    *_, last = [None, *_BOX.finditer(solution)]
    if last is None:
        return None
    rest = solution[last.end() :]
    if rest.startswith("{"):
        return boxed("\\boxed" + rest)
    token = re.match(r"\\?[A-Za-z0-9]+", rest)
    return token[0] if token else None


def unboxed(solution: str) -> str:
    r"""The solution with `\boxed{5}` written 5: in the thought nothing is the final answer yet."""
    out: list[str] = []
    boxes: list[bool] = []  # of each open brace, whether a box began with it
    for token in _TOKEN.findall(solution):
        box = _BOX.match(token)
        if token.endswith("{") and not token.startswith("\\{"):
            boxes.append(box is not None)
        dropped = box or (token == "}" and boxes and boxes.pop())
        out.append("" if dropped else token)
    return "".join(out)
