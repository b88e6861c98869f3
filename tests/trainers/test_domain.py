"""A training run as a whole, on a nano backbone: events, packs, an early end, resuming, failing."""

import errno
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from adapters.errors import MoeliteError, UnavailableError, UsageError
from adapters.pack import exemplars, load_pack
from trainers import board, domain, run
from trainers.accuracy import Stopped
from trainers.config import load
from trainers.domain import preview, rehearse, train, usual_rate
from trainers.learning import Schedule, learn
from trainers.progress import (
    Done,
    Failed,
    Loading,
    Measured,
    Paused,
    Predicted,
    Read,
    Saved,
    Stepped,
    TrainingEvent,
)
from trainers.qlora import Trainer
from trainers.run import Order, folder_of, history, locked

SMALL = ["train.steps=4", "train.batch_tokens=128", "data.max_tokens=128", "lora.rank=2", "eval.tokens=4"]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOELITE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Forty questions, some of which are held out."""
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(_row(n) for n in range(40)))
    return file


def _row(n: int) -> str:
    answer = f"{7 * n + 3} {n + 1}"
    row = {"question": f"Turn {n} and {n + 1} thrice.", "reasoning": f"{n} so {answer}", "answer": answer}
    return json.dumps(row) + "\n"


def _order(rows: Path, nano: Path, *sets: str, name: str = "kin", **more: Any) -> Order:
    config = load(sets=[*SMALL, "data.heldout=0.2", *sets], options={"data.sources": (str(rows),)})
    return Order(name, config, str(nano), **{"install": False, **more})


def _digest(events: list[TrainingEvent]) -> str:
    done = events[-1]
    assert isinstance(done, Done)
    return load_pack(done.pack).digest


def _of(kind: type, events: list[TrainingEvent]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def test_a_run_ends_as_an_installed_pack_that_the_router_knows(
    rows: Path, nano: Path, own_home: Path
) -> None:
    order = _order(rows, nano, "pack.checker=logic", "eval.every=2", install=True)
    events = list(train(order))
    kinds = [type(event).__name__ for event in events]
    assert kinds[:6] == ["Read", "Example", "Example", "Example", "Predicted", "Loading"]
    assert [event.step for event in _of(Measured, events)] == [0, 2, 4]
    assert _of(Saved, events)[-1].step == 4 and _of(Stepped, events)[-1].step == 4
    done = events[-1]
    assert isinstance(done, Done) and done.installed and done.before is not None and done.after is not None
    assert history(folder_of("kin")) == events
    left = {path.name for path in folder_of("kin").iterdir() if path.name[0] != "."}
    assert left == {"run.json", "log.jsonl", "pack", "curves.svg"}

    pack = load_pack(own_home / "adapters" / "kin")
    assert Path(done.pack) == pack.path and (pack.name, pack.checker, pack.rank) == ("kin", "logic", 2)
    assert set(pack.scores) == {"heldout", "heldout_before"}
    card = (pack.path / "README.md").read_text()
    assert "| 0 (before) |" in card and "rows.jsonl" in card
    assert str(rows.parent) not in card + (pack.path / "training.json").read_text()

    from runtime import Runtime

    runtime = Runtime.load(str(nano))
    try:
        assert runtime.route("Turn 12 and 13 thrice.").domain == "kin"
        assert runtime.complete([("Turn 12 and 13 thrice.", "kin")], max_new_tokens=2)[0][0]
    finally:
        runtime.close()
    with pytest.raises(UsageError, match="kin is already installed; give --replace"):
        list(train(order))


def test_a_run_that_is_stopped_and_one_that_is_killed_end_with_the_weights_of_a_whole_one(
    rows: Path, nano: Path
) -> None:
    whole = _digest(list(train(_order(rows, nano))))

    order, halves = _order(rows, nano, "train.save_s=0", name="halves"), list[TrainingEvent]()
    plain = _order(rows, nano, name="halves")
    for event in train(plain, stopped=lambda: any(isinstance(e, Saved) for e in halves)):
        halves.append(event)
    assert isinstance(halves[-1], Paused) and isinstance(halves[-2], Saved)
    step = halves[-1].step
    assert 0 < step < 4 and not (folder_of("halves") / "pack").exists()
    with pytest.raises(UsageError, match="not finished; go on with --resume"):
        list(train(plain))
    rest = list(train(plain, resume=True))
    assert min(event.step for event in _of(Stepped, rest)) > step
    assert _digest(rest) == whole
    assert [e.step for e in _of(Measured, history(folder_of("halves")))] == [0, 1, 2, 3, 4]

    order = replace(order, name="killed")
    for event in (running := train(order)):
        if isinstance(event, Saved):
            break
    running.close()  # nothing is told or written any more
    with (folder_of("killed") / "log.jsonl").open("a") as log:
        log.write('{"event": "Stepped", "st')
    assert _digest(list(train(order, resume=True))) == whole
    with pytest.raises(UsageError, match="the run of killed is finished"):
        list(train(order, resume=True))


def test_what_a_run_depends_on_may_not_change_before_it_is_resumed(rows: Path, nano: Path) -> None:
    order = _order(rows, nano)
    assert isinstance(list(train(order, stopped=lambda: True))[-1], Paused)
    other = replace(order, config=load(sets=["train.seed=9"], base=order.config))
    with pytest.raises(UsageError, match=r"resumed as it was asked: train\.seed is 9, was 1"):
        list(train(other, resume=True))
    with rows.open("a") as more:
        more.write("".join(map(_row, range(40, 60))))
    with pytest.raises(UsageError, match="its data is no longer the same"):
        list(train(order, resume=True))
    assert (folder_of("kin") / "checkpoint").is_dir()  # nothing was lost by it


def test_a_failure_is_told_kept_and_raised(rows: Path, nano: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = Trainer._step

    def broken(self: Trainer, bins: Any, lr: float, number: int) -> float:
        if number == 3:
            raise MoeliteError("the loss is no finite number at step 3")
        return step(self, bins, lr, number)

    order, events = _order(rows, nano, "train.save_s=0"), list[TrainingEvent]()
    with monkeypatch.context() as patch, pytest.raises(MoeliteError, match="no finite number"):
        patch.setattr(Trainer, "_step", broken)
        for event in train(order):
            events.append(event)
    assert events[-1] == Failed("the loss is no finite number at step 3", kept=2)
    assert history(folder_of("kin"))[-1] == events[-1]
    assert isinstance(list(train(order, resume=True))[-1], Done)


def test_a_full_disk_is_a_failure_that_keeps_the_last_state(
    rows: Path, nano: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = run.Log.append

    def full(self: run.Log, event: TrainingEvent) -> None:
        if isinstance(event, Measured) and event.step == 2:
            raise OSError(errno.ENOSPC, "No space left on device", "log.jsonl")
        append(self, event)

    order, events = _order(rows, nano, "train.save_s=0"), list[TrainingEvent]()
    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space left"):
        patch.setattr(run.Log, "append", full)
        for event in train(order):
            events.append(event)
    assert isinstance(events[-1], Failed) and events[-1].kept >= 1 and "No space left" in events[-1].message
    assert isinstance(list(train(order, resume=True))[-1], Done)


def test_a_run_that_fails_before_anything_was_saved_leaves_no_folder(
    rows: Path, nano: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise UnavailableError("the GPU has no memory left")

    monkeypatch.setattr(domain, "Trainer", broken)
    with pytest.raises(UnavailableError, match="no memory left"):
        list(train(_order(rows, nano)))
    assert not folder_of("kin").exists()


def test_a_preview_and_a_rehearsal_write_nothing(rows: Path, nano: Path, own_home: Path) -> None:
    order = _order(rows, nano)
    events = list(preview(order))
    assert [type(event).__name__ for event in events] == ["Read", "Example", "Example", "Example"]
    read = events[0]
    assert isinstance(read, Read) and read.rows == 40 and read.kept + read.heldout == 40 and read.heldout
    costs = _of(Predicted, list(rehearse(order)))
    assert [cost.measured for cost in costs] == [False, True]
    assert costs[0].steps == costs[1].steps == 4 and costs[1].seconds > 0 and costs[1].peak_bytes > 1e8
    assert not own_home.exists()


def test_all_weights_can_be_trained_and_make_a_backbone(rows: Path, nano: Path, tmp_path: Path) -> None:
    from runtime.backbone import fingerprint, read

    order = _order(rows, nano, "train.method=full", "train.steps=2", out=tmp_path / "whole")
    done = list(train(order))[-1]
    assert isinstance(done, Done) and not done.installed and done.pack == str(tmp_path / "whole")
    assert fingerprint(read(done.pack)) != fingerprint(read(str(nano)))
    inside = list(train(replace(order, out=None, replace=True)))[-1]
    assert isinstance(inside, Done) and Path(inside.pack) == folder_of("kin") / "model"
    assert fingerprint(read(inside.pack)) == fingerprint(read(done.pack))


def test_more_memory_than_there_is_is_refused_before_anything_is_loaded(
    rows: Path, nano: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    predicted = Predicted(1, 1, 10**15, 1, 1.0)
    monkeypatch.setattr(domain, "predict", lambda *_: predicted)
    with pytest.raises(UnavailableError, match=r"sft would take 1000000\.0 GB of memory and cpu has"):
        list(train(_order(rows, nano)))


def test_rslora_is_written_as_plain_lora_of_the_same_strength(rows: Path, nano: Path) -> None:
    done = list(train(_order(rows, nano, "lora.rslora=true", "lora.rank=4", "lora.alpha=8")))[-1]
    assert isinstance(done, Done)
    assert load_pack(done.pack).alpha == 8 * 4**0.5


def test_several_sources_are_one_data_set_and_exemplars_may_be_given(
    rows: Path, nano: Path, tmp_path: Path
) -> None:
    more, texts = tmp_path / "more.jsonl", tmp_path / "texts.jsonl"
    more.write_text("".join(map(_row, range(35, 50))))
    texts.write_text('{"text": "Turn it."}\n{"text": "Turn that."}\n')
    order = _order(rows, nano, f"pack.exemplars={texts}", "train.steps=1")
    config = load(options={"data.sources": (str(rows), str(more))}, base=order.config)
    events = list(train(replace(order, config=config)))
    assert isinstance(events[0], Read) and (events[0].rows, events[0].duplicates) == (55, 5)
    done = events[-1]
    assert isinstance(done, Done)
    assert exemplars(load_pack(done.pack)) == ["Turn it.", "Turn that."]


def test_epochs_count_the_bins_of_the_rows(rows: Path, nano: Path) -> None:
    def steps(*sets: str) -> int:
        (cost,) = _of(Predicted, list(islice(train(_order(rows, nano, *sets)), 5)))
        return cost.steps

    assert steps("train.epochs=2") == 2 * steps("train.epochs=1") > 2


def test_tensorboard_is_asked_for_before_anything_else(
    rows: Path, nano: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "find_spec", lambda name: None)
    with pytest.raises(UnavailableError, match="pip install tensorboard"):
        list(train(_order(rows, nano, "log.tensorboard=true")))


def test_one_process_at_a_time_is_at_a_run(own_home: Path) -> None:
    with (
        locked("kin"),
        pytest.raises(UsageError, match="kin is being trained by another process"),
        locked("kin"),
    ):
        pass
    with pytest.raises(ValueError), locked("kin"):
        raise ValueError
    assert not folder_of("kin").exists()  # it failed before there was anything to keep


def test_the_usual_rate_falls_with_the_width_and_is_a_tenth_for_all_weights() -> None:
    assert usual_rate(384, "sft") == pytest.approx(2e-3)
    assert usual_rate(2560, "sft") == pytest.approx(5e-4, rel=0.01)
    assert usual_rate(384, "full") == pytest.approx(2e-4)


class _Scripted:
    """A trainer that only counts; `kept` are the steps whose weights were the best so far."""

    def __init__(self, steps: int) -> None:
        self.plan = SimpleNamespace(steps=steps)
        self.step, self.kept, self.saved = 0, list[int](), list[int]()

    def steps(self, start: int = 0) -> Iterator[Stepped]:
        for step in range(start + 1, self.plan.steps + 1):
            self.step = step
            yield Stepped(step, self.plan.steps, 1.0, 0.1, 10.0, 1.0, 0.0, 0)

    def keep(self) -> None:
        self.kept.append(self.step)

    def save(self) -> None:
        self.saved.append(self.step)


def _learned(
    trainer: Any, right: Callable[[], int], schedule: Schedule, stopped: Callable[[], bool] = lambda: False
) -> list[TrainingEvent]:
    return list(learn(trainer, schedule, right, 10, past=(), start=0, stopped=stopped))


def test_the_best_measurement_is_kept_and_the_later_of_two_equal_ones() -> None:
    trainer, right = _Scripted(10), iter([9, 3, 7, 5, 7, 6])
    events = _learned(trainer, lambda: next(right), Schedule(every=2, patience=0, save_s=1e6))
    assert [(e.step, e.right, e.best) for e in _of(Measured, events)] == [
        (0, 9, False), (2, 3, True), (4, 7, True), (6, 5, False), (8, 7, False), (10, 6, False),
    ]  # fmt: skip
    assert trainer.kept == [2, 4, 8] and trainer.saved == [2, 4, 6, 8, 10]


def test_patience_ends_a_run_that_gets_no_better() -> None:
    trainer, right = _Scripted(10), iter([0, 5, 5, 4, 9])
    _learned(trainer, lambda: next(right), Schedule(every=2, patience=2, save_s=1e6))
    assert trainer.step == 6 and trainer.kept == [2, 4]


def test_a_stop_while_questions_are_answered_saves_and_the_measurement_comes_after_resuming() -> None:
    trainer, asked = _Scripted(4), list[bool]()

    def right() -> int:
        if trainer.step == 2:
            asked.append(True)
            raise Stopped
        return 1

    events = _learned(trainer, right, Schedule(2, 0, 1e6), stopped=lambda: bool(asked))
    assert events[-2:] == [Saved(2), Paused(2)] and trainer.saved == [2]
    again = learn(trainer, Schedule(2, 0, 1e6), lambda: 1, 10, past=events, start=2, stopped=lambda: False)
    assert [event.step for event in _of(Measured, list(again))] == [2, 4]


def test_without_questions_nothing_is_measured() -> None:
    events = _learned(_Scripted(3), lambda: 1 // 0, Schedule(0, 0, 1e6))
    assert not _of(Measured, events) and _of(Stepped, events)[-1].step == 3


def test_the_history_up_to_a_step_leaves_out_what_came_after(own_home: Path) -> None:
    folder = folder_of("kin")
    folder.mkdir(parents=True)
    log = run.Log()
    log.open(folder, 0, False)
    told: list[TrainingEvent] = [Loading("x"), Saved(2), Paused(2), Saved(5), Failed("no", 5)]
    for event in told:
        log.append(event)
    assert history(folder) == told
    assert history(folder, 2) == [Loading("x"), Saved(2)]
