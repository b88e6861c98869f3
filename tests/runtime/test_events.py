"""Events are one JSON line each and read back equal."""

import pytest

from router.route import Exemplar, Route
from runtime.events import (
    Answer,
    Event,
    Finished,
    Restarted,
    Routed,
    Step,
    Token,
    Verdict,
    from_json,
    to_json,
)

ROUTE = Route("logic", {"logic": 0.9, "none": 0.1}, 0.5, 0.8, (Exemplar("All cats…", "logic", 0.7),) * 3, 4.2)


@pytest.mark.parametrize(
    "event",
    [
        Routed("Is it?", "logic", ROUTE, "micro"),
        Routed("Is it?", "", None, "micro"),
        Token("é\n[/x]", "thought", 3),
        Step(1, "1 + 1 = 3", Verdict("refuted", "1 + 1 is 2")),
        Restarted(1, "1 + 1 = 3", "1 + 1 is 2", 1),
        Answer("2", "\\boxed{2}", True),
        Finished("stop", 10, 20, 1, 0.1, 1.5, 14.0),
    ],
)
def test_every_event_survives_its_json_line(event: Event) -> None:
    line = to_json(event)
    assert "\n" not in line
    assert from_json(line) == event


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", '{"event": "Tokn"}', '{"event": "Token", "words": 1}', "null"]
)
def test_a_line_that_is_no_event_is_a_value_error(line: str) -> None:
    with pytest.raises(ValueError, match="event|JSON|Expecting"):
        from_json(line)


def test_a_session_from_before_notes_and_policies_still_reads() -> None:
    step = (
        '{"event": "Step", "index": 1, "text": "1+1=3", "verdict": {"kind": "refuted", "reason": "it is 2"}}'
    )
    assert from_json(step) == Step(1, "1+1=3", Verdict("refuted", "it is 2"))
    restarted = '{"event": "Restarted", "step": 1, "text": "1+1=3", "reason": "it is 2", "restarts": 1}'
    assert from_json(restarted) == Restarted(1, "1+1=3", "it is 2", 1)
    noted = Step(2, "so x", Verdict("unchecked"), "loop")
    assert from_json(to_json(noted)) == noted
