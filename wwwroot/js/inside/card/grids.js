// Of answers that are classes: how often each was asked and answered with which, and which of what is to be remembered is said
// right; while a symbol is changed, what would be answered with every other one in its place.
import { mixed, put, say, shade, show, svg, text } from '../svg.js';
import { percent } from '../text.js';

export class Grids {
    #said; #right; #swaps; #title; #note; #card; #edited = false;

    constructor(card, root) {
        const { task, layout: l } = card, [a, b] = l.scatters, n = task.classes.length;
        this.#card = card;
        text(root, a.x, a.y - 8, 'title', 'ŷ across, y down');
        this.#said = new Grid(root, { ...a, height: Math.min(a.height, a.width * .8) }, n, n, i => task.classes[i], i => task.classes[i]);
        this.#title = text(root, b.x, b.y - 8, 'title');
        this.#note = mixed(text(root, b.x + b.width, b.y - 8, 'note', '', 'end'));
        this.#right = bars(root, b, task);
        this.#swaps = new Grid(root, { ...b, height: Math.min(b.height, b.width) }, task.mostSwaps, n, () => '', i => task.classes[i]);
        this.#swaps.show(false);
    }

    /** The whole validation set. */
    draw({ said, right }) {
        const n = this.#card.task.classes.length, tone = this.#card.network.model;
        for (let r = 0; r < n; r++) {
            let whole = 0;
            for (let c = 0; c < n; c++) whole += said[r * n + c];
            for (let c = 0; c < n; c++) this.#said.fill(r, c, whole ? said[r * n + c] / whole : 0, tone, r === c);
        }
        this.#right.forEach(({ bar, value, width, left }, i) => {
            put(bar, 'width', Math.max(.5, right[i] * width));
            put(value, 'x', left + right[i] * width + 4);
            say(value, percent(right[i]));
        });
    }

    /** The sequence shown. */
    drawSequence({ before, editedName }) {
        const edited = !!before;
        say(this.#title, edited ? `ŷ if ${editedName} were …` : 'Said right');
        this.#note(edited ? '' : 'line: by chance');
        if (this.#edited === edited) return;
        this.#edited = edited;
        this.#swaps.show(edited);
        for (const part of this.#right) for (const element of part.all) show(element, !edited);
    }

    /** Answers with every symbol in place of the changed one; the one that is there is outlined. */
    drawSwaps({ symbols }, probabilities, now) {
        const { task, network: { model } } = this.#card;
        this.#swaps.show(this.#edited, symbols.length);
        symbols.forEach((symbol, r) => {
            this.#swaps.name(r, task.symbols[symbol]);
            for (let c = 0; c < probabilities[r].length; c++) this.#swaps.fill(r, c, probabilities[r][c], model, symbol === now);
        });
    }

    retheme() {}
}

// A bar for each of what is to be remembered, and a line where guessing would end.
function bars(root, { x, y, width, height }, task) {
    const n = task.items.length, high = Math.min(20, height / n), label = n > 4 ? 22 : 58, wide = width - label - 36;
    return task.items.map((item, i) => {
        const top = y + i * high, chance = 1 / item.says.length, left = x + label;
        const name = text(root, x, top + high / 2 + 4, 'tick', n > 4 ? String(i + 1) : item.sign), bar = svg('rect', { x: left, y: top + 2, height: high - 4, class: 'toned' }, root);
        const line = svg('line', { x1: left + chance * wide, x2: left + chance * wide, y1: top, y2: top + high, class: 'truth-line' }, root);
        const value = text(root, left, top + high / 2 + 4, 'tick halo');
        return { bar, value, width: wide, left, all: [name, bar, line, value] };
    });
}

// Cells of shares with names beside and under them.
class Grid {
    #cells; #names; #under; #group; #columns; #place;

    constructor(root, { x, y, width, height }, rows, columns, row, column) {
        const long = column(0).length > 1, label = long ? 32 : 16, wide = (width - label) / columns, high = Math.min(26, (height - 16) / rows);
        this.#columns = columns;
        this.#group = svg('g', {}, root);
        this.#names = Array.from({ length: rows }, (_, r) => text(this.#group, x + label - 5, y + (r + .5) * high + 4, 'tick', row(r), 'end'));
        this.#place = { y, high, rows };
        this.#under = wide < 8 * column(0).length ? [] : Array.from({ length: columns }, (_, c) => text(this.#group, x + label + (c + .5) * wide, y + rows * high + 13, 'tick', column(c), 'middle'));
        this.#cells = Array.from({ length: rows * columns }, (_, i) => svg('rect', {
            x: x + label + i % columns * wide + .5, y: y + Math.floor(i / columns) * high + .5, width: wide - 1, height: high - 1,
        }, this.#group));
    }

    show(whether, rows = this.#place.rows) {
        show(this.#group, whether);
        for (const name of this.#under) {
            show(name, whether);
            put(name, 'y', this.#place.y + rows * this.#place.high + 13);
        }
        this.#cells.forEach((cell, i) => show(cell, whether && i < rows * this.#columns));
        this.#names.forEach((name, r) => show(name, whether && r < rows));
    }

    name(r, word) { say(this.#names[r], word); }

    fill(r, c, share, tone, outlined) {
        const cell = this.#cells[r * this.#columns + c], colour = shade(tone, share);
        if (cell.filled !== colour) cell.style.fill = cell.filled = colour;
        put(cell, 'class', outlined ? 'boxed' : '');
    }
}
