// What each unit adds to the answer: beside its row of the map, or in rows of its own where there is no room there.
import { put, say, svg, text } from '../svg.js';
import { signed } from '../text.js';

export class Contributions {
    #rows; #place;

    constructor({ network, task, layout: { adds, rowHeight, narrow, label } }, root) {
        const { top, zero, number, title } = this.#place = adds;
        text(root, title.x, top - 10, narrow ? 'title' : 'note', task.addsTo ?? 'adds to ŷ', title.anchor);
        svg('line', { x1: zero, x2: zero, y1: top, y2: top + network.hidden * rowHeight, class: 'axis' }, root);
        this.#rows = Array.from({ length: network.hidden }, (_, k) => {
            const line = top + (k + .5) * rowHeight + 4;
            if (narrow && (rowHeight >= 12 || k % 4 === 3 || k === 0)) text(root, label - 8, line, 'tick', String(k + 1), 'end');
            return {
                bar: svg('rect', { y: top + (k + .25) * rowHeight, height: rowHeight * .5, class: 'toned' }, root),
                number: rowHeight >= 12 ? text(root, number, line, 'tick', '', 'end') : null,
            };
        });
    }

    drawSequence({ contributions, contributionScale }) {
        const { zero, reach } = this.#place;
        this.#rows.forEach((row, k) => {
            const v = contributions[k], width = Math.min(reach, Math.abs(v) / contributionScale * reach);
            put(row.bar, 'x', v < 0 ? zero - width : zero);
            put(row.bar, 'width', Math.max(.5, width));
            if (row.number) say(row.number, signed(v));
        });
    }
}
