/**
 * Colour on the words without touching the elements: the browser's custom highlights, and only for what is near the
 * screen, because the browser pays for every registered range. Where there are none, boxes are drawn behind the words.
 * @typedef {import("./types.js").Span} Span
 * @typedef {import("./page.js").Page} Page
 * @typedef {{key: string, layer: string, start: number, end: number}} Mark
 */
import { h, setStyles } from "./dom.js";

const STACKED_ABOVE = { grey: -1, suggestion: 10, found: 15, "found-now": 16, held: 20 };

/** @typedef {{add(layer: string, range: Range): void, remove(layer: string, range: Range): void, style(css: string): void, close(): void}} Painter */

/** Keeps the marks near the screen painted, changing only what differs. */
export class Highlights {
  /** @param {Page} page @param {string} prefix unique on the page, because highlights have page-wide names */
  constructor(page, prefix) {
    this.page = page;
    this.prefix = prefix;
    /** @type {Painter} */
    this.painter = "highlights" in CSS ? new NativePainter(prefix) : new BoxPainter(page, prefix);
    /** @type {Map<string, {layer: string, range: Range}>} */
    this.painted = new Map();
    /** @type {{layer: string, range: Range}[]} */
    this.held = [];
  }

  /** @param {Iterable<Mark>} marks @param {[number, number]} window first and last turn to paint */
  show(marks, [first, last]) {
    const { text } = this.page;
    const wanted = new Map();
    const from = text.turns[first].from;
    const to = text.turns[last].to;
    for (const mark of marks) {
      const units = text.unitsOf(mark);
      const clipped = { from: Math.max(from, units.from), to: Math.min(to, units.to) };
      for (const [turn, begin, end] of text.slices(clipped)) {
        wanted.set(`${mark.layer}|${mark.key}|${turn}|${begin}|${end}`, { layer: mark.layer, begin, end });
      }
    }
    for (const [key, { layer, range }] of this.painted) {
      if (wanted.has(key)) continue;
      this.painter.remove(layer, range);
      this.painted.delete(key);
    }
    for (const [key, { layer, begin, end }] of wanted) {
      if (this.painted.has(key)) continue;
      const range = this.page.range(begin, end);
      this.painter.add(layer, range);
      this.painted.set(key, { layer, range });
    }
  }

  /** Keep some words marked while the focus is elsewhere; null lets go. @param {Span | null} span */
  hold(span) {
    for (const { layer, range } of this.held) this.painter.remove(layer, range);
    const { text } = this.page;
    this.held = span
      ? text.slices(text.unitsOf(span)).map(([, from, to]) => ({ layer: "held", range: this.page.range(from, to) }))
      : [];
    for (const { layer, range } of this.held) this.painter.add(layer, range);
  }

  /** @param {Map<string, {background: string, line: string}>} colours by code */
  colour(colours) {
    const name = (/** @type {string} */ layer) => `::highlight(${this.prefix}-${CSS.escape(layer)})`;
    const rules = [...colours].map(
      ([code, { background }]) => `${name(`code-${code}`)}{background-color:color-mix(in srgb, ${background} 72%, transparent)}`);
    rules.push(`${name("suggestion")}{text-decoration:underline dotted 2px var(--wb-suggestion)}`);
    rules.push(`${name("grey")}{color:var(--wb-muted)}`);
    rules.push(`${name("found")}{background-color:var(--wb-found);text-decoration:underline solid 2px var(--wb-ring)}`);
    rules.push(`${name("found-now")}{background-color:var(--wb-held);color:var(--wb-held-text);text-decoration:underline solid 3px var(--wb-ring)}`);
    rules.push(`${name("held")}{background-color:var(--wb-held);color:var(--wb-held-text)}`);
    this.painter.style(rules.join("\n"));
  }

  /** Paint everything anew at the next `show`. */
  forget() {
    for (const { layer, range } of this.painted.values()) this.painter.remove(layer, range);
    this.painted.clear();
  }

  close() {
    this.painter.close();
  }
}

/** @implements {Painter} */
class NativePainter {
  /** @param {string} prefix */
  constructor(prefix) {
    this.prefix = prefix;
    /** @type {Map<string, Highlight>} */
    this.layers = new Map();
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
  }

  /** @param {string} layer @param {Range} range */
  add(layer, range) {
    let highlight = this.layers.get(layer);
    if (!highlight) {
      highlight = new Highlight();
      highlight.priority = STACKED_ABOVE[/** @type {keyof typeof STACKED_ABOVE} */ (layer)] ?? 0;
      this.layers.set(layer, highlight);
      CSS.highlights.set(`${this.prefix}-${layer}`, highlight);
    }
    highlight.add(range);
  }

  /** @param {string} layer @param {Range} range */
  remove(layer, range) {
    this.layers.get(layer)?.delete(range);
  }

  /** @param {string} css */
  style(css) {
    this.sheet.replaceSync(css);
  }

  close() {
    for (const layer of this.layers.keys()) CSS.highlights.delete(`${this.prefix}-${layer}`);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }
}

/** For browsers without custom highlights: coloured boxes behind the words. @implements {Painter} */
class BoxPainter {
  /** @param {Page} page @param {string} prefix */
  constructor(page, prefix) {
    this.page = page;
    this.prefix = prefix;
    /** @type {Map<Range, HTMLElement[]>} */
    this.boxes = new Map();
    this.layer = h("div", { class: "wb-boxes", "aria-hidden": "true" });
    page.element.prepend(this.layer);
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
  }

  /** @param {string} layer @param {Range} range */
  add(layer, range) {
    const origin = this.layer.getBoundingClientRect();
    const boxes = [...range.getClientRects()].map((rect) => {
      const box = h("div", { class: `wb-box ${this.prefix}-${layer}` });
      setStyles(box, {
        left: `${rect.left - origin.left}px`, top: `${rect.top - origin.top}px`,
        width: `${rect.width}px`, height: `${rect.height}px`,
      });
      return box;
    });
    this.layer.append(...boxes);
    this.boxes.set(range, boxes);
  }

  /** @param {string} _layer @param {Range} range */
  remove(_layer, range) {
    for (const box of this.boxes.get(range) ?? []) box.remove();
    this.boxes.delete(range);
  }

  /** @param {string} css */
  style(css) {
    this.sheet.replaceSync(css.replace(/::highlight\(([^)]*)\)/gu, ".$1")
      .replace(/text-decoration:underline dotted 2px ([^}]*)/gu, "border-bottom:2px dotted $1")
      .replace(/(^|[;{])color:[^;}]*/gmu, "$1"));
  }

  close() {
    this.layer.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }
}
