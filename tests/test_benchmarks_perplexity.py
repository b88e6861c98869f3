"""The perplexity benchmark, on a problem a domain."""

import json

import pytest
from click.testing import CliRunner

from benchmarks.perplexity import ARMS, change, main, perplexity


def test_a_loss_of_log_two_a_token_is_a_perplexity_of_two() -> None:
    assert perplexity([(0.6931472, 1), (1.3862944, 2)]) == pytest.approx(2.0)


def test_the_same_losses_are_no_change() -> None:
    found = [(3.0, 10), (1.0, 7), (4.0, 9)]
    assert change(found, found) == (0.0, 0.0, 0.0)


@pytest.mark.slow
def test_every_arm_reads_the_same_text() -> None:
    result = CliRunner().invoke(main, ["--limit", "1", "--json"])
    assert result.exit_code == 0, result.output
    rows = [json.loads(line[line.index("{") :]) for line in result.stdout.splitlines() if "{" in line]
    assert [(row["head"], row["cache"]) for row in rows] == list(ARMS)
    assert len({row["tokens"] for row in rows}) == 1
    assert all(1 < row["perplexity"] < 3 for row in rows)
    assert rows[0]["change"] == 0
