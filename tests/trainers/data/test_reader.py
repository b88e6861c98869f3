"""Reading training data: every form to the same rows, every bad line to its place and reason."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.errors import MoeliteError, UnavailableError, UsageError
from trainers.data import Row, read
from trainers.data.files import LONGEST_LINE
from trainers.sets import read_set


def written(folder: Path, *rows: object, name: str = "train.jsonl") -> Path:
    """A file with a line for each row: text as it is, anything else as JSON."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return file


def one(folder: Path, row: object, **options: Any) -> Row:
    (found,) = read(str(written(folder, row)), **options)
    return found


GOOD = {"question": "How many metres are 3 km?", "reasoning": "1 km is 1000 m.", "answer": "3000"}
CHOICE = {
    "context": "Ann is older than Bo. Bo is older than Cy.",
    "question": "Who is the oldest?",
    "options": ["Ann", "Bo", "Cy"],
    "label": "a",
}


@pytest.mark.parametrize(
    "row",
    [
        GOOD,
        {"question": GOOD["question"], "reasoning": GOOD["reasoning"], "answer": 3000},
        {"question": GOOD["question"], "answer": "1 km is <<1*1000=1000>>1000 m.\n\n#### 3,000"},
        {"problem": GOOD["question"], "solution": r"1 km is $\boxed{1000}$ m.", "x": 0},
        {"prompt": GOOD["question"], "completion": "<think>\n1 km is 1000 m.\n</think>\n\n\\boxed{3000}"},
        {
            "prompt": [{"role": "user", "content": GOOD["question"]}],
            "completion": [
                {
                    "role": "assistant",
                    "content": "\\boxed{3000}",
                    "reasoning": None,
                    "reasoning_content": "1 km is 1000 m.",
                }
            ],
        },
        {
            "messages": [
                {"role": "user", "content": GOOD["question"]},
                {"role": "assistant", "content": "<think>1 km is 1000 m.</think>\\boxed{3000}"},
            ]
        },
    ],
)
def test_every_form_gives_question_thought_and_boxed_answer(tmp_path: Path, row: dict[str, Any]) -> None:
    found = one(tmp_path, row)
    assert found.messages == (("user", GOOD["question"]),)
    assert found.question == GOOD["question"]
    assert found.thought == "1 km is $1000$ m." if "problem" in row else GOOD["reasoning"]
    gold = "1000" if "problem" in row else "3000"
    assert (found.answer, found.gold) == (f"\\boxed{{{gold}}}", gold)
    assert (found.file, found.line) == (str(tmp_path / "train.jsonl"), 1)


def test_earlier_turns_and_the_system_prompt_are_kept(tmp_path: Path) -> None:
    turns = [
        ("system", "Be brief."),
        ("user", "Hi"),
        ("assistant", "Hello!"),
        ("user", "Why is the sky blue?"),
    ]
    messages = [{"role": role, "content": content} for role, content in turns]
    answer = "Because air scatters short waves of light more strongly than long ones, in every direction."
    row = one(tmp_path, {"messages": [*messages, {"role": "assistant", "content": answer}]})
    assert row.messages == tuple(turns)
    assert (row.thought, row.answer, row.gold) == ("", answer, "")  # free text is learned, not graded


@pytest.mark.parametrize(
    ("solution", "thought", "gold"),
    [
        (r"So $x = \boxed{\frac{1}{2}}$.", r"So $x = \frac{1}{2}$.", r"\frac{1}{2}"),
        (r"First \boxed{1}, then \boxed{2}.", "First 1, then 2.", "2"),
        (r"It is \fbox{7}.", "It is 7.", "7"),
        (r"It is $\boxed 9$.", "It is $9$.", "9"),
        (r"$\{\boxed{a \text{ or } {b}}\}$", r"$\{a \text{ or } {b}\}$", r"a \text{ or } {b}"),
    ],
)
def test_the_answer_of_math_is_its_last_box(tmp_path: Path, solution: str, thought: str, gold: str) -> None:
    row = one(tmp_path, {"problem": "?", "solution": solution, "level": "Level 4", "type": "Algebra"})
    assert (row.thought, row.gold, row.level, row.group) == (thought, gold, 4, "Algebra")


def test_options_are_shown_as_evaluation_shows_them(tmp_path: Path) -> None:
    row = one(tmp_path, CHOICE)
    assert row.question.endswith("Who is the oldest?\nA) Ann\nB) Bo\nC) Cy")
    assert (row.gold, row.answer, row.options) == ("A", "\\boxed{A}", ("Ann", "Bo", "Cy"))
    second = {"text": CHOICE["context"], "question": CHOICE["question"], "options": CHOICE["options"]}
    assert one(tmp_path, {**second, "answer": 0}).question == row.question
    for form in (CHOICE, {**second, "answer": 0}):
        (question,) = read_set(str(written(tmp_path, form))).questions
        assert question.text == row.question and question.graded(row.gold) and not question.graded("B")


def test_logiqa_as_published_is_read(tmp_path: Path) -> None:
    block = "\nb\nAnn is older than Bo.\nWho is younger?\nA.Ann\nB.Bo\nC.Cy\nD.Di\n"
    file = tmp_path / "Train.txt"
    file.write_text(block + block + "\nno letter\n")
    rows = read(str(tmp_path))
    assert [row.line for row in rows] == [2, 10] and rows.rows[0].gold == "B"
    assert rows.rows[0].question.endswith("Who is younger?\nA) Ann\nB) Bo\nC) Cy\nD) Di")
    assert [(bad.file, bad.line) for bad in rows.refused] == [(str(file), 18)]


def test_aime_is_for_evaluation_only(tmp_path: Path) -> None:
    file = written(tmp_path, {"problem": "What is 5 + 20?", "answer": "025"})
    (row,) = read(str(file), training=False)
    assert (row.gold, row.thought) == ("25", "")
    with pytest.raises(UsageError, match="no reasoning to learn from"):
        read(str(file))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "a JSON array; write one object a line"),
        ("[", "an array over several lines".replace("an", "a JSON", 1)),
        ("3", "a JSON int, not an object"),
        ("[" * 100_000, "nested too deep"),
        ("{}", "it has no keys"),
        ({"Question": "?", "Answer": "!"}, "it has 'Question', 'Answer'"),
        ({"question": "?", "answer": " "}, "an empty answer"),
        ({"question": " ", "answer": "1"}, "an empty question"),
        ({"question": ["?"], "answer": "1"}, "question is a list, not a text"),
        ({"question": "?", "answer": None}, "it has 'question'"),
        ('{"question": "?", "answer": NaN}', "NaN is not a value"),
        ({"question": "?", "answer": "}{"}, "braces of the answer do not balance"),
        ({"question": "\ud800", "answer": "1"}, "half a character"),
        ({"question": "?", "answer": "so\n####"}, "an empty answer"),
        ({"problem": "?", "solution": "no box"}, "the solution has no"),
        ({"problem": "?", "solution": r"\boxed{}"}, "an empty answer"),
        ({"problem": "?", "solution": r"\boxed{1"}, "the solution has no"),
        ({**CHOICE, "label": "d"}, "'d' is none of the 3 options"),
        ({**CHOICE, "label": True}, "'True' is none of the 3 options"),
        ({**CHOICE, "options": "ab"}, "options is not a list of 2 to 26 texts"),
        ({**CHOICE, "options": ["a", ""]}, "an empty option"),
        ({"messages": []}, "messages is not a list of messages"),
        ({"messages": ["hi"]}, "messages holds a str, not a message"),
        ({"messages": [{"role": "tool", "content": ""}]}, "a message of role 'tool'"),
        ({"messages": [{"role": "user", "content": "hi"}]}, "the last two turns"),
        ({"prompt": "hi", "completion": "<think>only this</think>"}, "no answer after the reasoning"),
        ({"prompt": "hi", "completion": "<think>cut off"}, "no answer after the reasoning"),
        ({"prompt": "hi", "completion": ""}, "an empty answer"),
        ({"prompt": "<|im_end|>", "completion": "hello"}, "an empty question"),
    ],
)
def test_a_bad_line_is_refused_with_its_place(tmp_path: Path, line: object, reason: str) -> None:
    file = written(tmp_path, GOOD, line, GOOD)
    rows = read(str(file))
    (bad,) = rows.refused
    assert (len(rows), rows.counted) == (2, 3)
    assert (bad.file, bad.line) == (str(file), 2)
    assert reason in bad.reason and "\n" not in bad.reason
    with pytest.raises(UsageError, match=r"nothing usable in .*, line 1: "):
        read(str(written(tmp_path, line, name="bad.jsonl")))


def test_bytes_that_are_no_text_are_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    good = json.dumps(GOOD).encode()
    file = tmp_path / "train.jsonl"
    long = b'{"question": "' + b"x" * LONGEST_LINE + b'"}'
    file.write_bytes(b"\xef\xbb\xbf" + good + b"\r\n\r\n" + b'{"question": "\xff"}\r\n' + long + b"\n" + good)
    rows = read(str(file))
    assert [row.line for row in rows] == [1, 5]
    assert [(bad.line, bad.reason) for bad in rows.refused] == [
        (3, "not UTF-8 (byte 15)"),
        (4, "a line of more than 1,048,576 bytes"),
    ]


def test_files_without_rows_are_one_line_errors(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.md").touch()
    for spec, message in (
        (tmp_path / "empty.jsonl", "holds no rows"),
        (tmp_path / "folder", "no .jsonl, .json, .txt file"),
        (tmp_path / "missing", "no file or folder"),
        ("tasks:chemistry", "no tasks for 'chemistry'; there are tasks for arithmetic"),
        ("tasks:", "no file or folder"),
        ("~nobody/data", "no file or folder"),
        ("a\0b", "no file or folder"),
        ("x" * 5000, "cannot read 'xxx"),
    ):
        with pytest.raises(UsageError, match=message):
            read(str(spec))


def test_a_folder_gives_its_training_files_and_never_its_tests(tmp_path: Path) -> None:
    row = {"problem": "?", "solution": r"\boxed{1}"}
    for name in ("train/algebra/1.json", "train/geometry/2.json", "test/algebra/1.json", "dev.jsonl"):
        file = written(tmp_path, name=name)
        file.write_text(json.dumps(row, indent=1))
    assert [Path(found.file).name for found in read(str(tmp_path))] == ["1.json", "2.json"]
    assert len(read(str(tmp_path), split="test")) == 1
    with pytest.raises(UsageError, match="no split 'valid' in .*; it has dev, test, train"):
        read(str(tmp_path), split="valid")
    only = written(tmp_path / "only", GOOD, name="units_test.jsonl")
    with pytest.raises(UsageError, match="no split 'train' in .*; it has test"):
        read(str(only.parent))


def test_levels_subjects_and_a_limit(tmp_path: Path) -> None:
    rows = [
        {**GOOD, "level": f"Level {n}", "type": "Algebra" if n < 4 else "Geometry"} for n in (1, 2, 3, 4, 5)
    ]
    file = str(written(tmp_path, *rows, "{"))
    assert [row.level for row in read(file, level="2-4")] == [2, 3, 4]
    assert [row.level for row in read(file, subject="geometry")] == [4, 5]
    assert read(file, level="3").left_out == 4
    assert [row.level for row in read(file, limit=2)] == [1, 2]
    for options, message in (
        ({"level": "7"}, "no row of level 7 in .*; it has level 1, level 2"),
        ({"level": "hard"}, "level 'hard' is none"),
        ({"level": "4-2"}, "level '4-2' is none"),
        ({"level": "1", "subject": "geometry"}, "it has"),
        ({"limit": 0}, "at least 1 is needed"),
    ):
        with pytest.raises(UsageError, match=message):
            read(file, **options)


def test_tasks_are_the_same_rows_each_time_and_more_rows_only_add() -> None:
    few, more = read("tasks:arithmetic", limit=20), read("tasks:arithmetic", limit=30)
    assert few.rows == more.rows[:20] and len(more) == 30
    assert all(row.thought and row.answer == f"\\boxed{{{row.gold}}}" for row in more)
    assert {row.level for row in read("tasks:logic", limit=15, level="2")} == {2}
    with pytest.raises(UsageError, match="tasks have the levels 1 to 3"):
        read("tasks:logic", level="4")


def test_hub_sets_are_read_as_they_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []

    def load_dataset(
        name: str, config: str | None, *, split: str, streaming: bool
    ) -> Iterator[dict[str, Any]]:
        asked.append((name, config, split, streaming))
        yield {**GOOD, "options": None}  # a column that only other rows fill
        yield {"question": "?"}
        raise ConnectionError("the network is down\nfor good")

    monkeypatch.setitem(sys.modules, "datasets", SimpleNamespace(load_dataset=load_dataset))
    (row,) = read("hub:acme/units/plain:test", limit=1)
    assert (row.gold, row.file, row.line) == ("3000", "hub:acme/units/plain:test", 1)
    with pytest.raises(UnavailableError, match="^cannot read hub:acme/units: the network is down$"):
        read("hub:acme/units")
    assert asked == [("acme/units", "plain", "test", True), ("acme/units", None, "train", True)]
    with pytest.raises(UsageError, match="hub:units is no set"):
        read("hub:units")


def test_without_datasets_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(UnavailableError, match="pip install datasets"):
        read("hub:acme/units")


KEYS = st.sampled_from(
    ["question", "answer", "reasoning", "messages", "prompt", "completion", "options", "label", "problem",
     "solution", "level", "role", "content", "text"]
)  # fmt: skip
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["user", "\\boxed{1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.binary(max_size=80).map(lambda b: b.replace(b"\n", b""))
        | VALUES.map(lambda v: json.dumps(v).encode())
    )
)
def test_any_bytes_are_rows_and_refused_lines_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    file = tmp_path_factory.mktemp("any") / "any.jsonl"
    file.write_bytes(b"\n".join(lines))
    try:
        rows = read(str(file))
    except MoeliteError as error:
        assert "\n" not in str(error)
        return
    seen = sorted([row.line for row in rows] + [bad.line for bad in rows.refused])
    text = [n for n, line in enumerate(lines, start=1) if _not_blank(line, n)]
    assert seen == text


def _not_blank(line: bytes, number: int) -> bool:
    text = line.decode("utf-8-sig" if number == 1 else "utf-8", "replace")
    return bool(text.strip())
