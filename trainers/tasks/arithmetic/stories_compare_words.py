# ruff: noqa: E501
"""What stories that compare are told with: relations, questions, and the orders in which facts come."""

TIMES = {2: "[twice|2 times|two times|double]", 3: "[three times|3 times|triple]"}
PARTS = {
    2: "[half|one half|1/2]",
    3: "[a third|one third|1/3]",
    4: "[a quarter|one fourth|1/4|a fourth]",
    5: "[a fifth|1/5]",
}
MORE = (
    "{y} {v} {n} {word} {things} than {x}", "{y} {v} {n} {word} {things} than {x}", "{y} {v} {n} {word} than {x}",
    "{y} {v} {n} {things} {word} than {x}", "compared with {x}, {y} {v} {n} {things} {word}",
    "{y}, with {n} {word} than {x}, {comes}", "{n} {word} {things} than {x} is what {y} {v}",
    "the number for {y} is {n} {word} than the one for {x}",
)  # fmt: skip
MANY = (
    "{y} {v} {many} as many {things} as {x}", "{y} {v} {many} as many {things} as {x}", "{y} {v} {many} as many as {x}",
    "{y} {v} {many} the number of {things} {x} {v}", "the number for {y} is {many} the one for {x}",
    "compared with {x}, {y} {v} {many} as many {things}", "{many} as many {things} as {x} is what {y} {v}",
)  # fmt: skip

CHAIN = {
    "known": "{x} {v} {n0} {things}",
    "ask": """How many {things} {aux} {y} {vb}?|How many {things} {aux} {y} {vb}?|How many {aux} {y} {vb}?|
Find how many {things} {y} {v}.|What is the number of {things} {y} {v}?|How many {things} are {y}'s?""",
    "all": """How many {things} {auxp} they {vb} [in all|altogether|together|in total]?|How many {things} are there [in all|altogether|together|in total]?|
What is the total number of {things}?|Find the total number of {things}.|How many {things} {auxp} {everyone} {vb} [altogether|together|in all|combined]?|
How many {things} [in all|in total]?|Together, how many {things} {auxp} {everyone} {vb}?""",
    "gap": """How many more {things} {aux} {top} {vb} than {bottom}?|How many fewer {things} {aux} {bottom} {vb} than {top}?|
What is the difference between the number of {things} {top} {v} and the number {bottom} {v}?|{top} {v} how many more {things} than {bottom}?|
By how many {things} {aux} {top} beat {bottom}?|How many more {aux} {top} {vb} than {bottom}?|How many {things} more than {bottom} {aux} {top} {vb}?""",
}
ORDERS_FIRST = (
    "<known>. {links}. {ask}",
    "<known>. {links}. {ask}",
    "<known> and {links1}. {ask}",
    "If <known> and {links1}, {ask_low}",
    "<known>, while {links1}. {ask}",
    "[At {place}, |On {day}, |Last week, |Yesterday, |In {month}, ]<known>. {links}. {ask}",
    "<known>. If {links1}, {ask_low}",
    "Suppose <known>. {links}. {ask}",
    "<known>, but {links1}. {ask}",
    "We know that <known>. Also, {links1}. {ask}",
    "{ask} <known>. {links}.",
    "Here are the facts: <known>; {links1}. {ask}",
    "{x} comes first: <known>. {links}. {ask}",
    "Since <known>, and {links1}, {ask_low}",
    "{ask} It is known that <known> and that {links1}.",
    "{n0} {things} are {x}'s. {links}. {ask}",
    "<known>. As for the others, {links1}. {ask}",
    "Let us say <known>. [Then|Now] {links1}. {ask}",
)
ORDERS_LAST = (
    "{links}. <known>. {ask}",
    "{links}. <known>. {ask}",
    "{links}. [If|Given that] <known>, {ask_low}",
    "{links}, and <known>. {ask}",
    "{ask} {links}. <known>.",
    "[At {place}, |On {day}, |Last week, |Yesterday, |In {month}, ]{links1}. {ask} <known>.",
    "{links}, where <known>. {ask}",
    "If {links1}, and <known>, {ask_low}",
    "{ask} We are told that {links1}, and that <known>.",
    "{links}. As to {x}, <known>. {ask}",
    "Here is what is known: {links1}; <known>. {ask}",
    "[Say|Imagine|Assume] that {links1}. {x} {v} just {n0}. {ask}",
    "{links}. {ask} Remember that <known>.",
    "{links}. {n0} {things} are {x}'s. {ask}",
)
ORDERS_KEPT = {
    "first": ("Suppose <known> and {links1}. {ask}", "First of all, <known>. {links}. {ask}",
              "<known>. It is also told that {links1}. {ask}"),
    "last": ("{links}. We know that <known>. {ask}", "On {day}, {links1}. <known>. {ask}",
             "{links}. As <known>, {ask_low}"),
}  # fmt: skip
