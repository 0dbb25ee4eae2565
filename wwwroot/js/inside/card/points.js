// Thousands of translucent points on a canvas, written pixel by pixel: as many fillRects take most of a frame.
import { pixels } from '../svg.js';

const size = 1.5, opacity = .42;                // CSS pixels; of one point

export class Points {
    #canvas; #colour; #image; #clear; #scale;

    /** @param canvas its width and height are in device pixels, `scale` of them a CSS pixel */
    constructor(canvas, scale) {
        this.#canvas = canvas;
        this.#scale = scale;
        this.#image = canvas.getContext('2d').createImageData(canvas.width, canvas.height);
        this.#clear = new Float32Array(canvas.width * canvas.height);
    }

    /** Draws points at x[k], y[k] (CSS pixels from the canvas's corner), k below count, in a CSS colour. */
    draw(x, y, count, colour) {
        const { width, height } = this.#canvas, clear = this.#clear.fill(1), side = size * this.#scale;
        this.#colour ??= pixels(this.#canvas.parentElement, [colour])[0] & 0xffffff;
        for (let k = 0; k < count; k++) {
            const left = x[k] * this.#scale - side / 2, top = y[k] * this.#scale - side / 2;
            const fromX = Math.max(0, Math.floor(left)), toX = Math.min(width, left + side), toY = Math.min(height, top + side);
            for (let row = Math.max(0, Math.floor(top)); row < toY; row++) {
                const tall = Math.min(row + 1, top + side) - Math.max(row, top);
                // What a point covers of a pixel takes that share of its opacity.
                for (let column = fromX; column < toX; column++)
                    clear[row * width + column] *= 1 - opacity * tall * (Math.min(column + 1, left + side) - Math.max(column, left));
            }
        }
        const to = new Uint32Array(this.#image.data.buffer);
        for (let i = 0; i < to.length; i++) to[i] = clear[i] === 1 ? 0 : this.#colour | Math.round(255 * (1 - clear[i])) << 24;
        this.#canvas.getContext('2d').putImageData(this.#image, 0, 0);
    }

    /** Draws none. */
    erase() { this.#canvas.getContext('2d').clearRect(0, 0, this.#canvas.width, this.#canvas.height); }

    /** Forgets the theme's colour. */
    retheme() { this.#colour = undefined; }
}
