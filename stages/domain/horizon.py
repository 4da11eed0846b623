"""What follows when something on the horizon has come."""

QUESTIONED = (1, 4)
"""What comes from outside questions first who is concerned (stage 1) and what was agreed (stage 4)."""
