"""The router on the real encoder and the stored head."""

import dataclasses
import json
import subprocess
import sys
import time
from types import SimpleNamespace

import numpy as np
import pytest

from adapters.errors import UnavailableError, UsageError
from adapters.registry import BUNDLED
from router import Router
from router.bank import Bank, Vectors, collect, read_texts
from router.encoder import Encoder, check_weights, is_plain_bert, package_folder
from router.features import WORDS_SCALE, words
from router.route import NONE
from router.router import HEAD, NOTHING, _stored, bundled

CHESS = [
    f"{ask} {what}"
    for ask in (
        "what is the best reply to",
        "how do I play",
        "annotate the chess opening",
        "evaluate the line",
    )
    for what in (
        "1. e4 c5",
        "the Sicilian Najdorf",
        "the queen's gambit declined",
        "Nf3 in the London system",
        "a rook endgame with an extra pawn",
        "the Caro-Kann advance variation",
        "a fianchettoed bishop on g7",
        "castling queenside against the King's Indian",
    )
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


@pytest.fixture
def router(encoder: Encoder, tmp_path, monkeypatch) -> Router:
    monkeypatch.setenv("MOELITE_HOME", str(tmp_path))
    return Router.load(encoder=encoder)


@pytest.mark.parametrize(
    ("question", "domain"),
    [
        ("38 * 12 + 5", "arithmetic"),
        ("percentages", "arithmetic"),
        ("Mo had 14 shells and found 9 more. How many does he have?", "arithmetic"),
        ("factor x^2 + 7x + 12", "symbolic"),
        ("Suppose 4*m - 3 = 21. What is m?", "symbolic"),
        ("Every crow is black. Jim is a crow. Is Jim black?", "logic"),
        ("good morning", None),
        ("write a python function that multiplies 3 and 4", None),
        ("who was the queen of Sheba", None),
        ("   ", None),
        ("", None),
    ],
)
def test_questions_go_where_they_belong(router: Router, question: str, domain: str | None) -> None:
    assert router.route(question).domain == domain


def test_a_route_is_json_and_its_probabilities_sum_to_one(router: Router) -> None:
    route = router.route("What is 15% of 60?")
    back = json.loads(json.dumps(dataclasses.asdict(route)))
    assert set(back["probabilities"]) == {"arithmetic", "symbolic", "logic", "none"}
    assert sum(back["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert len(route.nearest) == 3
    similarities = [e.similarity for e in route.nearest]
    assert similarities == sorted(similarities, reverse=True) and all(s <= 1 for s in similarities)
    top = sorted(route.probabilities.values())
    assert route.margin == pytest.approx(top[-1] - top[-2])


def test_the_stored_head_is_the_one_for_the_stored_exemplars(router: Router, tmp_path) -> None:
    assert router.head.data == router.bank.digest(router.encoder.make)
    assert _stored(router.head.data, tmp_path) is not None and HEAD.is_file()
    assert not (tmp_path / "router").exists(), "nothing was fitted again"


def test_packs_in_any_order_get_the_stored_head(encoder: Encoder, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("MOELITE_HOME", str(tmp_path))
    packs = [SimpleNamespace(name=name, path=BUNDLED / name) for name in ("symbolic", "logic", "arithmetic")]
    assert Router.load(packs, encoder).head.data == Router.load(encoder=encoder).head.data
    assert not (tmp_path / "router").exists()


def test_a_new_domain_is_learned_within_seconds_and_others_keep_theirs(router: Router) -> None:
    router.add("chess", CHESS)
    start = time.process_time()
    router.add("chess", CHESS)
    assert time.process_time() - start < 1.5
    assert router.route("should I answer d4 with Nf6 or d5").domain == "chess"
    assert router.route("which chess opening is good for beginners").domain == "chess"
    assert router.route("17 + 25").domain == "arithmetic"
    assert router.route("differentiate x^3").domain == "symbolic"
    assert router.route("hello there").domain is None
    router.remove("chess")
    assert router.domains == ("arithmetic", "logic", "symbolic")
    assert router.route("which chess opening is good for beginners").domain is None


def test_with_no_pack_everything_goes_to_the_backbone(encoder: Encoder, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("MOELITE_HOME", str(tmp_path))
    for _ in range(2):  # fitted, then from the cache
        router = Router.load([], encoder=encoder)
        assert router.domains == ()
        assert router.route("17 + 25").domain is None


def test_a_domain_needs_a_name_and_questions(router: Router) -> None:
    for name, texts in (("chess", []), ("chess", [" "]), (NONE, CHESS), ("Not A Name", CHESS)):
        with pytest.raises(UsageError):
            router.add(name, texts)
    with pytest.raises(UsageError, match="no domain 'chess'"):
        router.remove("chess")


def test_known_texts_are_not_embedded_again(encoder: Encoder, tmp_path) -> None:
    seen: list[str] = []

    def run(texts: list[str]) -> np.ndarray:
        seen.extend(texts)
        return np.ones((len(texts), encoder.dim), np.float32)

    counting = Encoder(encoder.name, encoder.dim, run)
    first = Vectors(counting)
    collect({"a": ["one", "two"]}, first)
    first.save(tmp_path / "v.safetensors", ["one", "two"])
    collect({"a": ["two", "three", "one"]}, Vectors(counting, [tmp_path / "v.safetensors"]))
    assert seen == ["one", "two", "three"]


def test_vectors_do_not_depend_on_company_and_have_their_lengths(encoder: Encoder) -> None:
    texts = ["short", "a longer question about " + "very " * 400 + "long things", "17+25"]
    together = encoder.embed(texts)
    assert together.dtype == np.float32 and together.shape == (3, 768)
    lengths = np.linalg.norm(together.reshape(3, 2, 384), axis=2)
    assert np.allclose(lengths, encoder.lengths, atol=1e-5) and encoder.lengths[0] == 1
    assert np.allclose(together, np.vstack([encoder.embed([text]) for text in texts]), atol=1e-4)
    assert encoder.embed([]).shape == (0, 768)


def test_vectors_of_another_make_are_embedded_again(tmp_path) -> None:
    def one(*lengths: float) -> Vectors:
        made = Encoder("e", 2, lambda texts: np.ones((len(texts), 2 * len(lengths)), np.float32), lengths)
        return Vectors(made, [tmp_path / "v.safetensors"])

    first = one(1.0, 2.0)
    first.of(["a"])
    first.save(tmp_path / "v.safetensors", ["a"])
    assert one(1.0, 2.0).has(["a"])
    assert not one(1.0, 3.0).has(["a"]) and not one(1.0).has(["a"])


def test_texts_are_held_out_in_stretches_and_public_vectors_never() -> None:
    own = Bank(("q",) * 50, ("a",) * 50, np.zeros((50, 3), np.float32))
    public = Bank((None,) * 6, ("a",) * 6, np.zeros((6, 3), np.float32))
    bank = own.plus(public)
    assert bank.folds(2).tolist() == [0] * 20 + [1] * 20 + [0] * 10 + [-1] * 6
    assert bank.without("a").folds(5).shape == (0,)


def test_surface_features_are_the_same_for_any_digits_and_of_one_length() -> None:
    x = words(["12 apples + 34", "56 apples + 78", "", "what follows?"])
    assert np.array_equal(x[0], x[1]) and not x[2].any()
    assert np.allclose(np.linalg.norm(x[[0, 3]], axis=1), WORDS_SCALE)


def test_weights_of_another_hash_are_refused_in_one_line(tmp_path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"x")
    with pytest.raises(UnavailableError) as error:
        check_weights(path, "0" * 64)
    assert "\n" not in str(error.value)
    with pytest.raises(UnavailableError):
        check_weights(tmp_path / "missing", "0" * 64)


def test_only_a_mean_pooled_bert_is_run_by_ourselves(tmp_path) -> None:
    assert is_plain_bert(package_folder())
    assert not is_plain_bert(tmp_path)


def test_importing_the_records_loads_neither_torch_nor_numpy() -> None:
    code = "import sys, router.route; print({'torch', 'numpy', 'sklearn'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_exemplars_are_many_and_apart_from_the_typed_questions() -> None:
    sets = {**bundled(), NONE: read_texts(NOTHING)}
    typed = {text.lower() for text in read_texts(NOTHING.with_name("typed.jsonl"))}
    assert len(typed) >= 320
    for texts in sets.values():
        assert len(texts) == len(set(texts))
        assert not typed & {text.lower() for text in texts}
    assert len(sets[NONE]) >= 700


@pytest.mark.slow
def test_the_vectors_are_those_of_sentence_transformers(encoder: Encoder) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["17+25", "All cats are mammals. Tom is a cat.", "Ünïcode $x^2$", "long " * 100, ""]
    theirs = SentenceTransformer(str(package_folder()), device="cpu").encode(texts, normalize_embeddings=True)
    assert (encoder.embed(texts)[:, : encoder.dim] * theirs).sum(axis=1).min() > 0.9999
