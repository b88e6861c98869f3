"""Packs for the world outside: merged weights answer as the adapter does; nothing is uploaded unasked."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from adapters.errors import MoeliteError, UnavailableError, UsageError
from adapters.pack import load_pack
from adapters.registry import add
from runtime.backbone import read, transformers_model
from trainers import export
from tui.cli import main


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOELITE_HOME", str(tmp_path / "home"))


def test_a_merged_model_is_plain_and_computes_what_the_adapter_computes(
    nano: Path, nano_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    monkeypatch.setattr(export, "TOLERATED", 1.0)  # untrained weights decide nearly every token by a hair
    merged = export.merge(load_pack(nano_pack), tmp_path / "merged", str(nano))
    assert merged.asked == 2
    plain = AutoModelForCausalLM.from_pretrained(merged.folder, dtype=torch.float32)
    assert not any("lora" in name for name, _ in plain.named_parameters())
    tokenizer = AutoTokenizer.from_pretrained(merged.folder)
    assert tokenizer.chat_template
    adapted = PeftModel.from_pretrained(transformers_model(read(str(nano)), torch.float32), str(nano_pack))
    ids = torch.tensor([tokenizer.encode("How does a knight move?")])
    with torch.inference_mode():
        want, got = adapted(ids).logits, plain(ids).logits
        bare = transformers_model(read(str(nano)), torch.float32)(ids).logits
    assert (want - got).abs().max() < 0.1 * (want - bare).abs().max()  # but for rounding to bfloat16


def test_a_merged_model_that_answers_otherwise_is_not_written(
    nano: Path, nano_pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter((["a", "b"], ["a", "c"]))
    monkeypatch.setattr(export, "_answers", lambda *_: next(answers))
    with pytest.raises(MoeliteError, match="only 1 of 2 answers of chess stay the same"):
        export.merge(load_pack(nano_pack), tmp_path / "merged", str(nano))
    assert list(tmp_path.iterdir()) == []


def test_merging_refuses_a_folder_that_is_there_and_another_backbone(
    nano: Path, nano_pack: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="is there already"):
        export.merge(load_pack(nano_pack), tmp_path, str(nano))
    with pytest.raises(UnavailableError, match="belongs to another backbone"):
        export.merge(load_pack(nano_pack), tmp_path / "merged")
    assert not (tmp_path / "merged").exists()


def test_export_says_how_many_answers_stayed_the_same(
    nano: Path,
    nano_pack: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(export, "TOLERATED", 1.0)
    add(nano_pack)
    out = tmp_path / "merged"
    command = ["adapters", "export", "chess", "--merge", str(out), "--backbone", str(nano), "--json"]
    assert main(command) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["folder"] == str(out) and told["asked"] == 2 and (out / "config.json").is_file()


class _Hub:
    """A hub that notes what it is sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, Any]] = []

    def create_repo(self, repo: str, exist_ok: bool) -> None:
        if repo.startswith("locked/"):
            raise PermissionError("403 Forbidden\nmore")

    def upload_folder(self, repo_id: str, folder_path: Path, allow_patterns: list[str]) -> None:
        self.sent.append((repo_id, folder_path.name, allow_patterns))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> _Hub:
    import huggingface_hub

    hub = _Hub()
    monkeypatch.setattr(huggingface_hub, "HfApi", lambda: hub)
    return hub


def test_nothing_is_uploaded_without_yes(
    nano_pack: Path, hub: _Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    add(nano_pack)
    assert main(["adapters", "push", "chess", "org/chess"]) == 0
    said = capsys.readouterr()
    assert "adapter_model.safetensors" in said.out and "nothing was uploaded; --yes" in said.err
    assert not hub.sent
    assert main(["adapters", "push", "chess", "org/chess", "--yes"]) == 0
    assert "https://huggingface.co/org/chess" in capsys.readouterr().err
    assert [(repo, folder) for repo, folder, _ in hub.sent] == [("org/chess", "chess")]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["none-such", "org/chess"], 3, "no domain 'none-such' is installed"),
        (["chess", "chess"], 2, "'chess' cannot name a repository"),
        (["chess", "a/b/c"], 2, "cannot name a repository"),
        (["chess", "locked/chess", "--yes"], 3, "cannot upload to locked/chess: 403 Forbidden"),
    ],
)
def test_what_cannot_be_uploaded_is_one_line(
    nano_pack: Path,
    hub: SimpleNamespace,
    arguments: list[str],
    code: int,
    says: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    add(nano_pack)
    assert main(["adapters", "push", *arguments]) == code
    error = capsys.readouterr().err
    assert says in error and error.count("\n") == 1
