// What the answer depends on: mean effects over the validation set beside the true weights, and this sequence's derivatives.
import { round, put, say, svg, text } from '../svg.js';
import { fixed, input } from '../text.js';
import { heights } from './layout.js';

export class Depends {
    #bars; #ticks; #wide; #values = []; #y; #least; #most;

    constructor(card, root) {
        const { recording, task, layout: l, steps, cell, at } = card, top = l.y.depends;
        this.card = card;
        text(root, 0, top - 8, 'title', 'ŷ depends on xₜ');
        text(root, 100, top - 8, 'note', l.narrow ? 'outline: true weight' : `mean effect over ${recording.count.toLocaleString('en')} sequences; outline: truth; tick: this one`);
        const most = this.#most = Math.max(...task.weights.map(w => Math.abs(w.weight)), .1) * 1.04;
        const least = this.#least = Math.min(0, ...task.weights.map(w => w.weight)) * 1.04 - most * .04;
        const y = this.#y = value => top + heights.depends * (most - Math.max(least, Math.min(most, value))) / (most - least);
        for (const value of [0, ...new Set(task.weights.map(w => w.weight))]) {
            text(root, l.label - 8, y(value) + 4, 'tick', input(value), 'end');
            svg('line', { x1: l.label, x2: l.label + l.steps, y1: y(value), y2: y(value), class: value ? 'gridline' : 'axis' }, root);
        }
        const wide = this.#wide = Math.max(1, Math.min(16, cell * .55));
        // One path for all bars and one for all ticks: a frame writes two attributes instead of a hundred.
        this.#bars = svg('path', { class: 'toned' }, root);
        this.#ticks = svg('path', { class: 'tick-mark' }, root);
        for (const { index: t, weight } of task.weights) {
            const x = at(t) + cell / 2, end = y(weight);
            this.#values.push({ t, value: text(root, t === 0 ? x + wide / 2 + 6 : x - wide / 2 - 6, 0, 'value halo', '', t === 0 ? 'start' : 'end') });
            svg('rect', { x: x - wide / 2 - 1, y: Math.min(y(0), end), width: wide + 2, height: Math.abs(y(0) - end), class: 'outline' }, root);
        }
    }

    #x(t) { return this.card.at(t) + this.card.cell / 2; }

    draw({ effect }) {
        const zero = this.#y(0), { layout: l, steps } = this.card, width = round(Math.max(.5, this.#wide - 1));
        let bars = '';
        for (let t = 0; t < steps; t++) {
            const top = this.#y(effect[t]);
            bars += `M${round(this.#x(t) - this.#wide / 2 + .5)},${round(Math.min(top, zero))}h${width}v${round(Math.max(.6, Math.abs(zero - top)))}h${-width}z`;
        }
        put(this.#bars, 'd', bars);
        for (const { t, value } of this.#values) {
            put(value, 'y', Math.min(l.y.depends + 56, Math.max(l.y.depends + 10, this.#y(effect[t]) + 4)));
            say(value, fixed(effect[t], 2));
        }
    }

    /** The derivatives of one sequence: ticks, and arrows where they leave the chart. */
    drawSequence({ derivatives }) {
        const { layout: l, cell, steps } = this.card, w = round(Math.max(4, Math.min(8, cell * .4)));
        let ticks = '';
        for (let t = 0; t < steps; t++) {
            const v = derivatives[t], x = this.#x(t);
            ticks += v > this.#most ? `M${round(x - 4)},${l.y.depends - 2}h8l-4,-5z`
                : v < this.#least ? `M${round(x - 4)},${l.y.depends + 61}h8l-4,5z` : `M${round(x + w)},${round(this.#y(v) - .75)}h${w}v1.5h${-w}z`;
        }
        put(this.#ticks, 'd', ticks);
    }
}
