// Answers against targets, and errors against the value to be remembered; while an input is changed the second one is the
// response curve. Points are on canvases, drawn once an epoch; what belongs to one sequence is SVG over them.
import { html, marker, say, show, svg, text, token } from '../svg.js';
import { fixed } from '../text.js';

export class Scatters {
    #first; #second; #canvases; #points; #ghost; #level; #curve; #truth; #title; #note; #score; #colour;

    constructor(card, root) {
        const { task, layout: l, body } = card, places = l.scatters, [from, to] = task.answerRange, [lo, hi] = task.inputRange, [a, b] = places;
        this.card = card;
        text(root, a.x, a.y - 8, 'title', 'ŷ against y');
        this.#title = text(root, b.x, b.y - 8, 'title');
        for (const { x, y, width, height } of places) svg('rect', { x: x + .5, y: y + .5, width: width - 1, height: height - 1, class: 'frame' }, root);
        const first = this.#first = scaled(a, from, to, from, to), second = this.#second = scaled(b, lo, hi, from, to);
        svg('line', { x1: first.x(from), y1: first.y(from), x2: first.x(to), y2: first.y(to), class: 'diagonal' }, root);
        this.#level = svg('line', { x1: b.x, x2: b.x + b.width, y1: second.y(0), y2: second.y(0), class: 'axis' }, root);
        if (!l.narrow) for (const { x, y, height } of places) {
            text(root, x - 4, y + 8, 'tick', fixed(to, 0), 'end');
            text(root, x - 4, y + height, 'tick', fixed(from, 0), 'end');
        }
        text(root, b.x, b.y + b.height + 13, 'tick', fixed(lo, 0));
        text(root, a.x + a.width, a.y + a.height + 13, 'tick', `y ${fixed(to, 0)}`, 'end');
        text(root, b.x + b.width, b.y + b.height + 13, 'tick', `${task.readName} ${fixed(hi, 0)}`, 'end');
        this.#canvases = places.map(({ x, y, width, height }) => {
            const canvas = html('canvas', 'inside-scatter', body), scale = devicePixelRatio || 1;
            Object.assign(canvas, { width: Math.round(width * scale), height: Math.round(height * scale) });
            Object.assign(canvas.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
            return canvas;
        });
        const over = svg('svg', { width: l.width, height: l.height, class: 'inside-over', 'aria-hidden': true }, body);
        // Beside its title where there is room, else in the plot's free corner.
        const note = ({ x, y, width }) => l.narrow ? text(over, x + 4, y + 14, 'note halo') : text(over, x + width, y - 8, 'note', '', 'end');
        this.#score = note(a);
        this.#note = note(b);
        this.#truth = svg('path', { class: 'truth-line' }, over);
        this.#curve = svg('path', { class: 'line' }, over);
        this.#ghost = svg('path', { class: 'hollow', visibility: 'hidden' }, over);
        this.#points = [0, 1].map(() => ({ ring: svg('circle', { r: 9, class: 'ring' }, over), dot: svg('path', { class: 'toned' }, over) }));
    }

    /** The whole validation set. */
    draw({ yhat, readValues, score, edited }) {
        const { root, network, task, recording: { targets, count } } = this.card, scale = devicePixelRatio || 1;
        this.#colour ??= token(root, `--${network.model}`);
        this.#score.innerHTML = `${task.scoreWord} <tspan class="strong">${fixed(score, score < 10 ? 2 : 1)}</tspan>`;
        const plots = [[this.#first, k => targets[k], k => yhat[k]], [this.#second, k => readValues[k], k => targets[k] - yhat[k]]];
        plots.forEach(([area, x, y], i) => {
            const context = this.#canvases[i].getContext('2d');
            context.setTransform(scale, 0, 0, scale, 0, 0);
            context.clearRect(0, 0, area.width, area.height);
            if (i && edited) return;
            context.fillStyle = this.#colour;
            context.globalAlpha = .42;
            for (let k = 0; k < count; k++) context.fillRect(area.x(x(k)) - area.left - .75, area.y(y(k)) - area.top - .75, 1.5, 1.5);
        });
    }

    /** The sequence shown. */
    drawSequence(s, facts) {
        const { network: { model }, task } = this.card, first = this.#first, second = this.#second;
        const put = (i, x, y) => {
            this.#points[i].ring.setAttribute('cx', x);
            this.#points[i].ring.setAttribute('cy', y);
            this.#points[i].dot.setAttribute('d', marker(model, x, y, 4));
        };
        put(0, first.x(s.target), first.y(s.answer));
        show(this.#ghost, !!s.before);
        show(this.#level, !s.before);
        if (s.before) {
            say(this.#title, `ŷ if ${s.editedName} were …`);
            say(this.#note, 'dashed: y');
            put(1, second.x(s.editedValue), second.y(s.answer));
            this.#ghost.setAttribute('d', marker(model, second.x(s.before.value), second.y(s.before.answer), 4));
            return;
        }
        say(this.#title, `y − ŷ against ${task.readName}`);
        this.#note.innerHTML = `<tspan class="strong">${fixed(facts?.slope ?? 0, 2)}</tspan>·${task.readName}`;
        put(1, second.x(s.read), second.y(s.target - s.answer));
        this.#curve.setAttribute('d', '');
        this.#truth.setAttribute('d', '');
    }

    /** Forgets the theme's colours. */
    retheme() { this.#colour = null; }

    /** The response curve: answers and truth for every value of the changed input. */
    drawCurve(values, answers, truth) {
        const { x, y } = this.#second, path = list => Array.from(list, (v, i) => `${i ? 'L' : 'M'}${x(values[i]).toFixed(1)},${y(v).toFixed(1)}`).join('');
        this.#curve.setAttribute('d', path(answers));
        this.#truth.setAttribute('d', path(truth));
    }
}

function scaled({ x: left, y: top, width, height }, x0, x1, y0, y1) {
    return {
        left, top, width, height,
        x: v => left + width * (Math.max(x0, Math.min(x1, v)) - x0) / (x1 - x0),
        y: v => top + height * (y1 - Math.max(y0, Math.min(y1, v))) / (y1 - y0),
    };
}
