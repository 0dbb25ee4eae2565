// Numbers as the pages write them: a real minus sign, powers of ten, three figures where more would be noise.

const superscript = [...'⁰¹²³⁴⁵⁶⁷⁸⁹'];
const subscript = [...'₀₁₂₃₄₅₆₇₈₉'];

/** −10.4, 0.0 (never −0.0). */
export function fixed(value, digits = 1) {
    if (!Number.isFinite(value)) return 'not finite';
    const text = Math.abs(value).toFixed(digits);
    return (value < 0 && Number(text) !== 0 ? '−' : '') + text;
}

/** +3.1, −4.2, 0.0. */
export const signed = (value, digits = 1) => (Number(value.toFixed(digits)) > 0 ? '+' : '') + fixed(value, digits);

/** 10⁻¹². */
export const power = exponent =>
    '10' + (exponent < 0 ? '⁻' : '') + [...String(Math.abs(exponent))].map(d => superscript[d]).join('');

/** 12, 0.67, 4·10⁻²³; zero says in what numbers it is zero. */
export function magnitude(value) {
    if (value === 0) return '0';
    if (!Number.isFinite(value)) return 'not finite';
    const exponent = Math.floor(Math.log10(Math.abs(value)));
    if (exponent < -2) {
        const lead = Math.round(value / 10 ** exponent);
        return lead === 10 ? `1·${power(exponent + 1)}` : `${lead}·${power(exponent)}`;
    }
    return fixed(value, exponent >= 1 ? 0 : exponent >= 0 ? 1 : 2);
}

/** A score as the other pages write it: small ones with three figures, others with `digits` decimals. */
export const score = (value, isSmall, digits = 2) => !isSmall || !(Math.abs(value) > 0) || Math.abs(value) >= 100 ? fixed(value, digits)
    : fixed(value, Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.abs(value))))));

/** The first letter large; a symbol such as x₁ stays one. */
export const sentence = words => /^.[₀-₉]/.test(words) ? words : words[0].toUpperCase() + words.slice(1);

/** 49%. */
export const percent = share => `${Math.round(100 * Math.max(0, share))}%`;

/** x₁₂. */
export const indexed = (name, index) => name + [...String(index)].map(d => subscript[d]).join('');

/** A value of the sequence: whole where it is whole. */
export const input = value => Number.isInteger(value) ? fixed(value, 0) : fixed(value, 2).replace(/(\.\d*?)0+$/, '$1');
