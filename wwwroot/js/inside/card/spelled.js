// An answer that is a row of symbols, under the row that was asked for.
import { mixed, put, say, text } from '../svg.js';
import { percent } from '../text.js';

export class Spelled {
    #asked; #said; #note;

    constructor({ network, task, layout: l }, root) {
        const x = l.read, w = l.readWidth, n = task.items.length, left = l.narrow ? x + 92 : x, cell = Math.min(16, (l.narrow ? w - 92 : w) / n);
        this.task = task;
        const row = (y, css) => Array.from({ length: n }, (_, i) => text(root, left + (i + .5) * cell, y, css, '', 'middle'));
        text(root, x, 12, 'title', 'Asked y');
        this.#asked = row(l.narrow ? 12 : 30, 'letter big');
        text(root, x, l.narrow ? 32 : 50, 'title', 'Said ŷ');
        this.#said = row(l.narrow ? 32 : 68, 'letter big');
        this.#note = mixed(text(root, x, l.narrow ? 48 : 90, 'note'));
        this.model = network.model;
    }

    #write(row, classes, css) {
        row.forEach((word, i) => {
            say(word, this.task.classes[classes[i]]);
            put(word, 'class', `letter big ${css(i)}`);
        });
    }

    /** The target alone: the network is not there yet. */
    drawWaiting(target) {
        this.#write(this.#asked, this.task.recalled(target), () => '');
        for (const word of this.#said) say(word, '–');
    }

    drawSequence({ answer, target, share, before }) {
        const asked = this.task.recalled(target), said = this.task.recalled(answer), right = said.filter((c, i) => c === asked[i]).length;
        this.#write(this.#asked, asked, () => '');
        this.#write(this.#said, said, i => said[i] === asked[i] ? `told ${this.model}` : 'missed');
        const sure = this.task.recalled(share).reduce((a, p) => a + p, 0) / asked.length;
        if (before) {
            const old = this.task.recalled(before.answer), changed = said.filter((c, i) => c !== old[i]).length;
            this.#note('changed in ', `${changed} of ${asked.length}`, `, right ${right}`);
        } else this.#note('right ', `${right} of ${asked.length}`, `, ${percent(sure)} sure of y`);
    }
}
