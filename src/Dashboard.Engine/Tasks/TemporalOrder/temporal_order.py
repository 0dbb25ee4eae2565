ALPHABET = "EBabcdXY"  # a sequence begins with E and ends with B


def draw(length, count, seed, validation):
    """Letters; a few of them, at drawn places, are X or Y. The target is which of them, read as a binary number."""
    rng = random.Random(seed)
    inputs, targets = [], []
    for _ in range(count):
        steps = rng.randint(length, length + length // 10)
        letters = [0] + [rng.randint(2, 5) for _ in range(steps - 2)] + [1]
        kind = 0
        for start, end in PLACES:
            at = rng.randint(length * start // 100, length * end // 100)
            y = rng.randint(0, 1)
            letters[at] = 6 + y
            kind = 2 * kind + y
        inputs.append(np.eye(len(ALPHABET))[letters])
        targets.append(kind)
    return sequences_of(inputs, targets)


def read(predictions, data):
    """Percent of the sequences whose class is wrong."""
    wrong = predictions.argmax(dim=1) != answers(data)
    return (100 * wrong.double().mean().item(),)


def solved(epoch):
    """Under 1% of the sequences wrong."""
    return round(epoch.readings[0], 4) < 1
