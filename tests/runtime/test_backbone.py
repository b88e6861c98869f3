"""Reading backbones: NF4 round trips, and every way a folder can be wrong."""

import json
import shutil
from pathlib import Path

import pytest
import torch

from adapters.errors import UnavailableError
from runtime import nf4
from runtime.backbone import read


def test_the_reference_dequantiser_gives_what_bitsandbytes_gives() -> None:
    from bitsandbytes.functional import dequantize_4bit, quantize_4bit

    weight = torch.randn(192, 320, generator=torch.Generator().manual_seed(0)).bfloat16()
    codes, state = quantize_4bit(weight, quant_type="nf4", blocksize=64, compress_statistics=True)
    assert torch.equal(nf4.dequantise(nf4.quantise("w", weight), "w"), dequantize_4bit(codes, state))


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
