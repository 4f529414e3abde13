/**
 * The margin: a bracket for each coding in lanes that never collide, and beside it its name as a button. Names that
 * would drift too far from their words gather in a "+n" button. Drawn for what is near the screen.
 * @typedef {import("./types.js").Coding} Coding
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./codebook.js").Codebook} Codebook
 * @typedef {import("./say.js").Phrasebook} Phrasebook
 * @typedef {import("./types.js").Suggestion} Suggestion
 * @typedef {{id: string, coding: Coding | null, offer: Suggestion | null, top: number, bottom: number, begins: boolean}} Placed
 */
import { button, h, setAttributes, setStyles } from "./dom.js";

const LANES = 6;
const LANE_WIDTH = 9;
const ROW = 26;
const DRIFT = 3 * ROW;

export class Margin {
  /**
   * @param {Page} page @param {Codebook} codebook @param {Phrasebook} phrases
   * @param {{open: (ids: string[], anchor: HTMLElement) => void, walk: (id: string, step: 1 | -1) => void, point: (id: string | null) => void}} on
   */
  constructor(page, codebook, phrases, on) {
    this.page = page;
    this.codebook = codebook;
    this.phrases = phrases;
    this.on = on;
    this.brackets = h("div", { class: "wb-brackets", "aria-hidden": "true" });
    this.labels = h("div", { class: "wb-labels" });
    this.element = h("div", { class: "wb-margin", role: "toolbar", "aria-orientation": "vertical", "aria-label": phrases.say("margin") },
      this.brackets, this.labels);
    /** @type {Map<string, HTMLElement>} */
    this.bracketOf = new Map();
    /** @type {Map<string, HTMLButtonElement>} */
    this.labelOf = new Map();
    /** @type {Map<string, [number, number]>} heights already measured, by place */
    this.heights = new Map();
    /** @type {Record<string, string>} what the project's qualifiers are called */
    this.qualifiers = {};
    /** @type {string | null} the label that Tab reaches */
    this.current = null;
    this.labels.addEventListener("keydown", (event) => this.#key(event));
  }

  /** The layout has changed: measure again. */
  remeasure() {
    this.heights.clear();
  }

  /** @param {Coding[]} codings in the order of the text @param {Suggestion[]} offered @param {[number, number]} window first and last turn */
  draw(codings, offered, [first, last]) {
    const { turns } = this.page.text;
    const { start, end } = this.page.text.spanOf({ from: turns[first].from, to: turns[last].to });
    const near = [...codings.map((coding) => ({ id: coding.id, coding, offer: null, span: coding })), ...offered.map((offer) => ({ id: offer.id, coding: null, offer, span: offer }))]
      .filter(({ span }) => span.start < end && span.end > start);
    const origin = this.element.getBoundingClientRect().top;
    const placed = near.flatMap(({ id, coding, offer, span }) => { // all reading of the layout first, all writing after
      const [top, bottom] = this.#height(Math.max(span.start, start), Math.min(span.end, end), origin);
      return bottom > top ? [{ id, coding, offer, top, bottom, begins: span.start >= start }] : []; // nothing beside what is hidden
    });
    this.#drawBrackets(placed);
    this.#drawLabels(placed.filter((one) => one.begins).sort((a, b) => a.top - b.top));
  }

  /** @param {number} start @param {number} end @param {number} origin @returns {[number, number]} */
  #height(start, end, origin) {
    const key = `${start}-${end}`;
    const known = this.heights.get(key);
    if (known) return known;
    const { from, to } = this.page.text.unitsOf({ start, end });
    const first = this.page.range(from, from + 1).getClientRects()[0];
    const ends = this.page.range(to - 1, to).getClientRects();
    const last = ends[ends.length - 1] ?? first;
    /** @type {[number, number]} */
    const height = first && last ? [first.top - origin, last.bottom - origin] : [0, 0];
    this.heights.set(key, height);
    return height;
  }

  /** @param {Placed[]} placed */
  #drawBrackets(placed) {
    const shown = new Set();
    for (const { coding, top, bottom } of placed) {
      if (!coding) continue; // what is only suggested has its dotted line under the words
      const lane = coding.lane ?? 0;
      if (lane >= LANES) continue;
      shown.add(coding.id);
      let bracket = this.bracketOf.get(coding.id);
      if (!bracket) {
        bracket = h("div", { class: "wb-bracket" });
        this.bracketOf.set(coding.id, bracket);
        this.brackets.append(bracket);
      }
      setStyles(bracket, {
        top: `${top + 2}px`, height: `${Math.max(8, bottom - top - 4)}px`, left: `${3 + lane * LANE_WIDTH}px`,
        "border-color": this.codebook.lineOf(coding.code),
      });
    }
    sweep(this.bracketOf, shown);
  }

  /** @param {Placed[]} placed by height */
  #drawLabels(placed) {
    const shown = new Set();
    const lanes = Math.min(LANES, 1 + Math.max(0, ...placed.map(({ coding }) => coding?.lane ?? 0)));
    this.labels.style.setProperty("--wb-lanes", String(lanes));
    let free = -Infinity;
    /** @type {{key: string, top: number, ids: string[]} | null} */
    let crowd = null;
    for (const { id, coding, offer, top } of placed) {
      const crowded = free - top > DRIFT;
      if (crowded && crowd) {
        crowd.ids.push(id);
        continue;
      }
      if (crowd) this.#crowd(crowd, shown);
      crowd = null;
      const at = Math.max(top, free);
      free = at + ROW;
      if (crowded) crowd = { key: `+${id}`, top: at, ids: [id] };
      else if (coding) this.#label(coding, at, shown);
      else if (offer) this.#offered(offer, at, shown);
    }
    if (crowd) this.#crowd(crowd, shown);
    const focused = document.activeElement;
    sweep(this.labelOf, shown);
    this.#roving(focused instanceof HTMLElement ? focused : null);
  }

  /** @param {Coding} coding @param {number} top @param {Set<string>} shown */
  #label(coding, top, shown) {
    const { phrases, codebook } = this;
    const code = codebook.get(coding.code);
    const label = this.#button(coding.id, () => this.on.open([coding.id], label), coding.id);
    shown.add(coding.id);
    const qualifier = this.qualifiers[coding.qualifier];
    const key = JSON.stringify([code.label, code.letters, code.path, code.definition, coding, qualifier]);
    if (label.dataset.key !== key) {
      label.dataset.key = key;
      label.replaceChildren(
        h("span", { class: "wb-letters" }, code.letters),
        h("span", { class: "wb-label-name" }, code.label),
        coding.mine ? "" : h("span", { class: "wb-coder" }, coding.coder),
        qualifier ? h("span", { class: "wb-coder" }, qualifier) : "",
        coding.theme ? h("span", { class: "wb-unsure", title: phrases.say("againstTheme") }, "≠", h("span", { class: "wb-unseen" }, phrases.say("againstTheme"))) : "",
        coding.unsure ? h("span", { class: "wb-unsure", title: phrases.say("unsure") }, "?", h("span", { class: "wb-unseen" }, phrases.say("unsure"))) : "",
        h("span", { class: "wb-unseen" }, phrases.say("quoted", { quote: this.page.text.shortQuote(coding, 60) })));
      setAttributes(label, { title: [code.path, code.definition].filter(Boolean).join("\n") });
    }
    label.classList.toggle("wb-pending", coding.pending);
    setStyles(label, { top: `${top}px`, "--wb-line": codebook.lineOf(coding.code) });
  }

  /** A suggestion's row, with its reason in the line. @param {Suggestion} offer @param {number} top @param {Set<string>} shown */
  #offered(offer, top, shown) {
    const { phrases, codebook } = this;
    const code = codebook.get(offer.codeId);
    const label = this.#button(offer.id, () => this.on.open([offer.id], label), offer.id);
    shown.add(offer.id);
    const key = JSON.stringify([code.label, code.letters, offer]);
    if (label.dataset.key !== key) {
      label.dataset.key = key;
      label.classList.add("wb-offered");
      label.replaceChildren(
        h("span", { class: "wb-letters", "aria-hidden": "true" }, "?"),
        h("span", { class: "wb-unseen" }, phrases.say("suggestion")), " ",
        h("span", { class: "wb-label-name" }, code.label),
        h("span", { class: "wb-coder" }, wordsOf(offer.because[0] ?? "")));
      setAttributes(label, { title: [code.path, ...offer.because].filter(Boolean).join("\n") });
    }
    setStyles(label, { top: `${top}px`, "--wb-line": codebook.lineOf(offer.codeId) });
  }

  /** @param {{key: string, top: number, ids: string[]}} crowd @param {Set<string>} shown */
  #crowd({ key, top, ids }, shown) {
    const label = this.#button(key, () => this.on.open((label.dataset.ids ?? "").split(" "), label), null);
    shown.add(key);
    label.dataset.ids = ids.join(" ");
    label.textContent = this.phrases.say("more", { n: ids.length });
    label.setAttribute("aria-label", this.phrases.say("moreCodings", { n: ids.length }));
    label.classList.add("wb-more");
    setStyles(label, { top: `${top}px` });
  }

  /** @param {string} key @param {() => void} open @param {string | null} id @returns {HTMLButtonElement} */
  #button(key, open, id) {
    let label = this.labelOf.get(key);
    if (!label) {
      const points = id ? {
        onpointerenter: () => this.on.point(id), onpointerleave: () => this.on.point(null),
        onfocus: () => this.on.point(id), onblur: () => this.on.point(null),
      } : {};
      label = button("", { class: "wb-label", "data-coding": key, "aria-haspopup": "dialog", onclick: open, ...points });
      this.labelOf.set(key, label);
      this.labels.append(label);
    }
    return label;
  }

  /** One label is in the tab order; arrows reach the others. @param {HTMLElement | null} focused */
  #roving(focused) {
    if (focused && this.labels.contains(focused)) this.current = focused.dataset.coding ?? null;
    const inOrder = this.#inOrder();
    if (!this.current || !this.labelOf.has(this.current)) this.current = inOrder[0]?.dataset.coding ?? null;
    for (const label of inOrder) label.tabIndex = label.dataset.coding === this.current ? 0 : -1;
  }

  #inOrder() {
    return [...this.labelOf.values()].sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const label = /** @type {HTMLElement} */ (event.target).closest?.(".wb-label");
    if (!step || !(label instanceof HTMLElement)) return;
    event.preventDefault();
    event.stopPropagation();
    const inOrder = this.#inOrder();
    const next = inOrder[inOrder.indexOf(/** @type {HTMLButtonElement} */ (label)) + step];
    if (next) this.focus(next.dataset.coding ?? "");
    else if (label.dataset.coding) this.on.walk(label.dataset.coding.replace(/^\+/u, ""), /** @type {1 | -1} */ (step));
  }

  /** Put the focus on a coding's label, if it is drawn. @param {string} id */
  focus(id) {
    const label = this.labelOf.get(id);
    if (!label) return false;
    this.current = id;
    for (const [key, other] of this.labelOf) other.tabIndex = key === id ? 0 : -1;
    label.focus({ preventScroll: true });
    label.scrollIntoView({ block: "nearest" });
    return true;
  }
}

/** The words that a reason quotes, for a narrow line; the whole reason where it quotes none. @param {string} reason */
function wordsOf(reason) {
  const words = [...reason.matchAll(/“([^”]+)”/gu)].map(([quoted]) => quoted);
  return words.join(" ") || reason;
}

/** Remove what is no longer shown. @param {Map<string, HTMLElement>} elements @param {Set<string>} shown */
function sweep(elements, shown) {
  for (const [key, element] of elements) {
    if (shown.has(key)) continue;
    element.remove();
    elements.delete(key);
  }
}
