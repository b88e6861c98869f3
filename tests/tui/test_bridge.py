"""Events on their way from the thread that answers to the screen."""

from types import SimpleNamespace

from runtime.events import Answer, Finished, Routed, Token
from runtime.fake import FakeRuntime, Script
from tests.tui.pilot import LONG, app_of, piloted
from tui.bridge import EVERY_S, Batch, pump, timed
from tui.screens.reason import TYPED_S
from tui.widgets.prompt import Prompt


def batches(every_s: float, monkeypatch) -> list[list[type]]:
    """The kinds of events in each batch, where a token comes each 10 ms of a clock that stands still else."""
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr("tui.bridge.time", SimpleNamespace(monotonic=lambda: clock.now))
    posted: list[Batch] = []
    kept = []

    def events():
        yield Routed("q", "logic", None, "fake")
        for i in range(50):
            clock.now += 0.01
            yield Token(f"w{i} ", "answer", i + 1)
        yield Answer("", "")
        yield Finished("stop", 1, 50, 0, 0.0, 0.5, 100.0)

    assert pump("turn", timed(events()), kept.append, posted.append, lambda: every_s) == ""
    assert len(kept) == 53 and [item for batch in posted for item in batch.events] == kept
    return [[type(item.event) for item in batch.events] for batch in posted]


def test_the_first_events_go_at_once_and_the_rest_at_the_pace_that_is_asked_for(monkeypatch):
    slow, quick = batches(0.25, monkeypatch), batches(0.1, monkeypatch)
    for found in (slow, quick):
        assert found[:2] == [[Routed], [Token]] and found[-1][-1] is Finished
    assert 2 <= len(slow) - 2 < len(quick) - 2 <= 6


def test_a_failure_is_a_line_after_all_that_came_before(monkeypatch):
    posted: list[Batch] = []
    runtime = FakeRuntime({"q": Script("logic", ("a b c",), "", ValueError("the card\nis gone"))}, delay=0)
    error = pump("turn", timed(runtime.solve("q")), lambda item: None, posted.append)
    assert error == "unexpected ValueError: the card is gone"
    texts = [item.event.text for batch in posted for item in batch.events if isinstance(item.event, Token)]
    assert "".join(texts).strip() == "a b c"


@piloted
async def test_while_somebody_types_the_keys_come_first(monkeypatch):
    async with app_of(LONG).run_test() as pilot:
        reason = pilot.app.reason
        assert reason._pace() == EVERY_S
        await pilot.press("x")
        pressed = reason.query_one(Prompt).typed_at
        for seconds, pace in ((0.5, TYPED_S), (5.0, EVERY_S)):
            now = pressed + seconds
            monkeypatch.setattr("tui.screens.reason.time", SimpleNamespace(monotonic=lambda now=now: now))
            assert reason._pace() == pace
        await pilot.press("enter")
        assert reason.query_one(Prompt).typed_at == pressed  # what is sent is shown at once
