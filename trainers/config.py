"""What a training run is asked to do: defaults, then a TOML file, then `--set`, then options.

Every key is a field of one of the sections below; a wrong key or value is told in one line that names where
it was given.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_type_hints

from adapters.errors import UsageError

METHODS = ("sft", "full", "grpo")
CHECKERS = ("none", "arithmetic", "symbolic", "logic")
PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
TARGETS = {"qkv": PROJECTIONS[:3], "all-linear": PROJECTIONS}


def _value(default: Any, what: str, low: float = 0, high: float = 1e9, among: Sequence[str] = ()) -> Any:
    """A key with its default, its meaning, and the values that it may have."""
    return field(default=default, metadata={"what": what, "low": low, "high": high, "among": among})


@dataclass(frozen=True, slots=True)
class Data:
    """[data]"""

    sources: tuple[str, ...] = _value((), "files, folders and sets to learn from")
    rows: int = _value(0, "at most so many rows of each source; 0 is all", 0)
    level: str = _value("", "only rows of this level, or of levels such as 3-5")
    subject: str = _value("", "only rows of this subject")
    max_tokens: int = _value(1024, "tokens of the longest row; a longer one is refused", 16, 1 << 20)
    refused: float = _value(0.1, "largest share of bad rows that a run goes on with", 0, 1)
    heldout: float = _value(0.05, "share of the rows that accuracy is measured on", 0, 0.5)


@dataclass(frozen=True, slots=True)
class Lora:
    """[lora]"""

    rank: int = _value(32, "rank of the adapter", 1, 1024)
    alpha: int = _value(0, "strength; 0 is twice the rank", 0, 4096)
    targets: tuple[str, ...] = _value(
        ("qkv",), "qkv, all-linear, or projections", among=(*TARGETS, *PROJECTIONS)
    )
    rslora: bool = _value(False, "divide alpha by the root of the rank, not by the rank")

    @property
    def modules(self) -> tuple[str, ...]:
        """The projections that are adapted, in the model's order."""
        chosen = {module for name in self.targets for module in TARGETS.get(name, (name,))}
        return tuple(module for module in PROJECTIONS if module in chosen)


@dataclass(frozen=True, slots=True)
class Train:
    """[train]"""

    method: str = _value("sft", "what is trained, and how", among=METHODS)
    steps: int = _value(250, "optimiser steps", 1, 10_000_000)
    epochs: float = _value(0.0, "passes over the rows, in place of steps; 0 leaves it to steps", 0, 10_000)
    batch_tokens: int = _value(
        0, "tokens that a step learns from; 0 is 1024 on a CPU, 4096 on a GPU", 0, 1 << 24
    )
    micro_tokens: int = _value(4096, "tokens that are in memory at a time", 16, 1 << 24)
    lr: float = _value(0.0, "peak learning rate; 0 is by the width of the backbone", 0, 10)
    warmup: float = _value(0.05, "share of the steps with a rising rate", 0, 1)
    decay: float = _value(0.5, "share of the steps with a falling rate", 0.001, 1)
    seed: int = _value(1, "of the order of rows and of the adapter's first weights", 0, 2**31)
    save_s: float = _value(60.0, "seconds between two saves", 0, 1e6)


@dataclass(frozen=True, slots=True)
class Grpo:
    """[grpo], read where train.method is grpo"""

    steps: int = _value(50, "optimiser steps", 1, 1_000_000)
    prompts: int = _value(8, "questions of a step", 1, 4096)
    group: int = _value(8, "answers to each question, which are compared", 2, 4096)
    lr: float = _value(3e-5, "learning rate", 1e-9, 1)
    beta: float = _value(0.0, "weight of the distance from the adapter it began with", 0, 10)
    temperature: float = _value(1.0, "of the answers that are drawn", 0.01, 10)
    max_new_tokens: int = _value(512, "most tokens of an answer", 1, 1 << 16)
    candidates: int = _value(1000, "questions that are tried, to find those neither easy nor hopeless", 1)
    rows: int = _value(4, "answers in memory at a time", 1, 4096)


@dataclass(frozen=True, slots=True)
class Eval:
    """[eval]"""

    every: int = _value(0, "steps between two measurements; 0 is a quarter of the run", 0)
    questions: int = _value(100, "at most so many held-out questions", 0, 100_000)
    patience: int = _value(0, "end after so many measurements without a better one; 0 is never", 0, 1000)
    tokens: int = _value(
        0, "most tokens of an answer; 0 is a quarter more than the longest learned", 0, 1 << 16
    )


@dataclass(frozen=True, slots=True)
class Pack:
    """[pack]"""

    checker: str = _value("none", "what checks the steps of an answer", among=CHECKERS)
    description: str = _value("", "one line on the domain")
    exemplars: str = _value("", 'file of {"text": ...} for the router; else drawn from the questions')


@dataclass(frozen=True, slots=True)
class Log:
    """[log]"""

    tensorboard: bool = _value(False, "write tensorboard's files too")


@dataclass(frozen=True, slots=True)
class Config:
    """All that is asked of a run, a field for each section of the file."""

    data: Data = field(default_factory=Data)
    lora: Lora = field(default_factory=Lora)
    train: Train = field(default_factory=Train)
    grpo: Grpo = field(default_factory=Grpo)
    eval: Eval = field(default_factory=Eval)
    pack: Pack = field(default_factory=Pack)
    log: Log = field(default_factory=Log)


def load(
    file: Path | None = None,
    sets: Sequence[str] = (),
    options: Mapping[str, Any] | None = None,
    base: Config | None = None,
) -> Config:
    """The configuration: what `options` say ("train.method": ...), else `sets` ("a.b=c"), else the file.

    `base` holds what none of them says, by default the defaults. Raises UsageError with one line that names
    the place and the key.
    """
    config = base or Config()
    for key, value in _flat(_read(file), str(file)).items() if file else ():
        config = _with(config, key, value, str(file))
    for text in sets:
        key, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--set {text}: give it as section.key=value, for example lora.rank=16")
        config = _with(config, key.strip(), _parsed(value.strip()), f"--set {text}")
    for key, value in (options or {}).items():
        config = _with(config, key, value, "the command line")
    return config


def template() -> str:
    """Every key with its default and its meaning, as the TOML file that says the same."""
    lines: list[str] = []
    for section in fields(Config):
        lines += ["", f"[{section.name}]"] if lines else [f"[{section.name}]"]
        for key in fields(section.default_factory):  # type: ignore[arg-type]
            value = list(key.default) if isinstance(key.default, tuple) else key.default
            shown = f"{key.name} = {json.dumps(value)}"
            lines.append(f"{shown:<28}  # {key.metadata['what']}")
    return "\n".join(lines) + "\n"


def to_dict(config: Config) -> dict[str, dict[str, Any]]:
    """The configuration as plain tables, for a JSON file."""
    tables = asdict(config)
    return {
        section: {key: list(value) if isinstance(value, tuple) else value for key, value in table.items()}
        for section, table in tables.items()
    }


def from_dict(tables: Mapping[str, Any], place: str) -> Config:
    """The configuration that `to_dict` wrote to `place`. Raises UsageError as `load` does."""
    config = Config()
    for key, value in _flat(tables, place).items():
        config = _with(config, key, value, place)
    return config


def difference(asked: Config, before: Config) -> str:
    """The first key in which two configurations differ, as "lora.rank is 8, was 16"; "" where none does."""
    old = _flat(to_dict(before), "")
    for key, value in _flat(to_dict(asked), "").items():
        if value != old[key]:
            return f"{key} is {value!r}, was {old[key]!r}"
    return ""


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror or error}") from error
    except ValueError as error:  # bad TOML, and what is no UTF-8
        raise UsageError(f"{file}: not TOML: {error}") from error


def _flat(tables: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The tables' values by "section.key"."""
    flat = {}
    for section, table in tables.items():
        if not isinstance(table, Mapping):
            raise UsageError(
                f"{place}: {section} stands outside a section; write [train] or another above it"
            )
        flat.update({f"{section}.{key}": value for key, value in table.items()})
    return flat


def _parsed(text: str) -> Any:
    """The value as TOML reads it; text that is no TOML value is itself."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except ValueError:
        return text


def _with(config: Config, key: str, value: Any, place: str) -> Config:
    """The configuration with one value replaced."""
    known = {f"{s.name}.{f.name}": f for s in fields(config) for f in fields(getattr(config, s.name))}
    if key not in known:
        by_name = {full.partition(".")[2]: full for full in known}
        near = [
            *get_close_matches(key, known, 1),
            *(by_name[name] for name in get_close_matches(key.rpartition(".")[2], by_name, 1)),
        ]
        hint = f"did you mean {near[0]}?" if near else "moelite train --settings shows all of them"
        raise UsageError(f"{place}: there is no key {key}; {hint}")
    section, name = key.split(".")
    table = getattr(config, section)
    checked = _checked(get_type_hints(type(table))[name], known[key].metadata, value, key, place)
    return replace(config, **{section: replace(table, **{name: checked})})


def _checked(kind: Any, rule: Mapping[str, Any], value: Any, key: str, place: str) -> Any:
    """The value in the type of its key. Raises UsageError where it is of another, or out of range."""

    def wrong(wanted: str) -> UsageError:
        return UsageError(f"{place}: {key} must be {wanted}, not {value!r}")

    among = rule["among"]
    if kind is bool:
        if not isinstance(value, bool):
            raise wrong("true or false")
        return value
    if kind in (int, float):
        low, high = rule["low"], rule["high"]
        number = isinstance(value, int) or (kind is float and isinstance(value, float))
        if not number or isinstance(value, bool) or not low <= value <= high:
            raise wrong(f"a {'whole ' if kind is int else ''}number from {low:g} to {high:g}")
        return kind(value)
    if kind is str:
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)  # a level, for example
        if not isinstance(value, str) or (among and value not in among):
            raise wrong(f"one of {', '.join(among)}" if among else "text")
        return value
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(
        isinstance(part, str) and part.strip() for part in parts
    ):
        raise wrong("a list of texts")
    parts = tuple(part.strip() for part in parts)
    if among and not (parts and set(parts) <= set(among)):
        raise wrong(f"among {', '.join(among)}")
    return parts
