"""The model card of a trained domain: what it was trained on, and what was measured."""

from collections.abc import Mapping
from typing import Any

from adapters.pack import Pack, card_head
from trainers.progress import Read


def card(pack: Pack, base_model: str, read: Read, record: Mapping[str, Any]) -> str:
    """The card in markdown, with the hub's metadata on top."""
    config = record["config"]
    sources = ", ".join(config["data"]["sources"])
    left_out = (
        f"{len(read.refused):,} refused, {read.duplicates:,} duplicates, {read.overlap:,} in evaluation sets"
    )
    return f"""{card_head(pack, base_model)}- Steps are checked by: {pack.checker or "nothing"}
- Content digest `{pack.digest}`

## Training

{record["method"]}, {record["steps"]:,} steps, {record["tokens"]:,} tokens, learning rate {record["lr"]:g},
seed {config["train"]["seed"]}.

{read.rows:,} rows of {sources}: {read.kept:,} learned from, {read.heldout:,} held out, {left_out}.
SHA-256 of the rows `{pack.data_sha256}`
{_table(record["measured"])}"""


def _table(measured: list[dict[str, Any]]) -> str:
    if not measured:
        return ""
    rows = "\n".join(
        f"| {m['step']:,}{' (before)' if m['step'] == 0 else ''} "
        f"| {m['accuracy']:.1%} | {m['low']:.1%} to {m['high']:.1%} | {m['n']:,} |"
        for m in measured
    )
    return f"""
## Held-out questions

| after step | right | 95 % interval (Wilson) | questions |
|---:|---:|---|---:|
{rows}

Before is the bare backbone, or with GRPO the adapter that it began with. The adapter is that of the
best measurement.
"""
