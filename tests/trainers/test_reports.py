"""Reports on disk read back equal, and two of them are compared question by question."""

import json
import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.errors import UnavailableError, UsageError
from trainers import reports
from trainers.graded import (
    DECLINED,
    REFUSED,
    Judged,
    Outcome,
    adapter_of,
    confusion,
    disagreements,
    table,
)
from trainers.reports import Report, compare

SETS = {"numbers": "ab" * 32}


def report(routed: str, bare: str = "", **fields: object) -> Report:
    """A report on as many questions as `routed` has digits: "1" where the system was right, "0" where not."""
    questions = tuple(
        Judged("numbers", f"q{i}", "7", "chess", "opening", "chess", answers_of(routed[i], bare[i : i + 1]))
        for i in range(len(routed))
    )
    systems = ("bare", "routed") if bare else ("routed",)
    rows = table(questions, systems, SETS)
    backbone = {"name": "nano", "fingerprint": "f" * 16, "device": "cpu", "head": "bf16", "cache": "bf16"}
    packs = {"chess": "c" * 64}
    found = Report("2026-11-28T11:40:03+00:00", backbone, packs, SETS, systems, 512, True, rows, questions)
    return replace(found, **fields)


def answers_of(routed: str, bare: str) -> dict[str, Outcome]:
    right = {"chess": routed, "none": bare}
    return {
        name: Outcome("<think>\n7\n</think>\n\n\\boxed{7}", "7", digit == "1", False)
        for name, digit in right.items()
        if digit
    }


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("MOELITE_HOME", str(tmp_path / "home"))


def test_a_report_reads_back_equal_and_its_summary_without_the_questions():
    saved = reports.save(report("101", "001"))
    assert saved.name == "20261128-114003"
    assert reports.read(saved.name) == saved
    assert reports.read(str(reports.folder() / f"{saved.name}.jsonl")) == saved
    assert reports.listed() == ((replace(saved, questions=()),), ())


def test_two_reports_of_one_second_have_two_names_and_the_latest_comes_first():
    first, second = (reports.save(report("1")) for _ in range(2))
    later = reports.save(report("1", when="2026-11-28T12:00:00+00:00"))
    assert [found.name for found in reports.listed()[0]] == [later.name, second.name, first.name]


@given(st.text(), st.text(), st.text())
def test_whatever_a_model_writes_is_read_back(text: str, answer: str, gold: str):
    if any("\ud800" <= char <= "\udfff" for char in text + answer + gold):
        return
    question = Judged("numbers", text, gold, "", "", REFUSED, {"none": Outcome(text, answer, False, True)})
    saved = reports.save(report("1", questions=(question,)))
    assert reports.read(saved.name).questions == (question,)
    os.unlink(reports.folder() / f"{saved.name}.jsonl")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"report": 2}', '{"report": 1}', '{"event": "Routed"}', "\ud7ff\n"]
)
def test_a_file_that_is_no_report_is_told_and_hides_no_other(text: str):
    good = reports.save(report("1"))
    (reports.folder() / "bad.jsonl").write_text(text)
    found, problems = reports.listed()
    assert [one.name for one in found] == [good.name]
    assert len(problems) == 1 and "bad.jsonl: not a report" in problems[0]
    with pytest.raises(UnavailableError, match="not a report"):
        reports.read("bad")


def test_a_damaged_question_is_told_where_the_report_is_opened():
    path = reports.folder() / f"{reports.save(report('11')).name}.jsonl"
    path.write_text(path.read_text() + json.dumps({"set": "numbers"}) + "\n")
    with pytest.raises(UnavailableError, match="not a report"):
        reports.read(path.stem)


def test_a_report_that_is_nowhere_is_said_with_the_latest():
    with pytest.raises(UnavailableError, match="none is saved yet"):
        reports.read("x")
    name = reports.save(report("1")).name
    with pytest.raises(UnavailableError, match=name):
        reports.read("x")


def test_a_full_disk_leaves_nothing_half_written(monkeypatch):
    reports.folder().mkdir(parents=True)

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.rename", full)
    with pytest.raises(UnavailableError, match="No space left"):
        reports.save(report("1"))
    assert list(reports.folder().iterdir()) == []


def test_reports_are_compared_on_the_questions_that_both_hold():
    first, second = report("10010", "00000"), report("1111")
    (found,) = compare(first, second)
    assert (found.set, found.system, found.n) == ("numbers", "routed", 4)
    assert (found.first, found.second, found.difference) == (0.5, 1.0, 0.5)
    assert (found.gained, found.lost, found.p) == (2, 0, 0.5)
    assert found.low < found.difference < found.high
    (back,) = compare(second, first)
    assert (back.difference, back.gained, back.lost) == (-0.5, 0, 2)
    assert (back.low, back.high) == pytest.approx((-found.high, -found.low))


def test_reports_without_a_shared_question_are_not_compared():
    other = tuple(replace(question, text="another") for question in report("1").questions)
    with pytest.raises(UsageError, match="share no question"):
        compare(report("1"), report("1", questions=other))


def test_each_system_answers_with_its_adapter():
    assert [adapter_of(s, "chess", "go") for s in ("bare", "routed", "oracle", "shogi")] == [
        "none",
        "go",
        "chess",
        "shogi",
    ]
    declined = Judged("numbers", "q", "7", "chess", "", REFUSED, {REFUSED: DECLINED})
    assert declined.by("routed") == DECLINED and declined.by("oracle") is None


def test_the_router_is_confused_by_what_goes_to_another_domain_or_nowhere():
    routes = ["chess", "chess", "go", REFUSED, "none", ""]
    questions = [Judged("numbers", f"q{i}", "7", "chess", "", route) for i, route in enumerate(routes)]
    questions.append(Judged("other", "q", "7", "", "", "go"))
    assert confusion(questions) == {
        ("chess", "chess"): 2,
        ("chess", "go"): 1,
        ("chess", "none"): 2,
        ("", "go"): 1,
    }


def test_systems_disagree_where_only_some_are_right():
    found = report("101", "001")
    assert [q.text for q in disagreements(found.questions, found.systems)] == ["q0"]
    assert disagreements(found.questions, ("routed",)) == []
