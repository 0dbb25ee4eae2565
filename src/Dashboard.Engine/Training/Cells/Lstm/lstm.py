class Lstm:
    """Long short-term memory: c = f * c' + i * g, h = o * tanh(c). Gates are stacked as i, f, g, o."""

    name, gates = "LSTM", 4

    @staticmethod
    def layers(inputs, hidden, count):
        return nn.LSTM(inputs, hidden, count, batch_first=True)

    @staticmethod
    def prepare(layer):
        """The forget gate's two biases add up to FORGET_BIAS, where one is set."""
        if FORGET_BIAS is not None:
            _, _, b_ih, b_hh = layer
            b_ih[HIDDEN : 2 * HIDDEN] = FORGET_BIAS
            b_hh[HIDDEN : 2 * HIDDEN] = 0

    @staticmethod
    def step(from_input, from_hidden, h, c):
        i, f, g, o = (from_input + from_hidden).chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        return o.sigmoid() * c.tanh(), c


CELLS["lstm"] = Lstm
