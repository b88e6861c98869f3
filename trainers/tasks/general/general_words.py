"""Word stocks of the general families: nouns by kind, people, places, times, verbs with their forms."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a stock; "_" stands for the space inside one."""
    return tuple(word.replace("_", " ") for word in text.split())


KINDS: dict[str, tuple[str, ...]] = {
    kind: words_of(words)
    for kind, words in {
        "fruit": """apple pear banana grape lemon lime peach plum cherry mango melon apricot fig
            kiwi strawberry raspberry blueberry pineapple coconut papaya""",
        "vegetable": """carrot potato onion cabbage spinach lettuce pea bean cucumber radish turnip
            leek celery broccoli pumpkin beetroot cauliflower""",
        "mammal": """dog cat horse cow sheep goat pig rabbit mouse rat lion tiger bear wolf fox
            deer elephant giraffe zebra monkey camel squirrel hedgehog otter beaver
            donkey kangaroo panda whale dolphin bat""",
        "bird": """eagle sparrow owl duck goose swan crow robin parrot penguin pigeon hawk
            heron stork peacock ostrich gull wren falcon turkey""",
        "fish": "salmon trout shark tuna cod herring eel carp sardine pike haddock goldfish",
        "insect": "ant bee wasp fly beetle moth butterfly mosquito cricket grasshopper ladybird dragonfly",
        "tool": """hammer saw screwdriver drill spade shovel rake axe wrench chisel pliers
            ladder file spanner crowbar""",
        "colour": "red blue green yellow purple pink brown black white grey violet turquoise crimson",
        "vehicle": "car bus train bicycle truck boat ship plane tram van scooter tractor taxi helicopter",
        "instrument": """piano guitar violin flute drum trumpet harp cello clarinet trombone
            saxophone accordion banjo oboe""",
        "garment": """shirt coat hat scarf glove sock shoe skirt dress jacket sweater belt tie
            boot apron cap blouse""",
        "piece of furniture": "table chair bed sofa desk wardrobe cupboard shelf stool bench armchair",
        "drink": "water milk tea coffee juice lemonade cocoa soda cider",
        "sport": "football tennis hockey golf rugby swimming rowing boxing volleyball basketball judo",
        "job": """teacher doctor nurse farmer baker painter pilot driver lawyer singer writer
            builder plumber dentist tailor butcher cook sailor soldier judge librarian
            engineer gardener waiter""",
        "country": """France Spain Italy Germany Poland Norway Sweden Greece Egypt Kenya India
            China Japan Brazil Canada Mexico Peru Chile Portugal Ireland""",
        "city": """Paris London Rome Madrid Berlin Vienna Lisbon Dublin Oslo Athens Cairo Tokyo
            Delhi Moscow Boston Chicago Toronto Lima""",
        "flower": "rose tulip daisy lily daffodil sunflower orchid poppy snowdrop lavender marigold",
        "tree": "oak pine maple birch willow elm ash cedar spruce beech poplar chestnut",
        "part of the body": """arm leg head hand foot knee elbow shoulder finger toe nose ear eye mouth
            neck ankle wrist stomach""",
        "relative": "mother father sister brother aunt uncle cousin grandmother grandfather niece nephew",
        "shape": "circle square triangle rectangle oval pentagon hexagon cube cone sphere cylinder pyramid",
        "metal": "iron gold silver copper tin lead zinc aluminium nickel steel bronze",
        "kitchen thing": "spoon fork knife plate bowl pan kettle oven cup mug teapot grater toaster saucepan",
        "school thing": "pencil eraser ruler notebook crayon blackboard textbook schoolbag chalk",
        "toy": "doll kite teddy puzzle yo-yo marble whistle balloon spinning_top",
        "building": """house church school hospital castle hotel museum library factory barn
            cottage palace theatre tower""",
        "jewel": "diamond ruby emerald pearl sapphire opal",
        "spice": "pepper cinnamon ginger nutmeg saffron vanilla paprika",
        "kind of weather": "rain snow hail fog wind thunder sunshine drizzle frost",
        "season": "spring summer autumn winter",
        "reptile": "snake lizard crocodile turtle tortoise gecko alligator",
        "day of the week": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "month": "January February March April May June July August September October November December",
        "dish": "soup pizza salad stew omelette sandwich pancake curry pie pudding",
        "feeling": "joy anger fear sadness pride envy hope grief",
        "school subject": "history geography biology chemistry physics music grammar algebra geometry",
        "planet": "Venus Mars Jupiter Saturn Neptune Uranus",
        "language": "French Spanish Italian German Polish Greek Arabic Chinese Japanese Latin",
    }.items()
}
NAMES = words_of(
    """Anna Tom Maria Ben Lucy Sam Nina Paul Clara Jack Emma Oscar Rosa Leo Grace Henry Ella Max
        Julia Peter Ivy Daniel Sofia Marco Alice David Hannah Victor Lena Omar Priya Chen Yuki Aisha
        Carlos Ingrid Boris Fatima Kofi Mei Raj Sara Tim Zoe Nora Hugo Eva Felix Diana George Kate
        Liam Molly Noah Olga Quinn Ruth Simon Tara Uma Vera Walter Xena Yusuf Zara Adam Bella Colin
        Dora Eric Fiona Greg Helen Ian Jane Kevin Laura Martin Nadia Oliver Pam Ralph Susan Tony
        Ursula Vince Wendy Abdul Beth Camila Dmitri Elena Farid Gita Hiro Isabel Jamal Keiko Luis
        Mina Nikhil Pedro Rita Stefan Tanya"""
)
SURNAMES = words_of(
    """Smith Brown Lopez Khan Novak Rossi Kim Moore Baker Young Walker Hill Green Carter Evans
        Parker Cook Reed Bell Ward Gray Fisher Hunt Stone Wells Price Lane Marsh"""
)
OBJECTS = words_of(
    """ball book key letter lamp box coin phone watch map bag basket umbrella camera mirror candle
        blanket pillow bottle jar hat ring rope clock vase radio brush comb towel bucket ticket
        wallet notebook pen pencil ruler sack stamp envelope newspaper magazine photo necklace
        suitcase backpack torch whistle kite doll cup plate spoon hammer drum flute shell stone
        feather flag button needle thread soap sponge purse parcel battery bracelet helmet tent
        compass toy_boat teddy_bear chess_set jug tray lantern chain bell card sandwich"""
)
ROOMS = words_of(
    """kitchen garden bedroom bathroom hallway cellar attic garage office library school park shop
        station market hospital museum barn stable cinema bakery church theatre harbour forest field
        playground gym classroom laboratory workshop hotel restaurant bank yard balcony"""
)
CONTAINERS = words_of(
    "drawer box basket cupboard chest bag bucket suitcase jar crate cabinet wardrobe trunk locker"
)
WHERE = tuple(
    [
        "in the park",
        "at the market",
        "near the river",
        "in the kitchen",
        "at school",
        "on the bus",
        "behind the house",
        "at the beach",
        "in the library",
        "at the station",
        "under the old bridge",
        "in front of the museum",
        "at the zoo",
        "in the forest",
        "on the hill",
        "at the airport",
        "next to the fountain",
        "in the garden",
        "at the office",
        "on the train",
        "in the attic",
        "by the lake",
        "in a small village",
        "at the corner shop",
        "on the roof",
        "in the town hall",
        "at the swimming pool",
        "in the mountains",
        "at a farm",
        "outside the theatre",
        "in the waiting room",
        "on the island",
        "in the old barn",
        "at the castle gate",
        "beside the road",
        "in the hotel lobby",
        "at the bakery",
        "on the playground",
        "in the valley",
    ]
)
WHEN = tuple(
    [
        "yesterday",
        "last week",
        "on Monday",
        "in the morning",
        "after lunch",
        "before dinner",
        "at noon",
        "last summer",
        "at midnight",
        "on Friday evening",
        "two days ago",
        "in May",
        "last winter",
        "on Sunday",
        "early in the day",
        "after school",
        "at six o'clock",
        "during the holidays",
        "last night",
        "in the afternoon",
        "on Tuesday",
        "before sunrise",
        "in October",
        "a week ago",
        "on the first of June",
        "after the storm",
        "at half past nine",
        "last month",
        "on Saturday morning",
        "before the exam",
        "during the break",
        "late in the evening",
        "last year",
        "after work",
        "at dawn",
    ]
)
WHY = tuple(
    [
        "it was raining",
        "the shop was closed",
        "the train was late",
        "it was very cold",
        "the lights went out",
        "there was no milk left",
        "the road was blocked",
        "it was a holiday",
        "the music was loud",
        "the test was easy",
        "the bus did not come",
        "the sun was shining",
        "the door was locked",
        "the baby was asleep",
        "the water was warm",
        "the price was low",
        "the garden was dry",
        "the guests were hungry",
        "the floor was wet",
        "the river was frozen",
        "the engine was broken",
        "the wind was strong",
        "the clock had stopped",
        "the night was quiet",
        "dinner was ready",
        "the team had won",
        "the queue was long",
        "the phone was dead",
        "the tickets were cheap",
        "the soup was too hot",
    ]
)
ADJECTIVES = words_of(
    """big small old new red blue green heavy light long short broken clean dirty round square
        wooden plastic golden silver soft hard warm cold wet dry bright dark cheap expensive empty
        full strange pretty plain simple tiny huge narrow wide thick thin smooth rough sharp dull
        fresh sweet bitter quiet noisy gentle fierce lazy busy brave shy clever silly honest famous
        ancient modern lucky lonely happy sad tired hungry"""
)
THING_ADJECTIVES = words_of(
    """big small old new red blue green yellow heavy light long broken clean dirty round wooden
        plastic golden soft warm cold wet dry bright dark cheap expensive strange pretty plain
        simple tiny huge thick thin"""
)
# base form, past form, past participle, what kind of object it takes ("" takes none)
VERBS = tuple(
    tuple(entry.split())
    for entry in """eat ate eaten food/cook cooked cooked food/buy bought bought thing/sell sold sold
        thing/taste tasted tasted food/ order ordered ordered food/serve served served food/find
        found found thing/lose lost lost thing/ carry carried carried thing/drop dropped dropped
        thing/hide hid hidden thing/borrow borrowed borrowed thing/ paint painted painted
        thing/clean cleaned cleaned thing/repair repaired repaired thing/break broke broken thing/
        wash washed washed thing/pack packed packed thing/wrap wrapped wrapped thing/choose chose
        chosen thing/ send sent sent thing/keep kept kept thing/count counted counted things/draw
        drew drawn thing/ throw threw thrown thing/catch caught caught thing/bring brought brought
        thing/take took taken thing/ steal stole stolen thing/forget forgot forgotten thing/see saw
        seen thing/want wanted wanted thing/ need needed needed thing/polish polished polished
        thing/photograph photographed photographed thing/ collect collected collected things/gather
        gathered gathered things/share shared shared food/ prepare prepared prepared food/freeze
        froze frozen food/cut cut cut food/boil boiled boiled food/ meet met met person/call called
        called person/help helped helped person/thank thanked thanked person/ visit visited visited
        person/teach taught taught person/follow followed followed person/ greet greeted greeted
        person/invite invited invited person/join joined joined person/ praise praised praised
        person/trust trusted trusted person/answer answered answered person/ feed fed fed
        animal/chase chased chased animal/watch watched watched animal/brush brushed brushed animal/
        rescue rescued rescued animal/hear heard heard animal/touch touched touched animal/ride rode
        ridden animal/ read read read text/write wrote written text/copy copied copied text/sign
        signed signed text/ post posted posted text/translate translated translated text/print
        printed printed text/tear tore torn text/ build built built structure/design designed
        designed structure/leave left left structure/ enter entered entered structure/sketch
        sketched sketched structure/guard guarded guarded structure/ sleep slept slept -/dance
        danced danced -/swim swam swum -/run ran run -/sing sang sung -/ wait waited waited -/laugh
        laughed laughed -/study studied studied -/work worked worked -/ rest rested rested -/jump
        jumped jumped -/walk walked walked -/cry cried cried -/smile smiled smiled -/ fall fell
        fallen -/talk talked talked -/shout shouted shouted -/whisper whispered whispered -/ camp
        camped camped -/skate skated skated -/hike hiked hiked -/sneeze sneezed sneezed -/fish
        fished fished -/""".replace("\n", " ").split("/")
    if entry.strip()
)
TAKES: dict[str, tuple[str, ...]] = {
    kind: tuple(f"the {noun}" for noun in nouns)
    for kind, nouns in {
        "food": words_of(
            """soup bread cake rice salad pizza cheese pie fish chicken pasta porridge pudding stew
                omelette apples beans noodles dumplings biscuits pancakes eggs cherries"""
        ),
        "thing": OBJECTS,
        "things": words_of(
            """coins shells stamps stones buttons leaves marbles flowers cards nuts feathers
                bottles mushrooms berries sticks keys pencils"""
        ),
        "person": KINDS["job"],
        "animal": words_of("horse dog cat cow goat donkey camel pony sheep elephant rabbit duck"),
        "text": words_of(
            """letter poem book story report song recipe note speech article postcard message list
                essay diary script contract"""
        ),
        "structure": words_of(
            "house tower bridge wall castle cottage church school hut fence palace barn shed"
        ),
    }.items()
}
COUNTED = words_of(
    """apples books coins pencils stamps marbles cards shells eggs cookies flowers stickers candles
        buttons oranges pears balloons tickets bottles cups plates toys stones beads ribbons sheep
        goats chairs photos letters keys cakes sandwiches muffins lemons carrots potatoes boxes bags
        baskets crayons nuts grapes leaves feathers"""
)
NUMBER_WORDS = words_of(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen"""
)
TENS = words_of("zero ten twenty thirty forty fifty sixty seventy eighty ninety")
ORDINALS = words_of("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")


def a(noun: str) -> str:
    """The noun with its indefinite article: "an apple", "a pear"."""
    word = noun.lower()
    vowel = word[0] in "aeiou" and not word.startswith(("uni", "use", "euro", "one"))
    return f"{'an' if vowel else 'a'} {noun}"


def third(base: str) -> str:
    """The verb after he or she: "carries", "washes", "eats"."""
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "o")) else "s")


def plural(noun: str) -> str:
    """The regular plural of a noun."""
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")


def listed(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """The words as a spoken list: "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
