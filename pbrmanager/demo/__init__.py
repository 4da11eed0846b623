"""Demonstration programmes: invented, made from a seed, and brought in through the same actions as real ones."""
