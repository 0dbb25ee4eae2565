// Answer and target, as numbers and on a line; the error is the thick stretch between.
import { marker, mixed, put, say, show, svg, text } from '../svg.js';
import { fixed } from '../text.js';

export class Answer {
    #answer; #target; #error; #targetTick; #mark; #ghostTarget; #ghostMark; #off; #moved; #y; #x;

    constructor({ network, task, layout: l }, root) {
        const x = l.read, w = l.readWidth, [from, to] = task.answerRange;
        Object.assign(this, { network, digits: task.digits });
        this.#x = value => x + 4 + (w - 8) * (Math.max(from, Math.min(to, value)) - from) / (to - from);
        text(root, x, 12, 'title', 'Prediction ŷ');
        text(root, l.narrow ? x + w - 70 : x + w, 12, 'title', 'Target y', 'end');
        this.#answer = l.narrow ? text(root, x + 78, 14, `answer-narrow ${network.model}`) : text(root, x, 44, `answer ${network.model}`);
        this.#target = text(root, x + w, l.narrow ? 14 : 44, 'target', '', 'end');
        const y = this.#y = l.narrow ? 34 : 68;
        svg('line', { x1: x, x2: x + w, y1: y, y2: y, class: 'axis thick' }, root);
        if (from < 0 && to > 0) svg('line', { x1: this.#x(0), x2: this.#x(0), y1: y - 4, y2: y + 4, class: 'axis' }, root);
        this.#error = svg('line', { y1: y, y2: y, class: 'error' }, root);
        this.#ghostTarget = svg('line', { y1: y - 9, y2: y + 9, class: 'ghost-line', visibility: 'hidden' }, root);
        this.#targetTick = svg('line', { y1: y - 9, y2: y + 9, class: 'target-tick' }, root);
        this.#ghostMark = svg('path', { class: 'hollow', visibility: 'hidden' }, root);
        this.#mark = svg('path', { class: 'toned' }, root);
        this.#off = mixed(text(root, x, l.narrow ? 50 : 92, 'note'));
        this.#moved = mixed(text(root, x + w, l.narrow ? 50 : 92, 'note', '', 'end'));
    }

    /** The target alone: the network is not there yet. */
    drawWaiting(target) {
        this.#drawTarget(target);
        say(this.#answer, '–');
    }

    #drawTarget(target) {
        say(this.#target, fixed(target, this.digits));
        upright(this.#targetTick, this.#x(target));
    }

    drawSequence({ answer, target, before }) {
        const { model } = this.network, x = this.#x(answer);
        this.#drawTarget(target);
        say(this.#answer, fixed(answer, this.digits));
        put(this.#error, 'x1', x);
        put(this.#error, 'x2', this.#x(target));
        put(this.#mark, 'd', marker(model, x, this.#y, 4));
        show(this.#ghostMark, !!before);
        show(this.#ghostTarget, !!before);
        if (before) {
            put(this.#ghostMark, 'd', marker(model, this.#x(before.answer), this.#y, 4));
            upright(this.#ghostTarget, this.#x(before.target));
        }
        this.#off(before ? 'ŷ moved ' : 'off by ', fixed(before ? answer - before.answer : Math.abs(answer - target), this.digits));
        this.#moved(before ? 'y ' : '', before ? fixed(target - before.target, this.digits) : '');
    }
}

function upright(line, x) {
    put(line, 'x1', x);
    put(line, 'x2', x);
}
