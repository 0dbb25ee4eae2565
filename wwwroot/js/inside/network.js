// One recurrent layer and its linear read-out, computed from weights: every state and gate of one sequence, and every
// derivative back through time, in 64-bit numbers. No dependencies; formulas and parameter order are PyTorch's
// (torch.nn.RNN, LSTM, GRU): W_ih [gates·hidden, inputs], W_hh [gates·hidden, hidden], b_ih, b_hh, then the linear
// layer's weight [outputs, hidden] and bias [outputs].

const sigmoid = a => 1 / (1 + Math.exp(-a));

// A cell, and all that Inside has to know of it: its mark (a shape of svg.js), its formula for people, its gates in PyTorch's
// order, what can be looked at inside (the maps a trace keeps, [steps, hidden] each: h first, c where there is a cell), what
// else `backward` needs of a step, and one step forward and back. `a` and `q` are W_ih x + b_ih and W_hh h + b_hh,
// [gates·hidden]; `da` and `dq` their gradients.
const cells = {
    rnn: {
        mark: 'circle',
        formula: 'hₜ = tanh(Wx xₜ + Wh hₜ₋₁ + b)',
        gates: 1,
        maps: ['h'],
        forward(n, m, at, a, q) {
            for (let k = 0; k < n; k++) m.h[at + k] = Math.tanh(a[k] + q[k]);
        },
        backward(n, m, at, dh, dc, da, dq) {
            for (let k = 0; k < n; k++) {
                const h = m.h[at + k];
                da[k] = dq[k] = dh[k] * (1 - h * h);
                dh[k] = 0;
            }
        },
    },
    lstm: {
        mark: 'square',
        formula: 'cₜ = f·cₜ₋₁ + i·g, hₜ = o·tanh(cₜ)',
        gates: 4,
        maps: ['h', 'c', 'i', 'f', 'g', 'o'],
        forward(n, m, at, a, q) {
            for (let k = 0; k < n; k++) {
                const i = sigmoid(a[k] + q[k]), f = sigmoid(a[n + k] + q[n + k]);
                const g = Math.tanh(a[2 * n + k] + q[2 * n + k]), o = sigmoid(a[3 * n + k] + q[3 * n + k]);
                const c = f * (at ? m.c[at - n + k] : 0) + i * g;
                m.i[at + k] = i; m.f[at + k] = f; m.g[at + k] = g; m.o[at + k] = o;
                m.c[at + k] = c;
                m.h[at + k] = o * Math.tanh(c);
            }
        },
        // dc comes in as what flows back through the cell from the step after, and leaves as what flows on to the step before.
        backward(n, m, at, dh, dc, da, dq, cellGradient) {
            for (let k = 0; k < n; k++) {
                const i = m.i[at + k], f = m.f[at + k], g = m.g[at + k], o = m.o[at + k], tanh = Math.tanh(m.c[at + k]);
                const before = at ? m.c[at - n + k] : 0, total = dc[k] + dh[k] * o * (1 - tanh * tanh);
                cellGradient[at + k] = total;
                da[k] = dq[k] = total * g * i * (1 - i);
                da[n + k] = dq[n + k] = total * before * f * (1 - f);
                da[2 * n + k] = dq[2 * n + k] = total * i * (1 - g * g);
                da[3 * n + k] = dq[3 * n + k] = dh[k] * tanh * o * (1 - o);
                dc[k] = total * f;
                dh[k] = 0;
            }
        },
    },
    gru: {
        mark: 'diamond',
        formula: 'hₜ = (1 − z)·n + z·hₜ₋₁',
        gates: 3,
        maps: ['h', 'r', 'z', 'n'],
        kept: ['hidden'],
        forward(n, m, at, a, q) {
            for (let k = 0; k < n; k++) {
                const r = sigmoid(a[k] + q[k]), z = sigmoid(a[n + k] + q[n + k]);
                const candidate = Math.tanh(a[2 * n + k] + r * q[2 * n + k]);
                m.r[at + k] = r; m.z[at + k] = z; m.n[at + k] = candidate;
                m.hidden[at + k] = q[2 * n + k];
                m.h[at + k] = (1 - z) * candidate + z * (at ? m.h[at - n + k] : 0);
            }
        },
        backward(n, m, at, dh, dc, da, dq) {
            for (let k = 0; k < n; k++) {
                const r = m.r[at + k], z = m.z[at + k], candidate = m.n[at + k], before = at ? m.h[at - n + k] : 0;
                const d = dh[k] * (1 - z) * (1 - candidate * candidate);
                da[k] = dq[k] = d * m.hidden[at + k] * r * (1 - r);
                da[n + k] = dq[n + k] = dh[k] * (before - candidate) * z * (1 - z);
                da[2 * n + k] = d;
                dq[2 * n + k] = d * r;
                dh[k] *= z;
            }
        },
    },
};

/** What can be looked at inside a cell ("lstm"): names of the maps of a trace, h first. */
export const mapsOf = cell => cells[cell].maps;

/** Whether a cell has a second state, c, beside h. */
export const keepsCell = cell => cells[cell].maps.includes('c');

/** The shape that marks a cell, by its name in svg.js. */
export const markOf = cell => cells[cell].mark;

/** What a cell computes, for people. */
export const formulaOf = cell => cells[cell].formula;

/** Number of parameters of a network. */
export function parameterCount(cell, hidden, inputs = 1, outputs = 1) {
    return cells[cell].gates * hidden * (inputs + hidden + 2) + outputs * (hidden + 1);
}

/** A network of fixed shape whose weights can be exchanged, so that scrubbing over epochs allocates nothing. */
export class Network {
    #cell; #a; #q; #da; #dq; #dh; #dc;

    constructor(cell, hidden, inputs = 1, outputs = 1) {
        if (!cells[cell]) throw new RangeError(`No cell is called ${cell}`);
        Object.assign(this, { cell, hidden, inputs, outputs });
        this.#cell = cells[cell];
        const rows = this.rows = this.#cell.gates * hidden;
        this.offsets = { wIn: 0, wHidden: rows * inputs, bIn: rows * (inputs + hidden), bHidden: rows * (inputs + hidden + 1) };
        this.offsets.wOut = rows * (inputs + hidden + 2);
        this.offsets.bOut = this.offsets.wOut + outputs * hidden;
        [this.#a, this.#q, this.#da, this.#dq] = [0, 0, 0, 0].map(() => new Float64Array(rows));
        [this.#dh, this.#dc] = [0, 0].map(() => new Float64Array(hidden));
    }

    /** Takes weights [parameterCount], in PyTorch's order. */
    load(weights) {
        // In 64 bits, as everything is computed: else each product would widen its weight again.
        if (this.weights?.length !== weights.length) this.weights = new Float64Array(weights.length);
        this.weights.set(weights);
        return this;
    }

    /** Room for what `forward` and `backward` find about sequences of up to `steps` steps. */
    trace(steps) {
        const size = steps * this.hidden, room = () => new Float64Array(size);
        const maps = Object.fromEntries([...this.#cell.maps, ...this.#cell.kept ?? []].map(name => [name, room()]));
        return {
            steps, maps,
            outputs: new Float64Array(steps * this.outputs),
            hiddenGradients: room(), cellGradients: room(),
            inputGradients: new Float64Array(steps * this.inputs),
        };
    }

    /**
     * Runs a sequence x [steps, inputs], of at most as many steps as the trace has room for: fills the trace's maps [steps,
     * hidden] and outputs [steps, outputs].
     */
    forward(x, trace) {
        trace.steps = x.length / this.inputs;
        const { hidden: n, inputs, outputs, rows, weights: w, offsets: { wIn, wHidden, bIn, bHidden, wOut, bOut } } = this, { maps } = trace, { h } = maps;
        const a = this.#a, q = this.#q;
        for (let t = 0; t < trace.steps; t++) {
            // Most of a one-hot symbol is zeros.
            for (let r = 0; r < rows; r++) a[r] = w[bIn + r];
            for (let i = 0; i < inputs; i++) {
                const v = x[t * inputs + i];
                if (v) for (let r = 0; r < rows; r++) a[r] += w[wIn + r * inputs + i] * v;
            }
            const before = (t - 1) * n;
            for (let r = 0, at = wHidden; r < rows; r++, at += n) {
                q[r] = w[bHidden + r] + (t ? dot(w, at, h, before, n) : 0);
            }
            this.#cell.forward(n, maps, t * n, a, q);
            for (let o = 0, at = wOut; o < outputs; o++, at += n) {
                trace.outputs[t * outputs + o] = w[bOut + o] + dot(w, at, h, t * n, n);
            }
        }
        return trace;
    }

    /**
     * The derivatives of a loss, given its derivative by every step's outputs, `seeds` [steps, outputs] (zeros where nothing
     * is read out): fills hiddenGradients and cellGradients [steps, hidden] (∂L/∂h_t and, where there is a cell, ∂L/∂c_t, everything
     * that comes later included) and, unless they are not wanted, inputGradients [steps, inputs].
     */
    backward(trace, seeds, toInputs = true) {
        const { hidden: n, inputs, outputs, rows, weights: w, offsets: { wIn, wHidden, wOut } } = this;
        const dh = this.#dh.fill(0), dc = this.#dc.fill(0), da = this.#da, dq = this.#dq;
        for (let t = trace.steps - 1; t >= 0; t--) {
            for (let o = 0; o < outputs; o++) {
                const seed = seeds[t * outputs + o];
                if (seed) for (let k = 0; k < n; k++) dh[k] += seed * w[wOut + o * n + k];
            }
            trace.hiddenGradients.set(dh, t * n);
            this.#cell.backward(n, trace.maps, t * n, dh, dc, da, dq, trace.cellGradients);
            if (toInputs) for (let i = 0; i < inputs; i++) {
                let sum = 0;
                for (let r = 0; r < rows; r++) sum += da[r] * w[wIn + r * inputs + i];
                trace.inputGradients[t * inputs + i] = sum;
            }
            for (let r = 0; r < rows; r++) {
                const d = dq[r], row = wHidden + r * n;
                if (d) for (let k = 0; k < n; k++) dh[k] += d * w[row + k];
            }
        }
        return trace;
    }

    /**
     * What each unit adds to output `output` at step `step`: [hidden]; with the bias they sum to the output. Of classes, to how
     * far that one stands above the mean of all: the same added to every one says nothing.
     */
    contributions(trace, step = trace.steps - 1, output = 0) {
        const { hidden: n, outputs, weights: w, offsets: at } = this;
        return Array.from({ length: n }, (_, k) => {
            let mean = 0;
            if (outputs > 1) for (let o = 0; o < outputs; o++) mean += w[at.wOut + o * n + k] / outputs;
            return (w[at.wOut + output * n + k] - mean) * trace.maps.h[step * n + k];
        });
    }

    /** The answer to a sequence (output 0 at the last step) for every value in place of x[index]. */
    response(x, index, values, trace) {
        const changed = Float64Array.from(x);
        return Float64Array.from(values, value => {
            changed[index] = value;
            this.forward(changed, trace);
            return trace.outputs[(trace.steps - 1) * this.outputs];
        });
    }
}

// Of `count` numbers from `i` and from `j` on; four sums, as one would wait for itself.
function dot(a, i, b, j, count) {
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0, k = 0;
    for (; k + 3 < count; k += 4) {
        s0 += a[i + k] * b[j + k];
        s1 += a[i + k + 1] * b[j + k + 1];
        s2 += a[i + k + 2] * b[j + k + 2];
        s3 += a[i + k + 3] * b[j + k + 3];
    }
    for (; k < count; k++) s0 += a[i + k] * b[j + k];
    return s0 + s1 + s2 + s3;
}

/** The probabilities of `count` logits from `at` on, into `to`. */
export function softmax(logits, at, count, to) {
    let most = -Infinity, sum = 0;
    for (let i = 0; i < count; i++) most = Math.max(most, logits[at + i]);
    for (let i = 0; i < count; i++) sum += to[i] = Math.exp(logits[at + i] - most);
    for (let i = 0; i < count; i++) to[i] /= sum;
    return to;
}

/** Euclidean norm of row t of a [steps, width] array. */
export function rowNorm(rows, t, width) {
    let sum = 0;
    for (let k = t * width; k < (t + 1) * width; k++) sum += rows[k] * rows[k];
    return Math.sqrt(sum);
}
