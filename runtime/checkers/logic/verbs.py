"""Forms of English verbs: which word may be a finite verb, and of which one."""

from runtime.checkers.logic.phrases import stock

_BASES = stock(
    "accept achieve act add adopt advance agree allow answer appear apply approve arrive ask attend "
    "attract avoid bark bask become begin behave belong benefit bet borrow break breathe bring build buy "
    "call carry catch cause celebrate change charge chase check choose clean climb close collaborate "
    "collapse collect combine come command commute compete complete compose confuse connect consider "
    "consist contain contribute cook cost cover create cry dance deal debate debut decide deliver depend "
    "design desire destroy develop die direct discover dislike dismiss display dive divide donate draw "
    "dream drill drink drive drop earn eat edit embrace employ engage enjoy enroll enter escape establish "
    "exercise exist expand expect experience explain explore express face fail fall fear feature feed "
    "feel fight fill film find finish fit fly focus follow found freeze gain get give glow go govern "
    "graduate grow guarantee guard handle hang hate have hear heat help hire hold host hunt identify "
    "implement improve include increase influence inherit inject injure inspire instruct invade invent "
    "invest issue join joke jump keep kick kill know lack last launch lay lead learn leave lecture lend "
    "level lick like limp listen live look lose love maintain major make manage manufacture marry master "
    "maximize meet melt mentor migrate miss move need nominate occupy offer open operate order organize "
    "own pack paint participate pass pay peak perform plan play please pollute possess practice praise "
    "pray precede prefer prepare present print process produce promise promote protect prove provide "
    "publish purchase push put race raise range rank reach read receive recognize recommend record reduce "
    "refer reflect refuse register release rely remain remember remove rent repair represent require "
    "rescue research reside respect rest retire return ride rise roar rule run save say schedule score "
    "scream see seek sell send serve set settle share shine shoot shout show sign sing sink sit skate "
    "sleep smell smoke sneeze solve speak specialize spend splash spread stand star start stay steal "
    "stick stop store study submit subscribe succeed suffer supply support surf survive sustain swim "
    "switch take talk teach tell tend think threaten throw tour tout train translate transport travel "
    "treat trust try tutor understand upgrade upload use utilize value visit volunteer vote wait wake "
    "walk wander want warn wash watch wear weigh win wish wonder work worry worship write yell "
    "bake "
)
_IRREGULAR = dict(
    pair.split(":")
    for pair in stock(
        "became:become began:begin bought:buy brought:bring built:build came:come caught:catch chose:choose "
        "drew:draw drank:drink drove:drive ate:eat felt:feel fell:fall flew:fly fought:fight got:get "
        "gave:give went:go grew:grow had:have heard:hear held:hold kept:keep knew:know led:lead left:leave "
        "lost:lose made:make met:meet paid:pay ran:run said:say sang:sing sat:sit saw:see sent:send "
        "sold:sell "
        "spent:spend spoke:speak stood:stand swam:swim taught:teach thought:think told:tell took:take "
        "won:win "
        "wore:wear wrote:write "
    )
)


def present(word: str, plural: bool) -> str:
    """The base of a verb in the present, "" where the word is none of that number."""
    if plural:
        return word if word in _BASES else ""
    if word == "has":
        return "have"
    stems = (word[:-1], word[:-2], f"{word[:-3]}y") if word.endswith("s") else ()
    return next((stem for stem in stems if stem in _BASES), "")


def past(word: str) -> str:
    """The base of a verb in the past, "" where the word is none."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    stems = (word[:-2], word[:-1], f"{word[:-3]}y", word[:-3]) if word.endswith("ed") else ()
    return next((stem for stem in stems if stem in _BASES), "")


def finite(word: str) -> bool:
    """Whether the word may be a verb with a subject."""
    return bool(present(word, True) or present(word, False) or past(word))
