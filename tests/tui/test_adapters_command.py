"""`moelite adapters`: disabling, and packs from the hub."""

import json
import shutil
from pathlib import Path

import pytest

from adapters import registry
from tests.adapters.packs import make_pack
from tui.cli import main


@pytest.fixture(autouse=True)
def no_bundled(tmp_path, monkeypatch):
    monkeypatch.setattr(registry, "BUNDLED", tmp_path / "bundled")


def run(capsys, *argv: str) -> tuple[int, str, str]:
    code = main(["adapters", *argv])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_a_pack_is_disabled_and_enabled(capsys, tmp_path):
    run(capsys, "add", str(make_pack(tmp_path / "src").path))
    assert run(capsys, "disable", "colours")[:2] == (0, "disabled colours\n")
    assert registry.installed() == ()
    assert "(disabled) Questions about colours." in run(capsys, "list")[1]
    assert json.loads(run(capsys, "list", "--json")[1])["disabled"] is True
    assert json.loads(run(capsys, "enable", "--json", "colours")[1]) == {
        "name": "colours",
        "state": "enabled",
    }
    assert "disabled" not in run(capsys, "list")[1]
    code, out, err = run(capsys, "disable", "poetry")
    assert (code, out) == (3, "") and err.count("\n") == 1


def test_a_pack_is_added_from_the_hub(capsys, tmp_path, monkeypatch):
    source = make_pack(tmp_path / "hub").path

    def snapshot_download(repo, *, revision, local_dir, **options):
        assert (repo, revision) == ("someone/colours", "main")
        shutil.copytree(source, local_dir, dirs_exist_ok=True)

    monkeypatch.setattr("huggingface_hub.snapshot_download", snapshot_download)
    code, out, _ = run(capsys, "add", "someone/colours@main")
    assert code == 0 and out.startswith("added colours")
    assert registry.show("colours").path == registry.user_packs() / "colours"


def test_a_source_that_is_nowhere_is_one_line(capsys, tmp_path: Path):
    code, out, err = run(capsys, "add", str(tmp_path / "nothing"))
    assert (code, out) == (3, "") and "not a folder" in err and err.count("\n") == 1
