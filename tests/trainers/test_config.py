"""The configuration of a run: which place wins, and what a wrong key or value says."""

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.errors import UsageError
from runtime.backbone import PROJECTIONS
from runtime.checkers.worker import MODULES
from trainers import config
from trainers.config import Config, difference, from_dict, load, template, to_dict


def _file(folder: Path, text: str) -> Path:
    file = folder / "x.toml"
    file.write_text(text, "utf-8")
    return file


def test_an_option_wins_over_set_and_set_over_the_file(tmp_path: Path) -> None:
    file = _file(tmp_path, '[train]\nlr = 1e-4\nseed = 3\nmethod = "full"\n[lora]\nrank = 8\n')
    found = load(file, ["train.seed=4", "train.method=grpo"], {"train.method": "sft"})
    assert (found.train.lr, found.train.seed, found.train.method) == (1e-4, 4, "sft")
    assert found.lora.rank == 8 and found.train.epochs == Config().train.epochs


def test_targets_are_named_sets_or_projections_in_the_order_of_the_model() -> None:
    assert load().lora.modules == ("q_proj", "k_proj", "v_proj")
    assert load(sets=["lora.targets=all-linear"]).lora.modules == PROJECTIONS
    assert load(sets=["lora.targets=down_proj, q_proj"]).lora.modules == ("q_proj", "down_proj")
    assert load(sets=['lora.targets=["v_proj"]']).lora.modules == ("v_proj",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lora.rnak=8", "there is no key lora.rnak; did you mean lora.rank?"),
        ("rank=8", "there is no key rank; did you mean lora.rank?"),
        ("lora.rank=0", "lora.rank must be a whole number from 1 to 1024, not 0"),
        ("lora.rank=true", "lora.rank must be a whole number from 1 to 1024, not True"),
        ("lora.rank=8.5", "lora.rank must be a whole number"),
        ("train.lr=fast", "train.lr must be a number from 0 to 10, not 'fast'"),
        ("train.lr=nan", "train.lr must be a number"),
        ("lora.rslora=1", "lora.rslora must be true or false, not 1"),
        ("lora.targets=q,v", "lora.targets must be among qkv, all-linear, q_proj"),
        ("lora.targets=[]", "lora.targets must be among"),
        ("data.sources=[1]", "data.sources must be a list of texts, not [1]"),
        ("train.method=dpo", "train.method must be one of sft, full, grpo, not 'dpo'"),
        ("pack.checker=chess", "pack.checker must be one of none, arithmetic, symbolic, logic"),
        ("pack.description=1.5", "pack.description must be text, not 1.5"),
        ("nonsense", "give it as section.key=value"),
    ],
)
def test_a_wrong_setting_is_told_with_its_place(text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        load(sets=[text])
    assert str(caught.value).startswith(f"--set {text}: ") and says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[train]\nlearning_rate = 1\n", "there is no key train.learning_rate"),
        ("rank = 8\n", "rank stands outside a section"),
        ("[lora\n", "not TOML"),
        ("[zzz]\nqqq = 1\n", "there is no key zzz.qqq; moelite train --settings shows"),
    ],
)
def test_a_wrong_file_is_told_by_its_name(tmp_path: Path, text: str, says: str) -> None:
    file = _file(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        load(file)
    assert str(caught.value).startswith(f"{file}: ") and says in str(caught.value)


def test_a_file_that_is_not_there_or_no_text_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml: No such file"):
        load(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match=r"bad\.toml: not TOML"):
        load(tmp_path / "bad.toml")


def test_the_template_is_the_defaults_and_explains_every_key() -> None:
    text = template()
    assert from_dict(tomllib.loads(text), "template") == Config()
    assert all("  # " in line for line in text.splitlines() if "=" in line)
    assert len(fields(Config)) == text.count("[") - text.count(" = [")


def test_names_that_other_rooms_own_are_the_same_there() -> None:
    assert config.PROJECTIONS == PROJECTIONS
    assert set(config.CHECKERS) == {"none", *MODULES}


@given(
    rank=st.integers(1, 1024),
    lr=st.floats(0, 10),
    sources=st.lists(st.text(min_size=1).filter(str.strip), max_size=3),
)
def test_what_is_written_reads_back_equal(rank: int, lr: float, sources: list[str]) -> None:
    found = load(options={"lora.rank": rank, "train.lr": lr, "data.sources": sources})
    assert from_dict(to_dict(found), "run.json") == found
    assert difference(found, found) == ""


def test_a_difference_names_the_key_and_both_values() -> None:
    assert difference(load(sets=["lora.rank=8"]), load()) == "lora.rank is 8, was 32"
