/**
 * What of the transcript is on the screen: paints what is near it, and keeps a person's place, whatever changes around.
 * @typedef {import("./types.js").Span} Span
 * @typedef {import("./types.js").Units} Units
 * @typedef {import("./workspace.js").Workspace} Workspace
 */
import { recall, remember } from "./memory.js";

const BELOW = 4; // px of the page's own ground below us

export class Viewport {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    /** @type {[number, number]} first and last turn that is painted */
    this.window = [0, 0];
    /** @type {import("./memory.js").Place | null} what stands at the top of the screen */
    this.place = null;
    /** @type {number | null} the link that was followed last */
    this.went = null;
    const { signal } = workspace.abort;
    let asked = 0;
    const look = () => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(() => this.#scrolled());
    };
    addEventListener("resize", () => this.fit(), { signal });
    workspace.scroller.addEventListener("scroll", look, { passive: true, signal });
    this.resizes = new ResizeObserver(look); // the style sheet, fonts and the window may come late
    this.resizes.observe(workspace.page.element);
    this.resizes.observe(workspace.scroller);
  }

  /** Fill the window below whatever stands above, so that only the words scroll. */
  fit() {
    const { element } = this.workspace;
    let above = element.getBoundingClientRect().top;
    for (let around = element.parentElement; around; around = around.parentElement) above += around.scrollTop;
    if (above < innerHeight / 2) element.style.setProperty("--wb-above", `${Math.max(0, above) + BELOW}px`);
  }

  /** Show what is near the screen as it is now. */
  paint() {
    const { text, page, scroller, highlights, margin, filters } = this.workspace;
    if (!text.turns.length) return;
    if (page.measure()) this.#forget();
    const { scrollTop, clientHeight } = scroller;
    this.window = page.turnsBetween(scrollTop - clientHeight, scrollTop + 2 * clientHeight);
    highlights.show(this.#marks(), this.window);
    const offered = this.workspace.reading.on ? [] : this.workspace.codings.suggestions;
    margin.draw(this.workspace.codings.ordered.filter((coding) => filters.shows(coding)), offered, this.window);
  }

  #forget() {
    this.workspace.margin.remeasure();
    this.workspace.highlights.forget();
  }

  /** @returns {Iterable<import("./highlights.js").Mark>} */
  *#marks() {
    const { text, codings, filters, find, reading } = this.workspace;
    const { turns } = text;
    const near = text.spanOf({ from: turns[this.window[0]].from, to: turns[this.window[1]].to });
    const isNear = (/** @type {Span} */ { start, end }) => start < near.end && end > near.start;
    for (const span of text.grey) if (isNear(span)) yield { key: "", layer: "grey", ...span };
    for (const mark of find.marks()) if (isNear(mark)) yield mark;
    if (reading.on) return;
    for (const coding of codings.ordered) {
      if (isNear(coding) && filters.shows(coding)) yield { key: coding.id, layer: `code-${coding.code}`, start: coding.start, end: coding.end };
    }
    for (const one of codings.suggestions) if (isNear(one)) yield { key: one.id, layer: "suggestion", start: one.start, end: one.end };
  }

  #scrolled() {
    const { text, page, scroller, free, reading } = this.workspace;
    if (!text.turns.length) return;
    const { scrollTop, clientHeight } = scroller;
    const resized = page.measure();
    if (resized) this.#forget();
    if (resized && this.place) return this.restorePlace();
    const [first, last] = page.turnsBetween(scrollTop, scrollTop + clientHeight);
    if (resized || first < this.window[0] || last > this.window[1] || this.#isNearEdge(first, last)) {
      this.paint();
      free.drawCaret();
    }
    this.place = { turn: first, below: scrollTop - (page.tops[first] ?? 0) };
    remember(`place:${this.workspace.data.transcript}`, this.place);
    reading.drawProgress();
  }

  /** @param {number} first @param {number} last */
  #isNearEdge(first, last) {
    return (first === this.window[0] && first > 0) || (last === this.window[1] && last < this.workspace.text.turns.length - 1);
  }

  /** To where this person was the last time, or where a link leads. */
  open() {
    this.place = recall(`place:${this.workspace.data.transcript}`);
    this.restorePlace();
  }

  restorePlace() {
    const { text, page, scroller } = this.workspace;
    if (!this.place || text.turns.length === 0) return;
    page.measure();
    scroller.scrollTop = (page.tops[Math.min(this.place.turn, page.tops.length - 1)] ?? 0) + this.place.below;
    this.#forget();
    this.paint();
  }

  /** A link to a place in the text is followed once, and again when it is asked for anew. @param {number | null} position */
  goTo(position) {
    if (position === this.went) return;
    this.went = position;
    if (position == null) return;
    const { text, sentences, free } = this.workspace;
    const unit = text.map.toUnit(position);
    this.reveal({ from: unit, to: unit + 1 });
    if (!sentences.on) free.putCaret(unit);
  }

  /** Scroll so that some words stand in the upper part of the screen, unless they are seen already. @param {Units} units */
  reveal(units) {
    const { page, scroller } = this.workspace;
    const box = page.firstBox(units);
    const frame = scroller.getBoundingClientRect();
    if (box.top < frame.top + 20 || box.bottom > frame.bottom - 60) scroller.scrollTop += box.top - frame.top - frame.height / 3;
    this.#scrolled();
  }

  close() {
    this.resizes.disconnect();
  }
}
