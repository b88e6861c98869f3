"""A pack from the Hugging Face hub, as a folder for as long as it is needed."""

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from adapters.errors import UnavailableError
from adapters.pack import FILES

_HUB_ID = re.compile(r"([A-Za-z0-9][\w.-]*/[\w.-]+)(?:@([\w./-]+))?")


@contextmanager
def fetched(source: str, progress: Callable[[str], None] = lambda text: None) -> Iterator[Path]:
    """The folder `source`, or what the hub id `source` ("org/name" or "org/name@revision") holds of a pack.

    A local folder goes before a hub id. What is downloaded vanishes at the end. Raises UnavailableError
    where it cannot be fetched.
    """
    found = _HUB_ID.fullmatch(source)
    if Path(source).expanduser().exists() or found is None:
        yield Path(source).expanduser()
        return
    with tempfile.TemporaryDirectory(prefix="moelite-pack-") as folder:
        progress(f"asking the hub for {source}")
        try:
            _download(found[1], found[2], folder, progress)
        except Exception as error:  # the hub client raises many kinds; to a user they mean one thing
            raise UnavailableError(f"cannot fetch {source}: {_reason(error)}") from error
        yield Path(folder)


def _download(repo: str, revision: str | None, folder: str, progress: Callable[[str], None]) -> None:
    from huggingface_hub import snapshot_download
    from tqdm import tqdm

    class Told(tqdm):  # type: ignore[type-arg]
        """A bar that is told in words; of the hub's several only the one of bytes."""

        def display(self, *args: Any, **options: Any) -> None:
            if self.unit == "B" and self.n:
                progress(f"fetching {repo}: {self.n / 1e6:.1f} MB")

        def close(self) -> None:
            self.disable = True  # draws nothing, so there is no line to end

    snapshot_download(repo, revision=revision, allow_patterns=list(FILES), local_dir=folder, tqdm_class=Told)


def _reason(error: Exception) -> str:
    """The failure in one line; that the hub is out of reach is said plainly."""
    from huggingface_hub import errors

    match error:
        case errors.OfflineModeIsEnabled() | errors.LocalEntryNotFoundError():
            return "offline: the hub cannot be reached; give a folder, or try again with a network"
        case errors.GatedRepoError():
            return "its owner gives access by request only; ask on the hub, then log in with `hf auth login`"
        case errors.RevisionNotFoundError():
            return "the hub has no such revision of it"
        case errors.RepositoryNotFoundError():
            return "neither a folder nor on the hub (or it is private: log in with `hf auth login`)"
        case _:
            return (str(error).strip() or type(error).__name__).splitlines()[0]
