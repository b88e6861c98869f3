"""Steps judged while they stream: what is refuted is written anew, loops are cut, limits hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import torch

from adapters.errors import UsageError
from runtime import Runtime, Sampling, chat
from runtime.chain import Chain
from runtime.checkers import HOLDS, UNCHECKED, Context
from runtime.checking import MARKER, OFF, Checking, Review
from runtime.decode import Bar, Prompt, Stream
from runtime.events import Answer, Event, Finished, Restarted, Routed, Step, Token, Verdict
from runtime.solver import solve
from runtime.steps import Found

QUESTION = "What is 17*23 + 5?"


@dataclass
class Stub:
    """Refutes what `wrong` says; remembers what it was asked."""

    wrong: Callable[[str], bool] = lambda step: False
    right: bool | None = True
    asked: list[tuple[str, Context]] = field(default_factory=list)

    def check(self, step: str, context: Context) -> Verdict:
        self.asked.append((step, context))
        return Verdict("refuted", "17 * 3 is 51") if self.wrong(step) else HOLDS

    def verify(self, answer: str, question: str) -> bool | None:
        return self.right


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOELITE_HOME", str(tmp_path_factory.mktemp("home")))
        runtime = Runtime.load()
    yield runtime
    runtime.close()


def events_of(
    runtime: Runtime, stub: Stub, checking: Checking, question: str = QUESTION, **sampling
) -> list[Event]:
    routed = Routed(question, "arithmetic", None, "micro")
    return list(solve(runtime.engine, question, routed, Sampling(**sampling), lambda: False, stub, checking))


def kinds(events: list[Event], kind: type) -> list:
    return [event for event in events if isinstance(event, kind)]


def standing(events: list[Event]) -> list[Step]:
    """The steps that are left when every restart has been carried out."""
    steps: list[Step] = []
    for event in events:
        match event:
            case Step():
                steps.append(event)
            case Restarted(step=number):
                steps = [step for step in steps if step.index < number]
    return steps


def test_a_checker_that_refutes_nothing_changes_nothing(runtime: Runtime) -> None:
    without = events_of(runtime, Stub(), OFF)
    stub = Stub()
    checked = events_of(runtime, stub, Checking())
    assert kinds(checked, Token) == kinds(without, Token)
    assert [s.text for s in kinds(checked, Step)] == [s.text for s in kinds(without, Step)]
    assert {s.verdict for s in kinds(checked, Step)} == {HOLDS}
    assert {s.verdict for s in kinds(without, Step)} == {UNCHECKED}
    assert kinds(checked, Answer)[0].verified is True and kinds(without, Answer)[0].verified is None
    texts = [step for step, _ in stub.asked]
    assert [context.steps for _, context in stub.asked] == [tuple(texts[:i]) for i in range(len(texts))]


@pytest.mark.parametrize("temperature", [0.0, 0.7])
def test_a_refuted_step_is_written_anew_and_never_comes_again(runtime: Runtime, temperature: float) -> None:
    first = kinds(events_of(runtime, Stub(), OFF, temperature=temperature), Step)
    bad = first[2].text
    stub = Stub(lambda step: step == bad)
    events = events_of(runtime, stub, Checking(max_restarts_step=8), temperature=temperature)
    restarted = kinds(events, Restarted)
    assert restarted[0] == Restarted(3, bad, "17 * 3 is 51", 1)
    at = events.index(restarted[0])
    assert events[at - 1] == Step(3, bad, Verdict("refuted", "17 * 3 is 51"))
    assert bad not in [step.text for step in standing(events)]
    assert [step.index for step in standing(events)] == list(range(1, len(standing(events)) + 1))
    assert [step.text for step in standing(events)][:2] == [step.text for step in first[:2]]
    assert kinds(events, Finished)[0].restarts == len(restarted)
    assert bad not in kinds(events, Answer)[0].raw


def test_after_three_restarts_a_step_stands_and_the_answer_is_not_verified(runtime: Runtime) -> None:
    seen: list[str] = []

    def wrong(step: str) -> bool:
        seen.append(step)
        return 2 <= len(seen) <= 5

    events = events_of(runtime, Stub(wrong), Checking())
    assert [r.step for r in kinds(events, Restarted)] == [2, 2, 2]
    assert len({r.text for r in kinds(events, Restarted)}) > 1
    assert standing(events)[1].verdict.kind == "refuted"
    assert kinds(events, Answer)[0].verified is None


def test_a_question_restarts_so_often_and_no_more(runtime: Runtime) -> None:
    few = Checking(max_restarts=2, max_restarts_step=9)
    events = events_of(runtime, Stub(lambda step: True), few)
    assert len(kinds(events, Restarted)) == kinds(events, Finished)[0].restarts == 2
    assert {step.verdict.kind for step in standing(events)} == {"refuted"}
    assert kinds(events, Answer)[0].verified is None
    assert kinds(events_of(runtime, Stub(lambda step: True, False), few), Answer)[0].verified is False
    asked = Stub(lambda step: True)
    reviewed = Review("q", asked, Checking(max_restarts_step=9))
    assert [bool(reviewed.rule(Found("x", 0, 1)).restarted) for _ in range(10)] == [True] * 8 + [False] * 2


def test_a_hint_follows_the_wrong_step_as_the_models_own_next_thought(runtime: Runtime) -> None:
    bad = kinds(events_of(runtime, Stub(), OFF), Step)[2].text
    stub = Stub(lambda step: step == bad)
    events = events_of(runtime, stub, Checking("hint"))
    at = events.index(Restarted(3, bad, "17 * 3 is 51", 1, "hint"))
    hint = f"{MARKER} 17 * 3 is 51"
    after = [e.text for e in events[at:] if isinstance(e, Token)]
    assert "".join(after).startswith(hint + "\n")
    assert standing(events)[2] == Step(3, hint, UNCHECKED, "hint")
    assert hint not in [step for step, _ in stub.asked]
    assert all(bad not in context.steps and hint not in context.steps for _, context in stub.asked)


def test_one_seed_gives_one_stream(runtime: Runtime) -> None:
    def stream() -> list[Event]:
        return events_of(runtime, Stub(lambda step: "17" in step), Checking(), seed=5, temperature=0.9)[:-1]

    assert stream() == stream()


def test_the_last_step_is_judged_before_the_answer_begins(runtime: Runtime) -> None:
    last = kinds(events_of(runtime, Stub(), OFF), Step)[-1].text
    events = events_of(runtime, Stub(lambda step: step == last), Checking())
    at = events.index(kinds(events, Restarted)[0])
    assert not any(isinstance(e, Token) and e.part == "answer" and e.text.strip() for e in events[:at])


@pytest.mark.parametrize("position", [0, 1, 3])
def test_after_a_cut_the_next_logits_are_those_of_a_fresh_prefill(runtime: Runtime, position: int) -> None:
    engine = runtime.engine
    prompt = Prompt(chat.prompt_ids(engine.tokenizer, QUESTION), 1)
    stream = Stream(engine.model, prompt, Sampling(), engine.end)
    chain = Chain(engine.tokenizer, stream)
    found: list[Found] = []
    for token in stream:
        found += [item for item in chain.feed(token) if isinstance(item, Found)]
    chain.cut(found[position].start)
    text = engine.tokenizer.decode(stream.ids[len(prompt.ids) :])
    thought = "<think>" + "".join("\n" + f.text for f in found[:position]) + "\n"
    assert text == thought
    fresh = Stream(engine.model, Prompt(list(stream.ids), 1), Sampling(), engine.end)
    assert torch.allclose(stream.logits(), fresh.logits(), atol=1e-3)
    assert [f.text for t in stream for f in chain.feed(t) if isinstance(f, Found)] == [
        f.text for f in found[position:]
    ]


def test_a_barred_token_does_not_come_after_its_prefix(runtime: Runtime) -> None:
    engine = runtime.engine
    prompt = Prompt(chat.prompt_ids(engine.tokenizer, QUESTION), 1)
    free = list(Stream(engine.model, prompt, Sampling(), engine.end))
    stream = Stream(engine.model, prompt, Sampling(), engine.end)
    stream.bars = [Bar(len(prompt.ids), tuple(free[:6]))]
    other = list(stream)
    assert other[:5] == free[:5] and other[5] != free[5]


class Words:
    """A tokenizer of words, in which a token may run over the end of a step."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = list(tokens)

    def decode(self, ids: list[int]) -> str:
        return "".join(self.tokens[i] for i in ids)

    def encode(self, text: str, add_special_tokens: bool = False) -> list[int]:
        self.tokens.append(text)
        return [len(self.tokens) - 1]


class Tape:
    """A stream without a model."""

    def __init__(self) -> None:
        self.ids: list[int] = [0]
        self.chances = None

    def extend(self, ids: list[int]) -> None:
        self.ids += ids

    def rewind(self, length: int) -> None:
        del self.ids[length:]


def test_a_step_that_ends_within_a_token_keeps_its_part_of_it() -> None:
    words = Words(["prompt", "<think>", "a = 1", ".\n\n", "b = 2\nc", " = 3\n"])
    tape = Tape()
    chain = Chain(words, tape)  # type: ignore[arg-type]
    found: list[Found] = []
    for token in range(1, 6):
        tape.ids.append(token)
        found += [item for item in chain.feed(token) if isinstance(item, Found)]
    assert [f.text for f in found] == ["a = 1.", "b = 2", "c = 3"]
    assert chain.cut(found[2].start)
    assert words.decode(tape.ids[1:]) == "<think>a = 1.\n\nb = 2\n"
    assert chain.cut(found[1].start)
    assert words.decode(tape.ids[1:]) == "<think>a = 1.\n\n"
    assert list(chain.force("d = 4\n")) == [("thought", "d = 4\n"), Found("d = 4", 8, 14)]


def review(*texts: str, checking: Checking | None = None) -> tuple[Review, list]:
    reviewed = Review("q", None, checking or Checking())
    return reviewed, [reviewed.rule(Found(t, 10 * i, 10 * i + 10)) for i, t in enumerate(texts)]


def test_a_loop_is_cut_down_to_its_first_round_and_the_second_one_ends_the_thought() -> None:
    reviewed, rulings = review("a", "b", "c", "b", "c", "b", "c")
    assert [r.restarted for r in rulings[:-1]] == [None] * 6
    assert rulings[-1].restarted == Restarted(4, "c", "the same 2 steps 3 times", 1, "loop")
    assert rulings[-1].cut == 30 and rulings[-1].step.note == "loop"
    again = [reviewed.rule(Found("c", 100 + i, 101 + i)) for i in range(2)]
    assert again[-1].restarted == Restarted(4, "c", "the same step 3 times", 2, "end")
    assert not any(r.restarted for r in review(*"abababa"[:5])[1])
    assert not any(r.restarted for r in review(*"aaaa", checking=OFF)[1])


def test_a_model_that_loops_for_ever_comes_to_an_answer(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stream that writes one line for ever, whatever is barred, until the thought is ended for it."""
    tokenizer, end = runtime.engine.tokenizer, runtime.engine.end

    class Looping(Stream):
        def __iter__(self) -> Iterator[int]:
            def write(text: str) -> Iterator[int]:
                for token in tokenizer.encode(text, add_special_tokens=False):
                    self.ids.append(token)
                    yield token

            yield from write("<think>\n")
            while "</think>" not in tokenizer.decode(self.ids):
                yield from write("1 + 1 = 2\n")
            yield from write("\\boxed{2}")
            self.ids.append(end)
            yield end

    monkeypatch.setattr("runtime.solver.Stream", Looping)
    events = events_of(runtime, Stub(), Checking())
    assert [r.policy for r in kinds(events, Restarted)] == ["loop", "end"]
    assert [s.text for s in standing(events)] == ["1 + 1 = 2"]
    answer, finished = events[-2:]
    assert answer == Answer("2", "\\boxed{2}", True)
    assert isinstance(finished, Finished) and finished.reason == "stop"


def test_own_corrections_are_noted_and_what_they_take_back_is_no_ground() -> None:
    stub = Stub()
    reviewed = Review("q", stub, Checking())
    notes = [
        reviewed.rule(Found(t, 0, 1)).step.note
        for t in (
            "1 + 1 = 3",
            "Wait, that is wrong.",
            "1 + 1 = 2",
            "No, 2.",
            "No cat is a dog.",
            "That's wrong",
        )
    ]
    assert notes == ["", "correction", "", "correction", "", "correction"]
    assert "1 + 1 = 3" not in stub.asked[2][1].steps


@pytest.mark.parametrize(
    "bad", [{"policy": "pray"}, {"max_restarts": -1}, {"limit_s": 0}, {"temperature": 0}]
)
def test_senseless_checking_is_refused(bad: dict) -> None:
    with pytest.raises(UsageError):
        Checking(**bad)


def test_the_bare_backbone_and_checking_off_check_nothing(runtime: Runtime) -> None:
    for options in ({"domain": "none"}, {"checking": OFF}):
        events = list(runtime.solve("17+25", **{"domain": "arithmetic", **options}))
        assert {e.verdict for e in kinds(events, Step)} <= {UNCHECKED}
        assert kinds(events, Answer)[0].verified is None
