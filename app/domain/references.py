"""References such as H-7K3Q-2M9D: random, never sequential, easy to read out on the telephone."""

import re

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""No vowels (no words by chance), no 0/O and 1/I/L to mix up. 28 signs, eight of them: 3.8e11 references."""

LENGTH = 8
_SHAPE = re.compile(rf"H-?([{ALPHABET}]{{4}})-?([{ALPHABET}]{{4}})", re.IGNORECASE | re.ASCII)


def write_reference(signs: str) -> str:
    """`7K3Q2M9D` -> `H-7K3Q-2M9D`."""
    return f"H-{signs[:4]}-{signs[4:]}"


def read_reference(text: str) -> str | None:
    """The eight signs of a reference however it was typed, or None when it is none."""
    match = _SHAPE.fullmatch(text.strip())
    return (match[1] + match[2]).upper() if match else None
