"""The runtime's face: load a backbone with its adapters and router, ask it questions."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import torch

from adapters.errors import UnavailableError, UsageError
from adapters.pack import Pack
from adapters.registry import installed
from router import Router
from router.route import Route
from runtime import backbone as backbones
from runtime import chat, solver
from runtime.cache import CACHE_PRECISIONS, CachePrecision
from runtime.checkers.worker import LIMIT_S, Remote, Worker
from runtime.checking import OFF, Checking
from runtime.decode import Completion, Prompt, decode_all
from runtime.events import Answer, Event, Routed, Token
from runtime.info import BackboneInfo
from runtime.model import Model
from runtime.quantize import is_nf4, quantised
from runtime.sampling import Sampling
from runtime.shelf import Shelf, check_backbone
from runtime.tables import PRECISIONS, Precision

Progress = Callable[[str], None]

NO_DOMAIN = (
    "This question is outside the domains that I know: {domains}. The bundled micro backbone knows nothing "
    "else. To ask anything, load a larger one, for example: moelite --backbone Qwen/Qwen3-4B (needs a GPU)."
)


def never() -> bool:
    """False: nobody stops the decoding."""
    return False


class Runtime:
    """One backbone with its adapters, which may come and go. One question is answered at a time."""

    def __init__(
        self, info: BackboneInfo, engine: solver.Engine, router: "Future[Router]", routed: Sequence[Pack]
    ) -> None:
        """`routed`: the packs that `router` learns."""
        self.info = info
        self.engine = engine
        self._first_router, self._routed = router, tuple(routed)
        self._newer_router: Router | None = None
        self._fitting = ThreadPoolExecutor(1, thread_name_prefix="router")
        self._lock = threading.Lock()  # held while a question is answered
        self._change = threading.Lock()  # held while a pack comes or goes
        self._worker = Worker()

    @classmethod
    def load(
        cls,
        backbone: str | None = None,
        *,
        device: str | None = None,
        head: Precision = "bf16",
        cache: CachePrecision = "bf16",
        packs: Sequence[Pack] | None = None,
        guests: Sequence[Pack] = (),
        slots: int | None = None,
        progress: Progress = lambda text: None,
    ) -> "Runtime":
        """A runtime on the bundled micro backbone, a folder or a hub id; the router loads beside it.

        Plain weights are quantised to NF4 first. `head`, `cache`: how the token table and the keys and
        values are held. `packs`: the adapters to host, by default every installed one that was trained for
        this backbone; `guests`: adapters to host beside them that the router never picks. `slots`: how many
        adapters are in memory at once (by default all); the longest unused one makes way for another.
        Raises UnavailableError where the backbone, the device, an adapter or memory is missing or an adapter
        is damaged, and UsageError for an unknown precision.
        """
        _check_precision("head", head, PRECISIONS)
        _check_precision("cache", cache, CACHE_PRECISIONS)
        device = backbones.usable_device(device)
        installed_packs = installed() if packs is None else tuple(packs)
        pool = ThreadPoolExecutor(1, thread_name_prefix="router")
        progress("loading the router")
        router = pool.submit(Router.load, installed_packs)
        pool.shutdown(wait=False)
        progress("reading the backbone")
        checkpoint = backbones.read(backbone)
        print_ = backbones.fingerprint(checkpoint)
        fitting = [pack for pack in (*installed_packs, *guests) if pack.backbone == print_]
        for pack in (*(packs or ()), *guests):
            check_backbone(pack, print_)
        dtype = torch.bfloat16 if device.startswith("cuda") else torch.float32
        try:
            if not is_nf4(checkpoint):
                checkpoint = quantised(checkpoint, device, progress)
            progress("placing the weights")
            model = Model(checkpoint, fitting[:slots], dtype, device, head=head, cache=cache)
            if slots is not None:
                model.slots.limit(slots)
        except torch.OutOfMemoryError as error:
            raise UnavailableError(
                f"no memory left on {device} for this backbone; free some or give --device cpu"
            ) from error
        tokenizer = backbones.load_tokenizer(checkpoint.folder)
        micro = checkpoint.folder == backbones.MICRO
        info = BackboneInfo(
            "micro" if micro else (backbone or Path(checkpoint.folder).name),
            print_,
            checkpoint.parameters(),
            device,
            str(dtype).removeprefix("torch."),
            model.shape.context,
            micro,
            head,
            cache,
        )
        progress("ready")
        end = tokenizer.convert_tokens_to_ids(chat.IM_END)
        shelf = Shelf(model.slots, fitting, print_)
        return cls(info, solver.Engine(model, tokenizer, end, shelf), router, installed_packs)

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The adapters that can answer, whether or not they are in memory."""
        return self.engine.shelf.packs

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains that have an adapter on this backbone."""
        return tuple(pack.name for pack in self.packs)

    @property
    def router(self) -> Router:
        """The router; waits until the first one is loaded."""
        return self._newer_router or self._first_router.result()

    @property
    def memory(self) -> int:
        """Bytes that are held: of the GPU where that computes, else of main memory by this process."""
        if self.info.device.startswith("cuda"):
            return torch.cuda.memory_reserved(self.info.device)
        return int(psutil.Process().memory_info().rss)

    def add(self, pack: Pack, *, routed: bool = True) -> "Future[Router]":
        """Host a pack, in place of one of its name; what comes back is done once questions are routed to it.

        Where `routed` is False the router never picks it; it answers where it is asked for by name. Answers
        in flight go on with what they began with, and the old router answers until then. Raises
        UnavailableError where the pack is damaged, holds numbers that are not finite, belongs to another
        backbone or finds no slot or memory; all is then as before.
        """
        with self._change:
            self.engine.shelf.add(pack)
            return self._refit(pack.name, pack) if routed else self._unchanged()

    def remove(self, name: str) -> "Future[Router]":
        """Forget an adapter; what comes back is done once the router has forgotten it too.

        Raises UnavailableError where there is none of that name.
        """
        with self._change:
            self.engine.shelf.remove(name)
            known = any(pack.name == name for pack in self._routed)
            return self._refit(name) if known else self._unchanged()

    def _unchanged(self) -> "Future[Router]":
        return self._fitting.submit(lambda: self.router)

    def _refit(self, name: str, *new: Pack) -> "Future[Router]":
        self._routed = packs = (*(pack for pack in self._routed if pack.name != name), *new)

        def fit() -> Router:
            self._newer_router = Router.load(packs, self.router.encoder)
            return self._newer_router

        return self._fitting.submit(fit)  # one after the other: the last change is the last fitted

    def route(self, question: str) -> Route:
        """Where the question would go, and why."""
        return self.router.route(question)

    def routed(self, question: str) -> Routed:
        """Which adapter would answer the question; "" where its domain has none on this backbone."""
        route = self.route(question)
        return Routed(question, route.domain if route.domain in self.domains else "", route, self.info.name)

    def close(self) -> None:
        """End the process that checks steps; it also ends by itself with the session."""
        self._worker.close()

    def solve(
        self,
        question: str,
        *,
        domain: str | None = None,
        sampling: Sampling | None = None,
        cancelled: Callable[[], bool] = never,
        checking: Checking | None = None,
    ) -> Iterator[Event]:
        """The events of one answer. `domain`: None routes, "none" is the bare backbone, else that adapter.

        Steps are checked by the checker that the adapter's pack names; `checking` says how, OFF that not.
        Raises UsageError for an empty or over-long question and UnavailableError for an unknown domain.
        """
        if not question.strip():
            raise UsageError("the question is empty; type one")
        sampling = sampling or Sampling()
        if domain is None:
            routed = self.routed(question)
            if not routed.adapter and self.info.micro:
                yield from solver.refuse(routed, NO_DOMAIN.format(domains=", ".join(self.domains)))
                return
        else:
            if domain not in ("", "none"):
                self.engine.shelf.pack(domain)
            routed = Routed(question, "" if domain == "none" else domain, None, self.info.name)
        checking = checking or Checking()
        checker = None if checking.policy == "off" else self.checker(routed.adapter, checking.limit_s)
        prepared = False
        with self._lock, _one_thread(self.info.device == "cpu" and self.info.micro):
            for event in solver.solve(
                self.engine, question, routed, sampling, cancelled, checker, checking if checker else OFF
            ):
                yield event
                if checker is not None and not prepared and isinstance(event, Token):
                    self._worker.prepare(checker.name)  # not before: the first token does not wait for it
                    prepared = True

    def checker(self, adapter: str, limit_s: float = LIMIT_S) -> Remote | None:
        """The checker of the adapter's pack; None for the bare backbone, and where the pack names none."""
        return self._worker.checker_of(self.packs, adapter, limit_s)

    def answer(
        self,
        question: str,
        *,
        domain: str | None = None,
        sampling: Sampling | None = None,
        checking: Checking | None = None,
    ) -> Answer:
        """The final answer alone."""
        events = self.solve(question, domain=domain, sampling=sampling, checking=checking)
        return next(event for event in events if isinstance(event, Answer))

    def complete(
        self,
        questions: Sequence[tuple[str, str]],
        *,
        max_new_tokens: int = 512,
        rows: int = 16,
        sampling: Sampling | None = None,
        on_done: Callable[[int, str, bool], None] = lambda index, text, finished: None,
    ) -> list[tuple[str, bool]]:
        """For each (question, adapter or "none") the text decoded, and whether it ended by itself."""
        tokenizer, shelf = self.engine.tokenizer, self.engine.shelf
        adapters = [adapter or "none" for _, adapter in questions]
        for name in {*adapters} - {"none"}:
            shelf.pack(name)  # an unknown one is said before anything is decoded
        prompts = [chat.prompt_ids(tokenizer, chat.plain(question)) for question, _ in questions]

        def text_of(completion: Completion) -> str:
            return tokenizer.decode(completion.ids).removesuffix(chat.IM_END)

        results: dict[int, tuple[str, bool]] = {}
        # Adapter by adapter: a batch of one slot needs no copy of the adapter's matrices for every row.
        for name in dict.fromkeys(adapters):
            chosen = [index for index, adapter in enumerate(adapters) if adapter == name]

            def done(place: int, completion: Completion, chosen: list[int] = chosen) -> None:
                result = results[chosen[place]] = text_of(completion), completion.finished
                on_done(chosen[place], *result)

            with self._lock, shelf.pinned(name) as slot:
                decode_all(
                    self.engine.model,
                    [Prompt(prompts[index], slot) for index in chosen],
                    self.engine.end,
                    max_new_tokens=max_new_tokens,
                    rows=rows,
                    sampling=sampling,
                    on_done=done,
                )
        return [results.get(index, ("", False)) for index in range(len(prompts))]


@contextmanager
def _one_thread(active: bool) -> Iterator[None]:
    """Within it torch computes on one thread.

    A token of the micro backbone is some sixty small products; two threads wait for each other at every
    one, and where the other core is busy that costs nine tenths of the speed.
    """
    before = torch.get_num_threads()
    if active:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        if active:
            torch.set_num_threads(before)


def _check_precision(what: str, given: str, known: Sequence[str]) -> None:
    if given not in known:
        raise UsageError(f"unknown precision {given!r} of the {what}; choose one of {', '.join(known)}")
