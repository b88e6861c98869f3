"""`moelite quantize`: a backbone in 4 bits, written once, so that it loads fast and small."""

import logging
from pathlib import Path

import click

from tui.commands.options import EXIT_CODES, note, progress_line, targeted
from tui.host import Target


@click.command(epilog=EXIT_CODES)
@click.argument("source")
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--shard-gb",
    type=click.FloatRange(min=0, min_open=True),
    default=2.0,
    show_default=True,
    help="Begin another file where one would become larger.",
)
@targeted
def quantize(target: Target, source: str, out: Path, shard_gb: float) -> int:
    """Write the backbone SOURCE (a folder or a hub id) in NF4 to the new folder OUT.

    Adapters made for SOURCE fit OUT, and the other way round. transformers loads OUT too.
    """
    # bitsandbytes warns that a kernel for computing with NF4, which nobody needs here, is not installed
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)
    with progress_line() as progress:
        progress("starting")
        from runtime.backbone import usable_device
        from runtime.quantize import write_quantised

        written = write_quantised(
            source,
            out,
            device=usable_device(target.device),
            shard_bytes=int(shard_gb * 1e9),
            progress=progress,
        )
    note(f"{_size(written.before)} became {_size(written.after)} in {out}")
    return 0


def _size(count: int) -> str:
    return f"{count / 1e9:.2f} GB" if count >= 1e8 else f"{count / 1e6:.2f} MB"
