"""An answer while it is written, as text and as tokens: finished steps come out, and it can be cut back."""

from collections.abc import Iterable, Iterator
from typing import Any

from runtime import chat
from runtime.decode import Stream
from runtime.steps import Found, StepSplitter

Item = tuple[chat.Part, str] | Found  # a piece of text, or a step that the text so far has finished


class Chain:
    """Tokens of a stream in; pieces of text and the finished steps of the thought out."""

    def __init__(self, tokenizer: Any, stream: Stream) -> None:
        self._tokenizer, self._stream = tokenizer, stream
        self._text = _Text(tokenizer)
        self._parts = chat.Splitter()
        self._steps = StepSplitter()
        self._thought = ""
        self._ends: list[
            tuple[int, int]
        ] = []  # after so many tokens there were so many characters of thought

    def feed(self, token: int) -> Iterator[Item]:
        """Yield what one more token brings. The token is the last one of the stream."""
        pieces = list(self._parts.feed(self._text.feed(token)))
        self._thought += "".join(piece for part, piece in pieces if part == "thought")
        self._mark(len(self._stream.ids))
        yield from self._take(pieces)

    def flush(self, *, ended: bool) -> Iterator[Item]:
        """Yield what is left; `ended`: the model ended its turn, so no character is incomplete."""
        if not ended:
            yield from self._take(self._parts.feed(self._text.flush()))
        yield from self._take(self._parts.flush())
        yield from self._steps.flush()

    def force(self, text: str) -> Iterator[Item]:
        """Write text that the model did not choose; yields what it brings."""
        for token in self.encode(text):
            self._stream.extend([token])
            yield from self.feed(token)

    def encode(self, text: str) -> list[int]:
        """The tokens of a text."""
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False)
        return ids

    def slip(self, step: Found) -> tuple[int, ...]:
        """The tokens of a step up to the one that the model was least sure of.

        That is where a slip happens most often: to bar it writes the step anew along another way, where to
        bar the last token would only make the wrong line longer.
        """
        start, end = self._place(step.start)[0], self._place(step.end)[0]
        ids = tuple(self._stream.ids[start:end])
        chances = (self._stream.chances or [])[start:end]
        least = min(range(len(chances)), key=chances.__getitem__) if chances else len(ids) - 1
        return ids[: least + 1]

    def cut(self, position: int) -> bool:
        """Forget everything after `position`, the end of a step. Returns whether a line ends there."""
        place, chars = self._place(position)
        self._stream.rewind(place)
        rest = self._thought[chars:position]
        self._thought = self._thought[:chars]
        self._ends = [end for end in self._ends if end[0] <= place]
        self._text = _Text(self._tokenizer)
        self._parts = chat.Splitter("thought")
        self._steps.rewind(position)
        if rest:  # the step ended within a token: its part of that token, once more
            self._stream.extend(self.encode(rest))
            self._thought += rest
            self._mark(len(self._stream.ids))
        else:
            list(self._steps.feed(self._thought[position:]))  # white space only
        return self._thought.rstrip(" \t").endswith("\n")

    def _take(self, pieces: Iterable[tuple[chat.Part, str]]) -> Iterator[Item]:
        for part, piece in pieces:
            if part == "thought":
                yield part, piece
                yield from self._steps.feed(piece)
            else:
                yield from self._steps.flush()
                yield part, piece

    def _mark(self, tokens: int) -> None:
        if self._parts.part == "thought":
            self._ends.append((tokens, len(self._thought)))

    def _place(self, position: int) -> tuple[int, int]:
        """How many tokens and characters to keep so that the thought ends at `position`.

        White space after it may stay; other text of the token in which it lies may not.
        """
        for index, (tokens, chars) in enumerate(self._ends):
            if chars >= position:
                if index == 0 or not self._thought[position:chars].strip():
                    return tokens, chars
                return self._ends[index - 1]
        return len(self._stream.ids), len(self._thought)


class _Text:
    """Token ids to text, piece by piece; a character whose bytes are not all there yet is held back."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._ids: list[int] = []

    def feed(self, token: int) -> str:
        self._ids.append(token)
        text = self._tokenizer.decode(self._ids)
        if text.endswith("\ufffd") and len(self._ids) < 8:
            return ""
        self._ids.clear()
        return text

    def flush(self) -> str:
        text = self._tokenizer.decode(self._ids) if self._ids else ""
        self._ids.clear()
        return text
