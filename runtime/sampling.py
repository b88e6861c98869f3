"""How the next token is picked."""

from dataclasses import dataclass

from adapters.errors import UsageError


@dataclass(frozen=True, slots=True)
class Sampling:
    """Decoding settings. Temperature 0 is greedy; top_k 0 and top_p 1 keep every token."""

    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    seed: int = 0
    max_new_tokens: int = 512
    thinking: bool = True

    def __post_init__(self) -> None:
        if self.temperature < 0 or self.top_k < 0 or not 0 < self.top_p <= 1 or not 0 <= self.min_p <= 1:
            raise UsageError("temperature and top_k must be 0 or more, top_p in (0, 1], min_p in [0, 1]")
        if self.max_new_tokens < 1:
            raise UsageError("max_new_tokens must be 1 or more")

    @property
    def rule(self) -> tuple[float, int, float, float]:
        """What decides between tokens: temperature, top_k, top_p and min_p."""
        return self.temperature, self.top_k, self.top_p, self.min_p
