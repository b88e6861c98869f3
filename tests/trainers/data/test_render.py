"""A row as token ids: the prompt that decoding sees, and a loss on what the model is to write."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime import chat
from runtime.backbone import MICRO, load_tokenizer
from tests.trainers.data.shared import SHARED
from trainers.data import Row
from trainers.data.render import render, rendered

QWEN3 = SHARED / "qwen3_tokenizer"


@pytest.fixture(scope="module", params=["micro", "qwen3"])
def tokenizer(request: pytest.FixtureRequest) -> Any:
    folder = MICRO if request.param == "micro" else QWEN3
    if not folder.is_dir():
        pytest.skip(f"no tokenizer in {folder}")
    return load_tokenizer(folder)


ROWS = [
    Row((("user", "What is 17 * 3?"),), "17 * 3 = 51", "\\boxed{51}", "51"),
    Row((("user", "Yes or no?"),), "", "\\boxed{Yes}", "Yes"),
    Row(
        (("system", "Be brief."), ("user", "Hi"), ("assistant", "Hello!\n\nAsk."), ("user", "2\n+\n2 = ?")),
        "Two and two\n\nare four.",
        "It is 4.",
    ),
    Row((("user", "  日本語 \u00e9 \U0001f600 \t<b>"),), "\u00bd", "\\boxed{\\frac{1}{2}}"),
]


@pytest.mark.parametrize("row", ROWS)
def test_ids_decode_to_the_text_and_the_completion_alone_is_learned(tokenizer: Any, row: Row) -> None:
    found = rendered(tokenizer, row)
    prompt, completion = found.ids[: found.prompt], found.ids[found.prompt :]
    assert not found.learned[: found.prompt].any() and found.learned[found.prompt :].all()
    before = "".join(f"<|im_start|>{role}\n{content}<|im_end|>\n" for role, content in row.messages)
    assert tokenizer.decode(prompt) == f"{before}<|im_start|>assistant\n"
    assert tokenizer.decode(completion) == (f"<think>\n{row.thought}\n</think>\n\n{row.answer}<|im_end|>\n")
    assert chat.split(tokenizer.decode(completion)) == (row.thought, row.answer)
    if len(row.messages) == 1:
        assert list(prompt) == chat.prompt_ids(tokenizer, row.question)


def test_the_marks_are_single_tokens_and_the_end_is_learned(tokenizer: Any) -> None:
    found = rendered(tokenizer, ROWS[0])
    end = tokenizer.convert_tokens_to_ids(chat.IM_END)
    assert end in found.ids[found.prompt :]
    assert found.ids[found.prompt] == tokenizer.convert_tokens_to_ids(chat.THINK)


def test_an_empty_thought_is_what_answering_without_thinking_begins_with(tokenizer: Any) -> None:
    found = rendered(tokenizer, ROWS[1])
    prompt = chat.prompt_ids(tokenizer, ROWS[1].question, thinking=False)
    assert list(found.ids[: len(prompt)]) == prompt


TEXTS = st.text(st.characters(codec="utf-8")).map(chat.plain).map(str.strip)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_encoding_in_parts_or_whole_is_the_same(question: str, thought: str, answer: str) -> None:
    tokenizer = load_tokenizer(MICRO)
    row = Row((("user", question),), thought, answer)
    found = rendered(tokenizer, row)
    text = chat.prompt_text(tokenizer, question) + chat.completion_text(thought, answer)
    assert list(found.ids) == tokenizer.encode(text, add_special_tokens=False)
    assert tokenizer.decode(found.ids) == text


def test_many_rows_are_rendered_as_each_alone(tokenizer: Any) -> None:
    rows = [ROWS[i % len(ROWS)] for i in range(300)]
    for row, found in zip(rows, render(tokenizer, rows), strict=True):
        assert list(found.ids) == list(rendered(tokenizer, row).ids)


def qwen3_template() -> str | None:
    """Qwen3's own template, which TRL carries."""
    spec = find_spec("trl")
    file = Path(spec.origin).parent / "chat_templates" / "qwen3.jinja" if spec and spec.origin else None
    return file.read_text() if file and file.is_file() else None


@pytest.mark.parametrize("row", ROWS)
def test_our_template_writes_what_qwen3s_own_writes(row: Row) -> None:
    theirs = qwen3_template()
    if theirs is None:
        pytest.skip("TRL, which carries Qwen3's template, is not installed")
    tokenizer = load_tokenizer(MICRO)
    turns = [{"role": role, "content": content} for role, content in row.messages]
    answered = [*turns, {"role": "assistant", "content": row.answer, "reasoning_content": row.thought}]
    written = chat.turns_text(tokenizer, row.messages) + chat.completion_text(row.thought, row.answer)
    for template in (theirs, chat.CHAT_TEMPLATE):
        assert tokenizer.apply_chat_template(answered, chat_template=template, tokenize=False) == written
        for thinking in (True, False):
            assert chat.turns_text(
                tokenizer, row.messages, thinking=thinking
            ) == tokenizer.apply_chat_template(
                turns,
                chat_template=template,
                tokenize=False,
                add_generation_prompt=True,
                enable_thinking=thinking,
            )
