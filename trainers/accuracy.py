"""Held-out accuracy of what is being trained: greedy answers, decoded by the runtime and graded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from adapters.pack import Pack
from runtime import backbone as backbones
from runtime import chat
from runtime.backbone import Checkpoint
from runtime.decode import Completion, Prompt, decode_all
from runtime.model import Model
from trainers.data import Row
from trainers.progress import Measured
from trainers.sets import Question
from trainers.statistics import wilson

NARROW = 1024  # products of a model less wide are so small that two threads mostly wait for each other


class Stopped(Exception):
    """Somebody asked the run to end while questions were being answered."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Questions as prompts, with what their answers are compared to."""

    prompts: tuple[tuple[int, ...], ...]
    questions: tuple[Question, ...]


def held_out(tokenizer: Any, rows: Sequence[Row]) -> HeldOut:
    """The rows as questions; those that have no short answer to compare with are left out."""
    rows = [row for row in rows if row.gold]
    texts = [chat.turns_text(tokenizer, row.messages) for row in rows]
    prompts = tuple(tuple(tokenizer.encode(text, add_special_tokens=False)) for text in texts)
    questions = (Question(row.question, row.gold, "", row.group, row.options) for row in rows)
    return HeldOut(prompts, tuple(questions))


class Measurer:
    """Answers the same questions with other weights each time.

    On a CPU the model that decodes is kept; on a GPU it lives only while it is needed, so that training has
    the memory.
    """

    def __init__(
        self, checkpoint: Checkpoint, held: HeldOut, device: str, tokens: int, stopped: Callable[[], bool]
    ) -> None:
        """`checkpoint` as it is trained on, NF4 but for full training; an answer has at most `tokens`."""
        self.held = held
        self._checkpoint, self._device, self._tokens, self._stopped = checkpoint, device, tokens, stopped
        tokenizer = backbones.load_tokenizer(checkpoint.folder)
        self._decode: Callable[[Sequence[int]], str] = tokenizer.decode
        self._end = tokenizer.convert_tokens_to_ids(chat.IM_END)
        self._kept: Model | None = None

    def adapter(self, pack: Pack) -> int:
        """How many questions the pack's adapter answers right. Raises Stopped."""
        model = self._kept or self._model(self._checkpoint)
        if self._device == "cpu":
            self._kept = model
        return self._right(model, model.slots.load(pack))

    def weights(self, trained: Any) -> int:
        """How many questions a transformers model answers right as it is now. Raises Stopped."""
        tensors = {name: tensor.detach() for name, tensor in trained.state_dict().items()}
        if self._checkpoint.config.get("tie_word_embeddings"):
            tensors.pop("lm_head.weight", None)
        live = Checkpoint(self._checkpoint.folder, self._checkpoint.config, tensors)
        return self._right(self._model(live), 0)

    def _model(self, checkpoint: Checkpoint) -> Model:
        dtype = torch.bfloat16 if self._device.startswith("cuda") else torch.float32
        return Model(checkpoint, (), dtype, self._device)

    def _right(self, model: Model, slot: int) -> int:
        def ended(index: int, completion: Completion) -> None:
            if self._stopped():
                raise Stopped

        prompts = [Prompt(ids, slot) for ids in self.held.prompts]
        threads = torch.get_num_threads()
        try:
            if self._device == "cpu" and model.shape.hidden < NARROW:
                torch.set_num_threads(1)
            completions = decode_all(model, prompts, self._end, max_new_tokens=self._tokens, on_done=ended)
        finally:
            torch.set_num_threads(threads)
        answers = (chat.extract_answer(self._decode(completion.ids)) for completion in completions)
        return sum(q.graded(answer) for q, answer in zip(self.held.questions, answers, strict=True))


def measured(step: int, right: int, n: int, best: bool) -> Measured:
    """The event of one measurement, with Wilson's interval."""
    low, high = wilson(right, n)
    return Measured(step, right, n, right / n if n else 0.0, low, high, best)
