// What the answer depends on: mean effects over the validation set beside the true weights, and this sequence's derivatives.
import { say, svg, text } from '../svg.js';
import { fixed, input } from '../text.js';
import { heights } from './layout.js';

export class Depends {
    #bars = []; #y; #least; #most;

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
        const wide = Math.max(1, Math.min(16, cell * .55));
        for (let t = 0; t < steps; t++) {
            const x = at(t) + cell / 2, weight = task.weights.find(w => w.index === t);
            this.#bars.push({
                x,
                bar: svg('rect', { x: x - wide / 2 + .5, width: Math.max(.5, wide - 1), class: 'toned' }, root),
                tick: svg('path', { class: 'tick-mark' }, root),
                value: weight ? text(root, t === 0 ? x + wide / 2 + 6 : x - wide / 2 - 6, 0, 'value halo', '', t === 0 ? 'start' : 'end') : null,
            });
            if (!weight) continue;
            const end = y(weight.weight);
            svg('rect', { x: x - wide / 2 - 1, y: Math.min(y(0), end), width: wide + 2, height: Math.abs(y(0) - end), class: 'outline' }, root);
        }
    }

    draw({ effect }) {
        const zero = this.#y(0), { layout: l } = this.card;
        this.#bars.forEach((part, t) => {
            const top = this.#y(effect[t]);
            part.bar.setAttribute('y', Math.min(top, zero));
            part.bar.setAttribute('height', Math.max(.6, Math.abs(zero - top)));
            if (!part.value) return;
            part.value.setAttribute('y', Math.min(l.y.depends + 56, Math.max(l.y.depends + 10, top + 4)));
            say(part.value, fixed(effect[t], 2));
        });
    }

    /** The derivatives of one sequence: ticks, and arrows where they leave the chart. */
    drawSequence({ derivatives }) {
        const { layout: l, cell } = this.card, w = Math.max(4, Math.min(8, cell * .4));
        this.#bars.forEach(({ x, tick }, t) => {
            const v = derivatives[t], y = this.#y(v);
            tick.setAttribute('d', v > this.#most ? `M${x - 4},${l.y.depends - 2}h8l-4,-5z`
                : v < this.#least ? `M${x - 4},${l.y.depends + 61}h8l-4,5z` : `M${x + w},${y - .75}h${w}v1.5h${-w}z`);
        });
    }
}
