"""What is known of a loaded backbone; torch is not needed to say it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BackboneInfo:
    """What is known of a backbone. `fingerprint` is the hash that packs are bound to.

    `head`, `cache`: how the token table and the keys and values are held.
    """

    name: str
    fingerprint: str
    parameters: int
    device: str
    dtype: str
    context: int
    micro: bool
    head: str = "bf16"
    cache: str = "bf16"
