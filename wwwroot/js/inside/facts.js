// What is computed of the networks for one frame: of one sequence from the weights, of the validation set from what the
// server worked out.
import { keepsCell, Network, parameterCount, rowNorm } from './network.js';
import { row } from './recording.js';
import { fixed, indexed } from './text.js';

// A change of the state smaller than this is gone.
const gone = .05;

const norms = (rows, steps, width) => Float64Array.from({ length: steps }, (_, t) => rowNorm(rows, t, width));

const largest = list => {
    let best = 0;
    list.forEach((v, k) => { if (v > list[best]) best = k; });
    return best;
};

/** One network of a recording, with room for what is computed of it: scrubbing and dragging allocate little. */
export class Examined {
    #network; #size; #trace; #old; #spare; #seeds;

    constructor(recording, head, task) {
        const { inputs, outputs } = recording;
        Object.assign(this, { recording, head, task });
        this.#network = new Network(head.model, head.hidden, inputs, outputs);
        this.#size = parameterCount(head.model, head.hidden, inputs, outputs);
    }

    #load(frame) { return this.#network.load(row(this.head.weights, frame, this.#size)); }

    // As the network saw it in training.
    #scaled(x) {
        const { mean, std } = this.recording.inputScale;
        return mean === 0 && std === 1 ? x : Float64Array.from(x, v => Math.fround((v - mean) / std));
    }

    /** Everything of sequence `x` after a frame, and of `edit.before`, which it was before x[edit.index] was changed. */
    sequence(frame, x, target, edit) {
        const { recording, task, head: n } = this, T = recording.length, network = this.#load(frame);
        const trace = this.#trace = network.forward(this.#scaled(x), this.#trace ?? network.trace(T));
        const at = (T - 1) * recording.outputs, seeds = this.#seeds ??= new Float64Array(T * recording.outputs);
        seeds[at] = 1;
        network.backward(trace, seeds);
        const answer = trace.outputs[at], slope = recording.task.loss === 'l1' ? 1 : Math.abs(2 * (answer - target));
        const s = {
            x, trace, answer, target, contributions: network.contributions(trace),
            derivatives: Float64Array.from({ length: T }, (_, t) => trace.inputGradients[t * recording.inputs] / recording.inputScale.std),
            norms: norms(trace.hiddenGradients, T, n.hidden).map(v => v * slope),
            cellNorms: keepsCell(n.model) ? norms(trace.cellGradients, T, n.hidden).map(v => v * slope) : null,
            read: x[task.weights[0].index], before: null, change: null,
        };
        if (edit) this.#compare(s, edit, at);
        return s;
    }

    #compare(s, { before, index, change }, at) {
        const { recording: { length: T }, task, head: n } = this;
        const old = this.#old = this.#network.forward(this.#scaled(before), this.#old ?? this.#network.trace(T));
        s.before = { answer: old.outputs[at], target: task.target(before), value: before[index] };
        s.editedName = indexed('x', index + 1);
        s.editedValue = s.x[index];
        s.changeWord = `${s.editedName} from ${fixed(s.before.value, 0)} to ${fixed(s.editedValue, 0)}`;
        if (change) s.change = old;
        // The first step from which the states are the same to the end.
        s.changeGone = null;
        for (let t = T - 1; t >= index; t--) {
            let most = 0;
            for (let k = t * n.hidden; k < (t + 1) * n.hidden; k++) most = Math.max(most, Math.abs(s.trace.maps.h[k] - old.maps.h[k]));
            if (most > gone) break;
            s.changeGone = t;
        }
    }

    /** Answers to `x` with every value of the task's curve in place of x[index]. */
    response(frame, x, index) {
        const { mean, std } = this.recording.inputScale, network = this.#load(frame);
        this.#spare ??= network.trace(this.recording.length);
        return network.response(this.#scaled(x), index, this.task.curve.map(v => Math.fround((v - mean) / std)), this.#spare);
    }

    /** The facts over the validation set after a frame; `map` is the one shown, `reads` the values to be remembered. */
    facts(frame, map, reads) {
        const { recording: { length: T, count }, task, head: n } = this;
        const yhat = row(n.yhat, frame, count), readH = row(n.readH, frame, T), readC = row(n.readC, frame, T), effect = row(n.effect, frame, T);
        const [unitH, unitC, mean, sd] = [n.unitH, n.unitC, n.cellMean, n.cellSd].map(list => row(list, frame, n.hidden));
        const h = largest(unitH), c = largest(unitC), holds = keepsCell(n.model) && unitC[c] >= .5;
        const plain = `${n.hidden} units, one a row`;
        const holding = `unit ${c + 1} holds ${Math.round(100 * unitC[c])}% of ${task.readName}, at ${fixed(mean[c])} ± ${fixed(sd[c])}`;
        const note = map === 'c' ? (holds ? holding : plain)
            : map === 'h' && unitH[h] >= .5 ? `unit ${h + 1} carries ${Math.round(100 * unitH[h])}% of ${task.readName}` : plain;
        return {
            yhat, readH, readC, effect, band: row(n.band, frame, 2 * T), score: n.losses[frame], note, readValues: reads,
            carrier: { h: unitH[h] >= .5 ? h : null, c: holds ? c : null }, slope: this.#slope(yhat, reads),
            cell: holds ? { unit: c, share: unitC[c], state: readH[T - 1], mean: mean[c], sd: sd[c] } : null,
        };
    }

    // The slope of y − ŷ on the value that should be remembered.
    #slope(yhat, x) {
        const { targets, count } = this.recording;
        let mx = 0, me = 0, xx = 0, xe = 0;
        for (let k = 0; k < count; k++) { mx += x[k] / count; me += (targets[k] - yhat[k]) / count; }
        for (let k = 0; k < count; k++) { xx += (x[k] - mx) ** 2; xe += (x[k] - mx) * (targets[k] - yhat[k] - me); }
        return xx > 0 ? xe / xx : 0;
    }
}

/** The value of every sequence that should be remembered. */
export function valuesToRead({ sequences, count, length, inputs }, index) {
    return Float64Array.from({ length: count }, (_, k) => sequences[(k * length + index) * inputs]);
}
