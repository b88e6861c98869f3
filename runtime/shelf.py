"""The packs that a runtime knows, of which its slots hold as many as they have room for."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import RLock

import torch

from adapters.errors import UnavailableError
from adapters.pack import Pack
from runtime.slots import Slots


class Shelf:
    """Every known pack of one backbone, by name; one without a slot gets one when it is asked for.

    May be used from several threads.
    """

    def __init__(self, slots: Slots, packs: Sequence[Pack], backbone: str) -> None:
        """`backbone`: the fingerprint that packs must be for, as these are."""
        self.packs = tuple(packs)
        self._slots, self._backbone = slots, backbone
        self._lock = RLock()

    @contextmanager
    def pinned(self, name: str) -> Iterator[int]:
        """The slot of a domain, which keeps its weights until the context ends; 0 for "" and "none".

        Raises UnavailableError for an unknown name, and as `Slots.load` does where the pack has no slot.
        """
        with ExitStack() as stack:
            with self._lock:  # between the two nobody evicts it
                if name not in ("", "none"):
                    self._load(self.pack(name))
                slot = stack.enter_context(self._slots.pinned(name))
            yield slot

    def pack(self, name: str) -> Pack:
        """The pack of that name. Raises UnavailableError where there is none."""
        for pack in self.packs:
            if pack.name == name:
                return pack
        known = ", ".join(pack.name for pack in self.packs) or "none at all"
        raise UnavailableError(f"no adapter named {name!r} for this backbone; there is {known}")

    def add(self, pack: Pack) -> None:
        """Load the pack, in place of one of its name; answers in flight go on with what they began with.

        Raises UnavailableError for another backbone's pack and as `Slots.load` does; all is then as before.
        """
        check_backbone(pack, self._backbone)
        with self._lock:
            self._load(pack)
            self.packs = (*(old for old in self.packs if old.name != pack.name), pack)

    def remove(self, name: str) -> None:
        """Forget the pack of that name; answers in flight end with it. Errors as of `pack`."""
        with self._lock:
            gone = self.pack(name)
            self.packs = tuple(pack for pack in self.packs if pack is not gone)
            if any(pack.name == name for pack in self._slots.packs):
                self._slots.unload(name)

    def _load(self, pack: Pack) -> None:
        try:
            self._slots.load(pack)
        except torch.OutOfMemoryError as error:
            raise UnavailableError(f"no memory left for the pack {pack.name}; remove another") from error


def check_backbone(pack: Pack, backbone: str) -> None:
    """Raises UnavailableError where the pack is not for the backbone with that fingerprint."""
    if pack.backbone != backbone:
        raise UnavailableError(
            f"the pack {pack.name} belongs to another backbone ({pack.backbone}, not {backbone})"
        )
