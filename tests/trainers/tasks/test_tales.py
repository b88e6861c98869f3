"""The hand-written tales: every row is sound, and the worked lines lead to the value of the formulas."""

import json
import re
from fractions import Fraction
from random import Random

import pytest

from trainers.tasks.arithmetic.tale_problems import FAMILIES, make_tale
from trainers.tasks.arithmetic.tales.check import main, problems
from trainers.tasks.arithmetic.tales.moves import moved
from trainers.tasks.arithmetic.tales.reading import SHOWN, plain, reading
from trainers.tasks.arithmetic.tales.tale import FOLDER, lines, numbers, people, slots_in, tales
from trainers.tasks.arithmetic.tales.telling import tell
from trainers.tasks.arithmetic.tales.variety import exchanged
from trainers.tasks.item import draw


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.jsonl")), ids=lambda file: file.stem)
def test_every_row_is_sound(file) -> None:
    rows = [line for line in file.read_text("utf-8").split("\n") if line]
    assert len(rows) >= 50
    assert {n: found for n, line in enumerate(rows, 1) if (found := problems(json.loads(line)))} == {}


def test_the_answer_is_what_python_makes_of_the_formulas() -> None:
    rng = Random(0)
    for tale in tales():
        values = numbers(tale, rng)
        if values is None:
            continue
        names = {slot: Fraction(values[slot]) for slot in tale.ranges}
        for label, formula in tale.steps:
            names[label] = eval(formula, {}, names)  # noqa: S307
            assert names[label] == values[label], tale
        assert lines(tale, values)[-1].endswith(f" {values[tale.steps[-1][0]]}")


def test_tellings_are_filled_in_and_kept_ones_are_never_trained() -> None:
    (family,) = FAMILIES
    trained = {text for tale in tales() for text in tale.tell}
    kept = [tale.kept for tale in tales() if tale.kept]
    assert len(kept) > 50 and not trained & set(kept)
    rng = Random(1)
    for level in (1, 2, 3):
        for _ in range(300):
            item = draw(family, rng, level)
            assert not re.search(r"[{}\x01\x02#@^~]|  ", item.question) and item.steps
            assert item.question.strip()
    assert draw(family, rng, 3, "phrasings").question


def test_one_row_is_told_in_very_many_ways() -> None:
    rng = Random(3)
    for tale in rng.sample(tales(), 20):
        values = numbers(tale, Random(1))
        if values is None:
            continue
        who = people(Random(2))
        texts = {tell(tale.tell[0], tale.labels, values, who, rng).text for _ in range(200)}
        assert len(texts) >= 60, (len(texts), tale.tell[0])


def test_exchanged_and_moved_tellings_keep_their_slots_and_never_hold_a_noun_twice() -> None:
    rng = Random(4)
    for tale in tales():
        for telling in (*tale.tell, tale.kept):
            text, _ = exchanged(telling, tale.labels, rng)
            numbered = slots_in(telling) & set("abcdef")
            assert slots_in(moved(text, rng)) & set("abcdef") == numbered, (telling, text)
    text, named = exchanged("{N} has {a} apples and {b} pears. How many apples?", ("apples",), Random(5))
    first, second = re.findall(r"\} (\w+)", text)[1:]
    assert first != second and named("apples") == first and text.endswith(f"How many {first}?")


def test_the_reading_line_copies_every_number_of_the_text_in_order() -> None:
    rng = Random(6)
    for tale in rng.sample(tales(), 300):
        values = numbers(tale, rng)
        if values is None:
            continue
        told = tell(tale.tell[0], tale.labels, values, people(rng), rng)
        facts, _, want = told.reading.partition("; want: ")
        shown = [values[slot] for slot in told.order]
        read = [int(n) for n in re.findall(r"\d+", facts)]
        at = iter(read)
        assert all(n in at for n in shown), (told.text, told.reading)
        assert want, told.text


def test_the_reading_line_holds_nouns_relations_and_what_is_wanted() -> None:
    text = "Mia filled {} jars on Monday and {} more on Tuesday. Each jar holds {} buttons. How many buttons?"
    marked = text.format(*(SHOWN.format(n) for n in ("six", "3", "1,000")))
    assert plain(marked).startswith("Mia filled six jars")
    assert reading(marked, "all") == (
        "Mia filled 6 jars Monday, 3 more Tuesday, Each jar holds 1000 buttons; want: buttons"
    )
    half = f"A third of the {SHOWN.format(60)} people left. What is the rest?"
    assert reading(half, "all") == "third 60 people left; want: rest"


def test_told_numbers_are_added_in_the_order_of_the_text() -> None:
    tale = next(tale for tale in tales() if tale.steps[0][1] == "a + b")
    values = {**dict.fromkeys(tale.ranges, 3), "a": 4, "b": 5, **dict.fromkeys(tale.labels, 9)}
    assert lines(tale, values)[0].endswith("4 + 5 = 9")
    assert lines(tale, values, order="ba")[0].endswith("5 + 4 = 9")


def test_level_three_takes_at_least_two_steps() -> None:
    assert all(len(make_tale(Random(i), 3).steps) >= 2 for i in range(100))


def test_the_checker_names_the_bad_line(tmp_path, capsys) -> None:
    file = tmp_path / "bad.jsonl"
    row = {"tell": ["{N} has {a} hats and {b} caps."], "steps": [["all", "a + c"]], "ranges": {"a": [2, 5]}}
    file.write_text(f"{json.dumps(row)}\n{{\n")
    assert main([str(file)]) == 1
    out = capsys.readouterr().out
    assert "line 1: slots without a range: ['b']" in out
    assert "line 2: not JSON" in out
