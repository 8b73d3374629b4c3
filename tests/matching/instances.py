"""Loops drawn by lot, from a seed: realistic ones for the whole engine, tiny ones for the oracle."""

from benchmarks.matching.instances import random_loop, tiny_loop

__all__ = ["random_loop", "tiny_loop"]
