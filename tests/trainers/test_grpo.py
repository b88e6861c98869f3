"""GRPO end to end on the nano backbone, and what it tells on the way."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from adapters.errors import UnavailableError, UsageError
from adapters.pack import load_pack
from runtime import backbone as backbones
from runtime.sampling import Sampling
from trainers import grpo as module
from trainers.grpo import ADAPTER, GrpoPlan, grpo, pass_rates, rewarded, trimmed
from trainers.policy import Policy
from trainers.progress import Paused, Rewarded, Saved, Stepped
from trainers.rewards import Reward
from trainers.sets import Question

QUESTIONS = [Question(f"What is {n} + {n}?", str(2 * n), "chess", "sums") for n in range(6)]
PLAN = GrpoPlan(
    steps=4, prompts=2, group=2, lr=1e-2, max_new_tokens=6, rows=2, low=0.0, tries=1, save_every=2, seed=3
)


@pytest.fixture(scope="module")
def checkpoint(nano):
    return backbones.read(str(nano))


@pytest.fixture(scope="module")
def pack(nano_pack):
    return load_pack(nano_pack)


@pytest.fixture
def by_length(monkeypatch):
    """Rewards that an untrained model can earn: longer first words."""

    def reward(question, text, finished, checker):
        return Reward(len(set(text)) / 10, 0.0, 0.0)

    monkeypatch.setattr(module, "reward", reward)


def run(checkpoint, pack, plan, folder, **options):
    """All events of a run, and the tokens it returns."""
    events, stream = [], grpo(checkpoint, pack, QUESTIONS, plan, folder, device="cpu", **options)
    while True:
        try:
            events.append(next(stream))
        except StopIteration as end:
            return events, end.value


def adapter(folder: Path):
    return load_file(folder / ADAPTER / "adapter_model.safetensors")


def test_a_run_tells_each_step_and_leaves_an_adapter_that_has_learned(checkpoint, pack, by_length, tmp_path):
    pytest.importorskip("trl")
    events, tokens = run(checkpoint, pack, PLAN, tmp_path)
    steps = [event for event in events if isinstance(event, Stepped)]
    assert [event.step for event in events if isinstance(event, Rewarded)] == [1, 2, 3, 4]
    assert [step.step for step in steps] == [1, 2, 3, 4]
    assert all(step.steps == 4 and step.lr == PLAN.lr and step.tok_s > 0 for step in steps)
    assert steps[-1].left_s == 0
    assert [event for event in events if isinstance(event, Saved)] == [Saved(2), Saved(4)]
    assert tokens > 4 * 4 * 6
    trained, before = adapter(tmp_path), load_file(pack.weights)
    assert trained.keys() == before.keys()
    assert all(tensor.dtype == torch.bfloat16 and tensor.isfinite().all() for tensor in trained.values())
    moved = [not torch.equal(tensor, before[name].bfloat16()) for name, tensor in trained.items()]
    assert all(moved)


def test_a_paused_run_ends_where_an_unbroken_one_does(checkpoint, pack, by_length, tmp_path):
    pytest.importorskip("trl")
    whole, tokens = run(checkpoint, pack, PLAN, tmp_path / "whole")
    asked = iter([False, False, False, True])  # while choosing, then after each step
    first, _ = run(checkpoint, pack, PLAN, tmp_path / "broken", stopped=lambda: next(asked, True))
    paused = first[-1]
    assert isinstance(paused, Paused) and 0 < paused.step < PLAN.steps
    assert not (tmp_path / "broken" / ADAPTER).exists()
    rest, tokens_again = run(checkpoint, pack, PLAN, tmp_path / "broken")

    def told(events):
        return [event for event in events if isinstance(event, Rewarded)]

    assert told(first) + told(rest) == told(whole)
    assert tokens_again == tokens
    one, other = adapter(tmp_path / "whole"), adapter(tmp_path / "broken")
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_a_reader_that_leaves_stops_the_run_which_saves(checkpoint, pack, by_length, tmp_path):
    pytest.importorskip("trl")
    stream = grpo(checkpoint, pack, QUESTIONS, PLAN, tmp_path, device="cpu")
    next(event for event in stream if isinstance(event, Stepped))
    stream.close()
    state = sorted(tmp_path.glob("checkpoints/*/trainer_state.json"))[-1]
    assert 0 < json.loads(state.read_text())["global_step"] < PLAN.steps


def test_a_checkpoint_that_was_cut_off_is_passed_over(tmp_path):
    for step, state in ((2, "{}"), (10, '{"global'), (4, "{}")):
        folder = tmp_path / "checkpoints" / f"checkpoint-{step}"
        folder.mkdir(parents=True)
        (folder / "trainer_state.json").write_text(state)
    (tmp_path / "checkpoints" / "checkpoint-12").mkdir()
    assert module._last_checkpoint(tmp_path) == str(tmp_path / "checkpoints" / "checkpoint-4")
    assert module._last_checkpoint(tmp_path / "elsewhere") is None


def test_a_loss_that_is_no_number_keeps_the_last_checkpoint(
    checkpoint, pack, by_length, monkeypatch, tmp_path
):
    pytest.importorskip("trl")
    passes = iter(range(100))

    def broken(inputs):
        advantages = inputs["advantages"] if next(passes) < 4 else inputs["advantages"] * float("nan")
        return {**inputs, "advantages": advantages}

    monkeypatch.setattr(module, "trimmed", broken)
    with pytest.raises(FloatingPointError, match="not a number at step 3"):
        list(grpo(checkpoint, pack, QUESTIONS, PLAN, tmp_path, device="cpu"))
    assert [path.name for path in tmp_path.glob("checkpoints/checkpoint-*")] == ["checkpoint-2"]


def test_questions_that_are_never_answered_right_are_refused_in_one_line(checkpoint, pack, tmp_path):
    pytest.importorskip("trl")
    with pytest.raises(UsageError, match="only 0 of 6 are answered right 20% to 80%") as caught:
        list(grpo(checkpoint, pack, QUESTIONS, replace(PLAN, low=0.2), tmp_path, device="cpu"))
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_without_trl_one_line_says_how_to_install_it(checkpoint, pack, monkeypatch, tmp_path):
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(UnavailableError, match=r"pip install 'moelite\[grpo\]'"):
        next(grpo(checkpoint, pack, QUESTIONS, PLAN, tmp_path, device="cpu"))


@pytest.mark.parametrize(
    "wrong",
    [{"steps": 0}, {"group": 1}, {"rows": 3}, {"lr": 0.0}, {"temperature": 0.0}, {"beta": -1.0}],
)
def test_plans_that_cannot_be_run(wrong):
    with pytest.raises(UsageError):
        replace(PLAN, **wrong)


def test_spread_and_silence_are_those_of_groups():
    earned = [Reward(answer, 0.0, 0.0) for answer in (1.0, 1.0, 0.0, 1.0, 0.0, 0.0)]
    assert rewarded(7, earned, PLAN) == Rewarded(7, 0.5, pytest.approx(0.5 / 3), pytest.approx(2 / 3), 0.5)


def test_padding_that_only_other_rows_need_is_cut():
    inputs = {
        "prompt_ids": torch.tensor([[0, 0, 5, 6], [0, 4, 5, 6]]),
        "prompt_mask": torch.tensor([[0, 0, 1, 1], [0, 1, 1, 1]]),
        "completion_ids": torch.tensor([[7, 8, 0], [7, 0, 0]]),
        "completion_mask": torch.tensor([[1, 1, 0], [1, 0, 0]]),
        "advantages": torch.tensor([1.0, -1.0]),
        "num_items_in_batch": torch.tensor(9),
    }
    cut = trimmed(inputs)
    assert cut["prompt_ids"].tolist() == [[0, 5, 6], [4, 5, 6]]
    assert cut["completion_ids"].tolist() == [[7, 8], [7, 0]]
    assert cut["advantages"] is inputs["advantages"]
    assert cut["num_items_in_batch"] is inputs["num_items_in_batch"]


def test_the_policy_answers_with_the_weights_it_was_last_given(checkpoint, pack, tmp_path):
    policy = Policy(checkpoint, pack)
    prompt = [policy.ids(policy.prompt("Does a rook castle?"))]
    before = policy.answers(prompt, Sampling(max_new_tokens=12))
    peft = tmp_path / "peft"
    peft.mkdir()
    (peft / "adapter_config.json").write_bytes((pack.path / "adapter_config.json").read_bytes())
    for file, scale in (("other", -3.0), ("same", 1.0)):
        tensors = {name: tensor * scale for name, tensor in load_file(pack.weights).items()}
        save_file(tensors, peft / "adapter_model.safetensors")
        policy.update(peft)
        assert (policy.answers(prompt, Sampling(max_new_tokens=12)) == before) == (file == "same")


def test_pass_rates_are_shares_of_each_questions_own_answers(monkeypatch, checkpoint, pack):
    policy = Policy(checkpoint, pack)
    seen = Counter()

    def right(question, text):
        seen[question.text] += 1
        return float(question.gold == "0" or (question.gold == "2" and seen[question.text] == 1))

    monkeypatch.setattr(module, "answered", right)
    assert pass_rates(policy, QUESTIONS[:3], 2, PLAN.sampling(0)) == [1.0, 0.5, 0.0]
