"""A run's state on disk: whole at any moment, whatever happens to the process or the disk."""

import multiprocessing
import os
import resource
import signal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import torch

from adapters.errors import UnavailableError
from trainers import checkpoint

CHILD = multiprocessing.get_context("fork")  # quick: everything is imported already


def test_a_state_comes_back_as_it_was(tmp_path: Path) -> None:
    tensors = {"a": torch.arange(5, dtype=torch.uint8), "b": torch.tensor(1.5), "c": torch.randn(3, 2)}
    state = {"step": 7, "note": {"best": [0.5, "ü"]}, "numbers": [{"step": 7}]}
    file = tmp_path / "new" / "checkpoint.safetensors"
    assert checkpoint.load(file) is None
    checkpoint.save(file, tensors, state)
    found = checkpoint.load(file)
    assert found is not None and found[1] == state
    assert found[0].keys() == tensors.keys()
    assert all(torch.equal(found[0][name], tensor) for name, tensor in tensors.items())
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def write_on(file: Path, weights: list[torch.Tensor]) -> None:
    """Save one state after another for ever."""
    for step in count():
        checkpoint.save(file, {"weights": weights[step % 2]}, {"step": step})


@pytest.mark.parametrize("states", [1, 2, 4])
def test_a_killed_writer_leaves_a_whole_state(tmp_path: Path, states: int) -> None:
    file = tmp_path / "checkpoint.safetensors"
    weights = [torch.zeros(1 << 20), torch.ones(1 << 20)]
    writer = CHILD.Process(target=write_on, args=(file, weights))
    writer.start()
    seen: set[int] = set()
    while len(seen) < states:
        if file.exists():
            seen.add(file.stat().st_ino)
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    found = checkpoint.load(file)
    assert found is not None
    assert torch.equal(found[0]["weights"], weights[found[1]["step"] % 2])
    checkpoint.save(file, {"weights": weights[0]}, {"step": -1})  # what the killed one left is no hindrance
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def write_too_much(file: Path, told: Any) -> None:
    """Save a state where no file may grow beyond 4 kB, and tell how it went."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    try:
        checkpoint.save(file, {"weights": torch.ones(1 << 14)}, {"step": 2})
    except UnavailableError as error:
        told.send(str(error))


def test_a_disk_without_room_keeps_the_last_state(tmp_path: Path) -> None:
    file = tmp_path / "checkpoint.safetensors"
    checkpoint.save(file, {"weights": torch.ones(8)}, {"step": 1})
    hears, told = CHILD.Pipe(duplex=False)
    writer = CHILD.Process(target=write_too_much, args=(file, told))
    writer.start()
    message = hears.recv()
    writer.join()
    assert message.startswith("cannot save the run to ") and "\n" not in message
    assert message.endswith("the last state is kept")
    found = checkpoint.load(file)
    assert found is not None and found[1] == {"step": 1}
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_full_disk_is_called_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnavailableError, match="the disk is full; the last state is kept"):
        checkpoint.save(tmp_path / "state", {"a": torch.ones(1)}, {})
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_state_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "checkpoint.safetensors"
    checkpoint.save(file, {"a": torch.ones(100)}, {})
    file.write_bytes(file.read_bytes()[:-50])
    with pytest.raises(UnavailableError, match="start anew"):
        checkpoint.load(file)
