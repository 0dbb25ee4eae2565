# %% [markdown]
# # {{title}}
#
# {{task}}
#
# This trains {{what}} of the *RNN & LSTM lab* again, in plain PyTorch: the same data, the same start weights, the same batches
# in the same order. The last cell holds its numbers against the ones the lab saved and says how close they are.
#
# * It needs Python 3.8 or newer, NumPy and PyTorch 1.13 or newer, and nothing of the lab. Charts need matplotlib; without it
#   all else runs.
# * {{chosen}}
# * {{source}}

# %%
import functools
import math
import random
import sys
import time
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

try:
    import matplotlib.pyplot as plt
except ImportError:
    plt = None
    print("matplotlib is not installed: no charts are drawn, all else runs.")

# More threads make networks this small slower.
torch.set_num_threads(1)

# %% [markdown]
# ## What is trained
#
# {{settings-text}}

# %%
#@ settings

#@ train

# %% [markdown]
# ## Data
#
# {{rule}} {{drawn}}
#
# Numbers come from CPython's own generator, `random`, so the sets are the lab's to the last bit. They are drawn in 64-bit
# numbers and rounded to 32 bits once, for training. Validation data has the next seed.

# %%
class Sequences(NamedTuple):
    """A set of sequences. Shorter ones are filled up with zeros at their end."""

    inputs: torch.Tensor   # [count, longest, INPUTS], float32
    steps: torch.Tensor    # [count], where each one really ends
    targets: torch.Tensor  # [count, read-outs], numbers or classes
    drawn: np.ndarray      # the inputs as they were drawn


def sequences_of(inputs, targets):
    """A set from one array [steps, INPUTS] and one target (or a list of them, one a step) for each sequence."""
    steps = np.array([len(x) for x in inputs])
    drawn = np.zeros((len(inputs), steps.max(), INPUTS), dtype=np.float32)
    for k, x in enumerate(inputs):
        drawn[k, : len(x)] = x
    answers = [np.atleast_1d(t) for t in targets]
    padded = np.zeros((len(answers), max(map(len, answers))), dtype=np.float32)
    for k, t in enumerate(answers):
        padded[k, : len(t)] = t
    return tensors(drawn, steps, padded)


def tensors(drawn, steps, targets, mean=0.0, std=1.0):
    """The same as PyTorch trains on it; inputs are shifted by a mean and divided by a standard deviation."""
    inputs = drawn if (mean, std) == (0.0, 1.0) else (drawn - mean) / std
    kind = torch.long if isinstance(LOSS, nn.CrossEntropyLoss) else torch.float32
    return Sequences(
        torch.from_numpy(np.ascontiguousarray(inputs, dtype=np.float32)), torch.as_tensor(steps), torch.as_tensor(targets).to(kind), drawn)


# %%
#@ task

# %%
@functools.lru_cache(maxsize=1)
def data_of(length, seed):
    """The training set and the validation set of a trial, and a function that draws a validation set of another length."""
    first = DATA_SEED + 2 * (seed - 1) if FRESH_DATA else DATA_SEED
    training = draw(length, TRAIN_COUNT, first, validation=False)
    mean, std = (training.drawn.mean(), training.drawn.std() or 1.0) if STANDARDIZE else (0.0, 1.0)

    def scaled(data):
        return tensors(data.drawn, data.steps, data.targets, mean, std) if STANDARDIZE else data

    def validation(other):
        return scaled(draw(other, VALIDATION_COUNT, first + 1, validation=True))

    return scaled(training), validation(length), validation


training, validation, _ = data_of(TRAIN[0][1], TRAIN[0][2])
print(f"length {TRAIN[0][1]}: {len(training.steps):,} training and {len(validation.steps):,} validation sequences")
first = validation.drawn[0, : int(validation.steps[0])]
first = first.argmax(axis=1) if INPUTS > 2 else np.round(first, 2)  # symbols by their place
print("the first one:", first.tolist(), "->", np.round(validation.targets[0].tolist(), 4).tolist())

# %% [markdown]
# ## Networks
#
# {{network}}
#
# Every start weight is uniform in ±1/√HIDDEN, as in PyTorch, but drawn by CPython's generator from the trial's seed, in PyTorch's
# order: W_ih, W_hh, b_ih, b_hh of each layer, then weight and bias of the linear layer.

# %%
#@ cells

# %%
WEIGHTS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def start_weights(model, seed):
    """A network's start weights by PyTorch's names."""
    rng = random.Random(seed)
    bound = 1 / math.sqrt(HIDDEN)

    def uniform(*shape):
        values = [(2 * rng.random() - 1) * bound for _ in range(math.prod(shape))]
        return np.array(values, dtype=np.float32).reshape(shape)

    rows = CELLS[model].gates * HIDDEN
    layers = []
    for layer in range(LAYERS):
        width = INPUTS if layer == 0 else HIDDEN
        layers.append([uniform(rows, width), uniform(rows, HIDDEN), uniform(rows), uniform(rows)])
    output = {"output.weight": uniform(OUTPUTS, HIDDEN), "output.bias": uniform(OUTPUTS)}
    for layer in layers:
        if ORTHOGONAL:
            for gate in range(CELLS[model].gates):
                layer[1][gate * HIDDEN : (gate + 1) * HIDDEN] = orthogonal(rng)
        CELLS[model].prepare(layer)
    named = {f"recurrent.{name}_l{k}": w for k, layer in enumerate(layers) for name, w in zip(WEIGHTS, layer)}
    return {name: torch.from_numpy(w) for name, w in {**named, **output}.items()}


def orthogonal(rng):
    """A random orthogonal matrix: Gram-Schmidt on Gaussian rows, twice against rounding."""
    rows = np.zeros((HIDDEN, HIDDEN))
    for i in range(HIDDEN):
        rows[i] = [rng.gauss(0, 1) for _ in range(HIDDEN)]
        for _ in range(2):
            for k in range(i):
                rows[i] -= (rows[i] @ rows[k]) * rows[k]
        rows[i] /= math.sqrt(rows[i] @ rows[i])
    return rows


class Network(nn.Module):
    """Recurrent layers, then a linear layer from the last one's hidden state."""

    def __init__(self, model, seed):
        super().__init__()
        self.cell = CELLS[model]
        self.recurrent = self.cell.layers(INPUTS, HIDDEN, LAYERS)
        self.output = nn.Linear(HIDDEN, OUTPUTS)
        self.load_state_dict(start_weights(model, seed))

    def forward(self, batch):
        states, _ = self.recurrent(batch.inputs)
        return self.output(read_out(states, batch.steps))


def read_out(values, steps):
    """Of [batch, steps, ...] what is read out: at each sequence's own last step, or at every step it has."""
    if READ_OUT == "last":
        return values[torch.arange(len(steps)), steps - 1]
    return values[torch.arange(values.shape[1])[None] < steps[:, None]]


def answers(batch):
    """The targets of what is read out."""
    if READ_OUT == "last":
        targets = batch.targets[:, 0]
    else:
        targets = read_out(batch.targets[:, : batch.inputs.shape[1]], batch.steps)
    return targets if targets.dtype == torch.long else targets[:, None]


# %% [markdown]
# ## Training
#
# Adam, batches of {{batch}} in an order that is shuffled every epoch, and early stopping: training ends when the validation loss
# has not fallen for {{patience}} in a row. Two readings are taken of the gradient:
#
# * the **gradient mean**: the mean absolute gradient of each recurrent parameter tensor, averaged over the tensors; of every batch
#   and of an epoch's last one;
# * the **gradient through time**: ‖∂L/∂h_t‖, how much the loss still depends on the hidden state after step t. PyTorch's modules keep
#   h_t to themselves, so the cells are run step by step for it.

# %%
class Shuffle:
    """The order of the training sequences: Fisher-Yates with a generator of its own, so every model sees the same batches."""

    def __init__(self, count, seed):
        # The key's three 32-bit words: the seed's two, then a fixed one.
        self.rng = random.Random(0x5AFFE1 << 64 | seed & 0xFFFF_FFFF_FFFF_FFFF)
        self.order = list(range(count))

    def next_epoch(self):
        order, bits = self.order, self.rng.getrandbits
        for i in range(len(order) - 1, 0, -1):
            j = bits(32) * (i + 1) >> 32
            order[i], order[j] = order[j], order[i]
        return torch.tensor(order)


def take(data, rows):
    """Some sequences of a set, cut after the longest of them."""
    steps = data.steps[rows]
    return Sequences(data.inputs[rows, : int(steps.max())], steps, data.targets[rows], None)


def gradient_mean(network):
    """The mean over the recurrent parameter tensors of each one's mean absolute gradient."""
    means = [p.grad.abs().mean() for p in network.recurrent.parameters()]
    return torch.stack(means).mean().item()


def gradients_through_time(network, batch):
    """The norm of the loss's gradient with respect to the last layer's hidden state after each step."""
    states = list(batch.inputs.unbind(1))
    for layer in range(LAYERS):
        w_ih, w_hh, b_ih, b_hh = (getattr(network.recurrent, f"{name}_l{layer}") for name in WEIGHTS)
        h = c = torch.zeros(len(batch.steps), HIDDEN)
        below, states = states, []
        for t, x in enumerate(below):
            new, c = network.cell.step(x @ w_ih.T + b_ih, h @ w_hh.T + b_hh, h, c)
            h = torch.where((t < batch.steps)[:, None], new, h)  # a sequence that has ended keeps its last state
            states.append(h)
    read = states[-1] if READ_OUT == "last" else read_out(torch.stack(states, 1), batch.steps)
    loss = LOSS(network.output(read), answers(batch))
    return [gradient.norm().item() for gradient in torch.autograd.grad(loss, states)]


def validate(network, data):
    """The loss over a whole set, summed up in 64 bits, and the predictions."""
    # Gradients stay on, though nobody asks for any: without them PyTorch may take a kernel of oneDNN's that is wrong for some
    # hidden sizes (PyTorch issue 173922).
    rows = torch.arange(len(data.steps)).split(max(1, 45_000 // data.inputs.shape[1]))
    predictions = torch.cat([network(take(data, part)).detach() for part in rows])
    targets = answers(data)
    return LOSS(predictions.double(), targets.double() if targets.is_floating_point() else targets).item(), predictions


# %%
class Epoch(NamedTuple):
    """What an epoch is remembered by."""

    epoch: int
    train: float          # loss over the training set while training
    validation: float     # loss over the validation set after it
    gradient: float       # gradient mean of every batch, averaged
    last_gradient: float  # gradient mean of the last batch
    readings: tuple       # what the task reads from the predictions of the validation set


class Trial(NamedTuple):
    """One network from first epoch to last."""

    epochs: list
    batches: list  # (loss, gradient mean) of each batch of the first epoch
    flows: dict    # epoch -> gradient through time of its last batch, in the first and in the best epoch; 0: of the first batch
    tests: dict    # length -> (loss, readings) of the best epoch's network there

    @property
    def best(self):
        finite = [e for e in self.epochs if math.isfinite(e.validation)]
        return min(finite, key=lambda e: e.validation) if finite else None

    @property
    def score(self):
        return self.best.validation if self.best else math.nan

    @property
    def gradient(self):
        """The protocol's gradient mean: {{gradient}}."""
        if LAST_BATCH_ONLY:
            return sum(e.last_gradient for e in self.epochs) / EPOCHS
        return sum(e.gradient for e in self.epochs) / len(self.epochs)


def train(model, length, seed, epochs=EPOCHS, nudge=0.0):
    """Trains one network. With a nudge every weight is changed by up to that share of itself before every step."""
    training, validation, validation_at = data_of(length, seed)
    network = Network(model, seed)
    noise = torch.Generator().manual_seed(1)
    adam = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    shuffle = Shuffle(len(training.steps), seed)
    trial = Trial([], [], {}, {})
    best, failures, best_weights = math.inf, 0, None
    for epoch in range(1, epochs + 1):
        batches = shuffle.next_epoch().split(BATCH_SIZE)
        losses, gradients, seen = 0.0, [], 0
        for number, rows in enumerate(batches, 1):
            batch = take(training, rows)
            if nudge:
                for parameter in network.parameters():
                    parameter.data *= 1 + nudge * (2 * torch.rand(parameter.shape, generator=noise) - 1)
            if (epoch, number) == (1, 1):
                trial.flows[0] = gradients_through_time(network, batch)
            if number == len(batches):
                flow = gradients_through_time(network, batch)
            adam.zero_grad()
            loss = LOSS(network(batch), answers(batch))
            loss.backward()
            losses += loss.item() * len(rows)
            seen += len(rows)
            if not math.isfinite(loss.item()):
                break
            gradients.append(gradient_mean(network))
            if epoch == 1:
                trial.batches.append((loss.item(), gradients[-1]))
            if CLIP_NORM is not None:
                nn.utils.clip_grad_norm_(network.parameters(), CLIP_NORM)
            adam.step()
        mean, last = (sum(gradients) / len(gradients), gradients[-1]) if gradients else (math.nan, math.nan)
        if seen < len(training.steps) or not math.isfinite(losses):
            trial.epochs.append(Epoch(epoch, losses / seen, math.nan, mean, last, ()))
            break  # diverged
        score, predictions = validate(network, validation)
        trial.epochs.append(Epoch(epoch, losses / seen, score, mean, last, tuple(read(predictions, validation))))
        if epoch == 1:
            trial.flows[1] = flow
        if not math.isfinite(score):
            break  # diverged
        if score < best:
            best, failures = score, 0
            best_weights = {name: w.clone() for name, w in network.state_dict().items()}
            best_flow = {epoch: flow}
        else:
            failures += 1
            if failures > PATIENCE:
                break
    if best_weights is not None:
        trial.flows.update(best_flow)
        network.load_state_dict(best_weights)
        for other in TEST_LENGTHS:
            data = validation_at(other)
            score, predictions = validate(network, data)
            trial.tests[other] = (score, tuple(read(predictions, data)))
    return trial


# %% [markdown]
# ## What the lab saved
#
# {{saved-text}}

# %%
#@ saved


def lines(table):
    """The rows of a table: ((model, length, seed), numbers)."""
    for line in table.strip().splitlines():
        model, length, seed, *numbers = line.split(",")
        yield (model, int(length), int(seed)), [float(n) for n in numbers]


SAVED = {}
for key, (epoch, *numbers) in lines(SAVED_EPOCHS):
    SAVED.setdefault(key, Trial([], [], {}, {})).epochs.append(Epoch(int(epoch), *numbers[:4], tuple(numbers[4:])))
for key, (_, *numbers) in lines(SAVED_BATCHES):
    SAVED[key].batches.append(tuple(numbers))
for key, (epoch, *norms) in lines(SAVED_FLOWS):
    SAVED[key].flows[int(epoch)] = norms
for key, (length, score, *readings) in lines(SAVED_TESTS):
    SAVED[key].tests[int(length)] = (score, tuple(readings))
if TRAIN_ALL:
    TRAIN = list(SAVED)

# %% [markdown]
# ## Train

# %%
def name_of(key):
    return f"{CELLS[key[0]].name}, length {key[1]}, seed {key[2]}"


TRAINED = {}
for key in TRAIN:
    started = time.time()
    TRAINED[key] = train(*key, epochs=min(EPOCHS, STOP_AFTER or EPOCHS))
    trial = TRAINED[key]
    took = time.time() - started
    result = "diverged" if trial.best is None else f"{{score}} {trial.score:.5g}, {'solved' if solved(trial.best) else 'not solved'}"
    print(f"{name_of(key)}: {result} after {len(trial.epochs)} epochs, gradient mean {trial.gradient:.3g}, {took:.0f} s", flush=True)

# %% [markdown]
# ## Charts
#
# Lines are what the lab saved, by length the mean of its seeds; crosses are what was trained here.

# %%
def show(figure, name):
    """In a notebook below the cell, from a script as a PNG file beside it."""
    figure.tight_layout()
    if "ipykernel" in sys.modules:
        plt.show()
    else:
        figure.savefig(f"{name}.png", dpi=120)
        print(f"{name}.png")


def by_length(axes, value, label, logarithmic=False):
    for model, cell in CELLS.items():
        saved = sorted((length, value(trial)) for (m, length, _), trial in SAVED.items() if m == model)
        lengths = sorted({length for length, _ in saved})
        axes.plot(lengths, [np.mean([v for l, v in saved if l == length]) for length in lengths], ".-", color=COLORS[model], label=cell.name, alpha=0.6)
        here = [(length, value(trial)) for (m, length, _), trial in TRAINED.items() if m == model]
        axes.plot([l for l, _ in here], [v for _, v in here], "x", color=COLORS[model], markersize=9, markeredgewidth=2)
    axes.set(xlabel="length", title=label, yscale="log" if logarithmic else "linear")
    axes.grid(alpha=0.3)
    axes.legend()


if plt:
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
    by_length(left, lambda trial: trial.gradient, "gradient mean", logarithmic=True)
    by_length(right, lambda trial: trial.score, "{{score-title}}")
    show(figure, "by-length")

# %%
if plt:
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
    named = set()
    for key, trial in TRAINED.items():
        color, saved = COLORS[key[0]], SAVED.get(key, Trial([], [], {}, {}))
        name = name_of(key) if len(TRAINED) <= 4 else CELLS[key[0]].name  # more would hide the lines
        left.plot([e.epoch for e in saved.epochs], [e.validation for e in saved.epochs], color=color, alpha=0.5, label=None if name in named else name)
        named.add(name)
        left.plot([e.epoch for e in trial.epochs], [e.validation for e in trial.epochs], "x", color=color)
        for flows, style in ((saved.flows, "-"), (trial.flows, "x")):
            if 1 in flows:
                right.plot(range(1 - len(flows[1]), 1), [n if n > 0 else math.nan for n in flows[1]], style, color=color, alpha=0.6)
    left.set(xlabel="epoch", title="{{score-title}}")
    right.set(xlabel="steps before the end", title="gradient through time, first epoch", yscale="log")
    left.legend()
    for axes in (left, right):
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(alpha=0.3)
    show(figure, "epochs-and-gradients")

# %% [markdown]
# ## Do the numbers agree?
#
# The lab trains with an engine of its own or with libtorch, this file with PyTorch: the same arithmetic in another order, so each step
# differs in the last bits of its 32-bit numbers. First the beginning, batch by batch, before such differences have grown.

# %%
AGREE = 1e-4   # numbers agree that differ by less than this share
PARTED = 1e-2  # two trainings have parted where numbers differ by more
FIRST = 10     # batches that must agree


def apart(ours, saved):
    """How far two numbers are apart, as a share of the saved one."""
    if ours == saved or (math.isnan(ours) and math.isnan(saved)):
        return 0.0
    difference = abs(ours - saved) / max(abs(saved), 1e-30)
    return math.inf if math.isnan(difference) else difference


def flow_apart(ours, saved):
    """The largest difference of two gradients through time, as a share of the largest norm."""
    return max(abs(a - b) for a, b in zip(ours, saved)) / max(max(saved), 1e-30)


BOTH = [key for key in TRAINED if key in SAVED]
worst_batch = 0.0
for key in BOTH:
    ours, saved = TRAINED[key], SAVED[key]
    differences = [max(map(apart, a, b)) for a, b in zip(ours.batches, saved.batches)]
    if not differences:
        print(f"{name_of(key)}: no batches to compare with")
        continue
    flow = flow_apart(ours.flows[0], saved.flows[0])
    worst_batch = max(worst_batch, flow, *differences[:FIRST])
    agree = next((k for k, d in enumerate(differences) if d > AGREE), len(differences))
    print(f"{name_of(key)}: gradient through time of the first batch within {flow:.1e}; losses and gradient means of "
          f"{'all' if agree == len(differences) else 'the first'} {agree} batches within {max(differences[:agree], default=0.0):.1e}")
assert worst_batch <= AGREE, f"one of the first {FIRST} batches differs by {worst_batch:.1e}"

# %% [markdown]
# Then epoch by epoch. Training amplifies rounding: Adam divides a gradient by its own size, so where a gradient is near zero, the last
# bits decide in which direction a full step goes. How fast that grows needs no lab to be seen: here PyTorch trains against itself, every
# weight changed by up to a millionth of itself before every step, about as far as the batches above lie apart. Where this file is about
# as far from the lab as PyTorch is from itself, rounding explains all of it.

# %%
def epoch_apart(ours, saved):
    """The largest difference of an epoch's losses and gradient means."""
    fields = ["train", "gradient", "last_gradient"] + ([] if UNSURE_VALIDATION else ["validation"])
    return max(apart(getattr(ours, field), getattr(saved, field)) for field in fields)


def first_epoch(ours, saved):
    """The largest difference in the first epoch, gradient through time included."""
    flow = flow_apart(ours.flows[1], saved.flows[1]) if 1 in ours.flows and 1 in saved.flows else 0.0
    return max(epoch_apart(ours.epochs[0], saved.epochs[0]), flow)


def parted(ours, saved):
    """The first epoch in which two trainings have parted, or None."""
    return next((a.epoch for a, b in zip(ours.epochs, saved.epochs) if epoch_apart(a, b) > PARTED), None)


NUDGE = 1e-6

FROM_LAB, FROM_ITSELF = {}, {}
for key in BOTH:
    ours, saved = TRAINED[key], SAVED[key]
    epoch = parted(ours, saved)
    again = train(*key, epochs=epoch or 1, nudge=NUDGE)
    FROM_LAB[key], FROM_ITSELF[key] = first_epoch(ours, saved), first_epoch(again, ours)
    print(f"{name_of(key)}: first epoch within {FROM_LAB[key]:.1e} (PyTorch from itself {FROM_ITSELF[key]:.1e}); "
          + (f"parted in epoch {epoch} (PyTorch from itself {epoch_apart(again.epochs[-1], ours.epochs[len(again.epochs) - 1]):.1e} there)" if epoch
             else f"not parted in {len(ours.epochs)} epochs"))
    best = min((e.validation for e in saved.epochs[: len(ours.epochs)] if math.isfinite(e.validation)), default=math.nan)
    print(f"    {{score}} {ours.score:.5g}, saved {best:.5g}")
    for length in sorted(ours.tests.keys() & saved.tests.keys()):
        print(f"    tested at length {length}: {ours.tests[length][0]:.5g}, saved {saved.tests[length][0]:.5g}")

# %%
ROUNDING = 10  # how many times as far from the lab as from itself PyTorch may be in the first epoch

exact = [key for key in BOTH if FROM_LAB[key] <= AGREE]
rounded = [key for key in BOTH if FROM_LAB[key] > AGREE]
for key in rounded:
    # Once PyTorch has parted from itself, how far is chance.
    explained = FROM_ITSELF[key] > PARTED or FROM_LAB[key] <= ROUNDING * FROM_ITSELF[key]
    assert explained, f"{name_of(key)}: the first epoch differs by {FROM_LAB[key]:.1e}, which is more than rounding"
assert BOTH, "none of the trained networks has saved numbers in this file"
print(f"The numbers agree: the first {FIRST} batches to {worst_batch:.1e}"
      + (f", the first epoch of {len(exact)} of {len(BOTH)} networks to {max(FROM_LAB[key] for key in exact):.1e}" if exact else "")
      + (f"; in {'the others' if exact else 'all networks'} rounding has grown by the end of the first epoch, as it does in PyTorch itself." if rounded else "."))
