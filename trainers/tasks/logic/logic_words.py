"""Words that the logic tasks are told in: names, plain and invented nouns, properties, and their grammar."""

from dataclasses import dataclass
from random import Random


def _stock(words: str, between: str | None = None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words.split(between)))


NAMES: tuple[str, ...] = _stock(
    "Ada Alan Alex Alice Amir Amy Ana Anne Arun Asha Ben Beth Bob Bruno Carl Carmen Carol Chen Clara Dan "
    "Dana "
    "Dave David Diego Dora Ed Elena Ella Emil Emma Eric Erin Eva Fatima Felix Fiona Fred Gary George "
    "Gina Grace "
    "Greta Hana Hans Harry Helen Henry Hugo Ida Igor Ines Iris Ivan Jack Jan Jane Jo Joel John Jonas "
    "Juan Judy "
    "Julia Karim Kate Ken Kim Kofi Lara Laura Lea Leo Lena Liam Lily Lola Luca Lucy Luis Mara Maria Mark "
    "Marta "
    "Mary Max Maya Mei Mia Mike Milo Mina Mona Nadia Nico Nina Noah Nora Olga Oliver Omar Oscar Otto "
    "Pablo Paul "
    "Paula Pedro Peter Petra Priya Quinn Rafael Ravi Rex Rita Robin Rosa Ruth Ryan Sally Sam Sara Sasha Sean "
    "Sergei Sofia Stella Sue Tara Ted Tess Theo Tim Tina Tom Toni Uma Vera Victor Vik Wanda Wei Will "
    "Wren Yara "
    "Yuki Yusuf Zara Zoe Fae Gus Lou Kai Remy Nemo Pip Polly Bella Coco Jasper Luna Ruby Toby Shay Elias"
)

PEOPLE: tuple[str, ...] = _stock(
    "artist author baker barber boxer builder butcher carpenter chef clerk coach cook dancer dentist doctor "
    "driver drummer farmer gardener guitarist hunter inventor janitor jeweller juggler jogger lawyer "
    "librarian "
    "mechanic musician nurse painter pianist pilot plumber poet potter printer sailor scientist sculptor "
    "singer "
    "skater skier soldier student surgeon swimmer tailor teacher tailor traveller tutor violinist waiter "
    "weaver "
    "writer vegetarian golfer reader runner cyclist climber collector dreamer early-riser neighbour manager "
    "engineer actor architect editor voter member guest owner player winner parent cousin citizen"
)
ANIMALS: tuple[str, ...] = _stock(
    "ant badger bat bear beaver bee beetle bird bull camel cat cow crab crocodile dog dolphin donkey "
    "dragon duck "
    "eagle elephant fish fox frog goat gorilla hamster hedgehog horse insect kangaroo kitten lamb "
    "leopard lion "
    "lizard mammal monkey moth mule octopus otter owl ox panda parrot penguin pig pigeon puppy rabbit "
    "raccoon "
    "reptile robin rooster seal shark sheep snail snake spider squirrel swan tiger toad tortoise turtle "
    "whale "
    "wolf worm zebra"
)
THINGS: tuple[str, ...] = _stock(
    "apple bag ball basket bell bicycle boat book bottle bowl box bridge brush bus button cake candle "
    "car carpet "
    "chair clock coat coin cup curtain diamond door drum engine envelope flower fork garden gem guitar "
    "hammer hat "
    "island jacket jar jewel kettle key kite knife ladder lamp lantern letter machine magnet map mirror "
    "mug nail "
    "necklace novel orange pen pencil phone piano picture pillow plant plate poem pot radio ring rocket "
    "rose ship "
    "shoe song spoon stamp stone table tent tool toy train tree truck tulip umbrella vase vehicle violin "
    "wagon "
    "watch wheel window"
)
_IRREGULAR = {
    "fish": "fish",
    "sheep": "sheep",
    "ox": "oxen",
    "wolf": "wolves",
    "knife": "knives",
    "toy": "toys",
}
_IRREGULAR |= {"monkey": "monkeys", "donkey": "donkeys", "key": "keys", "puppy": "puppies", "leaf": "leaves"}

PRONTO_NOUNS: tuple[str, ...] = _stock(
    "wumpus yumpus tumpus rompus jompus zumpus dumpus lorpus brimpus sterpus grimpus shumpus gorpus "
    "lempus vumpus "
    "impus numpus"
)
_ONSETS = _stock(
    "b br bl d dr f fl fr g gl gr h j k kl kr l m n p pl pr qu r s sl sn sp st t tr v w y z sh th"
)
_MIDDLES = (
    "amp amb ang ash ebb elk emp eng erk ibb ick ilm imp ing irv omp onk orp ort osk ubb ulk ump unk urp ust "
    "art ell ill oll arm olv ix az ev ool eem"
)
_NUCLEI = _stock(_MIDDLES)
_ENDINGS = _stock("us et le in or an ic er it oid ling kin dor ow ak el ock un ard is om ax")

PROPERTIES: tuple[str, ...] = _stock(
    "red blue green yellow purple orange brown white black grey pink golden silver large small tiny huge "
    "tall "
    "short happy sad angry calm kind mean shy bold brave nervous bright dull dark luminous opaque "
    "transparent "
    "shiny sweet sour bitter spicy salty floral earthy fruity hot cold warm cool temperate wooden "
    "metallic liquid "
    "solid soft hard rough smooth round square flat slow fast quick quiet loud noisy lazy busy clever "
    "wise funny "
    "serious rich poor old young new wet dry clean dirty heavy light strong weak wild tame gentle fierce "
    "hungry "
    "tired awake nice rude polite honest proud modest lucky careful careless friendly lonely cheap expensive "
    "fragile sturdy striped spotted hollow magnetic fluffy furry feisty sleepy amenable aggressive "
    "melodic muffled "
    "discordant translucent curious patient famous rare common sharp blunt thin thick"
)
ABILITIES: tuple[str, ...] = _stock(
    "fly|swim|sing|dance|climb trees|see in the dark|jump high|run fast|speak French|juggle|whistle|"
    "read maps|live under water|breathe fire|dig tunnels|float|glow in the dark|open locks|"
    "survive the winter|ride a horse|play chess|cook|drive|enter the club|vote|borrow books|"
    "park here|travel for free|carry heavy loads|be recycled|be washed|be eaten raw|break easily|"
    "bend|conduct heat|hear high sounds|walk on ice|lift a car|paint|knit",
    "|",
)
RELATIONS: tuple[tuple[str, str], ...] = (
    ("likes", "like"),
    ("chases", "chase"),
    ("sees", "see"),
    ("visits", "visit"),
    ("needs", "need"),
    ("eats", "eat"),
    ("helps", "help"),
    ("follows", "follow"),
    ("trusts", "trust"),
    ("knows", "know"),
    ("calls", "call"),
    ("fears", "fear"),
)
CATEGORIES: dict[str, tuple[str, ...]] = {
    "fruit": _stock(
        "apple pear banana cherry grape plum peach mango lemon kiwi melon apricot fig strawberry"
    ),
    "vegetable": _stock("carrot potato onion cabbage spinach broccoli turnip lettuce leek celery radish"),
    "animal": _stock("dog cat horse cow lion tiger rabbit wolf bear sheep goat zebra elephant monkey"),
    "bird": _stock("eagle sparrow robin crow parrot owl swan pigeon penguin gull hawk stork"),
    "fish": _stock("salmon trout tuna cod herring carp pike sardine eel halibut"),
    "insect": _stock("ant bee wasp fly beetle moth butterfly mosquito cricket grasshopper"),
    "colour": _stock("red blue green yellow purple brown white black pink grey violet"),
    "tool": _stock("hammer saw drill wrench screwdriver pliers chisel spade axe rake"),
    "vehicle": _stock("car bus train truck bicycle tram van lorry motorbike taxi scooter"),
    "instrument": _stock("piano violin guitar drum flute trumpet cello harp clarinet oboe banjo"),
    "furniture": _stock("table chair sofa bed desk wardrobe bookcase stool cupboard bench"),
    "country": _stock("France Spain Italy Germany Japan Brazil Canada Egypt India Kenya Norway Peru Chile"),
    "city": _stock("Paris London Rome Tokyo Berlin Madrid Cairo Lima Oslo Vienna Dublin Athens Delhi"),
    "month": _stock("January February March April June July August September October November December"),
    "day": _stock("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    "drink": _stock("tea coffee milk water juice lemonade cocoa wine beer cider"),
    "clothing": _stock("shirt coat hat sock glove scarf dress skirt jacket trousers sweater"),
    "tree": _stock("oak birch pine maple willow elm beech cedar fir poplar"),
    "flower": _stock("rose tulip lily daisy poppy orchid daffodil violet iris sunflower"),
    "sport": _stock("tennis football hockey golf rugby basketball cricket baseball volleyball rowing"),
    "job": _stock("teacher doctor baker pilot nurse farmer lawyer plumber chef tailor"),
    "metal": _stock("iron copper gold silver tin zinc lead nickel aluminium"),
    "planet": _stock("Mercury Venus Earth Mars Jupiter Saturn Uranus Neptune"),
    "shape": _stock("circle square triangle rectangle pentagon hexagon oval rhombus"),
    "number": _stock("two three four five six seven eight nine ten twelve twenty"),
    "body part": _stock("arm leg hand foot knee elbow nose ear eye shoulder neck"),
}


@dataclass(frozen=True, slots=True)
class Noun:
    """A countable noun in both numbers."""

    one: str
    many: str

    @property
    def a(self) -> str:
        """ "a cat", "an owl"."""
        return with_article(self.one)


def with_article(word: str) -> str:
    """The word behind "a" or "an"."""
    return f"an {word}" if word[0].lower() in "aeiou" else f"a {word}"


def plural(word: str) -> str:
    """The plural of a noun."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def noun(word: str) -> Noun:
    """The noun with its plural."""
    return Noun(word, plural(word))


def invented_nouns(rng: Random, count: int) -> list[Noun]:
    """Different invented nouns: a third of the draws only "-pus" words, else syllables of every kind."""
    found: dict[str, None] = {}
    style = rng.randrange(3)
    while len(found) < count:
        match style:
            case 0:
                word = rng.choice(PRONTO_NOUNS)
                if len(found) >= 12 or rng.random() < 0.1:
                    word = rng.choice(_ONSETS) + rng.choice(_NUCLEI) + "pus"
            case 1:
                word = rng.choice(_ONSETS) + rng.choice(_NUCLEI) + rng.choice(("pus", "pus", "us", "et"))
            case _:
                word = rng.choice(_ONSETS) + rng.choice(_NUCLEI) + rng.choice(_ENDINGS)
        found[word.replace("pp", "p")] = None
    return [noun(word) for word in found]


def plain_nouns(rng: Random, count: int) -> list[Noun]:
    """Different plain nouns, all people, all animals or all things."""
    return [noun(word) for word in rng.sample(rng.choice((PEOPLE, ANIMALS, THINGS)), count)]


def described_people(rng: Random, count: int) -> list[Noun]:
    """Different classes of people described by whom or what they have to do with."""
    whom = rng.sample(NAMES, count)
    found = []
    for name in whom:
        role = noun(rng.choice(_ROLES))
        tail = f"of {name}" if rng.random() < 0.6 else rng.choice(_TAILS)
        found.append(Noun(f"{role.one} {tail}", f"{role.many} {tail}"))
    return found if len(set(found)) == count else described_people(rng, count)


def class_nouns(rng: Random, count: int) -> list[Noun]:
    """Nouns for classes: mostly plain, sometimes invented, sometimes bare letters."""
    draw = rng.random()
    if draw < 0.5:
        return plain_nouns(rng, count)
    if draw < 0.65:
        return described_people(rng, count)
    if draw < 0.9:
        return invented_nouns(rng, count)
    letters = rng.sample("BCDFGHJKLMNPQRSTVWXYZ", count)
    return [Noun(letter, f"{letter}s") for letter in letters]


_ROLES = _stock(
    "friend cousin fan admirer neighbour colleague student teacher supporter rival relative schoolmate "
    "client "
    "ancestor descendant critic follower guest partner regular-customer sister brother uncle aunt expert"
)
_TAILS = _stock(
    "of the club|of the old school|of the town|from the north|of the museum|with a licence|with a red hat|"
    "of the orchestra|of the festival|in the office|of the local team|from the village|with two dogs|in "
    "the garden|"
    "of this bank|of the new brand|on the bus|of the library|of the blue party|at the market",
    "|",
)


def capital(text: str) -> str:
    """The text with its first letter large and the rest as it was."""
    return text[:1].upper() + text[1:]


def listed(words: list[str], joiner: str = "and") -> str:
    """ "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joiner} {words[-1]}"
