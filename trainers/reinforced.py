"""A GRPO run of a domain: the installed adapter, further trained on questions by what its answers earn."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace

from adapters.errors import MoeliteError, UsageError
from adapters.pack import Pack, exemplars
from adapters.registry import show
from runtime import backbone as backbones
from runtime.quantize import is_nf4, quantised
from runtime.shelf import check_backbone
from trainers import run as runs
from trainers.accuracy import Measurer, Stopped, held_out, measured
from trainers.dataset import check_refused, gathered
from trainers.grpo import ADAPTER, GrpoPlan, grpo, require_trl
from trainers.progress import Loading, Measured, Paused, Saved, Stepped, TrainingEvent
from trainers.result import Maker, delivered, exemplars_of, settled
from trainers.run import CHECKPOINT, PACK, Facts, Log, Order
from trainers.sets import Question


def reinforced(
    order: Order, log: Log, device: str | None, before: Facts | None, stopped: Callable[[], bool]
) -> Iterator[TrainingEvent]:
    """The events of the run; `before`: what a run that is resumed depends on."""
    pack = show(order.name)
    require_trl()
    device, config = backbones.usable_device(device), order.config
    data = gathered(config.data, order.backbone, config.train.method)
    yield data.read
    yield from data.examples
    check_refused(data.read, config.data.refused)
    questions = [Question(r.question, r.gold, order.name, r.group, r.options) for r in data.kept if r.gold]
    if not questions:
        raise UsageError(f"no row of {data.read.source} has a short answer to compare with")
    checkpoint = backbones.read(order.backbone)
    facts = Facts(backbones.fingerprint(checkpoint), data.sha256)
    check_backbone(pack, facts.backbone)
    if before is not None:
        runs.check_unchanged(before, facts, order.name)
    checkpoint = checkpoint if is_nf4(checkpoint) else quantised(checkpoint, device)
    texts = exemplars_of(order, data) if config.pack.exemplars else tuple(exemplars(pack))
    maker = Maker(_like(order, pack), checkpoint, data, texts)
    plan = GrpoPlan(**asdict(config.grpo), seed=config.train.seed)
    with runs.locked(order.name) as folder:
        if before is None:
            runs.begin(folder, order, facts)
        state = folder / CHECKPOINT
        state.mkdir(exist_ok=True)
        log.open(folder, runs.last_saved(folder), config.log.tensorboard)
        held = held_out(backbones.load_tokenizer(checkpoint.folder), data.heldout[: config.eval.questions])
        measurer = Measurer(checkpoint, held, device, config.eval.tokens or plan.max_new_tokens, stopped)
        n = len(held.questions)
        try:
            if n and not any(isinstance(event, Measured) for event in log.events):
                yield Loading("answering held-out questions")
                yield measured(0, measurer.adapter(pack), n, False)
            tokens = yield from grpo(checkpoint, pack, questions, plan, state, device=device, stopped=stopped)
            if isinstance(log.events[-1], Paused):
                return
            steps = max(event.step for event in log.events if isinstance(event, Stepped))
            result = maker.of_peft(state / ADAPTER, folder / PACK)
            if n:
                right = measurer.adapter(result)
                first = next(event.right for event in log.events if isinstance(event, Measured))
                yield measured(steps, right, n, right > first)
        except FloatingPointError as error:
            raise MoeliteError(str(error)) from error
        except Stopped:
            yield Paused(max((event.step for event in log.events if isinstance(event, Saved)), default=0))
            return
        place, is_installed = delivered(order, maker.finished(result, log.events, plan.lr, steps, tokens))
        yield from settled(order.name, folder, log.events, place, is_installed, tokens)


def _like(order: Order, pack: Pack) -> Order:
    """The order, with what it does not say on the pack as the installed one has it."""
    asked = order.config.pack
    checker = pack.checker if asked.checker == "none" and pack.checker else asked.checker
    said = replace(asked, checker=checker, description=asked.description or pack.description)
    return replace(order, config=replace(order.config, pack=said))
