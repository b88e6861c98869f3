"""What people get wrong when they train: each is one line and an exit code, and nothing is left behind."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.cli import main

GOOD = {"question": "What is 2 + 3?", "reasoning": "2 + 3 = 5", "answer": "5"}
Arguments = list[str]
Case = Callable[[Path, Path], Arguments]


def _jsonl(folder: Path, *rows: object) -> str:
    file = folder / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return str(file)


def _data(*rows: object) -> Case:
    return lambda folder, nano: ["kin", "--data", _jsonl(folder, *rows)]


def _bytes(content: bytes, name: str = "rows.jsonl") -> Case:
    def arguments(folder: Path, nano: Path) -> Arguments:
        (folder / name).write_bytes(content)
        return ["kin", "--data", str(folder / name)]

    return arguments


def _with(*more: str, name: str = "kin") -> Case:
    """Good data, and something else that is wrong; {} is the folder of the test."""

    def arguments(folder: Path, nano: Path) -> Arguments:
        rows = [GOOD | {"question": f"What is {n} + 3?", "answer": str(n + 3)} for n in range(40)]
        return [name, "--data", _jsonl(folder, *rows), *(part.format(folder) for part in more)]

    return arguments


def _config(text: str) -> Case:
    def arguments(folder: Path, nano: Path) -> Arguments:
        (folder / "x.toml").write_text(text)
        return _with("--config", "{}/x.toml")(folder, nano)

    return arguments


def _backbone(change: Callable[[Path], object]) -> Case:
    def arguments(folder: Path, nano: Path) -> Arguments:
        shutil.copytree(nano, folder / "backbone")
        change(folder / "backbone")
        return _with("--backbone", "{}/backbone")(folder, nano)

    return arguments


def _other_model(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"model_type": "llama"}))


def _sourced(source: str, *more: str) -> Case:
    return lambda folder, nano: ["kin", "--data", source.format(folder), *more]


def _overlap(folder: Path, nano: Path) -> Arguments:
    from trainers.sets import read_set

    question = read_set("arithmetic.numbers", 1).questions[0]
    return _data({"question": question.text, "reasoning": "So.", "answer": question.gold})(folder, nano)


def _damaged_run(folder: Path, nano: Path) -> Arguments:
    run = folder / "home" / "training" / "kin"
    run.mkdir(parents=True)
    (run / "run.json").write_text('{"name": "kin"')
    return ["kin", "--resume"]


def _unwritable(folder: Path, nano: Path) -> Arguments:
    (folder / "home").write_text("a file where the folder should be")
    return _with()(folder, nano)


CASES: dict[str, tuple[Case, int, str]] = {
    "no data": (lambda folder, nano: ["kin"], 2, "give --data"),
    "no such file": (_sourced("{}/none.jsonl"), 2, "no file or folder"),
    "an empty file": (_bytes(b""), 2, "holds no rows"),
    "a folder without data": (_sourced("{}"), 2, "no .jsonl, .json, .txt file"),
    "no JSON": (_bytes(b"question: what?\n"), 2, "rows.jsonl, line 1: not JSON"),
    "bad UTF-8": (_bytes(b'{"question": "caf\xe9"}\n'), 2, "line 1: not UTF-8 (byte 18)"),
    "a binary file": (_bytes(bytes(range(256)) * 40), 2, "line 1"),
    "a line of 10 MB": (
        _bytes(b'{"question": "' + b"x" * 10_000_000),
        2,
        "a line of more than 1,048,576 bytes",
    ),
    "a JSON array": (_bytes(json.dumps([GOOD]).encode()), 2, "line 1: a JSON array; write one object a line"),
    "wrong keys": (_data({"q": "2 + 3?", "a": "5"}), 2, "line 1: needs messages, or prompt and completion"),
    "a key of another type": (_data(GOOD | {"question": 5}), 2, "line 1: question is a int, not a text"),
    "an empty question": (_data(GOOD | {"question": " "}), 2, "line 1: an empty question"),
    "an empty answer": (_data(GOOD | {"answer": ""}), 2, "line 1: an empty answer"),
    "no boxed answer": (_data({"problem": "2 + 3?", "solution": "It is 5."}), 2, "no \\boxed answer"),
    "an answer that is no option": (
        _data({"question": "Which?", "options": ["a", "b"], "label": "C"}),
        2,
        "line 1: 'C' is none of the 2 options",
    ),
    "a conversation without an answer": (
        _data({"messages": [{"role": "user", "content": "2 + 3?"}]}),
        2,
        "line 1: the last two turns",
    ),
    "a problem without a solution": (_data({"problem": "2 + 3?", "answer": "5"}), 2, "evaluate on it"),
    "rows that are all too long": (_with("--set", "data.max_tokens=16"), 2, "no row of"),
    "a fifth of the rows bad": (
        _data(*[GOOD | {"question": f"What is {n}?"} for n in range(8)], {}, {}),
        2,
        "2 of 10 rows cannot be used",
    ),
    "only questions of an evaluation set": (_overlap, 2, "1 in an evaluation set"),
    "a level that there is not": (_with("--set", "data.level=7"), 2, "no row of level 7"),
    "a level that is none": (_with("--set", "data.level=hard"), 2, "level 'hard' is none"),
    "tasks that there are not": (_sourced("tasks:chess"), 2, "no tasks for 'chess'"),
    "a hub set without a name": (_sourced("hub:squad"), 2, "hub:squad is no set"),
    "a name with ../": (_with(name="../evil"), 2, "'../evil' cannot name a domain"),
    "a reserved name": (_with(name="none"), 2, "the word is reserved"),
    "a name already taken": (_with(name="logic"), 2, "logic is already installed; give --replace"),
    "a folder already taken": (_with("--out", "{}"), 2, "is there already; give --replace"),
    "no such configuration": (_with("--config", "{}/none.toml"), 2, "none.toml: No such file"),
    "a configuration that is no TOML": (_config("[train\n"), 2, "x.toml: not TOML"),
    "an unknown key": (_config("[train]\nleraning_rate = 1\n"), 2, "there is no key train.leraning_rate"),
    "a value of another type": (_config('[lora]\nrank = "high"\n'), 2, "x.toml: lora.rank must be a whole"),
    "a setting without a value": (_with("--set", "lora.rank"), 2, "give it as section.key=value"),
    "a setting out of range": (_with("--set", "train.lr=-1"), 2, "train.lr must be a number from"),
    "an unknown method": (_with("--method", "dpo"), 2, "train.method must be one of"),
    "GRPO without an adapter": (_with("--method", "grpo"), 3, "no domain 'kin' is installed"),
    "a dry run of GRPO": (_with("--method", "grpo", "--dry-run"), 2, "--dry-run is for sft and full"),
    "an unknown checker": (_with("--checker", "chess"), 2, "pack.checker must be one of"),
    "an unknown option": (_with("--learning-rate", "1"), 2, "No such option"),
    "no such exemplars": (_with("--exemplars", "{}/none.jsonl"), 2, "none.jsonl cannot be read"),
    "exemplars of another form": (_with("--exemplars", "{}/rows.jsonl"), 2, "rows.jsonl cannot be read"),
    "an unknown backbone": (_with("--backbone", "{}/none"), 3, "no backbone folder at"),
    "a backbone of another architecture": (_backbone(_other_model), 3, "moelite runs Qwen3 models"),
    "a backbone without a tokenizer": (
        _backbone(lambda folder: (folder / "tokenizer.json").unlink()),
        3,
        "has no tokenizer.json",
    ),
    "a backbone without weights": (
        _backbone(lambda folder: (folder / "model.safetensors").unlink()),
        3,
        "has no .safetensors file",
    ),
    "a torn backbone": (
        _backbone(lambda folder: (folder / "model.safetensors").write_bytes(b"torn")),
        3,
        "cannot read the backbone",
    ),
    "an unknown device": (_with("--device", "tpu"), 2, "unknown device 'tpu'"),
    "nowhere to write": (_unwritable, 2, "cannot write"),
    "nothing to resume": (lambda folder, nano: ["kin", "--resume"], 2, "there is no run of kin to resume"),
    "a damaged run": (_damaged_run, 3, "run.json is damaged"),
}


@pytest.mark.parametrize("case", CASES)
def test_broken_input_is_one_line_and_leaves_nothing(
    case: str, tmp_path: Path, nano: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    make, code, says = CASES[case]
    arguments = make(tmp_path, nano)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    backbone = [] if "--backbone" in arguments else ["--backbone", str(nano)]
    assert main(["train", *arguments, *backbone]) == code
    error = capfd.readouterr().err
    assert error.startswith("moelite: ") and error.count("\n") == 1, error
    assert says in error and "Traceback" not in error
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
