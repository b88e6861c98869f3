"""The head on toy vectors."""

import numpy as np
import pytest

from adapters.errors import UnavailableError
from router.classifier import fit, load_head, save_head, softmax
from router.evaluate import auroc, ece


def clouds(labels: tuple[str, ...], n: int = 40) -> tuple[np.ndarray, list[str]]:
    rng = np.random.default_rng(1)
    x = np.vstack([rng.normal(np.eye(8)[i] * 2, 0.5, (n, 8)) for i in range(len(labels))]).astype(np.float32)
    return x, [label for label in labels for _ in range(n)]


@pytest.mark.parametrize("labels", [("none",), ("a", "none"), ("a", "b", "none"), ("a", "b", "c", "none")])
def test_a_head_tells_clouds_apart_with_any_number_of_classes(labels: tuple[str, ...]) -> None:
    x, y = clouds(labels)
    head = fit(x, y)
    p = head.probabilities(x)
    assert p.shape == (len(x), len(labels)) and np.allclose(p.sum(1), 1, atol=1e-5)
    assert np.mean(np.array(head.labels)[p.argmax(1)] == y) > 0.95


def test_the_head_gives_scikit_learns_probabilities_before_temperature() -> None:
    from sklearn.linear_model import LogisticRegression

    from router.classifier import STRENGTH

    x, y = clouds(("a", "b", "none"))
    head = fit(x, y)
    theirs = LogisticRegression(C=STRENGTH, max_iter=500, class_weight="balanced").fit(x, y).predict_proba(x)
    assert np.allclose(softmax(x @ head.coef.T + head.intercept), theirs, atol=1e-4)


def test_a_stored_head_comes_back_the_same(tmp_path) -> None:
    x, y = clouds(("a", "b", "none"))
    head = fit(x, y, "enc", "data")
    save_head(tmp_path / "head.safetensors", head)
    back = load_head(tmp_path / "head.safetensors")
    assert np.array_equal(back.probabilities(x), head.probabilities(x))
    assert (back.labels, back.encoder, back.data, back.temperature) == (
        head.labels,
        "enc",
        "data",
        head.temperature,
    )
    assert [p.name for p in tmp_path.iterdir()] == ["head.safetensors"]


def test_a_damaged_head_is_one_line(tmp_path) -> None:
    path = tmp_path / "head.safetensors"
    path.write_bytes(b"\x10\x00\x00\x00\x00\x00\x00\x00not a header....")
    for bad in (path, tmp_path / "missing.safetensors"):
        with pytest.raises(UnavailableError) as error:
            load_head(bad)
        assert "\n" not in str(error.value)


def test_fortran_ordered_weights_survive_storage(tmp_path) -> None:
    import dataclasses

    x, y = clouds(("a", "b", "none"))
    head = fit(x, y)
    turned = dataclasses.replace(head, coef=np.asfortranarray(head.coef))
    save_head(tmp_path / "head.safetensors", turned)
    assert np.array_equal(load_head(tmp_path / "head.safetensors").coef, head.coef)


def test_calibration_error_and_area_are_what_they_should_be() -> None:
    assert ece(np.array([0.9] * 10), np.array([True] * 9 + [False])) == pytest.approx(0)
    assert ece(np.array([0.9] * 10), np.array([False] * 10)) == pytest.approx(0.9)
    assert auroc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True])) == pytest.approx(0.75)
