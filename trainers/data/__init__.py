"""Training data: `read` it, `review` it before anything is loaded; `rendered` is what the model sees."""

from trainers.data.reader import read
from trainers.data.render import Rendered, rendered
from trainers.data.review import Review, review
from trainers.data.rows import Row, Rows

__all__ = ["Rendered", "Review", "Row", "Rows", "read", "rendered", "review"]
