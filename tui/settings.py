"""What the screen remembers between runs, in config.toml."""

import os
import tempfile
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

from adapters.errors import UsageError
from adapters.registry import home


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default."""

    theme: str = "textual-dark"
    unfold_thought: bool = False
    """Leave the chain of thought open when the answer begins."""


def config_path() -> Path:
    """Where the settings are kept."""
    return home() / "config.toml"


def read() -> Settings:
    """The settings, defaults where there is no file. Raises UsageError naming the file and the bad key."""
    path = config_path()
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from error
    defaults = asdict(Settings())
    for key, value in values.items():
        if key not in defaults:
            raise UsageError(f"{path}: unknown key {key!r} (there are: {', '.join(defaults)})")
        if type(value) is not type(defaults[key]):
            raise UsageError(f"{path}: {key} must be like {defaults[key]!r}, not {value!r}")
    return Settings(**values)


def write(settings: Settings) -> None:
    """Keep the settings: written beside the file, then renamed over it."""
    path = config_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}\n"
        for key, value in asdict(settings).items()
    )
    handle, stage = tempfile.mkstemp(prefix=".config-", dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.writelines(lines)
    os.replace(stage, path)
