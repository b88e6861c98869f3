# ruff: noqa: E501, SIM905
"""The stock of names, nouns, verbs and places that word problems are told with, by semantic class."""

from dataclasses import dataclass

_IRREGULAR = {"loaf": "loaves", "knife": "knives", "scarf": "scarves", "leaf": "leaves", "sheep": "sheep",
              "fish": "fish", "goldfish": "goldfish", "goose": "geese", "mouse": "mice", "person": "people",
              "child": "children", "man": "men", "woman": "women", "potato": "potatoes", "tomato": "tomatoes",
              "mango": "mangoes", "calf": "calves", "bookshelf": "bookshelves", "shelf": "shelves",
              "deer": "deer", "salmon": "salmon", "postman": "postmen"}  # fmt: skip


def plural(noun: str) -> str:
    """The plural of a singular noun."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if " of " in noun:
        first, _, rest = noun.partition(" of ")
        return f"{plural(first)} of {rest}"
    head, _, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        return f"{head} {_IRREGULAR[last]}".strip()
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def third(verb: str) -> str:
    """The third person singular of a verb, which may carry a particle: "give away" -> "gives away"."""
    head, _, rest = verb.partition(" ")
    if head.endswith("y") and head[-2] not in "aeiou":
        head = f"{head[:-1]}ies"
    else:
        head = f"{head}es" if head.endswith(("s", "x", "ch", "sh", "o")) else f"{head}s"
    return f"{head} {rest}".strip()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace("\n", " ").split(",") if word.strip())


HE = tuple(
    """Adam Aaron Ahmed Alan Albert Alex Ali Andre Andrew Anthony Arjun Arthur Ben Bill Billy Blake Bob Bobby
Brad Brian Bruce Bryan Caleb Carl Carlos Chad Charles Charlie Chen Chris Colin Connor Craig Dale Dan Daniel Dave
David Dennis Derek Diego Dominic Don Doug Dylan Earl Ed Eddie Edward Eli Elijah Eric Ethan Evan Felix Finn Frank
Fred Gabriel Gary George Gordon Grant Greg Hamza Harold Harry Hassan Henry Hiro Howard Hugo Ian Isaac Ivan Jack
Jacob Jake Jamal James Jared Jason Javier Jeff Jeremy Jerry Jesse Jim Joe Joel John Jonas Jordan Jose Josh Juan
Julian Justin Karl Keith Ken Kenny Kevin Kofi Kyle Larry Leo Leon Levi Liam Logan Louis Lucas Luis Luke Malik
Manuel Marcus Mario Mark Martin Mason Matt Max Miguel Mike Mohamed Nate Nathan Neil Nick Noah Oliver Omar Oscar
Otto Owen Patrick Paul Pedro Peter Phil Quinn Rafael Raj Ralph Randy Ravi Ray Ricardo Rick Rob Robert Roger Ron
Roy Russell Ryan Sam Samir Scott Sean Seth Simon Stan Stefan Steve Stuart Tariq Ted Terry Theo Thomas Tim Todd
Tom Tony Travis Tyler Victor Vince Walter Wayne Will Winston Wyatt Xavier Yusuf Zach""".split()
)
SHE = tuple(
    """Abby Ada Aisha Alexa Alice Alicia Allison Amanda Amber Amy Ana Andrea Angela Anika Ann Anna Annie April
Ashley Audrey Ava Barbara Becky Bella Beth Betty Bonnie Brenda Bridget Brooke Camila Carla Carmen Carol Cathy
Chloe Cindy Claire Clara Connie Dana Daisy Debra Diana Donna Dora Doris Edith Elena Eliza Ella Ellen Emily Emma
Erica Erin Esther Eva Faith Fatima Fiona Frances Gina Gloria Grace Greta Gwen Hailey Hana Hannah Hazel Heather
Heidi Helen Holly Ida Ines Irene Iris Isabel Ivy Jade Jane Janet Jasmine Jen Jenny Jess Jessica Jill Joan Joanna
Joy Joyce Judy Julia Julie June Karen Kate Katie Kayla Kelly Kim Kira Kristen Lara Laura Lauren Layla Leah Leila
Lena Lila Lily Linda Lisa Lola Lucia Lucy Luna Lydia Lynn Mabel Maggie Mandy Maria Marie Martha Mary Maya Megan
Mei Melanie Mia Michelle Mila Mina Molly Monica Nadia Nancy Naomi Natalie Nell Nina Nora Olga Olive Olivia Paige
Pam Patricia Paula Penny Petra Phoebe Priya Rachel Rebecca Rita Robin Rosa Rose Ruby Ruth Sally Samantha Sana
Sandra Sara Sarah Sasha Selena Serena Sharon Shelly Sofia Sonia Sophie Stella Sue Susan Sylvia Tammy Tanya Tara
Teresa Tess Tina Tracy Uma Valerie Vanessa Vera Vicky Violet Wanda Wendy Yasmin Yuki Yvonne Zara Zoe""".split()
)
TITLED = _listed(
    """Mr. Baker, Mr. Silva, Mr. Chan, Mr. Novak, Mr. Green, Mrs. Hill, Mrs. Lopez, Ms. Park, Mrs. Stone,
Ms. Rossi, Mrs. Young, Mr. Reed, Ms. Diaz, Mr. Wood, Mrs. Patel, Ms. Ford, the baker, the farmer, the teacher,
the coach, the librarian, the shopkeeper, the gardener, the chef, the florist, the mechanic, the artist, the tailor,
the carpenter, the principal, the waiter, the cashier, the store owner, the manager, the painter, the fisherman"""
)
RELATIONS = _listed(
    """brother, sister, friend, best friend, cousin, mother, mom, dad, father, uncle, aunt, neighbor, classmate,
grandmother, grandfather, teacher, teammate, roommate, coworker, little brother, older sister, grandma, boss"""
)
CITIES = _listed(
    """Boston, Denver, Austin, Dallas, Miami, Portland, Toledo, Madrid, Lima, Oslo, Cairo, Dublin, Quito, Tulsa,
Phoenix, Atlanta, Geneva, Lagos, Perth, Turin, Nairobi, Lisbon, Athens, Munich, Vienna, Omaha, Memphis, Detroit,
Orlando, Houston, Kyoto, Delhi, Mumbai, Tampa, Albany, Reno, Boise, Salem, Helena, Fresno"""
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = _listed(
    "January, February, March, April, May, June, July, August, September, October, November, December"
)
COLORS = ("red", "blue", "green", "yellow", "purple", "white", "black", "orange", "pink", "brown", "gray")
OCCASIONS = _listed(
    """for a party, for the school fair, for the weekend, for a picnic, for the holidays, for the class, for a
birthday party, for the bake sale, for the team, for a school project, for the festival, for the winter, for charity,
for a family dinner, for the fundraiser, for the summer camp, for the talent show, for the new year, for the trip"""
)
BACKGROUND = _listed(
    """It was a sunny {day}., {a} loves {things}., {a} likes to keep busy., {a} had been waiting for this all week.,
{a} was getting ready for a busy day., {a} was helping {his} {rel} at home., It was raining all {day}.,
{a} was in charge of the {things} this year., {a} has always liked {things}., {a} went out early on {day}.,
School was closed on {day}., {a} decided to try something new., {a} spent the afternoon with {b}.,
{a} was cleaning {his} room., {a} was at {place} last {day}., {a} lives near {place}., {a} collects {things}.,
{a} and {b} are good friends., {a} was planning a surprise., On {day} {a} went to {place}.,
{a} was excited about the weekend., {a} was on vacation., Summer had just started., {a} woke up late on {day}.,
{a} is known for {his} {things}., {a} was talking with {his} {rel} about {things}., {a} wanted to earn some money.,
{a} is very organized., Everyone at {place} knows {a}., {a} works hard every day."""
)
# Facts with numbers that have nothing to do with the question.
NOISE = _listed(
    """{a} is {d1} years old., {a} also has {d1} {others}., {a} lives {d1} miles from {place}.,
{a} has {d1} cousins., {b} is {d1} years old., It took {a} {d1} minutes to get to {place}., {b} has {d1} {others}.,
There are {d1} houses on {a}'s street., {a} has lived there for {d1} years., {a} was on page {d1} of a book.,
There were {d1} people at {place}., {a} woke up at {d2} o'clock that day., {a} walked {d1} blocks to {place}.,
{a} saw {d1} {others} and {d2} birds on the way., {b} bought {d1} {others} last week., {a} lives at number {d1}.,
{a}'s {rel} is {d1} years old., {a} has {d2} pets., {place} is open for {d2} hours a day., {b} owns {d2} bikes.,
In the afternoon {a} read {d1} pages., The bus to {place} has {d1} seats., {a} has {d1} {others} and {d2} {bags}.,
{a} paid {d1} dollars for {others} last month., {a} counted {d1} {others} on {day}., {b} ran {d2} miles on {day}.,
{c} has {d2} brothers., {a} spent {d1} minutes on homework., {c} wanted {d1} {others}., {c} found {d1} {others}."""
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Nouns of one class with the verbs, containers and places that go with them.

    Verbs are "past/base" or "past/base/tail"; the tail follows the object: "gave/give/ to {b}".
    """

    nouns: tuple[str, ...]
    gain: tuple[str, ...]
    lose: tuple[str, ...]
    boxes: tuple[str, ...]
    places: tuple[str, ...]


_GOT = ("got/get", "bought/buy", "bought/buy/ at {place}", "got/get/ from {b}", "received/receive/ from {his} {rel}",
        "found/find", "was given/get", "collected/collect", "won/win", "picked up/pick up", "ordered/order",
        "purchased/purchase", "borrowed/borrow/ from {b}")  # fmt: skip
_GAVE = ("gave/give/ to {b}", "gave/give/ to {his} {rel}", "gave away/give away", "sold/sell", "lost/lose",
         "threw away/throw away", "used/use", "donated/donate", "traded/trade/ to {b}", "lent/lend/ to {b}",
         "handed out/hand out", "mailed/mail/ to {b}", "sold/sell/ at {place}", "left/leave/ at {place}",
         "shared/share/ with {b}", "passed/pass/ to {his} {rel}")  # fmt: skip

KINDS = (
    Kind(
        _listed(
            """apple, orange, banana, pear, peach, plum, cherry, strawberry, lemon, lime, mango, kiwi, grape, melon,
pumpkin, potato, tomato, carrot, onion, cucumber, pepper, egg, walnut, peanut, almond, blueberry, raspberry, fig,
apricot, pineapple, coconut, avocado, radish, turnip, mushroom, chestnut, watermelon, date, olive, papaya"""
        ),
        (*_GOT, "picked/pick", "gathered/gather", "harvested/harvest", "grew/grow", "bought/buy/ at the market"),
        (*_GAVE, "ate/eat", "ate/eat", "cooked/cook", "fed/feed/ to the horses", "dropped/drop", "peeled/peel"),
        _listed("basket, bag, box, crate, bowl, sack, bucket, carton, tray, barrel"),
        _listed("the market, the farm, the orchard, the garden, the grocery store, the fruit stand, the kitchen"),
    ),
    Kind(
        _listed(
            """cookie, cupcake, muffin, brownie, pie, cake, donut, bagel, sandwich, pancake, waffle, pretzel, bun,
cracker, loaf of bread, slice of pizza, taco, burger, hot dog, pastry, croissant, roll, biscuit, pizza, burrito,
dumpling, tart, meatball, scone, granola bar, cheese stick, egg roll, popsicle, sausage"""
        ),
        (*_GOT, "baked/bake", "baked/bake", "made/make", "prepared/prepare", "cooked/cook"),
        (*_GAVE, "ate/eat", "ate/eat", "served/serve", "burned/burn", "dropped/drop", "brought/bring/ to {place}"),
        _listed("tray, box, plate, bag, basket, platter, container, tin, pack, batch"),
        _listed("the bakery, the bake sale, the cafeteria, the restaurant, the school, the cafe, the kitchen"),
    ),
    Kind(
        _listed(
            """candy, lollipop, gumdrop, piece of candy, chocolate bar, jelly bean, mint, stick of gum, caramel,
marshmallow, candy bar, gummy bear, toffee, chocolate, candy cane, licorice stick, sugar cube, bonbon, fudge square"""
        ),
        (*_GOT, "won/win/ at {place}", "got/get/ at the party"),
        (*_GAVE, "ate/eat", "ate/eat", "ate/eat/ after lunch", "chewed/chew", "dropped/drop"),
        _listed("bag, box, jar, pack, packet, pile, bowl, tin, basket, bucket"),
        _listed("the candy store, the party, the fair, the movies, the school, the parade, the corner store"),
    ),
    Kind(
        _listed(
            """pencil, pen, crayon, eraser, notebook, marker, ruler, sticker, folder, sheet of paper, paper clip,
paintbrush, stapler, envelope, glue stick, binder, index card, stamp, highlighter, poster, flash card, bookmark,
thumbtack, rubber band, postcard, calendar, map, pair of scissors, piece of chalk, colored pencil"""
        ),
        (*_GOT, "brought/bring/ from home", "got/get/ from the teacher"),
        (*_GAVE, "used/use", "broke/break", "lost/lose/ during the school year", "used up/use up"),
        _listed("box, pack, drawer, bag, case, packet, desk, cup, folder, bin"),
        _listed("school, the office, the classroom, the art room, the bookstore, the library, the supply store"),
    ),
    Kind(
        _listed(
            """marble, toy car, doll, ball, balloon, puzzle, block, robot, kite, card, trading card, baseball card,
action figure, teddy bear, coin, token, seashell, bead, button, magnet, yo-yo, video game, board game, comic book,
badge, toy soldier, model plane, dice set, top, figurine, bouncy ball, Lego set, puppet, toy truck, whistle,
baseball, basketball, tennis ball, frisbee, football, action card, jump rope, medal, trophy, keychain"""
        ),
        (*_GOT, "won/win/ at the fair", "got/get/ for {his} birthday", "added/add/ to the collection"),
        (*_GAVE, "broke/break", "lost/lose/ at {place}", "traded/trade", "put/put/ in the attic"),
        _listed("box, bag, shelf, drawer, basket, jar, case, bin, chest, crate"),
        _listed("the park, the toy store, the playground, the fair, the yard sale, the arcade, the club"),
    ),
    Kind(
        _listed(
            """rose, tulip, daisy, lily, flower, sunflower, tree, orchid, bush, seed, bulb, fern, cactus, violet, pine
tree, apple tree, oak tree, rose bush, carnation, daffodil, seedling, herb, plant, maple tree, tomato plant"""
        ),
        ("bought/buy", "planted/plant", "planted/plant/ at {place}", "grew/grow", "got/get", "ordered/order",
         "found/find", "received/receive/ from {b}", "gathered/gather", "added/add"),
        ("gave/give/ to {b}", "sold/sell", "gave away/give away", "moved/move/ to {place}", "lost/lose", "used/use",
         "donated/donate/ to {place}", "threw away/throw away", "gave/give/ to {his} {rel}", "traded/trade"),
        _listed("row, pot, garden bed, vase, tray, bucket, bunch, basket, planter, bed"),
        _listed("the park, the garden, the nursery, the flower shop, the greenhouse, the backyard, the town square"),
    ),
    Kind(
        _listed(
            """cow, sheep, goat, pig, horse, chicken, duck, hen, rabbit, goose, turkey, donkey, lamb, calf, llama,
goldfish, turtle, hamster, parrot, canary, kitten, puppy, frog, snail, fish, lizard, guinea pig, pony, bee hive"""
        ),
        ("bought/buy", "got/get", "raised/raise", "bought/buy/ at {place}", "rescued/rescue", "adopted/adopt",
         "received/receive/ from {b}", "took in/take in", "brought/bring/ home"),
        ("sold/sell", "sold/sell/ to {b}", "gave/give/ to {b}", "moved/move/ to another farm", "gave away/give away",
         "traded/trade", "lost/lose", "sent/send/ to {place}", "lent/lend/ to {b}", "sold/sell/ at {place}"),
        _listed("pen, barn, cage, field, tank, stall, hutch, pond, truck, stable"),
        _listed("the farm, the zoo, the county fair, the ranch, the pet store, the barn, the shelter, the market"),
    ),
    Kind(
        _listed(
            """shirt, hat, scarf, sweater, dress, jacket, pair of socks, pair of shoes, tie, coat, skirt, belt,
glove, blanket, towel, pillow, T-shirt, ribbon, necklace, bracelet, ring, watch, purse, apron, cap, mitten, quilt,
uniform, costume, mask, handbag, backpack, umbrella, bandana, button-up shirt, pair of gloves, curtain, hair clip"""
        ),
        (*_GOT, "made/make", "sewed/sew", "knitted/knit", "washed/wash"),
        (*_GAVE, "packed/pack/ in a suitcase", "returned/return", "returned/return/ to the store", "gave/give/ to charity"),
        _listed("box, drawer, closet, suitcase, rack, basket, bag, shelf, hanger, trunk"),
        _listed("the mall, the store, the laundry, the thrift shop, the market, the fair, the boutique, school"),
    ),
    Kind(
        _listed(
            """book, magazine, novel, DVD, CD, newspaper, comic, cookbook, letter, photo, picture, drawing, painting,
song, movie, video, file, app, recipe, poem, story, notepad, record, journal, textbook, photograph, sketch, album"""
        ),
        ("got/get", "bought/buy", "received/receive/ from {b}", "found/find", "collected/collect", "added/add",
         "made/make", "borrowed/borrow/ from {b}", "got/get/ from {his} {rel}", "ordered/order"),
        ("gave/give/ to {b}", "sold/sell", "lost/lose", "gave away/give away", "threw away/throw away",
         "removed/remove", "donated/donate/ to {place}", "lent/lend/ to {b}", "sent/send/ to {b}", "returned/return"),
        _listed("shelf, box, folder, album, bag, stack, drawer, case, bookcase, pile"),
        _listed("the library, the bookstore, the museum, school, the yard sale, the book club, the fair, the gallery"),
    ),
    Kind(
        _listed(
            """rock, shell, leaf, feather, stone, acorn, pine cone, stick, pebble, crystal, fossil, log, brick, board,
nail, screw, tile, plank, bottle cap, can, bottle, jar, newspaper clipping, twig, gem, star sticker, firefly, crab"""
        ),
        ("found/find", "collected/collect", "gathered/gather", "picked up/pick up", "got/get/ from {b}", "got/get",
         "found/find/ at {place}", "brought/bring/ home", "collected/collect/ at {place}", "discovered/discover"),
        ("gave/give/ to {b}", "lost/lose", "threw away/throw away", "used/use", "dropped/drop", "put back/put back",
         "gave/give/ to {his} {rel}", "sold/sell", "left/leave/ at {place}", "broke/break", "buried/bury"),
        _listed("bag, bucket, jar, box, pile, basket, pocket, crate, bin, pail"),
        _listed("the beach, the park, the forest, the lake, the river, the yard, the construction site, the shore"),
    ),
    Kind(
        _listed(
            """cup, plate, spoon, fork, bowl, glass, candle, battery, light bulb, bar of soap, lamp, chair, table,
mug, knife, napkin, bottle of water, can of soup, jar of jam, ticket, coupon, paper plate, straw, paper cup, key, tray,
flashlight, tent, rope, magnet strip, flag, sponge, bag of chips, box of cereal, juice box, can of soda, basket"""
        ),
        (*_GOT, "brought/bring", "brought/bring/ from home", "set out/set out"),
        (*_GAVE, "broke/break", "used/use/ for the party", "returned/return/ to the store", "put away/put away"),
        _listed("box, shelf, drawer, cabinet, carton, crate, pack, case, bag, stack"),
        _listed("the store, the supermarket, the hotel, the restaurant, the church, the warehouse, the camp, home"),
    ),
)  # fmt: skip
