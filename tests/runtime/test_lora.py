"""What LoRA slots add is what PEFT adds, alone and in batches that mix slots."""

from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from adapters.pack import Pack, content_digest, load_pack
from runtime.backbone import read, transformers_model
from runtime.lora import FUSED
from tests.runtime.slot_packs import ALL, Bench, inputs


@pytest.fixture(scope="module")
def bench(nano: Path, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(nano, tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="module")
def mixed(bench: Bench) -> list[Pack]:
    """Packs of different ranks on different modules."""
    return [
        bench.pack("wide", ALL, 4, 1),
        bench.pack("narrow", ("q_proj", "v_proj"), 8, 2),
        bench.pack("lower", ("up_proj", "down_proj", "k_proj"), 1, 3),
    ]


@pytest.mark.parametrize("index", [0, 1, 2])
def test_delta_is_what_peft_adds_to_every_projection(
    nano: Path, mixed: list[Pack], bench: Bench, index: int
) -> None:
    from peft import PeftModel

    slots, pack = bench.slots(*mixed), mixed[index]
    model: Any = PeftModel.from_pretrained(transformers_model(read(str(nano)), torch.float32), str(pack.path))
    for layer, loras in enumerate(slots.layers):
        modules: dict[str, Any] = dict(model.get_base_model().model.layers[layer].named_modules())
        for fused, parts in FUSED.items():
            x = inputs(fused)
            with torch.inference_mode():
                wanted = []
                for part in parts:
                    bare = modules.get(f"{part}.base_layer", modules[part])
                    wanted.append(modules[part](x) - bare(x))
            got = loras[fused].delta(x, torch.tensor([slots.slot(pack.name)]))
            assert torch.allclose(got, torch.cat(wanted, dim=-1), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("method", ["delta", "gathered"])
def test_a_batch_that_mixes_slots_equals_each_row_alone(mixed: list[Pack], bench: Bench, method: str) -> None:
    slots = bench.slots(*mixed)
    rows = [0, 3, 1, 2, 0, 1]
    for loras in slots.layers:
        for fused, lora in loras.items():
            x = inputs(fused, len(rows))
            got = getattr(lora, method)(x, torch.tensor(rows))
            for row, slot in enumerate(rows):
                alone = lora.delta(x[row : row + 1], torch.tensor([slot]))
                assert torch.allclose(got[row : row + 1], alone, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("slot", [0, 1, 2])
def test_one_slot_for_all_rows_equals_that_slot_named_for_each_row(
    mixed: list[Pack], bench: Bench, slot: int
) -> None:
    for fused, lora in bench.slots(*mixed).layers[0].items():
        x = inputs(fused, 4)
        wanted = lora.delta(x, torch.tensor([slot] * 4))
        assert torch.allclose(lora.delta(x, torch.tensor([slot])), wanted, rtol=1e-4, atol=1e-4)
        assert torch.allclose(lora.gathered(x, torch.tensor([slot])), wanted, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("rows", [[0], [0, 0], [0, 1]])
def test_the_bare_backbone_gets_exactly_zero_even_from_infinite_inputs(
    mixed: list[Pack], bench: Bench, rows: list[int]
) -> None:
    for fused, lora in bench.slots(*mixed).layers[0].items():
        x = inputs(fused, len(rows))
        x[0, 0, 0] = torch.inf
        for got in (lora.delta(x, torch.tensor(rows)), lora.gathered(x, torch.tensor(rows))):
            assert (got[0] == 0).all()


def test_the_matrices_have_the_shapes_that_they_say(mixed: list[Pack], bench: Bench) -> None:
    lora = bench.slots(*mixed).layers[0]["qkv"]
    assert lora.widths == (128, 64, 64) and lora.rank == 8
    assert lora.a.shape == (3, 3 * 8, 128) and lora.b.shape == (3, 256, 8)


def test_half_precision_files_and_slots_hold_the_same_numbers(bench: Bench) -> None:
    exact = bench.pack("chess", rank=2, seed=3)
    rounded = {name: tensor.bfloat16() for name, tensor in load_file(exact.weights).items()}
    save_file(rounded, exact.weights)
    pack = load_pack(exact.path)
    assert pack.digest == content_digest(pack.path) != exact.digest
    lora = bench.slots(pack, dtype=torch.bfloat16).layers[0]["o"]
    assert lora.a.dtype == lora.b.dtype == torch.bfloat16
    assert torch.equal(lora.a[0], rounded["base_model.model.model.layers.0.self_attn.o_proj.lora_A.weight"])


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
def test_one_captured_graph_serves_every_slot_and_every_pack_that_comes_later(
    bench: Bench,
) -> None:
    slots = bench.slots(bench.pack("a"), bench.pack("b", seed=1), device="cuda")
    lora, x = slots.layers[0]["qkv"], inputs("qkv", 3).cuda()
    chosen = torch.zeros(3, dtype=torch.int64, device="cuda")
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        lora.delta(x, chosen)  # warms the libraries up
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        out = lora.delta(x, chosen)
    new = bench.pack("b", ("v_proj",), 2, seed=2)
    for packs in ([bench.pack("a"), bench.pack("b", seed=1)], [bench.pack("a"), new]):
        slots.load(packs[1])
        for rows in ([0, 1, 2], [2, 2, 0]):
            chosen.copy_(torch.tensor(rows))
            graph.replay()
            wanted = bench.slots(*packs).layers[0]["qkv"].delta(x.cpu(), torch.tensor(rows))
            assert torch.allclose(out.cpu(), wanted, rtol=1e-3, atol=1e-2)
    assert slots.generation == 0
