# ruff: noqa: SIM905
"""Word problems: exact labels by a second method, true steps, no gaps in the wording, enough phrasings."""

import re
from fractions import Fraction
from math import prod
from random import Random

import pytest

from trainers.tasks.arithmetic import (
    stories,
    stories_change,
    stories_compare,
    stories_errands,
    stories_exact,
    stories_groups,
    stories_measures,
    stories_parts,
    stories_places,
    stories_rates,
    stories_scenes,
    stories_school,
    stories_select,
    stories_shopping,
    stories_work,
    story_words,
)
from trainers.tasks.item import Family, Item, draw

FAMILIES = tuple(
    family
    for module in (
        stories,
        stories_change,
        stories_compare,
        stories_errands,
        stories_exact,
        stories_groups,
        stories_measures,
        stories_parts,
        stories_places,
        stories_rates,
        stories_scenes,
        stories_school,
        stories_select,
        stories_shopping,
        stories_work,
    )
    for family in module.FAMILIES
)
EQUALITY = re.compile(r"(?<![/\d])(-?\d+(?: [-+*/] \(?-?\d+\)?)+) = (-?\d+)(?![/\d])(?: remainder (\d+))?")


def items(family: Family, count: int = 40) -> list[Item]:
    rng = Random(7)
    return [draw(family, rng, level) for level in (1, 2, 3) for _ in range(count)]


def wanted(key: str) -> int | Fraction | str | None:
    """The answer recomputed from the numbers of the canonical form, where that form holds them all."""
    family, _, rest = key.partition("|")
    story, *words = rest.replace("[", "").replace("]", "").replace(",", "").replace("None", "0").split()
    if family == "story_cups":
        x, y, *k = [Fraction(word) for word in words]
        match story:
            case "times":
                return x * y
            case "mix":
                return x + y
            case "left":
                return x - y
            case "scoops":
                return x / y
            case "times_left":
                return k[0] - x * y
            case _:
                return (x + y) * k[0]
    if not all(re.fullmatch(r"-?\d+", word) for word in words):
        return None
    n = [int(word) for word in words]
    match family, story:
        case "story_change", _:
            return sum(n)
        case "story_start_unknown", _:
            return n[0] - sum(n[1:])
        case "story_gained" | "story_used" | "story_gap", _:
            return n[1]
        case "story_groups", "total":
            return n[0] * n[1]
        case "story_groups", "extra":
            return n[0] * n[1] + n[2]
        case "story_groups", "less":
            return n[0] * n[1] - n[2]
        case "story_groups", "two":
            return n[0] * n[1] + n[2] * n[3]
        case "story_grouping", _:
            return (n[0] + (-n[1] if story.startswith("less") else n[1])) // n[2]
        case "story_parts", "two" | "three":
            return sum(n)
        case "story_parts", "missing":
            return n[2]
        case "story_parts", "extra":
            return n[0] + n[1] - n[2]
        case "story_tables", "both":
            return n[0] - n[1] + n[2]
        case "story_tables", "sum_lost":
            return n[0] + n[1] - n[2]
        case "story_tables", _:
            return n[0] - n[1] if story == "lost" else sum(n)
        case "story_shares", _:
            part = Fraction(n[0] * n[1], n[2])
            assert part.denominator == 1
            return int(part if story == "part" else n[0] - part - n[3])
        case "story_remainders", "over":
            return n[0] % n[1]
        case "story_remainders", _:
            return n[0] // n[1] if story == "full" else -(-n[0] // n[1])
        case "story_scoring", _:
            return (n[0] - n[1]) * n[2] if story == "but" else n[0] + n[1] * n[2]
        case "story_moving", "legs":
            return n[0] * n[1] + n[2] * n[3]
        case "story_moving", _:
            return n[0] * n[1] if story == "distance" else n[1] if story == "time" else n[0]
        case ("story_money", "total") | ("story_rates", "total"):
            return n[0] * n[1]
        case "story_money", "unit":
            return n[1]
        case "story_money", "afford" | "save":
            return n[0]
        case "story_money", "left":
            return n[2] - n[0] * n[1]
        case "story_money", "two" | "two_left":
            cost = n[0] * n[1] + n[2] * n[3]
            return cost if story == "two" else n[4] - cost
        case "story_money", "list" | "list_left":
            cost = n[0] * n[1] + n[2] + n[3] * n[4]
            return cost if story == "list" else n[5] - cost
        case "story_money", "off":
            return n[0] * (100 - n[1]) // 100
        case "story_rates", "rate":
            return n[0]
        case "story_rates", "time" | "rest":
            return n[1]
        case "story_rates", "two":
            return n[0] * n[1] + n[2] * n[3]
        case "story_rates", "compare":
            return (n[0] - n[2]) * n[1]
        case "story_rising", _:
            return sum(n[0] + n[1] * day for day in range(n[2]))
        case "story_select", _:
            if story == "less_each":
                return (n[0] - n[1]) // n[2]
            if story in ("less_total", "sum_less", "sum_over"):
                return (n[0] * n[1] if story == "less_total" else n[0] + n[1]) - n[2]
            return {"each": n[1], "total": n[0] * n[1], "over": n[0], "sum": sum(n)}[story]
        case "story_school", "add" | "take":
            return n[0] + n[1] if story == "add" else n[0] - n[1]
        case "story_school", "times":
            return n[0] * n[1]
        case "story_school", "again" | "extra_again":
            return (n[0] * n[1] + sum(n[2:-1])) // n[-1]
        case "story_school", "pool" | "gap" | "pool_less":
            return n[0] * n[1] + n[2] * n[3] * (-1 if story == "gap" else 1) - sum(n[4:])
        case "story_school", _:
            each = n[0] // n[1]
            return {"over": each, "some": each * n[-1], "one_more": each + n[-1]}.get(story, each - n[-1])
        case "story_scenes", _:
            return n[0] + (sum(n[1:]) if story == "end" else 0)
        case "story_pairs", "sum_times":
            return (n[0] + n[1]) * n[2]
        case "story_pairs", "diff_times":
            return (n[0] - n[1]) * n[2]
        case "story_pairs", "gap_after":
            return n[0] + n[1] - n[2]
        case "story_pairs", "scale":
            return n[1] * n[2]
        case "story_units", _:
            return n[0] * n[1] * (n[2] if story == "times" else 1)
        case "story_rectangles", "area" | "width":
            return n[0] * n[1] if story == "area" else n[1]
        case "story_rectangles", _:
            return (n[0] + n[0] + n[1] + n[1]) * (n[2] if story == "fence_cost" else 1)
        case "story_packing", _:
            return (n[0] * n[1] + n[2] * n[3] - n[4]) // n[5]
        case "story_pages", "left":
            return n[0] - n[1] * n[2]
        case "story_pages", _:
            return (n[0] - n[1] - n[2] * n[3]) // n[4]
        case "story_pooling", _:
            return (n[0] + n[1] - n[2]) // n[3]
        case "story_shifts", "need":
            return n[2]
        case "story_shifts", _:
            return prod(n[:3]) + (n[3] if story == "bonus" else -n[3] if story == "cost" else 0)
        case "story_saving", "weeks":
            return n[3]
        case "story_saving", _:
            have = n[0] + n[1] * n[2] - sum(n[3:4])
            return n[4] - have if story == "short" else have
        case "story_harvest", "weight" | "rows" | "sells":
            return prod(n)
        case "story_harvest", "rows_good":
            return prod(n[:3]) - n[3]
        case "story_harvest", _:
            left = n[0] * n[1] - n[2]
            return left if story == "good" else left * n[3] if story == "sells_r" else left // n[3]
        case "story_rows", _:
            left = n[0] * n[1] + (0 if len(n) < 3 else -n[2] if story.startswith("gap") else n[2])
            return left // n[3] if len(n) > 3 else left
        case "story_seats", "mixed" | "mixed_rent":
            return n[0] * n[1] + n[2] * n[3] - sum(n[4:])
        case "story_seats", "taken" | "income":
            return (n[0] * n[1] - n[2]) * prod(n[3:])
        case "story_seats", _:
            return prod(n)
        case "story_laps", "rest":
            return (n[0] - n[1] * n[2]) // n[3]
        case "story_laps", "goal":
            return n[3] - prod(n[:3])
        case "story_laps", "ahead" | "daily_plus":
            return prod(n[:3]) + (n[3] if story == "daily_plus" else -n[3])
        case "story_laps", _:
            return n[0] * n[1] + n[2] if story == "plus" else prod(n)
        case "story_prices", _:
            cents = {"unit": n[1], "pair": n[0] + n[1], "change": n[-1] * 100 - n[0] - n[1]}.get(story)
            if cents is None:
                cents = n[0] * n[1] + (0 if story in ("total", "tip") else n[2] * n[3])
                cents += {"tip": n[-1], "off": -n[-1]}.get(story, 0)
                cents = n[-1] * 100 - cents if story == "two_change" else cents
            return f"{cents / 100:.2f}".rstrip("0").rstrip(".")
        case "story_ages", "later":
            return n[0] + n[1] if len(n) == 2 else None
    return None


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_answers_agree_with_a_second_computation_from_the_bare_numbers(family: Family) -> None:
    checked = 0
    for item in items(family, 150):
        answer = wanted(item.key)
        checked += answer is not None
        assert answer is None or str(answer) == item.answer, item
    assert checked > 300 or family.name in ("story_compare", "story_ages")


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_equality_in_the_steps_is_true_and_the_last_one_gives_the_answer(family: Family) -> None:
    for item in items(family):
        for step in item.steps[1:]:
            for left, right, remainder in EQUALITY.findall(step):
                terms = left.split(" ")
                a, op, b = int(terms[0]), terms[1], int(terms[2].strip("()"))
                value = {"+": a + b, "-": a - b, "*": a * b, "/": a // b}[op]
                assert value == int(right), step
                assert op != "/" or a % b == int(remainder or 0), step
        assert item.steps[-1].rsplit(" ", 1)[-1] == item.answer
        assert Fraction(item.answer) >= 0


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_questions_are_filled_in_and_hold_the_numbers_of_the_first_step(family: Family) -> None:
    words = "zero one two three four five six seven eight nine ten eleven twelve".split()
    for item in items(family):
        text = item.question.lower().replace(",", "")
        assert not re.search(r"[{}\[\]<>|\x01-\x03]|  | [.,?]|a\(n\)", item.question), item.question
        for number in re.findall(r"(?<![/\d])\d+(?![/\d%])", item.steps[0].partition(":")[2]):
            n = int(number)
            said = number in text or (n <= 12 and words[n] in text) or n <= 20
            assert said or family.name == "story_tables", (item.question, item.steps[0])


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_items_stay_short_enough_for_the_context(family: Family) -> None:
    for item in items(family):
        assert len(item.question) + len("\n".join(item.steps)) < 1000, item


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_each_split_can_be_drawn_and_there_are_enough_phrasings(family: Family) -> None:
    assert len(family.phrasings) >= 12
    assert len(family.kept_out) >= 3
    for level in (1, 2, 3):
        for split in ("train", "numbers", "phrasings"):
            assert draw(family, Random(level), level, split).question  # type: ignore[arg-type]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_the_same_seed_draws_the_same_items(family: Family) -> None:
    assert items(family, 5) == items(family, 5)


def test_the_words_are_many_and_their_plurals_regular() -> None:
    nouns = {noun for kind in story_words.KINDS for noun in kind.nouns}
    assert len(story_words.HE) + len(story_words.SHE) >= 200
    assert len(nouns) >= 300
    assert story_words.plural("loaf of bread") == "loaves of bread"
    assert story_words.plural("cherry") == "cherries"
    assert story_words.third("carry away") == "carries away"
