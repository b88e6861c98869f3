"""The general families: labels by a second method, splits, phrasings, lengths, balance, determinism."""

import re
from collections import Counter
from fractions import Fraction
from random import Random

import pytest

from trainers.tasks.general.general import FAMILIES
from trainers.tasks.general.general_words import KINDS
from trainers.tasks.item import Family, Item, Problem, draw

BY_NAME = {family.name: family for family in FAMILIES}


def problems(name: str, count: int = 100) -> list[Problem]:
    rng = Random(name)
    return [BY_NAME[name].make(rng, level) for level in (1, 2, 3) for _ in range(count)]


def items_of(text: str) -> list[str]:
    return re.split(", | and ", text) if "," in text or " and " in text else text.split()


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_split_and_level_can_be_drawn_within_the_length(family: Family) -> None:
    rng = Random(1)
    for level in (1, 2, 3):
        for split in ("train",) * 60 + ("numbers", "phrasings"):
            item = draw(family, rng, level, split)  # type: ignore[arg-type]
            assert isinstance(item, Item) and item.domain == "general"
            assert item.question.strip() and item.answer.strip() and "{" not in item.question
            assert not any("\n" in step for step in item.steps) and "\n" not in item.answer
            assert len(item.question) + sum(map(len, item.steps)) + len(item.answer) < 900


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_phrasings_are_many_and_kept_out_ones_apart(family: Family) -> None:
    assert len(set(family.phrasings)) >= 15
    assert len(set(family.kept_out)) >= 3
    assert not set(family.phrasings) & set(family.kept_out)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_the_seed_decides_the_item(family: Family) -> None:
    assert [draw(family, Random(7), level) for level in (1, 2, 3)] == [
        draw(family, Random(7), level) for level in (1, 2, 3)
    ]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_problems_are_many_at_the_hard_level(family: Family) -> None:
    rng = Random(3)
    made = [family.make(rng, 3) for _ in range(300)]
    distinct = len({problem.key or problem.steps for problem in made})
    assert distinct > (100 if family.name == "greeting" else 200)


def test_family_names_differ() -> None:
    assert len(BY_NAME) == len(FAMILIES) >= 25


@pytest.mark.parametrize("name", ["member", "yes_no", "same_meaning", "same_claim"])
def test_yes_and_no_are_about_even(name: str) -> None:
    for level in (1, 2, 3):
        rng = Random(level)
        count = Counter(BY_NAME[name].make(rng, level).answer for _ in range(600))
        assert set(count) == {"Yes", "No"}
        assert 0.25 < count["Yes"] / 600 < 0.75


def test_copies_reversals_and_sorted_lists_are_right() -> None:
    assert all(p.answer == p.slots["text"] for p in problems("copy"))
    assert all(p.answer == p.slots["text"][::-1] for p in problems("reverse_letters"))
    for p in problems("reverse_list"):
        assert items_of(p.answer)[::-1] == items_of(p.slots["text"])
    for p in problems("sort_words"):
        assert items_of(p.answer) == sorted(items_of(p.slots["text"]))


def test_counts_are_right() -> None:
    for p in problems("count_items"):
        assert int(p.answer) == len(items_of(p.slots["text"])) == len(p.key.split("|"))
    for p in problems("count_word"):
        assert int(p.answer) == items_of(p.slots["text"]).count(p.slots["x"])
    for p in problems("count_letters"):
        text, question = p.slots["text"], p.slots["question"]
        named = re.search(r"(vowels|\b\w's)", question)
        letters = "".join(text.split())
        wanted = "aeiou" if named and named[0] == "vowels" else named[0][0] if named else letters
        assert int(p.answer) == sum(letter in wanted for letter in letters)


def test_the_odd_one_is_of_its_own_kind() -> None:
    for p in problems("odd_word"):
        kinds = [next(k for k, stock in KINDS.items() if item in stock) for item in items_of(p.slots["text"])]
        mine = next(k for k, stock in KINDS.items() if p.answer in stock)
        assert kinds.count(mine) == 1 and len(set(kinds)) == 2


def test_a_filter_keeps_exactly_what_fulfils_the_condition() -> None:
    for p in problems("filter"):
        condition = p.slots["condition"]
        *_, last = condition.split()
        kept = []
        for item in p.slots["text"].split(", "):
            match condition.split():
                case ["start", *_]:
                    keep = item.startswith(last)
                case ["contain", *_]:
                    keep = last in item
                case ["are", *_]:
                    keep = int(item) > int(last)
                case ["name", _, *kind]:
                    keep = item in KINDS[" ".join(kind)]
                case _:
                    raise AssertionError(condition)
            kept += [item] if keep else []
        assert p.answer == (", ".join(kept) or "none")


def test_the_pattern_goes_on_with_its_shortest_period() -> None:
    for p in problems("pattern"):
        row, after = p.slots["row"].split(", "), p.answer.split(", ")
        size = next(n for n in range(1, len(row)) if all(row[i] == row[i - n] for i in range(n, len(row))))
        whole = row + after
        assert all(whole[i] == whole[i - size] for i in range(size, len(whole)))


def _read_number(words: str) -> int:
    units = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    units += [f"{x}teen" for x in ["thir", "four", "fif", "six", "seven", "eigh", "nine"]]
    tens = {
        w: 10 * i
        for i, w in enumerate(
            ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
        )
    }
    total = part = 0
    for word in words.lower().replace("-", " ").replace(" and ", " ").split():
        if word == "hundred":
            part *= 100
        elif word == "thousand":
            total, part = part * 1000, 0
        else:
            part += tens.get(word) or units.index(word)
    return total + part


def test_number_words_read_back_to_the_number() -> None:
    for p in problems("number_words"):
        shown, answer = (p.slots["x"], p.answer) if p.answer.isdigit() else (p.answer, p.slots["x"])
        assert _read_number(shown) == int(answer.replace(",", ""))


def test_the_calendar_moves_one_name_at_a_time_and_as_far_as_it_says() -> None:
    for p in problems("calendar"):
        for step in p.steps:
            head, path = step.split(": ")
            count, side, start = head.split()
            names = next(KINDS[kind] for kind in ("day of the week", "month") if start in KINDS[kind])
            sign = 1 if side == "after" else -1
            places = [names.index(name) for name in (start, *path.split(", "))]
            assert len(places) == int(count) + 1
            assert all((y - x - sign) % len(names) == 0 for x, y in zip(places, places[1:], strict=False))
        assert p.steps[-1].endswith(p.answer)


GOES = "went to|walked to|moved to|ran to|travelled to|hurried to|is now in|came to|drove to"


def _moved(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Where people are, and where or with whom things are, read sentence by sentence."""
    at: dict[str, str] = {}
    things: dict[str, str] = {}
    for line in text.rstrip(".").split(". "):
        line = line.removesuffix(" there")
        who, rest = line.split(" ", 1)
        if m := re.fullmatch(rf"(?:{GOES}) the (.+)", rest):
            at[who] = m[1]
        elif m := re.fullmatch(r"(?:picked up|took|grabbed|got|collected) the (.+)", rest):
            things[m[1]] = who
        elif m := re.fullmatch(r"(?:put down|dropped|left|set down|laid down) the (.+)", rest):
            things[m[1]] = at[who]
        elif m := re.fullmatch(r"\w+ the (.+) to (\w+)", rest):
            things[m[1]] = m[2]
        elif m := re.fullmatch(r"\w+ (\w+) the (.+)", rest):
            things[m[2]] = m[1]
        else:
            raise AssertionError(line)
    return at, things


def test_tracked_things_are_where_the_text_leaves_them() -> None:
    for p in problems("track"):
        at, things = _moved(p.slots["text"])
        question = p.slots["question"]
        thing = next((t for t in sorted(things, key=len, reverse=True) if f" the {t}" in question), None)
        if question.startswith("Who"):
            assert p.answer == things[thing or ""]
        elif thing:
            assert p.answer == at.get(things[thing], things[thing])
        else:
            assert p.answer == at[next(who for who in at if re.search(rf"\b{who}\b", question))]


def test_quantities_are_the_operations_that_the_words_name() -> None:
    def value(written: str, x: Fraction) -> Fraction:
        ready = re.sub(r"\d+", lambda m: f"Fraction({m[0]})", written)
        names = {"Fraction": Fraction, "unknown": x}
        return eval(re.sub(r"\b[a-z]\b", "unknown", ready), names)

    def said(phrase: str, x: Fraction) -> Fraction:
        n = Fraction((re.findall(r"\d+", phrase) or ["0"])[0])
        for words, result in (
            ("more than|increased|sum|added|plus", x + n),
            ("less than|difference|decreased|fewer|taken away|minus", x - n),
            ("twice|double|two times", x * 2),
            ("three times|triple", x * 3),
            ("half", x / 2),
            ("third", x / 3),
            ("quarter|fourth", x / 4),
            ("divided|split|shared|quotient", x / (n or 1)),
            ("times|product|multiplied", x * n),
        ):
            if re.search(words, phrase):
                return result
        raise AssertionError(phrase)

    for p in problems("quantity"):
        if not p.slots["what"].startswith(("in words", "with words", "as a phrase")):
            x = start = Fraction(7)
            for step in p.steps or (f"{p.slots['x']} -> {p.answer}",):
                phrase, written = step.split(" -> ")
                x = said(phrase, x)
                assert value(written, start) == x
            assert value(p.answer, start) == x


def test_the_right_option_stands_behind_the_letter_once() -> None:
    for p in problems("choice"):
        right = p.steps[-1].removesuffix(f" is {p.answer}")
        options = p.slots["options"]
        assert re.search(rf"(^|[\s(]){p.answer}[).:] {re.escape(right)}(?=$|,? ?[\n(A-E])", options), (
            right,
            options,
        )


def test_comparisons_and_tables_name_the_right_person() -> None:
    for p in problems("compare"):
        pairs = [entry.rsplit(" ", 1) for entry in p.steps[0].split(", ")]
        for who, n in pairs:
            assert re.search(rf"{who} \D*{n}\b", p.slots["text"])
        order = [entry.split(" ") for entry in p.steps[1].removeprefix("In order: ").split(", ")]
        values = [int(n) for n, _ in order]
        assert values in (sorted(values), sorted(values, reverse=True))
        assert sorted(who for who, _ in pairs) == sorted(who for _, who in order)


def test_orders_are_carried_out_one_after_another() -> None:
    for p in problems("orders"):
        if p.steps:
            assert p.steps[-1].endswith(f": {p.answer}")
        if p.slots["order"] in ("reverse the list", "turn the order around"):
            assert p.answer.split(", ") == p.slots["text"].split(", ")[::-1]


def test_questions_outside_the_domains_get_one_plain_answer() -> None:
    answers = {p.answer for p in problems("small_model")}
    assert len(answers) == 1
    assert len({p.key for p in problems("small_model", 1000)}) > 1000


def test_a_calculation_has_the_numbers_of_its_story_in_their_order() -> None:
    for p in problems("calculation"):
        numbers = re.findall(r"\d+", p.answer)
        assert numbers == re.findall(r"\d+", p.slots["text"])
        assert eval(p.answer.split("/")[0]) > 0
        assert p.answer.count("(") <= 1


def test_how_many_in_a_story_is_the_number_told() -> None:
    asked = [p for p in problems("story", 300) if p.slots["question"].startswith("How many")]
    assert len(asked) > 30
    for p in asked:
        things, who = re.fullmatch(r"How many (\w+) did (\w+) .*", p.slots["question"]).groups()  # type: ignore[union-attr]
        assert re.search(rf"{who} \w+ {p.answer} {things}", p.slots["text"])


def test_a_sum_inside_another_phrase_shows_where_it_ends() -> None:
    for p in problems("quantity"):
        for step in p.steps[:-1]:
            assert not re.search(
                r"^[\w ]+ (plus|minus|divided|increased|decreased|split|shared|multiplied) |^\d+ (more|less)",
                step,
            )
