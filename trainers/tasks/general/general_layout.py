"""Layouts that the general families share: an instruction with its text, a text with its question."""

_TEXT_LAYOUTS = (
    "{i}: {t}",
    "{i}:\n{t}",
    "{t}\n{i}.",
    '{i}. "{t}"',
    "Input: {t}\nTask: {i}.",
    "Instruction: {i}.\nText: {t}\nOutput:",
    "Here is the text: {t}\n{i}.",
    "Read this: {t}\n{i}.",
    "Look at this line. {t}\nNow {l}.",
    "{t}\nCan you {l}?",
    "Could you {l}? {t}",
    "I need you to {l}: {t}",
    "Your task is to {l}. {t}",
    "### {i}\n{t}",
    "Given: {t}\n{i}.",
    "{i}, please. {t}",
)
_QUESTION_LAYOUTS = (
    "{i} {t}",
    "{i}\n{t}",
    "{t}\n{i}",
    "{t} ... {i}",
    "Text: {t}\nQuestion: {i}",
    "Look at this: {t}\n{i}",
    "Given {t}: {l}",
    '"{t}" - {l}',
    "Tell me: {l} {t}",
    "Q: {i} {t}\nA:",
)

ASKED = (
    "{text} {question}",
    "{text}\n{question}",
    "{text}\n\n{question}",
    "{text}\nQuestion: {question}",
    "{text}\nQ: {question}\nA:",
    "Context: {text}\nQuestion: {question}\nAnswer:",
    "Read the text and answer the question. {text} {question}",
    "Passage: {text}\nQuestion: {question}",
    "{question}\n{text}",
    "Answer this: {question} Here is what you know. {text}",
    "Here is a short text. {text} Now answer: {question}",
    "Given the following, answer the question.\n{text}\n{question}",
    "Use only what is written here. {text} {question}",
    "{text} Based on this, {lower}",
    "Question: {question}\nText: {text}",
    "I will tell you something. {text} So, {lower}",
    "Information: {text} Tell me, {lower}",
    "{text} Can you tell me this? {question}",
    "Please read: {text} {question}",
    "Let us see if you can follow. {text} {question}",
)
ASKED_KEPT_OUT = (
    "Read this short text:\n{text}\nNow tell me: {question}",
    "Here is what I know. {text} {question}",
    "{text} Answer this question: {question}",
    "Text: {text}\nNow answer the question. {question}\nAnswer:",
)

COMPARED = (
    "Do these two sentences mean the same? {one} {two}",
    "1. {one}\n2. {two}\nDo they say the same thing?",
    "First sentence: {one}\nSecond sentence: {two}\nSame meaning? Yes or No",
    "{one} Does this mean the same as the following? {two}",
    "Compare: {one} / {two} Is the meaning the same?",
    'Is "{one}" another way of saying "{two}"?',
    "Somebody says: {one} Somebody else says: {two} Do they agree?",
    "Sentence A: {one}\nSentence B: {two}\nAre A and B the same in meaning?",
    "Are these the same in other words? {one} {two}",
    "{one}\n{two}\nYes or No: both sentences say the same.",
    "Decide whether the two statements say the same.\n{one}\n{two}",
    "Given the sentence: {one} Can it be said like this? {two}",
    "Is this a correct rewording? {one} -> {two}",
    "Tell me if both of these mean the same: {one} And: {two}",
    "{one} In other words: {two} Is that right?",
)
COMPARED_KEPT_OUT = (
    "Do both sentences have the same meaning?\n{one}\n{two}",
    "A: {one}\nB: {two}\nIs B another way of saying A?",
    "{one} Is this the same as saying: {two}",
    "Decide if these two say the same thing. {one} {two}",
)


def either(text: str) -> tuple[str, ...]:
    """The alternatives of a text with "|" between them, on one line each."""
    return tuple(" ".join(part.split()) for part in text.split("|"))


def with_text(instructions: str) -> tuple[str, ...]:
    """Templates that set each instruction or question ("|" between them) around {text}, in every layout."""
    return tuple(
        layout.replace("{i}", i).replace("{l}", i[0].lower() + i[1:]).replace("{t}", "{text}")
        for i in either(instructions)
        for layout in (_QUESTION_LAYOUTS if i.endswith("?") else _TEXT_LAYOUTS)
    )


def sampled(instructions: str) -> tuple[str, ...]:
    """A few of the templates of `with_text`: every instruction in some of the layouts."""
    return with_text(instructions)[3::7]


def plain(instructions: str) -> tuple[str, ...]:
    """Templates of questions or orders ("|" between them) that hold all they need, in several registers."""
    layouts = ("{i}", "{i}", "{i}", "Question: {i}", "Answer briefly. {i}", "Tell me: {l}", "Q: {i}\nA:")
    return tuple(
        layout.replace("{i}", i).replace("{l}", i if i.startswith("{") else i[0].lower() + i[1:])
        for i in either(instructions)
        for layout in layouts
    )


def asked(text: str, question: str, **more: object) -> dict[str, object]:
    """Slots for ASKED: a text and a question about it."""
    return {"text": text, "question": question, "lower": question[0].lower() + question[1:], **more}
