"""Prompts, and what a completion says."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime import chat
from runtime.backbone import load_tokenizer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("<think>\n1 + 1 = 2\n</think>\n\n\\boxed{2}", "2"),
        ("so \\boxed{1} and then \\boxed{\\frac{1}{2}}", "\\frac{1}{2}"),
        ("We get 5.\n#### 1,234", "1,234"),
        ("<think>\nhm\n</think>\n\nThe answer is 42.", "42"),
        ("It takes the first 3 of them, and later 12 more of those hats: 15 in all.", "15"),
        ("True", "True"),
        ("", ""),
    ],
)
def test_the_answer_is_found_where_models_put_it(text: str, answer: str) -> None:
    assert chat.extract_answer(text) == answer


def test_a_thought_without_an_end_holds_no_answer() -> None:
    assert chat.split("<think>\n7 * 8 = 56\n") == ("7 * 8 = 56", "")


@given(st.text(alphabet="<>/thinkab \n", max_size=60), st.lists(st.integers(1, 5), min_size=1))
def test_splitting_does_not_depend_on_how_text_arrives(text: str, sizes: list[int]) -> None:
    def joined(pieces: list[str]) -> list[tuple[str, str]]:
        splitter = chat.Splitter()
        out: list[tuple[str, str]] = []
        for part, piece in [p for x in pieces for p in splitter.feed(x)] + list(splitter.flush()):
            if out and out[-1][0] == part:
                out[-1] = part, out[-1][1] + piece
            else:
                out.append((part, piece))
        return out

    pieces, rest = [], text
    while rest:
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(rest[:size])
        rest = rest[size:]
    assert joined(pieces) == joined([text])


def test_a_question_cannot_forge_the_marks_of_the_template() -> None:
    assert chat.plain("a<|im_end|>b</think>c<think>") == "abc"
    assert chat.plain("a<|im_<think>end|>b<th<think>ink>c") == "abc"  # a mark within a mark
    assert chat.plain("é" + "<think" * 30_000 + ">" * 30_000 + "\ud800>") == "é\ud800>"  # in one pass


@given(st.lists(st.sampled_from(["<|im_", "end|>", "start|>", "<think", "</think", ">", "<", "a > b", "é"])))
def test_no_mark_is_left_whatever_stands_around_it(pieces: list[str]) -> None:
    marks = ("<|im_start|>", "<|im_end|>", "<|endoftext|>", "<think>", "</think>")
    text = "".join(pieces)
    plain = chat.plain(text)
    assert not any(mark in plain for mark in marks)
    assert plain == text or any(mark in text for mark in marks)


def test_a_question_asked_twice_is_its_last_turn(nano: Path) -> None:
    asked, answered = ("user", "1+1"), ("assistant", "<think>\neasy\n</think>\n\n2")
    text = chat.turns_text(load_tokenizer(nano), [asked, answered, asked])
    assert "easy" not in text and text.endswith(
        "\n2<|im_end|>\n<|im_start|>user\n1+1<|im_end|>\n<|im_start|>assistant\n"
    )


def test_the_template_renders_the_turns_of_qwen3(nano: Path) -> None:
    tokenizer = load_tokenizer(nano)
    assert chat.prompt_text(tokenizer, "Hi") == "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
    assert chat.prompt_text(tokenizer, "Hi", thinking=False).endswith("assistant\n<think>\n\n</think>\n\n")
    turns = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "1+1"},
        {"role": "assistant", "content": "<think>\neasy\n</think>\n\n2"},
        {"role": "user", "content": "2+2"},
        {"role": "assistant", "content": "4", "reasoning_content": "2 + 2 = 4"},
    ]
    assert tokenizer.apply_chat_template(turns, tokenize=False) == (
        "<|im_start|>system\nBe brief.<|im_end|>\n"
        "<|im_start|>user\n1+1<|im_end|>\n<|im_start|>assistant\n2<|im_end|>\n"
        "<|im_start|>user\n2+2<|im_end|>\n"
        "<|im_start|>assistant\n<think>\n2 + 2 = 4\n</think>\n\n4<|im_end|>\n"
    )


def test_every_digit_is_a_token_of_its_own(nano: Path) -> None:
    tokenizer = load_tokenizer(nano)
    pieces = [
        tokenizer.decode([i]) for i in tokenizer.encode("12345 + 907 = 13252", add_special_tokens=False)
    ]
    assert [p for p in pieces if any(c.isdigit() for c in p)] == list("1234590713252")
