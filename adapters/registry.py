"""Which domains are installed: the bundled packs, and the user's own in the data folder.

A user's pack of the same name takes the place of a bundled one; removing it brings the bundled one back.
A disabled pack stays where it is but neither answers nor is routed to; the mark is a line in the user's
folder, so that a bundled pack can bear it too.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.errors import MoeliteError, UnavailableError, UsageError
from adapters.pack import FILES, Pack, check_name, is_pack, load_pack
from adapters.staging import recover, staged
from adapters.tensors import find_bad_numbers, read_header

BUNDLED = Path(__file__).parent / "bundled"
HOME_VARIABLE = "MOELITE_HOME"
DISABLED = ".disabled"  # in the folder of the user's packs, one name a line


@dataclass(frozen=True, slots=True)
class Broken:
    """A pack folder that is there but cannot be used, and why."""

    path: Path
    problem: str


def home() -> Path:
    """The folder of everything moelite keeps for this user: $MOELITE_HOME or the platform's data folder."""
    if chosen := os.environ.get(HOME_VARIABLE):
        return Path(chosen).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("moelite"))


def user_packs() -> Path:
    """The folder of the user's own packs (it may not exist yet)."""
    return home() / "adapters"


def is_bundled(pack: Pack) -> bool:
    """Whether the pack came with moelite."""
    return pack.path.parent == BUNDLED


def survey() -> tuple[tuple[Pack, ...], tuple[Broken, ...]]:
    """Every sound pack, by name, disabled or not, and apart from them every folder that is broken."""
    packs: dict[str, Pack] = {}
    broken = []
    for root in (BUNDLED, user_packs()):
        for path in _folders(root):
            if root == BUNDLED and not is_pack(path):
                continue
            try:
                pack = load_pack(path)
                if pack.name != path.name:
                    raise UnavailableError(f"{path}: the folder holds a pack named {pack.name!r}")
                packs[pack.name] = pack
            except MoeliteError as error:
                broken.append(Broken(path, str(error)))
            except OSError as error:
                broken.append(Broken(path, f"{path}: {error.strerror or error}"))
    return tuple(packs[name] for name in sorted(packs)), tuple(broken)


def installed() -> tuple[Pack, ...]:
    """Every pack that may answer, by name: sound and not disabled."""
    off = disabled()
    return tuple(pack for pack in survey()[0] if pack.name not in off)


def disabled() -> frozenset[str]:
    """The names of the packs that are not to answer."""
    try:
        return frozenset((user_packs() / DISABLED).read_text("utf-8", "replace").split())
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise UnavailableError(f"{error.filename}: {error.strerror or error}") from error


def broken() -> tuple[Broken, ...]:
    """Every pack folder that is there but cannot be used."""
    return survey()[1]


def show(name: str) -> Pack:
    """The installed pack of that name. Raises UnavailableError saying which there are."""
    packs, failed = survey()
    for pack in packs:
        if pack.name == name:
            return pack
    for entry in failed:
        if entry.path.name == name:
            raise UnavailableError(entry.problem)
    known = ", ".join(pack.name for pack in packs) or "none"
    raise UnavailableError(f"no domain {name!r} is installed (there are: {known})")


def add(source: str | Path, replace: bool = False) -> Pack:
    """Copy the pack at `source` among the user's own. Returns it as installed; all or nothing.

    A mark that disabled the name is taken off.
    """
    source = Path(source)
    pack = load_pack(source)
    if problems := find_bad_numbers(pack.weights, read_header(pack.weights)):
        raise UnavailableError(f"{source}: {problems[0]}")
    with _locked(user_packs()) as root:
        target = root / pack.name
        if source.resolve() == target.resolve():
            raise UsageError(f"{pack.name} is already installed from {source}")
        if not replace and (target.exists() or any(p.name == pack.name for p in survey()[0])):
            raise UsageError(f"{pack.name} is already installed; replace it with --replace")
        with staged(target, FILES) as stage:
            for name in FILES:
                if (source / name).is_file():
                    shutil.copyfile(source / name, stage / name)
            if load_pack(stage).digest != pack.digest:
                raise UnavailableError(f"{source} changed while it was read; nothing was installed")
        _mark(root, disabled() - {pack.name})
        return load_pack(target)


def remove(name: str) -> Path:
    """Remove the user's pack of that name, broken or not. Returns where it was."""
    check_name(name)
    with _locked(user_packs()) as root:
        target = root / name
        if not target.is_dir():
            if is_bundled(show(name)):
                raise UsageError(f"{name} is bundled with moelite and cannot be removed")
            raise UnavailableError(f"no domain {name!r} is installed")
        # one rename takes it out whole; what is left of it after a kill is no longer a pack
        grave = root / f".{name}.removed"
        shutil.rmtree(grave, ignore_errors=True)
        target.rename(grave)
        shutil.rmtree(grave, ignore_errors=True)
        _mark(root, disabled() - {name})
        return target


def disable(name: str) -> None:
    """Let the pack of that name, bundled or not, answer no more. Raises UnavailableError as `show` does."""
    show(name)
    with _locked(user_packs()) as root:
        _mark(root, disabled() | {name})


def enable(name: str) -> None:
    """Let the pack of that name answer again. Raises UnavailableError as `show` does."""
    show(name)
    with _locked(user_packs()) as root:
        _mark(root, disabled() - {name})


def verify(which: str | Path, backbone: str | None = None) -> list[str]:
    """What is wrong with an installed pack (by name) or a folder: empty where it is sound.

    Reads every number, unlike `load_pack`. `backbone` is the fingerprint it should be for, if known.
    """
    try:
        path = Path(which)
        is_path = isinstance(which, Path) or len(path.parts) > 1 or path.is_dir()
        named = {pack.name: pack for pack in survey()[0]}.get(str(which))
        pack = named or (load_pack(path) if is_path else show(str(which)))
        problems = find_bad_numbers(pack.weights, read_header(pack.weights))
    except MoeliteError as error:
        return [str(error)]
    if backbone is not None and pack.backbone != backbone:
        problems.append(f"trained for the backbone {pack.backbone[:12]}, not for {backbone[:12]}")
    return problems


def _folders(root: Path) -> list[Path]:
    """The visible folders of `root`, by name; none where it does not exist."""
    if not root.is_dir():
        return []
    return sorted(path for path in root.iterdir() if path.is_dir() and path.name[0] not in "._")


def _mark(root: Path, names: Collection[str]) -> None:
    """Let exactly these names be disabled: written beside the file, then renamed over it."""
    if names == disabled():
        return
    handle, stage = tempfile.mkstemp(prefix=".disabled-", dir=root)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(f"{name}\n" for name in sorted(names))
        os.replace(stage, root / DISABLED)
    except OSError:
        os.unlink(stage)
        raise


@contextmanager
def _locked(root: Path) -> Iterator[Path]:
    """Hold the folder against other processes that add or remove; put right what a killed one left."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        with open(root / ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            recover(root)
            yield root
    except OSError as error:
        raise UnavailableError(f"{root}: {error.strerror or error}") from error
