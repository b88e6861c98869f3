"""Trained packs take the places of the bundled ones, with the scores that the evaluation measured."""

import json
from pathlib import Path

import pytest

from adapters.errors import UsageError
from adapters.pack import exemplars, load_pack
from tests.adapters.packs import make_pack
from trainers.bundle import bundle

ROWS = [
    {"set": "colours.numbers", "system": "colours", "accuracy": 0.5},
    {"set": "colours.phrasings", "system": "colours", "accuracy": 0.25},
    {"set": "colours.numbers", "system": "routed", "accuracy": 0.125},
    {"set": "shapes.numbers", "system": "colours", "accuracy": 0.0625},
]


def test_weights_record_and_scores_are_new_and_words_are_kept(tmp_path: Path) -> None:
    old = make_pack(tmp_path / "bundled", description="On colours.", exemplars=["Is red warm?"])
    new = make_pack(
        tmp_path / "trained", seed=1, backbone="def456", base_model="moelite/micro", record={"steps": 3}
    )
    (pack,) = bundle(tmp_path / "trained", ROWS, tmp_path / "bundled")
    assert pack == load_pack(old.path)
    assert (pack.digest, pack.backbone, pack.description) == (new.digest, "def456", "On colours.")
    assert exemplars(pack) == ["Is red warm?"]
    assert pack.scores == {"numbers": 0.5, "wordings": 0.25}
    assert json.loads((pack.path / "training.json").read_text())["steps"] == 3


def test_packs_for_two_backbones_do_not_ship_together(tmp_path: Path) -> None:
    for name, backbone in (("colours", "abc123"), ("shapes", "def456")):
        make_pack(tmp_path / "bundled", name)
        make_pack(tmp_path / "trained", name, seed=1, backbone=backbone)
    before = load_pack(tmp_path / "bundled" / "colours")
    with pytest.raises(UsageError, match="more than one backbone"):
        bundle(tmp_path / "trained", ROWS, tmp_path / "bundled")
    assert load_pack(tmp_path / "bundled" / "colours") == before
