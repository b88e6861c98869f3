"""The scripted runtime takes and forgets packs as the real one does."""

from pathlib import Path

import pytest

from adapters.errors import UnavailableError
from runtime.events import Answer
from runtime.fake import FakeInfo, FakeRuntime
from tests.adapters.packs import make_pack

QUESTION = "What is red and blue mixed?"
FINGERPRINT = FakeInfo().fingerprint


def test_a_pack_that_is_added_answers_its_questions_until_it_is_removed(tmp_path: Path) -> None:
    runtime = FakeRuntime(delay=0)
    assert runtime.packs == () and runtime.route(QUESTION).domain is None
    pack = make_pack(tmp_path, backbone=FINGERPRINT)
    assert runtime.add(pack).done()
    assert runtime.packs == (pack,) and runtime.domains[-1] == "colours"
    assert runtime.route(QUESTION).domain == "colours"
    assert runtime.answer("Is it green?", domain="colours").text
    assert runtime.remove("colours").done()
    assert runtime.packs == () and runtime.route(QUESTION).domain is None
    with pytest.raises(UnavailableError, match="no domain 'colours'"):
        runtime.answer("Is it green?", domain="colours")


def test_a_pack_of_the_same_name_takes_its_place(tmp_path: Path) -> None:
    runtime = FakeRuntime(delay=0)
    runtime.add(make_pack(tmp_path / "a", backbone=FINGERPRINT))
    newer = make_pack(tmp_path / "b", backbone=FINGERPRINT, seed=2)
    runtime.add(newer)
    assert runtime.packs == (newer,)


def test_a_scripted_domain_can_be_forgotten() -> None:
    runtime = FakeRuntime(delay=0)
    runtime.remove("logic")
    assert runtime.domains == ("arithmetic", "symbolic")
    assert runtime.route("All dogs are mammals. Rex is a dog. Is Rex a mammal?").domain is None
    with pytest.raises(UnavailableError, match="there are: arithmetic, symbolic"):
        runtime.remove("logic")


def test_without_any_domain_every_question_is_declined() -> None:
    runtime = FakeRuntime({}, delay=0, domains=())
    events = list(runtime.solve("2+2"))
    assert [event.text for event in events if isinstance(event, Answer)] == [""]
    assert runtime.route("2+2").probabilities == {"none": 0.92}


def test_another_backbones_pack_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    runtime = FakeRuntime(delay=0)
    with pytest.raises(UnavailableError, match="another backbone"):
        runtime.add(make_pack(tmp_path))
    assert runtime.packs == ()
