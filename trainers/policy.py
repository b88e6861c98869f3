"""The adapter that is being trained, as the runtime decodes with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from adapters.pack import Pack, content_digest
from runtime import backbone as backbones
from runtime import chat
from runtime.backbone import Checkpoint
from runtime.decode import Prompt, decode_all
from runtime.model import Model
from runtime.sampling import Sampling


@dataclass(frozen=True, slots=True)
class Drawn:
    """One answer: its token ids, its text without the end mark, and whether it ended by itself."""

    ids: tuple[int, ...]
    text: str
    finished: bool


class Policy:
    """A backbone with one adapter, whose weights may be replaced between two calls."""

    def __init__(self, checkpoint: Checkpoint, pack: Pack, device: str = "cpu") -> None:
        """`checkpoint` holds NF4 weights. Raises UnavailableError where the pack does not fit it."""
        dtype = torch.bfloat16 if device.startswith("cuda") else torch.float32
        self.tokenizer = backbones.load_tokenizer(checkpoint.folder)
        self._pack = pack
        self._model = Model(checkpoint, [pack], dtype, device)
        self._end = self.tokenizer.convert_tokens_to_ids(chat.IM_END)

    def update(self, peft: Path) -> None:
        """Answer with the PEFT files in that folder from now on."""
        self._model.slots.load(replace(self._pack, path=peft, digest=content_digest(peft)))

    def prompt(self, question: str) -> str:
        """The prompt as text."""
        return chat.prompt_text(self.tokenizer, chat.plain(question))

    def ids(self, prompt: str) -> list[int]:
        """The tokens of a prompt."""
        return self.tokenizer.encode(prompt, add_special_tokens=False)

    def answers(self, prompts: Sequence[Sequence[int]], sampling: Sampling) -> list[Drawn]:
        """An answer to each prompt; an empty one where a prompt leaves no room."""
        slot = self._model.slots.slot(self._pack.name)
        completions = decode_all(
            self._model,
            [Prompt(ids, slot) for ids in prompts],
            self._end,
            max_new_tokens=sampling.max_new_tokens,
            sampling=sampling,
        )
        texts = self.tokenizer.batch_decode([completion.ids for completion in completions])
        return [
            Drawn(completion.ids, text.removesuffix(chat.IM_END), completion.finished)
            for completion, text in zip(completions, texts, strict=True)
        ]
