def read(predictions, data):
    """The weights a network gives to the first and to the last input: the least-squares fit of its predictions on both."""
    ends = data.drawn[:, [0, -1], 0].astype(np.float64)
    ends -= ends.mean(axis=0)
    (ff, fl), (_, ll) = ends.T @ ends
    fp, lp = ends.T @ predictions[:, 0].double().numpy()
    determinant = ff * ll - fl * fl
    if determinant <= 1e-9 * ff * ll:
        return math.nan, math.nan  # the two inputs always move together
    return (ll * fp - fl * lp) / determinant, (ff * lp - fl * fp) / determinant


def solved(epoch):
    """MAD under 5."""
    return epoch.validation < 5
