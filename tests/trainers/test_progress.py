import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainers import progress

EVENTS = st.one_of(
    *(st.from_type(kind) for kind in progress._KINDS.values()),
)


@given(EVENTS)
def test_every_event_reads_back_equal(event):
    line = progress.to_json(event)
    assert "\n" not in line
    back = progress.from_json(line)
    assert repr(back) == repr(event)  # by repr, as nan is not equal to itself


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{}",
        "[1]",
        "[" * 100_000,
        '{"event": "Stepped"}',
        '{"event": "Nothing"}',
        "step 1",
        '{"event": "Saved", "step": "one"}',
    ],
)
def test_anything_else_is_refused(line):
    with pytest.raises(ValueError):
        progress.from_json(line)
