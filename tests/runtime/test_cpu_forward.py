"""The CPU's one-token forward against `Model.forward`, and weights kept in half precision."""

from pathlib import Path

import pytest
import torch

from adapters.pack import load_pack
from runtime import half
from runtime.backbone import read
from runtime.cache import new_cache
from runtime.cpu_forward import CpuForward
from runtime.half import Half, halved, times
from runtime.model import Model

IDS = [int(i) for i in torch.randint(5, 2000, (40,), generator=torch.Generator().manual_seed(1))]


@pytest.fixture(scope="module")
def model(nano: Path, nano_pack: Path) -> Model:
    return Model(read(str(nano)), [load_pack(nano_pack)], torch.float32, "cpu")


@pytest.mark.parametrize("slot", [0, 1])
def test_a_token_at_a_time_gives_the_logits_of_the_general_forward(model: Model, slot: int) -> None:
    lean, general = (new_cache(model.shape, 1, 64, torch.float32, "cpu") for _ in range(2))
    forward = CpuForward(model, lean)
    for place, token in enumerate(IDS):
        got = forward.run(torch.tensor([token]), place, slot)
        position = torch.tensor([[place]])
        wanted = model.forward(torch.tensor([[token]]), position, torch.tensor([slot]), general, place + 1)
        assert torch.allclose(got, wanted, atol=1e-4)
    assert torch.allclose(lean.keys, general.keys, atol=1e-4)
    assert torch.allclose(lean.values, general.values, atol=1e-4)


def test_an_adapter_that_takes_a_slot_is_used_from_the_next_token_on(nano: Path, nano_pack: Path) -> None:
    pack = load_pack(nano_pack)
    empty, full = (Model(read(str(nano)), packs, torch.float32, "cpu") for packs in ([], [pack]))
    cache = new_cache(empty.shape, 1, 8, torch.float32, "cpu")
    forward = CpuForward(empty, cache)
    bare = forward.run(torch.tensor([IDS[0]]), 0, 0)
    got = forward.run(torch.tensor([IDS[0]]), 0, empty.slots.load(pack))
    wanted = CpuForward(full, cache).run(torch.tensor([IDS[0]]), 0, 1)
    assert torch.allclose(got, wanted, atol=1e-4) and not torch.allclose(got, bare, atol=1e-2)


def test_nf4_weights_lose_nothing_in_half_precision(model: Model) -> None:
    kept = {type(w) for layer in model.layers for w in layer.projections.values()}
    assert kept == {Half if "fbgemm" in torch.backends.quantized.supported_engines else torch.Tensor}


def test_a_weight_that_half_precision_would_change_stays_as_it_is() -> None:
    for weight in (torch.tensor([[1.0, 1 + 2**-12]]), torch.tensor([[1e5, 1.0]]), torch.zeros(1, 2).double()):
        assert halved(weight) is weight


@pytest.mark.parametrize("small", [0, half.SMALL])
@pytest.mark.parametrize("leading", [(1,), (5,), (2, 3)])
def test_a_half_weight_multiplies_as_the_float32_one(
    monkeypatch: pytest.MonkeyPatch, small: int, leading: tuple[int, ...]
) -> None:
    monkeypatch.setattr(half, "SMALL", small)
    weight, x = torch.randn(48, 80).half().float(), torch.randn(*leading, 80)
    assert torch.allclose(times(x, halved(weight)), times(x, weight), atol=1e-4)
