// A recording as it comes over the wire: [4 bytes: length of the head, little-endian][head: JSON][arrays, aligned to 8].
// The head names every array by type, offset and shape; they are views of the one buffer, nothing is copied.

const types = { float64: Float64Array, float32: Float32Array, int32: Int32Array, int16: Int16Array, int8: Int8Array };

/** Reads a recording: the head, with `{type, at, length}` replaced by the array it stands for. */
export function decode(buffer) {
    const size = new DataView(buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
    const start = Math.ceil((4 + size) / 8) * 8;
    const views = value => {
        if (value === null || typeof value !== 'object') return value;
        if (Array.isArray(value)) return value.map(views);
        if (types[value.type] && Number.isInteger(value.at)) return new types[value.type](buffer, start + value.at, value.length);
        return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, views(v)]));
    };
    return complete(views(head));
}

// What recordings of before, which are kept with frozen links, do not say: the deck's task alone was shown.
function complete(head) {
    const { task, networks, length } = head;
    head.steps ??= length;
    head.channels ??= 1;
    task.own ??= task;
    task.readOut ??= 'last';
    task.items ??= [{ sign: 'x₁', name: 'the first input', weight: task.own.weights[0].weight, askedAt: -1, says: [] }];
    for (const n of networks.filter(n => n.weights && !n.endRead))
        n.endRead = Float32Array.from(head.frames.flatMap((_, f) => [n.readH[(f + 1) * length - 1], n.readC[(f + 1) * length - 1]]));
    return head;
}

/** Steps of a sequence. */
export const stepsOf = ({ steps, stepsOf }, k) => stepsOf ? stepsOf[k] : steps;

/** A sequence as it was drawn, [its steps, channels]; a view. */
export function sequenceOf(recording, k) {
    const { sequences, steps, channels } = recording;
    return sequences.subarray(k * steps * channels, (k * steps + stepsOf(recording, k)) * channels);
}

/** Row `index` of rows of `width` numbers; a view. */
export const row = (rows, index, width) => rows.subarray(index * width, (index + 1) * width);

/** A frame of a recording in words: "start", "batch 8" of the first epoch, or its epoch. */
export function frameWord(frame) {
    return frame.batch ? `b${frame.batch}` : String(frame.epoch);
}

/** The frame that a word of an address names, or the last one. */
export function frameOf(frames, word) {
    const at = frames.findIndex(f => frameWord(f) === word);
    return at < 0 ? frames.length - 1 : at;
}

/**
 * Where a series crosses half of `full`, from the first frame on: [{frame, found}], found where it rises over it and
 * false where it falls below it again.
 */
export function crossings(weights, full) {
    const marks = [];
    let above = false;
    for (let i = 0; i < weights.length; i++) {
        const now = full > 0 ? weights[i] >= full / 2 : weights[i] <= full / 2;
        if (now !== above) marks.push({ frame: i, found: now });
        above = now;
    }
    return marks;
}
