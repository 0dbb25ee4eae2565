// Copy memory: ten symbols, a silence, a sign, and the ten are to be said again. A sequence is one symbol a step, and so is
// what is asked.
import { percent, sentence } from '../text.js';
import { list, none, stays, the, uses, when } from './words.js';

/** What the page asks of a task. `head` is the recording's. */
export default function copyMemory(head) {
    const { symbols: count, recalled: n } = head.task.own, { items } = head.task;
    const names = Array.from({ length: count }, (_, s) => String(s + 1)), blank = count, symbols = [...names, '·', '!'], classes = [...names, '·'];
    return {
        ...head.task,
        kind: 'spelled',
        symbols, classes,
        letters: 0,
        inputTitle: 'Input xₜ',
        inputNote: 'click a symbol to swap it; after “!” all ten are to be said again',
        inputNoteShort: 'after “!” all ten again',
        addsTo: 'adds to y₁',
        editable: true,
        mostSwaps: count,
        counts: x => Array.from({ length: Math.min(n, x.length) }, (_, step) => ({ step, item: step, weight: 1, label: '' })),
        counted: (x, t) => t < n,
        blank: c => c === blank,
        said: row => recalled(row).map(c => classes[c]).join(' '),
        target: x => Uint8Array.from(x, (_, t) => t < x.length - n ? blank : x[t - (x.length - n)]),
        recalled,
        stepName: t => t < n ? items[t].sign : `step ${t + 1}`,
        word: (x, t) => symbols[x[t]],
        next: (x, t, by) => t < n ? (x[t] + by + count) % count : x[t],
        edit(x, t, symbol) {
            if (t >= n || symbol < 0 || symbol >= count || x[t] === symbol) return false;
            x[t] = symbol;
            return true;
        },
        swap: (x, t) => ({ symbols: names.map((_, s) => s), asked: items[t].askedAt }),
        columns: (s, t) => ({ x: symbols[s.x[t]], target: classes[s.target[t]], prediction: classes[s.answer[t]] }),
        sentence: view => view.edited ? edited(view) : plain(view),
    };

    // The last ones, in which what was heard is asked for.
    function recalled(row) { return Array.from(row.subarray(row.length - n)); }

    function edited({ edited: e, networks }) {
        const at = e.step, say = networks.map(({ name, answer, before }) => {
            const [now, was] = [classes[answer[items[at].askedAt]], classes[before.answer[items[at].askedAt]]];
            return now === was ? `the ${name} says ${now} there as before` : `the ${name} goes from ${was} to ${now} there`;
        });
        return { title: `${sentence(e.name)} went from ${symbols[e.from]} to ${symbols[e.to]}: ${list(say)}.`, text: stays(networks, e.step) };
    }

    function plain({ networks, frame }) {
        const known = network => items.filter((item, j) => uses(network, item, j)), some = networks.filter(m => known(m).length), rest = networks.filter(m => !known(m).length);
        if (!some.length) return { title: `${none(networks, 'gives', 'give')} any of the ten symbols back ${when(frame)}.`, text: networks.slice(0, 2).map(why).join(' ') };
        const parts = some.map(m => known(m).length === items.length ? `The ${m.name} gives all ten symbols back.` : `The ${m.name} gives ${which(m)} of the ten back.`);
        if (rest.length) parts.push(`${the(rest)} ${rest.length > 1 ? 'give' : 'gives'} none of them back.`);
        return { title: parts.join(' '), text: [...some, ...rest].slice(0, 2).map(why).join(' ') };
    }

    function which(network) {
        const places = items.map((_, j) => j + 1).filter(j => uses(network, items[j - 1], j - 1));
        return places.length === 1 ? `number ${places[0]}` : places.length < 4 ? `numbers ${list(places.map(String))}` : `${places.length}`;
    }

    function why(network) {
        const { name, right, endH } = network, best = right.indexOf(Math.max(...right)), worst = right.indexOf(Math.min(...right));
        if (percent(right[best]) === percent(0)) return `The ${name} says none of the ten right in any sequence; guessing gives ${percent(1 / count)} of them.`;
        return `The ${name} says number ${best + 1} right most often, in ${percent(right[best])} of the sequences, and number ${worst + 1} in ${percent(right[worst])}; guessing gives ${percent(1 / count)}. `
            + `When the first one is asked for, its state still gives away ${percent(endH)} of it.`;
    }
}
