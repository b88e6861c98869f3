# ruff: noqa: E501
"""Stories of money: prices and counts, change, discounts, budgets, savings, wages, tickets at two prices."""

from random import Random

from trainers.tasks.arithmetic.asking import retold
from trainers.tasks.arithmetic.stories_telling import Reasoning, by_story, cast, openings, size, small, weave
from trainers.tasks.item import Family, Problem

_AHEAD = (*openings("")[4:], "{b} came along. ", "The shops were open late. ", "{a} had a shopping list. ")
_MONEY = {
    "list": """{he} bought {k} {things} <each>, a [lamp|coat|clock|radio] for [${q}|{q} dollars] and {k2} [pens|candles|cups|ropes] at [${r}|{r} dollars] each.|
{he} paid [${q}|{q} dollars] for a [chair|tent|bike lock|fan], and got {k} {things} <each> and {k2} [plates|cushions|cards|hooks] at [${r}|{r} dollars] each.|
The list had {k} {things} <each>, {k2} [jars|towels|maps|brushes] at [${r}|{r} dollars] each and one [clock|basket|ladder|bell] for [${q}|{q} dollars], and {he} bought all of it.|
A [lamp|rug|pan] for [${q}|{q} dollars], {k} {things} <each> and {k2} [boxes|pens|spoons] at [${r}|{r} dollars] each went into {his} cart.""",
    "each": "at [${p}|{p} dollars] [each|apiece|a piece|per {thing}]|for [${p}|{p} dollars] [each|apiece]|that cost [${p}|{p} dollars] each",
    "costs": "[A|One|Each] {thing} costs [${p}|{p} dollars]|{things} cost [${p}|{p} dollars] [each|apiece]|The price of [a(n)|one] {thing} is [${p}|{p} dollars]",
    "pay": """How much did {he} [pay|spend] [in all|in total|altogether|]?|How much money did {a} spend?|How much [did|do] the {things} cost [in all|altogether|]?|
What was the total cost?|How many dollars did {he} spend?|How much [is|was] that [in all|in total|]?|Find the total cost [in dollars|].""",
    "pay2": "How much did {he} [pay|spend] [in all|in total|altogether|]?|How much money did {a} spend?|What was the total cost?|How many dollars did {he} spend?|How much is it [in all|altogether]?|Find the total cost [in dollars|].",
    "had": "{a} had [${h}|{h} dollars].|{a} went to {place} with [${h}|{h} dollars].|{a} took [${h}|{h} dollars] to {place}.|There were [${h}|{h} dollars] in {a}'s wallet.|{a} has [${h}|{h} dollars] [saved|in {his} pocket|].|{a}'s {rel} gave {him} [${h}|{h} dollars].",
    "left": """How much money does {a} have [left|now|left over]?|How much [money |]does {he} have left?|How many dollars [are left|does {he} have left]?|
How much money [did {he} have left|was left]?|How much is left?|Find how much money {he} has left.""",
}
_STORIES = {
    "total": (
        "{a} bought {k} {things} <each>. <pay>",
        "<costs>. {a} bought {k} [{things}|of them]. <pay>",
        "<costs>. How much do {k} {things} cost?",
        "How much do {k} {things} cost if one costs [${p}|{p} dollars]?",
        "{a} [wants|needs] to buy {k} {things}. <costs>. How much [money |]does {he} need?",
        "If {a} sold {k} {things} <each>, how much money did {he} [make|earn]?",
        "{a} sells {things} <each>. On {day} {he} sold {k}. How much money did {he} make?",
        "At {place}, {things} cost [${p}|{p} dollars] each. What do {k} of them cost?",
        "{a} paid [${p}|{p} dollars] for each of {k} {things}. <pay>",
        "{k} friends each paid [${p}|{p} dollars] for a ticket. How much did they pay [in all|altogether]?",
        "{a} saves [${p}|{p} dollars] [every|a|each] week. How much will {he} have after {k} weeks?",
        "{a} earns [${p}|{p} dollars] [an hour|per hour|a day]. How much does {he} earn in {k} [hours|days]?",
        "{a} gets [${p}|{p} dollars] for each {thing} {he} sells. How much does {he} get for {k} [{things}|]?",
        "{for}, {a} ordered {k} {things}. <costs>. <pay>",
    ),
    "unit": (
        "{k} {things} cost [${t}|{t} dollars] [in all|]. How much does one {thing} cost?",
        "{a} paid [${t}|{t} dollars] for {k} {things}. How much did each [{thing}|one] cost?",
        "{a} bought {k} {things} for [${t}|{t} dollars]. What [is|was] the price of one {thing}?",
        "If {k} {things} cost [${t}|{t} dollars], what does [a(n)|one] {thing} cost?",
        "{a} earned [${t}|{t} dollars] in {k} hours. How much did {he} earn [per hour|an hour|each hour]?",
        "{a} earned [${t}|{t} dollars] in {k} weeks. How much did {he} earn each week?",
        "{a} made [${t}|{t} dollars] by selling {k} {things}. How much did each one sell for?",
        "{a} and {his} friends split a bill of [${t}|{t} dollars] among {k} people. How much does each pay?",
        "The total for {k} {things} was [${t}|{t} dollars]. If each cost the same, how much was one {thing}?",
        "{k} tickets cost [${t}|{t} dollars] in all. How much is one ticket?",
        "{a} works {k} hours and gets [${t}|{t} dollars]. How much does {he} get per hour?",
        "How much does one {thing} cost if {a} paid [${t}|{t} dollars] for {k}?",
    ),
    "afford": (
        "<costs>. {a} has [${t}|{t} dollars]. How many {things} can {he} buy?",
        "{a} has [${t}|{t} dollars]. <costs>. How many {things} can {he} [buy|get] [with {his} money|]?",
        "How many {things} can {a} buy with [${t}|{t} dollars] if each costs [${p}|{p} dollars]?",
        "{a} spent [${t}|{t} dollars] on {things}. <costs>. How many {things} did {he} buy?",
        "{a} earns [${p}|{p} dollars] an hour. How many hours must {he} work to earn [${t}|{t} dollars]?",
        "{a} saves [${p}|{p} dollars] each week. How many weeks will it take to save [${t}|{t} dollars]?",
        "{a} made [${t}|{t} dollars] selling {things} <each>. How many did {he} sell?",
        "With [${t}|{t} dollars], how many {things} can {a} get at [${p}|{p} dollars] each?",
        "If {things} cost [${p}|{p} dollars] each and {a} has [${t}|{t} dollars], how many can {he} buy?",
        "Tickets cost [${p}|{p} dollars] each. {a} paid [${t}|{t} dollars]. How many tickets did {he} buy?",
        "{a} has a budget of [${t}|{t} dollars] for {things}. One costs [${p}|{p} dollars]. How many can {he} buy?",
        "{a} needs [${t}|{t} dollars] and makes [${p}|{p} dollars] for each {thing} sold. How many must {he} sell?",
    ),
    "left": (
        "<had> {he} bought {k} {things} <each>. <left>",
        "<had> {he} [spent|paid] [${p}|{p} dollars] [on|for] each of {k} {things}. <left>",
        "{a} had [${h}|{h} dollars] and bought {k} {things} <each>. <left>",
        "<costs>. {a} had [${h}|{h} dollars] and bought {k}. <left>",
        "{a} bought {k} {things} <each>. {he} paid with [${h}|{h} dollars]. How much change did {he} get?",
        "{a} paid for {k} {things} with a bill of [${h}|{h} dollars]. <costs>. How much change [does|should|did] {he} get [back|]?",
        "If {a} buys {k} {things} <each> and pays with [${h}|{h} dollars], how much change does {he} get?",
        "<had> If {he} buys {k} {things} <each>, how much money will {he} have left?",
        "How much money does {a} have left if {he} had [${h}|{h} dollars] and bought {k} {things} <each>?",
        "<had> At {place} {he} got {k} {things}. <costs>. <left>",
        "Before shopping, {a} had [${h}|{h} dollars]. {he} got {k} {things} <each>. <left>",
        "{a} has [${h}|{h} dollars]. {he} wants {k} {things}. <costs>. How much will be left?",
    ),
    "two": (
        "{a} bought {k} {things} <each> and {k2} {others} at [${q}|{q} dollars] each. <pay2>",
        "<costs> and [a(n)|one] {other} costs [${q}|{q} dollars]. {a} bought {k} {things} and {k2} {others}. <pay2>",
        "{a} got {k} {things} and {k2} {others}. Each {thing} cost [${p}|{p} dollars] and each {other} cost [${q}|{q} dollars]. <pay2>",
        "Adult tickets cost [${p}|{p} dollars] and child tickets cost [${q}|{q} dollars]. {a} bought {k} adult tickets and {k2} child tickets. How much did {he} pay?",
        "For a fundraiser, {a} sold {k} {things} <each> and {k2} {others} at [${q}|{q} dollars] each. How much money did {he} [make|raise] [in all|]?",
        "{a} sold {k} tickets at [${p}|{p} dollars] and {k2} tickets at [${q}|{q} dollars]. How much money was that in all?",
        "{a} earned [${p}|{p} dollars] an hour for {k} hours and then [${q}|{q} dollars] an hour for {k2} hours. How much did {he} earn [in all|]?",
        "{a} saved [${p}|{p} dollars] a week for {k} weeks and [${q}|{q} dollars] a week for {k2} weeks. How much did {he} save?",
        "What is the total cost of {k} {things} <each> and {k2} {others} at [${q}|{q} dollars] each?",
        "At {place}, a(n) {thing} is [${p}|{p} dollars] and a(n) {other} is [${q}|{q} dollars]. How much do {k} {things} and {k2} {others} cost?",
        "If a(n) {thing} sells for [${p}|{p} dollars] and a(n) {other} for [${q}|{q} dollars], how much does {a} make from {k} {things} and {k2} {others}?",
        "{a} works at {place}. {he} sold {k} {things} <each>. {he} also sold {k2} {others} at [${q}|{q} dollars] each. How much money did {he} get?",
    ),
    "two_left": (
        "<had> {he} bought {k} {things} <each> and {k2} {others} at [${q}|{q} dollars] each. <left>",
        "<had> <costs>. Each {other} costs [${q}|{q} dollars]. {a} bought {k} {things} and {k2} {others}. <left>",
        "{a} bought {k} {things} <each> and {k2} {others} for [${q}|{q} dollars] each. {he} paid with [${h}|{h} dollars]. How much change did {he} get?",
        "If {a} had [${h}|{h} dollars] and bought {k} {things} <each> and {k2} {others} at [${q}|{q} dollars] each, how much did {he} have left?",
        "At {place}, a(n) {thing} is [${p}|{p} dollars] and a(n) {other} is [${q}|{q} dollars]. {a} came with [${h}|{h} dollars] and got {k} {things} and {k2} {others}. <left>",
        "{a} went shopping {for} with [${h}|{h} dollars]. {he} bought {k} {things} <each>. Then {he} bought {k2} {others} at [${q}|{q} dollars] each. <left>",
        "{a} earned [${h}|{h} dollars]. {he} spent it on {k} {things} <each> and {k2} {others} at [${q}|{q} dollars] each. <left>",
        "{a} has to buy {k} {things} and {k2} {others}. <costs>. Each {other} costs [${q}|{q} dollars]. {he} has [${h}|{h} dollars]. How much money will {he} have left?",
        "{a} has a budget of [${h}|{h} dollars] {for}. {k} {things} cost [${p}|{p} dollars] each and {k2} {others} cost [${q}|{q} dollars] each. How much of the budget is left?",
        "How much money is left from [${h}|{h} dollars] after {a} buys {k} {things} <each> and {k2} {others} at [${q}|{q} dollars] each?",
        "<had> {he} got {k2} {others} for [${q}|{q} dollars] each, and {k} {things}. <costs>. <left>",
        "{a} sold {things} and had [${h}|{h} dollars]. {he} then bought {k} {things} <each> and paid [${q}|{q} dollars] for each of {k2} {others}. <left>",
    ),
    "list": tuple(f"{opening}<list> <pay2>" for opening in _AHEAD),
    "list_left": tuple(f"{opening}<had> <list> <left>" for opening in _AHEAD),
    "off": (
        "{a} wants to buy a(n) {thing} that costs [${p}|{p} dollars]. It is on sale for {d}% off. How much does {he} pay?",
        "A(n) {thing} costs [${p}|{p} dollars]. There is a discount of {d}%. What is the new price?",
        "The price of a(n) {thing} was [${p}|{p} dollars]. [Today|Now|This week] it is {d}% off. How much does it cost now?",
        "A(n) {thing} [usually|normally] costs [${p}|{p} dollars]. {a} has a {d}% off coupon. How much will {he} pay?",
        "{a} bought a(n) {thing} at a {d}% discount. The original price was [${p}|{p} dollars]. How much did {he} pay?",
        "During a sale, everything at {place} is {d}% off. How much does a [${p}|{p} dollar] {thing} cost?",
        "The price of [${p}|{p} dollars] for a(n) {thing} was [reduced|lowered|cut] by {d}%. What is the price now?",
        "How much does {a} pay for a(n) {thing} that costs [${p}|{p} dollars] with {d}% off?",
        "If a(n) {thing} costs [${p}|{p} dollars] and the store takes {d}% off, what does {a} pay?",
        "{a} gets {d}% off at {place}. {he} chose a(n) {thing} marked [${p}|{p} dollars]. What is the sale price?",
        "With a {d}% discount, what is the price of a(n) {thing} that was [${p}|{p} dollars]?",
        "{place} sells {things} for [${p}|{p} dollars]. On {day} they are {d}% cheaper. What do they cost on {day}?",
    ),
    "save": (
        "{a} wants [to buy |]a(n) {thing} that costs [${h}|{h} dollars]. {he} [has|already has|has saved] [${s}|{s} dollars]. {he} saves [${p}|{p} dollars] [a|each|every] week. How many weeks [does|will] it take [to save enough|]?",
        "A(n) {thing} costs [${h}|{h} dollars]. {a} has [${s}|{s} dollars] and earns [${p}|{p} dollars] a week. In how many weeks can {he} buy it?",
        "{a} needs [${h}|{h} dollars] {for}. {he} has [${s}|{s} dollars] so far and saves [${p}|{p} dollars] each week. How many more weeks must {he} save?",
        "{a} has [${s}|{s} dollars]. If {he} saves [${p}|{p} dollars] a day, how many days until {he} has [${h}|{h} dollars]?",
        "{a} is saving for a(n) {thing} that costs [${h}|{h} dollars]. {his} {rel} gave {him} [${s}|{s} dollars]. {he} makes [${p}|{p} dollars] an hour. How many hours must {he} work for the rest?",
        "{a} owes [${h}|{h} dollars]. {he} paid [${s}|{s} dollars] and pays the rest at [${p}|{p} dollars] a month. How many months will it take?",
        "{a} had [${s}|{s} dollars] and then earned [${p}|{p} dollars] a week until {he} had [${h}|{h} dollars]. How many weeks did {he} work?",
        "How many weeks does {a} need to save [${p}|{p} dollars] a week to get from [${s}|{s} dollars] to [${h}|{h} dollars]?",
        "{a} spent [${h}|{h} dollars] at {place}. {he} paid [${s}|{s} dollars] for a ticket and the rest on {things} <each>. How many {things} did {he} buy?",
        "The trip costs [${h}|{h} dollars]. {a} has [${s}|{s} dollars] and can sell {things} <each>. How many must {he} sell?",
        "{a} had [${h}|{h} dollars]. {he} spent [${s}|{s} dollars] on {others}. How many {things} can {he} buy with the rest if each costs [${p}|{p} dollars]?",
        "{a} went to {place} with [${h}|{h} dollars]. {he} bought a(n) {other} for [${s}|{s} dollars] and used the rest to buy {things} <each>. How many {things} did {he} buy?",
    ),
}
_KEPT = {
    "list": tuple(f"{opening}In {{his}} cart are {{k}} {{things}} <each>, {{k2}} pens at [${{r}}|{{r}} dollars] each and a lamp for [${{q}}|{{q}} dollars]. <pay2>" for opening in openings("", kept=True)),
    "list_left": tuple(f"{opening}<had> In {{his}} cart are {{k}} {{things}} <each>, {{k2}} pens at [${{r}}|{{r}} dollars] each and a lamp for [${{q}}|{{q}} dollars]. <left>" for opening in openings("", kept=True)),
    "total": ("{a} needs {k} {things} {for}. <costs>. <pay>", "How much money do {k} {things} cost at [${p}|{p} dollars] each?",
              "At {place}, {a} got {k} {things} and paid [${p}|{p} dollars] for each. What was the total cost?"),
    "unit": ("The price of {k} {things} is [${t}|{t} dollars]. What is the price of one?", "{a} spent [${t}|{t} dollars] on {k} {things}. What did each one cost?",
             "If {a} gets [${t}|{t} dollars] for {k} hours, how much is that for one hour?"),
    "afford": ("{a} wants to buy {things}. <costs> and {he} has [${t}|{t} dollars]. How many can {he} get?", "At [${p}|{p} dollars] each, how many {things} can {a} buy with [${t}|{t} dollars]?",
               "{a} paid [${t}|{t} dollars] for tickets that cost [${p}|{p} dollars] each. How many tickets was that?"),
    "left": ("{a} took [${h}|{h} dollars] and bought {k} {things}. <costs>. How much is left?", "With [${h}|{h} dollars], {a} buys {k} {things} <each>. <left>",
             "How much change does {a} get from [${h}|{h} dollars] for {k} {things} <each>?"),
    "two": ("How much did {a} pay for {k} {things} <each> and {k2} {others} at [${q}|{q} dollars] each?", "{a} bought {k} {things} <each>. Then {he} bought {k2} {others} at [${q}|{q} dollars] each. <pay2>",
            "Each {thing} is [${p}|{p} dollars] and each {other} is [${q}|{q} dollars]. What do {k} {things} and {k2} {others} cost in all?"),
    "two_left": ("From [${h}|{h} dollars], {a} paid for {k} {things} <each> and {k2} {others} at [${q}|{q} dollars] each. <left>",
                 "{a} had [${h}|{h} dollars]. {k} {things} <each> and {k2} {others} at [${q}|{q} dollars] each were bought. How much is left?",
                 "What is left of [${h}|{h} dollars] when {a} buys {k} {things} <each> and {k2} {others} for [${q}|{q} dollars] each?"),
    "off": ("{a} has a coupon for {d}% off a(n) {thing} that costs [${p}|{p} dollars]. What does {he} pay?", "What is the price of a [${p}|{p} dollar] {thing} at {d}% off?",
            "The original price of a(n) {thing} is [${p}|{p} dollars]. How much is it with a discount of {d}%?"),
    "save": ("{a} has saved [${s}|{s} dollars] of the [${h}|{h} dollars] {he} needs. At [${p}|{p} dollars] a week, how many weeks will it take?",
             "{a} wants [${h}|{h} dollars]. So far {he} has [${s}|{s} dollars] and makes [${p}|{p} dollars] a day. How many days are needed?",
             "Of [${h}|{h} dollars], {a} spent [${s}|{s} dollars] and then bought {things} <each> with the rest. How many {things} did {he} get?"),
}  # fmt: skip


def money(rng: Random, level: int) -> Problem:
    """One story about money; which one depends on the level."""
    slots = cast(rng, level)
    stories = (
        ("total", "unit", "afford"),
        ("left", "left", "two", "save", "off", "afford"),
        ("two", "two_left", "list", "list_left", "list_left", "save", "off"),
    )
    story = rng.choice(stories[level - 1])
    k, k2 = small(rng, level), small(rng, level)
    p, q = (rng.randint(2, (15, 40, rng.choice((40, 120, 400)))[level - 1]) for _ in range(2))
    slots |= {"story": story, "k": k, "k2": k2, "p": p, "q": q, "t": k * p}
    key: tuple[object, ...] = (story, k, p)
    match story:
        case "total":
            think = Reasoning(f"{k} at {p} each, want total")
            answer = think.times("total", k, p)
        case "unit":
            think = Reasoning(f"{k} for {k * p} in all, want each")
            answer = think.over("each", k * p, k)
        case "afford":
            think = Reasoning(f"{k * p} in all, {p} each, want how many")
            answer = think.over("how many", k * p, p)
        case "left":
            extra = rng.randint(1, 60)
            h = next((bill for bill in (10, 20, 50, 100, 200, 500) if bill > k * p), k * p + extra)
            if rng.random() < 0.6:
                h = k * p + extra
            slots["h"] = h
            think = Reasoning(f"had {h}, {k} at {p} each, want left")
            answer = think.take("left", h, think.times("cost", k, p))
            key += (h,)
        case "two" | "two_left":
            total = k * p + k2 * q
            h = total + size(rng, level, 1)
            slots["h"] = h
            think = Reasoning(f"{f'had {h}, ' if story == 'two_left' else ''}{k} at {p} each, {k2} at {q} each, want "
                              f"{'left' if story == 'two_left' else 'total'}")  # fmt: skip
            answer = think.add("total", think.times("first", k, p), think.times("second", k2, q))
            if story == "two_left":
                answer = think.take("left", h, total)
            key += (k2, q, h)
        case "list" | "list_left":
            k, k2, p, r = rng.randint(2, 12), rng.randint(2, 12), rng.randint(2, 60), rng.randint(2, 40)
            total = k * p + q + k2 * r
            h = total + size(rng, level, 1)
            slots |= {"h": h, "r": r, "k": k, "k2": k2, "p": p}
            left = story == "list_left"
            think = Reasoning(
                f"{f'had {h}, ' if left else ''}{k} at {p} each, 1 at {q}, {k2} at {r} each, want {'left' if left else 'total'}"
            )
            answer = think.add("total", think.times("first", k, p), q, think.times("last", k2, r))
            if left:
                answer = think.take("left", h, total)
            key = (story, k, p, q, k2, r, *([h] if left else []))
        case "off":
            d = rng.choice((10, 20, 25, 50, 75, 5, 15, 30, 40, 60))
            p = rng.randint(2, (30, 60, 400)[level - 1]) * 20
            slots |= {"p": p, "d": d}
            think = Reasoning(f"price {p}, {d}% off, want price now")
            hundredfold = think.times("price times percent", p, d)
            off = hundredfold // 100
            think.steps.append(f"off: {hundredfold} / 100 = {off}")
            answer = think.take("price now", p, off)
            key = (story, p, d)
        case _:
            s = size(rng, level, 2)
            slots |= {"s": s, "h": s + k * p}
            think = Reasoning(f"whole {s + k * p}, {s} done, {p} each, want how many")
            answer = think.over("how many", think.take("rest", s + k * p, s), p)
            key += (s,)
    return think.problem(slots, answer, *key)


FAMILIES = retold((
    Family("story_money", "arithmetic", money,
           by_story(**{name: weave(_MONEY, scripts) for name, scripts in _STORIES.items()}),
           by_story(**{name: weave(_MONEY, scripts) for name, scripts in _KEPT.items()}), 1.8),
))  # fmt: skip
