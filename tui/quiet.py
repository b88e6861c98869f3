"""Keep stray output off the full screen: logs, warnings, progress bars, and what C code writes to stderr."""

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.registry import home


def _fresh_log() -> Path:
    """An empty log file: among the user's things, or a temporary one where nothing can be written there."""
    path = home() / "moelite.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    except OSError:
        path = Path(tempfile.mkdtemp(prefix="moelite-")) / "moelite.log"
        path.write_text("")
    return path


@contextmanager
def stray_output() -> Iterator[Path]:
    """Sends all but the screen itself to the log file while the block runs. Gives the log's path."""
    path = _fresh_log()
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    logging.basicConfig(
        filename=path,
        filemode="a",
        level=logging.WARNING,
        format="%(asctime)s %(name)s %(message)s",
        force=True,
    )
    logging.captureWarnings(True)
    # Textual paints through sys.__stderr__: point that at the terminal and turn descriptor 2 away
    screen, errors = os.fdopen(os.dup(1), "w", encoding="utf-8"), os.dup(2)
    before, sys.__stderr__ = sys.__stderr__, screen  # type: ignore[misc]
    with open(path, "a") as log:
        os.dup2(log.fileno(), 2)
    try:
        yield path
    finally:
        screen.flush()
        os.dup2(errors, 2)
        os.close(errors)
        sys.__stderr__ = before  # type: ignore[misc]
        screen.close()
        logging.shutdown()
