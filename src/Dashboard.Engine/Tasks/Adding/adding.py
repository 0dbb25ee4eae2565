def number(uniform):
    """A number of a pair, from one that is uniform in [0, 1)."""
    return 2 * uniform - 1 if PAPER else uniform


def target(first, second):
    """The sum of the two marked numbers."""
    return 0.5 + (first + second) / 4 if PAPER else first + second


