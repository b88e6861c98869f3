"""Training data: `read` it, and `rendered` is a row as the model sees it."""

from trainers.data.reader import read
from trainers.data.render import Rendered, rendered
from trainers.data.rows import Row, Rows

__all__ = ["Rendered", "Row", "Rows", "read", "rendered"]
