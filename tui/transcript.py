"""What has been seen of one answer so far: events in, plain state out, no widgets."""

from dataclasses import dataclass, field

from runtime.events import Answer, Event, Finished, Restarted, Routed, Step, Token


@dataclass
class Transcript:
    """The state of one turn. Times are seconds since the turn began."""

    routed: Routed | None = None
    steps: list[Step] = field(default_factory=list)
    cut: dict[int, Restarted] = field(
        default_factory=dict
    )  # the places in `steps` that do not count any more
    partial: str = ""  # the step being written
    raw: str = ""  # the answer as the model writes it
    answer: Answer | None = None
    finished: Finished | None = None
    error: str = ""
    tokens: int = 0
    thought_tokens: int = 0
    thought_s: float | None = None  # set once the answer begins
    first_s: float | None = None
    restarts: int = 0
    _dropped: int = 0  # tokens that were cut out
    _ends: dict[int, int] = field(default_factory=dict)  # by a step's number, the tokens that stand up to it

    def apply(self, event: Event, seconds: float) -> None:
        """Take in one event that arrived `seconds` after the beginning."""
        match event:
            case Routed():
                self.routed = event
            case Token(text=text, part=part, index=index):
                self.first_s = seconds if self.first_s is None else self.first_s
                self.tokens = index
                if part == "thought":
                    self.partial += text
                    self.thought_tokens = index
                    return
                self.raw += text
                if self.raw.strip() and self.thought_tokens and self.thought_s is None:
                    self.thought_s = seconds
            case Step(index=index, text=text):
                # a token may run over the end of its line: what follows belongs to the next step
                self.partial = self.partial.partition(text)[2].lstrip("\n")
                self.steps.append(event)
                self._ends[index] = self.standing
            case Restarted(step=step, restarts=restarts):
                self.restarts = restarts
                self.partial = ""
                for place, seen in enumerate(self.steps):
                    if seen.index >= step and place not in self.cut:
                        self.cut[place] = event
                self._dropped = self.tokens - self._ends.get(step - 1, 0)
            case Answer():
                self.answer = event
            case Finished():
                self.finished = event
                self.tokens = event.tokens

    @property
    def standing(self) -> int:
        """Tokens of thought and answer that were not cut out."""
        return self.tokens - self._dropped

    @property
    def has_thought(self) -> bool:
        """Whether there is any chain of thought to show."""
        return bool(self.steps or self.partial.strip())

    @property
    def answering(self) -> bool:
        """Whether the answer has begun (the thought folds then)."""
        return bool(self.raw.strip()) or bool(self.answer and (self.answer.raw or self.answer.text))

    @property
    def answer_text(self) -> str:
        """The answer as far as it is there, box marks included."""
        return self.raw.strip() or (self.answer.raw or self.answer.text if self.answer else "")

    def speed(self, seconds: float) -> float:
        """Tokens a second so far."""
        if self.finished:
            return self.finished.tok_s
        running = seconds - (self.first_s or 0.0)
        return (self.tokens - 1) / running if self.tokens > 1 and running > 0 else 0.0
