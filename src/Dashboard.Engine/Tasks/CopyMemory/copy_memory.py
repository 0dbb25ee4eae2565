BLANK, DELIMITER, RECALLED = 8, 9, 10  # symbols are 0 to 7


def draw(length, count, seed, validation):
    """Ten symbols, length - 1 blanks, the delimiter and ten blanks; the targets are blanks, then the ten symbols."""
    rng = random.Random(seed)
    inputs, targets = [], []
    for _ in range(count):
        symbols = [rng.randint(0, 7) for _ in range(RECALLED)]
        heard = symbols + [BLANK] * (length - 1) + [DELIMITER] + [BLANK] * RECALLED
        inputs.append(np.eye(INPUTS, dtype=np.float32)[heard])
        targets.append([BLANK] * (length + RECALLED) + symbols)
    return sequences_of(inputs, targets)


def read(predictions, data):
    """Percent of the sequences whose ten symbols are not all right, and percent of the symbols that are."""
    right = predictions.argmax(dim=1) == answers(data)
    right = right.reshape(len(data.steps), -1)[:, -RECALLED:].double()
    return 100 * (1 - right.prod(dim=1).mean().item()), 100 * right.mean().item()


def solved(epoch):
    """All ten right in all but 1% of the sequences."""
    return round(epoch.readings[0], 4) <= 1
