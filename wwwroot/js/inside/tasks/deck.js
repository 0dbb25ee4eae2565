// The deck's two tasks: the answer is a weighted sum of the first and the last number. What the page has to know of them
// to draw a sequence, let it be edited, and say in a sentence what happened.
import { fixed, indexed, input, percent } from '../text.js';
import { both, list, moved, the } from './words.js';

const gone = .1, there = .5;

/** What the page asks of a task. `head` is the recording's. */
export default function deck(head) {
    const { weights, low, high, signScore } = head.task.own, first = weights[0], last = weights.at(-1), T = head.length;
    const x1 = indexed('x', first.index + 1), xT = indexed('x', last.index + 1);
    const target = x => first.weight * x[first.index] + last.weight * x[last.index];
    const bound = Math.max(Math.abs(low), Math.abs(high)) * (Math.abs(first.weight) + Math.abs(last.weight));
    return {
        ...head.task,
        kind: 'number',
        inputTitle: 'Input xₜ',
        inputNote: 'drag a bar; the two inked ones decide y',
        inputNoteShort: 'the two inked ones count',
        inputRange: [low, high],
        answerRange: [-Math.max(1, Math.round(bound * 1.02)), Math.max(1, Math.round(bound * 1.02))],
        editable: true,
        nudge: [1, 10],
        digits: 1,
        said: value => fixed(value, 1),
        counts: () => weights.map(({ index: step, weight }, item) => ({ step, item, weight, label: `× ${input(weight)}` })),
        target,
        stepName: t => indexed('x', t + 1),
        word: (x, t) => fixed(x[t], 0),
        edit(x, t, to) {
            const kept = Math.round(Math.max(low, Math.min(high, to)));
            if (x[t] === kept) return false;
            x[t] = kept;
            return true;
        },
        curve: Array.from({ length: 101 }, (_, i) => low + (high - low) * i / 100),
        sentence: view => view.edited ? moved(view.edited, view.networks, 1, v => fixed(v, 0)) : plain(view),
    };

    function plain({ networks, frame, target: y, x }) {
        const at = frame.batch ? `After ${frame.batch} ${frame.batch === 1 ? 'batch' : 'batches'}` : frame.epoch === 0 ? 'Before training' : `Epoch ${frame.epoch}`;
        const uses = n => n.effect[first.index] / first.weight >= there;
        // What the sign of the first input and the last one score, with less weight on the first than all of it.
        const sign = n => uses(n) && signScore !== null && Math.abs(n.score - signScore) < .12 * signScore && n.effect[first.index] / first.weight < .9;
        const users = networks.filter(n => uses(n) && !sign(n)), others = networks.filter(n => !uses(n)), signs = networks.filter(sign);
        const holder = others.find(n => n.readC && Math.max(n.readH[T - 1], n.readC[T - 1]) >= there && n.readH[T - 1] < there && n.cell);
        const all = list => list.length === networks.length;
        if (users.length) {
            const parts = [all(users) ? `${both(users)} ${users.length > 1 ? 'carry' : 'carries'} ${x1} through all ${T} steps.` : `${the(users)} ${users.length > 1 ? 'carry' : 'carries'} ${x1} through all ${T} steps.`];
            const loser = others[0] ?? null;
            if (loser) parts.push(lost(loser));
            if (signs.length) parts.push(`${the(signs)} ${signs.length > 1 ? 'know' : 'knows'} only its sign.`);
            return { title: parts.join(' '), text: loser ? why(loser, y) : signs.length ? signText(signs[0]) : users.map(n => `The ${n.name}'s answer moves ${fixed(n.effect[first.index], 2)} with ${x1}; ${fixed(first.weight, 1)} is right. ${head.task.scoreWord} ${fixed(n.score, 2)}.`).join(' ') };
        }
        if (signs.length) return { title: `${the(signs)} ${signs.length > 1 ? 'know' : 'knows'} the last input and the sign of ${x1}, no more.${others.length ? ` ${lost(others[0])}` : ''}`, text: signText(signs[0]) };
        if (holder) {
            const c = holder.cell;
            return {
                title: `${at}: ${networks.length === 2 ? 'neither network uses' : 'no network uses'} ${x1}, yet one ${holder.name} cell already holds ${percent(c.share)} of it.`,
                text: `Unit ${c.unit + 1} keeps ${x1} at ${fixed(c.mean)} ± ${fixed(c.sd)}${Math.abs(c.mean) > 2.5 ? `, where tanh reads ${c.mean < 0 ? '−1' : '1'} whatever ${x1} was` : ''}: the state shows ${percent(c.state)} of it. ${head.task.scoreWord} ${list(networks.map(n => fixed(n.score)))}.`,
            };
        }
        const loser = networks[0];
        return {
            title: `${networks.length === 1 ? `The ${loser.name} does not use` : networks.length === 2 ? 'Neither network uses' : 'No network uses'} ${x1} ${frame.epoch === 0 ? 'before training' : frame.batch ? `after ${frame.batch} batches` : `in epoch ${frame.epoch}`}.`,
            text: why(loser, y),
        };
    }

    function lost(n) {
        const t = [...n.readH].findIndex(v => v < gone);
        return t < 0 ? `The ${n.name} still holds ${percent(n.readH[T - 1])} of it and does not use it.` : t === 0 ? `The ${n.name} never takes it in.` : `The ${n.name} has lost it by step ${t + 1}.`;
    }

    function why(n, y) {
        const t = [...n.readH].findIndex(v => v < gone), parts = [];
        if (t > 0) parts.push(`After step ${t} the ${n.name}'s state still gives away ${percent(n.readH[t - 1])} of ${x1}, after step ${t + 1} ${percent(n.readH[t])}.`);
        else if (t === 0) parts.push(`Already after step 1 the ${n.name}'s state gives away ${percent(n.readH[0])} of ${x1}.`);
        const knowsLast = T > 1 && n.effect[last.index] / last.weight >= there;
        parts.push(`${t >= 0 ? 'So it' : `The ${n.name}`} answers ${knowsLast ? `with ${xT} alone` : 'nearly the same whatever comes'} and is wrong by ${fixed(n.slope, 1)} · ${x1}: ${fixed(n.answer)} where ${fixed(y)} was asked.`);
        return parts.join(' ');
    }

    function signText(n) {
        return `Its answer moves ${fixed(n.effect[first.index], 2)} with ${x1} on average, what its sign alone gives; ${head.task.scoreWord} ${fixed(n.score, 1)}, where knowing ${x1} itself would give 0.`;
    }
}
