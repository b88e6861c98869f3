"""GRPO on top of an adapter (Shao et al. 2024): TRL trains, the runtime draws the answers and checks them.

Answers are decoded with the weights as they are at that step, from the runtime's own slots, and each is
learned from once: the policy that is trained is the one that answered. Rewards are not divided by their
spread nor losses by lengths (Dr. GRPO, Liu et al. 2025), so that a group whose answers earn almost the same
counts for almost nothing beside the others of its step.
"""

import json
import math
import threading
import time
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from random import Random
from statistics import fmean, pstdev
from typing import Any

import torch

from adapters.errors import UnavailableError, UsageError
from adapters.pack import Pack
from runtime import backbone as backbones
from runtime.backbone import Checkpoint
from runtime.checkers import Checker
from runtime.checkers.worker import MODULES, Worker
from runtime.quantize import is_nf4, quantised
from runtime.sampling import Sampling
from trainers.base import frozen
from trainers.cost import measured_peak
from trainers.policy import Policy
from trainers.progress import Loading, Paused, Rewarded, Saved, Stepped, TrainingEvent
from trainers.rewards import Reward, Weights, answered, reward
from trainers.sets import Question

ADAPTER = "peft"  # in the run's folder: the trained adapter as PEFT writes it
CHOSEN = "questions.json"  # in the run's folder: which questions are learned from
TRIED_AT_ONCE = 32  # questions
CHECK_S = 1.0  # nobody waits for a step's verdict

Emit = Callable[[TrainingEvent], None]
Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class GrpoPlan:
    """How GRPO is run. A step draws `group` answers to each of `prompts` questions.

    It learns from questions of whose answers a share of `low` to `high` is right, of `tries` each; at most
    `candidates` are tried. `rows`: answers in one forward pass; on a CPU 1 wastes nothing on padding.
    """

    steps: int = 50
    prompts: int = 8
    group: int = 8
    lr: float = 3e-5
    beta: float = 0.0
    epsilon: float = 0.2
    epsilon_high: float = 0.28  # Yu et al. 2025 (DAPO)
    temperature: float = 1.0
    max_new_tokens: int = 512
    weights: Weights = Weights()
    low: float = 0.2
    high: float = 0.8
    tries: int = 4
    candidates: int = 1000
    rows: int = 4
    save_every: int = 5
    seed: int = 1

    def __post_init__(self) -> None:
        if min(self.steps, self.prompts, self.tries, self.candidates, self.rows, self.save_every) < 1:
            raise UsageError("steps, prompts, tries, candidates, rows and save_every must be 1 or more")
        if self.group < 2:
            raise UsageError("a group is two answers or more: they are compared with each other")
        if self.prompts * self.group % self.rows:
            raise UsageError(f"{self.prompts} x {self.group} answers cannot be passed {self.rows} at a time")
        if self.lr <= 0 or self.temperature <= 0 or self.beta < 0:
            raise UsageError("lr and temperature must be more than 0, beta 0 or more")

    def sampling(self, draw: int) -> Sampling:
        """How answers are drawn for the `draw`-th time."""
        seed = 1_000_003 * self.seed + draw
        return Sampling(temperature=self.temperature, max_new_tokens=self.max_new_tokens, seed=seed)


def require_trl() -> None:
    """Raises UnavailableError where TRL is not installed."""
    if find_spec("trl") is None or find_spec("datasets") is None:
        raise UnavailableError("GRPO needs TRL, which is not installed: pip install 'moelite[grpo]'")


def grpo(
    checkpoint: Checkpoint,
    pack: Pack,
    questions: Sequence[Question],
    plan: GrpoPlan,
    folder: Path,
    *,
    device: str | None = None,
    stopped: Stopped = lambda: False,
) -> Generator[TrainingEvent, None, int]:
    """The events of training the pack's adapter further; it ends in `folder`/ADAPTER, in bfloat16.

    For each step Rewarded and Stepped, and Saved where all is on disk; Paused at the end where `stopped`
    said so. What is returned are the tokens learned from, prompts included. With the same folder it goes on
    from what was saved. Raises UnavailableError without TRL, UsageError where too few questions are neither
    too easy nor too hard, and FloatingPointError where the loss is no number.
    """
    require_trl()
    device = backbones.usable_device(device)
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint = checkpoint if is_nf4(checkpoint) else quantised(checkpoint, device)
    policy = Policy(checkpoint, pack, device)
    if not (folder / CHOSEN).exists():
        yield from _choose(policy, questions, plan, folder / CHOSEN, stopped)
        if stopped():
            yield Paused(0)
            return 0
    chosen = [questions[index] for index in json.loads((folder / CHOSEN).read_text())]
    yield Loading(f"the adapter, to learn from {len(chosen)} questions")
    with closing(Worker()) as worker:
        checker = worker.checker(pack.checker, CHECK_S) if pack.checker in MODULES else None
        job = _Job(checkpoint, pack, policy, chosen, checker, plan, folder, device)
        return (yield from _events(partial(_train, job), stopped))


@dataclass(frozen=True, slots=True)
class _Job:
    """What is trained, on what, and where."""

    checkpoint: Checkpoint
    pack: Pack
    policy: Policy
    questions: Sequence[Question]
    checker: Checker | None
    plan: GrpoPlan
    folder: Path
    device: str


def pass_rates(policy: Policy, questions: Sequence[Question], tries: int, sampling: Sampling) -> list[float]:
    """For each question the share of `tries` answers that are right."""
    prompts = [policy.ids(policy.prompt(question.text)) for question in questions for _ in range(tries)]
    drawn = iter(policy.answers(prompts, sampling))
    return [fmean(answered(question, next(drawn).text) for _ in range(tries)) for question in questions]


def _choose(
    policy: Policy, questions: Sequence[Question], plan: GrpoPlan, file: Path, stopped: Stopped
) -> Iterator[TrainingEvent]:
    """Write the places of the questions to learn from to `file`; as many as the steps can take, or all."""
    order = list(range(len(questions)))
    Random(plan.seed).shuffle(order)
    del order[plan.candidates :]
    chosen: list[int] = []
    tried = 0
    while tried < len(order) and len(chosen) < plan.steps * plan.prompts:
        yield Loading(f"questions neither too easy nor too hard: {len(chosen)} of {tried} tried")
        if stopped():
            return
        batch = order[tried : tried + TRIED_AT_ONCE]
        rates = pass_rates(policy, [questions[i] for i in batch], plan.tries, plan.sampling(-1 - tried))
        chosen += [i for i, rate in zip(batch, rates, strict=True) if plan.low <= rate <= plan.high]
        tried += len(batch)
    if len(chosen) < plan.prompts:
        raise UsageError(
            f"a step takes {plan.prompts} questions, and only {len(chosen)} of {tried} are answered right "
            f"{plan.low:.0%} to {plan.high:.0%} of the time, where GRPO learns most; give other questions"
        )
    new = file.with_suffix(".new")
    new.write_text(json.dumps(chosen))
    new.replace(file)


def _events(run: Callable[[Emit, Stopped], int], stopped: Stopped) -> Generator[TrainingEvent, None, int]:
    """What `run` emits, as it does. It is told to stop where the reader leaves; what it raises is raised."""
    queue: SimpleQueue[TrainingEvent | None] = SimpleQueue()
    left = threading.Event()
    with ThreadPoolExecutor(1, thread_name_prefix="grpo") as pool:
        future = pool.submit(run, queue.put, lambda: left.is_set() or stopped())
        future.add_done_callback(lambda _: queue.put(None))
        try:
            while (event := queue.get()) is not None:
                yield event
        finally:
            left.set()
    return future.result()


def _train(job: _Job, emit: Emit, stopped: Stopped) -> int:
    """The tokens learned from, at the plan's end or `stopped`; goes on from the folder's last checkpoint."""
    from datasets import Dataset
    from peft import PeftModel
    from transformers import PrinterCallback
    from trl import GRPOTrainer

    class Trainer(GRPOTrainer):
        def compute_loss(self, model: Any, inputs: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
            return super().compute_loss(model, trimmed(inputs), *args, **kwargs)

    policy, plan, folder = job.policy, job.plan, job.folder
    base = frozen(job.checkpoint, job.device)
    model: Any = PeftModel.from_pretrained(base, str(job.pack.path), is_trainable=True)
    model.peft_config["default"].base_model_name_or_path = ""  # else PEFT asks the hub at every save
    now = folder / "now"  # the adapter as it answers

    def answers(prompts: list[str], trainer: Any) -> dict[str, Any]:
        """TRL's rollout: an answer to each prompt, which comes once for every answer of its group."""
        model.save_pretrained(str(now), selected_adapters=["default"])
        policy.update(now)
        ids = [policy.ids(prompt) for prompt in prompts]
        drawn = policy.answers(ids, plan.sampling(trainer.state.global_step))
        return {
            "prompt_ids": ids,
            "completion_ids": [list(answer.ids) for answer in drawn],
            "logprobs": None,  # TRL takes them anew where it needs them
            "text": [answer.text for answer in drawn],
            "finished": [answer.finished for answer in drawn],
        }

    def rewards(
        question: list[int], text: list[str], finished: list[bool], trainer_state: Any, **_: Any
    ) -> list[float | None]:
        """TRL's reward function."""
        drawn = zip(question, text, finished, strict=True)
        earned = [reward(job.questions[place], said, ended, job.checker) for place, said, ended in drawn]
        emit(rewarded(trainer_state.global_step + 1, earned, plan))
        return [one.total(plan.weights) for one in earned]

    prompts = [policy.prompt(question.text) for question in job.questions]
    data = Dataset.from_dict({"prompt": prompts, "question": list(range(len(prompts)))})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what later versions will change: these are pinned
        trainer = Trainer(
            model,
            rewards,
            args=_config(plan, folder, job.device),
            train_dataset=data,
            processing_class=policy.tokenizer,
            rollout_func=answers,
            callbacks=[_watch(plan, job.device, emit, stopped)],
        )
        trainer.remove_callback(PrinterCallback)
        trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
        for parameter in trained:
            parameter.data = parameter.data.float()  # TRL makes it bfloat16 on NF4: too coarse for its steps
        trainer.train(resume_from_checkpoint=_last_checkpoint(folder))
    tokens: int = trainer.state.num_input_tokens_seen
    if trainer.state.global_step < plan.steps:
        emit(Paused(trainer.state.global_step))
        return tokens
    for parameter in trained:
        parameter.data = parameter.data.bfloat16()  # as the runtime holds it, and half the file
    model.save_pretrained(str(folder / ADAPTER), selected_adapters=["default"])
    return tokens


def trimmed(inputs: dict[str, Any]) -> dict[str, Any]:
    """The rows of one pass without the padding that only other rows of the step needed."""
    prompt = int(inputs["prompt_mask"].sum(dim=1).max())
    completion = int(inputs["completion_mask"].sum(dim=1).max())

    def cut(name: str, value: Any) -> Any:
        if not isinstance(value, torch.Tensor) or value.dim() < 2:
            return value
        return value[:, -prompt:] if name.startswith("prompt") else value[:, :completion]

    return {name: cut(name, value) for name, value in inputs.items()}


def rewarded(step: int, rewards: Sequence[Reward], plan: GrpoPlan) -> Rewarded:
    """What the answers of a step earned; those of a group stand side by side."""
    totals = [one.total(plan.weights) for one in rewards]
    groups = [totals[i : i + plan.group] for i in range(0, len(totals), plan.group)]
    spreads = [pstdev(group) for group in groups]
    silent = fmean(spread < 1e-6 for spread in spreads)
    return Rewarded(step, fmean(totals), fmean(spreads), silent, fmean(one.answer for one in rewards))


def _config(plan: GrpoPlan, folder: Path, device: str) -> Any:
    """The plan in TRL's terms."""
    from trl import GRPOConfig

    cuda = device.startswith("cuda")
    return GRPOConfig(
        output_dir=str(folder / "checkpoints"),
        max_steps=plan.steps,
        per_device_train_batch_size=plan.rows,
        gradient_accumulation_steps=plan.prompts * plan.group // plan.rows,  # one generation is one step
        num_generations=plan.group,
        max_completion_length=plan.max_new_tokens,
        temperature=plan.temperature,
        beta=plan.beta,
        epsilon=plan.epsilon,
        epsilon_high=plan.epsilon_high,
        loss_type="dr_grpo",
        scale_rewards="none",
        learning_rate=plan.lr,
        lr_scheduler_type="constant",
        adam_beta2=0.95,
        weight_decay=0.0,
        seed=plan.seed,
        bf16=cuda,
        use_cpu=not cuda,
        gradient_checkpointing=cuda,
        logging_steps=1,
        logging_nan_inf_filter=False,
        save_steps=plan.save_every,
        save_total_limit=2,  # while one is written there is another
        report_to="none",
        disable_tqdm=True,
        dataloader_pin_memory=False,
    )


def _watch(plan: GrpoPlan, device: str, emit: Emit, stopped: Stopped) -> Any:
    """The callback that turns what TRL logs into events, and asks it to stop."""
    from transformers import TrainerCallback

    began = time.monotonic()
    first: list[tuple[int, float, int]] = []  # step, seconds and tokens before the last step

    class Watch(TrainerCallback):
        def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            first.append((state.global_step, time.monotonic() - began, state.num_input_tokens_seen))

        def on_log(self, args: Any, state: Any, control: Any, **given: Any) -> None:
            logs = given["logs"]
            if "loss" not in logs:
                return  # the summary at the end
            if not math.isfinite(logs["loss"]):
                raise FloatingPointError(
                    f"the loss is not a number at step {state.global_step}; the last checkpoint is kept"
                )
            seconds, tokens = time.monotonic() - began, state.num_input_tokens_seen
            (start, start_s, _tokens), (_step, last_s, last_tokens) = first[0], first[-1]
            first.append((state.global_step, seconds, tokens))
            each = (seconds - start_s) / (state.global_step - start)
            emit(
                Stepped(
                    state.global_step,
                    plan.steps,
                    logs["loss"],
                    logs["learning_rate"],
                    (tokens - last_tokens) / (seconds - last_s),
                    seconds,
                    each * (plan.steps - state.global_step),
                    measured_peak(device),
                )
            )

        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            if stopped():
                control.should_training_stop = control.should_save = True

        def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            emit(Saved(state.global_step))

    return Watch()


def _last_checkpoint(folder: Path) -> str | None:
    """The newest checkpoint that is whole: its state is what is written last."""
    found = sorted(folder.glob("checkpoints/checkpoint-*"), key=lambda path: int(path.name.split("-")[1]))
    for path in reversed(found):
        try:
            json.loads((path / "trainer_state.json").read_text())
        except (OSError, ValueError):
            continue
        return str(path)
    return None
