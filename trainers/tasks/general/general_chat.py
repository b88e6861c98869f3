"""General families about the model itself: questions outside what it knows, greetings and small talk."""

from random import Random

from trainers.tasks.general.general_layout import either, plain
from trainers.tasks.general.general_sentences import capital, person
from trainers.tasks.general.general_words import KINDS, NAMES, SURNAMES, a
from trainers.tasks.item import Family, Problem

UNKNOWN = "I am a small model that knows arithmetic, symbolic mathematics and logic only. I do not know this."
ABOUT = "I am a small model that works on arithmetic, symbolic mathematics and logic."

_WARS = "the First World War|the Second World War|the French Revolution|the Cold War|the fall of Rome"
_ILL = "a headache|a cold|a fever|back pain|the flu|a cough|a broken arm|an allergy|a sore throat|poor sleep"
_DISHES = (
    "pancakes|tomato soup|apple pie|fried rice|a cheese cake|bread|chicken curry|pasta|an omelette|a salad"
)
_CODE = (
    "a function that reads a file|a web page with a button|a script that renames photos|a bank account|"
    "a program that sends mail|a query for a database|a loop that downloads pages|a chat bot"
)
_CODES = "Python|Java|C|JavaScript|SQL|Rust|Go"
_ART = "poem|song|short story|joke|letter|speech|limerick|fairy tale|essay|birthday card|love letter|tweet"
_ABOUT = (
    "the sea|my cat|autumn leaves|a lonely king|winter|friendship|a lost ship|the moon|my grandmother|hope|"
    "the first snow|a brave mouse|a city at night|coffee|trains|freedom|spring rain|a dragon"
)
_PHRASE = (
    "good morning|thank you very much|where is the station|I love you|how much is this|see you tomorrow|"
    "my name is Anna|the house is big|I am hungry|happy birthday|what time is it|the sky is blue"
)
_FIRMS = "the bank|the airline|the car maker|the phone company|the oil company|the football club"
_PRODUCTS = "laptop|phone|camera|car|bicycle|tent|vacuum cleaner|pair of running shoes|coffee machine|printer"
_FILMS = (
    "the best film of the year|the last episode of the series|the new album|the latest novel|the play in town"
)
_SCIENCE = (
    "photosynthesis|black holes|how vaccines work|why the sky is blue|how magnets work|how the heart works|"
    "the water cycle|why leaves fall|how radios work|the theory of relativity|what atoms are made of"
)
_FEEL = (
    "sad|lonely|nervous before my exam|bored|angry with my brother|tired of my job|in love|homesick|worried"
)
_LAW = "rent contract|will|parking fine|tax return|divorce|passport|driving licence|insurance claim|visa"

# question template -> the stocks of its blanks
_OUTSIDE: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = tuple(
    (
        template,
        tuple(tuple(stock) if not isinstance(stock, str) else tuple(stock.split("|")) for stock in stocks),
    )
    for template, stocks in (
        ("What is the weather like in {0}?", (KINDS["city"],)),
        ("Will it {0} in {1} tomorrow?", ("rain|snow|be sunny|be windy|freeze|be cloudy", KINDS["city"])),
        ("How warm is it in {0} in {1}?", (KINDS["city"], KINDS["month"])),
        ("What is the capital of {0}?", (KINDS["country"],)),
        ("How many people live in {0}?", (KINDS["city"] + KINDS["country"],)),
        ("Who is the president of {0}?", (KINDS["country"],)),
        ("What language do people speak in {0}?", (KINDS["country"],)),
        ("What is the history of {0}?", (KINDS["country"] + KINDS["city"],)),
        ("What should I see in {0} in {1}?", (KINDS["city"], KINDS["season"])),
        ("How do I get from {0} to {1}?", (KINDS["city"], KINDS["city"])),
        ("Find me a cheap {1} in {0}.", (KINDS["city"], "hotel|restaurant|flat|flight|concert|museum")),
        ("When did {0} begin?", (_WARS,)),
        (
            "Tell me about {0}.",
            (_WARS + "|ancient Egypt|the Vikings|the Romans|jazz|opera|whales|volcanoes",),
        ),
        ("Why did {0} happen?", (_WARS,)),
        ("Who was {0} {1}?", (NAMES, SURNAMES)),
        ("When was {0} {1} born?", (NAMES, SURNAMES)),
        ("What did {0} {1} invent?", (NAMES, SURNAMES)),
        ("What can I take against {0}?", (_ILL,)),
        ("What are the causes of {0}?", (_ILL,)),
        ("I have {0}. Should I see a doctor?", (_ILL,)),
        ("How do I cook {0}?", (_DISHES,)),
        ("Give me a recipe for {0} with {1}.", (_DISHES, KINDS["vegetable"] + KINDS["spice"])),
        ("How long do I boil {0}?", ("rice|potatoes|eggs|pasta|beans|carrots|noodles",)),
        ("What wine goes with {0}?", (_DISHES,)),
        ("Write {0} in {1}.", (_CODE, _CODES)),
        ("What is the difference between {0} and {1}?", (_CODES, _CODES)),
        ("How do I install {0}?", (_CODES,)),
        ("Fix this bug in my {0} program.", (_CODES,)),
        ("Translate '{0}' into {1}.", (_PHRASE, KINDS["language"])),
        ("How do you say '{0}' in {1}?", (_PHRASE, KINDS["language"])),
        ("Write a {0} about {1}.", (_ART, _ABOUT)),
        ("Make up a {0} about {1} and {2}.", (_ART, _ABOUT, NAMES)),
        ("What is the news about {0}?", (_FIRMS,)),
        ("What is the share price of {0} today?", (_FIRMS,)),
        ("Who won the {0} match {1}?", (KINDS["sport"], "yesterday|last night|on Sunday|last week|today")),
        ("Who is the best {0} player of all time?", (KINDS["sport"],)),
        ("Which {0} should I buy?", (_PRODUCTS,)),
        ("How do I repair my {0}?", (_PRODUCTS,)),
        ("What do you think of {0}?", (_FILMS,)),
        (
            "Recommend {0}.",
            ("a good film|a book for the summer|music for a party|a game for two|a podcast|a series",),
        ),
        ("Explain {0}.", (_SCIENCE,)),
        ("Can you explain {0} to a child?", (_SCIENCE,)),
        ("I feel {0}. What should I do?", (_FEEL,)),
        ("I need help with my {0}.", (_LAW,)),
        ("How long does a {0} take?", (_LAW,)),
        ("How do I grow {0}?", (KINDS["flower"] + KINDS["vegetable"],)),
        ("How do I train my {0}?", ("dog|cat|horse|parrot|rabbit|puppy",)),
        ("What do {0} eat in the wild?", ("bears|wolves|owls|otters|whales|foxes|eagles|lizards|pandas",)),
        ("Is it safe to eat {0}?", ("wild mushrooms|raw fish|old bread|green potatoes|raw eggs|snow",)),
        (
            "What is the meaning of {0}?",
            ("life|my dream|this painting|the name Clara|the flag|love|success",),
        ),
        ("Teach me to play the {0}.", (KINDS["instrument"],)),
        ("What should I wear to {0}?", ("a wedding|a job talk|the opera|the beach|a party|a hike",)),
        ("What is a good name for {0}?", ("my boat|a puppy|a baby girl|a shop|my band|a horse",)),
        (
            "Who painted {0}?",
            ("the sunflowers|the ceiling of the chapel|the girl with the pearl|this picture",),
        ),
        (
            "Plan a trip to {0} for {1}.",
            (KINDS["city"], "two days|a week|a family|my holiday|a school class"),
        ),
        ("What time is it in {0}?", (KINDS["city"],)),
        ("What is on television {0}?", ("tonight|tomorrow|on Sunday|this week|at noon",)),
        ("Book a table for {0} at {1}.", ("two|four|six|ten", "seven|eight|noon|half past six")),
        ("Summarise the {0} of {1}.", ("life|plot|history|ideas|latest speech", NAMES)),
    )
)


def make_small_model(rng: Random, level: int) -> Problem:
    """A question outside arithmetic, symbolic mathematics and logic. Levels differ in the talk around it."""
    template, stocks = rng.choice(_OUTSIDE)
    question = template.format(*(rng.choice(stock) for stock in stocks))
    before = after = ""
    if level == 2:
        before = rng.choice(
            ("Hello! ", "Quick question. ", "I am curious. ", "Sorry to ask. ", "Listen. ", "")
        )
    elif level == 3:
        friend, who, job = rng.choice(NAMES), person(rng), a(rng.choice(KINDS["job"]))
        before = rng.choice(
            (
                f"{capital(who)} asked me this. ",
                f"I am talking with {who}. ",
                f"My friend {friend} is {job}. ",
                f"I am {job}. ",
                f"{friend} and I talk about this. ",
            )
        )
        after = rng.choice(
            (" I need it today.", " Be honest.", " It is for school.", " Please be short.", "")
        )
    return Problem({"question": before + question + after}, (), UNKNOWN, key=question)


_GREETINGS: dict[str, tuple[str, ...]] = {
    "Hello! Ask me about arithmetic, symbolic mathematics or logic.": either(
        """Hello | Hi | Hey | Good morning | Good evening | Good afternoon | Hello there | Hi there | Hi, how
        are you | Hey, what is up | Greetings | Nice to meet you | Good day | Hello, are you there | Hi
        friend | Hey you | How are you today"""
    ),
    "You are welcome.": either(
        """Thanks | Thank you | Thank you very much | Thanks a lot | Many thanks | That was helpful | Great,
        thanks | Well done | Perfect, thank you | Cheers | I am grateful | Good job | Nice work | Thanks for
        your help | You helped me a lot"""
    ),
    ABOUT: either(
        """Who are you | What are you | What can you do | What is your name | Tell me about yourself | Are you
        a person | Are you a robot | What do you know | What can I ask you | Introduce yourself | Who made
        you | How big are you | Are you a large model | What are you good at | Which questions can you
        answer | Can you help me | Do you have feelings"""
    ),
    "Goodbye!": either(
        """Bye | Goodbye | See you later | Good night | See you tomorrow | I have to go now | That is
        all for today | Talk to you soon | Farewell | Have a nice day | Take care | Until next time | So
        long"""
    ),
}


def make_greeting(rng: Random, level: int) -> Problem:
    """A greeting, thanks, a farewell, or a question about the model."""
    answer, stock = rng.choice(list(_GREETINGS.items()))
    said = rng.choice(stock)
    name = rng.choice(
        ("", "", ", " + rng.choice(NAMES), " my friend", ", dear model", ", computer", ", assistant")
    )
    said += name if level < 3 else f"{name}, {rng.choice(('I am', 'this is', 'here is'))} {rng.choice(NAMES)}"
    mark = "?" if answer == ABOUT else rng.choice((".", "!", ""))
    return Problem({"question": said + mark}, (), answer, key=said)


CHAT: tuple[Family, ...] = (
    Family(
        "small_model",
        "general",
        make_small_model,
        plain(
            """{question} | {question} | Please answer: {question} | I have a question. {question}
                | I would like to know this: {question} | {question} I am curious. | Can you help
                me? {question} | {question} Just a short answer | My question is this: {question} |
                Do you know this? {question} | {question} Tell me what you know | Another question:
                {question}"""
        ),
        (
            "I would like to ask you this: {question}",
            "{question} Do you know?",
            "Can you answer this? {question}",
            "Help me with this question. {question}",
        ),
        2.0,
    ),
    Family(
        "greeting",
        "general",
        make_greeting,
        plain("{question}")
        + (
            "{question} ",
            "So, {question}",
            "Um, {question}",
            "Yes, {question}",
            "By the way: {question}",
            "Ah, {question}",
            "First of all: {question}",
            "Just this: {question}",
            "OK. {question}",
            "Well, {question}",
            "{question} :)",
            "... {question}",
        ),
        ("Oh, {question}", "OK, {question}", "Well well. {question}"),
        0.3,
    ),
)
