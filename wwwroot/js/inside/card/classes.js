// An answer that is one of several classes, beside the right one, and how probable each is.
import { mixed, put, say, show, svg, text } from '../svg.js';
import { percent } from '../text.js';

export class Classes {
    #answer; #target; #rows; #note; #wide;

    constructor({ network, task, layout: l }, root) {
        const x = l.read, w = l.readWidth;
        this.task = task;
        text(root, x, 12, 'title', 'Prediction ŷ');
        text(root, l.narrow ? x + w - 76 : x + w, 12, 'title', 'Target y', 'end');
        this.#answer = l.narrow ? text(root, x + 82, 14, `answer-narrow ${network.model}`) : text(root, x, 44, `answer ${network.model}`);
        this.#target = text(root, x + w, l.narrow ? 14 : 44, 'target', '', 'end');
        this.#note = mixed(text(root, x, l.narrow ? 30 : 60, 'note'));
        // One column of classes while they have room for their names, else two.
        const columns = task.classes.length > 4 || l.narrow ? 2 : 1, rows = Math.ceil(task.classes.length / columns), high = 12;
        const label = 8 + 8 * task.classes[0].length, each = w / columns, top = 63;
        this.#wide = each - label - 8;
        this.#rows = l.narrow ? [] : task.classes.map((name, c) => {
            const left = x + Math.floor(c / rows) * each, y = top + c % rows * high;
            text(root, left, y + 9, 'tick', name);
            return {
                outline: svg('rect', { x: left + label - 1, y: y, width: this.#wide + 2, height: 9, class: 'outline thin', visibility: 'hidden' }, root),
                bar: svg('rect', { x: left + label, y: y + 1.5, height: 6, class: 'toned' }, root),
            };
        });
    }

    /** The target alone: the network is not there yet. */
    drawWaiting(target) {
        say(this.#target, this.task.classes[target]);
        say(this.#answer, '–');
    }

    drawSequence({ answer, target, probabilities, before }) {
        const { classes } = this.task;
        say(this.#answer, classes[answer]);
        say(this.#target, classes[target]);
        this.#rows.forEach((row, c) => {
            put(row.bar, 'width', Math.max(.5, probabilities[c] * this.#wide));
            show(row.outline, c === target);
        });
        if (before) this.#note('before ', `${classes[before.answer]} ${percent(before.probabilities[before.answer])}`, `, asked ${classes[before.target]}`);
        else this.#note(answer === target ? 'right, ' : 'wrong, ', `${percent(probabilities[answer])} sure`);
    }
}
