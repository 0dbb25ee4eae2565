def number(uniform):
    """A number of a pair: uniform in [0, 1)."""
    return uniform


def target(first, second):
    """The product of the two marked numbers."""
    return first * second


