"""Reading backbones: NF4 round trips, every way a folder can be wrong, and what the fingerprint remembers."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from adapters.errors import UnavailableError
from runtime import backbone, nf4
from runtime.backbone import INDEX, fingerprint, read


def test_the_reference_dequantiser_gives_what_bitsandbytes_gives() -> None:
    from bitsandbytes.functional import dequantize_4bit, quantize_4bit

    weight = torch.randn(192, 320, generator=torch.Generator().manual_seed(0)).bfloat16()
    codes, state = quantize_4bit(weight, quant_type="nf4", blocksize=64, compress_statistics=True)
    assert torch.equal(nf4.dequantise(nf4.quantise("w", weight), "w"), dequantize_4bit(codes, state))


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float32])
def test_slice_by_slice_gives_what_bitsandbytes_gives_at_once(
    monkeypatch: pytest.MonkeyPatch, dtype: torch.dtype
) -> None:
    from bitsandbytes.functional import quantize_4bit

    monkeypatch.setattr(nf4, "SLICE", 4096)
    weight = torch.randn(192, 320, generator=torch.Generator().manual_seed(0)).to(dtype)
    codes, state = quantize_4bit(weight.bfloat16(), quant_type="nf4", blocksize=64, compress_statistics=True)
    wanted = {"w": codes, **{f"w.{key}": value for key, value in state.as_dict(packed=True).items()}}
    got = nf4.quantise("w", weight)
    assert got.keys() == wanted.keys()
    assert all(torch.equal(got[key], wanted[key]) for key in wanted)


def test_nf4_values_survive_a_second_quantisation() -> None:
    weight = nf4.round_trip(torch.randn(128, 128, generator=torch.Generator().manual_seed(0)))
    again = nf4.round_trip(weight)
    assert (again - weight).abs().max() < 0.02 * weight.abs().max()


def test_a_missing_folder_is_said_in_one_line() -> None:
    with pytest.raises(UnavailableError, match="no backbone folder at ./nowhere"):
        read("./nowhere")


def test_a_truncated_file_is_named(nano: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cut"
    shutil.copytree(nano, folder)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:5000])
    with pytest.raises(UnavailableError, match="cannot read the backbone"):
        read(str(folder))


def test_another_kind_of_model_is_refused(nano: Path, tmp_path: Path) -> None:
    folder = tmp_path / "llama"
    shutil.copytree(nano, folder)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"model_type": "llama"}))
    with pytest.raises(UnavailableError, match="'llama'"):
        read(str(folder))


def test_a_folder_without_weights_is_refused(nano: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text((nano / "config.json").read_text())
    with pytest.raises(UnavailableError, match="no .safetensors"):
        read(str(tmp_path))


def altered(folder: Path, tmp_path: Path, change: Callable[[dict[str, Tensor]], None]) -> str:
    """A copy of the backbone whose stored tensors `change` has changed."""
    copy = tmp_path / "altered"
    shutil.copytree(folder, copy)
    tensors = load_file(copy / "model.safetensors")
    change(tensors)
    save_file(tensors, copy / "model.safetensors", metadata={"format": "pt"})
    return str(copy)


def configured(folder: Path, tmp_path: Path, **entries: object) -> str:
    """A copy of the backbone with these entries in its config.json; None takes one out."""
    copy = tmp_path / "configured"
    shutil.copytree(folder, copy)
    config = json.loads((copy / "config.json").read_text()) | entries
    (copy / "config.json").write_text(json.dumps({k: v for k, v in config.items() if v is not None}))
    return str(copy)


Q = "model.layers.1.self_attn.q_proj.weight"


@pytest.mark.parametrize("name", [Q, "model.norm.weight", "model.layers.0.self_attn.k_norm.weight"])
def test_a_missing_weight_is_named(nano: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(UnavailableError, match=f"lacks {name}"):
        read(altered(nano, tmp_path, lambda tensors: tensors.pop(name)))


def test_a_missing_part_of_an_nf4_weight_is_named(nano: Path, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match=f"{Q}.nested_absmax is missing"):
        read(altered(nano, tmp_path, lambda tensors: tensors.pop(f"{Q}.nested_absmax")))


def test_a_damaged_nf4_weight_is_named(nano: Path, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match=f"{Q} does not hold the 16384 weights"):
        read(altered(nano, tmp_path, lambda tensors: tensors.update({Q: tensors[Q][:-1].clone()})))


def test_an_nf4_header_that_cannot_be_read_is_named(nano: Path, tmp_path: Path) -> None:
    header = f"{Q}.{nf4.STATE}"
    with pytest.raises(UnavailableError, match=f"{header} is unreadable"):
        read(altered(nano, tmp_path, lambda tensors: tensors[header].fill_(65)))


def test_weights_in_another_number_format_are_refused(nano: Path, tmp_path: Path) -> None:
    def to_float8(tensors: dict[str, Tensor]) -> None:
        del tensors[f"{Q}.{nf4.STATE}"]
        tensors[Q] = torch.zeros(128, 128).to(torch.float8_e4m3fn)

    with pytest.raises(UnavailableError, match=f"{Q} is float8_e4m3fn"):
        read(altered(nano, tmp_path, to_float8))


def test_biases_which_the_forward_pass_would_leave_out_are_refused(nano: Path, tmp_path: Path) -> None:
    bias = Q.replace("weight", "bias")
    with pytest.raises(UnavailableError, match=bias):
        read(altered(nano, tmp_path, lambda tensors: tensors.update({bias: torch.zeros(128)})))


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (
            {"vocab_size": 2000},
            r"embed_tokens.weight is \[2048, 128\] where config.json makes it \[2000, 128\]",
        ),
        ({"intermediate_size": 512}, r"gate_proj.weight is \[256, 128\] .* \[512, 128\]"),
        ({"num_hidden_layers": 3}, "lacks model.layers.2.input_layernorm.weight"),
        ({"tie_word_embeddings": False}, "lacks lm_head.weight"),
        ({"head_dim": None}, "config.json lacks or garbles an entry: 'head_dim'"),
        ({"num_hidden_layers": "two"}, "config.json lacks or garbles an entry"),
    ],
)
def test_a_configuration_of_another_model_is_refused(
    nano: Path, tmp_path: Path, entries: dict[str, object], said: str
) -> None:
    with pytest.raises(UnavailableError, match=said):
        read(configured(nano, tmp_path, **entries))


@pytest.mark.parametrize("text", ["[1]", "{", "\udc80"])
def test_a_damaged_config_json_is_said_in_one_line(nano: Path, tmp_path: Path, text: str) -> None:
    folder = configured(nano, tmp_path)
    (Path(folder) / "config.json").write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(UnavailableError, match="cannot read the backbone in .*config.json"):
        read(folder)


def sharded(nano: Path, tmp_path: Path) -> Path:
    """A copy of the backbone in two files with an index, beside a file that the index does not name."""
    folder = tmp_path / "sharded"
    shutil.copytree(nano, folder)
    tensors = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    places = {name: f"model-{1 + ('layers.1' in name):05}-of-00002.safetensors" for name in tensors}
    for file in set(places.values()):
        save_file({name: tensors[name] for name in tensors if places[name] == file}, folder / file)
    save_file({"model.norm.weight": torch.zeros(128)}, folder / "stray.safetensors")
    (folder / INDEX).write_text(json.dumps({"metadata": {}, "weight_map": places}))
    return folder


def test_the_index_says_which_files_hold_the_weights(nano: Path, tmp_path: Path) -> None:
    checkpoint = read(str(sharded(nano, tmp_path)))
    assert [file.name[:11] for file in checkpoint.files] == ["model-00001", "model-00002"]
    assert fingerprint(checkpoint) == fingerprint(read(str(nano)))


def test_a_missing_file_that_the_index_names_is_said(nano: Path, tmp_path: Path) -> None:
    folder = sharded(nano, tmp_path)
    (folder / "model-00002-of-00002.safetensors").unlink()
    with pytest.raises(UnavailableError, match="lacks model-00002-of-00002.safetensors"):
        read(str(folder))


def test_an_index_without_places_is_said(nano: Path, tmp_path: Path) -> None:
    folder = sharded(nano, tmp_path)
    (folder / INDEX).write_text("{}")
    with pytest.raises(UnavailableError, match="has no weight_map"):
        read(str(folder))


def test_the_bundled_backbone_keeps_the_fingerprint_that_its_packs_are_bound_to() -> None:
    assert fingerprint(read(None)) == "2c3e468621c44278"


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where fingerprints are remembered, of small files too."""
    monkeypatch.setenv("MOELITE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(backbone, "REMEMBERED_FROM", 0)
    return tmp_path / "home" / "fingerprints"


def never_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backbone, "_hash", lambda checkpoint: pytest.fail("hashed again"))


def test_a_fingerprint_is_taken_once(nano: Path, memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = fingerprint(read(str(nano)))
    assert [file.read_text() for file in memory.iterdir()] == [first]
    never_hashed(monkeypatch)
    assert fingerprint(read(str(nano))) == first


def test_changed_files_are_hashed_anew(nano: Path, tmp_path: Path, memory: Path) -> None:
    folder = Path(configured(nano, tmp_path))
    first = fingerprint(read(str(folder)))
    tensors = load_file(folder / "model.safetensors")
    tensors["model.norm.weight"] += 1
    save_file(tensors, folder / "model.safetensors")
    assert fingerprint(read(str(folder))) != first
    config = json.loads((folder / "config.json").read_text()) | {"max_position_embeddings": 512}
    second = fingerprint(read(str(folder)))
    (folder / "config.json").write_text(json.dumps(config))
    assert fingerprint(read(str(folder))) != second


@pytest.mark.parametrize("damage", [b"", b"2c3e468621c4427", b"\xff\xfe", b"2c3e468621c44278\nmore"])
def test_a_damaged_memory_is_mended(nano: Path, memory: Path, damage: bytes) -> None:
    first = fingerprint(read(str(nano)))
    (file,) = memory.iterdir()
    file.write_bytes(damage)
    assert fingerprint(read(str(nano))) == first
    assert [file.read_text() for file in memory.iterdir()] == [first]


def test_a_memory_that_cannot_be_written_costs_time_alone(nano: Path, memory: Path) -> None:
    memory.parent.write_text("not a folder")
    assert fingerprint(read(str(nano))) == fingerprint(read(str(nano)))
