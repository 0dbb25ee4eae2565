// What the answer depends on: mean effects over the validation set beside the true weights, and this sequence's derivatives.
import { effectAt } from '../facts.js';
import { sequenceOf } from '../recording.js';
import { round, put, say, show, svg, text } from '../svg.js';
import { fixed, input } from '../text.js';
import { heights, mostCounts } from './layout.js';

export class Depends {
    #bars; #ticks; #wide; #values; #outlines; #y; #least; #most; #apart;

    constructor(card, root) {
        const { recording, task, layout: l, cell } = card, top = l.y.depends, weights = [...task.items, ...task.counts(sequenceOf(recording, 0))].map(i => i.weight);
        this.card = card;
        text(root, 0, top - 8, 'title', 'ŷ depends on xₜ');
        text(root, 100, top - 8, 'note', l.narrow ? 'outline: true weight'
            : `mean effect over ${recording.count.toLocaleString('en')} sequences; outline: truth${task.kind === 'number' ? '; tick: this one' : ''}`);
        const most = this.#most = Math.max(...weights.map(Math.abs), .1) * 1.04;
        const least = this.#least = Math.min(0, ...weights) * 1.04 - most * .04;
        const y = this.#y = value => top + heights.depends * (most - Math.max(least, Math.min(most, value))) / (most - least);
        for (const value of [0, ...new Set(weights)]) {
            text(root, l.label - 8, y(value) + 4, 'tick', input(value), 'end');
            svg('line', { x1: l.label, x2: l.label + l.steps, y1: y(value), y2: y(value), class: value ? 'gridline' : 'axis' }, root);
        }
        this.#wide = Math.max(1, Math.min(16, cell * .55));
        // One path for all bars and one for all ticks: a frame writes two attributes instead of a hundred.
        this.#bars = svg('path', { class: 'toned' }, root);
        this.#ticks = svg('path', { class: 'tick-mark' }, root);
        const room = mostCounts(card);
        this.#outlines = Array.from({ length: room }, () => svg('rect', { width: this.#wide + 2, class: 'outline', visibility: 'hidden' }, root));
        this.#values = Array.from({ length: room }, () => text(root, 0, 0, 'value halo'));
        // Numbers stand beside their bars where those leave them room.
        this.#apart = 36;
    }

    #x(t) { return this.card.at(t) + this.card.cell / 2; }

    /** The effects at the steps of one sequence, and its derivatives: ticks, and arrows where they leave the chart. */
    drawSequence({ steps, counts, derivatives }, facts) {
        if (!facts) return;
        const zero = this.#y(0), { layout: l, cell } = this.card, width = round(Math.max(.5, this.#wide - 1)), item = new Map(counts.map(c => [c.step, c.item]));
        let bars = '';
        for (let t = 0; t < steps; t++) {
            const top = this.#y(effectAt(facts, t, item.get(t)));
            bars += `M${round(this.#x(t) - this.#wide / 2 + .5)},${round(Math.min(top, zero))}h${width}v${round(Math.max(.6, Math.abs(zero - top)))}h${-width}z`;
        }
        put(this.#bars, 'd', bars);
        let taken = l.label;
        this.#outlines.forEach((outline, i) => {
            const at = counts[i], value = this.#values[i];
            show(outline, !!at);
            if (!at) return show(value, false);
            const x = this.#x(at.step), end = this.#y(at.weight), effect = effectAt(facts, at.step, at.item);
            // On the side that is free; where neither is, or nothing depends on it, there is no number.
            const after = counts.find((c, j) => j > i && c.weight), next = after ? this.#x(after.step) - this.#wide / 2 : l.label + l.steps;
            const room = this.#wide / 2 + this.#apart, left = x - room >= taken, right = !left && x + room <= next;
            if (at.weight) taken = x + (right ? room : this.#wide / 2);
            show(value, counts.length < 4 && !!at.weight && (left || right));
            put(outline, 'x', x - this.#wide / 2 - 1);
            put(outline, 'y', Math.min(zero, end));
            put(outline, 'height', Math.abs(zero - end));
            put(value, 'text-anchor', right ? 'start' : 'end');
            put(value, 'x', right ? x + this.#wide / 2 + 6 : x - this.#wide / 2 - 6);
            put(value, 'y', Math.min(l.y.depends + 56, Math.max(l.y.depends + 10, this.#y(effect) + 4)));
            say(value, fixed(effect, 2));
        });
        if (!derivatives) return;
        const w = round(Math.max(Math.min(4, cell), Math.min(8, cell * .4)));
        let ticks = '';
        for (let t = 0; t < steps; t++) {
            const v = derivatives[t], x = this.#x(t);
            ticks += v > this.#most ? `M${round(x - 4)},${l.y.depends - 2}h8l-4,-5z`
                : v < this.#least ? `M${round(x - 4)},${l.y.depends + 61}h8l-4,5z` : `M${round(cell < 8 ? x - w / 2 : x + w)},${round(this.#y(v) - .75)}h${w}v1.5h${-w}z`;
        }
        put(this.#ticks, 'd', ticks);
    }
}
