/**
 * Sentence mode: the transcript as a list of sentences to choose from, for screen readers, touch and switches, and for
 * anyone who does not like to drag. Same elements, other roles.
 * @typedef {import("./types.js").Units} Units
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./say.js").Phrasebook} Phrasebook
 */
import { setAttributes } from "./dom.js";

export class SentenceMode {
  /** @param {Page} page @param {Phrasebook} phrases @param {(units: Units) => string} describe says what is coded there */
  constructor(page, phrases, describe) {
    this.page = page;
    this.phrases = phrases;
    this.describe = describe;
    this.on = false;
    this.anchor = -1;
    this.head = -1;
    this.#role();
  }

  /** @param {boolean} on @param {number} unit where to begin */
  switch(on, unit) {
    this.#paint(false);
    this.on = on;
    this.anchor = this.head = -1;
    this.#roles();
    if (!on) return;
    document.getSelection()?.removeAllRanges();
    this.#go(this.page.text.sentenceAt(unit), false);
  }

  /** What the transcript as a whole is to a screen reader. */
  #role() {
    const { page, phrases, on } = this;
    setAttributes(page.element, {
      role: on ? "listbox" : "region", "aria-multiselectable": on ? "true" : null,
      "aria-label": phrases.say(on ? "bySentence" : "byWords"), tabindex: on ? null : "0",
    });
    page.element.classList.toggle("wb-by-sentence", on);
  }

  #roles() {
    const { page, on } = this;
    this.#role();
    for (const { element, words } of page.turns) {
      setAttributes(element, { role: on ? "group" : null, "aria-labelledby": on ? element.firstElementChild?.id ?? null : null });
      setAttributes(words, { role: on ? "none" : null });
    }
    for (const { element } of page.pieces) {
      setAttributes(element, { role: on ? "option" : null, "aria-selected": on ? "false" : null, tabindex: on ? "-1" : null, "aria-description": null });
    }
  }

  /** What is selected. @returns {Units | null} */
  read() {
    if (!this.on || this.anchor < 0) return null;
    const { sentences } = this.page.text;
    const [first, last] = [Math.min(this.anchor, this.head), Math.max(this.anchor, this.head)];
    return this.page.text.settle({ from: sentences[first].from, to: sentences[last].to });
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was one that moves */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const { sentences, turns } = this.page.text;
    const turn = sentences[Math.max(0, this.head)].turn;
    const startOf = (/** @type {number} */ index) => sentences.findIndex((one) => one.turn === Math.max(0, Math.min(turns.length - 1, index)));
    const target = {
      ArrowDown: this.head + 1, ArrowRight: this.head + 1, ArrowUp: this.head - 1, ArrowLeft: this.head - 1,
      PageDown: startOf(turn + 1), PageUp: startOf(turn - 1), Home: 0, End: sentences.length - 1,
    }[event.key];
    if (target === undefined) return false;
    this.#go(target, event.shiftKey);
    return true;
  }

  /** A press on a sentence selects it; one beside what is selected, or with Shift, extends. @param {Element} target @param {boolean} shift */
  press(target, shift) {
    const element = target.closest(".wb-sentence");
    const index = this.page.pieces.findIndex((piece) => piece.element === element);
    if (index < 0) return false;
    const beside = this.anchor >= 0 && index !== this.head && (index === Math.max(this.anchor, this.head) + 1 || index === Math.min(this.anchor, this.head) - 1);
    this.#go(index, shift || beside);
    return true;
  }

  /** Put the focus back on the sentence. */
  focus() {
    if (this.head >= 0) this.page.pieces[this.head].element.focus({ preventScroll: true });
  }

  /** Say anew what is coded in the focused sentence. */
  refresh() {
    if (!this.on || this.head < 0) return;
    const { from, sentenceEnd } = this.page.text.sentences[this.head];
    this.page.pieces[this.head].element.setAttribute("aria-description", this.describe({ from, to: sentenceEnd }));
  }

  /** @param {number} target @param {boolean} extend */
  #go(target, extend) {
    const index = Math.max(0, Math.min(this.page.pieces.length - 1, target));
    this.#paint(false);
    if (this.head >= 0) this.page.pieces[this.head].element.tabIndex = -1;
    if (!extend || this.anchor < 0) this.anchor = index;
    this.head = index;
    this.#paint(true);
    this.refresh();
    const { element } = this.page.pieces[index];
    element.tabIndex = 0;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} selected */
  #paint(selected) {
    if (this.anchor < 0) return;
    for (let at = Math.min(this.anchor, this.head); at <= Math.max(this.anchor, this.head); at++) {
      this.page.pieces[at].element.setAttribute("aria-selected", String(selected));
    }
  }
}
