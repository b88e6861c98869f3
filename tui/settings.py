"""What the screens remember between runs, in config.toml."""

import json
import os
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from adapters.errors import UsageError
from adapters.registry import home


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default."""

    theme: str = "textual-dark"
    unfold_thought: bool = False
    """Leave the chain of thought open when the answer begins."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys of the user's own, by binding id."""


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
    if "keys" in values:
        values["keys"] = dict(_flat(values["keys"]))
        for name, keys in values["keys"].items():
            if not isinstance(keys, str):
                raise UsageError(f'{path}: [keys] {name} must be a key like "ctrl+g", not {keys!r}')
    return Settings(**values)


def _flat(table: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any]]:
    """The entries of nested tables by their dotted names: TOML reads `reason.stop = ...` as a nested one."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{within}{name}.")
        else:
            yield within + name, value


def write(settings: Settings) -> None:
    """Keep the settings: written beside the file, then renamed over it."""
    path = config_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        f"theme = {_quoted(settings.theme)}\n",
        f"unfold_thought = {str(settings.unfold_thought).lower()}\n",
    ]
    if settings.keys:
        lines.append("\n[keys]\n")
        lines += [f"{_quoted(name)} = {_quoted(keys)}\n" for name, keys in settings.keys.items()]
    handle, stage = tempfile.mkstemp(prefix=".config-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(lines)
    os.replace(stage, path)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # JSON's strings are TOML's too
