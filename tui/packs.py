"""What is installed and what a running host holds, brought together."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from adapters import registry
from adapters.errors import MoeliteError
from tui.host import Host


def stamp() -> tuple[object, ...]:
    """Something that changes whenever a pack of the user comes, goes or is replaced."""
    try:
        folder = registry.user_packs()
        return (folder.stat().st_mtime_ns, *sorted(path.name for path in folder.iterdir()))
    except OSError:
        return ()


def settle(host: Host) -> str:
    """Let `host` hold the installed packs of its backbone, less the disabled ones; waits for its router.

    Returns one line of what changed or could not be done, "" where nothing was to do. A pack whose folder
    is damaged stays as the host knows it.
    """
    found, broken = registry.survey()
    off, print_ = registry.disabled(), host.info.fingerprint
    wanted = {pack.name: pack for pack in found if pack.backbone == print_ and pack.name not in off}
    held = {pack.name: pack for pack in host.packs}
    gone = held.keys() - wanted.keys() - {folder.path.name for folder in broken}
    said: list[str] = []
    fitting: list[Future[Any]] = []
    for name in sorted(gone):
        fitting.append(host.remove(name))
        said.append(f"{name} is {'disabled' if name in off else 'gone'}")
    for name, pack in wanted.items():
        if name in held and held[name].digest == pack.digest:
            continue
        try:
            fitting.append(host.add(pack))
            said.append(f"{name} is {'replaced' if name in held else 'ready'}")
        except MoeliteError as error:
            said.append(str(error))
    for future in fitting:
        future.result()
    return " · ".join(said)
