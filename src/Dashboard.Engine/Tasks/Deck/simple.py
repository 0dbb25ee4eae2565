def draw(length, count, seed, validation):
    """Sequences of whole numbers; a target is the weighted sum of a sequence's first and last one. Validation has no noise."""
    rng = random.Random(seed)
    noise = 0 if validation else NOISE
    inputs, targets = np.zeros((count, length, 1)), np.zeros((count, 1))
    for k in range(count):
        target = 0.0
        for t in range(length):
            x = rng.randint(LOW, HIGH)
            inputs[k, t] = x
            if t in (0, length - 1):
                term = x * (FIRST_WEIGHT if t == 0 else LAST_WEIGHT)
                target += term + rng.gauss(0, noise) if NOISE_PER_TERM else term
                if ADDED_TWICE:
                    target += term
        targets[k] = target if NOISE_PER_TERM else target + rng.gauss(0, noise)
    return tensors(inputs, np.full(count, length), targets)


