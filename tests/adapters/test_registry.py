import os
import shutil

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from safetensors.numpy import load_file, save_file

from adapters import registry
from adapters.errors import MoeliteError, UnavailableError, UsageError
from adapters.staging import recover
from tests.adapters.packs import make_pack


@pytest.fixture
def bundled(tmp_path, monkeypatch):
    """An empty bundled folder and an empty home."""
    (tmp_path / "bundled").mkdir()
    monkeypatch.setattr(registry, "BUNDLED", tmp_path / "bundled")
    monkeypatch.setenv("MOELITE_HOME", str(tmp_path / "home"))
    return tmp_path / "bundled"


def names() -> list[str]:
    return [pack.name for pack in registry.installed()]


def test_nothing_installed_is_an_empty_tuple(bundled):
    assert registry.survey() == ((), ())


def test_a_bundled_domain_without_weights_is_skipped(bundled):
    (bundled / "logic").mkdir()
    (bundled / "logic/exemplars.jsonl").write_text('{"text": "q"}\n')
    assert registry.survey() == ((), ())


def test_an_added_pack_is_installed_equal_to_its_source(bundled, tmp_path):
    source = make_pack(tmp_path / "src")
    added = registry.add(source.path)
    assert added.path == tmp_path / "home/adapters/colours"
    assert added.digest == source.digest
    assert registry.show("colours") == added
    assert registry.verify("colours") == []


def test_a_pack_is_installed_under_its_own_name_whatever_its_folder_is_called(bundled, tmp_path):
    folder = make_pack(tmp_path / "src").path.rename(tmp_path / "snapshot-1a2b")
    assert registry.add(folder).name == "colours"
    assert names() == ["colours"]


def test_only_the_packs_own_files_are_copied(bundled, tmp_path):
    source = make_pack(tmp_path / "src")
    (source.path / "evil.py").write_text("boom")
    assert not (registry.add(source.path).path / "evil.py").exists()


def test_a_pack_is_not_replaced_unless_asked(bundled, tmp_path):
    registry.add(make_pack(tmp_path / "one").path)
    other = make_pack(tmp_path / "two", seed=5)
    with pytest.raises(UsageError, match="--replace"):
        registry.add(other.path)
    assert registry.add(other.path, replace=True).digest == other.digest


def test_a_users_pack_takes_the_place_of_a_bundled_one_and_gives_it_back(bundled, tmp_path):
    first = make_pack(bundled)
    shutil.rmtree(bundled / "colours-peft")
    other = make_pack(tmp_path / "src", seed=3)
    with pytest.raises(UsageError, match="already installed"):
        registry.add(other.path)
    registry.add(other.path, replace=True)
    assert registry.show("colours").digest == other.digest
    registry.remove("colours")
    assert registry.show("colours").digest == first.digest
    with pytest.raises(UsageError, match="bundled"):
        registry.remove("colours")


def test_a_broken_pack_is_reported_and_does_not_hide_the_others(bundled, tmp_path):
    registry.add(make_pack(tmp_path / "a", "good").path)
    bad = registry.add(make_pack(tmp_path / "b", "bad").path)
    os.truncate(bad.weights, 50)
    packs, broken = registry.survey()
    assert [pack.name for pack in packs] == ["good"]
    assert [entry.path.name for entry in broken] == ["bad"]
    with pytest.raises(UnavailableError, match="damaged"):
        registry.show("bad")
    assert registry.verify("bad") != []
    registry.remove("bad")
    assert registry.broken() == ()


def test_a_pack_in_a_folder_of_another_name_is_broken(bundled, tmp_path):
    path = registry.add(make_pack(tmp_path / "a").path).path
    path.rename(path.with_name("shapes"))
    assert names() == []
    assert "colours" in registry.broken()[0].problem


@pytest.mark.parametrize("name", ["../colours", "none", "", ".", "/", "a/b"])
def test_remove_refuses_what_is_no_name(bundled, name):
    with pytest.raises(UsageError):
        registry.remove(name)


def test_an_unknown_name_says_which_are_known(bundled, tmp_path):
    registry.add(make_pack(tmp_path).path)
    for action in (registry.show, registry.remove):
        with pytest.raises(UnavailableError, match="colours"):
            action("shapes")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite_are_found_and_kept_out(bundled, tmp_path, value):
    source = make_pack(tmp_path / "src")
    tensors = load_file(source.weights)
    next(iter(tensors.values()))[0, 0] = value
    save_file(tensors, source.weights)
    assert "1 of 32" in registry.verify(source.path)[0]
    with pytest.raises(UnavailableError, match="not finite"):
        registry.add(source.path)
    assert registry.survey() == ((), ())


def test_an_adapter_that_changes_nothing_is_told(bundled, tmp_path):
    source = make_pack(tmp_path / "src")
    save_file(
        {name: value * ("lora_A" in name) for name, value in load_file(source.weights).items()},
        source.weights,
    )
    assert "changes nothing" in registry.verify(source.path)[0]


def test_verify_tells_a_pack_for_another_backbone(bundled, tmp_path):
    path = make_pack(tmp_path / "src").path
    assert registry.verify(path, "abc123") == []
    assert "abc123" in registry.verify(path, "def456")[0]
    assert "not a folder" in registry.verify(tmp_path / "nowhere")[0]


def test_a_copy_that_fails_half_way_changes_nothing(bundled, tmp_path, monkeypatch):
    old = registry.add(make_pack(tmp_path / "one").path)
    new = make_pack(tmp_path / "two", seed=5)
    copy, calls = shutil.copyfile, []

    def full_disk(source, target):
        calls.append(target)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        return copy(source, target)

    monkeypatch.setattr(shutil, "copyfile", full_disk)
    with pytest.raises(UnavailableError, match="No space left"):
        registry.add(new.path, replace=True)
    assert registry.show("colours").digest == old.digest
    assert sorted(p.name for p in registry.user_packs().iterdir()) == [".lock", "colours"]


def test_a_kill_between_the_two_renames_is_put_right(bundled, tmp_path):
    pack = registry.add(make_pack(tmp_path / "one").path)
    pack.path.rename(pack.path.with_name(".colours.old"))
    recover(registry.user_packs())
    assert names() == ["colours"]


def test_a_disabled_pack_stays_but_is_not_among_those_that_answer(bundled, tmp_path):
    make_pack(bundled)
    shutil.rmtree(bundled / "colours-peft")
    registry.add(make_pack(tmp_path / "src", "shapes").path)
    before = sorted(path.name for path in (bundled / "colours").iterdir())
    registry.disable("colours")
    registry.disable("colours")
    assert names() == ["shapes"] and registry.disabled() == {"colours"}
    assert [pack.name for pack in registry.survey()[0]] == ["colours", "shapes"]
    assert registry.show("colours").name == "colours" and registry.verify("colours") == []
    assert sorted(path.name for path in (bundled / "colours").iterdir()) == before
    with pytest.raises(UsageError, match="already installed"):
        registry.add(make_pack(tmp_path / "other").path)
    registry.enable("colours")
    assert names() == ["colours", "shapes"] and registry.disabled() == frozenset()


def test_what_is_added_or_removed_loses_the_mark_that_disabled_it(bundled, tmp_path):
    source = make_pack(tmp_path / "src").path
    registry.add(source)
    registry.disable("colours")
    registry.add(source, replace=True)
    assert names() == ["colours"]
    registry.disable("colours")
    registry.remove("colours")
    assert registry.disabled() == frozenset()


@pytest.mark.parametrize("change", [registry.disable, registry.enable])
def test_what_is_not_installed_is_neither_disabled_nor_enabled(bundled, change):
    with pytest.raises(UnavailableError, match="no domain 'shapes'"):
        change("shapes")
    assert registry.disabled() == frozenset()


def test_a_full_disk_leaves_the_marks_as_they_were(bundled, tmp_path, monkeypatch):
    for name in ("red", "blue"):
        registry.add(make_pack(tmp_path / "src", name).path)
    registry.disable("red")

    def full_disk(*paths):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(UnavailableError, match="No space left"):
        registry.disable("blue")
    assert registry.disabled() == {"red"}
    assert not list(registry.user_packs().glob(".disabled-*"))


class RegistryMachine(RuleBasedStateMachine):
    """Whatever is added, replaced and removed, the registry agrees with a plain dict."""

    def __init__(self):
        super().__init__()
        self.root = type(self).root / f"run{len(list(type(self).root.iterdir()))}"
        os.environ["MOELITE_HOME"] = str(self.root)
        self.root.mkdir()
        self.model: dict[str, str] = {}
        self.off: set[str] = set()

    @rule(name=st.sampled_from(["red", "blue"]), seed=st.sampled_from([1, 2]), replace=st.booleans())
    def add(self, name, seed, replace):
        source = make_pack(self.root / "src", name, seed=seed)
        try:
            registry.add(source.path, replace=replace)
        except UsageError:
            assert name in self.model and not replace
        else:
            assert name not in self.model or replace
            self.model[name] = source.digest
            self.off.discard(name)

    @rule(name=st.sampled_from(["red", "blue"]))
    def remove(self, name):
        try:
            registry.remove(name)
        except MoeliteError:
            assert name not in self.model
        else:
            del self.model[name]
            self.off.discard(name)

    @rule(name=st.sampled_from(["red", "blue"]), off=st.booleans())
    def disable(self, name, off):
        try:
            (registry.disable if off else registry.enable)(name)
        except MoeliteError:
            assert name not in self.model
        else:
            (self.off.add if off else self.off.discard)(name)

    @invariant()
    def agrees(self):
        packs, _ = registry.survey()
        assert {pack.name: pack.digest for pack in packs} == self.model
        assert set(names()) == set(self.model) - self.off
        assert registry.broken() == ()


def test_the_registry_agrees_with_a_dict_under_any_sequence(bundled, tmp_path):
    (tmp_path / "machine").mkdir()
    RegistryMachine.root = tmp_path / "machine"
    machine = RegistryMachine.TestCase
    machine.settings = settings(max_examples=15, stateful_step_count=8, deadline=None)
    machine().runTest()
