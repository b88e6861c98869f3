"""The perplexity benchmark, on a problem a domain."""

import json

import pytest
from click.testing import CliRunner

from benchmarks.perplexity import ARMS, change, documents, load, main, perplexity, scores
from runtime import Sampling
from runtime import backbone as backbones
from runtime.decode import Prompt, Stream


def test_a_loss_of_log_two_a_token_is_a_perplexity_of_two() -> None:
    assert perplexity([(0.6931472, 1), (1.3862944, 2)]) == pytest.approx(2.0)


def test_the_same_losses_are_no_change() -> None:
    found = [(3.0, 10), (1.0, 7), (4.0, 9)]
    assert change(found, found) == (0.0, 0.0, 0.0)


def test_documents_side_by_side_score_as_a_stream_does_through_the_cache() -> None:
    model = load("bf16", "int4")
    slot = model.slots.slot("arithmetic")
    docs = documents(backbones.load_tokenizer(backbones.MICRO), "arithmetic", 2)
    for doc, score in zip(docs, scores(model, docs, slot), strict=True):
        stream = Stream(model, Prompt(doc.ids[: doc.start], slot), Sampling(max_new_tokens=len(doc.ids)), -1)
        loss, picks = 0.0, []
        for token in doc.ids[doc.start :]:
            logits = stream.logits()
            loss -= float(logits.double().log_softmax(dim=-1)[token])
            picks.append(int(logits.argmax()))
            stream.extend([token])
        assert score.picks == tuple(picks)
        assert score.loss == pytest.approx(loss, rel=0.05)  # a prompt read at once rounds a little elsewhere


@pytest.mark.slow
def test_the_arms_that_are_asked_for_read_the_same_text() -> None:
    result = CliRunner().invoke(main, ["--limit", "1", "--only", "nf4+int4", "--json"])
    assert result.exit_code == 0, result.output
    rows = [json.loads(line[line.index("{") :]) for line in result.stdout.splitlines() if "{" in line]
    assert [(row["head"], row["cache"]) for row in rows] == [ARMS[0], ARMS[-1]]
    assert len({row["tokens"] for row in rows}) == 1
    assert all(1 < row["perplexity"] < 3 for row in rows)
    assert rows[0]["change"] == 0
