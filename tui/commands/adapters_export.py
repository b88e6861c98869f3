"""`moelite adapters export` and `push`: a pack as plain weights, and on the hub."""

from pathlib import Path

import click

from adapters import registry
from adapters.pack import FILES
from tui.commands.adapters import adapters
from tui.commands.options import emit, json_option, note, progress_line, targeted
from tui.host import Target


@adapters.command()
@click.argument("name")
@click.option(
    "--merge",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FOLDER",
    help="Write a plain transformers model there: the backbone with the adapter in its weights.",
)
@json_option
@targeted
def export(target: Target, name: str, folder: Path, as_json: bool) -> int:
    """Write the domain NAME for programs that know no adapters.

    The merged model is checked: its greedy answers must be the adapter's.
    """
    pack = registry.show(name)
    with progress_line() as progress:
        progress("merging")
        from trainers.export import merge

        merged = merge(pack, folder, target.backbone, target.device)
    if as_json:
        emit({"name": name, "folder": str(folder), "same": merged.same, "asked": merged.asked})
    else:
        note(f"{folder}: {merged.same} of {merged.asked} questions answered as by the adapter")
    return 0


@adapters.command()
@click.argument("name")
@click.argument("repo", metavar="ORG/REPO")
@click.option("--yes", is_flag=True, help="Upload; without it only say what would be.")
@json_option
@targeted
def push(target: Target, name: str, repo: str, yes: bool, as_json: bool) -> int:
    """Upload the domain NAME to the hub repository ORG/REPO. Nothing leaves this machine without --yes."""
    from trainers.export import check_repo
    from trainers.export import push as upload

    pack = registry.show(name)
    check_repo(repo)
    sizes = {file: (pack.path / file).stat().st_size for file in FILES if (pack.path / file).is_file()}
    address = upload(pack, repo) if yes else None
    if as_json:
        emit({"name": name, "repo": repo, "files": sizes, "uploaded": yes})
        return 0
    for file, size in sizes.items():
        click.echo(f"{size:>12,}  {file}")
    note(f"uploaded to {address}" if yes else f"nothing was uploaded; --yes uploads these to {repo}")
    return 0
