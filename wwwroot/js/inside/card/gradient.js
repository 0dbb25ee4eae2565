// How much of the loss's gradient reaches each step on the way back, on a log scale.
import { keepsCell } from '../network.js';
import { round, marker, put, say, svg, text } from '../svg.js';
import { magnitude, power } from '../text.js';
import { heights } from './layout.js';

const low = -12, high = 2;                      // powers of ten of the axis

export class Gradient {
    #band; #cell; #line; #marks; #below; #y;

    constructor(card, root) {
        const { network, layout: l } = card, top = l.y.gradient;
        this.card = card;
        text(root, 0, top - 8, 'title', 'Gradient ‖∂L/∂hₜ‖');
        text(root, 118, top - 8, 'note', l.narrow ? 'log scale' : `log scale; band: 10 to 90% of sequences${keepsCell(network.model) ? '; thin: ‖∂L/∂cₜ‖' : ''}`);
        this.#y = value => top + heights.gradient * (high - Math.max(low, Math.min(high, Math.log10(value)))) / (high - low);
        for (const exponent of [high, -5, low]) {
            const y = this.#y(10 ** exponent);
            text(root, l.label - 8, y + 4, 'tick', power(exponent), 'end');
            svg('line', { x1: l.label, x2: l.label + l.steps, y1: y, y2: y, class: exponent === low ? 'axis' : 'gridline' }, root);
        }
        this.#band = svg('path', { class: 'area' }, root);
        this.#cell = svg('path', { class: 'line thin' }, root);
        this.#line = svg('path', { class: 'line' }, root);
        this.#marks = svg('path', { class: 'toned' }, root);
        this.#below = text(root, l.label + 4, top + 16, 'value halo');
    }

    #x(t) { return round(this.card.at(t) + this.card.cell / 2); }

    /** The range over the validation set: 10% in the first row of `band`, 90% in the second. */
    draw({ band }) {
        const { steps } = this.card;
        let there = '', back = '';
        for (let t = 0; t < steps && band[t] === band[t]; t++) {
            there += `${t ? 'L' : 'M'}${this.#x(t)},${round(this.#y(band[t]))}`;
            back = `L${this.#x(t)},${round(this.#y(band[steps + t]))}${back}`;
        }
        put(this.#band, 'd', `${there}${back}z`);
    }

    /** One sequence; where it falls below the axis its value at step 1 is written out. */
    drawSequence({ steps, norms, cellNorms }) {
        const { network, cell } = this.card;
        let line = '', thin = '', marks = '';
        for (let t = 0; t < steps; t++) {
            const x = this.#x(t);
            if (norms[t] >= 10 ** low) {
                const y = this.#y(norms[t]);
                line += `${line ? 'L' : 'M'}${x},${round(y)}`;
                if (cell >= 12) marks += marker(network.model, x, y, 3);
            }
            if (cellNorms) thin += `${thin ? 'L' : 'M'}${x},${round(this.#y(cellNorms[t]))}`;
        }
        put(this.#line, 'd', line);
        put(this.#marks, 'd', marks);
        put(this.#cell, 'd', thin);
        say(this.#below, norms[0] >= 10 ** low ? '' : norms[0] === 0 ? '0 in 64-bit numbers at step 1' : `${magnitude(norms[0])} at step 1`);
    }
}
