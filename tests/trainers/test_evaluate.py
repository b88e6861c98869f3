"""Sets, the systems side by side, and the file of decoded answers."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.errors import UsageError
from adapters.pack import load_pack
from runtime.runtime import Runtime
from trainers.evaluate import Answered, EvaluationEvent, Routing, Tabled, evaluate, hosted
from trainers.heldout import held_out
from trainers.memory import Memory, read_cache, write_cache
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
    sets, memory = [read_set(str(file))], Memory()
    systems = ["bare", "chess", "routed", "oracle"]
    report = evaluate(runtime, sets, systems, max_new_tokens=6, memory=memory)
    assert [row.system for row in report.rows] == systems and report.finished
    assert sum(len(question.answers) for question in report.questions) == len(memory.decoded) == 10
    assert all(row.unanswered == row.n for row in report.rows)  # an untrained model answers nothing
    assert report.rows[-1].n == 1  # only one row has a domain
    assert report.backbone["fingerprint"] == runtime.info.fingerprint
    assert report.packs == {"chess": runtime.packs[0].digest}
    cache = tmp_path / "decoded.gz"
    write_cache(cache, runtime, memory.decoded)
    assert read_cache(cache, runtime) == memory.decoded
    told: list[EvaluationEvent] = []
    again = evaluate(runtime, sets, systems, max_new_tokens=6, memory=memory, on_event=told.append)
    assert again.rows == report.rows
    assert told == [Tabled(report.rows)]  # nothing was routed or decoded again


def test_answers_are_told_as_they_come_and_the_last_table_is_the_reports(
    file: Path, runtime: Runtime
) -> None:
    told: list[EvaluationEvent] = []
    report = evaluate(
        runtime, [read_set(str(file))], ["bare", "routed"], max_new_tokens=6, on_event=told.append
    )
    routing = [event for event in told if isinstance(event, Routing)]
    answered = [event for event in told if isinstance(event, Answered)]
    tables = [event for event in told if isinstance(event, Tabled)]
    assert routing == [Routing(number, 5) for number in range(1, 6)]
    assert [(event.done, event.total) for event in answered] == [
        (i, len(answered)) for i in range(1, len(answered) + 1)
    ]
    assert answered[0].left_s > 0 == answered[-1].left_s
    by_text = {question.text: question for question in report.questions}
    assert all(by_text[e.question].answers[e.adapter] == e.outcome for e in answered)
    assert len(tables) >= 2 and tables[0].rows[0].n == 1 and tables[-1] == Tabled(report.rows) == told[-1]


def test_who_stops_keeps_what_is_done_and_goes_on_from_there(file: Path, runtime: Runtime) -> None:
    sets, memory = [read_set(str(file))], Memory()
    told: list[EvaluationEvent] = []
    stopped = evaluate(
        runtime,
        sets,
        ["bare"],
        max_new_tokens=6,
        memory=memory,
        on_event=told.append,
        cancelled=lambda: any(isinstance(event, Answered) and event.done == 2 for event in told),
    )
    assert not stopped.finished and stopped.rows[0].n == len(memory.decoded) == 2
    told.clear()
    rest = evaluate(runtime, sets, ["bare"], max_new_tokens=6, memory=memory, on_event=told.append)
    assert rest.finished and rest.rows[0].n == 5
    assert [event.total for event in told if isinstance(event, Answered)] == [3, 3, 3]


def test_what_a_small_backbone_declines_is_wrong_and_counts_only_at_its_turn(
    file: Path, runtime: Runtime, monkeypatch
) -> None:
    monkeypatch.setattr("trainers.evaluate.BATCH", 1)
    monkeypatch.setattr("trainers.evaluate.TABLE_S", 0.0)
    monkeypatch.setattr(runtime, "info", replace(runtime.info, micro=True))
    texts = [question.text for question in read_set(str(file)).questions]
    known = Memory(routes={text: "chess" if text == texts[0] else "refused" for text in texts})
    told: list[EvaluationEvent] = []
    report = evaluate(
        runtime, [read_set(str(file))], ["routed"], max_new_tokens=2, memory=known, on_event=told.append
    )
    first = next(event for event in told if isinstance(event, Tabled))
    assert first.rows[0].n == 1  # the declined ones come after it
    assert (report.rows[0].n, report.rows[0].unanswered, report.rows[0].right) == (5, 5, 0)
    assert [event.total for event in told if isinstance(event, Answered)] == [1]
    assert list(known.decoded) == [(texts[0], "chess")]


def test_the_runtime_is_free_between_two_batches(file: Path, runtime: Runtime, monkeypatch) -> None:
    monkeypatch.setattr("trainers.evaluate.BATCH", 2)
    asked: list[int] = []
    complete = runtime.complete

    def counted(questions, **options):
        asked.append(len(questions))
        return complete(questions, **options)

    monkeypatch.setattr(runtime, "complete", counted)
    assert evaluate(runtime, [read_set(str(file))], ["bare", "chess"], max_new_tokens=2).finished
    assert asked == [2, 2, 2, 2, 1, 1]  # an adapter at a time, too


def test_the_oracle_has_no_answer_where_the_domain_has_no_adapter(nano: Path, file: Path) -> None:
    bare = Runtime.load(str(nano), packs=[])
    with pytest.raises(UsageError, match="nothing to measure: oracle"):
        evaluate(bare, [read_set(str(file))], ["oracle"])
    report = evaluate(bare, [read_set(str(file))], ["bare", "oracle"], max_new_tokens=2)
    assert [row.system for row in report.rows] == ["bare"]


def test_a_set_without_questions_is_nothing_to_measure(tmp_path: Path, runtime: Runtime) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("")
    for sets in ([], [read_set(str(path))]):
        with pytest.raises(UsageError, match="nothing to measure: bare"):
            evaluate(runtime, sets, ["bare"])


def test_a_question_that_leaves_no_room_for_an_answer_is_not_answered(
    tmp_path: Path, runtime: Runtime
) -> None:
    path = tmp_path / "long.jsonl"
    path.write_text(json.dumps({"question": "knight " * 3000, "final_answer": "1"}) + "\n")
    report = evaluate(runtime, [read_set(str(path))], ["bare"], max_new_tokens=2)
    assert (report.rows[0].n, report.rows[0].unanswered) == (1, 1)


def test_a_guest_answers_but_is_never_routed_to(nano_pack: Path, file: Path, runtime: Runtime) -> None:
    guest = replace(load_pack(nano_pack), name="joint")
    with hosted(runtime, [guest]):
        report = evaluate(runtime, [read_set(str(file))], ["joint", "routed"], max_new_tokens=2)
        assert [row.system for row in report.rows] == ["joint", "routed"]
        assert {question.route for question in report.questions} <= {"chess", "none"}
    assert runtime.domains == ("chess",)
    with (
        pytest.raises(UsageError, match="a pack named chess answers already"),
        hosted(runtime, [guest, load_pack(nano_pack)]),
    ):
        pass
    assert runtime.domains == ("chess",)


def test_answers_of_other_packs_are_refused(nano: Path, runtime: Runtime, tmp_path: Path) -> None:
    cache = tmp_path / "decoded.gz"
    write_cache(cache, runtime, {})
    with pytest.raises(UsageError, match="another backbone or other packs"):
        read_cache(cache, Runtime.load(str(nano), packs=[]))
    cache.write_bytes(b"no gzip")
    with pytest.raises(UsageError, match="no file of decoded answers"):
        read_cache(cache, runtime)


def test_an_unknown_system_is_refused_with_the_known_ones(file: Path, runtime: Runtime) -> None:
    with pytest.raises(UsageError, match="bare, chess, routed, oracle"):
        evaluate(runtime, [read_set(str(file))], ["jazz"])


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
