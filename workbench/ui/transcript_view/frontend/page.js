/**
 * The transcript as elements: built once, never changed afterwards, so that a selection in progress survives whatever
 * the server says. Translates between places in the elements and places in the text.
 * @typedef {import("./types.js").Units} Units
 * @typedef {import("./say.js").Phrasebook} Phrasebook
 */
import { freshId, h } from "./dom.js";
import { timeCode } from "./say.js";
import { TranscriptText, lastAtOrBefore } from "./transcript_text.js";

const QUIET_ROLES = new Set(["facilitator", "note-taker"]);

export class Page {
  /** @param {TranscriptText} text @param {Phrasebook} phrases */
  constructor(text, phrases) {
    this.text = text;
    /** @type {Map<Node, number>} text node -> index of its sentence */
    this.nodes = new Map();
    /** @type {{from: number, to: number, node: Text, element: HTMLElement}[]} */
    this.pieces = [];
    /** @type {{element: HTMLElement, words: HTMLElement, name: string}[]} */
    this.turns = [];
    this.element = h("div", { class: "wb-text", translate: "no", tabindex: "0" });
    this.#build(phrases);
    this.measured = "";
    /** @type {number[]} */
    this.tops = [];
  }

  /** @param {Phrasebook} phrases */
  #build(phrases) {
    const { text, turns, sentences, speakers } = this.text;
    const locks = new Map(this.text.locks);
    let at = 0;
    for (const [index, turn] of turns.entries()) {
      const speaker = speakers[turn.speaker] ?? { label: "", name: "", role: "" };
      const words = h("p", { class: "wb-words", dir: "auto" });
      for (; at < sentences.length && sentences[at].turn === index; at++) {
        const { from, to } = sentences[at];
        const node = document.createTextNode(text.slice(from, to));
        const element = h("span", { class: "wb-sentence", id: freshId("sentence") }, node);
        this.nodes.set(node, this.pieces.length);
        this.pieces.push({ from, to, node, element });
        words.append(element);
      }
      const name = speaker.name || speaker.label;
      const quiet = QUIET_ROLES.has(speaker.role);
      const time = timeCode(turn.seconds);
      const label = h("div", { class: "wb-who", id: freshId("who") },
        h("span", { class: "wb-name", title: quiet ? phrases.say("facilitatorTurn") : null }, name),
        time ? h("span", { class: "wb-time" }, time) : null,
        locks.has(turn.number) ? h("span", { class: "wb-lock", title: locks.get(turn.number) }, phrases.say("doNotQuote")) : null);
      const element = h("div", { class: quiet ? "wb-turn wb-quiet" : "wb-turn" }, label, words);
      this.turns.push({ element, words, name });
    }
    this.element.append(...this.turns.map((turn) => turn.element));
  }

  /** Where a position stands in the elements; `atEnd` prefers the end of the words before it. @param {number} unit @param {boolean} [atEnd] @returns {[Text, number]} */
  point(unit, atEnd = false) {
    const piece = this.pieces[lastAtOrBefore(this.pieces, atEnd ? Math.max(0, unit - 1) : unit)];
    return [piece.node, Math.max(0, Math.min(unit - piece.from, piece.node.length))];
  }

  /** @param {number} from @param {number} to */
  range(from, to) {
    const range = document.createRange();
    range.setStart(...this.point(from));
    range.setEnd(...this.point(to, true));
    return range;
  }

  /**
   * The position of a place in the elements. A place outside the words (a speaker's name, a gap, another element) counts
   * as the nearest words after it, or with `atEnd` the nearest before it; null where there are none.
   * @param {Node} node @param {number} offset @param {boolean} atEnd @returns {number | null}
   */
  unitAt(node, offset, atEnd) {
    const known = this.nodes.get(node);
    if (known !== undefined) return this.pieces[known].from + Math.min(offset, this.pieces[known].node.length);
    const probe = document.createRange();
    probe.setStart(node, offset);
    probe.collapse(true);
    let low = 0;
    let high = this.pieces.length;
    while (low < high) { // the first piece that begins at or after the place
      const middle = (low + high) >> 1;
      if (probe.comparePoint(this.pieces[middle].node, 0) < 0) low = middle + 1;
      else high = middle;
    }
    if (atEnd) return low > 0 ? this.pieces[low - 1].to : null;
    return low < this.pieces.length ? this.pieces[low].from : null;
  }

  /** The position under a point of the screen, where there are words. @param {number} x @param {number} y @returns {number | null} */
  unitUnder(x, y) {
    const found = document.caretPositionFromPoint
      ? document.caretPositionFromPoint(x, y)
      : /** @type {any} */ (document).caretRangeFromPoint?.(x, y);
    const node = found?.offsetNode ?? found?.startContainer;
    if (!node || !this.nodes.has(node)) return null;
    const unit = this.unitAt(node, found.offset ?? found.startOffset, false);
    return unit != null && this.isUnder(unit, x, y) ? unit : null;
  }

  /** Whether the character at or before a position is drawn at a point: a click beside a line is not on its words. @param {number} unit @param {number} x @param {number} y */
  isUnder(unit, x, y) {
    return [[unit, unit + 1], [unit - 1, unit]].some(([from, to]) => {
      if (from < 0 || to > this.text.text.length) return false;
      return [...this.range(from, to).getClientRects()].some(
        (box) => x >= box.left - 2 && x <= box.right + 2 && y >= box.top - 2 && y <= box.bottom + 2);
    });
  }

  /** The screen box of a range's last line, beside which a picker may open. @param {Units} units @returns {DOMRect} */
  lastBox(units) {
    const slices = this.text.slices(units);
    const [, from, to] = slices[slices.length - 1] ?? [0, units.from, units.to];
    const boxes = this.range(from, to).getClientRects();
    return boxes[boxes.length - 1] ?? this.element.getBoundingClientRect();
  }

  /** @param {Units} units @returns {DOMRect} */
  firstBox(units) {
    const boxes = this.range(units.from, Math.min(units.to, units.from + 1)).getClientRects();
    return boxes[0] ?? this.element.getBoundingClientRect();
  }

  /** Draw a line below the last turn that was read; the words do not move. @param {number | null} number @param {string} words */
  markRead(number, words) {
    const last = number == null ? -1 : this.text.turns.findLastIndex((turn) => turn.number <= number);
    for (const [index, { element }] of this.turns.entries()) {
      element.classList.toggle("wb-read-to", index === last);
      if (index === last) element.dataset.read = words;
    }
  }

  /** Measure where the turns stand, if anything has changed. Says whether it had. */
  measure() {
    const key = `${this.element.offsetWidth}x${this.element.offsetHeight}`;
    if (key === this.measured) return false;
    this.measured = key;
    let top = 0;
    this.tops = this.turns.map(({ element }) => (top = Math.max(top, element.offsetTop))); // a hidden turn stands where the one before it does
    return true;
  }

  /** First and last turn between two heights of the page. @param {number} top @param {number} bottom @returns {[number, number]} */
  turnsBetween(top, bottom) {
    const before = (/** @type {number} */ y) => {
      let low = 0;
      let high = this.tops.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.tops[middle] < y) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    return [Math.max(0, before(top) - 1), Math.max(0, Math.min(this.turns.length - 1, before(bottom)))];
  }
}
