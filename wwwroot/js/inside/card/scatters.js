// Answers against targets, and errors against the value to be remembered; while an input is changed the second one is the
// response curve. Points are on canvases, drawn once an epoch; what belongs to one sequence is SVG over them.
import { round, html, marker, mixed, put, say, show, svg, text } from '../svg.js';
import { fixed, input, score as scoreText } from '../text.js';
import { Points } from './points.js';

export class Scatters {
    #first; #second; #clouds; #points; #ghost; #level; #curve; #truth; #title; #note; #score; #across; #up; #errors; #ends = () => {};

    constructor(card, root) {
        const { task, layout: l, body } = card, places = l.scatters, [from, to] = task.answerRange, [lo, hi] = task.inputRange, [a, b] = places;
        this.card = card;
        text(root, a.x, a.y - 8, 'title', 'ŷ against y');
        this.#title = text(root, b.x, b.y - 8, 'title');
        for (const { x, y, width, height } of places) svg('rect', { x: x + .5, y: y + .5, width: width - 1, height: height - 1, class: 'frame' }, root);
        const first = this.#first = scaled(a, from, to, from, to), second = this.#second = scaled(b, lo, hi, from, to), edge = v => fixed(v, task.digits > 1 ? 1 : 0);
        // Errors lie about zero, answers (of the curve) where answers lie.
        const half = (to - from) / 2;
        this.#errors = task.fractions ? scaled(b, lo, hi, -half, half) : second;
        svg('line', { x1: first.x(from), y1: first.y(from), x2: first.x(to), y2: first.y(to), class: 'diagonal' }, root);
        this.#level = svg('line', { x1: b.x, x2: b.x + b.width, y1: this.#errors.y(0), y2: this.#errors.y(0), class: 'axis' }, root);
        if (!l.narrow) for (const { x, y, height } of places) {
            const ends = [text(root, x - 4, y + 8, 'tick', edge(to), 'end'), text(root, x - 4, y + height, 'tick', edge(from), 'end')];
            if (y === b.y) this.#ends = of => ends.forEach((end, i) => say(end, edge(task.fractions && !of ? (i ? -half : half) : i ? from : to)));
        }
        text(root, b.x, b.y + b.height + 13, 'tick', input(lo));
        text(root, a.x + a.width, a.y + a.height + 13, 'tick', `y ${edge(to)}`, 'end');
        text(root, b.x + b.width, b.y + b.height + 13, 'tick', `${task.items[0].sign} ${input(hi)}`, 'end');
        this.#clouds = places.map(({ x, y, width, height }) => {
            const canvas = html('canvas', 'inside-scatter', body), scale = devicePixelRatio || 1;
            Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
            Object.assign(canvas.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
            return new Points(canvas, scale);
        });
        this.#across = [];
        this.#up = new Float64Array(card.recording.count);
        const over = svg('svg', { width: l.width, height: l.height, class: 'inside-over', 'aria-hidden': true }, body);
        // Beside its title where there is room, else in the plot's free corner.
        const note = ({ x, y, width }) => l.narrow ? text(over, x + 4, y + 14, 'note halo') : text(over, x + width, y - 8, 'note', '', 'end');
        this.#score = mixed(note(a));
        this.#note = mixed(note(b));
        this.#truth = svg('path', { class: 'truth-line' }, over);
        this.#curve = svg('path', { class: 'line' }, over);
        this.#ghost = svg('path', { class: 'hollow', visibility: 'hidden' }, over);
        this.#points = [0, 1].map(() => ({ ring: svg('circle', { r: 9, class: 'ring' }, over), dot: svg('path', { class: 'toned' }, over) }));
    }

    /** The whole validation set. */
    draw({ yhat, readValues, score, edited }) {
        const { network, task, recording: { targets, count } } = this.card, up = this.#up;
        this.#score(task.isSmall ? '' : `${task.scoreWord} `, scoreText(score, task.isSmall, score < 10 ? 2 : 1));
        [[this.#first, targets, k => yhat[k]], [this.#errors, readValues, k => targets[k] - yhat[k]]].forEach(([area, across, y], i) => {
            if (i && edited) return this.#clouds[i].erase();
            // Where points stand across is the same in every epoch.
            this.#across[i] ??= Float64Array.from({ length: count }, (_, k) => area.x(across[k]) - area.left);
            for (let k = 0; k < count; k++) up[k] = area.y(y(k)) - area.top;
            this.#clouds[i].draw(this.#across[i], up, count, `var(--${network.model})`);
        });
    }

    /** The sequence shown. */
    drawSequence(s, facts) {
        const { network: { model }, task } = this.card, first = this.#first, second = this.#second;
        const place = (i, x, y) => {
            put(this.#points[i].ring, 'cx', x);
            put(this.#points[i].ring, 'cy', y);
            put(this.#points[i].dot, 'd', marker(model, x, y, 4));
        };
        place(0, first.x(s.target), first.y(s.answer));
        show(this.#ghost, !!s.before);
        show(this.#level, !s.before);
        this.#ends(s.before);
        if (s.before) {
            say(this.#title, `ŷ if ${s.editedName} were …`);
            this.#note('dashed: y');
            for (const part of Object.values(this.#points[1])) show(part, true);
            place(1, second.x(s.editedValue), second.y(s.answer));
            put(this.#ghost, 'd', marker(model, second.x(s.before.value), second.y(s.before.answer), 4));
            return;
        }
        say(this.#title, `y − ŷ against ${task.items[0].sign}`);
        this.#note('', fixed(facts?.slope ?? 0, 2), `·${task.items[0].sign}`);
        for (const part of Object.values(this.#points[1])) show(part, s.read !== null);
        if (s.read !== null) place(1, this.#errors.x(s.read), this.#errors.y(s.target - s.answer));
        put(this.#curve, 'd', '');
        put(this.#truth, 'd', '');
    }

    /** Forgets the theme's colours. */
    retheme() { for (const cloud of this.#clouds) cloud.retheme(); }

    /** The response curve: answers and truth for every value of the changed input. */
    drawCurve(values, answers, truth) {
        const { x, y } = this.#second, path = list => Array.from(list, (v, i) => `${i ? 'L' : 'M'}${round(x(values[i]))},${round(y(v))}`).join('');
        put(this.#curve, 'd', path(answers));
        put(this.#truth, 'd', path(truth));
    }
}

function scaled({ x: left, y: top, width, height }, x0, x1, y0, y1) {
    return {
        left, top, width, height,
        x: v => left + width * (Math.max(x0, Math.min(x1, v)) - x0) / (x1 - x0),
        y: v => top + height * (y1 - Math.max(y0, Math.min(y1, v))) / (y1 - y0),
    };
}
