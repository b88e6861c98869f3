"""How fast tokens come: `python benchmarks/decode.py`. The runtime beside transformers with NF4 and PEFT.

One run, one card, the same weights, prompts and adapters. First the logits of both sides are compared; then
every arm (a system in a mode) is timed: decoding at several batch sizes, prefill, the switch of an adapter,
and the peak memory of a request that fills the context. `--json` keeps every figure, after every arm.
On a GPU the weights are random in the shape of Qwen3-4B; `--device cpu` takes the bundled micro backbone.
"""

import json
import multiprocessing
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import torch
from torch import Tensor

sys.path.insert(0, str(Path(__file__).parents[1]))  # the other modules lie beside this one

from benchmarks import decode_table, measure
from benchmarks.decode_baseline import Baseline, build_baseline
from benchmarks.measure import Storage, System, Timing
from benchmarks.shape import SHAPES, Subject, subject
from runtime.decode import Prompt, Stream, decode_all
from runtime.decode_step import taken
from runtime.half import Half
from runtime.model import CUBLAS_WORKSPACE, Model
from runtime.sampling import Sampling
from trainers.cost import resident_peak

NEVER = -1  # no token has this id, so no answer ends early
POSITIONS = 32  # teacher-forced positions whose logits are compared
# Largest relative L2 difference of logits, by how the runtime keeps its head, against the reference in the
# same dtype; quantised heads differ by their own rounding.
TOLERANCE = {"dense+peft": 1e-3, "nf4+peft": 0.05}  # relative, or half as much again as rounding alone
MODES = ("bare", "on", "switching", "mixed")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured, and how thoroughly."""

    shape: str
    device: str
    dtype: str
    prompt: int
    new: int
    repeats: int
    limit: float  # seconds after which an arm is not repeated again
    batches: tuple[int, ...]
    prefills: tuple[int, ...]
    context: int
    threads: tuple[int, ...]  # empty: as many as torch takes
    only: frozenset[str]

    def wants(self, system: str, mode: str) -> bool:
        """Whether the arm was asked for: by its system, its mode or as system/mode."""
        return not self.only or bool(self.only & {system, mode, f"{system}/{mode}"})


@dataclass(frozen=True)
class Lean:
    """The runtime behind `System`: one question as a stream, several as a batch."""

    name: str
    model: Model
    stored: Storage

    def generate(self, prompts: list[list[int]], slots: list[int], new: int) -> list[list[int]]:
        """The `new` tokens after each prompt."""
        asked = [Prompt(ids, slot) for ids, slot in zip(prompts, slots, strict=True)]
        if len(asked) == 1:
            return [list(Stream(self.model, asked[0], Sampling(max_new_tokens=new), NEVER))]
        done = decode_all(self.model, asked, NEVER, max_new_tokens=new, rows=len(asked))
        return [list(completion.ids) for completion in done]

    def forced(self, prompt: list[int], answer: list[int], slot: int) -> Tensor:
        """Logits after the prompt and after each token of `answer`, one decoding step each, on the CPU."""
        step = taken(self.model, 1, len(prompt) + len(answer), Sampling())
        logits = [step.prefill(0, prompt, 0, slot).cpu()]
        for position, token in enumerate(answer, len(prompt)):
            step.place(0, token, position, slot)
            step.read(step.launch())
            logits.append(step.logits[0].cpu().clone())
        step.give_back()
        return torch.stack(logits)

    def first(self, prompt: list[int], slot: int) -> Tensor:
        """Next-token logits [vocab] after the prompt."""
        return Stream(self.model, Prompt(prompt, slot), Sampling(max_new_tokens=1), NEVER).logits()

    def switch(self, slot: int) -> None:
        """All that a change of adapter takes here: another slot number on the device."""
        torch.tensor([slot], device=self.model.device)


def build_runtime(name: str, given: Subject, dtype: torch.dtype, device: str) -> Lean:
    """The runtime as named: `runtime`, or with a head and a cache, `runtime-int8` or `runtime-int8-int8`."""
    _, head, cache = (*name.split("-"), *("bf16", "bf16")[name.count("-") :])
    model = Model(given.checkpoint, given.packs, dtype, device, head=head, cache=cache)  # type: ignore[arg-type]
    width = str(dtype).removeprefix("torch.")
    halved = isinstance(model.layers[0].projections["o"], Half)
    return Lean(
        name,
        model,
        Storage(
            "nf4" if model.packed else "float16" if halved else width,
            head if head != "bf16" else "float16" if halved else width,
            cache if cache != "bf16" else width,
        ),
    )


def build(name: str, given: Subject, plan: Plan) -> System:
    """The system of that name, on its own: `runtime…`, or `dense` or `nf4`, each also `+peft`."""
    if name.startswith("runtime"):
        return build_runtime(name, given, getattr(torch, plan.dtype), plan.device)
    weights, _, peft = name.partition("+")
    # bitsandbytes multiplies in bfloat16 wherever its checkpoints say so, on a CPU too
    dtype = torch.bfloat16 if weights == "nf4" else getattr(torch, plan.dtype)
    return build_baseline(
        name, given.checkpoint, given.packs if peft else (), weights == "nf4", dtype, plan.device
    )


def modes(name: str) -> tuple[str, ...]:
    """The modes that a system is timed in."""
    if name == "runtime":
        return MODES
    return ("on",) if name.startswith("runtime") else MODES[1:] if name.endswith("+peft") else MODES[:1]


def slots(mode: str, batch: int, request: int, packs: int) -> list[int]:
    """The slot of each row of a request."""
    if mode == "mixed":
        return [1 + row % packs for row in range(batch)]
    return [{"bare": 0, "on": 1, "switching": 1 + request % packs}[mode]] * batch


def prompts(plan: Plan, vocab: int, rows: int, length: int) -> list[list[int]]:
    """Random prompts, the same for every system."""
    generator = torch.Generator().manual_seed(rows * 100_003 + length)
    return torch.randint(3, vocab, (rows, length), generator=generator).tolist()


def compare(given: Subject, plan: Plan, runtimes: list[str]) -> Iterator[dict[str, Any]]:
    """Each runtime's logits against the references' along one text, slot by slot, and its batch's tokens.

    The text is random, so that no position is like another. A reference is also compared with itself: one
    forward against token by token, which says how much of a difference is rounding alone.
    """
    text = prompts(plan, given.checkpoint.shape.vocab, 1, plan.prompt + POSITIONS)[0]
    prompt, forced = text[: plan.prompt], text[plan.prompt :]
    every = range(len(given.packs) + 1)
    for name in ["nf4+peft"] + ["dense+peft"] * (plan.dtype == "float32"):
        reference = build(name, given, plan)
        assert isinstance(reference, Baseline)
        wanted = {slot: reference.stepped(prompt, forced, slot) for slot in every}
        found = {slot: reference.forced(prompt, forced, slot) for slot in every}
        moved = min(measure.agreement(wanted[slot], wanted[0]).relative for slot in every[1:])
        about: dict[str, Any] = {"system": name, "reference": name, "adapter_moves": moved}
        itself = {slot: measure.agreement(found[slot], wanted[slot]) for slot in every}
        floor = max(result.relative for result in itself.values())
        for slot in every:
            yield about | {"slot": slot} | asdict(itself[slot])
        for other in runtimes:
            about["system"] = other
            system = build(other, given, plan)
            # What random weights make of fewer bits says nothing of trained ones: shown, not judged.
            judged = "-" not in other
            allowed = max(TOLERANCE[name], 1.5 * floor)
            for slot in every:
                result = measure.agreement(system.forced(prompt, forced, slot), wanted[slot])
                verdict = {"tolerance": allowed, "agrees": result.relative <= allowed} if judged else {}
                yield about | {"slot": slot} | asdict(result) | verdict
            # A batch picks by itself, so it is judged by how far below the reference's best its picks are.
            rows = [prompt[: len(prompt) - row] for row in range(4)]
            mixed = slots("mixed", 4, 0, len(given.packs))
            picks = system.generate(rows, mixed, POSITIONS)
            seen = [
                measure.shortfall(reference.forced(ids, picked[:-1], slot), picked)
                for ids, slot, picked in zip(rows, mixed, picks, strict=True)
            ]
            worst, top1 = max(row[0] for row in seen), sum(row[1] for row in seen) / len(seen)
            verdict = {"tolerance": 8 * allowed, "agrees": worst <= 8 * allowed} if judged else {}
            yield about | {"slot": "batch", "relative": worst, "top1": top1} | verdict
            del system
        del reference
        measure.clear(plan.device)


def time_decoding(system: System, given: Subject, plan: Plan, mode: str, batch: int) -> dict[str, Any]:
    """Tokens a second of a mode at a batch size, and the bytes a step reads."""
    rows = prompts(plan, given.checkpoint.shape.vocab, batch, plan.prompt)
    requests = iter(range(1_000_000))
    last: list[list[int]] = []

    def work(new: int) -> None:
        last[:] = system.generate(rows, slots(mode, batch, next(requests), len(given.packs)), new)

    short = max(1, plan.new // 16)
    timing: Timing = measure.alternate(work, batch, short, plan.new, plan.repeats, plan.limit, plan.device)
    if [len(ids) for ids in last] != [plan.new] * batch:
        raise RuntimeError(f"{system.name} gave answers of {[len(ids) for ids in last]} tokens")
    place = plan.prompt + (timing.short + timing.long) / 2
    step = measure.step_bytes(
        given.checkpoint, given.packs, slots(mode, batch, 0, len(given.packs)), place, system.stored
    )
    return {
        "decode_tok_s": timing.decode,
        "request_tok_s": timing.request,
        "step_bytes": step,
        "bytes_s": step * timing.decode / batch,
        "distinct_tokens": len({token for ids in last for token in ids}),
        **asdict(timing),
    }


def time_prefill(system: System, given: Subject, plan: Plan, length: int) -> dict[str, Any]:
    """Tokens a second of reading a prompt, from its ids to the next-token logits, with an adapter if any."""
    ids = prompts(plan, given.checkpoint.shape.vocab, 1, length)[0]
    slot = 0 if modes(system.name) == ("bare",) else 1
    measure.check_alive(system.first(ids, slot))
    begins = iter(range(3, 1000))  # each time another text: the runtime keeps what it has read
    seconds = measure.median_s(
        lambda: system.first([next(begins), *ids[1:]], slot), plan.repeats + 2, plan.device
    )
    return {"length": length, "prefill_s": seconds, "prefill_tok_s": length / seconds}


def time_switch(system: System, given: Subject, plan: Plan) -> dict[str, Any]:
    """What changing the adapter costs: the act itself, and first tokens after a change against without."""
    ids = prompts(plan, given.checkpoint.shape.vocab, 1, plan.prompt)[0]
    same: list[float] = []
    other: list[float] = []
    for turn in range(6 * (plan.repeats + 1)):
        slot = 1 + turn // 2 % len(given.packs)  # each slot twice: the second time nothing changes
        ids[0] = 3 + turn  # another text: the runtime keeps what it has read
        taken = measure.seconds(lambda slot=slot: system.first(ids, slot), plan.device)  # type: ignore[misc]
        if turn >= 2:
            (same if turn % 2 else other).append(taken)
    turns = iter(range(1_000_000))
    act = measure.median_s(lambda: system.switch(1 + next(turns) % len(given.packs)), 30, plan.device)
    return {
        "switch_s": act,
        "first_same_s": statistics.median(same),
        "first_switched_s": statistics.median(other),
    }


def fill_context(system: System, given: Subject, plan: Plan) -> None:
    """One request that ends with the context full: most of it prefilled, the rest decoded."""
    new = min(128, plan.context // 4)
    ids = prompts(plan, given.checkpoint.shape.vocab, 1, plan.context - new)[0]
    slot = 0 if modes(system.name) == ("bare",) else 1
    assert len(system.generate([ids], [slot], new)[0]) == new


def peak(system: System, given: Subject, plan: Plan) -> dict[str, Any]:
    """Peak memory at a full context. On a GPU of this system, freshly built; on a CPU of its own process."""
    if not plan.device.startswith("cuda"):
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            held, most = pool.submit(_peak_alone, system.name, plan).result()
            loading = held
    else:
        held, loading = torch.cuda.memory_allocated(), torch.cuda.max_memory_allocated()
        torch.cuda.reset_peak_memory_stats()
        fill_context(system, given, plan)
        most = torch.cuda.max_memory_allocated()
    return {"context": plan.context, "held_bytes": held, "loading_bytes": loading, "peak_bytes": most}


def _peak_alone(name: str, plan: Plan) -> tuple[int, int]:
    """In a fresh process: most resident bytes once built, and after a full context."""
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        given = subject(plan.shape, plan.device, Path(folder))
        system = build(name, given, plan)
        held = resident_peak()
        fill_context(system, given, plan)
    return held, resident_peak()


def run(names: list[str], given: Subject, plan: Plan) -> Iterator[dict[str, Any]]:
    """A row for everything measured of every system, each built after the one before is gone."""
    for name in names:
        arms = [mode for mode in (*modes(name), "memory", "prefill", "switch") if plan.wants(name, mode)]
        if not arms:
            continue
        measure.clear(plan.device)
        try:
            system = build(name, given, plan)
        except ImportError as error:
            yield {"system": name, "measure": "skipped", "why": str(error)}
            continue
        if "memory" in arms:  # first: nothing else has left anything behind yet
            yield {"system": name, "measure": "memory", **peak(system, given, plan)}
        for threads in plan.threads or (0,):
            if threads:
                torch.set_num_threads(threads)
            about = {"system": name, "threads": threads}
            if "prefill" in arms:
                for length in plan.prefills:
                    yield {**about, "measure": "prefill", **time_prefill(system, given, plan, length)}
            if "switch" in arms and "on" in modes(name):
                yield {**about, "measure": "switch", **time_switch(system, given, plan)}
            for batch in plan.batches:
                for mode in [m for m in arms if m in MODES and not (m == "mixed" and batch == 1)]:
                    figures = time_decoding(system, given, plan, mode, batch)
                    yield {**about, "measure": "decode", "mode": mode, "batch": batch, **figures}
        del system


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part)


@click.command()
@click.option("--device", default="cuda" if torch.cuda.is_available() else "cpu", show_default=True)
@click.option("--shape", type=click.Choice(SHAPES), help="Default: qwen3-4b on a GPU, micro on a CPU.")
@click.option("--dtype", type=click.Choice(["bfloat16", "float32"]), help="Default: bfloat16 on a GPU.")
@click.option("--bf16", is_flag=True, help="On a GPU: time transformers with unquantised weights too.")
@click.option("--heads", default="bf16", show_default=True, help="Of the runtime: bf16,int8,nf4.")
@click.option("--caches", default="bf16", show_default=True, help="Of the runtime: bf16,int8,int4.")
@click.option("--prompt", default=128, show_default=True)
@click.option("--new", default=256, show_default=True, help="Tokens decoded after each prompt.")
@click.option("--batches", default="1,4,16", show_default=True)
@click.option("--prefills", default="128,512,2048", show_default=True)
@click.option("--context", default=4096, show_default=True, help="Where the peak memory is read.")
@click.option("--repeats", type=int, help="Default: 5 on a GPU, 3 on a CPU.")
@click.option("--limit", default=30.0, show_default=True, help="Seconds after which no arm is repeated.")
@click.option("--threads", default="1,2", show_default=True, help="On a CPU; the best counts.")
@click.option("--only", default="", help="Systems, modes or system/mode, such as runtime/on,prefill.")
@click.option("--quick", is_flag=True, help="One repeat and 64 tokens.")
@click.option(
    "--json", "file", type=click.Path(path_type=Path), help="Every figure, written after every arm."
)
def main(
    device: str, shape: str | None, dtype: str | None, bf16: bool, heads: str, caches: str, prompt: int,
    new: int, batches: str, prefills: str, context: int, repeats: int | None, limit: float,
    threads: str, only: str, quick: bool, file: Path | None,
) -> None:  # fmt: skip
    """Compare the logits, then time everything; exits 1 where the logits disagree."""
    cuda = device.startswith("cuda")
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", CUBLAS_WORKSPACE)  # for every system, before the first
    new = min(new, 64) if quick else new
    with tempfile.TemporaryDirectory() as folder:
        shape = shape or ("qwen3-4b" if cuda else "micro")
        given = subject(shape, device, Path(folder))
        room = given.checkpoint.shape.context
        plan = Plan(
            shape, device, dtype or ("bfloat16" if cuda else "float32"), prompt, new,
            1 if quick else repeats or (5 if cuda else 3), limit, _numbers(batches),
            tuple(length for length in _numbers(prefills) if length < room), min(context, room),
            () if cuda else _numbers(threads), frozenset(only.split(",")) - {""},
        )  # fmt: skip
        runtimes = [
            "-".join(["runtime", head, cache]).removesuffix("-bf16").removesuffix("-bf16")
            for head in heads.split(",")
            for cache in caches.split(",")
        ]
        baselines = ["nf4", "nf4+peft"]
        baselines = ["dense", "dense+peft", *baselines] if not cuda else ["dense"] * bf16 + baselines
        results: dict[str, Any] = measure.machine(device) | {
            "plan": {**asdict(plan), "only": sorted(plan.only)},
            "copy_bytes_s": measure.copy_bandwidth(device),
            "agreement": [],
            "rows": [],
        }

        def keep(kind: str, row: dict[str, Any]) -> None:
            results[kind].append(row)
            click.echo(decode_table.line(row), err=True)
            if file is not None:
                file.write_text(json.dumps(results, indent=1) + "\n", "utf-8")

        measure.clear(device)
        for row in compare(given, plan, runtimes):
            keep("agreement", row)
        for row in run([*baselines, *runtimes], given, plan):
            keep("rows", row)
    click.echo(decode_table.table(results))
    if not decode_table.agrees(results):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
