"""What one question left in the key-value cache serves the next, where it is the same text and adapter."""

from pathlib import Path

import pytest
import torch
from torch import Tensor

from runtime.backbone import read
from runtime.decode import Prompt, Stream
from runtime.decode_step import DecodeStep
from runtime.kernel_prefill import KernelPrefill
from runtime.model import Model
from runtime.sampling import Sampling
from tests.runtime.slot_packs import Bench

END = 2
SHORT = Sampling(max_new_tokens=12)
IDS = [int(i) for i in torch.randint(5, 2000, (60,), generator=torch.Generator().manual_seed(1))]
OTHER = [*IDS[:25], *IDS[40:55]]  # 25 tokens in common


@pytest.fixture(scope="module")
def bench(nano: Path, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(nano, tmp_path_factory.mktemp("bench"))


@pytest.fixture(params=[False, True], ids=["expanded", "packed"])
def model(nano: Path, bench: Bench, request: pytest.FixtureRequest) -> Model:
    packs = [bench.pack("chess"), bench.pack("go", seed=1)]
    return Model(read(str(nano)), packs, torch.float32, "cpu", packed=request.param)


@pytest.fixture
def prefilled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many tokens each prefill took, as they come."""
    counts: list[int] = []
    prefill = DecodeStep.prefill

    def counted(self: DecodeStep, row: int, ids: list[int], start: int, slot: int) -> Tensor:
        counts.append(len(ids))
        return prefill(self, row, ids, start, slot)

    monkeypatch.setattr(DecodeStep, "prefill", counted)
    return counts


def answer(model: Model, ids: list[int], slot: int) -> list[int]:
    return list(Stream(model, Prompt(ids, slot), SHORT, END))


def logits(model: Model, ids: list[int], slot: int) -> Tensor:
    return Stream(model, Prompt(ids, slot), SHORT, END).logits()


def afresh(model: Model, ids: list[int], slot: int) -> Tensor:
    idle, model.idle = model.idle, []
    try:
        return logits(model, ids, slot)
    finally:
        model.idle = idle


def check(model: Model, ids: list[int], slot: int) -> None:
    assert torch.allclose(logits(model, ids, slot), afresh(model, ids, slot), atol=1e-4)


@pytest.mark.parametrize("slot", [0, 1])
def test_a_shared_beginning_is_not_prefilled_again(model: Model, prefilled: list[int], slot: int) -> None:
    answer(model, IDS, slot)
    check(model, OTHER, slot)
    assert prefilled == [60, 15, 40]


def test_the_same_prompt_again_decodes_its_last_token_anew(model: Model, prefilled: list[int]) -> None:
    first = answer(model, IDS, 1)
    assert answer(model, IDS, 1) == first and prefilled == [60]  # the last token went through the step
    check(model, IDS, 1)
    assert prefilled == [60, 1, 60]
    check(model, IDS[:30], 1)
    assert prefilled[3:] == [1, 30]


@pytest.mark.parametrize(("before", "now"), [(1, 2), (0, 1), (1, 0)])
def test_another_adapter_begins_anew(model: Model, prefilled: list[int], before: int, now: int) -> None:
    answer(model, IDS, before)
    check(model, IDS, now)
    assert prefilled == [60, 60, 60]


def test_a_pack_of_the_same_name_is_not_served_from_the_old_ones_cache(
    model: Model, bench: Bench, prefilled: list[int]
) -> None:
    answer(model, IDS, 1)
    assert model.slots.load(bench.pack("chess", seed=5)) == 1 and model.slots.generation == 0
    check(model, IDS, 1)
    assert prefilled == [60, 60, 60]


def test_the_same_content_in_another_slot_is_the_same(
    model: Model, bench: Bench, prefilled: list[int]
) -> None:
    answer(model, IDS, 1)
    with model.slots.pinned("chess"):
        model.slots.unload("go")
        assert model.slots.load(bench.pack("twin")) == 2  # the weights of chess
    check(model, OTHER, 2)
    assert prefilled == [60, 15, 40]


def test_what_was_decoded_cut_and_written_anew_does_not_pass_for_the_prompt(model: Model) -> None:
    stream = Stream(model, Prompt(IDS[:40], 1), SHORT, END)
    steps = iter(stream)
    next(steps), next(steps), next(steps)
    stream.rewind(30)
    stream.extend([7, 8, 9])
    next(steps), next(steps)
    written = list(stream.ids)
    del stream, steps
    check(model, IDS, 1)
    check(model, written, 1)
    stream = Stream(model, Prompt(IDS[:40], 1), SHORT, END)
    next(iter(stream))
    stream.rewind(10)
    stream.logits()
    del stream
    check(model, IDS[:45], 1)


def test_a_prefill_that_fails_leaves_nothing_that_was_half_written(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(model, IDS, 1)
    with monkeypatch.context() as patch:
        patch.setattr(Model, "forward", lambda *args: 1 / 0)
        patch.setattr(KernelPrefill, "read", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            logits(model, OTHER, 1)
    held = model.idle[0]._held[0][1]
    assert held == IDS[:25]
    check(model, IDS, 1)
