"""The speed benchmark's figures as plain text."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def line(row: Row) -> str:
    """One measured row, for who waits."""
    shown = {k: v for k, v in row.items() if not isinstance(v, tuple | list) and k not in ("short", "long")}
    return "  ".join(f"{k}={v:.4g}" if isinstance(v, float) else f"{k}={v}" for k, v in shown.items())


def agrees(results: Row) -> bool:
    """Whether every comparison of logits held."""
    return all(row.get("agrees", True) for row in results["agreement"])


def table(results: Row) -> str:
    """Everything in one table; its first line is a warning where the logits disagree."""
    return "\n".join(_lines(results))


def _lines(results: Row) -> Iterator[str]:
    if not agrees(results):
        yield "WARNING: the logits disagree beyond the tolerance; the times below compare different results"
    plan = results["plan"]
    versions = ", ".join(f"{name} {text}" for name, text in results["versions"].items() if text)
    yield f"{results['card']}; {versions}; {results['date']}"
    yield (
        f"{plan['shape']}, {plan['dtype']}; prompt {plan['prompt']}, {plan['new']} new tokens; "
        f"copy {results['copy_bytes_s'] / 1e9:.0f} GB/s, read and written"
    )
    yield ""
    yield f"{'logits':20}{'against':12}{'slot':>6}{'largest':>10}{'relative':>10}{'allowed':>9}{'top 1':>7}"
    for row in results["agreement"]:
        if "skipped" in row:
            yield f"{row['system']:20}{row['reference']:12}  {row['skipped']}"
            continue
        largest = f"{row['largest']:10.4f}" if "largest" in row else f"{'':10}"
        allowed = f"{row['tolerance']:9.3f}" if "tolerance" in row else f"{'':9}"
        yield (
            f"{row['system']:20}{row['reference']:12}{row['slot']:>6}{largest}"
            f"{row['relative']:10.5f}{allowed}{row['top1']:7.2f}"
            + ("" if row.get("agrees", True) else "  disagrees")
        )
    moved = [row["adapter_moves"] for row in results["agreement"] if "adapter_moves" in row]
    if moved:
        yield f"(relative L2 norm of the difference; an adapter moves the logits by {min(moved):.3f} or more;"
        yield " batch: how many standard deviations of the reference's logits its picks lie below the best)"
    yield from _decoding(results)
    yield from _others(results)


def _decoding(results: Row) -> Iterator[str]:
    best = _best(results["rows"], "decode", ("system", "mode", "batch"), "decode_tok_s")
    if not best:
        return
    yield ""
    yield "tokens a second; decode: without the prompt, by the difference of two lengths; request: with it"
    yield (
        f"{'':20}{'mode':11}{'batch':>5}{'decode':>10}{'request':>10}{'MB/step':>10}{'GB/s':>8}"
        f"{'of copy':>9}  decode against transformers"
    )
    for (system, mode, batch), row in best.items():
        ratios = []
        if system.startswith("runtime"):
            for (other, their_mode, their_batch), theirs in best.items():
                same = (their_mode, their_batch) == (mode, batch)
                if same and not other.startswith("runtime"):
                    ratios.append(f"{row['decode_tok_s'] / theirs['decode_tok_s']:.1f}x {other}")
        yield (
            f"{system:20}{mode:11}{batch:5}{row['decode_tok_s']:10.1f}{row['request_tok_s']:10.1f}"
            f"{row['step_bytes'] / 1e6:10.1f}{row['bytes_s'] / 1e9:8.1f}"
            f"{row['bytes_s'] / results['copy_bytes_s']:8.0%}   {', '.join(ratios)}"
        )


def _others(results: Row) -> Iterator[str]:
    rows = results["rows"]
    if prefill := _best(rows, "prefill", ("system", "length"), "prefill_tok_s"):
        yield ""
        yield f"{'prefill':20}{'prompt':>8}{'tokens/s':>12}{'ms':>10}"
        for (system, length), row in prefill.items():
            yield f"{system:20}{length:8}{row['prefill_tok_s']:12.0f}{row['prefill_s'] * 1e3:10.2f}"
    if switch := _best(rows, "switch", ("system",), "first_switched_s", lowest=True):
        yield ""
        yield f"{'switch of adapter':20}{'itself, ms':>12}{'first token same, ms':>22}{'switched, ms':>14}"
        for (system,), row in switch.items():
            yield (
                f"{system:20}{row['switch_s'] * 1e3:12.4f}{row['first_same_s'] * 1e3:22.2f}"
                f"{row['first_switched_s'] * 1e3:14.2f}"
            )
    if memory := [row for row in rows if row["measure"] == "memory"]:
        yield ""
        yield f"{'memory, GB':20}{'context':>8}{'loading':>10}{'loaded':>10}{'peak':>10}{'peak, GiB':>12}"
        for row in memory:
            sizes = "".join(
                f"{row[name] / 1e9:10.3f}" for name in ("loading_bytes", "held_bytes", "peak_bytes")
            )
            yield f"{row['system']:20}{row['context']:8}{sizes}{row['peak_bytes'] / 2**30:12.3f}"
    for row in rows:
        if row["measure"] == "skipped":
            yield f"{row['system']}: skipped, {row['why']}"


def _best(
    rows: list[Row], kind: str, by: tuple[str, ...], figure: str, lowest: bool = False
) -> dict[Any, Row]:
    """The best row of each arm over the numbers of threads, in the order measured."""
    best: dict[Any, Row] = {}
    for row in rows:
        if row["measure"] == kind:
            key = tuple(row[name] for name in by)
            if key not in best or (row[figure] < best[key][figure]) == lowest:
                best[key] = row
    return best


if __name__ == "__main__":  # of a file that `decode.py --json` wrote, also where that run was cut off
    print(table(json.loads(Path(sys.argv[1]).read_text("utf-8"))))
