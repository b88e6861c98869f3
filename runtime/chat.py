"""The one place where a question becomes a prompt, and what was decoded becomes thought and answer.

Training, evaluation and decoding share it, so a model never meets a form it was not trained on.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal

IM_END = "<|im_end|>"
THINK, END_THINK = "<think>", "</think>"

# Renders what Qwen3's template renders for the turns used here (system, user, assistant with
# reasoning, the thinking switch); tools are left out, as no adapter of ours is trained on them.
CHAT_TEMPLATE = """\
{%- set asked = namespace(last=-1) -%}
{%- for m in messages %}{% if m.role == 'user' %}{% set asked.last = loop.index0 %}{% endif %}{% endfor -%}
{%- for m in messages -%}
{{- '<|im_start|>' + m.role + '\\n' -}}
{%- if m.role == 'assistant' -%}
{%- set parts = m.content.split('</think>') -%}
{%- set thought = m.reasoning_content or (parts[0].split('<think>')[-1] if parts|length > 1 else '') -%}
{%- if loop.index0 > asked.last and (loop.last or thought) -%}
{{- '<think>\\n' + thought.strip('\\n') + '\\n</think>\\n\\n' -}}
{%- endif -%}
{{- parts[-1].lstrip('\\n') -}}
{%- else -%}
{{- m.content -}}
{%- endif -%}
{{- '<|im_end|>\\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}
{{- '<|im_start|>assistant\\n' -}}
{%- if enable_thinking is defined and enable_thinking is false -%}
{{- '<think>\\n\\n</think>\\n\\n' -}}
{%- endif -%}
{%- endif -%}
"""

Part = Literal["thought", "answer"]

_MARKS = ("<|im_start|>", IM_END, "<|endoftext|>", THINK, END_THINK)


def turns_text(tokenizer: Any, turns: Sequence[tuple[str, str]], *, thinking: bool = True) -> str:
    """The prompt that `turns`, (role, content) each, make in the tokenizer's own chat template, else ours."""
    return tokenizer.apply_chat_template(
        [{"role": role, "content": content} for role, content in turns],
        chat_template=tokenizer.chat_template or CHAT_TEMPLATE,
        tokenize=False,
        add_generation_prompt=True,
        enable_thinking=thinking,
    )


def prompt_text(tokenizer: Any, question: str, *, thinking: bool = True) -> str:
    """The prompt for one question."""
    return turns_text(tokenizer, [("user", question)], thinking=thinking)


def prompt_ids(tokenizer: Any, question: str, *, thinking: bool = True) -> list[int]:
    """Token ids of `prompt_text`."""
    return tokenizer.encode(prompt_text(tokenizer, question, thinking=thinking), add_special_tokens=False)


def completion_text(thought: str, answer: str) -> str:
    """What the assistant writes after the prompt, its end mark included."""
    return f"{THINK}\n{thought}\n{END_THINK}\n\n{answer}{IM_END}\n"


def plain(text: str) -> str:
    """The text without the marks of the template, which a question must not be able to forge."""
    if not any(mark in text for mark in _MARKS):
        return text
    kept = bytearray()  # its end is cut off at no cost, however many marks stand within marks
    *closed, rest = text.encode("utf-8", "surrogatepass").split(b">")
    for piece in closed:
        kept += piece + b">"
        if mark := next((mark for mark in _MARKS if kept.endswith(mark.encode())), None):
            del kept[-len(mark) :]
    return (kept + rest).decode("utf-8", "surrogatepass")


class Splitter:
    """Splits decoded text into thought and answer as it arrives, holding back a half-seen mark."""

    def __init__(self, part: Part = "answer") -> None:
        self.part: Part = part
        self._held = ""

    def feed(self, text: str) -> Iterator[tuple[Part, str]]:
        """Yield (part, text) pieces for one more fragment."""
        self._held += text
        while self._held:
            mark = END_THINK if self.part == "thought" else THINK
            before, found, after = self._held.partition(mark)
            if found:
                if before:
                    yield self.part, before
                self.part = "answer" if self.part == "thought" else "thought"
                self._held = after
                continue
            keep = _overlap(self._held, mark)
            ready, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
            if ready:
                yield self.part, ready
            return

    def flush(self) -> Iterator[tuple[Part, str]]:
        """Yield what was held back when the text ended."""
        if self._held:
            yield self.part, self._held
            self._held = ""


def _overlap(text: str, mark: str) -> int:
    """Length of the longest end of `text` that begins `mark`."""
    return next((n for n in range(min(len(mark) - 1, len(text)), 0, -1) if text.endswith(mark[:n])), 0)


def split(text: str) -> tuple[str, str]:
    """(thought, answer) of a whole completion."""
    splitter = Splitter()
    parts = {"thought": "", "answer": ""}
    for part, piece in [*splitter.feed(text.replace(IM_END, "")), *splitter.flush()]:
        parts[part] += piece
    return parts["thought"].strip(), parts["answer"].strip()


def boxed(text: str) -> str | None:
    r"""The contents of the last \boxed{...}, braces balanced; None where there is none."""
    start = text.rfind("\\boxed{")
    if start < 0:
        return None
    depth, begin = 1, start + len("\\boxed{")
    for i in range(begin, len(text)):
        depth += {"{": 1, "}": -1}.get(text[i], 0)
        if depth == 0:
            return text[begin:i].strip()
    return None


_ANSWER_IS = re.compile(r"answer(?:\s+is)?\s*:?\s*\**\s*(.+?)\s*\**\s*\.?\s*$", re.IGNORECASE | re.MULTILINE)
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:/\d+)?")


def extract_answer(text: str) -> str:
    """The final answer in `text`: the last box, else "#### N", "answer is X", short text, last number."""
    answer = split(text)[1]
    if (found := boxed(answer)) is not None:
        return found
    if "####" in answer:
        return answer.rsplit("####", 1)[1].strip()
    if matches := _ANSWER_IS.findall(answer):
        return matches[-1].strip("$ ")
    if len(answer) <= 40:
        return answer
    numbers = _NUMBER.findall(answer)
    return numbers[-1].rstrip(",") if numbers else answer
