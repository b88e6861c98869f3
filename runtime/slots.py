"""Which pack is in which slot: packs come, are replaced and go while questions are being answered."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import torch

from adapters.errors import UnavailableError, UsageError
from adapters.pack import Pack
from runtime.backbone import Shape
from runtime.lora import Layers, Lora, put, read_adapter, room


@dataclass(slots=True)
class _Resident:
    """A pack in a slot."""

    pack: Pack
    used: int = 0  # when it was last asked for, on the clock of `Slots`
    pins: int = 0
    leaving: bool = False  # replaced or unloaded while pinned: goes with its last pin


class Slots:
    """The resident adapters of a backbone. Slot 0 is the bare one; may be used from several threads.

    `layers`: per layer the stacked matrices of every projection that any pack adapts.
    `generation` grows by one whenever `layers` gets new tensors, so that a graph captured before is stale;
    all other changes are written in place.
    """

    def __init__(
        self,
        shape: Shape,
        part_widths: dict[str, int],
        dtype: torch.dtype,
        device: str,
        packs: Sequence[Pack] = (),
        capacity: int | None = None,
    ) -> None:
        """`part_widths`: the output width of each part in `lora.FUSED`.

        `capacity`: how many adapters fit, with room for all of them made at once; then `load` evicts. By
        default there is room for `packs` alone and `load` makes more. Raises UsageError where a name comes
        twice or `capacity` is too small, and UnavailableError as `load` does.
        """
        if len({pack.name for pack in packs}) < len(packs):
            raise UsageError(f"two packs of one name: {', '.join(pack.name for pack in packs)}")
        if capacity is not None and capacity < max(1, len(packs)):
            raise UsageError(f"{capacity} slots are too few for {max(1, len(packs))} adapters")
        self.layers: Layers = tuple({} for _ in range(shape.layers))
        self.generation = 0
        self._backbone = (shape, part_widths, dtype)
        self._device, self._capacity = device, capacity
        self._clock = count()
        self._lock = threading.RLock()
        self._residents: list[_Resident | None] = [None] * (capacity or len(packs))
        adapters = [self._adapter(pack) for pack in packs]
        self._make_room(adapters, len(self._residents))
        for index, (pack, adapter) in enumerate(zip(packs, adapters, strict=True)):
            self._write(index, adapter)
            self._residents[index] = _Resident(pack, next(self._clock))
        self.generation = 0

    def limit(self, capacity: int) -> None:
        """Let so many adapters fit, with room for all of them made now; `load` evicts from then on.

        Raises UsageError where they are fewer than there are slots.
        """
        with self._lock:
            if capacity < max(1, len(self._residents)):
                raise UsageError(f"{capacity} slots are too few for {max(1, len(self._residents))} adapters")
            self._make_room([], capacity)
            self._residents += [None] * (capacity - len(self._residents))
            self._capacity = capacity

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that a name can reach, in slot order."""
        return tuple(r.pack for r in self._residents if r is not None and not r.leaving)

    def slot(self, name: str) -> int:
        """The slot of a domain, which counts as a use of it; "" and "none" are the bare backbone's, 0.

        Raises UnavailableError for a name that is not resident.
        """
        if name in ("", "none"):
            return 0
        with self._lock:
            for index, resident in enumerate(self._residents):
                if resident is not None and resident.pack.name == name and not resident.leaving:
                    resident.used = next(self._clock)
                    return index + 1
            known = ", ".join(pack.name for pack in self.packs) or "none at all"
        raise UnavailableError(f"no adapter named {name!r} for this backbone; there is {known}")

    def content(self, slot: int) -> str:
        """The digest of the pack in the slot: equal digests decode equally. "" for slot 0 and a free one."""
        resident = self._residents[slot - 1] if slot else None
        return "" if resident is None else resident.pack.digest

    @contextmanager
    def pinned(self, name: str) -> Iterator[int]:
        """The slot of a domain, which keeps its weights until the context ends. Errors as of `slot`."""
        with self._lock:
            slot = self.slot(name)
            resident = self._residents[slot - 1] if slot else None
            if resident is not None:
                resident.pins += 1
        try:
            yield slot
        finally:
            if resident is not None:
                with self._lock:
                    resident.pins -= 1
                    self._free(slot - 1, resident)

    def load(self, pack: Pack) -> int:
        """The slot where the pack is now; no work where this content is there under this name already.

        It takes the place of a pack of its name, else a free slot, else (under a `capacity`) that of the
        longest unused pack. A pinned pack stays: one of the same name then goes when it is unpinned. Raises
        UnavailableError where the pack is damaged, holds numbers that are not finite or does not fit the
        backbone, or every slot is pinned; all is then as before.
        """
        with self._lock:
            resident = self._holder(pack)
            if resident is None:
                adapter = self._adapter(pack)
                index, resident = self._place(pack.name), _Resident(pack)
                self._make_room([adapter], max(index + 1, len(self._residents)))
                self._write(index, adapter)
                self._residents[index : index + 1] = [resident]
            resident.pack, resident.leaving = pack, False  # its description may have changed
            self._drop(pack.name, keep=resident)
            return self.slot(pack.name)

    def unload(self, name: str) -> None:
        """Free the slot of a domain, a pinned one with its last pin. Errors as of `slot`."""
        with self._lock:
            self.slot(name)
            self._drop(name)

    def _adapter(self, pack: Pack) -> Layers:
        return read_adapter(pack, *self._backbone)

    def _holder(self, pack: Pack) -> _Resident | None:
        """Who holds this content under this name, be it about to leave."""
        key = (pack.name, pack.digest)
        present = (r for r in self._residents if r is not None)
        return next((r for r in present if (r.pack.name, r.pack.digest) == key), None)

    def _place(self, name: str) -> int:
        """The index for a new pack of that name; one past the last where a slot must be made."""
        idle = {index: r for index, r in enumerate(self._residents) if r is not None and not r.pins}
        for index, resident in idle.items():
            if resident.pack.name == name:
                return index
        if None in self._residents:
            return self._residents.index(None)
        if self._capacity is None:
            return len(self._residents)
        if not idle:
            raise UnavailableError(
                f"no slot for the adapter {name!r}: all {self._capacity} are answering; try again afterwards"
            )
        return min(idle, key=lambda index: idle[index].used)

    def _drop(self, name: str, keep: _Resident | None = None) -> None:
        """Free every slot of that name, a pinned one with its last pin."""
        for index, resident in enumerate(self._residents):
            if resident is not None and resident is not keep and resident.pack.name == name:
                resident.leaving = True
                self._free(index, resident)

    def _free(self, index: int, resident: _Resident) -> None:
        if resident.leaving and not resident.pins:
            self._residents[index] = None

    def _make_room(self, adapters: Sequence[Layers], slots: int) -> None:
        """Give every projection that these adapters or the resident ones change enough slots and rank."""
        grown: list[dict[str, Lora]] = []
        for layer, loras in enumerate(self.layers):
            wanted = dict(loras)
            for adapter in adapters:
                for fused, lora in adapter[layer].items():
                    if fused not in wanted or wanted[fused].rank < lora.rank:
                        wanted[fused] = lora
            grown.append(
                {fused: self._widened(loras.get(fused), like, slots) for fused, like in wanted.items()}
            )
        pairs = zip(grown, self.layers, strict=True)
        if any(lora is not old.get(fused) for new, old in pairs for fused, lora in new.items()):
            self.layers = tuple(grown)
            self.generation += 1

    def _widened(self, old: Lora | None, like: Lora, slots: int) -> Lora:
        """`old` itself where it has so many slots of the rank of `like`, else a copy that has."""
        if old is not None and old.rank >= like.rank and len(old.a) >= slots:
            return old
        new = room(like, slots, self._device)
        if old is not None:
            put(new, old)
        return new

    def _write(self, index: int, adapter: Layers) -> None:
        for loras, own in zip(self.layers, adapter, strict=True):
            for fused, lora in loras.items():
                put(lora, own.get(fused), index)
