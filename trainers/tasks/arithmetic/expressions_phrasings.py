"""Phrasings of the families of sums, differences, products, quotients and powers."""

from trainers.tasks.arithmetic.expressions_wording import by_kind

ADD_SUB = by_kind(
    {
        "+": ("What is the sum of {a} and {b}?", "Find the sum of {a} and {b}."),
        "-": ("Start with {a} and subtract {b}.", "When {b} is subtracted from {a}, what remains?"),
    },
    {
        "+": "Add {a} and {b}.",
        "-": ("Take {b} away from {a}.", "What remains of {a} when you take away {b}?"),
    },
    {"+": "What's {a} plus {b}?", "-": "What's {a} minus {b}?"},
    {"+": "{a} plus {b}", "-": "{a} minus {b}"},
    {"+": "Put {a} and {b} together.", "-": "{a} take away {b}"},
    {"+": "What number is {b} more than {a}?", "-": "What number is {b} less than {a}?"},
    {
        "+": "Increase {a} by {b}.",
        "-": ("Decrease {a} by {b}.", "How much is left when you take {b} from {a}?"),
    },
    {
        "+": ("{a} and {b} are added. What is the total?", "When {a} is added to {b}, what is the sum?"),
        "-": "{b} is subtracted from {a}. What is left?",
    },
    {"+": "how much is {a} and {b} together", "-": "how much is left of {a} after taking off {b}"},
    {"+": ("total of {a} with {b}", "Sum {a} and {b}."), "-": "From {a}, subtract {b}."},
    {"+": "What do {a} and {b} add up to?", "-": "What must be added to {b} to get {a}?"},
    {"+": "Compute the total of {a} and {b}.", "-": "{a} reduced by {b} is what number?"},
)
ADD_SUB_KEPT_OUT = by_kind(
    {"+": "What is the total when {a} is added to {b}?", "-": "What is left when {b} is taken from {a}?"},
    {"+": "Work out the sum: {a} and {b}.", "-": "Work out {a} less {b}."},
    {"+": "{b} is added to {a}. What do you get?", "-": "{b} is taken off {a}. What do you get?"},
)
DIFFERENCE = (
    "What's the difference between {a} and {b}?", "Find the difference of {a} and {b}.",
    "difference between {a} and {b}", "How far apart are {a} and {b}?",
    "What is the distance between {a} and {b} on the number line?",
    "Calculate the difference between {a} and {b}.", "By how much do {a} and {b} differ?",
    "How far is it from {a} to {b}?", "What is the gap between {a} and {b}?",
    "Work out how far {a} lies from {b}.", "Give the distance from {a} to {b}.",
    "By what amount do {a} and {b} differ?",
    "How much do {a} and {b} lie apart?",
    "What is it from {a} to {b}, as a distance?",
    "Find how much {a} and {b} differ.",
    "{a} and {b}: what is their difference?", "Compute the (positive) difference of {a} and {b}.",
    "One thermometer shows {a} and the other {b}. What is the difference?",
    "Two points lie at {a} and {b} on a line. How far apart are they?", "how big is the gap from {a} to {b}",
)  # fmt: skip
MUL = (
    "How much is {a} times {b}?", "Multiply {a} by {b}.", "Multiply {a} and {b}.",
    "What's the product of {a} and {b}?", "the product of {a} and {b}", "{a} times {b}",
    "{a} multiplied by {b}", "Find the product of {a} and {b}.", "Calculate {a} times {b}.",
    "How much is {a} multiplied by {b}?", "whats {a} x {b}", "{a} x {b}", "{a}x{b}",
    "What do you get when you multiply {a} by {b}?", "Work out the product of {a} and {b}.",
    "The factors are {a} and {b}. What is the product?", "What is {b} lots of {a}?",
)  # fmt: skip
DIV = (
    "What's {a} divided by {b}?", "Divide {a} by {b}.", "{a} divided by {b}", "Work out {a} divided by {b}.",
    "What do you get when {a} is divided by {b}?", "How much is {a} over {b}?",
    "What is {a}/{b} in lowest terms?", "Work out {a} divided by {b}; give a fraction if it is not whole.",
    "What result does {a} over {b} have?", "How much do you get for {a} divided by {b}?",
    "Find the quotient of {a} and {b}.", "Simplify {a}/{b}.", "{a}/{b}",
    "Split {a} into {b} equal parts. How big is one part?", "{a} over {b} as a number",
    "What number times {b} gives {a}?", "Write {a} divided by {b} as simply as possible.",
)  # fmt: skip
QUOTIENT = (
    "Divide {a} by {b} and give the quotient and remainder.", "What is {a} divided by {b}, with remainder?",
    "{a} / {b} with remainder", "Work out {a} divided by {b}. Write the answer as quotient and remainder.",
    "Find the quotient and the remainder of {a} divided by {b}.",
    "Give quotient and remainder: {a} divided by {b}",
    "How many times does {b} go into {a}, and what is left over?", "Use long division: {a} by {b}.",
    "What are the quotient and remainder when {a} is divided by {b}?", "{a} ÷ {b} = ? remainder ?",
    "how often does {b} fit into {a} and what remains", "Do the division {a} / {b} and state the remainder.",
    "{a} sweets are shared by {b} children. How many does each get, and how many remain?",
    "{a} eggs are packed into boxes of {b}. How many full boxes are there and how many eggs are left?",
    "What is the quotient of {a} / {b}, and what is the remainder?",
    "How many times is {b} in {a}, with remainder?",
    "State quotient and remainder: {a} divided by {b}",
    "When {a} is divided by {b}, what are quotient and remainder?",
    "Express {a} as a multiple of {b} plus a remainder: state quotient and remainder.",
)  # fmt: skip
POWER = (
    *by_kind(
        {
            "square": "What is {a} squared?",
            "cube": "What is {a} cubed?",
            "power": "What is {a} to the power of {n}?",
        },
        {
            "square": "Find the square of {a}.",
            "cube": "Find the cube of {a}.",
            "power": "Find power {n} of {a}.",
        },
        {"square": "{a} squared", "cube": "{a} cubed", "power": "{a} to the power {n}"},
        {"square": "Work out {s}².", "cube": "Work out {s}³.", "power": "Raise {a} to the power {n}."},
        {
            "square": "Multiply {a} by itself.",
            "cube": "Take {a} as a factor three times. What is the product?",
            "power": "Take {a} as a factor {n} times. What is the product?",
        },
        {
            "square": "A square has sides of length {a}. What is {a} times {a}?",
            "cube": "What do you get when {a} is cubed?",
            "power": "What is the value of {s} raised to the power {n}?",
        },
    ),
    "{s}**{n}",
    "{s}^{n}",
    "What is {s}^{n}?",
    "Evaluate {s}**{n}.",
    "Compute ${s}^{{{n}}}$.",
    "Calculate {s}^{n}",
    "The base is {a} and the exponent {n}. What is the power?",
    "calc {s}^{n}",
    "How much is {s}^{n}?",
)
POWER_KEPT_OUT = (
    *by_kind(
        {
            "square": "Calculate the square of {a}.",
            "cube": "Calculate the cube of {a}.",
            "power": "Give {a} to the power of {n}.",
        }
    ),
    "Raise {a} to the exponent {n}.",
    "Tell me the value of {s}^{n}.",
    "What does {s}**{n} equal?",
)
