// Adding and multiplication: two numbers of a row are marked, and the answer is their sum or product. A sequence is
// [steps, number and mark].
import { fixed, indexed, input } from '../text.js';
import { both, held, moved, none, the, uses, when } from './words.js';

/** What the page asks of a task. `head` is the recording's. */
export default function marked(head) {
    const { product, base, factor, low, high, hiddenAtFirst, halves, firstBefore, before } = head.task.own, { items } = head.task;
    const value = (x, t) => x[2 * t], isMarked = (x, t) => x[2 * t + 1] === 1, steps = x => x.length / 2, paper = hiddenAtFirst !== null;
    const marks = x => Array.from({ length: steps(x) }, (_, t) => t).filter(t => isMarked(x, t));
    const pair = x => {
        const at = marks(x), seen = at.map(t => value(x, t));
        // In the paper the first pair's mark cannot be seen, and its number counts as nothing.
        if (at.length < 2) seen.unshift(hiddenAtFirst);
        return seen;
    };
    const target = x => { const [a, b] = pair(x); return product ? base + factor * a * b : base + factor * (a + b); };
    const most = product ? factor : 2 * factor * high, least = product ? 0 : 2 * factor * low;
    const other = (x, t) => marks(x).find(m => m !== t);
    return {
        ...head.task,
        kind: 'number',
        inputTitle: 'Input xₜ',
        inputNote: 'drag a bar, or a mark along; the two marked ones decide y',
        inputNoteShort: 'the marked ones count',
        inputRange: [low, high],
        answerRange: [base + least - .05 * (most - least), base + most + .05 * (most - least)],
        hasMarks: true,
        editable: true,
        fractions: true,
        nudge: [.01, .1],
        digits: 2,
        curve: Array.from({ length: 101 }, (_, i) => low + (high - low) * i / 100),
        said: value => fixed(value, 2),
        columns: (s, t) => ({ x: s.x[2 * t], mark: s.x[2 * t + 1], target: s.target, prediction: s.answer }),
        counts: x => marks(x).map((step, i, all) => ({ step, item: i + (2 - all.length), weight: items[0].weight, label: '' })),
        target,
        stepName: t => indexed('x', t + 1),
        word: (x, t) => `${input(value(x, t))}${isMarked(x, t) ? ' marked' : ''}`,
        changeWord: (before, x, t) => before[2 * t] === x[2 * t] ? `mark at step ${t + 1}` : `x from ${input(before[2 * t])} to ${input(x[2 * t])}`,
        edit(x, t, to) {
            const kept = Math.round(100 * Math.max(low, Math.min(high, to))) / 100;
            if (value(x, t) === kept) return false;
            x[2 * t] = kept;
            return true;
        },
        /** The mark that a step takes over: the nearest one that may stand there; null for none. */
        markFor(x, t) {
            if (isMarked(x, t) || x[2 * t + 1] !== 0) return null;
            const may = marks(x).filter(m => halves ? (m < steps(x) / 2) === (t < Math.floor(steps(x) / 2)) : !paper || mayStand(t, other(x, m)));
            return may.length ? may.reduce((a, b) => Math.abs(b - t) < Math.abs(a - t) ? b : a) : null;
        },
        moveMark(x, from, to) {
            x[2 * from + 1] = 0;
            x[2 * to + 1] = 1;
        },
        sentence: view => view.edited ? edited(view) : plain(view),
    };

    // In the paper one of the two is among the first ten pairs, and both are before the middle.
    function mayStand(t, rest) { return t > 0 && t < before && (t < firstBefore || rest === undefined || rest < firstBefore); }

    function edited({ edited: e, networks }) {
        if (e.from === e.to) {
            const moves = networks.map((n, i) => `the ${n.name}'s ${i ? '' : 'answer '}${fixed(n.answer - n.before.answer, 2)}`);
            return { ...moved(e, networks, 2, input), title: `The mark moved to ${e.name}: the target moved ${fixed(e.target - e.targetBefore, 2)}, ${moves.join(', ')}.` };
        }
        return moved(e, networks, 2, input);
    }

    function plain({ networks, frame, target: y }) {
        const knows = i => networks.filter(n => uses(n, items[i], i)), full = networks.filter(n => uses(n, items[0], 0) && uses(n, items[1], 1));
        const rest = networks.filter(n => !full.includes(n)), verb = product ? 'multiplies' : 'adds up', plainVerb = product ? 'multiply' : 'add up';
        if (!rest.length) return { title: `${both(full)} ${full.length > 1 ? plainVerb : verb} the two marked numbers.`, text: right(full) };
        const what = n => uses(n, items[1], 1) ? `uses only the second marked number` : uses(n, items[0], 0) ? `uses only the first marked number` : 'uses neither';
        if (full.length) return { title: `${the(full)} ${full.length > 1 ? plainVerb : verb} the two marked numbers. ${rest.map(n => `The ${n.name} ${what(n)}.`).join(' ')}`, text: `${why(rest[0], y)} ${right(full)}` };
        const some = [...new Set([...knows(0), ...knows(1)])];
        if (some.length) return { title: some.map(n => `The ${n.name} ${what(n)}.`).join(' '), text: why(some[0], y) };
        return { title: `${none(networks, 'uses', 'use')} the marked numbers ${when(frame)}.`, text: why(networks[0], y) };
    }

    function right(networks) {
        const by = networks.map(n => `${n.name} ${fixed(n.itemWeight[0], 2)} and ${fixed(n.itemWeight[1], 2)}`);
        return `How far answers move with X₁ and X₂: ${by.join(', ')}; ${fixed(items[0].weight, 2)} is right${product ? ', the mean of the other' : ''}.`;
    }

    function why(n, y) {
        const low = Math.min(...n.yhat), high = Math.max(...n.yhat);
        // Nearly the same for all sequences: what is left is its mean.
        const says = high - low < .15 * items[0].weight
            ? `It says ${fixed(low, 2)} to ${fixed(high, 2)} whatever it is shown` : `Its answer moves ${fixed(n.itemWeight[0], 2)} with X₁ and ${fixed(n.itemWeight[1], 2)} with X₂, where ${fixed(items[0].weight, 2)} is right`;
        return `${held(n, 'X₁')} ${says}: ${fixed(n.answer, 2)} where ${fixed(y, 2)} was asked.`;
    }
}
