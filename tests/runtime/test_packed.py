"""Weights that stay NF4: the same numbers as expanded ones, and a model on them that says the same."""

from pathlib import Path

import pytest
import torch

from adapters.pack import load_pack
from runtime import nf4
from runtime.backbone import read
from runtime.cache import CachePrecision
from runtime.decode import Prompt, Stream, decode_all
from runtime.model import Model
from runtime.packed import pack, packable
from runtime.sampling import Sampling
from runtime.tables import PRECISIONS, Precision, table

END = 2
IDS = [int(i) for i in torch.randint(5, 2000, (40,), generator=torch.Generator().manual_seed(1))]


def test_packing_keeps_every_number() -> None:
    generator = torch.Generator().manual_seed(0)
    weights = [torch.randn(out, 256, generator=generator) for out in (64, 192, 128)]
    tensors: dict[str, torch.Tensor] = {}
    for index, weight in enumerate(weights):
        tensors |= nf4.quantise(f"w{index}", weight)
    names = ["w0", "w1", "w2"]
    assert packable(tensors, names)
    whole = torch.cat([nf4.dequantise(tensors, name) for name in names])
    packed = pack(tensors, names, "cpu")
    assert packed.shape == (384, 256)
    assert torch.equal(packed.rows(torch.arange(384), torch.bfloat16), whole)
    assert torch.equal(packed.rows(torch.tensor([300, 3]), torch.bfloat16), whole[[300, 3]])
    x = torch.randn(5, 256, generator=generator)
    wanted = x @ whole.float().T
    assert (packed.product(x) - wanted).norm() < 0.01 * wanted.norm()  # `whole` is in bfloat16


def test_plain_weights_and_rows_that_share_a_block_are_not_packable() -> None:
    assert not packable({"w": torch.zeros(4, 64)}, ["w"])
    assert not packable(nf4.quantise("w", torch.randn(4, 96)), ["w"])


@pytest.mark.parametrize("precision", PRECISIONS)
def test_a_table_gives_its_vectors_and_their_products(precision: Precision) -> None:
    weight = torch.randn(512, 256, generator=torch.Generator().manual_seed(0)) * 0.02
    made = table(weight, precision, torch.float32, "cpu")
    rows = made.rows(torch.arange(512), torch.float32)
    assert (rows - weight).norm() < {"bf16": 1e-6, "int8": 0.02, "nf4": 0.15}[precision] * weight.norm()
    x = torch.randn(3, 256, generator=torch.Generator().manual_seed(1))
    assert torch.allclose(made.product(x), x @ rows.T, atol=1e-4)
    assert made.vocab == 512


@pytest.fixture(scope="module")
def models(nano: Path, nano_pack: Path) -> tuple[Model, Model]:
    packs = [load_pack(nano_pack)]
    return (
        Model(read(str(nano)), packs, torch.float32, "cpu", packed=True),
        Model(read(str(nano)), packs, torch.float32, "cpu"),
    )


@pytest.mark.parametrize("slot", [0, 1])
def test_one_token_through_the_kernels_says_what_a_prefill_says(
    models: tuple[Model, Model], slot: int
) -> None:
    packed, plain = models
    assert packed.packed and not plain.packed
    settings = Sampling(max_new_tokens=30)
    stream = Stream(packed, Prompt(IDS, slot), settings, END)
    said = list(stream)
    assert said == list(Stream(plain, Prompt(IDS, slot), settings, END))
    stream.rewind(len(IDS) + 10)
    again = list(stream)
    assert said[10:] == again


@pytest.mark.parametrize("slot", [0, 1])
def test_a_prompt_of_several_chunks_reads_as_one(
    models: tuple[Model, Model], slot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.kernel_prefill.ROOMY", (16, 2**14))  # so that weights come in pieces too
    packed, plain = models
    packed.idle.clear()
    wanted = Stream(plain, Prompt(IDS, slot), Sampling(), END).logits()
    stream = Stream(packed, Prompt(IDS, slot), Sampling(), END)
    packed.idle.clear()  # no other test gets a step of this size
    assert (stream.logits() - wanted).norm() < 0.02 * wanted.norm()  # `plain` rounded its weights


def test_a_mixed_batch_through_the_kernels_says_what_single_streams_say(models: tuple[Model, Model]) -> None:
    packed, plain = models
    prompts = [Prompt(IDS[:n], n % 2) for n in range(3, 23)]
    batch = decode_all(packed, prompts, END, max_new_tokens=12, rows=7)
    for prompt, completion in zip(prompts, batch, strict=True):
        assert completion.ids == tuple(Stream(plain, prompt, Sampling(max_new_tokens=12), END))


@pytest.mark.parametrize(("precision", "tolerance"), [("int8", 0.02), ("int4", 0.2)])
def test_a_quantised_cache_stays_close(
    nano: Path, models: tuple[Model, Model], precision: CachePrecision, tolerance: float
) -> None:
    small = Model(read(str(nano)), [], torch.float32, "cpu", packed=True, cache=precision)
    wanted = Stream(models[1], Prompt(IDS, 0), Sampling(), END).logits()
    got = Stream(small, Prompt(IDS, 0), Sampling(), END).logits()
    assert (got - wanted).norm() < tolerance * wanted.norm()
