"""A runtime that plays scripted answers word by word: for tests, and for `moelite --fake`.

It has the face of `Runtime` and needs neither a backbone nor torch.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from adapters.errors import UnavailableError, UsageError
from adapters.pack import Pack, exemplars
from router.route import NONE, Exemplar, Route
from runtime.events import Answer, Event, Finished, Restarted, Routed, Step, Token, Verdict

if TYPE_CHECKING:
    from runtime.checking import Checking
    from runtime.sampling import Sampling


@dataclass(frozen=True, slots=True)
class FakeInfo:
    """The fields of `BackboneInfo`."""

    name: str = "fake"
    fingerprint: str = "0" * 64
    parameters: int = 0
    device: str = "cpu"
    dtype: str = "float32"
    context: int = 2048
    micro: bool = True
    head: str = "bf16"
    cache: str = "bf16"


@dataclass(frozen=True, slots=True)
class Script:
    """One scripted reply. A line of the thought that begins with "!" is refuted and cut out."""

    domain: str | None
    thought: tuple[str, ...] = ()
    answer: str = ""
    error: Exception | None = None  # raised after the thought, in place of an answer


SCRIPTS: Mapping[str, Script] = {
    "Expand (x+2)(x-7).": Script(
        "symbolic",
        ("(x+2)(x-7) = x*(x-7) + 2*(x-7)", "x*(x-7) = x^2 - 7x", "2*(x-7) = 2x - 14", "-7x + 2x = -5x"),
        r"\boxed{x^2 - 5x - 14}",
    ),
    "What is 17*23 + 5?": Script(
        "arithmetic",
        ("17*23 = 17*20 + 17*3", "17*20 = 340", "!17*3 = 54", "17*3 = 51", "340 + 51 = 391", "391 + 5 = 396"),
        r"\boxed{396}",
    ),
    "All dogs are mammals. Rex is a dog. Is Rex a mammal?": Script(
        "logic",
        ("Rex is a dog.", "All dogs are mammals. So Rex is a mammal."),
        r"\boxed{yes}",
    ),
}
REFUSAL = (
    "This small backbone knows only arithmetic, logic and symbolic questions. "
    "For anything else load a larger one: moelite --backbone Qwen/Qwen3-4B"
)
_EXEMPLARS = {
    "arithmetic": "What is 12*12?",
    "logic": "All dogs bark. Rex is a dog. Does Rex bark?",
    "symbolic": "Expand (a+1)(a-1).",
}


class FakeRuntime:
    """Plays `scripts` by question. Another question is echoed, or refused where it fits no domain.

    The scripted domains have no pack. Packs that are added echo too, and get the questions that are among
    their exemplars.
    """

    def __init__(
        self,
        scripts: Mapping[str, Script] = SCRIPTS,
        *,
        delay: float = 0.02,
        domains: tuple[str, ...] = ("arithmetic", "logic", "symbolic"),
    ) -> None:
        self.info = FakeInfo()
        self.packs: tuple[Pack, ...] = ()
        self._domains = domains  # the scripted ones
        self._exemplars: dict[str, list[str]] = {}
        self._scripts, self._delay = scripts, delay

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains that can answer."""
        return tuple(dict.fromkeys((*self._domains, *(pack.name for pack in self.packs))))

    @property
    def memory(self) -> int:
        """0: nothing is loaded."""
        return 0

    def close(self) -> None:
        """Nothing is to be ended."""

    def add(self, pack: Pack, *, routed: bool = True) -> Future[None]:
        """Host a pack, in place of one of its name; what comes back is done.

        Raises UnavailableError where the pack belongs to another backbone or its exemplars are gone.
        """
        if pack.backbone != self.info.fingerprint:
            raise UnavailableError(
                f"the pack {pack.name} belongs to another backbone ({pack.backbone}, not {self.info.name})"
            )
        self._exemplars |= {pack.name: exemplars(pack) if routed else []}
        self.packs = (*(old for old in self.packs if old.name != pack.name), pack)
        return _done()

    def remove(self, name: str) -> Future[None]:
        """Forget a domain; what comes back is done. Raises UnavailableError where there is none such."""
        self._known(name)
        self.packs = tuple(pack for pack in self.packs if pack.name != name)
        self._domains = tuple(domain for domain in self._domains if domain != name)
        return _done()

    def route(self, question: str) -> Route:
        """The scripted domain, or a guess by the look of the question."""
        domain = self._script(question).domain
        chosen = domain or NONE
        classes = (*self.domains, NONE)
        rest = 0.08 / max(1, len(classes) - 1)
        probabilities = {name: 0.92 if name == chosen else rest for name in classes}
        nearest = tuple(
            Exemplar(_EXEMPLARS.get(name, f"A question of {name}"), name, round(0.9 - 0.2 * i, 2))
            for i, name in enumerate(sorted(self.domains, key=lambda name: name != domain)[:3])
        )
        return Route(domain, probabilities, 0.5, 0.92 - rest, nearest, 2.5)

    def solve(
        self,
        question: str,
        *,
        domain: str | None = None,
        sampling: Sampling | None = None,
        checking: Checking | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Event]:
        """Yield the events of one question, a word at a time with a delay before each."""
        if not question.strip():
            raise UsageError("the question is empty; type one")
        if domain not in (None, NONE):
            self._known(domain)
        script = self._script(question)
        route = self.route(question) if domain is None else None
        chosen = (script.domain if domain is None else domain) or NONE
        yield Routed(question, "" if chosen == NONE else chosen, route, self.info.name)
        start = time.monotonic()
        if script.domain is None and domain is None:
            yield Answer("", REFUSAL)
            yield _finished("refused", 0, 0, start, start)
            return
        limit = sampling.max_new_tokens if sampling else 512
        thought = script.thought if sampling is None or sampling.thinking else ()
        tokens = restarts = 0
        first, raw = start, ""
        reason: Literal["stop", "length", "stopped"] = "stop"
        for number, line in enumerate((*thought, script.answer), 1):
            part: Literal["thought", "answer"] = "thought" if number <= len(thought) else "answer"
            if part == "answer" and script.error is not None:
                raise script.error
            text = line.removeprefix("!") if part == "thought" else line
            for word in re.findall(r"\s*\S+(?:\s+$)?", text + ("\n" if part == "thought" else "")):
                time.sleep(self._delay)
                if cancelled() or tokens >= limit:
                    reason = "stopped" if cancelled() else "length"
                    break
                tokens += 1
                first = time.monotonic() if tokens == 1 else first
                raw += word if part == "answer" else ""
                yield Token(word, part, tokens)
            if reason != "stop":
                break
            step = number - restarts  # a cut step gives its number to the one written in its place
            if part == "thought" and line.startswith("!"):
                restarts += 1
                yield Step(step, text, Verdict("refuted", "scripted to be wrong"))
                yield Restarted(step, text, "scripted to be wrong", restarts)
            elif part == "thought":
                yield Step(step, text, Verdict("holds"))
        boxed = re.fullmatch(r"\\boxed\{(.*)\}", raw)
        yield Answer(boxed[1] if boxed else raw, raw)
        yield _finished(reason, tokens, restarts, start, first)

    def answer(
        self,
        question: str,
        *,
        domain: str | None = None,
        sampling: Sampling | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """The Answer alone."""
        events = self.solve(question, domain=domain, sampling=sampling, cancelled=cancelled)
        return next(event for event in events if isinstance(event, Answer))

    def _known(self, domain: str) -> None:
        if domain not in self.domains:
            raise UnavailableError(f"no domain {domain!r} here (there are: {', '.join(self.domains)})")

    def _script(self, question: str) -> Script:
        script = self._scripts.get(question)
        if script is not None and script.domain in (None, *self.domains):
            return script
        for pack in self.packs:
            if question in self._exemplars[pack.name]:
                return Script(pack.name, ("This is a scripted runtime.",), question)
        looks = (
            ("symbolic", r"\b[a-z]\s*[\^+(=-]"),
            ("arithmetic", r"\d"),
            ("logic", r"\b(all|no|some|if)\b"),
        )
        for domain, pattern in looks:
            if domain in self.domains and re.search(pattern, question, re.IGNORECASE):
                return Script(domain, ("This is a scripted runtime.",), question)
        return Script(None, (), question)


def _done() -> Future[None]:
    future: Future[None] = Future()
    future.set_result(None)
    return future


def _finished(
    reason: Literal["stop", "length", "stopped", "refused"],
    tokens: int,
    restarts: int,
    start: float,
    first: float,
) -> Finished:
    seconds = time.monotonic() - start
    return Finished(reason, 8, tokens, restarts, first - start, seconds, tokens / seconds if tokens else 0.0)
