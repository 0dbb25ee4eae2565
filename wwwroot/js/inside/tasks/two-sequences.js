// Two sequences: the first values are all 1 or all −1, what follows is noise; the answer says which.
import { fixed, indexed, input } from '../text.js';
import { both, held, list, moved, none, the, uses, when } from './words.js';

/** What the page asks of a task. `head` is the recording's. */
export default function twoSequences(head) {
    const { telling, zero, one } = head.task.own, item = head.task.items[0], most = 2;
    const target = x => x.slice(0, telling).reduce((a, b) => a + b, 0) > 0 ? one : zero;
    return {
        ...head.task,
        kind: 'number',
        inputTitle: 'Input xₜ',
        inputNote: `drag a bar; ${item.name} decide${telling > 1 ? '' : 's'} y`,
        inputNoteShort: `${item.name} count${telling > 1 ? '' : 's'}`,
        inputRange: [-most, most],
        answerRange: [0, 1],
        editable: true,
        fractions: true,
        nudge: [.1, 1],
        digits: 2,
        said: value => fixed(value, 2),
        curve: Array.from({ length: 101 }, (_, i) => most * (i / 50 - 1)),
        // The first alone has the whole weight: the others say the same.
        counts: x => Array.from({ length: Math.min(telling, x.length) }, (_, step) => ({ step, item: step ? undefined : 0, weight: step ? 0 : item.weight, label: '' })),
        target,
        stepName: t => indexed('x', t + 1),
        word: (x, t) => input(x[t]),
        edit(x, t, to) {
            const kept = Math.round(20 * Math.max(-most, Math.min(most, to))) / 20;
            if (x[t] === kept) return false;
            x[t] = kept;
            return true;
        },
        sentence: view => view.edited ? moved(view.edited, view.networks, 2, input) : plain(view),
    };

    function plain({ networks, frame, target: y }) {
        const users = networks.filter(n => uses(n, item, 0)), others = networks.filter(n => !users.includes(n)), plural = users.length > 1;
        if (!others.length) return { title: `${both(users)} ${plural ? 'carry' : 'carries'} ${item.name} to the end.`, text: right(users) };
        if (users.length) return { title: `${the(users)} ${plural ? 'carry' : 'carries'} ${item.name} to the end. ${the(others)} ${others.length > 1 ? 'do' : 'does'} not.`, text: `${why(others[0], y)} ${right(users)}` };
        return { title: `${none(networks, 'uses', 'use')} ${item.name} ${when(frame)}.`, text: why(networks[0], y) };
    }

    function right(users) {
        const moves = users.length === 1 ? `The ${users[0].name}'s answer moves ${fixed(users[0].effect[0], 2)} with ${item.sign}`
            : `How far answers move with ${item.sign}: ${list(users.map(n => `${n.name} ${fixed(n.effect[0], 2)}`))}`;
        return `${moves}; ${fixed(item.weight, 1)} is right, from ${zero} for −1 to ${one} for 1.`;
    }

    function why(n, y) { return `${held(n, item.sign)} It says ${fixed(n.answer, 2)} where ${fixed(y, 1)} was asked.`; }
}
