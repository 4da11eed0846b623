"""Small counts, by the rules that stand with participants."""

from delivery.domain.disclosure import NOBODY, Figure, hidden, hidden_names, is_small

__all__ = ["NOBODY", "Figure", "hidden", "hidden_names", "is_small"]
