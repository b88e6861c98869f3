"""Packing loses no document, mixes none, and gives each step the same bins whenever it is asked."""

from dataclasses import replace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.errors import UsageError
from tests.trainers.packed import Row, rows
from trainers.packing import IGNORED, Packing, bin_of, pack
from trainers.plan import TrainPlan

PLAN = TrainPlan(steps=10, batch_tokens=256, micro_tokens=128, max_tokens=64)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=300), st.integers(50, 200), st.integers(0, 5))
@settings(deadline=None)
def test_every_document_lies_in_one_bin_that_holds_it(lengths: list[int], size: int, seed: int) -> None:
    bins = pack(lengths, size, seed, 0)
    assert sorted(number for documents in bins for number in documents) == list(range(len(lengths)))
    assert all(0 < sum(lengths[number] for number in documents) <= size for documents in bins)
    assert bins == pack(lengths, size, seed, 0)


def test_bins_are_nearly_full() -> None:
    lengths = [len(row.ids) for row in rows(2000)]
    assert len(pack(lengths, 512, 1, 0)) <= 1.02 * sum(lengths) / 512 + 1


def test_a_bin_keeps_documents_apart_and_pads_with_nothing_to_learn() -> None:
    first, second = Row((5, 6, 7), (False, False, True)), Row((8, 9), (True, True))
    packed = bin_of([first, second], size=12, longest=4)
    assert packed.ids.tolist() == [5, 6, 7, 8, 9] + [0] * 7
    assert packed.labels.tolist() == [IGNORED, 7, IGNORED, 9] + [IGNORED] * 8
    assert packed.positions.tolist() == [0, 1, 2, 0, 1, 0, 1, 2, 3, 0, 1, 2]
    assert packed.lengths == (3, 2, 4, 3)
    assert packed.bounds.tolist() == [0, 3, 5, 9, 12] and packed.bounds.dtype == torch.int32
    assert (packed.tokens, packed.learned) == (5, 2)


def test_a_step_reads_the_same_whatever_was_read_before() -> None:
    documents = rows(30)
    straight, jumping = Packing(documents, PLAN, padded=True), Packing(documents, PLAN, padded=True)
    wanted = [[each.ids.tolist() for each in straight.batch(step)] for step in range(20)]
    for step in (19, 3, 11, 0):
        assert [each.ids.tolist() for each in jumping.batch(step)] == wanted[step]
    assert all(len(each) == 128 for step in wanted for each in step)


def test_an_epoch_reads_every_document_once_and_the_next_in_another_order() -> None:
    documents = rows(30)
    packing = Packing(documents, replace(PLAN, batch_tokens=128), padded=False)
    epoch = len(pack(packing.lengths, 128, PLAN.seed, 0))
    first, second = ([packing.batch(step)[0] for step in range(start, start + epoch)] for start in (0, epoch))
    assert sum(each.tokens for each in first) == sum(packing.lengths)
    assert [each.ids.tolist() for each in first] != [each.ids.tolist() for each in second]


def test_rows_that_cannot_be_learned_from_are_refused_in_one_line() -> None:
    with pytest.raises(UsageError, match="nothing to learn"):
        Packing([Row((4, 5), (True, False))], PLAN, padded=False)
    with pytest.raises(UsageError, match="nothing to learn"):
        Packing([], PLAN, padded=False)
    with pytest.raises(UsageError, match="row 2 has 65 tokens, more than the 64 allowed"):
        Packing([Row((4, 5), (True, True)), Row((4,) * 65, (True,) * 65)], PLAN, padded=False)


@given(st.lists(st.integers(2, 60), min_size=1, max_size=100), st.integers(0, 3))
@settings(deadline=None)
def test_no_bin_holds_more_documents_than_is_said(lengths: list[int], seed: int) -> None:
    documents = [Row((5,) * length, (True,) * length) for length in lengths]
    packing = Packing(documents, replace(PLAN, seed=seed), padded=True)
    held = [len(each.lengths) for step in range(8) for each in packing.batch(step)]
    assert max(held) <= packing.most_documents
