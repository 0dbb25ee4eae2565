class Lstm:
    """Long short-term memory: c = f * c' + i * g, h = o * tanh(c). Gates are stacked as i, f, g, o."""

    name, gates = "LSTM", 4

    @staticmethod
    def layers(inputs, hidden, count):
        return nn.LSTM(inputs, hidden, count, batch_first=True)

    @staticmethod
    def prepare(layer):
        """The two biases of a gate add up to INPUT_GATE_BIAS or FORGET_BIAS, where one is set."""
        _, _, b_ih, b_hh = layer
        for gate, bias in enumerate((INPUT_GATE_BIAS, FORGET_BIAS)):
            if bias is not None:
                b_ih[gate * HIDDEN : (gate + 1) * HIDDEN] = bias
                b_hh[gate * HIDDEN : (gate + 1) * HIDDEN] = 0

    @staticmethod
    def step(from_input, from_hidden, h, c):
        i, f, g, o = (from_input + from_hidden).chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        return o.sigmoid() * c.tanh(), c


CELLS["lstm"] = Lstm
