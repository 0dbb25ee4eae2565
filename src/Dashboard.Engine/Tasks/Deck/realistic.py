def draw(length, count, seed, validation):
    """One series in which each number is the weighted sum of the first and the last of the `length` numbers before it.
    A sequence is such a window, its target the number after it. Validation has no noise."""
    rng = random.Random(seed)
    noise = 0 if validation else NOISE
    series = [float(rng.randint(LOW, HIGH)) for _ in range(length)]
    for k in range(count):
        first, last = series[k] * FIRST_WEIGHT, series[k + length - 1] * LAST_WEIGHT
        if NOISE_PER_TERM:
            first += rng.gauss(0, noise)
            last += rng.gauss(0, noise)
            series.append(first + last)
        else:
            series.append(first + last + rng.gauss(0, noise))
    windows = np.lib.stride_tricks.sliding_window_view(np.array(series[:-1]), length)
    return tensors(windows[:, :, None], np.full(count, length), np.array(series[length:])[:, None])


