class Gru:
    """Gated recurrent unit: h = (1 - z) * n + z * h', n = tanh(W_in x + b_in + r * (W_hn h' + b_hn)). Gates: r, z, n."""

    name, gates = "GRU", 3

    @staticmethod
    def layers(inputs, hidden, count):
        return nn.GRU(inputs, hidden, count, batch_first=True)

    @staticmethod
    def prepare(layer):
        """Start weights stay as they were drawn."""

    @staticmethod
    def step(from_input, from_hidden, h, c):
        (r_x, z_x, n_x), (r_h, z_h, n_h) = from_input.chunk(3, dim=1), from_hidden.chunk(3, dim=1)
        r, z = (r_x + r_h).sigmoid(), (z_x + z_h).sigmoid()
        n = (n_x + r * n_h).tanh()
        return (1 - z) * n + z * h, c


CELLS["gru"] = Gru
