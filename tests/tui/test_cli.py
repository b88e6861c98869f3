import io
import json
import os
import subprocess
import sys
import threading

import pytest

from adapters import registry
from adapters.errors import UnavailableError
from runtime.events import Answer, Finished, Routed, from_json
from runtime.fake import FakeRuntime, Script
from tests.adapters.packs import make_pack
from tui import host
from tui.cli import main


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The scripted runtime answers without delay."""
    monkeypatch.setattr("runtime.fake.FakeRuntime.__init__.__kwdefaults__", {"delay": 0, "domains": DOMAINS})


DOMAINS = ("arithmetic", "logic", "symbolic")


@pytest.fixture
def no_bundled(tmp_path, monkeypatch):
    monkeypatch.setattr(registry, "BUNDLED", tmp_path / "bundled")


def play(monkeypatch, *scripts: Script) -> None:
    """Let --fake answer "q0", "q1", … with these scripts."""
    runtime = FakeRuntime({f"q{i}": script for i, script in enumerate(scripts)}, delay=0)
    monkeypatch.setattr(host, "load", lambda target, progress: runtime)


def run(capsys, *argv: str) -> tuple[int, str, str]:
    code = main(list(argv))
    out = capsys.readouterr()
    return code, out.out, out.err


def type_in(monkeypatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_ask_puts_the_answer_on_stdout_and_all_else_on_stderr(capsys):
    code, out, err = run(capsys, "ask", "--fake", "Expand (x+2)(x-7).")
    assert (code, out) == (0, "x^2 - 5x - 14\n")
    assert err.startswith("symbolic · 92% · like “Expand (a+1)(a-1).”")
    assert "x*(x-7) = x^2 - 7x\n" in err and "25 tokens" in err


def test_the_words_of_a_question_need_no_quotes(capsys):
    assert run(capsys, "--fake", "ask", "what", "is", "1+1?")[1] == "what is 1+1?\n"


def test_a_question_from_stdin(capsys, monkeypatch):
    type_in(monkeypatch, "Expand (x+2)(x-7).\n")
    assert run(capsys, "ask", "--fake", "-")[:2] == (0, "x^2 - 5x - 14\n")


def test_json_events_read_back_in_order(capsys):
    code, out, err = run(capsys, "ask", "--fake", "--json", "What is 17*23 + 5?")
    events = [from_json(line) for line in out.splitlines()]
    assert code == 0 and err == ""
    assert isinstance(events[0], Routed) and events[0].adapter == "arithmetic"
    assert isinstance(events[-2], Answer) and events[-2].text == "396"
    assert isinstance(events[-1], Finished) and events[-1].restarts == 1


def test_a_forced_domain_is_not_routed(capsys):
    code, out, err = run(capsys, "ask", "--fake", "-d", "logic", "Expand (x+2)(x-7).")
    assert code == 0 and err.startswith("logic · asked for")
    assert run(capsys, "ask", "--fake", "-d", "none", "2+2")[2].startswith("bare fake · asked for")


def test_a_question_outside_the_domains_is_told_so_on_stdout(capsys):
    code, out, err = run(capsys, "ask", "--fake", "hi there")
    assert code == 0 and "knows only" in out and "--backbone" in out
    assert "not answered" in err


def test_the_token_limit_is_exit_code_4_and_keeps_what_was_written(capsys):
    code, out, err = run(capsys, "ask", "--fake", "--max-tokens", "4", "What is 17*23 + 5?")
    assert (code, out) == (4, "")
    assert "17*23 = 17*20 +\n" in err and "token limit" in err


def test_no_think_answers_at_once(capsys):
    assert "17*20" not in run(capsys, "ask", "--fake", "--no-think", "What is 17*23 + 5?")[2]


def test_terminal_control_codes_of_a_model_are_not_printed(capsys, monkeypatch):
    play(monkeypatch, Script("logic", ("a\x1b[2Jb",), "x\x1b]0;title\x07[red]y"))
    code, out, err = run(capsys, "ask", "q0")
    assert (code, out) == (0, "x]0;title[red]y\n")
    assert "\x1b" not in err


def test_a_longer_answer_keeps_its_lines_and_loses_its_box(capsys, monkeypatch):
    play(monkeypatch, Script("logic", (), "Because\nof that: \\boxed{\\frac{1}{2}}."))
    assert run(capsys, "ask", "q0")[1] == "Because\nof that: \\frac{1}{2}.\n"


def test_an_error_in_the_middle_is_one_line_with_its_exit_code(capsys, monkeypatch):
    play(monkeypatch, Script("logic", ("so far",), "x", UnavailableError("the GPU\nwent away")))
    code, out, err = run(capsys, "ask", "q0")
    assert (code, out) == (3, "")
    assert "so far\n" in err and err.endswith("moelite: the GPU went away\n")


def test_an_unexpected_error_is_one_line_without_a_traceback(capsys, monkeypatch):
    play(monkeypatch, Script("logic", (), "x", ZeroDivisionError("by zero")))
    code, _, err = run(capsys, "ask", "q0")
    assert code == 1 and "unexpected ZeroDivisionError: by zero" in err and "Traceback" not in err


@pytest.mark.parametrize(
    "argv",
    [
        ["nosuch"],
        ["--nosuch"],
        ["ask"],
        ["ask", "--fake", "  "],
        ["ask", "--fake", "--temperature", "-1", "q"],
        ["ask", "--fake", "--temperature", "warm", "q"],
        ["ask", "--fake", "--max-tokens", "0", "q"],
        ["ask", "--backbone"],
        ["adapters", "show"],
        ["adapters", "remove", "../x"],
        ["eval", "--limit", "0"],
        ["eval", "--systems", ","],
        ["eval", "--fake"],
        ["eval", "--joint", "/no/such/folder"],
    ],
)
def test_misuse_is_one_line_and_exit_code_2(capsys, argv):
    code, out, err = run(capsys, *argv)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1 and err.startswith("moelite: ")


@pytest.mark.parametrize("argv", [["ask", "-"], ["route"]])
@pytest.mark.parametrize("text", ["", "\n \n"])
def test_nothing_on_stdin_is_misuse(capsys, monkeypatch, argv, text):
    type_in(monkeypatch, text)
    assert run(capsys, *argv, "--fake")[0] == 2


def test_an_unknown_domain_is_missing_and_names_those_there_are(capsys):
    code, _, err = run(capsys, "ask", "--fake", "-d", "poetry", "q")
    assert code == 3 and "arithmetic, logic, symbolic" in err


def test_help_documents_the_exit_codes_everywhere(capsys):
    for command in ([], ["ask"], ["route"], ["adapters"], ["adapters", "add"], ["eval"], ["doctor"]):
        code, out, _ = run(capsys, *command, "--help")
        if command != ["adapters", "add"]:
            assert code == 0 and "130  interrupted" in out
        if command not in (["adapters"],):
            assert "--backbone" in out


def test_without_a_terminal_one_example_is_answered(capsys, monkeypatch):
    type_in(monkeypatch, "")
    assert run(capsys, "--fake")[:2] == (0, "x^2 - 5x - 14\n")


def test_route_prints_a_line_for_each_question(capsys):
    code, out, _ = run(capsys, "route", "--fake", "2+2", "hi")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["arithmetic", "none"]


def test_route_reads_lines_and_json_lines(capsys, monkeypatch):
    type_in(monkeypatch, '2+2\n\n{"text": "All x"}\n{1,2} or {3}?\n')
    code, out, _ = run(capsys, "route", "--fake", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["question"] for row in rows] == ["2+2", "All x", "{1,2} or {3}?"]
    assert rows[1]["domain"] == "logic" and len(rows[0]["nearest"]) == 3


@pytest.mark.parametrize("line", ['{"question": "q"}', '{"text": 3}', '{"text": " "}'])
def test_route_names_the_line_that_has_no_text(capsys, monkeypatch, line):
    type_in(monkeypatch, f"2+2\n{line}\n")
    code, _, err = run(capsys, "route", "--fake")
    assert code == 2 and "line 2" in err


def test_adapters_are_added_listed_shown_verified_and_removed(capsys, tmp_path, no_bundled):
    source = make_pack(tmp_path / "src", scores={"numbers": 0.9})
    code, out, _ = run(capsys, "adapters", "add", str(source.path))
    assert code == 0 and out.startswith("added colours")
    code, out, _ = run(capsys, "adapters", "add", "--json", "--replace", str(source.path))
    assert json.loads(out)["digest"] == source.digest
    assert "colours          user     rank 4" in run(capsys, "adapters", "list")[1]
    (row,) = [json.loads(line) for line in run(capsys, "adapters", "list", "--json")[1].splitlines()]
    assert (row["name"], row["bundled"], row["scores"]) == ("colours", False, {"numbers": 0.9})
    assert "target_modules: q_proj, v_proj\n" in run(capsys, "adapters", "show", "colours")[1]
    assert json.loads(run(capsys, "adapters", "show", "--json", "colours")[1])["rank"] == 4
    assert run(capsys, "adapters", "verify")[:2] == (0, "colours: sound\n")
    code, out, _ = run(capsys, "adapters", "remove", "--json", "colours")
    assert code == 0 and json.loads(out)["name"] == "colours"
    assert run(capsys, "adapters", "list")[:2] == (0, "")


def test_a_damaged_pack_is_exit_code_3_and_changes_nothing(capsys, tmp_path, no_bundled):
    good = make_pack(tmp_path / "good")
    run(capsys, "adapters", "add", str(good.path))
    bad = make_pack(tmp_path / "bad", seed=2)
    os.truncate(bad.weights, 99)
    code, out, err = run(capsys, "adapters", "add", "--replace", str(bad.path))
    assert (code, out) == (3, "") and "damaged" in err and err.count("\n") == 1
    assert registry.show("colours").digest == good.digest


def test_verify_fails_where_one_pack_is_broken(capsys, tmp_path, no_bundled):
    for name in ("good", "bad"):
        run(capsys, "adapters", "add", str(make_pack(tmp_path / name, name).path))
    capsys.readouterr()
    os.truncate(registry.user_packs() / "bad/adapter_model.safetensors", 99)
    code, out, _ = run(capsys, "adapters", "verify", "--json")
    rows = {row["pack"]: row["problems"] for row in map(json.loads, out.splitlines())}
    assert code == 3 and rows["good"] == [] and "damaged" in rows["bad"][0]
    code, out, err = run(capsys, "adapters", "list")
    assert code == 0 and "good" in out and "broken" in err


@pytest.mark.parametrize("command", ["show", "remove"])
def test_an_unknown_pack_is_exit_code_3(capsys, no_bundled, command):
    assert run(capsys, "adapters", command, "poetry")[0] == 3


def test_doctor_tells_what_is_missing(capsys, no_bundled):
    code, out, _ = run(capsys, "doctor", "--fake", "--json")
    page = json.loads(out)
    assert code == 3 and page["problems"] == ["no domain is installed"]
    assert page["packages"]["textual"] == "8.2.8"
    assert "verdict:    1 problem\n" in run(capsys, "doctor", "--fake")[1]


def test_ctrl_c_keeps_the_partial_answer_and_is_exit_code_130(capsys, monkeypatch):
    script = Script("logic", ("one two three",), "four " * 500)
    runtime = FakeRuntime({"q0": script}, delay=0.005)
    monkeypatch.setattr(host, "load", lambda target, progress: runtime)
    timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), 2))
    timer.start()
    code, out, err = run(capsys, "ask", "q0")
    timer.join()
    assert code == 130
    assert out.startswith("four four") and out.endswith("four\n")
    assert "stopped" in err


def run_program(*argv: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "tui.cli", *argv], capture_output=True, text=True, timeout=60, **options
    )


def test_help_is_quick_and_imports_nothing_heavy():
    probe = (
        "import sys; from tui.cli import main; main(['--help']);"
        "bad = {'torch', 'textual', 'numpy', 'sklearn', 'rich', 'transformers'} & set(sys.modules);"
        "sys.exit(str(bad) if bad else 0)"
    )
    best = 9.0
    for _ in range(3):
        before = os.times()  # of the processor, not of the clock: others may be running
        done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
        after = os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        best = min(best, used)
        assert done.returncode == 0, done.stderr
    assert best < 0.3


def test_a_reader_that_stops_reading_is_no_complaint():
    done = subprocess.run(
        f"yes 2+2 | head -20000 | {sys.executable} -m tui.cli route --fake | head -1",
        shell=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == "" and done.stdout.startswith("arithmetic")


def test_bytes_that_are_not_text_are_one_line():
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli", "route", "--fake"],
        input=b"\xff\xfe\n",
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1
