"""Packs for the world outside: merged into the backbone as plain weights, or on the hub."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from adapters.errors import MoeliteError, UnavailableError, UsageError
from adapters.pack import FILES, Pack, exemplars
from adapters.staging import staged
from runtime import backbone as backbones
from runtime import chat
from runtime.backbone import Checkpoint
from runtime.decode import Prompt, decode_all
from runtime.model import Model
from runtime.quantize import is_nf4, quantised
from runtime.shelf import check_backbone

QUESTIONS = 20
TOLERATED = 0.1  # share of answers that rounding to bfloat16 may change


@dataclass(frozen=True, slots=True)
class Merged:
    """Where the merged model lies, and how many of `asked` questions it answers as the adapter does."""

    folder: Path
    same: int
    asked: int


def merge(pack: Pack, folder: Path, backbone: str | None = None, device: str | None = None) -> Merged:
    """The backbone with the adapter added to its weights, written to the new folder `folder`.

    The adapter is added to what NF4 makes of the weights, as it was trained, and the sum rounded to
    bfloat16; then both answer questions greedily, and nothing is written where more than a tenth of the
    answers differ. Raises UsageError where `folder` is there and UnavailableError for another backbone.
    """
    device = backbones.usable_device(device)
    if folder.exists():
        raise UsageError(f"{folder} is there already; give the name of a new folder")
    checkpoint = backbones.read(backbone)
    check_backbone(pack, backbones.fingerprint(checkpoint))
    checkpoint = checkpoint if is_nf4(checkpoint) else quantised(checkpoint, device)
    questions = exemplars(pack)[:QUESTIONS]
    with staged(folder, ()) as stage:
        _write(checkpoint, pack, stage)
        before = _answers(checkpoint, (pack,), questions, device)
        after = _answers(backbones.read(str(stage)), (), questions, device)
        same = sum(a == b for a, b in zip(before, after, strict=True))
        if len(questions) - same > TOLERATED * len(questions):
            raise MoeliteError(
                f"merged, only {same} of {len(questions)} answers of {pack.name} stay the same; "
                "nothing was written"
            )
    return Merged(folder, same, len(questions))


def push(pack: Pack, repo: str) -> str:
    """The address of the hub repository `repo`, which now holds the pack. Raises UnavailableError."""
    from huggingface_hub import HfApi

    check_repo(repo)
    try:
        api = HfApi()
        api.create_repo(repo, exist_ok=True)
        api.upload_folder(repo_id=repo, folder_path=pack.path, allow_patterns=list(FILES))
    except Exception as error:  # the hub client raises many kinds; to a user they mean one thing
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise UnavailableError(f"cannot upload to {repo}: {reason}") from error
    return f"https://huggingface.co/{repo}"


def check_repo(repo: str) -> str:
    """The name itself where it may name a repository. Raises UsageError otherwise."""
    from huggingface_hub.errors import HFValidationError
    from huggingface_hub.utils import validate_repo_id

    try:
        validate_repo_id(repo)
    except HFValidationError as error:
        raise UsageError(f"{repo!r} cannot name a repository: give it as organisation/name") from error
    if repo.count("/") != 1:
        raise UsageError(f"{repo!r} cannot name a repository: give it as organisation/name")
    return repo


def _write(checkpoint: Checkpoint, pack: Pack, folder: Path) -> None:
    """Write the merged model and its tokenizer."""
    from peft import PeftModel
    from transformers.utils import logging

    adapted: Any = PeftModel.from_pretrained(backbones.transformers_model(checkpoint), str(pack.path))
    merged = adapted.merge_and_unload(safe_merge=True)
    logging.disable_progress_bar()
    merged.save_pretrained(str(folder))
    backbones.load_tokenizer(checkpoint.folder).save_pretrained(str(folder))


def _answers(checkpoint: Checkpoint, packs: tuple[Pack, ...], questions: list[str], device: str) -> list[str]:
    """The greedy answer to each question, of the adapter where there is one."""
    dtype = torch.bfloat16 if device.startswith("cuda") else torch.float32
    model = Model(checkpoint, packs, dtype, device)
    tokenizer = backbones.load_tokenizer(checkpoint.folder)
    prompts = [Prompt(chat.prompt_ids(tokenizer, chat.plain(text)), len(packs)) for text in questions]
    end = tokenizer.convert_tokens_to_ids(chat.IM_END)
    completions = decode_all(model, prompts, end, max_new_tokens=512)
    return [chat.extract_answer(tokenizer.decode(completion.ids)) for completion in completions]
