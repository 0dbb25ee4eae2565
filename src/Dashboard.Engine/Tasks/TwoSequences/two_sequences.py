def draw(length, count, seed, validation):
    """The first TELLING values are all 1 or all -1, what follows is noise of variance 0.2; the target is 0.8 or 0.2, in training
    with noise of variance 0.1."""
    rng = random.Random(seed)
    inputs, targets = [], []
    for _ in range(count):
        steps = rng.randint(length, length + length // 10)
        one = rng.randint(0, 1) == 1
        values = [(1 if one else -1) if t < TELLING else rng.gauss(0, math.sqrt(0.2)) for t in range(steps)]
        inputs.append(np.array(values)[:, None])
        targets.append((0.8 if one else 0.2) + (0 if validation else rng.gauss(0, math.sqrt(0.1))))
    return sequences_of(inputs, targets)


def read(predictions, data):
    """Percent of the sequences with an error of 0.1 or more."""
    wrong = ~((predictions - answers(data)).abs() < WITHIN)
    return (100 * wrong.double().mean().item(),)


def solved(epoch):
    """An error under 0.1 in every sequence."""
    return epoch.readings[0] == 0
