// What is computed of the networks for one frame: of one sequence from the weights, of the validation set from what the
// server worked out.
import { keepsCell, Network, parameterCount, rowNorm, softmax } from './network.js';
import { row, sequenceOf } from './recording.js';
import { fixed } from './text.js';

// A change of the state smaller than this is gone.
const gone = .05;

const norms = (rows, steps, width) => Float64Array.from({ length: steps }, (_, t) => rowNorm(rows, t, width));

/** Where the largest of a list is. */
export const largest = list => {
    let best = 0;
    list.forEach((v, k) => { if (v > list[best]) best = k; });
    return best;
};

/** One network of a recording, with room for what is computed of it: scrubbing and dragging allocate little. */
export class Examined {
    #network; #size; #trace; #old; #oldOf; #spare; #seeds; #encoded; #classes;

    constructor(recording, head, task) {
        const { inputs, outputs } = recording;
        Object.assign(this, { recording, head, task });
        this.#network = new Network(head.model, head.hidden, inputs, outputs);
        this.#size = parameterCount(head.model, head.hidden, inputs, outputs);
        this.#classes = new Float64Array(outputs);
    }

    #load(frame) { return this.#network.load(row(this.head.weights, frame, this.#size)); }

    // As the network saw it in training.
    #encode(x) {
        const { inputScale: { mean, std }, inputs, channels } = this.recording;
        if (inputs !== channels) {
            const hot = (this.#encoded?.length === x.length * inputs ? this.#encoded : this.#encoded = new Float64Array(x.length * inputs)).fill(0);
            x.forEach((symbol, t) => { hot[t * inputs + symbol] = 1; });
            return hot;
        }
        return mean === 0 && std === 1 ? x : Float64Array.from(x, v => Math.fround((v - mean) / std));
    }

    /** Everything of sequence `x` after a frame, and of `edit.before`, which it was before step `edit.step` was changed. */
    sequence(frame, x, target, edit) {
        const { recording, task, head: n } = this, network = this.#load(frame);
        const trace = network.forward(this.#encode(x), this.#trace ??= network.trace(recording.steps)), T = trace.steps;
        const s = { x, trace, steps: T, target, counts: task.counts(x), before: null, change: null, ...this.#answered(trace, target) };
        network.backward(trace, s.seeds, task.kind === 'number');
        Object.assign(s, {
            contributions: network.contributions(trace, s.asked, task.kind === 'number' ? 0 : s.right),
            derivatives: task.kind === 'number' ? Float64Array.from({ length: T }, (_, t) => trace.inputGradients[t * recording.inputs] / recording.inputScale.std) : null,
            norms: norms(trace.hiddenGradients, T, n.hidden).map(v => v * s.slope),
            cellNorms: keepsCell(n.model) ? norms(trace.cellGradients, T, n.hidden).map(v => v * s.slope) : null,
        });
        const first = s.counts.find(c => c.item === 0);
        s.read = first ? x[first.step * recording.channels] : null;
        if (edit) this.#compare(s, frame, edit);
        return s;
    }

    // The answer as the task asks for it, and the loss's derivative by the outputs, from which the pass back starts; of numbers
    // the answer's own, as the slope of its loss is one factor.
    #answered(trace, target) {
        const { recording: { steps, outputs, task: { loss } }, task } = this, T = trace.steps, last = (T - 1) * outputs;
        const seeds = (this.#seeds ??= new Float64Array(steps * outputs)).fill(0), p = this.#classes;
        if (task.kind === 'number') {
            const answer = trace.outputs[last];
            seeds[last] = 1;
            return { answer, seeds, slope: loss === 'l1' ? 1 : Math.abs(2 * (answer - target)), asked: T - 1 };
        }
        if (task.kind === 'class') {
            seeds.set(softmax(trace.outputs, last, outputs, p), last);
            seeds[last + target] -= 1;
            return { answer: largest(p), probabilities: Float64Array.from(p), seeds, slope: 1, asked: T - 1, right: target };
        }
        const said = new Uint8Array(T), sure = new Float64Array(T), share = new Float64Array(T);
        for (let t = 0; t < T; t++) {
            softmax(trace.outputs, t * outputs, outputs, p);
            said[t] = largest(p);
            sure[t] = p[said[t]];
            share[t] = p[target[t]];
            for (let o = 0; o < outputs; o++) seeds[t * outputs + o] = (p[o] - (o === target[t] ? 1 : 0)) / T;
        }
        const asked = task.items[0].askedAt;
        return { answer: said, sure, share, seeds, slope: 1, asked, right: target[asked] };
    }

    #compare(s, frame, { before, step, change }) {
        const { task, head: n } = this, T = s.steps, old = this.#old ??= this.#network.trace(this.recording.steps);
        // While an input is dragged, what was before stays the same.
        if (this.#oldOf?.frame !== frame || this.#oldOf.before !== before) {
            this.#network.forward(this.#encode(before), old);
            this.#oldOf = { frame, before };
        }
        const target = task.target(before), { answer, probabilities } = this.#before(old, target, this.#classes);
        s.before = { answer, probabilities, target, value: before[step * this.recording.channels] };
        s.editedName = task.stepName(step);
        s.editedStep = step;
        s.editedValue = s.x[step * this.recording.channels];
        s.changeWord = task.changeWord?.(before, s.x, step) ?? `${s.editedName} from ${task.word(before, step)} to ${task.word(s.x, step)}`;
        if (change) s.change = old;
        // The first step from which the states are the same to the end, and the largest change of all.
        s.changeGone = null;
        s.changeMost = 0;
        let open = true;
        for (let t = T - 1; t >= step; t--) {
            let most = 0;
            for (let k = t * n.hidden; k < (t + 1) * n.hidden; k++) most = Math.max(most, Math.abs(s.trace.maps.h[k] - old.maps.h[k]));
            s.changeMost = Math.max(s.changeMost, most);
            open &&= most <= gone;
            if (open) s.changeGone = t;
        }
    }

    #before(trace, target, p) {
        const { task, recording: { outputs } } = this, last = (trace.steps - 1) * outputs;
        if (task.kind === 'number') return { answer: trace.outputs[last] };
        if (task.kind === 'class') return { answer: largest(softmax(trace.outputs, last, outputs, p)), probabilities: Float64Array.from(p) };
        return { answer: Uint8Array.from({ length: trace.steps }, (_, t) => largest(softmax(trace.outputs, t * outputs, outputs, p))) };
    }

    /** Answers to `x` with every value of the task's curve in place of the number at a step. */
    response(frame, x, step) {
        const { recording: { inputScale: { mean, std }, steps, inputs }, task } = this, network = this.#load(frame);
        return network.response(this.#encode(x), step * inputs, task.curve.map(v => Math.fround((v - mean) / std)), this.#spare ??= network.trace(steps));
    }

    /** Probabilities of the classes, at read-out `asked`, for every symbol in place of the one at a step: [symbols][classes]. */
    swaps(frame, x, step, asked, symbols) {
        const { recording: { steps, outputs } } = this, network = this.#load(frame), other = Float64Array.from(x), trace = this.#spare ??= network.trace(steps);
        return symbols.map(symbol => {
            other[step] = symbol;
            network.forward(this.#encode(other), trace);
            return softmax(trace.outputs, asked * outputs, outputs, new Float64Array(outputs));
        });
    }

    /** The facts over the validation set after a frame; `map` is the one shown, `reads` the values to be remembered. */
    facts(frame, map, reads) {
        const { recording: { steps: T, count, outputs }, task, head: n } = this, { items } = task, sign = items[0].sign;
        const of = (list, width) => list ? row(list, frame, width) : null;
        const yhat = of(n.yhat, count), readH = of(n.readH, T), readC = of(n.readC, T), effect = of(n.effect, T);
        const [unitH, unitC, mean, sd] = [n.unitH, n.unitC, n.cellMean, n.cellSd].map(list => row(list, frame, n.hidden));
        const h = largest(unitH), c = largest(unitC), holds = keepsCell(n.model) && unitC[c] >= .5;
        const plain = `${n.hidden} units, one a row`, [endH, endC] = of(n.endRead, 2);
        const holding = `unit ${c + 1} holds ${Math.round(100 * unitC[c])}% of ${sign}, at ${fixed(mean[c])} ± ${fixed(sd[c])}`;
        const note = map === 'c' ? (holds ? holding : plain)
            : map === 'h' && unitH[h] >= .5 ? `unit ${h + 1} carries ${Math.round(100 * unitH[h])}% of ${sign}` : plain;
        return {
            yhat, readH, readC, readOthers: of(n.readOthers, (items.length - 1) * T), effect, itemEffect: of(n.itemEffect, items.length * T),
            itemWeight: of(n.itemWeight, items.length), right: of(n.right, items.length), said: of(n.said, outputs * outputs), endH, endC,
            band: of(n.band, 2 * T), score: n.losses[frame], note, readValues: reads,
            carrier: { h: unitH[h] >= .5 ? h : null, c: holds ? c : null }, slope: task.kind === 'number' ? this.#slope(yhat, reads) : 0,
            cell: holds ? { unit: c, share: unitC[c], state: endH, mean: mean[c], sd: sd[c] } : null,
        };
    }

    // The slope of y − ŷ on the value that should be remembered.
    #slope(yhat, x) {
        const { targets, count } = this.recording;
        let mx = 0, me = 0, n = 0, xx = 0, xe = 0;
        for (let k = 0; k < count; k++) if (Number.isFinite(x[k])) { mx += x[k]; me += targets[k] - yhat[k]; n++; }
        mx /= n;
        me /= n;
        for (let k = 0; k < count; k++) if (Number.isFinite(x[k])) { xx += (x[k] - mx) ** 2; xe += (x[k] - mx) * (targets[k] - yhat[k] - me); }
        return xx > 0 ? xe / xx : 0;
    }
}

/** By how much the answers move with what stands at a step of a sequence: `item` is what of it is to be remembered, or undefined. */
export function effectAt({ effect, itemEffect }, t, item) {
    return item === undefined || !itemEffect ? effect[t] : itemEffect[item * effect.length + t];
}

/** The value of every sequence that should be remembered; NaN where it shows none. */
export function valuesToRead(recording, task) {
    return Float64Array.from({ length: recording.count }, (_, k) => {
        const x = sequenceOf(recording, k), first = task.kind === 'number' ? task.counts(x).find(c => c.item === 0) : null;
        return first ? x[first.step * recording.channels] : NaN;
    });
}
