// Words and rules that tasks have in common.
import { fixed, percent, sentence } from '../text.js';

/** "RNN, LSTM and GRU". */
export const list = names => names.length < 2 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** "The RNN and GRU". */
export const the = networks => `The ${list(networks.map(n => n.name))}`;

/** "Both networks", "All networks", or the one by name. */
export const both = networks => networks.length === 2 ? 'Both networks' : networks.length === 1 ? `The ${networks[0].name}` : 'All networks';

/** "Neither network", "No network", or "The RNN does not" … with a verb in the third person and without. */
export const none = (networks, verb, plain) => networks.length === 1 ? `The ${networks[0].name} does not ${plain}`
    : `${networks.length === 2 ? 'Neither network' : 'No network'} ${verb}`;

/** When a frame is: "before training", "after 8 batches", "in epoch 3". */
export const when = frame => frame.epoch === 0 ? 'before training' : frame.batch ? `after ${frame.batch} ${frame.batch === 1 ? 'batch' : 'batches'}` : `in epoch ${frame.epoch}`;

/** What is left of a change in the states of each network: "in the RNN the change is gone 3 steps later; …". */
export function stays(networks, step) {
    return sentence(networks.map(n => {
        const t = n.changeGone;
        return t === null ? `in the ${n.name} it stays in the state to the end`
            : t - step <= 1 ? `in the ${n.name} the change is gone one step later` : `in the ${n.name} the change is gone ${t - step} steps later`;
    }).join('; ')) + '.';
}

/** Whether a network's answers move with an item by half of what is right or more. */
export const uses = (network, item, index) => (network.itemWeight ? network.itemWeight[index] : network.effect[0]) / item.weight >= .5;

/** How much of the first item a network's state gives away in the end, with the number. */
export const held = (n, sign) => n.endC > n.endH + .05
    ? `In the end the ${n.name}'s state shows ${percent(n.endH)} of ${sign}, its cells ${percent(n.endC)}.`
    : `In the end the ${n.name}'s state shows ${percent(n.endH)} of ${sign}.`;

/** What an edit of a number did: `e` is {step, from, to, name, target, targetBefore} in numbers. */
export function moved(e, networks, digits, word) {
    const moves = networks.map((n, i) => `the ${n.name}'s ${i ? '' : 'answer '}${fixed(n.answer - n.before.answer, digits)}`);
    return { title: `${e.name} went from ${word(e.from)} to ${word(e.to)}: the target moved ${fixed(e.target - e.targetBefore, digits)}, ${moves.join(', ')}.`, text: stays(networks, e.step) };
}
