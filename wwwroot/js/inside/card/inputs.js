// The input bars, those that decide the answer in ink.
import { put, show, say, svg, text } from '../svg.js';
import { fixed, input } from '../text.js';
import { heights } from './layout.js';

export class Inputs {
    #bars = []; #weights = []; #base; #hovered = null;

    constructor({ task, layout: l, steps, cell, at }, root) {
        const [from, to] = task.inputRange, top = l.y.inputs;
        Object.assign(this, { layout: l, y: value => top + heights.inputs * (to - Math.max(from, Math.min(to, value))) / (to - from) });
        text(root, 0, top - 18, 'title', task.inputTitle);
        text(root, 54, top - 18, 'note', l.narrow ? task.inputNoteShort : task.inputNote);
        text(root, l.label - 8, top + 8, 'tick', fixed(to, 0), 'end');
        text(root, l.label - 8, top + 60, 'tick', fixed(from, 0), 'end');
        this.#base = Math.max(from, Math.min(to, 0));
        const bars = svg('g', {}, root), base = this.y(this.#base);
        svg('line', { x1: l.label, x2: l.label + l.steps, y1: base, y2: base, class: 'axis' }, root);
        const sparse = cell < 18, wide = Math.max(1, Math.min(15, cell * .6));
        text(root, l.label - 8, l.y.stepNumbers, 'tick', 'step', 'end');
        for (let t = 0; t < steps; t++) {
            const x = at(t) + cell / 2, weight = task.weights.find(w => w.index === t);
            const group = svg('g', { class: weight ? 'counts' : '' }, bars);
            this.#bars.push({
                ghost: svg('rect', { x: x - wide / 2, width: wide, class: 'ghost', visibility: 'hidden' }, group),
                bar: svg('rect', { x: x - wide / 2, width: wide }, group),
                grip: svg('rect', { x: x - wide / 2, width: wide, height: 3, class: 'grip' }, group),
                value: text(group, x, 0, 'value', '', 'middle'),
                number: (!sparse || weight || (t + 1) % 5 === 0) && !(sparse && !weight && task.weights.some(w => Math.abs(w.index - t) < 2))
                    ? text(root, x, l.y.stepNumbers, weight ? 'tick strong' : 'tick', String(t + 1), 'middle') : null,
                always: !sparse || weight,
            });
            if (weight) this.#weights.push({ t, label: text(root, Math.min(x, l.width - 14), 0, 'weight', `× ${input(weight.weight)}`, 'middle') });
        }
    }

    /** The value at a height. */
    valueAt(y) {
        const zero = this.y(0), one = this.y(1);
        return (zero - y) / (zero - one);
    }

    /** Bars of sequence x [steps], beside `before` where a value was changed. */
    draw(x, before, hovered) {
        const base = this.y(this.#base), l = this.layout;
        this.#bars.forEach((part, t) => {
            const y = this.y(x[t]), up = x[t] >= this.#base;
            put(part.bar, 'y', Math.min(y, base));
            put(part.bar, 'height', Math.max(.5, Math.abs(y - base)));
            put(part.grip, 'y', up ? y : y - 3);
            const changed = before && before[t] !== x[t];
            if (changed) {
                const old = this.y(before[t]);
                put(part.ghost, 'y', Math.min(old, base));
                put(part.ghost, 'height', Math.max(.5, Math.abs(old - base)));
            }
            show(part.ghost, changed);
            show(part.value, part.always || changed || t === hovered);
            put(part.value, 'y', up ? Math.max(y - 4, l.y.inputs - 2) : Math.min(y + 13, l.y.stepNumbers - 14));
            say(part.value, input(x[t]));
        });
        // A weight stands on the side its bar leaves free.
        for (const { t, label } of this.#weights) put(label, 'y', x[t] >= this.#base ? base + 15 : base - 6);
    }

    highlight(step) {
        if (step === this.#hovered) return;
        for (const t of [this.#hovered, step]) if (t !== null) this.#bars[t].number?.classList.toggle('hovered', t === step);
        this.#hovered = step;
    }
}
