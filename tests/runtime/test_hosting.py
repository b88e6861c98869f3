"""Adapters that come and go while a runtime answers; bad requests after which it answers the next one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event as Signal

import pytest
import torch

from adapters.errors import MoeliteError, UnavailableError, UsageError
from adapters.pack import Pack
from router import Router
from runtime import Runtime, Sampling
from runtime.backbone import fingerprint, read
from runtime.checking import OFF
from runtime.decode_step import DecodeStep, taken
from runtime.events import Event, Token
from runtime.model import Model
from tests.runtime.slot_packs import ALL, Bench
from tests.runtime.test_slots import foreign, not_a_number

SHORT = Sampling(max_new_tokens=24)


class House:
    """Makes packs of the nano backbone, and runtimes."""

    def __init__(self, nano: Path, folder: Path) -> None:
        self._bench, self._nano, self._print = Bench(nano, folder), str(nano), fingerprint(read(str(nano)))

    def pack(self, name: str, targets: tuple[str, ...] = ALL, rank: int = 4, seed: int = 0, **more) -> Pack:
        pack = self._bench.pack(name, targets, rank, seed, **more)
        (pack.path / "exemplars.jsonl").write_text(
            "".join(
                f'{{"text": "Tell me of {name} and {word}."}}\n' for word in ("rules", "masters", "clubs")
            )
        )
        return replace(pack, backbone=self._print)

    def runtime(self, *packs: Pack, **more) -> Runtime:
        return Runtime.load(self._nano, packs=packs, **more)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOELITE_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="module")
def house(nano: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(nano, tmp_path_factory.mktemp("house"))


def events(runtime: Runtime, domain: str, question: str = "What is a fork?") -> Iterator[Event]:
    return runtime.solve(question, domain=domain, sampling=SHORT, checking=OFF)


def said(events: Iterator[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, Token))


def begun(events: Iterator[Event]) -> str:
    """The first token's text."""
    return next(event.text for event in events if isinstance(event, Token))


# --- an answer in flight


def test_a_pack_replaced_during_an_answer_lets_it_finish_on_the_old_weights(house: House) -> None:
    old, new = house.pack("chess"), house.pack("chess", seed=1)
    runtime = house.runtime(old, slots=2)
    before, after = said(events(runtime, "chess")), said(events(house.runtime(new), "chess"))
    assert before != after
    answer = events(runtime, "chess")
    text, generation = begun(answer), runtime.engine.model.slots.generation
    runtime.add(new)
    assert text + said(answer) == before
    assert said(events(runtime, "chess")) == after
    assert runtime.engine.model.slots.generation == generation  # there was room


def test_a_pack_removed_during_an_answer_lets_it_finish(house: House) -> None:
    runtime = house.runtime(house.pack("chess"))
    before = said(events(runtime, "chess"))
    answer = events(runtime, "chess")
    text = begun(answer)
    runtime.remove("chess")
    assert text + said(answer) == before
    with pytest.raises(UnavailableError, match="no adapter named 'chess'.*none at all"):
        said(events(runtime, "chess"))


def test_an_answer_goes_on_while_the_adapters_move_to_larger_tensors(house: House) -> None:
    runtime, wide = house.runtime(house.pack("chess", ("q_proj",), 2)), house.pack("go", rank=9)
    before = said(events(runtime, "chess"))
    answer = events(runtime, "chess")
    text = begun(answer)
    runtime.add(wide)
    assert runtime.engine.model.slots.generation == 1
    assert text + said(answer) == before == said(events(runtime, "chess"))
    assert said(events(runtime, "go")) == said(events(house.runtime(wide), "go"))


def test_a_step_made_before_the_adapters_moved_is_not_used_again(house: House) -> None:
    runtime = house.runtime(house.pack("chess", ("q_proj",), 2))
    model = runtime.engine.model
    step = taken(model, 1, 100, SHORT)
    step.give_back()
    assert taken(model, 1, 100, SHORT) is step
    step.give_back()
    runtime.add(house.pack("go", rank=9))
    assert taken(model, 1, 100, SHORT) is not step and not model.idle


def test_the_next_question_takes_the_step_of_the_last_one(house: House) -> None:
    runtime = house.runtime(house.pack("chess"))
    said(events(runtime, "chess"))
    (step,) = runtime.engine.model.idle
    answer = events(runtime, "none", "Who won?")
    begun(answer)
    assert not runtime.engine.model.idle
    answer.close()  # type: ignore[attr-defined]
    assert runtime.engine.model.idle == [step]


def test_a_batch_answers_with_the_adapters_that_it_names(house: House) -> None:
    runtime = house.runtime(house.pack("chess"), house.pack("go", seed=1), slots=1)
    asked = [("What?", "chess"), ("What?", "go"), ("What?", "none"), ("What?", "chess")]
    chess, go, bare, again = runtime.complete(asked, max_new_tokens=12)
    assert len({chess, go, bare}) == 3 and chess == again
    with pytest.raises(UnavailableError, match="'music'"):
        runtime.complete([("What?", "chess"), ("What?", "music")])


# --- coming and going


def test_a_pack_that_comes_is_routed_to_and_one_that_goes_is_forgotten(house: House) -> None:
    runtime = house.runtime(house.pack("chess"))
    assert runtime.router.domains == runtime.domains == ("chess",)
    fitted = runtime.add(house.pack("go", seed=1))
    assert runtime.domains == ("chess", "go")
    assert fitted.result().domains == runtime.router.domains == ("chess", "go")
    assert runtime.routed("Tell me of go and masters.").adapter == "go"
    assert runtime.remove("chess").result() is runtime.router
    assert runtime.domains == runtime.router.domains == ("go",)


def test_the_old_router_answers_until_the_new_one_is_fitted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime, go = house.runtime(house.pack("chess")), house.pack("go", seed=1)
    old, load, asked = runtime.router, Router.load, Signal()

    def slow(*args: object) -> Router:
        assert asked.wait(60)
        return load(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(Router, "load", slow)
    fitted = runtime.add(go)
    assert runtime.router is old and runtime.routed("Tell me of chess and clubs.").adapter == "chess"
    assert said(events(runtime, "go"))
    asked.set()
    assert fitted.result() is runtime.router is not old


def test_a_router_that_cannot_be_fitted_leaves_the_old_one(house: House) -> None:
    runtime, go = house.runtime(house.pack("chess")), house.pack("go", seed=1)
    old = runtime.router
    (go.path / "exemplars.jsonl").write_text("no exemplars")
    with pytest.raises(UnavailableError, match="not JSON"):
        runtime.add(go).result()
    assert runtime.router is old and said(events(runtime, "go"))


def damaged(pack: Pack) -> Pack:
    pack.weights.write_bytes(pack.weights.read_bytes()[:500])
    return pack


@pytest.mark.parametrize("name", ["chess", "go"])
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda house, name: replace(house.pack(name), backbone="other"), "belongs to another backbone"),
        (lambda house, name: house.pack(name, change=not_a_number), "weights that are no numbers"),
        (lambda house, name: house.pack(name, change=foreign), "does not fit this backbone"),
        (lambda house, name: damaged(house.pack(name, seed=9)), "cannot be read"),
    ],
    ids=["another backbone", "not a number", "another shape", "damaged"],
)
def test_a_bad_pack_is_refused_in_one_line_and_everything_stays(
    house: House, make: Callable[[House, str], Pack], message: str, name: str
) -> None:
    runtime, bad = house.runtime(house.pack("chess")), make(house, name)
    before, packs, router = said(events(runtime, "chess")), runtime.packs, runtime.router
    with pytest.raises(UnavailableError, match=message) as caught:
        runtime.add(bad)
    assert "\n" not in str(caught.value)
    assert runtime.packs == packs and runtime.router is router
    assert said(events(runtime, "chess")) == before


def test_an_evicted_pack_comes_back_when_it_is_asked(house: House) -> None:
    packs = [house.pack(name, seed=seed) for seed, name in enumerate(("chess", "go", "bridge"))]
    roomy, tight = house.runtime(*packs), house.runtime(*packs, slots=2)
    resident = tight.engine.model.slots
    generation = resident.generation
    assert [pack.name for pack in resident.packs] == ["chess", "go"]
    for name in ("bridge", "chess", "go", "bridge"):
        assert said(events(tight, name)) == said(events(roomy, name))
        assert len(resident.packs) == 2 and tight.domains == ("chess", "go", "bridge")
    assert resident.generation == generation
    packs[0].weights.unlink()
    with pytest.raises(UnavailableError, match="the pack chess cannot be read"):
        said(events(tight, "chess"))
    assert said(events(tight, "go")) == said(events(roomy, "go"))
    tight.remove("chess")
    assert tight.domains == ("go", "bridge")


def test_no_slot_at_all_is_refused(house: House) -> None:
    with pytest.raises(UsageError, match="0 slots are too few"):
        house.runtime(house.pack("chess"), slots=0)


# --- bad requests


@pytest.mark.parametrize(
    ("question", "domain", "error", "message"),
    [
        ("knight " * 1100, "chess", UsageError, "this backbone's context is 1024"),
        (" \n", "chess", UsageError, "the question is empty"),
        ("What is a fork?", "music", UnavailableError, "no adapter named 'music'.*there is chess"),
    ],
)
def test_after_a_bad_request_the_next_one_is_answered(
    house: House, question: str, domain: str, error: type[MoeliteError], message: str
) -> None:
    runtime = house.runtime(house.pack("chess"))
    before = said(events(runtime, "chess"))
    with pytest.raises(error, match=message) as caught:
        said(events(runtime, domain, question))
    assert "\n" not in str(caught.value)
    assert said(events(runtime, "chess")) == before


@pytest.mark.parametrize(("owner", "method"), [(DecodeStep, "__init__"), (Model, "forward")])
def test_without_memory_the_pool_is_emptied_and_the_next_question_is_answered(
    house: House, monkeypatch: pytest.MonkeyPatch, owner: type, method: str
) -> None:
    runtime = house.runtime(house.pack("chess"))
    before = said(events(runtime, "chess"))
    model = runtime.engine.model
    spare = taken(model, 3, 300, SHORT)

    def full(*args: object, **options: object) -> None:
        raise torch.OutOfMemoryError("tried to allocate 2 GiB")

    with monkeypatch.context() as patch:
        if owner is DecodeStep:
            model.idle.clear()  # or the last question's step would be taken
        spare.give_back()
        patch.setattr(owner, method, full)
        with pytest.raises(UnavailableError, match="no memory left on cpu for .* tokens") as caught:
            said(events(runtime, "chess", "Who won?"))
        assert "\n" not in str(caught.value) and spare not in model.idle
    assert said(events(runtime, "chess")) == before


def test_a_step_that_fits_once_the_pool_is_empty_is_made(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = house.runtime().engine.model
    taken(model, 3, 300, SHORT).give_back()
    make = DecodeStep.__init__

    def tight(*args: object) -> None:
        if model.idle:
            raise torch.OutOfMemoryError("tried to allocate 2 GiB")
        make(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(DecodeStep, "__init__", tight)
    assert taken(model, 1, 100, SHORT).rows == 1 and not model.idle
