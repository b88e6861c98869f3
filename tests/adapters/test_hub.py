"""A hub id becomes a folder that holds a pack's files, and vanishes again."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import errors

from adapters import registry
from adapters.errors import UnavailableError
from adapters.hub import fetched
from adapters.pack import FILES
from tests.adapters.packs import make_pack


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A hub that holds one pack, "someone/colours"; what it was asked is kept."""
    source = make_pack(tmp_path / "hub").path
    asked: dict[str, Any] = {}

    def snapshot_download(repo: str, *, tqdm_class: Any, local_dir: str, **options: Any) -> str:
        asked.update(options, repo=repo, folder=Path(local_dir))
        with tqdm_class(total=0, desc="Downloading bytes", unit="B", unit_scale=True) as bar:
            for file in source.iterdir():
                shutil.copy(file, local_dir)
                bar.update(1_000_000)
            bar.refresh()
        for _ in tqdm_class(range(3), desc="Fetching 3 files"):
            pass
        return local_dir

    monkeypatch.setattr("huggingface_hub.snapshot_download", snapshot_download)
    return asked


def test_a_hub_id_is_fetched_with_progress_and_leaves_nothing_behind(hub, tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("MOELITE_HOME", str(tmp_path / "home"))
    told: list[str] = []
    with fetched("someone/colours@v1.2", told.append) as folder:
        assert registry.add(folder).name == "colours"
    assert (hub["repo"], hub["revision"]) == ("someone/colours", "v1.2")
    assert set(hub["allow_patterns"]) == set(FILES)
    assert not hub["folder"].exists()
    assert told[0] == "asking the hub for someone/colours@v1.2"
    assert told[-1].startswith("fetching someone/colours: ") and told[-1].endswith(".0 MB")
    assert capfd.readouterr().err == ""  # no bar of its own in the middle of a screen


def test_a_folder_goes_before_a_hub_id_and_stays(hub, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "someone/colours").mkdir(parents=True)
    with fetched("someone/colours") as folder:
        assert folder == Path("someone/colours")
    assert folder.exists() and not hub


@pytest.mark.parametrize("source", ["/no/such/folder", "colours", "a/b/c", "../x", "a/b@", ""])
def test_what_is_no_hub_id_is_a_folder(hub, source):
    with fetched(source) as folder:
        assert folder == Path(source)
    assert not hub


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errors.OfflineModeIsEnabled("HF_HUB_OFFLINE=1"), "offline"),
        (errors.LocalEntryNotFoundError("no such host"), "offline"),
        (OSError(28, "No space left on device"), "No space left"),
        (ValueError("two\nlines"), "cannot fetch someone/colours: two$"),
        (ValueError(), "ValueError"),
    ],
)
def test_whatever_the_hub_raises_is_one_line(monkeypatch, error, said):
    def fail(*args: Any, **options: Any) -> None:
        raise error

    monkeypatch.setattr("huggingface_hub.snapshot_download", fail)
    with pytest.raises(UnavailableError, match=said) as caught, fetched("someone/colours"):
        pass
    assert "\n" not in str(caught.value)
