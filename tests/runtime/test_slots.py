"""Packs come into slots, are replaced, pinned, evicted and go; a bad one changes nothing."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from adapters.errors import UnavailableError, UsageError
from adapters.pack import Pack
from runtime.slots import Slots
from tests.runtime.slot_packs import ALL, Bench, deltas, places, same


@pytest.fixture(scope="module")
def bench(nano: Path, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(nano, tmp_path_factory.mktemp("bench"))


def test_names_and_contents_of_slots(bench: Bench) -> None:
    packs = [bench.pack("chess"), bench.pack("go", ("q_proj",), 2)]
    slots = bench.slots(*packs)
    assert [slots.slot(name) for name in ("", "none", "chess", "go")] == [0, 0, 1, 2]
    assert [slots.content(i) for i in range(3)] == ["", *(pack.digest for pack in packs)]
    assert slots.packs == tuple(packs) and slots.generation == 0
    with pytest.raises(UnavailableError, match="'music'.*there is chess, go"):
        slots.slot("music")


def test_without_packs_nothing_is_stored_and_the_first_load_makes_room(bench: Bench) -> None:
    slots = bench.slots()
    assert slots.packs == () and not any(slots.layers)
    with pytest.raises(UnavailableError, match="there is none at all"):
        slots.slot("chess")
    assert slots.load(bench.pack("chess")) == 1 and slots.generation == 1


def test_a_pack_of_the_same_name_takes_the_slot_in_place(bench: Bench) -> None:
    new = bench.pack("chess", ("v_proj", "down_proj"), 2, seed=5)  # smaller: what it lacks must become zero
    slots = bench.slots(bench.pack("chess"), bench.pack("go", seed=1))
    before, go = places(slots), deltas(slots, 2)
    assert slots.load(new) == 1
    assert slots.generation == 0 and places(slots) == before
    assert slots.content(1) == new.digest
    assert same(deltas(slots, 1), deltas(bench.slots(new), 1)) and same(deltas(slots, 2), go)


def test_the_same_content_again_is_no_work(bench: Bench, tmp_path: Path) -> None:
    pack = bench.pack("chess")
    slots = bench.slots(pack)
    retold = replace(pack, description="Told anew.", path=tmp_path / "gone")  # nothing is read
    assert slots.load(retold) == 1 and slots.packs == (retold,)


@pytest.mark.parametrize(
    ("targets", "rank"), [(ALL, 9), (("q_proj", "o_proj"), 4)], ids=["a higher rank", "a new module"]
)
def test_what_does_not_fit_makes_new_tensors_and_a_new_generation(
    bench: Bench, targets: tuple[str, ...], rank: int
) -> None:
    old, new = bench.pack("chess", ("q_proj", "gate_proj"), 4), bench.pack("go", targets, rank, seed=7)
    slots = bench.slots(old, capacity=2)
    chess = deltas(slots, 1)
    assert slots.load(new) == 2 and slots.generation == 1
    assert same(deltas(slots, 1), chess) and same(deltas(slots, 2), deltas(bench.slots(new), 1))


def test_a_capacity_has_its_room_from_the_start(bench: Bench) -> None:
    slots = bench.slots(bench.pack("chess"), capacity=3)
    before = places(slots)
    assert [slots.load(bench.pack(name, seed=i)) for i, name in enumerate(("go", "bridge"))] == [2, 3]
    assert slots.generation == 0 and places(slots) == before


def test_the_longest_unused_pack_makes_way(bench: Bench) -> None:
    slots = bench.slots(bench.pack("a"), bench.pack("b", seed=1), bench.pack("c", seed=2), capacity=3)
    slots.slot("a")
    assert slots.load(bench.pack("d", seed=3)) == 2
    with slots.pinned("c"):
        assert slots.load(bench.pack("e", seed=4)) == 1
    assert [pack.name for pack in slots.packs] == ["e", "d", "c"]


def test_an_unloaded_slot_is_free_for_the_next(bench: Bench) -> None:
    slots = bench.slots(bench.pack("a"), bench.pack("b", seed=1))
    slots.unload("a")
    assert [pack.name for pack in slots.packs] == ["b"] and slots.content(1) == ""
    with pytest.raises(UnavailableError, match="no adapter named 'a'"):
        slots.unload("a")
    assert slots.load(bench.pack("c", seed=2)) == 1 and slots.generation == 0


def test_a_replaced_pack_stays_until_it_is_unpinned(bench: Bench) -> None:
    old, new = bench.pack("chess"), bench.pack("chess", seed=1)
    slots = bench.slots(old, capacity=2)
    with slots.pinned("chess") as outer, slots.pinned("chess") as inner:
        before = deltas(slots, outer)
        assert slots.load(new) == slots.slot("chess") == 2 and outer == inner == 1
        assert slots.packs == (new,)
        assert slots.content(1) == old.digest and same(deltas(slots, outer), before)
        with pytest.raises(UnavailableError), slots.pinned("chess"):
            slots.load(bench.pack("go"))
    assert slots.content(1) == "" and slots.load(bench.pack("go")) == 1


def test_a_pack_that_comes_back_while_it_is_pinned_is_there_already(bench: Bench) -> None:
    old, new = bench.pack("chess"), bench.pack("chess", seed=1)
    slots = bench.slots(old, capacity=2)
    with slots.pinned("chess"):
        slots.load(new)
        assert slots.load(old) == 1
    assert slots.packs == (old,) and slots.content(1) == old.digest and slots.content(2) == ""


def test_an_unloaded_pack_stays_until_it_is_unpinned(bench: Bench) -> None:
    pack = bench.pack("chess")
    slots = bench.slots(pack)
    with slots.pinned("chess"):
        slots.unload("chess")
        assert slots.packs == () and slots.content(1) == pack.digest
    assert slots.content(1) == ""


def test_where_every_slot_is_pinned_nothing_can_come(bench: Bench) -> None:
    slots = bench.slots(bench.pack("a"), capacity=1)
    with slots.pinned("a"), pytest.raises(UnavailableError, match="all 1 are answering"):
        slots.load(bench.pack("b", seed=1))
    assert slots.load(bench.pack("b", seed=1)) == 1


def test_pinning_the_bare_backbone_is_free(bench: Bench) -> None:
    with bench.slots().pinned("none") as slot:
        assert slot == 0


def test_senseless_slots_are_refused(bench: Bench) -> None:
    with pytest.raises(UsageError, match="two packs of one name"):
        bench.slots(bench.pack("a"), bench.pack("a", seed=1))
    with pytest.raises(UsageError, match="1 slots are too few for 2"):
        bench.slots(bench.pack("a"), bench.pack("b"), capacity=1)


# --- packs that are no good

KEY = "base_model.model.model.layers.1.mlp.up_proj.lora_B.weight"


def foreign(tensors: dict[str, Tensor]) -> None:
    tensors[KEY] = torch.zeros(300, 4)


def deeper(tensors: dict[str, Tensor]) -> None:
    for kind in "AB":
        tensors[KEY.replace("s.1.", "s.2.").replace("_B.", f"_{kind}.")] = torch.zeros(4, 4)


def not_a_number(tensors: dict[str, Tensor]) -> None:
    tensors[KEY][3, 2] = torch.nan


def too_large(tensors: dict[str, Tensor]) -> None:
    tensors[KEY][3, 2] = 3e38  # finite, but not once it is scaled


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (foreign, r"does not fit this backbone.*\[300, 4\], not \[256, 4\]"),
        (deeper, r"does not fit this backbone.*no place for .*layers\.2\.mlp\.up_proj"),
        (not_a_number, "holds weights that are no numbers"),
        (too_large, "holds weights that are no numbers"),
    ],
)
@pytest.mark.parametrize("name", ["chess", "go"])
def test_a_bad_pack_leaves_everything_as_it_was(
    bench: Bench, change: Callable[..., None], message: str, name: str
) -> None:
    slots = bench.slots(bench.pack("chess", ("q_proj",), 2))
    check_refused(slots, bench.pack(name, change=change), message)


def test_a_damaged_or_missing_file_leaves_everything_as_it_was(bench: Bench) -> None:
    slots, pack = bench.slots(bench.pack("chess")), bench.pack("chess", seed=1)
    intact = pack.weights.read_bytes()
    pack.weights.write_bytes(intact[:-1] + bytes([intact[-1] ^ 1]))
    check_refused(slots, pack, "is damaged or was changed")
    pack.weights.write_bytes(intact[:500])
    check_refused(slots, pack, "cannot be read")
    pack.weights.unlink()
    check_refused(slots, pack, "cannot be read")


def check_refused(slots: Slots, pack: Pack, message: str) -> None:
    def state() -> object:
        contents = [slots.content(i) for i in range(2)]
        return slots.packs, slots.generation, slots.layers, contents, places(slots)

    before, numbers = state(), deltas(slots, 1)
    with pytest.raises(UnavailableError, match=message) as caught:
        slots.load(pack)
    assert "\n" not in str(caught.value)
    assert state() == before and same(deltas(slots, 1), numbers)


# --- any order of events


@pytest.fixture(scope="module")
def crowd(bench: Bench) -> dict[str, tuple[Pack, list[Tensor]]]:
    """By digest, packs that share names and differ in rank and targets, and what each adds alone."""
    packs = [
        bench.pack("a", ("q_proj", "up_proj"), 2, 1),
        bench.pack("a", ("q_proj", "down_proj"), 3, 2),
        bench.pack("b", ("o_proj",), 2, 3),
        bench.pack("b", ALL, 1, 4),
        bench.pack("c", ("v_proj",), 4, 5),
    ]
    return {pack.digest: (pack, deltas(bench.slots(pack), 1)) for pack in packs}


@settings(max_examples=150, deadline=None)
@given(
    capacity=st.sampled_from([None, 1, 2, 3]),
    events=st.lists(
        st.tuples(st.sampled_from(["load", "load", "pin", "unpin", "unload"]), st.integers(0, 9)),
        min_size=5,
        max_size=25,
    ),
)
def test_whatever_happens_names_and_pins_keep_their_weights(
    crowd: dict[str, tuple[Pack, list[Tensor]]],
    bench: Bench,
    capacity: int | None,
    events: list[tuple[str, int]],
) -> None:
    slots = bench.slots(capacity=capacity)
    packs = [pack for pack, _ in crowd.values()]
    pins: list[tuple[ExitStack, int, str]] = []  # what ends the pin, its slot, its content
    loaded: dict[str, str] = {}  # name: the content that came last; `packs` tells which are still there
    for event, number in events:
        generation, before = slots.generation, places(slots)
        name = slots.packs[number % len(slots.packs)].name if slots.packs else ""
        if event == "load":
            pack = packs[number % len(packs)]
            try:
                assert slots.content(slots.load(pack)) == pack.digest
                loaded[pack.name] = pack.digest
            except UnavailableError:
                assert capacity is not None and len({slot for _, slot, _ in pins}) == capacity
        elif event == "unload" and name:
            slots.unload(name)
            assert name not in {pack.name for pack in slots.packs}
        elif event == "pin" and name:
            stack = ExitStack()
            slot = stack.enter_context(slots.pinned(name))
            pins.append((stack, slot, slots.content(slot)))
        elif event == "unpin" and pins:
            pins.pop(number % len(pins))[0].close()
        assert (places(slots) == before) == (slots.generation == generation)
        assert [loaded[pack.name] for pack in slots.packs] == [pack.digest for pack in slots.packs]
        assert len({pack.name for pack in slots.packs}) == len(slots.packs)
        reached = [(slots.slot(pack.name), pack.digest) for pack in slots.packs]
        for slot, digest in [*reached, *((slot, digest) for _, slot, digest in pins)]:
            assert slots.content(slot) == digest
            assert same(deltas(slots, slot), crowd[digest][1])
    for stack, _, _ in pins:
        stack.close()
