// Where the parts of a card lie, and how they are called.
import { sequenceOf } from '../recording.js';

export const names = { h: 'State h', c: 'Cell c', i: 'Input gate i', f: 'Forget gate f', g: 'Candidate g', o: 'Output gate o', r: 'Reset gate r', z: 'Update gate z', n: 'Candidate n' };

/** Steps of a sequence that count, at most. */
export const mostCounts = ({ recording, task }) => Math.max(task.items.length, task.counts(sequenceOf(recording, 0)).length);

/** Maps whose values are from 0 to 1. */
export const gates = new Set(['i', 'f', 'o', 'r', 'z']);

export const heights = { inputs: 58, readable: 40, depends: 60, gradient: 66 };

/**
 * Where the parts lie, from the card's inner width in pixels; every y is the top of a row's drawing. A narrow card has
 * contributions and scatters (null where there are none) under everything else, and only with `more`.
 */
export function layoutOf(width, units, more) {
    const narrow = width < 520;
    const label = narrow ? 36 : 46, read = 146, gap = 12, beside = 68;
    const steps = narrow ? width - label : width - label - beside - read - 2 * gap;
    const rowHeight = units <= 6 ? 19 : units <= 12 ? 12 : units <= 32 ? 8 : 6;
    const top = narrow ? 56 : 0;
    const y = { inputs: top + 30, stepNumbers: top + 112, map: top + 144 };
    y.readable = y.map + units * rowHeight + 32;
    y.depends = y.readable + heights.readable + 32;
    y.gradient = y.depends + heights.depends + 30;
    y.end = y.gradient + heights.gradient + 12;
    const layout = {
        width, narrow, label, steps, rowHeight, units, y, read: narrow ? 0 : width - read, readWidth: narrow ? width : read, height: y.end,
        adds: null, scatters: null,
    };
    if (narrow) return more ? { ...layout, ...under(layout) } : layout;
    const left = label + steps + gap, x = layout.read, lower = Math.max(310, y.end - 212);
    layout.adds = { top: y.map, zero: left + 14, reach: 14, number: left + 66, title: { x: left + 58, anchor: 'end' } };
    layout.scatters = [{ x, y: 130, width: read, height: 146 }, { x, y: lower, width: read, height: y.end - 12 - lower }];
    return layout;
}

function under({ label, steps, y, units, rowHeight }) {
    const top = y.end + 24, scatter = top + units * rowHeight + 36, size = Math.min(146, steps / 2 - 24), reach = steps / 2 - 52;
    return {
        adds: { top, zero: label + reach + 8, reach, number: label + steps, title: { x: 0, anchor: 'start' } },
        scatters: [{ x: label, y: scatter, width: size, height: size }, { x: label + steps / 2 + 20, y: scatter, width: size, height: size }],
        height: scatter + size + 24,
    };
}
