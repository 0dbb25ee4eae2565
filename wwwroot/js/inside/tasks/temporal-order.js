// Temporal order: a few letters among many are X or Y; the answer is which, in their order. A sequence is one symbol a step.
import { percent, sentence } from '../text.js';
import { both, held, list, none, stays, the, uses, when } from './words.js';

/** What the page asks of a task. `head` is the recording's. */
export default function temporalOrder(head) {
    const { alphabet, letters } = head.task.own, { items } = head.task, symbols = [...alphabet], X = symbols.indexOf('X'), filler = symbols.indexOf('a');
    const classes = Array.from({ length: 2 ** letters }, (_, c) => Array.from({ length: letters }, (_, j) => c >> letters - 1 - j & 1 ? 'Y' : 'X').join(''));
    const counted = (x, t) => x[t] >= X;
    const counts = x => [...x.keys()].filter(t => counted(x, t)).map((step, item) => ({ step, item, weight: 1, label: '' }));
    // X and Y may stand for each other, and so may the letters that say nothing.
    const others = (x, t) => counted(x, t) ? [X, X + 1] : x[t] >= filler ? Array.from({ length: X - filler }, (_, i) => filler + i) : [x[t]];
    return {
        ...head.task,
        kind: 'class',
        symbols, classes, letters,
        inputTitle: 'Input xₜ',
        inputNote: 'click a letter to swap it; X and Y in their order are y',
        inputNoteShort: 'X and Y count',
        addsTo: 'adds to y',
        editable: true,
        mostSwaps: X - filler,
        counts, counted,
        said: c => classes[c],
        target: x => counts(x).reduce((c, { step }) => 2 * c + x[step] - X, 0),
        stepName: t => `step ${t + 1}`,
        word: (x, t) => symbols[x[t]],
        next(x, t, by) {
            const may = others(x, t);
            return may[(may.indexOf(x[t]) + by + may.length) % may.length];
        },
        edit(x, t, symbol) {
            if (x[t] === symbol || !others(x, t).includes(symbol)) return false;
            x[t] = symbol;
            return true;
        },
        swap: (x, t) => ({ symbols: others(x, t), asked: x.length - 1 }),
        columns: (s, t) => ({ x: symbols[s.x[t]], target: classes[s.target], prediction: classes[s.answer] }),
        sentence: view => view.edited ? edited(view) : plain(view),
    };

    function edited({ edited: e, networks }) {
        const asked = e.target === e.targetBefore ? `${classes[e.target]} is asked as before` : `${classes[e.target]} is asked where it was ${classes[e.targetBefore]}`;
        const say = networks.map(n => n.answer === n.before.answer ? `the ${n.name} says ${classes[n.answer]} as before` : `the ${n.name} goes from ${classes[n.before.answer]} to ${classes[n.answer]}`);
        return { title: `${sentence(e.name)} went from ${symbols[e.from]} to ${symbols[e.to]}: ${asked}, ${list(say)}.`, text: stays(networks, e.step) };
    }

    function plain({ networks, frame, target: y }) {
        const knows = n => items.filter((item, j) => uses(n, item, j)), full = networks.filter(n => knows(n).length === items.length);
        const rest = networks.filter(n => !full.includes(n)), some = rest.filter(n => knows(n).length), plural = full.length > 1;
        const only = n => `The ${n.name} knows ${list(knows(n).map(i => i.name))} only.`, nothing = rest.filter(n => !knows(n).length);
        if (!rest.length) return { title: `${both(full)} ${plural ? 'tell' : 'tells'} all ${items.length} letters in their order.`, text: right(full) };
        if (full.length || some.length) {
            const parts = [...full.length ? [`${the(full)} ${plural ? 'tell' : 'tells'} all ${items.length} letters in their order.`] : [], ...some.map(only), ...nothing.length ? [`${the(nothing)} ${nothing.length > 1 ? 'know' : 'knows'} none of them.`] : []];
            return { title: parts.join(' '), text: `${why(rest[0], y)} ${right(full.length ? full : some)}` };
        }
        return { title: `${none(networks, 'uses', 'use')} the letters ${when(frame)}.`, text: why(networks[0], y) };
    }

    function right(networks) { return `Said right, ${list(items.map(i => i.name))}: ${networks.map(n => `${n.name} ${list([...n.right].map(percent))}`).join(', ')}; 50% is chance.`; }

    function why(n, y) { return `${held(n, items[0].name)} It says ${classes[n.answer]}, ${percent(n.probabilities[n.answer])} sure, where ${classes[y]} was asked.`; }
}
