"""Replace a folder whole or not at all."""

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from adapters.errors import UsageError


@contextmanager
def staged(path: Path, files: Collection[str]) -> Iterator[Path]:
    """An empty folder that takes the place of `path` when the block ends well, and vanishes when it fails.

    A folder at `path` that holds anything but `files` is somebody else's: UsageError. A kill between the
    two renames leaves the old folder as `.NAME.old`, which `recover` puts back.
    """
    there = [p.name for p in path.iterdir()] if path.is_dir() else []
    if foreign := sorted(set(there) - set(files)):
        raise UsageError(f"{path} holds other things ({', '.join(foreign[:3])}) and is left alone")
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path} is not a folder and is left alone")
    path.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{path.name}.new-", dir=path.parent))
    try:
        stage.chmod(0o755)
        yield stage
        old = path.with_name(f".{path.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        with suppress(FileNotFoundError):
            path.rename(old)
        try:
            stage.rename(path)
        except OSError:
            recover(path.parent)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def recover(root: Path) -> None:
    """Put back folders in `root` that an interrupted replacement moved aside."""
    for old in root.glob(".*.old"):
        place = old.with_name(old.name[1:].removesuffix(".old"))
        if not place.exists():
            old.rename(place)
