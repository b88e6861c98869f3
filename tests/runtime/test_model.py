"""The decode-time forward against transformers + PEFT, and decoding that rewinds, batches and mixes."""

from pathlib import Path

import pytest
import torch

from adapters.errors import UnavailableError, UsageError
from adapters.pack import load_pack
from runtime.backbone import fingerprint, read, transformers_model
from runtime.decode import Prompt, Stream, decode_all
from runtime.decode_step import pick
from runtime.model import Model
from runtime.sampling import Sampling
from trainers.micro import SIZES, build_model, save_nf4

END = 2
IDS = [int(i) for i in torch.randint(5, 2000, (40,), generator=torch.Generator().manual_seed(1))]


@pytest.fixture(scope="module")
def model(nano: Path, nano_pack: Path) -> Model:
    return Model(read(str(nano)), [load_pack(nano_pack)], torch.float32, "cpu")


@pytest.mark.parametrize("adapter", [True, False])
def test_logits_equal_those_of_transformers_and_peft(
    nano: Path, nano_pack: Path, model: Model, adapter: bool
) -> None:
    from peft import PeftModel

    reference = PeftModel.from_pretrained(
        transformers_model(read(str(nano)), torch.float32), str(nano_pack)
    ).eval()
    with torch.inference_mode():
        if adapter:
            wanted = reference(input_ids=torch.tensor([IDS])).logits[0, -1]
        else:
            with reference.disable_adapter():
                wanted = reference(input_ids=torch.tensor([IDS])).logits[0, -1]
    got = Stream(model, Prompt(IDS, int(adapter)), Sampling(), END).logits()
    assert torch.allclose(got, wanted, atol=1e-4)


def test_logits_equal_transformers_loading_the_nf4_folder_through_bitsandbytes(
    nano: Path, model: Model
) -> None:
    from transformers import AutoModelForCausalLM

    reference = AutoModelForCausalLM.from_pretrained(nano).eval()
    with torch.inference_mode():
        wanted = reference(input_ids=torch.tensor([IDS])).logits[0, -1]
    got = Stream(model, Prompt(IDS, 0), Sampling(), END).logits()
    assert torch.allclose(got, wanted.float(), atol=5e-2)  # bitsandbytes multiplies in bfloat16


def test_decoding_step_by_step_equals_one_prefill(model: Model) -> None:
    stream = Stream(model, Prompt(IDS[:10], 1), Sampling(), END)
    for token in IDS[10:]:
        stream.logits()
        stream.extend([token])
    assert torch.allclose(stream.logits(), Stream(model, Prompt(IDS, 1), Sampling(), END).logits(), atol=1e-4)


@pytest.mark.parametrize("length", [1, 17, 39])
def test_after_a_rewind_the_next_logits_are_those_of_a_fresh_prefill(model: Model, length: int) -> None:
    stream = Stream(model, Prompt(IDS, 1), Sampling(), END)
    stream.logits()
    stream.rewind(length)
    assert torch.allclose(
        stream.logits(), Stream(model, Prompt(IDS[:length], 1), Sampling(), END).logits(), atol=1e-4
    )


def test_a_mixed_batch_says_what_single_streams_say(model: Model) -> None:
    prompts = [Prompt(IDS[:n], n % 2) for n in range(3, 33)]
    batch = decode_all(model, prompts, END, max_new_tokens=12, rows=7)
    for prompt, completion in zip(prompts, batch, strict=True):
        assert completion.ids == tuple(Stream(model, prompt, Sampling(max_new_tokens=12), END))


def test_a_batch_of_one_adapter_says_what_single_streams_say(model: Model) -> None:
    prompts = [Prompt(IDS[:n], 1) for n in (4, 9, 30)]
    batch = decode_all(model, prompts, END, max_new_tokens=8, rows=2)
    for prompt, completion in zip(prompts, batch, strict=True):
        assert completion.ids == tuple(Stream(model, prompt, Sampling(max_new_tokens=8), END))


def test_an_empty_batch_is_no_work(model: Model) -> None:
    assert decode_all(model, [], END, max_new_tokens=8) == []


def test_sampling_repeats_with_its_seed_and_changes_with_it(model: Model) -> None:
    def text(seed: int) -> list[int]:
        return list(
            Stream(model, Prompt(IDS, 0), Sampling(temperature=1.0, seed=seed, max_new_tokens=20), END)
        )

    assert text(1) == text(1)
    assert text(1) != text(2)


def test_top_k_top_p_and_min_p_keep_only_likely_tokens() -> None:
    logits = torch.tensor([[2.0, 1.0, 0.0, -9.0]]).repeat(500, 1)
    generator = torch.Generator().manual_seed(0)
    assert set(pick(logits, Sampling(temperature=1.0, top_k=2), generator).tolist()) == {0, 1}
    assert set(pick(logits, Sampling(temperature=1.0, top_p=0.5), generator).tolist()) == {0}
    assert set(pick(logits, Sampling(temperature=1.0, min_p=0.2), generator).tolist()) == {0, 1}


@pytest.mark.parametrize("bad", [{"temperature": -1}, {"top_p": 0}, {"min_p": 2}, {"max_new_tokens": 0}])
def test_senseless_sampling_is_refused(bad: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        Sampling(**bad)  # type: ignore[arg-type]


def test_a_prompt_longer_than_the_context_is_refused_with_both_numbers(model: Model) -> None:
    with pytest.raises(UsageError, match=r"1100 tokens.*1024"):
        Stream(model, Prompt([5] * 1100, 0), Sampling(), END)


def test_an_unknown_adapter_is_named_with_the_known_ones(model: Model) -> None:
    with pytest.raises(UnavailableError, match="music.*chess"):
        model.slots.slot("music")


def test_the_fingerprint_changes_with_any_weight(nano: Path, tmp_path: Path) -> None:
    save_nf4(build_model(SIZES["nano"], seed=3), tmp_path)
    assert fingerprint(read(str(nano))) == fingerprint(read(str(nano)))
    assert fingerprint(read(str(nano))) != fingerprint(read(str(tmp_path)))
