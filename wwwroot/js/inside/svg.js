// Small helpers for drawings that are built once and then only change attributes.
import { markOf } from './network.js';

const space = 'http://www.w3.org/2000/svg';

/** Makes an SVG element with attributes and puts it into `parent`. */
export function svg(name, attributes = {}, parent) {
    const element = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent?.append(element);
    return element;
}

/** Makes an HTML element with a class and text. */
export function html(name, css, parent, text) {
    const element = document.createElement(name);
    if (css) element.className = css;
    if (text !== undefined) element.textContent = text;
    parent?.append(element);
    return element;
}

/** SVG text at a place. */
export function text(parent, x, y, css, words = '', anchor) {
    const element = svg('text', { x, y, class: css, ...(anchor && { 'text-anchor': anchor }) }, parent);
    element.textContent = words;
    return element;
}

/** Writes text only where it changes: layout is dear. */
export function say(element, words) {
    const node = element.firstChild;
    if (node?.nodeType !== Node.TEXT_NODE || node.nextSibling) {
        if (element.textContent !== words) element.textContent = words;
    } else if (node.data !== words) node.data = words;
}

/**
 * Writes an attribute only where it changes: every write has its element styled and drawn again. An attribute written here
 * is written nowhere else.
 */
export function put(element, name, value) {
    const written = element.written ??= {};
    if (written[name] === value) return;
    written[name] = value;
    element.setAttribute(name, value);
}

/** Shows or hides. */
export const show = (element, visible) => put(element, 'visibility', visible ? 'visible' : 'hidden');

/** Makes SVG text whose middle is strong; gives what writes it: (lead, strong, tail). */
export function mixed(element) {
    const parts = [svg('tspan', {}, element), svg('tspan', { class: 'strong' }, element), svg('tspan', {}, element)];
    return (...words) => parts.forEach((part, i) => say(part, words[i] ?? ''));
}

/** A coordinate as paths have it: a tenth of a pixel is enough. */
export const round = value => Math.round(value * 10) / 10;

const levels = 48;

/**
 * The diverging scale: from heat-high (−1) over heat-low (0) to the model's colour (1), as a CSS colour.
 * @param tone a model: "lstm"
 */
export function shade(tone, value) {
    const level = Math.round(Math.max(-1, Math.min(1, value || 0)) * levels), share = Math.abs(level) / levels * 100;
    return `color-mix(in oklab, var(${level < 0 ? '--heat-high' : `--${tone}`}) ${share.toFixed(1)}%, var(--heat-low))`;
}

/** The same colours for a canvas's pixels: as numbers; asked for again when the theme changes. */
export function pixelShades(element, tone) {
    const colours = pixels(element, Array.from({ length: 2 * levels + 1 }, (_, i) => shade(tone, i / levels - 1)));
    return value => colours[Math.round(Math.max(-1, Math.min(1, value || 0)) * levels) + levels];
}

/**
 * CSS colours as a canvas's pixels have them (red in the lowest byte), resolved against the theme that `element` is in. Asks
 * for computed styles, which is no work for a frame.
 */
export function pixels(element, colours) {
    const probe = html('i', '', element), canvas = Object.assign(document.createElement('canvas'), { width: colours.length, height: 1 });
    const context = canvas.getContext('2d', { willReadFrequently: true });
    colours.forEach((colour, i) => {
        probe.style.color = colour;
        context.fillStyle = getComputedStyle(probe).color;
        context.fillRect(i, 0, 1, 1);
    });
    probe.remove();
    return new Uint32Array(context.getImageData(0, 0, colours.length, 1).data.buffer);
}

// The shapes that mark cells, centred on a point, in a square of side 2r or a little more.
const shapes = {
    circle: (x, y, r) => `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`,
    square: (x, y, r) => `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
    diamond: (x, y, r) => `M${x},${y - 1.25 * r}l${1.25 * r},${1.25 * r}l${-1.25 * r},${1.25 * r}l${-1.25 * r},${-1.25 * r}z`,
};

/** The marker of a model, centred on a point. */
export const marker = (model, x, y, r) => shapes[markOf(model)](x, y, r);

/** A model's marker and name, as all pages write them. */
export function modelMark(parent, model, name, element = 'span') {
    const mark = html(element, `model ${model}-name`, parent), shape = svg('svg', { class: `shape ${model}`, viewBox: '0 0 10 10', 'aria-hidden': true }, mark);
    svg('path', { d: marker(model, 5, 5, 4.5) }, shape);
    html('span', '', mark, name);
    return mark;
}
