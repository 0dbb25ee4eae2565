// How much of the value to be remembered a straight line still finds in the state.
import { keepsCell } from '../network.js';
import { round, put, say, show, svg, text } from '../svg.js';
import { percent } from '../text.js';

export class Readable {
    #area; #line; #cell; #figures;

    constructor(card, root) {
        const { network, task, layout: l } = card, top = l.y.readable;
        this.card = card;
        text(root, 0, top - 8, 'title', task.readTitle);
        if (!l.narrow) text(root, 104, top - 8, 'note', keepsCell(network.model) ? 'share of it a straight line finds in hₜ; dotted: in hₜ and cₜ' : 'share of it a straight line finds in hₜ');
        text(root, l.label - 8, top + 8, 'tick', '100%', 'end');
        text(root, l.label - 8, top + 42, 'tick', '0%', 'end');
        this.#area = svg('path', { class: 'area' }, root);
        this.#line = svg('path', { class: 'line' }, root);
        this.#cell = svg('path', { class: 'line dotted' }, root);
        this.#figures = Array.from({ length: 5 }, () => text(root, 0, 0, 'value halo', '', 'middle'));
    }

    draw({ readH, readC }) {
        const { network, layout: l, steps, cell, at } = this.card, top = l.y.readable, y = share => round(top + 38 - 36 * Math.max(0, Math.min(1, share))), wide = `h${round(cell)}`;
        let line = '', cells = '', area = '';
        for (let t = 0; t < steps; t++) {
            const x = round(at(t)), there = y(readH[t]);
            line += `M${x},${there}${wide}`;
            area += `L${x},${there}${wide}`;
            cells += `${t ? 'L' : 'M'}${x},${y(readC[t])}${wide}`;
        }
        put(this.#line, 'd', line);
        put(this.#area, 'd', `M${round(at(0))},${y(0)}${area}V${y(0)}z`);
        put(this.#cell, 'd', keepsCell(network.model) ? cells : '');
        const worth = stepsWorthAFigure(readH, cell);
        this.#figures.forEach((figure, i) => {
            const t = worth[i];
            show(figure, t !== undefined);
            if (t === undefined) return;
            const v = y(readH[t]);
            put(figure, 'x', Math.max(l.label + 14, Math.min(l.label + l.steps - 16, at(t) + cell / 2)));
            put(figure, 'y', v < top + 20 ? v + 14 : v - 5);
            say(figure, percent(readH[t]));
        });
    }
}

/** Steps worth a figure: the first, where the share falls by a fifth or more, and the last; none so near another that they touch. */
function stepsWorthAFigure(shares, cell) {
    const picked = [0], room = Math.max(1, Math.ceil(32 / cell)), last = shares.length - 1;
    for (let t = 1; t < last && picked.length < 4; t++)
        if (Math.abs(shares[t] - shares[picked.at(-1)]) >= .2 && t - picked.at(-1) >= room && last - t >= room) picked.push(t);
    if (last >= room) picked.push(last);
    return picked;
}
