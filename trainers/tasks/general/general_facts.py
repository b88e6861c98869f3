"""Simple facts of the general families: what words mean, opposites, forms of words, what can do what."""


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (left.strip(), right.strip()) for left, _, right in (x.partition("=") for x in text.split(";"))
    )


DEFINITIONS = _pairs(
    """
    triangle=a shape with three straight sides; square=a shape with four equal sides and four right angles;
    circle=a round shape whose points all lie equally far from the centre;
    rectangle=a shape with four right angles; pentagon=a shape with five sides;
    hexagon=a shape with six sides; cube=a solid with six square faces; sphere=a solid shaped like a ball;
    orphan=a child without parents; island=land with water all around it;
    desert=a dry place where little rain falls; river=a long stream of water that flows to the sea;
    lake=a large body of water with land around it; mountain=a very high hill;
    volcano=a mountain that can erupt; forest=a large area full of trees;
    library=a place where books are kept and lent; bakery=a shop where bread is made and sold;
    hospital=a place where sick people are treated;
    museum=a place where old or interesting things are shown; kitchen=a room where food is cooked;
    airport=a place where planes land and take off; harbour=a place where ships are safe;
    farm=a place where crops or animals are raised; stable=a building where horses are kept;
    teacher=a person who teaches; baker=a person who bakes bread; pilot=a person who flies a plane;
    sailor=a person who works on a ship; dentist=a doctor for teeth; tailor=a person who makes clothes;
    author=a person who writes books; plumber=a person who repairs pipes;
    judge=a person who decides in court; carpenter=a person who makes things of wood;
    shepherd=a person who looks after sheep; uncle=a brother of a parent; aunt=a sister of a parent;
    cousin=a child of an uncle or aunt; nephew=a son of a brother or sister;
    niece=a daughter of a brother or sister; widow=a woman whose husband has died;
    twin=one of two children born together; puppy=a young dog; kitten=a young cat; lamb=a young sheep;
    calf=a young cow; foal=a young horse; tadpole=a young frog; herd=a group of cattle;
    flock=a group of birds or sheep; swarm=a group of insects; umbrella=a thing that keeps the rain off;
    ladder=a thing with steps for climbing; broom=a brush for sweeping floors;
    kettle=a pot for boiling water; compass=a thing that shows where north is;
    clock=a thing that shows the time; thermometer=a thing that measures heat;
    scale=a thing that measures weight; ruler=a thing that measures length;
    calendar=a list of the days of the year; dictionary=a book that explains words;
    map=a drawing of a place from above; recipe=a list of steps for making food;
    ticket=a paper that lets you travel or enter; diary=a book about your days; decade=ten years;
    century=a hundred years; dozen=twelve things; pair=two things that belong together;
    noon=twelve o'clock in the day; midnight=twelve o'clock at night; dawn=the time when the sun comes up;
    dusk=the time when the sun goes down; breakfast=the first meal of the day;
    dinner=the main meal of the day; vowel=one of the letters a, e, i, o and u;
    verb=a word that names an action; noun=a word that names a thing;
    adjective=a word that describes a thing; sentence=a group of words that says something complete;
    synonym=a word with the same meaning; plural=the form for more than one; sum=the result of adding;
    difference=the result of subtracting; product=the result of multiplying;
    quotient=the result of dividing; half=one of two equal parts; third=one of three equal parts;
    quarter=one of four equal parts; integer=a whole number; fraction=a part of a whole;
    even number=a whole number that two divides; odd number=a whole number that two does not divide;
    prime number=a number with exactly two divisors; equation=a statement that two things are equal;
    variable=a letter that stands for a number; diameter=a line through the centre of a circle;
    radius=the distance from the centre to the circle; perimeter=the distance around a shape;
    area=the size of a surface; angle=the space between two meeting lines;
    premise=a statement that an argument starts from; conclusion=a statement that follows from premises;
    contradiction=a statement together with its opposite; proof=an argument that shows something is true;
    ice=frozen water; steam=water in the form of a gas; cloud=a mass of tiny drops in the sky;
    storm=very bad weather; fog=a cloud close to the ground; breeze=a light wind;
    shadow=a dark shape where light is blocked; wing=the part of a bird that it flies with;
    beak=the hard mouth of a bird; nest=the home of a bird; hive=a home for bees;
    web=a net made by a spider; root=the part of a plant under the ground;
    leaf=a flat green part of a plant; seed=a thing from which a plant grows;
    petal=a coloured part of a flower; wool=the hair of sheep;
    leather=the skin of animals made into material; honey=sweet food made by bees;
    butter=food made from cream; flour=powder made from grain; salt=white grains that flavour food;
    traffic light=a light that tells cars when to stop; bridge=a road over a river or another road;
    tunnel=a road or passage under the ground; alphabet=the letters of a language in order"""
)


FACTS = _pairs(
    """
    How many legs does a spider have?=eight; How many legs does an insect have?=six;
    How many legs does a dog have?=four; How many days are in a week?=seven;
    How many months are in a year?=twelve; How many hours are in a day?=24;
    How many minutes are in an hour?=60; How many seconds are in a minute?=60;
    How many weeks are in a year?=52; How many sides does a square have?=four;
    How many sides does a hexagon have?=six; How many corners does a cube have?=eight;
    How many faces does a cube have?=six; How many wheels does a bicycle have?=two;
    How many wheels does a tricycle have?=three; How many fingers are on one hand?=five;
    How many cents are in a dollar?=100; How many centimetres are in a metre?=100;
    How many metres are in a kilometre?=1000; How many grams are in a kilogram?=1000;
    How many eggs are in a dozen?=12; How many letters are in the English alphabet?=26;
    How many years are in a decade?=10; How many years are in a century?=100;
    How many seasons are there in a year?=four; How many inches are in a foot?=12;
    How many feet are in a yard?=three; How many quarters make a whole?=four;
    How many halves make a whole?=two; How many degrees are in a right angle?=90;
    How many degrees are in a full turn?=360; How many degrees do the angles of a triangle sum to?=180;
    What colour is snow?=white; What colour is grass?=green; What colour is coal?=black;
    What colour is blood?=red; What colour is a ripe banana?=yellow;
    What colour is the sky on a clear day?=blue; What colour is milk?=white;
    What colour is a ripe strawberry?=red; What colour do blue and yellow make?=green;
    What colour do red and blue make?=purple; What colour do red and white make?=pink;
    What colour do black and white make?=grey; What colour do red and yellow make?=orange;
    What does a cow say?=moo; What does a cat say?=meow; What does a dog say?=woof;
    What does a duck say?=quack; What does a sheep say?=baa; What does a lion do?=roar;
    What does a bee do?=buzz; What does a snake do?=hiss; What does a frog say?=croak;
    What does a horse do?=neigh; What does a wolf do?=howl; What does an owl say?=hoot;
    What do bees make?=honey; What do cows eat?=grass; What do hens lay?=eggs; What do spiders spin?=webs;
    What do we cut paper with?=scissors; What do we write with?=a pen; What do we eat soup with?=a spoon;
    What do we hear with?=ears; What do we see with?=eyes; What do we smell with?=the nose;
    What do we taste with?=the tongue; What do we use to open a lock?=a key;
    What do we use to drive in a nail?=a hammer; What do we use to dig a hole?=a spade;
    What do we use to tell the time?=a clock; What do we use to sweep the floor?=a broom;
    What do we use to boil water?=a kettle; What do we wear on our feet?=shoes;
    What do we wear on our hands?=gloves; What do we wear on our head?=a hat;
    What is bread made from?=flour; What is cheese made from?=milk; What is wine made from?=grapes;
    What is paper made from?=wood; What is glass made from?=sand; What is a candle made of?=wax;
    What is wool taken from?=sheep; What is ice made of?=water; What comes from a hen?=an egg;
    What gives us light by day?=the sun; What shines at night?=the moon; What falls from clouds?=rain;
    What do plants need to grow?=water and light; What do fish breathe with?=gills;
    What do birds have instead of arms?=wings; What covers a bird?=feathers; What covers a fish?=scales;
    What covers a bear?=fur; Where do fish live?=in water; Where do bees live?=in a hive;
    Where do birds lay eggs?=in a nest; Where do camels live?=in the desert;
    Where does the sun rise?=in the east; Where does the sun set?=in the west;
    Where do we borrow books?=at a library; Where do we buy bread?=at a bakery;
    Where do planes land?=at an airport; Where do trains stop?=at a station;
    Where do doctors work?=in a hospital; Where do pupils learn?=at school;
    Where do we see old paintings?=in a museum; Who puts out fires?=a firefighter;
    Who flies a plane?=a pilot; Who bakes bread?=a baker; Who treats sick animals?=a vet;
    Who mends teeth?=a dentist; Who grows crops?=a farmer; Who delivers letters?=a postman;
    Who repairs pipes?=a plumber; Who cuts hair?=a barber; Who sells meat?=a butcher;
    Who writes books?=an author; Who builds houses?=a builder; Which season is the coldest?=winter;
    Which season is the hottest?=summer; Which season comes after winter?=spring;
    Which season comes before winter?=autumn; Which month is the shortest?=February;
    Which day comes after Sunday?=Monday; Which animal is called the king of beasts?=the lion;
    Which animal has a trunk?=the elephant; Which animal has a long neck?=the giraffe;
    Which animal has black and white stripes?=the zebra;
    Which animal carries its house on its back?=the snail; Which animal has a hump?=the camel;
    Which animal barks?=the dog; Which insect makes honey?=the bee;
    Which is the largest animal?=the blue whale; Which planet do we live on?=the earth;
    Which star warms the earth?=the sun; Which metal is yellow and precious?=gold;
    Which direction is opposite north?=south; Which hand is opposite the left?=the right;
    What is the first letter of the alphabet?=a; What is the last letter of the alphabet?=z;
    What is the smallest prime number?=2; At what temperature does water freeze?=0 degrees Celsius;
    At what temperature does water boil?=100 degrees Celsius; What is frozen rain called?=hail;
    What is frozen water called?=ice; What is a baby dog called?=a puppy;
    What is a baby cat called?=a kitten; What is a baby sheep called?=a lamb;
    What is a baby horse called?=a foal; What is a baby cow called?=a calf;
    What is a baby goat called?=a kid; What is a baby duck called?=a duckling;
    What is a baby bear called?=a cub; What is a female horse called?=a mare;
    What is a female lion called?=a lioness; What is a male chicken called?=a rooster;
    What is a male cow called?=a bull; What is the ruler of a kingdom called?=a king"""
)


OPPOSITES = _pairs(
    """
    hot=cold; big=small; long=short; high=low; fast=slow; old=young; rich=poor; full=empty; open=closed;
    light=dark; heavy=light; wet=dry; hard=soft; loud=quiet; clean=dirty; early=late; happy=sad; true=false;
    up=down; left=right; in=out; front=back; first=last; before=after; above=below; near=far; wide=narrow;
    thick=thin; strong=weak; good=bad; right=wrong; day=night; love=hate; begin=end; win=lose; buy=sell;
    push=pull; give=take; ask=answer; come=go; more=less; many=few; always=never; all=none; same=different;
    alive=dead; awake=asleep; brave=afraid; cheap=expensive; deep=shallow; easy=difficult; inside=outside;
    laugh=cry; maximum=minimum; north=south; east=west; odd=even; positive=negative; add=subtract;
    multiply=divide; increase=decrease; safe=dangerous; sharp=blunt; smooth=rough; sweet=sour; tall=short;
    tight=loose; ugly=beautiful; arrive=leave; remember=forget; polite=rude; possible=impossible;
    visible=invisible; friend=enemy; guilty=innocent; ancient=modern; accept=refuse; succeed=fail;
    lazy=hard-working; present=absent; greater=smaller; horizontal=vertical"""
)


SYNONYMS = _pairs(
    """
    big=large; small=little; begin=start; end=finish; fast=quick; happy=glad; sad=unhappy; shut=close;
    speak=talk; difficult=hard; simple=easy; rich=wealthy; clever=smart; sick=ill; correct=right;
    choose=pick; buy=purchase; gift=present; angry=cross; quiet=silent; repair=mend; odd=strange;
    shout=yell; scared=afraid; brave=courageous; kid=child; street=road; total=sum; whole=entire;
    error=mistake; answer=reply; help=assist; near=close; show=display; stone=rock; tale=story; jump=leap;
    hurry=rush; quick=rapid; build=construct; get=receive; permit=allow; forbid=ban; mend=fix; house=home"""
)


PLURALS = _pairs(
    """
    mouse=mice; child=children; man=men; woman=women; foot=feet; tooth=teeth; goose=geese; ox=oxen;
    sheep=sheep; fish=fish; deer=deer; leaf=leaves; knife=knives; wife=wives; life=lives; wolf=wolves;
    shelf=shelves; half=halves; loaf=loaves; thief=thieves; baby=babies; city=cities; berry=berries;
    lady=ladies; story=stories; party=parties; box=boxes; bus=buses; dish=dishes; church=churches;
    watch=watches; potato=potatoes; tomato=tomatoes; hero=heroes; person=people; die=dice; cat=cats;
    table=tables; key=keys; boy=boys; day=days; tree=trees; vertex=vertices; axis=axes; radius=radii;
    factor=factors"""
)


PASTS = _pairs(
    """
    go=went; see=saw; eat=ate; run=ran; swim=swam; sing=sang; take=took; give=gave; come=came; write=wrote;
    drive=drove; fly=flew; know=knew; grow=grew; draw=drew; throw=threw; think=thought; bring=brought;
    buy=bought; catch=caught; teach=taught; sell=sold; tell=told; find=found; hold=held; stand=stood;
    sit=sat; begin=began; drink=drank; break=broke; speak=spoke; steal=stole; choose=chose; forget=forgot;
    wear=wore; win=won; lose=lost; leave=left; meet=met; sleep=slept; keep=kept; feel=felt; make=made;
    say=said; pay=paid; hear=heard; cut=cut; put=put; hit=hit; walk=walked; play=played; stop=stopped;
    carry=carried; study=studied; do=did; have=had; be=was; become=became; build=built; send=sent;
    spend=spent; lend=lent; rise=rose; fall=fell; fight=fought"""
)


# predicate with a question form, a statement form, and the things of which it is true and false
PROPERTIES: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (question.strip(), statement.strip(), tuple(yes.split()), tuple(no.split()))
    for question, statement, yes, no in (
        row.split("|")
        for row in """
        Can {a} fly? | can fly | eagle sparrow bee bat butterfly crow plane owl gull moth | horse dog snake
            cow pig fish table penguin car elephant /
        Can {a} swim? | can swim | duck fish otter whale dolphin frog swan shark beaver seal | stone chair
            hammer tree house brick spoon /
        Is {a} alive? | is alive | tree dog rose bee whale oak child horse mushroom tulip | stone table car
            spoon hammer candle book robot statue brick /
        Does {a} have wheels? | has wheels | car bus bicycle truck train tractor scooter van wagon | boat
            house horse table sledge tree chair hat /
        Does {a} have wings? | has wings | bird eagle bee plane butterfly duck bat fly | dog car fish snake
            horse boat rabbit spider /
        Does {a} have legs? | has legs | dog table chair horse spider ant chicken bed | snake worm fish
            stone ball car plate whale /
        Does {a} have fur? | has fur | cat bear rabbit fox squirrel wolf otter mouse | fish frog snake eagle
            bee snail lizard shark /
        Does {a} lay eggs? | lays eggs | hen duck turtle snake frog eagle crocodile ant | dog cow cat horse
            sheep lion mouse whale /
        Can you eat {a}? | can be eaten | apple carrot pancake sandwich pear potato biscuit egg | stone
            chair shoe hammer pencil key brick lamp /
        Is {a} a fruit? | is a fruit | apple pear banana grape lemon peach plum cherry | carrot potato dog
            hammer spoon chair onion shirt /
        Is {a} a bird? | is a bird | eagle sparrow owl duck penguin robin swan parrot | bat bee dog trout
            horse butterfly snake mouse /
        Is {a} an animal? | is an animal | dog bee shark owl snake frog horse ant spider | oak rose stone
            car table apple river cloud /
        Is {a} a tool? | is a tool | hammer saw drill rake spade axe wrench chisel | apple cat river cloud
            song banana sock poem /
        Is {a} heavier than a man? | is heavier than a man | elephant whale house truck ship bus horse
            bridge | mouse coin pencil feather apple leaf sparrow spoon /
        Is {a} bigger than a cat? | is bigger than a cat | horse house tree cow bus bear ship giraffe |
            mouse ant coin bee key cherry pea button /
        Is {a} usually made of metal? | is usually made of metal | coin key nail sword hammer spoon saucepan
            bell | book shirt candle pillow carpet newspaper basket sock /
        Is {a} made of paper? | is made of paper | book newspaper map envelope ticket poster notebook
            magazine | spoon car shoe hammer mirror bottle candle brick /
        Do people live in {a}? | is a place where people live | house flat cottage palace hut castle |
            drawer bottle pocket basket pencil envelope shoe /
        Does {a} need electricity? | needs electricity | lamp computer fridge television radio toaster |
            spoon pencil book candle hammer carpet chair /
        Does {a} grow in the ground? | grows in the ground | carrot tree potato rose tulip onion oak | spoon
            lamp horse coin shoe fish window /
        Can {a} be used to cut? | can be used to cut | knife saw axe sword razor | pillow spoon sponge ball
            blanket balloon sock /
        Is {a} round? | is round | ball coin marble wheel orange plate ring globe | book brick ladder ruler
            door box envelope pencil /
        Can {a} talk? | can talk | man woman teacher girl boy doctor farmer | stone table fish tree shoe
            snail cloud carrot /
        Do we wear {a}? | is worn | shirt coat hat scarf dress jacket skirt sweater | table lamp river
            kettle tree window spoon hammer""".replace("\n", " ").split("/")
    )
)
