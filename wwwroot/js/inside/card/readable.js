// How much of what is to be remembered a straight line still finds in the state; of the first item in full, of others a line each.
import { keepsCell } from '../network.js';
import { round, put, say, show, svg, text } from '../svg.js';
import { percent, sentence } from '../text.js';

export class Readable {
    #area; #line; #cell; #others; #figures;

    constructor(card, root) {
        const { network, task: { items }, layout: l } = card, top = l.y.readable, title = `${sentence(items[0].sign)} still readable`;
        this.card = card;
        text(root, 0, top - 8, 'title', title);
        const others = items.length < 2 || !network.readOthers ? '' : items.length === 2 ? `; thin: ${items[1].sign}` : '; thin: the others';
        if (!l.narrow) text(root, 16 + 5.2 * title.length, top - 8, 'note',
            `${items.length < 2 ? 'share of it a straight line finds' : 'share a line finds'} in hₜ${keepsCell(network.model) ? '; dotted: in hₜ and cₜ' : ''}${others}`);
        text(root, l.label - 8, top + 8, 'tick', '100%', 'end');
        text(root, l.label - 8, top + 42, 'tick', '0%', 'end');
        this.#area = svg('path', { class: 'area' }, root);
        this.#others = svg('path', { class: 'line rest' }, root);
        this.#line = svg('path', { class: 'line' }, root);
        this.#cell = svg('path', { class: 'line dotted' }, root);
        this.#figures = Array.from({ length: 5 }, () => text(root, 0, 0, 'value halo', '', 'middle'));
    }

    draw({ readH, readC, readOthers }) {
        const { network, layout: l, steps, cell, at } = this.card, top = l.y.readable;
        const y = share => round(top + 38 - 36 * Math.max(0, Math.min(1, share))), wide = `h${round(cell)}`;
        let line = '', cells = '', area = '', others = '', begun = null, end = 0;
        // Where too few sequences have shown it there is nothing to draw.
        for (let t = 0; t < steps; t++) {
            if (Number.isNaN(readH[t])) continue;
            const x = round(at(t)), there = y(readH[t]);
            begun ??= t;
            end = t + 1;
            line += `M${x},${there}${wide}`;
            area += `L${x},${there}${wide}`;
            cells += `${t > begun ? 'L' : 'M'}${x},${y(readC[t])}${wide}`;
        }
        for (let i = 0; readOthers && i < readOthers.length; i += steps)
            for (let t = 0; t < steps; t++)
                if (!Number.isNaN(readOthers[i + t])) others += `${t && !Number.isNaN(readOthers[i + t - 1]) ? 'L' : 'M'}${round(at(t))},${y(readOthers[i + t])}${wide}`;
        put(this.#line, 'd', line);
        put(this.#area, 'd', begun === null ? '' : `M${round(at(begun))},${y(0)}${area}V${y(0)}z`);
        put(this.#cell, 'd', keepsCell(network.model) ? cells : '');
        put(this.#others, 'd', others);
        const worth = begun === null ? [] : stepsWorthAFigure(readH, cell, begun, end - 1);
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
function stepsWorthAFigure(shares, cell, first, last) {
    const picked = [first], room = Math.max(1, Math.ceil(32 / cell));
    for (let t = first + 1; t < last && picked.length < 4; t++)
        if (Math.abs(shares[t] - shares[picked.at(-1)]) >= .2 && t - picked.at(-1) >= room && last - t >= room) picked.push(t);
    if (last - first >= room) picked.push(last);
    return picked;
}
