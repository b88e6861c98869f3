import json
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.errors import UnavailableError, UsageError
from router.route import Exemplar, Route
from runtime.events import Answer, Finished, Restarted, Routed, Step, Token, Verdict, to_json
from runtime.fake import FakeRuntime
from tui.desk import Timed
from tui.replay import from_line, play, read, replay_host, to_line

QUESTIONS = ("Expand (x+2)(x-7).", "What is 17*23 + 5?", "hi there")
NOW = float("inf")  # the speed at which nothing waits


def lines_of(*questions: str, times: bool = True) -> list[str]:
    """A saved file of the scripted runtime's turns, an event each 10 ms; the same in every process."""
    runtime = FakeRuntime(delay=0)
    return [
        to_line(Timed(number / 100, still(event))) if times else to_json(still(event))
        for question in questions
        for number, event in enumerate(runtime.solve(question))
    ]


def still(event):
    """The event without what a clock decided."""
    match event:
        case Finished(reason="refused"):
            return replace(event, first_token_s=0.0, seconds=0.0)
        case Finished():
            return replace(event, first_token_s=0.01, seconds=0.5, tok_s=80.0)
    return event


def file_of(tmp_path, *lines: str | bytes):
    path = tmp_path / "saved.jsonl"
    path.write_bytes(b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines))
    return path


TEXT = st.text(st.characters(exclude_categories=()))
NUMBERS = st.floats(0, 1e9)
EVENTS = st.one_of(
    st.builds(
        Routed,
        TEXT,
        TEXT,
        st.none()
        | st.builds(
            Route,
            st.none() | TEXT,
            st.dictionaries(TEXT, NUMBERS, min_size=1),
            NUMBERS,
            NUMBERS,
            st.lists(st.builds(Exemplar, TEXT, TEXT, NUMBERS)).map(tuple),
            NUMBERS,
        ),
        TEXT,
    ),
    st.builds(Token, TEXT, st.sampled_from(["thought", "answer"]), st.integers(1, 9999)),
    st.builds(
        Step, st.integers(1, 99), TEXT, st.builds(Verdict, st.sampled_from(["holds", "refuted"]), TEXT)
    ),
    st.builds(Restarted, st.integers(1, 99), TEXT, TEXT, st.integers(1, 9), st.sampled_from(["hint", "end"])),
    st.builds(Answer, TEXT, TEXT, st.sampled_from([None, True, False])),
    st.builds(
        Finished, st.just("stop"), st.integers(0), st.integers(0), st.integers(0), NUMBERS, NUMBERS, NUMBERS
    ),
)


@settings(deadline=None)
@given(NUMBERS, EVENTS)
def test_a_line_reads_back_as_the_event_and_its_time(at, event):
    line = to_line(Timed(at, event))
    assert from_line(line) == Timed(at, event)
    assert "\n" not in line and list(json.loads(line))[-1] == "at"


def test_a_file_is_read_into_its_turns(tmp_path):
    lines = lines_of(*QUESTIONS)
    turns = read(file_of(tmp_path, *lines, "", "  "))
    assert [turn.question for turn in turns] == list(QUESTIONS)
    assert [turn.domain for turn in turns] == [None] * 3
    assert [to_line(timed) for turn in turns for timed in turn.events] == lines
    assert turns[1].routed.adapter == "arithmetic" and turns[1].events[-1].at > 0


def test_a_forced_domain_is_known_by_the_route_that_is_missing(tmp_path):
    runtime = FakeRuntime(delay=0)
    lines = [to_json(event) for domain in ("logic", "none") for event in runtime.solve("2+2", domain=domain)]
    assert [turn.domain for turn in read(file_of(tmp_path, *lines))] == ["logic", "none"]


def test_lines_of_ask_without_times_go_at_the_pace_of_their_numbers(tmp_path):
    events = [
        Routed("q", "logic", None, "micro"),
        *(Token("a", "thought", number) for number in (1, 2, 3)),
        Step(1, "aaa", Verdict("holds")),
        Answer("x", "x"),
        Finished("stop", 8, 3, 0, 0.5, 1.0, 4.0),
    ]
    (turn,) = read(file_of(tmp_path, *map(to_json, events)))
    assert [timed.at for timed in turn.events] == [0.0, 0.5, 0.75, 1.0, 1.0, 1.0, 1.0]
    assert [timed.event for timed in turn.events] == events
    (cut,) = read(file_of(tmp_path, *map(to_json, events[:-1])))  # killed before its numbers came
    assert {timed.at for timed in cut.events} == {0.0}


def bad(line: str, **changes: object) -> str:
    """The line with other values."""
    return json.dumps({**json.loads(line), **changes})


ROUTED, TOKEN, *_, ANSWER, FINISHED = lines_of(QUESTIONS[0])
STEP = next(line for line in lines_of(QUESTIONS[0]) if '"Step"' in line)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("hello", r"not a JSON line \(Expecting value at column 1\)"),
        ('{"event": "Token"', "not a JSON line"),
        ("[" * 100_000, "recursion"),
        (b"\xff\xfe", "not UTF-8 text"),
        ("[1]", "not an event"),
        ("{}", "not an event"),
        ('{"event": "Rebooted"}', "not an event"),
        ('{"event": ["Token"]}', "not an event"),
        (bad(TOKEN, more=1), "not an event"),
        (bad(TOKEN, text=5), '"text" of Token cannot be 5'),
        (bad(TOKEN, part="postscript"), "\"part\" of Token cannot be 'postscript'"),
        (bad(TOKEN, index="1"), '"index" of Token'),
        (bad(TOKEN, index=True), '"index" of Token cannot be True'),
        (bad(TOKEN, at=-1), '"at" is no time'),
        (bad(TOKEN, at="soon"), '"at" is no time'),
        (bad(TOKEN, at=float("nan")), '"at" is no time'),
        (bad(TOKEN, at=10**400), '"at" is no time'),
        (bad(STEP, verdict="fine"), "not an event"),
        (bad(STEP, verdict={"kind": "fine"}), '"verdict" of Step'),
        (bad(ROUTED, route={}), "not an event"),
        (bad(ROUTED, route={**json.loads(ROUTED)["route"], "probabilities": {}}), "no probabilities"),
        (bad(ROUTED, route={**json.loads(ROUTED)["route"], "probabilities": {"logic": "high"}}), '"route"'),
        (bad(ROUTED, route={**json.loads(ROUTED)["route"], "nearest": [{"text": "x"}]}), "not an event"),
        (bad(ROUTED, route={**json.loads(ROUTED)["route"], "nearest": 3}), "not an event"),
        (bad(ANSWER, verified="yes"), '"verified" of Answer'),
        (bad(FINISHED, seconds=float("inf")), '"seconds" of Finished'),
        (bad(FINISHED, seconds=None), '"seconds" of Finished'),
    ],
)
def test_a_bad_line_is_told_by_file_and_number(tmp_path, line, problem):
    path = file_of(tmp_path, ROUTED, TOKEN, line, ANSWER)
    with pytest.raises(UsageError, match=problem) as raised:
        read(path)
    assert str(raised.value).startswith(f"{path}:3: ") and "\n" not in str(raised.value)
    assert len(str(raised.value)) < len(str(path)) + 300


def test_a_file_that_is_missing_empty_or_begins_within_a_turn_is_told(tmp_path):
    with pytest.raises(UsageError, match="No such file"):
        read(tmp_path / "absent.jsonl")
    with pytest.raises(UsageError, match="Is a directory"):
        read(tmp_path)
    with pytest.raises(UsageError, match="there is no turn in it"):
        read(file_of(tmp_path, "", ""))
    with pytest.raises(UsageError, match="jsonl:1: a turn begins with a Routed event"):
        read(file_of(tmp_path, TOKEN))


@settings(deadline=None, max_examples=300)
@given(st.lists(st.binary() | st.sampled_from([ROUTED.encode(), TOKEN.encode(), STEP.encode()])))
def test_any_file_is_read_or_refused_in_one_line(tmp_path_factory, lines):
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(b"\n".join(lines))
    try:
        assert read(path)
    except UsageError as error:
        assert "\n" not in str(error)


def test_events_come_at_their_pace_times_the_speed():
    events = [Timed(at, Token("a", "answer", number)) for number, at in enumerate((0.0, 0.1, 0.2))]
    began, came = time.monotonic(), []
    for event in play(events, speed=2.0):
        came.append((time.monotonic() - began, event.index))
    assert [index for _, index in came] == [0, 1, 2]
    for seconds, due in zip((seconds for seconds, _ in came), (0.0, 0.05, 0.1), strict=True):
        assert due <= seconds < due + 0.5


def test_a_replay_is_cancelled_at_once_while_it_waits():
    stop = threading.Event()
    played = play(
        [Timed(0.0, Token("a", "answer", 1)), Timed(999.0, Token("b", "answer", 2))], 1.0, stop.is_set
    )
    assert next(played).text == "a"
    threading.Timer(0.05, stop.set).start()
    began = time.monotonic()
    assert list(played) == [] and time.monotonic() - began < 2.0


def test_the_host_of_a_file_plays_its_turns(tmp_path):
    host = replay_host(file_of(tmp_path, *lines_of(*QUESTIONS)), NOW)
    assert (host.info.name, host.info.device) == ("fake", "replay")
    assert host.domains == ("arithmetic", "logic", "symbolic") and host.packs == ()
    for turn in host.turns:
        assert list(host.solve(f" {turn.question}\n")) == [timed.event for timed in turn.events]
    assert host.route(QUESTIONS[1]).domain == "arithmetic"
    assert list(host.solve(QUESTIONS[0], cancelled=lambda: True)) == []


def test_a_question_asked_twice_is_played_in_turn(tmp_path):
    runtime, lines = FakeRuntime(delay=0), []
    for domain in ("logic", "symbolic"):
        lines += [to_json(event) for event in runtime.solve("x", domain=domain)]
    host = replay_host(file_of(tmp_path, *lines), NOW)
    adapters = [next(iter(host.solve("x"))).adapter for _ in range(3)]
    assert adapters == ["logic", "symbolic", "logic"]
    with pytest.raises(UnavailableError, match="was forced"):
        host.route("x")


def test_the_host_of_a_file_knows_nothing_else(tmp_path):
    path = file_of(tmp_path, *lines_of(QUESTIONS[0]))
    host = replay_host(path)
    with pytest.raises(UnavailableError, match="holds no such question"):
        next(iter(host.solve("something new")))
    with pytest.raises(UnavailableError):
        host.remove("logic")
    with pytest.raises(UsageError, match="speed"):
        replay_host(path, 0)
    with pytest.raises(UsageError, match="speed"):
        replay_host(path, float("nan"))


def test_a_replay_needs_no_torch(tmp_path):
    path = file_of(tmp_path, *lines_of(*QUESTIONS))
    code = (
        "import sys; from tui.replay import replay_host\n"
        f"host = replay_host({str(path)!r}, 1e9)\n"
        "assert len(list(host.solve(host.turns[0].question))) > 9\n"
        "print({'torch', 'transformers', 'sympy', 'sklearn'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("set()\n", 0), done.stderr


def test_the_route_of_a_line_keeps_its_exemplars():
    event = from_line(ROUTED).event
    assert isinstance(event.route.nearest[0], Exemplar)
    assert (
        from_line(to_line(Timed(0.5, replace(event, question="\ud800 \u2028")))).event.question
        == "\ud800 \u2028"
    )
