"""The state of a training run in one safetensors file, which is whole at any moment.

Tensors by name, and everything else as JSON in the file's header. A file is written beside its place, forced
to the disk and renamed, so a process that is killed or a disk that is full leaves the state before.
"""

import errno
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from adapters.errors import UnavailableError

STATE = "state"


def save(file: Path, tensors: Mapping[str, Tensor], state: Mapping[str, Any]) -> None:
    """Write `file`; on return it is on the disk. The tensors share no memory and are on the CPU.

    Raises UnavailableError where that fails; what `file` held before is still there then.
    """
    beside = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        save_file(dict(tensors), beside, metadata={STATE: json.dumps(state)})
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        beside.replace(file)
        _sync_folder(file.parent)
    except (OSError, SafetensorError) as error:
        beside.unlink(missing_ok=True)
        full = getattr(error, "errno", 0) == errno.ENOSPC or "os error 28" in str(error)
        reason = "the disk is full" if full else " ".join(str(error).split())
        raise UnavailableError(f"cannot save the run to {file}: {reason}; the last state is kept") from error


def load(file: Path) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
    """The tensors, on the CPU, and the state that `save` wrote; None where there is no file.

    Raises UnavailableError where the file is no such state.
    """
    if not file.exists():
        return None
    try:
        with safe_open(file, framework="pt") as opened:
            state = json.loads((opened.metadata() or {})[STATE])
            return {name: opened.get_tensor(name) for name in opened.keys()}, state  # noqa: SIM118
    except (OSError, SafetensorError, ValueError, KeyError) as error:
        reason = " ".join(str(error).split())
        raise UnavailableError(f"cannot read the run's state in {file}: {reason}; start anew") from error


def _sync_folder(folder: Path) -> None:
    """Force the rename itself to the disk, where folders can be opened."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
