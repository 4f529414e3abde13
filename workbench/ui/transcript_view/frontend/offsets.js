/**
 * Counting text: UTF-16 units (the browser) against Unicode code points (Python), and whole characters (people).
 * @typedef {import("./types.js").Units} Units
 */

/** Translates positions of one text. Costs nothing where the text has no surrogate pairs. */
export class OffsetMap {
  /** @param {string} text */
  constructor(text) {
    /** @type {number[]} where each surrogate pair begins */
    this.pairs = [];
    for (let unit = 0; unit < text.length - 1; unit++) {
      if (isHigh(text.charCodeAt(unit)) && isLow(text.charCodeAt(unit + 1))) this.pairs.push(unit++);
    }
    this.units = text.length;
    this.codePoints = text.length - this.pairs.length;
  }

  /** The code point at a unit; inside a pair, the pair's beginning. @param {number} unit */
  toCodePoint(unit) {
    return unit - this.#count((pair) => pair < unit);
  }

  /** @param {number} codePoint */
  toUnit(codePoint) {
    return codePoint + this.#count((pair, index) => pair - index < codePoint);
  }

  /** How many pairs satisfy a test that holds for the first ones only. @param {(pair: number, index: number) => boolean} holds */
  #count(holds) {
    let low = 0;
    let high = this.pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(this.pairs[middle], middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const GRAPHEMES = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;
const WORDS = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "word" }) : null;

/**
 * Widen a range so that it never cuts what a reader sees as one character: a flag, a joined emoji, a letter and its accent.
 * @param {string} text @param {number} from @param {number} to @returns {Units}
 */
export function snapToGraphemes(text, from, to) {
  if (!GRAPHEMES) return snapToPairs(text, from, to);
  const segments = GRAPHEMES.segment(text);
  const first = from < text.length ? segments.containing(from)?.index ?? from : from;
  const last = to > 0 && to < text.length ? segments.containing(to) : undefined;
  return { from: first, to: last && last.index !== to ? last.index + last.segment.length : to };
}

/** @param {string} text @param {number} from @param {number} to @returns {Units} */
function snapToPairs(text, from, to) {
  const inside = (/** @type {number} */ unit) =>
    unit > 0 && unit < text.length && isHigh(text.charCodeAt(unit - 1)) && isLow(text.charCodeAt(unit));
  return { from: inside(from) ? from - 1 : from, to: inside(to) ? to + 1 : to };
}

/** A range without the spaces at its ends; empty where there are only spaces. @param {string} text @param {number} from @param {number} to @returns {Units} */
export function trimSpaces(text, from, to) {
  while (from < to && /\s/u.test(text[from])) from++;
  while (to > from && /\s/u.test(text[to - 1])) to--;
  return { from, to };
}

/** A range grown to whole words. @param {string} text @param {number} from @param {number} to @returns {Units} */
export function growToWords(text, from, to) {
  if (!WORDS) return { from, to };
  const words = WORDS.segment(text);
  const first = words.containing(Math.min(from, Math.max(0, text.length - 1)));
  const last = words.containing(Math.max(0, to - 1));
  return {
    from: first?.isWordLike ? Math.min(from, first.index) : from,
    to: last?.isWordLike ? Math.max(to, last.index + last.segment.length) : to,
  };
}

/** Where the words of a text begin and end, in order. @param {string} text @returns {Units[]} */
export function wordsOf(text) {
  if (!WORDS) return [...text.matchAll(/\S+/gu)].map((m) => ({ from: m.index, to: m.index + m[0].length }));
  return [...WORDS.segment(text)]
    .filter((segment) => segment.isWordLike)
    .map((segment) => ({ from: segment.index, to: segment.index + segment.segment.length }));
}

/** @param {number} unit */
const isHigh = (unit) => unit >= 0xd800 && unit <= 0xdbff;
/** @param {number} unit */
const isLow = (unit) => unit >= 0xdc00 && unit <= 0xdfff;
