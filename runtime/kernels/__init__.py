"""What one token of decoding is made of: kernels for the card, and the same in plain PyTorch."""

from importlib.util import find_spec
from types import ModuleType

MOST_ROWS = 16  # of a step: the tile of a tensor core


def ops(device: str) -> ModuleType:
    """The module of operations for the device: `launch` where Triton runs, else `reference`."""
    if device.startswith("cuda") and find_spec("triton") is not None:
        from runtime.kernels import launch

        return launch
    from runtime.kernels import reference

    return reference
