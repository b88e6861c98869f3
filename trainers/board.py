"""The numbers of a run for TensorBoard, where it is asked for and installed."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from adapters.errors import UnavailableError
from trainers.progress import Measured, Stepped, TrainingEvent


def require_tensorboard() -> None:
    """Raises UnavailableError where TensorBoard is not installed."""
    if find_spec("tensorboard") is None:
        raise UnavailableError(
            "TensorBoard is not installed: pip install tensorboard, or leave the option out"
        )


class Board:
    """Writes TensorBoard's files to a folder."""

    def __init__(self, folder: Path) -> None:
        from torch.utils.tensorboard import SummaryWriter

        self._writer: Any = SummaryWriter(str(folder))

    def add(self, event: TrainingEvent) -> None:
        """Write what the event measured; nothing for an event without numbers."""
        match event:
            case Stepped():
                for name in ("loss", "lr", "tok_s"):
                    self._writer.add_scalar(f"train/{name}", getattr(event, name), event.step)
            case Measured():
                self._writer.add_scalar("heldout/accuracy", event.accuracy, event.step)

    def close(self) -> None:
        """Put everything on the disk."""
        self._writer.close()
