"""`moelite adapters`: see, check, add, disable and remove domain packs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from adapters import registry
from adapters.hub import fetched
from adapters.pack import Pack
from tui.commands.options import EXIT_CODES, emit, json_option, note, progress_line, targeted
from tui.host import Target

UNSOUND = 3


@click.group(epilog=EXIT_CODES)
def adapters() -> None:
    """List, check, add, disable and remove domain packs."""


@adapters.command("list")
@json_option
@targeted
def list_packs(target: Target, as_json: bool) -> int:
    """List the installed domains; broken packs are told on stderr."""
    packs, broken = registry.survey()
    for pack in packs:
        if as_json:
            emit(record(pack))
        else:
            kind = "bundled" if registry.is_bundled(pack) else "user"
            off = "(disabled) " if pack.name in registry.disabled() else ""
            click.echo(
                f"{pack.name:<16} {kind:<8} rank {pack.rank:<4} {pack.digest[:12]}  {off}{pack.description}"
            )
    for entry in broken:
        if as_json:
            emit({"path": str(entry.path), "problem": entry.problem})
        else:
            note(f"broken: {entry.problem}")
    if not packs and not broken and not as_json:
        note(f"no domain is installed (looked in {registry.BUNDLED} and {registry.user_packs()})")
    return 0


@adapters.command()
@click.argument("name")
@json_option
@targeted
def show(target: Target, name: str, as_json: bool) -> int:
    """Show all that is known of one installed domain."""
    pack = registry.show(name)
    if as_json:
        emit(record(pack))
        return 0
    for key, value in record(pack).items():
        if isinstance(value, dict):
            click.echo(f"{key}:")
            for name, score in value.items():
                click.echo(f"  {name}: {score}")
        else:
            click.echo(f"{key}: {', '.join(value) if isinstance(value, list) else value}")
    return 0


@adapters.command()
@click.argument("which", metavar="[NAME|PATH]...", nargs=-1)
@json_option
@targeted
def verify(target: Target, which: Sequence[str], as_json: bool) -> int:
    """Read every number of the packs (default: all) and tell what is wrong.

    With --backbone also checks that they were trained for that one.
    """
    fingerprint = _fingerprint(target.backbone) if target.backbone else None
    packs, broken = registry.survey()
    names: Sequence[str | Path] = which or [pack.path for pack in packs] + [entry.path for entry in broken]
    sound = True
    for name in names:
        problems = registry.verify(name, fingerprint)
        sound = sound and not problems
        label = name.name if isinstance(name, Path) else name
        if as_json:
            emit({"pack": label, "problems": problems})
        else:
            click.echo(f"{label}: {'; '.join(problems) or 'sound'}")
    return 0 if sound else UNSOUND


@adapters.command()
@click.argument("source", metavar="PATH|HUB_ID")
@click.option("--replace", is_flag=True, help="Replace the installed domain of the same name.")
@json_option
@targeted
def add(target: Target, source: str, replace: bool, as_json: bool) -> int:
    """Check a pack and copy it among your own.

    It is a folder, or on the Hugging Face hub as ORG/NAME or ORG/NAME@REVISION.
    """
    with progress_line() as progress, fetched(source, progress) as folder:
        pack = registry.add(folder, replace=replace)
    if as_json:
        emit(record(pack))
    else:
        click.echo(f"added {pack.name} ({pack.path})")
    return 0


@adapters.command()
@click.argument("name")
@json_option
@targeted
def disable(target: Target, name: str, as_json: bool) -> int:
    """Let a domain answer no more; it stays installed."""
    registry.disable(name)
    return _told(name, "disabled", as_json)


@adapters.command()
@click.argument("name")
@json_option
@targeted
def enable(target: Target, name: str, as_json: bool) -> int:
    """Let a disabled domain answer again."""
    registry.enable(name)
    return _told(name, "enabled", as_json)


@adapters.command()
@click.argument("name")
@json_option
@targeted
def remove(target: Target, name: str, as_json: bool) -> int:
    """Remove a domain that you added (a bundled one of the same name comes back)."""
    path = registry.remove(name)
    if as_json:
        emit({"name": name, "removed": str(path)})
    else:
        click.echo(f"removed {name} ({path})")
    return 0


def _told(name: str, state: str, as_json: bool) -> int:
    if as_json:
        emit({"name": name, "state": state})
    else:
        click.echo(f"{state} {name}")
    return 0


def record(pack: Pack) -> dict[str, Any]:
    """The pack as a JSON object."""
    fields = {name: getattr(pack, name) for name in Pack.__dataclass_fields__}
    return fields | {
        "path": str(pack.path),
        "bundled": registry.is_bundled(pack),
        "disabled": pack.name in registry.disabled(),
        "target_modules": list(pack.target_modules),
        "scores": dict(pack.scores),
    }


def _fingerprint(backbone: str) -> str:
    from runtime import backbone as backbones

    return backbones.fingerprint(backbones.read(backbone))
