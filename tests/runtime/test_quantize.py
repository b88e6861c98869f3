"""Quantising: the same weights in memory and in a folder, little memory, all or nothing, one fingerprint."""

import json
import shutil
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from adapters.errors import MoeliteError, UnavailableError, UsageError
from runtime import nf4, quantize
from runtime.backbone import INDEX, Checkpoint, fingerprint, is_projection, read, transformers_model, weights
from runtime.decode import Prompt, Stream
from runtime.model import Model
from runtime.quantize import quantised, write_quantised
from runtime.sampling import Sampling
from trainers.micro import SIZES, build_model

IDS = [int(i) for i in torch.randint(5, 2000, (40,), generator=torch.Generator().manual_seed(1))]
PLAIN = {"tied": (True, torch.bfloat16), "untied": (False, torch.float32), "half": (False, torch.float16)}


@pytest.fixture(scope="module", params=list(PLAIN))
def plain(request: pytest.FixtureRequest, nano: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backbone of plain weights in several files, with a tied or a separate head."""
    tied, dtype = PLAIN[request.param]
    return _plain(tmp_path_factory.mktemp(request.param), nano, tied, dtype)


@pytest.fixture(scope="module")
def tied(nano: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _plain(tmp_path_factory.mktemp("plain"), nano, True, torch.bfloat16)


def _plain(folder: Path, nano: Path, tied: bool, dtype: torch.dtype) -> Path:
    model = build_model(SIZES["nano"], seed=5)
    if not tied:
        model.config.tie_word_embeddings = False
        model.lm_head.weight = torch.nn.Parameter(torch.randn(2048, 128) / 50)
    model.to(dtype).save_pretrained(folder, max_shard_size="600KB")
    for file in nano.glob("*token*"):
        shutil.copy(file, folder)
    return folder


def logits(checkpoint: Checkpoint) -> torch.Tensor:
    return Stream(Model(checkpoint, [], torch.float32, "cpu"), Prompt(IDS, 0), Sampling(), 2).logits()


def test_in_memory_and_in_the_folder_it_is_the_same_model(plain: Path, tmp_path: Path) -> None:
    in_memory = quantised(read(str(plain)))
    write_quantised(str(plain), tmp_path / "out")
    from_folder = read(str(tmp_path / "out"))
    assert in_memory.tensors.keys() == from_folder.tensors.keys()
    assert in_memory.config == {k: v for k, v in from_folder.config.items() if k != "moelite"}
    assert torch.equal(logits(in_memory), logits(from_folder))
    assert not torch.equal(logits(in_memory), logits(read(str(plain))))


def test_projections_become_nf4_and_the_rest_bfloat16(plain: Path) -> None:
    source = read(str(plain))
    result = quantised(source)
    for name in weights(source.config):
        assert nf4.is_quantised(result.tensors, name) == is_projection(name)
        original = source.tensors[name].bfloat16()
        expected = nf4.round_trip(original) if is_projection(name) else original
        assert torch.equal(result.weight(name), expected)
    assert result.parameters() == source.parameters()


def test_transformers_loads_the_folder_through_bitsandbytes(plain: Path, tmp_path: Path) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    write_quantised(str(plain), tmp_path / "out", shard_bytes=100_000)
    reference = AutoModelForCausalLM.from_pretrained(tmp_path / "out").eval()
    with torch.inference_mode():
        wanted = reference(input_ids=torch.tensor([IDS])).logits[0, -1]
    assert torch.allclose(logits(read(str(tmp_path / "out"))), wanted.float(), atol=5e-2)
    assert AutoTokenizer.from_pretrained(tmp_path / "out").encode("17 + 25")


def test_it_can_be_trained_on_and_its_note_does_not_outlive_its_weights(tied: Path, tmp_path: Path) -> None:
    written = write_quantised(str(tied), tmp_path / "out")
    model = transformers_model(read(str(tmp_path / "out")))
    assert model.config.to_dict().get("moelite") is None
    tensors = load_file(tmp_path / "out" / "model.safetensors")
    tensors["model.norm.weight"] += 1  # what fine-tuning does, with config.json handed on
    save_file(tensors, tmp_path / "out" / "model.safetensors")
    assert fingerprint(read(str(tmp_path / "out"))) != written.fingerprint


def test_a_pack_for_the_plain_weights_fits_the_quantised_ones(plain: Path, tmp_path: Path) -> None:
    source = read(str(plain))
    written = write_quantised(str(plain), tmp_path / "out", shard_bytes=300_000)
    assert written.fingerprint == fingerprint(source) == fingerprint(read(str(tmp_path / "out")))
    assert fingerprint(quantised(source)) == fingerprint(source)
    write_quantised(str(plain), tmp_path / "again")
    assert fingerprint(read(str(tmp_path / "again"))) == written.fingerprint


def test_files_stay_below_their_size_and_the_index_names_each_tensor(tied: Path, tmp_path: Path) -> None:
    written = write_quantised(str(tied), tmp_path / "out", shard_bytes=60_000)
    files = sorted((tmp_path / "out").glob("*.safetensors"))
    index = json.loads((tmp_path / "out" / INDEX).read_text())
    held = {name: file.name for file in files for name in load_file(file)}
    assert index["weight_map"] == held
    assert index["metadata"]["total_size"] == sum(
        t.nbytes for file in files for t in load_file(file).values()
    )
    assert files[0].name == f"model-00001-of-{len(files):05}.safetensors"
    assert written.after == sum(file.stat().st_size for file in files) < written.before
    assert all(file.stat().st_size < 80_000 for file in files[1:])  # the first holds the embedding alone
    for name in held:
        assert held[name] == held[name.split(".weight")[0] + ".weight"]


def test_one_file_needs_no_index(tied: Path, tmp_path: Path) -> None:
    write_quantised(str(tied), tmp_path / "out")
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert names == {
        "config.json",
        "chat_template.jinja",
        "generation_config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    } & (names | {"config.json", "model.safetensors"})
    assert (tmp_path / "out" / "model.safetensors").stat().st_mode & 0o777 == 0o644


def test_a_stored_copy_of_a_tied_head_is_left_out(tied: Path, nano: Path, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    shutil.copytree(tied, folder)
    tensors = dict(read(str(tied)).tensors)
    for file in (*folder.glob("*.safetensors"), folder / INDEX):
        file.unlink()
    save_file(
        tensors | {"lm_head.weight": tensors["model.embed_tokens.weight"].clone()},
        folder / "model.safetensors",
    )
    result = quantised(read(str(folder)))
    assert "lm_head.weight" not in result.tensors
    assert torch.equal(logits(result), logits(quantised(read(str(tied)))))


def test_what_is_nf4_already_stays_as_it_is_in_memory(nano: Path) -> None:
    source = read(str(nano))
    result = quantised(source)
    assert result.tensors.keys() == source.tensors.keys()
    assert all(torch.equal(result.tensors[name], source.tensors[name]) for name in source.tensors)


def test_progress_ends_at_a_hundred_percent(tied: Path) -> None:
    said: list[str] = []
    quantised(read(str(tied)), progress=said.append)
    assert said[-1] == "quantising, 100 %, 0 s left" and len(said) == len(weights(read(str(tied)).config))


def refused(source: Path, out: Path, error: type[MoeliteError], said: str) -> None:
    """Writing fails with this one line and leaves nothing behind that was not there."""
    before = sorted(out.parent.iterdir()) if out.parent.is_dir() else None
    with pytest.raises(error, match=said) as caught:
        write_quantised(str(source), out)
    assert type(caught.value) is error and "\n" not in str(caught.value)
    assert (sorted(out.parent.iterdir()) if out.parent.is_dir() else None) == before


def test_an_existing_folder_is_left_alone(tied: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    refused(tied, tmp_path / "out", UsageError, "is there already")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    refused(tied, tmp_path / "link", UsageError, "is there already")


def test_a_folder_that_appears_meanwhile_is_left_alone(tied: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def appear(text: str) -> None:
        out.mkdir(exist_ok=True)
        (out / "theirs").touch()

    with pytest.raises(UsageError, match="is there already"):
        write_quantised(str(tied), out, progress=lambda text: appear(text) if "100 %" in text else None)
    assert [file.name for file in tmp_path.rglob("*")] == ["out", "theirs"]


def test_a_missing_parent_is_not_made(tied: Path, tmp_path: Path) -> None:
    refused(tied, tmp_path / "a" / "b", UsageError, "there is no folder")


def test_nf4_is_not_quantised_again(nano: Path, tmp_path: Path) -> None:
    refused(nano, tmp_path / "out", UsageError, "is NF4 already")


def test_a_source_without_a_tokenizer_is_refused_before_the_work(tied: Path, tmp_path: Path) -> None:
    shutil.copytree(tied, tmp_path / "bare", ignore=shutil.ignore_patterns("*token*"))
    refused(tmp_path / "bare", tmp_path / "out", UnavailableError, "has no tokenizer.json")


def test_a_full_disk_is_seen_before_the_work(
    tied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(quantize.shutil, "disk_usage", lambda path: usage(10, 9, 1))
    refused(tied, tmp_path / "out", MoeliteError, "no room in .* GB needed, 0.00 GB free")


def test_the_size_foretold_is_enough(tied: Path, tmp_path: Path) -> None:
    written = write_quantised(str(tied), tmp_path / "out")
    assert written.after < quantize._size_of(read(str(tied))) < written.after + 65_000_000


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """The second tensor that is quantised fails."""
    calls = iter(range(100))
    whole = nf4.quantise

    def quantise(name: str, weight: torch.Tensor) -> dict[str, torch.Tensor]:
        if next(calls) == 1:
            raise error
        return whole(name, weight)

    monkeypatch.setattr(nf4, "quantise", quantise)


def test_a_disk_that_fills_up_leaves_nothing(
    tied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, OSError(28, "No space left on device"))
    refused(tied, tmp_path / "out", MoeliteError, "cannot write .*No space left")


def test_an_interruption_leaves_nothing(tied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        write_quantised(str(tied), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_projection_that_does_not_divide_into_blocks_is_named(tied: Path) -> None:
    source = read(str(tied))
    name = "model.layers.0.mlp.up_proj.weight"
    odd = source.tensors | {name: torch.zeros(3, 5)}
    with pytest.raises(UnavailableError, match=rf"{name} \[3, 5\] does not divide"):
        quantised(Checkpoint(source.folder, source.config, odd))


# Memory: what the process holds itself (anonymous pages), not what it has mapped from files.


def anonymous_bytes() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))


@contextmanager
def peak_memory() -> Iterator[Callable[[], int]]:
    """A function that tells by how many bytes the process has grown at most since the block began."""
    start, over = anonymous_bytes(), threading.Event()
    most = start

    def watch() -> None:
        nonlocal most
        while not over.wait(0.002):
            most = max(most, anonymous_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield lambda: max(most, anonymous_bytes()) - start
    finally:
        over.set()
        watcher.join()


@pytest.fixture(scope="module")
def large(tied: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bfloat16 backbone of 300 MB in one file; no tensor is larger than 9 MB."""
    folder = tmp_path_factory.mktemp("large")
    for file in tied.glob("*token*"):
        shutil.copy(file, folder)
    entries = {"hidden_size": 1024, "num_attention_heads": 16, "num_key_value_heads": 4}
    sizes = {"intermediate_size": 4096, "num_hidden_layers": 9}
    config = json.loads((tied / "config.json").read_text()) | entries | sizes
    del config["layer_types"]  # one entry a layer
    (folder / "config.json").write_text(json.dumps(config))
    save_file(
        {name: torch.rand(shape, dtype=torch.bfloat16) for name, shape in weights(config).items()},
        folder / "model.safetensors",
    )
    assert 270e6 < (folder / "model.safetensors").stat().st_size < 330e6
    return folder


def test_reading_maps_the_files_instead_of_copying_them(large: Path) -> None:
    with peak_memory() as grown:
        checkpoint = read(str(large))
        assert fingerprint(checkpoint)  # reads every byte
        assert grown() < 40e6


@pytest.mark.slow
def test_quantising_never_holds_the_plain_model(large: Path, tied: Path, tmp_path: Path) -> None:
    quantised(read(str(tied)))  # the libraries and their buffers
    with peak_memory() as grown:
        result = quantised(read(str(large)))
        size = sum(tensor.nbytes for tensor in result.tensors.values())
        assert size < 90e6
        assert grown() < size + 60e6
    del result
    with peak_memory() as grown:
        write_quantised(str(large), tmp_path / "out", shard_bytes=10_000_000)
        assert grown() < 80e6
