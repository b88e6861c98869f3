"""A nano backbone and a pack for it, made here: no test needs trained weights or a network."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


@pytest.fixture(scope="session")
def nano(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an untrained two-layer backbone with a tokenizer, stored as NF4."""
    from trainers.micro import SIZES, build_model, save_nf4, tokenizer_in

    folder = tmp_path_factory.mktemp("nano")
    tokenizer_in(folder, seed=0, sample=400)
    save_nf4(build_model(SIZES["nano"], seed=0), folder)
    return folder


@pytest.fixture(scope="session")
def nano_pack(nano: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a random adapter on that backbone, on part of its modules."""
    from adapters.pack import write_pack
    from runtime.backbone import fingerprint, read, transformers_model
    from tests.runtime.peft_adapter import random_adapter

    folder = tmp_path_factory.mktemp("packs")
    checkpoint = read(str(nano))
    model = random_adapter(
        transformers_model(checkpoint), ["q_proj", "v_proj", "gate_proj", "down_proj"], rank=8
    )
    model.save_pretrained(str(folder / "peft"))
    write_pack(
        folder / "chess",
        peft=folder / "peft",
        description="Questions on chess.",
        backbone=fingerprint(checkpoint),
        base_model="nano",
        exemplars=["How does a knight move?", "Is the rook on a1 pinned?"],
    )
    return folder / "chess"
