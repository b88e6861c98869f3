"""What GRPO gains on a domain's hardest level, and what as many tokens of continued SFT do:
`python benchmarks/grpo.py --out FOLDER`.

Both begin with the bundled pack of the domain and learn from fresh questions of its families of long
numbers: GRPO from its own answers to those that it gets right 20 to 80 % of the time, SFT from worked
solutions, as many tokens as GRPO learned from. All three answer the bundled held-out set of that level,
greedily. A run that was cut off goes on when the command is given again.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import ceil
from pathlib import Path
from random import Random
from typing import Any

import click
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it runs where the package is not installed

from adapters.errors import exit_on_error
from adapters.pack import Pack, load_pack
from adapters.registry import BUNDLED
from runtime import backbone as backbones
from runtime.backbone import Checkpoint
from runtime.chat import extract_answer
from runtime.sampling import Sampling
from trainers import corpus
from trainers.grpo import ADAPTER, GrpoPlan, grpo
from trainers.loop import Plan, train
from trainers.micro import batches, compiled_loss
from trainers.policy import Policy
from trainers.progress import to_json
from trainers.sets import Question, read_set
from trainers.sft import adapter_optimizer
from trainers.statistics import mcnemar, wilson
from trainers.tasks import FAMILIES
from trainers.tasks.item import Item, draw

SEED = "moelite grpo 1"  # no set is made with it
ARMS = ("before", "grpo", "sft")
AT_ONCE = 48  # questions that are answered between two saves
LENGTH = 512  # tokens of a row of worked solutions


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is trained and measured."""

    plan: GrpoPlan
    questions: int  # fresh ones that GRPO may choose from
    answered: int  # of the held-out set
    max_new_tokens: int  # of a held-out answer
    sft_rows: int  # of LENGTH tokens in a step


@dataclass(frozen=True, slots=True)
class Start:
    """What both arms begin with, and where they run."""

    checkpoint: Checkpoint
    pack: Pack
    domain: str
    device: str


FULL = Sizes(
    GrpoPlan(steps=20, prompts=4, lr=3e-5, max_new_tokens=384, rows=1, candidates=128),
    questions=400,
    answered=500,
    max_new_tokens=512,
    sft_rows=14,
)
SMALL = Sizes(
    GrpoPlan(
        steps=2, prompts=2, group=2, max_new_tokens=12, rows=2, low=0.0, high=1.0, tries=1, candidates=4
    ),
    questions=8,
    answered=4,
    max_new_tokens=12,
    sft_rows=1,
)


def hardest(domain: str, rng: Random) -> Iterator[Item]:
    """Endless training items of the domain's families of long numbers, each family as often."""
    families = [f for f in FAMILIES if f.domain == domain and f.name.startswith("long_")]
    while True:
        yield draw(rng.choice(families), rng, 3)


def reinforce(start: Start, sizes: Sizes, out: Path) -> int:
    """The tokens that GRPO learned from; its adapter is then in `out`/ADAPTER, its events in log.jsonl."""
    items = islice(hardest(start.domain, Random(f"{SEED}/grpo")), sizes.questions)
    questions = [Question(item.question, item.answer, item.domain, item.family) for item in items]
    events = grpo(start.checkpoint, start.pack, questions, sizes.plan, out, device=start.device)
    while True:
        try:
            line = to_json(next(events))
        except StopIteration as end:
            return int(end.value)
        click.echo(line, err=True)
        with (out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")


def continued(start: Start, tokens: int, lr: float, sizes: Sizes, out: Path) -> int:
    """The tokens that SFT learned from, prompts included; its adapter is then in `out`/ADAPTER."""
    from peft import PeftModel

    base = backbones.transformers_model(start.checkpoint, torch.float32, start.device)
    model: Any = PeftModel.from_pretrained(base, str(start.pack.path), is_trainable=True)
    encoder = corpus.load_encoder(start.checkpoint.folder / "tokenizer.json")
    pad = encoder.token_to_id("<|endoftext|>")
    steps = ceil(tokens / (sizes.sft_rows * LENGTH))

    def shard(index: int) -> corpus.Rows:
        items = hardest(start.domain, Random(f"{SEED}/sft/{index}"))
        documents = (corpus.render(item, [(step, True) for step in item.steps]) for item in items)
        return corpus.pack(encoder, documents, sizes.sft_rows, LENGTH, pad)

    def from_step(first: int) -> Iterator[Any]:
        return batches(map(shard, range(first, steps)), 1, start.device, masked=True)

    train(
        compiled_loss(model.get_base_model(), start.device),
        {"model": model},
        [adapter_optimizer(model, lr)],
        from_step,
        Plan(steps, lr),
        out,
        lambda row: click.echo(json.dumps(row), err=True),
    )
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.bfloat16()  # as GRPO leaves its own
    model.peft_config["default"].base_model_name_or_path = ""  # else PEFT asks the hub for it
    model.save_pretrained(str(out / ADAPTER))
    return sum(int((shard(index).ids != pad).sum()) for index in range(steps))


def once(folder: Path, stage: Callable[[Path], int]) -> int:
    """The tokens of a stage, which is run in the folder where it has not come to its end there before."""
    file = folder / "tokens.json"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(stage(folder)))
    return int(json.loads(file.read_text()))


def answered(
    policy: Policy, peft: Path, questions: Sequence[Question], sizes: Sizes, file: Path
) -> list[bool]:
    """Which of the questions the adapter in `peft` answers right, greedily; kept in `file` as it goes."""
    policy.update(peft)
    kept = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    sampling = Sampling(max_new_tokens=sizes.max_new_tokens)
    while len(kept) < len(questions):
        batch = questions[len(kept) : len(kept) + AT_ONCE]
        drawn = policy.answers([policy.ids(policy.prompt(q.text)) for q in batch], sampling)
        fresh = [
            {"right": q.graded(extract_answer(d.text)), "finished": d.finished, "tokens": len(d.ids)}
            for q, d in zip(batch, drawn, strict=True)
        ]
        with file.open("a") as out:
            out.writelines(json.dumps(row) + "\n" for row in fresh)
        kept += fresh
        click.echo(f"{file.stem}: {len(kept)} of {len(questions)}", err=True)
    return [row["right"] for row in kept[: len(questions)]]


def table(right: Mapping[str, Sequence[bool]], tokens: Mapping[str, int]) -> list[dict[str, Any]]:
    """A row for every arm: accuracy with Wilson's interval, and against each arm before it McNemar's p."""
    rows = []
    for place, arm in enumerate(ARMS):
        n, hits = len(right[arm]), sum(right[arm])
        low, high = wilson(hits, n)
        row = {"arm": arm, "right": hits, "n": n, "low": low, "high": high, "tokens": tokens.get(arm, 0)}
        for other in ARMS[:place]:
            pairs = list(zip(right[arm], right[other], strict=True))
            gained, lost = pairs.count((True, False)), pairs.count((False, True))
            row[f"against {other}"] = {"gained": gained, "lost": lost, "p": mcnemar(gained, lost)}
        rows.append(row)
    return rows


def line_of(row: Mapping[str, Any]) -> str:
    """A row of the table as text."""
    accuracy = row["right"] / row["n"]
    text = f"{row['arm']:8}{row['right']:5} of {row['n']:4}  {accuracy:6.1%}"
    text += f" ({row['low']:.1%}-{row['high']:.1%})  {row['tokens']:8,} tokens"
    for other in ARMS:
        if pair := row.get(f"against {other}"):
            text += f"  against {other} +{pair['gained']} -{pair['lost']} p={pair['p']:.2g}"
    return text


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--domain", default="arithmetic", show_default=True, help="One with families of long numbers.")
@click.option("--backbone", help="A folder; by default the bundled micro backbone.")
@click.option(
    "--pack", "folder", type=click.Path(path_type=Path), help="By default the domain's bundled one."
)
@click.option("--steps", type=click.IntRange(1), help=f"Steps of GRPO; by default {FULL.plan.steps}.")
@click.option("--lr", type=float, help=f"Learning rate of GRPO; by default {FULL.plan.lr:g}.")
@click.option("--answered", "limit", type=click.IntRange(1), help="Held-out questions; by default all 500.")
@click.option("--sft-lr", default=1e-4, show_default=True, help="Peak learning rate of the control.")
@click.option("--device", default="cpu", show_default=True)
@click.option("--small", is_flag=True, help="A trial of every part, which says nothing.")
@click.option("--json", "as_json", is_flag=True)
def main(
    out: Path,
    domain: str,
    backbone: str | None,
    folder: Path | None,
    steps: int | None,
    lr: float | None,
    limit: int | None,
    sft_lr: float,
    device: str,
    small: bool,
    as_json: bool,
) -> None:
    """Train with GRPO and with SFT, then measure both and what they began with."""
    torch.set_num_threads(1)
    sizes = SMALL if small else FULL
    plan = replace(sizes.plan, steps=steps or sizes.plan.steps, lr=lr or sizes.plan.lr)
    sizes = replace(sizes, plan=plan)
    start = Start(backbones.read(backbone), load_pack(folder or BUNDLED / domain), domain, device)
    tokens = {"grpo": once(out / "grpo", lambda at: reinforce(start, sizes, at))}
    tokens["sft"] = once(out / "sft", lambda at: continued(start, tokens["grpo"], sft_lr, sizes, at))
    questions = read_set(f"{domain}.long", limit or sizes.answered).questions
    policy = Policy(start.checkpoint, start.pack, device)
    adapters = {"before": start.pack.path, "grpo": out / "grpo" / ADAPTER, "sft": out / "sft" / ADAPTER}
    right = {arm: answered(policy, adapters[arm], questions, sizes, out / f"{arm}.jsonl") for arm in ARMS}
    for row in table(right, tokens):
        click.echo(json.dumps(row) if as_json else line_of(row))


if __name__ == "__main__":
    with exit_on_error():
        main()
