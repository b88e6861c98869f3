"""What `Runtime.load` makes of weights and of the precisions that it is asked for."""

import shutil
from dataclasses import fields
from pathlib import Path

import pytest
import torch

from adapters.errors import UnavailableError, UsageError
from adapters.pack import load_pack
from runtime import Runtime, Sampling
from runtime import runtime as face
from runtime.decode import Prompt, Stream
from runtime.fake import FakeInfo
from runtime.info import BackboneInfo
from runtime.quantize import write_quantised
from trainers.micro import SIZES, build_model

IDS = [int(i) for i in torch.randint(5, 2000, (40,), generator=torch.Generator().manual_seed(1))]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOELITE_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="module")
def plain(nano: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plain")
    build_model(SIZES["nano"], seed=5).to(torch.bfloat16).save_pretrained(folder)
    for file in nano.glob("*token*"):
        shutil.copy(file, folder)
    return folder


def logits(runtime: Runtime) -> torch.Tensor:
    return Stream(runtime.engine.model, Prompt(IDS, 0), Sampling(), runtime.engine.end).logits()


def test_plain_weights_are_quantised_and_say_what_their_quantised_folder_says(
    plain: Path, tmp_path: Path
) -> None:
    told: list[str] = []
    runtime = Runtime.load(str(plain), packs=[], progress=told.append)
    write_quantised(str(plain), tmp_path / "nf4")
    written = Runtime.load(str(tmp_path / "nf4"), packs=[])
    assert torch.equal(logits(runtime), logits(written))
    assert runtime.info.fingerprint == written.info.fingerprint
    assert runtime.info.parameters == written.info.parameters
    assert any(text.startswith("quantising, 100 %") for text in told) and told[-1] == "ready"


def test_head_and_cache_are_held_as_asked(nano: Path, nano_pack: Path) -> None:
    packs = [load_pack(nano_pack)]
    full = Runtime.load(str(nano), packs=packs)
    small = Runtime.load(str(nano), packs=packs, head="int8", cache="int8")
    assert (full.info.head, full.info.cache, small.info.head, small.info.cache) == (
        "bf16", "bf16", "int8", "int8",
    )  # fmt: skip
    assert small.engine.model.cache == "int8" and small.engine.model.head.weight.dtype == torch.int8
    assert 0 < (logits(small) - logits(full)).norm() < 0.1 * logits(full).norm()


def test_the_fake_runtime_tells_the_same_of_its_backbone() -> None:
    names = [[field.name for field in fields(info)] for info in (BackboneInfo, FakeInfo)]
    assert names[0] == names[1]


@pytest.mark.parametrize("option", ["head", "cache"])
def test_an_unknown_precision_is_refused_before_anything_is_read(option: str) -> None:
    with pytest.raises(UsageError, match=f"unknown precision 'int3' of the {option}; choose one of bf16, "):
        Runtime.load("/nowhere", **{option: "int3"})  # type: ignore[arg-type]


def test_a_backbone_that_memory_has_no_room_for_is_one_line(
    nano: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **options: object) -> None:
        raise torch.OutOfMemoryError("tried to allocate")

    monkeypatch.setattr(face, "Model", full)
    with pytest.raises(UnavailableError, match="no memory left on cpu for this backbone") as caught:
        Runtime.load(str(nano), packs=[])
    assert "\n" not in str(caught.value)
