// Sequences of symbols: a cell a step, those that count in ink; where an answer is given at every step, what was asked and
// what was said under it.
import { put, say, shade, show, svg, text } from '../svg.js';
import { StepNumbers } from './inputs.js';

// Cells narrower than this have no room for a letter.
const readable = 9;

export class Symbols {
    #rows; #numbers; #above; #card; #hovered = null;

    constructor(card, root) {
        const { task, layout: l } = card, top = l.y.inputs, spelled = task.kind === 'spelled';
        this.#card = card;
        text(root, 0, top - 18, 'title', task.inputTitle);
        text(root, 54, top - 18, 'note', l.narrow ? task.inputNoteShort : task.inputNote);
        const height = spelled ? 18 : 28;
        this.#rows = (spelled ? [['xₜ', top - 2], ['yₜ', top + 20], ['ŷₜ', top + 40]] : [['', top + 16]]).map(([name, y]) => {
            if (name) text(root, l.label - 8, y + 13, 'tick', name, 'end');
            return this.#row(root, y, height);
        });
        // Letters that count stand over cells that are too narrow for them.
        this.#above = card.cell >= readable ? [] : Array.from({ length: task.letters }, () => text(root, 0, top + 10, 'value strong', '', 'middle'));
        this.#numbers = new StepNumbers(card, root);
    }

    #row(root, y, height) {
        const { steps, cell, at } = this.#card, group = svg('g', {}, root), gap = cell >= 5 ? .5 : 0;
        return Array.from({ length: steps }, (_, t) => ({
            cell: svg('rect', { x: at(t) + gap, y, width: Math.max(.8, cell - 2 * gap), height, class: 'symbol' }, group),
            ghost: svg('rect', { x: at(t) + gap, y: y - 1, width: Math.max(.8, cell - 2 * gap), height: height + 2, class: 'ghost', visibility: 'hidden' }, group),
            word: cell >= readable ? text(group, at(t) + cell / 2, y + height / 2 + 4, 'letter', '', 'middle') : null,
        }));
    }

    /** Sequence x [its steps], beside `before` where a symbol was changed; `s` is what is known of the answer, or null. */
    draw(x, before, hovered, s) {
        const { task, network: { model }, at, cell } = this.#card, counts = task.counts(x), steps = x.length, target = task.kind === 'spelled' ? task.target(x) : null;
        this.#fill(this.#rows[0], steps, t => [task.symbols[x[t]], task.counted(x, t), before && before[t] !== x[t]]);
        if (target) {
            const old = before ? task.target(before) : target;
            this.#fill(this.#rows[1], steps, t => [task.classes[target[t]], !task.blank(target[t]), old[t] !== target[t]]);
            this.#rows[2].forEach((part, t) => {
                show(part.cell, !!s && t < steps);
                if (part.word) say(part.word, s && t < steps ? task.classes[s.answer[t]] : '');
                if (!s || t >= steps) return;
                // As sure as it is, in its colour; what is wrong in ink.
                const wrong = s.answer[t] !== target[t], colour = shade(model, (wrong ? -1 : 1) * (task.blank(target[t]) && !wrong ? .25 : 1) * s.sure[t]);
                if (part.colour !== colour) part.cell.style.fill = part.colour = colour;
                if (part.word) put(part.word, 'class', s.sure[t] > .55 && !(task.blank(target[t]) && !wrong) ? 'letter on' : 'letter');
            });
        }
        this.#above.forEach((word, i) => {
            const item = counts[i];
            show(word, !!item);
            if (!item) return;
            put(word, 'x', at(item.step) + cell / 2);
            say(word, task.symbols[x[item.step]]);
        });
        this.#numbers.draw(counts.length > 4 ? [counts[0], counts.at(-1)] : counts, steps);
        this.#hovered = hovered;
    }

    #fill(row, steps, of) {
        row.forEach((part, t) => {
            show(part.cell, t < steps);
            const [word, counts, changed] = t < steps ? of(t) : ['', false, false];
            put(part.cell, 'class', counts ? 'symbol counted' : 'symbol');
            show(part.ghost, !!changed);
            if (!part.word) return;
            say(part.word, word);
            put(part.word, 'class', counts ? 'letter on' : 'letter');
        });
    }

    highlight(step) {
        if (step !== this.#hovered) this.#numbers.highlight(this.#hovered = step);
    }
}
