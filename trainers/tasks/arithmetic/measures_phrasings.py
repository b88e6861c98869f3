"""Phrasings of the families of units, times, ratios, money and rates."""

from collections.abc import Mapping
from random import Random
from typing import Any

from trainers.tasks.arithmetic.expressions_wording import by_kind
from trainers.tasks.item import Phrasing


def _converted(template: str) -> Phrasing:
    """A phrasing with the slot `amount`: a fraction of a unit, or a value with its unit or symbol."""

    def say(slots: Mapping[str, Any], rng: Random) -> str:
        value, one, symbol = slots["value"], slots["one"], slots["symbol"]
        amount = f"{value} {one}"
        if slots["kind"] == "plain" and len(symbol) < 4 and rng.random() < 0.4:
            amount = f"{value}{rng.choice(('', ' '))}{symbol}"
        return template.format(amount=amount, other=slots["other"])

    return say


CONVERSION = tuple(
    _converted(template)
    for template in (
        "How many {other} do you have in {amount}?",
        "What's {amount} in {other}?",
        "Please convert {amount} to {other}.",
        "How many {other} are in {amount}?",
        "{amount} in {other}",
        "Change {amount} into {other}.",
        "Express {amount} in {other}.",
        "Write {amount} in {other}.",
        "How many {other} make {amount}?",
        "how many {other} is {amount}",
        "{amount} equals how many {other}?",
        "What do you get when you convert {amount} to {other}?",
        "Give {amount} in {other}.",
        "A label says {amount}. How many {other} is that?",
        "The instrument reads {amount}. What is this in {other}?",
        "Find the number of {other} in {amount}.",
        "{amount} = ? {other}",
        "How much is {amount} in {other}?",
        "In {other}, how much is {amount}?",
        "What is {amount}, given in {other}?",
        "Find how many {other} {amount} is.",
        "Make {amount} into {other}.",
    )
)
CONVERSION_KEPT_OUT = tuple(
    _converted(template)
    for template in (
        "Find how many {other} there are in {amount}.",
        "Turn {amount} into {other}.",
        "In {other}, what is {amount}?",
    )
)
BETWEEN = (
    "How many minutes lie between {a} and {b}?", "How many minutes is it from {a} to {b}?",
    "Find the number of minutes between {a} and {b}.", "minutes between {a} and {b}",
    "A film starts at {a} and ends at {b}. How many minutes long is it?",
    "From {a} to {b}: how many minutes?",
    "A train leaves at {a} and arrives at {b}. How many minutes does the trip take?",
    "How many minutes pass from {a} to {b}?", "It is {a} now. In how many minutes is it {b}?",
    "How long is it from {a} until {b}, in minutes?",
    "The shift runs from {a} to {b}. How many minutes is that?",
    "What is the time in minutes between {a} and {b}?", "Between {a} and {b}, how many minutes go by?",
    "A cake goes into the oven at {a} and comes out at {b}. For how many minutes was it baked?",
    "Work out the minutes from {a} to {b}.",
)  # fmt: skip
BETWEEN_KEPT_OUT = (
    "Find how many minutes there are from {a} until {b}.",
    "How many minutes long is the time between {a} and {b}?",
    "What is the number of minutes from {a} to {b}?",
)
SHIFT = by_kind(
    {"after": "What time is {gap} after {a}?", "before": "What time is {gap} before {a}?"},
    {"after": "What time is it {gap} after {a}?", "before": "What time was it {gap} before {a}?"},
    {
        "after": "It is {a}. What time will it be in {gap}?",
        "before": "It is {a}. What time was it {gap} ago?",
    },
    {"after": "{gap} after {a}", "before": "{gap} before {a}"},
    {"after": "Add {gap} to {a}.", "before": "Take {gap} off {a}."},
    {
        "after": "A bus leaves at {a} and drives for {gap}. When does it arrive?",
        "before": "A bus arrives at {a} after {gap} on the road. When did it leave?",
    },
    {
        "after": "The lesson starts at {a} and lasts {gap}. When does it end?",
        "before": "The lesson ends at {a} and lasted {gap}. When did it start?",
    },
    {"after": "Find the time {gap} after {a}.", "before": "Find the time {gap} before {a}."},
    {
        "after": "The clock shows {a}. Put it {gap} forward.",
        "before": "The clock shows {a}. Put it {gap} back.",
    },
    {"after": "{gap} later than {a} is what time?", "before": "{gap} earlier than {a} is what time?"},
    {"after": "Which time comes {gap} after {a}?", "before": "Which time comes {gap} before {a}?"},
    {
        "after": "At {a} someone sets a timer of {gap}. When does it ring?",
        "before": "A timer of {gap} rings at {a}. When was it set?",
    },
)
SHIFT_KEPT_OUT = by_kind(
    {"after": "Work out the time {gap} after {a}.", "before": "Work out the time {gap} before {a}."},
    {
        "after": "It is {a}. What time is it {gap} later?",
        "before": "It is {a}. What time was it {gap} earlier?",
    },
    {
        "after": "What does the clock show {gap} after {a}?",
        "before": "What did the clock show {gap} before {a}?",
    },
)
RATIO = (
    "{names} share {total} in the ratio {ratio}. How much does {asked} get?",
    "Divide {total} between {names} in the ratio {ratio}. What is the part of {asked}?",
    "{total} coins are split among {names} in the ratio {ratio}. How many coins does {asked} get?",
    "{names} divide {total} sweets in the ratio {ratio}. How many sweets are for {asked}?",
    "A prize of {total} is shared by {names} in the ratio {ratio}. How much is it for {asked}?",
    "{total} is split {ratio} between {names}. How much does {asked} receive?",
    "The rent of {total} is paid by {names} in the ratio {ratio}. How much does {asked} pay?",
    "Split {total} into parts for {names} with the ratio {ratio}. Find the part of {asked}.",
    "{names} worked in the ratio {ratio} and earned {total} together. What is due to {asked}?",
    "Share {total} in the ratio {ratio} between {names}. What does {asked} get?",
    "The points of {names} are in the ratio {ratio}. Together they have {total}. How many has {asked}?",
    "{names} own {total} books in the ratio {ratio}. How many books belong to {asked}?",
    "In the ratio {ratio}, {names} inherit {total}. How much goes to {asked}?",
)
RATIO_KEPT_OUT = (
    "{names} get {total} together, split in the ratio {ratio}. How much is for {asked}?",
    "How much does {asked} receive if {names} share {total} in the ratio {ratio}?",
    "Find what {asked} gets when {total} is divided between {names} in the ratio {ratio}.",
)
CHANGE = (
    "{name} buys {bought} and pays with {paid}. How much change does {name} get?",
    "{name} buys {bought}. What is the change from {paid}?",
    "How much change is there from {paid} after buying {bought}?",
    "At a market {name} takes {bought}. {name} hands over {paid}. How much comes back?",
    "{name} has {paid} and buys {bought}. How much money is left?",
    "You pay {paid} for {bought}. How much change do you get?",
    "{bought}: what is the change from {paid}?",
    "A customer buys {bought} and gives {paid}. Find the change.",
    "With {paid} in the pocket, {name} pays for {bought}. How much remains?",
    "{name} spends money on {bought}, out of {paid}. What is left over?",
    "From {paid} {name} pays for {bought}. Work out the change.",
    "{name} went shopping with {paid} and bought {bought}. How much was left?",
)
CHANGE_KEPT_OUT = (
    "{name} pays {paid} for {bought}. What is the change?",
    "A customer has {paid} and takes {bought}. How much money comes back?",
    "Find how much is left of {paid} after {name} buys {bought}.",
)


def rates(*rows: tuple[str, str, str, str, str]) -> tuple[Phrasing, ...]:
    """Phrasings for an unknown distance, time, speed, price and cost, in this order."""
    return by_kind(
        *(dict(zip(("distance", "time", "speed", "price", "cost"), row, strict=True)) for row in rows)
    )


RATE = rates(
    (
        "A car drives at {rate} km/h for {amount} hours. How far does it go?",
        "A car drives {total} km at {rate} km/h. How many hours does it take?",
        "A car drives {total} km in {amount} hours. What is its speed in km/h?",
        "{amount} kg of rice cost {total}. What does 1 kg cost?",
        "1 kg of rice costs {rate}. What do {amount} kg cost?",
    ),
    (
        "{name} rides {amount} hours at {rate} km per hour. How many km is that?",
        "{name} rides {total} km at {rate} km per hour. For how many hours?",
        "{name} rides {total} km in {amount} hours. How many km per hour is that?",
        "{name} pays {total} for {amount} kg of nuts. What is the price per kg?",
        "{name} buys {amount} kg of nuts at {rate} per kg. How much does {name} pay?",
    ),
    (
        "What distance do you cover in {amount} h at {rate} km/h?",
        "How many hours do you need for {total} km at {rate} km/h?",
        "What speed in km/h covers {total} km in {amount} h?",
        "What is the price of one kg if {amount} kg cost {total}?",
        "What is the price of {amount} kg at {rate} a kg?",
    ),
    (
        "speed {rate} km/h, time {amount} h: distance?",
        "distance {total} km, speed {rate} km/h: time in hours?",
        "distance {total} km, time {amount} h: speed?",
        "{amount} kg for {total}: price per kg?",
        "{rate} per kg, {amount} kg: total cost?",
    ),
    (
        "A train has a constant speed of {rate} km/h. How many km does it travel in {amount} hours?",
        "A train has a constant speed of {rate} km/h. In how many hours does it travel {total} km?",
        "A train travels {total} km in {amount} hours. Find its average speed in km/h.",
        "A sack of {amount} kg is sold for {total}. How much is that per kg?",
        "Flour is {rate} per kg. How much is a sack of {amount} kg?",
    ),
    (
        "Find the distance after {amount} hours at {rate} km/h.",
        "Find the time in hours for {total} km at {rate} km/h.",
        "Find the speed in km/h for {total} km in {amount} hours.",
        "Find the price per kg when {amount} kg cost {total}.",
        "Find the cost of {amount} kg at {rate} per kg.",
    ),
    (
        "At {rate} km/h, how far does a boat get in {amount} hours?",
        "At {rate} km/h, how long does a boat need for {total} km, in hours?",
        "How fast is a boat that makes {total} km in {amount} hours, in km/h?",
        "{total} is the bill for {amount} kg of cheese. How much is one kg?",
        "Cheese is {rate} a kg. How big is the bill for {amount} kg?",
    ),
    (
        "{name} walks and drives at {rate} km/h on average. How many km lie behind after {amount} h?",
        "The trip is {total} km and the average speed {rate} km/h. How many hours is it?",
        "The trip is {total} km and lasts {amount} hours. What is the average speed?",
        "For {amount} kg of paint {name} paid {total}. Work out the price of 1 kg.",
        "Paint is sold at {rate} per kg. Work out the price of {amount} kg.",
    ),
    (
        "how far in {amount} hours at {rate} km/h",
        "how many hours for {total} km at {rate} km/h",
        "how fast is {total} km in {amount} hours",
        "how much per kg if {amount} kg is {total}",
        "how much for {amount} kg at {rate} per kg",
    ),
    (
        "A plane keeps {rate} km/h during {amount} hours. Calculate the distance.",
        "A plane keeps {rate} km/h. Calculate the hours for {total} km.",
        "A plane needs {amount} hours for {total} km. Calculate its speed.",
        "A box of {amount} kg costs {total}. Calculate the price per kg.",
        "One kg costs {rate}. Calculate the cost of a box of {amount} kg.",
    ),
    (
        "Moving at {rate} km/h, what distance is done in {amount} hours?",
        "Moving at {rate} km/h, what time in hours does {total} km take?",
        "If {total} km take {amount} hours, what is the speed?",
        "If {amount} kg of tea cost {total}, how much is a kg?",
        "If a kg of tea costs {rate}, how much are {amount} kg?",
    ),
    (
        "A cyclist has a speed of {rate} km/h. What distance is it in {amount} h?",
        "A cyclist has a speed of {rate} km/h and goes {total} km. What time in hours is needed?",
        "A cyclist goes {total} km in {amount} h. What is the speed in km per hour?",
        "Someone pays {total} for {amount} kg of coal. How much is each kg?",
        "Someone buys {amount} kg of coal for {rate} per kg. What is the total?",
    ),
)
RATE_KEPT_OUT = rates(
    (
        "How many km does a car travel in {amount} hours at {rate} km/h?",
        "How many hours does a car need for {total} km at {rate} km/h?",
        "What is the speed of a car that travels {total} km in {amount} hours?",
        "How much does one kg cost if {amount} kg cost {total}?",
        "How much do {amount} kg cost at {rate} per kg?",
    ),
    (
        "Work out the distance: {amount} hours at {rate} km/h.",
        "Work out the hours: {total} km at {rate} km/h.",
        "Work out the speed: {total} km in {amount} hours.",
        "Work out the price per kg: {amount} kg cost {total}.",
        "Work out the cost: {amount} kg at {rate} per kg.",
    ),
    (
        "{name} goes {rate} km/h for {amount} h. What distance is that?",
        "{name} goes {total} km at {rate} km/h. What time in hours is that?",
        "{name} goes {total} km in {amount} h. What speed is that?",
        "{name} buys {amount} kg of rice for {total}. What is the price per kg?",
        "{name} buys {amount} kg of rice at {rate} per kg. What does it cost?",
    ),
)
