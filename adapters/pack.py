"""The pack format: one folder that makes a domain.

    adapter_config.json, adapter_model.safetensors   PEFT's own files, for anything that reads PEFT
    domain.toml                                       what PEFT does not know: checker, backbone, scores
    exemplars.jsonl                                   {"text": ...} questions the router learns from
    README.md                                         model card
    training.json                                     how it was trained (optional)

`load_pack` reads and validates all of it without importing torch, peft or numpy.
"""

import hashlib
import json
import math
import re
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from adapters.errors import UnavailableError, UsageError
from adapters.staging import staged
from adapters.tensors import check_lora, read_header

CONFIG = "adapter_config.json"
WEIGHTS = "adapter_model.safetensors"
DOMAIN = "domain.toml"
EXEMPLARS = "exemplars.jsonl"
CARD = "README.md"
RECORD = "training.json"  # how it was trained; optional
FILES = (CONFIG, WEIGHTS, DOMAIN, EXEMPLARS, CARD, RECORD)

# Words that already mean something where a domain is expected.
RESERVED = ("none", "bare", "routed", "oracle")

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TEXT_KEYS = ("name", "description", "checker", "answer_format", "backbone", "data_sha256")
_REQUIRED = ("name", "description", "backbone")
# PEFT options that change the arithmetic of plain LoRA; the runtime's slots hold plain LoRA only.
_PLAIN: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("bias", (None, "none")),
    ("use_dora", (None, False)),
    ("use_rslora", (None, False)),
    ("fan_in_fan_out", (None, False)),
    ("modules_to_save", (None, [])),
    ("rank_pattern", (None, {})),
    ("alpha_pattern", (None, {})),
    ("lora_bias", (None, False)),
)


@dataclass(frozen=True)
class Pack:
    """A validated domain pack. `digest` is the content hash that keys slots and caches."""

    path: Path
    name: str
    description: str
    checker: str
    answer_format: str
    backbone: str  # fingerprint of the backbone it was trained on
    rank: int
    alpha: float
    target_modules: tuple[str, ...]
    data_sha256: str
    digest: str
    scores: Mapping[str, float] = field(default_factory=dict)

    @property
    def weights(self) -> Path:
        """The safetensors file."""
        return self.path / WEIGHTS


def pack_of(fields: Mapping[str, Any]) -> Pack:
    """The pack whose fields are given as JSON has them. Raises KeyError or TypeError where they are none."""
    own = {"path": Path(fields["path"]), "target_modules": tuple(fields["target_modules"])}
    return Pack(**{**fields, **own})


def check_name(name: str) -> str:
    """The name itself where it may name a domain. Raises UsageError otherwise."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot name a domain: use 1 to 32 of a-z, 0-9, '_' and '-', starting with a letter"
        )
    if name in RESERVED:
        raise UsageError(f"{name!r} cannot name a domain: the word is reserved")
    return name


def is_pack(path: Path) -> bool:
    """Whether the folder holds adapter files at all (a bundled domain may wait for its weights)."""
    return (path / CONFIG).exists() or (path / WEIGHTS).exists()


def load_pack(path: str | Path) -> Pack:
    """The validated pack at `path`. Raises UnavailableError naming the file and what is wrong with it."""
    path = Path(path)
    if not path.is_dir():
        raise UnavailableError(f"no domain pack at {path}: not a folder")
    if missing := [name for name in (CONFIG, WEIGHTS, DOMAIN, EXEMPLARS) if not (path / name).is_file()]:
        raise UnavailableError(f"{path} is not a domain pack: it lacks {', '.join(missing)}")
    try:
        rank, alpha, modules = _read_config(path / CONFIG)
        check_lora(path / WEIGHTS, read_header(path / WEIGHTS), rank, modules)
        domain = _read_domain(path / DOMAIN)
        _read_exemplars(path / EXEMPLARS)
        return Pack(
            path=path, rank=rank, alpha=alpha, target_modules=modules, digest=content_digest(path), **domain
        )
    except OSError as error:
        raise UnavailableError(f"{error.filename or path}: {error.strerror or error}") from error


def exemplars(pack: Pack) -> list[str]:
    """The questions that the router learns this domain from, in file order."""
    return _read_exemplars(pack.path / EXEMPLARS)


def record_of(pack: Pack) -> dict[str, Any]:
    """How the pack was trained, as its training.json says; empty where there is none that can be read."""
    try:
        record = json.loads((pack.path / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}  # the file is optional, and nothing that answers rests on it
    return record if isinstance(record, dict) else {}


def size_of(pack: Pack) -> int:
    """The bytes of the pack's files on disk."""
    files = (pack.path / name for name in FILES)
    return sum(file.stat().st_size for file in files if file.is_file())


def card_of(pack: Pack) -> str:
    """The model card's markdown, without the hub's metadata above it; "" where there is none."""
    try:
        text = (pack.path / CARD).read_text("utf-8", "replace")
    except OSError:
        return ""
    return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL).strip()


def content_digest(path: Path) -> str:
    """SHA-256 over the weights and the PEFT config: equal digests decode equally."""
    digest = hashlib.sha256()
    for name in (WEIGHTS, CONFIG):
        with open(path / name, "rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def write_pack(
    path: str | Path,
    *,
    peft: str | Path,
    description: str,
    backbone: str,
    base_model: str,
    checker: str = "",
    answer_format: str = "",
    exemplars: Sequence[str] | None = None,
    data_sha256: str = "",
    scores: Mapping[str, float] | None = None,
    record: Mapping[str, Any] | None = None,
    card: str | None = None,
    name: str | None = None,
) -> Pack:
    """The pack made at `path` of the PEFT files in the folder `peft` (which may be `path`).

    Everything is written to a hidden folder beside `path` and validated there; then the two change places.
    `exemplars` None keeps those already at `path`; `card` None writes a card from the other fields;
    `record` is how the pack was trained; it is dated today where it has no date "trained".
    `base_model` is the hub id (or bundled name) that goes into the PEFT config in place of a local path.
    """
    path, peft = Path(path), Path(peft)
    name = check_name(path.name if name is None else name)
    if missing := [file for file in (CONFIG, WEIGHTS) if not (peft / file).is_file()]:
        raise UnavailableError(f"{peft} holds no PEFT adapter: it lacks {', '.join(missing)}")
    if exemplars is None:
        if not (path / EXEMPLARS).is_file():
            raise UsageError(f"{name}: give exemplars, or put {EXEMPLARS} into {path} first")
        exemplars = _read_exemplars(path / EXEMPLARS)
    domain: dict[str, Any] = {
        "name": name,
        "description": description,
        "checker": checker,
        "answer_format": answer_format,
        "backbone": backbone,
        "data_sha256": data_sha256,
        "scores": dict(scores or {}),
    }
    with staged(path, FILES) as stage:
        shutil.copyfile(peft / WEIGHTS, stage / WEIGHTS)
        _write_config(peft / CONFIG, stage / CONFIG, base_model)
        rows = (json.dumps({"text": text}, ensure_ascii=False) for text in exemplars)
        (stage / EXEMPLARS).write_text("".join(f"{row}\n" for row in rows), "utf-8")
        (stage / DOMAIN).write_text(_toml(domain), "utf-8")
        if record is not None:
            dated = {"trained": date.today().isoformat(), **record}
            (stage / RECORD).write_text(json.dumps(dated, indent=2) + "\n", "utf-8")
        (stage / CARD).write_text(card or _card(load_pack(stage), base_model), "utf-8")
        load_pack(stage)
    return load_pack(path)


def _read_config(path: Path) -> tuple[int, float, tuple[str, ...]]:
    """Rank, alpha and target modules of a PEFT config of plain LoRA."""
    try:
        config = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise UnavailableError(f"{path}: not JSON: {error}") from error
    if not isinstance(config, dict) or config.get("peft_type") != "LORA":
        raise UnavailableError(f"{path}: not the config of a PEFT LoRA adapter (peft_type must be LORA)")
    rank, alpha, modules = config.get("r"), config.get("lora_alpha"), config.get("target_modules")
    if not isinstance(rank, int) or isinstance(rank, bool) or not 1 <= rank <= 1024:
        raise UnavailableError(f"{path}: r must be a whole number from 1 to 1024, not {rank!r}")
    if not isinstance(alpha, int | float) or isinstance(alpha, bool) or not 0 < alpha < math.inf:
        raise UnavailableError(f"{path}: lora_alpha must be a positive number, not {alpha!r}")
    if not isinstance(modules, list) or not modules or not all(isinstance(m, str) and m for m in modules):
        raise UnavailableError(f"{path}: target_modules must be a list of module names, not {modules!r}")
    for key, plain in _PLAIN:
        if config.get(key) not in plain:
            raise UnavailableError(f"{path}: {key} = {config[key]!r} is not plain LoRA and cannot be hosted")
    return rank, float(alpha), tuple(sorted(modules))


def _write_config(source: Path, target: Path, base_model: str) -> None:
    """Copy a PEFT config without the trainer's local path and in one order, so equal runs hash equally."""
    _, _, modules = _read_config(source)
    config = json.loads(source.read_text("utf-8"))
    config |= {
        "base_model_name_or_path": base_model,
        "inference_mode": True,
        "target_modules": list(modules),
    }
    target.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", "utf-8")


def _read_domain(path: Path) -> dict[str, Any]:
    """The fields of domain.toml, all present, "" where the file leaves an optional one out."""
    try:
        domain = tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise UnavailableError(f"{path}: not TOML: {error}") from error
    if unknown := sorted(set(domain) - {*_TEXT_KEYS, "scores"}):
        raise UnavailableError(f"{path}: unknown key {unknown[0]!r}")
    for key in _TEXT_KEYS:
        if not isinstance(domain.setdefault(key, ""), str):
            raise UnavailableError(f"{path}: {key} must be text, not {domain[key]!r}")
    for key in _REQUIRED:
        if not domain[key].strip():
            raise UnavailableError(f"{path}: {key} is missing")
    try:
        check_name(domain["name"])
    except UsageError as error:
        raise UnavailableError(f"{path}: {error}") from error
    if domain["data_sha256"] and not _SHA256.fullmatch(domain["data_sha256"]):
        raise UnavailableError(f"{path}: data_sha256 must be 64 hexadecimal digits")
    scores = domain.setdefault("scores", {})
    if not isinstance(scores, dict) or not all(_finite(score) for score in scores.values()):
        raise UnavailableError(f"{path}: scores must be a table of finite numbers")
    return domain


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _read_exemplars(path: Path) -> list[str]:
    """The texts of exemplars.jsonl. Raises UnavailableError naming the line that is no exemplar."""
    texts = []
    try:
        # not splitlines(): U+2028 and its like may stand inside a JSON string
        lines = path.read_text("utf-8").split("\n")
    except ValueError as error:
        raise UnavailableError(f"{path}: not UTF-8: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UnavailableError(f"{path}:{number}: not JSON: {error}") from error
        if not isinstance(row, dict) or set(row) != {"text"} or not isinstance(row["text"], str):
            raise UnavailableError(f'{path}:{number}: an exemplar is {{"text": "..."}} and nothing else')
        if not row["text"].strip():
            raise UnavailableError(f"{path}:{number}: the exemplar is empty")
        texts.append(row["text"])
    if not texts:
        raise UnavailableError(f"{path}: no exemplars, so the router could not learn the domain")
    return texts


def _toml(domain: Mapping[str, Any]) -> str:
    """The text of domain.toml; `tomllib` reads it back equal. JSON strings are TOML strings but for DEL."""

    def value(item: object) -> str:
        if isinstance(item, float) and not math.isfinite(item):
            raise UsageError(f"a score must be a finite number, not {item}")
        return json.dumps(item, ensure_ascii=False).replace("\x7f", "\\u007f")

    lines = [f"{key} = {value(domain[key])}" for key in _TEXT_KEYS]
    if domain["scores"]:
        lines += [
            "",
            "[scores]",
            *(f"{value(key)} = {value(score)}" for key, score in domain["scores"].items()),
        ]
    return "\n".join(lines) + "\n"


def card_head(pack: Pack, base_model: str) -> str:
    """The beginning of every model card: the hub's metadata, what the pack is, and what it is for."""
    return f"""---
base_model: {json.dumps(base_model)}
library_name: peft
pipeline_tag: text-generation
language: en
tags: [lora, moelite, {pack.name}]
---

# {pack.name}

{pack.description}

- LoRA of rank {pack.rank}, alpha {pack.alpha:g}, on {", ".join(pack.target_modules)}
- For the backbone {base_model} with fingerprint `{pack.backbone}`, and no other
"""


def _card(pack: Pack, base_model: str) -> str:
    """A model card with hub metadata, saying only what the pack itself states."""
    rows = "\n".join(f"| {name} | {score:g} |" for name, score in pack.scores.items())
    table = f"\n## Scores\n\n| set | score |\n|---|---|\n{rows}\n" if rows else ""
    data = f"- Training data: SHA-256 `{pack.data_sha256}`\n" if pack.data_sha256 else ""
    return f"{card_head(pack, base_model)}- Content digest `{pack.digest}`\n{data}{table}"
