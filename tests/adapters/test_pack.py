import json
import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from adapters import pack as packs
from adapters.errors import UnavailableError, UsageError
from adapters.pack import card_of, check_name, exemplars, load_pack, record_of, size_of, write_pack
from tests.adapters.packs import make_pack, make_peft


def edit_json(path: Path, **changes: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_written_pack_reads_back_with_every_field(tmp_path):
    pack = make_pack(
        tmp_path, checker="palette", answer_format="one word", data_sha256="a" * 64, scores={"numbers": 0.975}
    )
    assert load_pack(tmp_path / "colours") == pack
    assert (pack.name, pack.rank, pack.alpha) == ("colours", 4, 8.0)
    assert pack.target_modules == ("q_proj", "v_proj")
    assert (pack.checker, pack.answer_format, pack.scores) == ("palette", "one word", {"numbers": 0.975})
    assert exemplars(pack) == ["What is red and blue mixed?", "Is green a warm colour?"]
    assert len(pack.digest) == 64


def test_the_local_path_of_the_trainer_is_not_published(tmp_path):
    make_pack(tmp_path)
    config = json.loads((tmp_path / "colours/adapter_config.json").read_text())
    assert config["base_model_name_or_path"] == "someone/small"
    assert "/somewhere/local" not in (tmp_path / "colours/README.md").read_text()


def test_the_card_has_hub_metadata_and_no_template_left_in_it(tmp_path):
    make_pack(tmp_path, scores={"kept-out numbers": 0.5})
    card = (tmp_path / "colours/README.md").read_text()
    assert card.startswith("---\nbase_model: ") and "library_name: peft" in card
    assert "| kept-out numbers | 0.5 |" in card and "More Information" not in card


def test_the_digest_follows_weights_and_config_and_nothing_else(tmp_path):
    first = make_pack(tmp_path / "a")
    assert make_pack(tmp_path / "b", description="Other words.").digest == first.digest
    assert make_pack(tmp_path / "c", seed=1).digest != first.digest
    edit_json(first.path / "adapter_config.json", lora_alpha=99)
    assert load_pack(first.path).digest != first.digest


def test_writing_into_a_folder_keeps_the_exemplars_that_are_there(tmp_path):
    folder = tmp_path / "colours"
    folder.mkdir()
    (folder / "exemplars.jsonl").write_text('{"text": "Is teal a colour?"}\n')
    pack = make_pack(tmp_path, exemplars=None)
    assert exemplars(pack) == ["Is teal a colour?"]
    again = write_pack(
        folder, peft=folder, description="Again.", backbone="abc123", base_model="someone/small"
    )
    assert (again.digest, again.description) == (pack.digest, "Again.")


def test_a_failed_write_leaves_the_old_pack_as_it_was_and_no_litter(tmp_path):
    pack = make_pack(tmp_path)
    before = {path.name: path.read_bytes() for path in pack.path.iterdir()}
    bad = make_peft(tmp_path / "bad")
    os.truncate(bad / "adapter_model.safetensors", 200)
    with pytest.raises(UnavailableError, match="damaged"):
        write_pack(pack.path, peft=bad, description="New.", backbone="x", base_model="y", exemplars=["q"])
    assert {path.name: path.read_bytes() for path in pack.path.iterdir()} == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad", "colours", "colours-peft"]


def test_the_record_of_a_training_run_does_not_stand_in_the_way_of_the_next(tmp_path):
    pack = make_pack(tmp_path)
    assert make_pack(tmp_path, record={"steps": 3}) == pack
    assert json.loads((pack.path / "training.json").read_text())["steps"] == 3
    make_pack(tmp_path)
    assert not (pack.path / "training.json").exists()


def test_a_folder_that_is_no_packs_is_never_replaced(tmp_path):
    peft = make_peft(tmp_path / "peft")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/chapter.txt").write_text("years of work")
    with pytest.raises(UsageError, match=r"chapter\.txt"):
        write_pack(
            tmp_path / "thesis", peft=peft, description="d", backbone="x", base_model="y", exemplars=["q"]
        )
    assert (tmp_path / "thesis/chapter.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "none",
        "bare",
        "routed",
        "oracle",
        "Red",
        "1red",
        "../red",
        "red/blue",
        ".red",
        "a" * 33,
        "red\n",
        "ré",
    ],
)
def test_names_that_are_reserved_or_play_with_paths_are_refused(name):
    with pytest.raises(UsageError):
        check_name(name)


def test_plain_names_are_accepted():
    assert [check_name(name) for name in ("a", "logic", "a-b_c9", "a" * 32)]


@pytest.mark.parametrize(
    ("file", "content", "complaint"),
    [
        ("domain.toml", "name = ", "not TOML"),
        (
            "domain.toml",
            'name = "colours"\ndescription = "d"\nbackbone = "b"\ncolour = 1',
            "unknown key 'colour'",
        ),
        ("domain.toml", 'description = "d"\nbackbone = "b"', "name is missing"),
        ("domain.toml", 'name = "colours"\ndescription = "d"', "backbone is missing"),
        ("domain.toml", 'name = "none"\ndescription = "d"\nbackbone = "b"', "reserved"),
        ("domain.toml", 'name = 3\ndescription = "d"\nbackbone = "b"', "must be text"),
        ("domain.toml", 'name = "c"\ndescription = "d"\nbackbone = "b"\ndata_sha256 = "1"', "hexadecimal"),
        ("domain.toml", 'name = "c"\ndescription = "d"\nbackbone = "b"\nscores = {a = nan}', "finite"),
        ("exemplars.jsonl", '{"text": "a"}\n{"txet": "b"}\n', r"exemplars\.jsonl:2"),
        ("exemplars.jsonl", '{"text": "a", "label": "b"}\n', "nothing else"),
        ("exemplars.jsonl", '{"text": " "}\n', "empty"),
        ("exemplars.jsonl", "{text}\n", "not JSON"),
        ("exemplars.jsonl", "\n", "no exemplars"),
        ("adapter_config.json", "{", "not JSON"),
        ("adapter_config.json", '{"peft_type": "IA3"}', "LORA"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(tmp_path, file, content, complaint):
    pack = make_pack(tmp_path)
    (pack.path / file).write_text(content)
    with pytest.raises(UnavailableError, match=complaint) as error:
        load_pack(pack.path)
    assert file in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    "change",
    [
        {"r": 0},
        {"r": True},
        {"r": "8"},
        {"lora_alpha": 0},
        {"target_modules": "all-linear"},
        {"target_modules": []},
        {"target_modules": ["q_proj"]},
        {"target_modules": ["q_proj", "v_proj", "k_proj"]},
        {"r": 8},
        {"use_dora": True},
        {"use_rslora": True},
        {"bias": "all"},
        {"modules_to_save": ["lm_head"]},
        {"rank_pattern": {"q_proj": 2}},
    ],
)
def test_a_config_that_is_not_plain_lora_or_does_not_fit_the_tensors_is_refused(tmp_path, change):
    pack = make_pack(tmp_path)
    edit_json(pack.path / "adapter_config.json", **change)
    with pytest.raises(UnavailableError):
        load_pack(pack.path)


@pytest.mark.parametrize("file", packs.FILES[:4])
def test_a_missing_file_is_named(tmp_path, file):
    pack = make_pack(tmp_path)
    (pack.path / file).unlink()
    with pytest.raises(UnavailableError, match=file.replace(".", r"\.")):
        load_pack(pack.path)


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 0.999))
def test_weights_cut_short_anywhere_are_noticed(tmp_path_factory, share):
    folder = make_pack(tmp_path_factory.mktemp("cut")).path
    weights = folder / "adapter_model.safetensors"
    os.truncate(weights, int(weights.stat().st_size * share))
    with pytest.raises(UnavailableError, match="damaged"):
        load_pack(folder)


@settings(max_examples=60, deadline=None)
@given(position=st.integers(0, 900), value=st.integers(0, 255))
def test_a_header_with_a_flipped_byte_is_refused_or_harmless_but_never_a_crash(
    tmp_path_factory, position, value
):
    folder = make_pack(tmp_path_factory.mktemp("flip")).path
    weights = folder / "adapter_model.safetensors"
    raw = bytearray(weights.read_bytes())
    raw[position] = value
    weights.write_bytes(raw)
    try:
        load_pack(folder)
    except UnavailableError as error:
        assert str(error)


def test_tensors_that_are_not_lora_pairs_are_refused(tmp_path):
    pack = make_pack(tmp_path)
    tensors = load_file(pack.weights)
    name = next(name for name in tensors if "lora_B" in name)
    for changed in (
        {key: value for key, value in tensors.items() if key != name},
        tensors | {"lm_head.weight": np.zeros((2, 2), np.float32)},
        tensors | {name: np.zeros((8, 5), np.float32)},
        tensors | {name: np.zeros((8, 4), np.int64)},
        {},
    ):
        save_file(changed, pack.weights)
        with pytest.raises(UnavailableError):
            load_pack(pack.path)


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(str.strip)


@settings(max_examples=80, deadline=None)
@given(
    description=TEXT,
    answer_format=st.text(st.characters(codec="utf-8"), max_size=20),
    questions=st.lists(TEXT, min_size=1, max_size=5),
    scores=st.dictionaries(
        TEXT, st.floats(allow_nan=False, allow_infinity=False) | st.integers(), max_size=3
    ),
)
def test_any_text_survives_a_write_and_a_read(
    tmp_path_factory, description, answer_format, questions, scores
):
    pack = make_pack(
        tmp_path_factory.mktemp("text"),
        description=description,
        answer_format=answer_format,
        exemplars=questions,
        scores=scores,
    )
    assert (pack.description, pack.answer_format) == (description, answer_format)
    assert exemplars(pack) == questions
    assert pack.scores == scores


def test_the_record_of_training_is_dated_and_keeps_the_date_it_has(tmp_path):
    pack = make_pack(tmp_path, record={"steps": 3})
    assert record_of(pack) == {"trained": date.today().isoformat(), "steps": 3}
    pack = make_pack(tmp_path, record={"trained": "2026-01-31"})
    assert record_of(pack) == {"trained": "2026-01-31"}
    (pack.path / "training.json").write_text("{")
    assert record_of(pack) == {} and load_pack(pack.path) == pack
    (pack.path / "training.json").unlink()
    assert record_of(pack) == {}


def test_the_card_comes_without_the_hubs_metadata(tmp_path):
    pack = make_pack(tmp_path)
    assert card_of(pack).startswith("# colours\n\nQuestions about colours.")
    (pack.path / "README.md").write_text("No metadata.\n---\nbelow\n")
    assert card_of(pack) == "No metadata.\n---\nbelow"
    (pack.path / "README.md").unlink()
    assert card_of(pack) == ""


def test_the_size_is_that_of_all_its_files(tmp_path):
    pack = make_pack(tmp_path)
    assert size_of(pack) == sum(file.stat().st_size for file in pack.path.iterdir()) > 1000
