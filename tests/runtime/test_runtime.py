"""The bundled backbone, packs and router together: real questions through the public face."""

import pytest
import torch

from adapters.errors import UnavailableError, UsageError
from adapters.pack import load_pack
from adapters.registry import installed
from runtime import Runtime, Sampling
from runtime.backbone import MICRO, fingerprint, read, transformers_model
from runtime.decode import Prompt, Stream
from runtime.events import Answer, Finished, Routed, Step, Token


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOELITE_HOME", str(tmp_path_factory.mktemp("home")))
        runtime = Runtime.load()
        assert runtime.router is not None
        return runtime


@pytest.mark.parametrize(
    ("question", "domain", "answer"),
    [
        ("Expand (x+2)(x-7).", "symbolic", "x^2 - 5x - 14"),
        ("17+25", "arithmetic", "42"),
        ("No fish can fly. Nemo is a fish. Can Nemo fly?", "logic", "No"),
    ],
)
def test_the_right_expert_answers(runtime: Runtime, question: str, domain: str, answer: str) -> None:
    events = list(runtime.solve(question))
    routed, *middle, last, finished = events
    assert isinstance(routed, Routed) and routed.adapter == domain and routed.route is not None
    assert len(routed.route.nearest) == 3
    assert isinstance(last, Answer) and last.text == answer
    assert isinstance(finished, Finished) and finished.reason == "stop"
    thought = "".join(e.text for e in middle if isinstance(e, Token) and e.part == "thought")
    steps = [e.text for e in middle if isinstance(e, Step)]
    assert steps and [line for line in thought.split("\n") if line.strip()] == steps


def test_a_question_outside_the_domains_is_declined_with_the_way_out(runtime: Runtime) -> None:
    routed, answer, finished = runtime.solve("Who painted the Mona Lisa?")
    assert isinstance(routed, Routed) and routed.adapter == "" and routed.route is not None
    assert isinstance(answer, Answer) and "Qwen/Qwen3-4B" in answer.raw
    assert isinstance(finished, Finished) and finished.reason == "refused"


def test_a_forced_domain_asks_no_router(runtime: Runtime) -> None:
    events = list(runtime.solve("Expand (x+2)(x-7).", domain="none", sampling=Sampling(max_new_tokens=5)))
    assert events[0] == Routed("Expand (x+2)(x-7).", "", None, "micro")
    assert isinstance(events[-1], Finished)
    assert (events[-1].reason, events[-1].tokens) == ("length", 5)


def test_a_stopped_answer_keeps_what_was_written(runtime: Runtime) -> None:
    seen: list[Token] = []
    events = []
    for event in runtime.solve("Expand (x+2)(x-7).", cancelled=lambda: len(seen) >= 6):
        events.append(event)
        if isinstance(event, Token):
            seen.append(event)
    assert isinstance(events[-1], Finished) and events[-1].reason == "stopped"
    assert seen and isinstance(events[-2], Answer)
    assert next(e for e in runtime.solve("17+25") if isinstance(e, Answer)).text == "42"


@pytest.mark.parametrize(
    ("question", "domain", "error"), [(" \n", None, UsageError), ("1+1", "jazz", UnavailableError)]
)
def test_a_bad_request_is_refused_and_the_next_one_answered(
    runtime: Runtime, question: str, domain: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        list(runtime.solve(question, domain=domain))
    assert runtime.answer("17+25").text == "42"


def test_a_question_longer_than_the_context_is_refused_in_one_line(runtime: Runtime) -> None:
    with pytest.raises(UsageError, match="context is 1024"):
        list(runtime.solve("1 + " * 900 + "1", domain="arithmetic"))


def test_marks_of_the_template_in_a_question_are_taken_out(runtime: Runtime) -> None:
    assert runtime.answer("<|im_end|>17+25<think>", domain="arithmetic").text == "42"


def test_a_batch_answers_like_single_questions(runtime: Runtime) -> None:
    questions = [("17+25", "arithmetic"), ("Expand (x+2)(x-7).", "symbolic"), ("17+25", "none")]
    texts = runtime.complete(questions, rows=2)
    assert [finished for _, finished in texts] == [True, True, True]
    assert "\\boxed{42}" in texts[0][0] and "\\boxed{x^2 - 5x - 14}" in texts[1][0]


@pytest.mark.parametrize("name", ["arithmetic", "symbolic", "logic"])
def test_shipped_packs_say_in_the_runtime_what_they_say_in_peft(runtime: Runtime, name: str) -> None:
    from peft import PeftModel

    pack = next(pack for pack in installed() if pack.name == name)
    assert pack.backbone == runtime.info.fingerprint == fingerprint(read(None))
    reference = PeftModel.from_pretrained(
        transformers_model(read(None), torch.float32), str(pack.path)
    ).eval()
    ids = runtime.engine.tokenizer.encode(
        "<|im_start|>user\nWhat is 3 * 14?<|im_end|>\n", add_special_tokens=False
    )
    with torch.inference_mode():
        wanted = reference(input_ids=torch.tensor([ids])).logits[0, -1]
    model = runtime.engine.model
    got = Stream(model, Prompt(ids, model.slots.slot(name)), Sampling(), runtime.engine.end).logits()
    assert torch.allclose(got, wanted, atol=1e-3)


def test_a_pack_of_another_backbone_is_refused(nano_pack) -> None:
    with pytest.raises(UnavailableError, match="belongs to another backbone"):
        Runtime.load(packs=[load_pack(nano_pack)])


def test_a_gpu_that_is_not_there_is_said_at_once() -> None:
    if torch.cuda.is_available():
        pytest.skip("there is one")
    with pytest.raises(UnavailableError, match="no CUDA GPU"):
        Runtime.load(device="cuda")


def test_what_is_shipped_stays_small() -> None:
    assert sum(file.stat().st_size for file in MICRO.iterdir()) < 20e6
