class Rnn:
    """Elman RNN: h = tanh(W_ih x + b_ih + W_hh h' + b_hh)."""

    name, gates = "RNN", 1

    @staticmethod
    def layers(inputs, hidden, count):
        return nn.RNN(inputs, hidden, count, batch_first=True)

    @staticmethod
    def prepare(layer):
        """Start weights stay as they were drawn."""

    @staticmethod
    def step(from_input, from_hidden, h, c):
        return (from_input + from_hidden).tanh(), c


CELLS["rnn"] = Rnn
