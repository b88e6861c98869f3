"""Training data: `read` it, `review` it, and `rendered` is a row as the model sees it."""

from trainers.data.reader import read
from trainers.data.rows import Row, Rows

__all__ = ["Row", "Rows", "read"]
