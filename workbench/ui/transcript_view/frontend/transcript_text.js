/**
 * A transcript as the browser counts it: turns, sentences and the words between two positions. No elements here.
 * @typedef {import("./types.js").DocumentData} DocumentData
 * @typedef {import("./types.js").Span} Span
 * @typedef {import("./types.js").Units} Units
 * @typedef {{number: number, from: number, to: number, speaker: number, seconds: number | null}} Turn
 * @typedef {{turn: number, from: number, to: number, sentenceEnd: number}} Sentence
 */
import { OffsetMap, growToWords, snapToGraphemes, trimSpaces, wordsOf } from "./offsets.js";

export class TranscriptText {
  /** @param {DocumentData} data */
  constructor(data) {
    this.text = data.text;
    this.map = new OffsetMap(data.text);
    this.speakers = data.speakers;
    this.locks = data.locks ?? [];
    /** @type {Turn[]} */
    this.turns = data.turns
      .filter(([, start, end]) => end > start)
      .map(([number, start, end, speaker, seconds]) => ({
        number, from: this.map.toUnit(start), to: this.map.toUnit(end), speaker, seconds,
      }));
    this.sentences = this.#cutSentences(data.sentences ?? []);
    this.grey = (data.grey ?? []).map(([start, end]) => ({ start, end }));
  }

  /**
   * Pieces that together are exactly the turns: each sentence with the spaces after it.
   * @param {[number, number][]} spans @returns {Sentence[]}
   */
  #cutSentences(spans) {
    const starts = spans.map(([start]) => this.map.toUnit(start));
    const pieces = [];
    let next = 0;
    for (const [turn, { from, to }] of this.turns.entries()) {
      while (next < starts.length && starts[next] <= from) next++;
      let begin = from;
      for (; next < starts.length && starts[next] < to; next++) {
        pieces.push(this.#piece(turn, begin, starts[next]));
        begin = starts[next];
      }
      pieces.push(this.#piece(turn, begin, to));
    }
    return pieces;
  }

  /** @param {number} turn @param {number} from @param {number} to @returns {Sentence} */
  #piece(turn, from, to) {
    return { turn, from, to, sentenceEnd: trimSpaces(this.text, from, to).to };
  }

  /** The last turn that begins at or before a position. @param {number} unit */
  turnAt(unit) {
    return lastAtOrBefore(this.turns, unit);
  }

  /** The sentence in which a position lies. @param {number} unit */
  sentenceAt(unit) {
    return lastAtOrBefore(this.sentences, unit);
  }

  /** A span as the browser counts. @param {Span} span @returns {Units} */
  unitsOf({ start, end }) {
    return { from: this.map.toUnit(start), to: this.map.toUnit(end) };
  }

  /** A range as Python counts. @param {Units} units @returns {Span} */
  spanOf({ from, to }) {
    return { start: this.map.toCodePoint(from), end: this.map.toCodePoint(to) };
  }

  /** The words of a span, letter by letter. @param {Span} span */
  quote(span) {
    const { from, to } = this.unitsOf(span);
    return this.text.slice(from, to);
  }

  /** The words of a span, shortened in the middle for a label. @param {Span} span @param {number} most */
  shortQuote(span, most = 80) {
    const words = this.quote(span).replace(/\s+/gu, " ");
    if (words.length <= most) return words;
    const half = Math.floor(most / 2);
    return `${words.slice(0, half).trimEnd()} … ${words.slice(-half).trimStart()}`;
  }

  /** A range in pieces, one for each turn it touches: the words between turns are nobody's. @param {Units} units @returns {[number, number, number][]} */
  slices({ from, to }) {
    /** @type {[number, number, number][]} */
    const found = [];
    for (let at = this.turnAt(from); at < this.turns.length && this.turns[at].from < to; at++) {
      const first = Math.max(from, this.turns[at].from);
      const last = Math.min(to, this.turns[at].to);
      if (last > first) found.push([at, first, last]);
    }
    return found;
  }

  /**
   * What a person meant by a selection: inside turns, whole characters, no spaces at the ends; null where nothing is left.
   * @param {Units} units @returns {Units | null}
   */
  settle({ from, to }) {
    const slices = this.slices({ from, to });
    if (!slices.length) return null;
    const [firstTurn, begin, beginLimit] = slices[0];
    const [lastTurn, lastBegin, end] = slices[slices.length - 1];
    const snappedFrom = this.#within(firstTurn, snapToGraphemes, begin, beginLimit).from;
    const snappedTo = this.#within(lastTurn, snapToGraphemes, lastBegin, end).to;
    const trimmed = trimSpaces(this.text, snappedFrom, snappedTo);
    if (trimmed.from >= trimmed.to) return null;
    const again = this.slices(trimmed); // trimming may have left a turn at either end
    return again.length ? { from: again[0][1], to: again[again.length - 1][2] } : null;
  }

  /** The next larger natural unit around a range: words, sentence, turn; the range itself when it is a whole turn. @param {Units} units @returns {Units} */
  grow(units) {
    const first = this.turnAt(units.from);
    const last = this.turnAt(Math.max(units.from, units.to - 1));
    const words = {
      from: this.#within(first, growToWords, units.from, Math.min(units.to, this.turns[first].to)).from,
      to: this.#within(last, growToWords, Math.max(units.from, this.turns[last].from), units.to).to,
    };
    const sentences = {
      from: this.sentences[this.sentenceAt(units.from)].from,
      to: this.sentences[this.sentenceAt(Math.max(units.from, units.to - 1))].sentenceEnd,
    };
    const turns = trimSpaces(this.text, this.turns[first].from, this.turns[last].to);
    const wider = [words, sentences, turns].find((one) => one.from <= units.from && one.to >= units.to && one.to - one.from > units.to - units.from);
    return wider ?? units;
  }

  /**
   * A range with one end moved by a word; never empty. @param {Units} units @param {"from" | "to"} edge @param {1 | -1} step @returns {Units}
   */
  nudge(units, edge, step) {
    const near = this.turnAt(edge === "from" ? units.from : Math.max(units.from, units.to - 1));
    const around = [near - 1, near, near + 1].filter((at) => at >= 0 && at < this.turns.length);
    const stops = around.flatMap((at) => {
      const { from, to } = this.turns[at];
      return wordsOf(this.text.slice(from, to)).map((word) => word[edge] + from);
    });
    const now = units[edge];
    const next = step > 0 ? stops.find((stop) => stop > now) : stops.filter((stop) => stop < now).pop();
    const moved = { ...units, [edge]: next ?? now };
    return moved.from < moved.to ? moved : units;
  }

  /** A range with one end moved by a sentence; never empty. @param {Units} units @param {"from" | "to"} edge @param {1 | -1} step @returns {Units} */
  nudgeSentence(units, edge, step) {
    const stops = this.sentences.map((sentence) => (edge === "from" ? sentence.from : sentence.sentenceEnd));
    const now = units[edge];
    const next = step > 0 ? stops.find((stop) => stop > now) : stops.filter((stop) => stop < now).pop();
    const moved = { ...units, [edge]: next ?? now };
    return moved.from < moved.to ? moved : units;
  }

  /** @param {number} turn @param {(text: string, from: number, to: number) => Units} act @param {number} from @param {number} to @returns {Units} */
  #within(turn, act, from, to) {
    const { from: base, to: end } = this.turns[turn];
    const result = act(this.text.slice(base, end), from - base, to - base);
    return { from: result.from + base, to: result.to + base };
  }
}

/** Index of the last item that begins at or before a position, at least 0. @param {{from: number}[]} items @param {number} unit */
export function lastAtOrBefore(items, unit) {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (items[middle].from <= unit) low = middle;
    else high = middle - 1;
  }
  return low;
}
