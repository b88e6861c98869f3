"""`moelite eval` and `moelite reports`."""

import json

import pytest

from tests.trainers.test_reports import report
from trainers import reports
from trainers.evaluate import Answered, Tabled
from trainers.graded import DECLINED
from tui.cli import main


def run(capsys, *argv: str) -> tuple[int, str, str]:
    code = main(list(argv))
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.fixture
def asked(monkeypatch):
    """The options with which an evaluation was asked for; it finds what `report` holds."""
    options = {}

    def fake_run(*, on_event, **given):
        options.update(given)
        found = report(routed="101", bare="001")
        on_event(Answered("q", "none", DECLINED, 1, 2, 3.0))
        on_event(Tabled(found.rows))
        return found

    monkeypatch.setattr("trainers.evaluate.run", fake_run)
    return options


def test_eval_passes_its_options_on_prints_a_table_and_saves_a_report(capsys, asked, tmp_path):
    options = ("--systems", "bare, routed", "--limit", "9", "--joint", str(tmp_path), "--device", "cpu")
    code, out, err = run(capsys, "--head", "int8", "eval", *options, "numbers")
    assert code == 0
    assert asked == {
        "systems": ["bare", "routed"],
        "sets": ["numbers"],
        "limit": 9,
        "backbone": None,
        "device": "cpu",
        "precision": {"head": "int8", "cache": "bf16"},
        "cache": None,
        "joint": (tmp_path,),
    }
    assert "66.7%" in out and "20.8% – 93.9%" in out and "33.3%" in out
    (saved,) = reports.listed()[0]
    assert err == f"numbers: SHA-256 {'ab' * 32}\nreport {saved.name} (see: moelite reports)\n"


def test_eval_as_json_is_a_row_a_line_and_keeps_no_report_where_none_is_wanted(capsys, asked):
    code, out, err = run(capsys, "eval", "--json", "--no-report")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0 and err == ""
    assert [(row["system"], row["right"], row["n"]) for row in rows] == [("bare", 1, 3), ("routed", 2, 3)]
    assert reports.listed() == ((), ())


def test_a_report_that_cannot_be_saved_does_not_cost_the_table(capsys, asked, own_home):
    own_home.mkdir()
    (own_home / "reports").write_text("in the way")
    code, out, err = run(capsys, "eval")
    assert code == 3 and "66.7%" in out and "the report was not saved" in err.splitlines()[-1]


def test_saved_reports_are_listed_shown_and_compared(capsys):
    assert "no report is saved yet" in run(capsys, "reports", "list")[2]
    first = reports.save(report(routed="1000", bare="0000")).name
    second = reports.save(report(routed="1111", bare="0000")).name
    assert (reports.folder() / f"{second}.jsonl").exists() and first != second
    code, out, err = run(capsys, "reports", "list")
    assert code == 0 and [line.split()[0] for line in out.splitlines()] == [second, first]
    assert json.loads(run(capsys, "reports", "list", "--json")[1].splitlines()[0])["name"] == second
    code, out, err = run(capsys, "reports", "show", first)
    assert code == 0 and "25.0%" in out and "backbone nano" in err
    assert json.loads(run(capsys, "reports", "show", "--json", first)[1].splitlines()[1])["right"] == 1
    code, out, err = run(capsys, "reports", "compare", first, second)
    assert code == 0 and "+75.0%" in out and "0.25" in out
    (bare, routed) = map(
        json.loads, run(capsys, "reports", "compare", "--json", first, second)[1].splitlines()
    )
    assert (bare["difference"], routed["gained"], routed["lost"]) == (0, 3, 0)


@pytest.mark.parametrize("argv", [["show", "nope"], ["compare", "nope", "neither"]])
def test_an_unknown_report_is_one_line(capsys, argv):
    code, out, err = run(capsys, "reports", *argv)
    assert (code, out) == (3, "") and err.count("\n") == 1 and "nope" in err


def test_a_damaged_report_is_told_beside_the_others(capsys):
    good = reports.save(report(routed="1")).name
    (reports.folder() / "bad.jsonl").write_text('{"report": 1}\n')
    code, out, err = run(capsys, "reports", "list")
    assert code == 0 and out.startswith(good) and "bad.jsonl: not a report" in err
