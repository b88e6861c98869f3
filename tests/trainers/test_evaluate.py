"""Sets, the systems side by side, and the file of decoded answers."""

import json
from pathlib import Path

import pytest

from adapters.errors import UsageError
from adapters.pack import load_pack
from runtime.runtime import Runtime
from trainers import evaluate as evaluation
from trainers.heldout import held_out
from trainers.sets import bundled, read_set
from trainers.tasks import FAMILIES
from trainers.tasks.item import draw

ROWS = [
    {"question": "What is 2 + 3?", "final_answer": "5", "domain": "chess"},
    {
        "context": "Max is a cat.",
        "question": "True or false? Max is a cat.",
        "options": ["A) True", "B) False"],
        "answer": "A",
    },
    {"Body": "Ann has 3 hats.", "Question": "How many hats?", "final_answer": "3"},
    {"problem": "Find $x$.", "final_answer": "1"},
    {"premises": ["All a are b.", "x is a."], "conclusion": "x is b.", "label": "True"},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.jsonl"
    # A line separator inside a text must not end the row.
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False).replace("hats?", "hats\u2028?") + "\n" for row in ROWS)
    )
    return path


@pytest.fixture
def runtime(nano: Path, nano_pack: Path) -> Runtime:
    return Runtime.load(str(nano), packs=[load_pack(nano_pack)])


def test_a_set_reads_every_known_form(file: Path) -> None:
    questions = read_set(str(file)).questions
    assert [q.gold for q in questions] == ["5", "A", "3", "1", "True"]
    assert questions[1].text == "Max is a cat.\nTrue or false? Max is a cat.\nA) True\nB) False"
    assert questions[1].graded("True") and questions[1].graded("A") and not questions[1].graded("B")
    assert questions[2].text == "Ann has 3 hats. How many hats\u2028?"
    assert questions[4].text == "All a are b.\nx is a.\nx is b."


@pytest.mark.parametrize("line", ["{", "[]", '{"question": "?"}', '{"final_answer": "1"}'])
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f"{json.dumps(ROWS[0])}\n{line}\n")
    with pytest.raises(UsageError, match="line 2"):
        read_set(str(path))


def test_a_set_that_is_nowhere_is_said_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="arithmetic.numbers"):
        read_set("nowhere")


def test_every_pair_is_decoded_once_and_kept_for_the_next_run(
    file: Path, runtime: Runtime, tmp_path: Path
) -> None:
    sets, decoded = [read_set(str(file))], {}
    systems = ["bare", "chess", "routed", "oracle"]
    table, outcomes = evaluation.evaluate(runtime, sets, systems, max_new_tokens=6, decoded=decoded)
    assert [row.system for row in table] == systems
    assert len(outcomes) == len(decoded) == 10
    assert all(row.unanswered == row.n for row in table)  # an untrained model answers nothing
    assert table[-1].n == 1  # only one row has a domain
    cache = tmp_path / "decoded.gz"
    evaluation.write_cache(cache, runtime, decoded)
    assert evaluation.read_cache(cache, runtime) == decoded
    again, _ = evaluation.evaluate(runtime, sets, systems, max_new_tokens=6, decoded=decoded)
    assert again == table


def test_answers_of_other_packs_are_refused(nano: Path, runtime: Runtime, tmp_path: Path) -> None:
    cache = tmp_path / "decoded.gz"
    evaluation.write_cache(cache, runtime, {})
    with pytest.raises(UsageError, match="another backbone or other packs"):
        evaluation.read_cache(cache, Runtime.load(str(nano), packs=[]))
    cache.write_bytes(b"no gzip")
    with pytest.raises(UsageError, match="no file of decoded answers"):
        evaluation.read_cache(cache, runtime)


def test_an_unknown_system_is_refused_with_the_known_ones(file: Path, runtime: Runtime) -> None:
    with pytest.raises(UsageError, match="bare, chess, routed, oracle"):
        evaluation.evaluate(runtime, [read_set(str(file))], ["jazz"])


def test_the_bundled_sets_are_large_distinct_and_never_trained_on() -> None:
    families = {family.name: family for family in FAMILIES}
    for name in bundled():
        questions = read_set(name).questions
        assert len({q.text for q in questions}) >= 0.99 * len(questions)
        assert len(questions) >= (1000 if not name.endswith(".long") else 500)
        assert all(families[q.group].domain == q.domain for q in questions)


def test_held_out_items_share_no_canonical_form_with_training() -> None:
    from random import Random

    for domain in ("arithmetic", "symbolic", "logic"):
        kept = {item.key for item in held_out(domain, "numbers", 40)}
        rng = Random(1)
        trained = {draw(f, rng, 3).key for f in FAMILIES if f.domain == domain for _ in range(20)}
        assert not kept & trained
